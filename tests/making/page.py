"""A page as any program would hold it: lines, and one table of cells with spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias


@dataclass(frozen=True)
class Wide:
    """A cell that covers more than one position."""

    text: str
    columns: int = 1
    rows: int = 1


Piece: TypeAlias = "str | Wide"


@dataclass(frozen=True)
class Box:
    """One printed cell: where it stands and how far it goes."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Page:
    """A form as it is printed."""

    before: tuple[str, ...]
    boxes: tuple[Box, ...]
    width: int
    height: int
    after: tuple[str, ...] = ()

    def rows(self) -> list[list[Box]]:
        """The cells that start in each row."""
        rows: list[list[Box]] = [[] for _ in range(self.height)]
        for box in self.boxes:
            rows[box.row].append(box)
        return rows

    def flat(self) -> list[list[str]]:
        """The texts row by row, with an empty text where a merge covers a position."""
        rows = [[""] * self.width for _ in range(self.height)]
        for box in self.boxes:
            rows[box.row][box.column] = box.text
        return rows


@dataclass
class Paper:
    """A table that is being filled from the top, row by row."""

    width: int
    boxes: list[Box] = field(default_factory=list)
    height: int = 0
    _taken: set[tuple[int, int]] = field(default_factory=set)

    def row(self, *pieces: Piece) -> None:
        """Put cells into the places of the next row that no cell above covers.

        Raises:
            ValueError: they are more or fewer than there are places.
        """
        at, number = 0, self.height
        for piece in pieces:
            cell = Wide(piece) if isinstance(piece, str) else piece
            while (number, at) in self._taken:
                at += 1
            box = Box(cell.text, number, at, cell.rows, cell.columns)
            self.boxes.append(box)
            for row in range(number, number + cell.rows):
                for column in range(at, at + cell.columns):
                    self._taken.add((row, column))
            at += cell.columns
        filled = {column for row, column in self._taken if row == number}
        if filled != set(range(self.width)):
            message = f"row {number} fills {sorted(filled)} of {self.width}: {pieces}"
            raise ValueError(message)
        self.height += 1

    def page(self, before: list[str], after: list[str]) -> Page:
        """Return the finished page."""
        boxes = tuple(sorted(self.boxes, key=lambda box: (box.row, box.column)))
        return Page(tuple(before), boxes, self.width, self.height, tuple(after))


def runs(keys: list[tuple[str, ...]]) -> list[int]:
    """Return how many rows each key goes on from where it begins, 0 where it goes on.

    Example:
        >>> runs([("a",), ("a",), ("b",)])
        [2, 0, 1]
    """
    found: list[int] = []
    for _, same in groupby(keys):
        count = len(list(same))
        found += [count, *([0] * (count - 1))]
    return found

"""A form as it is printed: lines, and one table of cells with spans.

Nothing here knows a file type: the writers of .xlsx and .docx both print such a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from perfscore.reports.writing.figures import Figure


class Look(StrEnum):
    """How a text stands in its cell or its line."""

    TITLE = "title"
    YEAR = "year"
    LINE = "line"
    AT_END = "at_end"
    NOTE = "note"
    LABEL = "label"
    CENTRE = "centre"
    FIGURE = "figure"
    TEXT = "text"
    SUB_ROW = "sub_row"


@dataclass(frozen=True, slots=True)
class Piece:
    """What is put into one cell.

    Attributes:
        text: its text, as it is to be read.
        look: how it stands.
        columns: how many columns of the page it covers.
        rows: how many rows it covers.
        figure: the number that the text is, where it is one.
    """

    text: str
    look: Look = Look.CENTRE
    columns: int = 1
    rows: int = 1
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A cell in its place; rows and columns count from 0."""

    piece: Piece
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Page:
    """A form as it is printed.

    Attributes:
        before: the lines above the table: the texts at the left and at the right end.
        boxes: the cells of the table in reading order.
        widths: how wide the columns are, in characters half as wide as a Chinese one.
        height: how many rows the table has.
        after: the lines below the table.
        name: what the page is called among others.
    """

    before: tuple[tuple[Look, str, str], ...]
    boxes: tuple[Box, ...]
    widths: tuple[int, ...]
    height: int
    after: tuple[str, ...]
    name: str


@dataclass(slots=True)
class Paper:
    """A table that is being filled from the top, row by row."""

    widths: tuple[int, ...]
    boxes: list[Box] = field(default_factory=list)
    height: int = 0
    _taken: set[tuple[int, int]] = field(default_factory=set)

    def row(self, *pieces: Piece) -> None:
        """Put cells into the places of the next row that no cell above covers."""
        at, number = 0, self.height
        for piece in pieces:
            while (number, at) in self._taken:
                at += 1
            self.boxes.append(Box(piece, number, at))
            self._taken.update(
                (row, column)
                for row in range(number, number + piece.rows)
                for column in range(at, at + piece.columns)
            )
            at += piece.columns
        self.height += 1


def shared_out(widths: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Return how many columns each cell of a row covers, next to the widths wanted.

    Args:
        widths: the widths of the columns, at least as many as there are cells.
        wanted: the widths that the cells should have; only their ratio counts.

    Returns:
        The number of columns for each cell, together all of them.

    Example:
        >>> shared_out([4, 8, 9, 18, 12], [12, 39]), shared_out([6, 6, 6], [1, 1, 1])
        ([2, 3], [1, 1, 1])
    """
    return list(_shared_out(tuple(widths), tuple(wanted)))


@lru_cache(maxsize=1024)
def _shared_out(widths: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...]:
    whole, asked = sum(widths), sum(wanted)
    # After each cell: for each number of columns used, the least error and the spans.
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for cell, wish in enumerate(wanted):
        left = len(wanted) - cell - 1
        after: dict[int, tuple[int, tuple[int, ...]]] = {}
        for used, (error, spans) in best.items():
            for end in range(used + 1, len(widths) - left + 1):
                miss = asked * sum(widths[used:end]) - whole * wish
                one = (error + miss * miss, (*spans, end - used))
                if end not in after or one < after[end]:
                    after[end] = one
        best = after
    return best[len(widths)][1]

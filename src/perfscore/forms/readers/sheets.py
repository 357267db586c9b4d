"""A workbook's sheets → paragraphs and grids, whatever kind of file they come from.

Rows and columns that hold no text are left out of the grid: a sheet may end a million
rows below its last word. Places name the cell of the sheet, so that nothing moves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from perfscore.errors import ReadError
from perfscore.forms import labels
from perfscore.forms.grid import MOST_POSITIONS, Cell, Grid, Paragraph
from perfscore.forms.vocabulary import indicator_column
from perfscore.messages import Message, say
from perfscore.places import Place

UNREADABLE = "\ufffd"
"""The text of a cell whose value is not known: no parser takes it for one."""

MOST_MERGES = 20_000
"""The most merged areas of one sheet."""

_SHORT = 60
_LETTERS = 26


@dataclass(slots=True)
class Sheet:
    """A sheet while it is being read; rows and columns count from 0.

    Attributes:
        name: the sheet's name.
        texts: what the cells display, by row and column.
        doubts: what is not certain about a cell, by row and column.
        merges: the merged areas: first row and column, last row and column.
        hidden_rows: the rows that are not displayed.
        hidden_columns: the columns that are not displayed.
        hidden: whether the sheet itself is not displayed.
    """

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    doubts: dict[tuple[int, int], tuple[Message, ...]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False

    def put(self, row: int, column: int, text: str, doubts: Iterable[Message]) -> None:
        """Keep what a cell displays; a cell without text or doubt is no cell."""
        told = tuple(doubts)
        if told:
            self.doubts[row, column] = told
        if text.strip() or told:
            self.texts[row, column] = text

    def blocks(self, file: str) -> list[Paragraph | Grid]:
        """Return what the sheet holds: one grid, none where nothing is in it.

        The sheet's name is a line before it where the name is a form's title and no
        cell is.

        Raises:
            ReadError: it is too large to be a form.
        """
        if not any(text.strip() for text in self.texts.values()):
            return []
        place = Place(file=file, sheet=self.name)
        grid = Grid(tuple(self._cells(place)), place)
        titled = any(labels.is_title(text) for text in self.texts.values())
        if titled or not labels.is_title(self.name):
            return [grid]
        return [Paragraph(self.name, place), grid]

    def _cells(self, place: Place) -> list[Cell]:
        """Return the cells by row, the blank ones between the others too."""
        merged = _Merged(self)
        filled = [spot for spot in self.texts if spot not in merged.start]
        rows = sorted({row for row, _ in filled})
        columns = sorted({column for _, column in filled})
        if len(rows) * len(columns) > MOST_POSITIONS:
            raise ReadError("forms.table-too-big", place=place)
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        for at, row in enumerate(rows):
            for beside, column in enumerate(columns):
                if (row, column) in taken:
                    continue
                start = merged.start.get((row, column), (row, column))
                last = merged.last.get(start)
                down, across = [row], [column]
                if last is not None:
                    down = _between(rows, row, last[0])
                    across = _between(columns, column, last[1])
                    taken.update((r, c) for r in down for c in across)
                spot = reference(*start)
                cells.append(
                    Cell(
                        text=self.texts.get(start, ""),
                        row=at,
                        column=beside,
                        row_span=len(down),
                        column_span=len(across),
                        place=Place(file=place.file, sheet=self.name, cell=spot),
                        doubts=(
                            *self.doubts.get(start, ()),
                            *merged.under.get(start, ()),
                            *self._hidden(start, down, across),
                        ),
                    )
                )
        return cells

    def _hidden(
        self, start: tuple[int, int], down: list[int], across: list[int]
    ) -> Iterable[Message]:
        """Tell that a text is not displayed, or its whole sheet."""
        text = self.texts.get(start, "")
        if not text.strip():
            return
        if self.hidden_rows.issuperset(down) or self.hidden_columns.issuperset(across):
            yield say("forms.hidden-cell")
        if self.hidden and indicator_column(text) is not None:
            yield say("forms.hidden-sheet", name=self.name)


class _Merged:
    """The merged areas of a sheet, as far as there is text beside or in them.

    Attributes:
        last: the last cell of each area, by its first.
        start: the first cell of the area, by each other cell in it that stands in a
            row and a column with text; an area may reach down to the last row there is.
        under: what is told of text that an area covers, by the area's first cell.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.last: dict[tuple[int, int], tuple[int, int]] = {}
        self.start: dict[tuple[int, int], tuple[int, int]] = {}
        self.under: dict[tuple[int, int], list[Message]] = {}
        rows = sorted({row for row, _ in sheet.texts})
        columns = sorted({column for _, column in sheet.texts})
        room = MOST_POSITIONS
        for top, left, bottom, right in sheet.merges[:MOST_MERGES]:
            down, across = _between(rows, top, bottom), _between(columns, left, right)
            room -= len(down) * len(across)
            if room < 0:
                raise ReadError("forms.table-too-big", place=Place(sheet=sheet.name))
            inside = [(row, column) for row in down for column in across]
            if any(spot in self.start or spot in self.last for spot in inside):
                continue  # areas do not overlap in a sheet that is whole
            self.last[top, left] = bottom, right
            for spot in inside:
                if spot != (top, left):
                    self.start[spot] = top, left
        for spot, first in self.start.items():
            text = sheet.texts.get(spot, "").strip()
            if text:
                doubt = say("forms.merged-text", text=text[:_SHORT])
                self.under.setdefault(first, []).append(doubt)


def reference(row: int, column: int) -> str:
    """Return what a sheet calls a cell.

    Example:
        >>> reference(6, 1), reference(0, 27)
        ('B7', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _between(places: list[int], first: int, last: int) -> list[int]:
    return places[bisect_left(places, first) : bisect_right(places, last)]

"""What every reader makes of a file: paragraphs and grids of cells, with places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from perfscore.errors import ReadError
from perfscore.messages import Message
from perfscore.places import NOWHERE, Place

MOST_SPAN = 1000
"""The most rows or columns that one cell may cover; wider spans are cut to it."""

MOST_POSITIONS = 200_000
"""The most positions (rows times columns, spans counted) of one table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as it is printed.

    Attributes:
        text: its text; paragraphs and line breaks are newlines.
        row: the grid row it starts in, from 0.
        column: the grid column it starts in, from 0.
        row_span: how many rows it covers.
        column_span: how many columns it covers.
        place: where it stands in the file.
        doubts: what is not certain about its text, such as tracked changes.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = NOWHERE
    doubts: tuple[Message, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in it."""
        return not self.text.strip()


@dataclass(frozen=True)
class Grid:
    """A table: its cells, and which cell covers a position.

    Attributes:
        cells: the cells in reading order.
        place: where the table stands.
        exact: whether columns can be trusted: True where the file says which columns
            a cell covers, False for text, where a cell's column is only its number in
            its row.

    Example:
        >>> wide = Cell(text="总分", row=0, column=0, column_span=2)
        >>> grid = Grid(cells=(wide, Cell(text="100", row=0, column=2)))
        >>> grid.at(0, 1).text, grid.at(0, 2).text, grid.at(1, 0)
        ('总分', '100', None)
    """

    cells: tuple[Cell, ...]
    place: Place = NOWHERE
    exact: bool = True
    _map: dict[tuple[int, int], Cell] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        taken = 0
        for cell in self.cells:
            taken += cell.row_span * cell.column_span
            if taken > MOST_POSITIONS:
                raise ReadError("forms.table-too-big", place=self.place)
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self._map.setdefault((row, column), cell)

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a position, or None where there is none."""
        return self._map.get((row, column))

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells that start in each row, by column."""
        count = max((c.row + c.row_span for c in self.cells), default=0)
        rows: list[list[Cell]] = [[] for _ in range(count)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows)

    @cached_property
    def width(self) -> int:
        """The number of columns."""
        return max((c.column + c.column_span for c in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that stands in no table.

    Attributes:
        text: the text of the paragraph or line.
        place: where it stands.
    """

    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that looks like a form, or a part of one, and was not understood.

    Attributes:
        place: where it stands.
        message: what could not be read.
    """

    place: Place
    message: Message


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found in a file, in reading order.

    Attributes:
        file: the file's name.
        blocks: the paragraphs and tables.
        doubts: what is not certain about the document as a whole.
        unread: what the reader itself could not turn into blocks, such as a scan.
    """

    file: str
    blocks: tuple[Paragraph | Grid, ...]
    doubts: tuple[Message, ...] = ()
    unread: tuple[Unread, ...] = ()


def grid_of_texts(rows: Iterable[Sequence[str]], place: Place = NOWHERE) -> Grid:
    """Return the grid of a table that has no merged cells.

    Args:
        rows: the texts, row by row.
        place: where the table stands.

    Returns:
        A grid whose columns are not trusted, as in a text file.

    Example:
        >>> grid_of_texts([["一级指标", "分值"], ["产出指标", "50"]]).at(1, 1).text
        '50'
    """
    return Grid(
        cells=tuple(
            Cell(text=text, row=r, column=c, place=place)
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ),
        place=place,
        exact=False,
    )

"""Web pages → paragraphs and grids, by the standard library's parser.

Pages that office programs and browsers save are read as a browser shows them: tags left
open are closed, spans reach as far as there are rows, text that is not displayed stays
out with a doubt. A table within a table is a table of its own; where the outer one only
lays the page out, what stands in it is read in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from perfscore.errors import ReadError
from perfscore.forms.grid import MOST_SPAN, Cell, Document, Grid, Paragraph
from perfscore.forms.readers.html_tree import (
    Page,
    TableCell,
    TableTag,
    Words,
    parse_page,
)
from perfscore.messages import Message, say
from perfscore.places import Place

MOST_TABLES = 5000
"""The most tables of a page."""

_SHORT = 60


def read_html(text: str, file: str, *, lines: bool = False) -> Document:
    """Return the paragraphs and tables of a web page.

    Args:
        text: the page.
        file: the file's name, for places.
        lines: whether line ends outside of tables are meant, as in a text dump whose
            tables alone are markup.

    Returns:
        The document.

    Raises:
        ReadError: it is nested too deeply or has too large a table.

    Example:
        >>> page = "<p>表一<table><tr><td rowspan=2>产出<td>50<tr><td>40</table>"
        >>> blocks = read_html(page, "a.html").blocks
        >>> blocks[0].text, blocks[1].at(1, 0).text
        ('表一', '产出')
    """
    reader = Reader(file)
    reader.page(parse_page(text, file, lines=lines))
    return reader.document()


@dataclass(slots=True)
class Reader:
    """Turns pages into blocks; several pages of a file count their tables on."""

    file: str
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)
    tables: int = 0

    def document(self) -> Document:
        """Return everything that was read."""
        return Document(self.file, tuple(self.blocks), tuple(self.doubts))

    def page(self, page: Page) -> None:
        """Read a page."""
        self._content(page.content)
        if page.hidden:
            text = page.hidden[:_SHORT]
            self.doubts.append(say("forms.hidden-page-text", text=text))

    def _content(self, content: list[Words | TableTag]) -> None:
        for one in content:
            if isinstance(one, TableTag):
                self._table(one)
            else:
                place = Place(file=self.file)
                self.blocks.extend(
                    Paragraph(line, place)
                    for part in one.text.split("\n")
                    if (line := part.strip())
                )

    def _table(self, table: TableTag) -> None:
        self._content(table.before)
        if table.lays_out:
            for row in table.rows:
                for cell in row.cells:
                    self._content(cell.content)
            return
        self.tables += 1
        place = Place(file=self.file, table=self.tables)
        if self.tables > MOST_TABLES:
            raise ReadError("forms.table-too-big", place=place)
        cells = _cells(table, place)
        if any(not cell.blank for cell in cells):
            self.blocks.append(Grid(cells, place))
        for row in table.rows:
            for one in row.cells:
                for inner in one.content:
                    if isinstance(inner, TableTag):
                        self._table(inner)


def _cells(table: TableTag, place: Place) -> tuple[Cell, ...]:
    """Return a table's cells; spans count rows that are not displayed, or do not.

    Programs that hide rows count them, and writers of pages may not: they are left out
    where that leaves every row as wide as the others.
    """
    shown = [row for row in table.rows if not row.hidden]
    left_out = tuple(_placed(replace(table, rows=shown), place))
    if len(shown) == len(table.rows) or _is_even(left_out):
        return left_out
    counted = tuple(_placed(table, place))
    crossed = any(
        table.rows[row].hidden
        for cell in counted
        for row in range(cell.row, cell.row + cell.row_span)
    )
    return counted if crossed else left_out


def _is_even(cells: tuple[Cell, ...]) -> bool:
    widths: Counter[int] = Counter()
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            widths[row] += cell.column_span
    return len(set(widths.values())) == 1


def _placed(table: TableTag, place: Place) -> Iterator[Cell]:
    """Yield a table's cells where a browser puts them."""
    ends = table.section_ends()
    free: dict[int, int] = {}  # the first row in which a column is free again
    for number, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while free.get(column, 0) > number:
                column += 1
            wide, cut = _span(cell.column_span)
            most = ends[number] - number
            high = most if cell.row_span == 0 else min(max(cell.row_span, 1), most)
            doubts = list(_doubts(cell))
            if cut:
                span = cell.column_span
                doubts.append(say("forms.span-cut", span=span, most=MOST_SPAN))
            if column + wide > MOST_SPAN * 4:
                raise ReadError("forms.table-too-big", place=place)
            yield Cell(
                text=cell.text,
                row=number,
                column=column,
                row_span=high,
                column_span=wide,
                place=replace(place, row=number + 1, column=column + 1),
                doubts=tuple(doubts),
            )
            for covered in range(column, column + wide):
                free[covered] = max(free.get(covered, 0), number + high)
            column += wide


def _span(span: int) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether its span was cut."""
    return min(max(span, 1), MOST_SPAN), span > MOST_SPAN


def _doubts(cell: TableCell) -> Iterator[Message]:
    text = cell.text.strip()
    for key, parts in (
        ("forms.hidden-text", cell.hidden),
        ("forms.struck-text", cell.struck),
        ("forms.raised-figure", cell.raised),
    ):
        found = "".join(parts).strip()
        if found:
            yield say(key, text=found[:_SHORT])
    if not text and cell.pictures:
        yield say("forms.picture")
    if not text and any(isinstance(one, TableTag) for one in cell.content):
        yield say("forms.nested-table")

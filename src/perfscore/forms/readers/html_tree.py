"""A web page's markup → its text and its tables, as far as they matter to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perfscore.errors import ReadError
from perfscore.forms.readers.markup import tokens
from perfscore.places import Place

MOST_DEPTH = 40
"""How deep tables may stand within tables."""

MOST_TAGS = 1_000_000
"""The most tags of a page."""

MOST_OPEN = 200
"""The most tags that may be open at once and hide or strike what is in them."""

_BLOCK_NAMES = """
    address article aside blockquote body center dd div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section ul
    """
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset({"script", "style", "title", "noscript", "template", "iframe"})
_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
_CELLS = frozenset({"td", "th"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_PARTS = _CELLS | _SECTIONS | {"tr"}
_STRUCK = frozenset({"s", "strike", "del"})
_SHOWN_FIELDS = frozenset({"", "text", "number", "date", "month", "search", "tel"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through")
_HIDDEN_CLASS = re.compile(
    r"(?:^|[},>])\s*(?:[a-z0-9]*)\.([\w-]+)\s*\{[^{}]*(?:display\s*:\s*none"
    r"|mso-hide\s*:\s*all)[^{}]*\}",
    re.IGNORECASE,
)
_STYLE = re.compile(r"<style\b[^>]*>(.{0,200000}?)</style", re.DOTALL | re.IGNORECASE)
_MEDIA = re.compile(r"@media[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_WRAPPED = re.compile(r"(?<=[⺀-鿿＀-￯])[ \t]*\r?\n[ \t]*(?=[⺀-鿿＀-￯])")
"""A line's end between Chinese characters: Word breaks its markup there at will."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Words:
    """Text that stands between tables; its lines are the page's lines."""

    text: str


@dataclass(slots=True)
class TableCell:
    """A cell as it is written.

    Attributes:
        row_span: how many rows it covers as written; 0: all that are left.
        column_span: how many columns it covers as written.
        content: its text and the tables in it.
        hidden: text in it that is not displayed.
        struck: text in it that is struck through.
        raised: figures that stand raised behind a figure.
        pictures: whether a picture stands in it.
    """

    row_span: int = 1
    column_span: int = 1
    content: list[Words | TableTag] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    pictures: bool = False

    @property
    def text(self) -> str:
        """The text of the cell without that of the tables in it."""
        parts = [one.text.strip() for one in self.content if isinstance(one, Words)]
        return "\n".join(part for part in parts if part)


@dataclass(slots=True)
class TableRow:
    """A row as it is written, and the number of its section; hidden ones are empty."""

    section: int
    cells: list[TableCell] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class TableTag:
    """A table as it is written; what stands in no cell of it is displayed before it."""

    rows: list[TableRow] = field(default_factory=list)
    before: list[Words | TableTag] = field(default_factory=list)
    section: int = 0

    @property
    def lays_out(self) -> bool:
        """Whether the table holds others and hardly anything beside them."""
        holders = rows = 0
        for row in self.rows:
            inner = any(isinstance(o, TableTag) for c in row.cells for o in c.content)
            holders += inner
            rows += sum(bool(cell.text) for cell in row.cells) > 1
        return holders > 0 and rows < 2  # noqa: PLR2004 -- a table of figures has more

    def section_ends(self) -> list[int]:
        """Return for each row the first row that is not of its section."""
        ends = [0] * len(self.rows)
        end = len(self.rows)
        for at in range(len(self.rows) - 1, -1, -1):
            below = self.rows[at + 1] if at + 1 < len(self.rows) else None
            if below is not None and below.section != self.rows[at].section:
                end = at + 1
            ends[at] = end
        return ends


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its text and tables in order, and hidden text outside of its cells."""

    content: list[Words | TableTag]
    hidden: str


def parse_page(text: str, file: str, *, lines: bool = False) -> Page:
    """Return the text and the tables of a page.

    Args:
        text: the page.
        file: the file's name, for errors.
        lines: whether line ends outside of tables are meant.

    Raises:
        ReadError: it has too many tags or too many tables in one another.
    """
    if text.count("<") > MOST_TAGS:
        raise ReadError("forms.page-too-big", place=Place(file=file))
    parser = _Parser(file, frozenset(_hidden_classes(text)), lines=lines)
    for token in tokens(text):
        if token.kind == "text":
            parser.data(token.text)
        elif token.kind == "start":
            parser.start(token.text, token.attributes)
        else:
            parser.end(token.text)
    return parser.page()


def _hidden_classes(text: str) -> Iterator[str]:
    for style in _STYLE.finditer(text):
        yield from _HIDDEN_CLASS.findall(_MEDIA.sub("", style[1]))


@dataclass(slots=True)
class _Open:
    """A table that is open, and the cell of it that is."""

    table: TableTag
    row: TableRow | None = None
    cell: TableCell | None = None
    marks: int = 0
    row_marks: int = 0
    cell_marks: int = 0
    hides_row: bool = False


class _Parser:
    """Builds the tables while the markup goes by."""

    def __init__(self, file: str, hidden: frozenset[str], *, lines: bool) -> None:
        self._file = file
        self._hidden_classes = hidden
        self._lines = lines
        self._content: list[Words | TableTag] = []
        self._hidden: list[str] = []
        self._tables: list[_Open] = []
        self._text: list[str] = []
        # What is open and changes its text: the tag, and h(idden), s(truck), r(aised).
        self._marks: list[tuple[str, str]] = []
        self._pre = 0

    def page(self) -> Page:
        """Return what was found."""
        while self._tables:
            self._end_table()
        self._flush()
        return Page(self._content, " ".join(self._hidden).strip())

    def start(self, tag: str, found: Mapping[str, str]) -> None:
        """Open a table, a row or a cell, or note how text is displayed."""
        if tag == "table":
            self._begin_table()
        elif self._tables and tag in _PARTS:
            self._begin_part(tag, found)
        elif tag == "br":
            self._text.append("\n")
        elif tag in _BLOCKS:
            self._break()
        elif tag == "img" and self._cell is not None:
            self._cell.pictures = True
        elif tag == "input" and found.get("type", "").lower() in _SHOWN_FIELDS:
            self._say(found.get("value", ""))
        self._pre += tag == "pre"
        if tag in _BLOCKS or tag == "option":
            self._close_marks("option" if tag == "option" else "p", last=True)
        mark = _display(tag, found, self._hidden_classes)
        if mark and tag not in _VOID:
            self._marks.append((tag, mark))
            if len(self._marks) > MOST_OPEN:
                raise ReadError("forms.page-too-big", place=Place(file=self._file))

    def _begin_part(self, tag: str, found: Mapping[str, str]) -> None:
        """Open a section, a row or a cell of a table."""
        if tag in _CELLS:
            self._begin_cell(found)
            return
        self._end_row()
        opened = self._tables[-1]
        if tag in _SECTIONS:
            opened.table.section += 1
            return
        opened.row = TableRow(opened.table.section)
        opened.row_marks = len(self._marks)
        opened.hides_row = _display(tag, found, self._hidden_classes) == "hidden"
        opened.table.rows.append(opened.row)

    def end(self, tag: str) -> None:
        """Close what the tag closes, and what was left open in it."""
        if tag == "table":
            if self._tables:
                self._end_table()
            return
        if tag in _CELLS:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag in _SECTIONS and self._tables:
            self._end_row()
            self._tables[-1].table.section += 1
        elif tag in _BLOCKS:
            self._break()
        self._pre = max(0, self._pre - (tag == "pre"))
        self._close_marks(tag)

    def _close_marks(self, tag: str, *, last: bool = False) -> None:
        """Forget how an element displays its text, and what was left open in it."""
        least = 0
        if self._tables:
            opened = self._tables[-1]
            least = opened.cell_marks if opened.cell is not None else opened.marks
        for at in range(len(self._marks) - 1, least - 1, -1):
            if self._marks[at][0] == tag:
                del self._marks[at:]
                return
            if last:
                return

    def data(self, data: str) -> None:
        """Keep text as it is displayed."""
        if not self._pre and not (self._lines and not self._tables):
            data = _SPACES.sub(" ", _WRAPPED.sub("", data))
        self._say(data.replace("\xa0", " "))

    @property
    def _cell(self) -> TableCell | None:
        return self._tables[-1].cell if self._tables else None

    def _say(self, text: str) -> None:
        """Add text to what is open, or put it aside where it is not displayed."""
        marks = {mark for _, mark in self._marks}
        if "silent" in marks or not text:
            return
        cell = self._cell
        if "hidden" in marks:
            (cell.hidden if cell is not None else self._hidden).append(text)
            return
        if "struck" in marks and cell is not None:
            cell.struck.append(text)
        if "raised" in marks:
            before = "".join(self._text[-1:])[-1:]
            if before.isdigit() and text.strip().isdigit() and cell is not None:
                cell.raised.append(text)
                text = f"^{text}"
            else:
                text = text.translate(_RAISED)
        self._text.append(text)

    def _break(self) -> None:
        """End a line, unless one has just begun."""
        if self._text and not self._text[-1].endswith("\n"):
            self._text.append("\n")

    def _flush(self) -> None:
        """Put the text so far where it belongs."""
        lines = "".join(self._text).split("\n")
        self._text = []
        text = "\n".join(line.strip(" \t\r") for line in lines).strip("\n")
        if not text.strip():
            return
        if not self._tables:
            self._content.append(Words(text))
        elif self._cell is not None:
            self._cell.content.append(Words(text))
        else:
            self._tables[-1].table.before.append(Words(text))

    def _begin_table(self) -> None:
        self._flush()
        if len(self._tables) >= MOST_DEPTH:
            place = Place(file=self._file)
            raise ReadError("forms.too-deep", place=place, most=MOST_DEPTH)
        table = TableTag()
        if self._cell is not None:
            self._cell.content.append(table)
        elif self._tables:
            self._tables[-1].table.before.append(table)
        else:
            self._content.append(table)
        self._tables.append(_Open(table, marks=len(self._marks)))

    def _end_table(self) -> None:
        self._end_row()
        self._flush()
        opened = self._tables.pop()
        del self._marks[opened.marks :]

    def _begin_cell(self, found: Mapping[str, str]) -> None:
        self._end_cell()
        self._flush()
        opened = self._tables[-1]
        if opened.row is None:
            opened.row = TableRow(opened.table.section)
            opened.row_marks = len(self._marks)
            opened.hides_row = False
            opened.table.rows.append(opened.row)
        opened.cell = TableCell(
            row_span=_number(found.get("rowspan")),
            column_span=_number(found.get("colspan")),
        )
        opened.cell_marks = len(self._marks)
        if _display("td", found, self._hidden_classes) != "hidden":
            opened.row.cells.append(opened.cell)

    def _end_cell(self) -> None:
        if not self._tables or self._tables[-1].cell is None:
            return
        self._flush()
        opened = self._tables[-1]
        cell, opened.cell = opened.cell, None
        del self._marks[opened.cell_marks :]
        kept = opened.row.cells if opened.row is not None else []
        if cell is not None and not (kept and kept[-1] is cell):
            self._hidden.extend(cell.hidden)

    def _end_row(self) -> None:
        self._end_cell()
        if not self._tables:
            return
        self._flush()
        opened = self._tables[-1]
        row, opened.row = opened.row, None
        if row is None:
            return
        del self._marks[opened.row_marks :]
        if opened.hides_row:
            self._hidden.extend(text for cell in row.cells for text in cell.hidden)
            row.cells.clear()
            row.hidden = True
        elif not row.cells:
            opened.table.rows.pop()


def _display(tag: str, found: Mapping[str, str], hidden: frozenset[str]) -> str:
    """Return how an element displays its text: hidden, struck, raised, or ""."""
    style = found.get("style", "").lower()
    classes = hidden & set(found.get("class", "").split())
    kind = "raised" if tag == "sup" else "shown" if tag == "select" else ""
    if tag in _SILENT or (tag == "option" and "selected" not in found):
        kind = "silent"
    elif classes or "hidden" in found or _HIDDEN.search(style):
        kind = "hidden"
    elif tag in _STRUCK or _LINE_THROUGH.search(style):
        kind = "struck"
    elif tag == "option":
        kind = "shown"
    return kind


def _number(text: str | None) -> int:
    """Return the number that begins an attribute as browsers read it, 1 if none."""
    found = re.match(r"\s*\+?(\d{1,9})", text or "")
    return int(found[1]) if found else 1

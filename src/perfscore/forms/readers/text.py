"""Text dumps of documents → paragraphs and grids.

Three ways to write a table as text are read, each told by its own marks:

* a cell stream: a line that begins with a tab begins a cell, lines without a tab go on
  with it, an empty line ends the row;
* rows of cells with tabs between them;
* rows of cells with ``|`` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from perfscore.errors import ReadError
from perfscore.forms import vocabulary as words
from perfscore.forms.grid import Cell, Document, Grid, Paragraph
from perfscore.forms.readers import packed, stream
from perfscore.forms.readers.endings import ended
from perfscore.forms.readers.spaced import rows_of_lines
from perfscore.forms.readers.tokens import Token, cells_of, joined, split
from perfscore.messages import Message, say
from perfscore.places import Place

MOST_LINES = 200_000
"""The most lines of a text."""

MOST_CELLS = 100_000
"""The most cells of one table, and of one line."""

_MOST_GAP = 3
"""How many empty lines may end the last cell of a row before the next row."""

_RULE = re.compile(r"[\s|:+\-—─=]*")
_HEADING = re.compile(r"表\s*$|附件|绩效|[:：]\s*$")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(\s[^<>]*)?/?>")
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_BREAKS = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")


def decode(data: bytes, file: str) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or GB18030.

    Args:
        data: the file's bytes.
        file: the file's name, for errors.

    Returns:
        The text.

    Raises:
        ReadError: it is no text in one of these encodings.

    Example:
        >>> decode("绩效".encode("gb18030"), "a.txt")
        '绩效'
    """
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise ReadError("forms.not-text", place=Place(file=file))


_PAGE = re.compile(r"[-—–]{1,2} ?[0-9]{1,4} ?[-—–]{1,2}|第 ?[0-9]+ ?页.{0,12}")
"""The number of a page, in a line of its own."""


def read_text(text: str, file: str) -> Document:
    r"""Return the paragraphs and tables of a text dump.

    Args:
        text: the text.
        file: the name to give in places.

    Returns:
        The document.

    Raises:
        ReadError: it has too many lines or cells.

    Example:
        >>> blocks = read_text("表一\n一级指标\t分值\n产出指标\t50\n", "a").blocks
        >>> blocks[0].text, blocks[1].at(1, 1).text
        ('表一', '50')
    """
    lines = _BREAKS.split(text)
    if len(lines) > MOST_LINES:
        raise ReadError("forms.too-many-lines", place=Place(file=file), most=MOST_LINES)
    reader = _Reader(file)
    for chunk in _chunks(lines):
        reader.take(chunk)
    reader.close()
    doubts = reader.one_by_one()
    blocks = reader.blocks
    if blocks and isinstance(blocks[-1], Grid):
        blocks[-1] = ended(blocks[-1], text[-1])
    return Document(file=file, blocks=tuple(blocks), doubts=doubts)


def _bar_cells(line: str, *, bars: bool) -> list[str]:
    """Return the cells of a row; bars at its beginning and end enclose it."""
    parts = line.split("|")[1 if bars else 0 :]
    return parts if parts[-1].strip() else parts[:-1]


def _markup(text: str) -> tuple[Message, ...]:
    """Return a doubt where a converter left tags in the text."""
    found = _TAG.search(text) if "<" in text else None
    return (say("forms.markup", text=found[0][:40]),) if found else ()


@dataclass(slots=True)
class _Chunk:
    """Lines without an empty line among them."""

    number: int
    lines: list[str]
    gap: int

    @property
    def is_stream(self) -> bool:
        """Whether tabs stand only at the beginnings of lines, one each."""
        tabs = [line for line in self.lines if "\t" in line]
        return bool(tabs) and all(line.rfind("\t") == 0 for line in tabs)


def _chunks(lines: list[str]) -> Iterator[_Chunk]:
    """Yield the stretches between empty lines, with the number of empty lines before.

    A line of blanks with a tab at its beginning is an empty cell, no empty line.
    """
    chunk: _Chunk | None = None
    gap = 0
    for number, line in enumerate(lines, start=1):
        if line.strip() or line.startswith("\t"):
            if chunk is None:
                chunk = _Chunk(number, [], gap)
            chunk.lines.append(line)
            gap = 0
        else:
            if chunk is not None:
                yield chunk
                chunk = None
            gap += 1
    if chunk is not None:
        yield chunk


@dataclass(slots=True)
class _Row:
    """Cells as they are found: text, line, character and doubts."""

    cells: list[tuple[str, int, int, tuple[Message, ...]]] = field(default_factory=list)


def _row_of(cells: Sequence[Token]) -> _Row:
    """Return a row of cells; those that may stand elsewhere carry a doubt."""
    unsure = (say("forms.row-aligned"),)
    return _Row(
        [(one.text, one.line, 1, unsure if one.unsure else ()) for one in cells]
    )


@dataclass(slots=True)
class _Reader:
    """Collects rows into tables and lines into paragraphs."""

    file: str
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    streaming: bool = False
    held: _Chunk | None = None

    def take(self, chunk: _Chunk) -> None:
        """Read one stretch of lines."""
        if self.held is not None:
            self._settle(chunk)
        if chunk.is_stream:
            self._stream(chunk)
            return
        if (
            self.streaming
            and self.rows
            and chunk.gap == 1
            and not any("\t" in line or _HEADING.search(line) for line in chunk.lines)
        ):
            # Perhaps the rest of a cell that holds an empty line: what follows tells.
            self.held = chunk
            return
        self.close()
        self._plain(chunk)

    def close(self) -> None:
        """End the table that is being read."""
        held, self.held = self.held, None
        if self.rows:
            self.tables += 1
            table = Place(file=self.file, table=self.tables)
            cells = tuple(
                Cell(
                    text=text,
                    row=r,
                    column=c,
                    place=replace(table, row=r + 1, column=c + 1, line=line),
                    doubts=(*doubts, *_markup(text)),
                )
                for r, row in enumerate(self.rows)
                for c, (text, line, _, doubts) in enumerate(row.cells)
            )
            self.blocks.append(Grid(cells=cells, place=table, exact=False))
        self.rows = []
        self.cells = 0
        self.streaming = False
        if held is not None:
            self._plain(held)

    def one_by_one(self) -> tuple[Message, ...]:
        """Read lines that are cells, or words that are, where there is no table."""
        lines = [block for block in self.blocks if isinstance(block, Paragraph)]
        if len(lines) < len(self.blocks):
            return ()
        lines = [line for line in lines if _PAGE.fullmatch(line.text.strip()) is None]
        cells = [Token(line.text, line.place.line or 0) for line in lines]
        spaced = rows_of_lines(cells)
        if spaced is not None:
            self.blocks = []
            for row in spaced:
                self._row(_row_of(row))
            self.close()
            return (say("forms.no-blank-cells"),)
        words_of = (Token(word, one.line) for one in cells for word in one.text.split())
        cells, apart = cells[:MOST_CELLS], list(islice(words_of, MOST_CELLS))
        rows = stream.sparse_rows(joined(cells)) or stream.sparse_rows(joined(apart))
        if rows is None:
            return ()
        self.blocks = []
        for row in rows:
            self._row(_row_of(row))
        self.close()
        return (say("forms.no-blank-cells"),)

    def _row(self, row: _Row) -> None:
        self.cells += len(row.cells)
        if self.cells > MOST_CELLS:
            raise ReadError("forms.table-too-big", place=Place(file=self.file))
        self.rows.append(row)

    def _paragraph(self, line: str, number: int) -> None:
        if line.strip():
            place = Place(file=self.file, line=number)
            self.blocks.append(Paragraph(line.strip(), place))

    def _settle(self, chunk: _Chunk) -> None:
        """Say whether held lines belong to the last cell of the row before them."""
        held = self.held
        if chunk.is_stream and chunk.gap == 1 and held and chunk.lines[0][:1] == "\t":
            self.held = None
            self._go_on(held.lines, held.number)
        else:
            self.close()

    def _go_on(self, lines: list[str], number: int) -> None:
        """Add lines to the last cell, after the empty line that cut it."""
        row = self.rows[-1]
        text, line, character, doubts = row.cells[-1]
        doubt = say("forms.cell-over-empty-line", line=number)
        added = "\n".join((text, "", *(part.strip() for part in lines)))
        row.cells[-1] = (added, line, character, (*doubts, doubt))

    def _stream(self, chunk: _Chunk) -> None:
        """Read a row of a cell stream; lines before its first tab are no cell of it."""
        first = next(i for i, line in enumerate(chunk.lines) if line.startswith("\t"))
        row = _Row()
        for number, line in enumerate(chunk.lines[first:], start=chunk.number + first):
            if line.startswith("\t"):
                row.cells.append((line[1:], number, 2, ()))
            else:
                text, at, character, doubts = row.cells[-1]
                row.cells[-1] = (f"{text}\n{line}", at, character, doubts)
        before = chunk.lines[:first]
        if not self.streaming or chunk.gap > (1 if first else _MOST_GAP):
            self.close()
        elif first and self._completes(row):
            self._go_on(before, chunk.number)
            self.rows[-1].cells.extend(row.cells)
            return
        elif first:
            self.close()
        for number, line in enumerate(before, start=chunk.number):
            self._paragraph(line, number)
        self.streaming = True
        self._row(row)

    def _completes(self, row: _Row) -> bool:
        """Whether a row fills the row before, cut by an empty line inside a cell.

        It does if both together are exactly as wide as the row before that one.
        """
        both = len(self.rows[-1].cells) + len(row.cells) if self.rows else 0
        return len(self.rows) > 1 and both == len(self.rows[-2].cells)

    def _plain(self, chunk: _Chunk) -> None:
        """Read rows with tabs or bars between cells; other lines are paragraphs."""
        if self._lost(chunk):
            return
        bars = all(line.lstrip().startswith("|") for line in chunk.lines if "|" in line)
        pending: tuple[str, int] | None = None
        for number, line in enumerate(chunk.lines, start=chunk.number):
            if "\t" in line:
                parts = line.split("\t")
                if pending and self._opens(pending[0], parts):
                    parts[0], number = pending  # noqa: PLW2901
                    pending = None
            elif "|" in line:
                if _RULE.fullmatch(line) and "-" in line:
                    continue
                parts = _bar_cells(line, bars=bars)
                if pending and line.lstrip().startswith("|") and not bars:
                    # A cell broken over two lines: its end begins with the bar.
                    parts[0], number = pending[0], pending[1]  # noqa: PLW2901
                    pending = None
            else:
                self._flush(pending)
                pending = (line, number)
                continue
            self._flush(pending)
            pending = None
            if len(parts) > MOST_CELLS:
                raise ReadError("forms.table-too-big", place=Place(file=self.file))
            self._row(_Row([(part.strip(" "), number, 1, ()) for part in parts]))
        self._flush(pending)
        self.close()

    def _lost(self, chunk: _Chunk) -> bool:
        """Read cells with bars between them whose rows were lost, if they are such."""
        first = next((i for i, one in enumerate(chunk.lines) if "|" in one), None)
        if first is None:
            return False
        if first and chunk.lines[first].strip() == "|":
            first -= 1  # the bar ends the cell on the line before it
        lines = split(chunk.lines[first:], chunk.number + first)
        if any(len(line) > MOST_CELLS for line in lines):
            raise ReadError("forms.table-too-big", place=Place(file=self.file))
        lost = stream.has_lost_rows(lines)
        cells, cut = cells_of(lines)
        rows = packed.whole_rows(lines)
        if rows is not None and packed.is_packed(rows):
            rows = packed.unpacked(rows)
        elif not lost:
            return False
        if rows is None:
            # Cells that no rows are found for stand one by one, and are unread.
            rows = stream.rows_of(cells) or [[cell] for cell in cells]
        for number, line in enumerate(chunk.lines[:first], start=chunk.number):
            self.close()
            self._paragraph(line, number)
        for row in rows:
            self._row(_row_of(row))
        if cut:
            last = self.rows[-1].cells
            spot = max((i for i, cell in enumerate(last) if cell[0].strip()), default=0)
            text, at, character, _ = last[spot]
            doubt = say("forms.text-ends", line=at)
            last[spot] = (text, at, character, (doubt,))
        self.close()
        return True

    def _opens(self, line: str, parts: list[str]) -> bool:
        """Whether a line of a table is the label of the row below it, cut off."""
        label = words.is_level1(line) or words.is_level2(line)
        return bool(label and self.rows and not parts[0].strip())

    def _flush(self, pending: tuple[str, int] | None) -> None:
        if pending is not None:
            self.close()
            self._paragraph(*pending)

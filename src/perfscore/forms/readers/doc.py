"""Word 97–2003 and WPS documents → paragraphs and grids.

A row's end says how wide its cells are and which of them go on from above, so that the
columns are those of the file. A table in which that does not fit is read as cells in
rows, whose columns are not trusted. Instructions of fields and what is deleted under
tracking stay out; the results of fields are read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfscore.errors import ReadError
from perfscore.forms.grid import (
    MOST_POSITIONS,
    Document,
    Grid,
    Paragraph,
)
from perfscore.forms.readers.doc_file import WordFile, open_word, said
from perfscore.forms.readers.doc_table import Definition, Row, by_edges, by_number
from perfscore.forms.readers.docx_text import Text, symbol_of
from perfscore.messages import say
from perfscore.places import Place

MOST_TABLES = 5000
"""The most tables of a document."""

MOST_DEPTH = 10
"""How deep tables may be nested in tables."""

MOST_SAID = 5_000_000
"""The most properties of a document's letters and paragraphs together."""

_IN_TABLE, _ROW_END, _LEVEL = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW = 0x244B, 0x244C
_DELETED, _INSERTED, _HIDDEN, _STRUCK, _SPECIAL = 0x0800, 0x0801, 0x083C, 0x0837, 0x0855
_DOUBLE_STRUCK, _SYMBOL = 0x2A53, 0x6A09
_ON = (b"\x01", b"\x81")
_CELL = "\x07"
_FIELDS = "\x13\x14\x15"
_MARKS = "\r\x07\x0c"
_SIGNS = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": " "}
_PICTURES = "\x01\x08"


def read_doc(streams: dict[str, bytes], file: str) -> Document:
    """Return the paragraphs and tables of a Word 97–2003 document.

    Args:
        streams: the streams of the file, by name.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is damaged, encrypted, too large, or of a Word before 97.
    """
    reader = _Reader(file, open_word(streams, file))
    reader.read()
    doubts = (say("forms.doc-boxes"),) if reader.word.boxes else ()
    return Document(file, tuple(reader.blocks), doubts)


@dataclass(slots=True)
class _Level:
    """A table that is being read."""

    rows: list[Row] = field(default_factory=list)
    cells: list[Text] = field(default_factory=list)
    cell: Text = field(default_factory=Text)


@dataclass(slots=True)
class _Reader:
    """Walks through the text, and gathers paragraphs and tables."""

    file: str
    word: WordFile
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    aside: list[list[Row]] = field(default_factory=list)
    tables: int = 0
    told: int = 0

    def read(self) -> None:
        """Read the main text, paragraph by paragraph."""
        for text, mark, properties in self._paragraphs():
            self._paragraph(text, mark, properties)
        self._leave(0)

    def _paragraphs(self) -> Iterator[tuple[Text, str, bytes]]:
        """Yield each paragraph with its mark, and what is said of it."""
        text = Text()
        fields: list[bool] = []
        word = self.word
        for piece in word.pieces:
            run, until = _Look(), -1
            for i, letter in enumerate(piece.text):
                at = piece.at + i * piece.width
                if at >= until:
                    run, until = self._look(at, piece.said)
                if letter in _FIELDS:
                    _mind_field(fields, letter)
                elif letter in _MARKS:
                    if any(fields):
                        # A field that no mark ends hides nothing that follows.
                        fields.clear()
                    yield text, letter, word.paragraphs.at(at) + piece.said
                    text = Text()
                elif not any(fields):
                    _add(text, letter, run)
        if text.parts:
            yield text, "\r", b""

    def _look(self, at: int, piece: bytes) -> tuple[_Look, int]:
        """Return how letters look from a position on, and up to where."""
        runs = self.word.letters
        look = _Look()
        for name, operand in (*self._said(runs.at(at)), *self._said(piece)):
            on = operand in _ON
            if name == _DELETED:
                look.deleted = on
            elif name == _INSERTED:
                look.inserted = on
            elif name == _HIDDEN:
                look.hidden = on
            elif name in {_STRUCK, _DOUBLE_STRUCK}:
                look.struck = on or look.struck
            elif name == _SPECIAL:
                look.special = on
            elif name == _SYMBOL and len(operand) == 4:  # noqa: PLR2004
                font, code = struct.unpack("<HH", operand)
                fonts = self.word.fonts
                look.symbol = (fonts[font] if font < len(fonts) else "", code)
        return look, runs.end(at)

    def _said(self, properties: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield properties, and count them."""
        for one in said(properties, self.word.data):
            self.told += 1
            if self.told > MOST_SAID:
                place = Place(file=self.file)
                raise ReadError("forms.doc-long", place=place, most=MOST_SAID)
            yield one

    def _paragraph(self, text: Text, mark: str, properties: bytes) -> None:
        kind = _Kind(level=int(mark == _CELL), cell_end=mark == _CELL)
        for name, operand in self._said(properties):
            kind.take(name, operand)
        self._enter(kind.level)
        if not kind.level:
            shown = text.text.strip()
            if shown:
                self.blocks.append(Paragraph(shown, Place(file=self.file)))
            return
        table = self.levels[-1]
        if kind.row_end:
            table.rows.append(Row(table.cells, kind.definition.slots()))
            table.cells, table.cell = [], Text()
            return
        _append(table.cell, text)
        if kind.cell_end:
            table.cells.append(table.cell)
            table.cell = Text()

    def _enter(self, level: int) -> None:
        """Begin tables, or end them, to be at a level of nesting."""
        while len(self.levels) < level:
            self.levels.append(_Level())
        self._leave(level)

    def _leave(self, level: int) -> None:
        while len(self.levels) > level:
            ended = self.levels.pop()
            rows = ended.rows
            if ended.cells or ended.cell.parts:
                # The file ends, or the table does, before the row's own end.
                rows = [*rows, Row([*ended.cells, ended.cell], None)]
            if self.levels:
                self.levels[-1].cell.nested = True
                self.aside.append(rows)
                continue
            aside, self.aside = self.aside, []
            for one in (rows, *aside):
                self._table(one)

    def _table(self, rows: list[Row]) -> None:
        if not rows:
            return
        self.tables += 1
        place = Place(file=self.file, table=self.tables)
        if self.tables > MOST_TABLES or len(rows) > MOST_POSITIONS:
            raise ReadError("forms.table-too-big", place=place)
        exact = all(row.slots is not None for row in rows) and all(
            len(row.slots or ()) == len(row.cells) for row in rows
        )
        cells = by_edges(rows, place) if exact else by_number(rows, place)
        self.blocks.append(Grid(cells=tuple(cells), place=place, exact=exact))


@dataclass(slots=True)
class _Kind:
    """What is said of a paragraph."""

    level: int = 0
    cell_end: bool = False
    row_end: bool = False
    definition: Definition = field(default_factory=Definition)

    def take(self, name: int, operand: bytes) -> None:
        """Mind one property."""
        on = operand in _ON
        if name == _IN_TABLE:
            self.level = max(self.level, int(on))
        elif name == _LEVEL and len(operand) == 4:  # noqa: PLR2004
            level = struct.unpack("<I", operand)[0]
            self.level = max(self.level, min(level, MOST_DEPTH))
        elif name in {_ROW_END, _INNER_ROW}:
            self.row_end = self.row_end or on
        elif name == _INNER_CELL:
            self.cell_end = self.cell_end or on
        else:
            self.definition.take(name, operand)


@dataclass(slots=True)
class _Look:
    """What is said of letters."""

    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    struck: bool = False
    special: bool = False
    symbol: tuple[str, int] | None = None


def _mind_field(fields: list[bool], letter: str) -> None:
    """Keep whether the text is that of an instruction, in each field that is open."""
    if letter == _FIELDS[0]:
        fields.append(True)
    elif letter == _FIELDS[1]:
        fields[-1:] = [False]
    else:
        del fields[-1:]


def _add(text: Text, letter: str, look: _Look) -> None:
    """Add a letter to a paragraph, or to what is told of it."""
    if look.symbol is not None and (look.special or letter == "("):
        font, code = look.symbol
        letter = symbol_of(font, code, f"{code:X}", text)
    elif look.special and letter in _PICTURES:
        text.pictures = True
        return
    elif letter in _SIGNS:
        letter = _SIGNS[letter]
    elif letter < " " and letter != "\t":
        return
    text.tracked = text.tracked or look.deleted or look.inserted
    if look.deleted:
        text.deleted.append(letter)
    elif look.hidden:
        text.hidden.append(letter)
    else:
        text.parts.append(letter)
        if look.struck:
            text.struck.append(letter)


def _append(cell: Text, text: Text) -> None:
    """Add a paragraph to a cell."""
    if cell.parts:
        cell.parts.append("\n")
    cell.parts += text.parts
    cell.deleted += text.deleted
    cell.hidden += text.hidden
    cell.struck += text.struck
    cell.doubts += text.doubts
    cell.tracked = cell.tracked or text.tracked
    cell.pictures = cell.pictures or text.pictures

"""Excel and WPS workbooks (.xlsx) → grids, by the standard library alone.

A cell's text is what the sheet displays (0.98 formatted as a percentage is 98%). What
other readers lose is told here: a formula that nobody computed is unreadable and not
blank, and text under a merge or in a hidden row carries a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from perfscore.errors import ReadError
from perfscore.forms.grid import Document, Grid, Paragraph
from perfscore.forms.readers import number_format as formats
from perfscore.forms.readers.ooxml import attribute, child_of, is_on, name_of
from perfscore.forms.readers.package import MOST_TAGS, Package, open_package
from perfscore.forms.readers.sheets import UNREADABLE, Sheet
from perfscore.messages import Message, say
from perfscore.places import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576

_SHORT = 60
_CONSTANT = re.compile(r"\d{1,15}(\.\d{1,15})?%?")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_BLANK_CELL = re.compile(rb"<(?:\w+:)?c\s(?:[^<>]*\s)?r=[^<>]*?(?:/>|></(?:\w+:)?c>)")
_BLANK_ROW = re.compile(
    rb"<(?:\w+:)?row\s(?:[^<>]*\s)?r=[^<>]*?(?:/>|>\s*</(?:\w+:)?row>)"
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = frozenset({"1", "true", "on"})


def read_xlsx(data: bytes, file: str) -> Document:
    """Return the sheets of a workbook that hold text, one grid each.

    Args:
        data: the file's bytes, a zip archive.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is damaged, encrypted, no workbook, or out of bounds.
    """
    with open_package(data, file) as package:
        return _Book(package, file).read()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a cell shows its value."""

    code: str = formats.GENERAL
    struck: bool = False


@dataclass(slots=True)
class _Book:
    """Reads the parts of a workbook, one after another."""

    package: Package
    file: str
    doubts: list[Message] = field(default_factory=list)
    strings: list[tuple[str, str]] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=list)
    since_1904: bool = False
    stale: bool = False
    room: int = MOST_TAGS

    def read(self) -> Document:
        """Read everything."""
        main = self.package.main()
        root = self.package.parse(main)
        relations = self.package.relations(main)
        parts = dict(relations.values())
        self._note(parts)
        if parts.get("sharedStrings") in self.package.parts:
            shared = self.package.parse(parts["sharedStrings"])
            self.strings = [_text_of(one) for one in shared if name_of(one) == "si"]
        if parts.get("styles") in self.package.parts:
            self.styles = _styles(self.package.parse(parts["styles"]))
        settings = child_of(root, "workbookPr")
        self.since_1904 = attribute(settings, "date1904") in _ON
        calculation = child_of(root, "calcPr")
        self.stale = attribute(calculation, "fullCalcOnLoad") in _ON
        blocks: list[Paragraph | Grid] = []
        refused: list[ReadError] = []
        for number, entry in enumerate(_children(root, "sheets"), start=1):
            kind, part = relations.get(_relation(entry), ("", ""))
            if kind != "worksheet" or part not in self.package.parts:
                continue
            name = attribute(entry, "name") or f"Sheet{number}"
            try:
                blocks.extend(self._sheet(part, name, entry))
            except ReadError as error:
                # One sheet too many, too large or broken: the others are read.
                refused.append(error)
                why = error.message
                self.doubts.append(say("forms.sheet-not-read", name=name, why=why))
        if refused and not blocks:
            raise refused[0]
        return Document(self.file, tuple(blocks), tuple(self.doubts))

    def _note(self, parts: Mapping[str, str]) -> None:
        """Tell what of the workbook stays unread."""
        names = self.package.parts
        if "vbaProject" in parts or any("macrosheets/" in name for name in names):
            self.doubts.append(say("forms.macros"))
        if "externalLink" in parts:
            self.doubts.append(say("forms.external-links"))
        for name in names:
            if name.startswith("xl/drawings/drawing") and name.endswith(".xml"):
                drawn = _letters(self.package.parse(name)).strip()
                if drawn:
                    shown = drawn[:_SHORT]
                    self.doubts.append(say("forms.sheet-text-box", text=shown))

    def _sheet(self, part: str, name: str, entry: Element) -> list[Paragraph | Grid]:
        """Return what a sheet holds."""
        root = self.package.parse(part, _without_blanks)
        self.room -= sum(1 for _ in root.iter())
        if self.room < 0:
            place = Place(file=self.file, sheet=name)
            raise ReadError("forms.table-too-big", place=place)
        sheet = Sheet(name, hidden=attribute(entry, "state") not in {None, "visible"})
        for child in root:
            kind = name_of(child)
            if kind == "cols":
                sheet.hidden_columns.update(_hidden_columns(child))
            elif kind == "sheetData":
                self._rows(child, sheet)
            elif kind == "mergeCells":
                areas = (attribute(one, "ref") or "" for one in child)
                sheet.merges.extend(area for one in areas if (area := _area(one)))
        blocks = sheet.blocks(self.file)
        if sheet.hidden and blocks:
            self.doubts.append(say("forms.hidden-sheet", name=name))
        return blocks

    def _rows(self, data: Element, sheet: Sheet) -> None:
        row = -1
        for line in data:
            if name_of(line) != "row":
                continue
            at = line.get("r") or ""
            row = int(at) - 1 if at.isdecimal() and len(at) < 8 else row + 1  # noqa: PLR2004
            if not 0 <= row < MOST_ROWS:
                raise ReadError(
                    "forms.table-too-big", place=Place(file=self.file, sheet=sheet.name)
                )
            if line.get("hidden") in _ON or line.get("ht") in {"0", "0.0"}:
                sheet.hidden_rows.add(row)
            column = -1
            for cell in line:
                spot = _spot(cell.get("r") or "")
                column = spot[1] if spot else column + 1
                if name_of(cell) == "c" and column < MOST_COLUMNS:
                    text, doubts = self._cell(cell)
                    sheet.put(row, column, text, doubts)

    def _cell(self, cell: Element) -> tuple[str, list[Message]]:
        """Return what a cell displays, and what is not certain about it."""
        style = self._style(cell)
        value = child_of(cell, "v")
        formula = child_of(cell, "f")
        doubts: list[Message] = []
        if (
            formula is not None
            and value is None
            and _CONSTANT.fullmatch(formula.text or "")
        ):
            # Somebody typed an equals sign and a number: no result but itself.
            return f"={formula.text}", doubts
        if formula is not None:
            doubts.extend(self._computed(formula, value, cell))
            if any(doubt.key == "forms.formula-not-computed" for doubt in doubts):
                return UNREADABLE, doubts
        stored = (value.text or "") if value is not None else ""
        text, struck = self._value(cell, stored, style, doubts)
        if text.strip() and (style.struck or struck.strip()):
            gone = text if style.struck else struck
            doubts.append(say("forms.struck-text", text=gone.strip()[:_SHORT]))
        return text, doubts

    def _computed(
        self, formula: Element, value: Element | None, cell: Element
    ) -> Iterator[Message]:
        """Tell of a formula whose result is not known, or may be out of date."""
        text = value.text if value is not None else None
        unknown = value is None or (not text and cell.get("t") != "str")
        # Programs that cannot compute leave a nought, and a note to compute it.
        if unknown or (self.stale and text in {"0", "", None}):
            told = _decoded(formula.text or "")[:_SHORT]
            yield say("forms.formula-not-computed", formula=told)
        elif self.stale:
            yield say("forms.formula-stale")

    def _value(
        self, cell: Element, text: str, style: _Style, doubts: list[Message]
    ) -> tuple[str, str]:
        """Return a cell's text by the kind of its value, and what of it is struck."""
        kind = cell.get("t") or "n"
        struck = ""
        if kind == "n":
            text = self._number(text.strip(), style, doubts)
        elif kind == "b":
            text = "TRUE" if text.strip() == "1" else "FALSE" if text else ""
        elif kind == "e":
            doubts.append(say("forms.cell-error", error=text[:_SHORT]))
        elif kind == "d":
            text = text.removesuffix("T00:00:00")
        else:
            if kind == "s":
                text, struck = self._shared(text, doubts)
            elif kind == "inlineStr":
                inline = child_of(cell, "is")
                text, struck = _text_of(inline) if inline is not None else ("", "")
            else:
                text = _decoded(text)
            text = formats.shown_text(text, style.code)
        return text, struck

    def _style(self, cell: Element) -> _Style:
        index = cell.get("s") or "0"
        if index.isdecimal() and len(index) < 8 and int(index) < len(self.styles):  # noqa: PLR2004
            return self.styles[int(index)]
        return _Style()

    def _shared(self, index: str, doubts: list[Message]) -> tuple[str, str]:
        index = index.strip()
        if index.isdecimal() and len(index) < 9 and int(index) < len(self.strings):  # noqa: PLR2004
            return self.strings[int(index)]
        doubts.append(say("forms.cell-without-text"))
        return UNREADABLE, ""

    def _number(self, text: str, style: _Style, doubts: list[Message]) -> str:
        if not text:
            return ""
        number: Decimal | None = formats.stored(text)
        if number is None:
            doubts.append(say("forms.cell-without-text"))
            return UNREADABLE
        shown, told = formats.shown(number, style.code, since_1904=self.since_1904)
        doubts.extend(told)
        return shown


def _without_blanks(xml: bytes) -> bytes:
    """Drop cells that hold nothing, and rows without cells, where each says its place.

    A sheet may have a million of them, for nothing but their borders.
    """
    if b"<![CDATA[" in xml:
        return xml
    return _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", xml))


def _relation(entry: Element) -> str:
    return next((v for k, v in entry.items() if k.endswith("}id")), "")


def _styles(root: Element) -> list[_Style]:
    """Return the cell styles in the order that cells number them."""
    codes = dict(formats.BUILT_IN)
    for one in _children(root, "numFmts"):
        index, code = attribute(one, "numFmtId") or "", attribute(one, "formatCode")
        if index.isdecimal() and len(index) < 8 and code:  # noqa: PLR2004
            codes[int(index)] = _decoded(code)
    struck = [is_on(child_of(font, "strike")) for font in _children(root, "fonts")]
    styles = []
    for one in _children(root, "cellXfs"):
        index, font = attribute(one, "numFmtId") or "", attribute(one, "fontId") or ""
        code = codes.get(_small(index), formats.GENERAL)
        number = _small(font)
        styles.append(_Style(code, number < len(struck) and struck[number]))
    return styles


def _children(root: Element, name: str) -> list[Element]:
    """Return the children of a part of a root, none where it has no such part."""
    part = child_of(root, name)
    return [] if part is None else list(part)


def _small(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else 10**8  # noqa: PLR2004


def _text_of(item: Element) -> tuple[str, str]:
    """Return the text of a string, and what of it is struck through.

    The readings printed above characters (rPh) are no text of the cell.
    """
    parts: list[str] = []
    struck: list[str] = []
    for child in item:
        kind = name_of(child)
        if kind == "t":
            parts.append(_decoded(child.text or ""))
        elif kind == "r":
            part = child_of(child, "t")
            text = _decoded((part.text or "") if part is not None else "")
            parts.append(text)
            if is_on(child_of(child_of(child, "rPr"), "strike")):
                struck.append(text)
    return "".join(parts), "".join(struck)


def _decoded(text: str) -> str:
    """Return text with its written-out characters: ``_x000D_`` is a line's end."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _letters(root: Element) -> str:
    return " ".join(e.text for e in root.iter() if name_of(e) == "t" and e.text)


def _hidden_columns(columns: Element) -> Iterator[int]:
    for one in columns:
        if one.get("hidden") in _ON or one.get("width") in {"0", "0.0"}:
            first, last = _small(one.get("min") or ""), _small(one.get("max") or "")
            yield from range(first - 1, min(last, MOST_COLUMNS))


def _spot(text: str) -> tuple[int, int] | None:
    """Return row and column of a reference such as ``B7``, from 0."""
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2]) - 1
    return (row, column - 1) if 0 <= row < MOST_ROWS else None


def _area(text: str) -> tuple[int, int, int, int] | None:
    """Return first and last row and column of an area such as ``A1:C2``."""
    first, _, last = text.partition(":")
    start, end = _spot(first), _spot(last or first)
    if start is None or end is None or start == end:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return rows[0], columns[0], rows[1], columns[1]

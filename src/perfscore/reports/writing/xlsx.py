"""Pages → a workbook, one sheet each, by the standard library alone.

A text is stored as text whatever it begins with, and marked as text where it begins
like a formula; a figure is stored as a number that is shown as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfscore.errors import ReportError
from perfscore.forms.readers.sheets import reference
from perfscore.reports.writing.figures import Figure, decimals_of
from perfscore.reports.writing.heights import row_heights, text_lines
from perfscore.reports.writing.page import Box, Look, Page
from perfscore.reports.writing.parts import (
    HEAD,
    LATIN,
    OFFICE,
    SANS,
    SERIF,
    UNFIT,
    archive,
    properties,
    quoted,
    relations,
    text_of,
    types,
    whole,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_WIDTH = 132
"""The width of an A4 page on its side, in characters of ten points."""

MOST_SIGNS = 32_767
"""The most characters of a cell."""

_HIGHEST = 400
"""The highest that a row may be, in points; a higher one is several rows."""

_PAGE_HEIGHT = 505
_MOST_SHRUNK = 1.35
"""A form that is a little higher than a page is shrunk to one; a higher one is not."""

_DIGITS = 15
_LONGEST_AS_TEXT = 255
_LONGEST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORMATS = {"General": 0, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10, "@": 49}
_FIRST_FORMAT = 164
_BLANKS = f'<sz val="10"/><name val="{SERIF}"/><family val="3"/><charset val="134"/>'
_FONTS = {
    Look.TITLE: (
        f'<b/><sz val="18"/><name val="{SANS}"/><family val="3"/><charset val="134"/>'
    ),
    Look.LABEL: (
        f'<b/><sz val="10"/><name val="{SERIF}"/><family val="3"/><charset val="134"/>'
    ),
}
_HEIGHTS = {Look.TITLE: 34}
_LINE_HEIGHT = 20
_ALIGNED = {
    Look.LINE: 'horizontal="left"',
    Look.AT_END: 'horizontal="right"',
    # A number that is wider than its cell is shrunk, where it would be shown as ###.
    Look.FIGURE: 'horizontal="center" shrinkToFit="1"',
    Look.NOTE: 'horizontal="left" wrapText="1"',
    Look.TEXT: 'horizontal="left" wrapText="1"',
    Look.SUB_ROW: 'horizontal="left" wrapText="1" indent="1"',
}
_NO_BORDER = frozenset({Look.TITLE, Look.YEAR, Look.LINE, Look.AT_END, Look.NOTE})


def xlsx(pages: Sequence[Page], title: str) -> bytes:
    """Return pages as an .xlsx file.

    Args:
        pages: the pages, a sheet each.
        title: what the whole is called.

    Raises:
        ReportError: a text is longer than a cell can hold.
    """
    styles = _Styles()
    sheets = [_sheet(page, styles) for page in pages]
    names = _names(pages)
    numbers = range(1, len(pages) + 1)
    office = f"{OFFICE}/relationships"
    parts = {
        "[Content_Types].xml": types(
            (
                ("xl/workbook.xml", "officedocument.spreadsheetml.sheet.main"),
                *(
                    (
                        f"xl/worksheets/sheet{number}.xml",
                        "officedocument.spreadsheetml.worksheet",
                    )
                    for number in numbers
                ),
                ("xl/styles.xml", "officedocument.spreadsheetml.styles"),
                ("docProps/core.xml", "package.core-properties"),
            )
        ),
        "_rels/.rels": whole("xl/workbook.xml"),
        "docProps/core.xml": properties(title),
        "xl/workbook.xml": _workbook(names),
        "xl/_rels/workbook.xml.rels": relations(
            (
                *((f"{office}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
                (f"{office}/styles", "styles.xml"),
            )
        ),
        "xl/styles.xml": styles.part(),
    }
    for number, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    return archive(parts)


def _names(pages: Sequence[Page]) -> list[str]:
    """Return a name for each sheet: short, without the signs of references, unique."""
    names: list[str] = []
    used: set[str] = set()
    for number, page in enumerate(pages, start=1):
        plain = _NO_NAME.sub(" ", UNFIT.sub(" ", page.name))
        plain = " ".join(plain.split()).strip("'") or f"表{number}"
        name = _cut(plain, _LONGEST_NAME)
        if name.casefold() in used:
            end = f" ({number})"
            name = _cut(plain, _LONGEST_NAME - len(end)) + end
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(name: str, most: int) -> str:
    """Return a name cut to what programs count as so many characters."""
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[:-1]
    return name.strip(" '")


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoted(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return (
        f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}/relationships">'
        f'<bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


@dataclass(slots=True)
class _Styles:
    """The styles of cells, numbered as they are first used."""

    formats: dict[str, int] = field(default_factory=lambda: dict(_FORMATS))
    known: dict[tuple[Look, int, bool], int] = field(default_factory=dict)

    def number(self, look: Look, code: str, *, as_text: bool) -> int:
        """Return the number of a style, counting from 1: 0 is that of all else."""
        if code not in self.formats:
            own = [one for one in self.formats.values() if one >= _FIRST_FORMAT]
            self.formats[code] = _FIRST_FORMAT + len(own)
        key = (look, self.formats[code], as_text)
        return self.known.setdefault(key, len(self.known) + 1)

    def part(self) -> str:
        """Return the part of the styles."""
        own = {c: n for c, n in self.formats.items() if n >= _FIRST_FORMAT}
        codes = "".join(
            f'<numFmt numFmtId="{n}" formatCode={quoted(code)}/>'
            for code, n in own.items()
        )
        if own:
            codes = f'<numFmts count="{len(own)}">{codes}</numFmts>'
        looks = list(_FONTS)
        fonts = "".join(f"<font>{_FONTS[look]}</font>" for look in looks)
        edges = "".join(
            f'<{side} style="thin"><color auto="1"/></{side}>'
            for side in ("left", "right", "top", "bottom")
        )
        cells = "".join(
            _style(look, number, looks, as_text=as_text)
            for look, number, as_text in self.known
        )
        plain = "<left/><right/><top/><bottom/><diagonal/>"
        none = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
        return (
            f'{HEAD}<styleSheet xmlns="{_MAIN}">{codes}'
            f'<fonts count="{len(looks) + 1}"><font>{_BLANKS}</font>{fonts}</fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills>'
            f'<borders count="2"><border>{plain}</border>'
            f"<border>{edges}<diagonal/></border></borders>"
            f'<cellStyleXfs count="1">{none}/></cellStyleXfs>'
            f'<cellXfs count="{len(self.known) + 1}">{none} xfId="0"/>{cells}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
            "</cellStyles></styleSheet>"
        )


def _style(look: Look, number: int, fonts: Sequence[Look], *, as_text: bool) -> str:
    font = fonts.index(look) + 1 if look in fonts else 0
    border = 0 if look in _NO_BORDER else 1
    aligned = _ALIGNED.get(look, 'horizontal="center" wrapText="1"')
    quote = ' quotePrefix="1"' if as_text else ""
    applied = "".join(
        f' apply{part}="1"' for part in ("NumberFormat", "Font", "Border", "Alignment")
    )
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{border}"'
        f' xfId="0"{quote}{applied}>'
        f'<alignment {aligned} vertical="center"/></xf>'
    )


@dataclass(slots=True)
class _Rows:
    """The rows of a sheet while they are being filled."""

    styles: _Styles
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    heights: list[int] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)

    def put(
        self, row: int, column: int, look: Look, text: str, figure: Figure | None
    ) -> None:
        """Put a text or a figure into a cell."""
        spot = reference(row, column)
        line = self.cells.setdefault(row, {})
        if figure is not None and _digits(figure) <= _DIGITS:
            zeros = "0." + "0" * figure.decimals if figure.decimals else "0"
            code = zeros + ("%" if figure.percent else "")
            style = self.styles.number(look, code, as_text=False)
            stored = Figure(figure.number, decimals_of(figure.number)).text
            line[column] = f'<c r="{spot}" s="{style}"><v>{stored}</v></c>'
            return
        code = (
            "@"
            if 0 < len(text) <= _LONGEST_AS_TEXT and look not in _NO_BORDER
            else "General"
        )
        style = self.styles.number(look, code, as_text=text.startswith(_LIKE_A_FORMULA))
        if not text:
            line[column] = f'<c r="{spot}" s="{style}"/>'
            return
        if len(text) > MOST_SIGNS:
            raise ReportError("writing.cell-too-long", most=MOST_SIGNS, text=text[:30])
        line[column] = (
            f'<c r="{spot}" s="{style}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{_stored(text)}</t></is></c>'
        )

    def cover(
        self, row: int, column: int, last_row: int, last_column: int, look: Look
    ) -> None:
        """Merge an area; the cells that it covers keep its border."""
        if (row, column) == (last_row, last_column):
            return
        self.merges.append(
            f"{reference(row, column)}:{reference(last_row, last_column)}"
        )
        style = self.styles.number(look, "General", as_text=False)
        for below in range(row, last_row + 1):
            for beside in range(column, last_column + 1):
                spot = reference(below, beside)
                line = self.cells.setdefault(below, {})
                line.setdefault(beside, f'<c r="{spot}" s="{style}"/>')

    def data(self) -> str:
        """Return the rows as the sheet's part holds them."""
        return "".join(
            f'<row r="{row + 1}" ht="{height}" customHeight="1">'
            + "".join(cell for _, cell in sorted(self.cells.get(row, {}).items()))
            + "</row>"
            for row, height in enumerate(self.heights)
        )


def _digits(figure: Figure) -> int:
    """Return how many digits a program must keep to store a figure."""
    places = max(figure.decimals, decimals_of(figure.number))
    return len(
        str(abs(figure.number.numerator) * 10**places // figure.number.denominator)
    )


def _stored(text: str) -> str:
    """Return a text with what would be read as an escape, or not at all, escaped."""
    kept = _ESCAPES.sub("_x005F_", text)
    return text_of(UNFIT.sub(lambda sign: f"_x{ord(sign[0]):04X}_", kept))


def _sheet(page: Page, styles: _Styles) -> str:
    rows = _Rows(styles)
    widths = _scaled(page.widths)
    last = len(widths) - 1
    for look, left, right in page.before:
        at = len(rows.heights)
        rows.heights.append(_HEIGHTS.get(look, _LINE_HEIGHT))
        middle = last if not (left and right) else last // 2 + 1
        if left or not right:
            rows.put(at, 0, look, left, None)
            rows.cover(at, 0, at, middle, look)
        if right:
            begin = middle + 1 if left else 0
            rows.put(at, begin, Look.AT_END, right, None)
            rows.cover(at, begin, at, last, Look.AT_END)
    starts = _put_rows(rows, row_heights(page, widths))
    for box in page.boxes:
        _put_box(rows, box, starts)
    for text in page.after:
        at = len(rows.heights)
        lines = text_lines(text, sum(widths))
        rows.heights.append(min(_HIGHEST, _LINE_HEIGHT + 14 * (lines - 1)))
        rows.put(at, 0, Look.NOTE, text, None)
        rows.cover(at, 0, at, last, Look.NOTE)
    return _part(rows, widths)


def _put_rows(rows: _Rows, heights: Sequence[int]) -> list[int]:
    """Add the rows of the table; return where each of them starts, and the end."""
    starts = []
    for height in heights:
        starts.append(len(rows.heights))
        count = -(-height // _HIGHEST)
        rows.heights += [-(-height // count)] * count
    return [*starts, len(rows.heights)]


def _put_box(rows: _Rows, box: Box, starts: Sequence[int]) -> None:
    piece = box.piece
    first, end = starts[box.row], starts[box.row + piece.rows] - 1
    right = box.column + piece.columns - 1
    rows.put(first, box.column, piece.look, piece.text, piece.figure)
    rows.cover(first, box.column, end, right, piece.look)


def _scaled(widths: Sequence[int]) -> list[int]:
    """Return widths that together fill a page, each as wide as it asks at least."""
    total = sum(widths)
    return [max(width, width * _SHEET_WIDTH // total) for width in widths]


def _part(rows: _Rows, widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}.7109375" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in rows.merges)
    if merges:
        merges = f'<mergeCells count="{len(rows.merges)}">{merges}</mergeCells>'
    one = sum(rows.heights) <= _PAGE_HEIGHT * _MOST_SHRUNK
    area = f"A1:{reference(len(rows.heights) - 1, len(widths) - 1)}"
    return (
        f'{HEAD}<worksheet xmlns="{_MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="{area}"/><sheetViews><sheetView showGridLines="0" '
        'workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="20"/>'
        f"<cols>{columns}</cols><sheetData>{rows.data()}</sheetData>{merges}"
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" '
        'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" '
        f'fitToWidth="1" fitToHeight="{int(one)}"/>'
        f'<headerFooter><oddFooter>&amp;C&amp;"{LATIN},Regular"— '
        "&amp;P —</oddFooter></headerFooter>"
        f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/>'
        "</ignoredErrors></worksheet>"
    )

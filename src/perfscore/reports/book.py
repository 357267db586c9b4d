"""A workbook with text that stays text, sheets that print on A4, and live formulas.

XlsxWriter writes the file; what strangers wrote goes in as strings only, and a string
that a spreadsheet might take for a formula when it is edited is marked as quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from perfscore.errors import ReportError
from perfscore.messages import Lang, say
from perfscore.reports.inert import looks_like_formula, printable
from perfscore.reports.layout import wrap
from perfscore.reports.words import paper

if TYPE_CHECKING:
    from xlsxwriter.format import Format

FONT = "宋体"
MARK = "perfscore-workpaper"
"""What a workbook of ours says of itself, so that it is not taken for another."""

POINTS = "0.00"
PLAIN = "0.######"
PERCENT = "0.00%"
_NUMERALS = "〇一二三四五六七八九"
_MOST_SIGNS = 32000
_LONGEST_NAME = 31
_LINE = 13
_HIGHEST = 400
_NOT_IN_NAMES = re.compile(r"[^\w\-·（）()、，。]+")
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed day, so that files are alike
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "subtitle": {"font_color": "#44546A"},
    "section": {"bold": True, "font_size": 12},
    "head": {
        "bold": True,
        "bg_color": "#DCE6F1",
        "border": 1,
        "align": "center",
        "text_wrap": True,
    },
    "text": {"border": 1, "text_wrap": True},
    "center": {"border": 1, "align": "center", "text_wrap": True},
    "number": {"border": 1, "num_format": PLAIN, "shrink": True},
    "points": {"border": 1, "num_format": POINTS, "shrink": True},
    "percent": {"border": 1, "num_format": PERCENT, "shrink": True},
    "count": {"border": 1, "num_format": "0;-0;", "align": "center"},
    "stake": {"border": 1, "num_format": "0.00;-0.00;"},
    "sum": {"border": 1, "bold": True, "bg_color": "#F2F2F2", "num_format": POINTS},
    "open": {
        "border": 1,
        "bold": True,
        "bg_color": "#F2F2F2",
        "align": "right",
        "text_wrap": True,
    },
    "part": {"border": 1, "align": "right", "text_wrap": True},
    "total": {"border": 1, "bold": True, "bg_color": "#F2F2F2", "align": "center"},
    "link": {"border": 1, "font_color": "#1F4E79", "underline": 1, "text_wrap": True},
    "inferred": {"border": 1, "num_format": '"("0.######")"', "italic": True},
    "error": {"border": 1, "font_color": "#B3261E", "bold": True, "align": "center"},
    "warning": {"border": 1, "font_color": "#8A5A00", "align": "center"},
    "note": {"border": 1, "font_color": "#1F4E79", "align": "center"},
    "plain": {},
}


class Book:
    """A workbook that is being written.

    Args:
        lang: the language of its names and footers.

    Raises:
        ReportError: XlsxWriter is not installed.
    """

    def __init__(self, lang: Lang) -> None:
        try:
            import xlsxwriter  # noqa: PLC0415 -- an extra
        except ImportError as error:
            raise ReportError("papers.xlsx-extra") from error
        self.lang = lang
        self._stream = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 10},
        }
        self._book = xlsxwriter.Workbook(self._stream, options)
        title = paper("workpaper", lang)
        about = {"title": title, "keywords": MARK, "created": _CREATED}
        self._book.set_properties(about)
        self._formats: dict[tuple[str, bool], Format] = {}
        self._names: set[str] = {"history"}
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """Add a sheet that prints on A4 across.

        Args:
            name: what it is to be called, if that is free and allowed.
            widths: the widths of its columns.
        """
        made = self._book.add_worksheet(self.free_name(name))
        made.set_landscape()
        made.set_paper(9)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        made.fit_to_pages(1, 0)
        made.center_horizontally()
        made.set_footer(paper("footer", self.lang, sheet="&A", page="&P", pages="&N"))
        made.hide_gridlines(2)
        for at, wide in enumerate(widths):
            made.set_column(at, at, wide, self.format("plain"))
        sheet = Sheet(self, made, widths)
        self._sheets.append(sheet)
        return sheet

    def free_name(self, name: str) -> str:
        """Return a sheet name that spreadsheets allow and that is not taken."""
        kept = _NOT_IN_NAMES.sub(" ", printable(name)).strip() or "1"
        free = _cut(kept, _LONGEST_NAME)
        number = 1
        while free.casefold() in self._names:
            number += 1
            end = f" {number}"
            free = _cut(kept, _LONGEST_NAME - len(end)) + end
        self._names.add(free.casefold())
        return free

    def format(self, style: str, *, quoted: bool = False) -> Format:
        """Return the format of a style, made once."""
        key = (style, quoted)
        if key not in self._formats:
            own = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
            own |= _STYLES[style]
            if quoted:
                own["quote_prefix"] = True
            self._formats[key] = self._book.add_format(own)
        return self._formats[key]

    def content(self) -> bytes:
        """Finish the workbook and return its bytes."""
        for sheet in self._sheets:
            sheet.fit_rows()
        self._book.close()
        return self._stream.getvalue()


class Sheet:
    """A sheet of a workbook that is being written; rows and columns count from 0."""

    def __init__(self, book: Book, sheet: Any, widths: Sequence[float]) -> None:
        self.book = book
        self.name: str = sheet.get_name()
        self._sheet = sheet
        self._widths = widths
        self._lines: dict[int, int] = {}
        self._parts = 0

    def text(self, row: int, column: int, text: str, style: str = "text") -> None:
        """Write text, whatever it looks like."""
        shown = printable(text)
        if len(shown) > _MOST_SIGNS:
            shown = f"{shown[:_MOST_SIGNS]}…"
        if not shown:
            self._sheet.write_blank(row, column, None, self.book.format(style))
            return
        how = self.book.format(style, quoted=looks_like_formula(shown))
        self._sheet.write_string(row, column, shown, how)
        if how.text_wrap:
            self._make_room(row, column, shown)

    def _make_room(self, row: int, column: int, text: str) -> None:
        room = max(int(self._widths[column]) - 1, 2)
        lines = sum(len(wrap(part, room)) for part in text.splitlines())
        self._lines[row] = max(self._lines.get(row, 1), lines)

    def numbered(self, title: str) -> str:
        """Return the title of the next part of the sheet with its number."""
        self._parts += 1
        zh, en = _NUMERALS[self._parts], str(self._parts)
        number = say("common.both", zh=zh, en=en)
        return paper("part", self.book.lang, number=number, title=title)

    def fit_rows(self) -> None:
        """Make rows high enough for their wrapped text: not every program does."""
        for row, lines in self._lines.items():
            self._sheet.set_row(row, min(_LINE * lines + 4, _HIGHEST))

    def texts(self, row: int, texts: Iterable[str], style: str = "text") -> None:
        """Write texts side by side from the first column on."""
        for column, text in enumerate(texts):
            self.text(row, column, text, style)

    def number(
        self, row: int, column: int, number: object, style: str = "number"
    ) -> None:
        """Write a number, or a blank cell where there is none."""
        if number is None:
            self._sheet.write_blank(row, column, None, self.book.format(style))
        else:
            shown = float(Fraction(str(number)))
            self._sheet.write_number(row, column, shown, self.book.format(style))

    def formula(
        self, row: int, column: int, formula: str, value: object, style: str = "points"
    ) -> None:
        """Write a formula of ours, with the value that it gives.

        Args:
            row: the row.
            column: the column.
            formula: the formula; no stranger's text stands in it.
            value: what it gives, for programs that do not reckon.
            style: the style.
        """
        shown = value if isinstance(value, str) else float(Fraction(str(value)))
        if isinstance(value, str):
            self._make_room(row, column, value)
        self._sheet.write_formula(row, column, formula, self.book.format(style), shown)

    def link(self, row: int, column: int, sheet: str, text: str) -> None:
        """Write text that leads to another sheet of the workbook."""
        address = f"internal:'{sheet}'!A1"
        how = self.book.format("link")
        shown = printable(text)[:250] or "–"
        self._sheet.write_url(row, column, address, how, shown)
        lines = len(wrap(shown, max(int(self._widths[column]) - 1, 2)))
        self._lines[row] = max(self._lines.get(row, 1), lines)

    def title(self, text: str, columns: int) -> None:
        """Write the title over all columns of the first row."""
        self._sheet.set_row(0, 30)
        shown = printable(text)[:250]
        how = self.book.format("title", quoted=looks_like_formula(shown))
        self._sheet.merge_range(0, 0, 0, columns - 1, "", how)
        self._sheet.write_string(0, 0, shown, how)

    def head(self, row: int, titles: Sequence[str], *, repeated: bool = True) -> None:
        """Write the heading of a table; the first table's stays in sight."""
        self.texts(row, titles, "head")
        self._lines[row] = max(self._lines.get(row, 1), 2)
        if repeated:
            self._sheet.repeat_rows(row)
            self._sheet.freeze_panes(row + 1, 0)

    def filters(self, first: int, last: int, columns: int) -> None:
        """Put filters on a table from its heading to its last row."""
        self._sheet.autofilter(first, 0, max(first, last), columns - 1)


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the address of a cell; rows and columns count from 0.

    Example:
        >>> cell(0, 0), cell(9, 27, fixed=True)
        ('A1', '$AB$10')
    """
    letters = ""
    left = column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    mark = "$" if fixed else ""
    return f"{mark}{letters}{mark}{row + 1}"


def span(first: int, last: int, column: int, *, sheet: str = "") -> str:
    """Return the address of cells of one column, on another sheet if one is named."""
    fixed = bool(sheet)
    begin, end = cell(first, column, fixed=fixed), cell(last, column, fixed=fixed)
    return f"'{sheet}'!{begin}:{end}" if sheet else f"{begin}:{end}"


def _cut(name: str, most: int) -> str:
    """Cut a name to the units that spreadsheets count, whole signs only."""
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[:-1]
    return name.strip()

"""A page as a workbook: numbers are numbers, and their formats show what is printed."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TypeAlias

from making.page import Page

Stored: TypeAlias = "str | int | float | datetime"

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def stored(text: str) -> tuple[Stored, str]:
    """Return what a workbook keeps of a text, and the format that shows it.

    Example:
        >>> stored("98%"), stored("97.75%"), stored("14.17"), stored("≥98%")
        ((0.98, '0%'), (0.9775, '0.00%'), (14.17, '0.00'), ('≥98%', 'General'))
    """
    day = _DAY.fullmatch(text)
    if day:
        year, month, number = map(int, day.groups())
        return datetime(year, month, number), 'yyyy"年"m"月"d"日"'  # noqa: DTZ001
    if _NUMBER.fullmatch(text.removesuffix("%")):
        decimals = len(text.removesuffix("%").partition(".")[2])
        shown = "0" + ("." + "0" * decimals if decimals else "")
        if text.endswith("%"):
            return round(float(text[:-1]) / 100, decimals + 2), f"{shown}%"
        number_ = float(text) if decimals else int(text)
        return number_, shown if decimals else "General"
    return text, "General"


def xlsx(page: Page) -> bytes:
    """Return a page as an .xlsx file, by openpyxl."""
    from openpyxl import Workbook  # noqa: PLC0415 -- few tests need it

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "绩效表"
    top = len(page.before)
    for number, line in enumerate(page.before, start=1):
        sheet.cell(number, 1, line)
        sheet.merge_cells(
            start_row=number, end_row=number, start_column=1, end_column=page.width
        )
    for box in page.boxes:
        value, shown = stored(box.text)
        cell = sheet.cell(top + box.row + 1, box.column + 1)
        cell.value = value or None
        if value == 0:
            cell.value = 0
        cell.number_format = shown
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=top + box.row + 1,
                end_row=top + box.row + box.rows,
                start_column=box.column + 1,
                end_column=box.column + box.columns,
            )
    for number, line in enumerate(page.after, start=top + page.height + 1):
        sheet.cell(number, 1, line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(page: Page) -> bytes:
    """Return a page as an .xls file (BIFF), by xlwt."""
    import xlwt  # noqa: PLC0415 -- few tests need it

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("绩效表")
    top = len(page.before)
    for number, line in enumerate(page.before):
        sheet.write_merge(number, number, 0, page.width - 1, line)
    styles = {}
    for box in page.boxes:
        value, shown = stored(box.text)
        if shown not in styles:
            styles[shown] = xlwt.easyxf(num_format_str=shown)
        first = top + box.row
        if box.rows > 1 or box.columns > 1:
            last, right = first + box.rows - 1, box.column + box.columns - 1
            sheet.write_merge(first, last, box.column, right, value, styles[shown])
        elif value != "":
            sheet.write(first, box.column, value, styles[shown])
    for number, line in enumerate(page.after, start=top + page.height):
        sheet.write(number, 0, line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

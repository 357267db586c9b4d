"""Old workbooks (.xls, WPS .et) → grids, by xlrd; numbers as sheets display them."""

from __future__ import annotations

import io
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfscore.errors import ReadError
from perfscore.forms.grid import Document, Grid, Paragraph
from perfscore.forms.readers import number_format as formats
from perfscore.forms.readers.sheets import UNREADABLE, Sheet
from perfscore.messages import Message, say
from perfscore.places import Place

if TYPE_CHECKING:
    from types import ModuleType

MOST_BYTES = 16 * 2**20
"""The largest old workbook that is read: every blank cell with a border costs time."""

_SHORT = 60
_EMPTY, _TEXT, _NUMBER, _DATE, _TRUTH, _ERROR = range(6)
_BROKEN = (
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What xlrd stumbles over in files that are cut or forged."""


def read_xls(data: bytes, file: str) -> Document:
    """Return the sheets of an old workbook that hold text, one grid each.

    Args:
        data: the file's bytes.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is damaged, encrypted or too large, or xlrd is not installed.
    """
    place = Place(file=file)
    try:
        import xlrd  # noqa: PLC0415 -- an extra
    except ImportError:
        raise ReadError("forms.xls-needs-xlrd", place=place) from None
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise ReadError("forms.file-too-big", place=place, most=most)
    broken = (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_BROKEN)
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        return _read(xlrd, book, file)
    except broken as error:
        if "encrypted" in str(error):
            raise ReadError("forms.encrypted-file", place=place) from None
        reason = say("forms.zip-broken")
        raise ReadError("forms.damaged-docx", place=place, reason=reason) from error


def _read(xlrd: ModuleType, book: Any, file: str) -> Document:
    blocks: list[Paragraph | Grid] = []
    doubts: list[Message] = []
    refused: list[ReadError] = []
    for found in book.sheets():
        sheet = _sheet(xlrd, book, found)
        try:
            held = sheet.blocks(file)
        except ReadError as error:
            refused.append(error)
            told = say("forms.sheet-not-read", name=sheet.name, why=error.message)
            doubts.append(told)
            continue
        if held and sheet.hidden:
            doubts.append(say("forms.hidden-sheet", name=sheet.name))
        blocks.extend(held)
    if refused and not blocks:
        raise refused[0]
    return Document(file, tuple(blocks), tuple(doubts))


def _sheet(xlrd: ModuleType, book: Any, found: Any) -> Sheet:
    sheet = Sheet(found.name, hidden=bool(found.visibility))
    for row in range(found.nrows):
        for column, cell in enumerate(found.row(row)):
            if cell.ctype != _EMPTY and cell.value != "":
                rich = found.rich_text_runlist_map.get((row, column))
                text, doubts = _cell(xlrd, book, cell, rich)
                sheet.put(row, column, text, doubts)
    sheet.merges = [(r, c, r2 - 1, c2 - 1) for r, r2, c, c2 in found.merged_cells]
    rows, columns = found.rowinfo_map.items(), found.colinfo_map.items()
    sheet.hidden_rows = {at for at, info in rows if info.hidden or not info.height}
    sheet.hidden_columns = {at for at, info in columns if info.hidden or not info.width}
    return sheet


def _cell(
    xlrd: ModuleType, book: Any, cell: Any, rich: Any
) -> tuple[str, list[Message]]:
    """Return what a cell displays, and what is not certain about it."""
    style = book.xf_list[cell.xf_index]
    code = book.format_map[style.format_key].format_str or formats.GENERAL
    built_in = formats.BUILT_IN.get(style.format_key)
    doubts: list[Message] = []
    if cell.ctype in {_NUMBER, _DATE}:
        number: Decimal | None = formats.stored(repr(float(cell.value)))
        if number is None:
            return UNREADABLE, [say("forms.cell-without-text")]
        since_1904 = bool(book.datemode)
        text, told = formats.shown(number, built_in or code, since_1904=since_1904)
        doubts.extend(told)
    elif cell.ctype == _TRUTH:
        text = "TRUE" if cell.value else "FALSE"
    elif cell.ctype == _ERROR:
        text = xlrd.error_text_from_code.get(cell.value, UNREADABLE)
        doubts.append(say("forms.cell-error", error=text))
    else:
        text = str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        text = formats.shown_text(text, code)
    fonts = [style.font_index, *(font for _, font in rich or ())]
    if text.strip() and any(book.font_list[font].struck_out for font in fonts):
        doubts.append(say("forms.struck-text", text=text.strip()[:_SHORT]))
    return text, doubts

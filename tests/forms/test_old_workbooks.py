"""Old workbooks (.xls, WPS .et): the same rules, and clear words where they fail."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
import xlwt

from perfscore.errors import ReadError
from perfscore.forms.read import read_document, read_form

ROWS: list[list[Any]] = [
    ["2023年项目支出绩效自评表"],
    ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "巡检", "≥12次", "12次", 20, 19.5],
    ["", "质量指标", "合格率", 0.98, 0.9512, 30, 30],
]


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def style(code: str = "General", *, struck: bool = False) -> Any:
    font = "font: struck_out on;" if struck else ""
    return xlwt.easyxf(font, num_format_str=code)


def filled(sheet: Any, **formats: str) -> None:
    for at, row in enumerate(ROWS):
        for column, value in enumerate(row):
            code = formats.get(f"c{column}" if at == 3 else "", "General")
            if value != "":
                sheet.write(at, column, value, style(code))


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def key_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_document(data)
    assert caught.value.text("en")
    return caught.value.message.key


def test_formats_and_merges_are_respected() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    filled(sheet, c3="0%", c4="0.00%")
    sheet.merge(2, 3, 0, 0)
    first, second = read_form(saved(book)).indicators
    assert facts(first.weight, first.claimed, second.weight) == (20, 19.5, 30)
    assert (second.target.text, second.actual.text) == ("98%", "95.12%")
    assert (second.level1, second.inferred) == ("产出指标", ())
    assert str(second.places["actual"]) == "<bytes> 表!E4"


def test_hidden_struck_and_wrong_cells_are_told() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    filled(sheet)
    sheet.row(3).hidden = True
    sheet.write(4, 0, "效益指标", style())
    sheet.write(4, 1, "社会效益", style())
    sheet.write(4, 2, "投诉", style(struck=True))
    sheet.row(4).set_cell_error(6, "#DIV/0!", style())
    other = book.add_sheet("藏")
    filled(other)
    other.visibility = 1
    found = read_document(saved(book))
    assert [doubt.key for doubt in found.doubts] == ["forms.hidden-sheet"]
    first, second, third = found.forms[0].indicators
    assert first.doubts == ()
    assert {doubt.key for doubt in second.doubts} == {"forms.hidden-cell"}
    keys = [doubt.key for doubt in third.doubts]
    assert "forms.struck-text" in keys
    assert "forms.cell-error" in keys
    assert third.claimed is None


def test_damaged_and_protected_workbooks_are_named() -> None:
    book = xlwt.Workbook()
    filled(book.add_sheet("表"))
    data = bytearray(saved(book))
    assert key_of(bytes(data[:2000])) in {"forms.damaged-docx", "forms.doc-damaged"}
    at = data.index(b"\x09\x08\x10\x00")  # the first record, the book's beginning
    body = bytes(data[at : at + 20])
    # FILEPASS follows the beginning of a book with a password.
    data[at + 20 : at + 26] = b"\x2f\x00\x02\x00\x00\x00"
    assert bytes(data[at : at + 20]) == body
    assert key_of(bytes(data)) in {"forms.encrypted-file", "forms.damaged-docx"}


def test_a_package_with_a_password_is_named() -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + name + bytes(600)
    assert key_of(data) == "forms.encrypted-file"


def test_the_extra_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = xlwt.Workbook()
    filled(book.add_sheet("表"))
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(ReadError) as caught:
        read_document(saved(book))
    assert caught.value.message.key == "forms.xls-needs-xlrd"
    assert "perfscore[xls]" in caught.value.text("en")

"""Workbooks: what is displayed is read, what is not known is told, within bounds."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from perfscore.errors import ReadError
from perfscore.forms.grid import Document, Grid, Paragraph
from perfscore.forms.read import read_document, read_form
from perfscore.forms.readers.sheets import reference
from perfscore.forms.readers.xlsx import read_xlsx

HEAD = ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"]
ROWS: list[list[Any]] = [
    ["2023年项目支出绩效自评表"],
    ["项目名称", "道路养护"],
    HEAD,
    ["产出指标", "数量指标", "巡检", "≥12次", "12次", 20, 19.5],
    [None, "质量指标", "合格率", 0.98, 0.9512, 30, 30],
]
SHEET = "xl/worksheets/sheet1.xml"


def book(rows: list[list[Any]] = ROWS) -> Any:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    return made


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a workbook with its parts changed, left out where there is nothing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def sheet_with(old: bytes, new: bytes) -> bytes:
    """Return the workbook with its sheet changed, as if a program had computed it."""

    def change(name: str, part: bytes) -> bytes:
        part = part.replace(b'fullCalcOnLoad="1"', b"")
        return part.replace(old, new) if name == SHEET else part

    return changed(saved(book()), change)


def grid_of(data: bytes) -> Grid:
    (grid,) = (b for b in read_xlsx(data, "a.xlsx").blocks if isinstance(b, Grid))
    return grid


def keys(document: Document) -> list[str]:
    return [doubt.key for doubt in document.doubts]


def test_a_form_is_read_as_its_sheet_displays_it() -> None:
    made = book()
    made.active["D5"].number_format = "0%"
    made.active["E5"].number_format = "0.00%"
    made.active.merge_cells("A1:G1")
    made.active.merge_cells("A4:A5")
    form = read_form(saved(made))
    first, second = form.indicators
    assert (form.title, form.project) == ("2023年项目支出绩效自评表", "道路养护")
    assert [first.weight, first.claimed, second.claimed] == [20, 19.5, 30]
    assert (second.level1, second.target.text, second.actual.text) == (
        "产出指标",
        "98%",
        "95.12%",
    )
    assert second.inferred == ()
    assert str(second.places["target"]) == "<bytes> Sheet!D5"
    assert first.doubts == second.doubts == ()


def test_a_share_without_a_format_stays_a_share() -> None:
    assert read_form(saved(book())).indicators[1].target.text == "0.98"


def test_dates_are_read_as_printed() -> None:
    made = book()
    made.active["D4"] = date(2023, 12, 31)
    made.active["D4"].number_format = 'yyyy"年"m"月"d"日"'
    assert read_form(saved(made)).indicators[0].target.text == "2023年12月31日"


def test_a_formula_that_nobody_computed_is_unreadable_and_not_blank() -> None:
    made = book()
    made.active["G4"] = "=F4*0.5"
    row = read_form(saved(made)).indicators[0]
    assert row.claimed is None
    assert [doubt.key for doubt in row.doubts] == [
        "forms.formula-not-computed",
        "forms.not-points",
    ]
    assert "=F4*0.5" in str(row.doubts[0])


@pytest.mark.parametrize(
    ("value", "claimed", "doubts"),
    [
        (b"<v>19</v>", 19, []),
        (b"<v/>", None, ["forms.formula-not-computed", "forms.not-points"]),
        (b"", None, ["forms.formula-not-computed", "forms.not-points"]),
    ],
)
def test_a_formula_says_what_was_computed(
    value: bytes, claimed: int | None, doubts: list[str]
) -> None:
    data = sheet_with(
        b'<c r="G4" t="n"><v>19.5</v></c>',
        b'<c r="G4"><f>SUM(A1)</f>' + value + b"</c>",
    )
    row = read_form(data).indicators[0]
    assert claimed == row.claimed
    assert doubts == [doubt.key for doubt in row.doubts]


def test_a_formula_that_displays_nothing_is_blank() -> None:
    data = sheet_with(
        b'<c r="G4" t="n"><v>19.5</v></c>',
        b'<c r="G4" t="str"><f>IF(1,"")</f><v></v></c>',
    )
    row = read_form(data).indicators[0]
    assert (row.claimed, row.doubts) == (None, ())


@pytest.mark.parametrize(
    ("value", "claimed", "doubt"),
    [
        (b"0", None, "forms.formula-not-computed"),
        (b"19", 19, "forms.formula-stale"),
    ],
)
def test_results_that_are_marked_to_be_computed_anew(
    value: bytes, claimed: int | None, doubt: str
) -> None:
    cell = b'<c r="G4"><f>A1</f><v>' + value + b"</v></c>"

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/workbook.xml":
            assert b'fullCalcOnLoad="1"' in part  # openpyxl computes nothing
        return part.replace(b'<c r="G4" t="n"><v>19.5</v></c>', cell)

    row = read_form(changed(saved(book()), change)).indicators[0]
    assert claimed == row.claimed
    assert doubt == row.doubts[0].key


def test_failed_formulas_are_told() -> None:
    data = sheet_with(
        b'<c r="G4" t="n"><v>19.5</v></c>', b'<c r="G4" t="e"><v>#DIV/0!</v></c>'
    )
    row = read_form(data).indicators[0]
    assert row.claimed is None
    assert row.doubts[0].key == "forms.cell-error"


def test_text_under_a_merge_is_told() -> None:
    data = sheet_with(
        b"</sheetData>",
        b'</sheetData><mergeCells><mergeCell ref="D4:E4"/></mergeCells>',
    )
    doubts = [doubt.key for doubt in read_form(data).indicators[0].doubts]
    assert "forms.merged-text" in doubts


def test_rich_text_is_joined_and_struck_text_told() -> None:
    made = book()
    made.active["C4"] = CellRichText("巡", TextBlock(InlineFont(b=True), "检次数"))
    made.active["C5"] = CellRichText("合格", TextBlock(InlineFont(strike=True), "甲"))
    made.active["E4"].font = Font(strike=True)
    first, second = read_form(saved(made)).indicators
    assert (first.name, second.name) == ("巡检次数", "合格甲")
    assert [doubt.key for doubt in first.doubts] == ["forms.struck-text"]
    assert [doubt.key for doubt in second.doubts] == ["forms.struck-text"]


def test_hidden_rows_and_columns_are_read_with_a_doubt() -> None:
    made = book()
    made.active.row_dimensions[5].hidden = True
    first, second = read_form(saved(made)).indicators
    assert first.doubts == ()
    assert {doubt.key for doubt in second.doubts} == {"forms.hidden-cell"}
    made = book()
    made.active.column_dimensions["G"].hidden = True
    assert [one.claimed for one in read_form(saved(made)).indicators] == [19.5, 30]
    assert read_form(saved(made)).indicators[0].doubts[0].key == "forms.hidden-cell"


def test_several_sheets_and_hidden_ones() -> None:
    made = book()
    second = made.create_sheet("另表")
    for row in ROWS:
        second.append(row)
    second["B2"] = "桥梁养护"
    second.sheet_state = "hidden"
    made.create_sheet("空表")
    made.create_chartsheet("图")
    found = read_document(saved(made))
    assert [form.project for form in found.forms] == ["道路养护", "桥梁养护"]
    assert [doubt.key for doubt in found.doubts] == ["forms.hidden-sheet"]
    assert found.forms[0].doubts == ()
    assert {doubt.key for doubt in found.forms[1].doubts} == {"forms.hidden-sheet"}


def test_a_sheets_name_is_a_title_only_where_nothing_else_is() -> None:
    made = book(ROWS[1:])
    made.active.title = "项目支出绩效自评表"
    assert read_form(saved(made)).title == "项目支出绩效自评表"
    made = book()
    made.active.title = "项目支出绩效目标表"
    assert read_form(saved(made)).title == "2023年项目支出绩效自评表"
    made = book(ROWS[1:])
    assert [type(one) for one in read_xlsx(saved(made), "a").blocks] == [Grid]


def test_blank_rows_and_columns_are_left_out_and_places_kept() -> None:
    made = openpyxl.Workbook()
    made.active["C5"] = "甲"
    made.active["F900"] = "乙"
    grid = grid_of(saved(made))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["甲", ""],
        ["", "乙"],
    ]
    assert str(grid.rows[1][1].place) == "a.xlsx Sheet!F900"


def test_characters_that_are_written_out() -> None:
    made = book()
    made.active["C4"] = "巡检_x000D_\n次数"
    cell = grid_of(saved(made)).rows[3][2]
    assert cell.text.replace("\n\n", "\n") == "巡检\n次数"


def test_macros_links_and_drawings_are_told() -> None:
    data = saved(book())
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("xl/drawings/drawing1.xml", "<a><t>另见附件</t></a>")

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/_rels/workbook.xml.rels":
            return part
        more = "".join(
            f'<Relationship Id="x{kind}" Type="http://x/{kind}" Target="{kind}.bin"/>'
            for kind in ("vbaProject", "externalLink")
        )
        return part.replace(b"</Relationships>", f"{more}</Relationships>".encode())

    document = read_xlsx(changed(out.getvalue(), change), "a.xlsm")
    assert keys(document) == [
        "forms.macros",
        "forms.external-links",
        "forms.sheet-text-box",
    ]


def test_shared_strings_dates_and_truths() -> None:
    strings = (
        "<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><rPr><strike/></rPr><t>丙</t></r>"
        "<rPh><t>yi</t></rPh></si></sst>"
    )
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="D1" t="b"><v>1</v></c>'
        '<c r="E1" t="d"><v>2023-12-31T00:00:00</v></c><c r="F1" t="s"><v>9</v></c>'
        '<c r="G1"><v>1e9999</v></c>'
    )
    one = '<Relationship Type="x/{}" Target="{}" Id="{}"/>'
    sheets = '<sheets><sheet name="表" r:id="a"/></sheets>'
    parts = {
        "_rels/.rels": f"<R>{one.format('officeDocument', 'xl/workbook.xml', 'a')}</R>",
        "xl/workbook.xml": f'<workbook xmlns:r="r">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": "<R>"
        + one.format("worksheet", "/xl/s.xml", "a")
        + one.format("sharedStrings", "t.xml", "b")
        + "</R>",
        "xl/s.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
        "xl/t.xml": strings,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    (row,) = grid_of(out.getvalue()).rows
    assert [cell.text for cell in row] == [
        "甲",
        "乙丙",
        "TRUE",
        "2023-12-31",
        "\ufffd",
        "\ufffd",
    ]
    assert [doubt.key for cell in row for doubt in cell.doubts] == [
        "forms.struck-text",
        "forms.cell-without-text",
        "forms.cell-without-text",
    ]


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "A1"), (6, 25, "Z7"), (9, 26, "AA10"), (0, 16383, "XFD1")],
)
def test_cells_are_called_as_sheets_call_them(row: int, column: int, name: str) -> None:
    assert name == reference(row, column)


def test_sheets_that_claim_to_be_endless_are_read_in_time() -> None:
    began = time.process_time()
    blank = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (at, at)
        for at in range(6, 200_000)
    )
    for old, new in (
        (b'ref="A1:G5"', b'ref="A1:XFD1048576"'),
        (b"</sheetData>", blank + b"</sheetData>"),
        (
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD9" t="str"><v>x</v></c></row></sheetData>',
        ),
        (
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A6:XFD1048576"/></mergeCells>',
        ),
    ):
        assert len(read_form(sheet_with(old, new)).indicators) == 2
    assert time.process_time() - began < 10


def test_a_sheet_that_is_too_large_is_told_and_the_others_read() -> None:
    made = book()
    large = made.create_sheet("明细")
    for _ in range(460):
        large.append([1] * 440)
    found = read_document(saved(made))
    assert len(found.forms) == 1
    assert [doubt.key for doubt in found.doubts] == ["forms.sheet-not-read"]
    del made["Sheet"]
    with pytest.raises(ReadError) as caught:
        read_document(saved(made))
    assert caught.value.message.key == "forms.table-too-big"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", SHEET])
def test_entities_are_refused_in_every_part(part: str) -> None:
    def change(name: str, data: bytes) -> bytes:
        head = b'<!DOCTYPE a [<!ENTITY b "c">]>'
        return head + data.partition(b"?>")[2] if name == part else data

    data = changed(saved(book()), change)
    if b"<!DOCTYPE" not in zipfile.ZipFile(io.BytesIO(data)).read(part)[:20]:
        data = changed(
            saved(book()),
            lambda name, d: (
                b'<!DOCTYPE a [<!ENTITY b "c">]>' + d if name == part else d
            ),
        )
    with pytest.raises(ReadError) as caught:
        read_document(data)
    assert caught.value.message.key == "forms.doctype"


def test_damaged_workbooks_are_named_as_such() -> None:
    data = saved(book())
    with pytest.raises(ReadError) as caught:
        read_document(data[: len(data) // 2])
    assert caught.value.message.key == "forms.damaged-docx"
    empty = changed(data, lambda name, d: None if name == SHEET else d)
    with pytest.raises(ReadError) as caught:
        read_document(empty)
    assert caught.value.message.key == "forms.no-form"


def test_paragraphs_stand_for_names_only() -> None:
    made = book(ROWS[1:])
    made.active.title = "项目支出绩效自评表"
    first, _ = read_xlsx(saved(made), "a").blocks
    assert isinstance(first, Paragraph)
    assert str(first.place) == "a 项目支出绩效自评表"

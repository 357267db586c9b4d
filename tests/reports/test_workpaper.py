"""The work paper: reckoned anew by LibreOffice, inert, fit to be filed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.models import AuditReport, Finding, Severity
from perfscore.errors import ReportError
from perfscore.forms.models import Form, FormKind, Indicator, Scope
from perfscore.messages import say
from perfscore.reports.book import Book
from perfscore.reports.layout import plain
from perfscore.reports.terminal import summary_lines
from perfscore.reports.workpaper import workpaper
from perfscore.values.parse import parse_value

REPORTS = ("lukou_report", "hengyang_report", "hostile_report", "offices_report")
OFFICE = shutil.which("soffice") or "soffice"


def _cells(path: Path | io.BytesIO, *, values: bool) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(path, data_only=values)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _without_values(content: bytes) -> bytes:
    """Return a workbook whose formulas have no values yet: they must be reckoned."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            body = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                body, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", body)
                assert count == body.count(b"<f>")
            new.writestr(info, body)
    return made.getvalue()


@pytest.mark.office
@pytest.mark.parametrize("name", REPORTS)
def test_libreoffice_reckons_the_same_figures(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    report: AuditReport = request.getfixturevalue(name)
    content = workpaper(report)
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "paper.xlsx"
    source.write_bytes(_without_values(content))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx"]
    subprocess.run(  # noqa: S603 -- our own words
        [*command, "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    formulas = _cells(io.BytesIO(content), values=False)
    ours = _cells(io.BytesIO(content), values=True)
    theirs = _cells(tmp_path / "paper.xlsx", values=True)
    compared = 0
    for where, formula in formulas.items():
        if isinstance(formula, str) and formula.startswith("=") and where in ours:
            if not isinstance(ours[where], (int, float)):
                # Else a stranger's text that only looks like a formula.
                if formula.startswith(("=TEXT(", "='")):
                    assert theirs[where] == ours[where], where
                continue
            compared += 1
            assert theirs[where] == pytest.approx(ours[where], abs=1e-9), where

    assert compared > 20 * len(report.scorecards)
    texts = {where: one for where, one in ours.items() if isinstance(one, str)}
    assert texts == {where: theirs[where] for where in texts}


def test_figures_of_lukou(lukou_report: AuditReport) -> None:
    """Rows of 附件1 make 100 beside a budget of 10; 30 points (4 rows) are open."""
    book = openpyxl.load_workbook(io.BytesIO(workpaper(lukou_report)), data_only=True)
    sheet = book[book.sheetnames[2]]
    total = next(row for row in sheet.iter_rows(values_only=True) if row[2] == "合计")

    assert sheet["A1"].value == "附件1 株洲市渌口区机关事务服务中心"
    assert total[6:12] == (110, 110, "80.00\n待定 4 项", 80, 110, 0)
    greening = book.worksheets[5].iter_rows(values_only=True)
    printed = [row[6:9] for row in greening if row[2] == "年度资金总额"]
    assert printed[0] == pytest.approx((1, 523.12 / 31.6, -15.554430))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_it_is_the_same_byte_for_byte(
    name: str, lang: Any, request: pytest.FixtureRequest
) -> None:
    report: AuditReport = request.getfixturevalue(name)

    assert workpaper(report, lang) == workpaper(report, lang)


def _formulas(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                body = book.read(name).decode()
                found = re.findall(r"<f[^>]*>([^<]*)</f>", body)
                # The names of sheets are quoted, and say nothing by themselves.
                yield from (re.sub(r"'[^']*'!", "", one) for one in found)


def test_text_of_strangers_stays_text(hostile_report: AuditReport) -> None:
    content = workpaper(hostile_report)
    formulas = list(_formulas(content))

    assert formulas
    assert not any("cmd" in one or "HYPERLINK" in one for one in formulas)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = book.namelist()
        assert not any("external" in name.lower() for name in names)
        relations = "".join(
            book.read(name).decode() for name in names if name.endswith(".rels")
        )
        assert 'TargetMode="External"' not in relations
        assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()
    cells = _cells(io.BytesIO(content), values=True)
    assert "=cmd|' /C calc'!A0" in cells.values()


def test_sheets_are_named_alike_in_no_case(hostile_report: AuditReport) -> None:
    names = openpyxl.load_workbook(io.BytesIO(workpaper(hostile_report))).sheetnames

    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\'=|!&") for name in names)


def test_names_of_sheets_are_cut_and_numbered() -> None:
    book = Book("zh")
    long = "区委区政府大院及武装部营院绿化费区委区政府大院及武装部营院绿化费"

    assert book.free_name(long) == long[:31]
    assert book.free_name(long) == f"{long[:29]} 2"
    assert book.free_name("History") == "History 2"
    assert book.free_name("'[]'") == "1"


def test_sheets_print_on_a4_across(lukou_report: AuditReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workpaper(lukou_report)))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize or 0) == 9
        assert sheet.page_setup.fitToWidth in {None, 1}
    findings = book["审核发现"]
    assert findings.freeze_panes == "A3"
    assert findings.auto_filter.ref == f"A2:M{len(lukou_report.findings) + 2}"
    assert findings.print_title_rows == "$2:$2"


def test_without_its_library_the_extra_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['xlsxwriter'] = None\n"
        "from perfscore import AuditReport\n"
        "from perfscore.errors import ReportError\n"
        "report = AuditReport(findings=(), scorecards=())\n"
        "try: report.to_xlsx(sys.argv[1])\n"
        "except ReportError as error: print(error.text('en'))\n"
    )
    path = tmp_path / "a.xlsx"
    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", code, str(path)], capture_output=True, check=True
    )

    assert b"pip install 'perfscore[report]'" in done.stdout
    assert not path.exists()


def test_a_fault_leaves_the_old_file(
    lukou_report: AuditReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.xlsx"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("perfscore.reports.saving.os.fsync", full)
    with pytest.raises(ReportError):
        lukou_report.to_xlsx(path)

    assert [one.name for one in tmp_path.iterdir()] == ["paper.xlsx"]
    assert path.read_text(encoding="utf-8") == "old"


def test_what_a_baseline_holds_is_not_called_nothing(
    lukou_report: AuditReport,
) -> None:
    known = replace(lukou_report, findings=(), known=3)
    cells = _cells(io.BytesIO(workpaper(known)), values=True)

    assert "除基线中已有的 3 项外，未发现问题；已有的不再重复" in cells.values()
    assert (cells["总览", "G4"], cells["总览", "G5"]) == ("基线已有", 3)


def _sheet_rows(form: Form, **more: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a form's own sheet, with the formulas in place of values."""
    content = workpaper(audit(form, **more))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[2]
    return list(sheet.iter_rows(values_only=True))


def _form(*rows: Indicator, **fields: Any) -> Form:
    return Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="项目支出绩效自评表",
        project="道路养护",
        indicators=rows,
        **fields,
    )


def _row(number: int, target: str, actual: str, **cells: Any) -> Indicator:
    return Indicator(
        number=number,
        level1="产出指标",
        name=f"指标{number}",
        target=parse_value(target),
        actual=parse_value(actual),
        weight=Fraction(10),
        **cells,
    )


def test_the_score_in_proportion_is_reckoned_either_way() -> None:
    """900 of 1000 km give 9; 8200 yuan where 8000 are allowed 10 × 8000/8200, 9.76."""
    rows = _sheet_rows(
        _form(
            _row(1, "≥1000公里", "900公里"),
            _row(2, "≤8000元", "8200元"),
            _row(3, "≤8000元", "7000元"),
            _row(4, "≥90%", "80%", clause="达到目标值得满分，每低1个百分点扣1分。"),
        )
    )
    head = rows[4]
    at = {name: head.index(name) for name in ("复核得分", "公式复算", "评分标准")}
    found = [row[at["公式复算"]] for row in rows[5:9]]

    assert found == [
        "=ROUND(G6*MIN(1,F6),2)",
        "=ROUND(G7*MIN(1,1/F7),2)",
        "=ROUND(G8*MIN(1,1/F8),2)",
        None,  # the clause decides
    ]
    assert [row[at["复核得分"]] for row in rows[5:8]] == [9, 9.76, 10]
    assert rows[8][at["评分标准"]] == "达到目标值得满分，每低1个百分点扣1分。"


def test_a_row_shows_its_reason_and_the_pieces_of_its_set(
    lukou_report: AuditReport,
) -> None:
    """31.6 万元 were planned and 523.12 spent: nothing or 10, and nothing between."""
    rows = _sheet_rows(lukou_report.scorecards[3].form)
    at = rows[4].index("得分状态")
    reasoned = _sheet_rows(_form(_row(1, "≥10次", "9次", reason="雨天停工")))

    assert rows[15][2] == "预算执行"
    assert rows[15][at].endswith("\n0.00 ∪ 10.00")
    assert "雨天停工" in reasoned[5]


def test_the_total_says_how_many_rows_are_open() -> None:
    """9 of 10 are sure; a word that repeats its target leaves its row open."""
    rows = _sheet_rows(_form(_row(1, "≥10次", "9次"), _row(2, "保持", "保持")))
    total = next(row for row in rows if row[2] == "合计")

    assert total[8] == (
        '=TEXT(SUM(I6:I7),"0.00")&CHAR(10)&"待定 "&COUNTBLANK(I6:I7)&" 项"'
    )


def _stakes(points: list[str]) -> AuditReport:
    """Return an audit of one check whose findings stake points either way."""
    found = [
        Finding(
            code="PS305",
            name="claim-rounded-to-whole-points",
            severity=Severity.WARNING,
            message=say("common.text", text="t"),
            evidence=say("common.text", text="e"),
            points=Decimal(one),
        )
        for one in points
    ]
    return AuditReport(findings=tuple(found), scorecards=())


def test_points_at_stake_add_up_whichever_way_they_go() -> None:
    """0.22 too little and 1 too much are 1.22 at stake, not 0.78."""
    report = _stakes(["-0.22", "1"])
    values = _cells(io.BytesIO(workpaper(report)), values=True)
    formulas = _cells(io.BytesIO(workpaper(report)), values=False)

    assert pytest.approx(1.22) == values["总览", "H9"]
    assert formulas["总览", "H9"] == (
        "=SUMIFS('审核发现'!$J$3:$J$4,'审核发现'!$C$3:$C$4,A9,"
        "'审核发现'!$J$3:$J$4,\">0\")"
        "-SUMIFS('审核发现'!$J$3:$J$4,'审核发现'!$C$3:$C$4,A9,"
        "'审核发现'!$J$3:$J$4,\"<0\")"
    )
    # The single finding keeps its sign, which says the direction.
    assert -0.22 == values["审核发现", "J3"]
    assert "1.22" in report.to_html()


def test_offices_are_added_up_where_there_are_several(
    offices_report: AuditReport,
) -> None:
    """Two forms of one office, 9 and 10 of 10 points, and one that names none."""
    report = offices_report
    values = _cells(io.BytesIO(workpaper(report)), values=True)
    own = {where[1] for where, text in values.items() if text == "交通局"}
    row = max(int(where[1:]) for where in own)
    figures = [values.get(("总览", f"{column}{row}")) for column in "CDEFG"]

    assert figures == [2, 20, 19, 19, 19]
    assert ("总览", f"B{row + 1}") in values
    assert values["总览", f"B{row + 1}"] == "（未写单位）"
    assert "按单位" in report.to_html()
    said = plain(summary_lines(report))
    assert "交通局" in said
    assert "（未写单位）" in said
    alone = audit([card.form for card in report.scorecards[:2]])
    assert "按单位" not in plain(summary_lines(alone)) + alone.to_html()


def test_every_source_that_steps_cite_is_listed(lukou_report: AuditReport) -> None:
    """Rounding to 2 places is commanded by another document than the rates are."""
    cited = {
        step.source.document
        for card in lukou_report.scorecards
        for item in card.items
        for step in item.steps
        if step.source
    }
    cells = _cells(io.BytesIO(workpaper(lukou_report)), values=True)
    listed = {text for (sheet, _), text in cells.items() if sheet == "依据"}

    assert len(cited) > 1
    assert cited <= listed

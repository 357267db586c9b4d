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
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfscore.auditing.models import AuditReport
from perfscore.errors import ReportError
from perfscore.reports.book import Book
from perfscore.reports.workpaper import workpaper

REPORTS = ("lukou_report", "hengyang_report", "hostile_report")
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
                continue  # a stranger's text that only looks like a formula
            compared += 1
            assert theirs[where] == pytest.approx(ours[where], abs=1e-9), where

    assert compared > 20 * len(report.scorecards)
    texts = {where: one for where, one in ours.items() if isinstance(one, str)}
    assert texts == {where: theirs[where] for where in texts}


def test_figures_of_lukou(lukou_report: AuditReport) -> None:
    """Rows of 附件1 make 100 beside a budget of 10; 30 points rest on nothing."""
    book = openpyxl.load_workbook(io.BytesIO(workpaper(lukou_report)), data_only=True)
    sheet = book[book.sheetnames[2]]
    total = next(row for row in sheet.iter_rows(values_only=True) if row[2] == "合计")

    assert sheet["A1"].value == "附件1 株洲市渌口区机关事务服务中心"
    assert total[6:12] == (110, 110, None, 80, 110, 0)
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

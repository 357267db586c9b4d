"""Scorecards and audits as a terminal, a notebook and JSON show them."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.errors import ReadError
from perfscore.forms.models import Form, FormKind, Indicator, Scope
from perfscore.reports.explain import explain_lines
from perfscore.reports.html import item_html, report_html, scorecard_html
from perfscore.reports.jsonio import from_json, json_schema, to_json
from perfscore.reports.layout import plain
from perfscore.reports.terminal import report_lines, scorecard_lines, show
from perfscore.reports.words import form_in_file, office_of
from perfscore.scoring.models import ItemScore, Scorecard

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def report() -> ps.AuditReport:
    return ps.audit(EXAMPLES / "lukou-2022.docx")


@pytest.fixture(scope="module")
def hengyang() -> ps.AuditReport:
    return ps.audit(
        EXAMPLES / "hengyang-2024.docx",
        "hengyang-2024",
        actuals=EXAMPLES.parent / "data/hengyang-2024-actuals.csv",
    )


def test_json_is_the_identity(report: ps.AuditReport, hengyang: ps.AuditReport) -> None:
    for one in (report, hengyang):
        assert from_json(to_json(one), ps.AuditReport) == one
        for card in one.scorecards:
            assert from_json(to_json(card, indent=None), Scorecard) == card
            assert from_json(to_json(card.form), Form) == card.form
            for item in card.items:
                assert from_json(to_json(item), ItemScore) == item


def test_json_is_the_same_byte_for_byte(report: ps.AuditReport) -> None:
    again = ps.audit(EXAMPLES / "lukou-2022.docx")

    assert to_json(again) == to_json(report)


def test_json_has_scores_as_text_and_exact_numbers(hengyang: ps.AuditReport) -> None:
    text = to_json(hengyang.scorecards[0].items[1])

    assert '"score": "17.90"' in text
    assert '"rate": "160/167"' in text
    assert '"en": "achieved"' in text or '"en": "not achieved"' in text
    assert "." not in [line for line in text.splitlines() if line.endswith(".0,")]


def test_json_of_an_item_has_its_range(hengyang: ps.AuditReport) -> None:
    for item in hengyang.scorecards[0].items:
        found = json.loads(to_json(item))["range"]

        assert found["low"] == str(item.range.low)
        assert found["high"] == str(item.range.high)
        assert found["low_open"] == item.range.low_open
    assert "range" in json_schema(ItemScore)["properties"]  # type: ignore[operator]
    assert "range" in str(json_schema(Scorecard))


def test_json_schema_describes_a_message_with_its_texts() -> None:
    schema = json_schema(ps.AuditReport)

    assert schema["title"] == "AuditReport"
    assert '"zh"' in str(schema).replace("'", '"')


@pytest.mark.parametrize("text", ["", "{", "[]", '{"findings": 3}'])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match="AuditReport"):
        from_json(text, ps.AuditReport)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_too_wide(hengyang: ps.AuditReport, lang: ps.messages.Lang) -> None:
    lines = report_lines(hengyang, lang)
    for card in hengyang.scorecards:
        for item in card.items:
            lines += explain_lines(item, card, lang)
    for line in plain(lines).splitlines():
        wide = [unicodedata.east_asian_width(sign) in "WF" for sign in line]
        assert len(line) + sum(wide) <= 80, line


def test_explain_shows_each_part_of_the_trace(hengyang: ps.AuditReport) -> None:
    card = hengyang.scorecards[0]

    text = plain(explain_lines(card.items[1], card)).replace("\n", "")

    for part in (
        "第2项 公车管理",
        "完成率 < 60%时 0",
        "480 ÷ 501",
        "≈95.8084%",
        "17.90",
        "（采用）",
        "hengyang-2024-actuals.csv:4:15",
        "条款写的是10分",
        "原文已核",
    ):
        assert part in text


def test_a_notebook_shows_an_itemised_table() -> None:
    form = ps.read_forms(EXAMPLES / "lukou-2022.docx")[0]

    html = ps.score(form)._repr_html_()

    assert html.startswith('<div class="perfscore">')
    assert html.count("<tr>") >= 13
    assert "核酸检测" in html
    assert "80.00–110.00" in html
    assert "<script" not in html


def test_html_escapes_what_a_form_says(report: ps.AuditReport) -> None:
    evil = "<script>alert(1)</script>"
    row = Indicator(
        number=1, name=evil, level1="产出指标", clause=evil, weight=Fraction(10)
    )
    form = Form(
        kind=FormKind.TARGET,
        scope=Scope.PROJECT,
        title=evil,
        project=evil,
        file=evil,
        indicators=(row,),
    )
    found = ps.audit(form)

    for html in (
        report_html(found),
        scorecard_html(found.scorecards[0], "en"),
        item_html(found.scorecards[0].items[0]),
        report._repr_html_(),
    ):
        assert "<script>" not in html


def test_colour_only_on_a_terminal(report: ps.AuditReport) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    pipe, terminal = io.StringIO(), Terminal()
    lines = scorecard_lines(report.scorecards[0])
    show(lines, pipe)
    show(lines, terminal)

    assert "\x1b" not in pipe.getvalue()
    assert pipe.getvalue() == plain(lines)
    assert "核酸检测" in terminal.getvalue()


def test_a_form_shows_itself_in_a_notebook_and_as_json(
    report: ps.AuditReport,
) -> None:
    form = report.scorecards[0].form
    shown = form._repr_html_()

    assert f"<strong>{form.name}</strong>" in shown
    assert all(row.name in shown for row in form.indicators)
    assert all(money.name in shown for money in form.budget)
    assert form.office in shown
    assert to_json(form) == form.to_json()
    assert to_json(report.scorecards[0]) == report.scorecards[0].to_json()
    assert from_json(form.to_json(indent=None), Form) == form


def test_a_notebook_shows_a_hostile_form_as_text() -> None:
    form = Form(
        kind=FormKind.TARGET,
        scope=Scope.PROJECT,
        title="t",
        project="<script>alert(1)</script>",
        indicators=(Indicator(number=1, level1="<i>", name="<b>"),),
    )
    shown = form._repr_html_()

    assert not {"<script", "<i>", "<b>"} & set(re.findall(r"<\w+>?", shown))


def test_a_report_is_counted_and_gone_through(report: ps.AuditReport) -> None:
    assert len(report.findings) == len(report)
    assert list(report.findings) == list(report)


@pytest.mark.parametrize("kind", ["html", "junit", "sarif", "xlsx"])
def test_a_language_that_there_is_not_is_refused(
    kind: str, report: ps.AuditReport, tmp_path: Path
) -> None:
    more = {"path": tmp_path / "a.xlsx"} if kind == "xlsx" else {}
    with pytest.raises(ps.WrongArgument, match="fr"):
        getattr(report, f"to_{kind}")(lang="fr", **more)

    assert list(tmp_path.iterdir()) == []


def test_a_subject_of_broken_letters_gives_way_to_the_file() -> None:
    form = Form(
        kind=FormKind.TARGET,
        scope=Scope.PROJECT,
        title="目标表",
        project="\ufffd",
        file="绿化.docx",
    )

    assert form.name == "绿化.docx"
    assert replace(form, label="附件2").name == "附件2 绿化.docx"
    assert form_in_file(form.name, form.file) == "绿化.docx"
    assert form_in_file("绿化费", form.file) == "绿化.docx 绿化费"
    assert form_in_file("绿化费", "") == "绿化费"
    assert replace(form, project="", office="园林局").name == "园林局"
    assert replace(form, file="").name == "目标表"
    assert office_of(replace(form, office="\ufffd", department="园林局")) == "园林局"
    assert office_of(replace(form, office="\ufffd")) == ""


def test_choices_that_move_no_total_are_not_listed(report: ps.AuditReport) -> None:
    """Spending above the budget moves the total; how steps count moves nothing here."""
    card = report.scorecards[3]
    idle = {f"steps={one}": card.points_range for one in ("full", "started")}
    both = replace(card, uniform={**idle, **card.uniform})
    none = replace(card, uniform=idle)

    for shown in (plain(scorecard_lines(both)), scorecard_html(both)):
        assert "超预算执行不得分" in shown
        assert "满一档" not in shown
    assert "统一采用一种口径" in plain(scorecard_lines(both))
    assert "统一采用一种口径" not in plain(scorecard_lines(none))


def test_the_office_stands_in_the_heading_once(report: ps.AuditReport) -> None:
    office = "株洲市渌口区机关事务服务中心"
    department, project = (
        plain(scorecard_lines(one)).splitlines() for one in report.scorecards[:2]
    )

    assert [
        "附件1 " + office,
        "部门整体支出绩效自评表 · 2022年度 · lukou-2022.docx",
    ] == (department[:2])
    # Too long for one line.
    assert [
        "项目支出绩效自评表 · 2022年度 · lukou-2022.docx",
        office,
    ] == project[1:3]
    short = replace(report.scorecards[1].form, office="交通局")
    card = replace(report.scorecards[1], form=short)
    assert "2022年度 · 交通局 · lukou" in plain(scorecard_lines(card)).splitlines()[1]

"""Actuals handed in beside those on a form: both are told, and why."""

from __future__ import annotations

import perfscore as ps
from perfscore.forms.models import Form

FORM = (
    "项目支出绩效自评表（2023年度）\n项目名称\t养护\n"
    "项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    "年度资金总额\t100\t100\t95\t10\t95%\t9.5\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t养护里程\t≥120公里\t118公里\t90\t88.5\n"
)


def form() -> Form:
    return ps.read_form(FORM.encode())


def said(given: object) -> list[str]:
    card = ps.score(form(), actuals=given)  # type: ignore[arg-type]
    return [
        remark.text("zh")
        for item in card.items
        for remark in item.remarks
        if remark.key.startswith("scoring.actual-replaced")
    ]


def test_an_actual_that_stands_in_for_another_is_told_with_its_note() -> None:
    given = [{"indicator": "1", "actual": "100公里", "note": "外业测量"}]

    assert said(given) == [
        "“养护里程”表上的完成值是“118公里”，计分用的是另行提供的“100公里”（外业测量）"
    ]


def test_an_executed_amount_that_stands_in_for_another_is_told() -> None:
    assert said({"预算": "90万元"}) == [
        "“年度资金总额”表上的完成值是“95万元”，计分用的是另行提供的“90万元”"
    ]


def test_the_same_actual_replaces_nothing() -> None:
    assert said({1: "118 公里", "预算": "95"}) == []


def test_an_audit_tells_it_as_a_finding() -> None:
    report = ps.audit(form(), actuals={1: "100公里"})

    assert any(
        one.code == "PS306" and "118公里" in one.evidence.text("zh")
        for one in report.findings
        if one.evidence
    )

"""Forms that hold no score yet, and cells whose text is no figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.auditing.audit import audit
from perfscore.auditing.figures import nothing_yet, set_text
from perfscore.messages import say
from perfscore.reports.explain import explain_lines
from perfscore.reports.html import report_html
from perfscore.reports.layout import plain
from perfscore.reports.terminal import report_lines
from perfscore.values.sets import ScoreRange, ScoreSet

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HENGYANG = EXAMPLES / "hengyang-2024.docx"

TARGETS = """2024年度某项目支出绩效目标表
一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | 评分标准
产出指标 | 数量指标 | 巡检 | 50 | ≥12次 | 天晴得满分
效益指标 | 社会效益 | 投诉 | 50 | ≤5件 | 天雨得满分
"""

TEXT = """2022年度某项目支出绩效自评表
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
年度资金总额 | 30 | 30 | {executed} | 10 | 100% | 10
一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | 完成值 | 得分
产出指标 | 数量指标 | 巡检 | 50 | ≥12次 | {first} | 10
产出指标 | 质量指标 | 合格率 | 40 | ≥95% | {second} | 10
"""


def _audit(**cells: str) -> ps.AuditReport:
    return audit(ps.read_forms(TEXT.format(**cells).encode()))


@pytest.mark.parametrize("rules", ["mof-2020", "hengyang-2024"])
def test_targets_without_actuals_are_short(rules: str) -> None:
    report = audit(HENGYANG, rules)
    text = plain(report_lines(report))

    assert all(map(nothing_yet, report.scorecards))
    assert not {"PS201", "PS304"} & {one.code for one in report.findings}
    assert text.count("没有可以评分的内容") == 4
    assert "0.00–" not in text
    assert "没有可以评分的内容" in report_html(report)


def test_targets_say_what_their_weights_make() -> None:
    report = audit(ps.read_forms(TARGETS.encode()))

    assert report.findings == ()
    assert "指标 2 项，分值合计 100 分" in plain(report_lines(report))
    assert "weights make 100" in plain(report_lines(report, "en"))


def test_one_actual_makes_a_target_form_a_scored_one() -> None:
    (form,) = ps.read_forms(TARGETS.encode())
    report = audit(form, actuals={1: "12次"})

    assert not nothing_yet(report.scorecards[0])
    assert {"PS201", "PS304"} == {one.code for one in report.findings}
    assert "未评分" in plain(report_lines(report))


def test_text_that_is_no_figure_is_unreadable_and_not_missing() -> None:
    report = _audit(executed="基本用完", first="854万854万", second="大部分合格")
    codes = [(one.code, one.subject) for one in report.findings]

    assert "PS201" not in [code for code, _ in codes]
    assert ("PS601", "年度资金总额") in codes
    assert ("PS601", "巡检") in codes
    assert "为空" not in plain(report_lines(report))
    assert "“基本用完”不是金额" in plain(report_lines(report))
    line = report.scorecards[0].form.budget[0]
    assert dict(line.unread) == {"executed": "基本用完"}
    assert line.executed is None
    texts = [plain(explain_lines(one)) for one in report.scorecards[0].items[:2]]
    assert "完成值的文字读不出数值" in texts[0]
    assert not any("没有完成值" in text for text in texts)


@pytest.mark.parametrize("executed", ["", "—", "/"])
def test_a_blank_executed_amount_is_missing(executed: str) -> None:
    report = _audit(executed=executed, first="12次", second="96%")
    found = [one for one in report.findings if one.code == "PS201"]

    assert [one.subject for one in found] == ["年度资金总额"]
    assert dict(report.scorecards[0].form.budget[0].unread) == {}


def test_a_long_set_is_shortened_and_a_short_one_is_not() -> None:
    pieces = tuple(ScoreRange(n, n) for n in map(Decimal, range(0, 22, 2)))

    assert set_text(ScoreSet(pieces[:5])) == "0 ∪ 2 ∪ 4 ∪ 6 ∪ 8"
    assert set_text(ScoreSet(pieces)) == "0 ∪ 2 ∪ … ∪ 20"


def test_a_decision_that_is_refused_stops_the_audit() -> None:
    (form,) = ps.read_forms(
        TEXT.format(executed="30", first="12次", second="96%").encode()
    )
    refused = {1: {"score": "7", "reason": "核查"}}

    with pytest.raises(ps.ScoringError, match="不在可取的得分"):
        audit(form, decisions=refused)
    with pytest.raises(ps.ScoringError, match="不是一个金额"):
        audit(form, actuals={"预算": "很多"})


def test_remarks_stand_under_a_neutral_heading() -> None:
    report = _audit(executed="30", first="2022年11月", second="2022年12月")
    (found,) = (one for one in report.findings if one.code == "PS306")

    assert found.message.text() == "计分时另有说明"
    assert found.evidence.text().startswith("第1–2项：")


@pytest.mark.parametrize(
    ("texts", "said"),
    [(("甲",), "读取存疑：“甲”不是分数"), (("甲", "乙"), "读取存疑 2 处")],
)
def test_doubts_of_one_kind_with_other_words_are_counted(
    texts: tuple[str, ...], said: str
) -> None:
    text = TEXT.format(executed="30", first="12次", second="96%")
    (form,) = ps.read_forms(text.encode())
    doubts = tuple(say("forms.not-points", text=one) for one in texts)
    (found,) = (
        one
        for one in audit(replace(form, doubts=doubts)).findings
        if one.code == "PS602"
    )

    assert found.message.text().startswith(said)
    assert all(one in found.evidence.text() for one in texts)

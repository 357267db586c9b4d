"""What people see of a claim on a weight that the form does not print."""

from __future__ import annotations

import perfscore as ps
from perfscore.auditing.audit import audit
from perfscore.reports.explain import explain_lines
from perfscore.reports.html import scorecard_html
from perfscore.reports.layout import plain
from perfscore.reports.terminal import report_lines

BUDGET = """2022年度某项目支出绩效自评表
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分
年度资金总额 | 30 | 30 | 15 | 50% | 9
一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | 完成值 | 得分
产出指标 | 数量指标 | 巡检 | 50 | ≥12次 | 12次 | 50
效益指标 | 社会效益 | 投诉 | 40 | ≤5件 | 5件 | 40
"""


def test_no_claim_is_called_wrong_by_a_weight_that_is_not_printed() -> None:
    report = audit(ps.read_forms(BUDGET.encode()))
    (card,) = report.scorecards
    shown = plain(report_lines(report))

    assert card.items[-1].weight_inferred
    assert "不符" not in shown
    assert "自评分  相符 90，可能 9" in shown
    assert "不符" not in plain(explain_lines(card.items[-1], card))
    assert "不符" not in scorecard_html(card)


def test_a_claim_on_a_printed_weight_is_called_wrong() -> None:
    text = BUDGET.replace("12次 | 50\n", "6次 | 50\n")
    report = audit(ps.read_forms(text.encode()))

    assert "不符 50" in plain(report_lines(report))
    assert "wrong" in plain(explain_lines(report.scorecards[0].items[0], lang="en"))

"""PS1xx: each check finds its fault, with figures, and leaves right forms alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from perfscore.auditing.audit import audit, report
from perfscore.auditing.models import Finding, Severity
from perfscore.forms.models import BudgetLine, FormKind, Level1
from perfscore.forms.read import read_form, read_forms
from perfscore.scoring.models import Scorecard

Find = Callable[..., list[Finding]]
TEN: dict[str, Any] = {}
INFERRED = {"weight": 20, "weight_inferred": True}
FULL = Fraction(100)


def _codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def _line(adjusted: str | None, executed: str, rate: str, **more: Any) -> BudgetLine:
    return BudgetLine(
        name=more.pop("name", "年度资金总额"),
        is_total=more.pop("is_total", True),
        adjusted=None if adjusted is None else Fraction(adjusted),
        executed=Fraction(executed),
        execution_rate=Fraction(rate),
        **more,
    )


def test_rows_and_budget_of_110_say_both_sums(lukou: Scorecard) -> None:
    (finding,) = [f for f in report([lukou]).findings if f.code == "PS101"]

    assert finding.severity is Severity.ERROR
    assert finding.points == Decimal("10.00")
    assert finding.message.text() == "分值合计 110 分，应为 100 分"
    assert finding.evidence.text() == (
        "10 项指标合计 100 分，加预算执行 10 分共 110 分；表上总分 100 分；"
        "不含预算执行恰为 100 分"
    )
    assert "without the budget exactly 100" in finding.evidence.text("en")


def test_lukou_has_no_other_arithmetic_finding_than_its_two(lukou: Scorecard) -> None:
    found = [f for f in report([lukou]).findings if f.code < "PS2"]

    assert _codes(found) == ["PS101", "PS102"]
    assert found[1].subject == "效益指标"
    assert found[1].evidence.text() == "4 行：10 + 10 + 10 + 10 = 40，而非 30"


@pytest.mark.parametrize(
    ("rows", "budget", "declared"),
    [
        ([TEN] * 9, TEN, FULL),
        ([TEN] * 9, TEN, None),
        ([TEN] * 9, TEN, Fraction(90)),
        ([TEN] * 10, None, FULL),
        ([TEN] * 10, None, None),
        ([TEN] * 9 + [{"weight": "2.5"}] * 4, None, FULL),
        ([{"weight": "100/3", "weight_inferred": True}] * 4, TEN, FULL),
        ([TEN, {"weight": 50, "weight_inferred": True}], TEN, FULL),
        ([], None, None),
    ],
)
def test_weights_that_are_right_stay_clean(
    find: Find,
    rows: list[dict[str, Any]],
    budget: dict[str, Any] | None,
    declared: Fraction | None,
) -> None:
    assert _codes(find(rows, budget, total_weight=declared)) == []


@pytest.mark.parametrize("declared", [None, FULL, Fraction(90)])
def test_targets_may_leave_the_budget_to_the_evaluation(
    find: Find, declared: Fraction | None
) -> None:
    rows = [{"claimed": None}] * 9

    assert _codes(find(rows, kind=FormKind.TARGET, total_weight=declared)) == []


@pytest.mark.parametrize(
    ("rows", "budget", "declared", "points", "severity"),
    [
        ([TEN] * 10, TEN, None, "10", Severity.ERROR),
        ([TEN] * 8, TEN, FULL, "10", Severity.ERROR),
        ([TEN] * 9, TEN, Fraction(95), "5", Severity.ERROR),
        ([TEN] * 10, TEN, Fraction(110), "10", Severity.WARNING),
        ([TEN] * 11 + [INFERRED], TEN, FULL, "20", Severity.ERROR),
    ],
)
def test_weights_that_are_wrong_are_found(
    find: Find,
    rows: list[dict[str, Any]],
    budget: dict[str, Any],
    declared: Fraction | None,
    points: str,
    severity: Severity,
) -> None:
    (finding,) = find(rows, budget, total_weight=declared)

    assert finding.code == "PS101"
    assert finding.points is not None
    assert (finding.severity, finding.points) == (severity, Decimal(points))


def test_budget_execution_among_the_rows_counts_once(find: Find) -> None:
    rows = [*[TEN] * 9, {"level1": "预算执行率", "name": "预算执行率"}]

    found = find(rows, TEN, total_weight=FULL, total_claimed=FULL)

    assert _codes(found) == []


def test_a_heading_repeated_on_the_next_page_counts_once(find: Find) -> None:
    level1 = (
        Level1(name="产出指标", weight=Fraction(50)),
        Level1(name="产出指标", weight=Fraction(50)),
        Level1(name="效益指标", weight=Fraction(40)),
        Level1(name="满意度指标"),
        Level1(name="预算执行率", weight=Fraction(10)),
        Level1(name="成本指标", weight=Fraction(20)),
    )
    rows = [{"level1": "产出指标"}] * 5 + [{"level1": "效益指标"}] * 4

    assert _codes(find(rows, TEN, level1=level1)) == []


def test_a_heading_is_never_held_against_inferred_weights(find: Find) -> None:
    level1 = (Level1(name="产出指标", weight=Fraction(50)),)
    row = {"level1": "产出指标", "weight_inferred": True}

    assert _codes(find([row] * 9, TEN, level1=level1)) == []


@pytest.mark.parametrize(
    ("claims", "total"),
    [
        (["8.5", "10"], "98.5"),
        (["8.46", "10"], "98.5"),
        (["10", "10"], None),
        ([None, "10"], "98"),
    ],
)
def test_totals_that_are_right_stay_clean(
    find: Find, claims: list[str | None], total: str | None
) -> None:
    rows = [{"claimed": claims[0], "set": "0–10"}, *[TEN] * 8]
    budget = {"claimed": claims[1]}
    declared = None if total is None else Fraction(total)

    found = find(rows, budget, total_claimed=declared, total_weight=FULL)

    assert _codes(found) == []


def test_a_total_may_leave_the_budget_out_where_the_weights_do(find: Find) -> None:
    ninety = Fraction(90)

    found = find([TEN] * 9, TEN, total_weight=ninety, total_claimed=ninety)

    assert _codes(found) == []


@pytest.mark.parametrize(
    ("total", "points", "severity"),
    [("98", "-2", Severity.ERROR), ("99.5", "-0.5", Severity.ERROR)],
)
def test_a_wrong_total_is_found(
    find: Find, total: str, points: str, severity: Severity
) -> None:
    (one,) = find([TEN] * 9, TEN, total_weight=FULL, total_claimed=Fraction(total))

    assert (one.code, one.severity) == ("PS103", severity)
    assert one.points == Decimal(points)


def test_a_total_rounded_to_whole_points_is_a_note(find: Find) -> None:
    rows = [{"claimed": "8.46", "set": "0–10"}, *[TEN] * 8]

    (one,) = find(rows, TEN, total_weight=FULL, total_claimed=Fraction(98))

    assert (one.code, one.severity) == ("PS103", Severity.NOTE)


@pytest.mark.parametrize(
    ("adjusted", "executed", "rate"),
    [
        ("400", "400", "1"),
        ("3", "1", "0.33"),
        ("3", "2", "0.67"),
        ("3", "2", "0.66"),
        ("1000", "999.96", "0.9999"),
        ("1000", "999.96", "1"),
        ("0", "5", "1"),
        (None, "5", "1"),
    ],
)
def test_rates_that_are_right_in_their_last_digit_stay_clean(
    find: Find, adjusted: str | None, executed: str, rate: str
) -> None:
    found = find([TEN] * 10, lines=[_line(adjusted, executed, rate)])

    assert "PS104" not in _codes(found)


def test_the_rate_of_523_on_31_is_1655_percent(find: Find) -> None:
    total = _line("31.6", "523.12", "1", initial=Fraction("31.6"), weight=Fraction(10))
    part = replace(total, name="其中：当年财政拨款", is_total=False, weight=None)

    found = find([TEN] * 9, TEN, lines=[total, part])

    assert _codes(found) == ["PS104", "PS106"]
    assert found[0].evidence.text() == "523.12 ÷ 31.6 万元 = 1655.44%，而非 100%"
    assert "1655.44%" in found[0].message.text("en")
    assert found[1].evidence.text() == (
        "超出 491.52 万元，为预算数的 1555.44%；执行数为预算数的 1655.44%"
    )


def test_a_rate_that_fits_the_initial_budget_is_a_warning(find: Find) -> None:
    line = _line("200", "100", "1", initial=Fraction(100))

    (finding,) = find([TEN] * 10, lines=[line])

    assert (finding.code, finding.severity) == ("PS104", Severity.WARNING)
    assert "年初预算数 100" in finding.evidence.text()


def test_only_the_initial_budget_is_printed(find: Find) -> None:
    line = _line(None, "120", "1", initial=Fraction(100))

    rate, spent = find([TEN] * 10, lines=[line])

    assert (rate.code, rate.severity) == ("PS104", Severity.ERROR)
    assert "以年初预算数为分母" in rate.evidence.text()
    assert (spent.code, spent.severity) == ("PS106", Severity.NOTE)


def test_a_score_above_its_weight_is_found_once(find: Find) -> None:
    rows = [{"claimed": 12, "verdict": "contradicted"}, *[TEN] * 8]

    (finding,) = find(rows, TEN)

    assert (finding.code, finding.number) == ("PS105", 1)
    assert finding.points == Decimal("2.00")


def test_a_bonus_that_the_rules_give_is_no_score_above_its_weight(find: Find) -> None:
    rows = [{"claimed": 12, "set": "12.00"}, *[TEN] * 8]

    assert _codes(find(rows, TEN)) == []


ROWS = """2022年度某项目支出绩效自评表
年度绩效目标（{declared}分） | 一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 \
| 完成值 | 得分
 | 产出指标 | 数量指标 | 巡检 | 50 | ≥12次 | 12次 | 50
 | 效益指标 | 社会效益 | 投诉 | {last} | ≤5件 | 5件 | 30
"""


@pytest.mark.parametrize(
    ("declared", "last", "found"),
    [("80", "30", False), ("90", "30", True), ("90", "", False), ("40", "", True)],
)
def test_the_declared_total_of_the_rows_is_held_against_them(
    declared: str, last: str, *, found: bool
) -> None:
    """Weights that are not printed are never counted against a form."""
    forms = read_forms(ROWS.format(declared=declared, last=last).encode())
    hits = [one for one in audit(forms).findings if one.code == "PS102"]

    assert [found] * found == [bool(one.points) for one in hits]
    assert all("表头写" in one.message.text() for one in hits)


def test_a_page_of_rows_that_names_no_project_is_not_added_up() -> None:
    text = (
        "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t60\n维修\t5次\t50\n"
    )
    piece = read_form(text.encode())
    named = replace(piece, project="水电维修费")

    assert not [one for one in audit(piece).findings if one.code == "PS101"]
    assert [one for one in audit(named).findings if one.code == "PS101"]


SUB_ROWS = """2022年度某项目支出绩效自评表
一级指标 | 二级指标 | 三级指标 | 分值 | 指标值 | 完成值 | 得分
产出指标（50分） | 数量指标 | 低保人数 | 50 | ≥12人 | 12人 | 50
产出指标（50分） | 数量指标 | 其中：建档立卡人口 | {below} | ≥5人 | 5人 | {below}
效益指标（50分） | 社会效益 | 受益人数 | 50 | ≥80人 | 87人 | 50
"""


def test_a_sub_row_whose_weight_breaks_its_block_is_named() -> None:
    right = audit(read_forms(SUB_ROWS.format(below="").encode()))
    found = audit(read_forms(SUB_ROWS.format(below="5").encode())).findings

    assert right.findings == ()
    whole, block = found
    assert (whole.code, whole.points) == ("PS101", Decimal(5))
    assert (block.code, block.number, block.points) == ("PS102", 2, Decimal(5))
    assert (block.place.row, block.place.column) == (3, 4)
    for one, total in ((whole, 100), (block, 50)):
        assert f"不计“其中”行（第2项）恰为 {total} 分" in one.evidence.text()

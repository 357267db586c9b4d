"""Hengyang's clauses, scored indicator by indicator; every figure worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import ItemScore, Status, Verdict

GATE = (
    "该指标分值为{weight}分，完成率小于60%为不及格，不得分；大于等于60%，按超过的比重赋分，"
    "计算公式为：得分=（实际完成率-60%）/（1-60%）*10，完成率=实际完成值/指标值*100%"
)
COST = "该指标分值为20分，预算成本控制在57.6万元以内计20分，每超过10%扣2分，扣完为止。"
WHOLE = (
    "该指标分值为10分，预算成本控制在年度预算范围以内计20分，每超过10%扣1分，扣完为止。"
)
SATISFACTION = (
    "该指标分值为10分，满意度95%（含）以上计10分，85%-95%计8分，75%-85%计6分，"
    "75%以下计0分。"
)
HOUSES = "该指标分值为20分，达到目标值计20分，否则不得分。"
ERRORS = "该指标分值为10分，按公车调度出错率扣分，出错率每增加10%，扣1分，扣完为止。"


def _scores(item: ItemScore) -> list[str]:
    """Return the scores of the readings, the chosen one first, each once."""
    return list(dict.fromkeys(str(found) for found in item.readings.values()))


@pytest.mark.parametrize(
    ("actual", "expected"),
    # (1180/1965 - 0.6)/0.4*10 = 0.01272; 1179/1965 is 0.6 itself; 1572/1965 is 0.8.
    [("1179", "0.00"), ("1180", "0.01"), ("1572", "5.00"), ("1965", "10.00")],
)
def test_gate_formula(actual: str, expected: str) -> None:
    item = score_indicator(
        target="1965家单位",
        actual=actual,
        weight=10,
        comparator="=",
        unit="家",
        clause=GATE.format(weight=10),
        rules="hengyang-2024",
    )

    assert Decimal(expected) == item.score
    assert item.status is Status.EXACT


def test_multiplier_that_differs_from_the_weight_is_a_reading_and_a_remark() -> None:
    """480/501 = 0.95808; (0.95808-0.6)/0.4 = 0.89521; times 20 or, as written, 10."""
    item = score_indicator(
        target="501",
        actual="480",
        weight=20,
        comparator="=",
        unit="台",
        clause=GATE.format(weight=20),
        claimed=12,
        rules="hengyang-2024",
    )

    assert ["17.90", "8.95"] == _scores(item)
    assert Decimal("17.90") == item.score
    assert item.status is Status.CHOSEN
    assert item.verdict is Verdict.CONTRADICTED
    assert "scoring.weight-conflict" in [remark.key for remark in item.remarks]


@pytest.mark.parametrize("unit", ["万元", "元"])
@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        # overrun 0; 1/24; exactly 1/10; 31/144; 89/36. Two points a step of 10 %.
        ("57.6", ["20.00"]),
        ("60", ["20.00", "18.00", "19.17"]),
        ("63.36", ["18.00"]),
        ("70", ["16.00", "14.00", "15.69"]),
        ("200", ["0.00"]),
    ],
)
def test_steps_full_started_and_pro_rata(
    unit: str, actual: str, expected: list[str]
) -> None:
    times = 1 if unit == "万元" else 10**4
    item = score_indicator(
        target=f"{Fraction('57.6') * times}{unit}" if times > 1 else "57.6万元",
        actual=str(Fraction(actual) * times) if times > 1 else actual,
        weight=20,
        comparator="≤",
        unit=unit,
        clause=COST,
        rules="hengyang-2024",
    )

    assert expected == _scores(item)


def test_claim_between_the_readings_is_contradicted() -> None:
    item = score_indicator(
        "57.6万元",
        "60万元",
        20,
        comparator="≤",
        clause=COST,
        claimed=19,
        rules="hengyang-2024",
    )

    assert item.verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    ("spent", "expected"),
    # By the row's 10 points: 10 - k; as written: min(10, 20 - k), k whole steps.
    [("100", ["10.00"]), ("110", ["9.00", "10.00"]), ("220", ["0.00", "8.00"])],
)
def test_start_that_differs_from_the_weight(spent: str, expected: list[str]) -> None:
    item = score_indicator(
        "100万元",
        f"{spent}万元",
        10,
        comparator="≤",
        clause=WHOLE,
        rules="hengyang-2024",
    )

    assert expected == _scores(item)
    assert "scoring.weight-conflict" in [remark.key for remark in item.remarks]


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("95%", ["10.00"]),
        ("94.99%", ["8.00"]),
        ("85%", ["8.00", "6.00"]),
        ("84.99%", ["6.00"]),
        ("75%", ["6.00", "0.00"]),
        ("74.99%", ["0.00"]),
        # A rate is never rounded before it is compared.
        ("94.996%", ["8.00"]),
    ],
)
def test_bands_and_their_shared_boundaries(actual: str, expected: list[str]) -> None:
    item = score_indicator(
        "95%",
        actual,
        10,
        comparator="≥",
        unit="%",
        clause=SATISFACTION,
        rules="hengyang-2024",
    )

    assert expected == _scores(item)


@pytest.mark.parametrize(("actual", "expected"), [("10", "20.00"), ("9", "0.00")])
def test_all_or_nothing(actual: str, expected: str) -> None:
    item = score_indicator(
        "10套", f"{actual}套", 20, comparator="=", clause=HOUSES, rules="hengyang-2024"
    )

    assert Decimal(expected) == item.score
    assert item.status is Status.EXACT


def test_increase_over_a_figure_that_is_not_printed_stays_open() -> None:
    """From zero 5 % is no full step; over an unknown figure anything is possible."""
    item = score_indicator(
        "规范", "5%", 10, comparator="定性", clause=ERRORS, rules="hengyang-2024"
    )

    assert Decimal("10.00") == item.score
    assert item.status is Status.CHOSEN
    assert item.range.low == 0


def test_no_errors_at_all_is_full_points_whatever_the_figure_before() -> None:
    item = score_indicator(
        "规范", "0%", 10, comparator="定性", clause=ERRORS, rules="hengyang-2024"
    )

    assert Decimal("10.00") == item.score
    assert item.status is Status.EXACT


def test_clause_that_states_another_target_than_the_row() -> None:
    """70 of 63.36 is one full step over; of the clause's own 57.6 it is two."""
    item = score_indicator(
        "63.36万元", "70万元", 20, comparator="≤", clause=COST, rules="hengyang-2024"
    )

    assert Decimal("18.00") == item.score
    assert Decimal("16.00") in item.set
    assert "scoring.target-conflict" in [remark.key for remark in item.remarks]


def test_clause_is_known_whatever_its_width_and_spacing() -> None:
    wide = HOUSES.replace("20", "２０").replace("，", ", ").replace("。", "")
    item = score_indicator(
        "10套", "9套", 20, comparator="=", clause=wide, rules="hengyang-2024"
    )

    assert item.status is Status.EXACT


def test_clause_that_is_not_understood_is_never_scored_by_another_rule() -> None:
    item = score_indicator(
        "10套",
        "10套",
        20,
        comparator="=",
        clause="由主管部门另行制定。",
        claimed=20,
        rules="hengyang-2024",
    )

    assert item.status is Status.UNSCORED
    assert item.score is None
    assert (Decimal(0), Decimal(20)) == (item.range.low, item.range.high)
    assert item.rule is None


def test_row_without_a_clause_follows_the_forms_own_formula() -> None:
    item = score_indicator("≥1965家", "1180家", 10, rules="hengyang-2024")

    assert Decimal("0.01") == item.score

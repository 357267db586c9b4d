"""The sets of scores under mof-2020; every end worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.errors import ScoringError
from perfscore.rules.library import load_ruleset
from perfscore.rules.ruleset import RoundingRule
from perfscore.scoring.budget import BudgetRow, score_budget
from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import Evidence, ItemScore, Status, Verdict


def _ends(item: ItemScore) -> tuple[str, str]:
    return str(item.range.low), str(item.range.high)


def test_bound_that_meets_the_target_is_one_score() -> None:
    item = score_indicator("大于14000次", "大于14000次", 10)

    assert Decimal(10) == item.score
    assert item.status is Status.EXACT
    assert item.evidence is Evidence.BOUND


def test_bound_below_the_target_is_a_closed_range() -> None:
    """13000/14000*10 = 9.2857…; just above it rounds to 9.29, which is reached."""
    item = score_indicator("大于14000次", "大于13000次", 10)

    assert ("9.29", "10.00") == _ends(item)
    assert not item.range.low_open
    assert item.status is Status.RANGE
    assert item.score is None


def test_estimate_is_the_interval_of_its_last_digit() -> None:
    """约3200 is [3150, 3250); 3150/3200*10 = 9.84375."""
    item = score_indicator("约3200次", "约3200次", 10, level1="产出指标")

    assert ("9.84", "10.00") == _ends(item)
    assert item.evidence is Evidence.ESTIMATE


def test_word_that_repeats_the_target_is_no_measurement() -> None:
    item = score_indicator("保持", "保持", 10, claimed=10)

    assert ("0.00", "10.00") == _ends(item)
    assert item.evidence is Evidence.REPEATS_TARGET
    assert item.verdict is Verdict.POSSIBLE


@pytest.mark.parametrize(
    ("actual", "low", "high", "high_open"),
    [
        ("达成年度指标", "16.00", "20.00", False),
        ("部分达成年度指标并具有一定效果", "12.00", "16.00", True),
        ("未达成年度指标且效果较差", "0.00", "12.00", True),
    ],
)
def test_grades_are_bands_to_be_judged(
    actual: str, low: str, high: str, high_open: bool
) -> None:
    item = score_indicator("有效提升", actual, 20, comparator="定性")

    assert (low, high) == _ends(item)
    assert high_open == item.range.high_open
    assert (Decimal(high) in item.set) is not high_open


@pytest.mark.parametrize(
    ("target", "actual"),
    [("57.6万元", "576000"), ("98%", "0.98"), ("≥98%", "0.98"), ("≥200", "100%")],
)
def test_scale_in_doubt_is_left_open(target: str, actual: str) -> None:
    item = score_indicator(target, actual, 10)

    assert ("0.00", "10.00") == _ends(item)
    doubts = {"values.scale-doubt", "values.share-doubt", "values.bare-target"}
    assert doubts & {remark.key for remark in item.remarks}


def test_monthly_target_against_a_count_over_the_year() -> None:
    assert Decimal(10) == score_indicator("每月一次", "12次", 10).score


def test_people_and_visits_do_not_convert() -> None:
    item = score_indicator("100人", "100人次", 10)

    assert ("0.00", "10.00") == _ends(item)
    assert "values.units-differ" in [remark.key for remark in item.remarks]


def test_reverse_rate_has_two_honest_readings() -> None:
    """5300/5830*10 = 9.09; (2 - 5830/5300)*10 = 9."""
    item = score_indicator("<=5300元/户", "5830元/户", 10)

    assert Decimal("9.09") == item.score
    assert item.status is Status.CHOSEN
    assert Decimal("9.00") in item.set
    assert Decimal("9.05") not in item.set


@pytest.mark.parametrize("actual", ["1次", "2次", "100次"])
def test_zero_target_is_met_only_by_zero(actual: str) -> None:
    assert Decimal(0) == score_indicator("=0次", actual, 10).score
    assert Decimal(0) == score_indicator("≤0次", actual, 10).score


def test_strictness_is_a_reading() -> None:
    """< 0 次 cannot be met as written; as drafting style zero meets it."""
    item = score_indicator("<0次", "0次", 10)

    assert Decimal(10) == item.score
    assert Decimal(0) in item.set
    assert item.status is Status.CHOSEN


def test_month_of_a_deadline_is_a_reading() -> None:
    item = score_indicator("2024年12月前", "2024年12月15日", 10)

    assert Decimal(10) == item.score
    assert item.status is Status.CHOSEN


def test_missed_deadline_is_left_to_judgement() -> None:
    item = score_indicator("2024年11月30日前", "2024年12月15日", 10)

    assert ("0.00", "10.00") == _ends(item)


def test_missing_actual_says_nothing() -> None:
    item = score_indicator("30场", "", 10, claimed=10)

    assert ("0.00", "10.00") == _ends(item)
    assert item.evidence is Evidence.MISSING
    assert item.verdict is Verdict.POSSIBLE


@pytest.mark.parametrize("actual", ["已完成", "", "正常", "31吨"])
def test_an_actual_that_says_nothing_can_be_any_number(actual: str) -> None:
    """For all or nothing, nothing between; for a ratio, all of it."""
    rules = load_ruleset("hengyang-2024")
    clause = "该指标分值5分，未达到标准值不得分。"
    item = score_indicator("30场", actual, 5, clause=clause, name="场次", rules=rules)

    assert str(item.set) == "0.00 ∪ 5.00"
    assert item.verdict is Verdict.UNCLAIMED
    ratio = score_indicator("≥30场", actual, 10)
    assert str(ratio.set) == "0.00–10.00"


def test_a_range_target_is_met_between_its_ends() -> None:
    for actual, low, high in (
        ("15天", "10.00", "10.00"),
        ("10天", "10.00", "10.00"),
        ("20天", "10.00", "10.00"),
        ("21天", "0.00", "10.00"),
    ):
        assert (low, high) == _ends(score_indicator("10-20天", actual, 10))


@pytest.mark.parametrize(
    ("places", "ends"),
    # 80% of 7.77 is 6.216: at two places 6.22 is the least score inside; at none 7.
    [(2, ("6.22", "7.77")), (0, ("7", "7"))],
)
def test_a_band_to_be_judged_is_rounded_inward(
    places: int, ends: tuple[str, str]
) -> None:
    rules = load_ruleset("mof-2020")
    rounding = RoundingRule(places=places, source="perfscore")
    rules = rules.model_copy(update={"rounding": rounding})
    item = score_indicator(
        "有效提升", "达成年度指标", "7.77", comparator="定性", rules=rules
    )

    assert ends == _ends(item)


def test_inferred_direction_leaves_the_other_side_open_without_any_clue() -> None:
    open_row = score_indicator("30场", "31场", 10)
    with_heading = score_indicator("30场", "31场", 10, level1="产出指标")

    assert open_row.status is Status.CHOSEN
    assert with_heading.status is Status.EXACT


def test_over_achievement_is_noted_from_130_percent() -> None:
    keys = [r.key for r in score_indicator("≥10次", "13次", 10).remarks]
    below = [r.key for r in score_indicator("≥100次", "129次", 10).remarks]

    assert "scoring.over-achieved" in keys
    assert "scoring.over-achieved" not in below


@pytest.mark.parametrize(
    ("claimed", "verdict", "remark"),
    [
        # 195.5/200*10 = 9.775, which is 9.78 at two places.
        ("9.78", Verdict.CONFIRMED, None),
        ("9.8", Verdict.CONFIRMED, "scoring.claim-rounded"),
        ("9.7", Verdict.CONTRADICTED, None),
        ("10", Verdict.CONTRADICTED, "scoring.claim-coarse"),
        # 9.775 to one decimal is 9.8, so 10.0 is no rounding of it.
        ("10.0", Verdict.CONTRADICTED, None),
        ("9.77", Verdict.CONTRADICTED, None),
    ],
)
def test_claims_compare_at_the_rules_places(
    claimed: str, verdict: Verdict, remark: str | None
) -> None:
    item = score_indicator("≥200万元", "195.5万元", 10, claimed=claimed)
    keys = [r.key for r in item.remarks if r.key.startswith("scoring.claim")]

    assert verdict is item.verdict
    assert ([remark] if remark else []) == keys


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    # 88/90 of 10 is 9.777…, which is 9.78.
    [
        ("9.7778", Verdict.CONFIRMED),
        ("9.778", Verdict.CONFIRMED),
        ("9.777", Verdict.CONFIRMED),
        ("9.7749", Verdict.CONTRADICTED),
        ("9.7850", Verdict.CONTRADICTED),
    ],
)
def test_finer_claims_stand_where_they_round_to_the_score(
    claimed: str, verdict: Verdict
) -> None:
    assert verdict is score_indicator("≥90次", "88次", 10, claimed=claimed).verdict


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    # 9.7749 is 9.77; to three places it is 9.775, cut off 9.774.
    [
        ("9.775", Verdict.CONFIRMED),
        ("9.774", Verdict.CONFIRMED),
        ("9.776", Verdict.CONTRADICTED),
    ],
)
def test_finer_claims_stand_as_the_exact_result(claimed: str, verdict: Verdict) -> None:
    item = score_indicator("≥100000次", "97749次", 10, claimed=claimed)

    assert Decimal("9.77") == item.score
    assert verdict is item.verdict


def test_claim_printed_with_its_decimals_stands_where_a_bare_one_does_not() -> None:
    """249/250*10 = 9.96: to one decimal 10.0, to whole points 10."""
    printed = score_indicator("≥250次", "249次", 10, claimed="10.0")
    bare = score_indicator("≥250次", "249次", 10, claimed="10")

    assert printed.verdict is Verdict.CONFIRMED
    assert "scoring.claim-rounded" in [remark.key for remark in printed.remarks]
    assert bare.verdict is Verdict.CONTRADICTED


@given(claimed=st.integers(0, 1000))
def test_a_claim_never_moves_the_score(claimed: int) -> None:
    with_claim = score_indicator("大于14000次", "大于13000次", 10, claimed=claimed)
    without = score_indicator("大于14000次", "大于13000次", 10)

    assert without.set == with_claim.set
    assert without.score == with_claim.score


@given(
    cents=st.integers(1, 40000),
    target=st.integers(1, 400),
    weight=st.sampled_from([5, 10, 20]),
)
def test_forward_ratio_equals_integer_arithmetic(
    cents: int, target: int, weight: int
) -> None:
    """min(W, W·x/A) to the cent, half up, by whole numbers only: x = cents/100."""
    actual = f"{cents // 100}.{cents % 100:02d}"
    item = score_indicator(f"≥{target}次", f"{actual}次", weight)
    half_cents = 2 * weight * cents // target
    expected = min(weight * 100, (half_cents + 1) // 2)

    assert item.score is not None
    assert expected == int(item.score * 100)


@given(
    spent=st.integers(1, 5000), budget=st.integers(1, 5000), weight=st.integers(1, 30)
)
def test_reverse_ratio_in_yuan_and_in_ten_thousand_yuan(
    spent: int, budget: int, weight: int
) -> None:
    one = score_indicator(f"≤{budget}万元", f"{spent}万元", weight)
    other = score_indicator(f"≤{budget}0000元", f"{spent}0000元", weight)
    mixed = score_indicator(f"≤{budget}万元", f"{spent}0000元", weight)

    assert one.set == other.set == mixed.set
    assert one.readings == other.readings


def test_float_is_read_as_the_decimal_that_prints_it() -> None:
    """581/1000*5 = 2.905 rounds up; as binary floats it would round down."""
    assert Decimal("2.91") == score_indicator(1000.0, 581.0, 5, comparator="≥").score
    assert Decimal("2.91") == score_indicator(1, 0.581, 5, comparator="≥").score


@pytest.mark.parametrize("weight", ["abc", "1e999", -1, True])
def test_weight_that_is_no_number_is_refused(weight: str | int) -> None:
    with pytest.raises(ScoringError):
        score_indicator("30场", "31场", weight)


def test_a_comparator_that_is_none_is_refused() -> None:
    with pytest.raises(ScoringError, match="foo"):
        score_indicator("5次", "5次", 10, comparator="foo")

    assert Decimal("10.00") == score_indicator("5次", "5次", 10, comparator="/").score


def test_more_than_a_target_of_zero_is_a_reading_where_more_is_better() -> None:
    """Five new jobs beside a target of none: nothing as of any zero, or full points."""
    item = score_indicator("0人", "5人", 10, name="新增就业人数")

    assert Decimal("0.00") == item.score
    assert item.status is Status.CHOSEN
    assert ["0.00", "10.00"] == [str(found) for found in item.readings.values()]
    assert "0.00" == str(score_indicator("0起", "5起", 10, name="事故起数").set)
    assert "0.00" == str(score_indicator("≤0人", "5人", 10, name="新增就业人数").set)
    assert "10.00" == str(score_indicator("0人", "0人", 10, name="新增就业人数").set)


def test_spending_above_the_budget_cites_what_commands_the_cap() -> None:
    row = BudgetRow(weight=Fraction(10), adjusted=Fraction(100), executed=Fraction(120))
    item = score_budget(row, load_ruleset("mof-2020"))

    assert item.source is not None
    assert "convention" == item.source.status
    cited = [step.source for step in item.steps if step.source is not None]
    assert item.source in cited
    within = score_budget(replace(row, executed=Fraction(90)), load_ruleset("mof-2020"))
    assert within.source is not None
    assert "财预〔2020〕10号" == within.source.document


def test_a_budget_of_zero_is_left_open_whatever_the_money_unit() -> None:
    for executed in ("0", "5", "50000"):
        row = BudgetRow(
            weight=Fraction(10), adjusted=Fraction(0), executed=Fraction(executed)
        )
        item = score_budget(row, load_ruleset("platform"))

        assert "0.00–10.00" == str(item.set)
        assert "预算数" in item.remarks[0].text()


def test_a_step_of_a_weekly_target_may_be_of_the_week_or_of_the_year() -> None:
    """48 of 52 weeks: 4 fewer is 6 of 10, but no week has fewer than it should."""
    item = score_indicator("每周1次", "48次", 10, clause="每少1次扣1分", claimed=6)

    assert ("0.00", "10.00") == _ends(item)
    assert Decimal(6) in item.set
    assert item.verdict is Verdict.POSSIBLE


def test_days_of_the_month_are_days_beside_a_duration() -> None:
    """7/8*10 = 8.75 and (2 - 8/7)*10 = 8.57: one day more than seven."""
    item = score_indicator("≤7日", "8日", 10)

    assert {str(piece.low) for piece in item.set.pieces} == {"8.57", "8.75"}
    assert item.remarks == ()
    assert ("0.00", "10.00") == _ends(score_indicator("30日", "25日", 10))


def test_spending_less_than_was_feared_is_possible() -> None:
    assert Decimal(10) == score_indicator("≤2%", "-1%", 10, name="超支率").score


def test_why_nothing_is_certain_is_always_told() -> None:
    several = score_indicator("县道≥80公里，乡道≥40公里", "县道80公里，乡道38公里", 15)
    fallen = score_indicator("增长≥5%", "-2%", 10)

    assert "values.kinds-differ" in [remark.key for remark in several.remarks]
    assert fallen.remarks
    assert ("0.00", "10.00") == _ends(fallen)

"""Methods: what they write, what they earn in rows of forms, and what they refuse."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from perfscore.rules.formula import parse_formula
from perfscore.rules.library import load_ruleset
from perfscore.rules.methods import Method, MethodBase
from perfscore.rules.parts import Amount, Direction, RuleRow, Subject
from perfscore.rules.readings import POINTS, readings_of
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import ItemScore

METHOD: TypeAdapter[MethodBase] = TypeAdapter(Method)
MOF = load_ruleset("mof-2020")


def method(name: str, **keys: Any) -> MethodBase:
    return METHOD.validate_python({"method": name, "source": "perfscore", **keys})


def rules(name: str, **keys: Any) -> RuleSet:
    return MOF.model_copy(update={"methods": (method(name, **keys),)})


def earned(item: ItemScore) -> list[str]:
    """The scores of the readings, the chosen one first, each once."""
    return list(dict.fromkeys(map(str, item.readings.values())))


# Each figure is worked out by hand beside it.
@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        # 每亩施肥不低于1000公斤，每少于100公斤扣5分（满分25）
        ("≥1000公斤", "1000公斤", ["25.00"]),
        ("≥1000公斤", "900公斤", ["20.00"]),
        # 150 short is 1.5 steps: 25 - 5, 25 - 10, 25 - 7.5.
        ("≥1000公斤", "850公斤", ["20.00", "15.00", "17.50"]),
        # The step is converted to the target's unit: 100公斤 is 0.1吨.
        ("≥1吨", "0.85吨", ["20.00", "15.00", "17.50"]),
        ("≥1吨", "850公斤", ["20.00", "15.00", "17.50"]),
        ("≥1000000克", "850公斤", ["20.00", "15.00", "17.50"]),
        # Acres are no kilograms: the clause cannot be applied to a miss.
        ("≥1000亩", "850亩", ["0.00–25.00"]),
        ("≥1000亩", "1000亩", ["25.00"]),
    ],
)
def test_steps_in_absolute_units(target: str, actual: str, expected: list[str]) -> None:
    found = rules("deduction_steps", step="100公斤", points=5)
    assert expected == earned(score_indicator(target, actual, 25, rules=found))


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        # 每超过1个百分点扣0.5分: a share counts in points, not relatively.
        ("≤50%", "51%", ["4.50"]),
        ("≤50%", "53%", ["3.50"]),
        # 1.5 points: 1, 2 or 1.5 steps.
        ("≤50%", "51.5%", ["4.50", "4.00", "4.25"]),
        ("≤0%", "2%", ["4.00"]),
        # Of a count the rate counts: 103 of 100 is 3 points over.
        ("≤100人", "103人", ["3.50"]),
        ("≤100人", "200人", ["0.00"]),
    ],
)
def test_steps_in_percentage_points(
    target: str, actual: str, expected: list[str]
) -> None:
    found = rules("deduction_steps", step="1百分点", points="0.5")
    assert expected == earned(score_indicator(target, actual, 5, rules=found))


@pytest.mark.parametrize(
    ("actual", "expected"),
    # 与计划每相差3%扣1分，扣满15分为止
    [
        ("100次", ["15.00"]),
        ("103次", ["14.00"]),
        ("97次", ["14.00"]),
        ("110次", ["12.00", "11.00", "11.67"]),
        ("200次", ["0.00"]),
        ("145次", ["0.00"]),
        ("144次", ["1.00", "0.00", "0.33"]),
    ],
)
def test_two_sided_steps(actual: str, expected: list[str]) -> None:
    found = rules("deduction_steps", of="two_sided", step="3%", points=1)
    assert expected == earned(score_indicator("≥100次", actual, 15, rules=found))


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        # −1 per point of shortfall, quality judged up to 6: 15 − k − [0, 6].
        ("100%", ["9.00–15.00"]),
        ("97%", ["6.00–12.00"]),
        ("90%", ["0.00–5.00"]),
        ("80%", ["0.00"]),
    ],
)
def test_several_deductions_share_one_floor(actual: str, expected: list[str]) -> None:
    """计划投资每减少1个百分点扣1分；质量不达设计要求的最多扣6分."""
    found = rules(
        "deduction_steps",
        of="shortfall",
        step="1百分点",
        points=1,
        also=[{"of": "judged", "most": 6}],
    )
    assert expected == earned(score_indicator("≥100%", actual, 15, rules=found))


def test_points_that_the_rule_leaves_to_a_person_are_no_gap_in_it() -> None:
    """酌情扣分 says who finds the points; 未写明 would be a finding."""
    judged = rules("deduction_steps", of="judged", most=7)
    silent = rules("deadline")
    one = score_indicator("≥100%", "90%", 10, rules=judged)
    other = score_indicator("2024年6月30日前", "2024年7月3日", 10, rules=silent)
    assert ["3.00–10.00"] == earned(one)
    assert "scoring.rule-silent" not in [r.key for r in one.remarks]
    assert "scoring.rule-silent" in [r.key for r in other.remarks]


@pytest.mark.parametrize(
    ("actual", "expected"),
    # −2 per 10 %, but never more than 5: 15 − min(5, 2k).
    [("110万元", ["13.00"]), ("130万元", ["10.00"]), ("900万元", ["10.00"])],
)
def test_a_deduction_ends_at_its_own_cap(actual: str, expected: list[str]) -> None:
    found = rules("deduction_steps", step="10%", points=2, most=5)
    assert expected == earned(score_indicator("≤100万元", actual, 15, rules=found))


@pytest.mark.parametrize(
    ("settles", "expected"),
    [
        ({}, ["20.00", "18.00", "19.00"]),
        ({"steps": "started"}, ["18.00"]),
        ({"steps": "pro_rata"}, ["19.00"]),
        ({"steps": "full"}, ["20.00"]),
    ],
)
def test_a_clause_may_settle_an_open_point(
    settles: dict[str, str], expected: list[str]
) -> None:
    """不足10%按10%计."""
    found = rules("deduction_steps", step="10%", points=2, settles=settles)
    assert expected == earned(score_indicator("≤100万元", "105万元", 20, rules=found))


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        # 每出现一例扣1分，最多扣6分
        ("0例", "0例", ["10.00"]),
        ("0例", "2例", ["8.00"]),
        ("0例", "9例", ["4.00"]),
        ("≤3例", "3例", ["10.00"]),
        # One above the three allowed, or all four.
        ("≤3例", "4例", ["9.00", "6.00"]),
        # Shares and money count nothing.
        ("≤1%", "2%", ["4.00–10.00"]),
        ("≤3万元", "4万元", ["4.00–10.00"]),
    ],
)
def test_occurrences(target: str, actual: str, expected: list[str]) -> None:
    found = rules("per_occurrence", points=1, most=6)
    assert expected == earned(score_indicator(target, actual, 10, rules=found))


def test_occurrences_beside_a_target_in_words() -> None:
    found = rules("per_occurrence", points=1)
    assert ["8.00"] == earned(score_indicator("杜绝事故", "2起", 10, rules=found))


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    # 缺一项扣0.5分
    [
        ("≥4项", "4项", ["2.00"]),
        ("≥4项", "3项", ["1.50"]),
        ("≥4项", "5项", ["2.00"]),
        ("≥9项", "0项", ["0.00"]),
    ],
)
def test_missing_items(target: str, actual: str, expected: list[str]) -> None:
    found = rules("per_occurrence", points="0.5", missing=True)
    assert expected == earned(score_indicator(target, actual, 2, rules=found))


@pytest.mark.parametrize(
    ("keys", "actual", "expected"),
    [
        ({"points": 1}, "2024年6月30日", ["10.00"]),
        ({"points": 1}, "2024年7月3日", ["7.00"]),
        ({"points": 1}, "2024年8月30日", ["0.00"]),
        ({"points": 1, "most": 4}, "2024年8月30日", ["6.00"]),
        # 10 days of steps of a week: 1, 2, or 10/7.
        ({"points": 2, "step": "1周"}, "2024年7月10日", ["8.00", "6.00", "7.14"]),
        ({"of_weight": "5%"}, "2024年7月3日", ["8.50"]),
        ({}, "2024年7月3日", ["0.00–10.00"]),
        # Working days are no calendar days.
        ({"points": 1, "step": "1工作日"}, "2024年7月3日", ["0.00–10.00"]),
        # 超过30天不得分
        ({"points": "0.1", "veto": "days_late > 30"}, "2024年7月30日", ["7.00"]),
        ({"points": "0.1", "veto": "days_late > 30"}, "2024年7月31日", ["0.00"]),
    ],
)
def test_days_late(keys: dict[str, Any], actual: str, expected: list[str]) -> None:
    found = rules("deadline", **keys)
    item = score_indicator("2024年6月30日前", actual, 10, rules=found)
    assert expected == earned(item)


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    # A duration counts in days whatever its unit: two weeks are 14 days.
    [("≤10天", "12天", ["8.00"]), ("≤1周", "2周", ["3.00"])],
)
def test_a_deadline_stated_as_a_duration(
    target: str, actual: str, expected: list[str]
) -> None:
    found = rules("deadline", points=1)
    assert expected == earned(score_indicator(target, actual, 10, rules=found))


BANDS = [
    {"from": "90%", "score": 10, "excluded": True},
    {"from": "80%", "score": 8, "down_to": 5},
    {"from": "60%", "score": 3, "stated": True},
]


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("90.01%", ["10.00"]),
        # 不含: 90 % itself is in the band below, at its best end.
        ("90%", ["5.00–8.00", "8.00"]),
        # Half way: 5 + 3 · 1/2.
        ("85%", ["5.00–8.00", "6.50"]),
        # 80 % is in the band of 5–8, or under the other reading in the next.
        ("80%", ["5.00–8.00", "3.00", "5.00"]),
        ("60%", ["3.00"]),
        ("59.99%", ["0.00"]),
    ],
)
def test_bands_with_their_own_boundaries_and_ranges(
    actual: str, expected: list[str]
) -> None:
    found = rules("bands", bands=BANDS, full=10)
    item = score_indicator("≥95%", actual, 10, rules=found)
    assert set(expected) == set(earned(item))
    assert expected[0] == earned(item)[0]


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("≤10分钟", "10分钟", ["10.00", "5.00"]),
        ("≤10分钟", "20分钟", ["5.00"]),
        ("≤10分钟", "21分钟", ["0.00"]),
        ("≤1小时", "0.25小时", ["5.00"]),
        ("≤10次", "15次", ["0.00–10.00"]),
    ],
)
def test_bands_in_units(target: str, actual: str, expected: list[str]) -> None:
    bands = [
        {"to": "10分钟", "score": 10},
        {"to": "20分钟", "score": 5, "stated": True},
    ]
    found = rules("bands", bands=bands, full=10)
    assert expected == earned(score_indicator(target, actual, 10, rules=found))


def test_bands_of_the_completion_rate_and_of_delay() -> None:
    rate = rules("bands", of="rate", full=10, bands=[{"from": "100%", "score": 10}])
    late = rules(
        "bands",
        of="days_late",
        full=10,
        bands=[
            {"to": "0天", "score": 10, "stated": True},
            {"to": "30天", "score": 6, "stated": True},
        ],
    )
    assert ["10.00", "0.00"] == earned(score_indicator("≥8次", "8次", 10, rules=rate))
    for actual, expected in (
        ("2024年6月30日", "10.00"),
        ("2024年7月30日", "6.00"),
        ("2024年7月31日", "0.00"),
    ):
        item = score_indicator("2024年6月30日前", actual, 10, rules=late)
        assert [expected] == earned(item)


def test_grades_with_fixed_shares() -> None:
    """相符得10分，基本相符得6分，调整较大0分."""
    found = rules(
        "grades",
        grades=[
            {"words": ["相符"], "share": "100%"},
            {"words": ["基本相符"], "share": "60%"},
            {"words": ["调整较大"], "share": 0},
        ],
    )
    for actual, expected in (
        ("相符", "20.00"),
        ("基本相符", "12.00"),
        ("调整较大", "0.00"),
        ("比较相符", "0.00–20.00"),
    ):
        assert [expected] == earned(score_indicator("相符", actual, 20, rules=found))


CHECKLIST = [
    {"words": ["年度工作计划", "上级文件"], "points": 2, "gate": True},
    {"words": ["财务制度"], "points": 1},
    {"words": ["执行佐证"], "points": 1},
]


@pytest.mark.parametrize(
    ("actual", "weight", "expected"),
    [
        ("年度工作计划、财务制度、执行佐证", 4, ["4.00"]),
        ("上级文件，执行佐证", 4, ["3.00"]),
        ("上级文件", 4, ["2.00"]),
        # Without the gating item nothing counts.
        ("财务制度、执行佐证", 4, ["0.00"]),
        # Words that are no item's may be one in other words.
        ("工作计划、财务制度", 4, ["0.00–4.00"]),
        ("已完成", 4, ["0.00–4.00"]),
        # 3 of the clause's 4 points on a row of 8: by weight 6, as written 3.
        ("上级文件、财务制度", 8, ["6.00", "3.00"]),
    ],
)
def test_checklists(actual: str, weight: int, expected: list[str]) -> None:
    found = rules("checklist", items=CHECKLIST)
    assert expected == earned(score_indicator("齐全", actual, weight, rules=found))


def test_an_exception_is_a_reading_until_a_person_establishes_it() -> None:
    """政策性原因除外: 8 of 10, or all ten where the exception holds."""
    found = rules("proportional", exception="政策性原因")
    item = score_indicator("≥10次", "8次", 10, rules=found)
    assert ["8.00", "10.00"] == earned(item)
    assert ["10.00"] == earned(score_indicator("≥10次", "10次", 10, rules=found))


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("100次", ["10.00"]), ("60次", ["6.00"]), ("59次", ["0.00"]), ("0次", ["0.00"])],
)
def test_a_veto_gives_nothing(actual: str, expected: list[str]) -> None:
    found = rules("proportional", veto="完成率 < 60%")
    assert expected == earned(score_indicator("≥100次", actual, 10, rules=found))


# What lies beyond the target.
@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("50次", ["5.00"]),
        ("130次", ["10.00"]),
        # 超过130%的，每超10%扣1分: 145 is 1.5 steps beyond 130.
        ("145次", ["9.00", "8.00", "8.50"]),
        ("500次", ["7.00"]),
    ],
)
def test_over_achievement_that_costs(actual: str, expected: list[str]) -> None:
    beyond = {
        "effect": "deduct",
        "rate": "130%",
        "step": "10%",
        "points": 1,
        "most": 3,
    }
    found = rules("proportional", beyond=beyond)
    assert expected == earned(score_indicator("≥100次", actual, 10, rules=found))


BONUS = {"effect": "bonus", "step": "1个", "points": 3, "most": 5}


@pytest.mark.parametrize(
    ("actual", "allowed", "capped"),
    # 每超1个加3分（最多5分），每少1个减3分
    [
        ("4个", "7.00", "7.00"),
        ("5个", "10.00", "10.00"),
        ("6个", "13.00", "10.00"),
        ("7个", "15.00", "10.00"),
        ("99个", "15.00", "10.00"),
    ],
)
def test_a_bonus_goes_above_the_weight_only_where_it_is_allowed(
    actual: str, allowed: str, capped: str
) -> None:
    free = rules(
        "deduction_steps",
        step="1个",
        points=3,
        beyond=BONUS,
        settles={"bonus": "allowed", "steps": "full"},
    )
    bound = rules("deduction_steps", step="1个", points=3, beyond=BONUS)
    assert [allowed] == earned(score_indicator("≥5个", actual, 10, rules=free))
    assert earned(score_indicator("≥5个", actual, 10, rules=bound))[0] == capped


def test_a_bonus_of_a_bound_is_a_set() -> None:
    """More than six of five: two or more beyond, at most five points."""
    free = rules("proportional", beyond=BONUS, settles={"bonus": "allowed"})
    item = score_indicator("≥5个", "大于6个", 10, rules=free)
    assert str(item.readings["steps=full"]) == "13.00 ∪ 15.00"


@pytest.mark.parametrize(
    ("name", "keys", "over", "under"),
    [
        # 20 % to either side: 8 of 10; (0.8 − 0.6)/0.4 · 10 = 5; two steps of 10 %.
        ("proportional", {}, "8.00", "8.00"),
        ("gated_proportional", {"gate": "60%"}, "5.00", "5.00"),
        ("deduction_steps", {"step": "10%", "points": 1}, "8.00", "8.00"),
        ("all_or_nothing", {}, "0.00", "0.00"),
    ],
)
def test_over_achievement_may_cost_what_a_shortfall_costs(
    name: str, keys: dict[str, Any], over: str, under: str
) -> None:
    found = rules(name, beyond={"effect": "two_sided"}, **keys)
    for actual, expected in (("120次", over), ("80次", under), ("100次", "10.00")):
        item = score_indicator("≥100次", actual, 10, rules=found)
        assert [expected] == earned(item)
    far = score_indicator("≥100次", "300次", 10, rules=found)
    assert ["0.00"] == earned(far)


# What a method writes.
ROWS = [
    RuleRow(Fraction(10), subject, direction, zero_target=zero, is_share=share)
    for subject, direction in (
        *((Subject.QUANTITY, direction) for direction in Direction),
        (Subject.DATE, None),
        (Subject.TEXT, None),
    )
    for zero in (False, True)
    for share in (False, True)
]
EVERY = [
    method("all_or_nothing"),
    method("proportional"),
    method("proportional", veto="rate < 60%"),
    method("gated_proportional", gate="60%", multiplier=20),
    method("deduction_steps", step="10%", points=2, start=20),
    method("deduction_steps", step="100公斤", points=2),
    method("deduction_steps", step="1百分点", of_weight="10%", most=3),
    method("deduction_steps", of="increase", step="10%", points=1),
    method("deduction_steps", of="two_sided", step="3%", points=1),
    method("deduction_steps", of="count", points=1, also=[{"of": "judged"}]),
    method("deduction_steps", of="judged", most=7),
    method("per_occurrence", points=1),
    method("per_occurrence", points=1, missing=True),
    method("bands", bands=BANDS),
    method("bands", bands=BANDS, of="rate", met_first=True, full=20),
    method("bands", bands=[{"to": "3天", "score": 5}], of="days_late"),
    method("deadline"),
    method("deadline", points=1),
    method("grades", grades=[{"words": ["好"], "share": "50%"}]),
    method("checklist", items=CHECKLIST),
    method("judgement"),
    method("formula", formula="weight * rate"),
    method("proportional", beyond=BONUS),
    method("proportional", beyond={"effect": "two_sided"}),
]


@pytest.mark.parametrize("one", EVERY, ids=lambda m: m.method)
def test_every_method_writes_the_one_language_for_every_row(one: MethodBase) -> None:
    for row in ROWS:
        found = readings_of(partial(one.write, row=row), POINTS.__getitem__)
        for reading in found:
            parse_formula(reading.result)


@pytest.mark.parametrize("one", EVERY, ids=lambda m: m.method)
def test_methods_are_read_back_from_what_they_say(one: MethodBase) -> None:
    again = METHOD.validate_python(one.model_dump(by_alias=True))
    assert again == one
    assert METHOD.validate_json(one.model_dump_json(by_alias=True)) == one


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("10%", "1/10", ""),
        ("0.6", "3/5", ""),
        ("2/3", "2/3", ""),
        ("1百分点", "1", "百分点"),
        ("1个百分点", "1", "百分点"),
        ("100公斤", "100", "公斤"),
        ("100 kg", "100", "公斤"),
        ("1.5万元", "1.5", "万元"),
        ("-5%", "-1/20", ""),
    ],
)
def test_amounts(text: str, number: str, unit: str) -> None:
    found = Amount.model_validate(text)
    assert (Fraction(number), unit) == (found.number, found.unit)
    assert Amount.model_validate(str(found)) == found


def test_a_bare_row_takes_a_unit_but_no_money() -> None:
    """A bare 57.6 may be in 元 or in 万元."""
    assert Amount.model_validate("100公斤").into(None) == 100
    assert Amount.model_validate("1万元").into(None) is None
    assert Amount.model_validate("1万元").into("元") == 10_000


# What is refused.
@pytest.mark.parametrize(
    ("name", "keys", "error"),
    [
        ("deduction_steps", {"step": "10%"}, "points-or-share"),
        (
            "deduction_steps",
            {"step": "10%", "points": 1, "of_weight": "10%"},
            "points-or-share",
        ),
        ("deduction_steps", {"points": 1}, "step"),
        ("deduction_steps", {"step": "10", "points": 1}, "outside"),
        ("deduction_steps", {"step": "0公斤", "points": 1}, "outside"),
        ("deduction_steps", {"step": "-5%", "points": 1}, "outside"),
        ("deduction_steps", {"step": "十分之一", "points": 1}, "no-number"),
        ("deduction_steps", {"of": "count", "step": "10%", "points": 1}, "step"),
        ("deduction_steps", {"of": "judged", "step": "10%"}, "step"),
        ("per_occurrence", {}, "points-or-share"),
        ("deadline", {"points": 1, "of_weight": "5%"}, "points-or-share"),
        (
            "bands",
            {"bands": [{"from": "9%", "score": 1, "stated": True, "excluded": True}]},
            "in-and-out",
        ),
        (
            "bands",
            {"bands": [{"from": "9%", "score": 1, "down_to": 2}]},
            "band-scores",
        ),
        (
            "bands",
            {"bands": [{"to": "9天", "score": 2}, {"to": "1小时", "score": 1}]},
            "band-order",
        ),
        (
            "bands",
            {"bands": [{"to": "9天", "score": 2}, {"to": "10%", "score": 1}]},
            "band-order",
        ),
        ("grades", {"grades": [{"words": ["好"]}]}, "formula-or-share"),
        ("proportional", {"settles": {"steps": "half"}}, "choice"),
        ("proportional", {"settles": {"stpes": "full"}}, "choice"),
        ("proportional", {"beyond": {"effect": "deduct"}}, "points-or-share"),
        ("proportional", {"beyond": {"effect": "bonus", "points": 1}}, "beyond"),
        (
            "proportional",
            {"beyond": {"effect": "bonus", "points": 1, "step": "1个"}},
            "beyond",
        ),
        ("proportional", {"beyond": {"effect": "note", "step": "1个"}}, "beyond"),
    ],
)
def test_what_makes_no_sense_is_refused(
    name: str, keys: dict[str, Any], error: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        method(name, **keys)
    assert f"rules.value-{error}" in {one["type"] for one in caught.value.errors()}


def test_editors_are_told_that_amounts_are_text_or_numbers() -> None:
    schema = METHOD.json_schema()["$defs"]
    for name in ("Step", "Mark"):
        assert [{"type": "number"}, {"type": "string"}] == schema[name]["anyOf"]

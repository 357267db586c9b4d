"""Every method and every rule of the rulesets, under every reading: plain arithmetic.

The rules are written out again here in a few lines each, from the words of the clauses
and not from the code, and asked at a lattice of each interval that holds the gates,
the edges of bands and steps, the target, and numbers a hair beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import ceil, floor
from typing import Any

import pytest
from pydantic import TypeAdapter

from perfscore.rules.cells import branches, cells_between, pieces
from perfscore.rules.formula import Formula, parse_formula
from perfscore.rules.library import rulesets
from perfscore.rules.methods import Grades, Method, MethodBase
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import POINTS, Ask, readings_of
from perfscore.rules.walker import Names
from perfscore.rules.words import Sort
from perfscore.values.sets import Piece

F = Fraction
ZERO = F(0)
HAIR = F(1, 10**9)
TENTH = F(1, 10)
WEIGHTS = (F(5), F(10), F(20), F(15, 2))
AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST


@dataclass(frozen=True)
class Given:
    """A row: its weight and target, its good side, and the reading."""

    weight: Fraction
    target: Fraction
    direction: Direction
    is_share: bool
    strict: bool
    choices: Mapping[str, str]

    def met(self, u: Fraction) -> bool:
        if self.direction is AT_LEAST:
            return u > self.target or (u == self.target and not self.strict)
        if self.direction is AT_MOST:
            return u < self.target or (u == self.target and not self.strict)
        return u == self.target

    def rate(self, u: Fraction) -> Fraction | None:
        return u / self.target if self.target > 0 and u >= 0 else None

    def written(self, stated: Fraction) -> bool:
        """Whether points that the clause states win over the row's."""
        choice = self.choices.get("weight_conflict")
        return stated != self.weight and choice == "as_written"


Answer = Fraction | Piece | None
"""A number, a band to be judged, or None where a number does not exist."""

Rule = Callable[[Given, Fraction], Answer]


def judged(row: Given) -> Piece:
    return Piece(ZERO, row.weight, judged=True)


def all_or_nothing(row: Given, u: Fraction) -> Answer:
    return row.weight if row.met(u) else ZERO


def in_time(row: Given, u: Fraction) -> Answer:
    return row.weight if u <= 0 else judged(row)


def judgement(row: Given, _: Fraction) -> Answer:
    return judged(row)


def of_nothing(row: Given) -> Answer:
    """A target of zero that is missed."""
    return ZERO if row.choices["zero_target"] == "nothing" else judged(row)


def proportional(row: Given, u: Fraction) -> Answer:  # noqa: PLR0911 -- its cases
    if row.met(u):
        return row.weight
    rate = row.rate(u)
    if row.direction is AT_LEAST:
        return None if rate is None else row.weight * rate
    if row.target == 0:
        return of_nothing(row)
    if row.direction is Direction.TWO_SIDED:
        return None if rate is None else row.weight * (1 - abs(1 - rate))
    if row.direction is not AT_MOST:
        return judged(row)
    if row.choices["reverse_rate"] == "met":
        return ZERO
    if row.choices["reverse_rate"] == "ratio":
        return None if rate is None else row.weight * row.target / u
    return None if rate is None else row.weight * (2 - rate)


def gated(gate: Fraction, multiplier: Fraction | None) -> Rule:
    def rule(row: Given, u: Fraction) -> Answer:  # noqa: PLR0911 -- its cases
        rate = row.rate(u)
        if row.direction is Direction.TWO_SIDED and row.target > 0:
            if rate is None:
                return None
            return max((1 - abs(1 - rate) - gate) / (1 - gate) * row.weight, ZERO)
        if row.direction is not AT_LEAST:
            return row.weight if row.met(u) else judged(row)
        if multiplier is not None and row.written(multiplier):
            if rate is None:
                return None
            return (
                ZERO
                if rate < gate
                else (min(rate, F(1)) - gate) / (1 - gate) * multiplier
            )
        if row.met(u):
            return row.weight
        if rate is None:
            return None
        return ZERO if rate < gate else (rate - gate) / (1 - gate) * row.weight

    return rule


def deducted(
    over: Fraction,
    start: Fraction,
    points: Fraction,
    reading: str,
    size: Fraction = TENTH,
) -> Fraction:
    """Take the points off for each step beyond, one step after another."""
    left, at = start, size
    if reading == "pro_rata":
        return max(start - points * over / size, ZERO)
    while left > 0 and (over >= at if reading == "full" else over > at - size):
        left -= points
        at += size
    return max(left, ZERO)


def bad_side(row: Given, u: Fraction) -> Fraction | None:
    """How far the actual is on the bad side, below zero on the good one."""
    if row.direction is Direction.TWO_SIDED:
        return abs(u - row.target)
    return {AT_LEAST: row.target - u, AT_MOST: u - row.target}.get(row.direction)


def steps(
    points: Fraction,
    start: Fraction | None,
    of_weight: int = 0,
    size: Fraction = TENTH,
) -> Rule:
    """Take points off for each 10 %, or a share of the weight of that many percent."""

    def rule(row: Given, u: Fraction) -> Answer:
        bad = bad_side(row, u)
        if bad is None:
            return row.weight if row.met(u) else judged(row)
        written = start is not None and row.written(start)
        if row.met(u):
            return min(row.weight, start or ZERO) if written else row.weight
        each = points + row.weight * F(of_weight, 100)
        over = max(bad, ZERO)
        if not (row.is_share and row.choices["step_unit"] == "points"):
            if row.target == 0:
                return of_nothing(row)
            if row.rate(u) is None:
                return None
            over /= row.target
        full = start if written and start is not None else row.weight
        reading = row.choices["steps"]
        return min(deducted(over, full, each, reading, size), row.weight)

    return rule


def excepted(rule: Rule) -> Rule:
    """政策或特殊原因除外."""

    def told(row: Given, u: Fraction) -> Answer:
        present = row.choices["exception"] == "present"
        return row.weight if present else rule(row, u)

    return told


def each_3_percent_off(row: Given, u: Fraction) -> Answer:
    """与计划每相差3%扣1分，扣完为止: to both sides, whatever the row's own side."""
    off = abs(u - row.target)
    if not (row.is_share and row.choices["step_unit"] == "points"):
        if row.target == 0:
            return row.weight if u == 0 else of_nothing(row)
        if row.rate(u) is None:
            return None
        off /= row.target
    return deducted(off, row.weight, F(1), row.choices["steps"], F(3, 100))


def increase(points: Fraction, start: Fraction) -> Rule:
    def rule(row: Given, u: Fraction) -> Answer:
        if not row.is_share:
            return judged(row)
        if row.choices["baseline"] == "unknown":
            return judged(row) if u > 0 else row.weight
        full = start if row.written(start) else row.weight
        left = deducted(max(u, ZERO), full, points, row.choices["steps"])
        return min(left, row.weight)

    return rule


def satisfaction(row: Given, u: Fraction) -> Answer:
    """95%（含）以上计10分，85%-95%计8分，75%-85%计6分，75%以下计0分."""
    return by_bands(row, u)


def satisfaction_met(row: Given, u: Fraction) -> Answer:
    """The same for a row with a target of its own: met, it earns the weight."""
    return row.weight if met_first(row, u) else by_bands(row, u)


def met_first(row: Given, u: Fraction) -> bool:
    """Whether a met target earns the weight; of shares that is one of two readings."""
    return row.met(u) and row.choices.get("met_first", "full") == "full"


def by_bands(row: Given, u: Fraction) -> Answer:
    if not row.is_share:
        return judged(row)
    scale = F(1) if row.written(F(10)) else row.weight / 10
    better = row.choices["boundary"] == "better"
    for edge, points, counts in ((95, 10, True), (85, 8, better), (75, 6, better)):
        if u > F(edge, 100) or (u == F(edge, 100) and counts):
            return points * scale
    return ZERO


def central_satisfaction(row: Given, u: Fraction) -> Answer:
    """满意度90%及以上得10分，80%（含）-90%得8分，60%（含）-80%得5分."""
    if met_first(row, u):
        return row.weight
    if not row.is_share:
        return judged(row)
    scale = F(1) if row.written(F(10)) else row.weight / 10
    for edge, points in ((90, 10), (80, 8), (60, 5)):
        if u >= F(edge, 100):
            return points * scale
    return ZERO


# The rules as their clauses say them, by words of the clause.
CLAUSES: dict[str, Rule] = {
    "万元以内计20分，每超过10%扣2分": steps(F(2), F(20)),
    "年度预算范围以内计20分，每超过10%扣1分": steps(F(1), F(20)),
    "得分=（实际完成率-60%）/（1-60%）*10": gated(F(3, 5), F(10)),
    "达到目标值计20分，否则不得分": all_or_nothing,
    "未达到标准值不得分": all_or_nothing,
    "满意度95%（含）以上计10分": satisfaction,
    "出错率每增加10%，扣1分": increase(F(1), F(10)),
    "按完成情况赋分": judgement,
    "按能耗统计完整正确情况评分": judgement,
    "从降低机关运行成本情况评分": judgement,
    "从提供服务情况评分": judgement,
    "从租赁房屋家具家电配置和提供服务质量情况评分": judgement,
    "从降低机关运行成本、提高行政效率情况评分": judgement,
}
METHODS: dict[str, Rule] = {
    # mof-2020
    "按照完成值与指标值的比例记分": proportional,
    "完成指标值的，记该指标所赋全部分值": in_time,
    # hengyang-2024, for rows that print no clause
    "满意度95%（含）以上计10分": satisfaction_met,
    "20分的行每超过10%扣2分，10分的行每超过10%扣1分": steps(ZERO, None, 10),
    "完成率小于60%为不及格，不得分": gated(F(3, 5), None),
    # mof-2021-core
    "满意度90%及以上得10分": central_satisfaction,
    "完成率小于60%的不得分": gated(F(3, 5), None),
    # mof-2003-admin
    "实际完成情况与计划每相差3%扣1分": each_3_percent_off,
    "每超过4%扣1分": excepted(steps(F(1), None, 0, F(4, 100))),
    "验收是否通过": all_or_nothing,
    "在计划的时间内完成得满分": in_time,
    "没有写明其他指标如何计分": judgement,
    # forward and reverse, in their words
    "正向指标得分=权重×完成值/目标值": proportional,
    "正向定量指标得分=权重×B/A": proportional,
    "完成值不低于目标得满分，否则完成值÷目标×分值": proportional,
}


def taken(
    over: Fraction, size: Fraction, points: Fraction, reading: str, most: Fraction
) -> Fraction:
    """Points off for a number of steps, at most some; nothing below zero."""
    count = max(over, ZERO) / size
    whole = {"full": F(floor(count)), "started": F(ceil(count)), "pro_rata": count}
    return min(whole[reading] * points, most)


def each_hundred_kilos(row: Given, u: Fraction) -> Answer:
    """每少（超）100公斤扣1分: steps in the unit of the row."""
    bad = bad_side(row, u)
    if bad is None or row.met(u):
        return row.weight if row.met(u) else judged(row)
    if row.is_share:
        return judged(row)
    off = taken(bad, F(100), F(1), row.choices["steps"], row.weight)
    return row.weight - off


def each_point_at_most_six(row: Given, u: Fraction) -> Answer:
    """每超1个百分点扣0.5分，最多扣6分: the sub-cap may end within a step."""
    bad, most = bad_side(row, u), min(F(6), row.weight)
    room = Piece(row.weight - most, row.weight, judged=True)
    if bad is None or row.met(u):
        return row.weight if row.met(u) else room
    if not row.is_share:
        if row.target == 0:
            nothing = row.choices["zero_target"] == "nothing"
            return row.weight - most if nothing else room
        if row.rate(u) is None:
            return None
        bad /= row.target
    return row.weight - taken(bad, F(1, 100), F(1, 2), row.choices["steps"], most)


def work_and_quality(row: Given, u: Fraction) -> Answer:
    """工作量每少10%扣1分；质量酌情扣分，最多扣6分: two deductions, one floor."""
    most = min(F(6), row.weight)
    off = ZERO
    if not (row.is_share and row.choices["step_unit"] == "points"):
        if row.target == 0:
            if row.choices["zero_target"] == "judged" and u < 0:
                return judged(row)
            if row.choices["zero_target"] == "judged":
                return judged(row)
            off = ZERO if u >= 0 else row.weight
        elif row.rate(u) is None:
            return None
        else:
            off = max(1 - u / row.target, ZERO)
            off = taken(off, F(1, 10), F(1), row.choices["steps"], row.weight)
    else:
        off = max(row.target - u, ZERO)
        off = taken(off, F(1, 10), F(1), row.choices["steps"], row.weight)
    low, high = max(row.weight - most - off, ZERO), max(row.weight - off, ZERO)
    return Piece(low, high, judged=True)


def either_side_of_its_own(row: Given, u: Fraction) -> Answer:
    """少10%扣2分，最多扣3分；超20%扣1分: each side by its own step."""
    if row.target == 0 or row.rate(u) is None:
        return None
    rate, reading = u / row.target, row.choices["steps"]
    under, over = max(1 - rate, ZERO), max(rate - 1, ZERO)
    less = taken(under, F(1, 10), F(2), reading, min(F(3), row.weight))
    more = taken(over, F(1, 5), F(1), reading, row.weight)
    return row.weight - less - more


def each_accident(row: Given, u: Fraction) -> Answer:
    """每发生一次扣2分，最多扣5分; the target may allow some."""
    if row.met(u) and row.direction is AT_MOST:
        return row.weight
    most = min(F(5), row.weight)
    if row.is_share or row.direction is not AT_MOST:
        room = Piece(row.weight - most, row.weight, judged=True)
        return row.weight if row.met(u) and row.direction is AT_MOST else room
    allowed = row.target > 0 and row.choices["occurrences"] == "beyond"
    count = u - row.target if allowed else u
    return row.weight - taken(count, F(1), F(2), row.choices["steps"], most)


def each_missing(row: Given, u: Fraction) -> Answer:
    """缺一项扣0.5分，扣完为止."""
    if row.direction is AT_LEAST and row.met(u):
        return row.weight
    if row.is_share:
        return judged(row)
    less = taken(row.target - u, F(1), F(1, 2), row.choices["steps"], row.weight)
    return row.weight - less


def ranges(row: Given, u: Fraction) -> Answer:
    """90%（不含）以上10分，80%-90%得8-5分，60%（含）以上3分，60%以下0分."""
    if not row.is_share:
        return judged(row)
    scale = F(1) if row.written(F(10)) else row.weight / 10
    if u > F(9, 10):
        return 10 * scale
    if u > F(8, 10) or (u == F(8, 10) and row.choices["boundary"] == "better"):
        if row.choices["inside_band"] == "judged":
            return Piece(5 * scale, 8 * scale, judged=True)
        return (5 + 3 * (u - F(8, 10)) / F(1, 10)) * scale
    return 3 * scale if u >= F(6, 10) else ZERO


def quick(row: Given, u: Fraction) -> Answer:
    """10分钟以内满分，20分钟（含）以内5分."""
    if row.is_share:
        return judged(row)
    scale = F(1) if row.written(F(10)) else row.weight / 10
    if u < 10 or (u == 10 and row.choices["boundary"] == "better"):
        return 10 * scale
    return 5 * scale if u <= 20 else ZERO


def vetoed(row: Given, u: Fraction) -> Answer:
    """完成率低于60%不得分，其余按比例."""
    rate = row.rate(u)
    if rate is None:
        return None
    return ZERO if rate < F(3, 5) else proportional(row, u)


def cut_beyond(row: Given, u: Fraction) -> Answer:
    """超过目标130%的，每超10%扣分值的10%."""
    if row.direction is not AT_LEAST or row.target == 0 or u <= row.target * F(13, 10):
        return proportional(row, u)
    over = u / row.target - F(13, 10)
    each = row.weight / 10
    return row.weight - taken(over, F(1, 10), each, row.choices["steps"], row.weight)


def bonus(row: Given, u: Fraction) -> Answer:
    """每超1个加3分，最多加5分，未完成按比例."""
    allowed = row.choices.get("bonus") == "allowed"
    upward = row.direction is AT_LEAST and row.target != 0 and u > row.target
    if not allowed or not upward:
        return proportional(row, u)
    if row.is_share:
        return Piece(ZERO, row.weight, judged=True)
    more = taken(u - row.target, F(1), F(3), row.choices["steps"], F(5))
    return row.weight + more


def started_only(row: Given, u: Fraction) -> Answer:
    """每超10%扣2分，不足10%按10%计: the clause settles what else is open."""
    told = Given(**{**vars(row), "choices": {**row.choices, "steps": "started"}})
    return steps(F(2), None)(told, u)


STEP = {"source": "x", "method": "deduction_steps"}
# What no shipped ruleset uses, so that every method is held to plain arithmetic.
OTHERS: list[tuple[dict[str, Any], Rule]] = [
    ({**STEP, "step": "100公斤", "points": 1}, each_hundred_kilos),
    ({**STEP, "step": "1百分点", "points": "0.5", "most": 6}, each_point_at_most_six),
    (
        {
            **STEP,
            "of": "shortfall",
            "step": "10%",
            "points": 1,
            "also": [{"of": "judged", "most": 6}],
        },
        work_and_quality,
    ),
    (
        {
            **STEP,
            "of": "shortfall",
            "step": "10%",
            "points": 2,
            "most": 3,
            "also": [{"of": "overrun", "step": "20%", "points": 1}],
            "settles": {"step_unit": "relative", "zero_target": "judged"},
        },
        either_side_of_its_own,
    ),
    (
        {**STEP, "step": "10%", "points": 2, "settles": {"steps": "started"}},
        started_only,
    ),
    (
        {"source": "x", "method": "per_occurrence", "points": 2, "most": 5},
        each_accident,
    ),
    (
        {"source": "x", "method": "per_occurrence", "points": "0.5", "missing": True},
        each_missing,
    ),
    (
        {
            "source": "x",
            "method": "bands",
            "full": 10,
            "bands": [
                {"from": "90%", "score": 10, "excluded": True},
                {"from": "80%", "score": 8, "down_to": 5},
                {"from": "60%", "score": 3, "stated": True},
            ],
        },
        ranges,
    ),
    (
        {
            "source": "x",
            "method": "bands",
            "full": 10,
            "bands": [
                {"to": "10分钟", "score": 10},
                {"to": "20分钟", "score": 5, "stated": True},
            ],
        },
        quick,
    ),
    ({"source": "x", "method": "proportional", "veto": "rate < 60%"}, vetoed),
    (
        {
            "source": "x",
            "method": "proportional",
            "beyond": {
                "effect": "deduct",
                "rate": "130%",
                "step": "10%",
                "of_weight": "10%",
            },
        },
        cut_beyond,
    ),
    (
        {
            "source": "x",
            "method": "proportional",
            "beyond": {"effect": "bonus", "step": "1个", "points": 3, "most": 5},
        },
        bonus,
    ),
]
NOT_MONOTONE = {each_3_percent_off, either_side_of_its_own, cut_beyond}
UPWARD = {central_satisfaction, ranges, each_missing, vetoed, work_and_quality}
ABSOLUTE = {each_hundred_kilos, each_accident, each_missing, quick, bonus}
METHOD: TypeAdapter[MethodBase] = TypeAdapter(Method)


def _known(words: str, table: Mapping[str, Rule]) -> Rule:
    for part, rule in table.items():
        if part in words:
            return rule
    message = f"this test has no plain arithmetic for: {words}"
    raise AssertionError(message)


Case = tuple[str, MethodBase, Rule]
"""The words of a rule, the rule, and the same in plain arithmetic."""


def _every_rule() -> Iterator[Case]:
    seen: set[str] = set()
    for rules in rulesets():
        listed = [(c.text, c.rule, CLAUSES) for c in rules.clauses]
        own = [(m.clause, m, METHODS) for m in rules.methods]
        for words, method, table in [*listed, *own]:
            content = method.model_dump_json(exclude={"source", "clause", "for_"})
            if content not in seen and not isinstance(method, Grades):
                seen.add(content)
                yield words, method, _known(words, table)


RULES = [
    *_every_rule(),
    *(
        (rule.__doc__ or "", METHOD.validate_python(data), rule)
        for data, rule in OTHERS
    ),
]
TESTS = {
    (AT_LEAST, False): "actual >= target",
    (AT_LEAST, True): "actual > target",
    (AT_MOST, False): "actual <= target",
    (AT_MOST, True): "actual < target",
    (Direction.EXACT, False): "actual == target",
    (Direction.TWO_SIDED, False): "actual == target",
}


def _rows(method: MethodBase) -> Iterator[tuple[Given, str]]:
    """Yield every row that a rule can meet, with the formula's text."""
    options: Callable[[str], Sequence[str]] = POINTS.__getitem__
    shares = {False: (F(1965), F(288, 5), ZERO), True: (F(95, 100), F(3, 10), ZERO)}
    for turn, (direction, strict) in enumerate(TESTS):
        for is_share, targets in shares.items():
            for target in targets:
                for weight in (WEIGHTS[turn % 4], WEIGHTS[(turn + 1) % 4]):
                    row = RuleRow(
                        weight=weight,
                        subject=Subject.QUANTITY,
                        direction=direction,
                        zero_target=target == 0,
                        target=target,
                        is_share=is_share,
                        counts=not is_share,
                    )

                    def write(ask: Ask, row: RuleRow = row) -> str:
                        return method.write(ask, row)

                    for reading in readings_of(write, options):
                        choices = dict(reading.choices)
                        yield (
                            Given(weight, target, direction, is_share, strict, choices),
                            reading.result,
                        )


def _edges(row: Given, rule: Rule) -> list[Fraction]:
    """Return the numbers at which some rule may change."""
    size = row.target or F(1)
    if rule in FINE:
        step, most = FINE[rule]
        fine = {row.target + step * k for k in range(-most, most + 1)}
        relative = {size * (1 + step * k) for k in range(-most, most + 1)}
        return sorted(fine | relative | {F(10), F(20), ZERO})
    edges = {size * F(k, 10) for k in range(32)} | {ZERO, size / 7, size * F(61, 100)}
    if row.is_share:
        edges |= {F(k, 100) for k in range(0, 230, 5)}
        edges |= {row.target + F(k, 10) for k in range(-22, 22)}
    return sorted(edges)


# Rules with smaller steps than a tenth, or with steps in the unit of the row: the size
# of a step, and how many there can be.
FINE = {
    each_3_percent_off: (F(3, 100), 21),
    METHODS["每超过4%扣1分"]: (F(4, 100), 21),
    each_hundred_kilos: (F(100), 21),
    each_point_at_most_six: (F(1, 100), 13),
    each_accident: (F(1), 4),
    each_missing: (F(1), 41),
    quick: (F(1), 2),
    bonus: (F(1), 3),
    either_side_of_its_own: (F(1, 10), 41),
}
Ends = tuple[Fraction | None, Fraction | None, bool, bool]


def _intervals(row: Given, number: int) -> Iterator[Ends]:
    """Yield some intervals; which ones turns with the number, so that all come up."""
    size = row.target or F(1)
    every: list[Ends] = [
        (ZERO, size * 2, False, False),
        (size * F(3, 5), size, True, False),
        (size * F(3, 5), size, False, True),
        (size, size * F(11, 10), False, False),
        (size, size * F(11, 10), True, True),
        (size * F(6, 5), None, False, False),
        (size, None, True, False),
        (None, size, False, True),
        (None, None, False, False),
        (size, size, False, False),
        (F(75, 100), F(95, 100), False, False),
        (F(85, 100), F(95, 100), True, True),
        (ZERO, F(2, 10), True, False),
    ]
    for turn in (number, number + 5):
        low, high, low_open, high_open = every[turn % len(every)]
        if row.is_share and low is None:
            low = ZERO  # a share is never negative
        yield low, high, low_open, high_open


def _piece(answer: Answer, most: Fraction) -> Piece:
    if answer is None:
        return Piece(ZERO, most, judged=True)
    if isinstance(answer, Piece):
        low, high = min(answer.low, most), min(answer.high, most)
        return Piece(low, high, judged=low < high)
    kept = min(max(answer, ZERO), most)
    return Piece(kept, kept)


def _lattice(ends: Ends, spots: Sequence[Fraction]) -> list[Fraction]:
    low, high, low_open, high_open = ends
    beside = {u + d for u in spots for d in (ZERO, HAIR, -HAIR)}
    beside |= {(u + v) / 2 for u, v in pairwise(sorted(spots))}
    beside |= {e + d for e in (low, high) if e is not None for d in (ZERO, HAIR, -HAIR)}
    beside |= {F(10) ** 15, -(F(10) ** 15)}
    return [
        u
        for u in beside
        if (low is None or low < u or (u == low and not low_open))
        and (high is None or u < high or (u == high and not high_open))
    ]


def _inside(part: Piece, whole: Piece) -> bool:
    return (whole.low, whole.low_open) <= (part.low, part.low_open) and (
        part.high,
        not part.high_open,
    ) <= (whole.high, not whole.high_open)


def _assert_same_set(
    formula: Formula, names: Names, row: Given, ends: Ends, rule: Rule
) -> None:
    low, high, low_open, high_open = ends
    cells = cells_between(low, high, low_open=low_open, high_open=high_open)
    most = row.weight + 5 if row.choices.get("bonus") == "allowed" else row.weight
    found = pieces(branches(formula, names, cells, most))
    results = {_piece(rule(row, u), most) for u in _lattice(ends, _edges(row, rule))}
    assert results
    for result in results:
        assert any(_inside(result, piece) for piece in found), (
            row,
            ends,
            result,
            found,
        )
    for piece in found:
        inside = [result for result in results if _inside(result, piece)]
        reached = {r.low for r in inside} | {r.high for r in inside}
        for end, is_open in (
            (piece.low, piece.low_open),
            (piece.high, piece.high_open),
        ):
            where = (row, ends, str(piece), formula.text)
            if is_open:
                assert end not in reached, where
                assert min(abs(end - r) for r in reached) < F(1, 10**6), where
            else:
                assert end in reached, where


def _names(row: Given, target: Fraction | None = None) -> Names:
    test = parse_formula(TESTS[row.direction, row.strict], sort=Sort.CONDITION)
    numbers = {"weight": row.weight, "target": row.target if target is None else target}
    return Names(
        numbers, "actual", {"achieved": test, "count": parse_formula("actual")}
    )


QUANTITIES = [rule for rule in RULES if rule[2] is not in_time]
IDS = [f"{type(method).__name__}-{n}" for n, (_, method, _) in enumerate(QUANTITIES)]


@pytest.mark.parametrize("case", QUANTITIES, ids=IDS)
def test_sets_equal_plain_arithmetic(case: Case) -> None:
    _, method, rule = case
    for number, (row, text) in enumerate(_rows(method)):
        formula, names = parse_formula(text), _names(row)
        for ends in _intervals(row, number):
            _assert_same_set(formula, names, row, ends, rule)


@pytest.mark.parametrize("case", QUANTITIES, ids=IDS)
def test_better_actuals_never_earn_less(case: Case) -> None:
    """The curve of each reading rises, or falls where less is better."""
    words, method, rule = case
    for row, text in _rows(method):
        backwards = (
            rule in (satisfaction, satisfaction_met) and row.direction is not AT_LEAST
        )
        backwards |= "出错率" in words and row.direction is not AT_MOST
        backwards |= rule in UPWARD and row.direction is not AT_LEAST
        backwards |= rule is quick and row.direction is not AT_MOST
        backwards |= rule in NOT_MONOTONE or (rule is bonus and row.is_share)
        if row.target <= 0 or row.direction not in (AT_LEAST, AT_MOST) or backwards:
            continue
        found = branches(
            parse_formula(text), _names(row), cells_between(ZERO, None), row.weight
        )
        worst_first = found if row.direction is AT_LEAST else found[::-1]
        for worse, better in pairwise(branch.piece for branch in worst_first):
            assert worse.low <= better.low, (row, text)
            assert worse.high <= better.high, (row, text)
        for branch in found:
            assert 0 <= branch.piece.low <= branch.piece.high <= row.weight


@pytest.mark.parametrize("case", QUANTITIES, ids=IDS)
def test_yuan_and_wan_yuan_earn_the_same(case: Case) -> None:
    """Target and actual times 10 000 leave every set as it is."""
    _, method, rule = case
    times = F(10**4)
    seen: set[tuple[str, Fraction]] = set()
    for row, text in _rows(method):
        if row.is_share or rule in ABSOLUTE or (text, row.target) in seen:
            continue
        seen.add((text, row.target))
        formula, size = parse_formula(text), row.target or F(1)
        for low, high in ((F(1, 2), F(6, 5)), (F(59, 60), F(23, 20)), (F(1), None)):
            one = cells_between(size * low, None if high is None else size * high)
            other = cells_between(
                size * low * times, None if high is None else size * high * times
            )
            small = branches(formula, _names(row), one, row.weight)
            large = branches(
                formula, _names(row, row.target * times), other, row.weight
            )
            assert [b.piece for b in small] == [b.piece for b in large]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_deadlines_equal_plain_arithmetic(weight: Fraction) -> None:
    methods = [method for _, method, rule in RULES if rule is in_time]
    assert len(methods) == 2
    row = RuleRow(weight=weight, subject=Subject.DATE, direction=None)
    for method in methods:
        for reading in readings_of(partial(method.write, row=row), POINTS.__getitem__):
            formula = parse_formula(reading.result)
            test = parse_formula("days_late <= 0", sort=Sort.CONDITION)
            names = Names({"weight": weight}, "days_late", {"achieved": test})
            excused = dict(reading.choices).get("exception") == "present"
            for low, high in ((-30, -1), (-30, 0), (0, 0), (-1, 1), (1, 31), (None, 5)):
                cells = cells_between(None if low is None else F(low), F(high))
                found = pieces(branches(formula, names, cells, weight))
                late = high > 0 and not excused
                wanted = Piece(ZERO if late else weight, weight, judged=late)
                assert found == (wanted,)


def half_up(points: Fraction) -> Fraction:
    return F(floor(points * 100 + F(1, 2)), 100)


@pytest.mark.parametrize("weight", [*WEIGHTS, F(777, 100)])
def test_grades_are_shares_of_the_weight(weight: Fraction) -> None:
    """100%-80%（含）、80%-60%（含）、60%-0%; in Hubei 50; no grade is all of it."""
    methods = [m for r in rulesets() for m in r.methods if isinstance(m, Grades)]
    assert len({method.model_dump_json() for method in methods}) == 4
    for method in methods:
        lower = 50 if "50%" in method.clause else 60
        shares = {
            None: (0, 100, False),
            0: (80, 100, False),
            1: (lower, 80, True),
            2: (0, lower, True),
        }
        for grade, (low, high, open_high) in shares.items():
            row = RuleRow(weight, Subject.TEXT, None, grade=grade)
            text = method.write(lambda point, _=None: POINTS[point][0], row)
            (branch,) = branches(
                parse_formula(text),
                Names({"weight": weight}),
                [cells_between(ZERO, ZERO)[0]],
                weight,
            )
            ends = (weight * F(low, 100), weight * F(high, 100))
            if "四舍五入" in method.clause:
                # The platform rounds the bounds themselves, half up.
                ends = (half_up(ends[0]), half_up(ends[1]))
            assert branch.piece == Piece(*ends, high_open=open_high, judged=True)


def by_rate(row: Given, spent: Fraction) -> Answer:
    budget = row.target
    return row.weight * spent / budget if budget > 0 and spent >= 0 else None


def unfinished(row: Given, spent: Fraction) -> Answer:
    """80%（含）-100%得7分，60%（含）-80%得5分，不足60%不得分."""
    rate = row.rate(spent)
    if rate is None:
        return None
    for edge, points in ((100, 10), (80, 7), (60, 5)):
        if rate >= F(edge, 100):
            return row.weight * points / 10
    return ZERO


def by_reason(row: Given, spent: Fraction) -> Answer:
    """执行率不低于90%得满分，低于90%的看原因."""
    rate = row.rate(spent)
    if rate is None:
        return None
    return row.weight if rate >= F(9, 10) else judged(row)


BUDGETS: dict[str, list[Rule]] = {
    "mof-2021-core": [unfinished, lambda row, _: row.weight],
    "sichuan": [by_rate, by_reason],
    "mof-2003-admin": [lambda row, _: judged(row)],
}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_budgets_earn_their_execution_rate(weight: Fraction) -> None:
    for rules in rulesets():
        plain = BUDGETS.get(rules.id, [by_rate])
        texts = [text for _, text, _ in rules.budget.texts()]
        assert len(texts) == len(plain)
        for text, rule in zip(texts, plain, strict=True):
            for budget in (F(316, 10), F(200), ZERO):
                names = Names({"weight": weight, "budget": budget}, "executed")
                row = Given(weight, budget, AT_LEAST, False, False, {})  # noqa: FBT003
                for number in range(13):
                    for ends in _intervals(row, number):
                        _assert_same_set(parse_formula(text), names, row, ends, rule)

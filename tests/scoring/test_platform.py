"""The ruleset ``platform`` equals what the platform's configuration computes.

The configuration is written out once more here in whole numbers, and asked on rows at
random and on rows that end in exactly half a cent.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import islice
from random import Random

import pytest

from perfscore.rules.formula import Formula, parse_formula
from perfscore.rules.library import load_ruleset
from perfscore.rules.parts import Direction, RuleRow
from perfscore.rules.readings import readings_of
from perfscore.rules.scalars import evaluate
from perfscore.rules.walker import Names
from perfscore.rules.words import Sort
from perfscore.scoring.budget import BudgetRow, score_budget
from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import Status

PLATFORM = load_ruleset("platform")
SIGNS = ("≥", ">", "=", "≤", "<")
ROWS = 20_000
"""Rows of each comparator that go through the formulas alone."""

Row = tuple[int, int, int]
"""Target, actual and weight, in hundredths."""


def cents(above: int, below: int) -> int:
    """A quotient of points in whole cents, half up."""
    return (2 * 100 * above + below) // (2 * below)


def configured(sign: str, target: int, actual: int, weight: int) -> int:
    """The score in cents; weights come in hundredths too."""
    actual = max(actual, 0)
    if sign == "=" and target == 0:
        return weight if actual <= 0 else 0
    if sign in "≥>=":
        return weight if actual >= target else cents(actual * weight, target * 100)
    if actual <= target:
        return weight
    if actual >= 2 * target:
        return 0
    return cents((2 * target - actual) * weight, target * 100)


WEIGHTS = (500, 1000, 2000, 750, 1250, 300, 9000)
ROUND_TARGETS = (800, 1600, 4000, 8000, 12_500, 16_000, 20_000, 80_000, 100_000)


def anywhere(seed: int) -> Iterator[Row]:
    """Rows at random, many of them near the target and its double."""
    pick = Random(seed)  # noqa: S311 -- the same rows every time
    while True:
        target = pick.choice((0, 1, pick.randint(1, 400), pick.randint(1, 10**7)))
        near = pick.choice((target, 2 * target)) + pick.randint(-3, 3)
        far = pick.randint(0, 3 * target + 10)
        actual = max(pick.choice((near, far, far, target, 2 * target)), 0)
        yield target, actual, pick.choice((*WEIGHTS, pick.randint(1, 10_000)))


def ties(seed: int) -> Iterator[Row]:
    """Rows whose points are an odd number of half cents."""
    pick = Random(seed)  # noqa: S311 -- as above
    while True:
        target, weight = pick.choice(ROUND_TARGETS), pick.choice(WEIGHTS)
        actual = pick.randint(1, 2 * target)
        missing = abs(2 * target - actual) if actual > target else actual
        halves = Fraction(2 * missing * weight, target)
        if halves.denominator == 1 and halves.numerator % 2:
            yield target, actual, weight


def rows(seed: int, count: int) -> Iterator[Row]:
    yield from islice(anywhere(seed), count // 2)
    yield from islice(ties(seed), count - count // 2)


@cache
def formula(direction: Direction, *, zero: bool, met: bool) -> Formula:
    """The one formula that the ruleset's method stands for in such rows."""
    row = RuleRow(Fraction(10), direction=direction, zero_target=zero, met=met)
    method = next(m for m in PLATFORM.methods if m.for_.fits(row, ""))
    options = PLATFORM.conventions.options
    (reading,) = readings_of(lambda ask: method.write(ask, row), options)
    return parse_formula(reading.result)


@cache
def achieved(direction: Direction) -> Formula:
    sign = "<=" if direction is Direction.AT_MOST else ">="
    return parse_formula(f"actual {sign} target", sort=Sort.CONDITION)


@pytest.mark.parametrize("sign", SIGNS)
def test_formulas_give_what_is_configured(sign: str) -> None:
    """100 000 rows over the five comparators, half of them ties."""
    rounding = PLATFORM.rounding.rounding
    tied = 0
    for target, actual, weight in rows(SIGNS.index(sign), ROWS):
        zero = target == 0
        less = sign in "≤<" or (sign == "=" and zero)
        direction = Direction.AT_MOST if less else Direction.AT_LEAST
        met = actual <= target
        numbers = {
            "target": Fraction(target, 100),
            "actual": Fraction(actual, 100),
            "weight": Fraction(weight, 100),
        }
        names = Names(numbers, None, {"achieved": achieved(direction)})
        found = evaluate(formula(direction, zero=zero, met=met), names)
        assert isinstance(found, Fraction)
        tied += (found * 200).denominator == 1 and (found * 200).numerator % 2
        score = rounding.number(found) * 100
        assert configured(sign, target, actual, weight) == score, (
            target,
            actual,
            weight,
        )
    assert tied > ROWS // 5


def shown(hundredths: int) -> str:
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


@pytest.mark.parametrize("sign", SIGNS)
def test_whole_rows_give_what_is_configured(sign: str) -> None:
    """The same through the whole scorer, with actuals below zero among them."""
    pick = Random(SIGNS.index(sign))  # noqa: S311 -- as above
    for number, (target, actual, weight) in enumerate(rows(7, 700)):
        given = -actual if number % 9 == 0 else actual
        level1 = pick.choice(("产出指标", "成本指标", "效益指标"))
        item = score_indicator(
            shown(target),
            shown(given),
            shown(weight),
            comparator=sign,
            level1=level1,
            rules=PLATFORM,
        )
        wanted = configured(sign, target, given, weight)
        assert item.status is Status.EXACT, (item.readings, item.remarks)
        assert item.score is not None
        assert wanted == int(item.score * 100), (sign, target, given, weight)


def test_budgets_give_what_is_configured() -> None:
    """executed/budget·10, without a cap for projects, capped for departments."""
    department = load_ruleset("platform-department")
    pick = Random(1)  # noqa: S311 -- as above
    for _ in range(500):
        budget = pick.choice((0, 1, pick.randint(1, 10**6)))
        executed = pick.choice((0, budget, pick.randint(0, 2 * budget + 5)))
        row = BudgetRow(
            weight=Fraction(10),
            adjusted=Fraction(budget),
            executed=Fraction(executed),
        )
        whole = cents(1000 * executed, 100 * (budget or 1))
        for rules, score in ((PLATFORM, whole), (department, min(whole, 1000))):
            item = score_budget(row, rules)
            if not budget:
                # Whether the budget or the rate counts as 1 is not told.
                assert item.score is None
                assert str(item.set) == "0.00–10.00"
                assert "10.00" == str(item.readings["zero_budget=full"])
                continue
            assert item.score is not None
            assert score == int(item.score * 100), (budget, executed, rules.id)


def test_a_budget_in_yuan_and_in_wan_yuan_earns_the_same() -> None:
    for times in (1, 10**4):
        row = BudgetRow(
            weight=Fraction(10),
            adjusted=Fraction(500 * times),
            executed=Fraction("523.12") * times,
        )
        assert str(score_budget(row, PLATFORM).set) == "10.46"

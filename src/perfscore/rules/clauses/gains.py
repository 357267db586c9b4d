"""Points that more earns: one by one, per cent by per cent, and beyond the target."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.measures import JUDGED, NotHere, unit_factor
from perfscore.rules.clauses.parts import POINTS_OF_SHARE, Deduction, Side, Span, When
from perfscore.rules.clauses.pieces import Accrual, Bonus
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import best_of, is_gate, most_points
from perfscore.rules.clauses.steps import taken_off
from perfscore.rules.parts import Direction, RuleRow, Subject, number_of, share_text
from perfscore.rules.readings import Ask

_ONE = Fraction(1)


def accrued(said: Said, row: RuleRow, ask: Ask, start: str) -> str:
    """Return points that add up one by one, to the row's weight.

    Args:
        said: all that the clause says.
        row: the row.
        ask: gives the choice at an open point.
        start: the formula of the most points.

    Raises:
        NotHere: what adds up does not exist in this row.
    """
    accrual = said.accrual
    others = [
        arm
        for arm in said.arms
        if not (arm.when is When.OTHERWISE and is_gate(arm))
        and not (arm.when is When.MET and arm in best_of(said.arms))
    ]
    if accrual is None or others or said.deductions or said.bonus:
        raise NotHere
    if accrual.size.unit in {"%", POINTS_OF_SHARE}:
        return _accrued_share(accrual, row, ask)
    points = number_of(accrual.points)
    counts = row.subject is Subject.QUANTITY and not row.is_share
    if counts and row.direction is not Direction.AT_LEAST:
        raise NotHere
    if row.subject is not Subject.TEXT and not counts:
        raise NotHere
    size = accrual.size.number * unit_factor(accrual.size.unit, row.unit)
    known = counts and row.target is not None and (size != 1 or not accrual.each)
    if known and (row.target or 0) / size * accrual.points != row.weight:
        raise NotHere  # the target would earn more than the weight, or less
    what = "actual" if counts else "count"
    return f"{points} * steps({what}, {number_of(size)}, {start} / {points})"


def _accrued_share(accrual: Accrual, row: RuleRow, ask: Ask) -> str:
    """Return points that add up per cent by per cent of the target."""
    whole_of = accrual.points * (_ONE / accrual.size.number)
    if row.subject is not Subject.QUANTITY or row.zero_target:
        raise NotHere
    if row.direction is not Direction.AT_LEAST or whole_of != row.weight:
        raise NotHere
    if row.is_share and row.target not in {None, _ONE}:
        raise NotHere  # 1% of the target, or 1% of all
    size, points = share_text(accrual.size.number), number_of(accrual.points)
    if ask("steps", ("full", "pro_rata")) == "full":
        return f"{points} * steps(rate, {size}, weight / {points})"
    return "weight * rate"


def bonus_most(said: Said, weight: Fraction) -> Fraction | None:
    """Return the most points that a row earns with what is added, where it is said."""
    best = most_points(said.arms)
    if said.bonus_most is not None and best is not None and best < weight:
        return min(weight, best + said.bonus_most)
    if said.bonus_most is not None:
        return weight + said.bonus_most
    if said.ceiling is not None and said.ceiling >= weight:
        return said.ceiling
    return None


def with_bonus(bonus: Bonus, found: str, said: Said, row: RuleRow, ask: Ask) -> str:
    """Return a formula with the points that are added beyond the target.

    Where the clause does not say how many may be added, what lies beyond the target
    is left to a person: a row is worth its weight, or what adds up.

    Args:
        bonus: what is added.
        found: the formula without it.
        said: all that the clause says.
        row: the row.
        ask: gives the choice at an open point.

    Raises:
        NotHere: there is no good side of the target to count on.
    """
    if row.subject is not Subject.QUANTITY or row.direction is not Direction.AT_LEAST:
        raise NotHere
    most = bonus_most(said, row.weight)
    start = most_points(said.arms)
    if start is None or start >= row.weight or most != row.weight:
        start = row.weight
    ends = [arm.when.low for arm in best_of(said.arms) if isinstance(arm.when, Span)]
    base = Span(low=ends[0]) if len(ends) == 1 and ends[0] is not None else None
    step = Deduction(Side.OVER, bonus.size, bonus.points, when=base)
    free = replace(row, inferred=True)
    extra = (most or start + bonus.points) - start
    taken = taken_off(step, said, free, ask, number_of(extra))
    added = JUDGED if most is None else f"{number_of(start)} + {taken.text}"
    return f"({found}) if {taken.met} else {added}"

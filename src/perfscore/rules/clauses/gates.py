"""Gates whose figure counts from the target: ≤24小时,每超1小时扣1分,超过5小时不得分."""

from __future__ import annotations

from dataclasses import replace

from perfscore.rules.clauses.measures import NotHere, unit_factor
from perfscore.rules.clauses.parts import POINTS_OF_SHARE, Arm, Side, Span
from perfscore.rules.clauses.phrases.names import (
    BEYOND_TARGET,
    LATE_NAMES,
    NAMELESS,
    OF_TARGET,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import is_gate, is_loss
from perfscore.rules.parts import Direction, RuleRow, Subject

_LATE = next(iter(sorted(LATE_NAMES)))
_DAYS = frozenset({"天", "日"})


def in_time_spans(said: Said, row: RuleRow) -> Said:
    """Return a clause with days counted from the deadline, where the row has one.

    每延迟1天扣1分,超过5天不得分: five days late.

    Args:
        said: all that the clause says.
        row: the row.
    """
    late = any(one.side is Side.LATE for one in said.deductions) or any(
        isinstance(arm.when, Span) and arm.when.subject in LATE_NAMES
        for arm in said.arms
    )
    if row.subject is not Subject.DATE or not late:
        return said
    arms = tuple(
        replace(arm, when=replace(arm.when, subject=_LATE))
        if isinstance(arm.when, Span)
        and not arm.when.subject
        and _unit(arm) in _DAYS
        and is_loss(arm)
        else arm
        for arm in said.arms
    )
    return replace(said, arms=arms)


def gates_by_distance(said: Said, row: RuleRow) -> Said:
    """Return a clause with its gates counted from the target, where they lie below it.

    Args:
        said: all that the clause says.
        row: the row.
    """
    if row.subject is not Subject.QUANTITY or row.direction is not Direction.AT_MOST:
        return said
    if row.is_share or row.target is None:
        return said
    units = {
        one.size.unit
        for one in said.deductions
        if one.side in {Side.OVER, Side.LATE} and one.when is None
    }
    found: list[Arm] = []
    for arm in said.arms:
        gate = _gate(arm, units)
        if gate is not None and _counts_beyond(arm, row):
            found.append(replace(arm, when=replace(gate, subject=BEYOND_TARGET)))
        else:
            found.append(arm)
    return replace(said, arms=tuple(found))


def gates_of_rate(said: Said, row: RuleRow) -> Said:
    """Return a clause with its gates in per cent as of the target, or beyond it.

    达到100件得满分,完成率低于60%不得分 asks two things of one row; so does 不超过50万元
    得满分,超过10%不得分, whose gate lies beyond the target.

    Args:
        said: all that the clause says.
        row: the row.

    Raises:
        NotHere: a gate lies on the good side of the target.
    """
    spans = [arm for arm in said.arms if isinstance(arm.when, Span)]
    if row.is_share or row.subject is not Subject.QUANTITY:
        return said
    gates = [arm for arm in spans if _unit(arm) == "%" and is_gate(arm)]
    others = [arm for arm in spans if arm not in gates]
    plain = all(_unit(arm) not in {"%", ""} for arm in others)
    if not (gates and others and plain):
        return said
    return replace(
        said,
        arms=tuple(_of_target(arm, row) if arm in gates else arm for arm in said.arms),
    )


def _of_target(arm: Arm, row: RuleRow) -> Arm:
    """Return a gate in per cent, as a rate of the target or as what is beyond it."""
    when = arm.when
    if not isinstance(when, Span) or (when.low is None) is (when.high is None):
        raise NotHere
    if when.subject in NAMELESS:
        return arm
    if when.low is None:
        if row.direction is not Direction.AT_LEAST:
            raise NotHere
        return replace(arm, when=replace(when, subject=OF_TARGET))
    if row.direction is not Direction.AT_MOST:
        raise NotHere
    subject = BEYOND_TARGET if when.low.figure.number < 1 else OF_TARGET
    return replace(arm, when=replace(when, subject=subject))


def _gate(arm: Arm, units: set[str]) -> Span | None:
    """Return the condition of a gate above a figure in the unit of the steps."""
    when = arm.when
    if not isinstance(when, Span) or when.subject or when.high is not None:
        return None
    unit = _unit(arm)
    known = unit in units and unit not in {"", "%", POINTS_OF_SHARE}
    return when if known and is_loss(arm) else None


def _counts_beyond(arm: Arm, row: RuleRow) -> bool:
    when = arm.when
    if not isinstance(when, Span) or when.low is None or row.target is None:
        return False
    figure = when.low.figure
    try:
        number = figure.number * unit_factor(figure.unit, row.unit)
    except NotHere:
        return False
    return number <= row.target


def _unit(arm: Arm) -> str:
    when = arm.when
    ends = (when.low, when.high) if isinstance(when, Span) else ()
    units = {end.figure.unit for end in ends if end is not None}
    return units.pop() if len(units) == 1 else ""

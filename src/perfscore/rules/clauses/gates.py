"""Gates whose figure may count from the target: 每超1小时扣1分,超过5小时不得分."""

from __future__ import annotations

from dataclasses import replace

from perfscore.rules.clauses.measures import NotHere, unit_factor
from perfscore.rules.clauses.parts import POINTS_OF_SHARE, Arm, Said, Side, Span
from perfscore.rules.clauses.phrases.names import BEYOND_TARGET, LATE_NAMES
from perfscore.rules.clauses.shape import is_loss
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import Ask

_LATE = next(iter(sorted(LATE_NAMES)))
_DAYS = frozenset({"天", "日"})


def in_time_spans(said: Said, row: RuleRow) -> Said:
    """Return a clause with days counted from the deadline, where the row has one.

    每延迟1天扣1分,超过5天不得分: five days late.

    Args:
        said: all that the clause says.
        row: the row.
    """
    late = any(one.side is Side.LATE for one in said.deductions)
    if row.subject is not Subject.DATE or not late:
        return said
    arms = tuple(
        replace(arm, when=replace(arm.when, subject=_LATE))
        if isinstance(arm.when, Span) and not arm.when.subject and _unit(arm) in _DAYS
        else arm
        for arm in said.arms
    )
    return replace(said, arms=arms)


def gates_by_distance(said: Said, row: RuleRow, ask: Ask) -> Said:
    """Return a clause with its gates counted from the target, where they may be.

    Args:
        said: all that the clause says.
        row: the row.
        ask: gives the choice where the figure may be the row's own, or beyond it.
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
        if gate is not None and _counts_beyond(arm, row, ask):
            found.append(replace(arm, when=replace(gate, subject=BEYOND_TARGET)))
        else:
            found.append(arm)
    return replace(said, arms=tuple(found))


def _gate(arm: Arm, units: set[str]) -> Span | None:
    """Return the condition of a gate above a figure in the unit of the steps."""
    when = arm.when
    if not isinstance(when, Span) or when.subject or when.high is not None:
        return None
    unit = _unit(arm)
    known = unit in units and unit not in {"", "%", POINTS_OF_SHARE}
    return when if known and is_loss(arm) else None


def _counts_beyond(arm: Arm, row: RuleRow, ask: Ask) -> bool:
    when = arm.when
    if not isinstance(when, Span) or when.low is None or row.target is None:
        return False
    figure = when.low.figure
    try:
        number = figure.number * unit_factor(figure.unit, row.unit)
    except NotHere:
        return False
    if number <= row.target:
        return True
    return ask("gate", ("figure", "beyond")) == "beyond"


def _unit(arm: Arm) -> str:
    when = arm.when
    if not isinstance(when, Span) or when.low is None:
        return ""
    return when.low.figure.unit

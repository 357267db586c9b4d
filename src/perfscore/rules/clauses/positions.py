"""Where conditions lie: beyond the target, on the lost side, in a straight line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.bands import straight_lines
from perfscore.rules.clauses.measures import (
    JUDGED,
    Measure,
    NotHere,
    measure_of,
    unit_factor,
)
from perfscore.rules.clauses.parts import (
    POINTS_OF_SHARE,
    Arm,
    Earns,
    End,
    Figure,
    Points,
    Side,
    Span,
    When,
)
from perfscore.rules.clauses.phrases.names import (
    BELOW_TARGET,
    BEYOND_TARGET,
    OF_TARGET,
    OVER_NAMES,
    RATIO_NAMES,
    UNDER_NAMES,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import (
    best_of,
    is_gate,
    is_loss,
    is_small,
    is_tier,
    most_points,
    spans_of,
)
from perfscore.rules.clauses.worth import Worth
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import Ask

_WHOLE_OF = {"rate": Fraction(1), "overrun": Fraction(0), "shortfall": Fraction(0)}
"""Where the target lies in each measure that is counted from it."""
"""Where the target lies in each measure that is counted from it."""


def beyond_if_lost(arm: Arm, row: RuleRow) -> Arm:
    """Return an arm with 超过30%的扣2分 read as 30 % beyond the target."""
    when = arm.when
    if not isinstance(when, Span) or when.low is None or not is_loss(arm):
        return arm
    low = when.low.figure
    if low.unit == POINTS_OF_SHARE and when.high is None and not when.subject:
        return replace(arm, when=replace(when, subject=BEYOND_TARGET))
    own = when.subject == OF_TARGET or (
        not when.subject and row.direction is Direction.AT_LEAST
    )
    exceeds = when.low.included is False and when.high is None
    if not exceeds or low.unit != "%" or low.number >= 1 or not own:
        return arm
    if row.is_share or row.subject is not Subject.QUANTITY:
        return arm
    return replace(arm, when=replace(when, subject=BEYOND_TARGET))


def one_distance(arms: Sequence[Arm], row: RuleRow) -> list[Arm]:
    """Return arms that measure one distance from the target under one name.

    超支率≤5%得5分,超支5%以上不得分: the two bands share a boundary.

    Args:
        arms: the arms.
        row: the row.
    """
    names = {arm.when.subject for arm in arms if isinstance(arm.when, Span)}
    if row.is_share or row.subject is not Subject.QUANTITY:
        return list(arms)
    plain = any(
        end is not None and end.figure.unit not in {"", "%", POINTS_OF_SHARE}
        for arm in arms
        if isinstance(arm.when, Span)
        for end in (arm.when.low, arm.when.high)
    )
    found = list(arms)
    for distance, rates, side in (
        (BEYOND_TARGET, OVER_NAMES, Direction.AT_MOST),
        (BELOW_TARGET, UNDER_NAMES, Direction.AT_LEAST),
    ):
        beside = plain and any(name.endswith(tuple(rates)) for name in names)
        if (distance in names or beside) and row.direction is side:
            found = [_of_distance(arm, distance, tuple(rates)) for arm in found]
            full = best_of(found)
            found = [
                arm if arm in full else _beyond_nothing(arm, distance) for arm in found
            ]
    return found


def _beyond_nothing(arm: Arm, distance: str) -> Arm:
    """Return 超支率≤5%得5分 as of overruns alone: what is met earns full points."""
    when = arm.when
    if not isinstance(when, Span) or when.subject != distance:
        return arm
    if (when.low is not None and when.low.figure.number) or when.high is None:
        return arm
    nothing = Figure(Fraction(0), when.high.figure.unit, "0")
    return replace(arm, when=replace(when, low=End(nothing, included=False)))


def _of_distance(arm: Arm, distance: str, rates: tuple[str, ...]) -> Arm:
    """Return an arm whose span is of a distance, where its name says so too."""
    when = arm.when
    if not isinstance(when, Span) or when.subject == distance:
        return arm
    ends = [end.figure for end in (when.low, when.high) if end is not None]
    small = all(f.unit == "%" and f.number < _HALF for f in ends)
    bare = not when.subject and small and when.low is not None
    if when.subject.endswith(rates) or bare:
        return replace(arm, when=replace(when, subject=distance))
    return arm


_HALF = Fraction(1, 2)


def with_most(said: Said) -> Fraction | None:
    """Return the points of a met target with all that may be added to them."""
    best = most_points(said.arms)
    if best is None or said.bonus_most is None:
        return None
    return best + said.bonus_most


def is_distance(arm: Arm) -> bool:
    """Whether a condition measures how far the actual is from the target."""
    when = arm.when
    return isinstance(when, Span) and when.subject in {BEYOND_TARGET, BELOW_TARGET}


def gates_on_rate(spans: list[Arm], row: RuleRow) -> list[Arm]:
    """Return gates on the completion rate beside conditions on something else."""
    gates = [
        arm
        for arm in spans
        if isinstance(arm.when, Span) and arm.when.subject == OF_TARGET and is_gate(arm)
    ]
    others = [arm for arm in spans if arm not in gates]
    if not row.is_share and all(map(_is_of_rate, others)):
        return []  # 完成率80%(含)以上得8分,目标值80%以下不得分: one line
    return gates


def _is_of_rate(arm: Arm) -> bool:
    """Whether a condition is of the completion rate, under any of its names."""
    when = arm.when
    if not isinstance(when, Span):
        return False
    ends = [end.figure for end in (when.low, when.high) if end is not None]
    named = when.subject in {"", OF_TARGET, *RATIO_NAMES}
    return named and all(figure.unit == "%" for figure in ends)


def beyond_target(said: Said, row: RuleRow, ask: Ask) -> list[Arm]:
    """Return the arms that lie on the good side of the target, which is met too."""
    found: list[Arm] = []
    if row.direction not in {Direction.AT_LEAST, Direction.AT_MOST}:
        return []
    for arm in spans_of(said.arms):
        when = arm.when
        if not isinstance(when, Span):
            continue
        at_least = row.direction is Direction.AT_LEAST
        end = when.low if at_least else when.high
        if end is None:
            continue
        measure = measure_of([arm], said, row, ask)
        edge = _WHOLE_OF.get(measure.name, row.target)
        if edge is None:
            raise NotHere
        at = measure.number(end.figure.number, end.figure.unit)
        inside = at > edge if at_least else at < edge
        if inside or (at == edge and (is_loss(arm) or end.included is False)):
            found.append(arm)
    return found


def straight(spans: list[Arm], rest: str | None, measure: Measure, worth: Worth) -> str:
    """Return the straight lines through what the clause gives points for."""
    anchors: dict[Fraction, str] = {}
    for arm in spans:
        when = arm.when
        if (
            isinstance(when, Span)
            and when.low is not None
            and isinstance(arm.earns, Points | Earns)
        ):
            if when.high is not None and when.high != when.low:
                raise NotHere
            at = measure.number(when.low.figure.number, when.low.figure.unit)
            anchors[at] = worth.value(arm.earns, arm)
    for arm in spans:
        if isinstance(arm.when, Span) and arm.when.low is None and arm.when.high:
            if not is_gate(arm):
                raise NotHere
            figure = arm.when.high.figure
            anchors.setdefault(measure.number(figure.number, figure.unit), "0")
            rest = "0"
    return straight_lines(sorted(anchors.items()), measure, rest or JUDGED)


def check_losses(spans: list[Arm], measure: Measure, row: RuleRow) -> None:
    """Refuse 超过5万元扣2分 of a cap of 50万元: it counts from the cap."""
    if row.direction is not Direction.AT_MOST or measure.name != "actual":
        return
    for arm in spans:
        low = arm.when.low if isinstance(arm.when, Span) else None
        if low is None or row.target is None or not is_loss(arm):
            continue
        if measure.number(low.figure.number, low.figure.unit) < row.target:
            raise NotHere


def only_losses(spans: list[Arm], said: Said, row: RuleRow) -> bool:
    """Whether the clause says only what is lost, so that a met target is full."""
    if not spans or row.direction not in {
        Direction.AT_LEAST,
        Direction.AT_MOST,
    }:
        return False
    if all(is_loss(arm) for arm in said.arms):
        return True
    at_least = row.direction is Direction.AT_LEAST
    for arm in said.arms:
        when = arm.when
        if not isinstance(when, Span) or (when.low and when.high):
            return False
        bad_side = when.low is None if at_least else when.high is None
        lesser = isinstance(arm.earns, Points)
        if not bad_side or not (is_loss(arm) or lesser):
            return False
    return True


def _is_short(when: object) -> bool:
    """Whether a condition holds for what lies below a figure alone."""
    return isinstance(when, Span) and when.high is not None


def _is_stricter(when: object, row: RuleRow) -> bool:
    """Whether a condition takes points off where the target is still met."""
    if not isinstance(when, Span) or row.target is None:
        return False
    end = when.low if row.direction is Direction.AT_MOST else when.high
    if end is None or when.subject or end.figure.unit in {"", "%", POINTS_OF_SHARE}:
        return False
    known = row.subject is Subject.QUANTITY and not row.is_share
    if not known or row.direction not in {Direction.AT_MOST, Direction.AT_LEAST}:
        return False
    at = end.figure.number * unit_factor(end.figure.unit, row.unit)
    if row.direction is Direction.AT_MOST:
        return at < row.target
    return at > row.target


def _check_starts(said: Said, row: RuleRow) -> None:
    """Refuse losses that do not say what they are taken from, or counted from."""
    if any(a.earns is Earns.RATIO and a.when is When.ALWAYS for a in said.arms) and any(
        isinstance(arm.earns, Points) and arm.earns.off and _is_short(arm.when)
        for arm in said.arms
    ):
        raise NotHere  # 按完成率得分,低于90%的扣5分: of the rate, or of all
    if any(_is_stricter(one.when, row) for one in said.deductions):
        raise NotHere  # 超过2天的每天扣1分, of ≤5天: from 2天, or from 7天


def check_meaning(said: Said, row: RuleRow) -> None:
    """Refuse what could be added up in more than one way."""
    counted = [one for one in said.deductions if one.side is not Side.EVENTS]
    sides = [one.side for one in counted]
    offs = any(isinstance(arm.earns, Points) and arm.earns.off for arm in said.arms)
    tiers = len(set(sides)) < len(sides) or (offs and counted)
    if tiers or len(said.deductions) - len(counted) > 1:
        raise NotHere
    _check_starts(said, row)
    best_points = most_points(said.arms)
    partly = said.bonus and best_points not in {None, row.weight}
    if partly and row.weight not in {said.ceiling, with_most(said)}:
        raise NotHere  # points are added up to the weight, or above it
    best = best_of(said.arms)
    lesser = any(arm not in best and is_tier(arm) for arm in said.arms)
    stepped = any(isinstance(one.when, Span) for one in said.deductions)
    first = any(not one.each for one in said.deductions)
    if first and len(said.deductions) > 1:
        raise NotHere  # 发生1次扣2分，每增加1次扣3分
    if counted and lesser:
        raise NotHere  # from full points, or from those of the band above
    if stepped and len(counted) < len(said.deductions):
        raise NotHere  # 超过3次每发生1次扣2分: from the first, or from the fourth
    ceiling = said.ceiling if said.bonus is None else None
    if ceiling is not None and ceiling != row.weight:
        raise NotHere  # 最高得6分, of a row that is worth more
    spans = spans_of(said.arms)
    below = any(
        isinstance(arm.when, Span)
        and arm.when.subject == BELOW_TARGET
        and not is_gate(arm)
        for arm in spans
    )
    if below and counted:
        raise NotHere  # 超过5%的 goes on from 低于目标值5%
    if len(said.arms) == 1 and spans and is_small(spans[0]):
        raise NotHere  # 完成10%得1分 is no full mark

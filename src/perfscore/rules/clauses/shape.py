"""What the arms of a clause are to each other: full points, gates, bands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from perfscore.rules.clauses.parts import (
    Arm,
    Deduction,
    Earns,
    End,
    Figure,
    Points,
    Side,
    Span,
    When,
)
from perfscore.rules.clauses.phrases.names import (
    BEYOND_TARGET,
    EVENTS,
    OF_TARGET,
)

_ONE = Fraction(1)


def best_of(arms: Iterable[Arm]) -> list[Arm]:
    """Return the arms that earn full points, or else the most points."""
    every = list(arms)
    full = [arm for arm in every if _is_full(arm)]
    if full:
        return full
    points = [a.earns.high for a in every if isinstance(a.earns, Points) and _adds(a)]
    most = max(points, default=None)
    if not most:
        return []
    return [
        arm
        for arm in every
        if isinstance(arm.earns, Points) and _adds(arm) and arm.earns.high == most
    ]


def _is_full(arm: Arm) -> bool:
    if isinstance(arm.earns, Points):
        return arm.earns.of_weight and arm.earns.low == _ONE and not arm.earns.off
    return arm.earns is Earns.FULL


def _adds(arm: Arm) -> bool:
    return isinstance(arm.earns, Points) and not (arm.earns.off or arm.earns.of_weight)


def is_gate(arm: Arm) -> bool:
    """Whether an arm earns nothing."""
    earns = arm.earns
    return isinstance(earns, Points) and not earns.off and earns.high == 0


def is_floor(arm: Arm) -> bool:
    """Whether an arm earns nothing for all that lies below a figure."""
    when = arm.when
    return is_gate(arm) and isinstance(when, Span) and when.low is None


def is_tier(arm: Arm) -> bool:
    """Whether an arm earns a number of points, more than none."""
    return _adds(arm) and isinstance(arm.earns, Points) and arm.earns.high > 0


def is_loss(arm: Arm) -> bool:
    """Whether an arm earns nothing, or takes something off."""
    return is_gate(arm) or (isinstance(arm.earns, Points) and arm.earns.off)


def of_events_alone(arms: Sequence[Arm], deductions: Sequence[Deduction]) -> bool:
    """Whether a clause says only what happenings cost, and none of them nothing.

    未发生事故得满分,发生一般事故扣5分,发生重大事故不得分: no count tells which of them
    happened, but it tells that none did.

    Args:
        arms: the clause's arms.
        deductions: its deductions.
    """
    whens = {
        "events"
        if isinstance(arm.when, Span) and arm.when.subject == EVENTS
        else arm.when
        for arm in arms
    }
    none = [arm for arm in arms if arm.when is When.NONE]
    return (
        whens <= {"events", When.NONE, When.SOME}
        and all(not is_loss(arm) for arm in none)
        and all(is_loss(arm) for arm in arms if arm not in none)
        and all(one.side is Side.EVENTS for one in deductions)
    )


def spans_of(arms: Iterable[Arm]) -> list[Arm]:
    """Return the arms whose conditions are spans."""
    return [arm for arm in arms if isinstance(arm.when, Span)]


def stated_target(arms: Sequence[Arm], nameless: frozenset[str]) -> Figure | None:
    """Return where full points begin, if the clause has but this and gates.

    Args:
        arms: the clause's arms.
        nameless: the subjects whose figures are no targets of the row's own.
    """
    spans = spans_of(arms)
    best = [arm for arm in best_of(arms) if arm in spans]
    if len(best) != 1 or not isinstance(best[0].when, Span):
        return None
    when = best[0].when
    ends = [end for end in (when.low, when.high) if end is not None]
    single = len(ends) == 1 or when.low == when.high
    others = [arm for arm in spans if arm is not best[0] and not is_gate(arm)]
    if not single or others or when.subject in nameless:
        return None
    return ends[0].figure


def _open_side(arm: Arm) -> str | None:
    """Return which end the span of an arm lacks, if it lacks just one."""
    when = arm.when
    if not isinstance(when, Span) or (when.low is None) is (when.high is None):
        return None
    return "low" if when.low is None else "high"


def most_points(arms: Sequence[Arm]) -> Fraction | None:
    """Return the most points that an arm names, where they may be the full points."""
    if any(_is_full(arm) for arm in arms):
        return None
    worse = {_open_side(arm) for arm in arms if is_gate(arm)} - {None}
    points = [
        arm.earns.high
        for arm in arms
        if isinstance(arm.earns, Points)
        and _adds(arm)
        and arm.when not in {When.MISSED, When.LATE, When.SOME, When.OTHERWISE}
        # 低于80%不得分，低于100%得5分: what is on the side of a gate is not the most.
        and _open_side(arm) not in worse
        and not _misses(arm)
    ]
    return max(points, default=None) or None


def _misses(arm: Arm) -> bool:
    """Whether the span of an arm lies beyond the target, so that full points do not."""
    when = arm.when
    if not isinstance(when, Span):
        return False
    high = when.high
    if when.subject == BEYOND_TARGET:
        return high is not None
    if when.subject != OF_TARGET or high is None:
        return False
    figure = high.figure.number
    return figure < _ONE or (figure == _ONE and high.included is False)


def with_open_top(arms: Sequence[Arm]) -> list[Arm]:
    """Return the arms with tiers of one figure open, where more earns more.

    完成率100%得10分，80%以上得8分 and 达到80%得6分，90%得8分: what lies between two
    tiers has reached the lower one, and what is beyond the best earns no less.
    """
    figures = {id(arm): _tier(arm) for arm in spans_of(arms)}
    tiers = [arm for arm in spans_of(arms) if figures[id(arm)] is not None]
    alone = [arm for arm in tiers if _is_alone(arm)]
    others = [arm for arm in spans_of(arms) if arm not in tiers]
    worth = sorted(
        (at, _worth(arm)) for arm in tiers if (at := figures[id(arm)]) is not None
    )
    rising = all(low[1] < high[1] and low[0] < high[0] for low, high in pairwise(worth))
    top = worth[-1][0] if worth else _ONE
    beyond = any(
        end is not None and end.figure.number >= top
        for arm in others
        if isinstance(arm.when, Span)
        for end in (arm.when.low, arm.when.high)
        if arm.when.low is not None or (end and end.figure.number > top)
    )
    if not alone or not rising or beyond or (len(tiers) == 1 and not others):
        return list(arms)
    return [
        replace(arm, when=replace(arm.when, high=None))
        if arm in alone and isinstance(arm.when, Span)
        else arm
        for arm in arms
    ]


def _tier(arm: Arm) -> Fraction | None:
    """Return the figure from which on an arm earns, if it earns and has but one."""
    when = arm.when
    if not isinstance(when, Span) or when.low is None:
        return None
    if when.high not in {None, when.low} or not (_adds(arm) or _is_full(arm)):
        return None
    if isinstance(arm.earns, Points) and arm.earns.low != arm.earns.high:
        return None
    return when.low.figure.number


def _is_alone(arm: Arm) -> bool:
    return isinstance(arm.when, Span) and arm.when.low == arm.when.high is not None


def _worth(arm: Arm) -> Fraction:
    if isinstance(arm.earns, Points) and not arm.earns.of_weight:
        return arm.earns.high
    return Fraction(10**9)


def is_small(arm: Arm) -> bool:
    """Whether an arm begins below half of the target and earns points."""
    when = arm.when
    if not isinstance(when, Span) or not isinstance(arm.earns, Points):
        return False
    if not arm.earns.high:
        return False
    low = when.low.figure if when.low is not None else None
    return low is not None and low.unit == "%" and low.number < _HALF and _adds(arm)


_HALF = Fraction(1, 2)


def times(number: int) -> End:
    """Return a number of times as the end of a span."""
    return End(Figure(Fraction(number), "", str(number)), included=True)


def events_as_spans(
    arms: Sequence[Arm], deductions: Sequence[Deduction], subject: str
) -> tuple[list[Arm], list[Deduction]]:
    """Return every condition on what happened as a number of times.

    Args:
        arms: the clause's arms.
        deductions: its deductions; one without 每 is of just that many times, as in
            发生一起扣5分,发生两起及以上不得分.
        subject: the subject of these spans.
    """
    found: list[Arm] = []
    for arm in arms:
        if arm.when is When.NONE:
            found.append(replace(arm, when=Span(times(0), times(0), subject)))
        elif arm.when is When.SOME:
            found.append(replace(arm, when=Span(times(1), None, subject)))
        else:
            found.append(arm)
    kept: list[Deduction] = []
    for one in deductions:
        if one.side == "events" and not one.each:
            end = End(one.size, included=True)
            off = Points(one.points, one.points, one.of_weight, off=True)
            found.append(Arm(Span(end, end, subject), off))
        else:
            kept.append(one)
    return found, kept

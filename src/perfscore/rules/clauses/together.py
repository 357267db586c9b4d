"""The pieces of a clause put together, and refused where they do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.parts import (
    POINTS_OF_SHARE,
    Arm,
    Earns,
    End,
    Figure,
    Named,
    Points,
    Side,
    Span,
    When,
)
from perfscore.rules.clauses.phrases.names import (
    LATE_NAMES,
    NAMELESS,
    OVER_NAMES,
    RATIO_NAMES,
    UNDER_NAMES,
)
from perfscore.rules.clauses.pieces import (
    Accrual,
    And,
    By,
    Happening,
    Ignored,
    Piece,
    Steps,
    Stop,
    Unknown,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.sentences import Table
from perfscore.rules.clauses.shape import (
    is_gate,
    of_events_alone,
    stated_target,
)

_LEAST_GRADES = _TWO = 2
_MOST_DEDUCTIONS = 4
_MOST_ARMS = 12


def put_together(pieces: Iterable[Piece]) -> tuple[Said, tuple[str, ...]]:
    """Return what the pieces of a clause say together, and what was not understood.

    Args:
        pieces: the pieces from left to right.

    Returns:
        What is said, and the words that were not understood; where there are any, what
        is said is not to be used.
    """
    table = Table()
    for piece in _without_requirements([*pieces]):
        table.take(piece)
    return _close(table)


_SAYS_NO_POINTS = (Unknown, Ignored, Stop, When, Happening, And, By, Named)


def _without_requirements(pieces: list[Piece]) -> list[Piece]:
    """Drop the requirements that 以上情况每出现一例不符合 counts: no figures."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Steps | Accrual) and piece.of_above:
            before = pieces[:at]
            listed = all(isinstance(one, _SAYS_NO_POINTS) for one in before)
            return pieces[at:] if listed else pieces
    return pieces


def _check_grades(table: Table) -> None:
    """Refuse words that name no grade: a grade stands among others of its kind."""
    named = [a.when.words for a in table.arms if isinstance(a.when, Named)]
    others = [
        arm
        for arm in table.arms
        if not isinstance(arm.when, Named)
        and arm.when is not When.OTHERWISE
        and not (arm.when is When.MISSED and is_gate(arm))
    ]
    alone = len(named) < _LEAST_GRADES and not table.deductions
    if alone and any(arm.when in {When.OTHERWISE, When.MISSED} for arm in table.arms):
        alone = False  # 建立项目储备库得2分,否则不得分
    partly = table.deductions and not all(
        _is_full_grade(arm) for arm in table.arms if isinstance(arm.when, Named)
    )
    if named and (alone or others or partly):
        table.unread += named


def _target(table: Table) -> Figure | None:
    """Return the target that the clause states, where it is no completion rate."""
    if table.deadline is not None:
        return table.deadline
    if table.bonus is not None:
        return None  # 达到80%得6分,每提高1%加0.4分: the figure is a base
    if any(is_ratio(name) or name in table.ratios for name in table.subjects):
        return None
    return stated_target(table.arms, NAMELESS)


def _check_meaning(table: Table) -> None:
    """Refuse what would be read in part: events of two kinds, a lone 否则."""
    missing = [d.points for d in table.deductions if d.side is Side.MISSING]
    if table.each is not None and missing != [table.each]:
        table.unread.append(f"各{table.each}分")
    if table.bonus_most and table.bonus is None:
        table.unread.append("最多加分")
    if table.base is not None and not table.deductions:
        table.unread.append(table.base.text)
    # 逾期完成的扣2分 is no loss of a target that is met: something else is meant.
    table.unread += ["完成"] if any(map(_costs_met, table.arms)) else []
    if _is_mixed(table) and not of_events_alone(table.arms, table.deductions):
        table.unread += table.whats
    whens = {arm.when for arm in table.arms}
    if whens == {When.OTHERWISE} and not table.deductions and table.accrual is None:
        table.unread.append("否则")


def _costs_met(arm: Arm) -> bool:
    """Whether an arm takes points off where the target is met."""
    earns = arm.earns
    return (
        arm.when is When.MET
        and isinstance(earns, Points)
        and earns.off
        and earns.high > 0
    )


def _is_mixed(table: Table) -> bool:
    """Whether happenings of more than one kind count."""
    events = any(one.side is Side.EVENTS for one in table.deductions)
    worse = events and any(arm.when is When.SOME for arm in table.arms)
    other = bool(table.whats) and not any("事故" in what for what in table.whats)
    return len(table.whats) > 1 or worse or (other and table.accidents)


def _check_subjects(table: Table) -> None:
    """Refuse a clause that measures two different things."""
    defined = table.defined - _used(table)
    named = [one for one in table.subjects if one not in defined]
    first, *others = named or [""]
    counted = first in table.reached_names or _is_plain(table, first)
    rates = _COUNTED_FROM_TARGET if counted else set()
    table.unread += [
        other for other in others if not _alike(first, other) and other not in rates
    ]
    compared = dict.fromkeys(
        arm.when.subject.removeprefix("实际")
        for arm in table.arms
        if isinstance(arm.when, Span) and arm.when.subject not in NAMELESS
    )
    first, *others = [name for name in compared if name] or [""]
    if _is_plain(table, first):
        others = [other for other in others if other not in _COUNTED_FROM_TARGET]
    for other in others:
        # 三公经费变动率 is called 变动率 after that; not the other way round.
        if not _shortens(first, other) and not any(
            {first, other} <= alike
            for alike in ({*RATIO_NAMES}, _DEVIATIONS, LATE_NAMES)
        ):
            table.unread.append(other)


def _is_plain(table: Table, name: str) -> bool:
    """Whether a name is of a figure that is no share: 培训人数达到500人."""
    spans = [arm.when for arm in table.arms if isinstance(arm.when, Span)]
    units = {
        end.figure.unit
        for span in spans
        if span.subject.removeprefix("实际") == name
        for end in (span.low, span.high)
        if end is not None
    }
    return bool(units) and not units & {"", "%", POINTS_OF_SHARE}


def _tiers_of_accrual(table: Table) -> None:
    """Read 完成1项得2分 as a band where other bands stand beside it."""
    one = table.accrual
    bands = any(isinstance(arm.when, Span) for arm in table.arms)
    if one is not None and bands and not one.each:
        band = Span(End(one.size, included=True))
        table.arms.insert(0, Arm(band, Points(one.points, one.points)))
        table.accrual = None


def _used(table: Table) -> set[str]:
    """Return the names that conditions and steps use."""
    whens = [arm.when for arm in table.arms]
    found = {when.subject for when in whens if isinstance(when, Span)}
    return found | {one.subject for one in table.deductions}


def _none_of_events(table: Table) -> None:
    """Read 事故发生次数为0得满分,每发生1起扣2分: none of what is counted."""
    if {one.side for one in table.deductions} != {Side.EVENTS}:
        return
    table.arms = [
        replace(arm, when=When.NONE)
        if isinstance(arm.when, Span) and _is_none(arm.when)
        else arm
        for arm in table.arms
    ]


def _is_none(span: Span) -> bool:
    """Whether a span is the number none, and no share."""
    low, high = span.low, span.high
    if low is None or low != high:
        return False
    return not low.figure.number and low.figure.unit != "%"


def _of_nothing(arm: Arm) -> Arm:
    """Return what is earned where nothing at all was done."""
    none = End(Figure(Fraction(0), "", "0"), included=True)
    return replace(arm, when=Span(none, none))


def _nothing_done(table: Table) -> None:
    """Read 未开展不得分: nothing at all, where something else says what less earns."""
    done = [arm for arm in table.arms if arm.when is When.UNDONE]
    others = [
        arm
        for arm in table.arms
        if arm not in done
        and arm.when is not When.MET
        and not isinstance(arm.when, Named)
    ]
    ratio = any(arm.earns in {Earns.RATIO, Earns.LINEAR} for arm in others)
    rest = table.deductions or table.accrual or others
    kept: list[Arm] = []
    for arm in table.arms:
        if arm not in done:
            kept.append(arm)
        elif not rest:
            kept.append(replace(arm, when=When.MISSED))
        elif not (ratio and is_gate(arm)):
            kept.append(_of_nothing(arm))
    table.arms = kept


def _parts_done(table: Table) -> None:
    """Read 部分完成按比例得分,未完成不得分: nothing is done in the second case."""
    _nothing_done(table)
    partly = [arm for arm in table.arms if arm.when is When.PARTLY]
    ratio = any(arm.earns is Earns.RATIO for arm in partly)
    nothing = [a for a in table.arms if a.when is When.MISSED and is_gate(a)]
    if partly:
        kept = [arm for arm in table.arms if arm not in nothing]
        table.arms = kept if ratio else [*kept, *map(_of_nothing, nothing)]
    table.arms = [
        replace(arm, when=When.MISSED) if arm in partly else arm for arm in table.arms
    ]


def _close(table: Table) -> tuple[Said, tuple[str, ...]]:
    """Return all that was said."""
    table.stop(hard=True)
    same = any(arm.when is When.SAME for arm in table.arms)
    table.arms = [
        replace(arm, when=When.MET) if arm.when is When.SAME else arm
        for arm in table.arms
    ]
    _none_of_events(table)
    _tiers_of_accrual(table)
    _parts_done(table)
    if table.not_applicable is not None and not table.arms and not table.deductions:
        table.arms.append(Arm(When.ALWAYS, Earns.JUDGED))
    empty = not (table.arms or table.deductions or table.accrual or table.grades)
    if empty and not table.unread:
        table.unread.append("")
    _check_subjects(table)
    _check_grades(table)
    _check_meaning(table)
    if len(table.deductions) > _MOST_DEDUCTIONS or len(table.arms) > _MOST_ARMS:
        table.unread.append("…")
    if table.ceiling is not None and table.bonus is None:
        table.stated.append(table.ceiling)
    said = Said(
        arms=tuple(table.arms),
        deductions=tuple(table.deductions),
        stated=table.stated[0] if table.stated else None,
        subjects=tuple(table.subjects),
        ratio_names=frozenset(table.ratios),
        target_ratios=frozenset(table.target_ratios),
        examples=tuple(table.examples),
        bonus=table.bonus,
        bonus_most=table.bonus_most,
        ceiling=table.ceiling,
        target=_target(table),
        part_steps=table.part_steps,
        not_applicable=table.not_applicable,
        accrual=table.accrual,
        nouns=tuple(table.nouns),
        defined=frozenset(table.defined - _used(table)),
        whats=(*table.whats, *(["事故"] if table.accidents and table.whats else [])),
        floor=table.floor,
        grades=table.grades,
        same=same,
        mixed=_is_mixed(table),
        accidents=table.accidents,
        things=tuple(table.things),
    )
    return said, tuple(dict.fromkeys(table.unread))


def _is_full_grade(arm: Arm) -> bool:
    if isinstance(arm.earns, Points):
        return not (arm.earns.of_weight or arm.earns.off) and arm.earns.low > 0
    return arm.earns is Earns.FULL


def is_ratio(name: str) -> bool:
    """Whether clauses call actual over target by a name."""
    return name in RATIO_NAMES


def _alike(one: str, other: str) -> bool:
    ratio = {one, other} <= {*RATIO_NAMES}
    ratio |= {one, other} <= _DEVIATIONS or {one, other} <= LATE_NAMES
    return ratio or _shortens(one, other) or other.endswith(one)


_COUNTED_FROM_TARGET = {*RATIO_NAMES, *OVER_NAMES, *UNDER_NAMES}
"""Rates of whatever is said to reach its target: 培训人数达到目标值, 完成率低于60%."""
_DEVIATIONS = {"偏差", "偏离", "误差", "偏差率", "偏离率", "偏离度", "偏差度", "误差率"}
_OF_A_RATE = re.compile("(?:变动|控制|完成|执行|支付|到位|增长|调整)?率")


def _shortens(name: str, other: str) -> bool:
    """Whether a clause says a name again by its end, or without its 变动率."""
    left = name.removeprefix(other)
    return name.endswith(other) or (
        left != name and bool(_OF_A_RATE.fullmatch(left)) and bool(other)
    )

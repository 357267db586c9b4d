"""``read_clause``: a scoring clause in prose into a rule with its readings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache, partial

from perfscore.errors import WrongArgument
from perfscore.rules.clauses.grammar import read_pieces
from perfscore.rules.clauses.measures import JUDGED
from perfscore.rules.clauses.parts import Arm, Earns, End, Side, Span, When, Written
from perfscore.rules.clauses.phrases.names import NAMELESS
from perfscore.rules.clauses.rule import ClauseRule
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import best_of, is_loss
from perfscore.rules.clauses.text import clause_text
from perfscore.rules.clauses.together import put_together
from perfscore.rules.clauses.written import rises
from perfscore.rules.direction import sense_of
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import (
    POINTS,
    Reading,
    TooManyReadings,
    reading_name,
    readings_of,
)
from perfscore.values.exact import Number, exact

MOST_CHARACTERS = 1000
"""The longest clause that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReading:
    """What a scoring clause says.

    Attributes:
        text: the clause.
        rule: the rule; None where some of the clause was not understood.
        readings: the formula of each reading for a row of ``weight`` points whose
            target is a number, the first chosen by default.
        unread: the words that were not understood.
        stated: the points that the clause says its row is worth.

    Example:
        >>> found = read_clause("达到目标值计20分，否则不得分。", 20)
        >>> dict(found.readings)
        {'only': 'weight if achieved else 0'}
    """

    text: str
    rule: ClauseRule | None
    readings: Mapping[str, str] = field(default_factory=dict, hash=False)
    unread: tuple[str, ...] = ()
    stated: tuple[Fraction, ...] = ()


def read_clause(text: str, weight: Number) -> ClauseReading:
    """Read a scoring clause (评扣分标准) into a rule with its readings.

    Args:
        text: the clause as printed.
        weight: the points that its row is worth.

    Returns:
        The rule with its readings, or the words that were not understood.

    Raises:
        ScoringError: the weight is no number.
        WrongArgument: the clause is no text.

    Example:
        >>> found = read_clause("每超过10%扣2分，扣完为止。", 20)
        >>> for name, formula in found.readings.items():
        ...     print(name, formula)
        steps=full weight if achieved else weight - 2 * steps(overrun, 10%, weight / 2)
        steps=started weight if achieved else weight - 2 * started_steps(overrun, 10%, weight / 2)
        steps=pro_rata weight if achieved else weight - 2 * clamp(overrun / 10%, 0, weight / 2)
        >>> read_clause("由各省自行制定", 10).unread
        ('由各省自行制定',)
    """  # noqa: E501 -- what it prints
    if not isinstance(text, str):
        raise WrongArgument("rules.no-clause", given=type(text).__name__)
    return _remembered(text, exact(weight))


@lru_cache(maxsize=8192)
def rule_of(text: str) -> tuple[ClauseRule | None, tuple[str, ...]]:
    """Return the rule that a clause states, and the words not understood."""
    if len(text) > MOST_CHARACTERS:
        return None, (text[:40],)
    clause = clause_text(text)
    if clause is None:
        return None, (text[:40],)
    said, unread = put_together(read_pieces(clause))
    if unread:
        # What is understood by itself and not where it stands has no words of its own.
        return None, tuple(filter(None, unread)) or (text.strip()[:40],)
    said = replace(said, names_estimate="概算" in clause.text)
    sure = _told(said)
    direction = sure or _direction(said, clause.text)
    return ClauseRule(said, direction, is_sure=sure is not None), ()


_CAPPED = re.compile(
    "(?:得分|分值|最高|最多|分)*(?:不得超过|不能超过|不超过|不超出|不超|不突破|不高于|超过|以)"
    "(?:该项|本项|该指标|本指标|指标)*(?:满分|分值|权重|总分|标准分|\ue000)"
)
"""The most that a row earns, which says nothing of what it measures."""
_HELD_DOWN = re.compile("控制在|控制到|不超|未超|不突破|以内|超支|不高于|不大于|≤")
_BROUGHT_UP = re.compile(
    "完成率|完成比例|未完成|完成目标|完成得|达到目标|达到指标|达到标准|达到要求|少完成|不低于|不少于|≥|完成任务|达成率"
    "|完成指标|完成计划|完成\ue800|未达到|达到\ue800"
)


def _told(said: Said) -> Direction | None:
    """Return the side that steps, gates and bands take to be good."""
    votes = {Direction.AT_LEAST} if said.accrual is not None else set()
    for one in said.deductions:
        low = one.when.low if isinstance(one.when, Span) else None
        if one.side in {Side.UNDER, Side.MISSING}:
            votes.add(Direction.AT_LEAST)
        elif one.side is Side.OVER and not _is_beyond(low):
            votes.add(Direction.AT_MOST)
    for arm in said.arms:
        votes |= _lost_side(arm) | _beyond_side(arm)
    best = [arm.when for arm in best_of(said.arms) if isinstance(arm.when, Span)]
    if len(best) == 1 and best[0].subject not in NAMELESS:
        if best[0].high is None:
            votes.add(Direction.AT_LEAST)
        elif best[0].low is None:
            votes.add(Direction.AT_MOST)
    return votes.pop() if len(votes) == 1 else None


def _beyond_side(arm: Arm) -> set[Direction]:
    """Return the good side that is told by what is lost beyond the target."""
    if arm.when is When.BELOW and (is_loss(arm) or arm.earns is Earns.RATIO):
        return {Direction.AT_LEAST}
    if arm.when is When.ABOVE and is_loss(arm):
        return {Direction.AT_MOST}
    return set()


def _lost_side(arm: Arm) -> set[Direction]:
    """Return the good side that a gate, a loss or a ratio tells by its other side."""
    when = arm.when
    if not isinstance(when, Span) or when.subject in NAMELESS:
        return set()
    if when.low is None and (is_loss(arm) or arm.earns is Earns.RATIO):
        return {Direction.AT_LEAST}
    if when.high is None and is_loss(arm) and not _is_beyond(when.low):
        return {Direction.AT_MOST}
    return set()


def _is_beyond(low: End | None) -> bool:
    """Whether a condition begins at or above the whole target."""
    return low is not None and low.figure.unit == "%" and low.figure.number >= 1


def _direction(said: Said, text: str) -> Direction | None:
    """Return the side that a clause takes to be good, where its words tell."""
    if {one.side for one in said.deductions} & {Side.INCREASE, Side.LATE}:
        return None
    plain = _CAPPED.sub("", text)
    down, up = _HELD_DOWN.search(plain), _BROUGHT_UP.search(plain)
    if bool(down) is not bool(up):
        return Direction.AT_MOST if down else Direction.AT_LEAST
    senses = {sense_of(name) for name in said.subjects}
    return senses.pop() if len(senses) == 1 else None


def clause_direction(text: str) -> Direction | None:
    """Return the side that a clause's steps or bands take to be good, if they do."""
    rule = rule_of(text)[0] if text.strip() else None
    return rule.direction if rule is not None and rule.is_sure else None


def clause_leaning(text: str) -> Direction | None:
    """Return the side that a clause's words or formula take to be good, if they do."""
    rule = rule_of(text)[0] if text.strip() else None
    if rule is None:
        return None
    written = any(
        isinstance(arm.earns, Written) and rises(arm.earns.text)
        for arm in rule.said.arms
    )
    written |= any(arm.earns is Earns.RATIO for arm in rule.said.arms)
    return rule.direction or (Direction.AT_LEAST if written else None)


def clause_counts(text: str) -> bool:
    """Return whether a clause takes points off for each thing that happens."""
    rule = rule_of(text)[0] if text.strip() else None
    return rule is not None and any(
        one.side in {Side.EVENTS, Side.MISSING} for one in rule.said.deductions
    )


def clause_subject(text: str) -> str:
    """Return what a clause calls the thing it measures; blank where it does not."""
    rule = rule_of(text)[0] if text.strip() else None
    return rule.said.subjects[0] if rule is not None and rule.said.subjects else ""


def clause_target(text: str) -> str:
    """Return the target that a clause itself states; blank where it states none."""
    rule = rule_of(text)[0] if text.strip() else None
    stated = rule.said.target if rule is not None else None
    return stated.text if stated is not None else ""


def _readings(rule: ClauseRule, weight: Fraction) -> list[Reading[str]]:
    """Return a clause's readings for a row of the kind that it speaks of."""
    side = rule.direction or Direction.AT_LEAST
    units = [
        end.figure.unit
        for arm in rule.said.arms
        if isinstance(arm.when, Span)
        for end in (arm.when.low, arm.when.high)
        if end is not None
    ]
    whole = RuleRow(weight=weight, direction=side)
    rows = [
        whole,
        replace(whole, is_share=True),
        *(replace(whole, unit=unit) for unit in units[:1]),
        replace(whole, subject=Subject.DATE, direction=None, unit="天"),
        replace(whole, subject=Subject.TEXT, direction=None),
    ]
    first: list[Reading[str]] = []
    for row in rows:
        try:
            found = readings_of(partial(rule.write, row=row), POINTS.__getitem__)
        except TooManyReadings:
            continue
        first = first or found
        if any(reading.result != JUDGED for reading in found):
            return found
    return first


@lru_cache(maxsize=4096)
def _remembered(text: str, weight: Fraction) -> ClauseReading:
    rule, unread = rule_of(text)
    if rule is None:
        return ClauseReading(text=text, rule=None, unread=unread)
    found = _readings(rule, weight)
    formulas: dict[str, str] = {}
    for reading in found:
        if reading.result not in formulas.values():
            formulas[reading_name(reading.choices)] = reading.result
    stated = tuple(p for p in rule.stated_points() if p is not None)
    return ClauseReading(text=text, rule=rule, readings=formulas, stated=stated)

"""``read_clause``: a scoring clause in prose into a rule with its readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from perfscore.errors import ScoringError
from perfscore.messages import Message, say
from perfscore.rules.clauses.grammar import read_pieces
from perfscore.rules.clauses.rule import ClauseRule
from perfscore.rules.clauses.sentences import put_together
from perfscore.rules.clauses.text import clause_text
from perfscore.rules.parts import RuleRow
from perfscore.rules.readings import POINTS, TooManyReadings, reading_name, readings_of
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
            target is a number and at least to be reached, the first chosen by default.
        unread: the words that were not understood.
        stated: the points that the clause says its row is worth.

    Example:
        >>> found = read_clause("达到目标值计20分，否则不得分。", 20)
        >>> found.readings
        {'only': 'weight if achieved else 0'}
    """

    text: str
    rule: ClauseRule | None
    readings: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    stated: tuple[Fraction, ...] = ()


def read_clause(text: str, weight: Number) -> ClauseReading:
    """Read a scoring clause (评扣分标准) into a rule with its readings.

    Args:
        text: the clause as printed.
        weight: the points that its row is worth.

    Returns:
        The rule with its readings, or the words that were not understood.
    """
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
        return None, unread
    return ClauseRule(said), ()


@lru_cache(maxsize=4096)
def _remembered(text: str, weight: Fraction) -> ClauseReading:
    rule, unread = rule_of(text)
    if rule is None:
        return ClauseReading(text=text, rule=None, unread=unread)
    row = RuleRow(weight=weight)
    try:
        found = readings_of(lambda ask: rule.write(ask, row), POINTS.__getitem__)
    except TooManyReadings:
        found = []
    formulas: dict[str, str] = {}
    for reading in found:
        if reading.result not in formulas.values():
            formulas[reading_name(reading.choices)] = reading.result
    stated = tuple(p for p in rule.stated_points() if p is not None)
    return ClauseReading(text=text, rule=rule, readings=formulas, stated=stated)

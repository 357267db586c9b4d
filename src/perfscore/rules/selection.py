"""Which rule applies to a row, and why this one."""

from __future__ import annotations

from dataclasses import dataclass

from perfscore.messages import Message, say
from perfscore.rules.methods import Method
from perfscore.rules.parts import Cited, RuleRow
from perfscore.rules.ruleset import Clause, RuleSet


@dataclass(frozen=True, slots=True)
class Selected:
    """The rule that applies to a row.

    Attributes:
        method: the rule.
        because: why it applies.
        clause: the entry of the ruleset's clauses, where that is where it was found.
    """

    method: Method
    because: Message
    clause: Clause | None = None

    @property
    def cited(self) -> Cited:
        """What commands the rule."""
        return self.method


def select(rules: RuleSet, row: RuleRow, level1: str, clause: str) -> Selected | None:
    """Return the rule for a row.

    Args:
        rules: the ruleset.
        row: what is known of the row.
        level1: its level-1 heading.
        clause: its own scoring clause, blank where it has none.

    Returns:
        The clause that the ruleset lists word for word, else, for a row without a
        clause, the first method that fits; None where a clause is not listed: such a
        row is never scored by another rule.
    """
    if clause.strip():
        entry = rules.clause(clause)
        if entry is None:
            return None
        because = say("rules.because-listed", ruleset=rules.id)
        return Selected(entry.rule, because, entry)
    for method in rules.methods:
        if method.for_.fits(row, level1):
            because = say("rules.because-method", ruleset=rules.id)
            return Selected(method, because)
    return None

"""Which rule applies to a row, and why this one."""

from __future__ import annotations

from dataclasses import dataclass

from perfscore.messages import Message, say
from perfscore.rules.clauses.reader import rule_of
from perfscore.rules.clauses.rule import ClauseRule
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

    method: Method | ClauseRule
    because: Message
    clause: Clause | None = None

    @property
    def cited(self) -> Cited | None:
        """What commands the rule; None where it is the form's own clause."""
        return None if isinstance(self.method, ClauseRule) else self.method


def select(rules: RuleSet, row: RuleRow, level1: str, clause: str) -> Selected | None:
    """Return the rule for a row.

    Args:
        rules: the ruleset.
        row: what is known of the row.
        level1: its level-1 heading.
        clause: its own scoring clause, blank where it has none.

    Returns:
        The clause that the ruleset lists word for word, else what the clause itself
        says, else, for a row without a clause, the first method that fits; None where
        a clause is neither listed nor understood: such a row is never scored by
        another rule.
    """
    if clause.strip():
        entry = rules.clause(clause)
        if entry is None:
            read, _ = rule_of(clause)
            if read is None:
                return None
            return Selected(read, say("rules.because-read"))
        because = say("rules.because-listed", ruleset=rules.id)
        return Selected(entry.rule, because, entry)
    for method in rules.methods:
        if method.for_.fits(row, level1):
            because = say("rules.because-method", ruleset=rules.id)
            return Selected(method, because)
    return None

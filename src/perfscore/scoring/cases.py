"""The cases of a ruleset: its own worked examples, run through the scorer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfscore.errors import RuleConflict
from perfscore.messages import Message, number_text, say
from perfscore.rules.ruleset import Case, RuleSet
from perfscore.scoring.budget import BudgetRow, score_budget
from perfscore.scoring.item import Printed, score_row
from perfscore.scoring.models import ItemScore
from perfscore.scoring.outcome import Row
from perfscore.values.comparators import read_comparator
from perfscore.values.parse import parse_value


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How a case of a ruleset came out.

    Attributes:
        name: the case's name.
        item: what the scorer gives.
        problem: what differs from the expected score, with file, line and column;
            None where nothing does.
    """

    name: str
    item: ItemScore
    problem: RuleConflict | None = None


def check_cases(rules: RuleSet) -> tuple[CaseResult, ...]:
    """Run every case of a ruleset.

    Args:
        rules: the ruleset.

    Returns:
        The results in the order of the file.

    Example:
        >>> from perfscore.rules.library import load_ruleset
        >>> results = check_cases(load_ruleset("mof-2020"))
        >>> [result.name for result in results if result.problem]
        []
    """
    return tuple(_results(rules))


def _results(rules: RuleSet) -> Iterator[CaseResult]:
    for position, case in enumerate(rules.cases):
        item = _scored(case, rules)
        differs = _difference(case, item)
        problem = None
        if differs is not None:
            problem = RuleConflict(
                "scoring.case-fails",
                place=rules.place("cases", position),
                name=case.name or str(position + 1),
                differs=differs,
            )
        yield CaseResult(name=case.name, item=item, problem=problem)


def _scored(case: Case, rules: RuleSet) -> ItemScore:
    if case.budget is not None:
        return score_budget(budget_of(case), rules)
    return score_row(row_of(case), rules, Printed())


def budget_of(case: Case) -> BudgetRow:
    """Return the budget that a case speaks of."""
    return BudgetRow(weight=case.weight, adjusted=case.budget, executed=case.executed)


def row_of(case: Case) -> Row:
    """Return the row that a case speaks of."""
    comparator, unit, year = case.comparator, case.unit, case.year
    return Row(
        name=case.indicator or "",
        level1=case.level1 or "",
        level2=case.level2 or "",
        target=parse_value(case.target, unit=unit, comparator=comparator, year=year),
        actual=parse_value(case.actual, unit=unit, year=year),
        weight=case.weight,
        clause=case.clause or "",
        comparator=read_comparator(comparator),
    )


def _difference(case: Case, item: ItemScore) -> Message | None:
    if case.score is not None:
        given = None if item.score is None else Fraction(item.score)
        if given is None and case.range is not None and item.readings:
            # The chosen reading gives one score, others give ranges.
            chosen = next(iter(item.readings.values())).score
            given = None if chosen is None else Fraction(chosen)
        if given != case.score:
            return _said(number_text(case.score), str(item.score or item.set))
    if case.range is not None:
        low, high = Fraction(item.range.low), Fraction(item.range.high)
        if (low, high) != case.range:
            least, most = map(number_text, case.range)
            return _said(f"{least}–{most}", str(item.set))
    elif case.score is not None:
        every = {Fraction(piece.low) for piece in item.pieces if piece.is_point}
        wanted = set(case.scores) or {case.score}
        if every != wanted or len(every) != len(item.pieces):
            scores = " ∪ ".join(map(number_text, sorted(wanted)))
            return _said(scores, str(item.set))
    return None


def _said(expected: str, given: str) -> Message:
    return say("scoring.case-differs", expected=expected, given=given)

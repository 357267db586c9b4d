"""The score of budget execution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain

from perfscore.messages import Message, number_text, say
from perfscore.places import Place
from perfscore.rules.formula import Formula, parse_formula
from perfscore.rules.methods.base import JUDGED
from perfscore.rules.parts import Cited
from perfscore.rules.readings import Ask, Reading, merged, reading_name, readings_of
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.walker import Names
from perfscore.rules.wording import formula_text
from perfscore.scoring.claims import Claim, evidence_of, status_of, verdict_of
from perfscore.scoring.models import ItemKind, ItemScore, Rule, Step
from perfscore.scoring.outcome import results
from perfscore.scoring.trace import citation, formula_steps, rounded_step
from perfscore.values.sets import Piece, ScoreSet, rounded, union
from perfscore.values.value import MISSING, Kind, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """What is to be scored of a budget.

    Attributes:
        name: the line's label.
        weight: the points it is worth.
        weight_inferred: whether the weight is not printed.
        initial: the initial budget.
        adjusted: the year's budget.
        executed: what was spent.
        unit: the money unit.
        claim: the points the office gave itself.
        places: where the fields stand.
    """

    weight: Fraction
    name: str = ""
    weight_inferred: bool = False
    initial: Fraction | None = None
    adjusted: Fraction | None = None
    executed: Fraction | None = None
    unit: str | None = None
    claim: Claim | None = None
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """What one reading of a budget rule gives.

    Attributes:
        formula: the formula applied.
        names: what its names stand for.
        pieces: the exact set of scores, before rounding.
        reason: why the formula gives no number, where it gives none.
        initial: whether the initial budget stands in for the year's.
        cited: what commands the formula: the budget's rule, or the convention for a
            budget of zero or for spending above it.
    """

    formula: Formula
    names: Names
    pieces: tuple[Piece, ...]
    reason: Message | None
    initial: bool
    cited: Cited


def score_budget(row: BudgetRow, rules: RuleSet) -> ItemScore:
    """Score budget execution.

    Args:
        row: the budget and what was spent of it.
        rules: the ruleset: the year's budget is the denominator, or where it is blank
            the initial one, with a remark.

    Returns:
        The score; spending above the budget is an open point of the ruleset.
    """
    rounding = rules.rounding.rounding
    options = rules.conventions.options
    found = readings_of(lambda ask: budget_result(row, rules, ask), options)
    sets = [Reading(r.choices, rounded(r.result.pieces, rounding)) for r in found]
    readings = merged(sets)
    chosen, scores = found[0].result, readings[0].result
    every = union((r.result for r in readings), rounding.places)
    status, score = status_of(scores, every)
    results = chain.from_iterable(r.result.pieces for r in found)
    verdict, remark = verdict_of(row.claim, every, status, rounding, results)
    remarks = [r for r in (chosen.reason, remark) if r is not None]
    if chosen.initial:
        remarks.append(say("scoring.initial-budget"))
    budget = chosen.names.numbers.get("budget")
    rate, below = _rate(budget, row.executed), rules.budget.reason_below
    if rate is not None and below is not None and rate < below:
        remarks.append(say("scoring.low-execution", rate=rate * 100, below=below * 100))
    source = citation(rules, chosen.cited)
    target, actual = money(budget, row.unit), money(row.executed, row.unit)
    return ItemScore(
        number=None,
        kind=ItemKind.BUDGET,
        name=row.name,
        target=target,
        actual=actual,
        weight=row.weight,
        weight_inferred=row.weight_inferred,
        claimed=row.claim.points if row.claim else None,
        score=score,
        set=every,
        status=status,
        verdict=verdict,
        evidence=evidence_of(target, actual),
        readings={reading_name(r.choices): r.result for r in readings},
        labels=rules.budget.words(),
        rule=Rule(
            method="budget",
            formula=formula_text(chosen.formula),
            because=say("scoring.because-budget", ruleset=rules.id),
            source=source,
        ),
        rate=rate,
        steps=_steps(rules, chosen, scores),
        source=source,
        remarks=tuple(remarks),
        places=row.places,
    )


def budget_result(row: BudgetRow, rules: RuleSet, ask: Ask) -> BudgetResult:
    """Return what the budget rule gives under the choices that are asked for.

    Args:
        row: the budget and what was spent of it.
        rules: the ruleset.
        ask: gives the choice at each open point.
    """
    adjusted_first = ask("budget_denominator") == "adjusted"
    first, second = (row.adjusted, row.initial)[:: 1 if adjusted_first else -1]
    budget = first if first is not None else second
    initial = adjusted_first and first is None and budget is not None
    text, most, silent = None, row.weight, None
    cited: Cited = rules.budget
    if budget == 0:
        text = "weight" if ask("zero_budget") == "full" else None
        cited = rules.conventions.at("zero_budget")
    numbers = {"weight": row.weight}
    if budget is not None:
        numbers["budget"] = budget
    if row.executed is not None:
        numbers["executed"] = row.executed
    rate = _rate(budget, row.executed)
    if rate is not None and rate > 1:
        beyond = ask("over_budget")
        text = {"capped": "weight", "nothing": "0", "judged": JUDGED}.get(beyond)
        silent = say("scoring.rule-silent") if beyond == "judged" else None
        most *= rate if beyond == "uncapped" else 1
        cited = rules.conventions.at("over_budget")
    formula = parse_formula(text or rules.budget.text(ask))
    names = Names(numbers)
    pieces, reason, _ = results(formula, names, None, most)
    return BudgetResult(formula, names, pieces, reason or silent, initial, cited)


def _rate(budget: Fraction | None, executed: Fraction | None) -> Fraction | None:
    if budget is None or executed is None or budget <= 0 or executed < 0:
        return None
    return executed / budget


def money(amount: Fraction | None, unit: str | None) -> Value:
    """Return an amount of money as a value.

    Args:
        amount: the amount; None where there is none.
        unit: its unit.
    """
    if amount is None:
        return MISSING
    return Value(
        text=number_text(amount) + (unit or ""),
        kind=Kind.QUANTITY,
        number=amount,
        low=amount,
        high=amount,
        unit=unit,
        unit_stated=unit is not None,
    )


def _steps(rules: RuleSet, result: BudgetResult, scores: ScoreSet) -> tuple[Step, ...]:
    steps = formula_steps(
        result.formula,
        result.names,
        result.pieces,
        citation(rules, result.cited),
        always=("execution_rate",),
    )
    return (*steps, rounded_step(scores, rules))

"""The scorecard of a whole form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from perfscore.errors import ScoringError, WrongArgument
from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.messages import Message, say
from perfscore.rules.library import load_ruleset
from perfscore.rules.readings import choices_of
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.budget import BudgetRow, money, score_budget
from perfscore.scoring.claims import Claim
from perfscore.scoring.decided import Settling, settled
from perfscore.scoring.inputs import GivenActual, Source, actuals_of, decisions_of
from perfscore.scoring.item import Printed, score_row
from perfscore.scoring.models import (
    Decision,
    ItemScore,
    Scorecard,
    Status,
    Verdict,
)
from perfscore.scoring.outcome import Row
from perfscore.scoring.weights import (
    FULL,
    Weight,
    budget_lines,
    budget_weight,
    row_weights,
    unscored_budget,
    weight_remarks,
)
from perfscore.values.align import aligned
from perfscore.values.parse import parse_value
from perfscore.values.rounding import Rounding
from perfscore.values.sets import ScoreRange, ScoreSet
from perfscore.values.text import plain
from perfscore.values.units import factor
from perfscore.values.value import Kind, Value


def score(
    form: Form,
    rules: str | Path | RuleSet | None = None,
    *,
    actuals: Source | None = None,
    decisions: Source | None = None,
) -> Scorecard:
    """Score a form: every row and the budget execution, each with its trace.

    Args:
        form: the form.
        rules: a ruleset, its id or its path; ``mof-2020`` where left out.
        actuals: the actuals of a target form: a path to CSV or JSON, a mapping from
            row number or unique name (预算 for the executed amount), or records. One
            that stands in for another actual on the form is told in the remarks.
        decisions: what a person settled, likewise, each with its reason.

    Returns:
        The scorecard. The same form under the same ruleset gives the same card.

    Raises:
        ScoringError: an actual or a decision that names no row, or a decision that is
            not among what is honest.
        RuleSetError: the ruleset is wrong or there is none of that name.
        WrongArgument: something else than a form.

    Example:
        >>> from perfscore.forms.models import FormKind, Scope
        >>> row = Indicator(
        ...     number=1,
        ...     level1="产出指标",
        ...     name="培训场次",
        ...     target=parse_value("30场"),
        ...     actual=parse_value("27场"),
        ...     weight=Fraction(10),
        ... )
        >>> form = Form(
        ...     kind=FormKind.SELF_EVALUATION,
        ...     scope=Scope.PROJECT,
        ...     title="自评表",
        ...     indicators=(row,),
        ... )
        >>> card = score(form)
        >>> str(card.points), str(card.score), card.rating
        ('9.00', '90.00', '优')
    """
    if not isinstance(form, Form):
        raise WrongArgument("scoring.no-form", given=type(form).__name__)
    given = actuals_of(form, (form,), actuals) if actuals is not None else {}
    decided = decisions_of(form, (form,), decisions) if decisions is not None else {}
    return score_form(form, load_ruleset(rules), given, decided)


def score_form(
    form: Form,
    rules: RuleSet,
    actuals: Mapping[int | None, GivenActual],
    decisions: Mapping[int | None, Decision],
) -> Scorecard:
    """Score a form with the actuals and decisions that belong to it.

    Args:
        form: the form.
        rules: the ruleset.
        actuals: the actuals by row number; None is the executed amount.
        decisions: the decisions, likewise.
    """
    weights = row_weights(form, rules)
    items: list[ItemScore] = []
    remarks: list[Message] = []
    left_out: dict[int, Fraction] = {}
    for row in form.indicators:
        weight = weights.get(row.number)
        if not row.scored or weight is None:
            continue
        if weight.points is None:
            remarks.append(say("scoring.no-weight", name=row.name))
            continue
        scored = _row(row, weight, form, actuals.get(row.number))
        if row.number not in decisions and _is_left_out(scored.row, rules):
            remarks.append(_left_out(row, weight.points))
            left_out[row.number] = weight.points
            continue
        item = score_row(scored.row, rules, scored.printed, decisions.get(row.number))
        items.append(_replaced(item, row.actual.text, actuals.get(row.number)))
    lines = budget_lines(form)
    budget = _budget(form, weights, rules, actuals.get(None), decisions.get(None))
    items += budget
    if not budget and (None in actuals or None in decisions):
        raise ScoringError("scoring.no-budget", form=form.name)
    if not budget and any(map(_is_executed, lines)):
        remarks.append(unscored_budget(weights.values(), rules))
    remarks += weight_remarks(
        weights.values(), _budget_worth(lines, weights, rules), form.total_weight
    )
    by_analogy = form.scope not in rules.applies_to
    if by_analogy:
        remarks.append(say("scoring.by-analogy", ruleset=rules.id))
    return _card(form, rules, items, remarks, left_out)


def _replaced(item: ItemScore, printed: str, given: GivenActual | None) -> ItemScore:
    """Return an item that says which actual of the form another stands in for."""
    if given is None or not printed or plain(printed) == plain(given.text):
        return item
    said = {"name": item.name, "printed": printed, "given": given.text}
    key = "actual-replaced-noted" if given.note else "actual-replaced"
    remark = say(
        f"scoring.{key}", **said, **({"note": given.note} if given.note else {})
    )
    return replace(item, remarks=(remark, *item.remarks))


def _is_left_out(row: Row, rules: RuleSet) -> bool:
    """Return whether a row does not apply and the ruleset takes it off the card.

    A row with a clause of its own is left to what the clause says.
    """
    leaves = rules.conventions.options("not_applicable")[0] in {"rescale", "leave_out"}
    absent = row.actual.kind is Kind.NOT_APPLICABLE
    return leaves and absent and not row.clause.strip()


def _left_out(row: Indicator, points: Fraction) -> Message:
    if row.claimed is None:
        return say("scoring.left-out", name=row.name, weight=points)
    return say(
        "scoring.left-out-claimed", name=row.name, weight=points, claimed=row.claimed
    )


def _is_executed(line: BudgetLine) -> bool:
    """Return whether a line says how the budget was executed."""
    said = (line.executed, line.execution_rate, line.claimed)
    return any(one is not None for one in said)


def _budget_worth(
    lines: Sequence[BudgetLine], weights: Mapping[int, Weight], rules: RuleSet
) -> Weight:
    """Return the weight of budget execution, all its lines together."""
    found = [budget_weight(line, weights.values(), rules) for line in lines or (None,)]
    known = [weight.points for weight in found if weight.points is not None]
    inferred = any(weight.inferred for weight in found)
    return Weight(sum(known, Fraction(0)) if known else None, inferred=inferred)


@dataclass(frozen=True, slots=True)
class _Scored:
    row: Row
    printed: Printed


def _row(
    row: Indicator, weight: Weight, form: Form, given: GivenActual | None
) -> _Scored:
    actual, places = row.actual, dict(row.places)
    if given is not None:
        actual = parse_value(given.text, year=form.year)
        places["actual"] = given.place
    return _Scored(
        Row(
            name=row.name,
            level1=row.level1,
            level2=row.level2,
            target=row.target,
            actual=actual,
            weight=weight.points or Fraction(0),
            clause=row.clause,
            comparator=row.comparator,
        ),
        Printed(
            number=row.number,
            claim=_claim(row),
            weight_inferred=weight.inferred,
            places=places,
        ),
    )


def _claim(printed: Indicator | BudgetLine) -> Claim | None:
    if printed.claimed is None:
        return None
    return Claim.printed(printed.claimed, printed.decimals.get("claimed", 0))


def _budget(
    form: Form,
    weights: Mapping[int, Weight],
    rules: RuleSet,
    given: GivenActual | None,
    decision: Decision | None,
) -> list[ItemScore]:
    """Score the lines of the budget that are scored, each by itself."""
    lines = budget_lines(form)
    if len(lines) > 1 and (given is not None or decision is not None):
        names = "、".join(line.name for line in lines)
        raise ScoringError("scoring.several-budgets", form=form.name, names=names)
    scored = (
        _budget_item(form, line, weights, rules, given, decision)
        for line in lines or (None,)
    )
    return [item for item in scored if item is not None]


def _budget_item(
    form: Form,
    line: BudgetLine | None,
    weights: Mapping[int, Weight],
    rules: RuleSet,
    given: GivenActual | None,
    decision: Decision | None,
) -> ItemScore | None:
    weight = budget_weight(line, weights.values(), rules)
    if weight.points is None or (line is None and given is None):
        return None
    executed = line.executed if line else None
    places = dict(line.places) if line else {}
    budget = (line.adjusted or line.initial) if line else None
    if given is not None:
        executed = _amount(parse_value(given.text), form, budget)
        places["executed"] = given.place
    row = BudgetRow(
        name=line.name if line else "",
        weight=weight.points,
        weight_inferred=weight.inferred,
        initial=line.initial if line else None,
        adjusted=line.adjusted if line else None,
        executed=executed,
        unit=form.money_unit,
        claim=_claim(line) if line else None,
        places=places,
    )
    other = line.executed if line and line.executed != executed else None
    printed = money(other, form.money_unit).text
    item = _replaced(score_budget(row, rules), printed, given)
    if decision is None:
        return item

    def again(actual: Value) -> ItemScore:
        return score_budget(replace(row, executed=_amount(actual, form, budget)), rules)

    settling = Settling(row.claim, rules.rounding.rounding)
    return settled(item, decision, again, settling)


def _amount(value: Value, form: Form, budget: Fraction | None) -> Fraction:
    """Return an executed amount in the form's money unit.

    A number without a unit is in the form's own, unless it may be in another.
    """
    if value.kind is not Kind.QUANTITY or not value.is_point or value.number is None:
        raise ScoringError("scoring.no-amount", text=value.text)
    unit = value.unit or ("元" if value.scale > 1 else None)
    if unit is None and budget is not None:
        both = aligned(money(budget, form.money_unit), value)
        if not both.comparable:
            raise ScoringError("scoring.amount-unit", text=value.text)
    if unit is None or unit == form.money_unit:
        return value.number
    share = factor(unit, form.money_unit or "万元")
    if share is None:
        raise ScoringError("scoring.no-amount", text=value.text)
    return value.number * share


def _card(
    form: Form,
    rules: RuleSet,
    items: Sequence[ItemScore],
    remarks: list[Message],
    left_out: Mapping[int, Fraction],
) -> Scorecard:
    rounding = rules.rounding.rounding
    worth = sum((item.weight for item in items), Fraction(0))
    whole = worth
    if rules.conventions.options("not_applicable")[0] != "rescale":
        # What is left out and not scaled up is missing from the hundred.
        whole += sum(left_out.values(), Fraction(0))
    low, high = _sums(item.range for item in items)
    known = [item.score for item in items]
    certain = [points for points in known if points is not None]
    points = None
    if len(certain) == len(known):
        points = rounding.score(sum(map(Fraction, certain), Fraction(0)))
    out_of_100 = ScoreRange(
        _of_100(low, whole, rounding), _of_100(high, whole, rounding)
    )
    score = None
    if points is not None and whole:
        score = _of_100(Fraction(points), whole, rounding)
    words = tuple(
        rules.rating.word(Fraction(end)) if whole else ""
        for end in (out_of_100.low, out_of_100.high)
    )
    rating = rules.rating.word(Fraction(score)) if score is not None else None
    if rating is None and words[0] == words[1]:
        rating = words[0] or None
    return Scorecard(
        form=form,
        ruleset=rules.id,
        fingerprint=rules.fingerprint,
        by_analogy=form.scope not in rules.applies_to,
        items=tuple(items),
        points=points,
        points_range=ScoreRange(rounding.score(low), rounding.score(high)),
        max_points=worth,
        score=score,
        range=out_of_100,
        rating=rating,
        ratings=(words[0], words[1]),
        uniform=_uniform(items, rounding),
        verdicts=_verdicts(items),
        left_out=tuple(left_out),
        remarks=tuple(remarks),
    )


def _sums(ranges: Iterable[ScoreRange]) -> tuple[Fraction, Fraction]:
    found = list(ranges)
    low = sum((Fraction(r.low) for r in found), Fraction(0))
    return low, sum((Fraction(r.high) for r in found), Fraction(0))


def _of_100(points: Fraction, whole: Fraction, rounding: Rounding) -> Decimal:
    return rounding.score(points / whole * FULL if whole else Fraction(0))


def _uniform(items: Sequence[ItemScore], rounding: Rounding) -> dict[str, ScoreRange]:
    """Return the points where one choice is held throughout, the rest as chosen."""
    choices = dict.fromkeys(
        choice
        for item in items
        if item.status is not Status.DECIDED
        for name in item.readings
        for choice in choices_of(name).items()
    )
    found = {}
    for point, choice in choices:
        sets = [_under(item, point, choice) for item in items]
        low, high = _sums(one.hull for one in sets)
        name = f"{point}={choice}"
        found[name] = ScoreRange(rounding.score(low), rounding.score(high))
    return found


def _under(item: ItemScore, point: str, choice: str) -> ScoreSet:
    """Return an item's scores under a choice, or as chosen where it has none."""
    if item.status is Status.DECIDED or not item.readings:
        return item.set
    fitting = (
        found
        for name, found in item.readings.items()
        if choices_of(name).get(point) == choice
    )
    return next(fitting, next(iter(item.readings.values())))


def _verdicts(items: Iterable[ItemScore]) -> dict[Verdict, Fraction]:
    """Return the claimed points by verdict, and the unclaimed weights."""
    found = dict.fromkeys(Verdict, Fraction(0))
    for item in items:
        points = item.weight if item.claimed is None else item.claimed
        found[item.verdict] += points
    return found

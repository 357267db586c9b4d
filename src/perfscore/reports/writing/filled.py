"""A form with our scores in the place of its claims."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfscore.auditing.figures import nothing_yet
from perfscore.errors import ReportError
from perfscore.forms.models import BudgetLine, Form, FormKind, Indicator
from perfscore.messages import Lang, number_text, say
from perfscore.reports.writing.same import difference
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard
from perfscore.scoring.weights import budget_lines
from perfscore.values.parse import parse_value
from perfscore.values.value import Kind


def filled(form: Form, card: Scorecard) -> Form:
    """Return a form whose scores are ours.

    A row whose score is not one number has none; the claims are gone everywhere. An
    actual that was given beside the form is filled in. Targets that have actuals by now
    become a self-evaluation, with the weights that scores are out of and the rate of
    what was spent; targets without any stay what they are.

    Args:
        form: the form.
        card: its scorecard.

    Raises:
        ReportError: the scorecard is of another form.
    """
    if difference(form, card.form) is not None:
        raise ReportError("writing.other-card", form=form.name, other=card.form.name)
    if nothing_yet(card):
        return form
    items = {item.number: item for item in card.items if item.number is not None}
    money = [item for item in card.items if item.kind is ItemKind.BUDGET]
    scored = [id(line) for line in budget_lines(form)]
    pairs = dict(zip(scored, money, strict=False))
    lines = [pairs.get(id(line)) for line in form.budget]
    done = replace(
        form,
        indicators=tuple(
            _row(row, items.get(row.number), form) for row in form.indicators
        ),
        budget=tuple(map(_line, form.budget, lines)),
        total_claimed=None if card.points is None else Fraction(card.points),
        rating=card.rating or "",
    )
    return _evaluated(done, card, lines) if _becomes_evaluation(form) else done


def _becomes_evaluation(form: Form) -> bool:
    """Whether a form of targets can be titled as a self-evaluation."""
    return form.kind is FormKind.TARGET and bool(_TARGETS.search(form.title))


_TARGETS = re.compile("目标(?:申报|申请)?表")


def _evaluated(form: Form, card: Scorecard, lines: Sequence[ItemScore | None]) -> Form:
    """Return filled targets as a self-evaluation.

    Args:
        form: the form, filled.
        card: its scorecard.
        lines: the item of each line of the budget.
    """
    items = {item.number: item for item in card.items if item.number is not None}
    weights = [_printable(item.weight) for item in card.items]
    whole = sum((one for one in weights if one is not None), Fraction(0))
    known = form.total_weight is not None or None in weights
    return replace(
        form,
        kind=FormKind.SELF_EVALUATION,
        title=_TARGETS.sub("自评表", form.title),
        indicators=tuple(
            replace(row, weight=_weight(row.weight, items.get(row.number)))
            for row in form.indicators
        ),
        budget=tuple(
            line if item is None else _with_rate(line, item)
            for line, item in zip(form.budget, lines, strict=True)
        ),
        total_weight=form.total_weight if known else whole,
    )


def _with_rate(line: BudgetLine, item: ItemScore) -> BudgetLine:
    """Return a line with its weight, and the rate that its figures make."""
    share, decimals = line.execution_rate, line.decimals
    base = line.adjusted or line.initial
    if share is None and base and line.executed is not None:
        share = Fraction(number_text(line.executed / base * 100, 2)) / 100
        decimals = {**decimals, "execution_rate": 2}
    return replace(
        line,
        weight=_weight(line.weight, item),
        execution_rate=share,
        decimals=decimals,
    )


def _weight(printed: Fraction | None, item: ItemScore | None) -> Fraction | None:
    """Return a weight as printed, else the one that a score is out of."""
    if printed is not None or item is None:
        return printed
    return _printable(item.weight)


def _printable(weight: Fraction) -> Fraction | None:
    """Return a weight that has an end as a decimal; 100/3 has none."""
    return weight if Fraction(number_text(weight, 12)) == weight else None


def notes(form: Form, card: Scorecard, lang: Lang) -> list[str]:
    """Return what a reader of such a form has to know: whose scores these are.

    Args:
        form: the form.
        card: its scorecard.
        lang: the language.
    """
    if nothing_yet(card):
        return [say("reports.targets-only").text(lang)]
    lines = [say("writing.ours", ruleset=card.ruleset)]
    if _becomes_evaluation(form) and any(item.weight_inferred for item in card.items):
        lines.append(say("writing.ours-weights", ruleset=card.ruleset))
    opened = [
        say("writing.ours-one", name=_called(item), scores=str(item.set))
        for item in card.items
        if item.score is None
    ]
    if opened:
        lines.append(say("writing.ours-open", items=opened))
    scored = {item.number for item in card.items}
    left = [
        str(r.number) for r in form.indicators if r.scored and r.number not in scored
    ]
    if left:
        rows = [say("common.text", text=number) for number in left]
        lines.append(say("writing.ours-left", rows=rows))
    return [line.text(lang) for line in lines]


def _called(item: ItemScore) -> object:
    if item.number is None:
        return say("scoring.budget")
    return say("writing.row", number=item.number)


def _row(row: Indicator, item: ItemScore | None, form: Form) -> Indicator:
    claimed = None if item is None else item.score
    actual = row.actual
    if item is not None and item.actual.kind is not Kind.MISSING:
        text = " ".join(item.actual.text.split())
        if text != " ".join(actual.text.split()):
            actual = parse_value(text, unit=row.unit, year=form.year)
    return replace(
        row,
        actual=actual,
        claimed=None if claimed is None else Fraction(claimed),
        decimals=_decimals(claimed),
    )


def _line(line: BudgetLine, item: ItemScore | None) -> BudgetLine:
    claimed = None if item is None else item.score
    executed = line.executed
    if executed is None and item is not None:
        executed = item.actual.number
    kept = {name: n for name, n in line.decimals.items() if name != "claimed"}
    return replace(
        line,
        executed=executed,
        claimed=None if claimed is None else Fraction(claimed),
        decimals={**kept, **_decimals(claimed)},
        unread={name: text for name, text in line.unread.items() if name != "claimed"},
    )


def _decimals(score: Decimal | None) -> Mapping[str, int]:
    if score is None:
        return {}
    exponent = score.as_tuple().exponent
    return {"claimed": max(0, -exponent) if isinstance(exponent, int) else 0}

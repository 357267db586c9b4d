"""A form with our scores in the place of its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perfscore.errors import ReportError
from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.messages import Lang, say
from perfscore.reports.writing.same import difference
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard
from perfscore.scoring.weights import budget_lines
from perfscore.values.parse import parse_value
from perfscore.values.value import Kind


def filled(form: Form, card: Scorecard) -> Form:
    """Return a form whose scores are ours.

    A row whose score is not one number has none; the claims are gone everywhere. An
    actual that was given beside the form is filled in.

    Args:
        form: the form.
        card: its scorecard.

    Raises:
        ReportError: the scorecard is of another form.
    """
    if difference(form, card.form) is not None:
        raise ReportError("writing.other-card", form=form.name, other=card.form.name)
    items = {item.number: item for item in card.items if item.number is not None}
    money = [item for item in card.items if item.kind is ItemKind.BUDGET]
    scored = [id(line) for line in budget_lines(form)]
    pairs = dict(zip(scored, money, strict=False))
    return replace(
        form,
        indicators=tuple(
            _row(row, items.get(row.number), form) for row in form.indicators
        ),
        budget=tuple(_line(line, pairs.get(id(line))) for line in form.budget),
        total_claimed=None if card.points is None else Fraction(card.points),
        rating=card.rating or "",
    )


def notes(form: Form, card: Scorecard, lang: Lang) -> list[str]:
    """Return what a reader of such a form has to know: whose scores these are.

    Args:
        form: the form.
        card: its scorecard.
        lang: the language.
    """
    lines = [say("writing.ours", ruleset=card.ruleset)]
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

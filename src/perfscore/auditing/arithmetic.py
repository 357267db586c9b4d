"""PS1xx: the form's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import (
    BUDGET_WORDS,
    budget_items,
    decimals,
    place,
    points,
    row_numbers,
    rows,
    sentence,
    sum_text,
)
from perfscore.auditing.models import Severity
from perfscore.forms.models import Form, FormKind, Indicator, Level1
from perfscore.forms.rows import SUB_ROW
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard
from perfscore.values.rounding import Rounding

_FULL = Fraction(100)


@check(
    "PS101",
    "weights-do-not-add-up",
    Severity.ERROR,
    since="0.1.0",
    sometimes=Severity.WARNING,
    covers=("scoring.hundred-without-budget",),
)
def weights_do_not_add_up(form: Form, card: Scorecard) -> Hits:
    """The weights of a form do not add up to its total."""
    printed = [item for item in rows(card) if not item.weight_inferred]
    budget = sum((item.weight for item in budget_items(card)), Fraction(0))
    left_out = _weights(_left_out(form, card))
    own = sum((item.weight for item in printed), Fraction(0))
    own += sum(left_out, Fraction(0))
    declared = form.total_weight
    expected = _FULL if declared is None else declared
    total = own + budget
    if not printed:
        yield from _declared_only(form, card)
        return
    if len(printed) < len(rows(card)) and total <= expected:
        return
    if declared is None and _is_piece(form):
        return
    by_itself = own == expected or declared is None
    if total == _FULL and (total == expected or by_itself):
        return
    # A target form leaves the ten points of budget execution to the evaluation.
    left_open = {None, own, _FULL} if form.kind is FormKind.TARGET else {None, own}
    if not budget and declared in left_open and own in {_FULL, _FULL - 10}:
        return
    counted = say(
        "auditing.rows-and-budget" if budget else "auditing.rows-only",
        count=len(printed) + len(left_out),
        rows=own,
        budget=budget,
        sum=total,
    )
    if declared is None:
        stated = say("auditing.nothing-declared")
    else:
        stated = say("auditing.total-declared", total=declared)
    texts = [counted, stated]
    if budget and own == expected:
        texts.append(say("auditing.exact-without-budget", rows=own))
    texts += _without(_sub_rows(printed, total - expected), expected)
    against = expected if total != expected else _FULL
    yield Hit(
        message=say("auditing.weights-do-not-add-up", sum=total, total=against),
        evidence=sentence(texts),
        place=form.places.get("total_weight", NOWHERE),
        points=points(abs(total - against)),
        severity=Severity.WARNING if total == expected else None,
    )


def _declared_only(form: Form, card: Scorecard) -> Hits:
    """Yield what headings and the budget make, where no row has a weight of its own."""
    budget = sum((item.weight for item in budget_items(card)), Fraction(0))
    if form.rows_weight is None or any(i.weight_inferred for i in budget_items(card)):
        return
    total = form.rows_weight + budget
    if budget and total > _FULL:
        yield Hit(
            message=say("auditing.weights-do-not-add-up", sum=total, total=_FULL),
            evidence=say(
                "auditing.headings-and-budget",
                rows=form.rows_weight,
                budget=budget,
                sum=total,
            ),
            place=form.places.get("rows_weight", NOWHERE),
            points=points(total - _FULL),
        )


@check("PS102", "block-weights-differ", Severity.ERROR, since="0.1.0")
def block_weights_differ(form: Form, card: Scorecard) -> Hits:
    """The rows under a level-1 heading do not make the weight it declares."""
    absent = _left_out(form, card)
    for name, heading in _headings(form):
        members = [item for item in rows(card) if item.level1 == name]
        if name.startswith(BUDGET_WORDS) and not members:
            members = list(budget_items(card))
        declared = heading.weight
        if declared is None or not members:
            continue
        printed = [item.weight for item in members if not item.weight_inferred]
        complete = len(printed) == len(members)
        printed += _weights(row for row in absent if row.level1 == name)
        total = sum(printed, Fraction(0))
        if total == declared or (not complete and total < declared):
            continue
        figures = say(
            "auditing.block-figures",
            count=len(printed),
            sum=sum_text(printed),
            total=declared,
        )
        below = _sub_rows(members, total - declared)
        yield Hit(
            message=say(
                "auditing.block-weights-differ", name=name, sum=total, total=declared
            ),
            evidence=sentence([figures, *_without(below, declared)]),
            number=below[0].number if len(below) == 1 else None,
            subject=name,
            place=place(below[0], "weight") if below else heading.place,
            points=points(abs(total - declared)),
        )
    declared = form.rows_weight
    printed = [item.weight for item in rows(card) if not item.weight_inferred]
    complete = len(printed) == len(rows(card))
    printed += _weights(absent)
    total = sum(printed, Fraction(0))
    if not printed or declared is None or total == declared:
        return
    if complete or total > declared:
        yield Hit(
            message=say("auditing.rows-weight-differs", sum=total, total=declared),
            evidence=say(
                "auditing.block-figures",
                count=len(printed),
                sum=sum_text(printed),
                total=declared,
            ),
            place=form.places.get("rows_weight", NOWHERE),
            points=points(abs(total - declared)),
        )


def _sub_rows(items: Iterable[ItemScore], over: Fraction) -> list[ItemScore]:
    """Return the rows 其中… whose weights are all that is too much, if they are."""
    below = [i for i in items if SUB_ROW.search(i.name) and not i.weight_inferred]
    weights = sum((item.weight for item in below), Fraction(0))
    return below if below and weights == over else []


def _without(below: Sequence[ItemScore], whole: Fraction) -> list[Message]:
    if not below:
        return []
    rows_below = row_numbers(item.number for item in below)
    return [say("auditing.without-sub-rows", rows=rows_below, total=whole)]


def _is_piece(form: Form) -> bool:
    """Whether nothing says that the rows are one table, whole and of one project.

    A table that is cut where pages end, under a title of its own each time, holds what
    its page had room for: rows without headings, beside no project and no budget.
    """
    named = form.project or form.budget or form.budget_parts or form.goal
    return not named and not any(row.level1 or row.level2 for row in form.indicators)


def _left_out(form: Form, card: Scorecard) -> tuple[Indicator, ...]:
    """Return the rows that do not apply and that the ruleset takes off the card."""
    return tuple(row for row in form.indicators if row.number in card.left_out)


def _weights(rows_left_out: Iterable[Indicator]) -> list[Fraction]:
    return [row.weight for row in rows_left_out if row.weight is not None]


def _headings(form: Form) -> Iterator[tuple[str, Level1]]:
    """Yield each heading once; one repeated on the next page is the same."""
    known: dict[str, list[Level1]] = {}
    for heading in form.level1:
        known.setdefault(heading.name, []).append(heading)
    for name, same in known.items():
        weights = {heading.weight for heading in same} - {None}
        if len(weights) == 1:
            yield name, next(h for h in same if h.weight is not None)


@check(
    "PS103",
    "total-differs-from-sum",
    Severity.ERROR,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def total_differs_from_sum(form: Form, card: Scorecard) -> Hits:
    """The declared total score is not the sum of the claimed scores."""
    declared = form.total_claimed
    items = [*rows(card), *budget_items(card)]
    scored = [item for item in items if item.claimed is not None]
    if declared is None or not scored:
        return
    own = [i.claimed for i in scored if i.kind is ItemKind.INDICATOR and i.claimed]
    spent = [i.claimed for i in scored if i.kind is ItemKind.BUDGET and i.claimed]
    without = sum(own, Fraction(0))
    total = without + sum(spent, Fraction(0))
    sums = {total, without} if _leaves_out_budget(form, card) else {total}
    # An office may add up what it claimed for rows that do not apply, or leave it out.
    absent = sum((row.claimed or 0 for row in _left_out(form, card)), Fraction(0))
    sums |= {one + absent for one in sums}
    complete = len(scored) == len(items)
    if declared in sums or (not complete and declared > total):
        return
    places = decimals(declared)
    if places and any(Rounding(places).number(s) == declared for s in sums):
        return
    near = min(sums, key=lambda one: abs(declared - one))
    coarse = Rounding(0).number(near) == declared
    yield Hit(
        message=say("auditing.total-differs-from-sum", total=declared, sum=near),
        evidence=say(
            "auditing.claims-and-budget" if spent else "auditing.claims-only",
            count=len(scored),
            rows=without,
            budget=total - without,
            sum=total,
            total=declared,
        ),
        place=form.places.get("total_claimed", NOWHERE),
        points=points(declared - near),
        severity=Severity.NOTE if coarse else None,
    )


def _leaves_out_budget(form: Form, card: Scorecard) -> bool:
    own = sum((item.weight for item in rows(card)), Fraction(0))
    budget = sum((item.weight for item in budget_items(card)), Fraction(0))
    declared = _FULL if form.total_weight is None else form.total_weight
    return own == declared or own + budget != declared


@check("PS105", "score-above-weight", Severity.ERROR, since="0.1.0")
def score_above_weight(form: Form, card: Scorecard) -> Hits:
    """A claimed score is greater than the weight of its row."""
    del form
    for item in card.items:
        most = max(item.weight, Fraction(item.set.high))
        if item.claimed is None or item.weight_inferred or item.claimed <= most:
            continue
        yield Hit(
            message=say(
                "auditing.score-above-weight",
                claimed=item.claimed,
                weight=item.weight,
            ),
            evidence=say(
                "auditing.above-figures",
                claimed=item.claimed,
                weight=item.weight,
                over=item.claimed - item.weight,
            ),
            number=item.number,
            subject=item.name,
            place=place(item, "claimed"),
            points=points(item.claimed - item.weight),
        )

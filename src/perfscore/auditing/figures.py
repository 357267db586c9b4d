"""Small helps that the checks share: sums, places, lists of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.forms.models import BudgetLine, Form, FormKind
from perfscore.messages import Message, number_text, say
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard
from perfscore.values.rounding import Rounding
from perfscore.values.sets import ScoreSet
from perfscore.values.value import Kind

BUDGET_WORDS = ("预算执行", "资金执行", "预算资金")
"""What a row or a heading that stands for budget execution is called."""

_POINTS = Rounding(2)
_MOST_PIECES = 5


def points(number: Fraction) -> Decimal:
    """Return points at stake, to two places."""
    return _POINTS.score(number)


def rows(card: Scorecard) -> tuple[ItemScore, ...]:
    """Return the items of a card that are rows of the form."""
    return tuple(item for item in card.items if item.kind is ItemKind.INDICATOR)


def budget_items(card: Scorecard) -> tuple[ItemScore, ...]:
    """Return the items of a card for budget execution, to be added to its rows.

    There are none where a row of the table stands for budget execution already: the
    points that are printed in both places are the same points.
    """
    for item in rows(card):
        names = (item.level1, item.level2, item.name)
        if any(word in name for name in names for word in BUDGET_WORDS):
            return ()
    return tuple(item for item in card.items if item.kind is ItemKind.BUDGET)


def total_line(form: Form) -> BudgetLine | None:
    """Return the budget line of the total, or the only one there is."""
    totals = [line for line in form.budget if line.is_total]
    if totals:
        return totals[0]
    return form.budget[0] if len(form.budget) == 1 else None


def place(item: ItemScore, *fields: str) -> Place:
    """Return where the first of these fields stands that stands anywhere."""
    for field in (*fields, "name"):
        if field in item.places:
            return item.places[field]
    return next(iter(item.places.values()), NOWHERE)


def sum_text(numbers: Sequence[Fraction]) -> str:
    """Write a sum with its addends: ``10 + 10 = 20``."""
    total = number_text(sum(numbers, Fraction(0)))
    if len(numbers) == 1:
        return total
    return f"{' + '.join(number_text(n) for n in numbers)} = {total}"


def row_numbers(numbers: Iterable[int | None]) -> tuple[Message, ...]:
    """List rows by their numbers, joining runs: ``1–3、5``."""
    known = sorted({n for n in numbers if n is not None})
    runs: list[list[int]] = []
    for number in known:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    spans = (f"{a}" if a == b else f"{a}–{b}" for a, b in runs)
    return tuple(say("common.text", text=span) for span in spans)


def nearest(found: ScoreSet, claimed: Fraction) -> Fraction:
    """Return the honest score that is nearest to a claim."""
    ends = (Fraction(end) for piece in found.pieces for end in (piece.low, piece.high))
    if claimed in found:
        return claimed
    return min(ends, key=lambda end: abs(end - claimed))


def set_text(found: ScoreSet) -> str:
    """Write a set of scores for reading: the middle of a long one is left out.

    Example:
        >>> from decimal import Decimal
        >>> from perfscore.values.sets import ScoreRange
        >>> ends = (Decimal(n) for n in range(0, 12, 2))
        >>> set_text(ScoreSet(tuple(ScoreRange(one, one) for one in ends)))
        '0 ∪ 2 ∪ … ∪ 10'
    """
    pieces = [str(piece) for piece in found.pieces]
    if len(pieces) > _MOST_PIECES:
        pieces[2:-1] = ["…"]
    return " ∪ ".join(pieces)


def nothing_yet(card: Scorecard) -> bool:
    """Whether a card is of targets only: nothing achieved, claimed or decided yet."""
    return card.form.kind is FormKind.TARGET and all(
        item.actual.kind is Kind.MISSING
        and item.claimed is None
        and item.decision is None
        for item in card.items
    )


def decimals(number: Fraction) -> int:
    """Return the decimal places that a printed number needs."""
    places = 0
    while number.denominator != 1 and places < 12:  # noqa: PLR2004 -- no end in sight
        number *= 10
        places += 1
    return places


def sentence(texts: Sequence[Message]) -> Message:
    """Join messages into one."""
    whole = texts[0]
    for text in texts[1:]:
        whole = say("auditing.then", first=whole, second=text)
    return whole


def listed(group: Sequence[tuple[int | None, Message]]) -> Message:
    """Say which rows a group of remarks is about, each with its own words."""
    words: dict[Message, list[int | None]] = {}
    for number, remark in group:
        words.setdefault(remark, []).append(number)
    entries = []
    for remark, numbers in words.items():
        shown = row_numbers(numbers)
        if shown and len(group) > 1:
            remark = say("auditing.rows-said", rows=shown, text=remark)  # noqa: PLW2901
        entries.append(remark)
    return sentence(entries)

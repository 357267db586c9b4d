"""Whether a row met its target, as its scorecard says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from perfscore.forms.models import Form, Indicator
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard, Verdict
from perfscore.values.value import Kind

_TOLD = {"scoring.achieved": True, "scoring.missed": False}


def achieved(item: ItemScore) -> bool | None:
    """Return whether a row met its target, None where the scorecard does not tell."""
    for step in item.steps:
        if step.result is not None and step.result.key in _TOLD:
            return _TOLD[step.result.key]
    return None


def missed_for_certain(item: ItemScore) -> bool:
    """Whether a row missed its target, and no reading gives it full marks."""
    of_row = item.kind is ItemKind.INDICATOR and item.decision is None
    return of_row and achieved(item) is False and item.weight not in item.set


def full_though_missed(item: ItemScore) -> bool:
    """Whether full marks are claimed for a target that was missed."""
    if item.claimed is None or item.weight_inferred or not item.weight:
        return False
    full = item.claimed == item.weight and item.verdict is Verdict.CONTRADICTED
    return full and missed_for_certain(item)


def cut_though_met(item: ItemScore, form: Form) -> bool:
    """Whether points are cut, without a reason, for a target that was met."""
    if item.claimed is None or item.weight_inferred or item.decision is not None:
        return False
    sure = item.set.hull.is_point and item.weight in item.set
    if not sure or item.claimed >= item.weight or achieved(item) is not True:
        return False
    row = row_of(form, item)
    return row is not None and not reason_of(row)


_NONE = re.compile(r"[-—–―/\\\s]*|无|没有|无偏差|不适用")


def reason_of(row: Indicator) -> str:
    """Return the reason that a row gives, blank where it says that there is none.

    Example:
        >>> reason_of(Indicator(number=1, reason="无"))
        ''
    """
    reason = row.reason.strip(" 。")
    return "" if _NONE.fullmatch(reason) else reason


def row_of(form: Form, item: ItemScore) -> Indicator | None:
    """Return the row of the form that an item scores."""
    return next((row for row in form.indicators if row.number == item.number), None)


def with_rows(form: Form, card: Scorecard) -> Iterator[tuple[ItemScore, Indicator]]:
    """Yield the scored rows with what the form prints of them."""
    rows = {row.number: row for row in form.indicators}
    for item in card.items:
        if item.kind is ItemKind.INDICATOR and item.number in rows:
            yield item, rows[item.number]


def heading_rows(form: Form) -> frozenset[int]:
    """Return the rows that only head others: their sub-rows hold target and actual.

    Such a row has points and no figures; the rows below it have figures and no points.
    """
    found = set()
    for row, below in pairwise(form.indicators):
        blank = Kind.MISSING
        heads = row.target.kind is blank and row.actual.kind is blank
        one = row.level2 == below.level2 and row.weight and not below.weight
        if heads and one and below.target.kind is not blank:
            found.add(row.number)
    return frozenset(found)

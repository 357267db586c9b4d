"""PS4xx, continued: a target against its own name and its own explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import (
    Statement,
    bound,
    shared,
    squeezed,
    statements,
    together,
)
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.scoring.models import Scorecard
from perfscore.values.comparators import direction
from perfscore.values.full_text import full_text
from perfscore.values.text import plain

_FULL = Fraction(100)
# Other figures than the target's: parts, means, changes, rules of scoring.
_APART = re.compile(
    "其中|平均|每|较|比上年|比去年|同比|环比|上年|去年|往年|以前|扣|得分|满分|计分|历史|基期|现状"
    "|累计|截至|[一二三四]季度|上半年|下半年"
)
_CHANGE = re.compile("增长|提高|提升|增加|减少|降低|下降|压减|节约|上升")


@check("PS404", "target-differs-from-explanation", Severity.WARNING, since="0.1.0")
def target_differs_from_explanation(form: Form, card: Scorecard) -> Hits:
    """A target is not the figure that its own name or explanation states."""
    del card
    for row in form.indicators:
        said = _in_note(row) or _in_name(row)
        if said is None:
            continue
        told, target, number, field = said
        yield Hit.on(
            row,
            field,
            "target",
            message=say(
                "auditing.target-differs-from-explanation",
                target=full_text(row.target),
                said=told.text,
            ),
            evidence=say(
                f"auditing.{field}-says",
                target=full_text(row.target),
                said=told.text,
                gap=_gap(row, abs(target - number)),
            ),
        )


def _gap(row: Indicator, gap: Fraction) -> Message:
    share = row.target.unit in {"%", "‰"}
    key = "auditing.gap-in-points" if share else "auditing.gap-in-unit"
    number = gap * 100 if share else gap
    return say(key, number=number, unit=row.target.unit or "")


_Said = tuple[Statement, Fraction, Fraction, str]


def _in_note(row: Indicator) -> _Said | None:
    """Return the one bound of the explanation, where it is of the same and another."""
    found = list(_comparable(row, row.note))
    if len(found) != 1:
        return None
    told, target, number = found[0]
    if target == number or told.value.comparator is None or _apart(told, row):
        return None
    same = _is_same(told.subject, row)
    return (told, target, number, "note") if same and _one_way(told, row) else None


def _is_same(subject: str, row: Indicator) -> bool:
    """Whether an explanation speaks of the row itself, not of a kind or part of it.

    Of 维修数量 speaks 维修合格次数, which begins with it, and not 专项维修; of a rate
    speaks what is of the same rate: 减少数 of 减少百分比, not 优秀率 of 合格率.
    """
    if not subject or subject in row.name:
        return True
    if row.target.unit in {"%", "‰"}:
        head = re.sub("[率度数量比]$|比例$|百分比$", "", subject)[-2:]
        return head in row.name and shared(subject, row.name) > len(head)
    return subject[:2] in row.name


def _in_name(row: Indicator) -> _Said | None:
    """Return the figure that ends the name, where it is another than the target's."""
    figures = list(statements(row.name))
    found = list(_comparable(row, row.name))
    ends = len(figures) == 1 and plain(row.name).strip().endswith(figures[0].text)
    if len(found) != 1 or not ends:
        return None
    told, target, number = found[0]
    if target == number or _apart(told, row, named=True):
        return None
    return (told, target, number, "name") if _one_way(told, row) else None


def _comparable(
    row: Indicator, text: str
) -> Iterator[tuple[Statement, Fraction, Fraction]]:
    for told in statements(text):
        both = together(row.target, told.value)
        if both is not None:
            yield told, *both


def _apart(told: Statement, row: Indicator, *, named: bool = False) -> bool:
    if _APART.search(told.text):
        return True
    change = _CHANGE.search(told.text)
    return not named and change is not None and change[0] not in row.name


def _one_way(told: Statement, row: Indicator) -> bool:
    """Whether two comparators do not say opposite sides."""
    signs = [told.value.comparator, bound(row)]
    sides = {direction(sign) for sign in signs if sign is not None} - {0, None}
    return len(sides) < 2  # noqa: PLR2004 -- two sides


@check("PS405", "explanation-of-another-indicator", Severity.WARNING, since="0.1.0")
def explanation_of_another_indicator(form: Form, card: Scorecard) -> Hits:
    """The explanation of a target is that of another indicator."""
    del card
    names = {squeezed(row.name): row.number for row in form.indicators}
    for row in form.indicators:
        note, name = squeezed(row.note), squeezed(row.name)
        if not note:
            continue
        other = names.get(note)
        if other is not None and note != name:
            why = say("auditing.note-is-name", number=other, note=row.note)
        elif _of_another(row):
            why = say(
                "auditing.note-of-another",
                name=row.name,
                target=full_text(row.target),
                note=row.note,
            )
        else:
            continue
        yield Hit.on(
            row,
            "note",
            message=say("auditing.explanation-of-another-indicator"),
            evidence=why,
        )


def _of_another(row: Indicator) -> bool:
    """Whether all that a note says is a bound on something else, the other way."""
    found = list(_comparable(row, row.note))
    if len(found) != 1 or squeezed(found[0][0].text) != squeezed(row.note):
        return False
    told, target, number = found[0]
    measure = re.search("[率度数量额]$", told.subject)
    share = row.target.unit == "%" and target + number in {_FULL / 100, _FULL}
    if not measure or share or shared(told.subject, row.name) > 1:
        return False
    return not _one_way(told, row) and not _APART.search(told.text)

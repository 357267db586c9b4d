"""PS2xx: what the points rest on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.auditing.achieved import heading_rows
from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import (
    place,
    points,
    row_numbers,
    rows,
    sentence,
    set_text,
    total_line,
)
from perfscore.auditing.models import Severity
from perfscore.forms.models import Form, FormKind
from perfscore.messages import Message, say
from perfscore.scoring.models import Evidence, ItemKind, ItemScore, Scorecard
from perfscore.values.full_text import full_text
from perfscore.values.plausible import is_share_of_all
from perfscore.values.value import Comparator, Kind, Value

_ALL = Fraction(100)
KINDS_DIFFER = "values.kinds-differ"
_VAGUE = (Evidence.BOUND, Evidence.ESTIMATE)
UNIT_REMARKS = (
    "values.units-differ",
    "values.rate-and-count",
    "values.scale-doubt",
    "values.share-doubt",
    "values.bare-target",
    "values.period-doubt",
    "values.directions-differ",
)


@check("PS201", "actual-missing", Severity.WARNING, since="0.1.0")
def actual_missing(form: Form, card: Scorecard) -> Hits:
    """A row has no actual."""
    items = [item for item in card.items if not item.decision]
    missing = [item for item in items if item.actual.kind is Kind.MISSING]
    line = total_line(form)
    if line is not None and "executed" in line.unread:
        missing = [item for item in missing if item.kind is not ItemKind.BUDGET]
    if form.kind is FormKind.TARGET and len(missing) == len(items):
        return
    if not _has_actuals(form, items):
        missing = [item for item in missing if item.kind is ItemKind.BUDGET]
    heading = heading_rows(form)
    weighed = any(row.weight for row in form.indicators)
    missing = [
        item
        for item in missing
        if item.number not in heading and not _is_not_used(item, weighed=weighed)
    ]
    for item in missing:
        claimed = item.claimed
        yield Hit(
            message=say(
                "auditing.executed-missing"
                if item.kind is ItemKind.BUDGET
                else "auditing.actual-missing"
            ),
            evidence=(
                say("auditing.missing-unclaimed", weight=item.weight)
                if claimed is None
                else say("auditing.missing-claimed", claimed=claimed)
            ),
            number=item.number,
            subject=item.name,
            place=place(item, "actual", "executed"),
            points=_at_stake(item),
        )


def _has_actuals(form: Form, items: Sequence[ItemScore]) -> bool:
    """Whether there are actuals: a table without a column for them was not left blank.

    Only a form that was read from a document says where its cells stand.
    """
    places = [row.places for row in form.indicators]
    if not any(places) or any("actual" in one for one in places):
        return True
    return any(
        item.kind is ItemKind.INDICATOR and item.actual.kind is not Kind.MISSING
        for item in items
    )


def _is_not_used(item: ItemScore, *, weighed: bool) -> bool:
    """Whether a row of the template was left out: no target, no points, no actual."""
    blank = item.target.kind in {Kind.MISSING, Kind.NOT_APPLICABLE}
    # Where other rows print their points, one without is worth none.
    counts = item.weight and not (weighed and item.weight_inferred)
    return blank and not counts and item.kind is ItemKind.INDICATOR


@check(
    "PS202",
    "actual-repeats-target",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def actual_repeats_target(form: Form, card: Scorecard) -> Hits:
    """The actual only repeats the target."""
    del form
    words: list[ItemScore] = []
    for item in _judged(card):
        if item.evidence is Evidence.REPEATS_TARGET:
            words += [] if _plain_numbers(item.actual) else [item]
        elif item.evidence in _VAGUE and _same(item.target, item.actual):
            yield _vague_hit(
                item,
                say("auditing.actual-repeats-target", actual=full_text(item.actual)),
                _figures(item),
            )
    if words:
        open_points = sum((_at_stake(item) or Decimal(0) for item in words), Decimal(0))
        listed = say(
            "auditing.words-listed",
            rows=row_numbers(item.number for item in words),
            words=tuple(dict.fromkeys(full_text(item.actual) for item in words)),
        )
        rests = say("auditing.rests-on-nothing", points=open_points)
        yield Hit(
            message=say("auditing.words-repeat-target", count=len(words)),
            evidence=sentence([listed, rests] if open_points else [listed]),
            place=place(words[0], "actual"),
            points=open_points or None,
            severity=Severity.NOTE,
        )


@check(
    "PS203",
    "actual-is-only-a-bound",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def actual_is_only_a_bound(form: Form, card: Scorecard) -> Hits:
    """The actual is only a bound."""
    del form
    yield from _vague(card, Evidence.BOUND, "auditing.actual-is-only-a-bound")


@check(
    "PS204",
    "actual-is-only-an-estimate",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def actual_is_only_an_estimate(form: Form, card: Scorecard) -> Hits:
    """The actual is only an estimate."""
    del form
    yield from _vague(card, Evidence.ESTIMATE, "auditing.actual-is-only-an-estimate")


@check(
    "PS205",
    "units-do-not-meet",
    Severity.WARNING,
    since="0.1.0",
    covers=UNIT_REMARKS,
)
def units_do_not_meet(form: Form, card: Scorecard) -> Hits:
    """The units of target and actual do not meet, or a figure looks misplaced."""
    del form
    for item in card.items:
        for remark in item.remarks:
            if remark.key in UNIT_REMARKS:
                yield Hit(
                    message=say("auditing.units-do-not-meet", name=item.name),
                    evidence=say(
                        "auditing.units-figures",
                        target=full_text(item.target),
                        actual=full_text(item.actual),
                        why=remark,
                    ),
                    number=item.number,
                    subject=item.name,
                    place=place(item, "actual"),
                    points=_at_stake(item),
                )


_MORE_OR_BETTER = re.compile(
    "提升|提高|改善|增强|增长|加强|完善|健全|促进|推进|优化|长期|持续|明显|显著|有效|稳定"
)


@check(
    "PS209",
    "actual-of-another-kind",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def actual_of_another_kind(form: Form, card: Scorecard) -> Hits:
    """Words answer a target in figures, or a percentage a target in words."""
    del form
    judged = list(_judged(card))
    for items, key, severity in (
        ([one for one in judged if is_without_figure(one)], "without-figure", None),
        ([one for one in judged if _is_share_of_words(one)], "share", Severity.NOTE),
    ):
        if not items:
            continue
        first, alone = items[0], len(items) == 1
        open_points = sum((_at_stake(item) or Decimal(0) for item in items), Decimal(0))
        listed = say(
            "auditing.words-listed",
            rows=row_numbers(item.number for item in items),
            words=tuple(
                dict.fromkeys(
                    say(
                        "auditing.target-and-actual",
                        target=full_text(item.target),
                        actual=full_text(item.actual),
                    )
                    for item in items
                )
            ),
        )
        yield Hit(
            message=say(f"auditing.actual-{key}", count=len(items)),
            evidence=listed,
            number=first.number if alone else None,
            subject=first.name if alone else "",
            place=place(first, "actual"),
            points=open_points or None,
            severity=severity,
        )


def is_without_figure(item: ItemScore) -> bool:
    """Return whether words alone answer a target that is a figure: ≤30万元, 完成."""
    figure = item.target.kind in {Kind.QUANTITY, Kind.FREQUENCY}
    words = item.actual.kind is Kind.TEXT and not any(
        char.isdigit() for char in item.actual.text
    )
    if figure and _is_capped(item) and _NOTHING.search(item.actual.text):
        return False
    return figure and words and any(r.key == KINDS_DIFFER for r in item.remarks)


_NOTHING = re.compile(
    "^(?:全年|本年)?(?:无|零|没有|不存在|未(?:发生|发现|出现|接到|收到|产生|有))"
)


def _is_capped(item: ItemScore) -> bool:
    """Whether none of it would meet a target: ≤2件, 无."""
    return item.target.comparator in {Comparator.AT_MOST, Comparator.LESS}


def _is_share_of_words(item: ItemScore) -> bool:
    """Whether 100 % answers a target that says how much better something shall be."""
    share = item.actual.unit == "%" and item.actual.number == _ALL
    words = item.target.kind is Kind.TEXT and not any(
        char.isdigit() for char in item.target.text
    )
    return share and words and bool(_MORE_OR_BETTER.search(item.target.text))


@check(
    "PS208",
    "actual-impossible",
    Severity.WARNING,
    since="0.1.0",
    covers=("values.above-all",),
)
def actual_impossible(form: Form, card: Scorecard) -> Hits:
    """An actual is above 100 % where 100 % is all there is."""
    del form
    for item in _judged(card):
        if is_impossible(item):
            yield Hit(
                message=say("auditing.actual-impossible", name=item.name),
                evidence=say(
                    "auditing.actual-above-all",
                    name=item.name,
                    target=full_text(item.target),
                    actual=full_text(item.actual),
                ),
                number=item.number,
                subject=item.name,
                place=place(item, "actual"),
                points=_at_stake(item),
            )


def is_impossible(item: ItemScore) -> bool:
    """Return whether an actual cannot be, such as a satisfaction of 950 %."""
    low, unit = item.actual.low, item.actual.unit
    above = low is not None and unit == "%" and low > _ALL
    return above and is_share_of_all(item.name)


def _judged(card: Scorecard) -> Iterator[ItemScore]:
    # Where no target stands, there is nothing that an actual could be held against.
    return (
        item
        for item in rows(card)
        if item.decision is None and item.target.kind is not Kind.MISSING
    )


def _vague(card: Scorecard, evidence: Evidence, key: str) -> Hits:
    for item in _judged(card):
        if item.evidence is evidence and not _same(item.target, item.actual):
            yield _vague_hit(
                item,
                Message(key, (("actual", full_text(item.actual)),)),
                _figures(item),
            )


def _figures(item: ItemScore) -> Message:
    exact = item.set.hull.is_point
    return say(
        "auditing.repeats-figures-exactly" if exact else "auditing.repeats-figures",
        target=full_text(item.target),
        actual=full_text(item.actual),
        found=set_text(item.set),
        weight=item.weight,
    )


def _vague_hit(item: ItemScore, message: Message, evidence: Message) -> Hit:
    # No warning rests on a weight that is not printed.
    sure = item.set.hull.is_point or item.weight_inferred
    return Hit(
        message=message,
        evidence=evidence,
        number=item.number,
        subject=item.name,
        place=place(item, "actual"),
        points=_at_stake(item),
        severity=Severity.NOTE if sure else None,
    )


def _plain_numbers(actual: Value) -> bool:
    """Whether a cell holds several numbers, each of them certain."""
    return actual.kind is Kind.SEVERAL and all(part.is_point for part in actual.parts)


def _same(target: Value, actual: Value) -> bool:
    """Whether two values that are no plain numbers say the same."""
    if _plain(target.text) == _plain(actual.text):
        return True
    bounded = actual.low is not None or actual.high is not None
    return bounded and _meaning(target) == _meaning(actual) and not target.is_point


def _meaning(value: Value) -> tuple[object, ...]:
    ends = (value.low, value.high, value.low_open, value.high_open)
    return (*ends, value.unit, value.approximate)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _at_stake(item: ItemScore) -> Decimal | None:
    if item.weight_inferred:
        return None
    most = Fraction(item.set.high) if item.claimed is None else item.claimed
    lost = most - Fraction(item.set.low)
    return points(lost) if lost > 0 else None

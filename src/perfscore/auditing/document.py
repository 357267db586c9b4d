"""PS6xx: what could not be read, or not with certainty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.cells import TAKEN_UP
from perfscore.auditing.figures import listed, sentence
from perfscore.auditing.models import Finding, Severity
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.values.value import Kind, Value

_NO_FIGURE = {"forms.not-money", "forms.not-points"}


@check("PS601", "value-unreadable", Severity.WARNING, since="0.1.0")
def value_unreadable(form: Form, card: Scorecard) -> Hits:
    """A target, an actual or an amount is text that no figure can be read from."""
    items = {item.number: item for item in card.items}
    for row in form.indicators:
        for field, value in _values(items.get(row.number, row)):
            if value.kind is Kind.UNREADABLE:
                yield Hit.on(
                    row,
                    field,
                    message=say("auditing.value-unreadable", text=value.text),
                    evidence=sentence(value.doubts or [_quoted(value)]),
                )

    for line in form.budget:
        for column, text in line.unread.items():
            yield Hit(
                message=say("auditing.value-unreadable", text=text),
                evidence=sentence([d for d in line.doubts if _is_of(d, text)]),
                subject=line.name,
                place=line.places.get(column, NOWHERE),
            )


def _is_of(doubt: Message, text: str) -> bool:
    """Whether a doubt says that this text is no figure."""
    return doubt.key in _NO_FIGURE and dict(doubt.data)["text"] == text


@check("PS602", "reading-in-doubt", Severity.NOTE, since="0.1.0")
def reading_in_doubt(form: Form, card: Scorecard) -> Hits:
    """Something in the document could be read in more than one way."""
    kinds: dict[str, list[_Doubt]] = {}
    for doubt in _doubts(form, card):
        kinds.setdefault(doubt.message.key, []).append(doubt)
    for same in kinds.values():
        first = same[0]
        alone = len(same) == 1
        yield Hit(
            message=say("auditing.reading-in-doubt", doubt=first.message)
            if len({doubt.message for doubt in same}) == 1
            else say("auditing.readings-in-doubt", count=len(same)),
            evidence=listed([(doubt.number, doubt.message) for doubt in same]),
            number=first.number if alone else None,
            subject=first.subject if alone else "",
            place=first.place,
        )


def of_file(file: str, doubts: Sequence[Message]) -> Iterator[Finding]:
    """Yield what is not certain about a document as a whole, as PS602."""
    for doubt in doubts:
        yield Finding(
            code="PS602",
            name="reading-in-doubt",
            severity=Severity.NOTE,
            message=say("auditing.reading-in-doubt", doubt=doubt),
            evidence=doubt,
            file=file,
            place=Place(file=file),
        )


@dataclass(frozen=True, slots=True)
class _Doubt:
    message: Message
    number: int | None = None
    subject: str = ""
    place: Place = NOWHERE


def _doubts(form: Form, card: Scorecard) -> Iterator[_Doubt]:
    yield from map(_Doubt, form.doubts)
    for line in form.budget:
        at = next(iter(line.places.values()), NOWHERE)
        for doubt in line.doubts:
            if any(_is_of(doubt, text) for text in line.unread.values()):
                continue
            yield _Doubt(doubt, None, line.name, at)
    # Values are those that were scored: an actual may have been handed in.
    items = {item.number: item for item in card.items}
    for row in form.indicators:
        at = row.places.get("name", NOWHERE)
        values = {
            doubt: row.places.get(field, at)
            for field, value in _values(items.get(row.number, row))
            if value.kind is not Kind.UNREADABLE
            for doubt in value.doubts
        }
        own = {doubt: at for doubt in row.doubts if doubt not in values}
        for doubt, place in {**values, **own}.items():
            if doubt.key in TAKEN_UP and doubt in (*row.doubts, *row.target.doubts):
                continue
            yield _Doubt(doubt, row.number, row.name, place)


def _values(row: Indicator | ItemScore) -> tuple[tuple[str, Value], ...]:
    return (("target", row.target), ("actual", row.actual))


def _quoted(value: Value) -> Message:
    return say("common.text", text=value.text)

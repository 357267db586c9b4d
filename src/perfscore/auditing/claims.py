"""PS3xx: the scores that were claimed, and the rules they were claimed under."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.auditing.achieved import cut_though_met, full_though_missed
from perfscore.auditing.catalogue import EVERY_REMARK, Hit, Hits, check, covered
from perfscore.auditing.evidence import KINDS_DIFFER, is_without_figure
from perfscore.auditing.figures import (
    listed,
    nearest,
    nothing_yet,
    place,
    points,
    row_numbers,
    sentence,
    set_text,
)
from perfscore.auditing.models import Severity
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.rules.readings import reading_text
from perfscore.scoring.models import ItemScore, Scorecard, Status, Verdict
from perfscore.values.full_text import full_text
from perfscore.values.rounding import Rounding
from perfscore.values.value import Kind

CLAUSE_REMARKS = ("scoring.weight-conflict", "scoring.target-conflict")
_WITHOUT_ACTUAL = {
    "rules.no-such-number",
    "scoring.initial-budget",
    KINDS_DIFFER,
}
ROUNDED, COARSE = "scoring.claim-rounded", "scoring.claim-coarse"


@check("PS301", "claim-contradicted", Severity.ERROR, since="0.1.0")
def claim_contradicted(form: Form, card: Scorecard) -> Hits:
    """A claimed score is none that the rules allow."""
    for item, claimed in _claimed(card):
        if item.verdict is not Verdict.CONTRADICTED:
            continue
        if claimed > item.weight and item.weight in item.set:
            continue
        if _only_coarse(item, claimed) or _said_of_mark(item, form):
            continue
        honest = nearest(item.set, claimed)
        texts = [
            say(
                "auditing.contradicted-figures",
                target=full_text(item.target) or "–",
                actual=full_text(item.actual) or "–",
                weight=item.weight,
                found=set_text(item.set),
            )
        ]
        if not item.set.hull.is_point:
            texts.append(say("auditing.nearest-honest", nearest=honest))
        if len(set(item.readings.values())) > 1:
            texts.append(_readings_said(item))
        texts += [remark for remark in item.remarks if remark.key == COARSE]
        yield Hit(
            message=say(
                "auditing.claim-contradicted", claimed=claimed, found=set_text(item.set)
            ),
            evidence=sentence(texts),
            number=item.number,
            subject=item.name,
            place=place(item, "claimed"),
            points=points(claimed - honest),
        )


@check(
    "PS302",
    "clause-contradicts-row",
    Severity.WARNING,
    since="0.1.0",
    covers=CLAUSE_REMARKS,
)
def clause_contradicts_row(form: Form, card: Scorecard) -> Hits:
    """A scoring clause contradicts its own row."""
    del form
    for item in card.items:
        for remark in item.remarks:
            if remark.key in CLAUSE_REMARKS:
                yield Hit(
                    message=say("auditing.clause-contradicts-row"),
                    evidence=say(
                        "auditing.clause-figures", why=remark, clause=item.clause
                    ),
                    number=item.number,
                    subject=item.name,
                    place=place(item, "clause"),
                )


@check("PS303", "claim-depends-on-reading", Severity.NOTE, since="0.1.0")
def claim_depends_on_reading(form: Form, card: Scorecard) -> Hits:
    """A claim is right under one reading of the rule and wrong under another."""
    del form
    for item, claimed in _claimed(card):
        if item.verdict is not Verdict.POSSIBLE or item.decision:
            continue
        holds = [claimed in found for found in item.readings.values()]
        if all(holds) or not any(holds):
            continue
        low, high = item.set.low, item.set.high
        yield Hit(
            message=say("auditing.claim-depends-on-reading", claimed=claimed),
            evidence=_readings_said(item),
            number=item.number,
            subject=item.name,
            place=place(item, "claimed"),
            points=high - low,
        )


@check(
    "PS304",
    "row-unscored",
    Severity.NOTE,
    since="0.1.0",
    covers=("scoring.clause-unread",),
)
def row_unscored(form: Form, card: Scorecard) -> Hits:
    """No rule that can be read applies to a row."""
    del form
    items = [item for item in card.items if item.status is Status.UNSCORED]
    if not items or nothing_yet(card):
        return
    weight = sum((item.weight for item in items), Fraction(0))
    alone = items[0] if len(items) == 1 else None
    unread = [(item.number, words) for item in items for words in _unread(item)]
    if alone is None:
        rows = row_numbers(item.number for item in items)
        counted = say("auditing.unscored-rows", rows=rows, points=weight)
        evidence = sentence([counted, listed(unread)] if unread else [counted])
    elif alone.clause:
        whole = say("auditing.unscored-clause", clause=alone.clause)
        evidence = sentence([listed(unread), whole] if unread else [whole])
    else:
        evidence = say("auditing.unscored-no-clause")
    yield Hit(
        message=say("auditing.row-unscored", count=len(items)),
        evidence=evidence,
        number=alone.number if alone else None,
        subject=alone.name if alone else "",
        place=place(items[0], "clause"),
        points=points(weight),
    )


def _unread(item: ItemScore) -> Iterator[Message]:
    """Yield the words of a row's clause that were not understood."""
    for remark in item.remarks:
        words = dict(remark.data).get("words")
        if remark.key == "scoring.clause-unread" and words:
            yield say("auditing.words-unread", words=words)


@check(
    "PS305",
    "score-rounded-coarsely",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
    covers=(ROUNDED, COARSE),
)
def score_rounded_coarsely(form: Form, card: Scorecard) -> Hits:
    """A claimed score is the honest one only after rounding."""
    for item, claimed in _claimed(card):
        for remark in item.remarks:
            if remark.key not in {ROUNDED, COARSE} or _said_of_mark(item, form):
                continue
            coarse = remark.key == COARSE
            contradicted = item.verdict is Verdict.CONTRADICTED
            if coarse and contradicted and not _only_coarse(item, claimed):
                continue
            yield Hit(
                message=say(
                    "auditing.score-rounded-coarsely",
                    claimed=claimed,
                    found=points(nearest(item.set, claimed)),
                ),
                evidence=remark,
                number=item.number,
                subject=item.name,
                place=place(item, "claimed"),
                points=points(claimed - nearest(item.set, claimed)),
                severity=None if coarse else Severity.NOTE,
            )


@check(
    "PS306",
    "scored-with-a-remark",
    Severity.NOTE,
    since="0.1.0",
    # That the ruleset speaks of other forms stands at the head of the scorecard.
    covers=(EVERY_REMARK, "scoring.by-analogy"),
)
def scored_with_a_remark(form: Form, card: Scorecard) -> Hits:
    """Something was inferred or left open when the form was scored."""
    del form
    known = covered()
    remarks: list[tuple[ItemScore | None, Message]]
    remarks = [(None, remark) for remark in card.remarks]
    of_items = [
        (item, remark)
        for item in card.items
        for remark in item.remarks
        if not _said_elsewhere(item, remark)
    ]
    groups: dict[str, list[tuple[ItemScore | None, Message]]] = {}
    for item, remark in [*remarks, *of_items]:
        if remark.key not in known:
            groups.setdefault(remark.key, []).append((item, remark))
    for group in groups.values():
        one = group[0][0] if len(group) == 1 else None
        yield Hit(
            message=say("auditing.scored-with-a-remark"),
            evidence=listed([(i.number if i else None, r) for i, r in group]),
            number=one.number if one else None,
            subject=one.name if one else "",
            place=place(group[0][0]) if group[0][0] else NOWHERE,
        )


def _claimed(card: Scorecard) -> Iterator[tuple[ItemScore, Fraction]]:
    """Yield the items with a claim; no finding rests on a weight not printed."""
    for item in card.items:
        if item.claimed is not None and not item.weight_inferred:
            yield item, item.claimed


def _said_of_mark(item: ItemScore, form: Form) -> bool:
    """Whether PS307 or PS308 says the same, and more."""
    return full_though_missed(item) or cut_though_met(item, form)


def _said_elsewhere(item: ItemScore, remark: Message) -> bool:
    """Whether PS201, PS209 or the checks of the document say the same."""
    if remark in (*item.target.doubts, *item.actual.doubts):
        return True
    if remark.key == KINDS_DIFFER and is_without_figure(item):
        return True
    nothing = item.actual.kind in {Kind.MISSING, Kind.UNREADABLE}
    return nothing and remark.key in _WITHOUT_ACTUAL


def _only_coarse(item: ItemScore, claimed: Fraction) -> bool:
    """Whether the claim is the chosen reading's score but for rounding."""
    if all(remark.key != COARSE for remark in item.remarks):
        return False
    if item.score is None:
        return False
    return Rounding(0).number(Fraction(item.score)) == claimed


def _readings_said(item: ItemScore) -> Message:
    return say(
        "auditing.readings-listed",
        readings=tuple(
            say(
                "auditing.reading-gives",
                reading=reading_text(name, item.labels),
                found=set_text(found),
            )
            for name, found in item.readings.items()
        ),
    )

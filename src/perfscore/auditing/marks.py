"""PS2xx and PS3xx, continued: reasons that are missing, marks that do not fit them."""

from __future__ import annotations

from perfscore.auditing.achieved import (
    cut_though_met,
    full_though_missed,
    missed_for_certain,
    reason_of,
    with_rows,
)
from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.evidence import is_impossible
from perfscore.auditing.figures import nearest, place, points, sentence, set_text
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import squeezed
from perfscore.forms.models import Form, FormKind
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.values.full_text import full_text

OVER_ACHIEVED = "scoring.over-achieved"
_SHORTEST = 6


@check("PS206", "missed-without-reason", Severity.WARNING, since="0.1.0")
def missed_without_reason(form: Form, card: Scorecard) -> Hits:
    """A target was missed and the cell for the reason is blank."""
    if not any("reason" in row.places or row.reason for row in form.indicators):
        return  # the form has no such column
    for item, row in with_rows(form, card):
        if reason_of(row) or not missed_for_certain(item) or full_though_missed(item):
            continue
        yield Hit(
            message=say("auditing.missed-without-reason"),
            evidence=_figures(item),
            number=item.number,
            subject=item.name,
            place=place(item, "reason", "actual"),
        )


@check("PS207", "outcome-repeats-goal", Severity.NOTE, since="0.1.0")
def outcome_repeats_goal(form: Form, card: Scorecard) -> Hits:
    """What is said of the year's achievement repeats the goal word for word."""
    del card
    goal, said = squeezed(form.goal), squeezed(form.goal_actual)
    if form.kind is FormKind.TARGET or goal != said or len(goal) < _SHORTEST:
        return
    if form.places.get("goal") == form.places.get("goal_actual", NOWHERE):
        return  # one cell under both headings
    yield Hit(
        message=say("auditing.outcome-repeats-goal"),
        evidence=say(
            "auditing.same-words", count=len(goal), words=_short(form.goal_actual)
        ),
        place=form.places.get("goal_actual", NOWHERE),
    )


@check("PS307", "met-target-cut", Severity.ERROR, since="0.1.0")
def met_target_cut(form: Form, card: Scorecard) -> Hits:
    """A target was met, and yet points were cut without a reason."""
    for item in card.items:
        if not cut_though_met(item, form) or item.claimed is None:
            continue
        yield Hit(
            message=say(
                "auditing.met-target-cut", claimed=item.claimed, weight=item.weight
            ),
            evidence=_figures(item),
            number=item.number,
            subject=item.name,
            place=place(item, "claimed"),
            points=points(item.claimed - item.weight),
        )


@check("PS308", "missed-target-full-marks", Severity.ERROR, since="0.1.0")
def missed_target_full_marks(form: Form, card: Scorecard) -> Hits:
    """A target was missed, and yet full marks are claimed."""
    for item, row in with_rows(form, card):
        if not full_though_missed(item) or item.claimed is None:
            continue
        told = (
            say("auditing.reason-given", reason=_short(reason_of(row)))
            if reason_of(row)
            else say("auditing.reason-blank")
        )
        yield Hit(
            message=say("auditing.missed-target-full-marks", claimed=item.claimed),
            evidence=sentence([_figures(item), told]),
            number=item.number,
            subject=item.name,
            place=place(item, "claimed"),
            points=points(item.claimed - nearest(item.set, item.claimed)),
        )


@check(
    "PS309",
    "over-achieved-unexplained",
    Severity.NOTE,
    since="0.1.0",
    covers=(OVER_ACHIEVED,),
)
def over_achieved_unexplained(form: Form, card: Scorecard) -> Hits:
    """A target was exceeded by far and no reason is given."""
    for item, row in with_rows(form, card):
        for remark in item.remarks:
            far = remark.key == OVER_ACHIEVED and not is_impossible(item)
            if far and not reason_of(row):
                yield Hit(
                    message=say("auditing.over-achieved-unexplained"),
                    evidence=sentence(
                        [
                            say(
                                "auditing.target-and-actual",
                                target=full_text(item.target),
                                actual=full_text(item.actual),
                            ),
                            remark,
                        ]
                    ),
                    number=item.number,
                    subject=item.name,
                    place=place(item, "actual"),
                )


def _figures(item: ItemScore) -> Message:
    return say(
        "auditing.contradicted-figures",
        target=full_text(item.target) or "–",
        actual=full_text(item.actual) or "–",
        weight=item.weight,
        found=set_text(item.set),
    )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:40]}…"  # noqa: PLR2004 -- for reading

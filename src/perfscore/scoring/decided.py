"""What a person settles about an item: it must be among what is honest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.errors import ScoringError
from perfscore.messages import say
from perfscore.rules.readings import choices_of
from perfscore.scoring.claims import Claim, verdict_of
from perfscore.scoring.models import Decision, ItemScore, Status, Step
from perfscore.values.parse import parse_value
from perfscore.values.rounding import Rounding
from perfscore.values.sets import ScoreRange, ScoreSet

Again = Callable[..., ItemScore]
"""Scores the item again with changes to its row."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What a decided item is compared with and rounded to.

    Attributes:
        claim: the points the office gave itself.
        rounding: the ruleset's rounding.
        grades: the grade words of the item's rule, if it scores by grade.
    """

    claim: Claim | None
    rounding: Rounding
    grades: tuple[str, ...] = ()


def settled(
    item: ItemScore, decision: Decision, again: Again, settling: Settling
) -> ItemScore:
    """Return an item with a person's decision applied.

    Args:
        item: the item before the decision.
        decision: a score, a reading, an actual or a grade, with the reason.
        again: scores the item again with another actual or grade.
        settling: the claim and the ruleset's rounding.

    Returns:
        The item; its status is ``decided`` where the decision leaves one score.

    Raises:
        ScoringError: the decision is not among what is honest.
    """
    if decision.actual is not None:
        item = _with_actual(item, decision.actual, again)
    if decision.grade is not None:
        _check_grade(item, decision.grade, settling.grades)
        item = _within(item, again(grade=decision.grade), decision.grade)
    if decision.reading is not None:
        item = _with_reading(item, decision.reading)
    found = item.set
    rounding = settling.rounding
    if decision.score is not None:
        if rounding.number(Fraction(decision.score)) != Fraction(decision.score):
            raise ScoringError(
                "scoring.decision-places",
                name=item.name or say("scoring.budget"),
                decided=decision.score,
                places=rounding.places,
            )
        if decision.score not in found:
            raise ScoringError(
                "scoring.decision-outside",
                name=item.name or say("scoring.budget"),
                decided=decision.score,
                scores=str(found),
            )
        score = rounding.score(Fraction(decision.score))
        found = ScoreSet((ScoreRange(score, score),))
    score_now = found.score if found.score is not None else item.score
    status = Status.DECIDED if found.score is not None else item.status
    verdict, _ = verdict_of(settling.claim, found, status, rounding)
    step = Step(
        name=say("scoring.step-decided"),
        numbers=say("common.text", text=_said(decision)),
        result=say("scoring.decided", reason=decision.reason, scores=str(found)),
    )
    return replace(
        item,
        score=score_now,
        set=found,
        status=status,
        verdict=verdict,
        decision=decision,
        steps=(*item.steps, step),
    )


def _check_grade(item: ItemScore, grade: str, known: tuple[str, ...]) -> None:
    name = item.name or say("scoring.budget")
    if not known:
        raise ScoringError("scoring.no-grades", name=name, grade=grade)
    if grade not in known:
        words = "、".join(known)
        raise ScoringError("scoring.unknown-grade", name=name, grade=grade, words=words)


def _said(decision: Decision) -> str:
    given = (decision.score, decision.reading, decision.actual, decision.grade)
    return " ".join(str(part) for part in given if part is not None)


def _with_actual(item: ItemScore, text: str, again: Again) -> ItemScore:
    actual = parse_value(text)
    if actual.unit is None and item.actual.unit is not None:
        actual = parse_value(text, unit=item.actual.unit)
    return _within(item, again(actual=actual), text)


def _within(item: ItemScore, changed: ItemScore, said: str) -> ItemScore:
    """Return the changed item if each of its scores was honest before."""
    for piece in changed.set.pieces:
        if not any(_covers(whole, piece) for whole in item.set.pieces):
            raise ScoringError(
                "scoring.decision-outside",
                name=item.name or say("scoring.budget"),
                decided=f"{said} ({changed.set})",
                scores=str(item.set),
            )
    return changed


def _covers(whole: ScoreRange, piece: ScoreRange) -> bool:
    low = whole.low < piece.low or (
        whole.low == piece.low and (piece.low_open or not whole.low_open)
    )
    high = piece.high < whole.high or (
        piece.high == whole.high and (piece.high_open or not whole.high_open)
    )
    return low and high


def _with_reading(item: ItemScore, reading: str) -> ItemScore:
    wanted = choices_of(reading)
    fitting = {
        name: found
        for name, found in item.readings.items()
        if name == reading or (wanted and wanted.items() <= choices_of(name).items())
    }
    if not fitting:
        raise ScoringError(
            "scoring.no-reading", reading=reading, readings=", ".join(item.readings)
        )
    pieces = {piece for found in fitting.values() for piece in found.pieces}
    first = next(iter(fitting.values()))
    found = first if len(fitting) == 1 else ScoreSet(tuple(sorted(pieces, key=_order)))
    return replace(item, set=found, readings=fitting)


def _order(piece: ScoreRange) -> tuple[object, ...]:
    return (piece.low, piece.low_open, piece.high)

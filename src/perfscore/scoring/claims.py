"""What a score says of a claim, and what the points of an item rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfscore.messages import Message, say
from perfscore.scoring.models import Evidence, Status, Verdict
from perfscore.values.exact import Number, exact
from perfscore.values.rounding import Rounding, RoundingMode
from perfscore.values.sets import Piece, ScoreRange, ScoreSet
from perfscore.values.text import plain
from perfscore.values.value import Kind, Value

_MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """A score that an office gave itself.

    Attributes:
        points: the points.
        decimals: how many decimals they are printed with (10.0 has one).
    """

    points: Fraction
    decimals: int

    @classmethod
    def of(cls, claimed: Number | None) -> Claim | None:
        """Return a claim as a user hands it in; None where nothing was claimed."""
        if claimed is None:
            return None
        points = exact(claimed)
        printed = isinstance(claimed, (str, Decimal)) and "/" not in str(claimed)
        _, _, tail = str(claimed).strip().partition(".") if printed else ("", "", "")
        return cls.printed(points, len(tail))

    @classmethod
    def printed(cls, points: Fraction, decimals: int = 0) -> Claim:
        """Return a claim as a form prints it."""
        return cls(points, max(decimals, _fewest_decimals(points)))


def verdict_of(
    claim: Claim | None,
    found: ScoreSet,
    status: Status,
    rounding: Rounding,
    exact_points: Iterable[Piece] = (),
) -> tuple[Verdict, Message | None]:
    """Return what a score says of a claim, and a remark where rounding matters.

    A claim that equals a score only at its own decimals (one or more) stands, with a
    note; one that was rounded to whole points does not. One with more decimals than
    the ruleset's stands where it rounds to a score, or is the exact result as far as
    its own decimals go.

    Args:
        claim: the claim; None where nothing was claimed.
        found: every honest score.
        status: how certain the score is.
        rounding: the ruleset's rounding.
        exact_points: every honest result before it is rounded.
    """
    if claim is None:
        return Verdict.UNCLAIMED, None
    claimed, places = claim.points, claim.decimals
    sure = status in {Status.EXACT, Status.DECIDED} and found.score is not None
    good = Verdict.CONFIRMED if sure else Verdict.POSSIBLE
    if claimed in found:
        return good, None
    if places > rounding.places and (
        rounding.number(claimed) in found
        or _is_result(claimed, Rounding(places, rounding.mode), exact_points)
    ):
        return good, None
    finer = _rounding_to(found, claimed, places, rounding.mode)
    if places < rounding.places and finer is not None:
        key = "scoring.claim-rounded" if places else "scoring.claim-coarse"
        remark = say(key, claimed=claimed, scores=str(finer))
        return (good if places else Verdict.CONTRADICTED), remark
    return Verdict.CONTRADICTED, None


def _is_result(claimed: Fraction, own: Rounding, pieces: Iterable[Piece]) -> bool:
    """Return whether a claim is a result at its own decimals, rounded or cut off."""
    cut = Rounding(own.places, RoundingMode.DOWN)
    return any(
        claimed in {own.number(end), cut.number(end)}
        for piece in pieces
        for end in (piece.low, piece.high)
    )


def _fewest_decimals(number: Fraction) -> int:
    """Return the fewest decimals that print a number."""
    for places in range(_MOST_PLACES):
        if (number * 10**places).denominator == 1:
            return places
    return _MOST_PLACES


def _rounding_to(
    found: ScoreSet, claimed: Fraction, places: int, mode: RoundingMode
) -> ScoreRange | None:
    """Return the first piece of a set that a claim is rounded from."""
    coarse = Rounding(places, mode)
    step = Fraction(1, 10**places)
    for piece in found.pieces:
        low, high = Fraction(piece.low), Fraction(piece.high)
        if coarse.number(low) == claimed or coarse.number(high) == claimed:
            return piece
        if low < claimed < high and high - low > step:
            return piece
    return None


def evidence_of(target: Value, actual: Value) -> Evidence:
    """Return what the points of an item rest on.

    Args:
        target: the target.
        actual: the actual; a plain number is stated even where it equals the target.
    """
    numbered = actual.kind in {Kind.QUANTITY, Kind.FREQUENCY} and not actual.planned
    if numbered and not actual.is_point:
        return Evidence.ESTIMATE if actual.approximate else Evidence.BOUND
    if numbered or actual.kind is Kind.DATE:
        return Evidence.STATED
    if actual.kind is Kind.MISSING:
        return Evidence.MISSING
    if plain(actual.text) == plain(target.text) and not actual.planned:
        return Evidence.REPEATS_TARGET
    return Evidence.JUDGED


def status_of(chosen: ScoreSet, every: ScoreSet) -> tuple[Status, Decimal | None]:
    """Return how certain a score is, and the one score of the chosen reading.

    Args:
        chosen: the scores under the chosen reading.
        every: the scores under all readings.
    """
    if every.score is not None:
        return Status.EXACT, every.score
    if chosen.score is not None:
        return Status.CHOSEN, chosen.score
    return Status.RANGE, None

"""How far claims are from what was worked out: counts, for the end of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from perfscore.auditing.figures import nearest
from perfscore.scoring.models import ItemScore, Scorecard, Status

_SMALL, _LARGE = 1, 5
"""The bounds of the bands, in points."""

BANDS = ("below-5", "below-1", "below", "same", "above", "above-1", "above-5")
"""The bands: more than 5 points below, … the same …, more than 5 points above."""

OPEN = "open"
"""The claims that may be right: the score is no one number, and they are within it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Claimed minus recomputed scores, as a distribution.

    A claim is compared with the nearest score that is honest. One that lies among
    several honest scores is open; one that is the only honest score is the same.

    Attributes:
        bands: how many claims differ by how much, by band.
        claimed: the points claimed, of all claims that are scored.
        above: the points claimed above any honest score.
        below: the points that claims fall short of any honest score.

    Example:
        >>> one = Differences(bands={"same": 3}, claimed=Fraction(30))
        >>> two = Differences(bands={"same": 1, "above": 1}, above=Fraction(1, 2))
        >>> (one + two).bands["same"], (one + two).count
        (4, 5)
    """

    bands: Mapping[str, int] = field(default_factory=dict)
    claimed: Fraction = Fraction(0)
    above: Fraction = Fraction(0)
    below: Fraction = Fraction(0)

    @property
    def count(self) -> int:
        """How many claims were compared."""
        return sum(self.bands.values())

    def by_band(self) -> Mapping[str, int]:
        """Return how many claims are in each band, from far below to far above."""
        return {band: self.bands.get(band, 0) for band in (*BANDS, OPEN)}

    def __add__(self, other: Differences) -> Differences:
        return Differences(
            bands=Counter(self.bands) + Counter(other.bands),
            claimed=self.claimed + other.claimed,
            above=self.above + other.above,
            below=self.below + other.below,
        )


def differences(card: Scorecard) -> Differences:
    """Return how far the claims of a form are from what was worked out."""
    bands: Counter[str] = Counter()
    total = above = below = Fraction(0)
    for item in card.items:
        if item.claimed is None or item.status is Status.UNSCORED:
            continue
        total += item.claimed
        gap = _gap(item, item.claimed)
        bands[_band(item, gap)] += 1
        above += max(gap, Fraction(0))
        below += max(-gap, Fraction(0))
    return Differences(bands=bands, claimed=total, above=above, below=below)


def _gap(item: ItemScore, claimed: Fraction) -> Fraction:
    """Return by how much a claim is above (or below) the nearest honest score."""
    return claimed - nearest(item.set, claimed)


def _band(item: ItemScore, gap: Fraction) -> str:
    if not gap:
        return "same" if item.set.hull.is_point else OPEN
    side = "above" if gap > 0 else "below"
    if abs(gap) > _LARGE:
        return f"{side}-{_LARGE}"
    return f"{side}-{_SMALL}" if abs(gap) > _SMALL else side

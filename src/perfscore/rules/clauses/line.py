"""The number line of a clause: which of its bands each number lies in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfscore.rules.clauses.parts import Arm, Span


class Contradiction(Exception):  # noqa: N818 -- the clause is left unread
    """Two conditions of a clause cover the same numbers and earn different points."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the number line: a point, or what lies between two points.

    Attributes:
        low: its lower end, None for no end; a point has both ends alike.
        high: its upper end.
        arms: the arms whose conditions hold on it; two only at a point that two bands
            share, the lower one first. None hold where it is empty.
    """

    low: Fraction | None
    high: Fraction | None
    arms: tuple[Arm, ...]

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high


Number = Callable[[Fraction, str], Fraction]
"""Turns a printed figure into a number of what is measured."""


def stretches(arms: Sequence[Arm], number: Number) -> list[Stretch]:
    """Cut the number line at every boundary, from the least number to the greatest.

    Args:
        arms: the arms whose conditions are spans.
        number: turns a printed figure into a number of what is measured.

    Raises:
        Contradiction: two conditions overlap, and neither is part of the other.
    """
    bands = [_Band(arm, *_ends(arm.when, number)) for arm in arms]
    cuts = sorted({c for b in bands for c in (b.low, b.high) if c is not None})
    found: list[Stretch] = []
    before: Fraction | None = None
    for cut in cuts:
        found.append(Stretch(before, cut, _between(bands, before, cut)))
        found.append(Stretch(cut, cut, _at(bands, cut)))
        before = cut
    found.append(Stretch(before, None, _between(bands, before, None)))
    return found


@dataclass(frozen=True, slots=True)
class _Band:
    arm: Arm
    low: Fraction | None
    low_in: bool | None
    high: Fraction | None
    high_in: bool | None

    def inside(self, other: _Band) -> bool:
        """Whether it is part of another band, and not the same."""
        low = other.low is None or (self.low is not None and self.low >= other.low)
        high = other.high is None or (self.high is not None and self.high <= other.high)
        same = (self.low, self.high) == (other.low, other.high)
        return low and high and not same


def _ends(
    when: object, number: Number
) -> tuple[Fraction | None, bool | None, Fraction | None, bool | None]:
    if not isinstance(when, Span):
        raise TypeError(when)
    low, high = when.low, when.high
    return (
        None if low is None else number(low.figure.number, low.figure.unit),
        None if low is None else low.included,
        None if high is None else number(high.figure.number, high.figure.unit),
        None if high is None else high.included,
    )


def _between(
    bands: list[_Band], low: Fraction | None, high: Fraction | None
) -> tuple[Arm, ...]:
    holding = [
        band
        for band in bands
        if band.low != band.high or band.low is None
        if (band.low is None or (low is not None and band.low <= low))
        and (band.high is None or (high is not None and band.high >= high))
    ]
    return tuple(band.arm for band in _narrowest(holding))


def _narrowest(bands: list[_Band]) -> list[_Band]:
    kept = [b for b in bands if not any(o.inside(b) for o in bands)]
    if len({band.arm.earns for band in kept}) > 1:
        raise Contradiction
    return kept[:1]


_TWO_BANDS = 2


def _at(bands: list[_Band], cut: Fraction) -> tuple[Arm, ...]:
    sure: list[_Band] = []
    maybe: list[_Band] = []
    for band in bands:
        above = band.low is None or band.low < cut
        below = band.high is None or band.high > cut
        ends = [
            included
            for end, included in ((band.low, band.low_in), (band.high, band.high_in))
            if end == cut
        ]
        if not ends:
            if above and below:
                sure.append(band)
        elif all(ends):
            sure.append(band)
        elif None in ends and False not in ends:
            maybe.append(band)
    both = [*sure, *maybe]
    narrow = [b for b in both if not any(o.inside(b) for o in both)]
    said = [band for band in narrow if band in sure]
    kept = said or narrow
    kept.sort(key=lambda band: (band.low is not None, band.low or 0))
    if len(kept) > _TWO_BANDS:
        raise Contradiction
    return tuple(band.arm for band in kept)

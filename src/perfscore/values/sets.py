"""Sets of numbers: points and intervals whose ends may be open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from perfscore.messages import number_text
from perfscore.values.rounding import Rounding, decimal


@dataclass(frozen=True, slots=True)
class Piece:
    """An interval, or a point where both ends are the same number.

    Attributes:
        low: the lower end.
        high: the upper end.
        low_open: whether the lower end itself is excluded.
        high_open: whether the upper end itself is excluded.
        judged: whether a person picks a score in it (it is not computed, so that
            rounding does not move its ends).
    """

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False
    judged: bool = False

    def __contains__(self, number: Fraction) -> bool:
        if self.low == self.high:
            return number == self.low
        above = self.low < number if self.low_open else self.low <= number
        below = number < self.high if self.high_open else number <= self.high
        return above and below

    def __str__(self) -> str:
        if self.low == self.high:
            return number_text(self.low)
        left, right = "[("[self.low_open], "])"[self.high_open]
        return f"{left}{number_text(self.low)}, {number_text(self.high)}{right}"


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the same set as sorted pieces that neither touch nor overlap.

    Computed and judged pieces are kept apart, since they are rounded differently.

    Example:
        >>> one, two = Piece(Fraction(0), Fraction(5)), Piece(Fraction(5), Fraction(9))
        >>> [str(piece) for piece in joined([two, one])]
        ['[0, 9]']
    """
    given = list(pieces)
    if len(given) == 1:
        return (given[0],)
    judged = _one_kind(piece for piece in given if piece.judged)
    computed = _one_kind(piece for piece in given if not piece.judged)
    if not judged:
        return tuple(computed)
    rest = [part for piece in computed for part in _without(piece, judged)]
    return tuple(sorted((*judged, *rest), key=_order))


def _without(piece: Piece, taken: Iterable[Piece]) -> list[Piece]:
    """Return what is left of a piece outside some disjoint ones."""
    left = [piece]
    for other in taken:
        left = [part for one in left for part in _cut(one, other)]
    return left


def _cut(piece: Piece, other: Piece) -> list[Piece]:
    parts = []
    before = (other.low, other.low_open) > (piece.low, piece.low_open)
    if before:
        end = min((other.low, other.low_open), (piece.high, not piece.high_open))
        parts.append(Piece(piece.low, end[0], piece.low_open, not end[1]))
    after = (piece.high, not piece.high_open) > (other.high, not other.high_open)
    if after:
        start = max((other.high, not other.high_open), (piece.low, piece.low_open))
        parts.append(Piece(start[0], piece.high, start[1], piece.high_open))
    return parts


def _one_kind(pieces: Iterable[Piece]) -> list[Piece]:
    done: list[Piece] = []
    for piece in sorted(set(pieces), key=_order):
        if done and _touch(done[-1], piece):
            last = done[-1]
            high, closed = max(
                (last.high, not last.high_open), (piece.high, not piece.high_open)
            )
            done[-1] = Piece(
                last.low, high, last.low_open, not closed, judged=last.judged
            )
        else:
            done.append(piece)
    return done


def _order(piece: Piece) -> tuple[Fraction, bool, Fraction, bool]:
    return (piece.low, piece.low_open, piece.high, not piece.high_open)


def _touch(left: Piece, right: Piece) -> bool:
    if right.low < left.high:
        return True
    return right.low == left.high and not (left.high_open and right.low_open)


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """A score, or an interval of scores, at the places that the rules round to.

    Attributes:
        low: the least score.
        high: the greatest score.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.

    Example:
        >>> str(ScoreRange(Decimal("9.29"), Decimal("10.00")))
        '9.29–10.00'
    """

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one score."""
        return self.low == self.high

    def __contains__(self, score: Decimal | Fraction | int) -> bool:
        if self.low == self.high:
            return score == self.low
        above = self.low < score if self.low_open else self.low <= score
        below = score < self.high if self.high_open else score <= self.high
        return above and below

    def __str__(self) -> str:
        if self.is_point:
            return str(self.low)
        # An end that is excluded is said in words that cannot be missed.
        left, right = ">" * self.low_open, "<" * self.high_open
        return f"{left}{self.low}–{right}{self.high}"


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """The exact set of scores that an item can honestly get.

    Attributes:
        pieces: points and intervals from low to high, at the rounded places.

    Example:
        >>> found = rounded([Piece(Fraction(65, 7), Fraction(10), True)], Rounding(2))
        >>> str(found), found.score, Decimal("9.29") in found
        ('9.29–10.00', None, True)
    """

    pieces: tuple[ScoreRange, ...]

    @property
    def low(self) -> Decimal:
        """The least score."""
        return self.pieces[0].low

    @property
    def high(self) -> Decimal:
        """The greatest score."""
        return self.pieces[-1].high

    @property
    def hull(self) -> ScoreRange:
        """The interval from the least score to the greatest."""
        first, last = self.pieces[0], self.pieces[-1]
        return ScoreRange(first.low, last.high, first.low_open, last.high_open)

    @property
    def score(self) -> Decimal | None:
        """The one score, or None where there are several."""
        return self.pieces[0].low if self.hull.is_point else None

    def __contains__(self, score: Decimal | Fraction | int) -> bool:
        return any(score in piece for piece in self.pieces)

    def __iter__(self) -> Iterator[ScoreRange]:
        return iter(self.pieces)

    def __str__(self) -> str:
        return " ∪ ".join(map(str, self.pieces))


def rounded(pieces: Iterable[Piece], rounding: Rounding) -> ScoreSet:
    """Return the set of scores that a set of exact results is rounded to.

    Args:
        pieces: the exact results; judged pieces keep their ends, since a person picks
            a score at the rounded places inside them.
        rounding: the mode and places.

    Returns:
        The set at these places. An open end of a computed piece that is rounded into
        the set closes: just above 9.2857 is 9.29.
    """
    done: list[Piece] = []
    for piece in pieces:
        if piece.low == piece.high:
            low = high = rounding.number(piece.low)
            done.append(Piece(low, high))
        elif piece.judged:
            done.append(_inside(piece, rounding))
        else:
            low = (
                rounding.above(piece.low)
                if piece.low_open
                else rounding.number(piece.low)
            )
            high = (
                rounding.below(piece.high)
                if piece.high_open
                else rounding.number(piece.high)
            )
            done.append(Piece(low, high))
    return ScoreSet(tuple(_range(piece, rounding.places) for piece in joined(done)))


def _inside(piece: Piece, rounding: Rounding) -> Piece:
    """Return the scores at the rounded places that lie in a piece to be judged."""
    scale = 10**rounding.places
    low = Fraction(ceil(piece.low * scale), scale)
    high = Fraction(floor(piece.high * scale), scale)
    if low >= high:
        # No two scores fit in: what is nearest stands for all of it.
        near = low if low == high else rounding.number(piece.low)
        return Piece(near, near)
    # An open end excludes only the score that it is itself.
    low_open = piece.low_open and low == piece.low
    return Piece(low, high, low_open, piece.high_open and high == piece.high)


def union(sets: Iterable[ScoreSet], places: int) -> ScoreSet:
    """Return every score that is in one of the sets."""
    given = list(sets)
    if len(given) == 1:
        return given[0]
    pieces = joined(
        Piece(Fraction(p.low), Fraction(p.high), p.low_open, p.high_open)
        for one in given
        for p in one.pieces
    )
    return ScoreSet(tuple(_range(piece, places) for piece in pieces))


def _range(piece: Piece, places: int) -> ScoreRange:
    return ScoreRange(
        decimal(piece.low, places),
        decimal(piece.high, places),
        piece.low_open,
        piece.high_open,
    )

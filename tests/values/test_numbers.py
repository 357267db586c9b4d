"""Exact numbers, their rounding, and sets of scores."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.errors import ScoringError
from perfscore.values.exact import exact
from perfscore.values.rounding import Rounding, RoundingMode, decimal
from perfscore.values.sets import (
    Piece,
    ScoreRange,
    ScoreSet,
    joined,
    rounded,
    union,
)

HALVES = st.integers(-40, 40).map(lambda n: Fraction(n, 8))
MODES = st.sampled_from(list(RoundingMode))


@pytest.mark.parametrize(
    ("given_", "number"),
    [
        ("57.6", "288/5"),
        (0.1, "1/10"),
        (1e21, "1000000000000000000000"),
        ("-.5", "-1/2"),
        ("3/7", "3/7"),
        (" 12 ", "12"),
        (Decimal("1.10"), "11/10"),
        ("1e3", "1000"),
    ],
)
def test_exact(given_: str | float | Decimal, number: str) -> None:
    assert exact(given_) == Fraction(number)


@pytest.mark.parametrize(
    "wrong", ["", "abc", "1.2.3", "3/0", "9" * 41, "1e999", float("nan"), True, None]
)
def test_what_is_not_exact(wrong: str) -> None:
    with pytest.raises(ScoringError):
        exact(wrong)


@pytest.mark.parametrize(
    ("mode", "number", "score"),
    [
        ("half_up", "2.905", "2.91"),
        ("half_up", "-2.905", "-2.91"),
        ("half_up", "2.9049999", "2.90"),
        ("half_even", "2.905", "2.90"),
        ("half_even", "2.915", "2.92"),
        ("half_even", "2.9150001", "2.92"),
        ("down", "2.909", "2.90"),
        ("down", "-2.909", "-2.90"),
        ("half_up", "10", "10.00"),
    ],
)
def test_ties(mode: str, number: str, score: str) -> None:
    found = Rounding(2, RoundingMode(mode)).score(Fraction(number))
    assert str(found) == score


@given(HALVES, MODES, st.integers(0, 2))
def test_rounding_moves_less_than_a_step_and_keeps_what_is_round(
    number: Fraction, mode: RoundingMode, places: int
) -> None:
    rounding = Rounding(places, mode)
    found = rounding.number(number)
    step = Fraction(1, 10**places)
    assert (found / step).denominator == 1
    limit = step if mode is RoundingMode.DOWN else step / 2
    assert abs(found - number) <= limit
    assert rounding.number(found) == found
    assert rounding.number(-number) == -found
    assert rounding.score(number) == Decimal(str(rounding.score(number)))


@given(HALVES, MODES, st.integers(0, 2))
def test_a_hair_above_and_below(
    number: Fraction, mode: RoundingMode, places: int
) -> None:
    rounding = Rounding(places, mode)
    hair = Fraction(1, 10**9)
    assert rounding.above(number) == rounding.number(number + hair)
    assert rounding.below(number) == rounding.number(number - hair)


def test_decimal_keeps_places() -> None:
    assert str(decimal(Fraction(19, 2), 2)) == "9.50"
    with pytest.raises(ValueError, match="more than 2 places"):
        decimal(Fraction(1, 3), 2)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    low, high = sorted(draw(st.lists(st.integers(0, 6), min_size=2, max_size=2)))
    if low == high:
        return Piece(Fraction(low), Fraction(high))
    return Piece(
        Fraction(low), Fraction(high), draw(st.booleans()), draw(st.booleans())
    )


LATTICE = [Fraction(n, 4) for n in range(-4, 32)]


@given(st.lists(pieces(), max_size=6))
def test_joined_is_the_same_set(parts: list[Piece]) -> None:
    found = joined(parts)
    for number in LATTICE:
        assert any(number in one for one in found) == any(number in p for p in parts)
    for left, right in pairwise(found):
        assert left.high <= right.low
        if left.high == right.low:
            # Both ends are open there, or the two would be one.
            assert left.high_open
            assert right.low_open
    assert joined(found) == found
    assert joined(reversed(parts)) == found


@given(pieces(), st.sampled_from([Fraction(1), Fraction(5, 3), Fraction(1, 7)]))
def test_rounded_is_what_its_numbers_are_rounded_to(
    piece: Piece, times: Fraction
) -> None:
    one = Piece(piece.low * times, piece.high * times, piece.low_open, piece.high_open)
    rounding = Rounding(1)
    found = rounded([one], rounding)
    first, last = floor(one.low * 420), floor(one.high * 420)
    inside = [Fraction(n, 420) for n in range(first, last + 1)]
    scores = {rounding.score(number) for number in inside if number in one}
    for score in scores:
        assert score in found
    assert {min(scores), max(scores)} == {found.low, found.high}


def test_judged_pieces_keep_their_open_ends() -> None:
    judged = Piece(Fraction(6), Fraction(8), high_open=True, judged=True)
    found = rounded([judged], Rounding(2))
    assert str(found) == "6.00–<8.00"
    assert Decimal("7.99") in found
    assert Decimal(8) not in found


def test_union_and_hull() -> None:
    one = ScoreSet((ScoreRange(Decimal("0.00"), Decimal("0.00")),))
    other = ScoreSet((ScoreRange(Decimal("5.00"), Decimal("9.00"), low_open=True),))
    both = union([one, other], 2)
    assert str(both) == "0.00 ∪ >5.00–9.00"
    assert both.score is None
    assert one.score == 0
    assert both.low == 0
    assert both.high == 9
    assert not both.hull.is_point
    assert floor(both.high) == 9
    assert 5 not in both
    assert Decimal("5.01") in both

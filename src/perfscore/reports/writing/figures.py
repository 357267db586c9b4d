"""Exact numbers as they are printed: all their decimals, or none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from perfscore.errors import ReportError
from perfscore.messages import number_text

MOST_DECIMALS = 20
"""The most decimals that a printed figure is read with."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the decimals that it is printed with.

    Attributes:
        number: the number; a rate is a share.
        decimals: how many decimals are shown.
        percent: whether it is shown in per cent.
    """

    number: Fraction
    decimals: int
    percent: bool = False

    @property
    def text(self) -> str:
        """The text that shows it."""
        shown = self.number * 100 if self.percent else self.number
        text = number_text(shown, self.decimals)
        whole, _, tail = text.partition(".")
        tail = tail.ljust(self.decimals, "0")
        return f"{whole}{'.' if tail else ''}{tail}{'%' if self.percent else ''}"


def decimals_of(number: Fraction) -> int:
    """Return how many decimals a number has.

    Raises:
        ReportError: its decimals do not end, or not soon enough.

    Example:
        >>> decimals_of(Fraction(288, 5)), decimals_of(Fraction(10))
        (1, 0)
    """
    for places in range(MOST_DECIMALS + 1):
        if 10**places % number.denominator == 0:
            return places
    raise ReportError("writing.no-decimal", number=str(number))


def plain(number: Fraction) -> Figure:
    """Return a number with the decimals that it has."""
    return Figure(number, decimals_of(number))


def claim(number: Fraction, decimals: Mapping[str, int]) -> Figure:
    """Return points with as many decimals as they were printed with.

    Example:
        >>> claim(Fraction(10), {"claimed": 1}).text, claim(Fraction(19, 2), {}).text
        ('10.0', '9.5')
    """
    own = decimals_of(number)
    return Figure(number, max(own, decimals.get("claimed", own)))


def rate(share: Fraction, decimals: Mapping[str, int]) -> Figure:
    """Return a rate of execution with as many decimals as it was printed with.

    A share printed with one decimal (0.7) is less exact than any percentage.

    Example:
        >>> rate(Fraction(391, 400), {}).text, rate(Fraction(1), {}).text
        ('97.75%', '100%')
        >>> rate(Fraction(7, 10), {"execution_rate": -1}).text
        '0.7'
    """
    own = decimals_of(share * 100)
    printed = decimals.get("execution_rate", own)
    if printed < 0:
        return Figure(share, max(printed + 2, decimals_of(share)))
    return Figure(share, max(own, printed), percent=True)

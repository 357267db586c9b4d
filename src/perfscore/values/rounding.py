"""The one place where scores are rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class RoundingMode(StrEnum):
    """What happens to a number between two that can be printed."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """How scores are rounded.

    Attributes:
        places: the decimal places kept.
        mode: 四舍五入 (half up, away from zero) unless the rules say otherwise.

    Example:
        >>> Rounding(2).score(Fraction(581, 200))
        Decimal('2.91')
    """

    places: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP

    def number(self, number: Fraction) -> Fraction:
        """Return the number rounded, exactly."""
        return Fraction(self._whole(number), 10**self.places)

    def _whole(self, number: Fraction) -> int:
        """Return the number rounded, in units of its last place."""
        below, lattice = number.denominator, int(10**self.places)
        whole, rest = divmod(abs(number.numerator) * lattice, below)
        if self.mode is RoundingMode.HALF_UP:
            whole += 2 * rest >= below
        elif self.mode is RoundingMode.HALF_EVEN:
            whole += 2 * rest > below or (2 * rest == below and whole % 2 == 1)
        return -whole if number < 0 else whole

    def score(self, number: Fraction) -> Decimal:
        """Return the number rounded, as a Decimal with just these places."""
        return Decimal(self._whole(number)).scaleb(-self.places)

    def above(self, number: Fraction) -> Fraction:
        """Return what a number a hair above this one is rounded to."""
        return self._beside(number, up=True)

    def below(self, number: Fraction) -> Fraction:
        """Return what a number a hair below this one is rounded to."""
        return self._beside(number, up=False)

    def _beside(self, number: Fraction, *, up: bool) -> Fraction:
        # Rounding is constant between ties and lattice points, so the middle of the
        # next half step stands for every number a hair away.
        halves = number * 2 * 10**self.places
        middle = Fraction(1, 2)
        near = floor(halves) + middle if up else ceil(halves) - middle
        return self.number(near / (2 * 10**self.places))


def decimal(number: Fraction, places: int) -> Decimal:
    """Return an exact decimal of a number that is known to have so few places.

    Example:
        >>> decimal(Fraction(19, 2), 2)
        Decimal('9.50')
    """
    whole, rest = divmod(number.numerator * 10**places, number.denominator)
    if rest:
        message = f"{number} has more than {places} places"
        raise ValueError(message)
    return Decimal(whole).scaleb(-places)

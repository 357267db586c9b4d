"""Exact numbers from whatever a user hands in."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import TypeAlias

from perfscore.errors import ScoringError

Number: TypeAlias = "int | str | float | Decimal | Fraction"
"""What a user may hand in as a number."""

MOST_DIGITS = 40
"""The most digits of a number; more is no figure of a budget."""

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_OVER_ZERO = re.compile(r"/0+$")
_TOO_LARGE = 10**200
"""Beyond what exact arithmetic on figures of forms comes to."""
_SHOWN = 60
_RATIO = re.compile(r"[+-]?\d+/\d+")


def exact(number: Number) -> Fraction:
    """Return a number exactly.

    Args:
        number: text (``"57.6"``, ``"3/7"``), an integer, a Decimal, a Fraction, or a
            float, which is read as the shortest decimal that prints it.

    Returns:
        The number as a Fraction.

    Raises:
        ScoringError: it is no finite number, or has too many digits.

    Example:
        >>> exact(0.1), exact("57.6")
        (Fraction(1, 10), Fraction(288, 5))
    """
    if isinstance(number, (bool, type(None))):
        raise ScoringError("values.not-a-number", text=repr(number))
    if isinstance(number, (int, Fraction)):
        ratio = Fraction(number)
        if max(abs(ratio.numerator), ratio.denominator) >= _TOO_LARGE:
            raise ScoringError("values.too-many-digits", most=MOST_DIGITS)
        return ratio
    if not isinstance(number, (str, float, Decimal, Real)):
        kind = type(number).__name__
        raise ScoringError("values.not-a-number", text=kind[:_SHOWN])
    text = (repr(number) if type(number) is float else str(number)).strip()
    known = _PLAIN.fullmatch(text) or _RATIO.fullmatch(text)
    if not known or sum(c.isdigit() for c in text) > MOST_DIGITS:
        raise ScoringError("values.not-a-number", text=text[:_SHOWN])
    if _OVER_ZERO.search(text):
        raise ScoringError("values.not-a-number", text=text[:_SHOWN])
    return Fraction(text)


def is_nothing(found: object) -> bool:
    """Return whether something stands for a blank: None, NaN or another not-a-number.

    Example:
        >>> is_nothing(None), is_nothing(float("nan")), is_nothing(0)
        (True, True, False)
    """
    if found is None:
        return True
    if isinstance(found, (str, int, Fraction)):
        return False
    if isinstance(found, Decimal):
        return found.is_nan()
    try:
        # A number that is not itself is NaN, which frames use for a blank cell; their
        # NA is neither itself nor another, and says so by an error.
        return bool(found != found)  # noqa: PLR0124
    except (TypeError, ValueError):
        return type(found).__name__ == "NAType"


def text_of(cell: object) -> str:
    """Return the text of a cell; nothing is an empty one.

    Raises:
        ScoringError: it is no text.

    Example:
        >>> text_of(None), text_of("万元")
        ('', '万元')
    """
    if isinstance(cell, str):
        return str(cell)
    if is_nothing(cell):
        return ""
    raise ScoringError("values.not-text", kind=type(cell).__name__[:_SHOWN])

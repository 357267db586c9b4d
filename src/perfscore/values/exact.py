"""Exact numbers from whatever a user hands in."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from perfscore.errors import ScoringError

Number: TypeAlias = "int | str | float | Decimal | Fraction"
"""What a user may hand in as a number."""

MOST_DIGITS = 40
"""The most digits of a number; more is no figure of a budget."""

_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_RATIO = re.compile(r"[+-]?\d+/\d+")


def exact(number: Number) -> Fraction:
    """Return a number exactly.

    Args:
        number: text (``"57.6"``, ``"3/7"``), an integer, a Decimal, a Fraction, or a
            float, which is read as the shortest decimal that prints it.

    Returns:
        The number as a Fraction.

    Raises:
        ScoringError: it is no finite number, or has more than 40 digits.

    Example:
        >>> exact(0.1), exact("57.6")
        (Fraction(1, 10), Fraction(288, 5))
    """
    if isinstance(number, (bool, type(None))):
        raise ScoringError("values.not-a-number", text=repr(number))
    if isinstance(number, (int, Fraction)):
        return Fraction(number)
    text = (repr(number) if isinstance(number, float) else str(number)).strip()
    known = _PLAIN.fullmatch(text) or _RATIO.fullmatch(text)
    if not known or sum(c.isdigit() for c in text) > MOST_DIGITS:
        raise ScoringError("values.not-a-number", text=text[:60])
    if text.endswith("/0"):
        raise ScoringError("values.not-a-number", text=text[:60])
    return Fraction(text)

"""A value as people read it: with the comparator and the unit of its own cells."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from perfscore.values.comparators import AFTER, BEFORE
from perfscore.values.numerals import MULTIPLIERS, numerals
from perfscore.values.text import plain
from perfscore.values.value import Comparator, Kind, Value

_SIGNS = frozenset(
    {
        Comparator.AT_LEAST,
        Comparator.AT_MOST,
        Comparator.MORE,
        Comparator.LESS,
        Comparator.EQUAL,
    }
)
_COMPARES = re.compile("|".join(sorted({*BEFORE, *AFTER}, key=len, reverse=True)))
_TIMES = {Fraction(times): name for name, times in MULTIPLIERS.items()}


@lru_cache(maxsize=65536)
def full_text(value: Value) -> str:
    """Return the text of a value with what its comparator and unit cells add to it.

    Args:
        value: the value as read.

    Returns:
        The text itself where it says all, or where no number was read in it.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> full_text(parse_value("3", unit="万人", comparator="≥"))
        '≥3万人'
        >>> full_text(parse_value("≥95%", unit="%", comparator="≥"))
        '≥95%'
    """
    text = " ".join(value.text.split())
    if value.kind not in (Kind.QUANTITY, Kind.FREQUENCY) or not text:
        return text
    words = plain(text)
    compared = value.comparator in _SIGNS and not _COMPARES.search(words)
    sign = str(value.comparator) if compared else ""
    if value.unit_stated or value.unit is None:
        return f"{sign}{text}{_multiplier(value, words) if value.unit is None else ''}"
    return f"{sign}{text}{_multiplier(value, words)}{value.unit}"


def _multiplier(value: Value, words: str) -> str:
    """Return the 万 or 亿 of a unit cell by which the number printed was multiplied."""
    printed = numerals(words)
    if value.unit_stated or not printed or len(printed) > 1 or not value.number:
        return ""
    if printed[0].number == 0:
        return ""
    return _TIMES.get(abs(value.number) / printed[0].number, "")

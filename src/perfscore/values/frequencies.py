"""How often: 每月一次, 次/季度, and how many that makes in a year."""

from __future__ import annotations

from fractions import Fraction

from perfscore.values.unit_names import MONEY, PERIODS, SHARES
from perfscore.values.units import parts
from perfscore.values.value import Kind, Value

_IN_A_YEAR = {"月": 12, "季度": 4, "半年": 2, "年": 1}


def is_frequency(unit: str | None) -> bool:
    """Return whether a unit says how many, or how long, in each period.

    Times and hours per period are frequencies (小时/年 is a total over the year).
    Money, shares and what is per head as well are quantities in a compound unit.

    Example:
        >>> is_frequency("次/月"), is_frequency("小时/年"), is_frequency("元/人·月")
        (True, True, False)
    """
    if unit is None:
        return False
    top, below = parts(unit)
    return (
        len(below) == 1
        and below[0] in PERIODS
        and top not in MONEY
        and top not in SHARES
    )


def times_a_year(unit: str | None) -> int | None:
    """Return how many periods of a frequency a year has, or None.

    Days and weeks have none: a year of 365 days, of working days and of 52 weeks are
    different readings, so 次/日 and 次/周 stay rates.

    Example:
        >>> times_a_year("次/月"), times_a_year("次/周"), times_a_year("次")
        (12, None, None)
    """
    if unit is None or not is_frequency(unit):
        return None
    return _IN_A_YEAR.get(parts(unit)[1][0])


def per_year(value: Value) -> Fraction | None:
    """Return how many, or how long, a frequency makes in a year, or None.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> per_year(parse_value("每月一次")), per_year(parse_value("每周一次"))
        (Fraction(12, 1), None)
    """
    times = times_a_year(value.unit)
    if value.kind is not Kind.FREQUENCY or times is None or value.number is None:
        return None
    return value.number * times


def counted(unit: str) -> str:
    """Return what a frequency counts: 次 for 次/月."""
    return parts(unit)[0]

"""The record of what a cell of a form says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from perfscore.messages import Message


class Comparator(StrEnum):
    """How a target is to be compared with an actual (指标值类型, 指标性质)."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    MORE = ">"
    LESS = "<"
    BETWEEN = "between"
    QUALITATIVE = "定性"


class Kind(StrEnum):
    """What kind of thing a piece of text says."""

    QUANTITY = "quantity"
    FREQUENCY = "frequency"
    DATE = "date"
    SEVERAL = "several"
    TEXT = "text"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a target or an actual says, and what of it is in doubt.

    Attributes:
        text: the text as printed.
        kind: what kind of thing it says.
        comparator: the comparator that the text itself states, or that its cell does.
        number: the number printed, times 万 or 亿 where they multiply; in ``unit``.
        low: the least number that can be true, in ``unit``; None: no least.
        high: the greatest number that can be true, in ``unit``; None: no greatest.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.
        unit: the canonical name of the unit, or None where none is stated.
        scale: the multiplier printed without a unit (13万: 10000), else 1. Such a
            number is money where its partner is money and a count where it is not.
        approximate: whether the text says 约 or the like.
        planned: whether the text says what is intended (力争达到100次): a target like
            any other, but as an actual it leaves open what was done, and so do ``low``
            and ``high``.
        first_day: the first day that a date can mean.
        last_day: the last day that a date can mean.
        by_month: whether the date is a bare "…月前", whose other reading is the last
            day of the month before.
        parts: the values of a cell that holds several.
        unit_stated: whether the text itself (not its unit cell) states the unit.
        doubts: what is not certain in the reading.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> value = parse_value("小于0.5%")
        >>> value.number, value.low, value.high, value.high_open, value.unit
        (Fraction(1, 2), Fraction(0, 1), Fraction(1, 2), True, '%')
    """

    text: str
    kind: Kind
    comparator: Comparator | None = None
    number: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    unit: str | None = None
    scale: int = 1
    approximate: bool = False
    planned: bool = False
    first_day: date | None = None
    last_day: date | None = None
    by_month: bool = False
    parts: tuple[Value, ...] = ()
    unit_stated: bool = False
    doubts: tuple[Message, ...] = ()

    @property
    def is_point(self) -> bool:
        """Whether the value is one certain number."""
        return self.low is not None and self.low == self.high


MISSING = Value(text="", kind=Kind.MISSING)

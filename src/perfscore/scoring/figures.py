"""The figures of a row: what its target and its actual are to a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from perfscore.messages import Message
from perfscore.rules.parts import Subject
from perfscore.values.align import ONE, Alignment, aligned
from perfscore.values.value import Kind, Value

_NUMBERS = (Kind.QUANTITY, Kind.FREQUENCY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the names of a formula stand for in a row, before any rule is chosen.

    Attributes:
        subject: what the target is.
        alignment: target and actual in one unit, or why not.
        numbers: the certain numbers by name (target, actual, days_late).
        unknown: the name of the uncertain number, if there is one.
        low: the least it can be; None: no least.
        high: the greatest it can be; None: no greatest.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.
        is_share: whether target and actual are shares.
        unit: the unit of both.
        reason: why an actual is not to be used.
    """

    subject: Subject
    alignment: Alignment
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    unknown: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    is_share: bool = False
    unit: str | None = None
    reason: Message | None = None

    @property
    def target(self) -> Fraction | None:
        """The target's number."""
        return self.numbers.get("target")

    def is_within(self, number: Fraction | None) -> bool:
        """Return whether the actual is certain to be at or below a number."""
        if number is None:
            return False
        most = self.numbers.get("actual", self.high)
        return most is not None and most <= number

    def may_be(self, number: Fraction | None) -> bool:
        """Return whether the actual can be a number."""
        if number is None:
            return False
        if "actual" in self.numbers:
            return self.numbers["actual"] == number
        above = self.low is None or self.low < number
        below = self.high is None or number < self.high
        at_low = number == self.low and not self.low_open
        return (above or at_low) and (
            below or (number == self.high and not self.high_open)
        )


def figures_of(
    target: Value, actual: Value, *, about: str = "", day_before: bool = False
) -> Figures:
    """Return the figures of a row.

    Args:
        target: the target as read.
        actual: the actual as read.
        about: the indicator's name; it says which way a change goes.
        day_before: whether a deadline "…月前" ends with the month before.
    """
    both = aligned(target, actual, about=about)
    if target.kind is Kind.DATE:
        return _dates(both, day_before=day_before)
    subject = Subject.QUANTITY if target.kind in _NUMBERS else Subject.TEXT
    used = both
    numbers: dict[str, Fraction] = {}
    if subject is Subject.TEXT and actual.kind in _NUMBERS:
        # Rules on the actual alone (an error rate) need no target.
        used = aligned(actual, actual)
    elif both.comparable and both.target is not None:
        numbers["target"] = both.target
    elif subject is Subject.QUANTITY:
        alone = aligned(target, target)
        if alone.target is not None:
            numbers["target"] = alone.target
    if not used.comparable:
        unit = used.unit or target.unit
        return Figures(
            subject=subject,
            alignment=both,
            numbers=numbers,
            is_share=aligned(target, target).unit == ONE,
            unit=unit,
            reason=both.reason,
        )
    unknown = None
    if used.is_point and used.low is not None:
        numbers["actual"] = used.low
    else:
        unknown = "actual"
    return Figures(
        subject=subject,
        alignment=both,
        numbers=numbers,
        unknown=unknown,
        low=used.low,
        high=used.high,
        low_open=used.low_open,
        high_open=used.high_open,
        is_share=used.unit == ONE,
        unit=used.unit,
    )


def _dates(both: Alignment, *, day_before: bool) -> Figures:
    low, high = both.days_late_low, both.days_late_high
    if day_before:
        low, high = both.days_late_other_low, both.days_late_other_high
    if not both.comparable or high is None:
        return Figures(subject=Subject.DATE, alignment=both, reason=both.reason)
    point = low == high
    return Figures(
        subject=Subject.DATE,
        alignment=both,
        numbers={"days_late": Fraction(high)} if point else {},
        unknown=None if point else "days_late",
        low=None if low is None else Fraction(low),
        high=Fraction(high),
        unit="天",
    )

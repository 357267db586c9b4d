"""The figures of a row: what its target and its actual are to a formula."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from perfscore.messages import Message
from perfscore.rules.parts import Subject
from perfscore.values.align import ONE, Alignment, aligned
from perfscore.values.value import Kind, Value

_ZERO = Fraction(0)
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
        target_open: whether the ends of a target's range are themselves excluded.
        is_share: whether target and actual are shares.
        unit: the unit of both; None for shares.
        reason: why the actual says nothing, so that it can be any number.
    """

    subject: Subject
    alignment: Alignment
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    unknown: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    target_open: tuple[bool, bool] = (False, False)
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
    alone = both if both.comparable else aligned(target, target, about=about)
    numbers: dict[str, Fraction] = {}
    if subject is Subject.QUANTITY:
        ends = (alone.target, alone.target_low, alone.target_high)
        names = ("target", "target_low", "target_high")
        numbers = {
            n: end for n, end in zip(names, ends, strict=True) if end is not None
        }
    used = both
    if subject is Subject.TEXT and actual.kind in _NUMBERS:
        # Rules on the actual alone (an error rate) need no target.
        used = aligned(actual, actual, about=about)
    share = (used if used.comparable else alone).unit == ONE
    said = actual.number if actual.number is not None else _ZERO
    figures = Figures(
        subject=subject,
        alignment=both,
        numbers=numbers,
        unknown="actual" if subject is Subject.QUANTITY else None,
        low=_ZERO if min(numbers.values(), default=_ZERO) >= 0 <= said else None,
        target_open=(alone.target_low_open, alone.target_high_open),
        is_share=share,
        unit=None if share else target.unit,
        reason=both.reason,
    )
    if not used.comparable:
        return figures
    point = used.is_point and used.low is not None
    if point:
        numbers["actual"] = used.low or _ZERO
    return replace(
        figures,
        unknown=None if point else "actual",
        low=used.low,
        high=used.high,
        low_open=used.low_open,
        high_open=used.high_open,
        unit=None if share else used.unit,
        reason=None,
    )


def _dates(both: Alignment, *, day_before: bool) -> Figures:
    low, high = both.days_late_low, both.days_late_high
    if day_before:
        low, high = both.days_late_other_low, both.days_late_other_high
    if not both.comparable or high is None:
        return Figures(
            subject=Subject.DATE,
            alignment=both,
            unknown="days_late",
            unit="天",
            reason=both.reason,
        )
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

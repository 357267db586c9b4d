"""A target and an actual in one unit, or the reason why they cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from perfscore.messages import Message, say
from perfscore.values.before import change
from perfscore.values.dates import month_before
from perfscore.values.deeds import other_thing
from perfscore.values.frequencies import counted, is_frequency, times_a_year
from perfscore.values.plausible import (
    above_all_doubt,
    as_date,
    as_none,
    both_none,
    date_doubt,
    negative_doubt,
)
from perfscore.values.scales import (
    bare_target_doubt,
    damage_doubt,
    figure,
    period_doubt,
    scale_doubt,
)
from perfscore.values.units import factor, is_money, is_share
from perfscore.values.value import Kind, Value

ONE = "1"
"""The unit of shares in an alignment: 98 % is 49/50."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """A target and an actual, in the target's unit.

    Shares (%, ‰) are in ``"1"``, so that 98 % is 49/50 and a formula can say 95%.
    Frequencies of different periods, or a frequency and a count, are counts in a year.

    Attributes:
        comparable: whether the two can be compared; where not, no number of the actual
            is to be used.
        reason: why not.
        unit: what all numbers here are in, or None where neither states a unit; None
            for dates, which are compared by ``days_late_low`` to ``days_late_high``.
        target: the target's number; None for a range or a date.
        target_low: the least number that the target can mean (of a range, its start).
        target_high: the greatest.
        target_low_open: whether ``target_low`` itself is excluded.
        target_high_open: whether ``target_high`` itself is excluded.
        number: the actual's number; None for a range or a date.
        low: the least number that can be true of the actual; None: no least.
        high: the greatest; None: no greatest.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.
        by_year: whether a frequency was turned into a count over a year.
        days_late_low: the fewest calendar days after the last day allowed (negative or
            zero: in time); None: no least, or no date.
        days_late_high: the most; None where it is no date.
        days_late_other_low: the fewest under the other reading of "…月前", where the
            last day allowed is that of the month before.
        days_late_other_high: the most under it; None where there is no other reading.
        doubts: what is not certain in the comparison, the doubts of both values aside.
    """

    comparable: bool
    reason: Message | None = None
    unit: str | None = None
    target: Fraction | None = None
    target_low: Fraction | None = None
    target_high: Fraction | None = None
    target_low_open: bool = False
    target_high_open: bool = False
    number: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    by_year: bool = False
    days_late_low: int | None = None
    days_late_high: int | None = None
    days_late_other_low: int | None = None
    days_late_other_high: int | None = None
    doubts: tuple[Message, ...] = ()

    @property
    def is_point(self) -> bool:
        """Whether the actual is one certain number."""
        return self.low is not None and self.low == self.high


_NUMBERS = (Kind.QUANTITY, Kind.FREQUENCY)
_NOT_MULTIPLIED = frozenset({"%", "‰", "百分点"})


@lru_cache(maxsize=65536)
def aligned(target: Value, actual: Value, *, about: str = "") -> Alignment:
    """Return a target and an actual in one unit, or why they cannot be compared.

    A bare number takes the unit of its partner. A bare 13万 is money beside money and a
    count beside a count. Counting words that differ do not convert.

    Args:
        target: the target.
        actual: the actual.
        about: the indicator's name, whose words may say which way a change goes.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> both = aligned(parse_value("57.6万元"), parse_value("600000元"))
        >>> both.target, both.number, both.unit
        (Fraction(288, 5), Fraction(60, 1), '万元')
        >>> aligned(parse_value("57.6万元"), parse_value("576000")).comparable
        False
    """
    none = as_none(target, actual, about)
    actual = none if none is not None else actual
    if target.kind in _NUMBERS and actual.kind in _NUMBERS:
        return _numbers(target, actual, about)
    if target.kind is Kind.DATE and actual.kind is Kind.DATE:
        return _dates(target, actual)
    if target.kind is Kind.DATE and (found := as_date(target, actual)) is not None:
        return replace(_dates(target, found[0]), doubts=found[1])
    return _not(
        say(
            "values.kinds-differ",
            target=say(f"values.kind-{target.kind}"),
            actual=say(f"values.kind-{actual.kind}"),
        )
    )


def _not(reason: Message, *doubts: Message) -> Alignment:
    return Alignment(comparable=False, reason=reason, doubts=doubts)


def _numbers(target: Value, actual: Value, about: str) -> Alignment:
    if _turned(target, actual, about):
        texts = {"target": target.text, "actual": actual.text}
        return _not(say("values.directions-differ", **texts))
    if (differs := other_thing(target, actual, about)) is not None:
        return _not(differs)
    impossible = negative_doubt(target, actual, about)
    impossible = impossible or above_all_doubt(target, actual, about)
    impossible = impossible or date_doubt(target, actual, about)
    if impossible is not None:
        return _not(impossible, impossible)
    both = _in_one_unit(target, actual)
    if both is None and both_none(target, actual):
        both = Fraction(1), Fraction(1), target.unit, False
    if both is None:
        return _not(_mismatch(target, actual))
    target_times, actual_times, unit, by_year = both
    one, other = _times(target, target_times), _times(actual, actual_times)
    doubt = (
        scale_doubt(target, actual, one, other)
        or bare_target_doubt(target, actual, about)
        or period_doubt(target, actual, one, other, by_year=by_year)
        or damage_doubt(target, actual, one, other)
    )
    if doubt is not None:
        return _not(doubt, doubt)
    if is_share(unit):
        share = factor(unit or ONE, ONE) or Fraction(1)
        one, other, unit = _times(one, share), _times(other, share), ONE
    return Alignment(
        comparable=True,
        unit=unit,
        target=one.number,
        target_low=one.low,
        target_high=one.high,
        target_low_open=one.low_open,
        target_high_open=one.high_open,
        number=None if actual.planned else other.number,
        low=other.low,
        high=other.high,
        low_open=other.low_open,
        high_open=other.high_open,
        by_year=by_year,
        doubts=(say("values.planned", text=actual.text),) if actual.planned else (),
    )


def _turned(target: Value, actual: Value, about: str) -> bool:
    """Return whether the two may speak of changes in opposite directions."""
    wanted, given = change(target.text), change(actual.text)
    meant = wanted if wanted is not None else change(about)
    if given is not None and (meant is not None or given < 0):
        # 下降5% beside a bare 3% is a fall only if the indicator speaks of one.
        return given != meant
    wide, small = figure(target), figure(actual)
    if given is not None and wide is not None and small is not None and wide > 0:
        # 提高5% beside 95% is a step towards it, not where it stands.
        return 2 * small < wide
    # Beside 下降1%, -1% may be a fall of 1 % or its opposite.
    signs = ((meant, actual.number), (given, target.number))
    return any(way == -1 and number and number < 0 for way, number in signs)


def _times(value: Value, times: Fraction) -> Value:
    if times == 1:
        return value
    return replace(
        value,
        number=None if value.number is None else value.number * times,
        low=None if value.low is None else value.low * times,
        high=None if value.high is None else value.high * times,
    )


def _in_one_unit(
    target: Value, actual: Value
) -> tuple[Fraction, Fraction, str | None, bool] | None:
    """Return the factors of target and actual, the unit, and whether it is by year."""
    wanted, given = _unit(target, actual), _unit(actual, target)
    if wanted is None or given is None:
        # A bare number takes its partner's unit, but 13万 is no percentage.
        bare = target if wanted is None else actual
        unit = wanted or given
        if bare.scale > 1 and unit in _NOT_MULTIPLIED:
            return None
        return Fraction(1), Fraction(1), unit, False
    if not _periods_differ(wanted, given):
        times = factor(given, wanted)
        if times is not None:
            return Fraction(1), times, wanted, False
    return _over_a_year(wanted, given)


def _over_a_year(
    wanted: str, given: str
) -> tuple[Fraction, Fraction, str | None, bool] | None:
    """Return the factors that make frequencies counts over a year."""
    if not (is_frequency(wanted) or is_frequency(given)):
        return None
    same = factor(counted(given), counted(wanted))
    often, how_often = _a_year(wanted), _a_year(given)
    if same is None or often is None or how_often is None:
        return None
    return Fraction(often), how_often * same, counted(wanted), True


def _unit(value: Value, partner: Value) -> str | None:
    """Return the unit of a value; bare 万 beside money is an amount in yuan."""
    if value.unit is None and value.scale > 1 and is_money(partner.unit):
        return "元"
    return value.unit


def _periods_differ(wanted: str, given: str) -> bool:
    often, how_often = times_a_year(wanted), times_a_year(given)
    return None not in (often, how_often) and often != how_often


def _a_year(unit: str) -> int | None:
    if is_frequency(unit):
        return times_a_year(unit)
    return 1 if unit == counted(unit) else None


def _mismatch(target: Value, actual: Value) -> Message:
    texts = {"target": target.unit or "万", "actual": actual.unit or "万"}
    units = [unit for unit in (target.unit, actual.unit) if unit]
    rates = [unit for unit in units if is_frequency(unit) and not times_a_year(unit)]
    if rates and len({counted(unit) for unit in units}) == 1:
        return say("values.rate-and-count", **texts)
    return say("values.units-differ", **texts)


def _dates(target: Value, actual: Value) -> Alignment:
    if target.last_day is None or actual.last_day is None:
        return _not(say("values.no-last-day"))
    low, high = _late(target.last_day, actual.first_day, actual.last_day)
    other_low: int | None = None
    other_high: int | None = None
    if target.by_month:
        last = month_before(actual.last_day) if actual.by_month else actual.last_day
        other_low, other_high = _late(
            month_before(target.last_day), actual.first_day, last
        )
    return Alignment(
        comparable=True,
        days_late_low=low,
        days_late_high=high,
        days_late_other_low=other_low,
        days_late_other_high=other_high,
    )


def _late(allowed: date, first: date | None, last: date) -> tuple[int | None, int]:
    return (None if first is None else (first - allowed).days), (last - allowed).days

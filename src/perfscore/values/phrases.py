"""A phrase with one number, or a range, all of whose words are understood.

A phrase is: subject, comparator, 约, number, unit, 以上. The number is found first;
then what stands before and after it must be understood to the last word, or the phrase
is not read at all. There is no search for a number among words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.messages import Message, say
from perfscore.values.after import TENTHS, After, read_after
from perfscore.values.before import Before, NotUnderstoodError, read_before
from perfscore.values.comparators import both, bounds
from perfscore.values.numerals import Numeral
from perfscore.values.unit_names import MONEY
from perfscore.values.units import UnitText, factor, is_share, unit_at
from perfscore.values.value import Comparator, Kind, Value

_AT_MOST = Comparator.AT_MOST
_RISING = (None, Comparator.AT_LEAST, Comparator.MORE)
_BETWEEN = re.compile("(?:-|~|——|—|至|到)$")
_SIGNED = frozenset({"℃", "百分点"})


def read_phrase(text: str, numbers: tuple[Numeral, ...]) -> Value | None:
    """Return the quantity or frequency that a phrase says, or None if not understood.

    Args:
        text: the text, in one way of writing.
        numbers: the numbers in it: one, or two (a range; 每两年 and how often; a year
            and a number).
    """
    try:
        if len(numbers) == 1:
            return single(text, numbers[0])
        first, second = numbers
        if sign := _BETWEEN.search(text[first.end : second.start]):
            return _range(text, first, second, first.end + sign.start())
        unit = unit_at(text, first.end)
        if unit is not None and unit.end == second.start and text[0] != "每":
            return _joined(text, first, second, unit)
        return single(text, second)
    except ValueError:
        # NotUnderstoodError, or more numbers than two.
        return None


def single(text: str, number: Numeral) -> Value:
    """Return what a phrase with one number says.

    Args:
        text: the text, in one way of writing.
        number: the number in it.

    Raises:
        NotUnderstoodError: there is a word in it that is not understood.
    """
    after = read_after(text, number.end)
    before = read_before(text[: number.start], bounded=after.comparator is not None)
    return _value(number, before, after)


def _joined(text: str, first: Numeral, second: Numeral, larger: UnitText) -> Value:
    """Read one quantity in two units: 1小时30分钟, 1亿2000万元, 3万5千人."""
    before, after = read_before(text[: first.start]), read_after(text, second.end)
    smaller = after.unit
    if smaller is None or before.negative or after.over:
        raise NotUnderstoodError
    times: Fraction | None
    if larger.name is not None:
        times = factor(larger.name, smaller.name or "") if smaller.name else None
    else:
        size = MONEY.get(smaller.name or "", 1) * smaller.multiplier
        times = Fraction(larger.multiplier, size)
    if times is None or times <= 1 or second.number >= times:
        raise NotUnderstoodError
    number = first.number * times + second.number
    return _value(replace(second, number=number), before, after)


def _value(number: Numeral, before: Before, after: After) -> Value:
    unit, times, scale = _unit(before, after)
    exact = number.number * times * (-1 if before.negative else 1)
    signed = before.signed or unit == "℃"
    comparator = _comparator(before, after)
    doubts: tuple[Message, ...] = ()
    if before.comparator not in (None, comparator) and after.comparator:
        doubts = (say("values.comparator-strictness"),)
    if before.negative and not (is_share(unit) or unit in _SIGNED):
        doubts += (say("values.negative", number=exact),)
    if comparator is Comparator.LESS and exact == 0 and not signed:
        doubts += (say("values.below-zero"),)
    approximate = before.approximate or before.nearly or after.approximate
    # 达到95% is a target of at least 95 %, and as an actual 95 % itself.
    itself = before.reached and not after.comparator and not after.over
    said = None if itself else comparator
    low, high, low_open, high_open = bounds(said, exact, signed=signed)
    if before.planned:
        low, high = None if signed else Fraction(0), None
        low_open = high_open = False
    elif approximate:
        # What is rounded to its last digit that is not zero lies half a step around.
        half = number.step * times / 2
        low = exact - half if low == exact else low
        if not signed and low is not None:
            low = max(low, Fraction(0))
        if high == exact:
            high, high_open = exact + (0 if before.nearly else half), True
    return Value(
        text="",
        kind=Kind.QUANTITY,
        comparator=comparator,
        number=exact,
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
        unit=unit,
        scale=scale,
        approximate=approximate or after.over,
        planned=before.planned,
        unit_stated=unit is not None or scale > 1,
        doubts=doubts,
    )


def _comparator(before: Before, after: After) -> Comparator | None:
    comparator = before.comparator or after.comparator
    if before.comparator and after.comparator:
        comparator = both(before.comparator, after.comparator)
        if comparator is None:
            raise NotUnderstoodError
    if not after.over:
        return comparator
    if comparator not in _RISING:
        raise NotUnderstoodError
    return Comparator.MORE


def _unit(before: Before, after: After) -> tuple[str | None, Fraction, int]:
    """Return the unit, what the number is times, and the scale."""
    found = after.unit
    times = Fraction(found.multiplier if found else 1)
    unit = found.name if found else None
    if before.period is not None or before.head is not None:
        if unit is None or unit == TENTHS or "/" in unit or unit == before.head:
            raise NotUnderstoodError
        below = "·".join(name for name in (before.head, before.period) if name)
        return f"{unit}/{below}", times / before.every, 1
    if unit == TENTHS:
        return "%", times * 10, 1
    return unit, times, (1 if unit else int(times))


def _range(text: str, first: Numeral, second: Numeral, sign: int) -> Value:
    lead = text[: first.start].removeprefix("介于")
    before, after = read_before(lead), read_after(text, second.end)
    # 控制在10%-20% is a range; 不超过10%-20% is not understood.
    limited = before.comparator is not None and not lead.endswith("控制在")
    if limited or after.comparator not in (None, _AT_MOST):
        raise NotUnderstoodError
    if after.over or before.nearly or before.negative or before.planned:
        raise NotUnderstoodError
    before, after = replace(before, comparator=None), replace(after, comparator=None)
    above = _value(second, before, after)
    below = _value(first, before, _first_unit(text[first.end : sign], after))
    if below.low is None or above.high is None or below.unit != above.unit:
        raise NotUnderstoodError
    if below.low >= above.high or below.scale != above.scale:
        raise NotUnderstoodError
    return replace(above, comparator=Comparator.BETWEEN, number=None, low=below.low)


def _first_unit(own: str, after: After) -> After:
    """Return what is said after the first number of a range."""
    if not own:
        return after
    unit = unit_at(own)
    if unit is None or unit.end != len(own):
        raise NotUnderstoodError
    if unit.name is None and after.unit is not None:
        # 5万-8万人: the first says 万 and leaves 人 to the second.
        unit = replace(unit, name=after.unit.name)
    return replace(after, unit=unit)

"""A number with a bound on either side: ≥90%且≤95%, 60%≤完成率<80%, ±5%以内."""

from __future__ import annotations

import re
from dataclasses import replace

from perfscore.values.after import read_after
from perfscore.values.before import NotUnderstoodError, read_before
from perfscore.values.comparators import BEFORE, bounds, direction
from perfscore.values.numerals import Numeral
from perfscore.values.phrases import single
from perfscore.values.units import unit_at
from perfscore.values.value import Comparator, Value

_AT_LEAST, _AT_MOST = Comparator.AT_LEAST, Comparator.AT_MOST
_MORE, _LESS = Comparator.MORE, Comparator.LESS

_JOINT = re.compile("[,、]?(?:而?且|并且?|同时|但)?")
_SUBJECT = re.compile(r"[^\W\d_]{1,12}")
_COMPARING = "|".join(sorted(BEFORE, key=len, reverse=True))
_COMPARED = re.compile(
    f"(?P<first>{_COMPARING})(?P<subject>.+?)(?P<second>{_COMPARING})"
)
_TURNED = {_AT_LEAST: _AT_MOST, _MORE: _LESS, _AT_MOST: _AT_LEAST, _LESS: _MORE}
"""What 60%≤ says of what stands after it."""

_LIMIT = "≤|<|不超过|不大于|小于|低于"
_AROUND = re.compile(rf"(?:{_LIMIT})?(?:±|正负|\+/-|\+-|上下浮动)(?:{_LIMIT})?$")
_STRICTLY = re.compile("<|小于|低于")


_EITHER_SIGN = re.compile("(?:±|正负)[0-9]")


def has_either_sign(text: str) -> bool:
    """Return whether a text has a number that is as far above zero as below.

    Args:
        text: the text, in one way of writing.

    Example:
        >>> has_either_sign("超过正负5%"), has_either_sign("正负偏差不超过5%")
        (True, False)
    """
    return bool(_EITHER_SIGN.search(text))


def read_two_sided(text: str, numbers: tuple[Numeral, ...]) -> Value | None:
    """Return the range that two bounds leave, or None if a text is no such thing.

    Args:
        text: the text, in one way of writing.
        numbers: the numbers in it.

    Example:
        >>> from perfscore.values.numerals import numerals
        >>> text = "60%≤完成率<80%"
        >>> value = read_two_sided(text, numerals(text))
        >>> str(value.low), value.low_open, str(value.high), value.high_open
        ('60', False, '80', True)
    """
    try:
        if len(numbers) == 1:
            return _around(text, numbers[0])
        first, second = numbers
        return _chained(text, first, second) or _joined(text, first, second)
    except ValueError:
        # NotUnderstoodError, or more numbers than two.
        return None


def _around(text: str, number: Numeral) -> Value | None:
    """Read ±5%以内: as far above zero as below."""
    sign = _AROUND.search(text, 0, number.start)
    if sign is None or read_after(text, number.end).comparator not in (None, _AT_MOST):
        return None
    if read_before(text[: sign.start()], bounded=True).comparator not in (
        None,
        _AT_MOST,
    ):
        return None  # 超过±5% is what lies outside
    value = _from(text, number.start, number)
    if not value.number or value.approximate:
        return None
    strict = bool(_STRICTLY.search(sign[0]))
    return replace(
        value,
        comparator=Comparator.BETWEEN,
        number=None,
        low=-value.number,
        high=value.number,
        low_open=strict,
        high_open=strict,
    )


def _from(text: str, start: int, number: Numeral) -> Value:
    """Read what a text says from a place on; the number is the one that is there."""
    at = replace(number, start=number.start - start, end=number.end - start)
    return single(text[start:], at)


def _chained(text: str, first: Numeral, second: Numeral) -> Value | None:
    """Read 60%≤完成率<80%, where the first bound stands before what it bounds."""
    unit = unit_at(text, first.end)
    end = unit.end if unit else first.end
    found = _COMPARED.fullmatch(text, end, second.start)
    if first.start or found is None or not _SUBJECT.fullmatch(found["subject"]):
        return None
    meaning = _TURNED.get(BEFORE[found["first"]])
    one = single(text[:end], first)
    if meaning is None or one.number is None:
        return None
    low, high, low_open, high_open = bounds(meaning, one.number, signed=False)
    one = replace(
        one,
        comparator=meaning,
        low=low,
        high=high,
        low_open=low_open,
        high_open=high_open,
    )
    return _between(one, _from(text, found.start("second"), second))


def _joined(text: str, first: Numeral, second: Numeral) -> Value | None:
    """Read ≥90%且≤95% and 90%以上95%以下: two bounds on one thing."""
    for cut in range(first.end, second.start + 1):
        joint = _JOINT.match(text, cut, second.start)
        start = joint.end() if joint else cut
        lead = text[start : second.start]
        # With a subject of its own the second bound may be on another thing.
        if lead and lead not in BEFORE:
            continue
        try:
            one, other = single(text[:cut], first), _from(text, start, second)
        except NotUnderstoodError:
            continue
        if (value := _between(one, other)) is not None:
            return value
    return None


def _between(one: Value, other: Value) -> Value | None:
    """Return what lies between a bound below and one above, whichever is said first."""
    ways = [direction(value.comparator) for value in (one, other) if value.comparator]
    if sorted(way or 0 for way in ways) != [-1, 1]:
        return None
    if one.unit is None and one.scale == 1:
        one = replace(one, unit=other.unit)
    if (one.unit, one.scale) != (other.unit, other.scale):
        return None
    below, above = (one, other) if ways[0] == 1 else (other, one)
    loose = any(value.approximate or value.planned for value in (one, other))
    if loose or below.low is None or above.high is None or below.low >= above.high:
        return None
    return replace(
        other,
        comparator=Comparator.BETWEEN,
        number=None,
        low=below.low,
        high=above.high,
        low_open=below.low_open,
        high_open=above.high_open,
        doubts=one.doubts + other.doubts,
    )

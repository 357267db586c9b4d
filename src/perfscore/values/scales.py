"""Doubts whether a figure without a unit of its own is what it seems to be.

Beside 57.6万元 a bare 576000 is more likely in yuan, beside 98% a bare 0.98 a share,
and beside 每月一次 a bare 5 the count of a month or of an unfinished year. Nothing is
converted: such figures are not compared. Equal figures and zero are never doubted.
"""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.messages import Message, number_text, say
from perfscore.values.frequencies import times_a_year
from perfscore.values.full_text import full_text
from perfscore.values.numerals import numerals
from perfscore.values.text import plain
from perfscore.values.unit_names import MONEY
from perfscore.values.units import is_money, is_share
from perfscore.values.value import Kind, Value

_BIG_MONEY = frozenset(name for name, size in MONEY.items() if size >= 10**4)
_MULTIPLIED = re.compile("[万亿]")
_HUNDRED, _TEN_THOUSAND = Fraction(100), Fraction(10**4)
_NEAR = Fraction(3)
"""A ratio within this factor of a scale looks like a difference of units."""
_NOT_FAR = Fraction(30)
"""Amounts in yuan are off by less than this where one of them is in 万元."""
_VERY_NEAR = Fraction(106, 100)
"""So it does where no unit is printed at all, if it is nearly the scale itself."""
_MIDWAY = Fraction(1, 10)
"""Below this share of its partner, a figure is nearer to it times a hundred."""
_LIKELY = 50
"""An actual this many times its target is less likely than a slip of the unit."""


def scale_doubt(
    target: Value, actual: Value, one: Value, other: Value
) -> Message | None:
    """Return the doubt that figures differ by a unit that one does not state.

    Args:
        target: the target as read.
        actual: the actual as read.
        one: the target in the common unit.
        other: the actual in the common unit.
    """
    # The unit is certain only where both are printed with one of their own.
    if actual.unit_stated and (target.unit is not None or target.scale > 1):
        return None
    first, second = figure(one), figure(other)
    if not first or not second or first == second:
        return None
    if not _off_scale(target, actual, first, second):
        return None
    if is_share(target.unit or actual.unit):
        texts = {"actual": actual.text, "target": target.text}
        return say("values.share-doubt", **texts)
    ratio = abs(second / first)
    return say(
        "values.scale-doubt",
        actual=full_text(actual),
        target=full_text(target),
        times=_rounded(max(ratio, 1 / ratio)),
    )


def _off_scale(target: Value, actual: Value, first: Fraction, second: Fraction) -> bool:
    unit = target.unit or actual.unit
    ratio = abs(second / first)
    if is_share(unit):
        # 0.5 beside 95% may be a half or half a per cent; beside 3% it is a per cent.
        small = not actual.unit_stated and 0 < second <= 1 < first
        small |= target.unit is None and 0 < first <= 1 < second
        far = min(ratio, 1 / ratio) < _MIDWAY
        return (small and far) or _is_near(ratio, _HUNDRED, _NEAR)
    if unit in _BIG_MONEY or _is_multiplied(target) or _is_multiplied(actual):
        return not Fraction(1, _LIKELY) <= ratio <= _LIKELY
    if is_money(unit):
        return _is_near(ratio, _TEN_THOUSAND, _NOT_FAR)
    if unit is None:
        return any(_is_near(ratio, by, _VERY_NEAR) for by in (_HUNDRED, _TEN_THOUSAND))
    return False


_RATE = re.compile("[率比度]|占|份额|百分|增长|增幅|增速|上升|提升|提高|下降|降低|减少")


def bare_target_doubt(target: Value, actual: Value, about: str) -> Message | None:
    """Return the doubt that a target without a unit is no share, beside a share.

    100% beside a target of 200 is more likely the rate of completion; beside 98 under
    the name of a rate it is the same kind of figure.

    Args:
        target: the target as read.
        actual: the actual as read.
        about: the indicator's name; where there is none, a target up to 100 may be one.
    """
    first, second = figure(target), figure(actual)
    bare = target.unit is None and is_share(actual.unit)
    if not bare or not first or not second or first == second:
        return None
    beyond = second <= _HUNDRED < first
    if not beyond and (not about or _RATE.search(about)):
        return None
    return say("values.bare-target", target=full_text(target), actual=full_text(actual))


def _is_multiplied(value: Value) -> bool:
    """Return whether a number stands for ten thousands, by its text or unit cell."""
    if _MULTIPLIED.search(value.text):
        return True
    if value.unit_stated or value.number is None:
        return False
    found = numerals(plain(value.text))
    if found is None or len(found) != 1:
        return False
    return found[0].number < abs(value.number)


def _is_near(ratio: Fraction, scale: Fraction, within: Fraction) -> bool:
    """Return whether a ratio is about a scale, or about one divided by it."""
    return any(
        1 / within <= one / scale <= within for one in (ratio, 1 / ratio) if scale
    )


def _rounded(ratio: Fraction) -> str:
    return number_text(ratio, 0 if ratio >= 10 else 1)  # noqa: PLR2004


def period_doubt(
    target: Value, actual: Value, one: Value, other: Value, *, by_year: bool
) -> Message | None:
    """Return the doubt whether a count is per period or over the year.

    Args:
        target: the target as read.
        actual: the actual as read.
        one: the target in the common unit.
        other: the actual in the common unit.
        by_year: whether the common unit is a count over the year.
    """
    bare = actual.unit is None or actual.kind is Kind.FREQUENCY
    if target.unit is None or (bare and not actual.unit_stated):
        return _bare_period_doubt(target, actual, one, other)
    often = times_a_year(target.unit)
    first, second = figure(one), figure(other)
    if often is None or often == 1 or not first or not second or not by_year:
        return None
    # 每月一次 and 1次: once a month, or once in the year?
    incomplete = first / often / 2 <= second <= first / 2
    if actual.kind is Kind.FREQUENCY or not incomplete:
        return None
    return _said(target, actual, target.unit)


def _bare_period_doubt(
    target: Value, actual: Value, one: Value, other: Value
) -> Message | None:
    unit = target.unit or actual.unit
    often = times_a_year(unit)
    first, second = figure(one), figure(other)
    if often is None or often == 1 or not first or not second or first == second:
        return None
    # The figure without a unit may be the count over the year.
    ratio = first / second if target.unit is None else second / first
    if actual.unit is None and target.unit is not None:
        least = Fraction(1, 2)
    else:
        # A unit cell says 次/月 of both; that it does not mean it takes more.
        least = max(Fraction(1), often / _NEAR)
    if least <= ratio <= often * _NEAR:
        return _said(target, actual, unit or "")
    return None


def _said(target: Value, actual: Value, unit: str) -> Message:
    return say(
        "values.period-doubt",
        actual=full_text(actual),
        target=full_text(target),
        unit=unit,
    )


def damage_doubt(
    target: Value, actual: Value, one: Value, other: Value
) -> Message | None:
    """Return the doubt that a figure is damaged, where its partner is far from it.

    290% beside 300% is a rate of growth; beside 95% it is more likely a misread ≥90%.

    Args:
        target: the target as read.
        actual: the actual as read.
        one: the target in the common unit.
        other: the actual in the common unit.
    """
    found = [
        doubt
        for doubt in (*target.doubts, *actual.doubts)
        if doubt.key == "values.lost-comparator"
    ]
    first, second = figure(one), figure(other)
    if not found or (first and second and first <= 2 * second <= 4 * first):
        return None
    return found[0]


def figure(value: Value) -> Fraction | None:
    """Return the number of a value, or an end of what it can be."""
    return next(
        (n for n in (value.number, value.high, value.low) if n is not None), None
    )

"""What an actual in words entails beside its target: none happened, late, denied."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from perfscore.values.text import plain
from perfscore.values.value import Comparator, Kind, Value

_ZERO = Fraction(0)
_NUMBERS = (Kind.QUANTITY, Kind.FREQUENCY)
_BAD = (
    "(?:重大|较大|一般|安全|生产|责任|质量|医疗|违规|违纪|违法|不良|负面|相关|群体性)*"
    "(?:事故|事件|投诉|舆情|违规|违纪|违法|问题|案件|差错|信访|上访|纠纷|情况|现象|行为)?"
)
_EVENTS = frozenset({"次", "起", "例", "件", "宗"})
"""Counting words of what happens: one of any kind is one too many beside none."""
_NONE = re.compile(
    f"(?:无|没有|零|未|从未)(?:发生|出现|发现|产生|收到)?{_BAD}(?:发生|出现)?"
    f"|(?:{_BAD})(?:零发生|为零|为无)"
)
_NOTHING_BAD = re.compile(r"(?:无|没有|不发生|未发生|零)[^\d,，;；。]{2,8}")
_LATE = re.compile(
    r"(?:已)?(?P<side>延期|逾期|推迟|延迟|滞后|超期|晚|提前)(?:了)?(?P<days>\d{1,4})[天日]"
    "(?:完成|完工|办结|到位|交付)?"
)
_DAYS_ALONE = re.compile("([0-9]{1,3})日")
_DENIED = re.compile(
    "(?:尚未|未能|未|没有|没|不能|不)(?:全部|完全|能|按期|按时|及时|如期|按要求|按规定)*"
    "(?:完成|达到|达成|达标|实现|做到|通过|落实|建立|制定|开展|合格|及时|提升|提高|改善"
    "|优化|满意|健全|规范|到位|有效|建成|符合)(?:目标|要求|标准|预期|预期目标|预期指标)?"
)


def entailed(target: Value, actual: Value) -> Value:
    """Return an actual as the number or date that its words entail.

    Args:
        target: the row's target.
        actual: the row's actual as read.

    Returns:
        Zero for 未发生 beside a target of none; the day for 延期3天 beside a deadline;
        eight days for 8日 beside 7日内, which alone may be a day of a month; else the
        actual itself.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> entailed(parse_value("0起"), parse_value("未发生")).number
        Fraction(0, 1)
        >>> entailed(parse_value("≥5起"), parse_value("未发生")).number is None
        True
    """
    if actual.kind is not Kind.TEXT:
        alike = {target.unit, actual.unit} <= _EVENTS and target.number == 0
        return replace(actual, unit=target.unit) if alike else actual
    words = plain(actual.text).strip("。.；; ")
    if target.unit == "天" and (found := _DAYS_ALONE.fullmatch(words)):
        return _days(actual, Fraction(found[1]))
    if target.kind in _NUMBERS and target.number == 0 and _NONE.fullmatch(words):
        return _none(actual)
    if target.kind is Kind.DATE and target.last_day is not None and not target.by_month:
        late = _LATE.fullmatch(words)
        if late is not None:
            days = timedelta(int(late["days"]))
            early = late["side"] == "提前"
            day = target.last_day - days if early else target.last_day + days
            return replace(actual, kind=Kind.DATE, first_day=day, last_day=day)
    return actual


def target_of(target: Value, actual: Value) -> Value:
    """Return a target in words as the number that it entails beside a number.

    无错漏 beside 1处 asks for none; beside other words it stays as it is.

    Args:
        target: the row's target.
        actual: the row's actual.
    """
    words = plain(target.text)
    counted = target.kind is Kind.TEXT and actual.kind in _NUMBERS
    if counted and actual.unit != "%" and _NOTHING_BAD.fullmatch(words):
        none = _none(target)
        return replace(none, unit=actual.unit, comparator=Comparator.EQUAL)
    return target


def denies(target: Value, actual: Value) -> bool:
    """Return whether an actual in words says that its target is not met.

    Args:
        target: the row's target.
        actual: the row's actual.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> denies(parse_value("完成"), parse_value("未完成"))
        True
    """
    if actual.kind is not Kind.TEXT or target.kind not in {Kind.TEXT, Kind.DATE}:
        return False
    wanted = plain(target.text)
    return not re.match("[无未没不]", wanted) and bool(
        _DENIED.fullmatch(plain(actual.text).strip("。.；; "))
    )


def _days(value: Value, days: Fraction) -> Value:
    return replace(
        value,
        kind=Kind.QUANTITY,
        number=days,
        low=days,
        high=days,
        unit="天",
        unit_stated=True,
        doubts=(),
    )


def _none(value: Value) -> Value:
    return replace(value, kind=Kind.QUANTITY, number=_ZERO, low=_ZERO, high=_ZERO)

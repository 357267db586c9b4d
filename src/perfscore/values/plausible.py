"""What a figure cannot be, or may be instead, beside its partner and under its name."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.messages import Message, say
from perfscore.values.dates import bare_days, may_be_date
from perfscore.values.scales import figure
from perfscore.values.text import plain
from perfscore.values.unit_names import COUNTING
from perfscore.values.value import Kind, Value

_NUMBERS = (Kind.QUANTITY, Kind.FREQUENCY)
_SHOWN = 40

# What can be below zero: changes, balances, differences, temperatures.
_SIGNED = re.compile(
    "增长|增速|增幅|增减|增量|增值|上升|提高幅度|提升幅度|提高率|提升率|升幅|涨|跌|净|降低|下降|降幅|减少|减幅"
    "|压减|压降|缩减|变化|变动|波动|浮动|同比|环比|盈|亏|利润|损益|收益|回报|节约|节省|节支|结余|余额|差额"
    "|差异|差值|差率|偏差|偏离|误差|顺差|逆差|温|海拔|高程|弹性|指数|超支|超出"
)
_SIGNED_UNITS = frozenset({"℃", "百分点"})


def negative_doubt(target: Value, actual: Value, about: str) -> Message | None:
    """Return why an actual below zero cannot be, or None where it can.

    Args:
        target: the target as read.
        actual: the actual as read.
        about: the indicator's name.
    """
    found, wanted = figure(actual), figure(target)
    if found is None or found >= 0 or (wanted is not None and wanted < 0):
        return None
    if target.low is not None and target.low < 0:
        return None  # ±5%
    if _is_either_way(about + target.text) and wanted is not None and found < -wanted:
        # A deviation of -7 % is no less than one of 5 %: its sign says which way.
        return say("values.either-way", text=actual.text[:_SHOWN])
    if may_be_below_zero(target, about) or may_be_below_zero(actual, about):
        return None
    return say("values.negative-actual", text=actual.text[:_SHOWN])


_EITHER_WAY = re.compile("误差|偏差|偏离")


def _is_either_way(words: str) -> bool:
    return bool(_EITHER_WAY.search(words)) and not re.search("(?<!正)负", words)


def may_be_below_zero(value: Value, about: str) -> bool:
    """Return whether a figure can be below zero: a change, a balance, a temperature.

    Args:
        value: the figure.
        about: the indicator's name.
    """
    if value.unit in _SIGNED_UNITS:
        return True
    return any(map(_SIGNED.search, (about, value.text)))


_BRACKETS = re.compile(r"[（(][^）)]*[）)]|\s")
_OF_ALL = re.compile(
    "(?:满意|合格|及格|达标|覆盖|及时|完好|准确|准时|知晓|通过|成活|存活|治愈|出勤|整改"
    "|持证上岗|合规|优良)[率度]$"
)
# More may be reached than was counted on.
_COUNTED_BEYOND = re.compile("覆盖[率度]$")


def head_of(name: str) -> str:
    """Return the name of an indicator without what it says in brackets."""
    return _BRACKETS.sub("", name)


def is_share_of_all(name: str) -> bool:
    """Return whether an indicator is a share of all there is, 100 % at most.

    Args:
        name: the indicator's name, such as 学员满意度.
    """
    return bool(_OF_ALL.search(head_of(name)))


def above_all_doubt(target: Value, actual: Value, about: str) -> Message | None:
    """Return why an actual above 100 % cannot be, or None where it can.

    Args:
        target: the target as read; above 100 % itself, it measures something else.
        actual: the actual as read.
        about: the indicator's name.
    """
    wanted, low = figure(target), actual.low
    if actual.unit != "%" or low is None or low <= _ALL or (wanted or 0) > _ALL:
        return None
    if not is_share_of_all(about) or _COUNTED_BEYOND.search(head_of(about)):
        return None
    return say("values.above-all", text=actual.text[:_SHOWN])


_ALL = 100
_WHEN = re.compile("日期|期限|时限|时间|时点")
_HOW_LONG = re.compile(
    "响应|等待|平均|时长|用时|耗时|缩短|间隔|持续|累计|停留|处[理置]|办理|审批|办结|修复|维修|恢复|到达|到场"
)
_DAY_UNITS = frozenset({"年", "月"})


def date_doubt(target: Value, actual: Value, about: str) -> Message | None:
    """Return the doubt that numbers without a unit are dates: 2024.6, 20241231, 6.30.

    Args:
        target: the target as read.
        actual: the actual as read.
        about: the indicator's name; 完成时间 makes a date of what else is a number.
    """
    if figure(target) == figure(actual):
        return None
    named = bool(_WHEN.search(about)) and not _HOW_LONG.search(about)
    dates = [
        value
        for value in (target, actual)
        if not value.unit_stated
        and (value.unit is None or (named and value.unit in _DAY_UNITS))
        and may_be_date(_figures(value), named=named)
    ]
    if not dates or not (named or len(dates) == 2):  # noqa: PLR2004
        return None
    return say("values.date-or-number", text=dates[-1].text[:_SHOWN])


def as_date(target: Value, actual: Value) -> tuple[Value, tuple[Message, ...]] | None:
    """Return a bare number beside a date as the date that it writes, with doubts.

    Args:
        target: a date; its year is taken where the number says none (6.30).
        actual: a number.

    Returns:
        The actual as a date and what is not certain of it, or None where it is none.
    """
    bare = actual.unit is None or (not actual.unit_stated and actual.unit in _DAY_UNITS)
    if actual.kind not in _NUMBERS or not bare or target.last_day is None:
        return None
    year = target.last_day.year
    found = bare_days(plain(actual.text), year)
    if found is None:
        return None
    days, has_year = found
    last = days.last
    if not has_year and (target.last_day - last).days > _LONG_BEFORE:
        # 1.15 beside a deadline in December is more likely of the year after.
        last = last.replace(year=year + 1, day=min(last.day, 28))
    doubts = () if has_year else (say("values.year-of-target", year=year),)
    value = replace(
        actual, kind=Kind.DATE, number=None, first_day=days.first, last_day=last
    )
    return value, doubts


_LONG_BEFORE = 200


def _figures(value: Value) -> str:
    return plain(value.text).strip("≥≤><=")


_BAD = (
    "事故|投诉|差错|错误|错漏|失误|故障|违规|违纪|违法|违约|案件|信访|上访|举报|伤亡|死亡|纠纷|舆情|泄密|泄露"
    "|遗失|损坏|丢失|逾期|延误|中断|火灾|事件|问题|返工|退货|疫情|污染|超支|拖欠"
)
_NONE_OF = re.compile(
    "(?:零|无|未发生|未出现|没有发生|没有出现|没有|未收到|未接到|0)(?:任何|一起)?"
    rf"(?P<subject>[^\W\d_]{{0,8}}?)(?P<what>{_BAD})(?:发生|现象|情况|事件|记录)?"
)
_NOT_NONE = re.compile("[不未无非除]|及时|整改|处理|完成|减少|重大|较大|特大|严重|恶性")


def as_none(target: Value, actual: Value, about: str) -> Value | None:
    """Return 零事故 as the number zero, beside a target of zero for the same thing.

    Args:
        target: the target as read.
        actual: the actual as read; one that says of something bad that there was none.
        about: the indicator's name; where there is one, it must speak of the same.
    """
    if actual.kind is not Kind.TEXT or target.kind not in _NUMBERS:
        return None
    found = _NONE_OF.fullmatch(plain(actual.text).rstrip("。;,"))
    if found is None or target.number != 0 or not _is_plain_zero(target):
        return None
    where = about + target.text
    narrowed = _NOT_NONE.search(found["subject"])
    if (narrowed and found["subject"] not in where) or (
        about and found["what"] not in where
    ):
        return None
    zero = Fraction(0)
    return replace(
        actual, kind=target.kind, number=zero, low=zero, high=zero, unit=target.unit
    )


def _is_plain_zero(value: Value) -> bool:
    return value.low is None or value.low >= 0


def both_none(target: Value, actual: Value) -> bool:
    """Return whether both are zero, so that 0起 and 0次 say the same.

    Args:
        target: the target as read.
        actual: the actual as read.
    """
    return all(
        value.number == 0 and value.high in (0, None) and value.unit in COUNTING
        for value in (target, actual)
    )

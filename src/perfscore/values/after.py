"""What stands after a number: a unit, 以上, 左右, what is counted or done."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from perfscore.values.before import NotUnderstoodError
from perfscore.values.comparators import AFTER
from perfscore.values.unit_names import COUNTS_OBJECTS, OBJECTS
from perfscore.values.units import UnitText, is_share, unit_at
from perfscore.values.value import Comparator


@dataclass(frozen=True, slots=True)
class After:
    """What is said after a number.

    Attributes:
        unit: the unit, or the multiplier alone.
        comparator: what the words compare, if they do.
        approximate: whether they say 左右.
        over: whether they say 余 or 多, which is a little more.
    """

    unit: UnitText | None
    comparator: Comparator | None = None
    approximate: bool = False
    over: bool = False


TENTHS = "成"
"""九成 is 90 %."""

_MOST_WORDS = 60
_BOUND = "|".join(sorted(AFTER, key=len, reverse=True))
_TAIL = re.compile(
    r"(?P<incl>\((?:含|包含|不含)\))?"
    rf"(?P<bound>{_BOUND})?(?P<about>左右|上下)?"
    r"(?P<incl2>\((?:含|包含|不含)\))?"
    "(?P<done>完成|达标|合格|覆盖|到位|办结|响应|到达|到达现场|解决|修复|处理|恢复|之间)?"
)
_OVER = re.compile(r"[多余](?=[^\W\d_%])")
_OBJECT_AT = re.compile("|".join(sorted(OBJECTS, key=len, reverse=True)))
_STRICTLY = {
    Comparator.AT_LEAST: Comparator.MORE,
    Comparator.AT_MOST: Comparator.LESS,
}
_TIMES = frozenset({"秒", "分钟", "小时", "天", "工作日", "周", "月", "年"})
_SHARE_OF = frozenset({"完成", "达标", "合格", "覆盖", "到位"})


def read_after(text: str, start: int) -> After:
    """Return what is said after a number.

    Args:
        text: the whole text, in one way of writing.
        start: where the number ends.

    Raises:
        NotUnderstoodError: there is a word in it that is not understood.

    Example:
        >>> read_after("95%(含)以上", 2).comparator
        <Comparator.AT_LEAST: '≥'>
    """
    if len(text) - start > _MOST_WORDS:
        raise NotUnderstoodError
    unit, end, over = _unit(text, start)
    tail = _TAIL.fullmatch(text, end)
    if tail is None:
        raise NotUnderstoodError
    said = tail.groupdict()
    bound, done = said["bound"], said["done"]
    comparator = AFTER[bound] if bound else None
    if bound and text.startswith("名", start) and comparator is Comparator.AT_MOST:
        # 3名以内 is more often a place in a ranking than a number of people.
        raise NotUnderstoodError
    included = said["incl"] or said["incl2"] or ""
    if "不" in included:
        if comparator is None:
            raise NotUnderstoodError
        comparator = _STRICTLY[comparator]
    if done and not _may_follow(unit, done, bound):
        raise NotUnderstoodError
    return After(unit, comparator, bool(said["about"]), over)


def _unit(text: str, start: int) -> tuple[UnitText | None, int, bool]:
    """Return the unit, where it ends, and whether 余 or 多 stands before it."""
    over = bool(_OVER.match(text, start))
    unit = unit_at(text, start + over)
    if unit is None and text.startswith(TENTHS, start):
        unit = UnitText(TENTHS, 1, start + 1)
    if unit is None:
        if over:
            raise NotUnderstoodError
        return None, start, False
    if unit.name is None and (again := _OVER.match(text, unit.end)):
        named = unit_at(text, again.end())
        if named is None or named.name is None:
            raise NotUnderstoodError
        unit, over = replace(named, multiplier=named.multiplier * unit.multiplier), True
    if unit.name in COUNTS_OBJECTS and (thing := _OBJECT_AT.match(text, unit.end)):
        return unit, thing.end(), over
    return unit, unit.end, over


def _may_follow(unit: UnitText | None, done: str, bound: str | None) -> bool:
    """Return whether a word for something done may follow: 30分钟内到达现场."""
    name = unit.name if unit else None
    if done == "之间":
        return bound is None
    if is_share(name):
        return done in _SHARE_OF and bound is None
    return name in _TIMES and (done == "完成" or bound is not None)

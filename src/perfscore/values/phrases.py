"""A phrase with one number, or a range, all of whose words are understood.

A phrase is: subject, comparator, 约, number, unit, 以上. The number is found first; then
what stands before it and after it must be understood to the last word, or the phrase is
not read at all. There is no search for a number among words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.messages import Message, say
from perfscore.values.comparators import AFTER, BEFORE, both, bounds
from perfscore.values.numerals import Numeral
from perfscore.values.unit_names import COUNTS_OBJECTS, OBJECTS
from perfscore.values.units import UnitText, canonical, is_share, unit_at
from perfscore.values.value import Comparator, Kind, Value


@dataclass(frozen=True, slots=True)
class _Before:
    """What is said before the number."""

    comparator: Comparator | None = None
    approximate: bool = False
    nearly: bool = False
    signed: bool = False
    period: str | None = None
    every: int = 1
    negative: bool = False
    labelled: bool = False
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _After:
    """What is said after the number."""

    unit: UnitText | None
    comparator: Comparator | None = None
    approximate: bool = False
    over: bool = False


_UP = "增长|上升|提高|提升|增加|增幅|增收|上涨"
_DOWN = "下降|降低|减少|压减|压缩|下跌|降幅|减幅"
_CHANGE = f"{_UP}|{_DOWN}|变动|变化|波动|同比|环比"
_CHANGE_AT_END = re.compile(f"(?:{_CHANGE})(?:了|幅度|率|比例|幅)?$")
_CHANGE_WORD = re.compile(_CHANGE)
_RESULT_AT_END = re.compile(f"(?:{_UP}|{_DOWN})(?:到|至)$")
_UP_WORD, _DOWN_WORD = re.compile(_UP), re.compile(_DOWN)

_MOST_WORDS = 60
_APPROXIMATELY = ("大约", "大概", "约为", "约", "≈")
_NEARLY = ("将近", "接近", "近")
_LINKS = ("保持在", "维持在", "稳定在", "在", "为", "是", ":")
# 节约, 附近 and 下达 end in what would compare, and do not.
_PART_OF_WORD = {
    "约": "节预签履违制条公集简",
    "近": "附最临靠邻新",
    "达": "下送到表传抵发转直",
    "超": "高赶",
}
_AT_END = re.compile(
    "(?P<word>{})$".format(
        "|".join(
            f"(?<![{_PART_OF_WORD[word]}]){word}"
            if _PART_OF_WORD.get(word)
            else re.escape(word)
            for word in sorted(
                {*BEFORE, *_APPROXIMATELY, *_NEARLY, *_LINKS}, key=len, reverse=True
            )
        )
    )
)
_PERIOD_WORDS = "日|天|周|星期|月|季度|季|半年|年度|年"
_PERIOD_AT_END = re.compile(
    rf"(?:每(?P<every>[0-9]{{1,2}})?个?(?P<period>{_PERIOD_WORDS})度?各?|"
    rf"(?P<mean>日|周|月|季|季度|年)均)(?:平均)?$"
)
_VERBS = (
    "实际完成|已完成|累计完成|共完成|共计|合计|总计|累计|平均|共|计|完成|实际|实现|达成"
    "|开展|举办|组织|召开|采购|购置|购买|培训|发放|新增|节约|节省|检查|巡检|巡查|维护"
    "|维修|服务|覆盖|保障|印刷|发布|安排|建设|新建|改造|总体"
)
# Possessive, so that 共计共计… has one way to match and not many.
_VERB = re.compile(f"(?:(?>{_VERBS}))*+")
_VERBS_AT_END = re.compile(f"(?:(?>{_VERBS}))++$")
_LABEL = re.compile(r"(?:(?:19|20)[0-9]{2}年度?)?[^\W\d_]{0,30}(?:\([^\W\d_]{1,10}\))?")
_MEASURE_AT_END = re.compile(
    "(?:率|度|数|量|比例|占比|比重|金额|总额|成本|费用|经费|资金|时间|时限|时长|周期"
    "|面积|里程|规模|产值|收入|价格|单价|标准|得分|评分|频次)$"
)
# Words that change what a number behind them says; a subject that holds one is not read.
_UNREAD_SUBJECT = re.compile(
    "每|均|如果|若|否则|除|其中|仅|只|或者|尚|(?:不|未|没|没有|无|非|否|莫|勿|别|第|后|前|减|扣)$"
    f"|{'|'.join(sorted((w for w in BEFORE if len(w) > 1 and w != '控制在'), key=len, reverse=True))}"
)
_MEAN_HEAD = re.compile("[人户亩村]均")

_BOUND = "|".join(sorted(AFTER, key=len, reverse=True))
_OBJECT = "|".join(sorted(OBJECTS, key=len, reverse=True))
_TAIL = re.compile(
    r"(?P<incl>\((?:含|包含|不含)\))?"
    rf"(?P<bound>{_BOUND})?"
    r"(?P<about>左右|上下)?"
    r"(?P<incl2>\((?P<word>含|包含|不含)(?:[0-9.]+[^\W\d_]{0,3}%?)?\))?"
    rf"(?P<done>完成|到位|办结|响应|到达|到达现场|解决|修复|处理|恢复|之间)?"
)
_OVER = re.compile("[多余](?=[^\\W\\d_%])")
_OBJECT_AT = re.compile(_OBJECT)


def change(text: str) -> int | None:
    """Return 1 where a text speaks of a rise, -1 of a fall, None of neither or both.

    Example:
        >>> change("同比下降1%"), change("能耗"), change("增长5%")
        (-1, None, 1)
    """
    up, down = bool(_UP_WORD.search(text)), bool(_DOWN_WORD.search(text))
    return None if up == down else (1 if up else -1)


def read_phrase(text: str, numbers: tuple[Numeral, ...]) -> Value | None:
    """Return the quantity or frequency that a phrase says, or None if not understood.

    Args:
        text: the text, in one way of writing.
        numbers: the numbers in it.
    """
    if len(numbers) == 2 and (spread := _read_range(text, *numbers)):  # noqa: PLR2004
        return spread
    if not 1 <= len(numbers) <= 2:  # noqa: PLR2004 -- each two years, and how often
        return None
    number = numbers[-1]
    before = _before(text[: number.start])
    after = _after(text, number.end)
    if before is None or after is None:
        return None
    return _value(number, before, after)


def _value(number: Numeral, before: _Before, after: _After) -> Value | None:
    found = _unit(before, after)
    if found is None:
        return None
    unit, times, scale = found
    doubts = before.doubts
    comparator = before.comparator or after.comparator
    if before.comparator and after.comparator:
        comparator = both(before.comparator, after.comparator)
        if comparator is None:
            return None
        if before.comparator is not after.comparator:
            doubts += (say("values.comparator-strictness"),)
    exact = number.number * times * (-1 if before.negative else 1)
    if after.over and comparator not in (None, Comparator.AT_LEAST, Comparator.MORE):
        return None
    if after.over:
        comparator = Comparator.MORE
    signed = before.signed or unit == "℃"
    if before.negative and not (is_share(unit) or unit in _SIGNED):
        doubts += (say("values.negative", number=exact),)
    approximate = before.approximate or after.approximate
    low, high, low_open, high_open = bounds(comparator, exact, signed=signed)
    if approximate or before.nearly:
        # What is rounded to its last digit that is not zero lies half a step around.
        half = number.step * times / 2
        floor = low if low != exact else exact - half
        high_open = high_open or high == exact
        high = exact + half if high == exact and not before.nearly else high
        low = floor if floor is None or signed else max(floor, Fraction(0))
    if comparator is Comparator.LESS and exact == 0 and not signed:
        doubts += (say("values.below-zero"),)
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
        approximate=approximate or before.nearly or after.over,
        unit_stated=unit is not None or scale > 1,
        doubts=doubts,
    )


_SIGNED = frozenset({"℃", "百分点"})


def _unit(before: _Before, after: _After) -> tuple[str | None, Fraction, int] | None:
    """Return the unit, what the number is times, and the scale."""
    found = after.unit
    times = Fraction(found.multiplier if found else 1)
    unit = found.name if found else None
    if before.period is not None:
        if unit is None or "/" in unit:
            return None
        return f"{unit}/{before.period}", times / before.every, 1
    if unit == "成":
        return "%", times * 10, 1
    return unit, times, (1 if unit else int(times))


def _read_range(text: str, first: Numeral, second: Numeral) -> Value | None:
    middle = text[first.end : second.start]
    sign = _BETWEEN.search(middle)
    if sign is None:
        return None
    own = middle[: sign.start()]
    lead = text[: first.start].removeprefix("介于")
    before = _before(lead)
    after = _after(text, second.end)
    if before is None or after is None or before.comparator not in (None, _AT_MOST):
        return None
    # 控制在10%-20% is a range; 不超过10%-20% is not understood.
    if before.comparator is _AT_MOST and not lead.endswith("控制在"):
        return None
    if after.comparator is not None and after.comparator is not _AT_MOST:
        return None
    if after.over or before.nearly or before.negative:
        return None
    above = _value(
        second, replace(before, comparator=None), replace(after, comparator=None)
    )
    if own:
        unit = unit_at(own)
        if unit is None or unit.end != len(own):
            return None
        if unit.name is None and after.unit is not None:
            # 5万-8万人: the first says 万 and leaves 人 to the second.
            unit = replace(unit, name=after.unit.name)
        left = replace(after, unit=unit, comparator=None)
    else:
        left = replace(after, comparator=None)
    below = _value(first, replace(before, comparator=None), left)
    if above is None or below is None or above.number is None or below.number is None:
        return None
    if below.unit != above.unit or below.number >= above.number:
        return None
    return replace(
        above,
        comparator=Comparator.BETWEEN,
        number=None,
        low=below.low,
    )


_AT_MOST = Comparator.AT_MOST
_BETWEEN = re.compile("(?:-|~|——|—|至|到)$")


def _before(text: str) -> _Before | None:
    """Return what is said before a number, or None where it is not understood."""
    if not text:
        return _Before()
    if len(text) > _MOST_WORDS:
        return None
    said = _Before()
    if text[-1] in "+-":
        said = replace(said, negative=text[-1] == "-", signed=True)
        text = text[:-1]
        # 满意度-95% has a dash in it, not a sign.
        if text and not _AT_END.search(text):
            return None
    text, compared = _compared(text, said)
    if compared is None:
        return None
    said = compared
    if found := _PERIOD_AT_END.search(_VERBS_AT_END.sub("", text)):
        every = int(found["every"] or 1)
        if every == 0:
            return None
        period = _period(found["period"] or found["mean"])
        said = replace(said, period=period, every=every)
        text = text[: found.start()].rstrip(",:")
        text, compared = _compared(text, said)
        if compared is None:
            return None
        said = compared
    if _RESULT_AT_END.search(text):
        text = text[:-1]
    elif _CHANGE_WORD.search(text):
        said = replace(said, signed=True)
    return said if _understood(text, said) else None


def _compared(text: str, said: _Before) -> tuple[str, _Before | None]:
    """Take comparators, 约 and small links off the end of a text."""
    while found := _AT_END.search(text):
        word = found["word"]
        text = text[: found.start()]
        if word in _NEARLY:
            said = replace(said, nearly=True)
        elif word in _APPROXIMATELY:
            said = replace(said, approximate=True)
        elif word == ":":
            said = replace(said, labelled=True)
        elif word in BEFORE:
            meaning = BEFORE[word]
            if said.comparator is not None:
                together = both(meaning, said.comparator)
                if together is None:
                    return text, None
                meaning = together
            said = replace(said, comparator=meaning)
    return text, said


def _is_label(text: str) -> bool:
    return bool(_LABEL.fullmatch(text)) and not _UNREAD_SUBJECT.search(text)


def _understood(subject: str, said: _Before) -> bool:
    """Return whether the words before comparator and number can be left alone."""
    if not subject or _VERB.fullmatch(subject):
        return True
    if not _is_label(_MEAN_HEAD.sub("", subject)):
        return False
    if said.comparator is not None or said.labelled:
        return True
    return bool(
        _MEASURE_AT_END.search(subject)
        or _CHANGE_AT_END.search(subject)
        or _RESULT_AT_END.search(subject + "到")
    )


def _period(word: str) -> str:
    """Return the name of a period as units are written per it: 日 for 天."""
    named = canonical(f"次/{word}")
    return named.removeprefix("次/") if named else word


def _after(text: str, start: int) -> _After | None:
    """Return what is said after a number, or None where it is not understood."""
    if len(text) - start > _MOST_WORDS:
        return None
    over = bool(_OVER.match(text, start))
    unit = unit_at(text, start + over)
    if unit is None and text[start : start + 1] == "成":
        unit = UnitText("成", 1, start + 1)
    end = unit.end if unit else start
    if over and unit is None:
        return None
    if unit and unit.name is None and (again := _OVER.match(text, end)):
        named = unit_at(text, again.end())
        if named is None or named.name is None:
            return None
        unit = UnitText(named.name, named.multiplier * unit.multiplier, named.end)
        over, end = True, named.end
    if unit and unit.name in COUNTS_OBJECTS and (thing := _OBJECT_AT.match(text, end)):
        end = thing.end()
    tail = _TAIL.fullmatch(text, end)
    if tail is None:
        return None
    said = tail.groupdict()
    comparator = AFTER[said["bound"]] if said["bound"] else None
    included = said["incl"] or said["word"]
    if included and "不含" in included:
        if comparator is None:
            return None
        comparator = _STRICTLY[comparator]
    if said["done"] and not _may_follow(unit, said["done"], said["bound"]):
        return None
    if included and comparator is None and said["done"]:
        return None
    return _After(unit, comparator, bool(said["about"]), over)


_STRICTLY = {
    Comparator.AT_LEAST: Comparator.MORE,
    Comparator.AT_MOST: Comparator.LESS,
}
_TIMES = frozenset({"秒", "分钟", "小时", "天", "工作日", "周", "月"})


def _may_follow(unit: UnitText | None, done: str, bound: str | None) -> bool:
    name = unit.name if unit else None
    if done == "之间":
        return bound is None
    if is_share(name):
        return done == "完成" and bound is None
    return name in _TIMES and (done == "完成" or bound is not None)

"""Dates, periods and deadlines: 2024年12月前, 2026.1-2026.12, 12月底到位."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""The years that a form can speak of."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a text can mean.

    Attributes:
        first: the first of them; None where only the last is said (…前).
        last: the last of them.
        deadline: whether the text sets a last day.
        by_month: whether it is a bare "…月前".
    """

    first: date | None
    last: date
    deadline: bool = False
    by_month: bool = False


class NoSuchDayError(ValueError):
    """A text is written like a date, and there is no such day."""


class NoYearError(ValueError):
    """A text is a date without a year, and none is known."""


# "#" in a group's name stands for the number of the date in the text.
_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "0?[1-9]|1[0-9]", "[0-9]{1,2}"
_QUARTER = "第?[1-4一二三四]季度|[上下]半年"
_POINT = (
    rf"(?:(?P<y#>{_YEAR})年度?|当年|本年度?)?(?:(?P<m#>{_MONTH})月份?"
    rf"(?:(?P<d#>{_DAY})[日号]|(?P<t#>[上中下])旬)?"
    rf"|(?P<q#>{_QUARTER}))"
    rf"|(?P<a#>{_YEAR})年度?(?:全年|整年)?"
    rf"|(?P<z#>{_YEAR})(?P<s#>[-./])(?P<o#>{_MONTH})(?:(?P=s#)(?P<e#>{_DAY}))?"
    r"(?: ?0?0:00(?::00)?)?"
)


def _point(number: int) -> str:
    return f"(?:{_POINT.replace('#', str(number))})"


_WHEN_IT_ENDS = "底|末|年底|年末"
_DONE = (
    "完成|完工|竣工|到位|办结|结束|验收|交付|建成|上线|投入使用|发放|拨付|支付|落实"
    "|达到|实现|报送|上报|印发|出台"
)
_HOW = "全部|全面|按时|及时|按期|如期|高效|高质量|按质按量|保质保量|顺利|圆满|已"
_BEFORE = "(?:之|以)?前"
_TAIL = (
    rf"(?P<done>,?(?:(?>{_HOW}))*+(?:{_DONE})(?:完成|完毕|工作)?"
    r"(?P<what>[^\W\d_]{0,30}))?"
)
_UNTIL_WORDS = "不晚于|不迟于|不得晚于|不得迟于|最晚|最迟|截止到|截至|截止|到|至"
_NO_LATER = frozenset(_UNTIL_WORDS.split("|"))
_WHAT = "项目|工程|资金|经费|工作|任务|活动|培训|设备|服务|建设"
_LEAD = (
    rf"(?:[该本]?(?:{_WHAT})(?:已|全部|均)?(?=[在于]))?"
    rf"(?P<lead>{_UNTIL_WORDS}|自|从|在|于)?"
)

_ONE = re.compile(
    rf"{_LEAD}{_point(1)}(?P<end>{_WHEN_IT_ENDS})?"
    rf"(?P<inside>年?度?(?:内|之内|以内))?(?P<before>{_BEFORE})?{_TAIL}"
)
_END_OF_YEAR = re.compile(
    rf"{_LEAD}(?:(?:本年度?|当年|年度?)?(?P<end>年?底|年?末)|"
    rf"(?P<inside>(?:本年度?|当年|年度?)内)|(?P<whole>全年|全年度|本年度|当年))"
    rf"(?P<before>{_BEFORE})?{_TAIL}"
)
_UNTIL = "(?:-{1,3}|~|—{1,2}|至|到)"
_PERIOD = re.compile(rf"(?:自|从)?{_point(1)}{_UNTIL}{_point(2)}(?:止|底|末|期间)?")
_SHORT_PERIODS = (
    re.compile(
        rf"(?:自|从)?(?:(?P<y1>{_YEAR})年)?(?P<m1>{_MONTH})月?{_UNTIL}"
        rf"(?P<m2>{_MONTH})月份?(?:底|末|止)?"
    ),
    re.compile(rf"(?P<y1>{_YEAR})年?{_UNTIL}(?P<y2>{_YEAR})年?"),
)
_UNCERTAIN = re.compile(
    "未|不|没|无法|一半|部分|年|月|日|^[率额数量度值比]|(?:率|额|数|量|情况|比例)$"
)


def read_days(text: str, year: int | None) -> Days | None:
    """Return the days that a text means, or None where it is no date.

    A date may be followed by a word that something is done, and what; words it does
    not know make it no date (2024年预算).

    Args:
        text: the text, in one way of writing.
        year: the form's year, for dates that name none.

    Raises:
        NoSuchDayError: it is written like a date, and there is no such day.
        NoYearError: it is a date without a year, and ``year`` is None.

    Example:
        >>> read_days("2024年12月前", None).last
        datetime.date(2024, 12, 31)
    """
    if not _MAYBE.search(text) or len(text) > _LONGEST_DATE:
        return None
    text = _AT_MOST.sub("不晚于", text)
    for pattern in (_PERIOD, *_SHORT_PERIODS):
        if found := pattern.fullmatch(text):
            return _period(found, year)
    if found := _END_OF_YEAR.fullmatch(text):
        if _understood(found):
            return _in_year(found, _given(year))
        return None
    if (found := _ONE.fullmatch(text)) and _understood(found):
        return _one(found, year)
    return None


_MAYBE = re.compile("[0-9]{4}[-./年]|[0-9]月|季度|半年|年|[0-9]{4}")
_LONGEST_DATE = 80
# ≤2024年12月31日 is a deadline; ≤6月 is a duration or one, and ≤2024.6 a number.
_AT_MOST = re.compile(
    "^(?:≤|不超过|不得超过)(?=(?:19|20)[0-9]{2}(?:年[^内]|(?P<s>[-./])[0-9]+(?P=s)))"
)


def whole_year(year: int) -> Days:
    """Return the days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def looks_like_date(text: str) -> bool:
    """Return whether a bare number could be a date: 2024.11, 20241115."""
    return bool(_YEAR_AND_MONTH.fullmatch(text))


def may_be_date(text: str, *, named: bool = False) -> bool:
    """Return whether a bare number could be a date.

    Args:
        text: the number.
        named: whether it stands under a name that asks for a date, which makes one of
            2024 and 6.30 too.

    Example:
        >>> may_be_date("6.30"), may_be_date("6.30", named=True)
        (False, True)
    """
    return looks_like_date(text) or (
        named and bool(_YEAR_ALONE.fullmatch(text) or _MONTH_AND_DAY.fullmatch(text))
    )


def bare_days(text: str, year: int) -> tuple[Days, bool] | None:
    """Return the days that a bare number writes, and whether it says the year.

    A number may have lost its last zero, so that 2024.1 is January or October and 6.3
    the third of June or the thirtieth.

    Args:
        text: the number.
        year: the year where it says none.

    Example:
        >>> bare_days("20241231", 2023)[0].last, bare_days("6.30", 2023)[0].last
        (datetime.date(2024, 12, 31), datetime.date(2023, 6, 30))
    """
    if _YEAR_ALONE.fullmatch(text):
        return whole_year(int(text)), True
    try:
        if found := _YEAR_AND_MONTH.fullmatch(text):
            if "." not in text:
                day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
                return Days(day, day), True
            said = int(found[0][:4]), found[0][5:]
            last = 10 if said[1] == "1" else int(said[1])
            first = date(said[0], int(said[1]), 1)
            return Days(first, _last_day(said[0], last)), True
        if found := _MONTH_AND_DAY.fullmatch(text):
            month, day_text = int(found[1]), found[2]
            day = date(year, month, int(day_text))
            most = _last_day(year, month).day
            many = int(day_text) * (10 if len(day_text) == 1 else 1)
            return Days(day, day.replace(day=many) if many <= most else day), False
    except ValueError:
        return None
    return None


_YEAR_AND_MONTH = re.compile(
    r"(?:19[89]|20[0-9])[0-9]\.(?:0?[1-9]|1[0-2])"
    "|20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
)
_YEAR_ALONE = re.compile("(?:19[89]|20[0-9])[0-9]")
_MONTH_AND_DAY = re.compile(r"(0?[1-9]|1[0-2])\.(0?[1-9]|[12][0-9]|3[01])")


def month_before(day: date) -> date:
    """Return the last day of the month before the one that a day is in."""
    return day.replace(day=1) - timedelta(days=1)


def _understood(found: re.Match[str]) -> bool:
    what = found["what"] or ""
    return not _UNCERTAIN.search(what)


def _in_year(found: re.Match[str], year: int) -> Days:
    days = whole_year(year)
    lead, before = found["lead"], found["before"]
    if found["end"]:
        first = None if before or lead in _NO_LATER else date(year, 12, 1)
        return Days(first, days.last, deadline=True)
    if found["inside"]:
        return Days(days.first, days.last, deadline=True)
    return Days(days.first, days.last, deadline=bool(found["done"]))


def _one(found: re.Match[str], year: int | None) -> Days | None:
    said = found.groupdict()
    first, last = _days(said, 1, year)
    ends, inside, before = said["end"], said["inside"], said["before"]
    lead = said["lead"] or ""
    if lead in ("自", "从"):
        return None
    third = said["t1"]
    day = said["d1"] or said["e1"] or third
    month_only = bool(said["m1"] or said["o1"]) and not day
    year_only = not (said["m1"] or said["o1"] or said["q1"])
    if ends and not (month_only or year_only or said["q1"]):
        return None
    if ends and year_only:
        first = date(last.year, 12, 1)
    if before or lead in _NO_LATER:
        if before and ((year_only and not ends) or third):
            # The end of 2023 or of 2024, the 10th or the 20th: too much to choose.
            return None
        bare = bool(before) and month_only and not ends
        return Days(None, last, deadline=True, by_month=bare)
    return Days(first, last, deadline=bool(ends or inside or said["done"]))


def _period(found: re.Match[str], year: int | None) -> Days:
    said = found.groupdict()
    first, _ = _days(said, 1, year)
    _, last = _days(said, 2, first.year)
    if last < first:
        raise NoSuchDayError
    return Days(first, last)


def _days(
    said: dict[str, str | None], number: int, year: int | None
) -> tuple[date, date]:
    def part(*names: str) -> int | None:
        for name in names:
            text = said.get(f"{name}{number}")
            if text:
                return int(text)
        return None

    in_year = part("y", "a", "z") or _given(year)
    month, day, quarter = part("m", "o"), part("d", "e"), said.get(f"q{number}")
    if quarter:
        start, length = _QUARTERS[quarter.removeprefix("第")]
        return date(in_year, start, 1), _last_day(in_year, start + length - 1)
    if month is None:
        return date(in_year, 1, 1), date(in_year, 12, 31)
    try:
        first = date(in_year, month, day or 1)
    except ValueError as error:
        raise NoSuchDayError from error
    last = first if day else _last_day(in_year, month)
    if third := said.get(f"t{number}"):
        begins, ends = _THIRDS[third]
        first, last = first.replace(day=begins), last.replace(day=ends or last.day)
    return first, last


_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, None)}
"""The first and the last day of a third of a month; the last one ends with it."""

_QUARTERS = {
    f"{name}季度": (3 * place + 1, 3)
    for names in ("1234", "一二三四")
    for place, name in enumerate(names)
} | {"上半年": (1, 6), "下半年": (7, 6)}


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _given(year: int | None) -> int:
    if year is None:
        raise NoYearError
    return year

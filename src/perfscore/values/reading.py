"""What the text of one cell says, without its neighbours.

The readers are tried in order: date, phrase with a number, several values, and again
with Chinese numerals as digits. A text that none of them understands is words, or
damaged where it is made of figures, units and signs alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.messages import Message, number_text, say
from perfscore.values.comparators import BEFORE
from perfscore.values.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    Days,
    NoSuchDayError,
    NoYearError,
    looks_like_date,
    read_days,
    whole_year,
)
from perfscore.values.exact import exact
from perfscore.values.frequencies import is_frequency
from perfscore.values.numerals import chinese_number, numerals, with_arabic_digits
from perfscore.values.phrases import read_phrase
from perfscore.values.two_sided import has_either_sign, read_two_sided
from perfscore.values.units import unit_at
from perfscore.values.value import MISSING, Comparator, Kind, Value

_SHOWN = 60
_MOST_PARTS = 20
_MOST_PLACES = 40

_MISSING = re.compile(r"[-—/\\_]*|空|空白|未填|未填写")
_NOT_APPLICABLE = re.compile("不适用|不涉及|n/?a|不适用指标|此项不涉及", re.IGNORECASE)
_SEPARATOR = re.compile("[;,、。|]")
_QUOTES, _TRAILING = "'\"“”", ";,。、"
_FIGURE = re.compile("[0-9]")
_WORDS = re.compile(r"[^\W\d_]")
_LOST = re.compile(r"2(?P<rest>[1-9][0-9](?:\.[0-9]+)?|100(?:\.0+)?)%")
_BARE_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_BARE_YEAR = re.compile("((?:19|20)[0-9]{2})年?")
_BARE_RANGE = re.compile(r"[0-9.]+(?:-|~|—|至|到)[0-9.]+")
_DAY_ALONE = re.compile("[0-9]{1,2}日")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
_DAY_UNITS = frozenset({None, "年", "月", "天"})
_PERIODS = frozenset({None, "年", "月", "天", "周", "季度", "半年"})
_SIGNS = re.compile(r"[≥≤><=≈~]+")
_RATIO = re.compile(
    r"[≥≤><=]?[0-9]+(?:\.[0-9]+)?(?:(?:[:·×xX][0-9]+(?:\.[0-9]+)?)+)[^\W\d_]{0,4}"
    r"|[0-9.]+[^\W\d_]{1,2}[·×xX][0-9.]+[^\W\d_]{1,2}"
)
"""1:2 and 7×24小时 are not damaged: they say more than one number can."""

_COMPARING = sorted((word for word in BEFORE if len(word) > 1), key=len, reverse=True)
_NUMERALS = "零〇一二三四五六七八九十百千万亿两半"
_COUNTED_IN_CHINESE = re.compile(
    "(?<!第)(?:[一二三四五六七八九十两]|[上数几近成过超][十百千万亿])"
    "[十百千万亿两一二三四五六七八九]*[余多]?"
    f"[个次场项家台套件份篇期批座人名类级层组](?!性)|分之|^[≥≤><=]?[{_NUMERALS}]+$"
)
# 一 before these is more often a rank or a part of a word than a count.
_NOT_COUNTED = frozenset("类级层组队面分起块片部道样眼口路度号手条")
# 一 alone is more often a dash.
_BARE_CHINESE = re.compile(f"(?!一$|半$|[百千万亿点])[{_NUMERALS}点]+")
_COMPARED = re.compile(f"^(?:[≥≤><=]|{'|'.join(_COMPARING)})")
# 一季度 is the first quarter, and 1月 is January.
_ONE_PERIOD = re.compile(
    "^(?:(?:一个?|1个?)(?=(?:年|周|天|日|星期)[^0-9]{0,20}[0-9一二两三四五六])"
    "|(?:一个|1个)(?=(?:月|季度)[^0-9]{0,20}[0-9一二两三四五六])"
    "|一(?=月[一二两三四五六]))"
)
_INCLUDED = re.compile(
    r"\((?P<word>不含|含|包含)(?P<said>本数|[0-9.]{1,20}(?:%|[^\W\d_]{0,3}))\)"
)
_YUAN = re.compile(
    r"(?:人民币|RMB|¥)(?=[0-9])|(?<=元)(?:整|人民币|\(人民币\))$", re.IGNORECASE
)
_YUAN_SIGN = re.compile(
    r"^(?P<lead>[^\W\d_]{0,12}[≥≤><=:]?)(?:¥|RMB)(?P<figure>[0-9][0-9.,]*[万亿]?)$"
)
# No more than a number before it, which the remark can neither narrow nor deny.
_REMARK = re.compile(
    r"^(?P<figure>[≥≤><=]?[0-9][0-9.,]*)"
    r"(?:(?<=[0-9])\((?P<unit>[^\W\d_]{1,8})\)"
    r"|(?P<own>[^\W\d_]{1,8}|%)\((?P<done>已?(?:达标|完成|达到|合格|实现|全部完成|按[时期](?:足额|完成)?"
    r"|及时|足额|满意|优秀|良好|验收|验收合格))\))$"
)
_BOUND_AT_END = re.compile("(?:以|之)?[上下内]$")


def printed(number: Fraction) -> str:
    """Return a number as text, exactly: as a decimal, or as n/d if it has none."""
    places = 0
    while 10**places % number.denominator and places < _MOST_PLACES:
        places += 1
    if 10**places % number.denominator:
        return str(number)
    return number_text(number, places)


def unread(kind: Kind, doubt: Message) -> Value:
    """Return a value of which nothing is known but why."""
    return Value(text="", kind=kind, doubts=(doubt,))


def read_text(text: str, unit: str | None, year: int | None) -> Value:
    """Return what a text says; its own words alone decide.

    Args:
        text: the text, in one way of writing.
        unit: the unit of the unit cell, which tells a date from a number; it is not
            put into the value.
        year: the form's year.

    Example:
        >>> read_text("约3200次", None, None).high
        Fraction(3250, 1)
    """
    text = text.strip(_QUOTES).rstrip(_TRAILING)
    if _MISSING.fullmatch(text):
        return MISSING
    if _NOT_APPLICABLE.fullmatch(text):
        return Value(text="", kind=Kind.NOT_APPLICABLE)
    value = _read(text, unit, year)
    if value.kind not in (Kind.TEXT, Kind.UNREADABLE):
        return value
    # 一年一次 is 每年1次.
    arabic = with_arabic_digits(_ONE_PERIOD.sub("每", text), _counts)
    if arabic != text:
        other = _read(arabic, unit, year)
        if other.kind not in (Kind.TEXT, Kind.UNREADABLE):
            return other
    if not value.doubts and _suspect(text):
        return unread(Kind.TEXT, _in_words(text))
    return value


def _read(text: str, unit: str | None, year: int | None) -> Value:
    text = _INCLUDED.sub(_included, text)
    if "元" in text:
        text = _YUAN.sub("", text)
    text = _YUAN_SIGN.sub(r"\g<lead>\g<figure>元", text)
    text = _REMARK.sub(_remarked, text)
    for reader in (_date, _quantity, _several):
        value = reader(text, unit, year)
        if value is not None:
            return value
    return _not_read(text)


def _included(found: re.Match[str]) -> str:
    """Write 95%(含95%)以上 as 95%(含)以上, where it is the number just said."""
    before = _BOUND_AT_END.sub("", found.string[: found.start()])
    if found["said"] != "本数" and not before.endswith(found["said"]):
        return found[0]
    return f"({found['word']})"


def _remarked(found: re.Match[str]) -> str:
    """Write 100次(达标) as 100次, and 10(个) as 10个."""
    if found["done"]:
        return found["figure"] + found["own"]
    unit = unit_at(found["unit"])
    if unit is None or unit.end != len(found["unit"]) or unit.name in _PERIODS:
        return found[0]
    return found["figure"] + found["unit"]


def _date(text: str, unit: str | None, year: int | None) -> Value | None:
    if unit not in _DAY_UNITS and _BARE_RANGE.fullmatch(text):
        return None
    try:
        days = _bare_year(text, unit) or read_days(text, year)
    except NoSuchDayError:
        return unread(Kind.UNREADABLE, say("values.no-such-day", text=text[:_SHOWN]))
    except NoYearError:
        return unread(Kind.TEXT, say("values.no-year", text=text[:_SHOWN]))
    if days is None or (_BARE_NUMBER.fullmatch(text) and unit != "年"):
        return None
    return Value(
        text="",
        kind=Kind.DATE,
        comparator=Comparator.AT_MOST if days.deadline else None,
        first_day=days.first,
        last_day=days.last,
        by_month=days.by_month,
    )


def _bare_year(text: str, unit: str | None) -> Days | None:
    found = _BARE_YEAR.fullmatch(text)
    if found is None or not (text[-1] == "年" or unit == "年"):
        return None
    named = int(found[1])
    return whole_year(named) if FIRST_YEAR <= named <= LAST_YEAR else None


def _quantity(text: str, unit: str | None, _year: int | None) -> Value | None:
    if _EXPONENT.fullmatch(text):
        text = printed(exact(text))
    numbers = numerals(text)
    if not numbers:
        return None
    value = read_two_sided(text, numbers)
    if value is None and not has_either_sign(text):
        value = read_phrase(text, numbers)
    if value is None:
        return None
    if (value.unit == "年" and _is_year(value.number)) or _DAY_ALONE.fullmatch(text):
        # ≥2024年 is neither a duration nor a deadline, 10日 either a date or 10 days.
        return unread(Kind.TEXT, _in_words(text))
    doubts = value.doubts
    percent = f"{text}%" if unit == "%" and value.unit is None else text
    if lost := _LOST.fullmatch(percent):
        rest = f"{lost['rest']}%"
        doubts += (say("values.lost-comparator", text=percent, rest=rest),)
    if unit is None and looks_like_date(text):
        doubts += (say("values.date-or-number", text=text),)
    kind = Kind.FREQUENCY if is_frequency(value.unit) else Kind.QUANTITY
    return replace(value, kind=kind, doubts=doubts)


def _is_year(number: Fraction | None) -> bool:
    return (
        number is not None
        and number.denominator == 1
        and FIRST_YEAR <= number <= LAST_YEAR
    )


def _several(text: str, unit: str | None, year: int | None) -> Value | None:
    """Return the values of a text that separators divide, each with a number."""
    said = [part for part in _SEPARATOR.split(text) if part]
    if not 1 < len(said) <= _MOST_PARTS or not all(map(_suspect, said)):
        return None
    if unit is None and any(map(_BARE_NUMBER.fullmatch, said)):
        # 12,5 is more likely a damaged number than two.
        return None
    parts = [replace(read_text(part, None, year), text=part) for part in said]
    if any(part.kind is Kind.UNREADABLE for part in parts):
        return None
    return Value(text="", kind=Kind.SEVERAL, parts=tuple(parts))


def _not_read(text: str) -> Value:
    shown = text[:_SHOWN]
    numbers = numerals(text)
    if numbers == ():
        if not _signs_alone(text):
            return Value(text="", kind=Kind.TEXT)
        value = unread(Kind.UNREADABLE, say("values.no-number", text=shown))
        return replace(value, comparator=BEFORE.get(text[0]))
    once = text.partition("(")[0]
    half = len(once) // 2
    if once and once[:half] == once[half:] and not _BARE_NUMBER.fullmatch(text):
        return unread(Kind.UNREADABLE, say("values.repeated", text=shown))
    if numbers is None or not (_has_words(text) or _RATIO.fullmatch(text)):
        return unread(Kind.UNREADABLE, say("values.damaged", text=shown))
    return unread(Kind.TEXT, _in_words(text))


def _signs_alone(text: str) -> bool:
    """Return whether a text is a comparator, a unit after it, and no number."""
    signs = _SIGNS.match(text)
    rest = text[signs.end() :] if signs else text
    if signs and not rest:
        return True
    unit = unit_at(rest)
    whole = unit is not None and unit.end == len(rest)
    return whole and (signs is not None or rest in ("%", "‰"))


def _has_words(text: str) -> bool:
    """Return whether there is more than numbers, known units and comparators."""
    rest, start = [], 0
    while start < len(text):
        after_digit = start > 0 and text[start - 1] in "0123456789"
        unit = unit_at(text, start) if after_digit else None
        if unit is not None:
            start = unit.end
            rest.append(" ")
        else:
            rest.append(text[start])
            start += 1
    left = "".join(rest)
    for word in _COMPARING:
        left = left.replace(word, "")
    return bool(_WORDS.search(left))


def _in_words(text: str) -> Message:
    return say("values.number-in-words", text=text[:_SHOWN])


def _suspect(text: str) -> bool:
    """Return whether a text that was not read may hold a figure all the same."""
    return bool(_FIGURE.search(text) or _COUNTED_IN_CHINESE.search(text))


def _counts(text: str, start: int) -> bool:
    """Return whether a Chinese numeral that ends at a place is one to count with."""
    if start == len(text):
        return _BARE_CHINESE.fullmatch(_COMPARED.sub("", text)) is not None
    if text[start] in _NOT_COUNTED:
        return False
    if text[start] in "至到-~":
        return chinese_number(text[start + 1 : start + 2]) is not None
    return text[start] in "成%‰" or unit_at(text, start) is not None

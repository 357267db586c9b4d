"""What a target, an actual or a unit cell of a form says."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from perfscore.messages import Message, number_text, say
from perfscore.values.comparators import (
    BEFORE,
    direction,
    is_blank,
    read_comparator,
)
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
from perfscore.values.frequencies import counted, is_frequency
from perfscore.values.numerals import numerals, with_arabic_digits
from perfscore.values.phrases import read_phrase
from perfscore.values.text import LONGEST, plain
from perfscore.values.units import (
    NO_UNIT,
    UnitCell,
    factor,
    is_known,
    is_money,
    read_unit_cell,
    unit_at,
)
from perfscore.values.value import MISSING, Comparator, Kind, Value

_LONGEST_CACHED = 120
_MOST_PARTS = 20

_MISSING = re.compile(r"[-—/\\_]*|空|空白|未填|未填写")
_NOT_APPLICABLE = re.compile("不适用|不涉及|n/?a|不适用指标|此项不涉及", re.IGNORECASE)
_SEPARATOR = re.compile("[;,、。|]")
_TRAILING = ";,。、"
_FIGURE = re.compile("[0-9]")
_WORDS = re.compile(r"[^\W\d_]")
_TWICE = re.compile(r"(?P<once>.*[0-9].*)(?P=once)")
_LOST = re.compile(r"2(?P<rest>[1-9][0-9](?:\.[0-9]+)?|100(?:\.0+)?)%")
_BARE_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_BARE_YEAR = re.compile("((?:19|20)[0-9]{2})年?")
_BARE_RANGE = re.compile(r"[0-9.]+(?:-|~|—|至|到)[0-9.]+")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}")
_DAY_UNITS = frozenset({None, "年", "月", "天"})
_COUNTED_IN_CHINESE = re.compile(
    "(?<!第)[一二三四五六七八九十两][十百千万亿两一二三四五六七八九]*"
    "[个次场项家台套件份篇期批座人名类级层组](?!性)|分之|^[零一二三四五六七八九十百千万亿两半]+$"
)
# 一 before these is more often a rank, a part of a word or a month than a count.
_NOT_COUNTED = frozenset("类级层组队面分起块片部道样眼口路月日度号手条")


def parse_value(
    text: str | float | Decimal | Fraction | None,
    *,
    unit: str | None = None,
    comparator: str | Comparator | None = None,
    year: int | None = None,
) -> Value:
    """Return what the text of a target or an actual says.

    Words around a figure are either understood to the last or the text is not read:
    then it is of kind ``text`` with a doubt, and no number is taken out of it.

    Args:
        text: the text of the cell; a number is taken exactly, a float as the shortest
            decimal that prints it; None and NaN are missing.
        unit: the text of the unit cell, if there is one.
        comparator: the text of the comparator cell, or a comparator. It belongs to the
            target and does not widen a plain number.
        year: the form's year, for dates that name none.

    Returns:
        The value. ``number`` is what is printed, in ``unit``; ``low`` to ``high`` is
        what can be true.

    Raises:
        ScoringError: a number is infinite or has more than 40 digits.

    Example:
        >>> value = parse_value("次数不低于1.2万次")
        >>> str(value.comparator), value.number, value.unit
        ('≥', Fraction(12000, 1), '次')
        >>> parse_value("57.6", unit="万元").unit
        '万元'
    """
    if text is None or (isinstance(text, (float, Decimal)) and text != text):  # noqa: PLR0124
        printed = ""
    elif isinstance(text, str):
        printed = text
    else:
        printed = _printed(exact(text))
    key = comparator.value if isinstance(comparator, Comparator) else comparator
    if len(printed) + len(unit or "") + len(key or "") > _LONGEST_CACHED:
        return _parsed(printed, unit or "", key or "", year)
    return _remembered(printed, unit or "", key or "", year)


def _printed(number: Fraction) -> str:
    places = 0
    while 10**places % number.denominator and places < 40:  # noqa: PLR2004
        places += 1
    if 10**places % number.denominator:
        return str(number)
    return number_text(number, places)


@lru_cache(maxsize=65536)
def _remembered(text: str, unit: str, comparator: str, year: int | None) -> Value:
    return _parsed(text, unit, comparator, year)


def _parsed(text: str, unit: str, comparator: str, year: int | None) -> Value:
    cell_comparator = read_comparator(comparator)
    doubts: list[Message] = []
    if cell_comparator is None and not is_blank(comparator):
        doubts.append(say("values.comparator-unread", text=comparator[:40]))
    if len(text) > LONGEST:
        value = _unread(Kind.UNREADABLE, say("values.too-long", length=len(text)))
    else:
        value = _read_cells(text, unit, cell_comparator, year, doubts)
    value = _with_comparator(value, cell_comparator, doubts)
    return replace(value, text=text, doubts=(*value.doubts, *doubts))


def _read_cells(
    text: str,
    unit: str,
    comparator: Comparator | None,
    year: int | None,
    doubts: list[Message],
) -> Value:
    cell = read_unit_cell(unit)
    written = plain(text)
    if not cell.read and written == "" and _FIGURE.search(unit):
        value = _read(plain(unit), NO_UNIT, comparator, year)
        if value.kind in (Kind.QUANTITY, Kind.FREQUENCY):
            doubts.append(say("values.number-in-unit-cell", text=unit))
            return replace(value, unit_stated=True)
    if not cell.read:
        doubts.append(say("values.unit-unread", text=unit[:40]))
    value = _read(written, cell, comparator, year)
    if value.kind in (Kind.TEXT, Kind.UNREADABLE) and len(text.splitlines()) > 1:
        apart = _read(plain(text, line_break=";"), cell, comparator, year)
        if apart.kind is Kind.SEVERAL:
            value = apart
    if value.kind in (Kind.TEXT, Kind.UNREADABLE) and cell.name is not None:
        value = _without_unit(written, plain(unit), cell, year) or value
    if value.kind in (Kind.QUANTITY, Kind.FREQUENCY):
        return _with_cell(value, cell)
    if value.kind in (Kind.MISSING, Kind.TEXT, Kind.UNREADABLE):
        return replace(value, unit=cell.name)
    return value


def _without_unit(
    text: str, unit: str, cell: UnitCell, year: int | None
) -> Value | None:
    """Read a text whose unit only its unit cell knows: 3棵树 under 棵树."""
    if not text.endswith(unit) or text == unit:
        return None
    value = _read(text.removesuffix(unit), NO_UNIT, None, year)
    if value.kind is not Kind.QUANTITY or value.unit is not None:
        return None
    return replace(_in_cell(value, cell), unit_stated=True)


def _read(
    text: str, cell: UnitCell, comparator: Comparator | None, year: int | None
) -> Value:
    """Read a text in one way of writing; try Chinese numerals where it helps."""
    text = text.strip("'\"“”").rstrip(_TRAILING) if not _bare(text) else text
    if _MISSING.fullmatch(text):
        return MISSING
    if _NOT_APPLICABLE.fullmatch(text):
        return Value(text="", kind=Kind.NOT_APPLICABLE)
    value = _read_one(text, cell, comparator, year)
    if value.kind is Kind.TEXT:
        arabic = with_arabic_digits(text, _counts)
        if arabic != text:
            other = _read_one(_per(arabic), cell, comparator, year)
            if other.kind not in (Kind.TEXT, Kind.UNREADABLE):
                return other
    if value.kind is Kind.TEXT and not value.doubts and _suspect(text):
        return replace(value, doubts=(_in_words(text),))
    return value


def _bare(text: str) -> bool:
    return bool(_BARE_NUMBER.fullmatch(text))


def _suspect(text: str) -> bool:
    return bool(_FIGURE.search(text) or _COUNTED_IN_CHINESE.search(text))


def _counts(text: str, start: int) -> bool:
    if start == len(text):
        return _BARE_CHINESE.fullmatch(text) is not None
    if text[start] in _NOT_COUNTED:
        return False
    return (
        text[start] == "成" or text[start] in "%‰" or unit_at(text, start) is not None
    )


_BARE_CHINESE = re.compile(
    "[零〇二三四五六七八九十百千万亿两点][一零〇二三四五六七八九十百千万亿两点]*"
)
_ONE_PERIOD = re.compile("^1个?(?=(?:年|月|周|天|日|季度|星期)[^0-9]*[0-9])")


def _per(text: str) -> str:
    """Write 一年一次 as 每年1次."""
    return _ONE_PERIOD.sub("每", text)


def _read_one(
    text: str, cell: UnitCell, comparator: Comparator | None, year: int | None
) -> Value:
    text = _INCLUDED.sub(_included, text)
    if _EXPONENT.fullmatch(text):
        text = _printed(exact(text))
    if (dated := _read_date(text, cell, comparator, year)) is not None:
        return dated
    numbers = numerals(text)
    if numbers:
        phrase = read_phrase(text, numbers)
        if phrase is not None:
            return _checked(text, phrase, cell)
    apart = _several(text, cell, comparator, year)
    if apart is not None:
        return apart
    if numbers == ():
        if _only_signs(text):
            return replace(
                _unread(Kind.UNREADABLE, say("values.no-number", text=text)),
                comparator=_leading(text),
            )
        return Value(text="", kind=Kind.TEXT)
    if _TWICE.fullmatch(text.partition("(")[0]) and not _bare(text):
        return _unread(Kind.UNREADABLE, say("values.repeated", text=text[:60]))
    if numbers is None or not _has_words(text):
        return _unread(Kind.UNREADABLE, say("values.damaged", text=text[:60]))
    return _unread(Kind.TEXT, _in_words(text))


_INCLUDED = re.compile(
    r"\((?P<word>不含|含|包含)(?P<said>本数|[0-9.]{1,20}(?:%|[^\W\d_]{0,3}))\)"
)
_BOUND_AT_END = re.compile("(?:以|之)?[上下内]$")


def _included(found: re.Match[str]) -> str:
    """Write 95%(含95%)以上 as 95%(含)以上, where it is the number just said."""
    before = _BOUND_AT_END.sub("", found.string[: found.start()])
    if found["said"] != "本数" and not before.endswith(found["said"]):
        return found[0]
    return f"({found['word']})"


def _in_words(text: str) -> Message:
    return say("values.number-in-words", text=text[:60])


def _unread(kind: Kind, doubt: Message) -> Value:
    return Value(text="", kind=kind, doubts=(doubt,))


def _checked(text: str, value: Value, cell: UnitCell) -> Value:
    """Add the doubts that a quantity's own text gives rise to."""
    doubts = value.doubts
    percent = text if text.endswith("%") else text + "%" * (cell.name == "%")
    if lost := _LOST.fullmatch(percent):
        doubts += (
            say("values.lost-comparator", text=percent, rest=lost["rest"] + "%"),
        )
    if cell.name is None and looks_like_date(text):
        doubts += (say("values.date-or-number", text=text),)
    if value.unit == "年" and value.number is not None and _a_year(value.number):
        return _unread(Kind.TEXT, _in_words(text))
    kind = Kind.FREQUENCY if is_frequency(value.unit) else Kind.QUANTITY
    return replace(value, kind=kind, doubts=doubts)


def _a_year(number: Fraction) -> bool:
    return number.denominator == 1 and FIRST_YEAR <= number <= LAST_YEAR


def _read_date(
    text: str, cell: UnitCell, comparator: Comparator | None, year: int | None
) -> Value | None:
    if cell.name not in _DAY_UNITS and (_bare(text) or _BARE_RANGE.fullmatch(text)):
        return None
    if found := _BARE_YEAR.fullmatch(text):
        named = int(found[1])
        wanted = text[-1] == "年" or cell.name == "年"
        if not (wanted and FIRST_YEAR <= named <= LAST_YEAR):
            return None
        return _date(whole_year(named))
    if _bare(text):
        return None
    try:
        days = read_days(text, year)
    except NoSuchDayError:
        return _unread(Kind.UNREADABLE, say("values.no-such-day", text=text[:60]))
    except NoYearError:
        return _unread(Kind.TEXT, say("values.no-year", text=text[:60]))
    return None if days is None else _date(days)


def _date(days: Days) -> Value:
    return Value(
        text="",
        kind=Kind.DATE,
        comparator=Comparator.AT_MOST if days.deadline else None,
        first_day=days.first,
        last_day=days.last,
        by_month=days.by_month,
    )


def _several(
    text: str, cell: UnitCell, comparator: Comparator | None, year: int | None
) -> Value | None:
    """Return the values of a text that separators divide, each with a number."""
    said = [part for part in _SEPARATOR.split(text) if part]
    if not 2 <= len(said) <= _MOST_PARTS:  # noqa: PLR2004
        return None
    values = []
    for part in said:
        if not _suspect(part):
            return None
        value = _read(part, NO_UNIT, comparator, year)
        if value.kind is Kind.UNREADABLE or (_bare(part) and cell.name is None):
            return None
        values.append(
            replace(_with_cell(value, cell) if _counted(value) else value, text=part)
        )
    return Value(text="", kind=Kind.SEVERAL, parts=tuple(values))


def _counted(value: Value) -> bool:
    return value.kind in (Kind.QUANTITY, Kind.FREQUENCY) and value.unit is None


def _has_words(text: str) -> bool:
    """Return whether there is more than numbers, known units and comparators."""
    rest, start = [], 0
    while start < len(text):
        unit = unit_at(text, start) if start and text[start - 1] in _NUMERIC else None
        if unit is not None:
            start = unit.end
        else:
            rest.append(text[start])
            start += 1
    left = "".join(rest)
    for word in _COMPARING:
        left = left.replace(word, "")
    return bool(_WORDS.search(left))


_NUMERIC = frozenset("0123456789")
_COMPARING = sorted((word for word in BEFORE if len(word) > 1), key=len, reverse=True)
_SIGNS_ONLY = re.compile(r"[≥≤><=≈~]+(?P<unit>.*)")


def _only_signs(text: str) -> bool:
    found = _SIGNS_ONLY.fullmatch(text)
    rest = found["unit"] if found else text
    unit = unit_at(rest)
    if unit is None or unit.end != len(rest):
        return found is not None and rest == ""
    return found is not None or rest in "%‰"


def _leading(text: str) -> Comparator | None:
    return BEFORE.get(text[0])


def _with_cell(value: Value, cell: UnitCell) -> Value:
    """Bring the unit of the text and that of the unit cell together."""
    if value.unit is None:
        return _in_cell(value, cell)
    name = cell.name
    if name is None or name == value.unit or counted(value.unit) == name:
        return value
    if counted(name) == value.unit and name != value.unit:
        # 12次 under 次/月 may count the year; 5元 under 元/人 is per head all the same.
        return value if is_frequency(name) else replace(value, unit=name)
    if not is_known(name) and name.startswith(value.unit):
        return replace(value, unit=name)
    key = "unit-conflict" if factor(value.unit, name) is None else "units-vary"
    doubt = say(f"values.{key}", text=value.unit, cell=name)
    return replace(value, doubts=(*value.doubts, doubt))


def _in_cell(value: Value, cell: UnitCell) -> Value:
    name = cell.name
    if value.scale > 1 and name is not None:
        if is_money(name):
            # 523.12万 under 万元 says 523.12万元: the cell says what is counted.
            per_yuan = factor("元", name) or Fraction(1)
            return replace(_times(value, per_yuan), unit=name, scale=1)
        doubts = value.doubts
        if name in ("%", "‰", "百分点", "年", "月", "天"):
            doubts += (say("values.unit-conflict", text="万", cell=name),)
        return _framed(replace(value, unit=name, scale=1, doubts=doubts))
    if value.scale > 1:
        return value
    value = _times(value, Fraction(cell.multiplier))
    if name is None:
        return replace(value, scale=cell.multiplier)
    return _framed(replace(value, unit=name))


def _framed(value: Value) -> Value:
    return replace(value, kind=Kind.FREQUENCY) if is_frequency(value.unit) else value


def _times(value: Value, times: Fraction) -> Value:
    if times == 1:
        return value
    return replace(
        value,
        number=None if value.number is None else value.number * times,
        low=None if value.low is None else value.low * times,
        high=None if value.high is None else value.high * times,
    )


def _with_comparator(
    value: Value, cell: Comparator | None, doubts: list[Message]
) -> Value:
    own = value.comparator
    if own is None:
        return replace(value, comparator=cell)
    if cell is None or own is cell:
        return value
    towards = direction(cell)
    dated = value.kind is Kind.DATE and towards == 0
    if towards is None or dated:
        return value
    if direction(own) != towards:
        doubts.append(
            say("values.comparator-conflict", text=own.value, cell=cell.value)
        )
    elif own is not cell:
        doubts.append(say("values.comparator-strictness"))
    return value

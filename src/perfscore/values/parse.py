"""What a target or an actual says, with its unit cell and its comparator cell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import cast

from perfscore.errors import ScoringError
from perfscore.messages import Message, say
from perfscore.values.comparators import direction, is_blank, read_comparator
from perfscore.values.dates import FIRST_YEAR, LAST_YEAR
from perfscore.values.exact import Number, exact, is_nothing, text_of
from perfscore.values.frequencies import counted, is_frequency
from perfscore.values.reading import printed, read_text, unread
from perfscore.values.text import LONGEST, plain
from perfscore.values.units import (
    UnitCell,
    factor,
    is_known,
    is_money,
    read_unit_cell,
)
from perfscore.values.value import Comparator, Kind, Value

_LONGEST_CACHED = 120
_SHOWN = 40
_NUMBERS = (Kind.QUANTITY, Kind.FREQUENCY)
_NOT_READ = (Kind.TEXT, Kind.UNREADABLE)
_FIGURE = re.compile("[0-9]")
_NOT_MULTIPLIED = frozenset({"%", "‰", "百分点", "年", "月", "天"})


def parse_value(
    text: str | float | Decimal | Fraction | date | None,
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
            decimal that prints it; a date is one; None and NaN are missing.
        unit: the text of the unit cell, if there is one.
        comparator: the text of the comparator cell, or a comparator. It belongs to the
            target and does not widen a plain number.
        year: the form's year, for dates that name none.

    Returns:
        The value. ``number`` is what is printed, in ``unit``; ``low`` to ``high`` is
        what can be true.

    Raises:
        ScoringError: a number is infinite or has more than 40 digits, something is
            neither text nor number, or the year is none.

    Example:
        >>> value = parse_value("次数不低于1.2万次")
        >>> str(value.comparator), value.number, value.unit
        ('≥', Fraction(12000, 1), '次')
        >>> parse_value("57.6", unit="万元").unit
        '万元'
    """
    words = text if isinstance(text, str) else _written(text)
    cell, sign = text_of(unit), text_of(comparator)
    year = None if is_nothing(year) else _year(year)
    if len(words) + len(cell) + len(sign) > _LONGEST_CACHED:
        return _parsed(words, cell, sign, year)
    return _remembered(words, cell, sign, year)


def _written(number: object) -> str:
    if is_nothing(number):
        return ""
    if isinstance(number, date):
        return number.strftime("%Y-%m-%d")
    return printed(exact(cast("Number", number)))


def _year(year: object) -> int:
    number = exact(cast("Number", year))
    if number.denominator != 1 or not FIRST_YEAR <= number <= LAST_YEAR:
        raise ScoringError("values.not-a-year", year=str(year)[:_SHOWN])
    return int(number)


@lru_cache(maxsize=65536)
def _remembered(text: str, unit: str, comparator: str, year: int | None) -> Value:
    return _parsed(text, unit, comparator, year)


def _parsed(text: str, unit: str, comparator: str, year: int | None) -> Value:
    doubts: list[Message] = []
    if len(text) > LONGEST:
        value = unread(Kind.UNREADABLE, say("values.too-long", length=len(text)))
    else:
        value = _with_unit_cell(text, unit, year, doubts)
    cell = read_comparator(comparator)
    if cell is None and not is_blank(comparator):
        doubts.append(say("values.comparator-unread", text=comparator[:_SHOWN]))
    value = _with_comparator(value, cell, doubts)
    return replace(value, text=text, doubts=(*value.doubts, *doubts))


def _with_unit_cell(
    text: str, unit: str, year: int | None, doubts: list[Message]
) -> Value:
    cell, written = read_unit_cell(unit), plain(text)
    if not cell.read:
        misplaced = _number_in(unit, year)
        key = "unit-unread" if misplaced is None else "number-in-unit-cell"
        doubts.append(say(f"values.{key}", text=unit[:_SHOWN]))
        if misplaced is not None and not written:
            return misplaced
    value = read_text(written, cell.name, year)
    if value.kind in _NOT_READ:
        value = _once_more(text, written, unit, cell, year) or value
    if value.kind is Kind.SEVERAL:
        parts = (
            _in_cell(part, cell)
            if part.kind in _NUMBERS and part.unit is None
            else part
            for part in value.parts
        )
        return replace(value, parts=tuple(parts))
    if value.kind in _NUMBERS:
        return _in_cell(value, cell)
    return value if value.kind is Kind.DATE else replace(value, unit=cell.name)


def _number_in(unit: str, year: int | None) -> Value | None:
    """Return the number that a unit cell holds instead of a unit."""
    if not _FIGURE.search(unit) or len(unit) > LONGEST:
        return None
    value = read_text(plain(unit), None, year)
    return value if value.kind in _NUMBERS else None


def _once_more(
    text: str, written: str, unit: str, cell: UnitCell, year: int | None
) -> Value | None:
    """Read a text with a unit that its cell alone knows, or line by line."""
    name = plain(unit)
    if cell.name is not None and written != name and written.endswith(name):
        # 3棵树 under 棵树.
        value = read_text(written.removesuffix(name), None, year)
        if value.kind is Kind.QUANTITY and value.unit is None:
            return replace(_in_cell(value, cell), unit_stated=True)
    if len(text.splitlines()) > 1:
        value = read_text(plain(text, line_break=";"), cell.name, year)
        if value.kind is Kind.SEVERAL:
            return value
    return None


def _in_cell(value: Value, cell: UnitCell) -> Value:
    """Bring the unit of the text and that of the unit cell together."""
    if value.unit is None:
        value = _bare_in_cell(value, cell)
    elif cell.name is not None:
        value = _stated_in_cell(value, value.unit, cell.name)
    return replace(value, kind=Kind.FREQUENCY) if is_frequency(value.unit) else value


def _stated_in_cell(value: Value, unit: str, name: str) -> Value:
    if name in (unit, counted(unit)):
        return value
    if counted(name) == unit:
        # 12次 under 次/月 may count the year; 5元 under 元/人 is per head all the same.
        return value if is_frequency(name) else replace(value, unit=name)
    if not is_known(name) and name.startswith(unit):
        return replace(value, unit=name)
    key = "unit-conflict" if factor(unit, name) is None else "units-vary"
    doubt = say(f"values.{key}", text=unit, cell=name)
    return replace(value, doubts=(*value.doubts, doubt))


def _bare_in_cell(value: Value, cell: UnitCell) -> Value:
    name = cell.name
    if value.scale == 1:
        value = _times(value, Fraction(cell.multiplier))
        if name is None:
            return replace(value, scale=cell.multiplier)
        return replace(value, unit=name)
    if name is None:
        return value
    if is_money(name):
        # 523.12万 under 万元 says 523.12万元: the cell says what is counted.
        per_yuan = factor("元", name) or Fraction(1)
        return replace(_times(value, per_yuan), unit=name, scale=1)
    doubts = value.doubts
    if name in _NOT_MULTIPLIED:
        doubts += (say("values.unit-conflict", text="万", cell=name),)
    return replace(value, unit=name, scale=1, doubts=doubts)


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
    # 定性 compares nothing, and = before a deadline does not contradict it.
    if towards is None or (value.kind is Kind.DATE and towards == 0):
        return value
    if direction(own) != towards or towards == 0:
        doubts.append(
            say("values.comparator-conflict", text=own.value, cell=cell.value)
        )
    else:
        doubts.append(say("values.comparator-strictness"))
    return value

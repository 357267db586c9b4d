"""The parts that rule files are made of, and what a rule must know of a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from perfscore.messages import number_text
from perfscore.values.units import canonical, convert, is_money


class Direction(StrEnum):
    """Which side of the target is the good one."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACT = "exact"
    BETWEEN = "between"
    TWO_SIDED = "two_sided"


class Subject(StrEnum):
    """What the target of a row is."""

    QUANTITY = "quantity"
    DATE = "date"
    TEXT = "text"


_MOST_DIGITS = 15


def wrong(key: str, **data: object) -> PydanticCustomError:
    """Return the error of a value, with its message in the catalogue.

    Args:
        key: the message's entry in the catalogue.
        data: what the message's text asks for.
    """
    return PydanticCustomError(key, key, {k: str(v) for k, v in data.items()})


def _exact(value: object) -> Fraction:
    """Read a number of a rule file: 60, 0.6, 60% or 2/3, from its text."""
    text = str(value).strip()
    share = {"%": 100, "‰": 1000}.get(text[-1:], 1)
    digits = text[:-1].rstrip() if share > 1 else text
    plain = digits.removeprefix("-").replace(".", "", 1).replace("/", "", 1)
    known = plain.isascii() and plain.isdigit() and digits[-1:].isdigit()
    if isinstance(value, bool) or not known or ("/" in digits and "." in digits):
        raise wrong("rules.value-no-number", text=text[:40])
    if len(plain) > _MOST_DIGITS or digits.endswith("/0"):
        raise wrong("rules.value-too-long", text=text[:40], most=_MOST_DIGITS)
    return Fraction(digits) / share


def inside(
    low: int, high: int | None, *, low_open: bool = False, high_open: bool = False
) -> Callable[[Fraction], Fraction]:
    """Return the check that a number lies between two ends.

    Args:
        low: the lower end.
        high: the upper end; None where there is none.
        low_open: whether the lower end itself is excluded.
        high_open: whether the upper end itself is excluded.
    """

    def check(number: Fraction) -> Fraction:
        below = number < low or (low_open and number == low)
        above = high is not None and (number > high or (high_open and number == high))
        if below or above:
            ends = f"{'(' if low_open else '['}{low}, {'∞' if high is None else high}"
            ends += ")" if high_open or high is None else "]"
            raise wrong("rules.value-outside", number=number_text(number), ends=ends)
        return number

    return check


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact, json_schema_input_type=int | float | str),
]
"""A number of a rule file, read exactly from its text."""

Points = Annotated[Exact, AfterValidator(inside(0, None))]
"""Points: zero or more."""

Positive = Annotated[Exact, AfterValidator(inside(0, None, low_open=True))]
"""Points or the like: more than zero."""

Share = Annotated[Exact, AfterValidator(inside(0, 1, low_open=True))]
"""A share: more than zero, at most 100 %."""

Gate = Annotated[Exact, AfterValidator(inside(0, 1, high_open=True))]
"""A gate: from 0 to below 100 %."""


def number_of(number: Fraction | None) -> str:
    """Write a number of a rule so that the formula language reads it exactly."""
    number = number or Fraction(0)
    text = number_text(abs(number))
    if Fraction(text) != abs(number):
        text = f"({abs(number).numerator} / {abs(number).denominator})"
    return f"-{text}" if number < 0 else text


def share_text(number: Fraction) -> str:
    """Write a share of a rule so that the formula language reads it exactly.

    Example:
        >>> share_text(Fraction(3, 5)), share_text(Fraction(1, 3))
        ('60%', '(1 / 3)')
    """
    text = number_text(abs(number) * 100)
    if Fraction(text) != abs(number) * 100:
        return number_of(number)
    return f"-{text}%" if number < 0 else f"{text}%"


class Strict(BaseModel):
    """A part of a rule file: frozen, and without keys that nobody knows."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )


class Cited(Strict):
    """A part of a rule file that must say where it comes from."""

    source: str
    """The key of one of the file's sources."""
    clause: str = ""
    """The words of the source that command this, quoted briefly."""


def _titled(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: schema[key] for key in ("title", "description") if key in schema}


_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?(?:/\d+)?[%‰]?)\s*([^\d\s%‰.,/-]*)")

POINTS_UNIT = "百分点"
"""The unit of differences between shares."""


class Amount(Strict):
    """A number of a rule file, with a unit where it has one: 10%, 1百分点, 100公斤.

    Example:
        >>> Amount.model_validate("100公斤").into("吨")
        Fraction(1, 10)
        >>> str(Amount.model_validate("10%"))
        '10%'
    """

    number: Exact
    """The number; a share is written with its percent sign."""
    unit: str = ""
    """The unit; blank for shares and bare numbers."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> Any:
        if isinstance(value, (dict, Amount)):
            return value
        match = _AMOUNT.fullmatch(str(value).strip())
        if match is None or isinstance(value, bool):
            return {"number": value}
        number, unit = match.groups()
        return {"number": number, "unit": canonical(unit) or unit}

    @model_serializer
    def _text(self) -> str:
        return str(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """Describe what a rule file writes: a number, or text such as 100公斤."""
        given: dict[str, Any] = handler(schema)
        return {"anyOf": [{"type": "number"}, {"type": "string"}], **_titled(given)}

    def __str__(self) -> str:
        number = self.number if self.unit else self.number * 100
        text = number_text(number)
        if Fraction(text) != number:
            return f"{self.number}{self.unit}"
        return f"{text}{self.unit or '%'}"

    def into(self, unit: str | None) -> Fraction | None:
        """Return the number in another unit.

        Args:
            unit: the unit; None where a row states none, which then takes this one,
                but for money, whose bare figures may be in 元 or in 万元.

        Returns:
            The number, or None where the units do not convert.
        """
        if not self.unit:
            return self.number
        if unit is None:
            return None if is_money(self.unit) else self.number
        return convert(self.number, self.unit, unit)


class Step(Amount):
    """The size of a step: a share (10%), points (1百分点) or an amount (100公斤)."""

    @model_validator(mode="after")
    def _in_bounds(self) -> Step:
        inside(0, None if self.unit else 1, low_open=True)(self.number)
        return self


class Mark(Amount):
    """The boundary of a band: a share (95%) or an amount (10分钟)."""

    @model_validator(mode="after")
    def _in_bounds(self) -> Mark:
        if not self.unit:
            inside(-10, 10)(self.number)
        return self


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a method must know of a row to write its formula.

    Attributes:
        weight: the points the row is worth.
        subject: a quantity, a date or text.
        direction: the good side; None for text.
        inferred: whether the good side is not printed but inferred.
        target: the target's number, a share as 0.95; None where it is not one number.
        zero_target: whether the target is zero, so that no rate exists.
        met: whether the actual is certain to be at or below the target.
        is_share: whether target and actual are shares (%, ‰).
        unit: the unit of target and actual; None for shares and bare numbers.
        counts: whether the actual can be a number of occurrences.
        not_applicable: whether the form says that the row does not apply.
        level2: the level-2 heading.
        name: the indicator's name.
        grade: the position of the grade that the actual names, if it names one.
        items: the positions of the checklist items that the actual names; None where it
            does not name items.
        said: the actual's text, or the grade that a person settled.
    """

    weight: Fraction
    subject: Subject = Subject.QUANTITY
    direction: Direction | None = Direction.AT_LEAST
    inferred: bool = False
    target: Fraction | None = None
    zero_target: bool = False
    met: bool = False
    is_share: bool = False
    unit: str | None = None
    counts: bool = False
    not_applicable: bool = False
    level2: str = ""
    name: str = ""
    grade: int | None = None
    items: frozenset[int] | None = None
    said: str = ""


class Selector(Strict):
    """Which rows a method is for; what is left out does not matter."""

    subject: tuple[Subject, ...] = ()
    direction: tuple[Direction, ...] = ()
    level1: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()

    def fits(self, row: RuleRow, level1: str) -> bool:
        """Return whether a row is one of those."""
        return (
            (not self.subject or row.subject in self.subject)
            and (not self.direction or row.direction in self.direction)
            and (not self.level1 or any(level1.startswith(x) for x in self.level1))
            and (not self.level2 or any(row.level2.startswith(x) for x in self.level2))
        )

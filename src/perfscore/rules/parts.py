"""The parts that rule files are made of, and what a rule must know of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from perfscore.messages import number_text


class Direction(StrEnum):
    """Which side of the target is the good one."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACT = "exact"
    BETWEEN = "between"


class Subject(StrEnum):
    """What the target of a row is."""

    QUANTITY = "quantity"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """What a method must know of a row to write its formula.

    Attributes:
        weight: the points the row is worth.
        subject: a quantity, a date or text.
        direction: the good side; None for text.
        zero_target: whether the target is zero, so that no rate exists.
        met: whether the actual is certain to be at or below the target.
        is_share: whether target and actual are shares (%, ‰).
        grade: the position of the grade that the actual names, if it names one.
    """

    weight: Fraction
    subject: Subject = Subject.QUANTITY
    direction: Direction | None = Direction.AT_LEAST
    zero_target: bool = False
    met: bool = False
    is_share: bool = False
    unit: str | None = None
    not_applicable: bool = False
    grade: int | None = None
    target: Fraction | None = None
    inferred: bool = False
    said: str = ""


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


def _within(
    low: int, high: int | None, *, low_open: bool = False, high_open: bool = False
) -> Callable[[Fraction], Fraction]:
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

Points = Annotated[Exact, AfterValidator(_within(0, None))]
"""Points: zero or more."""

Positive = Annotated[Exact, AfterValidator(_within(0, None, low_open=True))]
"""Points or the like: more than zero."""

Share = Annotated[Exact, AfterValidator(_within(0, 1, low_open=True))]
"""A share: more than zero, at most 100 %."""

Gate = Annotated[Exact, AfterValidator(_within(0, 1, high_open=True))]
"""A gate: from 0 to below 100 %."""

Boundary = Annotated[Exact, AfterValidator(_within(-10, 10))]
"""The boundary of a band, as a share."""


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


class Selector(Strict):
    """Which rows a method is for; what is left out does not matter."""

    subject: tuple[Subject, ...] = ()
    direction: tuple[Direction, ...] = ()
    level1: tuple[str, ...] = ()

    def fits(self, row: RuleRow, level1: str) -> bool:
        """Return whether a row is one of those."""
        return (
            (not self.subject or row.subject in self.subject)
            and (not self.direction or row.direction in self.direction)
            and (not self.level1 or any(level1.startswith(x) for x in self.level1))
        )

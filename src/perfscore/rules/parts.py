"""The parts that rule files are made of, and what a rule must know of a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


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
    grade: int | None = None


def _exact(value: object) -> Fraction:
    """Read a number of a rule file: 60, 0.6 or 60%, from its text."""
    text = str(value).strip()
    share = {"%": 100, "‰": 1000}.get(text[-1:], 1)
    digits = text.rstrip("%‰").strip() if share > 1 else text
    plain = digits.lstrip("-").replace(".", "", 1)
    if isinstance(value, bool) or not (plain.isascii() and plain.isdigit()):
        message = f"not a number: {text}"
        raise ValueError(message)
    return Fraction(digits) / share


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact, json_schema_input_type=int | float | str),
]
"""A number of a rule file, read exactly from its text."""


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

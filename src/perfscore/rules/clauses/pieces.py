"""The pieces that the grammar finds in a clause, before they are put together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfscore.rules.clauses.parts import (
    Earns,
    Figure,
    Named,
    Points,
    Side,
    Span,
    When,
    Written,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example inside a clause: a deviation and what it takes off."""

    deviation: Figure
    off: Fraction


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop between sentences (hard) or parts of one; or a bracket that opens."""

    hard: bool
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """The points that the clause says its row is worth, or earns at most."""

    points: Fraction
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that a deduction takes off: points, or a share of the weight.

    ``alone``: whether the clause does not call it a deduction's (最高不超过12分).
    """

    most: Fraction
    of_weight: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The size of a step, whose points follow.

    ``of_above``: whether it counts where what the clause lists before is not so
    (以上情况每出现一例不符合).
    """

    side: Side | None
    size: Figure
    subject: str = ""
    each: bool = True
    of_target: bool = False
    what: str = ""
    base: Figure | None = None
    of_above: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """Whether something bad happened, and what."""

    when: When
    what: str


@dataclass(frozen=True, slots=True)
class And:
    """Two conditions are both to hold."""


@dataclass(frozen=True, slots=True)
class Base:
    """The figure from which steps are to count (以95%为标准)."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class PartSteps:
    """How what is less than a whole step counts."""

    choice: str


@dataclass(frozen=True, slots=True)
class Accrual:
    """Points that add up one by one (每完成一项得2分)."""

    size: Figure
    points: Fraction
    each: bool = True
    of_above: bool = False
    what: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A target that is met or missed, by what the clause calls by a name."""

    when: When
    subject: str


@dataclass(frozen=True, slots=True)
class Timely:
    """A deadline that is kept or missed by what the clause calls by a name."""

    when: When
    thing: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that the clause names, and whether it is kept or missed."""

    date: Figure
    when: When


@dataclass(frozen=True, slots=True)
class Graded:
    """Grades of words, each with its range: 达成、部分达成两档,分别按100%-80%、80%-0%.

    Attributes:
        grades: the words of each grade, with what they earn.
    """

    grades: tuple[tuple[str, Points], ...]


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points added for each step beyond the target."""

    size: Figure
    points: Fraction


@dataclass(frozen=True, slots=True)
class Each:
    """The points of each item of a list (各1分)."""

    points: Fraction


@dataclass(frozen=True, slots=True)
class Floor:
    """The least points that a row keeps (最低得6分)."""

    least: Fraction


@dataclass(frozen=True, slots=True)
class BonusCap:
    """The most that is added."""

    most: Fraction


@dataclass(frozen=True, slots=True)
class Ratio:
    """A name that the clause defines.

    Attributes:
        name: the name.
        is_ratio: whether it is what was done over what was planned.
        of_target: whether it is the row's actual over the row's own target.
    """

    name: str
    is_ratio: bool
    of_target: bool = False


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A row that does not apply earns full points, or nothing."""

    full: bool


@dataclass(frozen=True, slots=True)
class LateRatio:
    """Points off for being late, in a proportion that the clause does not tell."""


@dataclass(frozen=True, slots=True)
class Likewise:
    """What was said goes on in the same way (以此类推), which steps do anyway."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Words that say nothing of their own."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that are not understood."""

    words: str


@dataclass(frozen=True, slots=True)
class By:
    """What points are taken off for (按出错率扣分); what follows says how."""

    subject: str


Piece = (
    Span
    | When
    | Named
    | Earns
    | Points
    | Written
    | Stop
    | Stated
    | Cap
    | Steps
    | PartSteps
    | Happening
    | And
    | Base
    | Accrual
    | Graded
    | Deadline
    | Reached
    | Timely
    | Bonus
    | BonusCap
    | Floor
    | Each
    | By
    | Ratio
    | NotApplicable
    | LateRatio
    | Likewise
    | Ignored
    | Unknown
    | Example
)
"""What a phrase of a clause says."""

"""What a clause says, piece by piece: conditions, what they earn, deductions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

POINTS_OF_SHARE = "百分点"
"""The unit of percentage points."""


DATE_UNIT = "日期"
"""The unit of a date, which has no number of its own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number printed in a clause.

    Attributes:
        number: the number; a share is 0.95 for 95%, a percentage point 0.01.
        unit: ``%``, ``百分点``, ``分`` for points, a unit's name, or blank.
        text: the number as it stands in the clause.
    """

    number: Fraction
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class End:
    """An end of a band.

    Attributes:
        figure: where it ends.
        included: whether the end belongs to the band; None where nothing says.
        vague: whether the words point both ways (超过10%以上).
    """

    figure: Figure
    included: bool | None = None
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A condition: what is measured lies between two ends.

    Attributes:
        low: the lower end, None where there is none.
        high: the upper end.
        subject: what is measured, as the clause calls it; blank where it does not.
    """

    low: End | None = None
    high: End | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A condition that only names a grade (效果显著), which an actual may name too.

    Attributes:
        words: the grade.
    """

    words: str


class When(StrEnum):
    """A condition without a figure of its own.

    ``met`` and ``missed``: the row's target. ``partly``: missed, but something was
    done. ``undone``: nothing was. ``same``: met, and not beyond it. ``above`` and
    ``below``: beyond it.
    ``on_time`` and ``late``: its deadline. ``none`` and ``some``: something bad did
    not happen, or did. ``otherwise``: what no other condition covers. ``always``: no
    condition.
    """

    MET = "met"
    SAME = "same"
    MISSED = "missed"
    PARTLY = "partly"
    UNDONE = "undone"
    ABOVE = "above"
    BELOW = "below"
    ON_TIME = "on_time"
    LATE = "late"
    NONE = "none"
    SOME = "some"
    OTHERWISE = "otherwise"
    ALWAYS = "always"


class Earns(StrEnum):
    """What a condition earns where it is no figure.

    ``full``: the row's weight. ``ratio``: points in proportion to completion.
    ``judged_off``: a person judges what is taken off.
    ``ratio_or_inverse``: likewise, target over actual where less is better.
    ``beyond``: in proportion to what lies beyond the gate. ``judged``: a person judges.
    ``linear``: on the straight line between the neighbouring figures.
    """

    FULL = "full"
    RATIO = "ratio"
    BEYOND = "beyond"
    JUDGED = "judged"
    JUDGED_OFF = "judged_off"
    RATIO_OR_INVERSE = "ratio_or_inverse"
    LINEAR = "linear"


JUDGEMENTS = frozenset({Earns.JUDGED, Earns.JUDGED_OFF})
"""What a person judges."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points earned: a number, or a range to be judged in.

    Attributes:
        low: the least points, or the share of the weight.
        high: the greatest.
        of_weight: whether both are shares of the row's weight.
        off: whether they are taken off the full points.
        below: whether the greatest itself belongs to the range above.
        whole: whether they are called the full points (满分10分).
    """

    low: Fraction
    high: Fraction
    of_weight: bool = False
    off: bool = False
    below: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A formula that the clause prints.

    Attributes:
        text: the formula.
        spent: what it calls the rate of what was spent (支付率); blank without one.
    """

    text: str
    spent: str = ""


Outcome = Earns | Points | Written
Condition = Span | When | Named


class Side(StrEnum):
    """Which deviation is counted in steps."""

    OVER = "over"
    UNDER = "under"
    EITHER = "either"
    INCREASE = "increase"
    EVENTS = "events"
    MISSING = "missing"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points off for each step.

    Attributes:
        side: what is counted.
        size: the size of a step.
        points: what each step takes off, or the share of the weight.
        of_weight: whether ``points`` is a share of the weight.
        subject: what is measured, as the clause calls it.
        when: the condition under which it is counted; its end is where counting begins.
        most: the most that it takes off.
        most_of_weight: whether ``most`` is a share of the weight.
        each: whether the clause says that every step counts (每).
        of_target: whether the clause says that it counts from the target.
        what: what happens, for events.
        base: the figure from which it counts, where the clause names one.
    """

    side: Side
    size: Figure
    points: Fraction
    of_weight: bool = False
    subject: str = ""
    when: Condition | None = None
    most: Fraction | None = None
    most_of_weight: bool = False
    each: bool = True
    of_target: bool = False
    what: str = ""
    base: Figure | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """A condition and what it earns."""

    when: Condition
    earns: Outcome


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


@dataclass(frozen=True, slots=True)
class Said:
    """All that a clause says.

    Attributes:
        arms: conditions with what they earn.
        deductions: points off, step by step.
        stated: the points that the clause says the row is worth.
        subjects: what is measured, as the clause calls it.
        ratio_names: what the clause defines as what was done over what was planned.
        target_ratios: of these, what it defines as actual over the row's own target.
        examples: its worked examples.
        bonus: the points that more than the target adds, where it adds any.
        bonus_most: the most that is added, where the clause says so.
        ceiling: the most points that the clause lets a row earn, where it says so.
        target: the target that the clause states: where full points begin.
        part_steps: how what is less than a whole step counts, where the clause says.
        not_applicable: whether a row that does not apply earns full points or nothing;
            None where the clause does not say.
        accrual: points that add up one by one, where there are any.
        nouns: words that stand before a condition or a step, and may name its measure.
        defined: names that the clause defines and uses nowhere.
        whats: what happens, where events count.
        floor: the least points that the clause leaves, where it says so.
        grades: words with the range of points that each earns, in a row of words.
        same: whether it calls the target met where the actual is the same as it (一致).
        mixed: whether it counts happenings of more than one kind.
        accidents: whether any accidents are among them.
        things: what is to be in time, as the clause calls it.
        names_estimate: whether it speaks of the approved estimate of a building (概算).
    """

    arms: tuple[Arm, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    stated: Fraction | None = None
    subjects: tuple[str, ...] = ()
    ratio_names: frozenset[str] = frozenset()
    target_ratios: frozenset[str] = frozenset()
    examples: tuple[Example, ...] = ()
    bonus: Bonus | None = None
    bonus_most: Fraction | None = None
    ceiling: Fraction | None = None
    target: Figure | None = None
    part_steps: str = ""
    not_applicable: bool | None = None
    accrual: Accrual | None = None
    nouns: tuple[str, ...] = ()
    defined: frozenset[str] = frozenset()
    whats: tuple[str, ...] = ()
    floor: Fraction | None = None
    grades: tuple[tuple[str, Points], ...] = ()
    names_estimate: bool = False
    same: bool = False
    mixed: bool = False
    accidents: bool = False
    things: tuple[str, ...] = ()

"""The parts that a clause is made of: conditions, what they earn, what is taken off."""

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

"""Methods: short ways to write common formulas of the one language.

A method asks for the choice at each open point and then writes the formula that it
stands for, so that the trace, the checks and the arrays all see the same text.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from perfscore.messages import Message, number_text, say
from perfscore.rules.parts import (
    Boundary,
    Cited,
    Direction,
    Gate,
    Points,
    Positive,
    RuleRow,
    Selector,
    Share,
    Strict,
    wrong,
)
from perfscore.rules.readings import Ask


class MethodBase(Cited):
    """What all methods share."""

    for_: Annotated[Selector, Field(alias="for")] = Selector()
    """Which rows the method is for."""

    @abstractmethod
    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula that the method stands for in a row.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.

        Returns:
            The formula's text.
        """

    def formulas(self) -> Sequence[tuple[tuple[str | int, ...], str]]:
        """Return the formula texts that the method was given, with their keys."""
        return ()

    def labels(self) -> dict[str, Message]:
        """Return the words for choices of the method's own, by ``point=choice``."""
        return {}

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the points that the clause itself says the row is worth."""
        return ()


_JUDGED = "within(0, weight)"


class AllOrNothing(MethodBase):
    """Full points if the target is achieved, else none (达到计满分，否则不得分)."""

    method: Literal["all_or_nothing"] = "all_or_nothing"

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write ``weight if achieved else 0``."""
        return "weight if achieved else 0"


class Proportional(MethodBase):
    """Points in proportion to the completion rate, capped at the weight."""

    method: Literal["proportional"] = "proportional"

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the forward or the reverse ratio."""
        if row.direction is Direction.AT_LEAST:
            return "weight if achieved else weight * rate"
        if row.direction is not Direction.AT_MOST:
            return f"weight if achieved else {_JUDGED}"
        if row.zero_target:
            return "weight if achieved else 0"
        # Where the target is met, how a miss would be counted is no open point.
        return _REVERSE["ratio" if row.met else ask("reverse_rate")]


_REVERSE = {
    "ratio": "weight if achieved else weight / rate",
    "linear": "weight if achieved else max(weight * (2 - rate), 0)",
    "met": "weight if achieved else 0",
}


class GatedProportional(MethodBase):
    """Nothing below a gate (及格门槛), above it points by the share beyond the gate."""

    method: Literal["gated_proportional"] = "gated_proportional"
    gate: Gate
    """The completion rate below which nothing is earned."""
    multiplier: Positive | None = None
    """The points that the clause multiplies by, where it names them."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the multiplier."""
        return (self.multiplier,)

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula with its gate."""
        gate = _share(self.gate)
        if row.direction is not Direction.AT_LEAST:
            return f"weight if achieved else {_JUDGED}"
        if _as_written(self.multiplier, ask, row):
            share = f"(min(rate, 1) - {gate}) / (1 - {gate})"
            return f"0 if rate < {gate} else {share} * {_number(self.multiplier)}"
        return (
            f"weight if achieved else 0 if rate < {gate}"
            f" else (rate - {gate}) / (1 - {gate}) * weight"
        )


class DeductionSteps(MethodBase):
    """Points off for each step of overrun or shortfall (每超过10%扣2分，扣完为止)."""

    method: Literal["deduction_steps"] = "deduction_steps"
    step: Share
    """The size of a step, as a share."""
    points: Positive | None = None
    """The points taken off for each step."""
    of_weight: Share | None = None
    """Instead of points: the share of the row's weight taken off for each step."""
    start: Positive | None = None
    """The points that the clause starts from, where it names them."""
    of: Literal["deviation", "increase"] = "deviation"
    """What is counted in steps: the deviation to the bad side, or the actual's increase
    over a figure that the form does not print (出错率每增加10%)."""

    @model_validator(mode="after")
    def _points_or_share(self) -> DeductionSteps:
        if (self.points is None) == (self.of_weight is None):
            raise wrong("rules.value-points-or-share")
        return self

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the points to start from."""
        return (self.start,)

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the steps as full, started or pro rata."""
        count = _COUNTS[ask("steps")]
        met_first = self.of != "increase"
        size = _share(self.step)
        points = _number(self.points)
        if self.of_weight is not None:
            points = f"weight * {_share(self.of_weight)}"
        over = self._measured(ask, row)
        if over is None:
            return _JUDGED
        if self.of == "increase" and ask("baseline") == "unknown":
            return f"{_JUDGED} if actual > 0 else weight"
        if _as_written(self.start, ask, row):
            start = _number(self.start)
            most = f"{start} / ({points})"
            steps = count.format(over=over, size=size, most=most)
            met = f"min(weight, {start}) if achieved else " if met_first else ""
            return f"{met}min(weight, {start} - {points} * {steps})"
        most = f"weight / ({points})"
        steps = count.format(over=over, size=size, most=most)
        met = "weight if achieved else " if met_first else ""
        return f"{met}weight - {points} * {steps}"

    def _measured(self, ask: Ask, row: RuleRow) -> str | None:
        if self.of == "increase":
            return "actual" if row.is_share else None
        side = {
            Direction.AT_LEAST: ("shortfall", "max(target - actual, 0)"),
            Direction.AT_MOST: ("overrun", "max(actual - target, 0)"),
        }.get(row.direction or Direction.EXACT)
        if side is None:
            return None
        in_points = row.is_share and ask("step_unit") == "points"
        return side[in_points]


_COUNTS = {
    "full": "steps({over}, {size}, {most})",
    "started": "started_steps({over}, {size}, {most})",
    "pro_rata": "clamp({over} / {size}, 0, {most})",
}


class BandRule(Strict):
    """One band: the scores from (or up to) a boundary."""

    score: Points
    """The points that the band earns."""
    from_: Annotated[Boundary | None, Field(alias="from")] = None
    """The lower boundary, for bands in which more is better."""
    to: Boundary | None = None
    """The upper boundary, for bands in which less is better."""
    stated: bool = False
    """Whether the clause says that the boundary belongs to this band (含)."""


class Bands(MethodBase):
    """Points by band of the actual or of the completion rate (区间赋分)."""

    method: Literal["bands"] = "bands"
    of: Literal["actual", "rate"] = "actual"
    """What the boundaries are compared with."""
    bands: Annotated[tuple[BandRule, ...], Field(min_length=1)]
    """The bands, the best first; all have ``from``, or all have ``to``."""
    otherwise: Points = Fraction(0)
    """The points beyond the last boundary."""
    full: Positive | None = None
    """The points that the clause says the row is worth, where it says so."""
    met_first: bool = False
    """Whether a met target earns the weight whatever its band."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the full points."""
        return (self.full,)

    @field_validator("bands")
    @classmethod
    def _ordered(cls, bands: tuple[BandRule, ...]) -> tuple[BandRule, ...]:
        ends = [band.from_ for band in bands], [band.to for band in bands]
        given = [end for end in ends if None not in end]
        if len(given) != 1 or any(e is not None for e in ends[given[0] is ends[0]]):
            raise wrong("rules.value-from-or-to")
        found = [end for end in given[0] if end is not None]
        falls = given[0] is ends[0]
        if found != sorted(set(found), reverse=falls):
            raise wrong("rules.value-band-order")
        return bands

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the bands as conditionals, each boundary visible."""
        if self.of == "actual" and not row.is_share:
            # The boundaries are shares.
            return f"weight if achieved else {_JUDGED}" if self.met_first else _JUDGED
        worse = (
            not all(band.stated for band in self.bands) and ask("boundary") == "worse"
        )
        scale = ""
        full = self.full if self.full is not None else row.weight
        if full != row.weight and ask("weight_conflict") == "by_weight":
            scale = f" * weight / {_number(full)}"
        parts = []
        for band in self.bands:
            strict = worse and not band.stated
            falls = band.from_ is not None
            end = band.from_ if falls else band.to
            sign = (">" if falls else "<") + ("" if strict else "=")
            bound = _share(end)
            parts.append(f"{_number(band.score)}{scale} if {self.of} {sign} {bound}")
        met = ["weight if achieved"] if self.met_first else []
        return " else ".join([*met, *parts, f"{_number(self.otherwise)}{scale}"])


class Deadline(MethodBase):
    """Full points in time; the source does not say what being late costs."""

    method: Literal["deadline"] = "deadline"

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write full points in time, else judgement."""
        return f"weight if achieved else {_JUDGED}"


class Judgement(MethodBase):
    """A person judges within [0, weight] (按完成情况赋分)."""

    method: Literal["judgement"] = "judgement"

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the whole band."""
        return _JUDGED


class Grade(Strict):
    """One grade of a qualitative indicator."""

    words: Annotated[tuple[str, ...], Field(min_length=1)]
    """The words by which an actual names the grade, whole."""
    formula: str
    """What the grade earns: usually a band to be judged."""


class Grades(MethodBase):
    """Points by the grade that the actual names (定性分档)."""

    method: Literal["grades"] = "grades"
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]
    """The grades, the best first."""

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the grade's formula, or judgement where no grade is named."""
        return _JUDGED if row.grade is None else self.grades[row.grade].formula

    def formulas(self) -> Sequence[tuple[tuple[str | int, ...], str]]:
        """Return the grades' formulas."""
        return [
            (("grades", i, "formula"), g.formula) for i, g in enumerate(self.grades)
        ]


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
"""The name of an open point or of a choice."""


class OtherReading(Strict):
    """Another honest reading of a rule that is written as a formula."""

    choice: Name
    """The name of the reading."""
    zh: str
    """The reading in Chinese."""
    en: str
    """The reading in English."""
    formula: str
    """The formula under this reading."""


class FormulaMethod(MethodBase):
    """A rule written as a formula, with its other honest readings."""

    method: Literal["formula"] = "formula"
    formula: str
    """The formula under the chosen reading."""
    point: Name = "rule"
    """The name of the open point that the readings settle."""
    choice: Name = "chosen"
    """The name of the chosen reading."""
    zh: str = ""
    """The chosen reading in Chinese."""
    en: str = ""
    """The chosen reading in English."""
    readings: tuple[OtherReading, ...] = ()
    """The other readings."""

    @model_validator(mode="after")
    def _told_apart(self) -> FormulaMethod:
        choices = [self.choice, *(other.choice for other in self.readings)]
        if len(set(choices)) < len(choices):
            raise wrong("rules.value-twice")
        return self

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula of a reading."""
        if not self.readings:
            return self.formula
        texts = {self.choice: self.formula}
        texts |= {other.choice: other.formula for other in self.readings}
        return texts[ask(self.point, tuple(texts))]

    def formulas(self) -> Sequence[tuple[tuple[str | int, ...], str]]:
        """Return every reading's formula."""
        others = [
            (("readings", i, "formula"), other.formula)
            for i, other in enumerate(self.readings)
        ]
        return [(("formula",), self.formula), *others]

    def labels(self) -> dict[str, Message]:
        """Return the readings in words."""
        found = {
            f"{self.point}={self.choice}": say("common.both", zh=self.zh, en=self.en)
        }
        for other in self.readings:
            key = f"{self.point}={other.choice}"
            found[key] = say("common.both", zh=other.zh, en=other.en)
        return found if self.readings else {}


Method = Annotated[
    AllOrNothing
    | Proportional
    | GatedProportional
    | DeductionSteps
    | Bands
    | Deadline
    | Judgement
    | Grades
    | FormulaMethod,
    Field(discriminator="method"),
]
"""Any method, told apart by its key ``method``."""


def _as_written(stated: Fraction | None, ask: Ask, row: RuleRow) -> bool:
    """Whether points that the clause names win over the row's weight."""
    if stated is None or stated == row.weight:
        return False
    return ask("weight_conflict") == "as_written"


def _number(number: Fraction | None) -> str:
    """Write a number of a rule so that the formula language reads it exactly."""
    number = number or Fraction(0)
    text = number_text(abs(number))
    if Fraction(text) != abs(number):
        text = f"({abs(number).numerator} / {abs(number).denominator})"
    return f"-{text}" if number < 0 else text


def _share(number: Fraction | None) -> str:
    number = number or Fraction(0)
    text = number_text(abs(number) * 100)
    if Fraction(text) != abs(number) * 100:
        return _number(number)
    return f"-{text}%" if number < 0 else f"{text}%"

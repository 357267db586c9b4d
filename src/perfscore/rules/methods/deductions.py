"""Points off: for each step, each occurrence, each day late, with one shared floor."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import model_validator

from perfscore.rules.methods.base import (
    JUDGED,
    MET,
    Each,
    MethodBase,
    as_written,
    counted,
)
from perfscore.rules.parts import (
    POINTS_UNIT,
    Direction,
    Positive,
    RuleRow,
    Step,
    Subject,
    number_of,
    share_text,
    wrong,
)
from perfscore.rules.readings import Ask

Counted = Literal[
    "deviation", "overrun", "shortfall", "two_sided", "increase", "count", "judged"
]
"""What is counted in steps: the deviation to the bad side, the actual above or below
the target, either, the actual's increase over a figure that the form does not print
(出错率每增加10%), occurrences, or whatever a person finds (酌情扣分)."""


class _Measured(NamedTuple):
    over: str
    size: str


class Deduction(Each):
    """Points off for each step of one thing, up to a cap of its own (最多扣6分)."""

    of: Counted = "deviation"
    """What is counted in steps."""
    step: Step | None = None
    """The size of a step: 10%, 1百分点, 100公斤; for occurrences one where left out."""
    most: Positive | None = None
    """The most points that it takes off, where the clause says so."""

    def _must_say(self) -> bool:
        given = self.points is not None or self.of_weight is not None
        return self.of != "judged" or given

    @model_validator(mode="after")
    def _complete(self) -> Deduction:
        if (self.step is None) != (self.of in {"judged", "count"}) and not (
            self.of == "count" and self.step is not None and self.step.unit
        ):
            raise wrong("rules.value-step")
        return self

    def cap(self, whole: str) -> str:
        """Write the most points that it can take off.

        Args:
            whole: the points that there are.
        """
        return whole if self.most is None else f"min({number_of(self.most)}, {whole})"

    def taken(self, ask: Ask, row: RuleRow, whole: str, *, missed: bool) -> str | None:
        """Write the points that it takes off, or None where a person must find them.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.
            whole: the points that there are.
            missed: whether the target is known to be missed where this stands.
        """
        measured, cap = self.measured(ask, row), self.cap(whole)
        if measured is None:
            if not self._has_no_rate(row) or ask("zero_target") == "judged":
                return None
            # Beyond a target of nothing, any deviation has no end in per cent.
            return cap if missed else f"(0 if {self._kept(row)} else {cap})"
        return counted(ask, *measured, self.each(), cap)

    def is_judged(self, ask: Ask, row: RuleRow) -> bool:
        """Return whether a person must find all that it takes off.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.
        """
        unknown = self.most is None and not self._has_no_rate(row)
        return unknown and self.measured(ask, row) is None

    def spares_met(self, row: RuleRow) -> bool:
        """Return whether nothing is taken off where the target is met."""
        bad = {Direction.AT_LEAST: "shortfall", Direction.AT_MOST: "overrun"}
        side = bad.get(row.direction) if row.direction else None
        if self.of == "count":
            return row.direction is Direction.AT_MOST
        late = row.subject is Subject.DATE and self.of == "overrun"
        return self.of in {"deviation", side} or late

    def _has_no_rate(self, row: RuleRow) -> bool:
        relative = self.step is not None and self.step.unit in {"", POINTS_UNIT}
        return row.zero_target and relative and self._side(row) in _OVER

    def _side(self, row: RuleRow) -> str | None:
        return _SIDES.get(row.direction) if self.of == "deviation" else self.of

    def _kept(self, row: RuleRow) -> str:
        """Write where nothing deviates from the target."""
        if self.spares_met(row):
            return "achieved"
        signs = {"overrun": "<=", "shortfall": ">="}
        return f"actual {signs.get(self._side(row) or '', '==')} target"

    def unless_kept(self, ask: Ask, row: RuleRow) -> str | None:
        """Write that a person judges where there is no rate, unless nothing deviates.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.
        """
        if not self._has_no_rate(row) or self.measured(ask, row) is not None:
            return None
        if ask("zero_target") == "nothing":
            return None
        low = "0" if self.most is None else f"weight - {self.cap('weight')}"
        return f"weight if {self._kept(row)} else within({low}, weight)"

    def measured(self, ask: Ask, row: RuleRow) -> _Measured | None:
        """Write what is counted and the size of a step; None where nothing says."""
        if self.of == "count":
            return self._occurrences(ask, row)
        if self.step is None:
            return None
        if row.subject is Subject.DATE:
            return self._days(row)
        if self.of == "increase":
            if self.step.unit not in {"", POINTS_UNIT}:
                return self._absolute("actual", row)
            size = self.step.number / (100 if self.step.unit else 1)
            return _Measured("actual", share_text(size)) if row.is_share else None
        return self._off_target(ask, row)

    def _off_target(self, ask: Ask, row: RuleRow) -> _Measured | None:
        side = self._side(row)
        if side is None or self.step is None or row.direction is None:
            return None
        rate, difference = _OVER[side]
        if self.step.unit not in {"", POINTS_UNIT}:
            return self._absolute(difference, row)
        in_points = row.is_share and (
            self.step.unit == POINTS_UNIT or ask("step_unit") == "points"
        )
        if row.zero_target and not in_points:
            return None
        size = share_text(self.step.number / (100 if self.step.unit else 1))
        return _Measured(difference if in_points else rate, size)

    def _absolute(self, over: str, row: RuleRow) -> _Measured | None:
        size = None if self.step is None or row.is_share else self.step.into(row.unit)
        size = _ONE.number if self.step is _ONE else size
        return None if size is None else _Measured(over, number_of(size))

    def _days(self, row: RuleRow) -> _Measured | None:
        if self.step is None or self.of not in {"deviation", "overrun"}:
            return None
        size = self.step.into("天") if self.step.unit else None
        return None if size is None else _Measured("days_late", number_of(size))

    def _occurrences(self, ask: Ask, row: RuleRow) -> _Measured | None:
        if not row.counts or row.direction not in {None, Direction.AT_MOST}:
            return None
        size = number_of(self.step.number) if self.step is not None else "1"
        beyond = row.direction is not None and not row.zero_target
        if beyond and ask("occurrences") == "beyond":
            return _Measured("max(actual - target, 0)", size)
        return _Measured("count", size)


_OVER = {
    "overrun": ("overrun", "max(actual - target, 0)"),
    "shortfall": ("shortfall", "max(target - actual, 0)"),
    "two_sided": ("abs(deviation)", "abs(actual - target)"),
}
_SIDES: dict[Direction | None, str] = {
    Direction.AT_LEAST: "shortfall",
    Direction.AT_MOST: "overrun",
    Direction.TWO_SIDED: "two_sided",
}


def left_over(
    parts: Sequence[Deduction], start: Fraction | None, ask: Ask, row: RuleRow
) -> str:
    """Write what several deductions leave of the points, not below zero.

    Args:
        parts: the deductions.
        start: the points that the clause starts from, where it names them.
        ask: gives the choice at an open point.
        row: what is known of the row.
    """
    spared = row.direction is not None or row.subject is Subject.DATE
    spared = spared and all(part.spares_met(row) for part in parts)
    if all(part.is_judged(ask, row) for part in parts):
        return (MET if spared else "") + JUDGED
    judged = parts[0].unless_kept(ask, row) if len(parts) == 1 else None
    if judged is not None:
        return judged
    written = as_written(start, ask, row)
    whole = number_of(start) if written else "weight"
    met = ""
    if spared:
        met = f"min(weight, {whole}) if achieved else " if written else MET
    taken, room = [], []
    for part in parts:
        text = part.taken(ask, row, whole, missed=spared)
        if text == whole:
            return met + "0"
        if text is not None:
            taken.append(text)
        else:
            room.append(part.cap(whole))
    less = "".join(f" - {text}" for text in taken)
    if room:
        low = "0" if whole in room else f"{whole} - {' - '.join(room)}"
        return f"{met}within({low}, {whole}){less}"
    return f"{met}min(weight, {whole}{less})" if written else f"{met}{whole}{less}"


class DeductionSteps(MethodBase, Deduction):
    """Points off for each step of overrun or shortfall (每超过10%扣2分，扣完为止).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = DeductionSteps(source="x", step="10%", points=2)
        >>> row = RuleRow(Fraction(20), direction=Direction.AT_MOST)
        >>> rule.write(lambda point, _=None: POINTS[point][0], row)
        'weight if achieved else weight - 2 * steps(overrun, 10%, weight / (2))'
    """

    method: Literal["deduction_steps"] = "deduction_steps"
    start: Positive | None = None
    """The points that the clause starts from, where it names them."""
    also: tuple[Deduction, ...] = ()
    """Further deductions; all share the floor at zero."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the points to start from."""
        return (self.start,)

    def judges(self) -> bool:
        """Return whether one of the deductions is for a person to find."""
        return any(part.of == "judged" for part in (self, *self.also))

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the steps as full, started or pro rata."""
        measured = self.measured(ask, row) is not None
        if self.of == "increase" and measured and ask("baseline") == "unknown":
            return f"{JUDGED} if actual > 0 else weight"
        return left_over((self, *self.also), self.start, ask, row)


class PerOccurrence(MethodBase, Each):
    """Points off for each occurrence or missing item (每出现一例扣1分).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = PerOccurrence(source="x", points=1)
        >>> row = RuleRow(Fraction(5), Subject.TEXT, None, counts=True)
        >>> rule.write(lambda point, _=None: POINTS[point][0], row)
        'weight - steps(count, 1, weight)'
    """

    method: Literal["per_occurrence"] = "per_occurrence"
    missing: bool = False
    """Whether what is counted is missing from the target (缺一项扣0.5分)."""
    most: Positive | None = None
    """The most points that occurrences take off, where the clause says so."""
    start: Positive | None = None
    """The points that the clause starts from, where it names them."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the points to start from."""
        return (self.start,)

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the points off for what is counted."""
        part = Deduction.model_construct(
            of="shortfall" if self.missing else "count",
            step=_ONE if self.missing and row.counts else None,
            points=self.points,
            of_weight=self.of_weight,
            most=self.most,
        )
        return left_over((part,), self.start, ask, row)


_ONE = Step.model_construct(number=Fraction(1), unit="(one)")


class Deadline(MethodBase, Each):
    """Full points in time; points off for each day late, where the source says so.

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = Deadline(source="x", points=1, most=4)
        >>> row = RuleRow(Fraction(10), Subject.DATE, None)
        >>> rule.write(lambda point, _=None: POINTS[point][0], row)
        'weight if achieved else weight - steps(days_late, 1, min(4, weight))'
    """

    method: Literal["deadline"] = "deadline"
    step: Step = Step.model_construct(number=Fraction(1), unit="天")
    """How long a step of delay is."""
    most: Positive | None = None
    """The most points that being late takes off, where the clause says so."""

    def _must_say(self) -> bool:
        return self.points is not None or self.of_weight is not None

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write full points in time, else the points off, else judgement."""
        if not self._must_say():
            return MET + JUDGED
        part = Deduction.model_construct(
            of="overrun",
            step=self.step,
            points=self.points,
            of_weight=self.of_weight,
            most=self.most,
        )
        return left_over((part,), None, ask, row)

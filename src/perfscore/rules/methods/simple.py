"""Met or not, the ratios, and what a person judges."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from perfscore.rules.methods.base import JUDGED, MET, MethodBase, as_written
from perfscore.rules.parts import (
    Direction,
    Gate,
    Positive,
    RuleRow,
    number_of,
    share_text,
)
from perfscore.rules.readings import Ask


class AllOrNothing(MethodBase):
    """Full points if the target is achieved, else none (达到计满分，否则不得分).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = AllOrNothing(source="x")
        >>> rule.write(lambda point, _=None: POINTS[point][0], RuleRow(Fraction(10)))
        'weight if achieved else 0'
    """

    method: Literal["all_or_nothing"] = "all_or_nothing"

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write ``weight if achieved else 0``."""
        return MET + "0"


class Proportional(MethodBase):
    """Points in proportion to the completion rate, capped at the weight.

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = Proportional(source="x")
        >>> rule.write(lambda point, _=None: POINTS[point][0], RuleRow(Fraction(10)))
        'weight if achieved else weight * rate'
    """

    method: Literal["proportional"] = "proportional"

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the forward ratio, the reverse one, or both sides of the target."""
        if row.zero_target and row.direction is not Direction.AT_LEAST:
            # Where the target is met, what a miss earns is no open point.
            missed = "nothing" if row.met else ask("zero_target")
            return MET + (JUDGED if missed == "judged" else "0")
        if row.direction is Direction.AT_LEAST:
            return MET + "weight * rate"
        if row.direction is Direction.TWO_SIDED:
            return f"{MET}weight * rate if actual < target else {_LINEAR}"
        if row.direction is not Direction.AT_MOST:
            return MET + JUDGED
        return MET + _REVERSE["ratio" if row.met else ask("reverse_rate")]


_LINEAR = "0 if rate >= 2 else weight * (2 - rate)"
_REVERSE = {"ratio": "weight / rate", "linear": _LINEAR, "met": "0"}


class GatedProportional(MethodBase):
    """Nothing below a gate (及格门槛), above it points by the share beyond the gate.

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = GatedProportional(source="x", gate="60%")
        >>> rule.write(lambda point, _=None: POINTS[point][0], RuleRow(Fraction(10)))
        'weight if achieved else 0 if rate < 60% else (rate - 60%) / (1 - 60%) * weight'
    """

    method: Literal["gated_proportional"] = "gated_proportional"
    gate: Gate
    """The completion rate below which nothing is earned."""
    multiplier: Positive | None = None
    """The points that the clause multiplies by, where it names them."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the multiplier."""
        return (self.multiplier,)

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula with its gate."""
        gate = share_text(self.gate)
        if row.direction is Direction.TWO_SIDED and not row.zero_target:
            near = "(1 - abs(deviation))"
            share = f"({near} - {gate}) / (1 - {gate}) * weight"
            return f"{MET}0 if {near} < {gate} else {share}"
        if row.direction is not Direction.AT_LEAST:
            return MET + JUDGED
        if as_written(self.multiplier, ask, row):
            share = f"(min(rate, 1) - {gate}) / (1 - {gate})"
            return f"0 if rate < {gate} else {share} * {number_of(self.multiplier)}"
        return f"{MET}0 if rate < {gate} else (rate - {gate}) / (1 - {gate}) * weight"


class Judgement(MethodBase):
    """A person judges within [0, weight] (按完成情况赋分).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> rule = Judgement(source="x")
        >>> rule.write(lambda point, _=None: POINTS[point][0], RuleRow(Fraction(10)))
        'within(0, weight)'
    """

    method: Literal["judgement"] = "judgement"

    def judges(self) -> bool:
        """Return whether the rule itself leaves points to a person."""
        return True

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the whole band."""
        return JUDGED

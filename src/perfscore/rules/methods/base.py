"""What all methods share: readings that a clause settles, vetoes, over-achievement."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from perfscore.messages import Message
from perfscore.rules.parts import (
    Cited,
    Direction,
    Positive,
    RuleRow,
    Selector,
    Share,
    Step,
    Strict,
    number_of,
    share_text,
    wrong,
)
from perfscore.rules.readings import POINTS, Ask
from perfscore.rules.words import Sort

JUDGED = "within(0, weight)"
"""A person judges."""

MET = "weight if achieved else "
"""A met target earns the weight."""

_COUNTS = {
    "full": "steps({over}, {size}, {most})",
    "started": "started_steps({over}, {size}, {most})",
    "pro_rata": "clamp({over} / {size}, 0, {most})",
}


def counted(ask: Ask, over: str, size: str, each: str, most: str) -> str:
    """Write the points of all steps, under the choice for steps that are not full.

    Args:
        ask: gives the choice at an open point.
        over: what is counted in steps.
        size: the size of a step.
        each: the points of a step.
        most: the most points that the steps can come to.
    """
    one = each == "1"
    limit = most if one else f"{most} / ({each})"
    steps = _COUNTS[ask("steps")].format(over=over, size=size, most=limit)
    return steps if one else f"{each} * {steps}"


class Each(Strict):
    """What each step is worth: points, or a share of the row's weight."""

    points: Positive | None = None
    """The points of each step."""
    of_weight: Share | None = None
    """Instead of points: the share of the row's weight."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Each:
        if (self.points is None) == (self.of_weight is None) and self._must_say():
            raise wrong("rules.value-points-or-share")
        return self

    def _must_say(self) -> bool:
        """Whether one of both must be given."""
        return True

    def each(self) -> str:
        """Write what each step is worth."""
        if self.of_weight is not None:
            return f"weight * {share_text(self.of_weight)}"
        return number_of(self.points)


class Beyond(Each):
    """What achieving more than the target does.

    ``note``: a remark, the score stays the weight. ``deduct``: points off for each step
    beyond ``rate``. ``bonus``: points above the weight for each step, where the ruleset
    allows it. ``two_sided``: it costs what a shortfall of the same size costs.
    """

    rate: Positive = Fraction(1)
    """The completion rate from which on it does."""
    effect: Literal["note", "deduct", "bonus", "two_sided"] = "note"
    step: Step | None = None
    """The size of a step."""
    most: Positive | None = None
    """The most points, for a bonus always given."""

    def _must_say(self) -> bool:
        return self._counts() or self.points is not None or self.of_weight is not None

    def _counts(self) -> bool:
        return self.effect in {"deduct", "bonus"}

    @model_validator(mode="after")
    def _complete(self) -> Beyond:
        bonus = self.effect == "bonus"
        if (self.step is not None) != self._counts() or (bonus and self.most is None):
            raise wrong("rules.value-beyond")
        return self

    def write(self, ask: Ask, row: RuleRow, base: str) -> str:
        """Write a formula with what lies beyond the target put before it.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.
            base: the formula up to the target.
        """
        forbidden = self.effect == "bonus" and ask("bonus") == "capped"
        if self.step is None or forbidden or row.zero_target:
            return base
        start = f"{number_of(self.rate)} * target" if self.rate != 1 else "target"
        from_rate = share_text(self.rate)
        over, size = f"(rate - {from_rate})", share_text(self.step.number)
        if self.step.unit:
            amount = self.step.into(row.unit)
            if amount is None or row.is_share:
                return f"{JUDGED} if actual > {start} else {base}"
            over, size = f"(actual - {start})", number_of(amount)
        most = number_of(self.most) if self.most is not None else "weight"
        points = counted(ask, over, size, self.each(), most)
        sign = "+" if self.effect == "bonus" else "-"
        return f"weight {sign} {points} if actual > {start} else {base}"


Texts = Iterator[tuple[tuple[str | int, ...], str, Sort | None]]
"""The formulas of a rule file: the way to each, its text, and what it must be."""


class MethodBase(Cited):
    """What all methods share."""

    for_: Annotated[Selector, Field(alias="for")] = Selector()
    """Which rows the method is for."""
    settles: dict[str, str] = Field(default_factory=dict)
    """The choices at open points that the clause itself makes, such as
    ``steps: started`` (不足10%按10%计)."""
    veto: str | None = None
    """A condition under which the row earns nothing, whatever else holds."""
    beyond: Beyond | None = None
    """What achieving more than the target does, where the clause says so."""
    exception: str = ""
    """The exception that the clause makes, in its words (政策性原因除外): whether it
    holds is for a person to establish."""

    @field_validator("settles")
    @classmethod
    def _known(cls, settles: dict[str, str]) -> dict[str, str]:
        for point, choice in settles.items():
            known = POINTS.get(point, tuple(POINTS))
            given = choice if point in POINTS else point
            if given not in known:
                raise wrong(
                    "rules.value-choice",
                    name=point,
                    given=given,
                    expected=", ".join(known),
                    near=known[0],
                )
        return settles

    def settled(self, ask: Ask) -> Ask:
        """Return ``ask`` with the points settled that the clause itself settles."""
        if not self.settles:
            return ask

        def asking(point: str, options: Sequence[str] | None = None) -> str:
            return self.settles.get(point) or ask(point, options)

        return asking

    def write(self, ask: Ask, row: RuleRow, beyond: Beyond | None = None) -> str:
        """Write the formula that the method stands for in a row.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.
            beyond: what the ruleset says of achieving more than the target; what the
                method itself says comes first.

        Returns:
            The formula's text.
        """
        ask = self.settled(ask)
        if row.not_applicable:
            return _NOT_APPLICABLE.get(ask("not_applicable"), JUDGED)
        if self.exception and ask("exception") == "present":
            return "weight"
        beyond = self.beyond or beyond
        if self.is_two_sided(row, beyond):
            row = replace(row, direction=Direction.TWO_SIDED)
        text = self.written(ask, row)
        if beyond is not None and row.direction is Direction.AT_LEAST:
            text = beyond.write(ask, row, text)
        return f"0 if {self.veto} else {text}" if self.veto else text

    def is_two_sided(self, row: RuleRow, beyond: Beyond | None = None) -> bool:
        """Return whether a row is met only by its target itself, more costing too.

        Args:
            row: what is known of the row.
            beyond: what the ruleset says of achieving more than the target.
        """
        beyond = self.beyond or beyond
        upward = row.direction is Direction.AT_LEAST
        return upward and beyond is not None and beyond.effect == "two_sided"

    @abstractmethod
    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula for a row that applies, up to its target.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.
        """

    def ceiling(
        self, ask: Ask, weight: Fraction, beyond: Beyond | None = None
    ) -> Fraction:
        """Return the most points that a row can earn: its weight, and any bonus.

        Args:
            ask: gives the choice at an open point.
            weight: the row's weight.
            beyond: what the ruleset says of achieving more than the target.
        """
        beyond = self.beyond or beyond
        if beyond is None or beyond.effect != "bonus":
            return weight
        allowed = self.settled(ask)("bonus") == "allowed"
        return weight + (beyond.most or 0) if allowed else weight

    def formulas(self) -> Texts:
        """Yield the formula texts that the method was given, with their keys."""
        if self.veto is not None:
            yield ("veto",), self.veto, Sort.CONDITION

    def labels(self) -> dict[str, Message]:
        """Return the words for choices of the method's own, by ``point=choice``."""
        return {}

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the points that the clause itself says the row is worth."""
        return ()

    def judges(self) -> bool:
        """Return whether the rule itself leaves points to a person."""
        return False


_NOT_APPLICABLE = {"full": "weight", "zero": "0"}


def as_written(stated: Fraction | None, ask: Ask, row: RuleRow) -> bool:
    """Return whether points that the clause names win over the row's weight.

    Args:
        stated: the points, None where the clause names none.
        ask: gives the choice at an open point.
        row: what is known of the row.
    """
    if stated is None or stated == row.weight:
        return False
    return ask("weight_conflict") == "as_written"

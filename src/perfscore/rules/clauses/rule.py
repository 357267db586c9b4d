"""The rule that a clause states, written as formulas for the rows it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfscore.messages import Message, say
from perfscore.rules.clauses.gains import bonus_most
from perfscore.rules.clauses.line import Contradiction
from perfscore.rules.clauses.measures import (
    JUDGED,
    NotHere,
)
from perfscore.rules.clauses.named import arm_named, grade_named, is_denied
from perfscore.rules.clauses.parts import Named
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import most_points
from perfscore.rules.clauses.writer import Writer
from perfscore.rules.clauses.written import multiplier
from perfscore.rules.parts import Direction, RuleRow
from perfscore.rules.readings import Ask


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """The rule that a clause of a form states.

    Attributes:
        said: what the clause says, piece by piece.
        direction: the side that its words take to be good, where they tell.
        is_sure: whether its steps or bands tell, and not a word alone.
    """

    said: Said
    direction: Direction | None = None
    is_sure: bool = False

    method = "clause"
    """The name under which the trace shows the rule."""

    def write(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula that the clause stands for in a row.

        Args:
            ask: gives the choice at an open point.
            row: what is known of the row.

        Returns:
            The formula's text; all of [0, weight] where the clause speaks of something
            that the row does not have.
        """
        try:
            told = self.direction if self.is_sure else None
            return Writer(self.said, told, row, ask).formula()
        except (NotHere, Contradiction):
            return JUDGED

    def ceiling(self, weight: Fraction) -> Fraction:
        """Return the most points of a row: its weight, or more where points are added.

        Args:
            weight: the row's weight.
        """
        most = bonus_most(self.said, weight) if self.said.bonus is not None else None
        return weight if most is None else most

    def names_grade(self, said: str) -> bool:
        """Return whether the clause names what an actual says as a grade."""
        if grade_named(self.said.grades, said) is not None:
            return True
        named = [arm for arm in self.said.arms if isinstance(arm.when, Named)]
        alone = len(named) == 1 and is_denied(named[0], said)
        return alone or arm_named(named, said) is not None

    def stated_points(self) -> tuple[Fraction | None, ...]:
        """Return the points that the clause itself says the row is worth."""
        found = (self.said.stated, most_points(self.said.arms), multiplier(self.said))
        return tuple(dict.fromkeys(points for points in found if points is not None))

    def labels(self) -> dict[str, Message]:
        """Return the words for choices of the rule's own, by ``point=choice``."""
        own = {
            key: say(f"rules.choice-{key.replace('=', '-').replace('_', '-')}")
            for key in (
                "measured=actual",
                "measured=rate",
                "steps_of_example=full",
                "steps_of_example=started",
                "steps_of_example=pro_rata",
            )
        }
        # A clause that says 每发生一次 may mean those within the target as well.
        return own | {"occurrences=all": say("rules.choice-occurrences-each")}

"""Rules written as formulas, with their other honest readings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from perfscore.messages import Message, say
from perfscore.rules.methods.base import MethodBase, Texts
from perfscore.rules.parts import RuleRow, Strict, wrong
from perfscore.rules.readings import Ask

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


class WrittenRule(Strict):
    """A formula under the chosen reading, and under the others."""

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
    def _told_apart(self) -> WrittenRule:
        choices = [self.choice, *(other.choice for other in self.readings)]
        if len(set(choices)) < len(choices):
            raise wrong("rules.value-twice")
        return self

    def text(self, ask: Ask) -> str:
        """Return the formula of a reading.

        Args:
            ask: gives the choice at the open point.
        """
        if not self.readings:
            return self.formula
        texts = {self.choice: self.formula}
        texts |= {other.choice: other.formula for other in self.readings}
        return texts[ask(self.point, tuple(texts))]

    def texts(self) -> Texts:
        """Yield every reading's formula, with the way to it."""
        yield ("formula",), self.formula, None
        for position, other in enumerate(self.readings):
            yield ("readings", position, "formula"), other.formula, None

    def words(self) -> dict[str, Message]:
        """Return the readings in words, by ``point=choice``."""
        if not self.readings:
            return {}
        found = {
            f"{self.point}={self.choice}": say("common.both", zh=self.zh, en=self.en)
        }
        for other in self.readings:
            key = f"{self.point}={other.choice}"
            found[key] = say("common.both", zh=other.zh, en=other.en)
        return found


class FormulaMethod(MethodBase, WrittenRule):
    """A rule written as a formula, with its other honest readings.

    Example:
        >>> from fractions import Fraction
        >>> from perfscore.rules.readings import POINTS
        >>> rule = FormulaMethod(source="x", formula="分值 × 完成率")
        >>> rule.write(lambda point, _=None: POINTS[point][0], RuleRow(Fraction(10)))
        '分值 × 完成率'
    """

    method: Literal["formula"] = "formula"

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the formula of a reading."""
        return self.text(ask)

    def formulas(self) -> Texts:
        """Yield every reading's formula."""
        yield from super().formulas()
        yield from self.texts()

    def labels(self) -> dict[str, Message]:
        """Return the readings in words."""
        return self.words()

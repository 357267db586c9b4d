"""Grades and checklists: points by the words that an actual names."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from perfscore.rules.methods.base import JUDGED, MethodBase, Texts
from perfscore.rules.parts import (
    Exact,
    Positive,
    RuleRow,
    Strict,
    inside,
    number_of,
    share_text,
    wrong,
)
from perfscore.rules.readings import Ask

Words = Annotated[tuple[str, ...], Field(min_length=1)]
"""The words by which an actual names something, whole."""


class Grade(Strict):
    """One grade of a qualitative indicator."""

    words: Words
    """The words by which an actual names the grade, whole."""
    formula: str = ""
    """What the grade earns: usually a band to be judged."""
    share: Annotated[Exact, AfterValidator(inside(0, 1))] | None = None
    """Instead of a formula: the fixed share of the weight that it earns."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Grade:
        if bool(self.formula) == (self.share is not None):
            raise wrong("rules.value-formula-or-share")
        return self

    def earns(self) -> str:
        """Write what the grade earns."""
        return self.formula or f"{share_text(self.share or Fraction(0))} * weight"


class Grades(MethodBase):
    """Points by the grade that the actual names (定性分档).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> grade = Grade(words=("基本相符",), share="60%")
        >>> rule = Grades(source="x", grades=(grade,))
        >>> row = RuleRow(Fraction(10), grade=0)
        >>> rule.write(lambda point, _=None: POINTS[point][0], row)
        '60% * weight'
    """

    method: Literal["grades"] = "grades"
    grades: Annotated[tuple[Grade, ...], Field(min_length=1)]
    """The grades, the best first."""

    def judges(self) -> bool:
        """Return whether the rule itself leaves points to a person."""
        return True

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the grade's formula, or judgement where no grade is named."""
        return JUDGED if row.grade is None else self.grades[row.grade].earns()

    def formulas(self) -> Texts:
        """Yield the grades' formulas."""
        yield from super().formulas()
        for position, grade in enumerate(self.grades):
            if grade.formula:
                yield ("grades", position, "formula"), grade.formula, None


class Item(Strict):
    """One item of a checklist."""

    words: Words
    """The words by which an actual names the item, whole; any one of them does."""
    points: Positive
    """The points that it earns."""
    gate: bool = False
    """Whether nothing is earned without it."""


class Checklist(MethodBase):
    """Points for each item that is fulfilled (逐项得分).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> items = Item(words=("财务制度",), points=1), Item(words=("审批",), points=2)
        >>> rule = Checklist(source="x", items=items)
        >>> row = RuleRow(Fraction(3), items=frozenset({0, 1}))
        >>> rule.write(lambda point, _=None: POINTS[point][0], row)
        '1 + 2'
    """

    method: Literal["checklist"] = "checklist"
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The items."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the points of all items."""
        return (sum((item.points for item in self.items), Fraction(0)),)

    def judges(self) -> bool:
        """Return whether the rule itself leaves points to a person."""
        return True

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the points of the items named, or judgement where none are."""
        if row.items is None:
            return JUDGED
        whole = sum((item.points for item in self.items), Fraction(0))
        if any(item.gate and n not in row.items for n, item in enumerate(self.items)):
            return "0"
        points = [number_of(self.items[n].points) for n in sorted(row.items)]
        text = " + ".join(points) or "0"
        if whole != row.weight and ask("weight_conflict") == "by_weight":
            return f"({text}) * weight / {number_of(whole)}"
        return text

"""All that a clause says, put together from its pieces."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfscore.rules.clauses.parts import Arm, Deduction, Figure, Points
from perfscore.rules.clauses.pieces import Accrual, Bonus, Example


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

"""Methods: short ways to write common formulas of the one language.

A method asks for the choice at each open point and then writes the formula that it
stands for, so that the trace, the checks and the arrays all see the same text.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from perfscore.rules.methods.bands import BandRule, Bands
from perfscore.rules.methods.base import Beyond, MethodBase
from perfscore.rules.methods.deductions import (
    Deadline,
    Deduction,
    DeductionSteps,
    PerOccurrence,
)
from perfscore.rules.methods.graded import Checklist, Grade, Grades, Item
from perfscore.rules.methods.simple import (
    AllOrNothing,
    GatedProportional,
    Judgement,
    Proportional,
)
from perfscore.rules.methods.written import FormulaMethod, OtherReading, WrittenRule

Method = Annotated[
    AllOrNothing
    | Proportional
    | GatedProportional
    | DeductionSteps
    | Bands
    | PerOccurrence
    | Deadline
    | Grades
    | Checklist
    | Judgement
    | FormulaMethod,
    Field(discriminator="method"),
]
"""Any method, told apart by its key ``method``."""

__all__ = [
    "AllOrNothing",
    "BandRule",
    "Bands",
    "Beyond",
    "Checklist",
    "Deadline",
    "Deduction",
    "DeductionSteps",
    "FormulaMethod",
    "GatedProportional",
    "Grade",
    "Grades",
    "Item",
    "Judgement",
    "Method",
    "MethodBase",
    "OtherReading",
    "PerOccurrence",
    "Proportional",
    "WrittenRule",
]

"""What a formula that a clause prints gives, asked before it is used."""

from __future__ import annotations

from fractions import Fraction

from perfscore.errors import FormulaError
from perfscore.rules.clauses.parts import Written
from perfscore.rules.clauses.said import Said
from perfscore.rules.formula import parse_formula
from perfscore.rules.scalars import evaluate
from perfscore.rules.walker import Names, UndefinedResult

_ONE, _SEVEN = Fraction(1), Fraction(7)


def multiplier(said: Said) -> Fraction | None:
    """Return what a printed formula gives for a completion of exactly 100 %."""
    texts = [arm.earns.text for arm in said.arms if isinstance(arm.earns, Written)]
    if len(texts) != 1:
        return None
    try:
        formula = parse_formula(texts[0])
        if "weight" in formula.names:
            return None
        found, other = (
            evaluate(formula, Names({"actual": size, "target": size}))
            for size in (_ONE, _SEVEN)
        )
        if found != other:
            return None  # what it gives hangs on more than the completion
    except (FormulaError, UndefinedResult):
        return None
    return found if isinstance(found, Fraction) and found > 0 else None


def _at(text: str, actual: Fraction) -> Fraction | None:
    """Return what a formula gives for 7 points and a target of 1."""
    names = {"weight": _SEVEN, "actual": actual, "target": _ONE}
    try:
        found = evaluate(parse_formula(text), Names(names))
    except (FormulaError, UndefinedResult):
        return None
    return found if isinstance(found, Fraction) else None


def rises(text: str) -> bool:
    """Whether a formula gives more for more."""
    half, most = _at(text, Fraction(1, 2)), _at(text, Fraction(2))
    return half is not None and most is not None and half < most


def gives_ratio(text: str) -> bool:
    """Return whether a formula is points times 完成率, whatever that is in a row."""
    whole = _at(text, _ONE)
    named = "完成值" in text or "目标值" in text
    return bool(whole) and not named and _at(text, _ONE / 3) == (whole or 0) / 3


def is_scale_free(text: str) -> bool:
    """Whether a formula gives the same where actual and target grow alike."""
    numbers = {"weight": _SEVEN, "actual": Fraction(3), "target": Fraction(5)}
    larger = {**numbers, "actual": Fraction(21), "target": Fraction(35)}
    try:
        formula = parse_formula(text)
        return evaluate(formula, Names(numbers)) == evaluate(formula, Names(larger))
    except (FormulaError, UndefinedResult):
        return False

"""Formulas over single Fractions: one indicator, one number."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from perfscore.rules.formula import Formula
from perfscore.rules.walker import Band, Names, UndefinedResult, Walker


class ScalarWalker(Walker[Fraction]):
    """Evaluate checked trees where every number is known."""

    def exact(self, number: Fraction) -> Fraction:
        """Return the number itself."""
        return number

    def unknown(self) -> Fraction:
        """Refuse: every number is known here."""
        raise UndefinedResult("rules.no-such-number", name=str(self.names.unknown))

    def combine(self, sign: ast.operator, left: Fraction, right: Fraction) -> Fraction:
        """Return the sum, difference, product or quotient."""
        if isinstance(sign, ast.Add):
            return left + right
        if isinstance(sign, ast.Sub):
            return left - right
        if isinstance(sign, ast.Mult):
            return left * right
        if right == 0:
            raise UndefinedResult("rules.division-by-zero")
        return left / right

    def _compare(self, sign: ast.cmpop, left: Fraction, right: Fraction) -> bool:
        return _COMPARE[type(sign)](left, right)

    def sign(self, number: Fraction) -> int:
        """Return -1, 0 or 1."""
        return (number > 0) - (number < 0)

    def whole(self, number: Fraction, *, up: bool) -> Fraction:
        """Return the number rounded to a whole number, down or up."""
        return Fraction(ceil(number) if up else floor(number))

    def _small(self, number: Fraction) -> int:
        return int(number)


_COMPARE: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def evaluate(formula: Formula, names: Names) -> Fraction | Band[Fraction]:
    """Return the exact result of a formula whose every number is known.

    Args:
        formula: the checked formula.
        names: the numbers by name.

    Returns:
        The number, or the band to be judged.

    Raises:
        UndefinedResult: a number that the formula asks for does not exist.

    Example:
        >>> from perfscore.rules.formula import parse_formula
        >>> evaluate(
        ...     parse_formula("（实际完成率-60%）/（1-60%）*10"),
        ...     Names({"actual": Fraction(1572), "target": Fraction(1965)}),
        ... )
        Fraction(5, 1)
    """
    result: Fraction | Band[Fraction] = ScalarWalker(names)._eval(formula.tree)  # noqa: SLF001
    return result

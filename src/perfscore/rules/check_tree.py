"""The check of a formula's tree: sorts, arguments, and the degree in the unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from perfscore.errors import FormulaError
from perfscore.rules.words import FUNCTIONS, NAMES, UNCERTAIN, Sort

ErrorAt = Callable[..., FormulaError]

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_MOST_PLACES = 6
_BANDS = frozenset({"within", "within_below"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's sort, and the greatest degrees of the unknown above and below its line.

    The unknown u enters every sub-expression as (a·u+b)/(c·u+d); a degree above one
    would have roots that are no fractions.
    """

    sort: Sort
    above: int = 0
    below: int = 0


def sort_of(tree: ast.expr, error: ErrorAt) -> Sort:
    """Check a tree and return what it is.

    Args:
        tree: the tree, its constants already exact.
        error: makes the error for a node.

    Returns:
        The sort of the whole.

    Raises:
        FormulaError: at the first node that the language does not have.
    """
    return _Checker(error).part(tree).sort


class _Checker:
    def __init__(self, error: ErrorAt) -> None:
        self.error = error

    def part(self, node: ast.expr) -> _Part:
        check = _CHECKS.get(type(node))
        if check is None:
            raise self.error(node, "not-in-language", what=type(node).__name__)
        return check(self, node)

    def constant(self, _: ast.Constant) -> _Part:
        return _Part(Sort.NUMBER)

    def connective(self, node: ast.BoolOp) -> _Part:
        for value in node.values:
            self.want(value, Sort.CONDITION)
        return _Part(Sort.CONDITION)

    def want(self, node: ast.expr, sort: Sort) -> _Part:
        part = self.part(node)
        if part.sort is not sort:
            raise self.error(node, f"{sort}-wanted")
        return part

    def name(self, node: ast.Name) -> _Part:
        if node.id not in NAMES:
            raise self.error(node, "function-alone", name=node.id)
        if node.id == "achieved":
            return _Part(Sort.CONDITION)
        return _Part(Sort.NUMBER, int(node.id in UNCERTAIN))

    def unary(self, node: ast.UnaryOp) -> _Part:
        if isinstance(node.op, ast.Not):
            return self.want(node.operand, Sort.CONDITION)
        if isinstance(node.op, (ast.USub, ast.UAdd)):
            return self.want(node.operand, Sort.NUMBER)
        raise self.error(node, "not-in-language", what=type(node.op).__name__)

    def arithmetic(self, node: ast.BinOp) -> _Part:
        if not isinstance(node.op, _ARITHMETIC):
            raise self.error(node, "not-in-language", what=type(node.op).__name__)
        left = self.part(node.left)
        if left.sort is Sort.BAND and isinstance(node.op, ast.Sub):
            self.want(node.right, Sort.NUMBER)
            return left
        if left.sort is not Sort.NUMBER:
            raise self.error(node.left, "number-wanted")
        right = self.want(node.right, Sort.NUMBER)
        if isinstance(node.op, ast.Mult):
            above, below = left.above + right.above, left.below + right.below
        elif isinstance(node.op, ast.Div):
            above, below = left.above + right.below, left.below + right.above
        else:
            above = max(left.above + right.below, right.above + left.below)
            below = left.below + right.below
        if above > 1 or below > 1:
            raise self.error(node, "unknown-squared")
        return _Part(Sort.NUMBER, above, below)

    def comparison(self, node: ast.Compare) -> _Part:
        parts = [self.want(n, Sort.NUMBER) for n in (node.left, *node.comparators)]
        for operator in node.ops:
            if not isinstance(operator, _COMPARISONS):
                raise self.error(node, "not-in-language", what=type(operator).__name__)
        for left, right in pairwise(parts):
            self.comparable(node, left, right)
        return _Part(Sort.CONDITION)

    def comparable(self, node: ast.expr, left: _Part, right: _Part) -> None:
        if max(left.above + right.below, right.above + left.below) > 1:
            raise self.error(node, "unknown-squared")

    def conditional(self, node: ast.IfExp) -> _Part:
        self.want(node.test, Sort.CONDITION)
        body, orelse = self.part(node.body), self.part(node.orelse)
        for part, branch in ((body, node.body), (orelse, node.orelse)):
            if part.sort is Sort.CONDITION:
                raise self.error(branch, "number-wanted")
        band = Sort.BAND in (body.sort, orelse.sort)
        return _Part(
            Sort.BAND if band else Sort.NUMBER,
            max(body.above, orelse.above),
            max(body.below, orelse.below),
        )

    def call(self, node: ast.Call) -> _Part:
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            raise self.error(node, "no-function")
        name = node.func.id
        _, least, most = FUNCTIONS[name]
        starred = any(isinstance(a, ast.Starred) for a in node.args)
        if node.keywords or starred or not least <= len(node.args) <= most:
            raise self.error(node, "arguments", name=name, least=least, most=most)
        parts = [self.want(argument, Sort.NUMBER) for argument in node.args]
        if name in _BANDS:
            self.comparable(node, parts[0], parts[1])
            return _Part(Sort.BAND)
        if name in {"min", "max", "clamp"}:
            for number, left in enumerate(parts):
                for right in parts[number + 1 :]:
                    self.comparable(node, left, right)
            return _Part(
                Sort.NUMBER,
                max(part.above for part in parts),
                max(part.below for part in parts),
            )
        if name == "abs":
            return parts[0]
        if any(part.above or part.below for part in parts[1:]):
            raise self.error(node, "unknown-as-size", name=name)
        if name == "round" and not _is_places(node.args[1]):
            raise self.error(node.args[1], "places", most=_MOST_PLACES)
        return _Part(Sort.NUMBER)


def _is_places(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, Fraction)
        and node.value.denominator == 1
        and node.value <= _MOST_PLACES
    )


_CHECKS: dict[type[ast.expr], Callable[[_Checker, Any], _Part]] = {
    ast.Constant: _Checker.constant,
    ast.Name: _Checker.name,
    ast.BinOp: _Checker.arithmetic,
    ast.UnaryOp: _Checker.unary,
    ast.Compare: _Checker.comparison,
    ast.BoolOp: _Checker.connective,
    ast.IfExp: _Checker.conditional,
    ast.Call: _Checker.call,
}

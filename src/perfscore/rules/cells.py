"""Formulas over cells: one uncertain number in an interval, and the exact set.

The uncertain number u enters every sub-expression as (a·u+b)/(c·u+d) in Fractions. A
comparison, minimum, whole number or pole that is not the same on the whole cell splits
the cell at the exact root, and the parts are walked again. On what is left a value is
monotone, so that its limits at the cell's ends are its exact range.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from perfscore.messages import Message
from perfscore.rules.formula import Formula
from perfscore.rules.walker import Band, Names, UndefinedResult, Walker
from perfscore.values.sets import Piece, joined

MOST_CELLS = 1000
"""The most pieces that a rule's curve may have; more is no scoring rule."""


class Cell(NamedTuple):
    """A point, or an open interval of the uncertain number.

    Attributes:
        low: the lower end; None where there is none.
        high: the upper end; None where there is none.
    """

    low: Fraction | None
    high: Fraction | None

    @property
    def is_point(self) -> bool:
        """Whether the cell is one number."""
        return self.low is not None and self.low == self.high

    def sample(self) -> Fraction:
        """Return a number inside the cell."""
        if self.low is None:
            return Fraction(0) if self.high is None else self.high - 1
        return self.low + 1 if self.high is None else (self.low + self.high) / 2

    def holds(self, number: Fraction) -> bool:
        """Return whether a number is strictly inside the open interval."""
        above = self.low is None or self.low < number
        return above and (self.high is None or number < self.high)

    def split(self, roots: Iterable[Fraction]) -> list[Cell]:
        """Return the points at the roots and the open intervals between them."""
        parts, low = [], self.low
        for root in sorted(set(roots)):
            parts += [Cell(low, root), Cell(root, root)]
            low = root
        return [*parts, Cell(low, self.high)]


class Ratio(NamedTuple):
    """The function (a·u+b)/(c·u+d) of the uncertain number u.

    Attributes:
        a: the factor of u above the line.
        b: the number above the line.
        c: the factor of u below the line.
        d: the number below the line.
    """

    a: Fraction
    b: Fraction
    c: Fraction
    d: Fraction

    @property
    def is_constant(self) -> bool:
        """Whether the function is one number."""
        return self.a * self.d == self.b * self.c

    @property
    def is_affine(self) -> bool:
        """Whether there is nothing below the line."""
        return self.c == 0 and self.d == 1

    def at(self, u: Fraction) -> Fraction:
        """Return the value at a number that is no pole."""
        if self.is_affine:
            return self.a * u + self.b if self.a else self.b
        return (self.a * u + self.b) / (self.c * u + self.d)

    def limit(self, end: Fraction | None) -> Fraction | None:
        """Return the limit at an end of a cell, None where it is infinite."""
        if end is None:
            return self.a / self.c if self.c else None
        below = self.c * end + self.d
        return (self.a * end + self.b) / below if below else None


class _SplitError(Exception):
    def __init__(self, roots: Iterable[Fraction]) -> None:
        self.roots = tuple(roots)
        super().__init__()


_ZERO, _ONE = Fraction(0), Fraction(1)


class CellWalker(Walker[Ratio]):
    """Evaluate checked trees on one cell of the uncertain number."""

    def __init__(self, names: Names, cell: Cell) -> None:
        super().__init__(names)
        self.cell = cell

    def exact(self, number: Fraction) -> Ratio:
        """Return a constant function."""
        return Ratio(_ZERO, number, _ZERO, _ONE)

    def unknown(self) -> Ratio:
        """Return u itself, or its value where the cell is a point."""
        if self.cell.is_point and self.cell.low is not None:
            return self.exact(self.cell.low)
        return Ratio(_ONE, _ZERO, _ZERO, _ONE)

    def combine(self, sign: ast.operator, left: Ratio, right: Ratio) -> Ratio:
        """Return the sum, difference, product or quotient."""
        if left.is_affine and right.is_affine:
            simple = _simple(sign, left, right)
            if simple is not None:
                return simple
        if isinstance(sign, ast.Div):
            if self.sign(right) == 0:
                raise UndefinedResult("rules.division-by-zero")
            right = Ratio(right.c, right.d, right.a, right.b)
            sign = ast.Mult()
        below = _times((left.c, left.d), (right.c, right.d))
        if isinstance(sign, ast.Mult):
            above = _times((left.a, left.b), (right.a, right.b))
        else:
            one = _times((left.a, left.b), (right.c, right.d))
            two = _times((right.a, right.b), (left.c, left.d))
            minus = -1 if isinstance(sign, ast.Sub) else 1
            above = tuple(x + minus * y for x, y in zip(one, two, strict=True))
        for factor in ((left.c, left.d), (right.c, right.d), (right.a, right.b)):
            if above[0] == below[0] == 0:
                break
            above, below = _cancelled(above, below, factor)
        return _ratio(above, below)

    def sign(self, number: Ratio) -> int:
        """Return the sign, which is the same on the whole cell, or split it."""
        if number.is_affine and not number.a:
            return (number.b > 0) - (number.b < 0)
        roots = [
            -constant / factor
            for factor, constant in ((number.a, number.b), (number.c, number.d))
            if factor and self.cell.holds(-constant / factor)
        ]
        if roots and not self.cell.is_point:
            raise _SplitError(roots)
        value = number.at(self.cell.sample())
        return (value > 0) - (value < 0)

    def within(self, number: Ratio, weight: Fraction) -> Ratio:
        """Return a result brought back into [0, weight], or split where it leaves."""
        if self.sign(number) < 0:
            return self.exact(_ZERO)
        most = self.exact(weight)
        return most if self._compare(ast.Gt(), number, most) else number

    def whole(self, number: Ratio, *, up: bool) -> Ratio:
        """Return the number rounded to a whole number, or split where it changes."""
        if not number.is_constant and not self.cell.is_point:
            self._split_at_whole_numbers(number)
        value = number.at(self.cell.sample())
        return self.exact(Fraction(ceil(value) if up else floor(value)))

    def _split_at_whole_numbers(self, number: Ratio) -> None:
        self.sign(number)
        ends = [
            number.limit(self.cell.low),
            number.limit(self.cell.high),
        ]
        finite = [end for end in ends if end is not None]
        if len(finite) < len(ends) or max(finite) - min(finite) > MOST_CELLS:
            raise UndefinedResult("rules.too-many-pieces")
        between = range(floor(min(finite)), ceil(max(finite)) + 1)
        roots = (
            (k * number.d - number.b) / (number.a - k * number.c)
            for k in between
            if number.a != k * number.c
        )
        inside = [root for root in roots if self.cell.holds(root)]
        if inside:
            raise _SplitError(inside)

    def _small(self, number: Ratio) -> int:
        return int(number.at(self.cell.sample()))


def _simple(sign: ast.operator, left: Ratio, right: Ratio) -> Ratio | None:
    """Return the result for the common case of nothing below the line."""
    if isinstance(sign, ast.Add):
        return Ratio(left.a + right.a, left.b + right.b, _ZERO, _ONE)
    if isinstance(sign, ast.Sub):
        return Ratio(left.a - right.a, left.b - right.b, _ZERO, _ONE)
    if isinstance(sign, ast.Mult):
        if not left.a:
            left, right = right, left
        if not right.a:
            return Ratio(left.a * right.b, left.b * right.b, _ZERO, _ONE)
    elif not right.a and right.b:
        return Ratio(left.a / right.b, left.b / right.b, _ZERO, _ONE)
    return None


Polynomial = tuple[Fraction, ...]


def _times(
    one: tuple[Fraction, Fraction], two: tuple[Fraction, Fraction]
) -> Polynomial:
    (a, b), (c, d) = one, two
    return (a * c, a * d + b * c, b * d)


def _cancelled(
    above: Polynomial, below: Polynomial, factor: tuple[Fraction, Fraction]
) -> tuple[Polynomial, Polynomial]:
    """Divide both polynomials by a linear factor that they share."""
    slope, constant = factor
    if slope == 0:
        return above, below
    root = -constant / slope
    if _value(above, root) or _value(below, root):
        return above, below
    return _divided(above, root), _divided(below, root)


def _value(polynomial: Polynomial, u: Fraction) -> Fraction:
    x, y, z = polynomial
    return (x * u + y) * u + z


def _divided(polynomial: Polynomial, root: Fraction) -> Polynomial:
    x, y, _ = polynomial
    return (_ZERO, x, y + x * root)


def _ratio(above: Polynomial, below: Polynomial) -> Ratio:
    if above[0] or below[0]:
        # The check of the formula lets no such thing through.
        message = "the unknown multiplies itself"
        raise ArithmeticError(message)
    return Ratio(above[1], above[2], below[1], below[2])


@dataclass(frozen=True, slots=True)
class Branch:
    """One piece of a rule's curve.

    Attributes:
        cell: where the uncertain number is.
        piece: what the formula gives there.
        result: the function itself, None where a person judges or nothing exists.
        reason: why nothing exists there.
        capped: whether the result was brought back into [0, weight].
    """

    cell: Cell
    piece: Piece
    result: Ratio | None = None
    reason: Message | None = None
    capped: bool = False


def branches(
    formula: Formula, names: Names, cells: Iterable[Cell], weight: Fraction
) -> list[Branch]:
    """Return the exact pieces of a formula's curve in [0, weight], from low to high.

    Args:
        formula: the checked formula.
        names: the numbers by name and the uncertain one.
        cells: where the uncertain number may be.
        weight: the most that can be earned; where a number does not exist, all of
            [0, weight] stands.

    Returns:
        The branches in the order of the cells.

    Raises:
        UndefinedResult: the curve has more pieces than a scoring rule has.

    Example:
        >>> from perfscore.rules.formula import parse_formula
        >>> rule = parse_formula("weight if actual >= 14000 else weight*actual/14000")
        >>> names = Names({"weight": Fraction(10)}, "actual")
        >>> found = branches(rule, names, [Cell(Fraction(13000), None)], Fraction(10))
        >>> [str(branch.piece) for branch in found]
        ['(9.285714, 10)', '10', '10']
    """
    todo = list(cells)[::-1]
    done: list[Branch] = []
    while todo:
        cell = todo.pop()
        if len(done) + len(todo) > MOST_CELLS:
            raise UndefinedResult("rules.too-many-pieces")
        walker = CellWalker(names, cell)
        try:
            done.append(_branch(walker, walker._eval(formula.tree), weight))  # noqa: SLF001
        except _SplitError as split:
            todo.extend(reversed(cell.split(split.roots)))
        except UndefinedResult as undefined:
            done.append(Branch(cell, unreadable(weight), reason=undefined.reason))
    return done


def _branch(
    walker: CellWalker, result: Ratio | Band[Ratio], weight: Fraction
) -> Branch:
    cell = walker.cell
    if isinstance(result, Band):
        if walker.sign(walker.combine(ast.Sub(), result.high, result.low)) < 0:
            raise UndefinedResult("rules.inverted-band")
        low, high = (
            walker.within(result.low, weight),
            walker.within(result.high, weight),
        )
        least, most = _range(cell, low), _range(cell, high)
        capped = low is not result.low or high is not result.high
        if least.low >= most.high:
            return Branch(cell, Piece(most.high, most.high, judged=True), capped=capped)
        open_high = most.high_open or (result.high_open and high is result.high)
        piece = Piece(least.low, most.high, least.low_open, open_high, judged=True)
        return Branch(cell, piece, capped=capped)
    kept = walker.within(result, weight)
    return Branch(cell, _range(cell, kept), kept, capped=kept is not result)


def _range(cell: Cell, function: Ratio) -> Piece:
    if function.is_constant or cell.is_point:
        value = function.at(cell.sample())
        return Piece(value, value)
    left, right = function.limit(cell.low), function.limit(cell.high)
    if left is None or right is None:
        raise UndefinedResult("rules.unbounded")
    return Piece(min(left, right), max(left, right), low_open=True, high_open=True)


def pieces(found: Iterable[Branch]) -> tuple[Piece, ...]:
    """Return the exact set of results of a rule's branches."""
    return joined(branch.piece for branch in found)


def cells_between(
    low: Fraction | None,
    high: Fraction | None,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> list[Cell]:
    """Return the cells of an interval: its closed ends as points, and its inside."""
    if low is not None and low == high:
        return [Cell(low, low)]
    found = [Cell(low, high)]
    if low is not None and not low_open:
        found.insert(0, Cell(low, low))
    if high is not None and not high_open:
        found.append(Cell(high, high))
    return found


def unreadable(weight: Fraction) -> Piece:
    """Return the set of an item that nothing is known of: [0, weight]."""
    return Piece(_ZERO, weight, judged=True)

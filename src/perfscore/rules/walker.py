"""The walk over a formula's tree that every kind of number shares.

simpleeval dispatches the nodes; what a node means is ours: a condition is no truth
value of Python, constants are Fractions, and only one branch of a conditional is
walked where the condition is decided.
"""

from __future__ import annotations

import ast
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any, Generic, TypeVar, cast

from simpleeval import SimpleEval

from perfscore.messages import Message, say
from perfscore.rules.formula import Formula, parse_formula
from perfscore.rules.words import NAMES, Sort

N = TypeVar("N")


class Condition:
    """Whether something holds; it has no truth value of Python and no arithmetic."""

    __slots__ = ("holds",)

    def __init__(self, *, holds: bool) -> None:
        self.holds = holds

    def __bool__(self) -> bool:
        message = "a condition is no truth value; ask for .holds"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class Band(Generic[N]):
    """A band of scores that a person judges in.

    Attributes:
        low: the least score.
        high: the greatest score.
        high_open: whether the greatest score itself is excluded.
    """

    low: N
    high: N
    high_open: bool = False


class UndefinedResult(Exception):  # noqa: N818 -- no fault of anybody's
    """A number that a rule asks for does not exist for this row.

    Attributes:
        reason: why, for people.
    """

    def __init__(self, key: str, **data: object) -> None:
        self.reason: Message = say(key, **data)
        super().__init__(key)


def _defined(text: str, sort: Sort | None = None) -> Formula:
    return parse_formula(text, sort=sort)


DEFINITIONS: Mapping[str, Formula] = {
    "rate": _defined("actual / target"),
    "overrun": _defined("max(rate - 1, 0)"),
    "shortfall": _defined("max(1 - rate, 0)"),
    "deviation": _defined("rate - 1"),
    "gap": _defined("actual - target"),
    "execution_rate": _defined("executed / budget"),
}
"""What the language's derived names stand for."""

_RATE_EXISTS = _defined("target > 0 and actual >= 0", Sort.CONDITION)
_EXECUTION_EXISTS = _defined("budget > 0 and executed >= 0", Sort.CONDITION)
EXISTS: Mapping[str, Formula] = {
    "rate": _RATE_EXISTS,
    "execution_rate": _EXECUTION_EXISTS,
}
"""When a rate exists: for a positive target and an actual that is not negative."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of a formula stand for in one row.

    Attributes:
        numbers: the known numbers by name.
        unknown: the name of the one uncertain number, if there is one.
        definitions: what other names stand for, such as ``achieved``.
    """

    numbers: Mapping[str, Fraction]
    unknown: str | None = None
    definitions: Mapping[str, Formula] = field(default_factory=dict)


class Walker(SimpleEval, Generic[N]):  # type: ignore[misc] # simpleeval is untyped
    """Evaluate checked trees over one kind of number.

    Args:
        names: what the names stand for.
    """

    def __init__(self, names: Names) -> None:
        # simpleeval's own set-up would put its node handlers and functions in place;
        # none of them is wanted, so its dispatch is all that is taken.
        self.names = names
        self.nodes = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.BinOp: self._arithmetic,
            ast.UnaryOp: self._unary,
            ast.Compare: self._comparison,
            ast.BoolOp: self._connective,
            ast.IfExp: self._conditional,
            ast.Call: self._call,
        }
        self.known: dict[str, Any] = {}

    def _check_disallowed_items(self, item: object) -> None:
        """Do nothing: only our own numbers, conditions and bands come out."""

    def number(self, tree: ast.expr) -> N:
        """Return the number that a part of a tree stands for."""
        return cast("N", self._eval(tree))

    def holds(self, tree: ast.expr) -> bool:
        """Return whether a condition holds."""
        condition: Condition = self._eval(tree)
        return condition.holds

    @abstractmethod
    def exact(self, number: Fraction) -> N:
        """Return a known number as this kind of number."""

    @abstractmethod
    def unknown(self) -> N:
        """Return the uncertain number."""

    @abstractmethod
    def combine(self, sign: ast.operator, left: N, right: N) -> N:
        """Return the sum, difference, product or quotient."""

    @abstractmethod
    def sign(self, number: N) -> int:
        """Return -1, 0 or 1."""

    @abstractmethod
    def whole(self, number: N, *, up: bool) -> N:
        """Return the number rounded to a whole number, down or up."""

    def _constant(self, node: ast.Constant) -> N:
        return self.exact(cast("Fraction", node.value))

    def _name(self, node: ast.Name) -> Any:
        name = node.id
        if name not in self.known:
            self.known[name] = self._found(name)
        return self.known[name]

    def _found(self, name: str) -> Any:
        if name == self.names.unknown:
            return self.unknown()
        if name in self.names.numbers:
            return self.exact(self.names.numbers[name])
        formula = self.names.definitions.get(name) or DEFINITIONS.get(name)
        if formula is None:
            raise UndefinedResult("rules.no-such-number", name=name_text(name))
        exists = EXISTS.get(name)
        if exists is not None and not self.holds(exists.tree):
            if name == "execution_rate":
                raise UndefinedResult("rules.no-execution-rate")
            raise UndefinedResult("rules.no-rate", name=name_text(name))
        return self._eval(formula.tree)

    def _arithmetic(self, node: ast.BinOp) -> Any:
        left, right = self._eval(node.left), self._eval(node.right)
        if isinstance(left, Band):
            zero = self.exact(Fraction(0))
            return Band(
                self._larger(self.combine(node.op, left.low, right), zero),
                self._larger(self.combine(node.op, left.high, right), zero),
                left.high_open,
            )
        return self.combine(node.op, left, right)

    def _unary(self, node: ast.UnaryOp) -> Any:
        operand = self._eval(node.operand)
        if isinstance(node.op, ast.Not):
            return Condition(holds=not operand.holds)
        if isinstance(node.op, ast.USub):
            return self.combine(ast.Sub(), self.exact(Fraction(0)), operand)
        return operand

    def _comparison(self, node: ast.Compare) -> Condition:
        left = self.number(node.left)
        for operator, follower in zip(node.ops, node.comparators, strict=True):
            right = self.number(follower)
            if not self._compare(operator, left, right):
                return Condition(holds=False)
            left = right
        return Condition(holds=True)

    def _compare(self, sign: ast.cmpop, left: N, right: N) -> bool:
        found = self.sign(self.combine(ast.Sub(), left, right))
        return _SIGNS[type(sign)](found)

    def _connective(self, node: ast.BoolOp) -> Condition:
        every = isinstance(node.op, ast.And)
        for value in node.values:
            if self.holds(value) is not every:
                return Condition(holds=not every)
        return Condition(holds=every)

    def _conditional(self, node: ast.IfExp) -> Any:
        return self._eval(node.body if self.holds(node.test) else node.orelse)

    def _call(self, node: ast.Call) -> Any:
        name = cast("ast.Name", node.func).id
        arguments = [self.number(argument) for argument in node.args]
        return _FUNCTIONS[name](self, *arguments)

    def _larger(self, left: N, right: N) -> N:
        return left if self._compare(ast.GtE(), left, right) else right

    def _smaller(self, left: N, right: N) -> N:
        return left if self._compare(ast.LtE(), left, right) else right

    def _min(self, first: N, *rest: N) -> N:
        for number in rest:
            first = self._smaller(first, number)
        return first

    def _max(self, first: N, *rest: N) -> N:
        for number in rest:
            first = self._larger(first, number)
        return first

    def _abs(self, number: N) -> N:
        if self.sign(number) < 0:
            return self.combine(ast.Sub(), self.exact(Fraction(0)), number)
        return number

    def _clamp(self, number: N, low: N, high: N) -> N:
        return self._smaller(self._larger(number, low), high)

    def _floor(self, number: N) -> N:
        return self.whole(number, up=False)

    def _ceil(self, number: N) -> N:
        return self.whole(number, up=True)

    def _round(self, number: N, places: N) -> N:
        scale = self.exact(Fraction(10) ** self._small(places))
        half = self.exact(Fraction(1, 2))
        times, over = ast.Mult(), ast.Div()
        scaled = self.combine(times, self._abs(number), scale)
        whole = self.whole(self.combine(ast.Add(), scaled, half), up=False)
        size = self.combine(over, whole, scale)
        negative = self.sign(number) < 0
        return (
            self.combine(ast.Sub(), self.exact(Fraction(0)), size) if negative else size
        )

    @abstractmethod
    def _small(self, number: N) -> int:
        """Return a small whole number, as a count of places."""

    def _steps(self, number: N, size: N, most: N) -> N:
        return self._stepped(number, size, most, up=False)

    def _started_steps(self, number: N, size: N, most: N) -> N:
        return self._stepped(number, size, most, up=True)

    def _stepped(self, number: N, size: N, most: N, *, up: bool) -> N:
        zero = self.exact(Fraction(0))
        if self.sign(size) <= 0:
            raise UndefinedResult("rules.no-step")
        if self.sign(number) <= 0 or self.sign(most) <= 0:
            return zero
        count = self.combine(ast.Div(), number, size)
        # The most steps come first, so that an unbounded number has few pieces.
        last = self.whole(most, up=True)
        if up:
            last = self.combine(ast.Sub(), last, self.exact(Fraction(1)))
            if self._compare(ast.Gt(), count, last):
                return most
        elif self._compare(ast.GtE(), count, last):
            return most
        return self.whole(count, up=up)

    def _within(self, low: N, high: N) -> Band[N]:
        return Band(low, high)

    def _within_below(self, low: N, high: N) -> Band[N]:
        return Band(low, high, high_open=True)


_SIGNS: Mapping[type[ast.cmpop], Callable[[int], bool]] = {
    ast.Lt: lambda sign: sign < 0,
    ast.LtE: lambda sign: sign <= 0,
    ast.Gt: lambda sign: sign > 0,
    ast.GtE: lambda sign: sign >= 0,
    ast.Eq: lambda sign: sign == 0,
    ast.NotEq: lambda sign: sign != 0,
}

_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    name: getattr(Walker, f"_{name}")
    for name in (
        "min",
        "max",
        "abs",
        "clamp",
        "floor",
        "ceil",
        "round",
        "steps",
        "started_steps",
        "within",
        "within_below",
    )
}


@cache
def name_text(name: str) -> Message:
    """Return a name of the language in the words of both languages."""
    return say("common.both", zh=NAMES[name][0], en=name.replace("_", " "))

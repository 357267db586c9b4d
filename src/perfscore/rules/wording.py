"""Formulas in the words of people, with names or with the numbers put in."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache

from perfscore.messages import Lang, Message, say
from perfscore.rules.formula import Formula
from perfscore.rules.words import FUNCTIONS, NAMES

Put = Callable[[str], str | None]
"""Gives the text to put in for a name, or None to leave the name."""

_BINARY = {ast.Add: ("+", 1), ast.Sub: ("−", 1), ast.Mult: ("×", 2), ast.Div: ("÷", 2)}
_COMPARED = {
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.Eq: "=",
    ast.NotEq: "≠",
}
_UNARY = 3


@lru_cache(maxsize=4096)
def formula_text(formula: Formula) -> Message:
    """Return a formula in the words of both languages.

    Example:
        >>> from perfscore.rules.formula import parse_formula
        >>> formula_text(parse_formula("weight if achieved else weight*rate")).text()
        '达成时 分值；否则 分值 × 完成率'
    """
    return say("common.both", zh=worded(formula, "zh"), en=worded(formula, "en"))


def worded(formula: Formula, lang: Lang, put: Put | None = None) -> str:
    """Write a formula as a person reads it.

    Args:
        formula: the formula.
        lang: the language.
        put: gives the number to put in for a name.
    """
    parts = _parts(formula, lang)
    # Names stand at the odd places.
    found = list(parts)
    for place in range(1, len(parts), 2):
        name = parts[place]
        shown = put(name) if put else None
        found[place] = shown or _name(name, lang)
    return "".join(found)


@lru_cache(maxsize=4096)
def _parts(formula: Formula, lang: Lang) -> tuple[str, ...]:
    """Return the text of a formula, cut before and after each name."""
    return tuple(_Writer(lang).write(formula.tree).split(_CUT))


def _name(name: str, lang: Lang) -> str:
    return NAMES[name][0] if lang == "zh" else name.replace("_", " ")


_CUT = "\0"


class _Writer:
    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def write(self, node: ast.expr, strength: int = 0) -> str:
        if isinstance(node, ast.Constant):
            return str(node.kind)
        if isinstance(node, ast.Name):
            return f"{_CUT}{node.id}{_CUT}"
        if isinstance(node, ast.IfExp):
            text = self.branches(node)
        elif isinstance(node, ast.Call):
            return self.call(node)
        elif isinstance(node, ast.BinOp):
            sign, level = _BINARY[type(node.op)]
            left = self.write(node.left, level)
            # The right side of − and ÷ keeps its brackets at the same strength.
            right = self.write(node.right, level + 1)
            text = f"{left} {sign} {right}"
            return f"({text})" if level < strength else text
        elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
            text = ("−" if isinstance(node.op, ast.USub) else "") + self.write(
                node.operand, _UNARY
            )
            return f"({text})" if strength else text
        else:
            text = self.condition(node)
        return f"({text})" if strength else text

    def branches(self, node: ast.IfExp) -> str:
        parts = []
        rest: ast.expr = node
        while isinstance(rest, ast.IfExp):
            test, body = self.write(rest.test), self.write(rest.body)
            when = f"{test}时 {body}" if self.lang == "zh" else f"{body} if {test}"
            parts.append(when)
            rest = rest.orelse
        last = self.write(rest)
        parts.append(f"否则 {last}" if self.lang == "zh" else f"otherwise {last}")
        return ("；" if self.lang == "zh" else "; ").join(parts)

    def call(self, node: ast.Call) -> str:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        shown = FUNCTIONS[name][0][0] if self.lang == "zh" else name.replace("_", " ")
        return f"{shown}({', '.join(self.write(a) for a in node.args)})"

    def condition(self, node: ast.expr) -> str:
        if isinstance(node, ast.Compare):
            text = self.write(node.left)
            for operator, follower in zip(node.ops, node.comparators, strict=True):
                text += f" {_COMPARED[type(operator)]} {self.write(follower)}"
            return text
        if isinstance(node, ast.BoolOp):
            zh, en = ("且", "and") if isinstance(node.op, ast.And) else ("或", "or")
            joint = zh if self.lang == "zh" else en
            return f" {joint} ".join(self.write(v, 1) for v in node.values)
        if isinstance(node, ast.UnaryOp):
            no = "非 " if self.lang == "zh" else "not "
            return no + self.write(node.operand, 1)
        return ast.unparse(node)

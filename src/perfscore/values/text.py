"""Bring the text of a cell into one way of writing, without reading anything into it.

Full-width and half-width, the many signs for ≥ and ≤, dashes, leftovers of LaTeX and
spaces become one; nothing that changes a figure does. Two things are therefore kept as
they are: signs that hold a number of their own (① ² ½ would become 1 2 1⁄2 and join the
digits beside them) and a space between two digits (``30 20`` is not 3020).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LONGEST = 2000
"""The longest text of a cell that is read at all."""

_SIGNS = {
    "≧": "≥",
    "⩾": "≥",
    "≮": "≥",
    "≦": "≤",
    "⩽": "≤",
    "≯": "≤",
    "═": "=",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{FIGURE DASH}": "-",
    "―": "—",
    "─": "—",
    "━": "—",
    "〜": "~",
    "∼": "~",
    "∕": "/",
    "⁄": "/",
    "∶": ":",
    "・": "·",
    "•": "·",
    "‧": "·",
    "∙": "·",
    "⋅": "·",
    "*": "·",
    "㎡": "平方米",
    "㎥": "立方米",
    "㎢": "平方公里",
    "﹪": "%",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
}
_SUPERSCRIPTS = (
    ("km²", "平方公里"),
    ("m²", "平方米"),
    ("m³", "立方米"),
    ("米²", "平方米"),
    ("米³", "立方米"),
)
_POWER = re.compile(r"(?<![A-Za-z])(k?m)([23])(?![0-9A-Za-z])", re.IGNORECASE)
_POWERS = {"m2": "平方米", "m3": "立方米", "km2": "平方公里", "km3": "立方公里"}
_LATEX = {
    "geq": "≥",
    "geqslant": "≥",
    "ge": "≥",
    "leq": "≤",
    "leqslant": "≤",
    "le": "≤",
    "gt": ">",
    "lt": "<",
    "approx": "≈",
    "sim": "~",
    "cdot": "·",
    "quad": " ",
    "%": "%",
    ",": "",
    ";": "",
    "!": "",
}
_ANGLE = re.compile("^[〈〉](?==?[0-9])")
_ANGLES = {"〈": "<", "〉": ">"}
_COMMAND = re.compile(r"\\([a-zA-Z]+|[%,;!])")
_FORMULA = re.compile(r"\$([^$]+)\$")
_SPACE = re.compile(r"\s+")
_SPACE_TO_DROP = re.compile(r" (?![0-9])|(?<![0-9.,]) ")
_DOUBLE = re.compile(r">=|=>|≥=|<=|=<|≤=|==")
_DOUBLES = {">=": "≥", "=>": "≥", "≥=": "≥", "<=": "≤", "=<": "≤", "≤=": "≤", "==": "="}


def plain(text: str, *, line_break: str = " ") -> str:
    r"""Return a text in one way of writing.

    Args:
        text: the text of a cell, as printed.
        line_break: what a line break becomes; a space goes except between digits.

    Returns:
        The text with half-width signs and without spaces, except between digits.

    Example:
        >>> plain(" ＞＝９５．５ ％ "), plain(r"$\geq 98\%$"), plain("2² 个")
        ('≥95.5%', '≥98%', '2²个')
    """
    for sign, name in _SUPERSCRIPTS:
        if sign[-1] in text:
            text = text.replace(sign, name)
    text = "".join(map(_sign, text))
    if "\\" in text or "$" in text:
        text = _COMMAND.sub(_command, _FORMULA.sub(r"\1", text))
    lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
    text = line_break.join(line for line in lines if line)
    text = _POWER.sub(_power, _SPACE_TO_DROP.sub("", text))
    return _DOUBLE.sub(_double, _ANGLE.sub(_angle, text))


@cache
def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    category = unicodedata.category(sign)
    if category == "Cc" or sign == "\N{ZERO WIDTH SPACE}":
        # Some end a cell or a word: between digits, they part two numbers.
        return sign if sign.isspace() else " "
    if category == "Cf":
        return ""
    same = unicodedata.normalize("NFKC", sign)
    if category != "Nd" and any(c.isdigit() for c in same):
        return sign
    return "".join(_SIGNS.get(c, c) for c in same)


def _command(found: re.Match[str]) -> str:
    return _LATEX.get(found[1], found[0])


def _angle(found: re.Match[str]) -> str:
    return _ANGLES[found[0]]


def _power(found: re.Match[str]) -> str:
    return _POWERS[found[0].lower()]


def _double(found: re.Match[str]) -> str:
    return _DOUBLES[found[0]]

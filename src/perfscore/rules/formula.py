"""The formula language: text as a regulation prints it, to one checked tree.

A formula is Python's expression syntax cut down to Fractions: ``+ - * /``,
comparisons, ``and or not``, ``a if c else b`` and the functions of ``words.py``. The
text may be copied out of a regulation: full-width signs, ``× ÷ ≥ ≤``, ``60%`` and
Chinese names are read as they stand, and an error points at the character as written.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from perfscore.errors import FormulaError
from perfscore.places import Place
from perfscore.rules.check_tree import sort_of
from perfscore.rules.words import ALIASES, CONNECTIVES, FUNCTIONS, SIGNS, Sort

MOST_CHARACTERS = 2000
MOST_TOKENS = 400
MOST_DEPTH = 40
MOST_LEVELS = 100
MOST_DIGITS = 18

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]))"
    r"|(?P<word>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<chinese>[\u4e00-\u9fff]+)"
    r"|(?P<sign>>=|<=|!=|==|[-+*/()<>=,%‰])",
    re.ASCII,
)
_HEAD = re.compile(r"\s*(?:得分|score|S)\s*[=＝]")
_WIDTHS = frozenset({"<wide>", "<narrow>", "<small>", "<noBreak>"})
_PYTHON_WORDS = frozenset({"if", "else", "and", "or", "not"})


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A formula that has been read and checked.

    Attributes:
        text: the text as written.
        tree: the checked tree; constants hold Fractions and names are the language's.
        sort: number, condition or band.
        names: the names it uses.
    """

    text: str
    tree: ast.expr
    sort: Sort
    names: frozenset[str]


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Formula:
    if len(text) > MOST_CHARACTERS:
        raise _error(MOST_CHARACTERS, "too-long", most=MOST_CHARACTERS)
    reader = _Reader(text)
    reader.read()
    tree = _tree(text, reader.tokens)
    _put_numbers(tree, reader.numbers)
    names = frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name))
    return Formula(text, tree, sort_of(tree, _error_at), names - set(FUNCTIONS))


def parse_formula(
    text: str, *, place: Place | None = None, sort: Sort | None = None
) -> Formula:
    """Read a formula and check it before anything is evaluated.

    Args:
        text: the formula, such as ``（实际完成率-60%）/（1-60%）*10``.
        place: where the formula stands; an error moves its character on from there.
        sort: what the formula must be; a score may be a number or a band (the default).

    Returns:
        The checked formula.

    Raises:
        FormulaError: with the character at which it is wrong.

    Example:
        >>> sorted(parse_formula("（实际完成率-60%）/（1-60%）*10").names)
        ['rate']
    """
    try:
        formula = _parsed(text)
        condition = formula.sort is Sort.CONDITION
        if condition != (sort is Sort.CONDITION):
            raise _error(0, "condition-wanted" if sort else "number-wanted")
    except FormulaError as error:
        if place is None or error.place is None:
            raise
        spot = (error.place.character or 1) - 1
        moved = _moved(place, text, spot)
        data = dict(error.message.data)
        raise FormulaError(error.message.key, place=moved, **data) from None
    return formula


def _moved(place: Place, text: str, spot: int) -> Place:
    """Return the place of a character of a text that itself stands at a place."""
    above = text.count("\n", 0, spot)
    if above:
        spot -= text.rindex("\n", 0, spot) + 1
    return Place(
        file=place.file,
        line=None if place.line is None else place.line + above,
        character=(place.character or 1) + spot,
    )


@dataclass(frozen=True, slots=True)
class _Token:
    source: str
    start: int


def _error(start: int, key: str, **data: object) -> FormulaError:
    return FormulaError(f"rules.formula-{key}", place=_at(start), **data)


def _at(start: int) -> Place:
    return Place(line=1, character=start + 1)


def _plain(text: str) -> str:
    """Return the text, each character replaced by one that code understands."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    # Only width is folded: a superscript or a circled number is no digit.
    kind, _, code = unicodedata.decomposition(character).partition(" ")
    if character in SIGNS or kind not in _WIDTHS:
        return character
    return chr(int(code, 16))


class _Reader:
    """Cut a formula's text into tokens, each with its place in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = _plain(text)
        self.tokens: list[_Token] = []
        self.numbers: list[tuple[Fraction, str]] = []
        self.depth = 0

    def read(self) -> None:
        head = _HEAD.match(self.plain)
        position = head.end() if head else 0
        while position < len(self.plain):
            position = self.next(position)
            if self.depth > MOST_DEPTH or len(self.tokens) > MOST_TOKENS:
                raise _error(position - 1, "too-deep")
        if not self.tokens:
            raise _error(0, "empty")

    def next(self, position: int) -> int:
        sign = SIGNS.get(self.plain[position])
        if sign:
            self.sign(sign, position)
            return position + 1
        match = _TOKEN.match(self.plain, position)
        if not match:
            raise _error(position, "bad-character", character=self.text[position])
        found = match.group()
        if match.lastgroup == "number":
            return self.number(found, position)
        if match.lastgroup == "word":
            self.tokens.append(_Token(_word(found, position), position))
        elif match.lastgroup == "chinese":
            self.tokens.extend(_chinese(found, position))
        elif match.lastgroup == "sign":
            self.sign(found, position)
        return match.end()

    def sign(self, sign: str, position: int) -> None:
        if sign in "%‰":
            raise _error(position, "percent-alone")
        self.depth += (sign == "(") - (sign == ")")
        self.tokens.append(_Token("==" if sign == "=" else sign, position))

    def number(self, digits: str, start: int) -> int:
        if len(digits) > MOST_DIGITS:
            raise _error(start, "too-many-digits", most=MOST_DIGITS)
        end = start + len(digits)
        share = {"%": 100, "‰": 1000}.get(self.plain[end : end + 1])
        # The tree holds the number's place in this list: Python reads no numeral.
        self.tokens.append(_Token(str(len(self.numbers)), start))
        written = self.plain[start : end + bool(share)]
        self.numbers.append((Fraction(digits) / (share or 1), written))
        return end + bool(share)


def _word(word: str, start: int) -> str:
    if word in _PYTHON_WORDS:
        return word
    if word not in ALIASES:
        raise _unknown(word, start)
    return ALIASES[word]


def _chinese(run: str, start: int) -> list[_Token]:
    """Split a run of Chinese characters into known words, the longest first."""
    tokens = []
    position = 0
    while position < len(run):
        for end in range(len(run), position, -1):
            name = ALIASES.get(run[position:end])
            if name:
                tokens.append(_Token(name, start + position))
                position = end
                break
        else:
            raise _unknown(run[position:], start + position)
    return tokens


def _unknown(word: str, start: int) -> FormulaError:
    near = get_close_matches(word, ALIASES, n=1, cutoff=0.4) or ["completion rate"]
    known = near[0] if near[0] in ALIASES else "rate"
    return _error(start, "unknown-name", name=word, near=known)


def _tree(text: str, tokens: list[_Token]) -> ast.expr:
    source, starts = "", []
    for token in tokens:
        starts.append((len(source), token.start))
        source += token.source + " "
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        start = _broken(tokens).start
        raise _error(start, "syntax", near=text[start : start + 12]) from None
    columns = dict(starts)
    level: list[ast.AST] = [tree]
    depth = 0
    while level:
        for node in level:
            if isinstance(node, ast.expr):
                node.col_offset = columns.get(node.col_offset, node.col_offset)
        depth += 1
        if depth > MOST_LEVELS:
            raise _error(getattr(level[0], "col_offset", 0), "too-deep")
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return tree


_BEGINS = frozenset({"+", "-", "not", "("})
_JOINS = frozenset(
    {"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!="}
    | {"and", "or", "if", "else", ","}
)


def _broken(tokens: list[_Token]) -> _Token:
    """Return the token at which a formula breaks off."""
    wanted = True
    before = ""
    for token in tokens:
        source = token.source
        if wanted and source in _JOINS - _BEGINS | {")"}:
            return token
        if wanted:
            wanted = source in _BEGINS or source in FUNCTIONS
        elif source in _JOINS:
            wanted = True
        elif source != ")" and (source != "(" or before not in FUNCTIONS):
            return token
        before = source
    return tokens[-1] if wanted else _unclosed(tokens)


def _unclosed(tokens: list[_Token]) -> _Token:
    """Return the bracket, ``if`` or ``else`` that stands alone."""
    waiting: list[_Token] = []
    closing = {")": "(", "else": "if"}
    for token in tokens:
        if token.source in closing.values():
            waiting.append(token)
        elif token.source in closing:
            if token.source == ")" and waiting and waiting[-1].source == "if":
                return waiting[-1]
            if not waiting or waiting.pop().source != closing[token.source]:
                return token
    return [*tokens[:1], *waiting][-1]


def _put_numbers(tree: ast.expr, numbers: list[tuple[Fraction, str]]) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            value, written = numbers[int(str(node.value))]
            node.value = value  # type: ignore[assignment] # Fractions, by design
            node.kind = written


def _error_at(node: ast.AST, key: str, **data: object) -> FormulaError:
    return _error(getattr(node, "col_offset", 0), key, **data)


assert set(CONNECTIVES.values()) <= _PYTHON_WORDS  # noqa: S101 -- both say the same

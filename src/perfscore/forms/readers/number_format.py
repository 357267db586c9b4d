"""A stored number and its format → the text that the sheet displays, exactly.

A workbook stores 0.98 and shows 98%: what is printed on the form is what is shown. The
numerals are worked on as decimal text, rounded half up as office programs do; a format
that is not understood leaves the plain number with a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from perfscore.forms.readers.date_format import date_text
from perfscore.messages import Message, say

GENERAL = "General"
"""The format of cells that nobody formatted."""

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    47: "mm:ss.0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The formats that have only a number in the file, as Chinese programs show them."""

MOST_DIGITS = 15
"""The digits that spreadsheets keep of a number; those beyond are noise."""

_TYPED = 10
"""A stored number of at most so many digits was typed, or is as plain as if it were."""

_LONGEST = 300
_NUMERAL = re.compile(
    r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][+-]?[0-9]{1,3})?"
)
_STORED = Context(prec=MOST_DIGITS, rounding=ROUND_HALF_UP)
_ROOM = Context(prec=800, rounding=ROUND_HALF_UP)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)"
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])|(?P<digits>[0#?]+)"
    r"|(?P<date>y+|m+|d+|h+|s+|e+|a{3,}|g+|b+)|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)(-?\d{1,15}(?:\.\d{1,15})?)")
_TESTS = {"<=": (-1, 0), ">=": (0, 1), "<>": (-1, 1), "=": (0,), "<": (-1,), ">": (1,)}


def stored(text: str) -> Decimal | None:
    """Return the number that a cell's stored text means, or None where it is none.

    Programs write 57.6 as ``57.600000000000001``: of the binary number behind it only
    fifteen digits are meant.

    Example:
        >>> stored("57.600000000000001"), stored("3.5E-2"), stored("abc")
        (Decimal('57.6'), Decimal('0.035'), None)
    """
    if not _NUMERAL.fullmatch(text):
        return None
    return _STORED.create_decimal(text).normalize(_STORED)


def plain(number: Decimal) -> str:
    """Return a number as decimal text without an exponent.

    Example:
        >>> plain(Decimal("4E+2")), plain(Decimal("-0.50"))
        ('400', '-0.5')
    """
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def shown(
    number: Decimal, code: str, *, since_1904: bool = False
) -> tuple[str, tuple[Message, ...]]:
    """Return the text that a sheet displays for a number.

    Args:
        number: the stored number.
        code: the number format, such as ``0.00%``.
        since_1904: whether the workbook counts days from 1904.

    Returns:
        The text, and what is not certain about it.

    Example:
        >>> shown(Decimal("0.98"), "0.00%")[0], shown(Decimal("1755"), "#,##0.0")[0]
        ('98.00%', '1,755.0')
    """
    formats = _sections(code[:_LONGEST])
    if not formats:
        return plain(number), ()
    section, bare = _section(formats, number)
    if section.is_date:
        text = date_text(number, section.tokens, since_1904=since_1904)
        return _or_plain(number, code, text)
    if section.is_general:
        value = number.copy_abs() if bare else number
        if not any(one.isdigit() for one in section.before + section.after):
            text = f"{section.before}{plain(value)}{section.after}".strip()
            return _signed(number, text, code)
    if not section.shows_number:
        # "-" for a zero, or nothing at all: the number is there all the same.
        dash = number == 0 and section.literal.strip() in {"-", "–", "—"}
        told = () if dash else (say("forms.format-hides", number=plain(number)),)
        return plain(number), told
    text, rounded = section.write(number.copy_abs() if bare else number)
    text, doubts = _signed(number, text, code) if text else _or_plain(number, code, "")
    if rounded and len(number.as_tuple().digits) <= _TYPED:
        exact = plain(number)
        doubts = (*doubts, say("forms.format-rounds", shown=text, number=exact))
    return text, doubts


def shown_text(text: str, code: str) -> str:
    """Return what a sheet displays for a text whose format adds to it.

    Example:
        >>> shown_text("45", '@"家"'), shown_text("45", "0.00")
        ('45家', '45')
    """
    formats = _sections(code[:_LONGEST]) if "@" in code else ()
    if not formats:
        return text
    last = formats[-1]
    around = "".join(t if kind == "literal" else "" for kind, t in last.tokens)
    if not around.strip() or [kind for kind, _ in last.tokens].count("at") != 1:
        return text
    parts = [text if kind == "at" else t for kind, t in last.tokens]
    return "".join(parts).strip()


def _or_plain(
    number: Decimal, code: str, text: str | None
) -> tuple[str, tuple[Message, ...]]:
    if text:
        return text, ()
    return plain(number), (say("forms.format-unknown", format=code[:60]),)


def _signed(number: Decimal, text: str, code: str) -> tuple[str, tuple[Message, ...]]:
    """Keep the sign of a number that its format shows by colour or in brackets."""
    negative = number < 0 and any(one in "123456789" for one in text)
    if negative and "-" not in text and "负" not in text:
        if text[:1] in "(（" and text[-1:] in ")）":
            return f"-{text[1:-1].strip()}", ()
        return f"-{text}", (say("forms.format-unknown", format=code[:60]),)
    return text, ()


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a format that semicolons divide.

    Attributes:
        tokens: kind and text of what it is made of.
        condition: sign and number of the condition it holds under, or None.
    """

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    def _has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def is_date(self) -> bool:
        return self._has("date", "noon", "system", "elapsed")

    @property
    def is_general(self) -> bool:
        return self._has("general", "at") and not self._has("digits")

    @property
    def shows_number(self) -> bool:
        return any(kind == "digits" and set(t) - {"?"} for kind, t in self.tokens)

    @property
    def literal(self) -> str:
        """The text that stands in the format itself."""
        return "".join(t for kind, t in self.tokens if kind == "literal")

    @property
    def before(self) -> str:
        """The literal text before the number."""
        return self._text(0, self._ends()[0])

    @property
    def after(self) -> str:
        """The literal text after the number, a percent sign among it."""
        return self._text(self._ends()[1] + 1, len(self.tokens))

    def _text(self, start: int, end: int) -> str:
        return "".join(t for kind, t in self.tokens[start:end] if kind != "comma")

    def _ends(self) -> tuple[int, int]:
        numeral = {"digits", "point", "general", "at"}
        places = [i for i, (kind, _) in enumerate(self.tokens) if kind in numeral]
        return places[0], places[-1]

    def write(self, number: Decimal) -> tuple[str, bool]:
        """Return the text of a number, "" if not understood; and whether rounded."""
        first, last = self._ends()
        inner = self.tokens[first : last + 1]
        after = [kind for kind, _ in self.tokens[last + 1 :]]
        odd = {"exponent", "slash", "words", "at", "general"}
        if (
            odd & {kind for kind, _ in self.tokens}
            or {"literal", "percent"} & {kind for kind, _ in inner}
            or [kind for kind, _ in inner].count("point") > 1
            or after[:1] == ["comma"]
        ):
            return "", False
        pattern = "".join("," if kind == "comma" else t for kind, t in inner)
        whole, _, decimals = pattern.partition(".")
        if "," in decimals or whole.endswith(",") or whole.startswith(","):
            return "", False
        percent = sum(kind == "percent" for kind, _ in self.tokens)
        exact = number.scaleb(2 * percent, _ROOM)
        figure = exact.quantize(Decimal(1).scaleb(-len(decimals)), context=_ROOM)
        digits, _, tail = f"{figure.copy_abs():f}".partition(".")
        least = len(decimals.rstrip("#?"))
        tail = tail[:least] + tail[least:].rstrip("0")
        digits = digits.lstrip("0").rjust(max(1, whole.count("0")), "0")
        if "," in whole:
            digits = f"{int(digits):,}".rjust(len(digits), "0")
        sign = "-" if figure < 0 else ""
        text = f"{digits}.{tail}" if tail else digits
        return f"{sign}{self.before}{text}{self.after}".strip(), figure != exact


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the sections of a format; none for the general one."""
    if code.strip().lower() in {"", "general", "@", "g/通用格式"}:
        return ()
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "sign" and text == ";":
            sections.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif kind == "bracket" and (rule := _CONDITION.fullmatch(text)):
            condition = rule[1], Decimal(rule[2])
        else:
            tokens.extend(_token(kind, text))
    sections.append(_Section(tuple(tokens), condition))
    return tuple(sections)


_SIGNS = {
    ".": "point",
    ",": "comma",
    "%": "percent",
    "@": "at",
    "/": "slash",
}


def _token(kind: str, text: str) -> list[tuple[str, str]]:
    """Return a token's kind as the rest of this module knows it."""
    if kind in {"quoted", "escaped"}:
        return [("literal", text)] if text else []
    if kind == "sign":
        return [(_SIGNS.get(text, "literal"), text)]
    if kind == "bracket":
        return _bracket(text)
    return [] if kind in {"pad", "fill"} else [(kind, text)]


def _bracket(text: str) -> list[tuple[str, str]]:
    """Return what stands in brackets: a currency, a colour, a way to write numerals."""
    low = text.lower()
    if low in {"$-f800", "$-f400"}:
        return [("system", low)]
    if text.startswith("$"):
        literal = text[1:].partition("-")[0]
        return [("literal", literal)] if literal else []
    if low.startswith("dbnum"):
        return [("words", text)]
    return [("elapsed", text)] if low.strip("hms") == "" else []


def _section(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """Return the section for a number, and whether it takes the number unsigned."""
    if any(one.condition for one in sections):
        for one in sections:
            if one.condition is None:
                return one, False
            sign, bound = one.condition
            if (number > bound) - (number < bound) in _TESTS[sign]:
                return one, False
        return sections[-1], False
    if number == 0 and len(sections) > 2:  # noqa: PLR2004 -- the third is for zeros
        return sections[2], False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    return sections[0], False

"""Printed figures: points, amounts of money and shares, exactly or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from perfscore.forms import vocabulary as words
from perfscore.messages import Message, say

_NUMBER = re.compile(r"\d{1,30}(?:\.\d{1,20})?|\.\d{1,20}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d{1,20})?")
_MONEY = re.compile(r"(-?[\d.,]+)(万元|亿元|千元|元|万|亿)?")
_SHARE = re.compile(r"(-?[\d.,]+)(%|‰|百分比)?")
_NUMBER_AT_END = re.compile(r"[\d一二三四五六七八九十]+$")
_EMPTY = re.compile(r"[-—–―/\\无]*")

SCALES = {
    "元": 1,
    "千元": 1000,
    "万元": 10_000,
    "万": 10_000,
    "亿元": 10**8,
    "亿": 10**8,
}
"""What money units are worth in 元."""


def is_empty(text: str) -> bool:
    """Whether a cell is blank or holds only a dash or a stroke."""
    return bool(_EMPTY.fullmatch(words.squeezed(text)))


def number_in(text: str) -> Fraction | None:
    """Return the plain number that a text is, or None.

    Example:
        >>> number_in("1,372.76"), number_in("10分")
        (Fraction(34319, 25), None)
    """
    plain = words.squeezed(text)
    sign = -1 if plain[:1] in {"-", "−"} else 1
    plain = plain.lstrip("-−") if sign < 0 else plain
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return sign * Fraction(plain) if _NUMBER.fullmatch(plain) else None


def points(text: str) -> Fraction | None:
    """Return the points that a cell of weights or scores holds, or None.

    Example:
        >>> points("10分"), points("　10　"), points("十分")
        (Fraction(10, 1), Fraction(10, 1), None)
    """
    return number_in(words.squeezed(text).removesuffix("分"))


def percent_points(text: str) -> Fraction | None:
    """Return what a weight printed in per cent is worth of 100 points, or None.

    Example:
        >>> percent_points("20%"), percent_points("0.2")
        (Fraction(20, 1), None)
    """
    plain = words.squeezed(text)
    return number_in(plain[:-1]) if plain.endswith("%") else None


def declared_points(labels: Iterable[str]) -> tuple[str, Fraction | None]:
    """Return the first label that declares points, and what all of its kind declare.

    Blocks that are numbered add up; where one of them declares none, the whole is not
    known.

    Example:
        >>> declared_points(["年度绩效目标1(50分)", "年度绩效目标2(30分)"])
        ('年度绩效目标1(50分)', Fraction(80, 1))
        >>> declared_points(["年度绩效目标1(50分)", "年度绩效目标2"])[1] is None
        True
    """
    found = {one: words.points_in(one) if "分" in one else None for one in labels}
    first = next((one for one, printed in found.items() if printed), "")
    alike = [printed for one, printed in found.items() if _stem(one) == _stem(first)]
    if not first or None in alike:
        return first, None
    return first, sum((Fraction(one) for one in alike if one), Fraction(0))


def _stem(label: str) -> str:
    """Return a label without its points and its number."""
    return _NUMBER_AT_END.sub("", words.spellings(label)[1])


def money(text: str, unit: str | None) -> Fraction | None:
    """Return an amount in the form's money unit, or None where it is no amount.

    Example:
        >>> money("550万元", "万元"), money("5,500,000元", "万元"), money("约3", None)
        (Fraction(550, 1), Fraction(550, 1), None)
    """
    found = _MONEY.fullmatch(words.squeezed(text))
    amount = number_in(found[1]) if found else None
    if found is None or amount is None or not found[2] or unit is None:
        return amount
    return amount * SCALES[found[2]] / SCALES[unit]


def unit_named(text: str) -> str | None:
    """Return the money unit that an amount names, or None.

    Example:
        >>> unit_named("480万元"), unit_named("5,000万"), unit_named("12")
        ('万元', '万元', None)
    """
    found = _MONEY.fullmatch(words.squeezed(text))
    if found is None or not found[2] or number_in(found[1]) is None:
        return None
    return found[2] if found[2].endswith("元") else f"{found[2]}元"


def decimals(text: str) -> int:
    """Return how many decimals a figure is printed with.

    Example:
        >>> decimals("100.00%"), decimals("　10.0分"), decimals("10")
        (2, 1, 0)
    """
    _, _, tail = words.squeezed(text).rstrip("%‰分").partition(".")
    return len(tail)


def share_decimals(text: str) -> int:
    """Return how many decimals a rate is printed with, in per cent.

    Without a sign the last digit of a share is a hundred times as much; a whole number
    is printed to a per cent.

    Example:
        >>> share_decimals("66.67%"), share_decimals("0.6667"), share_decimals("0.7")
        (2, 2, -1)
        >>> share_decimals("1"), share_decimals("977.5‰")
        (0, 2)
    """
    places = decimals(text)
    plain = words.squeezed(text)
    if plain.endswith("‰"):
        return places + 1
    number = number_in(plain)
    if number is None or abs(number) > 2 or not places:  # noqa: PLR2004 -- as below
        return places
    return places - 2


def share(text: str) -> tuple[Fraction | None, tuple[Message, ...]]:
    """Return a printed rate as a share, and what is in doubt about it.

    Example:
        >>> share("97.75%")[0], share("1")[0], len(share("1")[1])
        (Fraction(391, 400), Fraction(1, 1), 1)
    """
    found = _SHARE.fullmatch(words.squeezed(text))
    number = number_in(found[1]) if found else None
    if found is None or number is None:
        return None, (say("forms.not-a-rate", text=words.tidy(text)[:60]),)
    if found[2] or not number:
        return number / (1000 if found[2] == "‰" else 100), ()
    # Without a sign 1 is the whole and 100 is the whole, too; what lies between
    # could be either, so that the reader is told.
    read = number if abs(number) <= 2 else number / 100  # noqa: PLR2004
    return read, (say("forms.rate-without-sign", text=words.tidy(text)[:60]),)

"""Numerals: 14,000 and 57.6, 一百二十 and 两, and the multipliers 万 and 亿."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from perfscore.values.exact import MOST_DIGITS


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is printed in a text.

    Attributes:
        number: the number, without a multiplier after it.
        step: the place of its last digit that is not zero: 100 for 3200.
        start: where it begins in the text.
        end: where it ends.
    """

    number: Fraction
    step: Fraction
    start: int
    end: int


_RUN = re.compile(r"[0-9][0-9.,]*[0-9]|[0-9]")
_PROPER = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


def numerals(text: str) -> tuple[Numeral, ...] | None:
    """Return the numbers printed in Arabic digits, or None where one is malformed.

    A number with leading zeros, two decimal points, commas at odd places or more than
    40 digits is malformed; ``.5`` and ``5.`` may have lost a digit and are so too.

    Example:
        >>> [str(one.number) for one in numerals("14,000次中的0.5%")]
        ['14000', '1/2']
        >>> numerals("007"), numerals("1,23"), numerals("≥.5%")
        (None, None, None)
    """
    found: list[Numeral] = []
    for run in _RUN.finditer(text):
        digits = run[0]
        before = text[run.start() - 1 : run.start()]
        after = text[run.end() : run.end() + 1]
        if before in _POINTS or after == "." or len(digits) > MOST_DIGITS * 2:
            return None
        if not _PROPER.fullmatch(digits):
            return None
        digits = digits.replace(",", "")
        if len(digits.replace(".", "")) > MOST_DIGITS:
            return None
        number = Fraction(digits)
        found.append(Numeral(number, _step(digits), run.start(), run.end()))
    return tuple(found)


_POINTS = (".", "²", "³")


def _step(digits: str) -> Fraction:
    whole, _, decimals = digits.partition(".")
    decimals = decimals.rstrip("0")
    if decimals:
        return Fraction(1, 10 ** len(decimals))
    kept = whole.rstrip("0")
    return Fraction(10 ** (len(whole) - len(kept))) if kept else Fraction(1)


MULTIPLIERS = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
"""What may stand between Arabic digits and a unit, longest first."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億貳陸", "一二三四五六七八九十百千万亿二六"
)
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_POINT_DIGITS = re.compile("[零〇一二三四五六七八九]+")


def chinese_number(text: str) -> Fraction | None:
    """Return what a Chinese numeral says, or None where it is not a proper one.

    Example:
        >>> chinese_number("一百二十三点五"), chinese_number("三五")
        (Fraction(247, 2), None)
    """
    if not 0 < len(text) <= MOST_DIGITS:
        return None
    text = text.translate(_FORMAL)
    if text == "半":
        return Fraction(1, 2)
    group = 1
    while "点" in text and text[-1] in _GROUPS:
        group *= _GROUPS[text[-1]]
        text = text[:-1]
    whole_text, point, decimals = text.partition("点")
    whole = _whole(whole_text)
    if whole is None or (point and not _POINT_DIGITS.fullmatch(decimals)):
        return None
    number = Fraction(whole)
    if point:
        tail = int("".join(str(_DIGITS[c]) for c in decimals))
        number += Fraction(tail, 10 ** len(decimals))
    return number * group


def _whole(text: str) -> int | None:
    total = 0
    for sign in ("亿", "万"):
        if text.count(sign) > 1:
            return None
        before, found, text = text.rpartition(sign)
        if found:
            count = _below_ten_thousand(before)
            if not count:
                return None
            total += count * _GROUPS[sign]
    if not text and total:
        return total
    rest = _below_ten_thousand(text.removeprefix("零") if total else text)
    if rest is None:
        return None
    return total + rest


def _below_ten_thousand(text: str) -> int | None:
    if text in ("零", "〇"):
        return 0
    total, last, place = 0, 10000, 0
    digit: int | None = None
    for sign in text:
        if sign in _PLACES:
            place = _PLACES[sign]
            if place >= last or (digit is None and (sign != "十" or total)):
                return None
            total += (1 if digit is None else digit) * place
            last, digit = place, None
        elif sign in _DIGITS and digit is None:
            if _DIGITS[sign]:
                digit = _DIGITS[sign]
            elif not total:
                return None
        else:
            return None
    if digit is not None:
        total += digit
    return total or None


_CHINESE = "零〇一二三四五六七八九十百千万亿两点壹贰叁肆伍陆柒捌玖拾佰仟"
# 数十 and 上百 are no numbers.
_CHINESE_RUN = re.compile(
    rf"(?<![第数几上成{_CHINESE}])[{_CHINESE}]+|(?<![每上下前后过大])半"
)
_YEAR = re.compile("([零〇一二三四五六七八九]{4})(?=年)")
_HUNDREDTHS = re.compile(
    rf"(百|千)分之([0-9]+(?:\.[0-9]+)?|[{_CHINESE}]+)|百分(?:之)?百"
)


def with_arabic_digits(text: str, follows: Callable[[str, int], bool]) -> str:
    """Return a text with its Chinese numerals in Arabic digits.

    Args:
        text: the text, in one way of writing.
        follows: says whether at a place of a text something begins that a numeral can
            stand before; elsewhere 一 and 十 are parts of words.

    Returns:
        The text with 百分之 as %, and numerals that are proper and in place as digits.
    """

    def hundredths(found: re.Match[str]) -> str:
        if found[1] is None:
            return "100%"
        said = found[2]
        number = (
            said
            if said[0].isascii()
            else _digits(100 if said == "百" else chinese_number(said))
        )
        return f"{number}{'%' if found[1] == '百' else '‰'}" if number else found[0]

    def year(found: re.Match[str]) -> str:
        return "".join(str(_DIGITS[c]) for c in found[1])

    def numeral(found: re.Match[str]) -> str:
        said, rest = found[0], ""
        # In 三万元 the 万 belongs to the unit, as it does in 3万元, and 四十万 alone
        # may be money as 40万 may; in 一亿五千万 it does not count the whole.
        if text[found.end() : found.end() + 1] in {"元", ""}:
            bare = said.rstrip("万亿")
            if bare and not set(bare) & set("万亿萬億"):
                said, rest = bare, said[len(bare) :]
        number = _digits(chinese_number(said))
        if number is None or not (rest or follows(text, found.end())):
            return found[0]
        return number + rest

    text = _YEAR.sub(year, _HUNDREDTHS.sub(hundredths, text))
    return _CHINESE_RUN.sub(numeral, text)


def _digits(number: Fraction | int | None) -> str | None:
    if number is None:
        return None
    whole, rest = divmod(Fraction(number), 1)
    places = 0
    while rest.denominator != 1:
        rest *= 10
        places += 1
    return f"{whole}.{int(rest):0{places}}" if places else str(whole)

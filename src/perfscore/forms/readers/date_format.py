"""A day number and its format → the date that the sheet displays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_DAY = 86_400
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS = "一二三四五六日"
_LEAP = 60  # the 29 February 1900 that spreadsheets count and that never was
_LAST = 2_958_465  # 31 December 9999
_ODD = frozenset({"elapsed", "digits", "exponent", "general"})
_AMPM = ("AM", "PM")


def _tokens(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        ("date" if part.isascii() and part.isalpha() else "literal", part)
        for part in text.split()
    )


_SYSTEM = {"$-f800": _tokens("yyyy 年 m 月 d 日"), "$-f400": _tokens("h : mm : ss")}


def date_text(
    number: Decimal, tokens: Sequence[tuple[str, str]], *, since_1904: bool
) -> str | None:
    """Return a date or a time as a format displays it.

    Args:
        number: the days since the workbook's first, with the time as a fraction.
        tokens: kind and text of the parts of the format.
        since_1904: whether the workbook counts days from 1904.

    Returns:
        The text, or None where the format is not understood or there is no such day.

    Example:
        >>> parts = [("date", "yyyy"), ("literal", "-"), ("date", "mm")]
        >>> date_text(Decimal(45657), parts, since_1904=False)
        '2024-12'
    """
    system = next((text for kind, text in tokens if kind == "system"), None)
    if system is not None:
        tokens = _SYSTEM[system]
    letters = {text[0].lower() for kind, text in tokens if kind == "date"}
    if letters & {"g", "b"} or any(kind in _ODD for kind, _ in tokens):
        return None
    whole = (number * _DAY).to_integral_value(rounding=ROUND_HALF_UP)
    days, seconds = divmod(int(whole), _DAY)
    day = _day(days, since_1904=since_1904)
    dated = bool(letters & set("ydea")) or _has_month(tokens)
    if (dated and day is None) or not (dated or 0 <= number < 1):
        return None
    noon = any(kind == "noon" for kind, _ in tokens)
    parts = []
    for at, (kind, text) in enumerate(tokens):
        if kind == "noon":
            late = seconds >= _DAY // 2
            parts.append(("下午" if late else "上午") if "上" in text else _AMPM[late])
        elif kind != "date":
            parts.append(text if kind != "words" else "")
        elif text[0] in "hHsS" or _is_minutes(tokens, at):
            parts.append(_clock(text.lower(), seconds, noon=noon))
        elif day is not None:
            parts.append(_calendar(text.lower(), day))
    return "".join(parts).strip()


def _day(days: int, *, since_1904: bool) -> date | None:
    if since_1904:
        start = date(1904, 1, 1)
    elif days > _LEAP:
        start = date(1899, 12, 30)
    else:
        start = date(1899, 12, 31)
    if days == _LEAP and not since_1904:
        return None
    most = _LAST - 1462 if since_1904 else _LAST
    return start + timedelta(days=days) if 0 < days <= most else None


def _has_month(tokens: Sequence[tuple[str, str]]) -> bool:
    return any(
        kind == "date" and text[0] in "mM" and not _is_minutes(tokens, at)
        for at, (kind, text) in enumerate(tokens)
    )


def _is_minutes(tokens: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether an m stands beside hours or seconds."""
    if tokens[at][1][0] not in "mM":
        return False
    before = [text for kind, text in tokens[:at] if kind == "date"]
    after = [text for kind, text in tokens[at + 1 :] if kind == "date"]
    hours = bool(before) and before[-1][0] in "hH"
    return hours or (bool(after) and after[0][0] in "sS")


def _clock(text: str, seconds: int, *, noon: bool) -> str:
    """Return hours, minutes or seconds."""
    hour = seconds // 3600
    figures = {
        "h": (hour - 1) % 12 + 1 if noon else hour,
        "m": seconds // 60 % 60,
        "s": seconds % 60,
    }
    return str(figures[text[0]]).rjust(min(len(text), 2), "0")


def _calendar(text: str, day: date) -> str:
    """Return a year, a month or a day, as a figure or by its name."""
    letter, width = text[0], len(text)
    if letter in "ye":
        return str(day.year)  # in full: two digits would leave the century open
    if letter == "a":
        return ("星期" if width > 3 else "周") + _WEEKDAYS[day.weekday()]  # noqa: PLR2004
    if width > 2:  # noqa: PLR2004 -- three letters and more are a name
        month = letter == "m"
        name = _MONTHS[day.month - 1] if month else _DAYS[day.weekday()]
        return name[: {3: 3, 5: 1}.get(width, len(name))]
    return str(day.month if letter == "m" else day.day).rjust(width, "0")

"""Strangers' text made harmless for files that other programs open."""

from __future__ import annotations

import re
import unicodedata
from html import escape

_LEFT_OUT = {"Cc", "Cf", "Cs", "Cn"}
_KEPT = "\n\t"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]")


def printable(text: str) -> str:
    """Return a text without the signs that XML cannot hold or that hide others.

    Args:
        text: any text.

    Example:
        >>> printable(f"a{chr(0)}b{chr(0x202E)}c")
        'abc'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        sign
        for sign in text
        if sign in _KEPT or unicodedata.category(sign) not in _LEFT_OUT
    )


def safe(text: str) -> str:
    """Return a text as HTML or XML in which nothing of it is markup.

    Args:
        text: any text.

    Example:
        >>> safe('<b title="x">')
        '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape(printable(text))


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet might take a text for a formula.

    Args:
        text: any text.

    Example:
        >>> looks_like_formula("=1+1"), looks_like_formula("达标")
        (True, False)
    """
    return _FORMULA.match(text) is not None

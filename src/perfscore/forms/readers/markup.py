"""The markup of a web page, tag by tag, in time that grows with its length alone.

The standard library's ``html.parser`` looks for the end of what a page leaves open
over and over again: two megabytes of ``<![CDATA[`` keep it busy for a minute. This one
reads as the HTML standard's tokeniser does and never turns back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:([^\s/>=][^\s/>=]*|=[^\s/>=]*)"""
    r"""(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)?"""
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp"})
_CLOSES = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_NONE: Mapping[str, str] = MappingProxyType({})

MOST_ATTRIBUTES = 500
"""The most attributes of one tag that are kept."""


class Token(NamedTuple):
    """A piece of markup.

    Attributes:
        kind: ``text``, ``start`` or ``end``.
        text: the text, or the tag's name in small letters.
        attributes: the tag's attributes; the first of a name counts.
    """

    kind: str
    text: str
    attributes: Mapping[str, str] = _NONE


def tokens(page: str) -> Iterator[Token]:
    """Yield the tags and texts of a page; comments and declarations are passed over.

    Args:
        page: the page's markup.

    Example:
        >>> [token.text for token in tokens("<td align=center>A&amp;B<!-- c --></TD>")]
        ['td', 'A&B', 'td']
    """
    at = 0
    while at < len(page):
        start = page.find("<", at)
        if start != at:
            end = start if start >= 0 else len(page)
            yield Token("text", unescape(page[at:end]))
            at = end
            continue
        mark = page[at + 1 : at + 2]
        if mark in {"!", "?"}:
            at = _declared(page, at)
        elif mark == "/":
            name = _NAME.match(page, at + 2)
            end = page.find(">", at + 2)
            if name:
                yield Token("end", name[0].lower())
            at = end + 1 if end >= 0 else len(page)
        elif name := _NAME.match(page, at + 1):
            tag = name[0].lower()
            found, at = _attributes(page, name.end())
            yield Token("start", tag, found)
            if tag in _RAW:
                close = _CLOSES[tag].search(page, at)
                end = close.start() if close else len(page)
                if end > at:
                    yield Token("text", unescape(page[at:end]))
                at = end
        else:
            yield Token("text", "<")
            at += 1


def _declared(page: str, at: int) -> int:
    """Return where a comment or a declaration ends; the page's end if nowhere."""
    if page.startswith("<!--", at):
        if page.startswith((">", "->"), at + 4):
            return page.index(">", at) + 1
        end, length = page.find("-->", at + 4), 3
    else:
        end, length = page.find(">", at), 1
    return end + length if end >= 0 else len(page)


def _attributes(page: str, at: int) -> tuple[Mapping[str, str], int]:
    """Return a tag's attributes, and where the tag ends."""
    found: dict[str, str] = {}
    while at < len(page):
        match = _ATTRIBUTE.match(page, at)
        if match is None or match.end() == at or match[1] is None:
            at = match.end() if match else at
            break
        at = match.end()
        if len(found) < MOST_ATTRIBUTES:
            value = match[2] or match[3] or match[4] or ""
            found.setdefault(match[1].lower(), unescape(value))
    end = page.find(">", at)
    return found, end + 1 if end >= 0 else len(page)

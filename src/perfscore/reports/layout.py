"""Text for a terminal, where a Chinese character is two columns wide.

Lines are made of spans with a style, so that the same lines serve a terminal with
colour, a pipe and a test. Signs whose width depends on the font (``≥``, ``“``, ``–``)
are counted as two where lines are broken, so that no line is too wide on any terminal,
and as one where columns are aligned.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

WIDTH = 80
"""The most columns of a line."""

_CLOSING = "，。、；：！？）》”’％%)],.;:!?"
_OPENING = "（《“‘(["
_ROOM = WIDTH - 4
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line with a style that a terminal may show as colour."""

    text: str
    style: str = ""


Line: TypeAlias = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """Make a line of texts and spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def plain(lines: Iterable[Line]) -> str:
    """Return lines as text without styles."""
    return "".join("".join(span.text for span in one).rstrip() + "\n" for one in lines)


def width(text: str) -> int:
    """Return the columns that a text takes; doubtful signs count one.

    Example:
        >>> width("得分 9.5"), width("≥")
        (8, 1)
    """
    return sum(_columns(sign, doubtful=1) for sign in text)


def widest(text: str) -> int:
    """Return the columns that a text takes; doubtful signs count two."""
    return sum(_columns(sign, doubtful=2) for sign in text)


def _columns(sign: str, doubtful: int) -> int:
    if sign.isascii():
        return 1
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    kind = unicodedata.east_asian_width(sign)
    return 2 if kind in "WF" else doubtful if kind == "A" else 1


def clean(text: str) -> str:
    """Return a stranger's text on one line and without what could steer a terminal."""
    words = " ".join(text.split())
    return "".join(
        sign for sign in words if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
    )


def wrap(text: str, room: int) -> list[str]:
    """Break a text into lines of at most so many columns; nothing is cut off.

    Words stay whole where they fit, and a closing sign never begins a line.

    Example:
        >>> wrap("维护社会和谐稳定，保持。", 10)
        ['维护社会和', '谐稳定，保', '持。']
    """
    text = clean(text)
    lines: list[str] = []
    while widest(text) > room:
        cut = _cut(text, room)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text] if text or not lines else lines


def _cut(text: str, room: int) -> int:
    end = taken = 0
    for sign in text:
        taken += _columns(sign, doubtful=2)
        if taken > room:
            break
        end += 1
    end = max(end, 1)
    cut = end
    while cut > 1 and not _may_break(text, cut):
        cut -= 1
    return cut if cut > 1 or _may_break(text, 1) else end


def _may_break(text: str, at: int) -> bool:
    if at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in _CLOSING or before in _OPENING:
        return False
    word = f"{before}{after}".isascii()
    return not word or before.isspace() or after.isspace() or before in "-/,"


def paragraph(
    text: str, *, indent: int = 0, hang: int = 0, style: str = ""
) -> list[Line]:
    """Return a text as lines with an indent; ``hang`` more from the second on."""
    room = WIDTH - indent - hang
    first, *rest = wrap(text, room)
    lead, more = " " * indent, " " * (indent + hang)
    return [
        line(lead, Span(first, style)),
        *(line(more, Span(one, style)) for one in rest),
    ]


def labelled(label: str, text: str, *, indent: int = 0, style: str = "") -> list[Line]:
    """Return ``label  text`` with the text's further lines below its first."""
    lead = " " * indent
    gap = width(label) + 2
    first, *rest = wrap(text, WIDTH - indent - widest(label) - 2)
    return [
        line(lead, Span(label, "dim"), "  ", Span(first, style)),
        *(line(lead, " " * gap, Span(one, style)) for one in rest),
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: its heading.
        right: whether its cells stand at the right.
        flexible: whether it may be narrowed; its cells are then wrapped.
    """

    title: str
    right: bool = False
    flexible: bool = False


Row: TypeAlias = "Sequence[str | Span]"


def table(columns: Sequence[Column], rows: Sequence[Row], foot: int = 0) -> list[Line]:
    """Lay out a table no wider than the terminal; cells are wrapped, never cut.

    Args:
        columns: the columns.
        rows: the cells of each row; a row of one cell is a heading over all columns
            but the first.
        foot: how many rows at the end stand below a second rule.
    """
    cells = [[_span(cell) for cell in row] for row in rows]
    wide = _widths(columns, cells)
    rule = line(Span("-" * (sum(wide) + 2 * (len(wide) - 1)), "dim"))
    head = [Span(column.title, "bold") for column in columns]
    done = [rule, *_row(columns, head, wide), rule]
    for index, row in enumerate(cells):
        if foot and index == len(cells) - foot:
            done.append(rule)
        if len(row) < len(columns):
            done += paragraph(row[0].text, indent=wide[0] + 2, style=row[0].style)
        else:
            done += _row(columns, row, wide)
    return [*done, rule]


def _span(cell: str | Span) -> Span:
    span = Span(cell) if isinstance(cell, str) else cell
    return Span(clean(span.text), span.style)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Span]]) -> list[int]:
    whole = [row for row in rows if len(row) == len(columns)]
    wide = [
        max([widest(column.title), *(widest(row[at].text) for row in whole)])
        for at, column in enumerate(columns)
    ]
    while sum(wide) + 2 * (len(wide) - 1) > _ROOM:
        flexible = [at for at, c in enumerate(columns) if c.flexible] or range(
            len(wide)
        )
        at = max(flexible, key=lambda one: wide[one])
        if wide[at] <= _LEAST:
            at = max(range(len(wide)), key=lambda one: wide[one])
        wide[at] -= 1
    return wide


def _row(
    columns: Sequence[Column], row: Sequence[Span], wide: Sequence[int]
) -> list[Line]:
    wrapped = [wrap(span.text, room) for span, room in zip(row, wide, strict=True)]
    lines = []
    for at in range(max(map(len, wrapped))):
        spans: list[Span] = []
        for column, span, parts, room in zip(columns, row, wrapped, wide, strict=True):
            text = parts[at] if at < len(parts) else ""
            gap = Span(" " * max(room - width(text), 0))
            shown = Span(text, span.style)
            spans += [gap, shown] if column.right else [shown, gap]
            spans.append(Span("  "))
        lines.append(tuple(spans[:-1]))
    return lines

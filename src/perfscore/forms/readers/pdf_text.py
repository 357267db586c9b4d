"""Letters on a page → lines of text, as they would be typed.

Where a line ends because the cell was full, the next one goes on with it; elsewhere a
line's end is kept. Letters that look the same and have other codes in PDF files (the
radicals of the Kangxi dictionary) are folded. Nothing else is changed: figures stay as
they are printed, and a figure that two lines may share carries a doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perfscore.forms import vocabulary as words
from perfscore.forms.readers.pdf_marks import Glyph
from perfscore.messages import Message, say

_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻧",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟卤",
)
_NOTHING = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00")
_WORD = re.compile(r"[0-9A-Za-z]")
_FIGURE = re.compile(r"[0-9.,]")
_NO_START = "，。、；：？！）》】”’％%,.;:)]}!?"

_SAME = 0.12
"""How near two equal letters lie, in sizes, that are drawn twice to look bold."""

_GAP = 0.3
"""From how many sizes on a gap between letters is a space."""

_WIDE = 1.5
"""From how many sizes on a gap parts what stands on one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """Letters on one line, from left to right.

    Attributes:
        glyphs: the letters.
        text: what they say, with spaces where there are gaps.
        parts: what stands apart on the line, as columns without rules do.
    """

    glyphs: tuple[Glyph, ...]
    text: str
    parts: tuple[str, ...]

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def y0(self) -> float:
        """Its upper edge."""
        return min(glyph.y0 for glyph in self.glyphs)

    @property
    def y1(self) -> float:
        """Its lower edge."""
        return max(glyph.y1 for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(glyph.size for glyph in self.glyphs)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return letters as lines, from top to bottom.

    Letters that are turned to a side are lines of their own, from their side.
    """
    lines: list[Line] = []
    turned: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        turned.setdefault(glyph.turn, []).append(glyph)
    for turn, found in sorted(turned.items()):
        lines += _upright([_viewed(glyph, turn) for glyph in found] if turn else found)
    return lines


def _viewed(glyph: Glyph, turn: int) -> Glyph:
    """Return a turned letter as it stands when one's head is turned with it."""
    x0, y0, x1, y1 = glyph.x0, glyph.y0, glyph.x1, glyph.y1
    for _ in range(turn):
        x0, y0, x1, y1 = -y1, x0, -y0, x1
    return Glyph(glyph.text, x0, y0, x1, y1, glyph.size, 0, glyph.run)


def _upright(glyphs: Iterable[Glyph]) -> list[Line]:
    rows: list[list[Glyph]] = []
    top = foot = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.x0)):
        shared = min(foot, glyph.y1) - max(top, glyph.y0)
        if rows and shared >= min(foot - top, glyph.y1 - glyph.y0) / 2:
            rows[-1].append(glyph)
            # Spaces may be of any size and stretch no line.
            if not glyph.text.isspace():
                top, foot = min(top, glyph.y0), max(foot, glyph.y1)
        else:
            rows.append([glyph])
            top, foot = glyph.y0, glyph.y1
    return [line for row in rows if (line := _line(row)) is not None]


def _line(row: list[Glyph]) -> Line | None:
    """Return letters as one line, those that are drawn twice only once."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda g: g.x0):
        near = _SAME * glyph.size
        twice = any(
            other.text == glyph.text
            and abs(other.x0 - glyph.x0) <= near
            and abs(other.y0 - glyph.y0) <= near
            for other in kept[-4:]
        )
        if not twice:
            kept.append(glyph)
    while kept and kept[-1].text.isspace():
        kept.pop()
    while kept and kept[0].text.isspace():
        kept.pop(0)
    if not kept:
        return None
    text, parts, last = "", [""], kept[0]
    for glyph in kept:
        gap = (glyph.x0 - last.x1) / max(last.size, glyph.size, 0.1)
        space = "    " if gap > _WIDE else " " if gap > _GAP else ""
        letter = folded(glyph.text)
        text += (space if not text.endswith(" ") else "") + letter
        if gap > _WIDE or letter == "\t":
            parts.append("")
        parts[-1] += letter
        last = glyph
    return Line(tuple(kept), text, tuple(part.strip() for part in parts))


def folded(text: str) -> str:
    """Return text with look-alikes of Chinese letters folded, and nothing else changed.

    Example:
        >>> folded("⽣态⻓⾜10²㎡％")
        '生态长足10²㎡％'
    """
    if text.isascii():
        return text.translate(_NOTHING)
    return "".join(
        unicodedata.normalize("NFKC", letter)
        if "\u2f00" <= letter <= "\u2fdf" or "\uf900" <= letter <= "\ufaff"
        else " "
        if letter in "\u00a0\u3000\u2002\u2003\u2009"
        else letter
        for letter in text.translate(_RADICALS).translate(_NOTHING)
    )


def text_in(
    lines: Sequence[Line], left: float, right: float
) -> tuple[str, list[Message]]:
    """Return the text of a box with its doubts.

    Args:
        lines: its lines.
        left: the box's left edge.
        right: its right edge.
    """
    text = ""
    doubts: list[Message] = []
    room = room_in(lines, left, right)
    for i, line in enumerate(lines):
        plain = words.tidy(line.text)
        if not text:
            text = plain
            continue
        if is_full(lines[i - 1], line, room):
            joint, doubt = joint_of(text, plain)
            if doubt:
                doubts.append(doubt)
            text += joint + plain
        else:
            text += "\n" + plain
    if "\ufffd" in text or any("\ue000" <= letter <= "\uf8ff" for letter in text):
        doubts.append(say("forms.letters-unknown", text=text[:60]))
    return text, doubts


def room_in(lines: Sequence[Line], left: float, right: float) -> float:
    """Return how long a line of a box can be, by the margins that its lines keep."""
    if not lines:
        return 0.0
    margin = min(min(line.x0 - left, right - line.x1) for line in lines)
    return right - left - 2 * max(0.0, min(margin, 6.0))


def is_full(line: Line, after: Line, room: float) -> bool:
    """Whether a line ends only because what comes next had no room in it."""
    size = after.size
    need = 0.0
    glyphs = after.glyphs
    for i, glyph in enumerate(glyphs):
        need = glyph.x1 - after.x0
        follows = glyphs[i + 1].text if i + 1 < len(glyphs) else ""
        joined = _WORD.match(glyph.text) and _WORD.match(follows)
        if not joined and follows not in _NO_START:
            break
        if need > 12 * size:
            break
    return line.x1 - line.x0 + need + size / 2 > room


def joint_of(before: str, after: str) -> tuple[str, Message | None]:
    """Return what parts two lines of one paragraph, and a doubt where that matters.

    Example:
        >>> joint_of("大于", "14000次")[0], joint_of("per", "head")[0]
        ('', ' ')
        >>> joint_of("共1000", "00次")[1].key
        'forms.figure-over-lines'
    """
    last, first = before[-1:], after[:1]
    if _FIGURE.match(last) and first.isdigit():
        if last.isdigit() or before[-2:-1].isdigit():
            shown = f"{before[-12:]} {after[:12]}"
            return "\n", say("forms.figure-over-lines", text=shown)
    elif _WORD.match(last) and _WORD.match(first):
        return " ", None
    return "", None

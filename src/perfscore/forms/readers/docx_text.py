"""The text of a cell or a paragraph of a Word document, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from perfscore.forms.readers.ooxml import attribute, child_of, name_of
from perfscore.messages import Message, say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_DEPTH = 60
"""How deep content may be nested; a table in a table in a control is about ten."""

SHORT = 60
"""How much of a text a doubt shows."""

_SYMBOLS = {
    ("symbol", 0xB3): "≥",
    ("symbol", 0xA3): "≤",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB4): "×",
    ("symbol", 0xB8): "÷",
    ("symbol", 0xB0): "°",
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xA8): "□",
    ("wingdings", 0x6F): "□",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0xA3): "□",
}


@dataclass(slots=True)
class Text:
    """The text of a paragraph or a cell, and what happened to it."""

    parts: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    tracked: bool = False
    pictures: bool = False
    formula: bool = False
    nested: bool = False
    doubts: list[Message] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text as it is printed."""
        return "".join(self.parts)

    def all_doubts(self) -> tuple[Message, ...]:
        """Return what a reader of the cell has to know."""
        found = list(self.doubts)
        text = self.text.strip()
        if self.tracked:
            deleted = "".join(self.deleted)[:SHORT]
            found.append(
                say("forms.tracked-change", text=text[:SHORT], deleted=deleted)
            )
        for key, parts in (
            ("forms.hidden-text", self.hidden),
            ("forms.struck-text", self.struck),
            ("forms.placeholder", self.prompts),
            ("forms.text-box", self.boxes),
        ):
            shown = "".join(parts).strip()
            if shown:
                found.append(say(key, text=shown[:SHORT]))
        if self.formula:
            found.append(say("forms.formula-object", text=text[:SHORT]))
        if not text and self.pictures:
            found.append(say("forms.picture"))
        if not text and self.nested:
            found.append(say("forms.nested-table"))
        return tuple(found)


def boxes_in(element: Element, depth: int) -> Iterator[Element]:
    """Yield the outermost text boxes of a drawing, from one branch of alternatives."""
    if depth > 2 * MOST_DEPTH:
        return
    for child in element:
        name = name_of(child)
        if name == "txbxContent":
            yield child
        elif name == "Fallback" and child_of(element, "Choice") is not None:
            continue
        else:
            yield from boxes_in(child, depth + 1)


def add_symbol(symbol: Element, found: Text) -> None:
    """Add a character of a symbol font."""
    font = (attribute(symbol, "font") or "").strip().lower()
    text = attribute(symbol, "char") or ""
    try:
        code = int(text, 16)
    except ValueError:
        code = -1
    found.parts.append(symbol_of(font, code, text, found))


def symbol_of(font: str, code: int, shown: str, found: Text) -> str:
    """Return a character of a symbol font, with a doubt where it is not known.

    Args:
        font: the font's name in small letters.
        code: the character's number in the font.
        shown: what a doubt calls the character.
        found: the text it stands in.
    """
    # Symbol fonts live in the private area from F000 on.
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code  # noqa: PLR2004
    known = _SYMBOLS.get((font, code))
    if known is None and font == "symbol" and 0x20 <= code < 0x7F:  # noqa: PLR2004
        known = chr(code)
    if known is None:
        found.doubts.append(say("forms.unknown-symbol", font=font[:20], char=shown[:8]))
        known = "\ufffd"
    return known

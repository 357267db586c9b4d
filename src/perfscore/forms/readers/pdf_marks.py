"""What is drawn on a page: letters and straight lines, and the page they are on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter as it is drawn; x grows to the right, y downwards, in points.

    Attributes:
        text: what it stands for; U+FFFD where the file does not say.
        x0: its left edge.
        y0: its upper edge.
        x1: its right edge.
        y1: its lower edge.
        size: the size of its font.
        turn: how many quarter turns it is turned to the left.
        run: letters drawn in one go have the same number.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    turn: int
    run: int

    @property
    def x(self) -> float:
        """Its middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Its middle from top to bottom."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along the page: across at a height, or down at a distance.

    Attributes:
        down: whether it runs from top to bottom.
        at: its x where it runs down, else its y.
        start: where it begins.
        end: where it ends.
    """

    down: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """What is drawn on a page.

    Attributes:
        number: the page's number from 1.
        width: the page's width in points, as it is looked at.
        height: the page's height in points.
        glyphs: the letters that can be seen.
        rules: the lines along the page.
        picture: how much of the page its largest picture takes, as a share.
        shapes: how many shapes are drawn on it, letters apart.
        broken: whether a part of what is drawn on it is damaged.
        hidden: the letters that cannot be seen, as under a scan.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    picture: float = 0.0
    shapes: int = 0
    broken: bool = False
    hidden: list[Glyph] = field(default_factory=list)

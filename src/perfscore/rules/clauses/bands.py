"""The bands of a clause as one formula, each boundary given to one of its two bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from perfscore.errors import FormulaError
from perfscore.rules.clauses.line import Stretch, stretches
from perfscore.rules.clauses.measures import JUDGED, Measure, NotHere
from perfscore.rules.clauses.parts import Arm, Span
from perfscore.rules.formula import parse_formula
from perfscore.rules.parts import Direction, RuleRow
from perfscore.rules.readings import Ask
from perfscore.rules.scalars import evaluate
from perfscore.rules.walker import Names, UndefinedResult


@dataclass(frozen=True, slots=True)
class Band:
    """A band and what it earns.

    Attributes:
        arm: the arm whose condition is the band.
        text: the formula of what it earns.
    """

    arm: Arm
    text: str


class BandLine:
    """Writes the bands of a clause for one row and one reading.

    Args:
        bands: the bands.
        measure: what they measure.
        row: the row.
        ask: gives the choice at a shared boundary.
    """

    def __init__(
        self, bands: Sequence[Band], measure: Measure, row: RuleRow, ask: Ask
    ) -> None:
        self.of = {id(band.arm): band.text for band in bands}
        self.measure = measure
        self.row = row
        self.ask = ask
        self.cut = stretches([band.arm for band in bands], measure.number)
        self.texts = [self._stretch(one) for one in self.cut]

    def text(
        self,
        rest: str | None,
        *,
        other: bool = False,
        edges: bool = False,
        vague: bool = False,
    ) -> str:
        """Return the formula of the whole line.

        Args:
            rest: the formula of what no band covers; None where nothing says.
            other: whether the clause itself says so, for boundaries left out too.
            edges: whether the rest may begin at the very edge of a band.
            vague: whether it may at the edge of a band that is said vaguely.
        """
        if edges or vague:
            self._open_edges(rest or JUDGED, vague=vague)
        self._share_points(other=other)
        if rest is None:
            self._extend()
        filled = [rest or JUDGED if text is None else text for text in self.texts]
        parts = []
        for one, text, following in zip(self.cut, filled, filled[1:], strict=False):
            if text != following and one.high is not None:
                sign = "<=" if one.is_point else "<"
                end = self.measure.text(one.high)
                parts.append(f"{whole(text)} if {self.measure.name} {sign} {end}")
        return " else ".join([*parts, filled[-1]])

    def _stretch(self, stretch: Stretch) -> str | None:
        return self.of[id(stretch.arms[0])] if len(stretch.arms) == 1 else None

    def _share_points(self, *, other: bool) -> None:
        """Give each shared boundary, and each left out, to one of its two bands."""
        for at, one in enumerate(self.cut):
            if not one.is_point or len(one.arms) == 1:
                continue
            sides = [self.texts[at - 1], self.texts[at + 1]]
            if not one.arms and other:
                continue
            if one.arms:
                sides = [self.of[id(arm)] for arm in one.arms]
            elif one.low == self._target() and "weight" not in sides:
                sides = ["weight", "weight"]  # both sides say what is lost
            low, high = sides
            if low is None or high is None:
                continue
            if low == high:
                self.texts[at] = low
                continue
            better, worse = (low, high) if self._falls(low, high) else (high, low)
            self.texts[at] = better if self.ask("boundary") == "better" else worse

    def _target(self) -> Fraction | None:
        """Return where the row's target lies on the line, if that is known."""
        if self.measure.name == "rate":
            return Fraction(1)
        return self.row.target if self.measure.name == "actual" else None

    def _open_edges(self, rest: str, *, vague: bool) -> None:
        """Give an edge that nothing else claims to its band or to the rest."""
        for at, one in enumerate(self.cut):
            if not one.is_point or len(one.arms) != 1:
                continue
            when = one.arms[0].when
            beside = [self.texts[at - 1], self.texts[at + 1]]
            if None not in beside or not isinstance(when, Span):
                continue
            high = self.texts[at + 1] is None
            end = when.high if high else when.low
            unsaid = end is not None and (end.vague if vague else end.included is None)
            if unsaid and self.ask("boundary") == "better":
                self.texts[at] = rest

    def _falls(self, low: str, high: str) -> bool:
        """Whether the band below a boundary earns more than the one above."""
        values: list[Fraction] = []
        for text in (low, high):
            try:
                names = Names({"weight": self.row.weight})
                found = evaluate(parse_formula(text), names)
            except (UndefinedResult, FormulaError):
                return self.row.direction is Direction.AT_MOST
            values.append(found if isinstance(found, Fraction) else found.high)
        return values[0] > values[1]

    def _extend(self) -> None:
        """Let what holds up to 100 % hold beyond it, where nothing else is said."""
        texts, last = self.texts, self.cut[-1]
        if texts[-1] is not None or not self.measure.is_share or last.low != 1:
            return
        at_whole = texts[-2]
        if at_whole is not None and self.row.direction is not Direction.AT_MOST:
            texts[-1] = at_whole


def whole(text: str) -> str:
    """Return a formula that may stand before a condition of its own."""
    return f"({text})" if " if " in text else text


def straight_lines(
    anchors: Sequence[tuple[Fraction, str]], measure: Measure, rest: str
) -> str:
    """Return the straight lines through some points.

    Args:
        anchors: numbers of the measure with the formula of what they earn, the least
            first.
        measure: what is measured.
        rest: the formula of what is earned below the first.

    Raises:
        NotHere: there are not two points to draw a line through.
    """
    if len(anchors) < _TWO:
        raise NotHere
    parts = [f"{whole(rest)} if {measure.name} < {measure.text(anchors[0][0])}"]
    for (low, least), (high, most) in pairwise(anchors):
        start, end = measure.text(low), measure.text(high)
        slope = f"({measure.name} - {start}) / ({end} - {start})"
        line = f"{least} + ({most} - {least}) * {slope}"
        parts.append(f"{line} if {measure.name} < {end}")
    return " else ".join([*parts, anchors[-1][1]])


_TWO = 2

"""Points by band of the actual, of the completion rate or of the delay (区间赋分)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from perfscore.messages import Message, say
from perfscore.rules.methods.base import JUDGED, MET, MethodBase
from perfscore.rules.parts import (
    Mark,
    Points,
    Positive,
    RuleRow,
    Strict,
    Subject,
    number_of,
    share_text,
    wrong,
)
from perfscore.rules.readings import Ask

_MET_FIRST = ("full", "by_band")
"""What a met target earns: full points, or by the clause's words what its band says."""


class BandRule(Strict):
    """One band: the scores from (or up to) a boundary."""

    score: Points
    """The points that the band earns, at its best end where it holds several."""
    down_to: Points | None = None
    """The points at its worst end, where the band holds a range of scores (5–3分)."""
    from_: Annotated[Mark | None, Field(alias="from")] = None
    """The lower boundary, for bands in which more is better."""
    to: Mark | None = None
    """The upper boundary, for bands in which less is better."""
    stated: bool = False
    """Whether the clause says that the boundary belongs to this band (含)."""
    excluded: bool = False
    """Whether the clause says that it does not (不含)."""

    @model_validator(mode="after")
    def _makes_sense(self) -> BandRule:
        if self.stated and self.excluded:
            raise wrong("rules.value-in-and-out")
        if self.down_to is not None and self.down_to > self.score:
            raise wrong("rules.value-band-scores")
        return self


class Bands(MethodBase):
    """Points by band of the actual or of the completion rate (区间赋分).

    Example:
        >>> from perfscore.rules.readings import POINTS
        >>> band = {"from": "95%", "score": 10, "stated": True}
        >>> rule = Bands(source="x", full=10, bands=(band,))
        >>> row = RuleRow(Fraction(10), is_share=True)
        >>> rule.write(lambda point, _=None: POINTS[point][0], row)
        '10 if actual >= 95% else 0'
    """

    method: Literal["bands"] = "bands"
    of: Literal["actual", "rate", "days_late"] = "actual"
    """What the boundaries are compared with."""
    bands: Annotated[tuple[BandRule, ...], Field(min_length=1)]
    """The bands, the best first; all have ``from``, or all have ``to``."""
    otherwise: Points = Fraction(0)
    """The points beyond the last boundary."""
    full: Positive | None = None
    """The points that the clause says the row is worth, where it says so."""
    met_first: bool = False
    """Whether a met target earns the weight whatever its band; that it earns what its
    band says is the other reading."""

    def stated_points(self) -> Sequence[Fraction | None]:
        """Return the full points."""
        return (self.full,)

    @field_validator("bands")
    @classmethod
    def _ordered(cls, bands: tuple[BandRule, ...]) -> tuple[BandRule, ...]:
        ends = [band.from_ for band in bands], [band.to for band in bands]
        given = [end for end in ends if None not in end]
        if len(given) != 1 or any(e is not None for e in ends[given[0] is ends[0]]):
            raise wrong("rules.value-from-or-to")
        found = [end for end in given[0] if end is not None]
        falls = given[0] is ends[0]
        numbers = [end.into(found[0].unit or None) for end in found]
        known = [number for number in numbers if number is not None]
        alike = len({bool(end.unit) for end in found}) == 1
        ordered = known == sorted(set(known), reverse=falls)
        if not alike or len(known) < len(numbers) or not ordered:
            raise wrong("rules.value-band-order")
        return bands

    def labels(self) -> dict[str, Message]:
        """Return the readings of a met target in words."""
        if not self.met_first:
            return {}
        return {
            "met_first=full": say("rules.choice-met-first-full"),
            "met_first=by_band": say("rules.choice-met-first-by-band"),
        }

    def judges(self) -> bool:
        """Return whether the rule itself leaves points to a person."""
        return any(band.down_to is not None for band in self.bands)

    def written(self, ask: Ask, row: RuleRow) -> str:
        """Write the bands as conditionals, each boundary visible."""
        ends = self._ends(row)
        if ends is None:
            return (MET if self.met_first else "") + JUDGED
        met = MET if self.met_first and ask("met_first", _MET_FIRST) == "full" else ""
        unsaid = any(not (band.stated or band.excluded) for band in self.bands)
        worse = unsaid and ask("boundary") == "worse"
        scale = ""
        full = self.full if self.full is not None else row.weight
        if full != row.weight and ask("weight_conflict") == "by_weight":
            scale = f" * weight / {number_of(full)}"
        parts = []
        for position, band in enumerate(self.bands):
            strict = band.excluded or (worse and not band.stated)
            sign = (">" if band.from_ is not None else "<") + ("" if strict else "=")
            better = ends[position - 1] if position else None
            line = None if better is None else (self.of, ends[position], better)
            score = _scores(band, ask, line, scale)
            parts.append(f"{score} if {self.of} {sign} {ends[position]}")
        last = f"{number_of(self.otherwise)}{scale}"
        return met + " else ".join([*parts, last])

    def _ends(self, row: RuleRow) -> list[str] | None:
        """Return the boundaries in the row's unit, None where they do not convert."""
        marks = [band.from_ or band.to for band in self.bands]
        if self.of == "days_late":
            unit: str | None = "天"
            fits = row.subject is Subject.DATE
        else:
            unit = row.unit
            shares = self.of == "rate" or row.is_share
            fits = all(m is not None and bool(m.unit) is not shares for m in marks)
            fits = fits and row.subject is Subject.QUANTITY
        numbers = [mark.into(unit) for mark in marks if mark is not None]
        if not fits or None in numbers:
            return None
        write = number_of if marks[0] is not None and marks[0].unit else share_text
        return [write(number) for number in numbers if number is not None]


def _scores(
    band: BandRule, ask: Ask, line: tuple[str, str, str] | None, scale: str
) -> str:
    """Write what a band earns: its points, or a range judged or on a straight line.

    A band without another end has no line to lie on.
    """
    best = number_of(band.score)
    if band.down_to is None:
        return best + scale
    least = number_of(band.down_to)
    if line is None or ask("inside_band") == "judged":
        return f"within({least}{scale}, {best}{scale})"
    of, end, better = line
    share = f"({of} - {end}) / ({better} - {end})"
    return f"({least} + ({best} - {least}) * {share}){scale}"

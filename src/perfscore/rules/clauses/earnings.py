"""What phrases say of points: earned, taken off, or left to judgement."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.rules.clauses.parts import Earns, Figure, Piece, Points
from perfscore.rules.clauses.text import ClauseText


def full(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return full points, with their number where it is printed (满分10分)."""
    sign = found["points"]
    if sign is None:
        return Earns.FULL
    points = clause.figure(sign).number
    return Points(points, points)


def earned(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the points of a condition (得8分)."""
    figure = clause.figure(found["points"] or found["bare"])
    if found["bare"] and figure.unit:
        return None
    points = figure.number
    return Points(points, points)


def _range_of(found: re.Match[str], clause: ClauseText, last: str) -> list[Fraction]:
    ends = [clause.figure(found["first"]), clause.figure(found[last])]
    if ends[1].unit == "%" and not ends[0].unit:
        ends[0] = Figure(ends[0].number / 100, "%", ends[0].text)
    if {end.unit for end in ends} - {"分", "", "%"}:
        return []
    return sorted(end.number for end in ends)


def earned_range(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a range of points (得3-5分)."""
    ends = _range_of(found, clause, "points")
    return Points(ends[0], ends[1]) if ends else None


def earned_share(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a share of the weight (得分值的80%)."""
    sign = found["share"] or found["share2"] or found["share3"]
    figure = clause.figure(sign)
    if figure.unit != "%":
        return None
    return Points(figure.number, figure.number, of_weight=True)


def earned_share_range(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a range of shares of the weight (得分值的60%-80%)."""
    ends = _range_of(found, clause, "second")
    return Points(ends[0], ends[1], of_weight=True) if ends else None


def off(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return points or a share of the weight taken off (扣2分)."""
    if "再" in found[0]:
        return None  # on top of what was taken off before
    sign = found["points"]
    if sign is not None:
        points = clause.figure(sign).number
        return Points(points, points, off=True)
    figure = clause.figure(found["share"] or found["share2"])
    if figure.unit != "%":
        return None
    return Points(figure.number, figure.number, of_weight=True, off=True)


def off_range(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a range of points taken off (扣1-3分)."""
    ends = _range_of(found, clause, "points")
    return Points(ends[0], ends[1], off=True) if ends else None

"""What phrases say of points: earned, taken off, or left to judgement."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.parts import Earns, Figure, Points
from perfscore.rules.clauses.phrases.points import GRADED_RANGE
from perfscore.rules.clauses.pieces import Graded, Piece
from perfscore.rules.clauses.text import ClauseText


def full(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return full points, with their number where it is printed (满分10分)."""
    sign = found["points"]
    if sign is None:
        return Earns.FULL
    points = clause.figure(sign).number
    return Points(points, points, whole=True)


def earned(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the points of a condition (得8分)."""
    sign = found["points"] or found["points2"]
    figure = clause.figure(sign or found["bare"] or found["bare2"])
    if not sign and (figure.unit or ("分值" in found[0] and figure.number)):
        return None
    points = figure.number
    return Points(points, points)


def _range_of(found: re.Match[str], clause: ClauseText, last: str) -> list[Fraction]:
    first = last.replace("second", "first") if "second" in last else "first"
    ends = [clause.figure(found[first]), clause.figure(found[last])]
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
    behind = found["first2"] is not None
    ends = _range_of(found, clause, "second2" if behind else "second")
    return Points(ends[0], ends[1], of_weight=True) if ends else None


def off(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return points or a share of the weight taken off (扣2分)."""
    if "再" in found[0]:
        return None  # on top of what was taken off before
    sign = found["points"]
    if sign is not None:
        points = clause.figure(sign).number
        return Points(points, points, off=True)
    figure = clause.figure(found["share"] or found["share2"] or found["share3"])
    if figure.unit != "%":
        return None
    return Points(figure.number, figure.number, of_weight=True, off=True)


def off_range(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a range of points taken off (扣1-3分)."""
    ends = _range_of(found, clause, "points")
    return Points(ends[0], ends[1], off=True) if ends else None


_RANGE = re.compile(GRADED_RANGE)
_EITHER = re.compile("(?P<one>全部|完全)或(?P<two>基本)(?P<rest>.{2,})")


def graded(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return grades of words with the range of each, where both are as many."""
    names = re.split("[/、,]", found["names"])
    ranges = [_graded_range(one, clause) for one in _RANGE.finditer(found["ranges"])]
    kept = [one for one in ranges if one is not None]
    if len(names) != len(ranges) or len(kept) != len(ranges):
        return None
    if len({points.of_weight for points, _ in kept}) > 1:
        return None
    reached = {points.low for points, included in kept if included}
    grades: list[tuple[str, Points]] = []
    for name, (points, _) in zip(names, kept, strict=True):
        below = points.below or points.high in reached - {points.low}
        earns = replace(points, below=below)
        both = _EITHER.fullmatch(name)
        one, two, rest = both.groups() if both else ("", "", "")
        words = (one + rest, two + rest, rest) if both else (name,)
        grades += [(word, earns) for word in words]
    return Graded(tuple(grades))


def _graded_range(
    found: re.Match[str], clause: ClauseText
) -> tuple[Points, bool] | None:
    """Return a range of points, and whether its lower end is said to belong to it."""
    ends = _range_of(found, clause, "second")
    if not ends:
        return None
    first, second = clause.figure(found["first"]), clause.figure(found["second"])
    shares = second.unit == "%"
    bare = shares and not first.unit
    falls = first.number > second.number * (100 if bare else 1)
    low, high = found["note2"], found["note1"]
    if not falls:
        low, high = high, low
    named = [clause.figure(c).number for c in low + high if c in clause.figures]
    if not all(one in {*ends, *(end * 100 for end in ends)} for one in named):
        return None
    included = bool(re.search(r"≥|\[|(?<!不)含", low))
    below = "不含" in high or ("<" in high and "≤" not in high)
    return Points(ends[0], ends[1], of_weight=shares, below=below), included

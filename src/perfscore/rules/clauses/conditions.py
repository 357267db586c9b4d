"""What phrases say of conditions: where a band begins and ends, and what it is of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.parts import POINTS_OF_SHARE, End, Figure, Span
from perfscore.rules.clauses.phrases import names
from perfscore.rules.clauses.pieces import Piece
from perfscore.rules.clauses.text import POINTS, VALUE, ClauseText

FIGURE = f"(?:{POINTS}|{VALUE})"
Make = Callable[[re.Match[str], ClauseText], Piece | None]
"""Makes a piece of a phrase that was found, or finds that it is none."""


def _said_included(word: str | None) -> bool | None:
    return None if word is None else not word.startswith("不")


SUBJECT = rf"(?:(?P<subject>{names.SUBJECT})(?:的)?,?)?"
_OF_TARGET = (
    rf"(?P<target>{names.TARGET}(?:值)?(?:的|[×*](?={VALUE}))?"
    rf"|{names.QUANTITY_OF}(?={VALUE}))?"
)
_FILLER = (
    "(?:实际|仅|只|能|已|超额|必须|应|须|需)?"
    "(?:完成(?:任务|目标|指标)?|建成|新增|开展|举办)?"
)
_OVERRUN = frozenset(
    {"超支", "超预算", "超出", "超额", "成本超支", "预算超支", "支出超支"}
)
_ROW_POINTS = frozenset({"得分", "总分", "累计得分", "分数"})
"""What a clause calls the points of the row itself: 得分不超过10分."""
_HALF = Fraction(1, 2)
_SMALL = Fraction(1, 5)


def compared(words: str, *, low: bool, included: bool) -> tuple[str, Make]:
    """Return the phrase of a comparison, and what makes a span of it."""

    def make(found: re.Match[str], clause: ClauseText) -> Piece | None:
        figure = clause.figure(found["value"])
        if found["target"]:
            within = found["within"] is not None
            within |= found["on"] is not None and not included
            # 低于目标值的10%: below a tenth of it, or by a tenth
            share = found["target"].endswith("的") and not low
            within |= share and figure.number <= _SMALL
            return None if within else _of_target(figure, low=low, included=included)
        bound = found["subject"] in _ROW_POINTS and figure.unit == "分"
        if bound or _is_distance(found["verb"], figure):
            return None
        ratio = figure.unit == "%" and found["verb"].endswith("完成")
        subject = "完成率" if ratio else found["subject"] or ""
        subject = _of_task(subject, figure)
        if subject in _OVERRUN and figure.unit == "%":
            if not low:
                return _overrun_up_to(figure, included=included or _includes(found[0]))
            subject = names.BEYOND_TARGET
        if found["within"] and low:
            return _from_nothing(figure, subject, said=_includes(found[0]))
        said = _said_included(found["said"])
        if said is None and found["on"] and not included:
            said = True if found["on"].startswith(("及", "或")) else None
        if said is None and found["on"] and not included:
            return _open_end(figure, subject, low=low)
        end = End(figure, included if said is None else said)
        return Span(end, None, subject) if low else Span(None, end, subject)

    return (
        rf"(?:(?P<subject>{names.SUBJECT}|{names.ANY_SUBJECT})(?:的)?,?)?(?P<verb>{_FILLER}{words}){_OF_TARGET}(?P<value>{FIGURE})"
        rf"(?:{names.INCLUDED.format(name='said')})?"
        rf"(?:(?P<on>{names.FROM_ON})|(?P<within>{names.WITHIN}))?(?:\(含(?:{VALUE})?\))?(?:的部分|部分|的)?"
    ), make


_TASK = re.compile(
    "(?:实际)?完成(?:年度|全部)?(?:目标|任务|指标|计划)(?:任务)?(?:值|数|量)?"
)


def _of_task(subject: str, figure: Figure) -> str:
    """Return what is measured: 完成任务不足60% is a share of the target.

    完成低于30次 names nothing but what the row counts.
    """
    if figure.unit == "%":
        return "完成率" if _TASK.fullmatch(subject) else subject
    return "" if subject in names.DONE else subject


def _is_distance(verb: str, figure: Figure) -> bool:
    """Whether a figure is of a distance, and not of what was done.

    未完成20% is what is missing, and 超额完成10% is 110 % of the target.
    """
    missing = verb.endswith("未完成") and figure.number <= _HALF
    return missing or ("超额" in verb and figure.number < 1)


def _overrun_up_to(figure: Figure, *, included: bool) -> Span:
    """Return an overrun with an end that is said (超支不超过5%)."""
    span = _from_nothing(figure, names.BEYOND_TARGET)
    return replace(span, high=End(figure, included))


def _open_end(figure: Figure, subject: str, *, low: bool) -> Span:
    """Return 超过10%以上, which does not say whether 10% itself is meant."""
    end = End(figure, vague=True)
    return Span(end, None, subject) if low else Span(None, end, subject)


def _includes(words: str) -> bool:
    """Whether words say that a figure in them is included."""
    return "含" in words and "不含" not in words


def _from_nothing(figure: Figure, subject: str, *, said: bool = False) -> Span:
    """Return what lies beyond nothing up to a figure (超过5%以内)."""
    nothing = Figure(Fraction(0), figure.unit, "0")
    return Span(
        End(nothing, included=False),
        End(figure, included=True if said else None),
        subject,
    )


def _of_target(figure: Figure, *, low: bool, included: bool) -> Piece | None:
    """Return a percentage of the target, or beyond it (超过目标值10%)."""
    if figure.unit != "%":
        return None
    end = End(figure, included)
    if low and not included and figure.number == 1:
        return None  # 超过目标值100%: twice the target, or just more than it
    if figure.number >= _HALF or (low and included):
        low_end, high_end = (end, None) if low else (None, end)
        return Span(low_end, high_end, names.OF_TARGET)
    if figure.number > _SMALL:
        return None
    subject = names.BEYOND_TARGET if low or included else names.BELOW_TARGET
    return Span(None, end, subject) if included else Span(end, None, subject)


def beyond_within(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return what lies within or above a share beyond the target (超预算5%以内)."""
    figure = clause.figure(found["value"])
    if figure.unit not in {"%", POINTS_OF_SHARE}:
        return None
    subject = names.BEYOND_TARGET if found["over"] else names.BELOW_TARGET
    if found["up"]:
        said = found["in1"] or found["in2"] or found["up"].startswith(("及", "或"))
        return Span(End(figure, True if said else None), None, subject)
    return _from_nothing(figure, subject, said=_includes(found[0]))


def controlled(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition that holds something down (控制在57.6万元以内)."""
    end = End(clause.figure(found["value"]), included=True)
    return Span(None, end, found["subject"] or "")


def negative(_found: re.Match[str], _clause: ClauseText) -> Piece | None:
    """Return a rate below nothing (负增长)."""
    nothing = Figure(Fraction(0), "%", "0%")
    return Span(None, End(nothing, included=False), "增长率")


def equal(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition of one figure alone (100%)."""
    end = End(clause.figure(found["value"]), included=True)
    if (found["subject"] or "").endswith(("得分", "分值")):
        return None  # 得分为0 is earned
    return Span(end, end, found["subject"] or "")


def sided(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition with one end (95%以上)."""
    included = _said_included(found["before"] or found["after"])
    if found["side"].startswith(("及", "或")):
        included = True
    end = End(clause.figure(found["value"]), included)
    ratio = found["verb"] is not None and end.figure.unit == "%"
    subject = "完成率" if ratio else found["subject"] or ""
    subject = _of_task(subject, end.figure)
    if found["target"]:
        if end.figure.unit != "%":
            return None
        subject = names.OF_TARGET
    if found["up"]:
        return Span(end, None, subject)
    if subject in names.LATE_NAMES:
        return _from_nothing(end.figure, subject, said=_includes(found[0]))
    return Span(None, end, subject)


def ranged(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition between two ends (85%-95%)."""
    first, second = clause.figure(found["first"]), clause.figure(found["second"])
    if not first.unit and second.unit == "%":
        first = Figure(first.number / 100, "%", first.text)
    ends = [
        End(first, _said_included(found["in1"])),
        End(second, _said_included(found["in2"])),
    ]
    at = found["in2_at"]
    if at is not None and clause.figure(at).number != second.number:
        # 85%-95%(含85%) names the end that belongs to the band.
        if clause.figure(at).number != first.number or found["in1"]:
            return None
        ends = [End(first, _said_included(found["in2"])), End(second)]
    if first.number > second.number:
        ends.reverse()
    subject = found["subject"] or ""
    if second.unit == "%" and (found["target"] or found["verb"]):
        subject = names.OF_TARGET
    elif found["target"]:
        return None
    return Span(ends[0], ends[1], subject)


def _target_end(name: str) -> str:
    return (
        rf"(?:(?P<target{name}>{names.TARGET})(?:的|[×*])?(?P<value{name}>{VALUE})?"
        rf"|(?P<share{name}>{VALUE}))"
    )


TARGET_CHAIN = (
    rf"{_target_end('1')}(?P<sign1>[≤<≥>])(?P<subject>{names.SUBJECT}"
    rf"|{names.ANY_SUBJECT})?(?P<sign2>[≤<≥>]){_target_end('2')}的?"
)


def target_chain(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition of two comparisons with the target (80%×目标值≤x<目标值)."""
    if not (found["target1"] or found["target2"]):
        return None
    signs = found["sign1"], found["sign2"]
    if (signs[0] in "≤<") is not (signs[1] in "≤<"):
        return None
    ends: list[End] = []
    for name, sign in zip("12", signs, strict=True):
        value = found[f"value{name}"] or found[f"share{name}"]
        figure = clause.figure(value) if value else Figure(Fraction(1), "%", "100%")
        if figure.unit != "%" or (found[f"share{name}"] and found["subject"]):
            return None
        ends.append(End(figure, sign in "≤≥"))
    if signs[0] in "≥>":
        ends.reverse()
    return Span(ends[0], ends[1], names.OF_TARGET)


def chained(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition of two comparisons (60%≤完成率<100%)."""
    first, second = clause.figure(found["first"]), clause.figure(found["second"])
    signs = found["sign1"], found["sign2"]
    ends = [End(first, signs[0] in "≤≥"), End(second, signs[1] in "≤≥")]
    if (signs[0] in "≤<") is not (signs[1] in "≤<"):
        return None
    if signs[0] in "≥>":
        ends.reverse()
    return Span(ends[0], ends[1], found["subject"] or "")


def interval(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition in brackets ([60%,80%))."""
    first, second = clause.figure(found["first"]), clause.figure(found["second"])
    if not first.unit and second.unit == "%":
        first = Figure(first.number / 100, "%", first.text)
    ends = [End(first, found["open"] == "["), End(second, found["close"] == "]")]
    return Span(ends[0], ends[1], found["subject"] or "")


def overrun_span(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a range of overruns (超支10%-20%)."""
    first, second = clause.figure(found["first"]), clause.figure(found["second"])
    if not first.unit and second.unit == "%":
        first = Figure(first.number / 100, "%", first.text)
    if {first.unit, second.unit} != {"%"}:
        return None
    included = True if found["in2"] else None
    subject = names.BEYOND_TARGET if found["over"] else names.BELOW_TARGET
    return Span(End(first), End(second, included), subject)


def exceeded(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return what lies above the target by a share (超额完成10%以上)."""
    figure = clause.figure(found["value"])
    if figure.unit != "%":
        return None
    return Span(End(figure, included=True), None, names.BEYOND_TARGET)


def fallen(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return what lies below the target by so much (减少50%以上不得分)."""
    if bool(found["more"]) is bool(found["on"]):
        return None
    figure = clause.figure(found["value"])
    said = _said(found["said"])
    included = False if found["more"] else (True if said is None else said)
    return Span(End(figure, included), None, names.BELOW_TARGET)


def _said(bracket: str | None) -> bool | None:
    return _said_included((bracket or "").strip("()") or None)


def figure_first(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition whose figure stands first (95%≤满意度)."""
    sign = found["sign"]
    end = End(clause.figure(found["value"]), sign in "≤≥")
    subject = found["subject"]
    return Span(end, None, subject) if sign in "≤<" else Span(None, end, subject)


def in_time_of(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a condition on a duration (3天内办结)."""
    figure = clause.figure(found["value"])
    if figure.unit not in {"天", "日", "小时", "分钟", "秒", "周", "工作日", "月"}:
        return None
    subject = found["subject"] or ""
    if subject in names.LATE_NAMES:
        return _from_nothing(figure, subject, said=_includes(found[0]))
    return Span(None, End(figure, included=True), subject)


def overrun_one(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return what lies within or above a share of overrun (超支10%以内)."""
    figure = clause.figure(found["value"])
    if figure.unit != "%":
        return None
    if found["up"]:
        included = (
            True if found["up"].startswith(("及", "或")) else _said(found["said"])
        )
        return Span(End(figure, included), None, names.BEYOND_TARGET)
    return _from_nothing(figure, names.BEYOND_TARGET, said=_includes(found[0]))


def deviation(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return how far the actual may lie from the target (偏离目标值10%以内)."""
    plain = next((found[f"value{n}"] for n in "3456" if found[f"value{n}"]), None)
    figure = clause.figure(plain or found["value"] or found["value2"])
    if figure.unit != "%":
        return None
    if plain:
        deviates = any(word in found[0] for word in ("偏", "差", "浮动"))
        return Span(None, End(figure, included=True), "偏离度") if deviates else None
    said = (found["said"] or found["said2"] or "").strip("()") or None
    end = End(figure, _said_included(said))
    if found["up"] or found["up2"]:
        return Span(end, None, "偏离度")
    return Span(None, end, "偏离度")

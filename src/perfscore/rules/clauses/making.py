"""Pieces of a clause out of the phrases that were found: one maker for each kind."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.rules.clauses import conditions
from perfscore.rules.clauses.parts import End, Figure, Points, Side, Span, When, Written
from perfscore.rules.clauses.phrases import counts, names
from perfscore.rules.clauses.pieces import (
    Accrual,
    Base,
    Bonus,
    BonusCap,
    By,
    Cap,
    Deadline,
    Each,
    Example,
    Floor,
    Happening,
    Ignored,
    Piece,
    Reached,
    Stated,
    Steps,
    Timely,
)
from perfscore.rules.clauses.text import ClauseText


def const(piece: Piece) -> conditions.Make:
    """Return what makes the same piece of whatever was found."""
    return lambda _found, _clause: piece


_SIDES = (
    ("over", Side.OVER),
    ("rise", Side.INCREASE),
    ("under", Side.UNDER),
    ("either", Side.EITHER),
)


_NO_NAME = re.compile(
    "^(?:在.*|记|计|年度|全年|本年|该|本|实际|[记计得](?:该|本).*)"
    "|^(?:实际)?(?:完成)?(?:值|数量?|量|情况|工作|任务|指标)$"
)
"""What stands before a target that is reached, and names nothing."""


def met(when: When) -> conditions.Make:
    """Return what makes a condition of the target, with what is to reach it."""

    def make(found: re.Match[str], _clause: ClauseText) -> Piece | None:
        subject = _NO_NAME.sub("", found["subject"] or "")
        return Reached(when, subject) if len(subject) > 1 else when

    return make


def event_span(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return how often something happened, from a number on (发生2起及以上)."""
    figure = clause.figure(found["value"])
    if figure.unit not in _EVENT_UNITS:
        return None
    return Span(End(figure, included=True), None, names.EVENTS)


def steps(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a step of a deviation (每超过10%)."""
    side = next((side for name, side in _SIDES if found[name]), None)
    lead = found["lead"]
    if lead:
        over = lead.startswith(("超", "高"))
        side = side or (Side.OVER if over else Side.UNDER)
    if found["undone"]:
        side = Side.UNDER
    if found["off"]:
        side = Side.EITHER
    return Steps(
        side,
        clause.figure(found["size"]),
        found["subject"] or "",
        of_target=bool(found["of"] or found["than"]),
        base=clause.figure(found["base"]) if found["base"] else None,
    )


_EVENT_UNITS = frozenset(
    [
        "次",
        "例",
        "起",
        "项",
        "处",
        "个",
        "件",
        "宗",
        "人",
        "人次",
        "份",
        "条",
        "台",
        "户",
        "名",
        "笔",
        "家",
        "场",
        "期",
        "篇",
        "批",
        "批次",
        "辆",
        "套",
    ]
)


_UNDONE = re.compile(
    r"(?P<noun>[^\W\d_未没不]{0,4}?)(?:任务|工作|指标|项目)?(?:的)?"
    "(?:未完成|没有完成|不完成|未达标|未实现)(?:任务|目标|指标)?(?:的)?"
)


def event(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a step of what happens (每发生一起), or of what is left undone."""
    size = clause.figure(found["size"])
    if size.unit not in _EVENT_UNITS:
        return None
    each = bool(found["each"])
    undone = _UNDONE.fullmatch(noun(size) + found["what"])
    if undone:
        return Steps(Side.MISSING, size, each=each, what=undone["noun"])
    if not each and size.number != 1 and found.re.pattern == counts.EVENT_BARE:
        return None
    what = (noun(size) + found["what"]).removesuffix("即")
    return Steps(Side.EVENTS, size, each=each, what=what, of_above=bool(found["above"]))


def failed(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a step of what fails (一处不合格扣1分)."""
    size = clause.figure(found["size"])
    if size.unit not in _EVENT_UNITS:
        return None
    above = bool(found["above"])
    return Steps(Side.EVENTS, size, what=noun(size) + found["what"], of_above=above)


_TENTH = Fraction(1, 10)


def one_step(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Read 超预算1%扣1分,扣完为止: it goes on until nothing is left."""
    side, size = (
        Side.OVER if found["over"] else Side.UNDER,
        clause.figure(found["size"]),
    )
    if size.unit == "%" and size.number > _TENTH:
        return None  # 低于90%扣5分 is no step
    return Steps(side, size)


def noun(size: Figure) -> str:
    """Return the noun that stands with a counting word: 投诉 of 1起投诉."""
    return size.text.lstrip("0123456789.").removeprefix(size.unit)


def accrual(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return points that add up one by one (每完成一项得2分)."""
    size = clause.figure(found["size"] or found["size2"])
    points = clause.figure(found["points"] or found["points2"]).number
    each = found["size"] is not None
    above, what = bool(found["fits"]), noun(size) + (found["what"] or "")
    if each and size.unit and size.number and points:
        return Accrual(size, points, of_above=above, what=what)
    # 完成20家得8分 is no count: only one by one adds up.
    if size.unit not in _EVENT_UNITS or size.number != 1 or points <= 0:
        return None
    return Accrual(size, points, each=each, of_above=above, what=what)


def missing_item(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a step of what is missing (每缺一项)."""
    size = clause.figure(found["size"])
    if size.unit not in _EVENT_UNITS:
        return None
    each = found[0].startswith("每")
    return Steps(Side.MISSING, size, each=each, what=noun(size) + found["what"])


def one_undone(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a target missed where one item is undone (有一项未完成不得分)."""
    size = clause.figure(found["size"])
    return When.MISSED if size.number == 1 and size.unit in _EVENT_UNITS else None


_DAYS = {"天": 1, "日": 1, "周": 7}


def late(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a step of being late (每逾期1天)."""
    size = clause.figure(found["size"] or found["size2"] or found["size3"])
    each = bool(found["each"] or found["each2"])
    about = "工期" if found["about"] == "工期" else ""
    delayed = size.unit == "%" and re.search("[延逾迟滞]", found[0])
    if each and (delayed or size.unit in {"月", "工作日", "季度"}):
        return Steps(Side.LATE, size, about, each=each)
    if size.unit not in _DAYS:
        return None
    days = Figure(size.number * _DAYS[size.unit], "天", size.text)
    return Steps(Side.LATE, days, about, each=each)


def happening(when: When) -> conditions.Make:
    """Return what makes a condition of whether something happened."""

    def make(found: re.Match[str], _clause: ClauseText) -> Piece | None:
        groups = found.groupdict()
        what = groups["what"] or groups.get("what3") or ""
        return Happening(when, (groups.get("by") or "") + what)

    return make


_IN_TIME = re.compile(
    "(?:不|未|没有|未能)?(?:及时|按时|准时|按期|如期)|[,的者]|(?:早于|等于|晚于|迟于|不晚|超过|超出|≤|>).*"
)


def timely(when: When) -> conditions.Make:
    """Return what makes a condition of the deadline, with what is to be in time."""

    def make(found: re.Match[str], _clause: ClauseText) -> Piece | None:
        return Timely(when, _IN_TIME.sub("", found[0]))

    return make


def by_date(when: When) -> conditions.Make:
    """Return what makes a condition of a date that is kept or missed."""

    def make(found: re.Match[str], clause: ClauseText) -> Piece | None:
        groups = found.groupdict()
        return Deadline(clause.figure(groups["date"] or groups["date2"]), when)

    return make


def bare_share(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a share of the weight without its name (得60%)."""
    figure = clause.figure(found["share"])
    if figure.unit != "%":
        return None
    return Points(figure.number, figure.number, of_weight=True)


def deviated(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a step of a deviation to either side (每出现1%的偏差)."""
    return Steps(Side.EITHER, clause.figure(found["size"]))


def base(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the figure from which steps count (以95%为标准)."""
    return Base(clause.figure(found["value"] or found["value2"]))


def cap_share(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the most that is taken off as a share (最多扣分值的50%)."""
    figure = clause.figure(found["share"] or found["share2"])
    return Cap(figure.number, of_weight=True) if figure.unit == "%" else None


def each_item(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the points of each item of a list (各1分)."""
    return Each(clause.figure(found["points"]).number)


def ratio_of(found: re.Match[str], _clause: ClauseText) -> Piece | None:
    """Return points in proportion to a rate (按合格率计分)."""
    return Written(f"{found['subject'] or found['subject2']}*分值")


def cap(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the most points that are taken off (最多扣6分)."""
    sign = found["most"] or found["most2"] or found["most3"] or found["most4"]
    most = clause.figure(sign).number
    alone = "扣" not in found[0]
    return Cap(most, alone=alone) if most else None  # 扣至0分为止 is no cap


def bonus(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return points added beyond the target (每超过1%加1分)."""
    size, points = clause.figure(found["size"]), clause.figure(found["points"])
    return Bonus(size, points.number) if size.number and points.number else None


def bonus_cap(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the most that is added (最多加5分)."""
    return BonusCap(clause.figure(found["most"] or found["most2"]).number)


def floor(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the least points that are left; nothing is said where it is none."""
    figures = [clause.figure(c) for c in found[0] if c in clause.figures]
    # 扣至6分为止 leaves 6 points, which is no floor at nothing.
    least = max((figure.number for figure in figures), default=Fraction(0))
    return Floor(least) if least else Ignored()


def ceiling(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the most that a row earns (最高10分, 满分为止)."""
    figures = [clause.figure(c) for c in found[0] if c in clause.figures]
    if any(figure.unit == "分" for figure in figures):
        most = next(f.number for f in figures if f.unit == "分")
        return Stated(most, at_most=True)
    # 最高不超过满分: nothing is added, whatever else the clause adds.
    return None if any(f.number != 1 for f in figures) else BonusCap(Fraction(0))


def stated(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return the points that the row is said to be worth (该指标分值为20分)."""
    sign = found["points"] or found["points2"] or found["bare"]
    figure = clause.figure(sign)
    if figure.unit not in {"分", ""}:
        return None
    return Stated(figure.number)


def example(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a worked example (如超过15%扣4分)."""
    off = clause.figure(found["points"]).number
    return Example(clause.figure(found["size"]), off)


def by(found: re.Match[str], _clause: ClauseText) -> Piece | None:
    """Return what points are taken off for (按出错率扣分)."""
    return By(found["subject"])

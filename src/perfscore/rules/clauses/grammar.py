"""The pieces of a clause's text: at each place the longest phrase that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from perfscore.rules.clauses import conditions, earnings
from perfscore.rules.clauses.parts import (
    POINTS_OF_SHARE,
    Accrual,
    And,
    Base,
    Bonus,
    BonusCap,
    By,
    Cap,
    Deadline,
    Earns,
    End,
    Example,
    Figure,
    Floor,
    Happening,
    Ignored,
    LateRatio,
    NotApplicable,
    PartSteps,
    Piece,
    Points,
    Ratio,
    Side,
    Span,
    Stated,
    Steps,
    Stop,
    Unknown,
    When,
    Written,
)
from perfscore.rules.clauses.phrases import counts, names, points, states, wholes
from perfscore.rules.clauses.text import VALUE, ClauseText


def read_pieces(clause: ClauseText) -> Iterator[Piece]:
    """Yield the pieces of a clause from left to right, the longest at each place."""
    at, text, lost = 0, clause.text, ""
    while at < len(text):
        piece, end = _piece_at(clause, at)
        if piece is None:
            lost += text[at]
            at += 1
            continue
        if lost:
            yield Unknown(clause.printed(lost))
            lost = ""
        yield piece
        at = end
    if lost:
        yield Unknown(clause.printed(lost))


def _piece_at(clause: ClauseText, at: int) -> tuple[Piece | None, int]:
    best: tuple[Piece | None, int] = (None, at)
    for pattern, make in _compiled():
        found = pattern.match(clause.text, at)
        if found is not None and found.end() > best[1]:
            piece = make(found, clause)
            if piece is not None:
                best = piece, found.end()
    return best


# One maker for each kind of piece; conditions and earnings have modules of their own.


def _const(piece: Piece) -> conditions.Make:
    return lambda _found, _clause: piece


_SIDES = (
    ("over", Side.OVER),
    ("rise", Side.INCREASE),
    ("under", Side.UNDER),
    ("either", Side.EITHER),
)


def _event_span(found: re.Match[str], clause: ClauseText) -> Piece | None:
    figure = clause.figure(found["value"])
    if figure.unit not in _EVENT_UNITS:
        return None
    return Span(End(figure, included=True), None, names.EVENTS)


def _steps(found: re.Match[str], clause: ClauseText) -> Piece | None:
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
    "(?:任务|工作|指标|项目)?(?:的)?(?:未完成|没有完成|不完成|未达标|未实现)(?:的)?"
)


def _event(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size = clause.figure(found["size"])
    if size.unit not in _EVENT_UNITS:
        return None
    each = bool(found["each"])
    if _UNDONE.fullmatch(_noun(size) + found["what"]):
        return Steps(Side.MISSING, size, each=each)
    if not each and size.number != 1 and found.re.pattern == counts.EVENT_BARE:
        return None
    what = _noun(size) + found["what"]
    return Steps(Side.EVENTS, size, each=each, what=what, of_above=bool(found["above"]))


def _failed(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size = clause.figure(found["size"])
    if size.unit not in _EVENT_UNITS:
        return None
    above = bool(found["above"])
    return Steps(Side.EVENTS, size, what=_noun(size) + found["what"], of_above=above)


def _one_step(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Read 超预算1%扣1分,扣完为止: it goes on until nothing is left."""
    side = Side.OVER if found["over"] else Side.UNDER
    return Steps(side, clause.figure(found["size"]))


def _noun(size: Figure) -> str:
    """Return the noun that stands with a counting word: 投诉 of 1起投诉."""
    return size.text.lstrip("0123456789.").removeprefix(size.unit)


def _accrual(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size = clause.figure(found["size"] or found["size2"])
    points = clause.figure(found["points"] or found["points2"]).number
    each = found["size"] is not None
    if each and size.unit in {"%", POINTS_OF_SHARE} and size.number and points:
        return Accrual(size, points)
    # 完成20家得8分 is no count: only one by one adds up.
    if size.unit not in _EVENT_UNITS or size.number != 1 or points <= 0:
        return None
    above = bool(found["fits"])
    return Accrual(size, points, each=each, of_above=above)


def _missing_item(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size = clause.figure(found["size"])
    if size.unit not in _EVENT_UNITS:
        return None
    each = found[0].startswith("每")
    return Steps(Side.MISSING, size, each=each, what=_noun(size) + found["what"])


def _one_undone(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size = clause.figure(found["size"])
    return When.MISSED if size.number == 1 and size.unit in _EVENT_UNITS else None


_DAYS = {"天": 1, "日": 1, "周": 7}


def _late(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size = clause.figure(found["size"] or found["size2"] or found["size3"])
    each = bool(found["each"] or found["each2"])
    if size.unit in {"月", "工作日", "季度"} and each:
        return Steps(Side.LATE, size, each=each)
    if size.unit not in _DAYS:
        return None
    days = Figure(size.number * _DAYS[size.unit], "天", size.text)
    return Steps(Side.LATE, days, each=each)


def _happening(when: When) -> conditions.Make:
    return lambda found, _clause: Happening(when, found["what"] or "")


def _by_date(when: When) -> conditions.Make:
    def make(found: re.Match[str], clause: ClauseText) -> Piece | None:
        groups = found.groupdict()
        return Deadline(clause.figure(groups["date"] or groups["date2"]), when)

    return make


def _bare_share(found: re.Match[str], clause: ClauseText) -> Piece | None:
    figure = clause.figure(found["share"])
    if figure.unit != "%":
        return None
    return Points(figure.number, figure.number, of_weight=True)


def _deviated(found: re.Match[str], clause: ClauseText) -> Piece | None:
    return Steps(Side.EITHER, clause.figure(found["size"]))


def _base(found: re.Match[str], clause: ClauseText) -> Piece | None:
    return Base(clause.figure(found["value"] or found["value2"]))


def _cap_share(found: re.Match[str], clause: ClauseText) -> Piece | None:
    figure = clause.figure(found["share"] or found["share2"])
    return Cap(figure.number, of_weight=True) if figure.unit == "%" else None


def _ratio_of(found: re.Match[str], _clause: ClauseText) -> Piece | None:
    return Written(f"{found['subject'] or found['subject2']}*分值")


def _cap(found: re.Match[str], clause: ClauseText) -> Piece | None:
    sign = found["most"] or found["most2"] or found["most3"]
    most = clause.figure(sign).number
    alone = "扣" not in found[0]
    return Cap(most, alone=alone) if most else None  # 扣至0分为止 is no cap


def _bonus(found: re.Match[str], clause: ClauseText) -> Piece | None:
    size, points = clause.figure(found["size"]), clause.figure(found["points"])
    return Bonus(size, points.number) if size.number and points.number else None


def _bonus_cap(found: re.Match[str], clause: ClauseText) -> Piece | None:
    return BonusCap(clause.figure(found["most"] or found["most2"]).number)


def _floor(found: re.Match[str], clause: ClauseText) -> Piece | None:
    figures = [clause.figure(c) for c in found[0] if c in clause.figures]
    # 扣至6分为止 leaves 6 points, which is no floor at nothing.
    least = max((figure.number for figure in figures), default=Fraction(0))
    return Floor(least) if least else Ignored()


def _ceiling(found: re.Match[str], clause: ClauseText) -> Piece | None:
    figures = [clause.figure(c) for c in found[0] if c in clause.figures]
    if any(figure.unit == "分" for figure in figures):
        most = next(f.number for f in figures if f.unit == "分")
        return Stated(most, at_most=True)
    # 最高不超过满分: nothing is added, whatever else the clause adds.
    return None if any(f.number != 1 for f in figures) else BonusCap(Fraction(0))


def _stated(found: re.Match[str], clause: ClauseText) -> Piece | None:
    sign = found["points"] or found["points2"] or found["bare"]
    figure = clause.figure(sign)
    if figure.unit not in {"分", ""}:
        return None
    return Stated(figure.number)


def _example(found: re.Match[str], clause: ClauseText) -> Piece | None:
    off = clause.figure(found["points"]).number
    return Example(clause.figure(found["size"]), off)


def _formula_by_side(found: re.Match[str], _clause: ClauseText) -> Piece | None:
    """Read 反向指标得分=权重×A/B: A is the target and B the actual, as forms print."""
    wanted = ("A", "B") if found["side"] == "反向" else ("B", "A")
    if (found["over"], found["under"]) != wanted:
        return None
    over, under = ("目标值", "完成值") if wanted[0] == "A" else ("完成值", "目标值")
    return Written(f"分值*{over}/{under}")


_FORMULA_WORDS = (
    ("实际完成(?:场次|次数|人数|数量|面积|个数|户数|里程|家数)", "完成值"),
    ("实际支出数?|实际执行数", "完成值"),
    ("(?:该项|该指标|本项)分值", "分值"),
    ("(?:成本|预算|经费)?(?:超支|超出|超预算)(?:率|比例|幅度)", "超出率"),
    (
        r"实际(?P<what>[^\W\d_]{2,8})(?P<sign>[/÷])(?:目标|计划|应|预期|指标)(?P=what)",
        r"完成值\g<sign>目标值",
    ),
    ("(?:预算|资金|全年)*(?:执行率|支付率|支出率)", "完成率"),
    (r"(?:实际|年度|已)?完成(?:数量?|量|值|情况)|实际(?:数量?|值|量)", "完成值"),
    (r"(?:计划|目标|年度|应|指标|任务)+(?:完成)?(?:数量?|量|值)(?!率)", "目标值"),
    (r"(?:该项|本项|指标|该指标|本指标)(?:分值|满分|权重)|满分|权重分|标准分", "分值"),
    (r"(?<=\d)分(?!值)", ""),
)


def _formula(found: re.Match[str], clause: ClauseText) -> Piece | None:
    text = clause.printed(found["formula"] or found["formula2"])
    text = re.sub(r"\(最[高多大][^()]*\)$", "", text)
    for words, name in _FORMULA_WORDS:
        text = re.sub(words, name, text)
    return Written(text)


_RATIO = re.compile(
    r"\(?(?P<over>[^/÷*×+()-]{2,20})\)?[/÷]\(?(?P<under>[^/÷*×+()-]{2,20})\)?(?:[*×]100%)?"
)
_OWN_TARGET = frozenset(
    ["目标值", "指标值", "年度目标值", "年度指标值", "绩效目标值", "目标数"]
)
_PLANNED = re.compile("目标|指标|计划|任务|应|预算|年初|规定|标准|预期")
_ACTUAL = re.compile("实际|完成|已|支出|达到|执行")


def _by(found: re.Match[str], _clause: ClauseText) -> Piece | None:
    return By(found["subject"])


def _definition(found: re.Match[str], clause: ClauseText) -> Piece | None:
    name = found["name"]
    if name in {"得分", "分值", "满分"} or name.endswith("得分"):
        return None
    text = clause.printed(found["formula"])
    ratio = _RATIO.fullmatch(text)
    if ratio is None:
        return Ratio(name, is_ratio=False) if "/" in text else None
    over, under = ratio["over"], ratio["under"]
    is_ratio = bool(
        _ACTUAL.search(over)
        and _PLANNED.search(under)
        and not over.startswith(("计划", "目标"))
    )
    own = under.strip("()") in _OWN_TARGET
    return Ratio(name, is_ratio=is_ratio, of_target=is_ratio and own)


_TABLE: list[tuple[str, conditions.Make]] = [
    (counts.LATE, _late),
    (counts.EVENT, _event),
    (wholes.ONE_STEP, _one_step),
    (counts.BONUS_CAP, _bonus_cap),
    (wholes.BASE, _base),
    (r"[;。\n]", _const(Stop(hard=True))),
    (r"\(", _const(Stop(hard=False, opens=True))),
    (r"[,:、)]", _const(Stop(hard=False))),
    conditions.compared(names.AT_LEAST, low=True, included=True),
    conditions.compared(names.MORE, low=True, included=False),
    conditions.compared(names.AT_MOST, low=False, included=True),
    conditions.compared(names.LESS, low=False, included=False),
    (
        (
            rf"(?:(?P<over>{counts.OVER})|{counts.UNDER})(?:出|过|于)?{names.TARGET}(?:的)?(?P<value>{VALUE})"
            rf"(?P<in1>\(含(?:{VALUE})?\))?(?:{names.WITHIN}|(?P<up>{names.FROM_ON}))"
            rf"(?P<in2>\(含(?:{VALUE})?\))?的?"
        ),
        conditions.beyond_within,
    ),
    (
        rf"(?:(?P<subject>{names.SUBJECT}|{names.ANY_SUBJECT})(?:的)?,?)?{names.CONTROLLED}(?P<value>{conditions.FIGURE})(?:\(含\))?{names.WITHIN}?的?",
        conditions.controlled,
    ),
    (rf"{conditions.SUBJECT}{names.EQUAL}?(?P<value>{VALUE})的?", conditions.equal),
    (
        (
            rf"{conditions.SUBJECT}(?:{names.INSIDE}|(?P<verb>完成)|建成|新增就业|新增|开展|举办|培训)?(?P<target>{names.TARGET}的)?(?P<value>{conditions.FIGURE})"
            rf"(?:{names.INCLUDED.format(name='before')})?"
            rf"(?P<side>(?P<up>{names.FROM_ON})|{names.DOWN_FROM}|{names.WITHIN})"
            rf"(?:{names.INCLUDED.format(name='after')})?的?"
        ),
        conditions.sided,
    ),
    (
        (
            rf"{conditions.SUBJECT}(?:{names.INSIDE}|(?P<verb>完成))?(?P<target>{names.TARGET}的?)?(?P<first>{conditions.FIGURE})"
            rf"(?:{names.INCLUDED.format(name='in1')})?{names.RANGE}"
            rf"(?P<second>{conditions.FIGURE})(?:{names.INCLUDED.format(name='in2')})?{names.BETWEEN}?的?"
        ),
        conditions.ranged,
    ),
    (
        (
            rf"(?P<first>{conditions.FIGURE})(?P<sign1>[≤<≥>])(?P<subject>{names.SUBJECT}|{names.ANY_SUBJECT})?"
            rf"(?P<sign2>[≤<≥>])(?P<second>{conditions.FIGURE})的?"
        ),
        conditions.chained,
    ),
    (
        (
            rf"{conditions.SUBJECT}(?:∈|在|为)?(?P<open>[\[(])(?P<first>{conditions.FIGURE}),"
            rf"(?P<second>{conditions.FIGURE})(?P<close>[\])])(?:之间|区间)?的?"
        ),
        conditions.interval,
    ),
    (rf"(?:{names.SUBJECT})?{states.MET}", _const(When.MET)),
    (rf"(?:{names.SUBJECT})?{states.MET_INSIDE}", _const(When.MET)),
    (states.MET_BARE, _const(When.MET)),
    (counts.OVERRUN_ONE, conditions.overrun_one),
    (counts.DEVIATION_SPAN, conditions.deviation),
    (states.ABOVE, _const(When.ABOVE)),
    (states.BELOW, _const(When.BELOW)),
    (counts.CAP_SHARE, _cap_share),
    (states.MISSED_BARE, _const(When.MISSED)),
    (states.PARTLY, _const(When.PARTLY)),
    (counts.AND, _const(And())),
    (counts.OVERRUN_SPAN, conditions.overrun_span),
    (counts.FALLEN, conditions.fallen),
    (counts.EXCEEDED, conditions.exceeded),
    (counts.FIGURE_FIRST, conditions.figure_first),
    (wholes.LEAD_IN, _const(Ignored())),
    (points.FULL_BARE, _const(Earns.FULL)),
    (points.EARNED_SHARE_BARE, _bare_share),
    (counts.EVENT_BARE, _event),
    (counts.EVENT_FAILED, _failed),
    (rf"(?:{names.SUBJECT})?{states.MISSED}", _const(When.MISSED)),
    (states.BY_DATE, _by_date(When.ON_TIME)),
    (states.NOT_BY_DATE, _by_date(When.LATE)),
    (rf"(?:{names.SUBJECT})?{states.ON_TIME}的?", _const(When.ON_TIME)),
    (rf"(?:{names.SUBJECT})?{states.LATE_DONE}的?", _const(When.LATE)),
    (states.OTHERWISE, _const(When.OTHERWISE)),
    (states.NONE, _happening(When.NONE)),
    (states.SOME, _happening(When.SOME)),
    (states.SOME_FREE, _happening(When.SOME)),
    (points.FULL, earnings.full),
    (points.NOTHING, _const(Points(Fraction(0), Fraction(0)))),
    (points.EARNED, earnings.earned),
    (points.EARNED_RANGE, earnings.earned_range),
    (points.EARNED_SHARE, earnings.earned_share),
    (points.EARNED_SHARE_RANGE, earnings.earned_share_range),
    (points.OFF, earnings.off),
    (points.OFF_RANGE, earnings.off_range),
    (points.RATIO, _const(Earns.RATIO)),
    (points.RATIO_SPELLED, _const(Earns.RATIO)),
    (points.BOTH_RATIOS, _const(Earns.RATIO_OR_INVERSE)),
    (points.FORMULA_BARE, _formula),
    (points.OVERRUN_OFF, _const(Written("分值*(1-超出率)"))),
    (points.RATIO_OF, _ratio_of),
    (points.RATIO_OFF, _const(Earns.RATIO)),
    (points.BEYOND, _const(Earns.BEYOND)),
    (points.LINEAR, _const(Earns.LINEAR)),
    (points.JUDGED, _const(Earns.JUDGED)),
    (points.GRADED, earnings.graded),
    (points.RATIO_SUBJECT, _const(Ratio("完成率", is_ratio=True, of_target=True))),
    (points.BY, _by),
    (counts.STEP, _steps),
    (counts.DEVIATED, _deviated),
    (counts.EVENT_SPAN, _event_span),
    *((pattern, _const(PartSteps(choice))) for pattern, choice in counts.PART_STEPS),
    (
        rf"{conditions.SUBJECT}(?:在)?(?P<value>{VALUE}){names.IN_TIME_OF}(?:完成|办结|到位|拨付|处理|响应|办理|到达|解决|修复|恢复|回复|答复|处置)?(?:完毕)?的?",
        conditions.in_time_of,
    ),
    (points.HALF, _const(Points(Fraction(1, 2), Fraction(1, 2), of_weight=True))),
    (counts.MISSING_ITEM, _missing_item),
    (counts.UNDONE, _missing_item),
    (counts.ONE_UNDONE, _one_undone),
    (counts.ACCRUAL, _accrual),
    (counts.BONUS, _bonus),
    (counts.CAP, _cap),
    (counts.FLOOR, _floor),
    (counts.CEILING, _ceiling),
    (wholes.STATED, _stated),
    (wholes.NOT_APPLICABLE, _const(NotApplicable(full=True))),
    (wholes.NOT_APPLICABLE_NOTHING, _const(NotApplicable(full=False))),
    (wholes.FORMULA_BY_SIDE, _formula_by_side),
    (points.LATE_RATIO, _const(LateRatio())),
    (wholes.FORMULA, _formula),
    (wholes.DEFINITION, _definition),
    (wholes.EXAMPLE, _example),
    (wholes.IGNORED, _const(Ignored())),
]


@cache
def _compiled() -> list[tuple[re.Pattern[str], conditions.Make]]:
    """Return the table ready for use; most runs meet no clause at all."""
    return [(re.compile(pattern), make) for pattern, make in _TABLE]

"""The pieces of a clause's text: at each place the longest phrase that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from perfscore.rules.clauses import conditions, earnings, making, printed
from perfscore.rules.clauses.parts import Earns, Points, When, Written
from perfscore.rules.clauses.phrases import counts, names, points, states, wholes
from perfscore.rules.clauses.pieces import (
    And,
    Ignored,
    LateRatio,
    Likewise,
    NotApplicable,
    PartSteps,
    Piece,
    Ratio,
    Stop,
    Unknown,
)
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


_TABLE: list[tuple[str, conditions.Make]] = [
    (counts.LATE, making.late),
    (counts.EVENT, making.event),
    (wholes.ONE_STEP, making.one_step),
    (counts.BONUS_CAP, making.bonus_cap),
    (wholes.BASE, making.base),
    (r"[;。\n]", making.const(Stop(hard=True))),
    (r"\(", making.const(Stop(hard=False, opens=True))),
    (r"[,:、)]", making.const(Stop(hard=False))),
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
        rf"(?:(?P<subject>{names.SUBJECT}|{names.ANY_SUBJECT})(?:的)?,?)?{names.CONTROLLED}(?P<value>{conditions.FIGURE})(?:\(含\))?(?:{names.WITHIN}|{names.DOWN_FROM})?的?",
        conditions.controlled,
    ),
    (rf"{conditions.SUBJECT}{names.EQUAL}?(?P<value>{VALUE})的?", conditions.equal),
    (
        (
            rf"{conditions.SUBJECT}(?:{names.INSIDE}|(?P<verb>完成)|建成|新增就业|新增|开展|举办|培训)?(?P<target>{names.TARGET}的?)?(?P<value>{conditions.FIGURE})"
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
    (conditions.TARGET_CHAIN, conditions.target_chain),
    (
        (
            rf"{conditions.SUBJECT}(?:∈|在|为)?(?P<open>[\[(])(?P<first>{conditions.FIGURE}),"
            rf"(?P<second>{conditions.FIGURE})(?P<close>[\])])(?:之间|区间)?的?"
        ),
        conditions.interval,
    ),
    (rf"(?:(?P<subject>{names.SUBJECT})的?)?{states.MET}", making.met(When.MET)),
    (rf"(?:(?P<subject>{names.SUBJECT})的?)?{states.MET_INSIDE}", making.met(When.MET)),
    (
        rf"(?:(?P<subject>{names.SUBJECT})的?)?{states.SAME}",
        making.met(When.SAME),
    ),
    (states.REACHED_PLAN, making.met(When.MET)),
    (states.MISSED_PLAN, making.met(When.BELOW)),
    (states.MET_BARE, making.const(When.MET)),
    (counts.OVERRUN_ONE, conditions.overrun_one),
    (counts.DEVIATION_SPAN, conditions.deviation),
    (states.ABOVE, making.const(When.ABOVE)),
    (states.BELOW, making.const(When.BELOW)),
    (counts.CAP_SHARE, making.cap_share),
    (states.MISSED_BARE, making.const(When.MISSED)),
    (states.UNDONE, making.const(When.UNDONE)),
    (states.PARTLY, making.const(When.PARTLY)),
    (counts.AND, making.const(And())),
    (counts.OVERRUN_SPAN, conditions.overrun_span),
    (counts.FALLEN, conditions.fallen),
    (counts.EXCEEDED, conditions.exceeded),
    (counts.FIGURE_FIRST, conditions.figure_first),
    (wholes.LEAD_IN, making.const(Ignored())),
    (points.FULL_BARE, making.const(Earns.FULL)),
    (points.EARNED_SHARE_BARE, making.bare_share),
    (counts.EVENT_BARE, making.event),
    (counts.EVENT_FAILED, making.failed),
    (rf"(?:(?P<subject>{names.SUBJECT})的?)?{states.MISSED}", making.met(When.MISSED)),
    (states.ON_TIME_FREE, making.timely(When.ON_TIME)),
    (states.IN_DUE_TIME, making.const(When.ON_TIME)),
    (states.NOT_IN_DUE_TIME, making.const(When.LATE)),
    (states.NOT_AFTER_DUE, making.timely(When.ON_TIME)),
    (states.AFTER_DUE, making.timely(When.LATE)),
    (states.THING_ON_TIME, making.timely(When.ON_TIME)),
    (states.THING_LATE, making.timely(When.LATE)),
    (states.NEGATIVE_GROWTH, conditions.negative),
    (states.BY_DATE, making.by_date(When.ON_TIME)),
    (states.NOT_BY_DATE, making.by_date(When.LATE)),
    (rf"(?:{names.SUBJECT})?{states.ON_TIME}的?", making.const(When.ON_TIME)),
    (rf"(?:{names.SUBJECT})?{states.LATE_DONE}的?", making.const(When.LATE)),
    (states.OTHERWISE, making.const(When.OTHERWISE)),
    (states.NONE, making.happening(When.NONE)),
    (states.SOME, making.happening(When.SOME)),
    (states.SOME_FREE, making.happening(When.SOME)),
    (points.FULL, earnings.full),
    (points.NOTHING, making.const(Points(Fraction(0), Fraction(0)))),
    (points.EARNED, earnings.earned),
    (points.EARNED_RANGE, earnings.earned_range),
    (points.EARNED_SHARE, earnings.earned_share),
    (points.EARNED_SHARE_RANGE, earnings.earned_share_range),
    (points.OFF, earnings.off),
    (points.OFF_RANGE, earnings.off_range),
    (points.RATIO, making.const(Earns.RATIO)),
    (points.RATIO_SPELLED, making.const(Earns.RATIO)),
    (points.RATE_TIMES, printed.formula),
    (points.BOTH_RATIOS, making.const(Earns.RATIO_OR_INVERSE)),
    (points.FORMULA_BARE, printed.formula),
    (points.OVERRUN_OFF, making.const(Written("分值*(1-超出率)"))),
    (points.RATIO_OF, making.ratio_of),
    (points.RATIO_OFF, making.const(Earns.RATIO)),
    (points.BEYOND, making.const(Earns.BEYOND)),
    (points.LINEAR, making.const(Earns.LINEAR)),
    (points.JUDGED_OFF, making.const(Earns.JUDGED_OFF)),
    (points.JUDGED, making.const(Earns.JUDGED)),
    (points.GRADED, earnings.graded),
    (
        points.RATIO_SUBJECT,
        making.const(Ratio("完成率", is_ratio=True, of_target=True)),
    ),
    (points.PART_OF_PLAN, making.const(Ratio("完成率", is_ratio=True))),
    (points.BY, making.by),
    (counts.STEP, making.steps),
    (counts.DEVIATED, making.deviated),
    (counts.EVENT_SPAN, making.event_span),
    *(
        (pattern, making.const(PartSteps(choice)))
        for pattern, choice in counts.PART_STEPS
    ),
    (
        rf"{conditions.SUBJECT}(?:在)?(?P<value>{VALUE}){names.IN_TIME_OF}(?:完成|办结|到位|拨付|处理|响应|办理|到达|解决|修复|恢复|回复|答复|处置)?(?:完毕)?(?:\(含\))?的?",
        conditions.in_time_of,
    ),
    (points.EACH, making.each_item),
    (points.HALF, making.const(Points(Fraction(1, 2), Fraction(1, 2), of_weight=True))),
    (counts.MISSING_ITEM, making.missing_item),
    (counts.UNDONE, making.missing_item),
    (counts.ONE_UNDONE, making.one_undone),
    (counts.ACCRUAL, making.accrual),
    (counts.BONUS, making.bonus),
    (counts.CAP, making.cap),
    (counts.FLOOR, making.floor),
    (counts.CEILING, making.ceiling),
    (wholes.STATED, making.stated),
    (wholes.NOT_APPLICABLE, making.const(NotApplicable(full=True))),
    (wholes.NOT_APPLICABLE_NOTHING, making.const(NotApplicable(full=False))),
    (wholes.FORMULA_BY_SIDE, printed.formula_by_side),
    (points.LATE_RATIO, making.const(LateRatio())),
    (wholes.FORMULA, printed.formula),
    (wholes.DEFINITION, printed.definition),
    (wholes.EXAMPLE, making.example),
    (wholes.LIKEWISE, making.const(Likewise())),
    (wholes.IGNORED, making.const(Ignored())),
]


@cache
def _compiled() -> list[tuple[re.Pattern[str], conditions.Make]]:
    """Return the table ready for use; most runs meet no clause at all."""
    return [(re.compile(pattern), make) for pattern, make in _TABLE]

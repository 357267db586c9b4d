"""Points off, step by step: what is counted, from where, in what size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.rules.clauses.events import (
    HAPPENINGS,
    count_said,
    counts_events,
    may_count,
    speaks_of,
    without_items,
)
from perfscore.rules.clauses.measures import (
    NotHere,
    measure_of,
    unit_factor,
)
from perfscore.rules.clauses.parts import (
    POINTS_OF_SHARE,
    Arm,
    Deduction,
    End,
    Figure,
    Points,
    Side,
    Span,
)
from perfscore.rules.clauses.phrases.names import OF_TARGET, RATIO_NAMES
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import best_of
from perfscore.rules.parts import Direction, RuleRow, Subject, number_of, share_text
from perfscore.rules.readings import Ask

_COUNTS = {
    "full": "steps({over}, {size}, {most})",
    "started": "started_steps({over}, {size}, {most})",
    "pro_rata": "clamp({over} / {size}, 0, {most})",
}
_WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a deduction takes off in a row.

    Attributes:
        text: the formula of the points taken off.
        met: the formula of where nothing is taken off; blank where the row's own target
            says so, ``never`` where nothing does.
        judged: whether what is counted is not known, so that ``text`` is left out.
    """

    text: str
    met: str = ""


def taken_off(
    deduction: Deduction, said: Said, row: RuleRow, ask: Ask, start: str
) -> Taken:
    """Return what a deduction takes off.

    Args:
        deduction: the deduction.
        said: all that the clause says.
        row: the row.
        ask: gives the choice at an open point.
        start: the formula of the points that are taken from.

    Raises:
        NotHere: what is counted does not exist in this row.
    """
    points = number_of(deduction.points)
    most = f"{start} / {points}"
    if deduction.of_weight:
        points = f"weight * {share_text(deduction.points)}"
        most = f"{start} / ({points})"
    if deduction.most is not None and deduction.most_of_weight:
        most = f"min({most}, weight * {share_text(deduction.most)} / ({points}))"
    elif deduction.most is not None:
        most = f"min({most}, {number_of(deduction.most / deduction.points)})"
        if deduction.of_weight:
            most = f"min({start}, {number_of(deduction.most)}) / ({points})"
    counted = _counted(deduction, said, row, ask)
    if counted.whole and counted.size_number == 1:
        choice = "full"
    else:
        choice = _choice(said, deduction, ask)
    steps = _COUNTS[choice].format(over=counted.over, size=counted.size, most=most)
    factor_text = f"({points})" if deduction.of_weight else points
    return Taken(f"{factor_text} * {steps}", counted.met)


@dataclass(frozen=True, slots=True)
class _Counted:
    over: str
    size: str
    size_number: Fraction
    met: str = ""
    whole: bool = False


def _choice(said: Said, deduction: Deduction, ask: Ask) -> str:
    """Return how a step is counted: as the clause itself or its example says."""
    if said.part_steps:
        return said.part_steps
    fitting = [
        choice
        for choice in _COUNTS
        if all(
            _off(choice, example.deviation.number, deduction) == example.off
            for example in said.examples
        )
    ]
    if not said.examples or len(fitting) == len(_COUNTS):
        return ask("steps")
    if not fitting:
        raise NotHere
    if len(fitting) == 1:
        return fitting[0]
    return ask("steps_of_example", tuple(fitting))


def _off(choice: str, deviation: Fraction, deduction: Deduction) -> Fraction:
    count = deviation / deduction.size.number
    if choice == "full":
        count = Fraction(count.__floor__())
    elif choice == "started":
        count = Fraction(count.__ceil__())
    return count * deduction.points


def _missing(deduction: Deduction, row: RuleRow) -> Deduction:
    """Return what is missing as a shortfall of the row's own count."""
    thing = without_items(deduction.what)
    if thing and not (row.name and speaks_of(thing, row.name)):
        raise NotHere  # 缺少1个验收报告 is of something else
    return replace(deduction, side=Side.UNDER)


def _counted(deduction: Deduction, said: Said, row: RuleRow, ask: Ask) -> _Counted:
    side, size = deduction.side, deduction.size
    if not deduction.each and size.number != 1:
        raise NotHere  # 逾期10天扣2分 is a tier and no step
    if side is Side.MISSING and row.subject is Subject.QUANTITY:
        side, deduction = Side.UNDER, _missing(deduction, row)
    if side in {Side.EVENTS, Side.MISSING}:
        return _events(deduction, row, ask)
    if side is Side.LATE or (row.subject is Subject.DATE and size.unit in _DAYS):
        if isinstance(deduction.when, Span) and row.subject is Subject.DATE:
            raise NotHere  # 超过5天每天扣1分: from the deadline, or from the fifth day
        return _late(size, row, side, ask)
    if side is Side.INCREASE and row.direction is not Direction.AT_MOST:
        return _increase(size, row)
    if side is Side.INCREASE:
        # What a cap is not to exceed rises above the cap.
        side, deduction = Side.OVER, replace(deduction, side=Side.OVER)
    if row.subject is not Subject.QUANTITY or row.direction is Direction.BETWEEN:
        raise NotHere
    base = _base(deduction, said)
    if base is not None:
        return _from_figure(base, deduction, said, row, ask)
    return _from_target(side, size, row, ask)


_RATES = ("率", "满意度", "比例", "占比")
_DAYS = frozenset({"天", "日"})
_TIMES = frozenset({"天", "日", "小时", "分钟", "周", "月", "工作日", "年"})
_UNCOUNTED = frozenset({"月", "季度", "工作日", "%"})
"""Units of delays of which a date alone does not say how many there are."""


def _events(deduction: Deduction, row: RuleRow, ask: Ask) -> _Counted:
    """Count what happened: the actual where it counts it, else an unknown number."""
    size, what = deduction.size, deduction.what
    text = number_of(size.number)
    counts = counts_events(row)
    if not counts and (row.counts or row.subject is Subject.QUANTITY):
        raise NotHere  # the actual counts something else
    if counts and what and not speaks_of(what, row.name):
        raise NotHere  # 每发生1起投诉扣2分, of a number of meetings
    if row.subject is Subject.TEXT and may_count(row.said):
        said = count_said(row.said)
        if said is None or size.number != 1:
            raise NotHere  # the words may say how often
        return _Counted(said, text, size.number, met="never", whole=True)
    if not counts:
        return _Counted("count", text, size.number, met="never", whole=True)
    if row.unit is not None and not {size.unit, row.unit} <= HAPPENINGS:
        unit_factor(size.unit, row.unit)
    if row.zero_target or ask("occurrences") == "beyond":
        return _Counted("max(gap, 0)", text, size.number, whole=True)
    return _Counted("actual", text, size.number, met="never", whole=True)


def _late(size: Figure, row: RuleRow, side: Side, ask: Ask) -> _Counted:
    if side not in {Side.LATE, Side.OVER}:
        raise NotHere
    if size.unit == "%" and row.subject is Subject.QUANTITY and not row.is_share:
        if row.direction is not Direction.AT_MOST or row.unit not in _TIMES:
            raise NotHere  # 每滞后1%, of what is to be done and no time
        return _from_target(Side.OVER, size, row, ask)
    if size.unit in _UNCOUNTED:
        if row.unit != size.unit or row.direction is not Direction.AT_MOST:
            raise NotHere
        step = number_of(size.number)
        return _Counted("max(gap, 0)", step, size.number)
    text = number_of(size.number)
    if row.subject is Subject.DATE:
        return _Counted("max(days_late, 0)", text, size.number, whole=True)
    if (
        row.subject is Subject.QUANTITY
        and row.direction is Direction.AT_MOST
        and row.unit in {"天", "日", "小时", "周"}
    ):
        days = number_of(size.number * unit_factor("天", row.unit))
        return _Counted("max(gap, 0)", days, size.number)
    raise NotHere


def _increase(size: Figure, row: RuleRow) -> _Counted:
    """Count an increase: over the target, or over nothing where the target is words."""
    if size.unit not in {"%", POINTS_OF_SHARE}:
        raise NotHere
    if row.subject is Subject.TEXT and row.is_share:
        return _Counted("actual", share_text(size.number), size.number, met="increase")
    raise NotHere


def _base(deduction: Deduction, said: Said) -> End | None:
    """Return the printed figure from which a deduction counts; None for the target."""
    when = deduction.when
    if deduction.base is not None:
        return End(deduction.base, included=True)
    if deduction.side is Side.EITHER or deduction.of_target:
        return None
    under = deduction.side is Side.UNDER
    if isinstance(when, Span):
        return when.high if under else when.low
    if when is not None:
        return None
    spans = [arm.when for arm in best_of(said.arms) if isinstance(arm.when, Span)]
    ends = [span.low if under else span.high for span in spans]
    found = [end for end in ends if end is not None]
    if _is_whole(found, spans) and deduction.size.unit not in {"%", POINTS_OF_SHARE}:
        return None  # 完成率100%得满分,每少1个扣1分
    if spans and not found:
        raise NotHere  # 控制在95%得满分,每低1个百分点: the two do not fit
    return found[0] if len(found) == 1 else None


def _is_whole(ends: list[End], spans: list[Span]) -> bool:
    """Whether full points begin at 100 % of the target, and no other rate."""
    return (
        len(ends) == 1
        and ends[0].figure.unit == "%"
        and ends[0].figure.number == _WHOLE
        and spans[0].subject in {"", OF_TARGET, *RATIO_NAMES}
    )


def _from_figure(
    base: End, deduction: Deduction, said: Said, row: RuleRow, ask: Ask
) -> _Counted:
    side, size = deduction.side, deduction.size
    span = Span(low=base) if side is Side.OVER else Span(high=base)
    measure = measure_of([Arm(span, Points(_WHOLE, _WHOLE))], said, row, ask)
    edge = measure.number(base.figure.number, base.figure.unit)
    text = measure.text(edge)
    over = f"max({measure.name} - {text}, 0)"
    met = f"{measure.name} <= {text}"
    if side is Side.UNDER:
        over, met = f"max({text} - {measure.name}, 0)", f"{measure.name} >= {text}"
    if side not in {Side.OVER, Side.UNDER}:
        raise NotHere
    if size.unit == "%" and edge >= 0:
        beyond = measure.name not in {"actual", "rate"}
        relative = edge != 1 and not beyond
        if relative and measure.is_share and size.text.endswith("‰"):
            relative = False  # nobody reads 1‰ as a share of a share
        elif relative and measure.is_share:
            relative = ask("step_unit") == "relative"
        if relative:
            over = f"{over} / {text}"
        return _Counted(over, share_text(size.number), size.number, met)
    if size.unit == POINTS_OF_SHARE and measure.is_share:
        return _Counted(over, share_text(size.number), size.number, met)
    if measure.is_share or size.unit in {"%", POINTS_OF_SHARE}:
        raise NotHere
    step = size.number * unit_factor(size.unit, measure.unit)
    return _Counted(over, number_of(step), step, met)


def _from_target(side: Side, size: Figure, row: RuleRow, ask: Ask) -> _Counted:
    over = {
        Side.UNDER: "max(target - actual, 0)",
        Side.OVER: "max(actual - target, 0)",
        Side.EITHER: "abs(gap)",
    }.get(side)
    if over is None:
        raise NotHere
    met = _met(side, row)
    if size.unit in {"%", POINTS_OF_SHARE}:
        points = size.unit == POINTS_OF_SHARE or size.text.endswith("‰")
        if row.is_share and (points or ask("step_unit") == "points"):
            return _Counted(over, share_text(size.number), size.number, met)
        bare = row.unit is None and not row.is_share
        if row.zero_target or (bare and row.name.endswith(_RATES)):
            raise NotHere  # 0.95 of a rate may be 95%
        relative = {
            Side.UNDER: "shortfall",
            Side.OVER: "overrun",
            Side.EITHER: "abs(deviation)",
        }[side]
        return _Counted(relative, share_text(size.number), size.number, met)
    if row.is_share:
        raise NotHere
    step = size.number * unit_factor(size.unit, row.unit)
    return _Counted(over, number_of(step), step, met)


def _met(side: Side, row: RuleRow) -> str:
    """Return where nothing is taken off, if the row's own target does not say so."""
    if side is Side.EITHER:
        return "never"
    wanted = Direction.AT_MOST if side is Side.OVER else Direction.AT_LEAST
    if row.direction is wanted:
        return ""
    if not row.inferred:
        raise NotHere
    return "actual <= target" if side is Side.OVER else "actual >= target"

"""What a clause measures in a row, and its figures as numbers of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.rules.clauses.parts import POINTS_OF_SHARE, Arm, Figure, Span
from perfscore.rules.clauses.phrases.names import (
    BEYOND_TARGET,
    DEVIATIONS,
    EVENTS,
    LATE_NAMES,
    NAMELESS,
    OF_TARGET,
    OTHER_MEASURES,
    OVER_NAMES,
    RATIO_NAMES,
    UNDER_NAMES,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import is_gate
from perfscore.rules.parts import Direction, RuleRow, Subject, number_of, share_text
from perfscore.rules.readings import Ask
from perfscore.values.units import factor, is_money

JUDGED = "within(0, weight)"
"""The formula of what a person judges."""

_WHOLE = Fraction(1)
_HUNDRED = Fraction(100)


class NotHere(Exception):  # noqa: N818 -- the row is left to judgement
    """A clause speaks of something that this row does not have."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared with the figures of a clause.

    Attributes:
        name: its name in the formula language.
        is_share: whether its numbers are shares.
        unit: the unit of its numbers, where they are not.
        target: the target that the clause states, and the row's own that stands for
            it; where the two differ, the row is read both ways before.
        in_points: whether its figures may be percentage points (低于10个百分点).
    """

    name: str
    is_share: bool
    unit: str | None = None
    target: tuple[Fraction, Fraction] | None = None
    in_points: bool = False

    def number(self, value: Fraction, unit: str) -> Fraction:
        """Return a printed figure as a number of this measure.

        Args:
            value: the figure; a share is 0.95 for 95%.
            unit: its unit.

        Raises:
            NotHere: the figure is of another kind.
        """
        found = self._number(value, unit)
        stated, own = self.target or (None, found)
        return own if found == stated else found

    def _number(self, value: Fraction, unit: str) -> Fraction:
        if self.is_share:
            if unit == "%" or (self.in_points and unit == POINTS_OF_SHARE):
                return value
            if not unit and (value == 0 or _WHOLE < value <= _HUNDRED):
                return value / 100
            raise NotHere
        return value * unit_factor(unit, self.unit)

    def text(self, value: Fraction) -> str:
        """Write a number of this measure as a formula's constant."""
        return share_text(value) if self.is_share else number_of(value)


_ALIKE = frozenset(
    frozenset(pair) for pair in (("场", "场次"), ("批", "批次"), ("期", "期次"))
)
"""Counting words of one thing; 人 and 人次 are not of one thing."""
_ANY_ITEM = frozenset({"项", "个"})
_ITEMS = frozenset(
    [
        *("项", "个", "次", "场", "期", "篇", "份", "件", "家", "所", "处", "套", "台"),
        *("条", "册", "本", "门", "支", "批", "座", "部", "辆", "场次", "项目", "课题"),
    ]
)
"""What is counted by words of its own, and may be called an item (项) as well."""


def unit_factor(unit: str, wanted: str | None) -> Fraction:
    """Return what a figure is multiplied by to be in the row's unit.

    Args:
        unit: the unit of the clause's figure; blank for none.
        wanted: the unit of the row.

    Raises:
        NotHere: the two do not convert.
    """
    if unit in {"%", POINTS_OF_SHARE}:
        raise NotHere
    if not unit or unit == wanted:
        return _WHOLE
    if wanted is None:
        if is_money(unit):
            raise NotHere
        return _WHOLE
    if wanted.startswith(f"{unit}/"):
        return _WHOLE  # 每超10元, of a cost in 元/人
    found = factor(unit, wanted)
    if frozenset({unit, wanted}) in _ALIKE:
        return _WHOLE
    if found is None and unit in _ANY_ITEM and wanted in _ITEMS:
        return _WHOLE  # 每少一项扣1分, of 5篇
    if found is None:
        raise NotHere
    return found


def is_ratio(name: str, said: Said) -> bool:
    """Whether a clause calls actual over target by a name."""
    return name in RATIO_NAMES or name in said.ratio_names


_SHARES = ("率", "度", "比例", "占比", "比重", "比值", "指数", "得分", "分数")
_OF_TARGET = frozenset([*RATIO_NAMES, *OVER_NAMES, *UNDER_NAMES])
"""Rates that count from the target, beside a figure that is one: ≥100个."""
_SHARES_ALONE = ("率", "比例", "占比", "比重", "满意度")
CONTROL = ("控制率", "执行率", "支付率", "完成率", "到位率", "支出率")
"""Rates of a plan: actual over target, whatever they are called."""


def measure_of(arms: Iterable[Arm], said: Said, row: RuleRow, ask: Ask) -> Measure:
    """Return what the spans of some arms measure in a row.

    Args:
        arms: the arms; all measure the same thing.
        said: all that the clause says.
        row: the row.
        ask: gives the choice where the name can be read in two ways.

    Raises:
        NotHere: the row has nothing of that kind.
    """
    spans = [arm.when for arm in arms if isinstance(arm.when, Span)]
    names = {span.subject for span in spans}
    late = bool(names & LATE_NAMES)
    if late or row.subject is Subject.DATE:
        if late and row.subject is Subject.DATE and names <= {"", *LATE_NAMES}:
            return Measure("max(days_late, 0)", is_share=False, unit="天")
        raise NotHere
    if OF_TARGET in names:
        return _ratio_of_target(names, said, row)
    figures = [e.figure for s in spans for e in (s.low, s.high) if e is not None]
    if names & NAMELESS:
        return _nameless(names, figures, row, ask)
    shares = any(figure.unit == "%" for figure in figures) or (
        # 超支率≤0 is of a rate, whose zero needs no sign.
        not any(figure.number for figure in figures)
        and any(name.endswith((*OVER_NAMES, *UNDER_NAMES)) for name in said.subjects)
    )
    if row.is_share:
        if not shares and any(figure.unit for figure in figures):
            raise NotHere
        name = _of_share_row(figures, said, row, ask)
        return _with_target(Measure(name, is_share=True), said, row)
    if shares:
        return Measure(_of_plain_row(spans, said, row), is_share=True)
    for name in said.subjects:
        alike = name in _OF_TARGET or _of_one_scale(name, figures, row)
        if not alike and (name.endswith(_SHARES_ALONE) or OTHER_MEASURES.search(name)):
            raise NotHere
    return _with_target(Measure("actual", is_share=False, unit=row.unit), said, row)


def _of_one_scale(name: str, figures: list[Figure], row: RuleRow) -> bool:
    """Whether a rate without a sign is printed alike in the clause and in the row.

    满意度≥90分 of a row in 分, and 在职人员控制率≤1 of a row whose target is 1.
    """
    if OTHER_MEASURES.search(name):
        return False
    if row.unit == "分":
        return all(figure.unit in {"分", ""} for figure in figures)
    bare = row.unit is None and not row.is_share
    return bare and [figure.number for figure in figures] == [row.target] * len(figures)


def _ratio_of_target(names: set[str], said: Said, row: RuleRow) -> Measure:
    """Return the measure of spans whose figures are shares of the target."""
    others = names - {OF_TARGET, ""}
    if row.subject is not Subject.QUANTITY or row.zero_target:
        raise NotHere
    itself = row.name.endswith(CONTROL)
    if row.is_share and row.target not in {None, _WHOLE} and itself:
        raise NotHere  # 95% of the task, or the row itself, which is a share of it
    if any(not is_ratio(name, said) and name.endswith(_SHARES) for name in others):
        raise NotHere
    return Measure("rate", is_share=True)


def _with_target(measure: Measure, said: Said, row: RuleRow) -> Measure:
    """Let the row's own target stand for the one that the clause states."""
    known = row.target is not None and row.subject is Subject.QUANTITY
    if said.target is None or not known or measure.name != "actual":
        return measure
    stated = measure.number(said.target.number, said.target.unit)
    if stated != row.target and said.deductions and _is_gate_too(said):
        raise NotHere  # the same figure is a gate, which the target does not move
    return replace(measure, target=(stated, row.target or stated))


def _is_gate_too(said: Said) -> bool:
    figure = said.target
    return any(
        end is not None and figure is not None and end.figure.number == figure.number
        for arm in said.arms
        if isinstance(arm.when, Span) and is_gate(arm)
        for end in (arm.when.low, arm.when.high)
    )


def _nameless(
    names: set[str], figures: list[Figure], row: RuleRow, ask: Ask
) -> Measure:
    """Return the measure of spans that count events, or from the target on."""
    names = names - {""}
    if len(names) > 1 or row.subject is not Subject.QUANTITY:
        raise NotHere
    if EVENTS in names:
        if row.direction is not Direction.AT_MOST or row.is_share:
            raise NotHere
        return Measure("actual", is_share=False, unit=None)
    over = BEYOND_TARGET in names
    distance = "max(actual - target, 0)" if over else "max(target - actual, 0)"
    units = {figure.unit for figure in figures if figure.number} or {"%"}
    if row.is_share:
        points = units == {POINTS_OF_SHARE}
        if units != {"%"} and not points:
            raise NotHere
        if points or row.target == _WHOLE or ask("step_unit") == "points":
            return Measure(distance, is_share=True, in_points=True)
    elif not units <= {"%", POINTS_OF_SHARE}:
        if "%" in units or POINTS_OF_SHARE in units:
            raise NotHere
        return Measure(distance, is_share=False, unit=row.unit)
    if row.zero_target:
        raise NotHere
    # 少完成20个百分点, of a count, is said of its completion rate.
    return Measure("overrun" if over else "shortfall", is_share=True, in_points=True)


def _of_share_row(figures: list[Figure], said: Said, row: RuleRow, ask: Ask) -> str:
    """Return the measure of percentages where the row itself is a share."""
    if row.target in {None, _WHOLE} or row.subject is not Subject.QUANTITY:
        return "actual"
    if any(name in said.target_ratios for name in said.subjects):
        return "rate"
    # 资金到位率=到位资金/应到位资金 is what the row itself is.
    ratio = any(name in RATIO_NAMES for name in said.subjects)
    if not ratio or any(figure.number == row.target for figure in figures):
        return "actual"
    return ask("measured", ("actual", "rate"))


def _of_plain_row(spans: list[Span], said: Said, row: RuleRow) -> str:
    """Return the measure of percentages where the row counts something."""
    if row.subject is not Subject.QUANTITY:
        raise NotHere
    names = said.subjects
    for known, measure in (
        (OVER_NAMES, "overrun"),
        (UNDER_NAMES, "shortfall"),
    ):
        if any(name.endswith(tuple(known)) for name in names):
            return measure
    if any(DEVIATIONS.search(name) for name in names):
        return "abs(deviation)"
    if any(OTHER_MEASURES.search(name) for name in names):
        raise NotHere
    for name in names:
        # A percentage of what is no share itself is one of its target.
        shares = name.endswith(_SHARES) and not name.endswith(CONTROL)
        if shares and not is_ratio(name, said):
            raise NotHere
    ends = [span.low or span.high for span in spans]
    small = all(end is not None and end.figure.number < 1 for end in ends)
    rates = any(is_ratio(name, said) or name.endswith(CONTROL) for name in names)
    if not rates and row.direction is Direction.AT_MOST and small:
        # 超过10%以内 of a cost is 10 % beyond its target, not a tenth of it.
        return "overrun"
    return "rate"

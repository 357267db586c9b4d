"""What an outcome of a clause earns in a row, as a formula."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.errors import FormulaError
from perfscore.rules.clauses.measures import (
    CONTROL,
    JUDGED,
    NotHere,
    is_ratio,
)
from perfscore.rules.clauses.parts import Arm, Earns, Outcome, Points, Span, Written
from perfscore.rules.clauses.phrases.names import (
    DEVIATIONS,
    OVER_NAMES,
    UNDER_NAMES,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import (
    is_gate,
)
from perfscore.rules.clauses.written import (
    gives_ratio,
    is_scale_free,
    multiplier,
    rises,
)
from perfscore.rules.formula import parse_formula
from perfscore.rules.parts import Direction, RuleRow, Subject, number_of, share_text
from perfscore.rules.readings import Ask
from perfscore.rules.scalars import evaluate
from perfscore.rules.walker import Names, UndefinedResult
from perfscore.rules.words import ALIASES
from perfscore.values.units import is_money

_ONE = Fraction(1)
_EXECUTION = re.compile("(?:预算|资金)*(?:执行率|支付率|支出率)")
_BUDGET = re.compile("(?:年初|全年|调整)?预算(?:数|额|金额)")
_RATE = re.compile(r"[^\W\d_]{1,14}?(?:率|度)(?!值)")


def _rates_in(text: str, called: set[str]) -> set[str]:
    """Return the rates in a formula that end a name of the row (实际建档率)."""
    found = set()
    for rate in _RATE.findall(text):
        short = rate.removeprefix("实际")
        if short in ALIASES or rate in ALIASES:
            continue
        if any(name.endswith(short) for name in called):
            found.add(rate)
    return found


_SPENDING = re.compile("执行|支付|支出|预算|资金|经费|进度")


def _of_whole(printed: str) -> Fraction | None:
    """Return what a formula of a share alone gives for the whole."""
    try:
        formula = parse_formula(printed)
        if set(formula.names) != {"actual"}:
            return None
        found = evaluate(formula, Names({"actual": _ONE}))
        half = evaluate(formula, Names({"actual": _ONE / 2}))
        if not isinstance(found, Fraction) or half != found / 2:
            return None
    except (FormulaError, UndefinedResult):
        return None
    return found if found > 0 else None


_AWAY = (Fraction(4, 5), Fraction(6, 5))
_KNOWN = frozenset(
    {"weight", "rate", "actual", "target", "overrun", "shortfall", "deviation"}
)
"""What a printed formula may ask of a row."""


class Worth:
    """Writes what outcomes earn in one row, for one reading.

    Args:
        said: what the clause says.
        row: the row.
        ask: gives the choice at an open point.
        full: the points that the clause says its row is worth.
    """

    def __init__(
        self, said: Said, row: RuleRow, ask: Ask, full: Fraction | None
    ) -> None:
        self.said = said
        self.row = row
        self.ask = ask
        self.full = full
        self.as_written = False

    @property
    def start(self) -> str:
        """The points that deductions are taken from."""
        if self.as_written and self.full is not None:
            return number_of(self.full)
        return "weight"

    def value(self, earns: Outcome, arm: Arm | None) -> str:
        """Return the formula of what an outcome earns.

        Args:
            earns: the outcome.
            arm: the arm that it stands in, where the outcome hangs on its condition.

        Raises:
            NotHere: it cannot be told for this row.
        """
        if isinstance(earns, Points):
            return self.points(earns)
        if isinstance(earns, Written):
            return self._written(earns)
        if earns is Earns.BEYOND:
            return self._beyond(arm)
        if earns in {Earns.RATIO, Earns.RATIO_OR_INVERSE}:
            return self._ratio(inverse=earns is Earns.RATIO_OR_INVERSE)
        if earns is Earns.LINEAR:
            raise NotHere
        return "weight" if earns is Earns.FULL else JUDGED

    def points(self, earns: Points) -> str:
        """Return the formula of points earned, taken off, or to be judged."""
        low, high = (self._amount(p, earns) for p in (earns.low, earns.high))
        if earns.off:
            low, high = f"{self.start} - {high}", f"{self.start} - {low}"
        if earns.low == earns.high:
            return f"({low})" if earns.off else low
        band = "within_below" if earns.below else "within"
        return f"{band}({low}, {high})"

    def _amount(self, points: Fraction, earns: Points) -> str:
        if earns.of_weight:
            return f"weight * {share_text(points)}" if points else "0"
        if points == self.row.weight and not earns.off:
            return "weight"
        if self.full is None or self.as_written or self.full == self.row.weight:
            return number_of(points)
        if earns.off:
            return number_of(points)
        if points == self.full:
            return "weight"
        return (
            f"{number_of(points)} * weight / {number_of(self.full)}" if points else "0"
        )

    def _ratio(self, *, inverse: bool = False) -> str:
        """Return points in proportion to what was done.

        Args:
            inverse: whether the clause says that less is measured target over actual.
        """
        row = self.row
        if row.subject is not Subject.QUANTITY or row.zero_target:
            raise NotHere
        if row.direction is Direction.AT_LEAST:
            own = row.is_share and row.target not in {None, _ONE}
            # 任务完成率 is itself what 按完成率得分 may mean.
            open_ = own and row.name.endswith(CONTROL)
            measure = self.ask("measured", ("rate", "actual")) if open_ else "rate"
            return f"{self._whole()} * {measure}"
        if row.direction is Direction.AT_MOST and inverse:
            return f"{self._whole()} / rate"
        if row.direction is Direction.AT_MOST:
            return {
                "ratio": f"{self._whole()} / rate",
                "linear": f"max({self._whole()} * (2 - rate), 0)",
                "met": "0",
            }[self.ask("reverse_rate")]
        raise NotHere

    def _whole(self) -> str:
        """Return the points that a ratio is of: those that the clause states."""
        return self.start if self.said.stated is not None else "weight"

    def _beyond(self, arm: Arm | None) -> str:
        """Return points by the share beyond the gate of an arm."""
        when = arm.when if arm is not None else None
        gate = when.low if isinstance(when, Span) else None
        if gate is None or gate.figure.unit != "%" or gate.figure.number >= 1:
            raise NotHere
        if self.row.direction is not Direction.AT_LEAST or self.row.zero_target:
            raise NotHere
        edge = share_text(gate.figure.number)
        return f"(rate - {edge}) / (1 - {edge}) * weight"

    def _own_names(self, text: str) -> str:
        """Return a formula with the names of the clause in words of the language."""
        called = {*self.said.subjects, self.row.name} - {""}
        for name in sorted({*self.said.subjects, *_rates_in(text, called)}, key=len)[
            ::-1
        ]:
            if name in ALIASES or name not in text:
                continue
            text = text.replace(name, self._known_name(name))
        return text

    def _known_name(self, name: str) -> str:
        """Return the word of the language for what a clause calls by its own name."""
        if name in OVER_NAMES:
            return "超出率"
        if name in UNDER_NAMES:
            return "缺口率"
        if DEVIATIONS.search(name) and not self.row.is_share:
            return "abs(deviation)"
        if self.row.is_share:
            return "完成值"
        if is_ratio(name, self.said) or name.endswith(CONTROL):
            return "完成率"
        raise NotHere

    def _target(self) -> Fraction:
        """Return the target, or 1 where none is known that is more than nothing."""
        target = self.row.target
        return target if target is not None and target > 0 else _ONE

    def _given(self, text: str, actual: Fraction) -> Fraction | None:
        """Return what a formula gives in this row for an actual, if a number."""
        numbers = {"weight": self.row.weight, "target": self._target()}
        try:
            found = evaluate(parse_formula(text), Names({**numbers, "actual": actual}))
        except (FormulaError, UndefinedResult):
            return None
        return found if isinstance(found, Fraction) else None

    def _is_plausible(self, text: str) -> bool:
        """Whether a formula earns something where the target is just met.

        目标值/实际值 of what is to be reached pays for falling short of it, and
        超支率×0.5 of a rate meant in points would take off next to nothing.
        """
        weight, at = self.row.weight, self._target()
        met = self._given(text, at)
        if met is None or met * 2 < weight:
            return False
        less, more = (self._given(text, at * times) for times in _AWAY)
        missed = {Direction.AT_LEAST: less, Direction.AT_MOST: more}
        short = missed.get(self.row.direction) if self.row.direction else None
        if short is not None and short > met:
            return False
        distant = {"overrun", "shortfall", "deviation"} & {*parse_formula(text).names}
        return not distant or any(
            found is None or abs(found - met) * 50 >= weight for found in (less, more)
        )

    def _written(self, earns: Written) -> str:
        """Return a printed formula in words of the language, to its own weight."""
        printed = self._in_words(earns.text)
        if earns.spent and not self._is_spent(earns.spent):
            raise NotHere  # 按预算执行率得分, of what is no spending
        if self.row.direction is Direction.AT_MOST and rises(printed):
            if gives_ratio(printed):
                return self._ratio()
            raise NotHere  # an overspend would earn more than a saving
        if not self._is_plausible(printed):
            raise NotHere  # a completion of 100 % earns next to nothing
        text = f"({printed})"
        most = multiplier(self.said)
        if most is None and self.row.is_share:
            most = _of_whole(printed)  # 及时率×12
            if self._given(printed, self._target()) == self.row.weight:
                most = None  # 满意度/90%×10 of ≥90%
        if any(not isinstance(arm.earns, Written) for arm in self.said.arms):
            gates = all(
                isinstance(arm.earns, Written) or is_gate(arm) for arm in self.said.arms
            )
            # Full points stand beside the formula; it only tells the way there.
            most = most if gates else self.full
        if most is None or most == self.row.weight:
            return text
        if self.ask("weight_conflict") == "by_weight":
            return f"{text} * weight / {number_of(most)}"
        return f"min({text}, {number_of(most)})"

    def _is_spent(self, rate: str) -> bool:
        """Whether a rate of what was spent may be what the row is of."""
        row = self.row
        if not row.name or _SPENDING.search(row.name) or row.name.endswith("完成率"):
            return True
        if row.direction is Direction.AT_MOST:
            return False
        money = row.unit is not None and is_money(row.unit)
        return not row.is_share and (rate == "执行率" or money)

    def _in_words(self, text: str) -> str:
        """Return a printed formula in words of the language that this row has."""
        row = self.row
        own = row.target in {None, _ONE}
        printed = _EXECUTION.sub("完成率", self._own_names(text))
        if row.is_share and any(
            _EXECUTION.fullmatch(name) and row.name.endswith(name)
            for name in self.said.subjects
        ):
            printed = printed.replace("完成率", "完成值")  # 支出率 is the row itself
        if _BUDGET.search(printed):
            if row.is_share and not own:
                raise NotHere  # 支出数/预算数 is what the row itself is
            printed = _BUDGET.sub("目标值", printed)
        try:
            names = parse_formula(printed).names
        except FormulaError:
            raise NotHere from None
        if row.subject is not Subject.QUANTITY or not names <= _KNOWN:
            raise NotHere
        if not names - {"weight", "target"}:
            raise NotHere  # it says nothing of what was done
        both = {"actual", "target"} <= names and "%" not in printed
        if row.is_share and both and not is_scale_free(printed):
            raise NotHere  # whether 80% is 80 or 0.8 would matter
        told = own or bool(self.said.target_ratios)
        if row.is_share and "rate" in names and not told:
            raise NotHere  # 执行率 may be the row itself, or its actual over its target
        return printed

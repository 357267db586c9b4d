"""The formula of a clause for one row and one reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from perfscore.rules.clauses.about import is_about
from perfscore.rules.clauses.bands import Band, BandLine, whole
from perfscore.rules.clauses.events import counts_events, is_narrower
from perfscore.rules.clauses.gains import accrued, with_bonus
from perfscore.rules.clauses.gates import (
    gates_by_distance,
    gates_of_rate,
    in_time_spans,
)
from perfscore.rules.clauses.line import Contradiction
from perfscore.rules.clauses.measures import (
    JUDGED,
    NotHere,
    measure_of,
)
from perfscore.rules.clauses.named import (
    arm_named,
    described,
    grade_named,
    is_denied,
)
from perfscore.rules.clauses.parts import (
    JUDGEMENTS,
    Arm,
    Deduction,
    Earns,
    Named,
    Outcome,
    Points,
    Side,
    Span,
    When,
)
from perfscore.rules.clauses.phrases.names import (
    EVENTS,
)
from perfscore.rules.clauses.positions import (
    beyond_if_lost,
    beyond_target,
    check_losses,
    check_meaning,
    gates_on_rate,
    is_distance,
    one_distance,
    only_losses,
    straight,
    with_most,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.clauses.shape import (
    best_of,
    events_as_spans,
    is_floor,
    is_loss,
    most_points,
    of_events_alone,
    spans_of,
    with_open_top,
)
from perfscore.rules.clauses.steps import taken_off
from perfscore.rules.clauses.worth import Worth
from perfscore.rules.parts import Direction, RuleRow, Subject, number_of
from perfscore.rules.readings import Ask

_ONE, _SEVEN = Fraction(1), Fraction(7)
_AGAINST = {When.ABOVE: Direction.AT_MOST, When.BELOW: Direction.AT_LEAST}
_TIMELY = {When.ON_TIME: When.MET, When.LATE: When.MISSED}
_TIMES = frozenset({"秒", "分钟", "小时", "天", "日", "工作日", "周", "月"})


_FAILED = re.compile("[不未没]")
"""What tells that a clause counts what failed, which a rate of 100 % excludes."""


class Writer:
    """Writes a clause's formula for one row and one reading.

    Args:
        said: what the clause says.
        told: the side that its steps or bands take to be good, where they tell.
        row: the row.
        ask: gives the choice at an open point.
    """

    def __init__(
        self, said: Said, told: Direction | None, row: RuleRow, ask: Ask
    ) -> None:
        said = in_time_spans(said, row)
        arms = [beyond_if_lost(arm, row) for arm in with_open_top(said.arms)]
        arms = one_distance(arms, row)
        said = gates_of_rate(replace(said, arms=tuple(arms)), row)
        self.said = gates_by_distance(said, row)
        self.row = row
        self.ask = ask
        stated = [p for p in (said.stated, most_points(said.arms)) if p is not None]
        full = max(stated, default=None)
        if said.bonus is not None and row.weight in {said.ceiling, with_most(said)}:
            full = row.weight  # 达90%得9分,每提高1%加0.1分,最高10分
        self.worth = Worth(self.said, row, ask, full)
        self._check_direction(told)

    def _check_direction(self, wanted: Direction | None) -> None:
        """Refuse a row whose printed comparator says the opposite of its clause."""
        sides = {Direction.AT_LEAST, Direction.AT_MOST}
        printed = self.row.direction if not self.row.inferred else None
        if wanted in sides and printed in sides and wanted is not printed:
            raise NotHere

    def formula(self) -> str:
        """Return the formula of the row."""
        said, row = self.said, self.row
        if not is_about(said, row):
            raise NotHere
        alone = self._alone()
        if alone is not None:
            return alone
        self._events_in_spans()
        said = self.said
        check_meaning(said, row)
        if self.worth.full is not None and self.worth.full != row.weight:
            self.worth.as_written = self.ask("weight_conflict") == "as_written"
        if said.accrual is not None:
            added = accrued(said, row, self.ask, self.worth.start)
            return f"min(weight, {added})" if self.worth.as_written else added
        if any(isinstance(arm.when, Named) for arm in said.arms):
            if row.subject is Subject.TEXT or not said.deductions:
                return self._named()
            if said.bonus is not None:
                raise NotHere  # 基础分6分,每高1%加1分,每低1%扣1分: from 6 or from all
            self.said = said = replace(said, arms=described(said))
        found = self._earned()
        if said.same and row.subject is Subject.QUANTITY and not said.deductions:
            # 与预算一致, of 92 beside ≤100: met, and not the same.
            beyond = "achieved and (actual < target or actual > target)"
            found = f"{JUDGED} if {beyond} else {found}"
        if row.direction is Direction.BETWEEN:
            # 97% beside 90%-95% is more than was wanted, or out of its range.
            return f"{whole(found)} if achieved else {JUDGED}"
        return found

    def _alone(self) -> str | None:
        """Return what is earned where one part of the clause tells it alone."""
        said, row = self.said, self.row
        if row.not_applicable:
            if said.not_applicable is None:
                raise NotHere
            return "weight" if said.not_applicable else "0"
        if said.grades and row.subject is Subject.TEXT:
            return self._range_of_grade()
        return self._none_happened() if said.mixed or self._is_narrower() else None

    def _is_narrower(self) -> bool:
        """Whether the row counts more than what the clause takes points off for.

        One 投诉 may be no 有效投诉, but where there is none there is none of either.
        """
        said, row = self.said, self.row
        narrower = any(is_narrower(what, row.name) for what in said.whats)
        if not narrower or not counts_events(row):
            return False
        if not of_events_alone(said.arms, said.deductions):
            raise NotHere
        return True

    def _none_happened(self) -> str:
        """Return full points where none of several things happened."""
        if not counts_events(self.row) or self.worth.full not in {
            None,
            self.row.weight,
        }:
            raise NotHere
        return f"weight if actual <= 0 else {JUDGED}"

    def _earned(self) -> str:
        """Return what the arms and deductions give, as far as this row tells."""
        try:
            return self._bounded(self._better(self._of_all()))
        except (NotHere, Contradiction):
            if not self._in_time_is_full():
                raise
            return f"weight if achieved else {JUDGED}"

    def _in_time_is_full(self) -> bool:
        """Whether a date that is kept earns all, whatever being late takes off."""
        arms = self.said.arms
        kept = [arm for arm in arms if arm.when in {When.MET, When.ON_TIME}]
        if self.row.subject is not Subject.DATE or not kept:
            return False
        # 提前完成得10分,按时完成得8分: what is kept earns now this, now that.
        best = best_of(arms)
        return all(
            arm in best and self.worth.value(arm.earns, arm) == "weight" for arm in kept
        )

    def _of_all(self) -> str:
        """Return what all arms and deductions give."""
        events = [one for one in self.said.deductions if one.side is Side.EVENTS]
        if events and not counts_events(self.row):
            return self._less_events(events)
        missing = [one for one in self.said.deductions if one.side is Side.MISSING]
        if missing and self.row.is_share and self.row.subject is Subject.QUANTITY:
            return self._failures(self.said)
        return self._whole()

    def _bounded(self, found: str) -> str:
        """Return a formula with the least points that are left, and those added."""
        said, row = self.said, self.row
        if said.floor is not None:
            if "within" in found or self.worth.as_written or said.floor > row.weight:
                raise NotHere
            found = f"max({found}, {number_of(said.floor)})"
        if said.bonus is not None:
            found = with_bonus(said.bonus, found, self.said, row, self.ask)
        return found

    def _range_of_grade(self) -> str:
        """Return the range of the grade that the actual names."""
        points = grade_named(self.said.grades, self.row.said)
        if points is None:
            raise NotHere
        most = max(one.high for _, one in self.said.grades)
        if not points.of_weight and most != self.row.weight:
            raise NotHere
        return self.worth.points(points)

    def _events_in_spans(self) -> None:
        """Read 发生一起扣5分,发生两起扣8分 as bands of a number of times."""
        said = self.said
        once = [
            one for one in said.deductions if one.side is Side.EVENTS and not one.each
        ]
        spans = any(
            isinstance(arm.when, Span) and arm.when.subject == EVENTS
            for arm in said.arms
        )
        if spans or len(once) > 1:
            arms, deductions = events_as_spans(said.arms, said.deductions, EVENTS)
            self.said = replace(said, arms=tuple(arms), deductions=tuple(deductions))

    def _less_events(self, events: list[Deduction]) -> str:
        """Take off what happened, however often, from all that the rest earns."""
        said = self.said
        failed = events[0].what.lstrip("的未不没有")[:2]
        named = failed and any(failed in name for name in said.subjects)
        row = self.row
        whole_rate = row.is_share and row.target == 1 and said.stated is None
        if named or (whole_rate and _FAILED.search(events[0].what)):
            return self._failures(said)
        others = tuple(one for one in said.deductions if one not in events)
        self.said = replace(said, deductions=others)
        arms = [arm for arm in said.arms if arm.when is not When.NONE]
        rest = self.worth.start
        if arms or others:
            self.said = replace(self.said, arms=tuple(arms))
            rest = whole(self._whole())
        taken = taken_off(events[0], said, self.row, self.ask, self.worth.start)
        return f"{rest} - {taken.text}"

    def _failures(self, said: Said) -> str:
        """Return full points where nothing failed, which a rate of 100 % says."""
        if self.row.target != 1 or not self.row.is_share or said.stated is not None:
            raise NotHere
        return f"{self.worth.start} if actual >= 1 else {JUDGED}"

    def _whole(self) -> str:
        """Return the formula of all arms and deductions that are left."""
        words = self._words()
        told = words.keys() & {When.MET, When.MISSED}
        beyond = beyond_target(self.said, self.row, self.ask) if told else []
        spans = [arm for arm in spans_of(self.said.arms) if arm not in beyond]
        distant = [arm for arm in spans if is_distance(arm)]
        distant = distant or gates_on_rate(spans, self.row)
        loose = any(not isinstance(d.when, Span) for d in self.said.deductions)
        if distant and (loose or len(distant) < len(spans)) and not beyond:
            beyond = distant  # 完成率≥100%得满分,每下降1%扣2分,下降5%以上不得分
            spans = [arm for arm in spans if arm not in distant]
        rest = self._rest(words)
        lines = [arm for arm in spans if arm.earns is Earns.LINEAR]
        if lines:
            spans = [arm for arm in spans if arm not in lines]
        if lines or Earns.LINEAR in words.values():
            return self._chain(words, self._straight(spans, rest))
        if spans or any(isinstance(d.when, Span) for d in self.said.deductions):
            rest = self._line(spans, rest, words)
        found = self._chain(words, rest)
        if not beyond:
            return found
        measure = measure_of(beyond, self.said, self.row, self.ask)
        bands = [Band(arm, self.worth.value(arm.earns, arm)) for arm in beyond]
        line = BandLine(bands, measure, self.row, self.ask)
        return line.text(found, vague=bool(distant))

    def _straight(self, spans: list[Arm], rest: str | None) -> str:
        measure = measure_of(spans, self.said, self.row, self.ask)
        return straight(spans, rest, measure, self.worth)

    def _named(self) -> str:
        """Return what the grade earns that the actual names, whole."""
        if self.row.subject is not Subject.TEXT:
            raise NotHere
        arms = self.said.arms
        named = [arm for arm in arms if isinstance(arm.when, Named)]
        arm = arm_named(named, self.row.said)
        if arm is not None and len(named) > 1:
            return self._grade(arm)
        if self.said.deductions:
            events = list(self.said.deductions)
            if len(named) > 1 or len(events) > 1:
                raise NotHere
            taken = taken_off(
                events[0], self.said, self.row, self.ask, self.worth.start
            )
            return f"{self.worth.start} - {taken.text}"
        other = [arm for arm in arms if arm.when in {When.OTHERWISE, When.MISSED}]
        if len(named) > 1 or not other:
            raise NotHere
        good = self.worth.value(named[0].earns, named[0])
        bad = self.worth.value(other[0].earns, other[0])
        if is_denied(named[0], self.row.said):
            return bad
        # Words say whether it is so, and no figure does: either may be.
        return f"{whole(good)} if achieved else {bad}"

    def _grade(self, arm: Arm) -> str:
        full = any(one.earns is Earns.FULL for one in self.said.arms)
        share = isinstance(arm.earns, Points) and arm.earns.of_weight
        if not full and not share and self.worth.full != self.row.weight:
            raise NotHere  # a checklist, or grades of another weight
        earns = self.worth.value(arm.earns, arm)
        if any(
            one.earns is Earns.JUDGED_OFF and one is not arm for one in self.said.arms
        ):
            # 基本相符得6分;不合规的酌情扣分: that may be so of any grade.
            return f"within(0, {earns})"
        return earns

    def _words(self) -> dict[When, Outcome]:
        """Return what conditions without a figure earn."""
        found: dict[When, Outcome] = {}
        for arm in self.said.arms:
            when = arm.when
            if not isinstance(when, When):
                continue
            if when in _TIMELY:
                when = self._timely(when)
            elif when is self._good_side():
                continue
            elif when in _AGAINST:
                if self.row.direction is not _AGAINST[when]:
                    raise NotHere
                when = When.MISSED
            if found.setdefault(when, arm.earns) != arm.earns:
                raise Contradiction
        return found

    def _good_side(self) -> When | None:
        """Return which side beyond the target is the good one."""
        sides = {Direction.AT_LEAST: When.ABOVE, Direction.AT_MOST: When.BELOW}
        return sides.get(self.row.direction) if self.row.direction else None

    def _better(self, found: str) -> str:
        """Return a formula with what more than the target earns (超过目标值得10分)."""
        good = self._good_side()
        better = [arm for arm in self.said.arms if arm.when is good and good]
        if not better:
            return found
        if len(better) > 1 or is_loss(better[0]):
            raise NotHere
        sign = ">" if good is When.ABOVE else "<"
        earns = self.worth.value(better[0].earns, better[0])
        return f"{whole(earns)} if actual {sign} target else {found}"

    def _timely(self, when: When) -> When:
        """Return what being in time is for the row: its target, if that is a time."""
        row = self.row
        timed = row.subject is Subject.QUANTITY and row.unit in _TIMES
        if row.subject is Subject.DATE or (
            timed and row.direction is Direction.AT_MOST
        ):
            return _TIMELY[when]
        raise NotHere

    def _rest(self, words: dict[When, Outcome]) -> str | None:
        """Return the formula of what no printed condition covers; None for nothing."""
        deductions = [d for d in self.said.deductions if not isinstance(d.when, Span)]
        order = [When.OTHERWISE, When.MISSED, When.ALWAYS]
        always = words.get(When.ALWAYS)
        less = words.keys() & {When.MISSED, When.OTHERWISE}
        if always is not None and always not in JUDGEMENTS and less:
            raise NotHere  # 按完成率得分,未完成不得分: the rate, or none
        if When.MISSED in words and When.OTHERWISE in words:
            order = [When.MISSED]  # 未完成不得分,否则得满分
        for when in order:
            if when in words and words[when] is not Earns.LINEAR:
                if deductions and words[when] not in JUDGEMENTS:
                    raise Contradiction
                return self.worth.value(words[when], None)
        if deductions:
            return self._deducted(deductions, words)
        return None

    def _deducted(
        self, deductions: Iterable[Deduction], words: dict[When, Outcome]
    ) -> str:
        deductions = list(deductions)
        try:
            taken = [
                taken_off(one, self.said, self.row, self.ask, self.worth.start)
                for one in deductions
            ]
        except NotHere:
            late = [one.side for one in deductions] == [Side.LATE]
            if (
                not late
                or self.row.subject is not Subject.DATE
                or self.worth.as_written
            ):
                raise
            return f"weight if achieved else {JUDGED}"  # 每推迟1个月: in time is sure
        if len({one.met for one in taken}) > 1:
            # Each counts by itself; none of them alone says what is met.
            taken = [type(one)(one.text, "never") for one in taken]
        met = taken[0].met
        either = all(one.side is Side.EITHER for one in deductions)
        if self.said.same and self.row.inferred and either:
            # 与计划一致得满分,每相差1台扣0.5分 needs no side to be the good one.
            words.pop(When.MET, None)
            met = "never"
        off = " - ".join(one.text for one in taken)
        left = f"{self.worth.start} - {off}"
        if self.worth.as_written:
            left = f"min(weight, {left})"
        if met == "increase":
            if self.ask("baseline") == "unknown":
                return f"{JUDGED} if actual > 0 else weight"
            return left
        spans = any(isinstance(arm.when, Span) for arm in self.said.arms)
        if met == "never" or When.MET in words or (met and spans):
            return left
        test = met or "achieved"
        if self.worth.as_written:
            return f"min(weight, {self.worth.start}) if {test} else {left}"
        return f"weight if {test} else {left}"

    def _chain(self, words: dict[When, Outcome], rest: str | None) -> str:
        """Put what the words say before the rest."""
        found = rest
        if When.NONE in words or When.SOME in words:
            found = self._events(words, rest)
        if When.MET in words:
            met = self.worth.value(words[When.MET], None)
            found = f"{whole(met)} if achieved else {found or JUDGED}"
        elif When.MISSED in words:
            good = self.worth.value(words.get(When.OTHERWISE, Earns.FULL), None)
            found = f"{whole(good)} if achieved else {found or JUDGED}"
        return found or JUDGED

    def _events(self, words: dict[When, Outcome], rest: str | None) -> str:
        """Return what is earned where nothing bad happened, and where something did."""
        row = self.row
        if (
            row.subject is not Subject.QUANTITY
            or row.direction is not Direction.AT_MOST
        ):
            raise NotHere
        if row.is_share:
            raise NotHere
        good = self.worth.value(words.get(When.NONE, Earns.FULL), None)
        bad = self.worth.value(words[When.SOME], None) if When.SOME in words else rest
        return f"{whole(good)} if actual <= 0 else {bad or JUDGED}"

    # The number line.

    def _line(
        self, spans: list[Arm], rest: str | None, words: dict[When, Outcome]
    ) -> str:
        counted = [d for d in self.said.deductions if isinstance(d.when, Span)]
        arms = [*spans, *(Arm(d.when or When.ALWAYS, Earns.JUDGED) for d in counted)]
        measure = measure_of(arms, self.said, self.row, self.ask)
        check_losses(spans, measure, self.row)
        bands = [Band(arm, self.worth.value(arm.earns, arm)) for arm in spans]
        full: dict[When, Outcome] = {When.MET: Earns.FULL}
        for deduction, arm in zip(counted, arms[len(spans) :], strict=True):
            bands.append(Band(arm, self._deducted([deduction], full)))
        other = When.OTHERWISE in words
        late = self.row.subject is Subject.DATE
        edges = rest is None and only_losses(spans, self.said, self.row)
        alone = counted and not self.said.arms and rest is None
        # 按比例得分,60%以下不得分: 60% itself lies at the edge of both.
        edges |= rest is not None and all(map(is_floor, arms))
        if rest is None and (edges or alone or late):
            rest = f"weight if achieved else {JUDGED}"
        return BandLine(bands, measure, self.row, self.ask).text(
            rest, other=other, edges=edges
        )

"""PS4xx, continued: what the goal says in words, against the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import (
    Statement,
    shared,
    squeezed,
    statements,
    together,
)
from perfscore.auditing.targets import TIMES, is_cost
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import Scorecard
from perfscore.values.full_text import full_text
from perfscore.values.unit_names import COUNTING
from perfscore.values.units import is_money, is_share
from perfscore.values.value import Kind, Value

_WHO = re.compile(
    "学生|家长|教师|教职工|群众|企业|职工|干部|村民|患者|病人|老人|游客|农户|居民|会员|学员|司机|乘客|用户"
)
# Goals of other years, and figures that are parts, sums or changes.
_APART = re.compile(
    "其中|平均|每|较|比上年|同比|上年|去年|累计|总计|左右|力争到|三年|五年|十四五|十五五|实施期|20[0-9]{2}年底?前|中长期"
)
_BUDGET = re.compile("执行率|支出率|支付率|使用率|到位率|预算")
_SHARE = re.compile("[率度比]$|比例$|占比$|比重$|合规律$")
_CLOSE, _NEAR = 4, 3


@check("PS406", "goal-differs-from-indicator", Severity.WARNING, since="0.1.0")
def goal_differs_from_indicator(form: Form, card: Scorecard) -> Hits:
    """The goal states another figure than the indicator that measures it."""
    del card
    for told, row in of_rows(form, form.goal):
        both = together(row.target, told.value)
        if both is None or both[0] == both[1]:
            continue
        shown = full_text(row.target)
        yield Hit(
            message=say(
                "auditing.goal-differs-from-indicator",
                goal=words_of(told),
                target=shown,
            ),
            evidence=say(
                "auditing.goal-and-row",
                goal=words_of(told),
                number=row.number,
                name=row.name,
                target=shown,
            ),
            number=row.number,
            subject=row.name,
            place=row.places.get("target", form.places.get("goal", NOWHERE)),
        )


def stated(text: str, year: int | None = None) -> Iterator[Statement]:
    """Yield the figures of a narrative that are of this year and of no amount.

    Args:
        text: the goal, or what is said of its achievement.
        year: the form's year.
    """
    for told in statements(text):
        if _of_another_time(told, year):
            continue
        money = told.value.unit is not None and is_money(told.value.unit)
        if told.subject and not money and not _APART.search(told.text):
            yield told


def of_rows(
    form: Form, text: str, *, of: Literal["target", "actual"] = "target"
) -> Iterator[tuple[Statement, Indicator]]:
    """Yield the figures of a narrative, each with the one row that measures it.

    What several figures of different things would each measure is made of them, as
    152 households in the east and 170 in the west are.

    Args:
        form: the form.
        text: the goal, or what is said of its achievement.
        of: whether it states what was to be done, or what was.
    """
    found: dict[int, list[tuple[Statement, Indicator]]] = {}
    for told in stated(text, form.year):
        rows = measures(form, told, of=of)
        if len(rows) == 1:
            found.setdefault(rows[0].number, []).append((told, rows[0]))
    for pairs in found.values():
        if len({(told.subject, told.value.number) for told, _ in pairs}) == 1:
            yield pairs[0]
        elif len({told.subject for told, _ in pairs}) == 1:
            yield from pairs


# What the clauses before a figure say of its time: 到2025年,覆盖率达到95%.
_TIME = re.compile(
    "(?P<this>全年|今年|本年|当年|年末|年底)|(?P<year>20[0-9]{2})年"
    "|上半年|下半年|[一二三四]季度|上年|去年|往年|前年|截至|累计|十[三四五]五|[三五]年"
    "|力争到|实施期|建成后|中长期|基期|此前"
)


def _of_another_time(told: Statement, year: int | None) -> bool:
    """Whether the words before a figure say that it is not of the form's whole year."""
    own = _TIME.search(told.text)
    if own is not None:
        return own["this"] is None and own["year"] is None
    found = list(_TIME.finditer(told.lead))
    if not found or found[-1]["this"]:
        return False
    printed = found[-1]["year"]
    return printed is None or year is None or int(printed) != year


def words_of(told: Statement) -> str:
    """Return a figure with what it is stated of, for reading."""
    return f"{told.subject}{told.value.text}"


def measures(
    form: Form, told: Statement, *, of: Literal["target", "actual"] = "target"
) -> list[Indicator]:
    """Return the rows that measure just what a narrative speaks of.

    Args:
        form: the form.
        told: what the narrative states.
        of: whether it states what was to be done, or what was.
    """
    rows = [
        row
        for row in form.indicators
        if together(getattr(row, of), told.value) is not None
        and not _changes(told, row)
    ]
    if "满意" in told.subject:
        about = [row for row in rows if _is_satisfaction(row)]
        return [row for row in about if not _of_others(told.subject, row.name)]
    one = squeezed(told.subject)
    same = [row for row in rows if squeezed(row.name) == one]
    named = same or [row for row in rows if _is_close(told.subject, row.name)]
    if len(named) > 1 and _add_up(named, told):
        return []
    return named


_CHANGE = re.compile("增长|提高|提升|增加|减少|降低|下降|压减|节约|上升")
_SCOPE = re.compile(
    "农村|乡镇|乡村|城市|城镇|县城|城区|市区|重点|新增|新建|改建|扩建|贫困|脱贫|建档|老年|儿童|妇女|残疾"
    "|小学|初中|高中|市级|县级|省级|区级|村级"
)
_SEVERAL = re.compile("[和及与、等]")
_MEASURE = re.compile("[率度比]$|比例$|占比$|比重$")


def _changes(told: Statement, row: Indicator) -> bool:
    """Whether a goal is of a change that the row does not measure: 满意度提升2%."""
    found = _CHANGE.search(told.text)
    return found is not None and found[0] not in row.name


def _is_close(subject: str, name: str) -> bool:
    """Whether a goal and a row speak of just the same thing."""
    one, other = squeezed(subject), squeezed(name)
    if set(_SCOPE.findall(one)) != set(_SCOPE.findall(other)):
        return False
    if _SEVERAL.search(subject) and one not in other:
        return False
    within = one in other or other in one
    if within and min(len(one), len(other)) > _NEAR:
        return True
    what = _MEASURE.sub("", one)
    whole = len(what) >= _CLOSE and set(what) <= set(other)
    return whole and what[-_CLOSE:] in other


def _add_up(rows: Sequence[Indicator], told: Statement) -> bool:
    total = sum((row.target.number or Fraction(0) for row in rows), Fraction(0))
    return total == told.value.number


def _is_satisfaction(row: Indicator) -> bool:
    return any("满意" in text for text in (row.name, row.level1, row.level2))


def _of_others(subject: str, name: str) -> bool:
    """Whether two satisfactions are of different people."""
    one, other = set(_WHO.findall(subject)), set(_WHO.findall(name))
    return bool(one) and bool(other) and not one & other


@check("PS407", "goal-not-measured", Severity.NOTE, since="0.1.0")
def goal_not_measured(form: Form, card: Scorecard) -> Hits:
    """A figure of the goal is measured by no indicator."""
    del card
    if not form.indicators or any(
        row.target.kind in {Kind.UNREADABLE, Kind.MISSING} for row in form.indicators
    ):
        return
    open_ones = [
        told
        for told in stated(form.goal, form.year)
        if told.value.unit == "%"
        and _SHARE.search(told.subject)
        and not _BUDGET.search(told.subject)
        and not any(_may_measure(told.subject, row) for row in form.indicators)
    ]
    # A goal may count more than is measured; but something of what it counts should be.
    counted = list(_counted(form))
    if all(_is_open(told, form) for told in counted):
        open_ones += counted
    if open_ones:
        texts: list[Message] = [
            say("common.text", text=words_of(one)) for one in open_ones
        ]
        yield Hit(
            message=say("auditing.goal-not-measured", count=len(open_ones)),
            evidence=say("auditing.goals-listed", goals=texts),
            place=form.places.get("goal", NOWHERE),
        )


_EARNED = re.compile("收入|税收|产值|销售额|营业额|利润|募集|筹集|争取")


def _counted(form: Form) -> Iterator[Statement]:
    """Yield the counts of the goal, and the money that it says comes in."""
    for told in statements(form.goal):
        unit = told.value.unit
        if not told.subject or _APART.search(told.text) or unit is None:
            continue
        if is_money(unit) and not _EARNED.search(told.subject):
            continue
        if not is_share(unit) and unit not in TIMES:
            yield told


def _is_open(told: Statement, form: Form) -> bool:
    """Whether no target counts in the unit of a goal, nor says it in its name."""
    money = is_money(told.value.unit)
    for row in form.indicators:
        target = row.target
        # A figure among words, or one without a unit, may be of anything.
        parts = target.parts or (target,)
        if any(part.kind in _VAGUE or _bare(part) for part in parts):
            return False
        if money and any(is_money(part.unit) for part in parts) and not is_cost(row):
            return False
        if not money and any(_may_count(part, told.value) for part in parts):
            return False
        if told.value.text in row.name:
            return False
    return True


_OF_ANYTHING = frozenset({"个", "项", "件", "套", "批"})
_OCCASIONS = frozenset({"次", "期", "班", "场", "批次", "场次", "班次", "届", "轮"})


def _may_count(target: Value, told: Value) -> bool:
    """Whether two figures may count the same things: 人 and 人次, 个 and anything."""
    unit, other = target.unit or "", told.unit or ""
    if unit not in COUNTING or other not in COUNTING:
        return together(target, told) is not None
    either = {unit, other}
    return bool(set(unit) & set(other) or either & _OF_ANYTHING or either <= _OCCASIONS)


_VAGUE = {Kind.UNREADABLE, Kind.MISSING, Kind.SEVERAL}


def _bare(value: Value) -> bool:
    """Whether a value holds a figure whose unit is not known."""
    if value.kind is Kind.TEXT:
        return any(char.isdigit() for char in value.text)
    return value.kind in {Kind.QUANTITY, Kind.FREQUENCY} and not value.unit


def _may_measure(subject: str, row: Indicator) -> bool:
    """Whether a row may measure what the goal speaks of, in any words."""
    if "满意" in subject and _is_satisfaction(row):
        return True
    if row.target.unit not in {"%", "‰", None}:
        return False
    one, other = squeezed(subject), squeezed(row.name)
    head = re.sub("[率度比律]$|比例$|占比$|比重$", "", one)[-2:]
    return shared(one, other) >= _NEAR or head in other


_NAME_ENOUGH = 6


@check("PS408", "goal-repeats-project-name", Severity.NOTE, since="0.1.0")
def goal_repeats_project_name(form: Form, card: Scorecard) -> Hits:
    """The goal of a project is only its name, or part of it."""
    del card
    goal = squeezed(form.goal)
    if not goal or goal not in squeezed(form.project):
        return
    if goal != squeezed(form.project) and len(goal) < _NAME_ENOUGH:
        return
    yield Hit(
        message=say("auditing.goal-repeats-project-name"),
        evidence=say("auditing.goal-is-name", goal=form.goal, project=form.project),
        place=form.places.get("goal", NOWHERE),
    )

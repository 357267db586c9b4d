"""PS4xx, continued: what the goal says in words, against the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import (
    Statement,
    shared,
    squeezed,
    statements,
    together,
)
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import Scorecard
from perfscore.values.units import is_money
from perfscore.values.value import Kind

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
    for told in _stated(form):
        rows = _measures(form, told)
        if len(rows) != 1:
            continue
        row = rows[0]
        both = together(row.target, told.value)
        if both is None or both[0] == both[1]:
            continue
        shown = _shown(row)
        yield Hit(
            message=say(
                "auditing.goal-differs-from-indicator", goal=_words(told), target=shown
            ),
            evidence=say(
                "auditing.goal-and-row",
                goal=_words(told),
                number=row.number,
                name=row.name,
                target=shown,
            ),
            number=row.number,
            subject=row.name,
            place=row.places.get("target", form.places.get("goal", NOWHERE)),
        )


def _stated(form: Form) -> Iterator[Statement]:
    """Yield the figures of the goal that are of this year and of no amount."""
    for told in statements(form.goal):
        money = told.value.unit is not None and is_money(told.value.unit)
        if told.subject and not money and not _APART.search(told.text):
            yield told


def _words(told: Statement) -> str:
    return f"{told.subject}{told.value.text}"


def _measures(form: Form, told: Statement) -> list[Indicator]:
    """Return the rows that measure just what the goal speaks of."""
    rows = [
        row
        for row in form.indicators
        if together(row.target, told.value) is not None and not _changes(told, row)
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


def _shown(row: Indicator) -> str:
    text, unit = row.target.text, "" if row.target.unit_stated else row.unit or ""
    sign = row.comparator.value if row.comparator else ""
    return f"{text}{unit}" if text.startswith(sign) else f"{sign}{text}{unit}"


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
        for told in _stated(form)
        if told.value.unit == "%"
        and _SHARE.search(told.subject)
        and not _BUDGET.search(told.subject)
        and not any(_may_measure(told.subject, row) for row in form.indicators)
    ]
    if open_ones:
        texts: list[Message] = [
            say("common.text", text=_words(one)) for one in open_ones
        ]
        yield Hit(
            message=say("auditing.goal-not-measured", count=len(open_ones)),
            evidence=say("auditing.goals-listed", goals=texts),
            place=form.places.get("goal", NOWHERE),
        )


def _may_measure(subject: str, row: Indicator) -> bool:
    """Whether a row may measure what the goal speaks of, in any words."""
    if "满意" in subject and _is_satisfaction(row):
        return True
    if row.target.unit not in {"%", "‰", None}:
        return False
    one, other = squeezed(subject), squeezed(row.name)
    head = re.sub("[率度比律]$|比例$|占比$|比重$", "", one)[-2:]
    return shared(one, other) >= _NEAR or head in other


@check("PS408", "goal-repeats-project-name", Severity.NOTE, since="0.1.0")
def goal_repeats_project_name(form: Form, card: Scorecard) -> Hits:
    """The goal of a project is only its name."""
    del card
    goal = squeezed(form.goal)
    if not goal or goal != squeezed(form.project):
        return
    yield Hit(
        message=say("auditing.goal-repeats-project-name"),
        evidence=say("auditing.goal-is-name", goal=form.goal, project=form.project),
        place=form.places.get("goal", NOWHERE),
    )

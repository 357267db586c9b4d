"""PS4xx, continued: targets that do not fit the year, the name or another row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import points
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import squeezed
from perfscore.auditing.targets import TIMES, is_cost, is_rate_in_units
from perfscore.forms.models import Form, Indicator, Scope
from perfscore.messages import Message, say
from perfscore.scoring.models import Scorecard
from perfscore.values.full_text import full_text
from perfscore.values.plausible import head_of
from perfscore.values.unit_names import COUNTING
from perfscore.values.value import Kind

_NUMBERED = (Kind.QUANTITY, Kind.FREQUENCY)
_YEAR = re.compile("20[0-9]{2}")
_WHEN = re.compile(
    "时间|时限|日期|完成|完工|竣工|开工|交付|发放|支付|拨付|验收|之前|前$"
)
_HOW_LONG = re.compile("期限|年限|有效期|规划期|年份|年度$")
"""Names of what a date does not limit: 规划期限, 审计年度."""


@check(
    "PS424",
    "deadline-outside-year",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def deadline_outside_year(form: Form, card: Scorecard) -> Hits:
    """A deadline lies in another year than the form's."""
    del card
    if form.year is None or "year" in form.inferred:
        return
    # A project of several years says so somewhere.
    told = f"{form.period} {form.project} {form.title} {form.goal}"
    known = {int(year) for year in _YEAR.findall(told)} | {form.year}
    for row in form.indicators:
        target = row.target
        printed = {int(year) for year in _YEAR.findall(target.text)}
        if target.kind is not Kind.DATE or not printed or printed & known:
            continue
        if not _is_deadline(row):
            continue
        if min(known) < min(printed) and max(printed) < max(known):
            continue
        before = max(printed) < form.year
        yield Hit.on(
            row,
            "target",
            message=say("auditing.deadline-outside-year", target=target.text),
            evidence=say(
                "auditing.year-passed" if before else "auditing.year-to-come",
                target=target.text,
                year=str(form.year),
            ),
            severity=None if before else Severity.NOTE,
        )


def _is_deadline(row: Indicator) -> bool:
    """Whether the date of a row is the time by which work is to be done."""
    if _HOW_LONG.search(row.name):
        return False
    return row.level2.startswith("时效") or bool(_WHEN.search(row.name))


_SHORTEST = 6
"""Shorter names (验收合格率) may be those of several things."""


@check("PS425", "indicator-twice", Severity.WARNING, since="0.1.0")
def indicator_twice(form: Form, card: Scorecard) -> Hits:
    """The same indicator stands in a form twice."""
    del card
    if form.scope is Scope.DEPARTMENT:
        return  # its rows are of many projects, each with indicators of its own
    named: dict[str, list[Indicator]] = defaultdict(list)
    for row in form.indicators:
        name = squeezed(row.name)
        if len(name) >= _SHORTEST and row.scored and _says(row):
            named[name].append(row)
    for same in named.values():
        pair = _pair(same)
        if pair is None:
            continue
        first, other = pair
        key = "same" if _says(first) == _says(other) else "other"
        yield Hit.on(
            other,
            "name",
            message=say(f"auditing.indicator-twice-{key}"),
            evidence=say(
                "auditing.two-rows",
                name=other.name,
                first=first.number,
                one=full_text(first.target),
                second=other.number,
                two=full_text(other.target),
            ),
            points=None if other.weight is None else points(other.weight),
        )


def _pair(same: Sequence[Indicator]) -> tuple[Indicator, Indicator] | None:
    """Return two rows of one name that are one indicator."""
    for one, other in combinations(same, 2):
        heading = (one.level1, one.level2) == (other.level1, other.level2)
        # What explains each of them may say of which thing it is.
        apart = (one.note or one.clause) != (other.note or other.clause)
        money = is_cost(one) or is_cost(other)
        if heading and not apart:
            return one, other
        if not heading and not apart and not money and _says(one) == _says(other):
            return one, other
    return None


def _says(row: Indicator) -> tuple[object, ...] | None:
    """Return what a row's target says, None where it has none."""
    if row.target.kind in {Kind.MISSING, Kind.NOT_APPLICABLE}:
        return None
    if row.target.number is not None:
        return (row.target.number, row.target.unit)
    return (squeezed(row.target.text),)


_AMOUNT = re.compile("(?:费|费用|经费|成本|单价|造价|价格)$")
# What counts those who pay, or are spared, an amount: 免收服务费 320户.
_OF_PEOPLE = re.compile(
    "^(?:免|减|缓|享受|领取|缴纳|收取|征收|报销|资助|发放|补发|兑现)"
)
_CURRENCIES = frozenset({"美元", "欧元", "港元", "日元", "英镑"})


@check("PS427", "unit-against-name", Severity.WARNING, since="0.1.0")
def unit_against_name(form: Form, card: Scorecard) -> Hits:
    """A rate has no unit of rates, or a cost no unit of money."""
    del card
    for row, key in _against(form):
        yield Hit.on(
            row,
            "unit",
            "target",
            message=say("auditing.unit-against-name", unit=_unit(row)),
            evidence=say(
                f"auditing.{key}", name=row.name, target=full_text(row.target)
            ),
        )


def _against(form: Form) -> Iterator[tuple[Indicator, str]]:
    for row in form.indicators:
        if is_rate_in_units(row):
            yield row, "rate-not-in-per-cent"
        elif _is_cost_in_units(row):
            yield row, "cost-not-in-money"


def _is_cost_in_units(row: Indicator) -> bool:
    unit = row.target.unit
    if row.target.kind not in _NUMBERED or not unit or not is_cost(row):
        return False
    # 人/天 is a count per day, and no money.
    counted, _, per = unit.partition("/")
    counts = counted in COUNTING - _CURRENCIES and (not per or per in TIMES)
    amount = _AMOUNT.search(head_of(row.name)) and not _OF_PEOPLE.search(row.name)
    return counts and bool(amount)


def _unit(row: Indicator) -> Message:
    return say("common.text", text=row.target.unit or "")

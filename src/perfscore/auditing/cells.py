"""PS4xx, continued: cells and headings that do not fit what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import points, row_numbers
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import bound, squeezed
from perfscore.auditing.targets import is_cost
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import Scorecard
from perfscore.values.parse import parse_value
from perfscore.values.text import plain
from perfscore.values.unit_names import COUNTING
from perfscore.values.units import is_money
from perfscore.values.value import Comparator, Kind

ELSEWHERE = "forms.comparator-elsewhere"
CONFLICT = "values.comparator-conflict"
OTHER_UNIT = "values.unit-conflict"
TAKEN_UP = frozenset({ELSEWHERE, CONFLICT, OTHER_UNIT})
"""The doubts of a reading that a check of this module takes up."""

_NUMBERED = (Kind.QUANTITY, Kind.FREQUENCY)
_FEWEST = 3


@check("PS409", "comparator-in-wrong-column", Severity.NOTE, since="0.1.0")
def comparator_in_wrong_column(form: Form, card: Scorecard) -> Hits:
    """A comparator stands in the column of something else."""
    del card
    moved = [
        (row, doubt)
        for row in form.indicators
        for doubt in row.doubts
        if doubt.key == ELSEWHERE
    ]
    if moved:
        first, doubt = moved[0]
        alone = len(moved) == 1
        yield Hit(
            message=say("auditing.comparator-in-wrong-column", count=len(moved)),
            evidence=say(
                "auditing.rows-said",
                rows=row_numbers(row.number for row, _ in moved),
                text=doubt,
            ),
            number=first.number if alone else None,
            subject=first.name if alone else "",
            place=first.places.get("comparator", NOWHERE),
        )


@check("PS410", "comparator-missing", Severity.WARNING, since="0.1.0")
def comparator_missing(form: Form, card: Scorecard) -> Hits:
    """A figure has no comparator in a form that prints one with every other."""
    del card
    rows = [row for row in form.indicators if row.target.kind is Kind.QUANTITY]
    bare = [row for row in rows if bound(row) is None]
    printed = [row for row in rows if row.comparator is not None]
    if len(printed) < _FEWEST or 4 * len(bare) > len(printed):
        return
    for row in bare:
        yield Hit.on(
            row,
            "comparator",
            "target",
            message=say("auditing.comparator-missing"),
            evidence=say(
                "auditing.others-have-one",
                target=row.target.text,
                count=len(printed),
                all=len(rows),
            ),
        )


@check("PS412", "number-marked-qualitative", Severity.WARNING, since="0.1.0")
def number_marked_qualitative(form: Form, card: Scorecard) -> Hits:
    """A target in figures is marked as qualitative."""
    del card
    for row in form.indicators:
        if row.comparator is not Comparator.QUALITATIVE:
            continue
        value = row.target
        # A deadline in words has no comparator of its own in many templates.
        bare_date = value.kind is Kind.DATE and value.text.strip().isdigit()
        if bare_date or (value.kind in _NUMBERED and value.number is not None):
            yield Hit.on(
                row,
                "comparator",
                "target",
                message=say("auditing.number-marked-qualitative", target=_text(row)),
                evidence=say("auditing.figure-can-be-checked", target=_text(row)),
            )


def _text(row: Indicator) -> str:
    unit = "" if row.target.unit_stated else row.unit or ""
    return f"{row.target.text}{unit}"


@check("PS413", "rate-under-quantity", Severity.NOTE, since="0.1.0")
def rate_under_quantity(form: Form, card: Scorecard) -> Hits:
    """A rate stands under the heading of quantities."""
    del card
    for row in form.indicators:
        rate = row.target.unit in {"%", "‰"} and row.target.kind is Kind.QUANTITY
        if rate and row.level2.startswith("数量") and "level2" not in row.inferred:
            yield Hit.on(
                row,
                "level2",
                "name",
                message=say("auditing.rate-under-quantity"),
                evidence=say(
                    "auditing.under-heading",
                    heading=row.level2,
                    name=row.name,
                    target=_text(row),
                ),
            )


_CLOCK = frozenset({"秒", "分钟", "小时"})
_IN_TIME = re.compile(
    "响应|修复|恢复|到达|到场|到现场|到机房|办结|时限|时效|(?:分钟|小时)(?:内|以内)"
)
_SATISFACTION = re.compile("满意[度率]$")
_BENEFIT = re.compile("(?:经济|社会|生态)效益|可持续影响")


@check("PS414", "wrong-heading", Severity.NOTE, since="0.1.0")
def wrong_heading(form: Form, card: Scorecard) -> Hits:
    """An indicator stands under the heading of another kind."""
    del card
    for row in form.indicators:
        right = _right_heading(row)
        if right is not None and not {"level1", "level2"} & set(row.inferred):
            yield Hit.on(
                row,
                "level2",
                "name",
                message=say("auditing.wrong-heading", right=right),
                evidence=say(
                    "auditing.under-heading",
                    heading=row.level2,
                    name=row.name,
                    target=_text(row),
                ),
            )


def _right_heading(row: Indicator) -> str | None:
    if row.level1.startswith("产出") and _BENEFIT.match(row.level2):
        return "效益指标"
    counted = row.level2.startswith(("数量", "质量"))
    if counted and row.target.unit in _CLOCK and _IN_TIME.search(row.name):
        return "时效指标"
    share = row.target.unit == "%" and bool(_SATISFACTION.search(squeezed(row.name)))
    headed = any("满意" in text for text in (row.level1, row.level2))
    if share and row.level2.startswith(("数量", "质量", "时效", "成本")) and not headed:
        return "满意度指标"
    return None


@check("PS415", "benefit-repeats-cost", Severity.WARNING, since="0.1.0")
def benefit_repeats_cost(form: Form, card: Scorecard) -> Hits:
    """A benefit is only the cost once more."""
    del card
    amounts = [row for row in form.indicators if _is_amount(row)]
    costs = [row for row in amounts if is_cost(row)]
    for row in amounts:
        if not row.level1.startswith("效益") or is_cost(row):
            continue
        same = [cost for cost in costs if _same_amount(cost, row)]
        if same:
            yield Hit.on(
                row,
                "name",
                message=say("auditing.benefit-repeats-cost"),
                evidence=say(
                    "auditing.same-as-row",
                    number=same[0].number,
                    heading=same[0].level2 or same[0].level1,
                    name=row.name,
                    target=_text(row),
                ),
                points=None if row.weight is None else points(row.weight),
            )


def _is_amount(row: Indicator) -> bool:
    unit = row.target.unit
    money = (unit is not None and is_money(unit)) or row.target.scale != 1
    return row.target.number is not None and money


def _same_amount(cost: Indicator, row: Indicator) -> bool:
    same = (
        cost.target.number == row.target.number and cost.target.unit == row.target.unit
    )
    return same and squeezed(cost.name) == squeezed(row.name)


_SAYS_UNIT = re.compile(
    "率|[^同环]比$|比值|(?i:ph)|酸碱|AQI|水质|星级|级别|评级|比例|占比|比重|百分|满意|指数|系数|倍|等级|得分|评分|面积|里程|编号|排名|名次"
)
_OF_MONEY = re.compile("费|金|款|额|成本|支出|收入|投资|产值|补助|补贴|工资|税|价")
_SPANS = frozenset({"月", "年", "天", "日", "周", "季", "季度", "小时"})
_COUNTERS = "|".join(sorted(COUNTING, key=len, reverse=True))
_COUNT_NAME = re.compile(f"(?:{_COUNTERS}|天|年|月|小时|亩|吨)数")
_COUNTED_AT_END = re.compile(f"[0-9][0-9.]*(?:{_COUNTERS})$")


@check("PS416", "unit-missing", Severity.WARNING, since="0.1.0")
def unit_missing(form: Form, card: Scorecard) -> Hits:
    """A target is a number without a unit."""
    del card
    rows = [r for r in form.indicators if r.target.kind in _NUMBERED]
    stated = [row for row in rows if row.target.unit]
    if len(stated) < _FEWEST or 2 * len(stated) < len(rows):
        return
    for row in rows:
        if row.target.unit or row.actual.unit or _tells_unit(row):
            continue
        yield Hit.on(
            row,
            "target",
            message=say("auditing.unit-missing", target=row.target.text),
            evidence=say(
                "auditing.others-have-unit",
                target=row.target.text,
                count=len(stated),
                all=len(rows),
            ),
        )


def _tells_unit(row: Indicator) -> bool:
    """Whether the name or the heading says in what the target is."""
    if is_cost(row) or _SAYS_UNIT.search(row.name) or _COUNT_NAME.search(row.name):
        return True
    if row.target.scale != 1 and _OF_MONEY.search(row.name):
        return True
    inside = re.findall(r"[（(]([^）)]+)[）)]", row.name)
    if any(text in _SPANS or parse_value(f"1{text}").unit for text in inside):
        return True
    # 变压器3台, with the target 3: the name says of what it is the number.
    counted = _COUNTED_AT_END.search(plain(row.name))
    return counted is not None and parse_value(counted[0]).number == row.target.number


@check("PS417", "indicator-has-no-name", Severity.NOTE, since="0.1.0")
def indicator_has_no_name(form: Form, card: Scorecard) -> Hits:
    """The name of an indicator is only its own target."""
    del card
    for row in form.indicators:
        same = squeezed(row.name) == squeezed(row.target.text)
        if same and row.target.kind in _NUMBERED and row.name:
            yield Hit.on(
                row,
                "name",
                message=say("auditing.indicator-has-no-name"),
                evidence=say(
                    "auditing.name-is-target", name=row.name, target=row.target.text
                ),
            )


@check("PS418", "comparators-disagree", Severity.WARNING, since="0.1.0")
def comparators_disagree(form: Form, card: Scorecard) -> Hits:
    """The comparator of a target is another than the one in its own cell."""
    del card
    for row, doubt in _doubted(form, CONFLICT):
        yield Hit.on(
            row,
            "comparator",
            "target",
            message=say("auditing.comparators-disagree"),
            evidence=doubt,
        )


_ANY_THING = {"个", "项"}
"""Words that count things of any kind, so that 3家 under 个 is only careless."""


@check(
    "PS419",
    "units-disagree",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def units_disagree(form: Form, card: Scorecard) -> Hits:
    """The unit of a target does not convert to the one in its unit cell."""
    del card
    for row, doubt in _doubted(form, OTHER_UNIT):
        careless = {row.unit, row.target.unit} & _ANY_THING
        yield Hit.on(
            row,
            "unit",
            "target",
            message=say("auditing.units-disagree"),
            evidence=doubt,
            severity=Severity.NOTE if careless else None,
        )


def _doubted(form: Form, key: str) -> Iterator[tuple[Indicator, Message]]:
    for row in form.indicators:
        for doubt in row.target.doubts:
            if doubt.key == key:
                yield row, doubt


_WISH = re.compile(
    "^(?:促进|推动|推进|提升|提高|增强|加强|改善|减轻|营造|保障|维护|深化|优化)"
    ".*(?:发展|进步|稳定|和谐|环境|水平|能力|素质|形象|活力|负担|幸福感|获得感|秩序|氛围)$"
    "|^(?:建设|满足|保障|适应).*(?:需要|需求)$"
)


@check("PS420", "wish-in-per-cent", Severity.NOTE, since="0.1.0")
def wish_in_per_cent(form: Form, card: Scorecard) -> Hits:
    """A wish that nothing counts has a target in per cent."""
    del card
    for row in form.indicators:
        share = row.target.unit == "%" and row.target.kind is Kind.QUANTITY
        if share and _WISH.search(squeezed(row.name)):
            yield Hit.on(
                row,
                "target",
                message=say("auditing.wish-in-per-cent", target=_text(row)),
                evidence=say(
                    "auditing.share-of-what", name=row.name, target=_text(row)
                ),
            )


@check("PS421", "target-repeats-name", Severity.NOTE, since="0.1.0")
def target_repeats_name(form: Form, card: Scorecard) -> Hits:
    """The target of an indicator is its name once more."""
    del card
    same = [
        row
        for row in form.indicators
        if row.target.kind is Kind.TEXT
        and row.name
        and squeezed(row.name) == squeezed(row.target.text)
    ]
    if same:
        alone = len(same) == 1
        words = [say("common.text", text=row.name) for row in same]
        yield Hit(
            message=say("auditing.target-repeats-name", count=len(same)),
            evidence=say(
                "auditing.words-listed",
                rows=row_numbers(row.number for row in same),
                words=tuple(dict.fromkeys(words)),
            ),
            number=same[0].number if alone else None,
            subject=same[0].name if alone else "",
            place=same[0].places.get("target", NOWHERE),
        )

"""Forms made to be right stay clean; one planted fault is found, and only it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfscore.auditing.audit import audit
from perfscore.auditing.models import Finding, Severity
from perfscore.forms.models import (
    BudgetLine,
    BudgetPart,
    Form,
    FormKind,
    Indicator,
    Level1,
    Scope,
)
from perfscore.messages import number_text
from perfscore.places import Place
from perfscore.scoring.card import score
from perfscore.values.comparators import read_comparator
from perfscore.values.parse import parse_value
from perfscore.values.rounding import Rounding, RoundingMode

BLOCKS = ("产出指标", "效益指标", "满意度指标")
# Targets with actuals that a careful office could print.
ROWS = st.sampled_from(
    [
        ("数量", "30场", "31场"),
        ("数量", "30场", "27场"),
        ("数量", "≥7类", "7类"),
        ("数量", "大于14000次", "大于14000次"),
        ("数量", "每月一次", "12次"),
        ("质量", "≥95%", "96.5%"),
        ("质量", "小于0.5%", "0.4%"),
        ("质量", "小于0.5%", "小于0.5%"),
        ("成本", "400万元", "400万元"),
        ("成本", "≤57.6万元", "52.36万元"),
        ("时效", "2024年12月前", "2024年11月20日"),
        ("质量", "有效", "有效提升"),
        ("质量", "保持", "保持"),
        ("满意度", "≥95%", "94.99%"),
    ]
)


def _weights(numbers: list[int], whole: int) -> list[Fraction]:
    """Share points by half points, at least one half each."""
    halves = [1] * len(numbers)
    spare = 2 * whole - len(numbers)
    total = sum(numbers) or 1
    halves = [1 + spare * n // total for n in numbers]
    halves[0] += 2 * whole - sum(halves)
    return [Fraction(one, 2) for one in halves]


@st.composite
def right_forms(draw: st.DrawFn) -> Form:
    """Draw a self-evaluation whose every figure is right."""
    drawn = draw(st.lists(ROWS, min_size=3, max_size=12))
    with_budget = draw(st.booleans())
    whole = 90 if with_budget else 100
    numbers = draw(
        st.lists(st.integers(1, 9), min_size=len(drawn), max_size=len(drawn))
    )
    weights = _weights(numbers, whole)
    blank = draw(st.sampled_from([False, False, True]))
    blocks = sorted(draw(st.sampled_from(range(3))) for _ in drawn)
    rows = [
        Indicator(
            number=number,
            level1=BLOCKS[block],
            level2=f"{level2}指标",
            name=f"指标{number}",
            target=parse_value(target, year=2024),
            actual=parse_value(actual, year=2024),
            weight=None if blank else weight,
        )
        for number, (block, (level2, target, actual), weight) in enumerate(
            zip(blocks, drawn, weights, strict=True), 1
        )
    ]
    if draw(st.booleans()):
        sub = Indicator(number=len(rows) + 1, name="其中：县级", scored=False)
        rows.append(replace(sub, target=rows[-1].target, actual=rows[-1].actual))
    lines: list[BudgetLine] = []
    if with_budget:
        lines = _lines(draw, sub_weight=draw(st.booleans()))
    form = Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="项目支出绩效自评表",
        project="培训",
        year=2024,
        money_unit="万元",
        budget=tuple(lines),
        indicators=tuple(rows),
        level1=_headings(rows) if not blank and draw(st.booleans()) else (),
        total_weight=None
        if blank
        else draw(st.sampled_from([None, Fraction(100), Fraction(whole)])),
    )
    return _claimed(form, one_decimal=draw(st.booleans()), total=draw(st.booleans()))


def _lines(draw: st.DrawFn, *, sub_weight: bool) -> list[BudgetLine]:
    adjusted = Fraction(draw(st.integers(40000, 99999)), 100)
    executed = Fraction(int(adjusted * draw(st.integers(60, 100))), 100)
    mode = draw(st.sampled_from([RoundingMode.HALF_UP, RoundingMode.DOWN]))
    rate = Rounding(2, mode).number(executed / adjusted * 100) / 100
    total = BudgetLine(
        name="年度资金总额",
        is_total=True,
        initial=draw(st.sampled_from([adjusted, None, adjusted / 2])),
        adjusted=adjusted,
        executed=executed,
        execution_rate=rate,
        weight=Fraction(10),
    )
    part = replace(total, name="其中：当年财政拨款", is_total=False)
    return [total, part if sub_weight else replace(part, weight=None)]


def _headings(rows: list[Indicator]) -> tuple[Level1, ...]:
    sums: dict[str, Fraction] = {}
    for row in rows:
        if row.weight is not None:
            sums[row.level1] = sums.get(row.level1, Fraction(0)) + row.weight
    return tuple(Level1(name=name, weight=whole) for name, whole in sums.items())


def _claimed(form: Form, *, one_decimal: bool, total: bool) -> Form:
    """Claim what the rules give; where they leave a range, its greatest score."""
    places = Rounding(1 if one_decimal else 2)
    card = score(form)
    claims = {
        item.number: places.number(
            Fraction(item.set.high if item.score is None else item.score)
        )
        for item in card.items
    }
    decimals = {"claimed": 1 if one_decimal else 2}
    # A careful office says why it fell short; the cell of others stays blank.
    short = {item.number for item in card.items if item.weight not in item.set}
    rows = tuple(
        replace(
            row,
            claimed=claims.get(row.number),
            decimals=decimals,
            reason="两期因汛情取消" if row.number in short else "",
            places={"reason": Place(file="表", row=row.number)},
        )
        for row in form.indicators
    )
    lines = tuple(
        replace(one, claimed=claims[None], decimals=decimals)
        if one.weight is not None
        else one
        for one in form.budget
    )
    whole = sum(claims.values(), Fraction(0))
    if form.total_weight == 90 and form.budget:
        whole -= claims[None]
    declared = whole if total else None
    return replace(form, indicators=rows, budget=lines, total_claimed=declared)


def _bad(form: Form) -> list[Finding]:
    return [f for f in audit(form).findings if f.severity is not Severity.NOTE]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(right_forms())
def test_a_right_form_has_no_error_and_no_warning(form: Form) -> None:
    assert _bad(form) == []


# Name, headings, comparator, target, unit, explanation of what can be asked for.
TRAINING = ("培训场次", "产出", "数量", "≥", "30", "场", "全年不少于30场")
TARGETS = st.sampled_from(
    [
        TRAINING,
        ("巡检频次", "产出", "数量", "≥", "1", "次/月", "每月不少于1次"),
        ("每月至少巡检1次", "产出", "数量", "≥", "12", "次", ""),
        ("购置电脑487台", "产出", "数量", "=", "487", "台", "按统一安排"),
        ("网络中断时长", "产出", "数量", "≤", "30", "小时/年", "累计不超过30小时"),
        ("考试合格率", "产出", "质量", "≥", "95", "%", "合格率不低于95%"),
        ("验收合格率", "产出", "质量", "=", "100", "%", ""),
        ("公文差错率", "产出", "质量", "≤", "0.5", "%", "差错率控制在0.5%以内"),
        ("责任事故次数", "产出", "质量", "≤", "0", "次", "全年没有事故"),
        ("投诉办结率", "产出", "质量", "≥", "98", "%", "较上年提高2%"),
        ("故障响应时间", "产出", "时效", "≤", "30", "分钟", "不超过30分钟"),
        ("完成时间", "产出", "时效", "定性", "2024年12月前", "", "12月前完成"),
        ("提供就业岗位", "效益", "社会效益", "≥", "66", "人", ""),
        ("业务水平", "效益", "社会效益", "定性", "明显提升", "", ""),
        ("能耗同比增长率", "效益", "生态效益", "<", "0", "%", "不高于上年"),
        ("节约资金", "效益", "经济效益", "≥", "12", "万元", ""),
        ("学员满意度", "满意度", "服务对象满意度", "≥", "95", "%", "问卷"),
        ("企业满意率", "满意度", "服务对象满意度", "≥", "90", "%", ""),
    ]
)
GOALS = st.sampled_from(
    [
        "",
        "办好全年的培训，保障网络畅通。",
        "组织培训30场，购置电脑487台。",
        "预算执行率≥95%；全年没有责任事故。",
        "三年累计培训300场，2026年底前合格率≥99%。",
    ]
)


@st.composite
def right_targets(draw: st.DrawFn) -> Form:
    """Draw a target form that a careful office could have published."""
    drawn = draw(st.lists(TARGETS, min_size=1, max_size=12, unique=True))
    budget = Fraction(draw(st.integers(10**6, 10**9)), 10**4)
    own = draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(9, 10)]))
    goal = draw(GOALS)
    if "培训30场" in goal and TRAINING not in drawn:
        drawn = [TRAINING, *drawn]  # something of what the goal counts is measured
    cost = (draw(st.sampled_from(["项目成本", "培训费"])), "成本", "经济成本")
    rows = [*drawn, (*cost, "≤", number_text(budget * own), "万元", "按预算执行")]
    basic = Fraction(int(budget * draw(st.integers(0, 100))), 100)
    amounts = {
        "资金总额": budget,
        "一般公共预算": budget - basic / 2,
        "政府性基金拨款": None,
        "其他资金": basic / 2,
        "基本支出": basic,
        "项目支出": budget - basic,
    }
    total = BudgetLine(name="年度资金总额", is_total=True, initial=budget)
    whole = draw(st.booleans())
    return Form(
        kind=FormKind.TARGET,
        scope=Scope.DEPARTMENT if whole else Scope.PROJECT,
        title="绩效目标表",
        project="" if whole else "干部培训",
        year=2024,
        money_unit="万元",
        goal=goal,
        budget=(total,),
        budget_parts=tuple(
            BudgetPart(name=name, amount=amount) for name, amount in amounts.items()
        )
        if whole
        else (),
        indicators=tuple(
            Indicator(
                number=number,
                level1=f"{level1}指标",
                level2=f"{level2}指标",
                name=name,
                comparator=read_comparator(sign),
                target=parse_value(target, unit=unit, comparator=sign, year=2024),
                unit=unit or None,
                note=note,
            )
            for number, (name, level1, level2, sign, target, unit, note) in enumerate(
                rows, 1
            )
        ),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(right_targets())
def test_a_right_target_form_has_no_finding(form: Form) -> None:
    assert audit(form).findings == ()


RIGHT = _claimed(
    Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="项目支出绩效自评表",
        year=2024,
        money_unit="万元",
        budget=(
            BudgetLine(
                name="年度资金总额",
                is_total=True,
                adjusted=Fraction(400),
                executed=Fraction(380),
                execution_rate=Fraction(95, 100),
                weight=Fraction(10),
            ),
        ),
        level1=(Level1(name="产出指标", weight=Fraction(90)),),
        indicators=tuple(
            Indicator(
                number=number,
                level1="产出指标",
                level2="数量指标",
                name=f"指标{number}",
                target=parse_value("30场"),
                actual=parse_value("27场"),
                weight=Fraction(10),
            )
            for number in range(1, 10)
        ),
        total_weight=Fraction(100),
    ),
    one_decimal=False,
    total=True,
)


def _row(**more: Any) -> Callable[[Form], Form]:
    def plant(form: Form) -> Form:
        first, *rest = form.indicators
        return replace(form, indicators=(replace(first, **more), *rest))

    return plant


def _line(**more: Any) -> Callable[[Form], Form]:
    return lambda form: replace(form, budget=(replace(form.budget[0], **more),))


def _part(**more: Any) -> Callable[[Form], Form]:
    """Add a line below the total that is the total but for what differs."""

    def plant(form: Form) -> Form:
        total = form.budget[0]
        part = replace(total, name="财政拨款", is_total=False, weight=None)
        part = replace(part, claimed=None, execution_rate=None)
        return replace(form, budget=(total, replace(part, **more)))

    return plant


def _form(**more: Any) -> Callable[[Form], Form]:
    return lambda form: replace(form, **more)


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (_form(), []),
        (_form(total_weight=Fraction(105)), [("PS101", None, "5")]),
        (_form(total_claimed=Fraction(92)), [("PS103", None, "1.5")]),
        (
            _form(level1=(Level1(name="产出指标", weight=Fraction(80)),)),
            [("PS102", None, "10")],
        ),
        (_line(execution_rate=Fraction(1)), [("PS104", None, "10")]),
        (_row(claimed=Fraction(8)), [("PS103", None, "1"), ("PS301", 1, "-1")]),
        (_row(actual=parse_value("576000元")), [("PS205", 1, "9")]),
        (
            _row(actual=parse_value("大于20场")),
            [("PS203", 1, "2.33")],
        ),
        (_row(actual=parse_value("约27场")), [("PS204", 1, "0.17")]),
        (_row(actual=parse_value("")), [("PS201", 1, "9")]),
        (_row(reason=""), [("PS206", 1, None)]),
        (_row(claimed=Fraction(10)), [("PS103", None, "-1"), ("PS308", 1, "1")]),
        (
            _row(actual=parse_value("30场"), reason=""),
            [("PS307", 1, "-1")],
        ),
        (
            _row(claimed=Fraction(11)),
            [("PS103", None, "-2"), ("PS105", 1, "1"), ("PS301", 1, "2")],
        ),
        (_row(clause="完成得20分"), [("PS302", 1, None)]),
        (_part(executed=Fraction(400)), [("PS107", None, None)]),
    ],
)
def test_a_planted_fault_is_found_with_its_points(
    plant: Callable[[Form], Form], found: list[tuple[str, int | None, str | None]]
) -> None:
    bad = _bad(plant(RIGHT))

    assert [(f.code, f.number, f.points) for f in bad] == [
        (code, number, None if points is None else Decimal(points))
        for code, number, points in found
    ]

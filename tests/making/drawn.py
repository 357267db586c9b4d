"""Forms drawn for writing: whatever a reader can find in a form, in any mixture."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from perfscore.forms.figures import is_empty
from perfscore.forms.models import (
    BudgetLine,
    BudgetPart,
    Form,
    FormKind,
    Indicator,
    Level1,
    Scope,
)
from perfscore.values.parse import parse_value
from perfscore.values.value import MISSING, Comparator

LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
    "成本指标": ("经济成本指标",),
}
# Text that means something to a spreadsheet, to XML or to a reader of forms.
WORDS = st.sampled_from(
    [
        "★核酸检测",
        "其中：区级培训",
        "★其中:低保中的建档立卡人口(≥**人)",
        "=cmd|'/C calc'!A0",
        "+86 培训",
        "-减少次数",
        "@用户满意",
        "<script>alert(1)</script>&amp;“引号”\"'",
        "a_x0041_b",
        "审核人次数",
        "填报人数",
        "部门满意情况",
        "说明:口径",
        "出车次数",
        "𠮷野家（第2期）",
        "{=SUM(A1)} & ]]>",
        "单位：万元的口径",
    ]
)
TARGETS = st.sampled_from(
    [
        ("", "30场"),
        ("", "大于14000次"),
        ("", "小于0.5%"),
        ("", "2024年12月前"),
        ("", "2022年12月31日前"),
        ("", "每月一次"),
        ("", "健全"),
        ("", "290%元"),
        ("", "="),
        ("", "+10%"),
        ("", "-5‰"),
        ("", "约3200次"),
        ("", "0.98"),
        ("", "完成1部宣传片;2套方案"),
        ("", ""),
        ("次", "12"),
        ("万元", "57.6"),
        ("%", "98"),
        ("人次/年", "≥240"),
        ("无", "规范"),
    ]
)
PROSE = st.sampled_from(
    [
        "",
        "完成12次计10分，每少1次扣1分，扣完为止。",
        "第一行\n第二行：=1+1",
        "按（实际完成率-60%）/（1-60%）*10计分",
        "@提醒\n\n- 要点",
        "<b>粗</b> & 细",
        "约束" * 300,
    ]
)
FIGURES = st.one_of(
    st.none(),
    st.integers(0, 100).map(Fraction),
    st.integers(0, 10_000).map(lambda n: Fraction(n, 100)),
    st.integers(0, 10**9).map(lambda n: Fraction(n, 10**6)),
)
AMOUNTS = st.one_of(
    FIGURES, st.integers(-(10**6), 10**16).map(lambda n: Fraction(n, 100))
)
NAMES = st.sampled_from(
    ["", "株洲市渌口区机关事务服务中心", "[155]濉溪县民政局", "=办公室", "a<b & c"]
)


@st.composite
def rows(draw: st.DrawFn, number: int, evaluated: bool, year: int | None) -> Indicator:
    """Draw a row of a table in which weights are printed."""
    level1 = draw(st.sampled_from(["", *LEVELS]))
    level2 = draw(st.sampled_from(["", *LEVELS.get(level1, ("数量指标",))]))
    unit, target = draw(TARGETS)
    compared = draw(st.sampled_from([None, *Comparator]))
    if compared is Comparator.BETWEEN:
        compared = None
    weight = draw(FIGURES)
    claimed = draw(FIGURES) if evaluated else None
    name = draw(WORDS)
    actual = draw(TARGETS)[1] if evaluated else ""
    decimals = {}
    if claimed is not None:
        own = next(n for n in range(9) if 10**n % claimed.denominator == 0)
        decimals = {"claimed": own + draw(st.integers(0, 2))}
    if is_empty(target):
        unit = ""
    return Indicator(
        number=number,
        level1=level1,
        level2=level2,
        name=name,
        comparator=compared,
        unit=unit or None,
        target=parse_value(target, unit=unit, comparator=compared, year=year)
        if target
        else MISSING,
        actual=parse_value(actual, unit=unit or None, year=year) if actual else MISSING,
        weight=weight,
        claimed=claimed,
        reviewed=draw(FIGURES) if draw(st.booleans()) else None,
        clause=draw(PROSE),
        note=draw(PROSE),
        reason=draw(PROSE) if evaluated else "",
        decimals=decimals,
    )


@st.composite
def lines(draw: st.DrawFn, name: str, *, is_total: bool) -> BudgetLine:
    """Draw a line of the budget block."""
    executed = draw(AMOUNTS)
    rate = draw(st.none() | st.integers(0, 20_000).map(lambda n: Fraction(n, 10_000)))
    claimed = draw(FIGURES)
    decimals = {}
    if rate is not None:
        own = next(n for n in range(9) if 10**n % (rate * 100).denominator == 0)
        shares = [own, own + 1]
        if 10 % rate.denominator == 0 and rate.denominator > 1:
            shares.append(-1)
        decimals["execution_rate"] = draw(st.sampled_from(shares))
    initial = draw(AMOUNTS)
    unread = {}
    if initial is None and executed is not None and draw(st.booleans()):
        unread = {"initial": draw(st.sampled_from(["见附件", "=A1", "约30万"]))}
    return BudgetLine(
        name=name,
        is_total=is_total,
        initial=initial,
        unread=unread,
        adjusted=draw(AMOUNTS),
        executed=executed,
        weight=draw(FIGURES),
        execution_rate=rate,
        claimed=claimed,
        reviewed=draw(FIGURES) if draw(st.booleans()) else None,
        decimals=decimals,
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Draw a form."""
    evaluated = draw(st.booleans())
    department = draw(st.booleans())
    year = draw(st.sampled_from([None, 2022, 2024]))
    title = ("部门整体支出" if department else "项目支出") + (
        "绩效自评表" if evaluated else "绩效目标表"
    )
    count = draw(st.integers(1, 7))
    drawn = [draw(rows(number, evaluated, year)) for number in range(1, count + 1)]
    printed = any(row.weight is not None for row in drawn)
    drawn = [
        Indicator(
            **{name: getattr(row, name) for name in row.__slots__ if name != "scored"},
            scored=not (
                printed
                and row.weight is None
                and row.name.lstrip("★").startswith(("其中：", "其中:"))
            ),
        )
        for row in drawn
    ]
    names = ["年度资金总额", "当年财政拨款", "上年结转资金", "其他资金"]
    budget = [
        draw(lines(name, is_total=number == 0))
        for number, name in enumerate(names[: draw(st.integers(0, 4))])
    ]
    parts = [
        BudgetPart(name=name, amount=draw(AMOUNTS))
        for name in ("一般公共预算", "基本支出", "项目支出")[: draw(st.integers(0, 3))]
    ]
    total = evaluated and draw(st.booleans())
    return Form(
        kind=FormKind.SELF_EVALUATION if evaluated else FormKind.TARGET,
        scope=Scope.DEPARTMENT if department else Scope.PROJECT,
        title=title,
        label=draw(st.sampled_from(["", "附件1", "附件3-2"])),
        office=draw(NAMES),
        department=draw(NAMES),
        implementer=draw(NAMES),
        project=draw(NAMES),
        year=year,
        period=draw(st.sampled_from(["", "", "2024.1-2024.12", "长期"])),
        money_unit=draw(st.sampled_from([None, "元", "万元", "亿元"])),
        budget=tuple(budget),
        budget_parts=tuple(parts),
        goal=draw(PROSE),
        goal_actual=draw(PROSE),
        level1=_headings(draw, drawn),
        indicators=tuple(drawn),
        rows_weight=draw(st.none() | st.just(Fraction(80))),
        total_weight=draw(FIGURES) if total else None,
        total_claimed=draw(FIGURES) if total else None,
        rating=draw(st.sampled_from(["", "优", "良", "中", "差"])) if total else "",
    )


def _headings(draw: st.DrawFn, drawn: list[Indicator]) -> tuple[Level1, ...]:
    """Draw the headings that the rows stand under, and perhaps one without rows."""
    found: list[Level1] = []
    for row in drawn:
        before = found[-1].name if found else None
        if row.level1 and row.level1 != before:
            found.append(Level1(name=row.level1, weight=draw(FIGURES)))
    last = found[-1].name if found else ""
    if last != "效益指标" and draw(st.booleans()):
        found.append(Level1(name="效益指标", weight=Fraction(30)))
    return tuple(found)

"""Forms as they are to be printed, and what a reader has to find in each.

Every text stands here as a layout prints it, and beside a target and an actual what
they say, worked out by hand: comparator, number, unit; a day; or the words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeAlias

Said: TypeAlias = "tuple[str | None, Fraction | date | str | None, str | None]"
"""What a value says: its comparator, its number, day or words, and its unit."""

NOTHING: Said = (None, None, None)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the indicator table."""

    level1: str
    level2: str
    name: str
    sign: str = ""
    number: str = ""
    unit: str = ""
    target: str = ""
    actual: str = ""
    weight: str = ""
    claimed: str = ""
    reviewed: str = ""
    clause: str = ""
    note: str = ""
    reason: str = ""
    means: Said = NOTHING
    did: Said = NOTHING

    @property
    def is_filler(self) -> bool:
        """Whether the row is empty but for its labels."""
        return not self.name

    @property
    def whole(self) -> str:
        """The target in one cell."""
        return self.target or f"{self.sign}{self.number}{self.unit}"


@dataclass(frozen=True, kw_only=True)
class Money:
    """One line of the budget block."""

    name: str
    initial: str = ""
    adjusted: str = ""
    executed: str = ""
    weight: str = ""
    rate: str = ""
    claimed: str = ""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A form as it is to be printed."""

    evaluation: bool
    department_wide: bool
    title: str
    label: str = ""
    year: str = "2022"
    office: str
    department: str = ""
    implementer: str = ""
    project: str = ""
    money_unit: str = "万元"
    money: tuple[Money, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    goal: str = ""
    goal_actual: str = ""
    weights: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    total_weight: str = ""
    total_claimed: str = ""
    rating: str = ""

    @property
    def indicators(self) -> tuple[Row, ...]:
        """The rows that are no fillers."""
        return tuple(row for row in self.rows if not row.is_filler)


def _number(text: str) -> Fraction:
    return Fraction(text)


def _row(head: str, apart: str, actual: str, points: str, **more: object) -> Row:
    """Return a row: labels and name, parts of the target, actual, points."""
    level1, level2, name = head.split("|")
    sign, number, unit = apart.split("|")
    weight, _, claimed = points.partition("|")
    made = Row(
        level1=level1,
        level2=level2,
        name=name,
        sign=sign,
        number=number,
        unit=unit,
        actual=actual,
        weight=weight,
        claimed=claimed,
    )
    return replace(made, **more)  # type: ignore[arg-type]


OUTPUT, BENEFIT, CONTENT = "产出指标", "效益指标", "满意度指标"
SERVED = "服务对象满意度指标"

ROWS = (
    _row(
        f"{OUTPUT}|数量指标|★开展培训场次",
        "≥|12|次",
        "13次",
        "10|10",
        means=("≥", _number("12"), "次"),
        did=(None, _number("13"), "次"),
        reviewed="10",
        clause="完成12次及以上计10分，每少1次扣1分，扣完为止。",
        note="按年度计划",
    ),
    _row(
        f"{OUTPUT}|数量指标|其中：区级培训",
        "≥|4|次",
        "4次",
        "",
        means=("≥", _number("4"), "次"),
        did=(None, _number("4"), "次"),
        note="含在上一行",
    ),
    _row(
        f"{OUTPUT}|数量指标|服务群众人次",
        ">|13000|人次",
        "大于13000人次",
        "5|5",
        target="大于13000人次",
        means=(">", _number("13000"), "人次"),
        did=(">", _number("13000"), "人次"),
        reviewed="4.5",
        clause="达到得满分，否则不得分。",
    ),
    _row(
        f"{OUTPUT}|质量指标|验收合格率",
        "≥|98|%",
        "98.5%",
        "10|10",
        means=("≥", _number("98"), "%"),
        did=(None, _number("98.5"), "%"),
        reviewed="10",
        clause="达到98%计10分。",
    ),
    _row(
        f"{OUTPUT}|质量指标|数据差错率",
        "≤|0.5|‰",
        "0.3‰",
        "5|5",
        means=("≤", _number("0.5"), "‰"),
        did=(None, _number("0.3"), "‰"),
        reviewed="5",
        clause="不超过0.5‰计5分。",
    ),
    _row(
        f"{OUTPUT}|时效指标|完成时限",
        "|2022年12月31日前|",
        "2022年11月20日",
        "10|10",
        means=("≤", date(2022, 12, 31), None),
        did=(None, date(2022, 11, 20), None),
        reviewed="10",
        clause="按时完成计10分，逾期不得分。",
    ),
    _row(
        f"{OUTPUT}|成本指标|项目总成本",
        "≤|200|万元",
        "195.5万元",
        "10|10",
        means=("≤", _number("200"), "万元"),
        did=(None, _number("195.5"), "万元"),
        reviewed="10",
        clause="控制在200万元以内计10分。",
    ),
    _row(f"{BENEFIT}|经济效益指标|", "||", "", ""),
    _row(
        f"{BENEFIT}|社会效益指标|政策知晓率",
        "≥|90|%",
        "85%",
        "15|14.17",
        means=("≥", _number("90"), "%"),
        did=(None, _number("85"), "%"),
        reviewed="14",
        clause="按完成比例计分。",
        reason="宣传面不够广，下一年度增加入户宣传。",
    ),
    _row(
        f"{BENEFIT}|可持续影响指标|长效管理机制",
        "定性|健全|",
        "健全",
        "15|15",
        target="健全",
        means=(None, "健全", None),
        did=(None, "健全", None),
        reviewed="15",
        clause="制度健全计15分，较健全计10分。",
    ),
    _row(
        f"{CONTENT}|{SERVED}|群众满意度",
        "≥|95|%",
        "96%",
        "10|10",
        means=("≥", _number("95"), "%"),
        did=(None, _number("96"), "%"),
        reviewed="10",
        clause="达到95%计10分。",
    ),
)

PROJECT = Model(
    evaluation=True,
    department_wide=False,
    title="项目支出绩效自评表",
    office="清河县环境卫生中心",
    department="清河县城市管理局",
    implementer="清河县环境卫生中心",
    project="生活垃圾分类宣传",
    money=(
        Money(
            name="年度资金总额",
            initial="180",
            adjusted="200",
            executed="195.5",
            weight="10",
            rate="97.75%",
            claimed="9.78",
        ),
        Money(
            name="其中：当年财政拨款",
            initial="180",
            adjusted="190",
            executed="185.5",
        ),
        Money(name="上年结转资金", initial="0", adjusted="10", executed="10"),
        Money(name="其他资金"),
    ),
    goal="目标1：开展培训12次；\n目标2：垃圾分类知晓率达到90%。",
    goal_actual="目标1完成：开展培训13次；\n目标2：知晓率为85%，未完成。",
    weights=((OUTPUT, "50"), (BENEFIT, "30"), (CONTENT, "10")),
    rows=ROWS,
    total_weight="100",
    total_claimed="98.95",
    rating="优",
)

DEPARTMENT = replace(
    PROJECT,
    department_wide=True,
    title="部门整体支出绩效自评表",
    office="清河县城市管理局",
    department="",
    implementer="",
    project="",
    money=(PROJECT.money[0],),
    parts=(("一般公共预算", "185.5"), ("基本支出", "100.25"), ("项目支出", "95.25")),
)

TARGETS = replace(
    PROJECT,
    evaluation=False,
    title="项目支出绩效目标表",
    goal_actual="",
    money=(),
    rows=tuple(
        replace(row, actual="", claimed="", reviewed="", reason="", did=NOTHING)
        for row in ROWS
    ),
    total_weight="",
    total_claimed="",
    rating="",
)

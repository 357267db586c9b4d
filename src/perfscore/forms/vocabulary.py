"""The words by which forms are recognised: headings, labels and level names.

Everything else in the recogniser asks these functions; none of them knows a file, a
position or an office.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

from perfscore.values.value import Comparator

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


def remembered(question: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Remember the answers for short texts: forms repeat the same headings."""
    known = lru_cache(maxsize=4096)(question)

    @wraps(question)
    def answer(text: str) -> Answer:
        return known(text) if len(text) < LONGEST_LABEL else question(text)

    return answer


LONGEST_LABEL = 60
"""Headings and labels are shorter than this."""

LONGEST_LINE = 150
"""Titles and lines of the form's heading are shorter than this."""


class Column(StrEnum):
    """What a column of the indicator table or of the budget block holds."""

    SIDE = "side"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    COMPARATOR = "comparator"
    TARGET = "target"
    UNIT = "unit"
    ACTUAL = "actual"
    WEIGHT = "weight"
    CLAIMED = "claimed"
    REVIEWED = "reviewed"
    CLAUSE = "clause"
    NOTE = "note"
    REASON = "reason"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    EXECUTED = "executed"
    RATE = "execution_rate"


_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_BRACKETS = re.compile(r"[()\[\]【】<>《》\"“”'‘’:;,.、,。*★☆/]")
_SPACE = re.compile(r"\s+")
_NEAR_CJK = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])[^\S\n]+"
    r"|[^\S\n]+(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])"
)


@remembered
def squeezed(text: str) -> str:
    r"""Return text for comparing: compatibility forms folded, white space removed.

    Example:
        >>> squeezed("产 出\n指 标（５０分）")
        '产出指标(50分)'
    """
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).replace("\u200b", "")


def tidy(text: str) -> str:
    r"""Return a cell's text on one line, without the breaks that layout put into it.

    White space beside a Chinese character or sign is layout; elsewhere it is kept as
    one space.

    Example:
        >>> tidy("　大于 14000 次\n"), tidy("a  b")
        ('大于14000次', 'a b')
    """
    flat = " ".join(text.replace("\u200b", "").split())
    return _NEAR_CJK.sub("", flat)


def prose(text: str) -> str:
    r"""Return a narrative: its lines without blanks at their ends, no empty lines.

    Example:
        >>> prose("　1、安保；\n\n 2、绿化。　")
        '1、安保；\n2、绿化。'
    """
    lines = (tidy(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def spellings(text: str) -> tuple[str, str]:
    """Return a heading with the signs of its brackets removed, and without brackets."""
    full = squeezed(text)
    bare = full
    while (shorter := _BRACKETED.sub("", bare)) != bare:
        bare = shorter
    return _BRACKETS.sub("", full), _BRACKETS.sub("", bare)


def _table(entries: dict[Column, str]) -> dict[str, Column]:
    return {word: column for column, text in entries.items() for word in text.split()}


_INDICATOR = _table(
    {
        Column.SIDE: "绩效指标 年度绩效指标 本年度绩效指标 指标 绩效目标 年度绩效目标",
        Column.LEVEL1: "一级指标 一级 一级指标名称 指标类别 指标类型",
        Column.LEVEL2: "二级指标 二级 二级指标名称",
        Column.NAME: "三级指标 三级 三级指标名称 三级指标内容 指标名称 指标内容 "
        "具体指标 四级指标 绩效指标名称 指标名 三级指标指标内容",
        Column.COMPARATOR: "指标值类型 指标性质 指标符号 计算符号 运算符号 符号 "
        "目标值类型 比较符号 指标方向 逻辑符号 判断符号 目标值符号",
        Column.TARGET: "年度指标值 指标值 目标值 年初目标值 预期指标值 年度目标值 "
        "年初指标值 计划指标值 预期目标值 指标目标值 预期值 计划值 全年目标值 "
        "全年指标值 "
        "绩效目标值 标准值 指标目标 计划目标值 年初预期值 预期指标 年度预期值 "
        "年初设定目标值 年初设定指标值 本年目标值 本年指标值 目标指标值 年初绩效指标值 "
        "预期目标 年度目标 年初目标 计划目标 目标 年度计划 预期完成值 预期实现值 "
        "预期当年实现值 年初设定目标 设定值 目标任务 计划数 计划完成值 年初计划值 "
        "全年调整指标值 调整指标值 调整后指标值 调整目标值 调整后目标值",
        Column.UNIT: "度量单位 计量单位 单位 指标单位 指标值单位 目标值单位",
        Column.ACTUAL: "实际完成值 全年实际值 完成值 实际值 全年完成值 实际完成 "
        "实际完成情况 完成情况 实际指标值 全年实际完成值 实际完成指标值 年度完成值 "
        "指标完成情况 指标完成值 全年完成情况 全年实际完成情况 实际完成数 实际完成指标 "
        "年度实际完成值 年度实际值 实际情况 目标完成情况 完成数 实际数 完成结果 "
        "年终完成值 当年实际完成值 实际达到值 实际实现值 实际执行值 实际完成情况值 "
        "年度完成情况 年度实际完成情况 当年完成情况 完成指标值 实际完成目标值",
        Column.WEIGHT: "分值 权重 指标分值 指标权重 分数 标准分 标准分值 分值权重 "
        "权重分值 满分 分值分 权重% 权重分 设定分值 分值设定 满分值 基础分 标准分数 "
        "目标分值 计划分值 指标满分 三级指标权重 三级指标分值 指标分 分值% 指标权重分",
        Column.CLAIMED: "得分 自评得分 自评分 评分 单位自评得分 自评分数 自评得分值 "
        "指标得分 自评分值 实际得分 得分情况 自评价得分 自我评分 得分值 自评价分 "
        "单位自评分 部门自评分 部门自评得分 单位评分 实得分 实得分数 最终得分 自评打分 "
        "三级指标得分 指标自评得分 自评估得分 得分分",
        Column.REVIEWED: "复核分 复核得分 财政复核分 核定得分 评审得分 复评得分 "
        "财政复核得分 主管部门复核分 主管部门评分 财政评分 审核得分 评价得分 抽查得分 "
        "主管部门复核得分 核定分",
        Column.CLAUSE: "评扣分标准 评分标准 扣分标准 计分标准 赋分标准 评分规则 "
        "计分规则 评分细则 评分办法 赋分规则 评价标准 计分方法 指标评分标准 评分依据",
        Column.NOTE: "指标值说明 指标解释 指标值内容 备注 指标说明 说明 "
        "指标值说明指标解释 "
        "指标内容解释 指标值解释 备注说明 其他说明 自评说明 评分说明 情况说明 得分说明",
        Column.REASON: "偏差原因分析及改进措施 偏差原因 未完成原因及改进措施 "
        "未完成原因分析 未完成原因和改进措施 偏差原因分析 改进措施 原因分析",
    }
)

_INDICATOR_LIKE: tuple[tuple[re.Pattern[str], Column], ...] = tuple(
    (re.compile(pattern), column)
    for pattern, column in (
        (r".*(复核|核定|抽查|主管部门|财政).*(得分|评分|分)", Column.REVIEWED),
        (r".*(原因|措施).*", Column.REASON),
        (r".{0,6}[评扣计赋]分.{0,4}(标准|规则|细则|办法)", Column.CLAUSE),
        (r".{0,6}(实际|完成)(指标)?值", Column.ACTUAL),
        (r".{0,8}(指标|目标)值", Column.TARGET),
        (r"(本?年度)?绩效(目标|指标)[\d一二三四五六七八九十]{1,2}", Column.SIDE),
        (r"(自评|指标).{0,4}(得|评)分", Column.CLAIMED),
        (r"一级指标(?!.*(权重|得分)).{1,6}", Column.LEVEL1),
        (r"二级指标(?!.*(权重|得分)).{1,6}", Column.LEVEL2),
        (r"三级指标(?!.*(权重|得分|分值|值)).{1,8}", Column.NAME),
        (r".{0,6}(度量|计量)单位", Column.UNIT),
    )
)

_BUDGET = _table(
    {
        Column.INITIAL: "年初预算数 年初预算 年初预算金额 年初批复数 年初预算资金 "
        "年初预算批复数 年初安排数 年初预算安排数 年初批复预算数 年初下达预算数 "
        "年初部门预算数 年初预算安排 年初数 年初安排资金 年初预算批复",
        Column.ADJUSTED: "全年预算数 全年预算 预算数 调整后预算数 调整预算数 "
        "预算调整数 "
        "全年预算金额 预算资金 调整后全年预算数 年度预算数 预算金额 预算安排数 "
        "全年调整预算数 调整后预算 调整预算 全年预算安排数 全年预算总额 全年预算资金 "
        "预算总额 预算安排 预算下达数 调整后预算金额 全年调整后预算数 调整后预算安排数",
        Column.EXECUTED: "全年执行数 执行数 实际执行数 全年支出数 支出数 全年执行 "
        "执行金额 "
        "决算数 实际支出数 实际支出 全年实际支出 支出金额 全年执行金额 年度执行数 "
        "预算执行数 实际执行金额 实际支出金额 全年支出 执行额 累计执行数 资金执行数 "
        "全年实际执行数 全年实际支出数 预算执行金额 决算金额",
        Column.WEIGHT: "分值 权重 执行率权重 执行率分值 分值分 权重分 分数",
        Column.RATE: "执行率 预算执行率 全年执行率 资金执行率 支出率 执行率% 执行比例 "
        "执行进度 预算执行进度 预算执行率% 执行比率",
        Column.CLAIMED: "得分 自评得分 自评分 评分 执行率得分 得分分 指标得分 实际得分",
        Column.REVIEWED: "复核分 复核得分",
    }
)
_LETTERS = re.compile(r"[A-Fa-f]{1,2}$")
_MONEY = {Column.INITIAL, Column.ADJUSTED, Column.EXECUTED}


def _without_letters(*forms: str) -> tuple[str, ...]:
    """Return headings as they are, and without the letters of a formula at the end."""
    return (*forms, *(_LETTERS.sub("", form) for form in forms))


@remembered
def indicator_column(text: str) -> Column | None:
    """Return the column of the indicator table that a heading names.

    Example:
        >>> indicator_column("年初目标值(A)"), indicator_column("评（扣分标准）")
        (<Column.TARGET: 'target'>, <Column.CLAUSE: 'clause'>)
    """
    if len(text) > LONGEST_LABEL:
        return None
    full, bare = spellings(text)
    for form in _without_letters(full, bare):
        if form in _INDICATOR:
            return _INDICATOR[form]
    for pattern, column in _INDICATOR_LIKE:
        if pattern.fullmatch(bare) or pattern.fullmatch(full):
            return column
    return None


@remembered
def budget_column(text: str) -> Column | None:
    """Return the column of the budget block that a heading names.

    Example:
        >>> budget_column("全年  预算数"), budget_column("执行率(B/A)")
        (<Column.ADJUSTED: 'adjusted'>, <Column.RATE: 'execution_rate'>)
    """
    if len(text) > LONGEST_LABEL:
        return None
    full, bare = spellings(text)
    return next(
        (_BUDGET[form] for form in _without_letters(full, bare) if form in _BUDGET),
        None,
    )


_ASIDE = re.compile(
    r"序号|编号|.*(完成率|完成比例|完成程度|系数|偏差度|来源|核心指标|评价方式|执行情况|方向|属性|依据)"
    r"|是否.*|.*(去年|上年|历史|参考|年度值).*|.{0,6}项目|[A-Za-z]+"
)


@remembered
def is_aside(text: str) -> bool:
    """Whether a heading is of a column that a form can be understood without."""
    return any(_ASIDE.fullmatch(form) for form in spellings(text))


def is_indicator_heading(columns: set[Column]) -> bool:
    """Whether columns found in one row make it the heading of an indicator table."""
    labels = columns & {Column.LEVEL1, Column.LEVEL2, Column.NAME}
    figures = columns & {
        Column.TARGET,
        Column.ACTUAL,
        Column.WEIGHT,
        Column.CLAIMED,
        Column.COMPARATOR,
    }
    return bool(figures) and (len(labels) > 1 or Column.NAME in labels)


def is_budget_heading(columns: set[Column]) -> bool:
    """Whether columns found in one row make it the heading of a budget block."""
    money = columns & _MONEY
    return len(money) > 1 or (bool(money) and Column.RATE in columns)


_LEVEL1 = re.compile(
    r"(预算)?(成本|产出|效益|效果|满意度|满意|投入|过程|决策|管理|产出与效益|项目决策|项目管理"
    r"|项目产出|项目效益|项目绩效|履职效能|履职效果|履职|运行成本|管理效率|社会效应|可持续发展能力"
    r"|可持续性|部门管理|部门产出|部门效益|预算执行|预算管理|资金管理|服务对象满意度|整体效能)"
    r"(类)?(绩效)?(指标)*"
)
_LEVEL2 = re.compile(
    r"(数量|质量|时效|成本|经济成本|社会成本|生态环境成本|生态成本|环境成本|项目成本|经济|社会|生态"
    r"|环境|生态环境|可持续|可持续性|可持续影响|可持续发展影响|可持续发展|影响力|长效管理|服务对象"
    r"|服务对象满意度|社会公众满意度|社会公众|公众|群众|满意度|受益对象|社会公众或服务对象|公平性|效率"
    r"|服务对象满意|联系部门满意度|其他|受众|监督部门满意度)"
    r"(效益|满意度|影响|效果)?(类)?(指标)*(等)?"
)
_POINTS = re.compile(r"[(\[]?(\d+(?:\.\d+)?)分[)\]]?|[(\[](\d+(?:\.\d+)?)[)\]]")
_NUMBERED = re.compile(r"^(\(?[一二三四五六七八九十\d]{1,2}[)、.])+")
_DOUBLED = re.compile(r"(指标){2,}$")


@remembered
def is_level1(text: str) -> bool:
    """Whether a text is a level-1 heading, with or without its weight."""
    return len(text) < LONGEST_LABEL and bool(_LEVEL1.fullmatch(level_name(text)))


@remembered
def is_level2(text: str) -> bool:
    """Whether a text is a level-2 heading."""
    return len(text) < LONGEST_LABEL and bool(_LEVEL2.fullmatch(level_name(text)))


@remembered
def level_name(text: str) -> str:
    r"""Return a level's heading without white space and weight.

    Example:
        >>> level_name("产 出 指 标\n(50分)"), level_name("时效\n指标\n\n指标\n指标")
        ('产出指标', '时效指标')
    """
    plain = _NUMBERED.sub("", _POINTS.sub("", squeezed(text)))
    return _DOUBLED.sub("指标", plain).rstrip(":")


def level_is_odd(text: str) -> bool:
    """Whether a heading repeats its own end, as 时效指标指标指标 does."""
    return bool(_DOUBLED.search(_POINTS.sub("", squeezed(text))))


@remembered
def points_in(text: str) -> str | None:
    r"""Return the points that a heading declares, as printed digits.

    Example:
        >>> points_in("效益指标\n（30分）　"), points_in("数量指标")
        ('30', None)
    """
    found = _POINTS.search(squeezed(text))
    return (found[1] or found[2]) if found else None


_COMPARATORS = {
    sign: comparator
    for comparator, signs in {
        Comparator.AT_LEAST: "≥ ≧ >= => ⩾ ≥= 大于等于 大于或等于 不低于 不少于 不小于 "
        r"$\geq$ \geq $\ge$ \ge $\geqslant$ 正向",
        Comparator.AT_MOST: "≤ ≦ <= =< ⩽ 小于等于 小于或等于 不高于 不超过 不大于 "
        "不多于 "
        r"$\leq$ \leq $\le$ \le $\leqslant$ 反向",
        Comparator.EQUAL: "= ═ == 等于",
        Comparator.MORE: "> 大于 高于 超过 多于 $>$",
        Comparator.LESS: "< 小于 低于 少于 $<$",
        Comparator.QUALITATIVE: "定性 定性指标 文字描述",
    }.items()
    for sign in signs.split()
}


@remembered
def is_quantitative(text: str) -> bool:
    """Whether a comparator's cell only says that the target is a number (定量)."""
    return squeezed(text) in {"定量", "定量指标"}


@remembered
def comparator_of(text: str) -> Comparator | None:
    """Return the comparator that a cell holds and nothing beside it, else None.

    Example:
        >>> comparator_of("≧"), comparator_of(" ＝ "), comparator_of("501")
        (<Comparator.AT_LEAST: '≥'>, <Comparator.EQUAL: '='>, None)
    """
    return _COMPARATORS.get(squeezed(text)) if len(text) < LONGEST_LABEL else None


_TELLING = frozenset(
    {
        Column.LEVEL1,
        Column.LEVEL2,
        Column.NAME,
        Column.COMPARATOR,
        Column.TARGET,
        Column.ACTUAL,
        Column.CLAUSE,
    }
)


@remembered
def looks_like_a_form(text: str) -> bool:
    """Whether a cell holds a word that stands in performance forms and rarely else."""
    return (
        len(text) < LONGEST_LABEL
        and (is_level1(text) or is_level2(text) or indicator_column(text) in _TELLING)
        and squeezed(text)
        not in {"其他", "管理", "效率", "社会", "环境", "经济", "成本", "决策"}
    )

"""The words by which forms are recognised: headings, labels and level names.

Everything else in the recogniser asks these functions; none of them knows a file, a
position or an office.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

from perfscore.forms.columns import BUDGET, INDICATOR, INDICATOR_LIKE, Column
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


_LETTERS = re.compile(r"[A-Fa-f]{1,2}$")
_MONEY = {Column.INITIAL, Column.ADJUSTED, Column.EXECUTED}


def _without_letters(*forms: str) -> tuple[str, ...]:
    """Return headings as they are, and without the letters of a formula at the end."""
    return (*forms, *(_LETTERS.sub("", form) for form in forms))


_TIME = re.compile(
    r"^((19|20)\d\d年度?|截至|截止|\d{1,2}[-—~至到])?"
    r"(\d{1,2}月[底末]?(\d{1,2}日)?|全年|本年度?|当年|上一?年度?|去年|[上下]?半年|[一二三四]季度"
    r"|年度|预计|预期|累计|实际|监控){0,4}"
)
"""What a heading says of time before it says what its column holds."""


_EXPECTED = re.compile(
    r"(当年|本年度?|全年|年度|(19|20)\d\d年度?)?(预期|计划)(当年|本年度?|全年|年度|(19|20)\d\d年度?)?"
    r"(实现|完成|达到)(指标|目标)?值"
)
"""What is expected to be reached is a target, whatever its heading says after it."""


def is_heading(text: str) -> bool:
    """Whether a text is, in all of its words, the heading of a column.

    Example:
        >>> is_heading("年度指标值"), is_heading("完成年度目标值")
        (True, False)
    """
    if len(text) > LONGEST_LABEL:
        return False
    forms = _without_letters(*spellings(text))
    return any(form in INDICATOR or form in BUDGET for form in forms)


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
        if form in INDICATOR:
            return INDICATOR[form]
    if _EXPECTED.fullmatch(bare):
        return Column.TARGET
    timed = INDICATOR.get(_TIME.sub("", bare, 1))
    if timed in {Column.TARGET, Column.ACTUAL}:
        return timed
    for pattern, column in INDICATOR_LIKE:
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
        (BUDGET[form] for form in _without_letters(full, bare) if form in BUDGET),
        None,
    )


_ASIDE = re.compile(
    r"序号|编号|.*(完成率|完成比例|完成程度|系数|偏差度|来源|核心指标|评价方式|方向|属性|依据)"
    r"|是否.*|[扣减]分(情况|值)?|完成目标可能性|得分率%?"
    r"|.*(去年|上年|历史|参考|年度值).*|.{0,6}项目|[A-Za-z]+"
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
    r"|项目产出|项目效益|项目完成|项目绩效|履职效能|履职效果|履职|运行成本|管理效率|社会效应|可持续发展能力"
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
    return len(text) < LONGEST_LABEL and _is_level(text, _LEVEL1)


@remembered
def is_level2(text: str) -> bool:
    """Whether a text is a level-2 heading."""
    return len(text) < LONGEST_LABEL and _is_level(text, _LEVEL2)


def _is_level(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a text is a heading, perhaps with a remark in brackets: (必填)."""
    name = level_name(text)
    if pattern.fullmatch(name):
        return True
    bare = _BRACKETED.sub("", name)
    return bare != name and bare.endswith("指标") and bool(pattern.fullmatch(bare))


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

"""Whether what a clause speaks of is what its row measures."""

from __future__ import annotations

import re

from perfscore.rules.clauses.events import is_other_kind, speaks_of
from perfscore.rules.clauses.measures import CONTROL, is_ratio
from perfscore.rules.clauses.parts import Named
from perfscore.rules.clauses.phrases.names import (
    DEVIATIONS,
    LATE_NAMES,
    OVER_NAMES,
    UNDER_NAMES,
)
from perfscore.rules.clauses.said import Said
from perfscore.rules.parts import RuleRow, Subject
from perfscore.values.units import is_money

_BASES = re.compile(
    "[较比](?!目标|计划|预算|指标|年初|[例重率])|环比|同比|上年|去年|往年|历年|同期|年初(?!目标|预算|指标|计划)|市场|先进|上期|上月|上季"
    "|相比|持平"
)
"""What tells that something is compared with another thing than the target."""
_SCOPES = re.compile(
    "其中|各[县市区科乡镇村组校]|任一|任何|单个|单次|单项|每个|其他|其余|剩余|上半年|下半年"
    "|[一二三四1-4]季度|人均|户均|亩均|平均|单位(?=成本|面积|造价)|单价|线下|线上|国家级|省级"
    "|市级|县级|首次|累计|连续|年均|月均|日均|部分|质量|进度|效果"
)
"""What tells that only a part of something, or a mean of it, is meant."""
_SEVERE = re.compile("(?:特别重大|特大|重大|较大)(?!事项|项目|决策)")
_RATES = ("率", "满意度", "比例", "占比", "比重", "知晓度", "覆盖度", "幅度", "增幅")
_KINDS = re.compile(
    "(合格|优秀|优良|良好|及时|准确|满意|知晓|入学|巩固|就业|使用|到位|覆盖|治愈|检出)[率度]"
)
"""Rates of which none is another: what is excellent is less than what passes."""
_LEADS = re.compile("^(?:实际|年度|全年|计划|该|本|项目|工作|任务|目标|指标|总|各项)+")
_WHOSE = re.compile("^(?:(?:本|该)?(?:项目|工程|单位|部门)(?=..))")
_DOUBTED = re.compile(
    "[除非外若如或且每仅只不未无没得扣按以后前内首末同累超低高达完已应须因随再另各均]"
)
"""What may be no part of a name: 均达到95% is of each of several things."""
_GENERAL = re.compile(
    "(?:完成|实施|任务|指标|目标|计划)*(?:数量?|量|值|额|情况|程度|人数|次数|个数|面积|时间|时长"
    "|天数|规模|长度|里程)?"
)
_COUNTED = re.compile(
    "(?:人数|人次|次数|数量|个数|户数|数|面积|长度|里程|规模|金额|额)$"
)
_WORKS = re.compile("(?:工程|建设|采购|实施|运行|运维|控制|投入|总|的|数|额)*")
_ESTIMATED = re.compile("概算|投资|造价|工程|建设|基建")
"""What an approved estimate (概算) is of; of other costs it is no cap."""
_MONEY = re.compile("成本|支出|费用?|经费|预算|投资|金额|资金|造价|价格|概算|补助|收入")


def is_about(said: Said, row: RuleRow) -> bool:
    """Return whether a clause speaks of what its row measures, as far as words tell.

    Args:
        said: all that the clause says.
        row: the row; without a name only what no row can mean is refused.
    """
    return (
        all(
            _is_subject(one, said, row)
            for one in said.subjects
            if one not in said.defined
        )
        and all(_is_named(noun, row.name) for noun in said.nouns)
        and all(_is_thing(thing, row.name) for thing in said.things)
        and (said.accrual is None or _shared(_SCOPES, said.accrual.what, row.name))
        and all(map(_is_state, _states(said)))
        and not (said.accidents and is_other_kind("事故", row.name))
        and (
            _are_all_of(said.whats, row.name)
            if said.mixed
            else all(_is_happening(what, row.name) for what in said.whats)
        )
        and (
            not (said.names_estimate and row.name) or bool(_ESTIMATED.search(row.name))
        )
    )


def _states(said: Said) -> list[str]:
    """Return the described states that stand for the row's own target."""
    words = [arm.when.words for arm in said.arms if isinstance(arm.when, Named)]
    return words if said.deductions else []


def _is_subject(subject: str, said: Said, row: RuleRow) -> bool:
    """Whether what is measured may be what the row is of."""
    if is_ratio(subject, said) or subject in LATE_NAMES or subject in row.name:
        return True
    if not _shared(_BASES, subject, row.name) or _is_other_rate(subject, row.name):
        return False
    if subject.endswith((*OVER_NAMES, *UNDER_NAMES)) or DEVIATIONS.search(subject):
        return True
    plain = row.subject is Subject.QUANTITY and not row.is_share and bool(row.unit)
    plan = subject.endswith(CONTROL)
    if plain and subject.endswith(_RATES) and not plan:
        return False  # 满意度每低1个百分点扣1分, of a number of people
    if not row.name:
        return True
    money = row.unit is not None and is_money(row.unit)
    priced = money and (plan or _is_plain_money(subject))
    alike = priced or not plain or _alike(subject, row.name)
    return alike and _shared(_SCOPES, subject, row.name)


def _is_other_rate(subject: str, name: str) -> bool:
    """Whether a rate is of another kind than the row's: 优秀率, of 合格率."""
    rates, own = {*_KINDS.findall(subject)}, {*_KINDS.findall(name)}
    return bool(rates and own) and not rates & own


def _shared(pattern: re.Pattern[str], text: str, name: str) -> bool:
    return all(found in name for found in pattern.findall(text))


def _is_plain_money(subject: str) -> bool:
    """Whether a name is of money alone: 实际成本 is, 三公经费 is not."""
    core = _LEADS.sub("", subject)
    return bool(_MONEY.search(core)) and bool(_WORKS.fullmatch(_MONEY.sub("", core)))


def _alike(subject: str, name: str) -> bool:
    """Whether two names may be of one thing: they share a pair of signs."""
    core = _COUNTED.sub("", _LEADS.sub("", subject))
    if _GENERAL.fullmatch(core):
        return True
    if any(core[at : at + 2] in name for at in range(len(core) - 1)):
        return True
    # 每亩施肥 and 亩均施用有机肥 share most of their signs.
    return sum(sign in name for sign in core) * 2 > len(core)


def _is_named(noun: str, name: str) -> bool:
    """Whether an indicator's name, where it has one, has all of a noun in it."""
    noun = _WHOSE.sub("", noun)
    if _DOUBTED.search(noun):
        return noun in name
    if not name:
        return _is_state(noun)
    pairs = (noun[at : at + 2] for at in range(len(noun) - 1))
    return all(pair in name for pair in pairs)


_BEGUN = re.compile("开工|启动|开始|动工")
_ENDED = re.compile("完成|完工|竣工|交付|验收|建成")
_ANY_THING = re.compile(
    "项目|工程|工作|任务|各项|全部|所有|实施|完成|完工|竣工|开工|开展|建设|进度|实际|总体|年度"
    "|时间|日期|目标|计划|均|已|能|应|办理"
)


def _is_thing(thing: str, name: str) -> bool:
    """Whether what is to be in time may be what a row has the date of."""
    for one, other in ((_BEGUN, _ENDED), (_ENDED, _BEGUN)):
        told = one.search(thing) and not other.search(thing)
        if told and other.search(name) and not one.search(name):
            return False  # 开工 in time, of a row of when it was done
    rest = _ANY_THING.sub("", thing)
    pairs = [rest[at : at + 2] for at in range(len(rest) - 1)]
    return not (name and pairs) or any(pair in name for pair in pairs)


def _is_state(words: str) -> bool:
    """Whether a described state may be the target, and no comparison with another."""
    return not (_BASES.search(words) or _SCOPES.search(words))


def _are_all_of(whats: tuple[str, ...], name: str) -> bool:
    """Whether a row whose count is none tells that none of several things happened."""
    severe = _SEVERE.findall(name)
    return all(
        speaks_of(what, name) and all(word in what for word in severe) for what in whats
    )


def _is_happening(what: str, name: str) -> bool:
    """Whether what happens may be what a row counts: 重大事故 is not any accident."""
    if not name:
        return True
    return _shared(_SEVERE, what, name) and not is_other_kind(what, name)

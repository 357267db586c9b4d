"""Events that a clause counts: whether a row counts them, and what words say."""

from __future__ import annotations

import re

from perfscore.rules.parts import Direction, RuleRow, Subject

HAPPENINGS = frozenset(["次", "起", "例", "件", "宗", "项", "处", "个", "期", "条"])
"""Counting words of what happens, one as good as another."""

_DIGITS = re.compile("[0-9一二两三四五六七八九十]")
_GENERAL = re.compile("^(?:的|不|未|没有|有|任何|相关|一般|重大|安全)+|的$")
_ITEMS = re.compile("(?:要点|要求|条件|内容|项目|任务|指标|工作|的)+")
_COUNTS_ONE_THING = re.compile("(?:数|数量|次|次数|起数|件数|人数|人次)$")
_ALIKE = ("违规", "违纪", "违法", "不合规", "不规范")
_KINDS = {
    "accident": re.compile("事故"),
    "complaint": re.compile("投诉"),
    "petition": re.compile("信访|上访"),
    "opinion": re.compile("舆情"),
    "breach": re.compile("违规|违纪|违法|不合规|不规范"),
    "error": re.compile("差错|错误|失误"),
    "case": re.compile("案件"),
    "dispute": re.compile("纠纷"),
}
_GRADES = re.compile("特别重大|特大|重大|较大|一般|轻微")
_FINDERS = re.compile("审计|检查|巡查|抽查|督查|巡视|稽查|监督|考核")
"""Who finds what is wrong; what an audit found is no complaint."""
_NARROWS = re.compile(
    "有效|有责|死亡|伤亡|亡人|火灾|消防|交通|医疗|群体|越级|重复|实名|网络|食品|一般(?!问题)|轻微|人身|设备"
)
_SAID = re.compile(
    "(?:共|检查|抽查|审计)?(?:发现|存在|有|发生|出现)?"
    r"(?P<number>\d{1,4})(?:次|起|例|件|项|处|个)"
    "(?:不符合|不合规|不合格|不规范|不达标|违规|违纪|差错|错误|问题|事故|投诉)"
    "(?:要求|规定|情况|行为|问题)?"
)


def counts_events(row: RuleRow) -> bool:
    """Return whether a row itself counts what its clause takes points off for."""
    if row.subject is not Subject.QUANTITY or row.is_share:
        return False
    # 0处 of 资金使用合规性 counts what is wrong, whatever side its name would have.
    none = row.zero_target and row.inferred and row.unit in HAPPENINGS
    return row.direction is Direction.AT_MOST or none


def speaks_of(what: str, name: str) -> bool:
    """Return whether an indicator may count the thing that its clause counts.

    Args:
        what: the thing, such as 投诉.
        name: the indicator's name; one such as 资金使用合规性 may count anything.
    """
    if not _COUNTS_ONE_THING.search(name):
        return True
    if re.match("[未不]", what) and not re.search("[未不]", name):
        return not name or any(word in what for word in _ALIKE)
    plain = _GENERAL.sub("", what)
    if any(word in what for word in _ALIKE):
        return any(word in name for word in (*_ALIKE, "问题"))
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain}
    return any(pair in name for pair in pairs)


def is_other_kind(what: str, name: str) -> bool:
    """Return whether a clause's happening is of another kind than its row's.

    Args:
        what: the thing, such as 安全事故.
        name: the indicator's name, such as 投诉件数.

    Example:
        >>> is_other_kind("安全事故", "投诉件数"), is_other_kind("事故", "安全事故")
        (True, False)
    """
    said, named = _kinds(what), _kinds(name)
    if (said and named and not said & named) or _of_others(_GRADES, what, name):
        return True
    return _of_others(_FINDERS, what, name) or (
        bool(_FINDERS.search(what)) and bool(named) and not said
    )


def _of_others(words: re.Pattern[str], what: str, name: str) -> bool:
    said, named = words.findall(what), words.findall(name)
    return bool(said and named) and not {*said} & {*named}


def _kinds(words: str) -> set[str]:
    return {kind for kind, found in _KINDS.items() if found.search(words)}


def is_narrower(what: str, name: str) -> bool:
    """Return whether a clause's happening is only some of what its row counts.

    Args:
        what: the thing, such as 有效投诉.
        name: the indicator's name; blank, it may be just that.

    Example:
        >>> is_narrower("有效投诉", "投诉件数"), is_narrower("有效投诉", "有效投诉数")
        (True, False)
    """
    return bool(name) and any(word not in name for word in _NARROWS.findall(what))


def without_items(what: str) -> str:
    """Return what is missing, blank where it is only an item (每缺一个要点)."""
    return "" if _ITEMS.fullmatch(what) else what


def may_count(said: str) -> bool:
    """Return whether words may say how often something happened."""
    return bool(_DIGITS.search(said))


def count_said(said: str) -> str | None:
    """Return the number that words say (发现2处不合规), None where they do not."""
    found = _SAID.fullmatch(said)
    return found["number"] if found else None

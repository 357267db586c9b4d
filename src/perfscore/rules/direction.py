"""Which side of a target is the good one, and what says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from perfscore.messages import Message, say
from perfscore.rules.parts import Direction
from perfscore.rules.readings import Ask
from perfscore.values.value import Comparator

_LESS_IS_BETTER = """
    差错 出错 错误 错漏 失误 误差 偏差 事故 死亡 伤亡 受伤 致残 投诉 上访 信访 举报
    违规 违纪 违法 违约 案件 犯罪 纠纷 舆情 响应时间 响应时限 响应时长 办结时间
    办理时间 处置时间 处理时间 维修时间 修复时间 等待时间 到场时间 到达时间 审批时间
    完成时间 修复时效 时限 用时 耗时 工期 故障 中断 停机 宕机 卡顿 重复率 发生率
    发病率 患病率 感染率 致死率 病死率 流失 辍学率 损耗 损失 损坏 破损 遗失 丢失
    泄露 泄密 浪费 能耗 水耗 电耗 排放 污染 超支 超时 超期 超标率 逾期 延误 延期
    滞后 迟到 缺勤 空置 闲置 失业率 贫困发生率 返贫 退货 返工 返修 拥堵 结转结余
    成本 费用 造价
"""
_MORE_IS_BETTER = """
    满意 合格 达标 覆盖 及时 完成率 完好 准确 准时 按时 按期 正常 验收 通过率 办结
    结案 审结 破案 查处 核查 处理 处置 解决 整改 化解 调处 调解 成功率 修复 排除
    纠正 清零 治理 防治 去除 盘活 挽回 追回 受理率 办理率 回复率 响应率 到位率
    执行率 使用率 利用率 普及 知晓 参与率 出勤率 成活 存活 入学率 就业 收入 产值
    产量 增长 提高 提升 增加 改善 优化 下降 降低 减少 节约 压减 压降 削减 节能率
    减排 降幅 受益 优良率 合规 持证 连通率
"""
_WORDS = dict.fromkeys(_LESS_IS_BETTER.split(), Direction.AT_MOST) | dict.fromkeys(
    _MORE_IS_BETTER.split(), Direction.AT_LEAST
)
_WORD = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
# What stands before a word and turns it round: 不满意率, 未按期完成率, 无重大事故.
_TURNED = re.compile(
    r"(?:[不未非无零]|没有|杜绝|避免|防止)(?:能|被|予|发生|出现|按期|按时|及时|如期"
    r"|完全|重大|较大|一般|安全|责任|质量|任何)*$"
)
# A name that begins with the fall of a bad thing counts the fall: 减少投诉次数.
_FALL_OF = re.compile(
    "减少|降低|节约|压减|压降|削减|缩短|挽回|追回|化解|查处|打击|整治"
)
# One that begins with work on it may count either: 处理事故数, 处理差错率.
_WORK_ON = re.compile("处理|处置|解决|排除|纠正|修复|治理|防治|盘活|清理|核查")
_TIME_UNITS = frozenset(
    {"秒", "分钟", "小时", "天", "工作日", "周", "月", "季度", "年"}
)


@dataclass(frozen=True, slots=True)
class Side:
    """The good side of a row's target.

    Attributes:
        direction: the good side.
        strict: whether the target itself does not meet it.
        because: what says so.
        inferred: whether it is not printed but inferred.
    """

    direction: Direction
    strict: bool
    because: Message
    inferred: bool


@lru_cache(maxsize=65536)
def sense_of(name: str) -> Direction | None:
    """Return which side the words of an indicator's name take to be good.

    Args:
        name: the indicator's name. The word that stands last decides, since it is the
            head (投诉处理率 is of handling, 公文差错率 of errors); a negation before it
            turns it round, and a name that begins with the fall of a bad thing
            (减少投诉次数) counts the fall.

    Returns:
        The good side, None where no word says, or ``exact`` where the words pull both
        ways (处理差错率), so that neither side is to be inferred.

    Example:
        >>> sense_of("公文差错率").value, sense_of("投诉办结率").value
        ('at_most', 'at_least')
        >>> sense_of("不满意率").value, sense_of("无事故天数").value
        ('at_most', 'at_least')
    """
    plain = re.sub(r"[（(][^）)]*[）)]|\s", "", name)
    last = None
    for match in _WORD.finditer(plain):
        last = match
    if last is None:
        return None
    sense = _WORDS[last.group()]
    if _TURNED.search(plain[: last.start()]):
        return _OTHER[sense]
    if sense is Direction.AT_MOST and _FALL_OF.match(plain):
        return Direction.AT_LEAST
    if sense is Direction.AT_MOST and _WORK_ON.match(plain):
        return Direction.EXACT
    return sense


_OTHER = {
    Direction.AT_LEAST: Direction.AT_MOST,
    Direction.AT_MOST: Direction.AT_LEAST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What may say which side of a target is good.

    Attributes:
        comparator: the comparator of the target: from its text, else from its cell.
        cell: the comparator of its cell.
        target: the target's number.
        text: the target as printed.
        unit: the unit; ``"1"`` for shares, None where none is stated.
        level1: the level-1 heading.
        level2: the level-2 heading.
        name: the indicator's name.
        clause: the side that the row's own scoring clause takes to be good.
        leans: the side that its words or formula take to be good, which the row's own
            name and heading outweigh.
        clause_counts: whether that clause takes points off for what happens or lacks.
        tie_possible: whether the actual can be the target itself, so that strictness
            matters.
    """

    comparator: Comparator | None = None
    cell: Comparator | None = None
    target: Fraction | None = None
    text: str = ""
    unit: str | None = None
    level1: str = ""
    level2: str = ""
    name: str = ""
    clause: Direction | None = None
    leans: Direction | None = None
    clause_counts: bool = False
    tie_possible: bool = True


def side_of(clues: Clues, ask: Ask) -> Side:
    """Return the good side of a target.

    Args:
        clues: what may say so.
        ask: gives the choice at an open point.

    Returns:
        The side and what says so: the printed comparator, else the row's own clause,
        else the words of the target (下降3%) or of the name, else the heading; without
        any clue at least, the other side being a reading. A target of zero is met only
        by zero; where the name wants more (新增就业人数), above it is a reading.
    """
    printed = _printed(clues, ask)
    if printed in _PRINTED:
        strict = printed in {Comparator.MORE, Comparator.LESS} and clues.tie_possible
        because = say("rules.side-printed", comparator=_sign(printed))
        return Side(
            _PRINTED[printed],
            strict=strict and ask("strict") == "written",
            because=because,
            inferred=False,
        )
    sense = sense_of(clues.text) or sense_of(clues.name)
    if clues.target == 0:
        # 0处 beside 每发现一处扣1分 is none, whatever the name is.
        told = printed is None and not clues.clause_counts
        return _of_zero(sense if told else None, clues.name, ask)
    if printed is Comparator.EQUAL:
        held = clues.clause is Direction.AT_MOST
        less = held or sense is Direction.AT_MOST or _is_cost(clues)
        choice = ask("equal_cost" if less else "equal")
        because = say("rules.side-equal-cost" if less else "rules.side-equal")
        return Side(Direction(choice), strict=False, because=because, inferred=True)
    if clues.clause is not None:
        because = say("rules.side-clause")
        return Side(clues.clause, strict=False, because=because, inferred=True)
    direction, because = _inferred(clues, sense, ask)
    return Side(direction, strict=False, because=because, inferred=True)


def _of_zero(sense: Direction | None, name: str, ask: Ask) -> Side:
    """Return the good side of zero; where the name wants more, both are honest."""
    if sense is not Direction.AT_LEAST:
        because = say("rules.side-zero")
        return Side(Direction.AT_MOST, strict=False, because=because, inferred=False)
    because = say("rules.side-zero-of-more", name=name)
    direction = Direction(ask("direction", _EITHER))
    return Side(direction, strict=False, because=because, inferred=True)


_EITHER = (Direction.AT_MOST.value, Direction.AT_LEAST.value)


_PRINTED: dict[Comparator | None, Direction] = {
    Comparator.AT_LEAST: Direction.AT_LEAST,
    Comparator.MORE: Direction.AT_LEAST,
    Comparator.AT_MOST: Direction.AT_MOST,
    Comparator.LESS: Direction.AT_MOST,
    Comparator.BETWEEN: Direction.BETWEEN,
}


def _printed(clues: Clues, ask: Ask) -> Comparator | None:
    """Return the printed comparator; two that disagree are two readings."""
    text, cell = clues.comparator, clues.cell
    differ = (
        text in _PRINTED and cell in _PRINTED and _PRINTED[text] is not _PRINTED[cell]
    )
    if differ and text is not Comparator.BETWEEN:
        return text if ask("comparator") == "text" else cell
    return text


def _sign(comparator: Comparator | None) -> Message:
    if comparator is Comparator.BETWEEN:
        return say("rules.between")
    return say("common.text", text=comparator.value if comparator else "")


def _is_cost(clues: Clues) -> bool:
    return clues.level1.startswith("成本") or clues.level2.startswith("成本")


def _inferred(
    clues: Clues, sense: Direction | None, ask: Ask
) -> tuple[Direction, Message]:
    if sense is Direction.EXACT:
        return Direction(ask("direction")), say("rules.side-mixed", name=clues.name)
    if sense is not None:
        name = clues.name if sense_of(clues.text) is None else clues.text
        return sense, say("rules.side-name", name=name)
    heading = say("rules.side-heading", heading=clues.level2 or clues.level1)
    side = _of_heading(clues)
    if side is not None:
        return side, heading
    if clues.leans is not None:
        return clues.leans, say("rules.side-clause")
    return Direction(ask("direction")), say("rules.side-none")


def _of_heading(clues: Clues) -> Direction | None:
    if _is_cost(clues):
        return Direction.AT_MOST
    if clues.level2.startswith("时效"):
        # Under 时效 a duration is better short, a rate better high.
        if clues.unit is None:
            return None
        short = clues.unit in _TIME_UNITS
        return Direction.AT_MOST if short else Direction.AT_LEAST
    return Direction.AT_LEAST if clues.level1 or clues.level2 else None

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
    违规 违纪 违法 违约 案件 犯罪 纠纷 舆情 响应时间 响应时限 响应时长 办理时限
    处置时间 处理时间 维修时间 修复时间 等待时间 到场时间 到达时间 修复时效 故障
    中断 停机 宕机 卡顿 重复率 发生率 发病率 患病率 感染率 致死率 病死率 流失 辍学率
    损耗 损失 损坏 破损 遗失 丢失 泄露 泄密 浪费 能耗 水耗 电耗 排放 污染 超支 超时
    超期 超标率 逾期 延误 延期 滞后 迟到 缺勤 空置 闲置 失业率 贫困发生率 返贫
    不合格 退货 返工 返修 拥堵 成本 费用 造价
"""
_MORE_IS_BETTER = """
    满意 合格 达标 覆盖 及时 完成率 完好 准确 准时 按时 按期 正常 验收 通过率 办结
    处理率 处置率 解决率 整改 化解率 回复率 响应率 到位率 执行率 使用率 利用率 普及
    知晓 参与率 出勤率 成活 存活 入学率 就业 收入 产值 产量 增长 提高 提升 增加 改善
    优化 下降 降低 减少 节约 压减 压降 削减 节能率 减排 降幅 结余 受益 优良率 合规
    持证 连通率
"""
_WORDS = dict.fromkeys(_LESS_IS_BETTER.split(), Direction.AT_MOST) | dict.fromkeys(
    _MORE_IS_BETTER.split(), Direction.AT_LEAST
)
_WORD = re.compile("|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)))
_COST = ("成本", "时效")


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
        name: the indicator's name; the word that stands last decides, since it is the
            head: 投诉处理率 is of handling, 处理差错率 of errors.

    Returns:
        The good side, or None where no word says.

    Example:
        >>> sense_of("公文差错率").value, sense_of("投诉办结率").value
        ('at_most', 'at_least')
    """
    plain = re.sub(r"[（(][^）)]*[）)]|\s", "", name)
    last = None
    for match in _WORD.finditer(plain):
        last = match
    return _WORDS[last.group()] if last else None


def side_of(
    comparator: Comparator | None,
    target: Fraction | None,
    heading: tuple[str, str, str],
    ask: Ask,
    *,
    tie_possible: bool = True,
) -> Side:
    """Return the good side of a target.

    Args:
        comparator: the printed comparator, from its cell or from the target's text.
        target: the target's number; a zero target with ``=`` is met only by zero.
        heading: level-1 heading, level-2 heading and name.
        ask: gives the choice at an open point.
        tie_possible: whether the actual can be the target itself, so that strictness
            matters.

    Returns:
        The side and what says so: the printed comparator, else the words of the name,
        else the heading; without any clue at least, the other side being a reading.
    """
    level1, level2, name = heading
    if comparator in _PRINTED:
        direction = _PRINTED[comparator]
        strict = comparator in {Comparator.MORE, Comparator.LESS}
        strict = strict and tie_possible and ask("strict") == "written"
        because = say("rules.side-printed", comparator=comparator.value)
        return Side(direction, strict, because, inferred=False)
    sense = sense_of(name)
    cost = level1.startswith("成本") or level2.startswith(_COST)
    if comparator is Comparator.EQUAL:
        return _equal(target, ask, less=cost or sense is Direction.AT_MOST)
    if sense is not None:
        because = say("rules.side-name", name=name)
        return Side(sense, strict=False, because=because, inferred=True)
    if level1 or level2:
        direction = Direction.AT_MOST if cost else Direction.AT_LEAST
        because = say("rules.side-heading", heading=level2 or level1)
        return Side(direction, strict=False, because=because, inferred=True)
    direction = Direction(ask("direction"))
    return Side(direction, strict=False, because=say("rules.side-none"), inferred=True)


_PRINTED = {
    Comparator.AT_LEAST: Direction.AT_LEAST,
    Comparator.MORE: Direction.AT_LEAST,
    Comparator.AT_MOST: Direction.AT_MOST,
    Comparator.LESS: Direction.AT_MOST,
    Comparator.BETWEEN: Direction.BETWEEN,
}


def _equal(target: Fraction | None, ask: Ask, *, less: bool) -> Side:
    if target == 0:
        because = say("rules.side-zero")
        return Side(Direction.AT_MOST, strict=False, because=because, inferred=False)
    choice = ask("equal_cost" if less else "equal")
    key = "rules.side-equal-cost" if less else "rules.side-equal"
    return Side(Direction(choice), strict=False, because=say(key), inferred=True)

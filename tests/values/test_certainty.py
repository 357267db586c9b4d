"""Words before a number that deny it, doubt it, or only intend it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfscore.values.align import Alignment, aligned
from perfscore.values.certainty import is_unsure, without_plan
from perfscore.values.parse import parse_value
from perfscore.values.value import Comparator, Kind

UNSURE = """
    未能达到100次 没能达到100次 未曾达到100次 无法达到100次 难以达到100次
    几乎达到100次 基本达到100次 基本完成100次 基本上达到100次 部分达到100次
    大部分达到100次 可能达到100次 可能超过100次 可能不少于100次 不一定达到100次
    未必达到100次 不可能达到100次 也许超过100次 应达到100次 应该达到100次
    能达到100次 能够达到100次 可达到100次 需要达到100次 即将达到100次 距达到100次
    距离达到100次 离达到100次 勉强达到100次 差点达到100次 估计达到100次
    预估达到100次 尚未达到100次 还未达到100次 未全部达到100次 未按期达到100次
    未能超过100次 满意度基本达到95% 培训人数未能达到100人 培训次数可能≥100次
    要求达到100次 申报达到100次 核定达到100次 合同约定达到100次 无法完成100次
    最终未能完成100次
"""

PLANNED = """
    力争达到100次 力争100次 预计达到100次 预计完成100次 预计超过100次
    预计不少于100次 计划完成100次 计划完成≥100次 计划培训100次 拟完成100次
    拟达到100次 将达到100次 确保达到100次 确保完成100次 争取达到100次 努力达到100次
    有望达到100次 必须达到100次 要达到100次 预期达到100次 培训次数力争达到100次
    培训次数预计达到100次 力争全年培训次数达到100次 计划培训次数达到100次
    原计划达到100次
"""

PLAIN = [
    ("达到100次", "100"),
    ("达100次", "100"),
    ("达到了100次", "100"),
    ("已达到100次", "100"),
    ("实际达到100次", "100"),
    ("实际完成100次", "100"),
    ("完成100次", "100"),
    ("累计完成100次", "100"),
    ("全年完成100次", "100"),
    ("培训次数达到100次", "100"),
    ("满意度达到95%", "95"),
    ("降至4%", "4"),
    ("升至4%", "4"),
    ("增至4人", "4"),
    ("提高到95%", "95"),
    ("提升至95%", "95"),
    ("下降到4%", "4"),
    ("故障率降至4%", "4"),
    ("压减至5万元", "5"),
    ("压缩至5万元", "5"),
    # words that only look like those above
    ("基本农田面积达到100亩", "100"),
    ("可再生能源占比达到20%", "20"),
    ("保证金收缴率达到95%", "95"),
    ("目标人群覆盖率达到95%", "95"),
    ("无法律纠纷率达到95%", "95"),
    ("功能达到100项", "100"),
    ("隔离达到100人", "100"),
    ("人才达到100人", "100"),
    ("主要指标达到100项", "100"),
    ("争取上级资金达到500万元", "500"),
    ("计划完成率100%", "100"),
    ("计划完成率达到95%", "95"),
    ("任务完成率达到95%", "95"),
    ("应收尽收率达到95%", "95"),
    ("预算执行率达到95%", "95"),
    ("可用率达到99%", "99"),
    ("稳定达到95%", "95"),
]

BOUNDS = [
    ("至少达到100次", "100", None),
    ("达到100次以上", "100", None),
    ("≥达到100次", "100", None),
    ("达到100余次", "100", None),
    ("未达到100次", "0", "100"),
    ("没有达到100次", "0", "100"),
    ("不能超过100次", "0", "100"),
    ("未超过100次", "0", "100"),
    ("接近达到100次", "50", "100"),
    ("压缩至5%以内", "0", "5"),
    ("基本医疗保险参保人数≥100人", "100", None),
    ("计划生育服务人数≥100人", "100", None),
    ("应急演练次数≥3次", "3", None),
    ("目标完成率≥95%", "95", None),
]


def exact(*numbers: str | int | None) -> list[Fraction | None]:
    return [None if one is None else Fraction(one) for one in numbers]


def both(target: str, actual: str) -> Alignment:
    return aligned(parse_value(target), parse_value(actual))


@pytest.mark.parametrize("text", UNSURE.split())
def test_an_unsure_number_is_not_read(text: str) -> None:
    value = parse_value(text)
    assert value.kind is Kind.TEXT
    assert (value.number, value.low, value.high) == (None, None, None)
    assert [doubt.key for doubt in value.doubts] == ["values.number-in-words"]


@pytest.mark.parametrize("text", PLANNED.split())
def test_a_plan_is_a_target_and_no_actual(text: str) -> None:
    value = parse_value(text)
    assert value.planned
    assert [value.number, value.low, value.high] == exact(100, 0, None)
    assert value.comparator is not Comparator.AT_MOST
    assert both(text, "90次").target == 100
    found = both("100次", text)
    assert [found.number, found.low, found.high] == exact(None, 0, None)
    assert not found.is_point
    assert [doubt.key for doubt in found.doubts] == ["values.planned"]


def test_a_plan_of_less_is_no_actual_either() -> None:
    found = both("≤5次", "力争控制在5次以内")
    assert [found.low, found.high, found.number] == exact(0, None, None)
    assert parse_value("力争10-20次").kind is Kind.TEXT


@pytest.mark.parametrize(("text", "number"), PLAIN)
def test_a_number_that_was_reached_is_the_number(text: str, number: str) -> None:
    value = parse_value(text)
    expected = Fraction(number)
    assert (value.number, value.low, value.high) == (expected,) * 3
    assert not value.planned
    assert not value.doubts


@pytest.mark.parametrize(("text", "low", "high"), BOUNDS)
def test_bounds_stay_bounds(text: str, low: str, high: str | None) -> None:
    value = parse_value(text)
    assert [value.low, value.high] == exact(low, high)


def test_reaching_is_at_least_in_a_target() -> None:
    assert parse_value("达到95%").comparator is Comparator.AT_LEAST
    assert parse_value("压减至5万元").comparator is Comparator.AT_MOST
    found = both("达到95%", "96%")
    assert (found.target, found.number) == (Fraction(19, 20), Fraction(24, 25))


def test_nearly_done_is_no_date_of_completion() -> None:
    assert parse_value("2024年12月底前基本完成").kind is Kind.TEXT
    assert parse_value("预计2024年12月31日完成").kind is Kind.TEXT
    assert parse_value("2024年12月底前全部完成").kind is Kind.DATE


def test_the_words_themselves() -> None:
    assert not is_unsure("")
    assert not is_unsure("可能性")
    assert without_plan("力争") == ""
    assert without_plan("计划生育") is None
    assert without_plan("主要") is None

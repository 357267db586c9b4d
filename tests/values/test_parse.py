"""The grammar of values beyond what the printed forms at hand happen to hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from perfscore.errors import PerfscoreError, ScoringError
from perfscore.values.comparators import read_comparator
from perfscore.values.parse import parse_value
from perfscore.values.value import Comparator, Kind, Value

Told = Callable[[Value], str]

UNDERSTOOD = [
    ("10%-20%", "between [10, 20] %"),
    ("10至20次", "between [10, 20] 次"),
    ("在10%-20%之间", "between [10, 20] %"),
    ("控制在10%-20%", "between [10, 20] %"),
    ("5-8万元", "between [5, 8] 万元"),
    ("5-8万人", "between [50000, 80000] 人"),
    ("5万-8万人", "between [50000, 80000] 人"),
    ("8000人～1万人", "between [8000, 10000] 人"),
    ("3-5个工作日", "between [3, 5] 工作日"),
    ("三至五次", "between [3, 5] 次"),
    ("每周2-3次", "frequency between [2, 3] 次/周"),
    ("1小时30分钟", "90 分钟"),
    ("2年6个月", "30 月"),
    ("1亿2000万元", "12000 万元"),
    ("3万5千人", "35000 人"),
    ("百分之九十五", "95 %"),
    ("百分之95以上", "≥ 95 [95, ) %"),
    ("百分百", "100 %"),
    ("千分之三", "3 ‰"),
    ("九成以上", "≥ 90 [90, ) %"),
    ("三万元", "3 万元"),
    ("一百二十三人", "123 人"),
    ("壹佰元", "100 元"),
    ("半年", "0.5 年"),
    ("两次", "2 次"),
    ("十二", "12"),
    ("≥一百", "≥ 100 [100, )"),
    ("不少于一百", "≥ 100 [100, )"),
    ("四十万", "400000 ×万"),
    ("四十万元", "40 万元"),
    ("四十万人", "400000 人"),
    ("一百二十万元", "120 万元"),
    ("一亿五千万元", "150000000 元"),
    ("一亿五千万", "150000000"),
    ("100次（达标）", "100 次"),
    ("≥95%（已完成）", "≥ 95 [95, ) %"),
    ("10（个）", "10 个"),
    ("10(万元)", "10 万元"),
    ("不足100次", "< 100 [0, 100) 次"),
    ("超过100次", "> 100 (100, ) 次"),
    ("100余人", "> ~100 (100, ) 人"),
    ("10万多人", "> ~100000 (100000, ) 人"),
    ("近3200次", "~3200 [3150, 3200) 次"),
    ("约1.2万次", "~12000 [11500, 12500) 次"),
    ("10天左右", "~10 [5, 15) 天"),
    ("约3200次以上", "≥ ~3200 [3150, ) 次"),
    ("约57.60万元", "~57.6 [57.55, 57.65) 万元"),
    ("增长不低于5%", "≥ 5 [5, ) %"),
    ("增长率小于5%", "< 5 (, 5) %"),
    ("同比下降1%", "1 %"),
    ("较2023年提高2个百分点", "2 百分点"),
    ("比去年同期增长5%", "5 %"),
    ("收入同比增长5%以上", "≥ 5 [5, ) %"),
    ("成本控制57.6万元以内", "≤ 57.6 [0, 57.6] 万元"),
    ("逾期率不超过5%", "≤ 5 [0, 5] %"),
    ("目标完成率≥95%", "≥ 95 [95, ) %"),
    ("一个季度3次", "frequency 3 次/季度"),
    ("1天1次", "frequency 1 次/日"),
    ("提高到95%以上", "≥ 95 [95, ) %"),
    ("下降到5%以下", "≤ 5 [0, 5] %"),
    ("-5%", "-5 %"),
    ("+5%", "5 %"),
    ("同比增长率不低于-2%", "≥ -2 [-2, ) %"),
    ("-5次", "-5 次 !negative"),
    ("小于0次", "< 0 (, 0) 次 !below-zero"),
    ("≥95%以上", "≥ 95 [95, ) %"),
    ("大于95%以上", "≥ 95 [95, ) % !comparator-strictness"),
    ("95%以上(不含)", "> 95 (95, ) %"),
    ("95%(含95%)以上", "≥ 95 [95, ) %"),
    ("95%以上（含本数）", "≥ 95 [95, ) %"),
    ("未超过100万元", "≤ 100 [0, 100] 万元"),
    ("未达到95%", "< 95 [0, 95) %"),
    ("不合格率低于5%", "< 5 [0, 5) %"),
    ("2024年满意度不低于97%", "≥ 97 [97, ) %"),
    ("满意度：97%", "97 %"),
    ("完成率100%", "100 %"),
    ("100%完成", "100 %"),
    ("30分钟内到达现场", "≤ 30 [0, 30] 分钟"),
    ("网上预约不少于100次", "≥ 100 [100, ) 次"),
    ("完成12次培训", "12 次"),
    ("全年12次", "12 次"),
    ("日均不少于100人次", "frequency ≥ 100 [100, ) 人次/日"),
    ("每季度开展1次", "frequency 1 次/季度"),
    ("不低于每月1次", "frequency ≥ 1 [1, ) 次/月"),
    ("一月一次", "frequency 1 次/月"),
    ("1.2万亿元", "1.2 万亿元"),
    ("20000万美元", "200000000 美元"),
    ("人民币100万元整", "100 万元"),
    ("1,234,567.89元", "1234567.89 元"),
    ("1.00E+05", "100000"),
    ("500 m2", "500 平方米"),
    ("35μg/m3", "35 微克/立方米"),
    ("500kW", "500 千瓦"),
    ("1000千瓦时", "1000 千瓦时"),
    ("1500元/学期", "1500 元/学期"),
    ("60dB", "60 分贝"),
    ("3场（次）", "3 场次"),
    ("10次\n20次", "several 10 次 + 20 次"),
    ("约3200\n次", "~3200 [3150, 3250) 次"),
    ("2024.11", "2024.11 !date-or-number"),
    ("20241115", "20241115 !date-or-number"),
    ("20000000", "20000000"),
    ("20个百分点", "20 百分点"),
    ("不超过3名", "≤ 3 [0, 3] 人"),
    ("¥100", "100 元"),
    ("≤￥1,500.00", "≤ 1500 [0, 1500] 元"),
    ("¥20万", "20 万元"),
    ("〈10%", "< 10 [0, 10) %"),
    ("〉=90%", "≥ 90 [90, ) %"),
    ("98.5%（满意）", "98.5 %"),
    ("制定3项制度", "3 项"),
    ("已建成4个", "4 个"),
    ("覆盖全县13个乡镇", "13 个"),
    ("每次不超过500元", "≤ 500 [0, 500] 元/次"),
    ("每人每年不少于2000元", "≥ 2000 [2000, ) 元/人·年"),
    ("每年每人2000元", "2000 元/人·年"),
    ("每月人均500元", "500 元/人·月"),
    ("户均2万元", "2 万元/户"),
    ("每户补助2万元", "2 万元/户"),
    ("每场不少于50人", "≥ 50 [50, ) 人/场"),
    ("2000元/人.月", "2000 元/人·月"),
    # With a bound on either side.
    ("≥10且≤20", "between [10, 20]"),
    ("≥90%且<95%", "between [90, 95) %"),
    ("大于90%小于95%", "between (90, 95) %"),
    ("不高于95%，不低于90%", "between [90, 95] %"),
    ("90%以上95%以下", "between [90, 95] %"),
    ("5天以上、10天以内", "between [5, 10] 天"),
    ("10万元以上20万元以下", "between [10, 20] 万元"),
    ("95%≤满意度≤100%", "between [95, 100] %"),
    ("60<X≤80分", "between (60, 80] 分"),
    ("100%>完成率≥90%", "between [90, 100) %"),
    ("±5%", "between [-5, 5] %"),
    ("≤±5%", "between [-5, 5] %"),
    ("误差±5%以内", "between [-5, 5] %"),
    ("偏差率控制在正负3个百分点之内", "between [-3, 3] 百分点"),
    ("≥90%；≤95%", "several ≥ 90 [90, ) % + ≤ 95 [0, 95] %"),
    (
        "合格率≥90%，差错率≤95%",
        "several ≥ 90 [90, ) % + ≤ 95 [0, 95] %",
    ),
    ("≥5%，≤3%", "several ≥ 5 [5, ) % + ≤ 3 [0, 3] %"),
]

WORDS_WITH_FIGURES = """
    不低于上年的95% 完成率不低于上年95% 每亩产量≥500公斤 超计划数5%
    月度检查≥5次 由90%提升至95% 不超过95%以上 前10% 第3名
    4A级 100M 24小时内响应率≥95% 满意度-95% 下达100万元 57.6万元(含税) 5个点 数十人
    季度1次 10日前 每月10日前 10日 ≥2024年 PM2.5浓度≤35 及时，100% 12次(每月1次)
    逾期5天以内 超计划5%以上 上年95%以上 一季度3次 同比5% 超出5% 任务数12次 几10人以上
    3名以内 1:2 7×24小时 3:7:2 24小时×365天 每个3万元 未建成5个 每人每次50元
    与上年相比2个 一半 三分之二 三类 第一季度3次 未发生0起
    2024年前 一 超100次 不止100次 100次(未达标) 100次(部分完成) 10(第三季度) 6(月) ≥一
    上百次 一百余次 上万人 数十人
"""

UNREADABLE = """
    98%1 1,23次 10,0000元 12. .5% 1.2.3 007 95±5% 2人3人 1小时90分钟
    60次+40次 60+40 60+40次 100次(100%) 100次/100次 100+
    ≥ ≧% > < 24年12月 2024年13月1日 (12) 20%-10% 100人-200
"""


@pytest.mark.parametrize(("text", "meaning"), UNDERSTOOD)
def test_understood(text: str, meaning: str, told: Told) -> None:
    assert told(parse_value(text)) == meaning


@pytest.mark.parametrize("text", WORDS_WITH_FIGURES.split())
def test_a_figure_among_unknown_words_is_not_taken(text: str) -> None:
    value = parse_value(text)
    assert value.kind is Kind.TEXT
    assert (value.number, value.low, value.high) == (None, None, None)
    assert [doubt.key for doubt in value.doubts] == ["values.number-in-words"]


@pytest.mark.parametrize("text", UNREADABLE.split())
def test_unreadable(text: str) -> None:
    value = parse_value(text)
    assert value.kind is Kind.UNREADABLE
    assert value.number is None
    assert value.doubts


@pytest.mark.parametrize(
    ("text", "unit", "meaning"),
    [
        ("57.6万元", "万元", "57.6 万元"),
        ("523.12万", "万元", "523.12 万元"),
        ("523.12万", "元", "5231200 元"),
        ("1.2万", "次", "12000 次"),
        ("6", "万人", "60000 人"),
        ("6万", "万人", "60000 人"),
        ("57.6", "万", "576000 ×万"),
        ("12次", "次/月", "12 次"),
        ("每月1次", "次/月", "frequency 1 次/月"),
        ("每月一次", "次", "frequency 1 次/月"),
        ("5元", "元/人", "5 元/人"),
        ("3棵树", "棵树", "3 棵树"),
        ("5个", "个标段点", "5 个标段点"),
        ("30人", "人次", "30 人 !unit-conflict"),
        ("57.6元", "万元", "57.6 元 !units-vary"),
        ("13万", "%", "130000 % !unit-conflict"),
        ("95", "2个", "95 !number-in-unit-cell"),
        ("", "1577个", "1577 个 !number-in-unit-cell"),
        ("1577个", "1577个", "1577 个 !number-in-unit-cell"),
        ("95", "第2类", "95 !unit-unread"),
        ("95", "%%", "95 !unit-unread"),
        ("290", "%", "290 % !lost-comparator"),
        ("2026.1", "万元", "2026.1 万元"),
        ("2026", "年", "date 2026-01-01..2026-12-31"),
        ("2026.11", "年", "date 2026-11-01..2026-11-30"),
        ("1-5", "次", "between [1, 5] 次"),
        ("10,20", "次", "several 10 次 + 20 次"),
    ],
)
def test_unit_cells(text: str, unit: str, meaning: str, told: Told) -> None:
    assert told(parse_value(text, unit=unit)) == meaning


@pytest.mark.parametrize(
    ("text", "cell", "meaning"),
    [
        ("95%", "≥", "≥ 95 %"),
        ("≥95%", "=", "≥ 95 [95, ) % !comparator-conflict"),
        ("≥95%", "≤", "≥ 95 [95, ) % !comparator-conflict"),
        ("大于5次", "≥", "> 5 (5, ) 次 !comparator-strictness"),
        ("10%-20%", "≥", "between [10, 20] % !comparator-conflict"),
        ("95%", "定性", "定性 95 %"),
        ("≥95%", "定性", "≥ 95 [95, ) %"),
        ("2024年12月31日前", "=", "date ≤ ..2024-12-31"),
        ("2024年12月31日前", "≥", "date ≤ ..2024-12-31 !comparator-conflict"),
        ("95%", "怪", "95 % !comparator-unread"),
        ("95%", "/", "95 %"),
    ],
)
def test_comparator_cells(text: str, cell: str, meaning: str, told: Told) -> None:
    assert told(parse_value(text, comparator=cell)) == meaning


def test_a_comparator_may_be_given_as_one() -> None:
    for one in Comparator:
        assert parse_value("5", comparator=one).comparator is one
        assert read_comparator(one) is one


@pytest.mark.parametrize(
    ("number", "exact"),
    [
        (0.1, "1/10"),
        (57.6, "57.6"),
        (12, "12"),
        (Decimal("1.50"), "1.5"),
        (Fraction(3, 8), "3/8"),
        (1e-7, "0.0000001"),
        (-2, "-2"),
        (2.0, "2"),
    ],
)
def test_numbers(number: float | Decimal | Fraction, exact: str) -> None:
    assert parse_value(number).number == Fraction(exact)


def test_what_is_no_number() -> None:
    assert parse_value(None).kind is Kind.MISSING
    assert parse_value(float("nan")).kind is Kind.MISSING
    assert parse_value(Decimal("nan")).kind is Kind.MISSING
    with pytest.raises(ScoringError):
        parse_value(float("inf"))
    assert parse_value(Fraction(1, 3)).kind is Kind.UNREADABLE


class _Mute:
    """A thing that cannot even be printed."""

    def __repr__(self) -> str:
        raise RuntimeError


ODD = [
    True,
    10**5000,
    -(10**5000),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("1E+1000000"),
    Decimal("1E+60"),
    Fraction(1, 10**5000),
    float("-inf"),
    float("nan"),
    1e300,
    1e-300,
    2 + 3j,
    b"100",
    [1],
    {},
    _Mute(),
    "9" * 100_000,
    "一" * 5000,
    "\x00",
    "\ud800",
    "1/00",
    "²",
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("where", ["text", "unit", "comparator", "year"])
def test_odd_things_are_read_or_refused(odd: Any, where: str) -> None:
    given: dict[str, Any] = {"text": "95", where: odd}
    said: list[str] = []
    try:
        value = parse_value(**given)
    except PerfscoreError as error:
        said += [error.text("zh"), error.text("en")]
    else:
        said += [doubt.text("en") for doubt in value.doubts]
        assert value.number in (None, 95) or where == "text"
    assert all(said)


def test_numbers_of_frames() -> None:
    class NAType:
        def __ne__(self, other: object) -> bool:
            raise TypeError

        __hash__ = object.__hash__

    missing: Any = NAType()
    assert parse_value(missing).kind is Kind.MISSING
    assert parse_value("95", unit=missing, year=missing).number == 95
    year: Any = 2024.0
    assert parse_value("6月底", year=year).last_day == date(2024, 6, 30)


def test_a_date_is_a_date() -> None:
    assert parse_value(date(2024, 6, 30)).last_day == date(2024, 6, 30)
    noon = datetime(2024, 6, 30, 12, tzinfo=UTC)
    assert parse_value(noon).first_day == date(2024, 6, 30)


@pytest.mark.parametrize("year", [0, -1, 99999, 20.5, 10**50])
def test_what_is_no_year(year: float) -> None:
    odd: Any = year
    with pytest.raises(ScoringError):
        parse_value("6月底", year=odd)


def test_control_characters_part_numbers() -> None:
    assert parse_value("12\x0730次").kind is Kind.UNREADABLE
    assert parse_value("30\u200b20").kind is Kind.UNREADABLE
    assert parse_value("100次\x07").number == 100
    assert parse_value("\u200b98%").number == 98


def test_dates_without_a_year() -> None:
    value = parse_value("12月底到位")
    assert value.kind is Kind.TEXT
    assert [doubt.key for doubt in value.doubts] == ["values.no-year"]
    assert parse_value("12月底到位", year=2023).kind is Kind.DATE


def test_the_text_is_kept_as_printed() -> None:
    for text in ("　98%", "$\\geq 98\\%$", "10次，20次", "2024年12月前"):
        assert parse_value(text).text == text
    assert [part.text for part in parse_value("10次，20次").parts] == ["10次", "20次"]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 41,
        "9" * 2000,
        "9" * 100_000,
        "1," * 1000,
        "共计" * 1000,
        "大于" * 29 + "5",
        "每" * 1999 + "1",
        "(含)" * 600,
        "1-" * 1000,
        "一二" * 1000,
        "2024年" * 400,
        "按时" * 900 + "完成",
        "\\geq" * 400,
        "$" * 2000,
        "12次," * 499,
        "约" * 2000,
        " " * 2000 + "x",
        "1 " * 1000,
    ],
)
def test_hostile_text_ends(text: str) -> None:
    for cell in ("", text):
        value = parse_value(text, unit=cell, comparator=cell)
        assert value.number is None
        assert value.kind in (Kind.TEXT, Kind.UNREADABLE, Kind.SEVERAL)


def test_the_length_of_a_number_is_limited() -> None:
    assert parse_value("9" * 40).number == 10**40 - 1
    assert parse_value("9" * 41).kind is Kind.UNREADABLE
    assert parse_value("0." + "3" * 40).kind is Kind.UNREADABLE
    assert parse_value("x" * 2001).doubts[0].key == "values.too-long"


@pytest.mark.parametrize(
    "text", ["超过±5%", "≥±5%", "大于±3%", "超过正负5%", "±5%以外", "±5%以上"]
)
def test_what_lies_outside_either_side_is_no_range_inside(text: str) -> None:
    found = parse_value(text)

    assert (found.low, found.high) == (None, None)
    assert found.doubts

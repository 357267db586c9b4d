from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import product

import pytest

from perfscore.values.frequencies import is_frequency, per_year, times_a_year
from perfscore.values.parse import parse_value
from perfscore.values.unit_names import COUNTING, MEASURES, SHARES
from perfscore.values.units import (
    canonical,
    convert,
    factor,
    is_money,
    is_share,
    read_unit_cell,
    unit_at,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("km", "公里"),
        ("KM", "公里"),
        ("千米", "公里"),
        ("㎡", "平方米"),
        ("m²", "平方米"),
        ("m2", "平方米"),
        ("平米", "平方米"),
        ("家单位", "家"),
        ("个点位/日", "个/日"),
        ("元/人*月", "元/人·月"),
        ("元/人·月", "元/人·月"),
        ("元/月/人", "元/人·月"),
        ("元/人/月", "元/人·月"),
        ("元/(人·月)", "元/人·月"),
        ("次/天", "次/日"),
        ("次每年", "次/年"),
        ("百分比", "%"),
        ("％", "%"),
        ("百分之", "%"),
        ("个百分点", "百分点"),
        ("‰", "‰"),
        ("（万元）", "万元"),
        ("万 元", "万元"),
        ("kg", "公斤"),
        ("千克", "公斤"),
        ("kWh", "千瓦时"),
        ("日", "天"),
        ("个月", "月"),
        ("季", "季度"),
        ("年度", "年"),
        ("名", "人"),
        ("棵树", "棵树"),
        ("万人", "人"),
        ("无", None),
        ("", None),
        ("/", None),
        ("—", None),
        ("定性", None),
        ("N/A", None),
        ("1577个", None),
        ("次/", None),
        ("=", None),
        ("元/1000人", None),
    ],
)
def test_one_name_for_each_unit(text: str, name: str | None) -> None:
    assert canonical(text) == name


def test_single_letters_are_read_in_their_own_case_only() -> None:
    assert canonical("m") == "米"
    assert unit_at("M") is None
    assert unit_at("G") is None


def test_a_unit_cell_that_is_not_read() -> None:
    assert not read_unit_cell("2个").read
    assert not read_unit_cell("单" * 100).read
    assert read_unit_cell("/").read


@pytest.mark.parametrize(
    ("unit", "into", "times"),
    [
        ("万元", "元", "10000"),
        ("亿元", "万元", "10000"),
        ("元", "千元", "1/1000"),
        ("%", "1", "1/100"),
        ("‰", "%", "1/10"),
        ("亩", "平方米", "2000/3"),
        ("亩", "公顷", "1/15"),
        ("平方公里", "公顷", "100"),
        ("小时", "分钟", "60"),
        ("周", "小时", "168"),
        ("年", "月", "12"),
        ("半年", "季度", "2"),
        ("TB", "GB", "1024"),
        ("斤", "公斤", "1/2"),
        ("吨", "克", "1000000"),
        ("度", "千瓦时", "1"),
        ("升", "立方米", "1/1000"),
        ("次/月", "次/年", "12"),
        ("次/日", "次/周", "7"),
        ("元/亩", "万元/公顷", "3/2000"),
        ("元/人·月", "元/人·年", "12"),
        ("小时/年", "分钟/年", "60"),
    ],
)
def test_factors(unit: str, into: str, times: str) -> None:
    assert factor(unit, into) == Fraction(times)
    assert factor(into, unit) == 1 / Fraction(times)


@pytest.mark.parametrize(
    ("unit", "into"),
    [
        ("人", "人次"),
        ("百分点", "%"),
        ("月", "天"),
        ("元", "次"),
        ("元/人", "元"),
        ("次/月", "次"),
        ("元/平方米", "元/个"),
        ("米", "平方米"),
        ("棵树", "棵"),
        ("1", "次"),
        ("美元", "元"),
    ],
)
def test_what_does_not_convert(unit: str, into: str) -> None:
    assert factor(unit, into) is None
    assert convert(Fraction(1), unit, into) is None


def test_there_and_back_is_the_same_for_every_pair() -> None:
    units = sorted(MEASURES | set(SHARES) | {"1"})
    for one, other in product(units, repeat=2):
        there, back = factor(one, other), factor(other, one)
        assert (there is None) == (back is None)
        if there is not None and back is not None:
            assert there * back == 1
            number = Fraction(22, 7)
            through = convert(number, one, other)
            assert through is not None
            assert convert(through, other, one) == number


def test_conversion_by_way_of_a_third_unit() -> None:
    units = sorted(MEASURES)
    for one, other, third in product(units[:20], units[10:30], units[5:25]):
        first, second = factor(one, other), factor(other, third)
        if first is not None and second is not None:
            assert factor(one, third) == first * second


def test_money_and_shares() -> None:
    assert is_money("万元")
    assert not is_money("美元")
    assert not is_money(None)
    assert is_share("‰")
    assert not is_share("百分点")


def test_the_table_has_no_name_twice() -> None:
    assert not COUNTING & MEASURES
    for name in COUNTING | MEASURES | set(SHARES):
        assert canonical(name) == name


def test_frequencies() -> None:
    assert is_frequency("小时/年")
    assert not is_frequency("万元/年")
    assert not is_frequency("元/人·月")
    assert not is_frequency("%/年")
    assert [
        times_a_year(f"次/{name}") for name in ("月", "季度", "半年", "年", "日")
    ] == [
        12,
        4,
        2,
        1,
        None,
    ]
    assert per_year(parse_value("每季度2次")) == 8
    assert per_year(parse_value("每天2次")) is None
    assert per_year(parse_value("12次")) is None


def test_pint_is_imported_only_for_a_factor() -> None:
    program = (
        "import sys; from perfscore.values.parse import parse_value as read;"
        "from perfscore.values.align import aligned;"
        "aligned(read('57.6万元'), read('60万元'));"
        "assert 'pint' not in sys.modules;"
        "aligned(read('57.6万元'), read('600000元'));"
        "assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603

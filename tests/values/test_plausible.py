"""Figures that cannot be, or that may be dates, beside their partner and name."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from perfscore.values.align import ONE, Alignment, aligned
from perfscore.values.parse import parse_value


def both(target: str, actual: str, about: str = "", **cells: str) -> Alignment:
    unit = cells.get("unit")
    return aligned(
        parse_value(target, unit=unit, year=2024),
        parse_value(actual, unit=unit, year=2024),
        about=about,
    )


def reason(found: Alignment) -> str:
    assert not found.comparable
    assert found.reason is not None
    assert found.reason.text("zh") != found.reason.text("en")
    return found.reason.key.removeprefix("values.")


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("≥100次", "-5次", ""),
        ("≥100人", "-5人", "培训人数"),
        ("≥100", "-5", "培训人数"),
        ("≥95%", "-5%", "满意度"),
        ("≥95%", "-5", "覆盖率"),
        ("≤5元", "-5元", "单位成本"),
        ("100亩", "-3亩", ""),
    ],
)
def test_what_cannot_be_negative(target: str, actual: str, about: str) -> None:
    assert reason(both(target, actual, about)) == "negative-actual"


@pytest.mark.parametrize("about", ["产品合格率", "群众满意度（抽样）", "学员出勤率"])
def test_what_cannot_be_more_than_all(about: str) -> None:
    assert reason(both("≥95%", "300%", about)) == "above-all"
    assert reason(both("≥95", "100.1%", about)) == "above-all"
    assert both("≥95%", "100%", about).comparable


@pytest.mark.parametrize("about", ["完成率", "增长率", "覆盖率", "资金到位率", ""])
def test_what_can_be_more_than_all(about: str) -> None:
    assert both("≥95%", "120%", about).comparable


def test_a_target_of_more_than_all_measures_something_else() -> None:
    assert both("≥110%", "120%", "较上年合格率").comparable


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("≥5%", "-2%", "收入增长率"),
        ("≥5万元", "-2万元", "企业盈亏额"),
        ("≥5万元", "-2万元", "节约资金"),
        ("≤5%", "-2%", "预算偏差率"),
        ("≥-10℃", "-5℃", ""),
        ("±5%", "-5%", ""),
        ("增长不低于5%", "-2%", ""),
        ("≥5%", "-2%", "人口变化率"),
    ],
)
def test_what_can_be_negative(target: str, actual: str, about: str) -> None:
    found = both(target, actual, about)
    assert found.comparable
    assert found.number is not None
    assert found.number < 0


@pytest.mark.parametrize(
    ("actual", "days"),
    [
        ("20241231", (0, 0)),
        ("20250101", (1, 1)),
        ("2024.6", (-213, -184)),
        ("2024.12", (-30, 0)),
        ("2024.1", (-365, -61)),
        ("2024", (-365, 0)),
        ("2025", (1, 365)),
        ("2024.12.31", (0, 0)),
        ("6.30", (-184, -184)),
        ("12.31", (0, 0)),
        ("12.3", (-28, -1)),
        ("1.15", (-351, 15)),
    ],
)
def test_a_bare_number_beside_a_date(actual: str, days: tuple[int, int]) -> None:
    found = both("2024年12月31日前", actual)
    assert found.comparable
    assert (found.days_late_low, found.days_late_high) == days
    told = [doubt.key for doubt in found.doubts]
    assert told == (["values.year-of-target"] if actual[:2] != "20" else [])


@pytest.mark.parametrize("actual", ["13.40", "12", "98%", "20241301", "100次", "5.5天"])
def test_no_date_beside_a_date(actual: str) -> None:
    assert reason(both("2024年12月31日前", actual)) == "kinds-differ"


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("≤12", "6.30", "完成时间"),
        ("≤12", "2024.6", "完成时限"),
        ("2024", "2023", "完成时间"),
        ("20241231", "20241130", "竣工日期"),
        ("2024.12", "2024.11", ""),
        ("20241231", "20250101", ""),
    ],
)
def test_numbers_that_may_be_dates(target: str, actual: str, about: str) -> None:
    assert reason(both(target, actual, about)) == "date-or-number"


@pytest.mark.parametrize(
    ("target", "actual", "about", "unit"),
    [
        ("2024.12", "2024.11", "成本", "万元"),
        ("2024", "2023", "培训人数", ""),
        ("≤2.5", "1.5", "平均响应时间", ""),
        ("≤2.5", "1.5", "完成时间", "小时"),
        ("≤30", "25", "完成时间", ""),
        ("2024", "2024", "完成时间", ""),
        ("≤6.5天", "6.3天", "完成时间", ""),
        ("6.5", "6.3", "面积", ""),
    ],
)
def test_numbers_that_are_numbers(
    target: str, actual: str, about: str, unit: str
) -> None:
    assert both(target, actual, about, unit=unit).comparable


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("≤2024年12月31日", date(2024, 12, 31)),
        ("≤2024年12月", date(2024, 12, 31)),
        ("不超过2024年6月30日", date(2024, 6, 30)),
        ("≤2024-06-30", date(2024, 6, 30)),
    ],
)
def test_at_most_a_date_is_a_deadline(text: str, last: date) -> None:
    value = parse_value(text)
    assert (value.first_day, value.last_day) == (None, last)
    assert str(value.comparator) == "≤"


def test_at_most_a_number_is_no_deadline() -> None:
    assert parse_value("≤2024").number == 2024
    assert parse_value("≤2024.6").number == Fraction("2024.6")
    assert parse_value("≤6月", year=2024).unit == "月"
    assert parse_value("≥2024年12月31日").last_day is None


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("0起", "零事故", ""),
        ("0起", "无事故", "安全事故发生数"),
        ("0次", "未发生安全事故", "安全责任事故"),
        ("≤0次", "无投诉", "群众投诉次数"),
        ("0", "0投诉", "投诉数"),
        ("0%", "零差错", "公文差错率"),
        ("0次", "0起", ""),
        ("0件", "0", ""),
    ],
)
def test_none_beside_a_target_of_zero(target: str, actual: str, about: str) -> None:
    found = both(target, actual, about)
    assert found.comparable
    zeros = [found.target, found.number, found.low, found.high]
    assert zeros == [Fraction(0)] * 4
    assert found.unit in {None, "起", "次", "件", ONE}


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("5起", "零事故", ""),
        ("0次", "无", ""),
        ("0次", "无事故", "群众投诉次数"),
        ("0次", "无重大事故", "安全事故次数"),
        ("0次", "无不及时处理投诉", "投诉次数"),
        ("0次", "无及时整改问题", "问题数"),
        ("0次", "事故", ""),
        ("保持", "零事故", ""),
        ("1次", "0起", ""),
        ("0次", "0%", ""),
    ],
)
def test_none_of_something_else(target: str, actual: str, about: str) -> None:
    assert not both(target, actual, about).comparable

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.values.align import aligned
from perfscore.values.parse import parse_value
from perfscore.values.value import Kind, Value

Told = Callable[[Value], str]

IN_2024 = [
    ("年底前完成", "date ≤ ..2024-12-31"),
    ("12月31日前", "date ≤ ..2024-12-31"),
    ("年底完成", "date ≤ 2024-12-01..2024-12-31"),
    ("2024年底", "date ≤ 2024-12-01..2024-12-31"),
    ("年内完成", "date ≤ 2024-01-01..2024-12-31"),
    ("全年", "date 2024-01-01..2024-12-31"),
    ("当年完成", "date ≤ 2024-01-01..2024-12-31"),
    ("不晚于2024年6月30日", "date ≤ ..2024-06-30"),
    ("最迟11月完成", "date ≤ ..2024-11-30"),
    ("截至2024年12月", "date ≤ ..2024-12-31"),
    ("6月底", "date ≤ 2024-06-01..2024-06-30"),
    ("6月底前", "date ≤ ..2024-06-30"),
    ("6月前", "date ≤ ..2024-06-30 by month"),
    ("6月以前", "date ≤ ..2024-06-30 by month"),
    ("2月", "date 2024-02-01..2024-02-29"),
    ("十二月底前", "date ≤ ..2024-12-31"),
    ("二〇二五年三月", "date 2025-03-01..2025-03-31"),
    ("第一季度", "date 2024-01-01..2024-03-31"),
    ("二季度完成", "date ≤ 2024-04-01..2024-06-30"),
    ("2025年下半年", "date 2025-07-01..2025-12-31"),
    ("1-12月", "date 2024-01-01..2024-12-31"),
    ("2024年11月至2025年3月", "date 2024-11-01..2025-03-31"),
    ("2025年1月1日-2025年12月31日", "date 2025-01-01..2025-12-31"),
    ("2020年1月--2020年11月", "date 2020-01-01..2020-11-30"),
    ("2024-2026年", "date 2024-01-01..2026-12-31"),
    ("2024/11/15", "date 2024-11-15..2024-11-15"),
    ("2024.11.5", "date 2024-11-05..2024-11-05"),
    ("2024年12月前完成公车管理工作", "date ≤ ..2024-12-31 by month"),
    ("于2024年11月30日前全部完成验收", "date ≤ ..2024-11-30"),
    ("工程已于9月30日完工", "date ≤ 2024-09-30..2024-09-30"),
    ("资金于12月31日前拨付到位", "date ≤ ..2024-12-31"),
    ("当年12月", "date 2024-12-01..2024-12-31"),
    ("本年度6月底前", "date ≤ ..2024-06-30"),
    ("2024年1月--2024年11月", "date 2024-01-01..2024-11-30"),
    ("2024年12月上旬", "date 2024-12-01..2024-12-10"),
    ("6月中旬完成", "date ≤ 2024-06-11..2024-06-20"),
    ("2月下旬", "date 2024-02-21..2024-02-29"),
    ("11月上旬-12月中旬", "date 2024-11-01..2024-12-20"),
]

NO_DATES = """
    2024年12月前未完成 2024年12月前完成一半 2024年完成率 2024年预算 从2024年
    自2024年12月 2024年12月上旬前 一期于6月完成 2024年计划完成
    2024年1月12次 2024年15日底
"""

NO_SUCH_DAYS = "2024年2月30日 2023年2月29日 2024-13 2024.6-2024.1 2024年6月31日 10-3月"


@pytest.mark.parametrize(("text", "meaning"), IN_2024)
def test_dates_of_a_form_of_2024(text: str, meaning: str, told: Told) -> None:
    assert told(parse_value(text, year=2024)) == meaning


@pytest.mark.parametrize("text", NO_DATES.split())
def test_no_date_is_taken_out_of_other_words(text: str) -> None:
    value = parse_value(text, year=2024)
    assert value.kind in (Kind.TEXT, Kind.UNREADABLE)
    assert value.last_day is None
    assert value.doubts


@pytest.mark.parametrize("text", NO_SUCH_DAYS.split())
def test_no_such_day(text: str) -> None:
    value = parse_value(text, year=2024)
    assert value.kind is Kind.UNREADABLE
    assert [doubt.key for doubt in value.doubts] == ["values.no-such-day"]


DAYS = st.dates(date(1990, 1, 1), date(2097, 12, 31))
WRITTEN = st.sampled_from(
    ["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}.{1}.{2}", "{0}/{1:02}/{2:02}"]
)


@given(DAYS, WRITTEN)
def test_a_day_is_read_back_however_it_is_written(day: date, form: str) -> None:
    value = parse_value(form.format(day.year, day.month, day.day))
    assert (value.first_day, value.last_day) == (day, day)


@given(DAYS)
def test_a_month_ends_the_day_before_the_next(day: date) -> None:
    value = parse_value(f"{day.year}年{day.month}月")
    assert value.first_day == day.replace(day=1)
    assert value.last_day is not None
    assert value.first_day <= day <= value.last_day
    assert (value.last_day + timedelta(days=1)).day == 1


@given(DAYS, st.integers(-400, 400))
def test_days_late_are_calendar_days(day: date, late: int) -> None:
    done = day + timedelta(days=late)
    both = aligned(
        parse_value(f"{day.year}年{day.month}月{day.day}日前"),
        parse_value(f"{done.year}-{done.month:02}-{done.day:02}"),
    )
    assert both.comparable
    assert both.days_late_low == both.days_late_high == late
    assert both.days_late_other_low is None

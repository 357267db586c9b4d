"""Numbers as sheets display them: what is printed, and what is only stored."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfscore.forms.readers.number_format import (
    BUILT_IN,
    plain,
    shown,
    shown_text,
    stored,
)

MONEY = BUILT_IN[43]


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("0.98", "General", "0.98"),
        ("400", "General", "400"),
        ("57.600000000000001", "General", "57.6"),
        ("0.30000000000000004", "General", "0.3"),
        ("1.4999999999999999E-2", "General", "0.015"),
        ("0.98", "0%", "98%"),
        ("0.98", "0.00%", "98.00%"),
        ("0.95808383233532934", "0.00%", "95.81%"),
        ("1755", "0.00", "1755.00"),
        ("2.345", "0.000", "2.345"),
        ("1234567.5", "#,##0.00", "1,234,567.50"),
        ("31.6", MONEY, "31.60"),
        ("-5", MONEY, "-5.00"),
        ("0", MONEY, "0"),
        ("-5", "0.00_);(0.00)", "-5.00"),
        ("5", "00000", "00005"),
        ("0.5", "#.##", "0.5"),
        ("2", "0.#", "2"),
        ("12", '0"万元"', "12万元"),
        ("98", '"≥"0"%"', "≥98%"),
        ("0.98", "0.00\\%", "0.98%"),
        ("7", 'General"分"', "7分"),
        ("7", "G/通用格式", "7"),
        ("100", "[$¥-804]#,##0.00", "¥100.00"),
        ("0.5", "[<1]0%;0", "50%"),
        ("5", "[<1]0%;0", "5"),
        ("3", "[Red]0", "3"),
        ("5", "_(* 0_)", "5"),
        ("0.25", "@", "0.25"),
    ],
)
def test_numbers_are_read_as_they_are_displayed(
    number: str, code: str, text: str
) -> None:
    exact = stored(number)

    assert exact is not None
    assert (text, ()) == shown(exact, code)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("45657", BUILT_IN[14], "2024/12/31"),
        ("45657", "yyyy-mm-dd", "2024-12-31"),
        ("45657", 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        ("45657", BUILT_IN[58], "12月31日"),
        ("45657", '[DBNum1][$-804]yyyy"年"m"月"', "2024年12月"),
        ("45657", "[$-F800]dddd, mmmm dd, yyyy", "2024年12月31日"),
        ("45657", "aaaa", "星期二"),
        ("45657", "yy.m.d", "2024.12.31"),
        ("45657.75", "yyyy/m/d h:mm", "2024/12/31 18:00"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("0.5", "上午/下午h时", "下午12时"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
    ],
)
def test_days_are_read_as_dates(number: str, code: str, text: str) -> None:
    assert (text, ()) == shown(Decimal(number), code)


def test_days_may_count_from_1904() -> None:
    text, doubts = shown(Decimal(44195), "yyyy/m/d", since_1904=True)

    assert ("2024/12/31", ()) == (text, doubts)


@pytest.mark.parametrize(
    ("number", "code", "text", "doubt"),
    [
        ("12345", "#,##0,", "12345", "forms.format-unknown"),
        ("12345", '0!.0,"万"', "12345", "forms.format-unknown"),
        ("0.5", "# ?/?", "0.5", "forms.format-unknown"),
        ("12345", "0.00E+00", "12345", "forms.format-unknown"),
        ("1.75", "[h]:mm", "1.75", "forms.format-unknown"),
        ("60", "yyyy/m/d", "60", "forms.format-unknown"),
        ("-1", "yyyy/m/d", "-1", "forms.format-unknown"),
        ("-5", "0.00;[Red]0.00", "-5.00", "forms.format-unknown"),
        ("3", "[DBNum1]0", "3", "forms.format-unknown"),
        ("5", ";;;", "5", "forms.format-hides"),
        ("0", "0;-0;;@", "0", "forms.format-hides"),
        ("9.5", "0", "10", "forms.format-rounds"),
        ("0.125", "0%", "13%", "forms.format-rounds"),
        ("0.00001", "0.00", "0.00", "forms.format-rounds"),
    ],
)
def test_what_a_display_hides_is_doubted(
    number: str, code: str, text: str, doubt: str
) -> None:
    read, doubts = shown(Decimal(number), code)

    assert text == read
    assert [doubt] == [one.key for one in doubts]


def test_texts_may_be_added_to() -> None:
    assert shown_text("45", '@"家"') == "45家"
    assert shown_text("45", '0;0;0;"共"@') == "共45"
    assert shown_text("45", "@") == "45"
    assert shown_text("45", "0.00") == "45"


@pytest.mark.parametrize(
    "text", ["", "abc", "1e99999", "NaN", "Infinity", "1_0", "９", "1" * 500]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert stored(text) is None


def test_large_numbers_keep_their_digits() -> None:
    assert plain(Decimal("1E+20")) == "100000000000000000000"
    assert shown(Decimal("1E+300"), "0.00")[0] == "1" + "0" * 300 + ".00"


@pytest.mark.parametrize(
    "code",
    ["[", '"', "\\", ";;;;;;;", "#" * 400, ",,,,", "%%%%0", "0.0.0", "[<]0", "_", "*"],
)
def test_odd_formats_do_no_harm(code: str) -> None:
    text, _ = shown(Decimal("0.5"), code)

    assert text

"""What holds for every value, tried where it is most likely to break."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from perfscore.messages import number_text
from perfscore.values.align import aligned
from perfscore.values.numerals import chinese_number
from perfscore.values.parse import parse_value
from perfscore.values.unit_names import COUNTING, MEASURES, MONEY
from perfscore.values.value import Kind, Value

FULL_WIDTH = str.maketrans(
    {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
)
# Few digits, so that equal, neighbouring and round numbers meet often.
NUMBERS = st.one_of(
    st.integers(0, 120).map(Fraction),
    st.sampled_from([0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10000, 10001]).map(
        Fraction
    ),
    st.builds(Fraction, st.integers(0, 10**7), st.sampled_from([10, 100, 10000])),
)
# 1月, 1季度 and 2024年 are dates before they are durations.
UNITS = st.sampled_from(
    sorted((COUNTING | MEASURES | {"%", "‰", "百分点"}) - {"℃", "年", "月", "季度"})
)
STRICT_AND_NOT = st.sampled_from(
    [("大于", "不大于"), ("超过", "不超过"), ("高于", "≤"), (">", "小于等于")]
)


def text_of(number: Fraction) -> str:
    return number_text(number, 12)


def holds(value: Value, number: Fraction) -> bool:
    low, high = value.low, value.high
    above = low is None or low < number or (low == number and not value.low_open)
    below = high is None or number < high or (high == number and not value.high_open)
    return above and below


@given(NUMBERS, UNITS)
def test_a_printed_number_is_read_back(number: Fraction, unit: str) -> None:
    value = parse_value(f"{text_of(number)}{unit}")
    assert (value.number, value.low, value.high) == (number, number, number)
    assert value.unit == unit
    assert value.unit_stated
    in_cell = parse_value(text_of(number), unit=unit)
    assert (in_cell.number, in_cell.unit) == (number, unit)
    assert not in_cell.unit_stated


@given(NUMBERS)
def test_separators_change_nothing(number: Fraction) -> None:
    whole, point, rest = text_of(number).partition(".")
    assert parse_value(f"{int(whole):,}{point}{rest}元").number == number


@given(NUMBERS, st.sampled_from(["人", "次", "公斤", "美元"]))
def test_ten_thousand_is_a_multiplier_of_counts(number: Fraction, unit: str) -> None:
    value = parse_value(f"{text_of(number)}万{unit}")
    assert (value.number, value.unit, value.scale) == (number * 10**4, unit, 1)
    bare = parse_value(f"{text_of(number)}万")
    assert (bare.number, bare.unit, bare.scale) == (number * 10**4, None, 10**4)
    money = parse_value(f"{text_of(number)}万", unit="万元")
    assert (money.number, money.unit) == (number, "万元")


@given(NUMBERS, NUMBERS, STRICT_AND_NOT)
def test_a_comparator_and_its_denial_share_no_number_and_miss_none(
    bound: Fraction, number: Fraction, words: tuple[str, str]
) -> None:
    first, second = (parse_value(f"{word}{text_of(bound)}次") for word in words)
    for one in (number, bound):
        assert holds(first, one) != holds(second, one)
    assert first.number == second.number == bound


@given(
    NUMBERS,
    st.sampled_from(
        [
            ("≥", "不低于", "以上"),
            ("≤", "不超过", "以内"),
            (">=", "至少", "及以上"),
            ("<=", "至多", "以下"),
        ]
    ),
)
def test_signs_and_words_say_the_same(
    number: Fraction, words: tuple[str, str, str]
) -> None:
    sign, before, after = words
    said = [
        parse_value(text)
        for text in (
            f"{sign}{text_of(number)}%",
            f"{before}{text_of(number)}%",
            f"{text_of(number)}%{after}",
        )
    ]
    facts = {(v.comparator, v.low, v.high, v.low_open, v.high_open) for v in said}
    assert len(facts) == 1


@given(NUMBERS, UNITS, st.sampled_from(["", "≥", "<=", ">", "<", "大于", "约"]))
def test_width_and_spaces_change_nothing(
    number: Fraction, unit: str, before: str
) -> None:
    text = f"{before}{text_of(number)}{unit}"
    half = parse_value(text)
    full = parse_value(text.translate(FULL_WIDTH))
    spaced = parse_value(f"　{before} {text_of(number)} {unit} ")
    for one in (full, spaced):
        assert (one.kind, one.comparator, one.number) == (
            half.kind,
            half.comparator,
            half.number,
        )
        assert (one.low, one.high, one.unit) == (half.low, half.high, half.unit)


@given(st.integers(1, 99), st.integers(-3, 6))
def test_about_is_half_a_step_around(digits: int, power: int) -> None:
    number = digits * Fraction(10) ** power
    value = parse_value(f"约{text_of(number)}次")
    step = Fraction(10) ** (power + (digits % 10 == 0))
    assert (value.low, value.high) == (number - step / 2, number + step / 2)
    assert value.high_open
    assert not value.low_open
    assert value.approximate


CURRENCY = st.sampled_from(["元", "千元", "万元", "百万元", "亿元"])


@given(st.integers(1, 10**6), st.integers(0, 10**6), CURRENCY, CURRENCY)
def test_the_unit_of_money_does_not_change_a_rate(
    target: int, actual: int, one: str, other: str
) -> None:
    both = aligned(
        parse_value(f"{text_of(Fraction(target, MONEY[one]))}{one}"),
        parse_value(f"{text_of(Fraction(actual, MONEY[other]))}{other}"),
    )
    assert both.comparable
    assert both.unit == one
    assert both.target == Fraction(target, MONEY[one])
    assert both.number == Fraction(actual, MONEY[one])


@given(NUMBERS, NUMBERS)
def test_shares_are_one_thing_in_percent_and_per_mille(
    target: Fraction, actual: Fraction
) -> None:
    percent = parse_value(f"{text_of(target)}%")
    one = aligned(percent, parse_value(f"{text_of(actual)}%"))
    other = aligned(percent, parse_value(f"{text_of(actual * 10)}‰"))
    # 290% may be a misread ≥90%, which is no matter of units.
    assume(one.comparable)
    assert (one.target, one.number, one.unit) == (other.target, other.number, "1")
    assert one.number == actual / 100


@given(st.integers(0, 99_999_999))
@example(10)
@example(10_010)
@example(20_002_000)
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


def in_chinese(number: int) -> str:
    if number >= 10_000:
        rest = number % 10_000
        zero = "零" if 0 < rest < 1000 else ""
        return f"{in_chinese(number // 10_000)}万{zero}" + (
            in_chinese(rest) if rest else ""
        )
    text = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += "零一二三四五六七八九"[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text or "零"


ALPHABET = (
    "0123456789.,%‰-~—/·()≥≤><=约大于小不低高超过至少多万亿千百十一二两半元次人月年日前底"
    "每季度以上下内含完成率达到控制在 \n;、。个点成分之"
)


@given(st.text(ALPHABET, max_size=14), st.text("元万次/月年%人个1", max_size=4))
@example("0.0%", "")
@example("≥0", "%")
def test_whatever_is_written_the_record_is_sound(text: str, unit: str) -> None:
    value = parse_value(text, unit=unit, year=2024)
    assert value.text == text
    counted = value.kind in (Kind.QUANTITY, Kind.FREQUENCY)
    if not counted:
        assert (value.number, value.low, value.high) == (None, None, None)
        assert value.scale == 1
    elif value.low is not None and value.high is not None:
        assert value.low <= value.high
        assert value.low < value.high or not (value.low_open or value.high_open)
    if counted and value.number is not None and not value.low_open:
        assert holds(value, value.number) or value.high_open
    assert (value.last_day is not None) == (value.kind is Kind.DATE)
    assert bool(value.parts) == (value.kind is Kind.SEVERAL)
    if value.kind is Kind.UNREADABLE:
        assert value.doubts
    both = aligned(value, value)
    if both.comparable and counted:
        assert both.target == both.number


@pytest.mark.parametrize(
    "text", ["5", "5次", "大于5次", "约50%", "2024年12月前", "5万"]
)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert parse_value(text) == parse_value(text)
    assert hash(parse_value(text)) == hash(parse_value(text))

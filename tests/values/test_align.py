from __future__ import annotations

from fractions import Fraction

import pytest

from perfscore.values.align import ONE, Alignment, aligned
from perfscore.values.parse import parse_value


def both(target: str, actual: str, **cells: str) -> Alignment:
    unit = cells.get("unit")
    return aligned(parse_value(target, unit=unit), parse_value(actual, unit=unit))


def figures(*numbers: object) -> list[Fraction | None]:
    return [None if one is None else Fraction(str(one)) for one in numbers]


def reason(one: Alignment) -> str:
    assert not one.comparable
    assert one.reason is not None
    assert (one.number, one.low, one.high, one.target) == (None,) * 4
    return one.reason.key.removeprefix("values.")


@pytest.mark.parametrize(
    ("target", "actual", "unit", "numbers"),
    [
        ("57.6万元", "600000元", "万元", ("57.6", "60")),
        ("1.2亿元", "11000万元", "亿元", ("1.2", "1.1")),
        ("98%", "97.5", ONE, ("0.98", "0.975")),
        ("98", "97.5%", ONE, ("0.98", "0.975")),
        ("5‰", "0.4%", ONE, ("0.005", "0.004")),
        ("1小时", "50分钟", "小时", ("1", "5/6")),
        ("3公里", "2500米", "公里", ("3", "2.5")),
        ("1公顷", "15亩", "公顷", ("1", "1")),
        ("530元/人*月", "540元/月/人", "元/人·月", ("530", "540")),
        ("30场", "31", "场", ("30", "31")),
        ("30", "31场", "场", ("30", "31")),
        ("30", "31", None, ("30", "31")),
        ("1965家单位", "1900家", "家", ("1965", "1900")),
        ("1.2万次", "11000次", "次", ("12000", "11000")),
        ("0%", "0", ONE, ("0", "0")),
        ("0次", "3", "次", ("0", "3")),
    ],
)
def test_one_unit(
    target: str, actual: str, unit: str | None, numbers: tuple[str, str]
) -> None:
    found = both(target, actual)
    assert found.comparable
    assert (found.target, found.number) == tuple(map(Fraction, numbers))
    assert found.unit == unit
    assert found.is_point


@pytest.mark.parametrize(
    ("target", "actual", "unit", "numbers"),
    [
        # beside money 13万 is money, beside a count a count
        ("大于13万", "14万元", "元", (130000, 140000)),
        ("14万元", "13万", "万元", (14, 13)),
        ("大于13万", "14万", None, (130000, 140000)),
        ("大于13万", "140000次", "次", (130000, 140000)),
        ("523.12万", "5231200元", "元", (5231200, 5231200)),
    ],
)
def test_a_bare_multiplier(
    target: str, actual: str, unit: str | None, numbers: tuple[int, int]
) -> None:
    found = both(target, actual)
    assert [found.target, found.number] == figures(*numbers)
    assert found.unit == unit


def test_a_bare_multiplier_is_no_share() -> None:
    assert reason(both("98%", "13万")) == "units-differ"


@pytest.mark.parametrize(
    ("target", "actual", "unit", "numbers"),
    [
        ("每月一次", "12次", "次", (12, 12)),
        ("12次", "每月一次", "次", (12, 12)),
        ("1次/季度", "1次/月", "次", (4, 12)),
        ("每半年一次", "3次", "次", (2, 3)),
        ("12000次/年", "11000次", "次", (12000, 11000)),
        ("30小时/年", "1500分钟", "小时", (30, 25)),
    ],
)
def test_frequencies_over_a_year(
    target: str, actual: str, unit: str, numbers: tuple[int, int]
) -> None:
    found = both(target, actual)
    assert [found.target, found.number] == figures(*numbers)
    assert found.unit == unit
    assert found.by_year


@pytest.mark.parametrize(
    ("target", "actual", "unit", "number"),
    [
        ("1次/月", "2次/月", "次/月", 2),
        ("1次/日", "14次/周", "次/日", 2),
        ("1次/月", "1", "次/月", 1),
    ],
)
def test_frequencies_as_they_are(
    target: str, actual: str, unit: str, number: int
) -> None:
    found = both(target, actual)
    assert [found.target, found.number] == figures(1, number)
    assert found.unit == unit
    assert not found.by_year


@pytest.mark.parametrize(
    ("target", "actual", "key"),
    [
        ("30人", "30人次", "units-differ"),
        ("3%", "3个百分点", "units-differ"),
        ("3个月", "90天", "units-differ"),
        ("5元/人", "5元", "units-differ"),
        ("1次/日", "365次", "rate-and-count"),
        ("1次/周", "12次/年", "rate-and-count"),
        ("保持", "保持", "kinds-differ"),
        ("12次", "", "kinds-differ"),
        ("12次", "2024年12月", "kinds-differ"),
        ("12次", "不适用", "kinds-differ"),
        ("下降1%", "上升1%", "directions-differ"),
        ("下降1%", "-1%", "directions-differ"),
        ("3%", "下降5%", "directions-differ"),
        ("≥95%", "提高5%", "directions-differ"),
        ("≥100次", "增加5次", "directions-differ"),
    ],
)
def test_not_comparable(target: str, actual: str, key: str) -> None:
    assert reason(both(target, actual)) == key


def test_changes_in_one_direction() -> None:
    assert both("下降1%", "同比下降2%").number == Fraction(1, 50)
    assert both("≥5%", "增长6%").comparable
    assert both("增长不低于5%", "-2%").number == Fraction(-1, 50)
    target, actual = parse_value("3%"), parse_value("下降5%")
    assert aligned(target, actual, about="水电气费减少百分比").comparable
    assert not aligned(target, actual, about="收入增长率").comparable


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("57.6万元", "576000"),
        ("57.6万元", "580000.00"),
        ("13万", "13"),
        ("1.2万次", "1.3"),
        ("57.6万元", "57600"),
        ("10万元", "5000"),
        ("1.2万元", "6000"),
        ("10万人", "1000"),
        ("≤5000元", "4.8"),
        ("5元", "50000"),
        ("5", "50000元"),
        # no unit at all
        ("98", "0.98"),
        ("98", "0.95"),
        ("57.6", "576000"),
        ("57.6", "560000"),
        ("0.98", "98"),
    ],
)
def test_a_scale_without_a_unit_is_doubted(target: str, actual: str) -> None:
    found = both(target, actual)
    assert reason(found) == "scale-doubt"
    assert [doubt.key for doubt in found.doubts] == ["values.scale-doubt"]


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("98%", "0.98"),
        ("100%", "1"),
        ("0.5%", "40"),
        ("98", "0.9%"),
        ("95%", "0.5"),
        ("≥10%", "0.5"),
        ("0.5", "95%"),
    ],
)
def test_a_share_or_a_percentage_is_doubted(target: str, actual: str) -> None:
    found = both(target, actual)
    assert reason(found) == "share-doubt"
    assert [doubt.key for doubt in found.doubts] == ["values.share-doubt"]


@pytest.mark.parametrize(
    ("target", "actual", "about", "doubted"),
    [
        ("≥200", "100%", "", True),
        ("≥200", "100%", "完成率", True),
        ("≥90", "95%", "培训人次", True),
        ("≥90", "95%", "合格率", False),
        ("≥90", "95%", "", False),
        ("100", "100%", "培训人次", False),
        ("≥150", "160%", "增长率", False),
        ("0", "5%", "差错", False),
    ],
)
def test_a_bare_target_beside_a_percentage(
    target: str, actual: str, about: str, *, doubted: bool
) -> None:
    found = aligned(parse_value(target), parse_value(actual), about=about)
    assert found.comparable is not doubted
    if doubted:
        assert reason(found) == "bare-target"


def test_no_scale_is_doubted_where_none_is_printed() -> None:
    assert both("5", "50000次").comparable
    assert both("30场", "3000").comparable
    assert both("5元", "50000元").comparable


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("1%", "0.5"),
        ("1%", "1"),
        # Nearer to the target as a percentage: 87.8 % is not meant beside 1.4 %.
        ("2%", "1"),
        ("≤3%", "0.5"),
        ("≥1.4%", "0.878"),
        ("≥5%", "0.9"),
        ("0.5%", "0.4"),
        ("95%", "95"),
        ("95%", "3.5"),
        ("100万元", "3000"),
        ("57.6万元", "60"),
        ("57.6万元", "2"),
        ("≤5000元", "4800"),
        ("≤5000元", "200"),
        ("98", "97.5"),
        ("57.6", "57.6"),
        ("100", "900"),
        ("98", "0"),
        ("0", "98"),
        ("98%", "0.98%"),
        ("57.6万元", "576000万元"),
    ],
)
def test_no_scale_is_doubted(target: str, actual: str) -> None:
    assert both(target, actual).comparable


def test_a_multiplied_unit_cell_is_doubted() -> None:
    assert both("10", "9.5", unit="万人").number == 95000
    assert both("10", "95000人", unit="万人").number == 95000
    assert both("10", "0", unit="万人").comparable
    assert reason(both("10", "95000", unit="万人")) == "scale-doubt"
    assert reason(both("20000", "1.9", unit="万美元")) == "scale-doubt"
    assert both("10", "95000", unit="人").comparable


def test_a_scale_in_the_unit_cell_is_doubted() -> None:
    assert reason(both("57.6", "600000", unit="万元")) == "scale-doubt"
    assert both("57.6", "60", unit="万元").comparable
    assert both("57.6", "600000元", unit="万元").number == 60


@pytest.mark.parametrize(
    ("actual", "comparable"),
    [
        ("2880", True),
        ("2880.01", False),
        ("1.152", True),
        ("1.151", False),
        ("576000000000", False),
        ("0", True),
    ],
)
def test_the_edge_of_the_scale_doubt(actual: str, *, comparable: bool) -> None:
    # 50 times 57.6 is 2880, and a fiftieth of it 1.152.
    assert both("57.6万元", actual).comparable is comparable


def test_zero_raises_no_scale_doubt() -> None:
    assert both("0%", "100").comparable
    assert both("98%", "0").comparable


@pytest.mark.parametrize(
    ("target", "actual", "comparable"),
    [
        ("1次/月", "12", False),
        ("1次/月", "11", False),
        ("1次/月", "1", True),
        ("1次/月", "2", False),
        ("1次/月", "36", False),
        ("1次/月", "37", True),
        ("20次/月", "9", True),
        ("20次/月", "10", False),
        ("20次/月", "20", True),
        ("1次/季度", "4", False),
        ("1次/年", "12", True),
        ("12", "每月一次", False),
    ],
)
def test_per_period_or_per_year(target: str, actual: str, *, comparable: bool) -> None:
    found = both(target, actual)
    assert found.comparable is comparable
    if not comparable:
        assert reason(found) == "period-doubt"


@pytest.mark.parametrize(
    ("target", "actual", "unit", "comparable"),
    [
        ("每月一次", "12次", "", True),
        ("每月一次", "7次", "", True),
        ("每月一次", "6次", "", False),
        ("每月一次", "1次", "", False),
        ("每月一次", "5", "", False),
        ("每月一次", "5", "次", False),
        ("每月一次", "12", "次", True),
        ("每月一次", "0次", "", True),
        ("每月一次", "1次/季度", "", True),
        ("每季度一次", "2次", "", False),
        ("每季度一次", "3次", "", True),
        ("每年一次", "1次", "", True),
        ("20次/月", "9次", "", True),
        ("20次/月", "10次", "", False),
        ("1", "1", "次/月", True),
        ("1", "3", "次/月", True),
        ("1", "5", "次/月", False),
        ("12次", "每月一次", "", True),
    ],
)
def test_a_count_of_an_unfinished_year(
    target: str, actual: str, unit: str, *, comparable: bool
) -> None:
    found = both(target, actual, unit=unit)
    assert found.comparable is comparable
    if not comparable:
        assert reason(found) == "period-doubt"


def test_damage_is_doubted_beside_a_distant_figure() -> None:
    assert reason(both("290%", "95%")) == "lost-comparator"
    assert both("290%", "300%").comparable


def test_bounds_and_ranges_keep_their_ends() -> None:
    found = both("大于14000次", "大于1.3万次")
    assert [found.low, found.high] == figures(13000, None)
    assert found.low_open
    found = both("10%-20%", "小于15%")
    assert (found.target, found.target_low, found.target_high) == (
        None,
        Fraction(1, 10),
        Fraction(1, 5),
    )
    assert [found.low, found.high] == figures(0, "0.15")
    assert found.high_open
    found = both("约3200次", "约3200次")
    assert [found.target, found.low, found.high] == figures(3200, 3150, 3250)


def test_dates() -> None:
    found = both("2024年12月前", "2024-12-15")
    assert (found.days_late_low, found.days_late_high) == (-16, -16)
    assert (found.days_late_other_low, found.days_late_other_high) == (15, 15)
    found = both("2024年12月前", "2024年11月")
    assert (found.days_late_low, found.days_late_high) == (-60, -31)
    assert (found.days_late_other_low, found.days_late_other_high) == (-29, 0)
    found = both("2024年12月31日前", "2025年1月1日")
    assert (found.days_late_low, found.days_late_high) == (1, 1)
    assert found.days_late_other_high is None
    found = both("2024年12月前", "2024年12月前")
    assert (found.days_late_low, found.days_late_high) == (None, 0)
    assert (found.days_late_other_low, found.days_late_other_high) == (None, 0)


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("人均增收≥300元", "户均增收500元", "增收"),
        ("人均增收≥300元", "总增收500元", "增收"),
        ("制定3项", "修订3项", "制度"),
        ("≥10件", "受理10件", "案件办结数"),
        ("≥50万元", "安排50万元", "支付额"),
        ("≥50万元", "节约50万元", "支付额"),
    ],
)
def test_another_thing_is_not_compared(target: str, actual: str, about: str) -> None:
    """Per household is not per head, and what is taken in is not yet settled."""
    found = aligned(parse_value(target), parse_value(actual), about=about)

    assert reason(found) == "other-thing"


@pytest.mark.parametrize(
    ("target", "actual", "about"),
    [
        ("人均增收≥300元", "人均增收320元", "增收"),
        ("采购3台", "购置3台", "设备"),
        ("≥10件", "受理10件", "案件受理数"),
        ("≤50万元", "节约5万元", "成本"),
    ],
)
def test_other_words_for_one_thing(target: str, actual: str, about: str) -> None:
    assert aligned(parse_value(target), parse_value(actual), about=about).comparable


def test_a_deviation_counts_either_way() -> None:
    """-7 % is further off than 5 %, and -3 % is not; a fall of 7 % is below a cap."""
    wanted = parse_value("≤5%")

    assert reason(aligned(wanted, parse_value("-7%"), about="误差率")) == "either-way"
    assert aligned(wanted, parse_value("-3%"), about="误差率").comparable
    assert aligned(wanted, parse_value("-7%"), about="经费变动率").comparable

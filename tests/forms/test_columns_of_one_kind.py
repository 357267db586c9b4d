"""Several columns of one kind: the one that is meant is read, or the row is doubted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from making.drawing import read
from perfscore.forms.models import Form, Indicator
from perfscore.forms.readers.text import read_text
from perfscore.forms.recognise import recognise

TITLE = "项目支出绩效自评表（2022年度）"
OTHER_ACTUALS = """
    上年实际值 上年完成值 上年度实际完成值 2021年完成值 2021年实际完成值 去年完成值
    半年完成值 1-6月完成值 上半年实际完成值 截至6月底完成值 监控完成值 预计完成值
    全年预计完成值 累计完成值 截至目前累计完成值 自评完成值 审核完成值 财政核定完成值
    复核完成值 佐证完成值 目标完成值
"""
OTHER_TARGETS = """
    上年指标值 上年度目标值 2021年度指标值 半年目标值 季度目标值 中期指标值
    三年目标值 总体目标值 实施期指标值 标准值 行业标准值 历史标准值
"""
OTHER_WEIGHTS = ["权重", "满分", "满分值", "标准分", "权重（%）"]


def form_of(text: str, title: str = TITLE) -> Form:
    result = read(f"{title}\n\n{text.strip()}")

    assert result.unread == ()
    (form,) = result.forms
    return form


def row_of(text: str) -> Indicator:
    (row,) = form_of(text).indicators
    return row


def facts(row: Indicator) -> list[str]:
    points = (row.weight, row.claimed, row.reviewed)
    return [row.name, row.target.text, row.actual.text, *map(str, points)]


def told(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def keys(row: Indicator) -> list[str]:
    return [doubt.key for doubt in row.doubts]


def with_columns(*columns: tuple[str, str]) -> Indicator:
    head = " | ".join(heading for heading, _ in columns)
    cells = " | ".join(cell for _, cell in columns)
    return row_of(f"""
一级指标 | 二级指标 | 三级指标 | {head}
产出指标 | 数量指标 | 修渠长度 | {cells}
""")


MEANT = (
    ("年度指标值", "≥56公里"),
    ("实际完成值", "52公里"),
    ("分值", "30"),
    ("得分", "28"),
)
RIGHT = ["修渠长度", "≥56公里", "52公里", "30", "28", "None"]


@pytest.mark.parametrize("place", [0, 1, 2, 4])
@pytest.mark.parametrize("heading", OTHER_ACTUALS.split())
def test_another_actual_is_not_taken_for_the_actual(heading: str, place: int) -> None:
    row = with_columns(*MEANT[:place], (heading, "20公里"), *MEANT[place:])

    assert row.doubts or facts(row) == RIGHT


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("heading", OTHER_TARGETS.split())
def test_another_target_is_not_taken_for_the_target(heading: str, place: int) -> None:
    row = with_columns(*MEANT[:place], (heading, "40公里"), *MEANT[place:])

    assert (facts(row), row.doubts) == (RIGHT, ())


@pytest.mark.parametrize("place", [2, 3])
@pytest.mark.parametrize("heading", OTHER_WEIGHTS)
def test_another_weight_is_not_taken_for_the_points(heading: str, place: int) -> None:
    row = with_columns(*MEANT[:place], (heading, "20"), *MEANT[place:])

    assert (facts(row), keys(row)) == (RIGHT, ["forms.two-values"])


def test_a_share_beside_the_points_says_the_same() -> None:
    for text in ("0.3", "30%", "30"):
        row = with_columns(*MEANT[:2], ("权重", text), *MEANT[2:])
        assert (facts(row), row.doubts) == (RIGHT, ())


def test_the_year_is_told_from_last_year_and_from_half_a_year() -> None:
    row = with_columns(
        ("上年实际值", "48公里"),
        ("本年目标值", "≥56公里"),
        ("本年实际值", "52公里"),
        *MEANT[2:],
    )
    assert (facts(row), row.doubts) == (RIGHT, ())
    row = with_columns(
        MEANT[0], ("1-6月完成值", "20公里"), ("全年完成值", "52公里"), *MEANT[2:]
    )
    assert (facts(row), row.doubts) == (RIGHT, ())


def test_columns_of_two_years_are_told_by_the_year_of_the_form() -> None:
    row = row_of("""
一级指标 | 二级指标 | 三级指标 | 2021年 | < | 2022年 | < | 分值 | 得分
^ | ^ | ^ | 目标值 | 完成值 | 目标值 | 完成值 | ^ | ^
产出指标 | 数量指标 | 修渠长度 | 40公里 | 41公里 | ≥56公里 | 52公里 | 30 | 28
""")
    assert (facts(row), row.doubts) == (RIGHT, ())
    form = form_of(
        """
一级指标 | 二级指标 | 三级指标 | 2021年目标值 | 2022年目标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 修渠长度 | 40公里 | ≥56公里 | 52公里 | 30 | 28
""",
        title="项目支出绩效自评表",
    )
    (row,) = form.indicators
    assert "forms.two-targets" in keys(row)


def test_last_year_alone_is_no_actual() -> None:
    form = form_of(
        """
一级指标 | 二级指标 | 三级指标 | 上年完成值 | 目标值 | 分值
产出指标 | 数量指标 | 修渠长度 | 48公里 | 56公里 | 30
""",
        title="项目支出绩效目标表（2022年度）",
    )
    assert [facts(row)[:3] for row in form.indicators] == [["修渠长度", "56公里", ""]]


def test_an_actual_of_eight_months_is_doubted() -> None:
    row = with_columns(
        MEANT[0], ("1-8月执行情况", "38公里"), ("全年预计完成情况", "57公里")
    )
    assert (row.actual.text, keys(row)) == ("38公里", ["forms.column-of-a-part"])


def test_a_final_score_is_not_the_score_of_the_office() -> None:
    for pair in (
        (("自评得分", "28"), ("最终得分", "27")),
        (("最终得分", "27"), ("自评得分", "28")),
    ):
        row = with_columns(*MEANT[:3], *pair)
        assert (facts(row)[3:], row.doubts) == (["30", "28", "27"], ())
    row = with_columns(*MEANT[:3], ("单项得分", "93.3"), ("加权得分", "28"))
    assert (facts(row), row.doubts) == (RIGHT, ())
    row = with_columns(*MEANT[:3], ("单位自评分", "29"), ("得分", "28"))
    assert keys(row) == ["forms.two-values"]


def test_scores_of_reviewers_under_a_heading_of_their_own() -> None:
    row = row_of("""
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 自评 | < | 财政复评 | <
^ | ^ | ^ | ^ | ^ | 分值 | 得分 | 分值 | 得分
产出指标 | 数量指标 | 修渠长度 | ≥56公里 | 52公里 | 30 | 28 | 30 | 25
""")
    assert (facts(row), row.doubts) == ([*RIGHT[:5], "25"], ())


def test_an_actual_with_a_unit_of_its_own() -> None:
    row = row_of("""
一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | 实际完成值 | < | 分值 | 得分
^ | ^ | ^ | 数值 | 单位 | 数值 | 单位 | ^ | ^
产出指标 | 成本指标 | 总成本 | 480 | 万元 | 4560000 | 元 | 30 | 28
""")
    assert told(row.target.number, row.target.unit) == (480, "万元")
    assert told(row.actual.number, row.actual.unit) == (4560000, "元")


def test_the_unit_in_a_heading_is_that_of_bare_figures() -> None:
    first, second = form_of("""
一级指标 | 二级指标 | 三级指标 | 目标值（%） | 实际值（%） | 分值 | 得分
产出指标 | 质量指标 | 合格率 | ≥95 | 96.2 | 30 | 30
产出指标 | 质量指标 | 长效性 | 良好 | 良好 | 20 | 20
""").indicators
    assert (first.unit, first.target.unit, first.actual.unit) == ("%", "%", "%")
    assert (second.unit, second.target.text, second.doubts) == (None, "良好", ())


def test_parts_under_one_heading_are_taken_apart() -> None:
    row = row_of("""
一级指标 | 二级指标 | 三级指标 | 年度指标值 | < | < | 实际完成值 | < | 分值 | 得分
产出指标 | 数量指标 | 受益人口 | ≥ | 3.2 | 万人 | 3.35 | 万人 | 30 | 30
""")
    assert (str(row.comparator), row.target.text, row.unit) == ("≥", "3.2", "万人")
    assert told(row.target.number, row.actual.number) == (32000, 33500)
    assert row.doubts == ()
    row = row_of("""
一级指标 | 二级指标 | 三级指标 | 指标值 | < | 分值 | 得分
产出指标 | 数量指标 | 修渠长度 | 56公里 | 52公里 | 30 | 30
""")
    assert keys(row) == ["forms.cells-joined"]


def test_plan_and_actual_under_one_heading() -> None:
    row = row_of("""
一级指标 | 二级指标 | 三级指标 | 指标值 | < | 分值 | 得分
^ | ^ | ^ | 计划 | 实际 | ^ | ^
产出指标 | 数量指标 | 修渠长度 | ≥56公里 | 52公里 | 30 | 28
""")
    assert (facts(row), row.doubts) == (RIGHT, ())


def test_of_a_whole_and_its_parts_the_whole_is_read() -> None:
    for names, doubts in (
        ("全省合计 | 甲市", []),
        ("甲市 | 乙市", ["forms.two-values"]),
    ):
        row = row_of(f"""
一级指标 | 二级指标 | 三级指标 | 指标值 | 全年实际完成值 | < | 分值 | 得分
^ | ^ | ^ | ^ | {names} | ^ | ^
产出指标 | 数量指标 | 修渠长度 | ≥56公里 | 52公里 | 30公里 | 30 | 28
""")
        assert (facts(row), keys(row)) == (RIGHT, doubts)


def test_names_of_four_levels() -> None:
    rows = form_of("""
一级指标 | 二级指标 | 三级指标 | 四级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 服务量 | 门诊人次 | ≥36万人次 | 38万人次 | 8 | 8
^ | ^ | ^ | 出院人次 | ≥2万人次 | 2万人次 | 8 | 8
""").indicators
    assert [(row.name, row.doubts) for row in rows] == [
        ("服务量门诊人次", ()),
        ("服务量出院人次", ()),
    ]


def test_names_of_two_levels() -> None:
    rows = form_of("""
一级指标 | 二级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 修渠长度 | ≥56公里 | 52公里 | 30 | 28
效益指标 | 受益户数 | 300户 | 310户 | 30 | 30
""").indicators
    assert [(row.level1, row.level2, row.name) for row in rows] == [
        ("产出指标", "", "修渠长度"),
        ("效益指标", "", "受益户数"),
    ]


@pytest.mark.parametrize("heading", ["绩效目标", "年度指标", "考核指标", "年初指标"])
def test_a_heading_after_the_names_may_be_that_of_targets(heading: str) -> None:
    row = with_columns((heading, "≥56公里"), *MEANT[1:])
    assert (facts(row), row.doubts) == (RIGHT, ())


def test_a_label_without_a_name_is_the_name() -> None:
    rows = form_of("""
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 修渠长度 | ≥56公里 | 52公里 | 90 | 80
预算执行率 | | | 100% | 95% | 10 | 9.5
""").indicators
    assert [(row.level1, row.name, row.doubts) for row in rows] == [
        ("产出指标", "修渠长度", ()),
        ("预算执行率", "预算执行率", ()),
    ]


def test_what_points_to_the_row_above_is_doubted() -> None:
    row = with_columns(("年度指标值", "同上"), *MEANT[1:])
    assert (row.target.text, keys(row)) == ("同上", ["forms.as-above"])


def test_what_stands_under_an_unknown_heading_is_told_in_its_row() -> None:
    first, second = form_of("""
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 达标情形 | 分值/得分
产出指标 | 数量指标 | 修渠长度 | ≥56公里 | 52公里 | 30/28
产出指标 | 数量指标 | 涵洞 | 3座 | |
""").indicators
    assert keys(first) == ["forms.cell-not-read", "forms.cell-not-read"]
    assert second.doubts == ()


@pytest.mark.parametrize(
    "parts", ["目标值\t完成值", "预期\t实际", "计划完成\t实际完成"]
)
@pytest.mark.parametrize("over", ["指标值", "指标完成情况"])
def test_parts_that_slid_to_the_left_in_pasted_text(over: str, parts: str) -> None:
    text = f"""{TITLE}
绩效指标\t一级指标\t二级指标\t三级指标\t{over}\t分值\t得分
{parts}
产出指标\t数量指标\t修渠长度\t≥56公里\t52公里\t30\t28
质量指标\t合格率\t95%\t96%\t20\t20
"""
    (form,) = recognise(read_text(text, "表")).forms
    first, second = form.indicators

    assert facts(first) == RIGHT
    assert facts(second) == ["合格率", "95%", "96%", "20", "20", "None"]
    assert (second.level1, second.level2) == ("产出指标", "质量指标")


def test_levels_below_their_label_in_pasted_text() -> None:
    text = f"""{TITLE}
绩效指标\t年度指标值\t实际完成值\t分值\t得分
一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位
产出指标\t数量指标\t修渠长度\t≥\t56\t公里\t52\t30.00\t28.50
质量指标\t合格率\t≥\t95\t%\t96\t20\t20
"""
    (form,) = recognise(read_text(text, "表")).forms
    first, second = form.indicators

    assert told(str(first.comparator), first.target.number, first.unit) == (
        "≥",
        56,
        "公里",
    )
    assert told(first.actual.number, first.weight) == (52, 30)
    assert first.claimed == Fraction("28.5")
    assert told(second.name, second.actual.number, second.claimed) == ("合格率", 96, 20)

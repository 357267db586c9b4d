"""Narratives and amounts under the labels that published forms print."""

from __future__ import annotations

import pytest

from making.drawing import read
from perfscore.forms.models import Form
from perfscore.forms.read import read_form

TABLE = """一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 里程 | 3公里
"""


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def bars(head: str) -> Form:
    return read_form(f"项目支出绩效自评表\n（2022年度）\n{head}\n{TABLE}".encode())


@pytest.mark.parametrize(
    ("head", "goal", "outcome"),
    [
        (
            "年度总体目标完成情况 | 预期目标 | 实际完成情况\n | 三公里 | 已办",
            "三公里",
            "已办",
        ),
        (
            "年度目标完成情况 | 预期目标 | 目标实际完成情况\n | 三公里 | 已办",
            "三公里",
            "已办",
        ),
        (
            "总体目标完成情况 | 总体目标 | 全年实际完成情况\n | 三公里 | 已办",
            "三公里",
            "已办",
        ),
        ("总体目标 | 年度目标\n | 三公里", "三公里", ""),
        (
            "总体目标 | 实施周期总目标（2022年--2024年） | 年度目标\n | 十 | 三",
            "三",
            "",
        ),
        ("项目总体目标 | 十公里\n项目年度目标 | 三公里", "三公里", ""),
        ("当年绩效目标 | 三公里", "三公里", ""),
        ("整体目标： | 三公里", "三公里", ""),
        ("年度绩效总目标 | 三公里", "三公里", ""),
    ],
)
def test_the_goal_of_the_year_and_its_outcome(
    head: str, goal: str, outcome: str
) -> None:
    """The label of the block is no heading of one of its cells."""
    form = bars(head)

    assert (form.goal, form.goal_actual) == (goal, outcome)


def test_the_same_goals_where_columns_are_known() -> None:
    form = read(
        "项目支出绩效自评表\n"
        "年度总体目标完成情况 | 预期目标 | 实际完成情况 | <\n"
        "^ | 三公里 | 已办 | <\n"
        "一级指标 | 二级指标 | 三级指标 | 指标值\n"
        "产出指标 | 数量指标 | 里程 | 3公里\n"
    ).forms[0]

    assert (form.goal, form.goal_actual) == ("三公里", "已办")


def test_a_part_of_the_amount_may_say_of_what() -> None:
    form = bars(
        "项目资金（万元） | 年度资金总额： | 80\n"
        " | 其中：财政拨款 | 75\n"
        " | 其他资金 | 5"
    )

    assert [facts(part.name, part.amount) for part in form.budget_parts] == [
        ("年度资金总额", 80),
        ("财政拨款", 75),
        ("其他资金", 5),
    ]


def test_a_rate_of_nothing_needs_no_sign() -> None:
    form = bars(
        "项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率\n"
        "年度总金额 | 80 | 80 | 0 | 0"
    )
    (line,) = form.budget

    assert facts(line.is_total, line.execution_rate, line.doubts) == (True, 0, ())


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("预期2022年实现值", "3公里"),
        ("当年预期实现值", "3公里"),
        ("指标值及单位", "3公里"),
    ],
)
def test_what_is_expected_is_a_target(heading: str, value: str) -> None:
    text = TABLE.replace("指标值", f"绩效标准 | {heading}").replace(
        "3公里", "计划标准 | 3公里"
    )
    (row,) = read_form(f"2022年绩效目标表\n{text}".encode()).indicators

    assert (row.target.text, row.actual.text, row.note) == (value, "", "计划标准")
    assert row.doubts == ()


def test_the_sign_counts_and_not_the_direction() -> None:
    """等于 beside 正向: the direction is printed blank where a row is of words."""
    text = """项目绩效目标表
一级指标 | 二级指标 | 三级指标 | 指标方向 | 指标性质 | 目标值 | 计量单位 | 分值
产出指标(50分) | 质量指标 | 设备验收合格率 | 正向 | 等于 | 100 | % | 7.5
 | 时效指标 | 采购计划完成时间 | | 定性 | 11月底之前 | | 5
"""
    rows = read_form(text.encode()).indicators

    assert [row.comparator for row in rows] == ["=", "定性"]
    assert [row.target.text for row in rows] == ["100", "11月底之前"]


def test_a_goal_of_numbered_items_goes_on_in_the_rows_below() -> None:
    form = bars(
        "本年度绩效目标 | 1.对提供证明的学生发放补助；\n"
        " | 2.补助标准为每生1500元/学期。 | \n | 3.按时发放。 | "
    )

    assert form.goal.splitlines() == [
        "1.对提供证明的学生发放补助；",
        "2.补助标准为每生1500元/学期。",
        "3.按时发放。",
    ]


def test_a_goal_goes_on_beside_its_label() -> None:
    page = (
        "<table><tr><td colspan=4>项目支出绩效目标申报表（2023年度）</td></tr>"
        "<tr><td rowspan=2>年度绩效目标</td><td colspan=3>发放补助；</td></tr>"
        "<tr><td colspan=3>补助标准为每生1500元/学期。</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>人数</td><td>≥101人</td></tr></table>"
    )
    form = read_form(page.encode())

    assert form.goal.splitlines() == ["发放补助；", "补助标准为每生1500元/学期。"]
    assert [row.name for row in form.indicators] == ["人数"]

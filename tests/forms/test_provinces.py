"""Layouts of several provinces: fictitious forms with the headings that those print.

A form is drawn as it looks: one line is a row, ``|`` stands between cells, ``<`` goes
on with the cell to the left and ``^`` with the cell above. Wide ones are drawn in
data/layouts.txt.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from making.drawing import read
from making.facts import lines
from perfscore.forms.models import Form, Indicator
from perfscore.forms.readers.text import read_text
from perfscore.forms.recognise import recognise

DATA = (Path(__file__).parent / "data" / "layouts.txt").read_text(encoding="utf-8")
LAYOUTS = {
    name.strip(): text
    for name, _, text in (one.partition("\n") for one in DATA.split("@@@")[1:])
}


def read_one(text: str) -> Form:
    result = read(text)

    assert result.unread == ()
    (form,) = result.forms
    return form


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def keys(form: Form) -> list[str]:
    return [doubt.key for doubt in form.doubts]


def test_targets_set_and_adjusted() -> None:
    """The adjusted target counts; where both are printed and differ it is doubted."""
    form = read_one(LAYOUTS["chongqing"])
    (budget,) = form.budget

    assert lines(form) == [
        "||开放天数|≥|300|天|310|40|40",
        "||预算完成率|≥|76|%|76|20|20",
        "||制度健全性|定性|高||高|30|30",
    ]
    assert [[d.key for d in row.doubts] for row in form.indicators] == [
        [],
        ["forms.two-targets"],
        [],
    ]
    assert facts(form.total_claimed, form.money_unit) == (Fraction("97.6"), "万元")
    assert facts(budget.initial, budget.adjusted, budget.executed) == (1000, 1200, 912)
    assert facts(budget.weight, budget.claimed) == (10, Fraction("7.6"))
    assert form.goal_actual == "已办"


def test_a_target_in_parts_below_its_heading() -> None:
    form = read_one(LAYOUTS["hebei"])

    assert lines(form) == [
        "产出指标|数量指标|绿化面积|≥|200|亩|210|20|20",
        "产出指标|质量指标|成活率|≥|95|%|96|20|20",
        "效益指标|生态效益指标|环境改善|定性|明显||明显|40|38",
        "满意度指标|服务对象满意度指标|市民满意度|≥|90|%|92|10|10",
        "预算执行率||预算执行率|=|100|%|90%|10|9",
    ]
    assert {row.doubts for row in form.indicators} == {()}
    assert facts(form.total_weight, form.total_claimed) == (100, 97)


def test_a_budget_whose_label_column_has_a_heading_like_an_amount() -> None:
    form = read_one(LAYOUTS["sichuan"])

    assert lines(form) == [
        "产出指标|数量指标|发放覆盖率|=|100|%|100|60|60",
        "效益指标|社会效益指标|足额保障率|=|100|%|98|30|28",
    ]
    assert [
        facts(one.name, one.initial, one.adjusted, one.executed, one.weight)
        for one in form.budget
    ] == [
        ("总额", Fraction("238.93"), Fraction("251.89"), Fraction("251.89"), 10),
        ("财政资金", Fraction("238.93"), Fraction("251.89"), Fraction("251.89"), None),
        ("其他资金", None, None, None, None),
    ]
    assert facts(form.rows_weight, form.goal, form.goal_actual) == (
        90,
        "按时发放",
        "已发放",
    )


def test_levels_with_weights_of_their_own() -> None:
    form = read_one(LAYOUTS["levels_with_weights"])

    assert [facts(one.name, one.weight) for one in form.level1] == [
        ("履职效能", 50),
        ("管理效率", 50),
    ]
    assert lines(form) == [
        "履职效能|整体效能|产出完成率|||||30|29",
        "履职效能|整体效能|效益完成率|||||20|19",
        "管理效率|预算编制|编制规范性|||||50|50",
    ]


def test_several_columns_of_weights_in_one_row() -> None:
    """The weight of an indicator stands after its name."""
    form = read_one(LAYOUTS["weights"])

    assert lines(form) == [
        "预算绩效|预算管理|预算执行进度||40|%|38|7|6",
        "项目绩效|产出|会议次数||4|次|4|20|20",
    ]


def test_several_years_beside_the_year() -> None:
    form = read_one(LAYOUTS["side_by_side"])

    assert form.goal == "一年运维"
    assert keys(form) == ["forms.side-by-side"]
    assert [(row.level1, row.name, row.target.text) for row in form.indicators] == [
        ("产出指标", "巡检次数", "12次"),
        ("产出指标", "正常率", "98%"),
        ("满意度指标", "满意度", "≥95%"),
    ]


def test_several_years_above_the_year() -> None:
    form = read_one("""
项目绩效目标表（2021年度）

填报单位 | 东港镇政府 | < | < | <
项目名称 | 基础设施 | < | < | <
项目绩效目标 | 长期目标 | < | 年度目标 | <
^ | 改善出行 | < | 完成改造 | <
长期绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值
^ | 产出指标 | 数量指标 | 改造道路 | 30公里
年度绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值
^ | 产出指标 | 数量指标 | 改造道路 | 10公里
""")

    assert form.goal == "完成改造"
    assert keys(form) == ["forms.long-term-left-out"]
    assert [row.target.text for row in form.indicators] == ["10公里"]
    assert [one.name for one in form.level1] == ["产出指标"]


def test_subtotals_and_remarks_are_no_indicators() -> None:
    form = read_one("""
部门整体支出绩效自评表
（2022年度）

一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标（50分） | 数量指标 | 会议 | 3次 | 3次 | 50 | 50 |
小计 | < | < | < | < | 50 | 50 |
效益指标（40分） | 社会效益 | 服务 | 提升 | 提升 | 40 | 38 |
产出效益小计 | < | < | < | < | 90 | 88 |
预算执行率 | < | < | 100% | 95% | 10 | 9.5 |
综合得分 | < | < | < | < | 100 | 97.5 |
自评等级 | 优 | < | < | < | < | < | <
下一步工作计划 | 继续加强 | < | < | < | < | < | <
填表人：某某 | < | < | 联系电话：1 | < | < | < | <
""")

    assert [row.name for row in form.indicators] == ["会议", "服务", "预算执行率"]
    assert facts(form.total_weight, form.total_claimed) == (100, Fraction("97.5"))


def test_a_row_with_a_name_alone_is_doubted() -> None:
    form = read_one("""
项目支出绩效自评表

一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 会议 | 3次 | 3次 | 50 | 50
^ | ^ | 培训 |  |  |  |
""")

    assert [[d.key for d in row.doubts] for row in form.indicators] == [
        [],
        ["forms.row-without-figures"],
    ]


@pytest.mark.parametrize(
    ("head", "points"),
    [
        ("绩效指标 | 权重 | 目标值 | 实际值 | 单位自评得分", "30|28"),
        ("具体指标 | 标准分值 | 年初目标值（A） | 全年完成值（B） | 评价得分", "30|28"),
        ("三级指标（内容） | 赋分 | 计划数 | 年终完成值 | 自评分", "None|28"),
    ],
)
def test_other_words_of_the_headings(head: str, points: str) -> None:
    form = read_one(f"""
2022年度项目支出绩效自评表

年度绩效指标 | 一级指标/n(分值) | 二级指标 | {head}
^ | 产出指标/n(60) | 数量 | 论文数 | 30 | 大于5篇 | 6篇 | 28
""")
    (row,) = form.indicators

    assert (row.name, row.target.text, row.actual.text) == ("论文数", "大于5篇", "6篇")
    assert points == f"{row.weight}|{row.claimed}"
    assert row.reviewed is None


def test_words_beside_the_actual_figure() -> None:
    form = read_one("""
项目支出绩效自评表（2022年度）

一级指标 | 二级指标 | 三级指标 | 目标值 | 完成情况 | 全年实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 会议 | 3次 | 已完成 | 4次 | 90 | 90
""")

    assert [row.actual.text for row in form.indicators] == ["4次"]


def test_a_rating_in_the_head_of_the_form() -> None:
    form = read_one("""
项目支出绩效自评表（2022年度）

项目名称 | 会议 | 自评得分 | 90 | 自评等级 | 优
一级指标 | 二级指标 | 三级指标 | 目标值 | 实际值 | 得分
产出指标 | 数量指标 | 会议 | 3次 | 4次 | 90
""")

    assert facts(form.project, form.total_claimed, form.rating) == ("会议", 90, "优")


def test_a_column_that_is_not_understood_is_told() -> None:
    form = read_one("""
项目支出绩效自评表（2022年度）

序号 | 一级指标 | 二级指标 | 三级指标 | 目标值 | 赋值 | 实际值 | 完成率 | 得分
1 | 产出指标 | 数量指标 | 会议 | 3次 | 40 | 4次 | 133% | 90
""")
    (doubt,) = form.doubts

    assert doubt.key == "forms.unknown-columns"
    assert "赋值" in doubt.text("zh")
    assert "完成率" not in doubt.text("zh")


def dumped(text: str, separator: str, *, merged: str) -> str:
    """Write a drawn form as a dump that leaves merged cells blank, or drops them."""
    lines = []
    for line in text.strip().split("\n"):
        cells = [one.strip() for one in line.split("|")]
        kept = [
            "" if one in {"<", "^"} else one.replace("/n", "")
            for one in cells
            if not one or one not in merged
        ]
        lines.append(separator.join(kept) if "|" in line else line)
    return "\n".join(lines)


@pytest.mark.parametrize("merged", ["-", "<", "<^"], ids=["blank", "left", "dropped"])
@pytest.mark.parametrize("separator", ["\t", " | "], ids=["tabs", "bars"])
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_a_dump_says_the_same_or_is_doubted(
    name: str, separator: str, merged: str
) -> None:
    """What a dump has lost may leave rows unread, and never makes them say else."""
    form = read_one(LAYOUTS[name])
    wanted = {row.name: facts_of(row) for row in form.indicators}
    text = dumped(LAYOUTS[name], separator, merged=merged)
    result = recognise(read_text(text, "表"))
    found = [row for one in result.forms for row in one.indicators]

    for row in found:
        assert row.doubts or wanted[row.name] == facts_of(row)
    assert len(found) == len(wanted) or result.unread or merged == "<^"
    if merged == "-":
        assert len(found) == len(wanted)


def facts_of(row: Indicator) -> tuple[object, ...]:
    sign = row.comparator
    return (sign, row.target.text, row.actual.text, row.weight, row.claimed)


def test_a_row_that_ends_before_its_score_is_doubted() -> None:
    """Its blank cell was lost, and what stands after it moved to the left."""
    text = """项目支出绩效自评表
三级指标\t指标性质\t指标值\t实际完成值\t分值\t得分
会议\t≥\t3\t4\t30\t30
效果\t\t良好\t\t30\t28
培训\t≥\t3\t30\t30
"""
    form = recognise(read_text(text, "表")).forms[0]

    assert [[one.key for one in row.doubts] for row in form.indicators] == [
        [],
        [],
        ["forms.row-aligned"],
    ]

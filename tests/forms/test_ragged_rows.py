"""Rows of text dumps that lost cells: the columns left tell the number of labels."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfscore.forms.grid import Cell, Document, Grid, Paragraph
from perfscore.forms.models import Form
from perfscore.forms.read import read_form
from perfscore.forms.readers.text import read_text
from perfscore.forms.recognise import recognise

SPONGE = """2022年度某经费项目自评表
项目名称 | 某经费 | ||||||||
主管部门 | 某局 | 项目实施单位 | 某中心 | ||||||
预算执行情况(万元) (20分) | 预算数(A) | 执行数(B) | 执行率(B/A) | 得分 | |||||
年度财政资金总额 | 200 | 195.5 | 97.75% | 19.55 | |||||
年度绩效目标1 (80分) | 一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 得分 | |||
产出指标 | 数量指标 | 宣传片、方案 | 1部宣传片,2套方案 | 1部宣传片,2套方案 | 10 | ||||
质量指标 | 通过评审 | 通过 | 通过 | 10 | |||||
成本指标
| 制作费 | 200万 | 195.5万元 | 10 | |||||
效益指标 | 社会效益 指标 | 指导建设 | 指导建设 | 完成 | 10 | ||||
满意度指标 | 满意度指标 | 群众满意度 | 满意 | 完成 | 10 | ||||
总分 | 99.55分 | ||||||||
"""


def read(form: Form) -> list[tuple[object, ...]]:
    return [
        (r.level1, r.level2, r.name, r.target.text, r.actual.text, str(r.claimed))
        for r in form.indicators
    ]


def test_a_level_2_heading_may_repeat_its_level_1_heading() -> None:
    form = read_form(SPONGE.encode())

    assert [
        ("产出指标", "数量指标", "宣传片、方案", *["1部宣传片,2套方案"] * 2, "10"),
        ("产出指标", "质量指标", "通过评审", "通过", "通过", "10"),
        ("产出指标", "成本指标", "制作费", "200万", "195.5万元", "10"),
        ("效益指标", "社会效益指标", "指导建设", "指导建设", "完成", "10"),
        ("满意度指标", "满意度指标", "群众满意度", "满意", "完成", "10"),
    ] == read(form)
    assert [row.doubts for row in form.indicators] == [()] * 5


def test_a_label_broken_over_two_lines_is_one_between_tabs_too() -> None:
    tabs = "\n".join(
        "\t".join(cell.strip() for cell in line.split("|"))
        for line in SPONGE.splitlines()
    )
    barred, tabbed = read_form(SPONGE.encode()), read_form(tabs.encode())

    assert read(barred) == read(tabbed)
    assert barred.rows_weight == tabbed.rows_weight
    assert barred.total_claimed == tabbed.total_claimed == Fraction("99.55")


def test_other_lines_between_tabs_stay_apart() -> None:
    text = (
        "目标表\n一级指标\t三级指标\t分值\n产出指标\t巡检\t10\n注意事项\n\t维修\t20\n"
    )
    document = read_text(text, "a.txt")

    assert [type(block).__name__ for block in document.blocks] == [
        *("Paragraph", "Grid", "Paragraph", "Grid")
    ]


@pytest.mark.parametrize("side", ["", "年度目标 | ", "绩效指标 | "])
@pytest.mark.parametrize("label", ["满意度指标", "成本指标"])
@pytest.mark.parametrize("name", ["群众满意度", "成本节约率", "受益对象"])
def test_a_repeated_label_is_a_label_of_the_next_level(
    side: str, label: str, name: str
) -> None:
    """Whatever stands before the labels, and whatever the name is like."""
    text = f"""项目支出绩效自评表
{side}一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 巡检 | 12次 | 12次 | 10 | 10
{label} | {label} | {name} | 满意 | 完成 | 10 | 9
"""
    row = read_form(text.encode()).indicators[1]

    assert (row.level1, row.level2, row.name) == (label, label, name)
    assert (row.target.text, row.actual.text) == ("满意", "完成")
    assert (row.weight, row.claimed) == (Fraction(10), Fraction(9))


def test_a_row_that_fits_in_two_ways_is_doubted() -> None:
    """Without points nothing tells whether 群众满意度 is a heading or a name."""
    text = """项目支出绩效目标表
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注
产出指标 | 数量指标 | 巡检 | 12次 |
满意度指标 | 群众满意度 | 满意 | 95% |
"""
    first, second = read_form(text.encode()).indicators

    assert first.doubts == ()
    assert [doubt.key for doubt in second.doubts] == ["forms.row-aligned"]


def test_one_label_of_two_levels_is_doubted() -> None:
    """A merge may have hidden the heading above it, or the heading below."""
    text = SPONGE.replace("满意度指标 | 满意度指标", "满意度指标")
    row = read_form(text.encode()).indicators[-1]

    assert (row.name, row.target.text, row.actual.text) == (
        "群众满意度",
        "满意",
        "完成",
    )
    assert [doubt.key for doubt in row.doubts] == ["forms.label-of-two-levels"]


def test_the_declared_total_of_the_rows_is_read() -> None:
    form = read_form(SPONGE.encode())

    assert form.rows_weight == Fraction(80)
    assert form.places["rows_weight"].line == 6
    assert form.budget[0].weight == Fraction(20)


@pytest.mark.parametrize(
    ("heads", "total"),
    [
        (["绩效指标（90分）"], "90"),
        (["绩效指标"], "None"),
        (["年度绩效目标1（50分）", "年度绩效目标2（30分）"], "80"),
        (["年度绩效目标1（50分）", "年度绩效目标1（50分）"], "50"),
        (["年度绩效目标1（50分）", "年度绩效目标2"], "None"),
    ],
)
def test_totals_of_several_blocks_add_up(heads: list[str], total: str) -> None:
    """A heading repeated on the next page counts once."""
    rest = "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 得分"
    blocks = [
        f"{head} | {rest}\n | 产出指标 | 数量指标 | 巡检{at} | 1次 | 1次 | 9"
        for at, head in enumerate(heads)
    ]
    text = "项目支出绩效自评表\n" + "\n".join(blocks)
    form = read_form(text.encode())

    assert total == str(form.rows_weight)
    assert len(heads) == len(form.indicators)


def test_the_declared_total_may_stand_beside_the_rows_of_a_document() -> None:
    heads = ("", "一级指标", "三级指标", "指标值", "分值")
    cells = [Cell(text=text, row=0, column=at) for at, text in enumerate(heads)]
    cells.append(Cell(text="绩效\n指标\n（90分）", row=1, column=0, row_span=2))
    for number in (1, 2):
        texts = ("产出指标", f"巡检{number}", "12次", "45")
        cells += [Cell(text=t, row=number, column=c) for c, t in enumerate(texts, 1)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    blocks = (Paragraph("项目支出绩效自评表"), Grid(tuple(cells)))
    (form,) = recognise(Document("a.docx", blocks)).forms

    assert form.rows_weight == Fraction(90)
    assert [row.name for row in form.indicators] == ["巡检1", "巡检2"]

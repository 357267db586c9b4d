"""Dumps whose rows were lost: cells in their order, one on a line or run together."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from making.facts import lines
from perfscore.errors import ReadError
from perfscore.forms.read import read_document, read_form
from perfscore.forms.readers.stream import has_lost_rows, rows_of
from perfscore.forms.readers.tokens import Token, cells_of, split

DATA = Path(__file__).parent / "data"


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


SUIXI = """
产出指标|数量指标|★★★农村低保人数(月均)(≥**人)||>=21933人||21980人|5|5
产出指标|数量指标|★★★其中:低保中的建档立卡人口(月均)(≥**人)||>=9431人||9453人|5|5
产出指标|数量指标|★★★接受临时救助人次(≥**人次)||>=59人次||87人次|5|5
产出指标|数量指标|★★★特困供养人数(月均)(≥**人)||>=4754人||4604人|5|5
产出指标|数量指标|扶贫临时救助人数(月均)(≥**人)||>=7人||7人|10|10
产出指标|质量指标|★农村低保标准(≥**元/人·月)||>=530元/人*月||583元/人*月|5|5
产出指标|质量指标|特困供养标准(≥**元/人·月)||>=570元/人*月||758元/人*月|5|5
产出指标|质量指标|临时救助标准(<**元/户·年)——一户年最高5300元||<=5300元/户||5830元/户|10|10
效益指标|社会效益指标|★★★受益人口数≥**人||>=80人||87人|30|30
满意度指标|服务对象满意度指标|★受助对象满意度(≥**%)||>=9|||10|None
"""
YONGDE = """
产出指标|数量指标|受助学生数|≥|735|人次|735|10|10
产出指标|质量指标|计划覆盖率|≥|100|%|100%|10|10
产出指标|时效指标|资金到位及时率|≥|100|%|100%|10|7
产出指标|成本指标|生均标准达标率|=|100|%|100%|10|10
效益指标|经济效益指标|减轻困难家庭负担||有效||有效|10|10
效益指标|社会效益指标|政策知晓率|=|100|%|98%|10|9
效益指标|可持续影响指标|促进学校事业发展|≥|100|%|100%|10|10
满意度指标|服务对象满意度指标等|学生满意度|≥|95|%|100%|10|10
满意度指标|服务对象满意度指标等|家长满意度|≥|95|%|100%|10|10
"""


def test_one_cell_on_a_line() -> None:
    form = read_form(DATA / "suixi-2019.txt")

    assert lines(form) == SUIXI.strip().splitlines()
    assert (form.project, form.department, form.year) == (
        "临时救助",
        "[155]濉溪县民政局",
        2019,
    )
    assert [facts(one.name, one.weight) for one in form.level1] == [
        ("产出指标", 50),
        ("效益指标", 30),
        ("满意度指标", 10),
    ]
    assert [
        facts(one.name, one.adjusted, one.executed, one.weight, one.claimed)
        for one in form.budget
    ] == [
        ("年度资金总额", 30, 30, 10, 10),
        ("本年财政拨款", 30, 30, 10, 10),
        ("其他资金", None, None, None, None),
    ]
    assert form.indicators[3].reason == "特困人员动态管理"
    assert form.goal_actual == "全年临时救助87人次,资金30万元,(略)"


def test_the_row_in_which_the_text_ends_is_doubted() -> None:
    *whole, last = read_form(DATA / "suixi-2019.txt").indicators

    assert {row.doubts for row in whole} == {()}
    assert "forms.text-ends" in {doubt.key for doubt in last.doubts}


def test_cells_run_together_over_lines() -> None:
    form = read_form(DATA / "yongde-2022.txt")

    assert lines(form) == YONGDE.strip().splitlines()
    assert (form.office, form.department, form.project, form.money_unit) == (
        "临沧市永德县明朗中学",
        "永德县教育体育局",
        "营养改善计划专项资金",
        "元",
    )
    assert facts(form.total_weight, form.total_claimed, form.rating) == (100, 96, "优")
    assert (form.goal, form.goal_actual) == ("(略)", "(略)")


def test_the_first_amount_is_the_missing_one() -> None:
    total, grant, *rest = read_form(DATA / "yongde-2022.txt").budget
    amount = Fraction("387664.62")

    assert (total.initial, total.adjusted, total.executed) == (None, amount, amount)
    assert facts(total.weight, total.execution_rate, total.claimed) == (10, 1, 10)
    assert (grant.initial, grant.adjusted, grant.executed) == (None, amount, amount)
    assert (grant.weight, grant.claimed) == (None, None)
    assert {(one.adjusted, one.executed) for one in rest} == {(None, None)}


HEAD = "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因"


def test_merged_cells_that_are_written_once() -> None:
    """A label stands once, and the blank reason ends each row."""
    text = f"""项目支出绩效自评表 | 项目名称 | 绿道 | {HEAD} | 产出指标 | 数量指标 |
里程 | 3公里 | 3公里 | 20 | 20 |
| 驿站 | 2座 | 1座 | 20 | 10 | 用地未批 | 质量指标 | 合格率 |
100% | 100% | 50 | 50 |
| 总分 | 90 | 80 |
"""
    form = read_form(text.encode())

    assert lines(form) == [
        "产出指标|数量指标|里程||3公里||3公里|20|20",
        "产出指标|数量指标|驿站||2座||1座|20|10",
        "产出指标|质量指标|合格率||100%||100%|50|50",
    ]
    assert [row.reason for row in form.indicators] == ["", "用地未批", ""]
    assert facts(form.project, form.total_weight) == ("绿道", 90)
    assert facts(form.total_claimed) == (80,)


def test_a_lost_cell_leaves_the_table_unread() -> None:
    """Where one figure is missing, no row can be told from the next."""
    text = f"{HEAD} | 产出指标 | 数量指标 |\n里程 | 3公里 | 20 | 20 |\n | 驿站 | 2座 |"

    with pytest.raises(ReadError) as caught:
        read_form(text.encode())

    assert caught.value.message.key == "forms.no-form-read"


def test_without_a_column_of_figures_nothing_is_cut() -> None:
    """Where all columns hold words, a missing cell would not be seen."""
    heads = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "备注"]
    cells = [Token(one, 1) for one in [*heads, "产出指标", "数量指标", *"甲乙丙丁戊"]]

    assert rows_of(cells) is None


def test_a_figure_is_no_name() -> None:
    """A name that is missing shifts the figures of its row, and then none fits."""
    heads = HEAD.split(" | ")[:7]
    body = ["产出指标", "数量指标", "里程", "3公里", "3公里", "20", "20"]
    more = ["2座", "1座", "20", "10"]

    whole = rows_of([Token(one, 1) for one in [*heads, *body]]) or []
    short = rows_of([Token(one, 1) for one in [*heads, *body, *more]]) or []

    assert [[cell.unsure for cell in row] for row in whole[1:]] == [[False] * 7]
    assert [any(cell.unsure for cell in row) for row in short[1:]] == [False, True]


def test_rows_on_their_own_lines_are_not_lost() -> None:
    lines = split([f"{HEAD} |", "产出指标 | 数量指标 | 里程 | 3公里 |"], 1)

    assert not has_lost_rows(lines)
    assert has_lost_rows(split([f"{HEAD} | 产出指标 | 数量指标 |"], 1))
    assert not has_lost_rows(split(["a | b", ""], 1))


def test_cells_go_on_over_line_breaks() -> None:
    cells, cut = cells_of(split(["绿道 |", "| 三级", "指标 | 完"], 7))

    assert [(cell.text, cell.line) for cell in cells] == [
        ("绿道", 7),
        ("", 8),
        ("三级\n指标", 8),
        ("完", 9),
    ]
    assert cut


def test_no_heading_is_no_table() -> None:
    assert rows_of([Token("绿道", 1), Token("3公里", 1)]) is None


BARE = """项目支出绩效自评表
（2022年度）
项目名称
乡村道路
项目资金（万元）
年初预算数
全年预算数
全年执行数
分值
执行率
得分
年度资金总额
100
100
95
10
95%
9.5
其中：当年财政拨款
100
95
上年结转
绩效指标
一级指标
二级指标
三级指标
指标性质
指标值
度量单位
实际完成值
分值
得分
偏差原因
产出指标
数量指标
养护里程
≥
30
公里
30
20
20
质量指标
养护效果
定性
良好
良好
30
28
天气
时效指标
满意度指标
满意度指标
群众满意度
≥
90
%
95
40
40
总分
100
97.5
"""


@pytest.mark.parametrize(
    "text", [BARE, BARE.replace("\n", " ")], ids=["lines", "words"]
)
def test_cells_without_any_lines_between_them(text: str) -> None:
    result = read_document(text.encode())
    (form,) = result.forms

    assert lines(form) == [
        "产出指标|数量指标|养护里程|≥|30|公里|30|20|20",
        "产出指标|质量指标|养护效果|定性|良好||良好|30|28",
        "满意度指标|满意度指标|群众满意度|≥|90|%|95|40|40",
    ]
    assert [row.reason for row in form.indicators] == ["", "天气", ""]
    assert facts(form.year, form.total_weight, form.total_claimed) == (
        2022,
        100,
        Fraction("97.5"),
    )
    assert [(one.name, one.executed) for one in form.budget] == [
        ("年度资金总额", Fraction(95)),
        ("上年结转", None),
    ]
    assert [doubt.key for doubt in result.doubts] == ["forms.no-blank-cells"]


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("养护里程\n", "", 0),
        ("公里\n30\n", "公里\n", 0),
        ("30\n28\n天气", "28\n天气", 1),
    ],
)
def test_a_missing_cell_is_doubted_between_its_labels(
    old: str, new: str, row: int
) -> None:
    """The labels after it begin the next rows, which no cell is missing from."""
    form = read_form(BARE.replace(old, new).encode())
    doubted = [
        "forms.row-aligned" in {doubt.key for doubt in one.doubts}
        for one in form.indicators
    ]

    assert doubted == [number == row for number in range(3)]

"""Texts of published pages: rows pushed to the left, lines of cells, cells on lines.

The strings are pieces of published forms, cut to what shows how their texts are
written; what is expected was read from them by eye.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from making.facts import lines
from perfscore.forms.columns import Column
from perfscore.forms.models import Form
from perfscore.forms.read import read_form
from perfscore.forms.readers.fitting import fitted, placed_amounts
from perfscore.forms.readers.spaced import rows_of_lines
from perfscore.forms.readers.tokens import Token, joined

DATA = (Path(__file__).parent / "data" / "pages.txt").read_text(encoding="utf-8")
TEXTS = {
    name.strip(): text
    for name, _, text in (one.partition("\n") for one in DATA.split("@@@")[1:])
}


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def keys(form: Form) -> list[set[str]]:
    """The doubts of each row."""
    return [{doubt.key for doubt in row.doubts} for row in form.indicators]


PACKED = TEXTS["packed"]
"""Of each row only the filled cells, then bars up to the eleven columns of the table;
a cell with a line break ends its line."""


def test_rows_pushed_to_the_left_are_put_under_their_headings() -> None:
    """其中桃树种植面积 has no points: its two figures are the target and the actual."""
    form = read_form(PACKED.encode())
    total, other = form.budget

    assert lines(form) == [
        "产出指标|数量指标|★补助各类瓜果蔬菜种植面积||29.5亩||29.5亩|20|20",
        "产出指标|数量指标|其中桃树种植面积||1.5亩||1.5亩|None|None",
        "产出指标|质量指标|种植作物成活率||95%||95%|5|5",
        "效益指标|经济效益指标|特色产业带动增加收入||≥11.376万元||12万元|20|20",
    ]
    assert keys(form) == [set()] * 4
    assert (str(total.adjusted), str(total.executed)) == ("237/25", "237/25")
    assert facts(total.weight, total.claimed, other.adjusted) == (10, 10, None)


def test_a_row_that_fits_in_two_ways_is_doubted() -> None:
    """Of two figures one may be the target or the actual, the other a point."""
    text = PACKED.replace("| 5 | 95% | 95% | 5 | |||", "| 5 | 95% | |||||")
    form = read_form(text.encode())

    assert keys(form)[2] == {"forms.row-aligned"}


SICHUAN = TEXTS["sichuan"]


def test_a_heading_over_the_labels_of_the_budget_is_no_column() -> None:
    """年度预算数（万元） stands over 总额 and 财政资金, and 年初预算 over 0.00."""
    form = read_form(SICHUAN.encode())
    total, grant = form.budget

    assert [(str(one.initial), str(one.adjusted)) for one in (total, grant)] == [
        ("0", "84/25"),
        ("0", "84/25"),
    ]
    assert facts(str(total.executed), total.execution_rate) == ("84/25", 1)
    assert facts(total.weight, total.claimed, grant.weight) == (10, 10, None)
    assert lines(form) == ["产出指标|经济成本指标|成本控制数|≤|30|万元|完成|90|90"]


@pytest.mark.parametrize("spot", ["总额", "财政资金"])
def test_bars_that_keep_all_cells_have_the_same_budget(spot: str) -> None:
    text = (
        "预算执行情况 | 年度预算数(万元) | 年初预算 | 调整后预算数 | 预算执行数 |\n"
        f" | {spot} | 1.00 | 3.36 | 3.30 |\n"
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 |\n"
        "产出指标 | 数量指标 | 里程 | 3公里 | 90 |\n"
    )
    (line,) = read_form(text.encode()).budget

    assert [str(one) for one in (line.initial, line.adjusted, line.executed)] == [
        "1",
        "84/25",
        "33/10",
    ]


SPACED = TEXTS["spaced"]


def test_lines_of_cells_with_blanks_between_them() -> None:
    """The row with two figures less may lack the target, the actual or the score."""
    form = read_form(SPACED.encode())
    (total,) = form.budget

    assert lines(form)[:3] == [
        "产出指标|数量指标|指标1:禁毒舞台剧宣传的场次||≥1场||1场|12|12",
        "产出指标|数量指标|指标2:毛发检查试剂数量( ≥2400份)||≥2400份||3200份|12|12",
        "产出指标|质量指标|指标1:经费支出合规性||严格执行||严格执行|8|6",
    ]
    assert keys(form)[:3] == [set()] * 3
    assert "forms.row-aligned" in keys(form)[3]
    assert [row.reason for row in form.indicators][2] == "资料不全"
    assert facts(total.initial, total.executed, total.claimed) == (100, 100, 10)
    assert facts(form.project, form.total_claimed) == ("禁毒经费", 98)


TARGETS = TEXTS["targets"]


def test_names_and_figures_in_turn_on_lines_of_their_own() -> None:
    """经济效益指标 goes over two lines; nothing but figures can follow the names."""
    form = read_form(TARGETS.encode())

    assert lines(form) == [
        "产出指标|数量指标|脱贫村村内道路硬化里程||≥100公里|||None|None",
        "产出指标|数量指标|脱贫户供水设施数量||≥20座|||None|None",
        "效益指标|经济效益指标|年增粮食||3500公斤|||None|None",
    ]
    assert keys(form) == [set()] * 3


def test_a_target_in_words_is_read_where_its_row_stands_alone() -> None:
    """Two cells between labels are one row; of three, one is lost."""
    words = TARGETS.replace("3500公斤", "有所增加")
    more = words.replace("有所增加", "有所增加\n\n粮食品质")

    assert keys(read_form(words.encode())) == [set()] * 3
    assert "forms.row-aligned" in keys(read_form(more.encode()))[2]


def test_fillers_and_blank_rows_between_rows() -> None:
    """指标2 and …… keep places for indicators that are not there; 0 is no remark."""
    text = """项目支出绩效自评表
一级指标
二级指标
三级指标
年度
指标值
实际
完成值
分值
得分
偏差原因分析及改进措施
产出指标
质量指标
指标1工程完工率
100
100
10
10
指标2
……
效益指标
经济效益
指标
指标1安全率
100
100
10
10
0
指标2
"""
    form = read_form(text.encode())

    assert lines(form) == [
        "产出指标|质量指标|指标1工程完工率||100||100|10|10",
        "效益指标|经济效益指标|指标1安全率||100||100|10|10",
    ]
    assert keys(form) == [set()] * 2


def test_bars_on_lines_of_their_own() -> None:
    text = """项目支出绩效目标申报表
项目名称
|
基本公共卫生服务项目
|
一级 指标
|
二级指标
|
三级指标
|
指标值
|
产出 指标
|
数量指标
|
适龄儿童国家免疫规划疫苗接种率
|
≧90%
|
7 岁以下儿童健康管理率
|
≧85%
|
"""
    form = read_form(text.encode())

    assert lines(form) == [
        "产出指标|数量指标|适龄儿童国家免疫规划疫苗接种率||≧90%|||None|None",
        "产出指标|数量指标|7岁以下儿童健康管理率||≧85%|||None|None",
    ]


def test_rows_of_opinions_are_no_indicators() -> None:
    text = SPACED.replace("总分 100 98", "财政部门支出股室初审意见 (盖章)")

    assert len(read_form(text.encode()).indicators) == 4


@pytest.mark.parametrize(
    ("texts", "way"),
    [
        (["宣传场次", "≥1场", "1场", "12", "12"], (0, 1, 2, 3, 4)),
        (["产出指标", "宣传场次", "≥1场", "1场", "12", "12"], None),
        (["宣传场次", "≥1场", "12", "12"], None),
        (["12", "≥1场", "1场", "12", "12"], None),
        (["宣传场次", "≥1场", "1场", "12", "12", "完成"], (0, 1, 2, 3, 4, 5)),
    ],
)
def test_a_row_is_placed_where_there_is_one_way(
    texts: list[str], way: tuple[int, ...] | None
) -> None:
    """Without columns of levels no label may stand; no figure is a name."""
    kinds = [
        Column.NAME,
        Column.TARGET,
        Column.ACTUAL,
        Column.WEIGHT,
        Column.CLAIMED,
        Column.REASON,
    ]

    assert fitted(texts, kinds) == way


def test_dashes_of_a_budget_may_stand_anywhere() -> None:
    heads = [Column.INITIAL, Column.ADJUSTED, Column.EXECUTED, Column.WEIGHT]

    assert placed_amounts(["1", "2", "3", "-"], heads) == (0, 1, 2, 3)
    assert placed_amounts(["1", "2", "3"], heads) is None
    assert placed_amounts(["-", "/"], heads) == (0, 1)
    assert placed_amounts(["1"] * 5, heads) is None


ROWS = """一级指标	二级指标	三级指标	指标值	完成值	分值	得分
产出指标	数量指标	里程	3公里	3公里	20	20
产出指标	数量指标	驿站	2座	1座	20	10
产出指标	质量指标	合格率	100%	100%	50	50
效益指标	社会效益指标	满意率	95%	96%	10	10
"""


@pytest.mark.parametrize("cut", [4, 5, 8, 12])
def test_the_row_in_which_a_text_breaks_off_is_doubted(cut: int) -> None:
    """A text may end within a figure that other cells should follow."""
    *before, last = keys(read_form(ROWS[:-cut].encode()))

    assert (before, "forms.text-ends" in last) == ([set()] * 3, True)


def test_a_text_that_ends_with_its_line_is_whole() -> None:
    remarks = ROWS.replace("得分", "得分	备注").replace("10\n", "10	已办\n")[:-1]

    assert keys(read_form(ROWS.encode())) == [set()] * 4
    assert keys(read_form(ROWS[:-1].encode())) == [set()] * 4
    assert keys(read_form(remarks.encode())) == [set()] * 4
    assert keys(read_form((ROWS + "总分	100	90").encode())) == [set()] * 4


@pytest.mark.parametrize(
    "last",
    [
        # Of 10 the 1 stands, and of the row its name and values: no cell was blank.
        "效益指标	社会效益指标	满意率	95%	96%	1",
        "效益指标	社会效益指标	满意率	95%	96%	20	2",
        "满意率	95%	96%",
        "效益指标	社会效益指标	满意率	95%	96%	10",
        "效益指标	社会效益指标	满意率	95%	96.",
    ],
)
def test_the_end_of_a_text_within_a_figure_or_a_row(last: str) -> None:
    head, *rows = ROWS.splitlines()
    *before, end = keys(read_form("\n".join([head, *rows[:3], last]).encode()))
    few = keys(read_form(f"{head}\n{rows[0]}\n{last}".encode()))

    assert (before, "forms.text-ends" in end) == ([set()] * 3, True)
    assert "forms.text-ends" in few[-1]


SPARSE = """项目支出绩效自评表
项目名称
绿道
一级指标
二级指标
三级指标
年度指标值
实际完成值
分值
得分
偏差原因
产出指标
数量指标
里程
3公里
3公里
10
10
驿站
2座
1座
20
10
未批
成本指标
单座成本
≤20万元
{cells}
效益指标
社会效益指标
游客
5万人
5万人
10
10
"""


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [
        # The actual was blank, or the weight: which of three figures is left is open.
        ("10\n10", True),
        ("18万元\n10", True),
        ("18万元\n10\n无", True),
        ("18万元\n10\n10", False),
        ("18万元\n10\n10\n无", False),
    ],
)
def test_a_row_of_which_a_figure_was_blank(cells: str, *, doubted: bool) -> None:
    rows = read_form(SPARSE.format(cells=cells).encode()).indicators
    (cost,) = (row for row in rows if row.name == "单座成本")

    assert bool(cost.doubts) == doubted


@pytest.mark.parametrize("mark", ["— 3 —", "-12-", "第3页 共8页"])
def test_the_number_of_a_page_is_no_cell(mark: str) -> None:
    cells = f"18万元\n{mark}\n10\n10"
    whole = SPARSE.format(cells="18万元\n10\n10")
    broken = SPARSE.format(cells=cells)

    read, found = (read_form(text.encode()).indicators for text in (whole, broken))
    assert [(r.name, r.actual, r.weight, r.doubts) for r in found] == [
        (r.name, r.actual, r.weight, r.doubts) for r in read
    ]


def test_a_target_at_the_end_of_a_text_has_its_points() -> None:
    head = "一级指标	二级指标	三级指标	指标性质	指标值	度量单位	分值"
    first = "产出指标	数量指标	里程	≥	3	公里	10"
    words = "效益指标	社会效益指标	影响	定性	扩大		15"
    cut, whole = (
        keys(read_form(f"{head}\n{first}\n{last}".encode()))[-1]
        for last in ("产出指标	时效指标	拨付时间	≤	30	日", words)
    )

    assert ("forms.text-ends" in cut, whole) == (True, set())


@pytest.mark.parametrize(
    "last",
    [
        "产出指标	数量指标	里程	10	10",  # neither target nor actual
        "里程	3公里	3公里	10	无",  # a remark in the place of the score
        "里程	3公里	3公里	10	/",
        "里程	持续扩大	15",
    ],
)
def test_rows_of_tabs_that_lost_cells_are_doubted(last: str) -> None:
    rows = "\n".join(
        f"{name}	2座	2座	10	10	已办" for name in ("驿站", "绿道", "公厕")
    )
    head = "一级指标	二级指标	三级指标	指标值	完成值	分值	得分	偏差原因"
    first = "产出指标	数量指标	花坛	2座	2座	10	10	已办"
    text = f"{head}\n{first}\n{last}\n{rows}\n"
    found = read_form(text.encode()).indicators

    assert [bool(row.doubts) for row in found if "座" not in row.target.text] == [True]


def test_a_figure_in_the_place_of_a_unit_is_doubted() -> None:
    head = "一级指标	二级指标	三级指标	指标性质	指标值	度量单位	分值"
    first = "产出指标	数量指标	里程	≥	3	公里	10"
    short = "效益指标	社会效益指标	影响	定性	扩大	15"
    *_, last = read_form(f"{head}\n{first}\n{short}\n".encode()).indicators

    assert (last.unit, bool(last.doubts)) == (None, True)


WRAPPED = """一级指标 二级指标 三级指标 指标值 完成值 分值 得分 偏差原因
产出指标 数量指标 巡查次数 12次 12次 10 10
{first}
效益指标 社会效益指标 游客人数 5万人 5万人 10 10
满意度指标 服务对象满意度指标 游客满意度 90% 95% 10 10
"""


@pytest.mark.parametrize(
    ("first", "doubted"),
    [
        # A name that its cell broke into two lines, and one after a remark.
        ("质量指标 高血压患者规范管理\n率 62% 71.5% 10 10", True),
        ("重大网络安全事件发\n生次数 0次 0次 10 10", True),
        ("质量指标 合格率 95% 90% 10 9 雨季推迟。\n完工率 95% 95% 10 10", False),
    ],
)
def test_a_name_that_may_begin_in_the_line_above(first: str, *, doubted: bool) -> None:
    rows = read_form(WRAPPED.format(first=first).encode()).indicators
    rest = {"巡查次数", "游客人数", "游客满意度"}
    told = [bool(row.doubts) for row in rows if row.name not in rest]

    assert told[-1] == doubted
    assert not any(row.doubts for row in rows if row.name in {"巡查次数", "游客满意度"})


@pytest.mark.parametrize(
    "cells",
    [
        # 里程及桥涵, broken after 及; 吸纳务工人次, broken before its last letter.
        "里程及\n桥涵\n3公里\n3公里\n10\n10",
        "吸纳务工人\n次\n≥800人次\n10\n10",
    ],
)
def test_a_name_of_a_text_of_cells_that_was_broken(cells: str) -> None:
    text = SPARSE.format(cells="18万元\n10\n10").replace(
        "驿站\n2座\n1座\n20\n10\n未批", cells
    )
    rows = read_form(text.encode()).indicators

    assert all(
        row.doubts for row in rows if row.name not in {"单座成本", "里程", "游客"}
    )


PIECES = """部门整体支出绩效自评表

一级指标

二级指标

三级指标

年度

指标值

实际

完成值

分值

得分

偏差原因

分析及

改进措施

产出指标

(50)

数量

指标

造林面积

1.2万亩

1.2万亩

10

10

效益指标

30分)

经济效

益指标

木材销售收入

1100万元

1093万元

6

5

雨季
"""


def test_headings_and_labels_in_pieces() -> None:
    """偏差原因 is a heading itself, and yet begins one that goes over three lines."""
    form = read_form(PIECES.encode())

    assert lines(form) == [
        "产出指标|数量指标|造林面积||1.2万亩||1.2万亩|10|10",
        "效益指标|经济效益指标|木材销售收入||1100万元||1093万元|6|5",
    ]
    assert [level.weight for level in form.level1] == [50, 30]
    assert form.indicators[1].reason == "雨季"
    assert keys(form) == [set()] * 2


@pytest.mark.parametrize(
    ("row", "totals"),
    [
        ("合计 | | | | 100 | | ", (100, None)),
        ("合计 | | | | | 96 | ", (None, 96)),
        ("合计 | 100 | 96 |", (100, 96)),
        ("合计 | | | | 100 | 96 | ", (100, 96)),
    ],
)
def test_a_total_under_its_own_heading(
    row: str, totals: tuple[int | None, int | None]
) -> None:
    """Blanks after the label are columns; the last blank of a line may be left out."""
    text = f"""项目支出绩效自评表
一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 | 得分 | 原因
产出指标 | 数量指标 | 里程 | 3公里 | 90 | 86 | 据实
{row}
"""
    form = read_form(text.encode())

    assert facts(form.total_weight, form.total_claimed) == totals


TIANCHANG = """项目支出绩效自评表
(2022年度)
    年度绩效指标完成情况 一级
    指标
    二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
    产出指标 数量指标 指标1:完成中型灌区节水改造项目数量 1 1 10 10
    指标2:完成农业综合水价改革项目 1 1 10 10
    质量指标 指标1:工程质量合格 10 10
    指标2:
    ……
    生态效益
    指标
    指标1:/ / /
    满意度指标
    (10分)
    服务对象
    满意度指标
    指标1:服务对象满意度 90% 100% 10 10
    总分 100 100
"""


def test_two_points_end_a_row_where_all_others_do() -> None:
    """工程质量合格 has no figures but its points, as all certain rows have points."""
    form = read_form(TIANCHANG.encode())

    assert lines(form)[2] == "产出指标|质量指标|指标1:工程质量合格|||||10|10"
    assert lines(form)[-1] == (
        "满意度指标|服务对象满意度指标|指标1:服务对象满意度||90%||100%|10|10"
    )
    assert keys(form)[2] == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("水价改革项目 1 1 10 10", "水价改革项目 1次 1次"),
        ("工程质量合格 10 10", "工程质量合格 8 10"),
        ("工程质量合格 10 10", "工程质量合格 90 90"),
        ("指标1:工程质量合格 10 10", "其中:工程质量合格 10 10"),
    ],
)
def test_two_figures_may_be_a_target_and_its_actual(old: str, new: str) -> None:
    """No score is above its points, and a part of a row may have none."""
    form = read_form(TIANCHANG.replace(old, new).encode())

    assert "forms.row-aligned" in keys(form)[2]


@pytest.mark.parametrize(("end", "doubted"), [("1", True), ("≥", True), ("9%", False)])
def test_a_text_may_break_off_within_a_figure(end: str, *, doubted: bool) -> None:
    """The figures above all have a unit; this one may have lost it."""
    text = f"""项目支出绩效目标表
一级指标 二级指标 三级指标 指标值
产出指标 数量指标 签约康复人数 ≥18000人
涉及乡镇街数量 =22个
发放辅助器具人数 ≥4000人
质量指标 验收合格率 {end}"""
    form = read_form(text.encode())

    assert bool(keys(form)[-1]) == doubted


HUNAN = """2023年度整体绩效目标表 | ||||||||
一级指标 | 二级指标 | 三级指标 | 指标值类型 | *指标值 | 计量单位 | *指标解释 | *评(扣)分标准 | 备注 |
产出指标 | 数量指标 | 业务工作支出金额 | 定量 | 28.8 | 万元 | 考察支出情况 | 未达指标值酌情扣分 | |
质量指标 | 业务工作支出到位率 | 定量 | 100 | % | 考察到位情况 | 未达指标值酌情扣分 | ||
时效指标 | 工作安排时间 | 定性 | 按月安排 | 考察支出时间 | 未达指标值酌情扣分 | |||
成本指标 | 社会成本指标 | 定量 | 100 | % | 考察总成本 | 未达指标值酌情扣分 | ||
效益指标 | 经济效益指标 | 未达指标值酌情扣分 | ||||||
"""  # noqa: E501 -- rows as they are published


def test_remarks_and_clauses_in_rows_pushed_to_the_left() -> None:
    """Of two remarks the one that speaks of points is the clause; 社会成本指标 may be a
    label whose name is missing."""
    form = read_form(HUNAN.encode())
    first, second, third, *rest = form.indicators

    assert lines(form)[:3] == [
        "产出指标|数量指标|业务工作支出金额||28.8|万元||None|None",
        "产出指标|质量指标|业务工作支出到位率||100|%||None|None",
        "产出指标|时效指标|工作安排时间|定性|按月安排|||None|None",
    ]
    assert [row.note for row in (first, second, third)] == [
        "考察支出情况",
        "考察到位情况",
        "考察支出时间",
    ]
    assert {row.clause for row in (first, second, third)} == {"未达指标值酌情扣分"}
    assert [row.doubts for row in (first, second, third)] == [()] * 3
    assert all(row.doubts for row in rest)


def test_several_columns_of_remarks_on_lines_of_their_own() -> None:
    """指标值内容 and 备注 both hold words: which of them does not move the figures."""
    text = """项目支出绩效目标表
一级指标
二级指标
三级指标
指标值类型
目标值
度量单位
指标值内容
备注
产出指标
数量指标
房屋维修面积
≥
200
平方米
反映维修情况
质量指标
验收合格率
=
100
%
满意度指标
服务对象满意度指标
住户满意度
≥
90
%
据实
"""
    form = read_form(text.encode())

    assert lines(form) == [
        "产出指标|数量指标|房屋维修面积|≥|200|平方米||None|None",
        "产出指标|质量指标|验收合格率|=|100|%||None|None",
        "满意度指标|服务对象满意度指标|住户满意度|≥|90|%||None|None",
    ]
    assert [row.note for row in form.indicators] == ["反映维修情况", "", "据实"]
    assert keys(form) == [set()] * 3


def test_what_has_no_end_is_not_looked_through() -> None:
    """A row that may go thousands of ways is not certain, nor are pieces put together
    in a text of more words than forms have."""
    kinds = [Column.NAME, *[Column.NOTE] * 30]
    pieces = [Token("一级", 1), Token("指标", 1)]

    assert fitted(["里程", *["有效"] * 15], kinds) is None
    assert fitted(["里程"] * 41, [Column.NAME] * 41) is None
    assert [cell.text for cell in joined(pieces)] == ["一级指标"]
    assert len(joined(pieces * 20_000)) == 40_000
    assert rows_of_lines([Token("一级指标 " * 31_000, 1)]) is None
    assert rows_of_lines([Token("一级指标", 1)] * 5001) is None

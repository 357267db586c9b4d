"""What stands around the table: lines of labels, years, units, amounts, totals."""

from __future__ import annotations

import pytest

from making.drawing import read
from perfscore.errors import ReadError
from perfscore.forms.models import Form
from perfscore.forms.read import read_document, read_form
from perfscore.forms.readers.delimited import read_delimited
from perfscore.forms.readers.html import read_html
from perfscore.forms.readers.text import read_text
from perfscore.forms.recognise import recognise
from perfscore.reports.jsonio import to_json

TITLE = "项目支出绩效自评表"
TABLE = """
一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 修渠长度 | 56公里 | 52公里 | 90 | 80
""".strip()


def form_of(text: str) -> Form:
    result = read(text.strip())

    assert result.unread == ()
    (form,) = result.forms
    return form


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def keys(form: Form) -> list[str]:
    return [doubt.key for doubt in form.doubts]


@pytest.mark.parametrize("gap", ["        ", "　", ""])
def test_a_line_of_several_labels(gap: str) -> None:
    line = gap.join(
        (
            "填报单位（盖章）：某县就业中心",
            "填报人：（姓名）",
            "联系电话：0000-0000000",
            "评价年度：2023年",
            "项目名称：技能培训",
            "单位：万元",
        )
    )
    form = form_of(f"{TITLE}\n{line}\n\n{TABLE}")

    assert facts(form.office, form.project) == ("某县就业中心", "技能培训")
    assert facts(form.year, form.money_unit) == (2023, "万元")
    assert "姓名" not in to_json(form)
    assert "0000" not in to_json(form)


def test_an_office_whose_name_begins_like_a_unit() -> None:
    form = form_of(f"{TITLE}\n填报单位：元山县水利局\n\n{TABLE}")

    assert facts(form.office, form.money_unit) == ("元山县水利局", None)


@pytest.mark.parametrize(
    "pair", ["预算年度 | 2022", "项目年度 | 2022年", "评价年度：2022年 | "]
)
def test_the_year_beside_its_label(pair: str) -> None:
    assert form_of(f"{TITLE}\n\n项目名称 | 修渠 | {pair}\n{TABLE}").year == 2022


def test_several_years_are_no_year() -> None:
    form = form_of(f"{TITLE}\n\n项目名称 | 修渠 | 预算年度 | 2022-2024\n{TABLE}")

    assert form.year is None


def test_a_label_and_the_year_behind_it() -> None:
    form = form_of(f"附件1 2022年度某省{TITLE}\n\n{TABLE}")

    assert (form.label, form.year) == ("附件1", 2022)


def test_the_labels_of_transfers() -> None:
    form = form_of(f"""
转移支付区域绩效自评表

转移支付（项目）名称 | 教育补助 | < | <
中央主管部门 | 教育部 | < | <
地方主管部门 | 某省教育厅 | 资金使用单位 | 某市教育局
{TABLE}
""")
    assert facts(form.project, form.department) == ("教育补助", "某省教育厅")
    assert form.implementer == "某市教育局"


BUDGET = """
{label} | < | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
^ | 年度资金总额 | 500 | 480 | 456 | 95%
"""


def test_the_money_unit_in_the_heading_of_a_column() -> None:
    budget = BUDGET.format(label="预算情况").replace("预算数", "预算数（万元）")
    form = form_of(f"{TITLE}\n\n{budget.strip()}\n{TABLE}")

    assert (form.money_unit, keys(form)) == ("万元", [])


def test_two_money_units_are_doubted() -> None:
    budget = BUDGET.format(label="项目资金（万元）").strip()
    form = form_of(f"{TITLE}\n单位：元\n\n{budget}\n{TABLE}")

    assert keys(form) == ["forms.two-money-units"]


def test_amounts_that_name_their_units() -> None:
    budget = BUDGET.format(label="项目资金").strip()
    named = budget.replace("| 500", "| 5000000元").replace("| 480", "| 480万元")
    form = form_of(f"{TITLE}\n\n{named}\n{TABLE}")
    (line,) = form.budget

    assert facts(line.initial, line.adjusted) == (5000000, 4800000)
    assert form.money_unit == "元"
    assert form.inferred[:1] == ("money_unit",)
    assert [doubt.key for doubt in line.doubts] == ["forms.amount-without-unit"]


def test_a_budget_column_that_is_not_understood_is_told_in_its_line() -> None:
    budget = BUDGET.format(label="项目资金（万元）").strip()
    form = form_of(f"{TITLE}\n\n{budget.replace('年初预算数', '测算额')}\n{TABLE}")
    (line,) = form.budget

    assert facts(line.name, line.initial, line.adjusted) == ("年度资金总额", None, 480)
    assert [doubt.key for doubt in line.doubts] == ["forms.amount-not-read"]


def test_amounts_under_headings_that_are_not_understood() -> None:
    form = form_of(f"""
{TITLE}

资金情况 | < | 下拨额 | 到账额
^ | 年度资金总额 | 500 | 480
{TABLE}
""")
    assert facts(form.budget, form.budget_parts) == ((), ())
    assert keys(form) == ["forms.line-not-understood"]


def test_the_label_of_a_budget_that_is_a_heading_elsewhere() -> None:
    form = form_of(f"""
{TITLE}

预算资金（元） | 年初预算数 | 调整后预算数 | 实际支出数 | 执行率
^ | 1,000.00 | 900.00 | 810.00 | 90%
{TABLE}
""")
    (line,) = form.budget

    assert facts(line.initial, line.adjusted, line.executed) == (1000, 900, 810)
    assert form.money_unit == "元"


@pytest.mark.parametrize("label", ["年度总体目标\t", "\t", ""])
def test_goals_below_their_headings_in_pasted_text(label: str) -> None:
    told = label if label.strip() else ""
    blank = "" if label != "\t" else "\t"
    text = f"""{TITLE}
{told or blank}预期目标\t实际完成情况
{blank}修渠五十公里。\t修渠五十二公里。
""" + TABLE.replace(" | ", "\t")
    (form,) = recognise(read_text(text, "表")).forms

    assert (form.goal, form.goal_actual) == ("修渠五十公里。", "修渠五十二公里。")


def test_a_goal_without_its_neighbour_is_not_placed() -> None:
    head = "| 年度总体目标 | 预期目标 | 实际完成情况 |\n| 修渠五十公里。 |\n"
    table = "\n".join(f"| {line} |" for line in TABLE.splitlines())
    (form,) = recognise(read_text(f"{TITLE}\n\n{head}{table}\n", "表")).forms

    assert (form.goal, form.goal_actual) == ("", "")
    assert keys(form) == ["forms.goal-unplaced"]


@pytest.mark.parametrize(
    ("total", "read_as"),
    [
        ("合计 | < | < | < | < | 90 | 80", (90, 80)),
        ("合计 | < | < | < | 90 | < | 80", (90, 80)),
        ("合计 | < | < | < | 90 | 80 | ", (None, None)),
    ],
)
def test_totals_stand_under_their_headings_or_are_not_read(
    total: str, read_as: tuple[int | None, int | None]
) -> None:
    form = form_of(f"{TITLE}\n\n{TABLE}\n{total}")

    assert facts(form.total_weight, form.total_claimed) == read_as
    doubted = ["forms.total-unplaced"] * 2 if read_as == (None, None) else []
    assert keys(form) == doubted


PAGE = """<p>项目支出绩效自评表</p><table>
<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值<td>实际完成值<td>分值<td>得分</tr>
<tr><td rowspan={span}>产出指标<td rowspan={span}>数量指标
<td>修渠<td>5公里<td>5公里<td>40<td>40</tr>
<tr style="display:none"><td>涵洞<td>1座<td>1座<td>10<td>10</tr>
<tr><td>修路<td>3公里<td>3公里<td>50<td>50</tr>
</table>"""


@pytest.mark.parametrize("span", [2, 3])
def test_a_hidden_row_in_a_span(span: int) -> None:
    """Spans may count the hidden row or not: the rows are as wide as the others."""
    (form,) = recognise(read_html(PAGE.format(span=span), "a.html")).forms

    assert [(row.level2, row.name, row.target.text) for row in form.indicators] == [
        ("数量指标", "修渠", "5公里"),
        ("数量指标", "修路", "3公里"),
    ]


def test_parts_of_a_heading_in_separated_values() -> None:
    text = """项目支出绩效自评表
填报单位：某局　项目名称：修渠
一级指标,二级指标,三级指标,指标值,,,实际完成值,分值,得分
,,,符号,值,单位（文字描述）,,,
产出指标,数量指标,修渠长度,≥,56,公里,52,50,48
效益指标,社会效益指标,出行条件,文字描述,,改善,改善,50,50
"""
    document = read_delimited(text, "a.csv")
    assert document is not None
    (form,) = recognise(document).forms
    first, second = form.indicators

    assert facts(form.office, form.project) == ("某局", "修渠")
    assert facts(first.target.text, first.unit, first.actual.number) == (
        "56",
        "公里",
        52,
    )
    assert (second.target.text, second.unit, second.actual.text) == (
        "改善",
        None,
        "改善",
    )
    assert first.doubts == second.doubts == ()


def test_a_blank_template_is_not_filled_in() -> None:
    text = f"{TITLE}\n\n{TABLE.splitlines()[0]}\n产出指标 | 数量指标 | | | | |\n"
    with pytest.raises(ReadError) as caught:
        read_document(text.encode())

    assert caught.value.message.key == "forms.no-indicators"
    assert "尚未填写" in str(caught.value)


@pytest.mark.parametrize("line", ["自评等级：优", "自评等级\t优", "评价结论\t优"])
def test_a_rating_below_the_totals_is_read(line: str) -> None:
    text = (
        "项目支出绩效自评表\n\n项目名称\t社区养老\n"
        "一级指标\t三级指标\t指标值\t完成值\t分值\t得分\n"
        "产出指标\t服务老人\t≥800人\t810人\t100\t100\n"
        f"总分\t100\t100\n{line}\n"
    )
    form = read_form(text.encode())

    assert form.rating == "优"
    assert form.total_claimed == 100

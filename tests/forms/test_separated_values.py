"""Files of separated values, told apart from text by what is in them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfscore.errors import ReadError
from perfscore.forms.grid import Grid
from perfscore.forms.read import read_document, read_form, read_forms
from perfscore.forms.readers import delimited
from perfscore.forms.readers.delimited import read_delimited

HEAD = "一级指标,二级指标,三级指标,指标值,实际完成值,分值,得分"
TEXT = (
    "2023年项目支出绩效自评表,,,,,,\r\n项目名称,,道路养护,主管部门,,交通局,\r\n"
    f'{HEAD}\r\n产出指标,数量指标,"巡检,\r\n次数",≥12次,12次,"1,020",19.5\r\n'
    ',质量指标,"""甲""级",98%,95%,30,\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_commas_quotes_and_encodings(encoding: str) -> None:
    form = read_form(TEXT.encode(encoding))
    first, second = form.indicators
    assert (form.title, form.year) == ("2023年项目支出绩效自评表", 2023)
    assert (form.project, form.department) == ("道路养护", "交通局")
    assert (first.name, first.target.text) == ("巡检,次数", "≥12次")
    assert first.weight == 1020
    assert first.claimed == 19.5
    assert (second.name, second.level1) == ('"甲"级', "产出指标")
    assert second.claimed is None
    assert str(second.places["name"]) == "<bytes> 第1表 第5行 第3列 文本第6行"


@pytest.mark.parametrize("separator", [";", "，", "\t"])
def test_other_separators(separator: str) -> None:
    text = TEXT.replace(",", separator)
    form = read_form(text.encode())
    assert [one.target.text for one in form.indicators] == ["≥12次", "98%"]
    assert form.indicators[0].name.startswith("巡检")


def test_a_blank_value_stays_blank() -> None:
    text = TEXT.replace("道路养护", "")
    assert read_form(text.encode()).project == ""


@pytest.mark.parametrize(
    "text",
    [
        "通知, 各单位：请于3月1日前报送，谢谢。\n特此通知, 联系人, 电话\n无\n另附\n",
        "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t10\n",
        "\t一\n\t二,三,四\n\n\t五\n\t六,七,八\n",
        'a,b,"c\n',
        "a,b\nc,d\n",
        "",
    ],
)
def test_texts_are_no_separated_values(text: str) -> None:
    assert read_delimited(text, "a") is None


def test_dumps_with_tabs_are_read_as_before() -> None:
    text = "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t10\n"
    (place,) = {one.places["name"].line for one in read_form(text.encode()).indicators}
    assert place == 4


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_POSITIONS", 20)
    with pytest.raises(ReadError) as caught:
        read_document(("a,b,c,d\n" * 4 + "a,b,c,d,e,f,g\n").encode())
    assert caught.value.message.key == "forms.table-too-big"


def test_rows_keep_their_columns() -> None:
    document = read_delimited("a,b,c\nd,,f\n\ng,h,i\n", "a.csv")
    assert document is not None
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [[c.text for c in row] for row in grid.rows] == [
        ["a", "b", "c"],
        ["d", "", "f"],
        ["", "", ""],
        ["g", "h", "i"],
    ]


def test_blanks_left_out_at_the_ends_of_rows_change_nothing() -> None:
    rows = [
        "项目支出绩效自评表",
        "项目名称,社区养老服务",
        "一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因",
        "产出指标,数量指标,服务老人数,≥800人,780人,50,48.75,外迁",
        ",,服务人次,≥12000人次,13500人次,20,20",
        "满意度指标,服务对象满意度,老人满意度,≥95%,96%,30,30",
    ]
    (form,) = read_forms("\n".join(rows).encode())

    assert [(row.name, row.actual.text, row.claimed) for row in form.indicators] == [
        ("服务老人数", "780人", Fraction("48.75")),
        ("服务人次", "13500人次", Fraction(20)),
        ("老人满意度", "96%", Fraction(30)),
    ]


def test_a_few_fields_above_a_small_table_do_not_hide_it() -> None:
    text = (
        "项目支出绩效自评表（2023年度）\n项目名称,巡检\n"
        "一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,评分标准\n"
        "产出指标,数量指标,巡检次数,≥10次,8次,10,8,每少1次扣1分，扣完为止\n"
    )
    form = read_form(text.encode())

    (row,) = form.indicators
    assert form.project == "巡检"
    assert (row.name, row.target.text, row.actual.text) == ("巡检次数", "≥10次", "8次")
    assert (row.weight, row.claimed) == (Fraction(10), Fraction(8))
    assert row.clause == "每少1次扣1分，扣完为止"

"""What the recogniser makes of grids with merges, titles inside, and odd cells."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.forms.grid import Cell, Document, Grid, Paragraph
from perfscore.forms.models import Form, Scope
from perfscore.forms.recognise import ReadResult, recognise
from perfscore.messages import say
from perfscore.places import Place

Spec = str | tuple[str, int, int]
HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
TITLE = Paragraph("项目支出绩效自评表")


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def grid(*rows: Sequence[Spec]) -> Grid:
    """A grid of texts; (text, down, over) is a merged cell."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, specs in enumerate(rows):
        column = 0
        for spec in specs:
            text, down, over = (spec, 1, 1) if isinstance(spec, str) else spec
            while (number, column) in taken:
                column += 1
            span = [(number + r, column + c) for r in range(down) for c in range(over)]
            taken.update(span)
            cells.append(
                Cell(
                    text=text,
                    row=number,
                    column=column,
                    row_span=down,
                    column_span=over,
                    place=Place(file="a", table=1, row=number + 1, column=column + 1),
                )
            )
    return Grid(tuple(cells), Place(file="a", table=1))


def result_of(*blocks: Paragraph | Grid) -> ReadResult:
    return recognise(Document("a", blocks))


def form_of(*rows: Sequence[Spec]) -> Form:
    (form,) = result_of(TITLE, grid(*rows)).forms
    return form


FIRST: tuple[Spec, ...] = ("产出指标", "数量指标", "巡检", "12次", "12次", "10", "9")


def test_the_heading_of_the_form_may_stand_inside_the_table() -> None:
    first, second = (
        (
            ((f"附件{number}", 1, 7),),
            (("项目支出绩效自评表", 1, 7),),
            (("（2023年度）", 1, 7),),
            (("填报单位：某局", 1, 4), ("金额单位：万元", 1, 3)),
            ("项目名称", (name, 1, 6)),
            HEAD,
            FIRST,
        )
        for number, name in ((1, "道路"), (2, "绿化"))
    )
    for blocks in ((grid(*first, *second),), (grid(*first), grid(*second))):
        forms = result_of(*blocks).forms
        assert [form.project for form in forms] == ["道路", "绿化"]
        assert [form.year for form in forms] == [2023, 2023]
        assert [form.office for form in forms] == ["某局", "某局"]
        assert [form.money_unit for form in forms] == ["万元", "万元"]
        assert [form.label for form in forms] == ["附件1", "附件2"]
        assert [len(form.indicators) for form in forms] == [1, 1]


def test_a_heading_wider_than_one_column_joins_its_cells() -> None:
    form = form_of(
        ("一级指标", "二级指标", ("三级指标", 1, 2), "指标值", "分值", ("备注", 1, 2)),
        ("产出指标", "数量指标", ("巡检", 1, 2), "12次", "10", "每月", "两人"),
        ("", "", "道路", "长度", "3公里", "10", "", ""),
    )
    first, second = form.indicators
    assert (first.name, first.note, first.doubts) == ("巡检", "每月\n两人", ())
    assert second.name == "道路长度"
    assert [doubt.key for doubt in second.doubts] == ["forms.cells-joined"]


def test_a_level_that_covers_both_columns_has_no_second_level() -> None:
    form = form_of(
        HEAD,
        (("产出指标", 2, 1), ("数量指标", 2, 1), *FIRST[2:]),
        ("保洁", "2次", "2次", "10", "10"),
        (("满意度指标(10分)", 1, 2), "职工满意", "95%", "96%", "10", "10"),
    )
    assert [(row.level1, row.level2) for row in form.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("满意度指标", ""),
    ]
    assert not any(row.doubts or row.inferred for row in form.indicators)


def test_cells_over_columns_and_rows_are_doubts() -> None:
    form = form_of(
        HEAD,
        (
            "产出指标",
            "数量指标",
            ("按期完成工作", 1, 2),
            ("完成", 2, 1),
            "10",
            "10",
        ),
        ("", "", "保洁", "2次", "10", "10"),
    )
    first, second = form.indicators
    assert (first.name, first.target.text) == ("按期完成工作", "")
    assert [doubt.key for doubt in first.doubts] == ["forms.cell-over-columns"]
    assert second.actual.text == "完成"
    assert [doubt.key for doubt in second.doubts] == ["forms.cell-over-rows"]


def test_repeated_labels_are_one_level() -> None:
    form = form_of(
        HEAD,
        ("产出指标(50分)", "数量指标", *FIRST[2:]),
        ("产出指标(50分)", "质量指标", "保洁", "2次", "2次", "10", "10"),
        ("效益指标", "", "整洁", "保持", "保持", "10", "10"),
        ("产出指标(20分)", "", "其他", "1次", "1次", "10", "10"),
    )
    assert [facts(one.name, one.weight) for one in form.level1] == [
        ("产出指标", 50),
        ("效益指标", None),
        ("产出指标", 20),
    ]
    assert [row.level2 for row in form.indicators] == ["数量指标", "质量指标", "", ""]


def test_the_totals_stand_under_their_headings() -> None:
    total: tuple[Spec, ...] = (("总分", 1, 5), "100", "98.5")
    form = form_of(HEAD, FIRST, total)
    assert facts(form.total_weight, str(form.total_claimed)) == (100, "197/2")
    assert form.places["total_claimed"].column == 7
    form = form_of(HEAD, FIRST, (("总分", 1, 4), "100", "98.5", "优"))
    assert form.rating == "优"
    assert form.total_claimed is None
    assert form.doubts
    form = form_of(HEAD, FIRST, (("合计：", 1, 5), "一百", "—"))
    assert (form.total_weight, form.total_claimed) == (None, None)
    assert [doubt.key for doubt in form.doubts] == ["forms.not-points"]


MONEY: tuple[Spec, ...] = (
    "全年预算数",
    "全年执行数",
    "分值",
    "执行率",
    "得分",
    "复核分",
)


def test_a_budget_block_by_columns() -> None:
    form = form_of(
        (("资金（万元）", 5, 1), "", *MONEY),
        ("年度资金总额", "100", "98", "10", "98%", "9.8", "9.5"),
        ("  其中：财政拨款", ("100", 2, 1), "98", "—", "—", "—", ""),
        ("上级资金", "很多", "0", "十", "", ""),
        (("其中：基本支出：60", 1, 4), ("项目支出：约40", 1, 3)),
        HEAD,
        FIRST,
    )
    total, public, other = form.budget
    assert facts(total.adjusted, total.executed, total.weight) == (100, 98, 10)
    assert str(total.reviewed) == "19/2"
    assert facts(public.name, public.adjusted, public.weight) == ("财政拨款", 100, None)
    assert other.adjusted is None
    assert [doubt.key for doubt in other.doubts] == [
        "forms.cell-over-rows",
        "forms.not-money",
        "forms.not-a-rate",
    ]
    assert [facts(part.name, part.amount) for part in form.budget_parts] == [
        ("基本支出", 60)
    ]


def test_a_budget_after_its_table_is_of_the_same_form() -> None:
    form = form_of(
        HEAD,
        FIRST,
        ("预算执行", *MONEY),
        ("年度资金总额", "100", "98", "10", "98%", "9.8", ""),
    )
    assert form.budget[0].claimed is not None
    assert len(form.indicators) == 1


def test_goals_by_columns() -> None:
    form = form_of(
        (("年度总体目标", 2, 1), ("年初设定目标", 1, 3), ("全年完成情况综述", 1, 3)),
        (("保障用车。\n\n　节约。", 1, 3), ("已完成。", 1, 3)),
        HEAD,
        FIRST,
    )
    assert (form.goal, form.goal_actual) == ("保障用车。\n节约。", "已完成。")


def test_lines_of_signatures_are_no_rows() -> None:
    form = form_of(HEAD, FIRST, (("填报人：某某  联系电话：1", 1, 7),))
    assert len(form.indicators) == 1
    assert form.doubts == ()


def test_an_indicator_without_a_name_is_kept() -> None:
    form = form_of(HEAD, ("产出指标", "数量指标", "", "12次", "12次", "10", "10"))
    assert form.indicators[0].target.text == "12次"
    assert [doubt.key for doubt in form.indicators[0].doubts] == ["forms.no-name"]


def test_a_title_without_actuals_is_doubted() -> None:
    form = form_of(("三级指标", "指标值", "分值"), ("巡检", "12次", "10"))
    assert [doubt.key for doubt in form.doubts] == [
        "forms.no-actual-column",
        "forms.no-level-column",
    ]
    form = form_of(("一级指标", "三级指标", "完成值"), ("产出指标", "巡检", "12次"))
    assert [doubt.key for doubt in form.doubts] == ["forms.no-target-column"]


def test_a_form_without_rows_is_told() -> None:
    filler = ("产出指标", "数量指标", "", "", "", "", "")
    result = result_of(TITLE, grid(HEAD, filler), TITLE, grid(HEAD, FIRST))
    assert len(result.forms) == 1
    assert [one.message for one in result.unread] == [
        say("forms.no-indicators", title="项目支出绩效自评表")
    ]


def test_doubts_of_label_and_heading_cells_are_kept() -> None:
    doubt = say("forms.picture")
    table = grid(HEAD, FIRST)
    cells = tuple(
        Cell(text=c.text, row=c.row, column=c.column, doubts=(doubt,))
        if (c.row, c.column) in {(0, 3), (1, 0)}
        else c
        for c in table.cells
    )
    (form,) = result_of(TITLE, Grid(cells)).forms
    assert form.doubts == (doubt,)
    assert form.indicators[0].doubts == (doubt,)


def test_parts_of_a_table_cut_by_a_page_need_the_same_width() -> None:
    more = grid(("", "", "保洁", "2次", "2次", "10", "10"))
    result = result_of(TITLE, grid(HEAD, FIRST), Paragraph("2"), more)
    assert len(result.forms[0].indicators) == 2
    narrow = grid(("保洁", "2次", "10"))
    result = result_of(TITLE, grid(HEAD, FIRST), Paragraph("2"), narrow)
    assert len(result.forms[0].indicators) == 1
    other = grid(("序号", "", "", "名称", "", "", ""))
    assert len(result_of(TITLE, grid(HEAD, FIRST), other).forms[0].indicators) == 1


def test_scope_by_title_and_by_fields() -> None:
    (form,) = result_of(
        Paragraph("部门整体支出绩效目标表"), grid(("部门名称", "某局"), HEAD, FIRST)
    ).forms
    assert (form.scope, form.office) == (Scope.DEPARTMENT, "某局")
    (form,) = result_of(grid(("部门名称", "某局"), HEAD, FIRST)).forms
    assert form.scope is Scope.DEPARTMENT
    assert "scope" in form.inferred


def test_lines_before_a_table_without_a_title_count() -> None:
    lines = (Paragraph("（2023年度）"), Paragraph("填报单位：某局  单位：万元"))
    (form,) = result_of(*lines, grid(HEAD, FIRST)).forms
    assert (form.year, form.office, form.money_unit) == (2023, "某局", "万元")


def test_a_level_may_stand_in_a_row_of_its_own() -> None:
    form = form_of(
        HEAD,
        (("一、产出指标（50分）", 1, 7),),
        ("", "数量指标", "巡检", "12次", "12次", "10", "9"),
        (("二、效益指标", 1, 7),),
        ("", "社会效益", "整洁", "保持", "保持", "10", "9"),
    )
    assert [row.level1 for row in form.indicators] == ["产出指标", "效益指标"]
    assert form.doubts == ()
    assert [facts(one.name, one.weight) for one in form.level1] == [
        ("产出指标", 50),
        ("效益指标", None),
    ]


def test_remarks_and_prose_under_a_table_are_no_rows() -> None:
    prose = (
        "请在此处简要说明各级监督检查和审计中发现的问题及其所涉及的金额，如没有请填无。"
    )
    form = form_of(HEAD, FIRST, ("说明", (prose, 1, 6)), ("备注", ("无", 1, 6)))
    assert [one.name for one in form.level1] == ["产出指标"]
    assert len(form.indicators) == 1
    result = result_of(TITLE, grid(HEAD, FIRST, ((prose, 1, 7),)))
    assert len(result.forms[0].indicators) == 1
    assert [one.name for one in result.forms[0].level1] == ["产出指标"]
    assert [one.message.key for one in result.unread] == ["forms.row-not-understood"]


def test_the_amounts_of_tasks_are_no_budget() -> None:
    form = form_of(
        ("年度主要任务", "任务名称", "主要内容", "预算数", "执行数", "", ""),
        ("", "修路", "三公里", "50", "40", "", ""),
        HEAD,
        FIRST,
    )
    assert form.budget == ()


def test_a_quantitative_target_has_no_comparator() -> None:
    form = form_of(
        ("三级指标", "指标性质", "指标值", "分值"),
        ("巡检", "定量", "12次", "10"),
        ("整洁", "定性", "保持", "10"),
    )
    assert [row.comparator for row in form.indicators] == [None, "定性"]
    assert not any(row.doubts for row in form.indicators)


def test_a_goal_across_the_budget_s_figures_is_no_line_of_the_budget() -> None:
    def cell(text: str, row: int, column: int, wide: int = 1) -> Cell:
        return Cell(text=text, row=row, column=column, column_span=wide)

    heads = ("", "", "年初预算数", "全年预算数", "全年执行数")
    money = ("项目资金", "年度资金总额", "10", "10", "9")
    under = ("一级指标", "二级指标", "三级指标", "指标值", "分值")
    row = ("产出指标", "数量指标", "巡检", "12次", "10")
    cells = [
        *(cell(text, 0, at) for at, text in enumerate(heads)),
        *(cell(text, 1, at) for at, text in enumerate(money)),
        cell("年度绩效目标", 2, 0),
        cell("完成巡检12次。", 2, 1, 4),
        *(cell(text, 3, at) for at, text in enumerate(under)),
        *(cell(text, 4, at) for at, text in enumerate(row)),
    ]
    (form,) = recognise(Document("a.docx", (Grid(tuple(cells)),))).forms

    assert [line.name for line in form.budget] == ["年度资金总额"]
    assert form.goal == "完成巡检12次。"


def test_a_budget_column_whose_first_cell_is_words_stays_a_column() -> None:
    heads = ("", "", "年初预算数", "全年预算数", "全年执行数")
    first = ("项目资金", "年度资金总额", "见附件", "10", "9")
    second = ("", "其中：财政拨款", "8", "10", "9")
    under = ("一级指标", "二级指标", "三级指标", "指标值", "分值")
    row = ("产出指标", "数量指标", "巡检", "12次", "10")
    cells = [
        Cell(text=text, row=number, column=at)
        for number, texts in enumerate((heads, first, second, under, row))
        for at, text in enumerate(texts)
    ]
    (form,) = recognise(Document("a.docx", (Grid(tuple(cells)),))).forms

    assert [(line.name, line.initial) for line in form.budget] == [
        ("年度资金总额", None),
        ("财政拨款", 8),
    ]
    assert form.budget[0].unread == {"initial": "见附件"}

"""One recogniser for every layout: columns, headings, dumps, several forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfscore.forms.grid import Cell, Document, Grid, Paragraph
from perfscore.forms.models import Form, FormKind, Indicator, Scope
from perfscore.forms.read import read_document, read_form, read_forms
from perfscore.forms.recognise import recognise
from perfscore.values.value import Comparator


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


HEADINGS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "comparator": "指标性质",
    "target": "年初目标值(A)",
    "unit": "度量单位",
    "actual": "全年实际值(B)",
    "weight": "分值",
    "claimed": "自评得分",
    "reviewed": "复核分",
    "clause": "评（扣）分标准",
    "note": "指标值说明（指标解释）",
    "reason": "偏差原因分析及改进措施",
}
ROWS = (
    {
        "level1": "产出指标（50分）",
        "level2": "数量指标",
        "name": "开展巡检",
        "comparator": "≥",
        "target": "12",
        "unit": "次",
        "actual": "13",
        "weight": "20",
        "claimed": "20",
        "reviewed": "19.5",
        "clause": "达到计20分，否则不得分。",
        "note": "每月一次",
        "reason": "",
    },
    {
        "level1": "",
        "level2": "",
        "name": "建设道路",
        "comparator": "=",
        "target": "5",
        "unit": "公里",
        "actual": "4",
        "weight": "20",
        "claimed": "16",
        "reviewed": "16",
        "clause": "按比例计分。",
        "note": "",
        "reason": "雨季停工",
    },
    {
        "level1": "",
        "level2": "质量指标",
        "name": "验收合格率",
        "comparator": "≥",
        "target": "98",
        "unit": "%",
        "actual": "99%",
        "weight": "10",
        "claimed": "10",
        "reviewed": "10",
        "clause": "达到计10分。",
        "note": "",
        "reason": "",
    },
    {
        "level1": "满意度指标（10分）",
        "level2": "服务对象满意度指标",
        "name": "群众满意度",
        "comparator": "定性",
        "target": "满意",
        "unit": "",
        "actual": "满意",
        "weight": "10",
        "claimed": "9",
        "reviewed": "9",
        "clause": "视情况计分。",
        "note": "",
        "reason": "",
    },
)
TITLE = "2023年度项目支出绩效自评表"


def as_tabs(columns: Sequence[str], headings: dict[str, str] = HEADINGS) -> bytes:
    """The rows in a text with tabs, without the label cells that merges cover."""
    lines = [TITLE, "", "\t".join(headings[c] for c in columns)]
    lines += ["\t".join(row[c] for c in columns) for row in ROWS]
    return "\n".join(lines).encode()


def as_stream(columns: Sequence[str]) -> bytes:
    """The rows as a stream of cells, a line for each."""
    table = [
        [HEADINGS[c] for c in columns],
        *([row[c] for c in columns] for row in ROWS),
    ]
    rows = ["".join(f"\t{text}\n" for text in row) for row in table]
    return (f"{TITLE}\n\n" + "\n".join(rows)).encode()


def as_bars(columns: Sequence[str]) -> bytes:
    """The rows as a table of bars."""
    table = [
        [HEADINGS[c] for c in columns],
        *([row[c] for c in columns] for row in ROWS),
    ]
    lines = ["| " + " | ".join(row) + " |" for row in table]
    lines.insert(1, "|---" * len(columns) + "|")
    return (f"{TITLE}\n\n" + "\n".join(lines)).encode()


def as_grid(columns: Sequence[str]) -> Form:
    """The rows in a grid that knows its columns and its merges."""
    cells = [Cell(text=HEADINGS[c], row=0, column=at) for at, c in enumerate(columns)]
    for at, column in enumerate(columns):
        for number, row in enumerate(ROWS, start=1):
            if column in {"level1", "level2"} and not row[column]:
                above = cells[-1]
                cells[-1] = replace(above, row_span=above.row_span + 1)
            else:
                cells.append(Cell(text=row[column], row=number, column=at))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    document = Document("a.docx", (Paragraph(TITLE), Grid(tuple(cells))))
    (form,) = recognise(document).forms
    return form


def plain(form: Form) -> list[Indicator]:
    return [replace(row, places={}) for row in form.indicators]


STANDARD = tuple(HEADINGS)
WRITERS = {"tabs": as_tabs, "stream": as_stream, "bars": as_bars}


def test_every_column_is_read() -> None:
    form = read_form(as_tabs(STANDARD))
    first, second, third, fourth = form.indicators
    assert (first.level1, first.level2, first.name) == (
        "产出指标",
        "数量指标",
        "开展巡检",
    )
    assert first.comparator is Comparator.AT_LEAST
    assert (first.target.text, first.unit, first.actual.text) == ("12", "次", "13")
    assert facts(first.weight, first.claimed) == (20, 20)
    assert first.reviewed == Fraction("19.5")
    assert first.clause == "达到计20分，否则不得分。"
    assert first.note == "每月一次"
    assert (second.level2, second.reason) == ("数量指标", "雨季停工")
    assert third.level2 == "质量指标"
    assert fourth.comparator is Comparator.QUALITATIVE
    assert fourth.unit is None
    assert [facts(one.name, one.weight) for one in form.level1] == [
        ("产出指标", 50),
        ("满意度指标", 10),
    ]
    assert not any(row.doubts for row in form.indicators)
    assert (form.kind, form.scope, form.year) == (
        FormKind.SELF_EVALUATION,
        Scope.PROJECT,
        2023,
    )


@pytest.mark.parametrize("writer", WRITERS)
def test_ways_to_write_text_read_alike(writer: str) -> None:
    one = read_form(WRITERS[writer](STANDARD))
    assert plain(one) == plain(read_form(as_tabs(STANDARD)))
    assert plain(one) == plain(as_grid(STANDARD))


@settings(max_examples=60, deadline=None)
@given(st.permutations(STANDARD), st.sampled_from(sorted(WRITERS)))
def test_columns_may_stand_in_any_order(columns: list[str], writer: str) -> None:
    expected = plain(read_form(as_tabs(STANDARD)))
    assert plain(as_grid(columns)) == expected
    assert plain(read_form(WRITERS[writer](columns))) == expected


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(STANDARD), min_size=4), st.data())
def test_columns_may_be_missing(kept: set[str], data: st.DataObject) -> None:
    columns = data.draw(st.permutations(sorted(kept | {"name", "target", "weight"})))
    full = plain(read_form(as_tabs(STANDARD)))
    for one, known in zip(plain(as_grid(columns)), full, strict=True):
        assert (one.name, one.weight) == (known.name, known.weight)
        for column in ("claimed", "reviewed", "clause", "reason"):
            expected = getattr(known, column) if column in columns else None
            assert (getattr(one, column) or None) == (expected or None)


SPACED = {
    "level1": "一 级\n指 标",
    "level2": "二　级　指　标",
    "name": "三级 指标",
    "target": "年 度\n指标值",
    "actual": "实际\n完成值",
    "weight": "分 值",
    "claimed": "得　分",
}


def test_letter_spaced_headings_are_the_same_headings() -> None:
    flat = {key: text.replace("\n", " ") for key, text in SPACED.items()}
    one = read_form(as_tabs(tuple(SPACED), flat))
    assert [row.claimed for row in one.indicators] == [20, 16, 10, 9]
    assert one.indicators[0].level1 == "产出指标"


def test_letter_spaced_levels_are_the_same_levels() -> None:
    text = (
        f"{TITLE}\n\n一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分\n"
        "产 出 指 标（５０分）\t数 量 指 标\t巡检\t12次\t12次\t１０\t１０分\n"
    )
    form = read_form(text.encode("gb18030"))
    (row,) = form.indicators
    assert (row.level1, row.level2) == ("产出指标", "数量指标")
    assert facts(row.weight, row.claimed, form.level1[0].weight) == (10, 10, 50)
    assert row.doubts == ()


TARGETS = """2026年项目支出绩效目标表

填报单位（盖章）：某市财政局

金额单位：万元

项目名称\t国资管理专项\t\t\t\t\t\t
年度本级预算金额\t120万元\t\t\t项目类别\t特定目标类\t\t
项目支出实施期\t2026年\t\t\t\t\t\t
本年度绩效目标\t保障日常维修；保障报表准确。\t\t\t\t\t\t
本年度绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t度量单位\t指标值类型\t备注
\t产出指标\t数量指标\t门面数\t160\t个\t>\t
\t\t质量指标\t报表准确性\t100\t%\t=\t含季报
\t时效指标\t完成及时性\t及时\t\t定性\t\t
时效指标\t完成时限\t30\t分钟\t≤\t
\t效益指标\t经济效益\t\t\t\t\t
\t\t社会效益\t高质量发展\t发展\t\t\t定性
\t满意度\t服务对象满意度\t满意度\t95\t%\t>\t
成本指标\t经济成本指标\t管理经费\t10\t万元\t≤\t
社会成本指标\t\t\t\t\t\t\t
"""


def test_a_dump_that_lost_cells_is_put_under_its_headings() -> None:
    form = read_form(TARGETS.encode())
    assert [
        (r.level1, r.level2, r.name, r.target.text, r.unit, r.comparator)
        for r in form.indicators
    ] == [
        ("产出指标", "数量指标", "门面数", "160", "个", ">"),
        ("产出指标", "质量指标", "报表准确性", "100", "%", "="),
        ("产出指标", "时效指标", "完成及时性", "及时", None, "定性"),
        ("产出指标", "时效指标", "完成时限", "30", "分钟", "≤"),
        ("效益指标", "社会效益", "高质量发展", "发展", None, "定性"),
        ("满意度", "服务对象满意度", "满意度", "95", "%", ">"),
        ("成本指标", "经济成本指标", "管理经费", "10", "万元", "≤"),
    ]
    assert [d.key for d in form.indicators[4].doubts] == ["forms.comparator-elsewhere"]
    assert form.office == "某市财政局"
    assert form.project == "国资管理专项"
    assert form.period == "2026年"
    assert form.goal == "保障日常维修；保障报表准确。"
    assert form.budget[0].initial == 120
    assert "budget" in form.inferred
    assert (form.kind, form.year) == (FormKind.TARGET, 2026)


def test_a_budget_weight_in_the_heading_of_the_block_counts() -> None:
    text = """2022年度某经费项目自评表
项目名称 | 某经费 | ||||
主管部门 | 某局 | 项目实施单位 | 某中心 | ||
预算执行情况(万元) (20分) | 预算数(A) | 执行数(B) | 执行率(B/A) | 得分 (20分*执行率) | |
年度财政资金总额 | 200 | 195.5 | 97.75% | 19.55 | |
年度绩效目标1 (80分) | 一级指标 | 二级指标 | 三级指标 | 目标值(A) | 完成值(B) | 得分
产出指标 | 数量指标 | 宣传片 | 1部 | 1部 | 10 | |
成本指标
| 制作费 | 200万 | 195.5万元 | 10 | ||
总分 | 99.55分 | |||
"""
    form = read_form(text.encode())
    (line,) = form.budget
    assert facts(line.adjusted, line.executed, line.weight) == (
        200,
        Fraction("195.5"),
        20,
    )
    assert (line.execution_rate, line.claimed) == (
        Fraction(391, 400),
        Fraction("19.55"),
    )
    assert [facts(r.level2, r.name, r.claimed) for r in form.indicators] == [
        ("数量指标", "宣传片", 10),
        ("成本指标", "制作费", 10),
    ]
    assert form.total_claimed == Fraction("99.55")
    assert form.total_weight is None
    assert (form.department, form.implementer, form.office) == (
        "某局",
        "某中心",
        "某中心",
    )


def test_headings_may_go_on_in_the_row_below() -> None:
    def cells(
        row: int, texts: Sequence[str], spans: dict[int, tuple[int, int]]
    ) -> list[Cell]:
        made, column = [], 0
        for at, text in enumerate(texts):
            down, over = spans.get(at, (1, 1))
            made.append(
                Cell(text=text, row=row, column=column, row_span=down, column_span=over)
            )
            column += over
        return made

    both = {0: (2, 1), 1: (2, 1), 2: (2, 1), 3: (1, 3), 4: (2, 1), 5: (2, 1), 6: (2, 1)}
    top = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
    )
    grid = Grid(
        (
            *cells(0, top, both),
            *(
                Cell(text=text, row=1, column=3 + at)
                for at, text in enumerate(("指标性质", "指标值", "度量单位"))
            ),
            *cells(
                2,
                (
                    "产出指标",
                    "数量指标",
                    "学生数",
                    "≧",
                    "735",
                    "人次",
                    "735",
                    "10",
                    "10",
                ),
                {},
            ),
            *cells(3, ("总分", "100", "96", "优"), {0: (1, 6)}),
        )
    )
    (form,) = recognise(Document("a", (Paragraph("项目支出绩效自评表"), grid))).forms
    (row,) = form.indicators
    assert (row.comparator, row.target.text, row.unit) == ("≥", "735", "人次")
    assert facts(row.actual.text, row.weight, row.claimed) == ("735", 10, 10)
    assert form.total_claimed is None or form.total_claimed == 96


def test_the_rating_word_stands_beside_the_total() -> None:
    text = as_tabs(STANDARD).decode() + "\n总分" + "\t" * 7 + "100\t96\t\t\t\t优\n"
    form = read_form(text.encode())
    assert facts(form.total_weight, form.total_claimed, form.rating) == (100, 96, "优")
    lone = as_tabs(STANDARD).decode() + "\n总分\t96\n"
    form = read_form(lone.encode())
    assert [d.key for d in form.doubts] == ["forms.total-unplaced"]


def test_figures_that_are_none_are_doubts() -> None:
    text = (
        f"{TITLE}\n\n一级指标\t二级指标\t三级指标\t指标值类型\t指标值\t完成值\t分值\t得分\n"
        "产出指标\t数量指标\t巡检\t约等\t12次\t12次\t十分\t—\n"
    )
    (row,) = read_form(text.encode()).indicators
    assert (row.comparator, row.weight, row.claimed) == (None, None, None)
    assert [d.key for d in row.doubts] == ["forms.not-a-comparator", "forms.not-points"]


@pytest.mark.parametrize(
    ("printed", "rate", "doubts"),
    [
        ("97.75%", Fraction(391, 400), []),
        ("1", Fraction(1), ["forms.rate-without-sign"]),
        ("0.98", Fraction(49, 50), ["forms.rate-without-sign"]),
        ("100", Fraction(1), ["forms.rate-without-sign"]),
        ("—", None, []),
        ("全部", None, ["forms.not-a-rate"]),
    ],
)
def test_execution_rates(
    printed: str, rate: Fraction | None, doubts: list[str]
) -> None:
    budget = (
        "资金情况（元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        f"\t年度资金总额：\t1,000\t500,000.50元\t50万元\t10\t{printed}\t10\n"
    )
    head, _, rest = as_tabs(STANDARD).decode().partition("\n\n")
    form = read_form(f"{head}\n\n{budget}\n{rest}".encode())
    (line,) = form.budget
    assert facts(line.initial, line.adjusted) == (1000, Fraction("500000.5"))
    assert facts(line.executed, form.money_unit) == (500_000, "元")
    assert line.execution_rate == rate
    assert [d.key for d in line.doubts] == doubts


def test_sub_rows_without_points_are_not_scored() -> None:
    text = (
        f"{TITLE}\n\n一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分\n"
        "产出指标\t数量指标\t救助人数\t90人\t90人\t10\t10\n"
        "\t\t其中：老人\t40人\t40人\t\t\n"
        "\t\t★其中：儿童\t50人\t50人\t5\t5\n"
        "\t质量指标\t指标1：\t\t\t\t\n"
        "\t时效指标\t……\t\t\t\t\n"
    )
    form = read_form(text.encode())
    assert [(r.name, r.scored) for r in form.indicators] == [
        ("救助人数", True),
        ("其中：老人", False),
        ("★其中：儿童", True),
    ]


def test_several_forms_with_prose_between() -> None:
    first = as_tabs(STANDARD).decode()
    report = (
        "\n\n附件2\n项目支出绩效自评报告\n一、基本情况\n项目\t金额\n办公费\t12\n"
        "公开绩效目标表及绩效自评表\n\n"
        "附件3 -1   部门整体支出绩效自评表\n（2022年度）\n\n"
    )
    second = first.partition("\n\n")[2]
    result = read_document((first + report + second).encode())
    assert [(f.number, f.label, f.scope, f.year) for f in result.forms] == [
        (1, "", Scope.PROJECT, 2023),
        (2, "附件3-1", Scope.DEPARTMENT, 2022),
    ]
    assert [len(f.indicators) for f in result.forms] == [4, 4]
    assert result.unread == ()


def test_forms_without_titles_begin_with_their_names() -> None:
    table = as_tabs(STANDARD).decode().partition("\n\n")[2]
    text = f"项目名称\t甲\n{table}\n项目名称\t乙\n{table}\n"
    forms = read_forms(text.encode())
    assert [form.project for form in forms] == ["甲", "乙"]
    assert [form.kind for form in forms] == [FormKind.SELF_EVALUATION] * 2
    assert set(forms[0].inferred) == {"kind", "scope"}


def test_a_table_cut_by_a_page_goes_on() -> None:
    lines = as_tabs(STANDARD).decode().splitlines()
    cut = "\n".join([*lines[:5], "", "— 3 —", "", *lines[5:]])
    expected = plain(read_form(as_tabs(STANDARD)))
    assert plain(read_form(cut.encode())) == expected
    repeated = "\n".join([*lines[:4], "", lines[2], *lines[4:]])
    assert plain(read_form(repeated.encode())) == expected


def test_a_heading_after_its_table_belongs_to_it() -> None:
    table = as_tabs(STANDARD).decode().partition("\n\n")[2]
    text = f"{table}\n\n2026年部门整体支出绩效自评表\n\n部门（单位）名称\t某办公室\n"
    (form,) = read_forms(text.encode())
    assert (form.title, form.office) == ("2026年部门整体支出绩效自评表", "某办公室")
    assert [d.key for d in form.doubts] == ["forms.heading-after-table"]


def test_what_looks_like_a_form_is_not_passed_over() -> None:
    lost = "项目支出绩效目标表\n\n指标值\t计量单位\t评分标准\n100\t%\t达到计分\n"
    result = read_document(as_tabs(STANDARD) + f"\n\n{lost}".encode())
    assert [one.message.key for one in result.unread] == ["forms.table-not-understood"]
    assert result.unread[0].place.table == 2
    odd = (
        as_tabs(STANDARD) + ("\n" + "\t".join("甲乙丙丁戊己庚辛壬癸子丑寅卯")).encode()
    )
    result = read_document(odd)
    assert [one.message.key for one in result.unread] == ["forms.row-not-understood"]


def test_a_year_may_follow_from_the_period() -> None:
    text = TARGETS.replace("2026年项目支出绩效目标表", "项目支出绩效目标表")
    form = read_form(text.encode())
    assert form.year == 2026
    assert "year" in form.inferred


def test_unmerged_blank_labels_of_a_document_are_inferred() -> None:
    texts = [tuple(HEADINGS.values()), *(tuple(row.values()) for row in ROWS)]
    cells = tuple(
        Cell(text=text, row=r, column=c)
        for r, row in enumerate(texts)
        for c, text in enumerate(row)
    )
    (form,) = recognise(Document("a", (Paragraph(TITLE), Grid(cells)))).forms
    assert [row.inferred for row in form.indicators] == [
        (),
        ("level1", "level2"),
        ("level1",),
        (),
    ]
    assert form.indicators[1].level2 == "数量指标"

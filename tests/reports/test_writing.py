"""Forms are written in the official layout, and read back as they were."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings

import perfscore as ps
from making import docx as made
from making.drawn import forms
from making.layouts import LAYOUTS
from perfscore.errors import ReportError, WrongArgument
from perfscore.forms.models import (
    BudgetLine,
    BudgetPart,
    Form,
    FormKind,
    Indicator,
    Level1,
    Scope,
)
from perfscore.forms.read import read_document
from perfscore.messages import Lang
from perfscore.reports.writing.official import habits_of, page_of
from perfscore.reports.writing.same import difference
from perfscore.reports.writing.write import form_bytes
from perfscore.values.parse import parse_value
from perfscore.values.value import Comparator

EXAMPLES = ("docs/examples/lukou-2022.docx", "docs/examples/hengyang-2024.docx")
ROOT = Path(__file__).parents[2]
KINDS = (".xlsx", ".docx")


def example(number: int = 0) -> list[Form]:
    """The forms of a published document."""
    return ps.read_forms(ROOT / EXAMPLES[number])


def a_form(**more: object) -> Form:
    """A small self-evaluation in which everything is printed."""
    row = Indicator(
        number=1,
        level1="产出指标",
        level2="数量指标",
        name="★培训场次",
        comparator=Comparator.AT_LEAST,
        target=parse_value("12", unit="次", comparator="≥", year=2022),
        unit="次",
        actual=parse_value("13次", unit="次", year=2022),
        weight=Fraction(90),
        claimed=Fraction(90),
        reviewed=Fraction("88.5"),
        clause="完成12次计90分，每少1次扣1分。",
        note="按年度计划",
        reason="无",
        decimals={"claimed": 1},
    )
    line = BudgetLine(
        name="年度资金总额",
        is_total=True,
        initial=Fraction(180),
        adjusted=Fraction(200),
        executed=Fraction("195.5"),
        weight=Fraction(10),
        execution_rate=Fraction("0.9775"),
        claimed=Fraction("9.78"),
        decimals={"execution_rate": 2, "claimed": 2},
    )
    form = Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="项目支出绩效自评表",
        label="附件3-1",
        project="水电维修费",
        department="甲局",
        implementer="乙中心",
        office="丙中心",
        year=2022,
        money_unit="万元",
        budget=(line,),
        goal="开展培训12次。",
        goal_actual="开展培训13次。",
        level1=(Level1(name="产出指标", weight=Fraction(90)),),
        indicators=(row,),
        total_weight=Fraction(100),
        total_claimed=Fraction("99.78"),
        rating="优",
    )
    return replace(form, **more)  # type: ignore[arg-type]


def again(data: bytes) -> Form:
    """The one form of a file."""
    result = read_document(data)

    assert result.unread == ()
    (form,) = result.forms
    return form


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(form=forms())
def test_what_is_written_reads_back_as_it_was(kind: str, form: Form) -> None:
    assert difference(form, again(form_bytes(form, kind))) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_published_forms_read_back_alone_and_together(number: int, kind: str) -> None:
    found = example(number)
    together = read_document(form_bytes(found, kind))

    assert together.unread == ()
    assert len(together.forms) == len(found)
    for form, one in zip(found, together.forms, strict=True):
        assert difference(form, one) is None
        assert difference(form, again(form_bytes(form, kind))) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_rewritten_in_the_official_one(layout: str, kind: str) -> None:
    form = again(made.docx(LAYOUTS[layout].page()))

    assert difference(form, again(form_bytes(form, kind))) is None


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_written_is_in_doubt_where_it_is_read(kind: str) -> None:
    form = again(form_bytes(a_form(), kind))

    assert form.doubts == ()
    assert [row.doubts for row in form.indicators] == [()]
    assert [line.doubts for line in form.budget] == [()]


def test_the_comparison_sees_every_kind_of_difference() -> None:
    form = a_form()
    row, line = form.indicators[0], form.budget[0]
    changed = {
        "title": replace(form, title="项目支出绩效目标表"),
        "indicators[1].claimed": replace(
            form, indicators=(replace(row, claimed=Fraction(89)),)
        ),
        "indicators[1].target.number": replace(
            form, indicators=(replace(row, target=replace(row.target, number=None)),)
        ),
        "indicators[1].decimals": replace(
            form, indicators=(replace(row, decimals={"claimed": 0}),)
        ),
        "budget[1].executed": replace(form, budget=(replace(line, executed=None),)),
        "level1[1].weight": replace(form, level1=(Level1(name="产出指标"),)),
        "indicators": replace(form, indicators=(row, row)),
    }
    for field, other in changed.items():
        found = difference(form, other)

        assert found is not None
        assert found.field == field


def texts_of(data: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet, as another program reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
    return [[text for text in row if text] for row in rows if any(row)]


def cells_of(data: bytes) -> list[list[str]]:
    """The rows of a document's table, as another program reads them."""
    table = Document(io.BytesIO(data)).tables[0]
    rows: list[list[str]] = []
    seen: set[object] = set()
    for row in table.rows:
        texts = []
        for cell in row.cells:
            if cell._tc not in seen and cell.text:
                texts.append(cell.text)
            seen.add(cell._tc)
        rows.append(texts)
    return rows


TABLE: Sequence[list[str]] = (
    ["项目名称", "水电维修费"],
    ["主管部门", "甲局", "实施单位", "乙中心"],
    [
        "项目资金\n（万元）",
        "年初\n预算数",
        "全年\n预算数",
        "全年\n执行数",
        "分值",
        "执行率",
        "得分",
    ],
    ["年度资金总额", "180", "200", "195.5", "10", "97.75%", "9.78"],
    ["年度\n总体目标", "预期目标", "实际完成情况"],
    ["开展培训12次。", "开展培训13次。"],
    [
        "绩效\n指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标\n性质",
        "年度\n指标值",
        "度量\n单位",
        "实际\n完成值",
        "分值",
        "得分",
        "复核分",
        "评（扣）分标准",
        "指标值说明",
        "偏差原因分析及改进措施",
    ],
    [
        "产出指标\n（90分）",
        "数量指标",
        "★培训场次",
        "≥",
        "12",
        "次",
        "13次",
        "90",
        "90.0",
        "88.5",
        "完成12次计90分，每少1次扣1分。",
        "按年度计划",
        "无",
    ],
    ["总分", "100", "99.78", "优"],
)


def test_a_document_has_the_official_table() -> None:
    data = form_bytes(a_form(), ".docx")
    lines = [p.text for p in Document(io.BytesIO(data)).paragraphs]

    assert cells_of(data) == list(TABLE)
    assert lines[:4] == [
        "附件3-1",
        "项目支出绩效自评表",
        "（2022年度）",
        "填报单位（盖章）：丙中心",
    ]


def test_a_workbook_has_the_official_table_and_its_figures_are_numbers() -> None:
    data = form_bytes(a_form(), ".xlsx")
    shown = [[text.replace("90.0", "90") for text in row] for row in TABLE]
    shown[3][5] = "0.9775"

    assert texts_of(data)[4:-1] == shown
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    points = [c for row in sheet.iter_rows() for c in row if c.value in {90, 0.9775}]
    assert {c.data_type for c in points} == {"n"}
    assert {c.number_format for c in points} == {"0", "0.0", "0.00%"}
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "landscape",
        9,
    )


HOSTILE = "=cmd|'/C calc'!A0", "+1", "-1+1", "@SUM(A1)", "<script>&]]>", "{=A1}"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    row = replace(a_form().indicators[0], name=text, reason=text, clause=text)
    form = a_form(indicators=(row,), project=text, office=text, goal=text)
    book = form_bytes(form, ".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    found = [c for one in sheet.iter_rows() for c in one if c.value == text]

    assert len(found) == 5
    assert {cell.data_type for cell in found} == {"s"}
    formula_like = text[0] in "=+-@"
    assert {bool(cell.quotePrefix) for cell in found} == {formula_like}
    names = {
        element.tag.rpartition("}")[2]
        for element in ET.fromstring(  # noqa: S314 -- our own bytes
            zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
        ).iter()
    }
    assert not names & {"f", "script", "hyperlink"}
    assert text in {t for one in cells_of(form_bytes(form, ".docx")) for t in one}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_form_gives_the_same_bytes_without_dates(kind: str) -> None:
    data = form_bytes(a_form(), kind)

    assert data == form_bytes(a_form(), kind)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms" not in packed.read("docProps/core.xml")


@pytest.mark.parametrize("kind", KINDS)
def test_our_scores_stand_in_the_place_of_claims(kind: str) -> None:
    form = example()[1]
    card = ps.score(form)
    found = again(form_bytes(form, kind, card=card, scores="ours"))

    # 保持 and 及时完成 repeat their targets: no number is honest, so none is printed.
    assert [str(row.claimed) for row in found.indicators] == [
        "10",
        "10",
        "None",
        "None",
        "10",
        "10",
        "None",
        "None",
        "None",
        "10",
    ]
    assert [line.claimed for line in found.budget][:2] == [Fraction(10), None]
    assert (found.total_weight, found.total_claimed) == (Fraction(100), None)
    assert found.indicators[0].decimals == {"claimed": 2}
    assert found.indicators[0].actual == form.indicators[0].actual


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_notes_say_whose_scores_these_are(lang: Lang) -> None:
    data = form_bytes(example()[1], ".docx", scores="ours", lang=lang)
    lines = [p.text for p in Document(io.BytesIO(data)).paragraphs]

    assert "mof-2020" in lines[-2]
    assert "0.00–10.00" in lines[-1]
    assert lines[-1].startswith("注：" if lang == "zh" else "Note:")


def test_actuals_given_beside_a_target_form_are_filled_in() -> None:
    form = example(1)[0]
    card = ps.score(form, "hengyang-2024", actuals={2: "480台"})
    found = again(form_bytes(form, ".xlsx", card=card, scores="ours"))

    assert found.indicators[1].actual.text == "480台"
    assert found.indicators[1].claimed == Fraction(str(card.items[1].score))
    assert found.indicators[0].actual.text == ""


def test_a_sub_row_of_blank_levels_after_named_ones_stays_blank() -> None:
    row = a_form().indicators[0]
    rows = (
        row,
        replace(row, number=2, level2=""),
        replace(row, number=3, level1="", level2=""),
        replace(row, number=4, level2="质量指标"),
    )
    form = a_form(indicators=rows)

    for kind in KINDS:
        found = again(form_bytes(form, kind))
        assert [(one.level1, one.level2) for one in found.indicators] == [
            ("产出指标", "数量指标"),
            ("产出指标", ""),
            ("", ""),
            ("产出指标", "质量指标"),
        ]
        assert found.level1[0].weight == Fraction(90)
        assert len(found.level1) == 1


def test_labels_are_repeated_where_a_name_would_be_taken_for_one() -> None:
    row = a_form().indicators[0]
    form = a_form(indicators=(row, replace(row, number=2, name="审核人次数")))

    for kind in KINDS:
        found = again(form_bytes(form, kind))
        assert [one.name for one in found.indicators] == ["★培训场次", "审核人次数"]


def test_amounts_without_a_figure_stand_in_the_budget_block() -> None:
    parts = (
        BudgetPart(name="一般公共预算", amount=Fraction(3)),
        BudgetPart(name="其他资金", amount=None),
    )
    form = a_form(budget_parts=parts)

    for kind in KINDS:
        found = again(form_bytes(form, kind))
        assert [(p.name, p.amount) for p in found.budget_parts] == [
            ("一般公共预算", 3),
            ("其他资金", None),
        ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"label": "表一"}, "label"),
        ({"title": "某某情况"}, "title"),
        ({"kind": FormKind.TARGET}, "kind"),
        (
            {"level1": (Level1(name="效益指标"), Level1(name="效益指标"))},
            "level1[1].name",
        ),
    ],
)
def test_what_a_form_cannot_print_is_refused_by_name(
    change: dict[str, object], field: str, tmp_path: Path
) -> None:
    path = tmp_path / "form.docx"
    with pytest.raises(ReportError) as told:
        ps.write_form(a_form(**change), path)

    assert dict(told.value.message.data)["field"] == field
    assert not path.exists()


def test_endless_decimals_are_refused() -> None:
    row = replace(a_form().indicators[0], weight=Fraction(1, 3))
    with pytest.raises(ReportError, match="1/3"):
        form_bytes(a_form(indicators=(row,)), ".xlsx")


def test_signs_that_xml_cannot_hold(tmp_path: Path) -> None:
    form = a_form(goal="完成\x07培训_x0041_")

    assert again(form_bytes(form, ".xlsx")).goal == "完成\x07培训_x0041_"
    with pytest.raises(ReportError, match=r"U\+0007"):
        ps.write_form(form, tmp_path / "form.docx")


def test_a_narrative_longer_than_a_cell_is_for_documents() -> None:
    form = a_form(goal="长" * 32_768)

    assert len(again(form_bytes(form, ".docx")).goal) == 32_768
    with pytest.raises(ReportError, match="32767"):
        form_bytes(form, ".xlsx")


def test_a_high_narrative_covers_several_rows() -> None:
    form = a_form(goal="\n".join(f"{n}、目标" for n in range(90)))
    sheet = openpyxl.load_workbook(io.BytesIO(form_bytes(form, ".xlsx"))).worksheets[0]

    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 400


def test_sheets_have_names_that_workbooks_allow() -> None:
    long = "一" * 40
    names = ["a/b[1]:*?\\'c", long, long, "", "项目支出绩效自评表"]
    found = [
        a_form(project=name, label="", office="", implementer="") for name in names
    ]
    book = openpyxl.load_workbook(io.BytesIO(form_bytes(found, ".xlsx")))

    assert book.sheetnames == [
        "a b 1 'c",
        "一" * 31,
        "一" * 27 + " (3)",
        "表4",
        "表5",
    ]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    ps.write_form(a_form(), path)
    before = path.read_bytes()
    with pytest.raises(ReportError):
        ps.write_form(a_form(label="表一"), path)
    with pytest.raises(ReportError, match="写不进去"):
        ps.write_form(a_form(), tmp_path / "nowhere" / "form.xlsx")

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_arguments_are_checked(tmp_path: Path) -> None:
    card = ps.score(a_form())
    with pytest.raises(ReportError, match=r"\.xlsx"):
        ps.write_form(a_form(), tmp_path / "form.pdf")
    with pytest.raises(WrongArgument, match="mine"):
        ps.write_form(a_form(), tmp_path / "a.xlsx", scores="mine")  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="fr"):
        ps.write_form(a_form(), tmp_path / "a.xlsx", lang="fr")  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="Form"):
        ps.write_form([], tmp_path / "a.xlsx")
    with pytest.raises(WrongArgument, match="Form"):
        ps.write_form(3, tmp_path / "a.xlsx")  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="NoneType"):
        ps.write_form(a_form(), None)  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="Scorecard"):
        form_bytes(a_form(), ".xlsx", card=[1], scores="ours")  # type: ignore[list-item]
    with pytest.raises(ReportError, match="2"):
        form_bytes(a_form(), ".xlsx", card=[card, card], scores="ours")
    with pytest.raises(ReportError, match="别的项目"):
        form_bytes(a_form(project="别的项目"), ".xlsx", card=card, scores="ours")


def test_usual_ways_come_first() -> None:
    form = a_form()
    habits = habits_of(form)

    assert (habits[0].merged, habits[1].merged) == (True, False)
    assert page_of(form, habits[0]).name == "附件3-1 水电维修费"


def test_the_file_that_a_form_is_from_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    ps.write_form(a_form(), path)
    before = path.read_bytes()
    form = ps.read_form(path)

    for one in (form, [form], iter([form])):
        with pytest.raises(ReportError) as caught:
            ps.write_form(one, path, scores="ours")
        assert caught.value.message.key == "cli.file-exists"
    assert path.read_bytes() == before
    # Another name, and the same name where no such file is, are free.
    ps.write_form(form, tmp_path / "b.xlsx")
    (tmp_path / "c").mkdir()
    ps.write_form(form, tmp_path / "c" / "a.xlsx", scores="ours")
    ps.write_form(a_form(), path)


def test_what_was_written_of_a_form_may_be_written_again(tmp_path: Path) -> None:
    form = ps.read_forms(EXAMPLES[0])[1]
    path = tmp_path / "lukou-2022.docx"

    ps.write_form(form, path, scores="ours")
    ps.write_form(form, path, scores="claimed")
    assert ps.read_form(path).indicators[0].claimed == form.indicators[0].claimed


def test_the_folder_that_is_not_there_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as caught:
        ps.write_form(a_form(), tmp_path / "no" / "a.xlsx")

    assert "its folder is not there" in caught.value.text("en")


@pytest.mark.parametrize("kind", KINDS)
def test_targets_that_have_actuals_become_a_self_evaluation(kind: str) -> None:
    """60 万元 are no full 10 % above 57.6: 20 of 20. 480 of 501 rate 95.81 %, and
    (95.81 % − 60 %) ÷ 40 % × 20 is 17.90. Of 40 万元 30 are spent.
    """
    form = example(1)[0]
    actuals = {1: "60万元", 2: "480台", "预算": "30"}
    card = ps.score(form, "hengyang-2024", actuals=actuals)
    data = form_bytes(form, kind, card=card, scores="ours")
    found = again(data)

    assert (found.kind, found.title) == (
        FormKind.SELF_EVALUATION,
        "项目支出绩效自评表",
    )
    assert [row.weight for row in found.indicators[:2]] == [20, 20]
    assert [row.claimed for row in found.indicators[:2]] == [20, Fraction("17.9")]
    assert found.budget[0].weight == 10
    assert found.budget[0].execution_rate == Fraction(3, 4)
    assert found.total_weight == 100
    # The score has 分值 and 执行率 beside it, and the notes say what is inferred.
    assert form.budget[0].weight is None
    told = [line for line in _texts(data, kind) if "推定" in line]
    assert len(told) == 1


def _texts(data: bytes, kind: str) -> list[str]:
    if kind == ".docx":
        return [p.text for p in Document(io.BytesIO(data)).paragraphs]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [str(cell.value) for row in sheet for cell in row if cell.value]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_targets_without_actuals_stay_what_they_are(lang: Lang) -> None:
    form = example(1)[0]
    data = form_bytes(form, ".docx", scores="ours", lang=lang)

    assert difference(form, again(data)) is None
    last = _texts(data, ".docx")[-1]
    assert ("没有可以评分的内容" if lang == "zh" else "nothing to score") in last


def test_a_weight_without_an_end_as_a_decimal_stays_blank() -> None:
    """Seven rows share 90 points: 90/7 each, which no cell can print."""
    rows = tuple(
        Indicator(
            number=number,
            level1="产出指标",
            name=f"指标{number}",
            target=parse_value("≥10次"),
        )
        for number in range(1, 8)
    )
    form = a_form(kind=FormKind.TARGET, title="项目支出绩效目标表", indicators=rows)
    card = ps.score(form, actuals={1: "10次"})
    found = again(form_bytes(form, ".xlsx", card=card, scores="ours"))

    assert [row.weight for row in found.indicators] == [None] * 7
    assert found.kind is FormKind.SELF_EVALUATION

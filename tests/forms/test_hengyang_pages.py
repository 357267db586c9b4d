"""Hengyang 2024: label columns on some pages, the figures on others cut elsewhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from perfscore.errors import ReadError
from perfscore.forms.models import Form, FormKind, Indicator, Scope
from perfscore.forms.read import read_document, read_forms
from perfscore.values.value import Comparator

DUMP = Path(__file__).parent / "data" / "hengyang-2024.txt"
TEXT = DUMP.read_text(encoding="utf-8")

# level 1 | level 2 | name | comparator | target | unit
CARS = """
成本指标|经济成本指标|衡阳市公车管理工作成本控制情况|≤|57.6万元|万元
产出指标|数量指标|公车管理|=|501|台
产出指标|质量指标|公车平台集中管理|定性|规范|无
产出指标|时效指标|完成时间|定性|2024年12月前|年
效益指标||降低机关运行成本|定性|有效|万元
效益指标||健全公务用车管理制度，持续有效管理公车|定性|稳定|无
满意度指标|服务对象满意度指标|全市机关事业单位满意度|=|95%|%
"""
ENERGY = """
成本指标|经济成本指标|衡阳市公共机构节能工作成本控制情况|≤|17万元|万元
产出指标|数量指标|能源资源消费统计|=|1965家单位|家
产出指标|数量指标|衡阳市节约型机关创建情况|=|200家单位|家
产出指标|质量指标|节能统计差错情况|定性|完整|无
产出指标|时效指标|完成时间|定性|2024年12月前|无
效益指标||降低能耗，节约水资源，推动碳达峰碳中和工程，助力绿色转型发展。|定性|持续|无
效益指标||促进机关节能环保、绿色低碳、勤俭节约|定性|持续|无
满意度指标|服务对象满意度指标|全市机关事业单位满意度|=|95%|%
"""
HOUSES = """
成本指标|经济成本指标|衡阳市厅级干部周转房租赁费与生活费成本控制情况|≤|76万元|万元
产出指标|数量指标|衡阳市厅级干部周转房租赁费与生活费情况|=|10套|套
产出指标|质量指标|集中和规范厅级干部周转房管理|定性|有效|无
产出指标|时效指标|完成时间|定性|2024年12月前|年
效益指标||降低机关运行成本|定性|有效|万元
效益指标||持续服务|定性|提升|无
满意度指标|服务对象满意度指标|干部满意度|≥|≥95%|%
"""
DEPARTMENT = """
成本指标|经济成本指标|成本控制|定性|2024年预算|万元
产出指标|数量指标|产权证管理|=|1577个|
产出指标|数量指标|腾退办公室检查|定性|检查|次
产出指标|数量指标|能源资源消费统计|=|1965家|
产出指标|数量指标|公车管理|=|501台|
产出指标|质量指标|投诉处理|定性|减少|无
产出指标|质量指标|产权证管理质量|定性|无遗失损坏|无
产出指标|质量指标|优化办公用房|定性|优化|无
产出指标|质量指标|节能统计差错情况|定性|无错漏|无
产出指标|时效指标|完成时间|定性|2024年12月前|年
效益指标|经济效益指标|依法管理国有资产|定性|管理|家
效益指标|社会效益指标|降低机关运行成本|定性|降低|无
效益指标|生态效益指标|节约水电气，降低能耗|定性|下降|%
效益指标|可持续影响指标|持续服务|定性|服务|无
满意度指标|服务对象满意度指标|全市机关事业单位|≥|95%|
"""
OFFICE = "衡阳市机关事务管理局"


def told(row: Indicator) -> str:
    sign = row.comparator.value if row.comparator else ""
    text = (row.level1, row.level2, row.name, sign, row.target.text, row.unit or "")
    return "|".join(text)


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    return read_forms(DUMP)


@pytest.mark.parametrize(
    ("number", "rows"), [(0, CARS), (1, ENERGY), (2, HOUSES), (3, DEPARTMENT)]
)
def test_rows_of_each_form(forms: list[Form], number: int, rows: str) -> None:
    assert lines(rows) == [told(row) for row in forms[number].indicators]


def test_what_the_label_pages_say_of_each_form(forms: list[Form]) -> None:
    heads = [
        (form.kind, form.scope, form.project, form.office, form.goal, form.money_unit)
        for form in forms
    ]
    project = FormKind.TARGET, Scope.PROJECT

    assert heads == [
        (*project, "公车管理专项经费", OFFICE, "完成年度公务用车管理。", "万元"),
        (
            *project,
            "公共机构节能专项经费",
            OFFICE,
            "完成公共机构节能工作，创建节约型机关。",
            "万元",
        ),
        (
            *project,
            "厅级干部周转房租赁及生活费",
            OFFICE,
            "完成厅级干部周转房租赁及生活费保障。",
            "万元",
        ),
        (
            FormKind.TARGET,
            Scope.DEPARTMENT,
            "",
            OFFICE,
            "完成办公用房管理、资产管理、公务用车管理、公共机构节能等工作。",
            "万元",
        ),
    ]


def test_budgets(forms: list[Form]) -> None:
    initial = [form.budget[0].initial for form in forms]
    parts = {part.name: part.amount for part in forms[3].budget_parts}

    assert initial == [40, 17, 76, Fraction("705.86")]
    assert parts == {
        "资金总额": Fraction("705.86"),
        "一般公共预算": Fraction("705.86"),
        "基本支出": Fraction("572.86"),
        "项目支出": 133,
    }


def test_headings_of_projects_are_inferred_and_those_of_the_office_printed(
    forms: list[Form],
) -> None:
    levels = [row.inferred for row in forms[0].indicators]

    assert levels == [
        *[("level1", "level2")] * 4,
        *[("level1",)] * 2,
        ("level1", "level2"),
    ]
    assert {row.inferred for row in forms[3].indicators} == {()}
    assert all("forms.pages-joined" in keys_of(form) for form in forms)


def keys_of(form: Form) -> list[str]:
    return [doubt.key for doubt in form.doubts]


def test_a_figure_in_the_column_of_units_is_a_doubted_target(forms: list[Form]) -> None:
    row = forms[3].indicators[1]

    assert [doubt.key for doubt in row.doubts] == ["forms.target-elsewhere"]
    assert row.places["target"].column == 2
    assert row.comparator is Comparator.EQUAL


def test_clauses_and_notes_stay_with_their_rows(forms: list[Form]) -> None:
    row = forms[2].indicators[1]

    assert row.note == "考察衡阳市厅级干部周转房租赁数量"
    assert row.clause == "该指标分值为20分，达到目标值计20分，否则不得分。"


def test_nothing_is_left_unread() -> None:
    assert read_document(DUMP).unread == ()


def without(text: str, start: str) -> str:
    return "\n".join(one for one in text.split("\n") if not one.startswith(start))


PROJECTS, OFFICES = TEXT.split("整体支出绩效目标表", 1)


@pytest.mark.parametrize(
    "text",
    [
        without(PROJECTS, "干部满意度"),
        without(PROJECTS, "衡阳市公共机构节能工作成本控制情况"),
        PROJECTS.replace("厅级干部周转房租赁费与生活费成本", "公共机构节能成本"),
        PROJECTS.replace("133.00", "134.00"),
        "整体支出绩效目标表" + without(OFFICES, "优化\t无"),
        "整体支出绩效目标表" + OFFICES.replace("管理\t家", "满意\t家"),
    ],
    ids=[
        "no satisfaction at the end",
        "no cost at the beginning",
        "figures of another project",
        "a sum that is none",
        "a row too few",
        "satisfaction beside another label",
    ],
)
def test_pages_that_do_not_match_are_reported_and_not_joined(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_forms(text.encode())

    assert caught.value.message.key == "forms.no-form-read"


def test_what_is_not_joined_stands_beside_what_is_read() -> None:
    broken = without(PROJECTS, "干部满意度")
    result = read_document(f"{broken}整体支出绩效目标表{OFFICES}".encode())

    assert [len(form.indicators) for form in result.forms] == [15]
    assert {one.message.key for one in result.unread} == {"forms.pages-not-joined"}
    assert len(result.unread) == 6

"""The target forms of three offices of Lukou 2026, recognised from scans."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from perfscore.forms.models import Form, Indicator, Scope
from perfscore.forms.read import read_document, read_forms

DATA = Path(__file__).parent / "data"
SERVICES = DATA / "lukou-2026-services.txt"
OFFICE = DATA / "lukou-2026-office.txt"
FINANCE = DATA / "lukou-2026-finance.txt"


def told(row: Indicator) -> str:
    sign = row.comparator.value if row.comparator else ""
    text = (row.level1, row.level2, row.name, sign, row.target.text, row.unit or "")
    return "|".join(text)


def keys(form: Form) -> list[str]:
    return [doubt.key for doubt in form.doubts]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        (SERVICES, [11, 8, 7, 7, 9, 10]),
        (OFFICE, [8, 10, 8]),
        (FINANCE, [24, 7, 14, 9, 8]),
    ],
)
def test_every_row_of_every_form(path: Path, counts: list[int]) -> None:
    result = read_document(path)

    assert counts == [len(form.indicators) for form in result.forms]
    assert result.unread == ()
    assert {form.year for form in result.forms} == {2026}
    assert {form.money_unit for form in result.forms} == {"万元"}


DEPARTMENT = """
成本指标|经济成本指标|项目预算成本|≤|2002.31|万元
产出指标|数量指标|公务用车保障车次|≥|12000|次/年
产出指标|数量指标|维修维护项目完成数量|≥|240|次/年
产出指标|数量指标|全年网络中断时长累计|≤|30|小时/年
产出指标|质量指标|公务用车人员安全运行次数|≤|0|次
产出指标|质量指标|水电气费减少百分比|≥|3|%
产出指标|质量指标|维修维护验收合格率|≥|100|%
产出指标|时效指标|维修维护响应时限|≤|30|分钟
效益指标|社会效益|提供就业岗位|≥|300|人
效益指标|生态效益|通过分时租赁、拼车等方式,实现绿色出行占比|≥|30|%
满意度指标|服务对象满意度|区级各单位领导干部的满意度|≥|97|%
"""
COMPUTERS = """
产出指标|数量指标|按上级要求购置国产台式电脑487台|≥|487|台
产出指标|数量指标|按上级要求购置国产手提电脑33台|≥|33|台
产出指标|数量指标|按上级要求完成全区所有单位国产替代|≥|70|家
产出指标|质量指标|按规定完成党政机关安可替代国产芯片“国货国用”项目建设各项规定|=|100|%
产出指标|时效指标|2026年完成|定性|完成|
效益指标|社会效益|升级软硬件设备,提升办公效率|定性|促进|
满意度|服务对象满意度|受众对象满意|=|100|%
成本指标|经济成本指标|党政机关安可替代国产芯片“国货国用”项目经济成本|≤|50|万元
"""
ASSETS = """
产出指标|数量指标|国资门面数|>|160|个
产出指标|质量指标|年度资产报表上报准确性|=|100|%
产出指标|时效指标|工作完成及时性|定性|在2026年年度内高效完成工作|
效益指标|经济效益|实现门面租金收入|>|150|万元
效益指标|社会效益|保障国有企业年度考核进行，推动国有企业高质量发展|定性|保障国有企业年度考核进行，推动国有企业高质量发展|
满意度|服务对象满意度|服务对象满意度|>|95|%
成本指标|经济成本指标|国资管理经费|≤|10|万元
"""


@pytest.mark.parametrize(
    ("path", "number", "rows"),
    [(SERVICES, 0, DEPARTMENT), (OFFICE, 0, COMPUTERS), (FINANCE, 1, ASSETS)],
)
def test_rows_whose_first_cells_are_lost(path: Path, number: int, rows: str) -> None:
    form = read_forms(path)[number]

    assert rows.strip().splitlines() == [told(row) for row in form.indicators]


def test_projects_and_their_budgets() -> None:
    budgets = [
        (form.project, form.budget[0].initial if form.budget else None)
        for form in (*read_forms(FINANCE)[1:], *read_forms(OFFICE)[::2])
    ]

    assert budgets == [
        ("国资管理专项", None),
        ("财会监督与绩效管理专项", Fraction(30)),
        ("财政业务专网运行及维护专项", Fraction(120)),
        ("财政投资项目评审专项", Fraction(350)),
        ("党政机关安可替代国产芯片“国货国用”项目集中采购", Fraction(50)),
        ("电子政务内网运维费用", Fraction("4.98")),
    ]


def test_splits_of_the_departments_budgets() -> None:
    parts = [
        {part.name: part.amount for part in forms.budget_parts}
        for forms in (read_forms(SERVICES)[0], read_forms(FINANCE)[0])
    ]

    assert parts == [
        {
            "一般公共预算": Fraction("2002.31"),
            "基本支出": Fraction("247.31"),
            "项目支出": Fraction(1755),
        },
        {
            "资金总额": Fraction("1813.77"),
            "一般公共预算": Fraction("1813.77"),
            "基本支出": Fraction("1303.77"),
            "项目支出": Fraction(510),
        },
    ]


def test_a_table_before_the_page_of_its_heading() -> None:
    form = read_forms(OFFICE)[1]

    assert (form.scope, form.title) == (
        Scope.DEPARTMENT,
        "2026年部门整体支出绩效目标表",
    )
    assert form.office == "中共株洲市渌口区委办公室"
    assert form.goal.startswith("中共株洲市渌口区委办公室是正科级行政单位")
    assert keys(form) == ["forms.heading-after-table"]


def test_offices_as_printed_and_slips_of_recognition_doubted() -> None:
    offices = [(form.office, keys(form)) for form in read_forms(SERVICES)]
    whole = "株洲市渌口区机关事务服务中心"

    assert offices == [
        (whole, []),
        ("株洲市...区机关事务服务中心", ["forms.office-spelling"]),
        (whole, []),
        ("株洲市绿口区机关事务服务中心", ["forms.office-spelling"]),
        ("株洲市海港区机关事务服务中心", ["forms.markup", "forms.office-spelling"]),
        (whole, []),
    ]


def test_signatures_are_not_read() -> None:
    """Names under a form, or above it, are no part of what it says."""
    for form in read_forms(OFFICE):
        texts = [form.office, form.department, form.implementer, form.goal, form.title]
        assert not any("某某" in text for text in texts)

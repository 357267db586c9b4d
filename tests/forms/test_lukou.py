"""The six published forms of Lukou 2022, field by field, from text and from .docx."""

from __future__ import annotations

import importlib.util
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from perfscore.forms.models import Form, FormKind, Scope
from perfscore.forms.read import read_document, read_forms
from perfscore.places import NOWHERE


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


HERE = Path(__file__).parent
DUMP = HERE / "data" / "lukou-2022.txt"
EXAMPLES = HERE.parents[1] / "docs" / "examples"
DOCX = EXAMPLES / "lukou-2022.docx"
OFFICE = "株洲市渌口区机关事务服务中心"

# level 1 | level 2 | name | target | actual | points = score
DEPARTMENT = """
产出指标 | 数量指标 | 核酸检测 | 30场 | 31场 | 10
产出指标 | 数量指标 | 出车次数 | 大于14000次 | 大于14000次 | 10
产出指标 | 质量指标 | 差错率 | 小于0.5% | 小于0.5% | 10
产出指标 | 质量指标 | 事故率 | 小于0.05% | 小于0.05% | 10
产出指标 | 时效指标 | 及时完成 | 及时完成 | 及时完成 | 10
产出指标 | 成本指标 | 2662.18万元 | 2662.18万元 | 2662.18万元 | 10
效益指标 | 经济效益指标 | 2662.18万元 | 2662.18万元 | 2662.18万元 | 10
效益指标 | 社会效益指标 | 维护社会和谐稳定 | 保持 | 保持 | 5
效益指标 | 生态效益指标 | 为社会生态环境建设提供和谐稳定的环境 | 保持 | 保持 | 5
效益指标 | 可持续影响指标 | 总体平稳可控 | 保持 | 保持 | 10
满意度指标 | 服务对象满意度指标 | 机关大院各单位满意度 | 98% | 98% | 10
"""
PROJECT = """
产出指标 | 数量指标 | {0} | 10
产出指标 | 数量指标 | {1} | 10
产出指标 | 质量指标 | 高质量完成 | 高质量完成 | 高质量完成 | 10
产出指标 | 时效指标 | 及时完成 | {2} | {2} | 10
产出指标 | 成本指标 | {3} | {4} | {4} | 10
效益指标 | 经济效益指标 | {3} | {4} | {4} | 10
效益指标 | 社会效益指标 | 维护社会和谐稳定 | 保持 | 保持 | 10
效益指标 | 生态效益指标 | 为社会生态环境建设提供和谐稳定的环境 | 保持 | 保持 | 10
效益指标 | 可持续影响指标 | 总体平稳可控 | 保持 | 保持 | 10
满意度指标 | 服务对象满意度指标 | {5} | 98% | 98% | 10
"""
PROJECTS = (
    (
        "附件3-1",
        "水电维修费",
        ("400", "400", "400"),
        (
            "维修类别 | 7类 | 7类",
            "水电气月平均数 | 大于13万 | 大于13万",
            "及时完成维修工程等项目",
            "机关服务费",
            "400万元",
            "承担全区机关大院及各单位维修质量及服务满意度",
        ),
    ),
    (
        "附件3-2",
        "物业管理费",
        ("523.12", "523.12", "523.12"),
        (
            "安排会议次数 | 约3200次 | 约3200次",
            "消防安全检查次数 | 每月一次 | 12次",
            "及时安排会议",
            "机关物业管理费",
            "523.12万",
            "承担机关大院全问题、后勤服务问题",
        ),
    ),
    (
        "附件3-3",
        "区委区政府大院及武装部营院绿化费",
        ("31.6", "31.6", "523.12"),
        (
            "绿植死亡率 | 小于2% | 小于2%",
            "杀虫次数 | 12次 | 12次",
            "及时完成",
            "绿化费",
            "31.6万",
            "承担机关大院全问题、后勤服务问题",
        ),
    ),
    (
        "附件3-4",
        "宽带及网络维护费",
        ("40", "40", "40"),
        (
            "网络维护次数 | 12次 | 12次",
            "会议设备维护次数 | 12次 | 12次",
            "及时完成",
            "宽带及网络维护费",
            "40万",
            "机关大院职工满意度",
        ),
    ),
    (
        "附件3-5",
        "2022年全年相关维修改造费等",
        ("294.7", "294.7", "294.7"),
        (
            "项目改造次数 | 19次 | 19次",
            "购置次数 | 2次 | 2次",
            "及时完成",
            "2022年全年相关维修改造费等",
            "294.7万",
            "机关大院干部满意度",
        ),
    ),
)


@pytest.fixture(scope="module", params=[DUMP, DOCX], ids=["text", "docx"])
def forms(request: pytest.FixtureRequest) -> list[Form]:
    path: Path = request.param
    return read_forms(path)


def rows_of(table: str) -> list[tuple[str, ...]]:
    lines = table.strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


def printed(form: Form) -> list[tuple[str, ...]]:
    """The form's rows as the tables above write them; points and score are equal."""
    assert [row.weight for row in form.indicators] == [
        row.claimed for row in form.indicators
    ]
    return [
        (
            row.level1,
            row.level2,
            row.name,
            row.target.text,
            row.actual.text,
            str(row.weight),
        )
        for row in form.indicators
    ]


def test_the_department_form_reads_row_by_row(forms: list[Form]) -> None:
    form = forms[0]
    assert printed(form) == rows_of(DEPARTMENT)
    assert [row.number for row in form.indicators] == list(range(1, 12))
    assert all(row.scored and row.unit is None for row in form.indicators)
    assert all(row.comparator is None for row in form.indicators)
    assert all(row.reviewed is None for row in form.indicators)
    assert not any(row.inferred for row in form.indicators)


@pytest.mark.parametrize("index", range(5))
def test_the_project_forms_read_row_by_row(forms: list[Form], index: int) -> None:
    form = forms[index + 1]
    label, project, money, values = PROJECTS[index]
    assert (form.label, form.project) == (label, project)
    assert printed(form) == rows_of(PROJECT.format(*values))
    total, year, *rest = form.budget
    assert total.name == "年度资金总额"
    assert total.is_total
    assert (total.initial, total.adjusted, total.executed) == tuple(
        map(Fraction, money)
    )
    assert facts(total.weight, total.execution_rate, total.claimed) == (10, 1, 10)
    assert year.name == "当年财政拨款"
    assert not year.is_total
    assert year.initial == (None if label == "附件3-5" else total.initial)
    assert (year.adjusted, year.executed) == (total.adjusted, total.executed)
    assert facts(year.weight, year.execution_rate, year.claimed) == (10, 1, 10)
    assert [line.name for line in rest] == ["上年结转资金", "其他资金"]
    assert all(line.adjusted is line.executed is line.weight is None for line in rest)
    assert form.department == form.implementer == form.office == OFFICE
    assert form.inferred == ("office",)
    assert form.scope is Scope.PROJECT
    assert form.budget_parts == ()


def test_the_forms_say_what_they_are(forms: list[Form]) -> None:
    labels = ["附件1", *(label for label, *_ in PROJECTS)]
    assert [form.label for form in forms] == labels
    assert [form.number for form in forms] == [1, 2, 3, 4, 5, 6]
    for form in forms:
        assert form.kind is FormKind.SELF_EVALUATION
        assert form.year == 2022
        assert form.money_unit == "万元"
        assert facts(form.total_weight, form.total_claimed, form.rating) == (
            100,
            100,
            "",
        )
        assert [facts(one.name, one.weight) for one in form.level1] == [
            ("产出指标", 50),
            ("效益指标", 30),
            ("满意度指标", 10),
        ]
        assert form.doubts == ()
    assert forms[0].title == "部门整体支出绩效自评表"
    assert {form.title for form in forms[1:]} == {"项目支出绩效自评表"}
    assert forms[0].scope is Scope.DEPARTMENT
    assert forms[0].office == OFFICE
    assert forms[0].inferred == ()


def test_the_department_budget_is_read_with_its_parts(forms: list[Form]) -> None:
    (line,) = forms[0].budget
    assert (line.initial, line.adjusted, line.executed) == (
        Fraction("2414.16"),
        Fraction("2662.18"),
        Fraction("2662.18"),
    )
    assert facts(line.weight, line.execution_rate, line.claimed) == (10, 1, 10)
    parts = {part.name: part.amount for part in forms[0].budget_parts}
    assert parts == {
        "一般公共预算": Fraction("2662.18"),
        "基本支出": Fraction("1372.76"),
        "政府性基金拨款": None,
        "项目支出": Fraction("1289.42"),
        "纳入专户管理的非税收入拨款": None,
        "其他资金": None,
    }


def test_the_narratives_are_read(forms: list[Form]) -> None:
    assert forms[0].goal == forms[0].goal_actual
    assert forms[0].goal.splitlines()[3] == "4、机关大院绿化；"
    assert [form.goal for form in forms[1:]] == [
        "机关大院维修完成度及完成质量",
        "负责机关大院物业、安保、食堂等后勤",
        "负责机关大院绿化",
        "负责机关大院物业、安保、食堂等后勤",
        "负责机关大院物业、安保、食堂等后勤",
    ]


def test_every_field_has_its_place(forms: list[Form]) -> None:
    for number, form in enumerate(forms, start=1):
        for row in form.indicators:
            for name in ("level1", "level2", "name", "target", "actual", "weight"):
                assert row.places[name].table == number
                assert row.places[name].column
        for name in ("initial", "executed", "weight", "execution_rate", "claimed"):
            assert form.budget[0].places[name].row
        assert {"title", "year", "label", "total_weight"} <= set(form.places)
    places = forms[0].indicators[0].places
    assert (places["name"].row, places["name"].column) == (12, 4)
    assert (places["claimed"].row, places["claimed"].column) == (12, 8)


def test_a_doubled_heading_is_a_doubt_and_no_more(forms: list[Form]) -> None:
    doubtful = [row for form in forms for row in form.indicators if row.doubts]
    assert [(row.level2, row.name) for row in doubtful] == [("时效指标", "及时完成")]
    keys = {doubt.key for doubt in doubtful[0].doubts}
    assert "forms.odd-heading" in keys
    assert keys <= {"forms.odd-heading", "forms.cell-over-empty-line"}


def placeless(record: object) -> object:
    """A record without places, and without the doubts that only text can raise."""
    if isinstance(record, tuple):
        return tuple(placeless(one) for one in record)
    if not is_dataclass(record) or isinstance(record, type):
        return record
    kept = {f.name: getattr(record, f.name) for f in fields(record)}
    kept.pop("places", None)
    kept.pop("place", None)
    kept.pop("file", None)
    kept["doubts"] = tuple(
        doubt
        for doubt in kept.get("doubts", ())
        if doubt.key != "forms.cell-over-empty-line"
    )
    return {name: placeless(value) for name, value in kept.items()}


def test_docx_and_text_give_the_same_forms() -> None:
    for one, other in zip(read_forms(DUMP), read_forms(DOCX), strict=True):
        assert placeless(one) == placeless(other)
        assert placeless(replace(one, places={"x": NOWHERE})) == placeless(other)


def test_nothing_is_left_unread() -> None:
    for path in (DUMP, DOCX):
        result = read_document(path)
        assert result.unread == ()
        assert result.doubts == ()


def test_signatures_stay_out(forms: list[Form]) -> None:
    assert not any("填报人" in repr(form) for form in forms)


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "build_examples", EXAMPLES / "build_examples.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_examples_are_what_the_script_builds() -> None:
    build = builder()
    assert build.lukou() == DOCX.read_bytes()
    assert build.hengyang() == (EXAMPLES / "hengyang-2024.docx").read_bytes()


def test_the_targets_of_hengyang_are_whole() -> None:
    forms = read_forms(EXAMPLES / "hengyang-2024.docx")
    assert [len(form.indicators) for form in forms] == [7, 8, 7, 15]
    assert [form.project for form in forms[:3]] == [
        "公车管理专项经费",
        "公共机构节能专项经费",
        "厅级干部周转房租赁及生活费",
    ]
    assert [form.budget[0].initial for form in forms] == [
        40,
        17,
        76,
        Fraction("705.86"),
    ]
    assert {form.year for form in forms} == {2024}
    assert {form.kind for form in forms} == {FormKind.TARGET}
    assert [form.scope for form in forms] == [Scope.PROJECT] * 3 + [Scope.DEPARTMENT]
    car = forms[0].indicators[1]
    assert (car.name, car.target.text, car.unit, car.comparator) == (
        "公车管理",
        "501",
        "台",
        "=",
    )
    assert car.clause.endswith("完成率=实际完成值/指标值*100%")
    assert car.note == "统一管理全市501台公车"
    assert all(row.clause for form in forms for row in form.indicators)
    assert [row.level2 for row in forms[0].indicators] == [
        "经济成本指标",
        "数量指标",
        "质量指标",
        "时效指标",
        "社会效益指标",
        "可持续影响指标",
        "服务对象满意度指标",
    ]

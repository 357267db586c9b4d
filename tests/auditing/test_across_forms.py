"""Checks across forms: sets that trigger each, and sets that must not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from auditing.sets_of_forms import department, project, row
from perfscore.auditing.audit import audit
from perfscore.auditing.models import Finding, Severity
from perfscore.forms.models import BudgetLine, Form, FormKind

DATA = Path(__file__).parents[1] / "forms" / "data"
FINDINGS = Path(__file__).parents[2] / "docs" / "findings"


def across(forms: Sequence[Form] | Path) -> list[Finding]:
    found = audit(forms, select="PS5").findings
    assert all(one.code.startswith("PS5") for one in found)
    return list(found)


def codes(forms: Sequence[Form] | Path) -> list[str]:
    return [one.code for one in across(forms)]


def evidence(found: Finding) -> str:
    return found.evidence.text("zh")


# The documents: what their careful reading says.


def test_lukou_2022_copied_a_figure_that_breaks_the_department_s_sum() -> None:
    found = across(DATA / "lukou-2022.txt")

    assert [(one.code, one.severity.value, one.form) for one in found] == [
        ("PS501", "error", "附件1 株洲市渌口区机关事务服务中心"),
        ("PS506", "note", "附件1 株洲市渌口区机关事务服务中心"),
        ("PS507", "note", "附件3-1 水电维修费"),
        ("PS504", "note", "附件3-2 物业管理费"),
        ("PS502", "error", "附件3-3 区委区政府大院及武装部营院绿化费"),
    ]
    sums, full, benefits, goals, copied = found
    assert "400 + 523.12 + 523.12 + 40 + 294.7 = 1780.94" in evidence(sums)
    assert "部门表 1289.42万元" in evidence(sums)
    assert "相差 491.52万元" in evidence(sums)
    assert "31.6万元，合计恰为 1289.42万元" in evidence(sums)
    # The department has 11 rows and a budget, each of 5 projects 10 rows and one.
    assert "67 项得分全是满分" in full.message.text("zh")
    assert "5 个不同项目有 3 项效益指标一字不差" in benefits.message.text("zh")
    assert "总体平稳可控 保持" in evidence(benefits)
    assert "附件3-4" in evidence(goals)
    assert "附件3-5" in evidence(goals)
    assert "附件3-2 物业管理费" in copied.message.text("zh")
    assert copied.place.table == 4
    assert copied.place.row == 4


@pytest.mark.parametrize(
    "name",
    [
        "lukou-2026-services.txt",  # 550 + 230 + 35 + 380 + 560 = 1755
        "lukou-2026-finance.txt",  # 10 (not read) + 30 + 120 + 350 = 510
        "lukou-2026-office.txt",  # 50 + 4.98 = 54.98
        "hengyang-2024.txt",  # 40 + 17 + 76 = 133; 572.86 + 133 = 705.86
        "suixi-2019.txt",
        "yongde-2022.txt",
    ],
)
def test_money_that_adds_up_is_passed_in_silence(name: str) -> None:
    assert {"PS501", "PS502", "PS504", "PS505", "PS506"} & set(
        codes(DATA / name)
    ) == set()


def test_the_finance_office_writes_other_comparators_for_its_projects() -> None:
    first, second = across(DATA / "lukou-2026-finance.txt")

    assert ("PS503", "PS503") == (first.code, second.code)
    assert first.number == 4
    assert "=0次，项目 <0次" in evidence(first)
    assert second.number is None
    for name in ("审核项目数量", "聘请咨询机构数量", "节约财政资金", "服务对象满意度"):
        assert name in evidence(second)


def test_the_only_project_with_an_indicator_falls_short_of_the_department() -> None:
    (found,) = across(DATA / "lukou-2026-services.txt")

    assert (found.code, found.severity, found.subject) == (
        "PS503",
        Severity.NOTE,
        "提供就业岗位",
    )
    assert "≥300人" in evidence(found)
    assert "≥66人" in evidence(found)


@pytest.mark.parametrize("page", ["case-study.md", "case-study.zh-CN.md"])
def test_the_case_study_lists_what_is_found_across_forms(page: str) -> None:
    found = [one.code for name in DATA.glob("*.txt") for one in across(name)]
    text = (FINDINGS / page).read_text(encoding="utf-8")
    rows = [line for line in text.split("\n## ")[6].splitlines() if line[:2] == "| "]
    listed = [code for row in rows for code in re.findall(r"PS\d{3}(?=[\] ])", row)]

    assert sorted(found) == sorted(listed)


def test_documents_of_different_offices_in_one_run_are_kept_apart() -> None:
    alone = [
        (one.code, one.form)
        for path in sorted(DATA.glob("lukou*.txt"))
        for one in across(path)
    ]
    together = [(one.code, one.form) for one in across(DATA)]

    assert [one for one in together if one in alone] == alone
    assert [one for one in together if one not in alone] == []


# PS501: projects and their department.


def test_projects_that_make_the_department_s_figure_are_right() -> None:
    forms = [department("900.5"), project("甲", "500.25"), project("乙", "400.25")]

    assert codes(forms) == []


def test_projects_that_make_more_are_found() -> None:
    forms = [department("900.5"), project("甲", "500.25"), project("乙", "471.77")]
    (found,) = across(forms)

    assert (found.code, found.severity) == ("PS501", Severity.WARNING)
    assert "500.25 + 471.77 = 972.02" in evidence(found)
    assert "相差 71.52万元" in evidence(found)


def test_projects_that_make_less_may_have_forms_that_are_missing() -> None:
    assert (
        codes([department("900.5"), project("甲", "500.25"), project("乙", "3")]) == []
    )


def test_projects_some_of_which_make_the_figure_are_no_finding() -> None:
    """Money from above stands in no department's budget."""
    forms = [
        department("900.5"),
        project("甲", "500.25"),
        project("乙", "400.25"),
        project("上级专项", "77.77"),
    ]

    assert codes(forms) == []


def test_projects_of_which_one_source_makes_no_more_are_no_finding() -> None:
    """The department may count what its own treasury gives, and nothing from above."""
    own = BudgetLine(
        name="其中：本级", executed=Fraction("71.5"), adjusted=Fraction(70)
    )
    other = project("乙", "471.77")
    other = replace(other, budget=(*other.budget, own))

    assert codes([department("900.5"), project("甲", "500.25"), other]) == []


def test_a_document_of_several_offices_gives_no_project_to_one_of_them() -> None:
    forms = [
        department("900.5"),
        project("甲", "500.25", office=""),
        project("乙", "471.77", office=""),
    ]
    assert codes(forms) == ["PS501"]

    assert codes([*forms, project("丙", "3", office="清河县民政局")]) == []
    nobody = replace(forms[0], office="")
    assert codes([nobody, *forms[1:]]) == ["PS501"]
    assert (
        codes(
            [
                nobody,
                forms[1],
                project("乙", "471.77"),
                project("丙", "3", office="清河县民政局"),
            ]
        )
        == []
    )


def test_what_rounding_explains_is_no_finding() -> None:
    forms = [department("901"), project("甲", "500.6"), project("乙", "400.7")]

    assert codes(forms) == []


def test_less_is_found_where_another_column_shows_that_none_is_missing() -> None:
    short = project("乙", "400.25", executed="300.2")
    (found,) = across([department("900.5"), project("甲", "500.25"), short])

    assert (found.code, found.severity) == ("PS501", Severity.ERROR)
    assert "合计恰为 900.5万元" in evidence(found)


def test_a_target_form_s_own_cost_shows_which_budget_is_wrong() -> None:
    target = FormKind.TARGET
    right = project("甲", "500.25", kind=target)
    wrong = project("乙", "40.25", kind=target, rows=[row("成本", "≤400.25万元")])
    (found,) = across([department("900.5", kind=target), right, wrong])

    assert (found.code, found.severity) == ("PS501", Severity.ERROR)
    assert "“乙”若不是 40.25万元 而是本表的另一数字 400.25万元" in evidence(found)


def test_forms_in_yuan_are_compared_with_a_department_in_ten_thousands() -> None:
    forms = [
        department("900.5"),
        project("甲", "5002500", money_unit="元"),
        project("乙", "4002500", money_unit="元"),
    ]

    assert codes(forms) == []
    forms[2] = project("乙", "4717700", money_unit="元")
    assert codes(forms) == ["PS501"]


@pytest.mark.parametrize(
    "more",
    [
        {"office": "清河县民政局", "file": "b.docx"},  # another office
        {"year": 2021},
        {"kind": FormKind.TARGET},
        {"project": "甲"},  # the same project twice
        {"money_unit": None},
    ],
)
def test_what_does_not_belong_together_is_not_added_up(more: dict[str, Any]) -> None:
    other = replace(project("乙", "471.77"), **more)

    assert "PS501" not in codes([department("900.5"), project("甲", "500.25"), other])


def test_a_budget_of_several_years_beside_one_of_a_year_is_not_added_up() -> None:
    lines = (
        BudgetLine(name="项目总额", is_total=True, adjusted=Fraction("1471.77")),
        BudgetLine(name="年度资金总额", is_total=True, adjusted=Fraction("471.77")),
    )
    two = replace(project("乙", "471.77"), budget=lines)

    assert codes([department("900.5"), project("甲", "500.25"), two]) == []


# PS502: figures copied.


def test_a_copied_figure_is_a_warning_where_no_department_proves_it() -> None:
    copied = project("乙", "31.6", executed="523.12")
    (found,) = across([project("甲", "523.12"), copied])

    assert (found.code, found.severity, found.form) == (
        "PS502",
        Severity.WARNING,
        "乙",
    )
    assert "全年执行数 523.12万元，本表其余各栏为 31.6万元" in evidence(found)


@pytest.mark.parametrize(
    ("budget", "executed", "other"),
    [
        ("31.6", "523.12", "523.13"),  # another figure
        ("300", "400", "400"),  # alike by chance: one digit
        ("523.12", "523.12", "523.12"),  # two projects of one size, nothing is odd
        ("531.6", "523.12", "523.12"),  # spent less than its budget, at its own rate
    ],
)
def test_figures_that_are_alike_by_chance_are_no_finding(
    budget: str, executed: str, other: str
) -> None:
    own_rate = Fraction(executed) / Fraction(budget)
    rate = own_rate if own_rate <= 1 else Fraction(1)
    one = project("乙", budget, executed=executed, rate=rate)

    assert "PS502" not in codes([project("甲", other), one])


def test_a_cost_that_is_another_project_s_budget_is_found() -> None:
    copied = project(
        "乙", "31.6", rows=[row("绿化费", "523.12万元", level1="成本指标")]
    )
    (found,) = across([project("甲", "523.12"), copied])

    assert (found.code, found.number) == ("PS502", 1)
    assert "本表预算最多 31.6万元" in evidence(found)


# PS503: the same indicator.


def _pair(ours: str, theirs: str, name: str = "巡查次数") -> list[Finding]:
    return across(
        [
            department("500.25", rows=[row(name, ours)]),
            project("甲", "500.25", rows=[row(name, theirs)]),
        ]
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "severity"),
    [
        (">30次", "≥30次", Severity.NOTE),
        ("=30次", "≥30次", Severity.NOTE),
        ("≥20次", "≥30次", Severity.WARNING),  # the part is above the whole
        ("≥40次", "≥30次", Severity.NOTE),  # and nobody does the rest
        ("≥300人次", "≥300人", Severity.NOTE),
        ("≥300人", "≥300%", Severity.NOTE),
    ],
)
def test_the_same_indicator_with_another_target_is_found(
    ours: str, theirs: str, severity: Severity
) -> None:
    (found,) = _pair(ours, theirs)

    assert (found.code, found.severity) == ("PS503", severity)
    assert found.form == "甲"
    assert found.subject == "巡查次数"


@pytest.mark.parametrize(
    ("ours", "theirs", "name"),
    [
        ("≥30次", "≥30次", "巡查次数"),
        ("≥30次", "≥30次/年", "巡查次数"),
        ("≤2小时", "≤120分钟", "故障修复平均用时"),
        ("≥95%", "≥90%", "服务对象满意度"),  # each has its own people
        ("≥95%", "≥90%", "完成率"),  # too general a name
        ("≤900万元", "≤500万元", "预算成本"),
        ("有效", "显著", "巡查次数"),
        ("≥30", "≥40次", "巡查次数"),  # no unit, no certainty
    ],
)
def test_targets_that_agree_are_no_finding(ours: str, theirs: str, name: str) -> None:
    assert _pair(ours, theirs, name) == []


def test_a_department_counts_more_than_a_project_where_others_may_do_the_rest() -> None:
    forms = [
        department("900", rows=[row("巡查次数", "≥40次")]),
        project("甲", "500.25", rows=[row("巡查次数", "≥30次")]),
    ]

    assert codes(forms) == []


# PS504: goals shared.


@pytest.mark.parametrize(
    ("first", "second", "goal", "found"),
    [
        ("物业管理费", "网络维护费", "负责机关大院物业、安保、食堂等后勤", ["PS504"]),
        ("河道整治一期工程", "河道整治二期工程", "完成河道整治，提升防洪能力", []),
        ("物业管理费", "网络维护费", "保障正常运转", []),
        ("物业管理费", "网络维护费", "", []),
    ],
)
def test_goals_of_projects(
    first: str, second: str, goal: str, found: list[str]
) -> None:
    forms = [project(first, "500.25", goal=goal), project(second, "3", goal=goal)]

    assert codes(forms) == found


# PS507: benefits shared.

PEACE = ("维护社会和谐稳定", "保持")
CALM = ("总体平稳可控状况", "保持")


@pytest.mark.parametrize(
    ("benefits", "found"),
    [
        ([PEACE, CALM], ["PS507"]),
        ([PEACE], []),  # one may be common to all that an office does
        ([PEACE, ("总体平稳", "保持")], []),  # too short a name to say what it is of
        ([PEACE, ("政策知晓的居民比例", "≥90%")], []),  # a figure
    ],
)
def test_benefits_that_projects_share(
    benefits: list[tuple[str, str]], found: list[str]
) -> None:
    rows = [row(name, target, level1="效益指标") for name, target in benefits]
    names = ("物业管理费", "网络维护费", "食堂运行费用")
    forms = [project(name, "3", rows=rows) for name in names]

    assert codes(forms) == found
    # Two phases of one work bring the same.
    phases = ("河道整治一期工程", "河道整治二期工程")
    assert codes([project(name, "3", rows=rows) for name in phases]) == []


# PS506: full scores.


def _scored(actual: str, claimed: str) -> list[Form]:
    rows = [
        row(f"指标{n}", "≥30次", actual=actual, weight="18", claimed=claimed)
        for n in range(5)
    ]
    return [project(name, "500.25", rows=rows) for name in ("甲项目", "乙工程")]


@pytest.mark.parametrize(
    ("actual", "claimed", "found"),
    [
        ("大于20次", "18", ["PS506"]),  # full, and only possible
        ("30次", "18", []),  # full, and confirmed
        ("大于20次", "17", []),  # not full
    ],
)
def test_full_scores(actual: str, claimed: str, found: list[str]) -> None:
    assert codes(_scored(actual, claimed)) == found


def test_one_form_of_full_scores_says_nothing_of_an_office() -> None:
    assert codes(_scored("大于20次", "18")[:1]) == []

"""PS4xx and the budget's parts: what is found, and what must be left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.models import Finding
from perfscore.forms.models import (
    BudgetLine,
    BudgetPart,
    Form,
    FormKind,
    Indicator,
    Scope,
)
from perfscore.values.comparators import read_comparator
from perfscore.values.exact import exact
from perfscore.values.parse import parse_value


def _row(
    name: str,
    sign: str,
    target: str,
    unit: str = "",
    note: str = "",
    level1: str = "产出指标",
    level2: str = "质量指标",
) -> dict[str, Any]:
    return {
        "name": name,
        "level1": level1,
        "level2": level2,
        "comparator": read_comparator(sign),
        "target": parse_value(target, unit=unit, comparator=sign, year=2024),
        "unit": unit or None,
        "note": note,
    }


def _form(rows: Iterable[dict[str, Any]], budget: str = "", **more: Any) -> Form:
    line = BudgetLine(name="年度资金总额", is_total=True, initial=exact(budget or 0))
    whole: dict[str, Any] = {
        "kind": FormKind.TARGET,
        "scope": Scope.PROJECT,
        "title": "项目支出绩效目标表",
        "money_unit": "万元",
        "budget": (line,) if budget else (),
        "indicators": tuple(
            Indicator(number=number, **row) for number, row in enumerate(rows, 1)
        ),
    }
    return Form(**{**whole, **more})


def _found(form: Form) -> list[tuple[str, int | None]]:
    return [(f.code, f.number) for f in audit(form).findings]


def _one(form: Form, code: str) -> Finding:
    (found,) = (one for one in audit(form).findings if one.code == code)
    return found


COST: dict[str, str] = {"level1": "成本指标", "level2": "经济成本指标"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_row("网络安全事故次数", "<", "0", "次"), "PS401"),
        (_row("服务对象满意度", ">", "100", "%", level2="服务对象满意度"), "PS401"),
        (_row("产品合格率", "≥", "110", "%"), "PS401"),
        (_row("发现差错率", "≥", "3", "%"), "PS411"),
        (_row("群众投诉次数", ">", "2", "次"), "PS411"),
        (_row("群众满意度", "≤", "95", "%", level2="服务对象满意度"), "PS411"),
        (_row("公务用车安全运行次数", "≤", "0", "次"), "PS411"),
        (_row("维修数量", "≥", "240", "次/年", "维修次数不低于12次"), "PS404"),
        (_row("水电费减少百分比", "≥", "3", "%", "水电费减少数不低于5%"), "PS404"),
        (_row("购置台式电脑487台", "≥", "478", "台"), "PS404"),
        (_row("验收合格率", "≥", "98", "%", "绿植死亡率不高于5%"), "PS405"),
        (_row("培训场次", "定性", "30", "场"), "PS412"),
        (_row("2026年完成", "定性", "2026", "年"), "PS412"),
        (_row("年检完成率", "=", "100", "%", level2="数量指标"), "PS413"),
        (_row("故障响应时间", "≤", "30", "分钟", level2="数量指标"), "PS414"),
        (_row("学员满意度", "≥", "95", "%"), "PS414"),
        (_row("30场", "", "30场"), "PS417"),
        (_row("促进学校事业发展", "≥", "100", "%"), "PS420"),
        (_row("营造良好环境", "定性", "营造良好环境"), "PS421"),
    ],
)
def test_a_fault_of_design_is_found_and_nothing_else(
    row: dict[str, Any], code: str
) -> None:
    assert _found(_form([row])) == [(code, 1)]


@pytest.mark.parametrize(
    "row",
    [
        _row("能耗同比增长率", "<", "0", "%"),
        _row("冷库最低温度", "<", "0", "℃"),
        _row("责任事故次数", "≤", "0", "次"),
        _row("责任事故次数", "<", "1", "次"),
        _row("任务完成率", "≥", "110", "%"),
        _row("收入增长率", ">", "100", "%"),
        _row("投诉处理次数", "≥", "20", "次"),
        _row("事故应急演练次数", "≥", "2", "次"),
        _row("减少投诉次数", "≥", "5", "次"),
        _row("投诉办结率", "≥", "98", "%"),
        _row("不满意率", "≤", "5", "%", level2="服务对象满意度"),
        _row("无事故天数", "≥", "365", "天"),
        _row("年度内无因维护不当引发的责任事故", "≤", "0", "次"),
        _row("车次", "≥", "12000", "次/年", "次数不低于1.2万次"),
        _row("每月至少巡检1次", "≥", "12", "次"),
        _row("巡检次数", "≥", "12", "次", "每月不少于1次"),
        _row("巡检次数", "≥", "12", "次", "其中节前不少于4次"),
        _row("巡检次数", "≥", "12", "次", "上年不低于10次"),
        _row("合格率", "≥", "95", "%", "合格率不低于95%，比上年提高2%"),
        _row("合格率", "≥", "95", "%", "每低于1%扣2分"),
        _row("合格率", "≥", "98", "%", "不合格率不高于2%"),
        _row("合格率", "≥", "98", "%", "抽检次数不少于4次"),
        _row("优良率", "≥", "90", "%", "问卷回收率不低于80%"),
        _row("完成1965家单位统计", "=", "1965", "家", "对全市1965家单位统计"),
        _row("检查次数", "≥", "24", "次", "专项检查不少于4次"),
        _row("考核合格率", "≥", "95", "%", "考核优秀率不低于30%"),
        _row("学生培训合格率", "≥", "95", "%", "学生培训参与率不低于80%"),
        _row("500人以上企业培训次数", "≥", "20", "次"),
        _row("24小时内响应率", "≥", "95", "%"),
        _row("系统故障后30分钟内到场", "≤", "30", "分钟", level2="时效指标"),
        _row("完成时间", "定性", "2024年12月前", level2="时效指标"),
        _row("全年中断时长", "≤", "30", "小时/年", level2="数量指标"),
        _row("提升群众满意度", "=", "100", "%", level2="服务对象满意度指标"),
        _row("高质量发展指数", "≥", "100", ""),
        _row("办公环境", "定性", "明显改善"),
    ],
    ids=lambda row: row["name"],
)
def test_what_is_right_is_left_alone(row: dict[str, Any]) -> None:
    assert _found(_form([row])) == []


@pytest.mark.parametrize(
    ("budget", "sign", "target", "code"),
    [
        ("30", "<", "30", "PS402"),
        ("681.071914", "≤", "681.07191", "PS402"),
        ("681.071914", "≤", "681.08", None),
        ("681.071914", "≤", "681.071914", None),
        ("30", "≤", "30", None),
        ("30", "<", "12", None),
        ("30", "≤", "12.5", None),
        ("40", "≤", "57.6", "PS403"),
        ("40", "≤", "400000", None),
        ("40", "=", "57.6", None),
    ],
)
def test_a_cost_target_against_the_budget(
    budget: str, sign: str, target: str, code: str | None
) -> None:
    form = _form([_row("项目成本", sign, target, "万元", **COST)], budget)

    assert _found(form) == ([(code, 1)] if code else [])


def test_a_cap_without_the_last_digit_says_how_much_it_forbids() -> None:
    row = _row("项目成本", "≤", "681.07191", "万元", **COST)

    found = _one(_form([row], "681.071914"), "PS402")

    assert "少 0.000004 万元" in found.evidence.text()


def test_costs_per_head_and_of_several_years_may_be_any() -> None:
    per_head = _row("人均培训成本", "≤", "50", "万元", **COST)
    whole = _row("项目总成本", "≤", "120", "万元", **COST)

    assert _found(_form([per_head], "40")) == []
    assert _found(_form([whole], "40", period="2024年-2026年")) == []


@pytest.mark.parametrize(
    ("goal", "codes"),
    [
        ("服务对象满意度≥95%", ["PS406"]),
        ("服务对象满意度≥98%", []),
        ("家长满意度≥90%", []),
        ("办公设施完好率≥95%", ["PS406"]),
        ("办公设施完好率≥98%", []),
        ("设备连通率≥99.5%", ["PS407"]),
        ("群众满意度提升2%", []),
        ("农村办公设施完好率≥90%", []),
        ("教学设施完好率≥90%", []),
        ("预算执行率≥95%", []),
        ("2026年底前满意度≥90%", []),
        ("满意度比上年提高2%", []),
        ("1.满意度$\\geq 98\\%$；2.按时完成。", []),
    ],
)
def test_a_goal_against_the_indicators(goal: str, codes: list[str]) -> None:
    satisfied = _row(
        "学生满意度", "≥", "98", "%", level1="满意度指标", level2="服务对象满意度"
    )
    sound = _row("道路、办公设施完好率", "≥", "98", "%")

    found = _found(_form([satisfied, sound], goal=goal))

    assert [code for code, _ in found] == codes


def test_goals_in_numbers_that_rows_share_are_left_alone() -> None:
    rows = [
        _row("培训乡村教师", "≥", "120", "人"),
        _row("培训乡村医生", "≥", "80", "人"),
    ]

    assert _found(_form(rows, goal="培训乡村教师和医生200人")) == []
    assert _found(_form(rows, goal="培训乡村教师130人")) == [("PS406", 1)]


def test_a_goal_that_is_the_projects_name() -> None:
    form = _form([], project="电子政务内网运维", goal="电子政务内网运维。")

    assert _found(form) == [("PS408", None)]


ROWS = [_row(f"培训{n}", "≥", f"{n}", "场") for n in range(2, 8)]


def test_one_row_without_a_comparator_among_many_that_have_one() -> None:
    bare = _row("讲座", "", "12", "场")

    assert _found(_form([*ROWS, bare])) == [("PS410", 7)]
    assert _found(_form([{**row, **_no_sign(row)} for row in ROWS])) == []


def _no_sign(row: dict[str, Any]) -> dict[str, Any]:
    return {"comparator": None, "target": parse_value(row["target"].text, unit="场")}


@pytest.mark.parametrize(
    ("name", "target", "found"),
    [
        ("水电气月平均数", "13万", [("PS416", 7)]),
        ("培训人数", "300", []),
        ("设备维护费", "13万", []),
        ("覆盖率", "95", []),
        ("受益规模（人）", "300", []),
    ],
)
def test_a_number_of_nothing(
    name: str, target: str, found: list[tuple[str, int]]
) -> None:
    assert _found(_form([*ROWS, _row(name, "≥", target)])) == found


def test_two_comparators_and_two_units() -> None:
    assert _found(_form([_row("培训场次", "≥", "不超过30场", "场")])) == [("PS418", 1)]
    assert _found(_form([_row("培训场次", "≥", "30人", "场")])) == [("PS419", 1)]
    (careless,) = audit(_form([_row("培训场次", "≥", "30场", "个")])).findings
    assert (careless.code, careless.severity.value) == ("PS419", "note")
    assert _found(_form([_row("培训场次", "≥", "大于30场", "场")])) == [("PS602", 1)]


def test_a_benefit_that_is_the_cost_once_more() -> None:
    cost = _row("绿化费", "≤", "31.6", "万元", **COST)
    benefit = {**cost, "level1": "效益指标", "level2": "经济效益指标"}
    saved = {**benefit, "name": "节约资金"}

    assert _found(_form([cost, benefit])) == [("PS415", 2)]
    assert _found(_form([cost, saved])) == []


def _parts(**amounts: str) -> tuple[BudgetPart, ...]:
    return tuple(
        BudgetPart(name=name, amount=exact(amount) if amount else None)
        for name, amount in amounts.items()
    )


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ({"资金总额": "705.86", "基本支出": "572.86", "项目支出": "133"}, []),
        ({"资金总额": "705.86", "基本支出": "572.86", "项目支出": "143"}, ["PS107"]),
        ({"资金总额": "705.86", "项目支出": "133"}, []),
        ({"资金总额": "9", "基本支出": "5", "项目支出": "3", "经营支出": "1"}, []),
        ({"资金总额": "10", "一般公共预算": "8", "其他资金": "1"}, ["PS107"]),
        ({"资金总额": "10", "一般公共预算": "9", "其他资金": "1"}, []),
        ({"资金总额": "10", "一般公共预算": "8"}, []),
        ({"资金总额": "10", "一般公共预算": "12"}, ["PS107"]),
        ({"资金总额": "10", "财政拨款": "8", "一般公共预算": "8"}, []),
        ({"一般公共预算": "10", "基本支出": "5", "项目支出": "3"}, []),
    ],
)
def test_parts_of_the_budget(amounts: dict[str, str], found: list[str]) -> None:
    form = _form([], budget_parts=_parts(**amounts), scope=Scope.DEPARTMENT)

    assert [code for code, _ in _found(form)] == found


def test_parts_may_be_of_any_column_and_rounding_is_a_note() -> None:
    line = BudgetLine(
        name="年度资金总额",
        is_total=True,
        initial=exact("2414.16"),
        adjusted=exact("2662.18"),
        executed=exact("2662.18"),
    )
    right = _parts(基本支出="1372.76", 项目支出="1289.42")
    rounded = _parts(基本支出="1372.76", 项目支出="1289.43")

    form = replace(_form([]), budget=(line,), budget_parts=right)
    assert "PS107" not in {code for code, _ in _found(form)}
    form = replace(_form([]), budget=(line,), budget_parts=rounded)
    found = _one(form, "PS107")
    assert found.severity.value == "note"


def _lines(*figures: tuple[str, str]) -> tuple[BudgetLine, ...]:
    return tuple(
        BudgetLine(name=name, is_total=not at, adjusted=exact(amount or 0))
        for at, (name, amount) in enumerate(figures)
    )


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ([("年度资金总额", "30"), ("财政拨款", "20"), ("其他资金", "10")], []),
        ([("年度资金总额", "30"), ("财政拨款", "20"), ("其他资金", "9")], ["PS107"]),
        ([("年度资金总额", "30"), ("财政拨款", "20")], []),
        ([("年度资金总额", "30"), ("财政拨款", "40")], ["PS107"]),
        (
            [
                ("年度资金总额", "30"),
                ("财政拨款", "20"),
                ("中央补助", "12"),
                ("县级", "8"),
                ("其他资金", "10"),
            ],
            [],
        ),
    ],
)
def test_lines_below_the_total(
    figures: list[tuple[str, str]], found: list[str]
) -> None:
    form = replace(_form([]), budget=_lines(*figures))

    assert [code for code, _ in _found(form)] == found


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        ("项目经费133万元", []),
        ("项目经费143万元", ["PS108"]),
        ("人员经费500万元、公用经费72.86万元", []),
        ("人员经费500万元、公用经费62.86万元", ["PS108"]),
        ("公车管理项目经费40万元", []),
        ("项目经费100万元，其他项目经费33万元", ["PS108"]),
    ],
)
def test_amounts_in_the_goal_of_a_department(goal: str, found: list[str]) -> None:
    parts = _parts(资金总额="705.86", 基本支出="572.86", 项目支出="133")
    form = _form([], budget_parts=parts, scope=Scope.DEPARTMENT, goal=goal)

    assert [code for code, _ in _found(form)] == found


def test_the_money_of_a_project_in_its_goal() -> None:
    assert _found(_form([], "560", goal="通过560万项目资金的规范使用")) == []
    assert _found(_form([], "560", goal="通过506万项目资金的规范使用")) == [
        ("PS108", None)
    ]

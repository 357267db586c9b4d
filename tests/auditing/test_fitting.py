"""Targets that do not fit the year, the name or another row; outcomes and rows."""

from __future__ import annotations

import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.models import Finding
from perfscore.forms.read import read_forms

HEAD = """{year}年度项目支出绩效目标表
项目名称 | {project}
本年度绩效目标 | {goal}
一级指标 | 二级指标 | 三级指标 | 指标值 | 指标说明
"""
SELF = """2024年度项目支出绩效自评表
项目名称 | 就业补助
年度总体目标 | 预期目标 | 实际完成情况
 | 落实各项就业创业扶持政策 | {outcome}
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 享受就业见习补贴人数 | ≥100人 | {actual} | 50 | 41 | 见习岗位减少
产出指标 | 质量指标 | 补贴发放准确率 | ≥99% | 100% | 50 | 50 | 无
"""


def _found(
    *rows: str, year: int = 2022, project: str = "水源涵养林", goal: str = "造林"
) -> list[Finding]:
    text = HEAD.format(year=year, project=project, goal=goal) + "\n".join(rows)
    return list(audit(read_forms(text.encode())).findings)


def _codes(found: list[Finding], *codes: str) -> list[tuple[str, int | None, str]]:
    return [
        (one.code, one.number, one.severity.value) for one in found if one.code in codes
    ]


@pytest.mark.parametrize(
    ("deadline", "severity"),
    [
        ("2021年12月31日前", "warning"),
        ("2023年底", "note"),
        ("2022年12月底", None),
        ("12月底前", None),
        ("2022年7月-2023年1月", None),
    ],
)
def test_a_deadline_and_the_year(deadline: str, severity: str | None) -> None:
    found = _found(f"产出指标 | 时效指标 | 项目完成时间 | {deadline} | ")

    told = _codes(found, "PS424")
    assert told == ([("PS424", 1, severity)] if severity else [])


@pytest.mark.parametrize(
    "row",
    [
        # Dates that limit no work: what is audited, how long a plan or a lease runs.
        "产出指标 | 数量指标 | 决算审计年度 | 2021年 | ",
        "效益指标 | 可持续影响指标 | 规划指导期限 | 至2035年 | ",
        "效益指标 | 可持续影响指标 | 租赁合同有效期 | 至2026年12月 | ",
        "效益指标 | 可持续影响指标 | 数据更新至年份 | 2021年 | ",
    ],
)
def test_a_date_that_is_no_deadline(row: str) -> None:
    assert _codes(_found(row), "PS424") == []


@pytest.mark.parametrize(
    ("project", "goal"),
    [("2022-2023年度松材线虫病除治", "除治"), ("除治", "2023年底完成除治")],
)
def test_work_that_takes_two_years_says_so(project: str, goal: str) -> None:
    row = "产出指标 | 时效指标 | 项目完成时间 | 2023年底 | "

    assert _codes(_found(row, project=project, goal=goal), "PS424") == []


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # One heading: two targets of one thing, or one thing twice.
        ("成本指标 | 经济成本指标 | 农村低保资金 | ≤4758万元 | ",
         "成本指标 | 经济成本指标 | 农村低保资金 | ≤9849万元 | ", True),
        ("产出指标 | 数量指标 | 巡查水库次数 | ≥12次 | ",
         "产出指标 | 数量指标 | 巡查水库次数 | ≥12次 | ", True),
        # Two headings: only with one target, and no cost.
        ("产出指标 | 数量指标 | 服务读者的天数 | ≥360天 | ",
         "效益指标 | 可持续影响指标 | 服务读者的天数 | ≥360天 | ", True),
        ("产出指标 | 数量指标 | 服务读者的天数 | ≥360天 | ",
         "效益指标 | 可持续影响指标 | 服务读者的天数 | ≥300天 | ", False),
        ("成本指标 | 经济成本指标 | 绿化养护面积 | ≤40万元 | ",
         "产出指标 | 数量指标 | 绿化养护面积 | ≥3万平方米 | ", False),
        # What explains them, or a name of many things, may tell them apart.
        ("产出指标 | 数量指标 | 巡查水库次数 | ≥12次 | 城东水库",
         "产出指标 | 数量指标 | 巡查水库次数 | ≥12次 | 城西水库", False),
        ("产出指标 | 质量指标 | 验收合格率 | ≥95% | ",
         "产出指标 | 质量指标 | 验收合格率 | ≥95% | ", False),
    ],
)  # fmt: skip
def test_an_indicator_that_stands_twice(
    first: str, second: str, *, found: bool
) -> None:
    told = _codes(_found(first, second), "PS425")

    assert told == ([("PS425", 2, "warning")] if found else [])


def test_a_department_may_have_one_indicator_for_several_projects() -> None:
    row = "产出指标 | 数量指标 | 巡查水库次数 | ≥12次 | "
    text = HEAD.format(year=2022, project="", goal="巡查").replace(
        "项目支出", "部门整体支出"
    )
    findings = audit(read_forms(f"{text}{row}\n{row}".encode())).findings

    assert "PS425" not in {one.code for one in findings}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("产出指标 | 时效指标 | 检测及时率 | ≤7工作日 | ", True),
        ("产出指标 | 质量指标 | 验收合格率 | ≥3次 | ", True),
        ("成本指标 | 经济成本指标 | 检查差旅费 | ≤470人/天 | ", True),
        ("成本指标 | 经济成本指标 | 检查差旅费 | ≤470元/人·天 | ", False),
        ("成本指标 | 经济成本指标 | 培训费 | ≤0.5万元 | ", False),
        ("成本指标 | 经济成本指标 | 设备成本 | ≤3万美元 | ", False),
        ("产出指标 | 时效指标 | 检测及时率 | ≥95% | ", False),
        ("产出指标 | 数量指标 | 巡查频率 | ≥1次/周 | ", False),
        ("产出指标 | 数量指标 | 发放生活费 | 63人 | ", False),
        ("成本指标 | 经济成本指标 | 免收服务费 | ≥320户 | ", False),
    ],
)
def test_a_unit_and_the_name(row: str, *, found: bool) -> None:
    told = _codes(_found(row), "PS427", "PS411")

    assert told == ([("PS427", 1, "warning")] if found else [])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("产出指标 | 数量指标 | 车辆采购数量 | ≤1辆 | ", True),
        ("产出指标 | 数量指标 | 培训农户人数 | ≤300人 | ", True),
        ("产出指标 | 数量指标 | 车辆采购数量 | ≥1辆 | ", False),
        ("产出指标 | 数量指标 | 车辆采购数量 | 1辆 | ", False),
        ("产出指标 | 数量指标 | 会议培训控制人数 | ≤300人 | ", False),
        ("产出指标 | 数量指标 | 设备维修投诉次数 | ≤3次 | ", False),
        ("产出指标 | 数量指标 | 改造未完成户数 | ≤3户 | ", False),
        ("产出指标 | 数量指标 | 购置车辆数量 | ≤2辆 | 不超编制", False),
        ("成本指标 | 经济成本指标 | 车辆采购数量 | ≤1辆 | ", False),
        ("成本指标 | 经济成本指标 | 防疫室单价 | ≥1050元 | ", True),
        ("成本指标 | 经济成本指标 | 检查差旅费 | ≥470元/人·天 | ", True),
        ("成本指标 | 经济成本指标 | 农村低保补助标准 | ≥530元/人·月 | ", False),
        ("成本指标 | 经济成本指标 | 节约办公费 | ≥5万元 | ", False),
        ("效益指标 | 经济效益指标 | 降低生产成本 | ≥5万元 | ", False),
    ],
)
def test_bounds_on_the_wrong_side(row: str, *, found: bool) -> None:
    told = _codes(_found(row), "PS411")

    assert told == ([("PS411", 1, "warning")] if found else [])


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        # The goal of another year, told before its figure.
        ("到2025年，造林成活率达到95%；今年造林", False),
        ("“十四五”末，造林成活率达到95%以上", False),
        ("力争三年内，造林合格率、造林成活率达到95%", False),
        ("到2025年形成体系，全年造林成活率达到95%", True),
        ("2022年，造林成活率达到95%", True),
    ],
)
def test_a_goal_of_another_year(goal: str, *, found: bool) -> None:
    row = "产出指标 | 质量指标 | 造林成活率 | ≥85% | "

    told = _codes(_found(row, goal=goal), "PS406")
    assert told == ([("PS406", 1, "warning")] if found else [])


@pytest.mark.parametrize(
    "row",
    [
        # A number of acidity, a ratio: there is no unit to print.
        "产出指标 | 质量指标 | 出水pH值 | 6～9 | ",
        "效益指标 | 经济效益指标 | 投入产出比 | ≥1.5 | ",
        "产出指标 | 质量指标 | 断面水质 | 3 | ",
    ],
)
def test_figures_that_have_no_unit(row: str) -> None:
    with_units = [f"产出指标 | 数量指标 | 造林{n} | ≥{n}0亩 | " for n in "123"]

    assert _codes(_found(*with_units, row), "PS416") == []


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        ("收取国有资产出租收入55万元", True),
        ("新建公交站台12座", True),
        ("造林3万亩，新建公交站台12座", False),  # something of it is measured
        ("培训林农200人次", False),  # so may 300人 be
        ("支付工程款55万元", False),
    ],
)
def test_counts_of_a_goal_that_nothing_measures(goal: str, *, found: bool) -> None:
    rows = (
        "产出指标 | 数量指标 | 造林面积 | ≥30000亩 | ",
        "产出指标 | 数量指标 | 受益林农 | ≥300人 | ",
    )

    told = _codes(_found(*rows, goal=goal), "PS407")
    assert told == ([("PS407", None, "note")] if found else [])


def test_a_goal_that_is_part_of_the_project_s_name() -> None:
    project = "2020年省级自然资源卫片执法补助经费支出绩效自评表"
    row = "产出指标 | 数量指标 | 造林面积 | ≥30000亩 | "

    goal = "自然资源卫片执法补助经费"
    assert _codes(_found(row, project=project, goal=goal), "PS408")
    assert not _codes(_found(row, project=project, goal="卫片执法"), "PS408")


def _self(outcome: str, actual: str = "82人") -> list[tuple[str, int | None, str]]:
    text = SELF.format(outcome=outcome, actual=actual)
    return _codes(list(audit(read_forms(text.encode())).findings), "PS211")


@pytest.mark.parametrize(
    ("outcome", "number"),
    [
        ("享受就业见习补贴85人", 1),
        ("补贴发放准确率99.5%", 2),
        ("各项就业创业工作指标均按要求完成", None),
        ("圆满完成年度目标任务", None),
    ],
)
def test_an_outcome_that_the_rows_contradict(outcome: str, number: int | None) -> None:
    assert _self(outcome) == [("PS211", number, "warning")]


@pytest.mark.parametrize(
    "outcome",
    [
        "享受就业见习补贴82人",
        "享受就业见习补贴约85人",
        "补贴发放准确率达到99%以上",
        "全年发放补贴85人次",
        "基本完成年度目标任务，指标全部完成的有八项",
        "除见习补贴外，各项指标均已完成",
        "就业见习、职业培训等工作顺利开展",
    ],
)
def test_an_outcome_that_the_rows_bear_out(outcome: str) -> None:
    assert _self(outcome) == []


@pytest.mark.parametrize(
    "outcome",
    [
        # What is done is one task, not all there was to do.
        "圆满完成春节走访慰问任务",
        "如期完成见习基地建设任务，补贴发放工作任务均已落实完成",
        # What was missed is said in the same breath.
        "年度绩效目标全面完成，但见习人数略低",
        # Figures of two parts of what the row counts.
        "城区享受就业见习补贴50人，乡镇享受就业见习补贴32人",
        # A figure of part of the year.
        "上半年，补贴发放准确率98%，整改后全年准确",
        "截至6月底，享受就业见习补贴40人",
    ],
)
def test_an_outcome_of_one_task_or_of_part_of_the_year(outcome: str) -> None:
    assert _self(outcome) == []


def test_an_outcome_of_the_whole_year_after_one_of_its_half() -> None:
    told = "上半年，享受就业见习补贴40人，全年享受就业见习补贴85人"
    assert _self(told) == [("PS211", 1, "warning")]


@pytest.mark.parametrize(
    ("outcome", "actual", "found"),
    [
        # 94.1 and 94.4 are 94 to the whole per cent; 94.6 is 95, and 99.6 is not all.
        ("见习留用率94%", "94.1%", False),
        ("见习留用率94%", "94.6%", True),
        ("见习留用率94.1%", "94.14%", False),
        ("见习留用率100%", "99.6%", True),
    ],
)
def test_an_outcome_may_round_a_rate(outcome: str, actual: str, *, found: bool) -> None:
    text = SELF.format(outcome=outcome, actual="82人")
    text += f"效益指标 | 社会效益指标 | 见习留用率 | ≥90% | {actual} | 10 | 10 | 无"
    told = _codes(list(audit(read_forms(text.encode())).findings), "PS211")

    assert told == ([("PS211", 3, "warning")] if found else [])


def test_an_outcome_may_round_what_a_row_counts() -> None:
    assert _self("享受就业见习补贴1.2万人", "12034人") == []
    assert _self("享受就业见习补贴1.2万人", "12534人") != []


DECLARED = """2023年度校园维修改造项目自评表
项目名称 | 校园维修改造
预算执行情况（万元）（20分） | | 预算数 | 执行数 | 执行率 | 得分（20分*执行率）
 | 年度财政资金总额 | 800 | 800 | 100% | 20
年度绩效目标（{0}分） | 一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分
 | 产出指标 | 质量指标 | 维修改造合格率 | 100% | 100% | 50
 | 满意度指标 | 服务对象满意度 | 教师满意度 | ≥95% | 96% | 30
"""


@pytest.mark.parametrize(("declared", "found"), [(98, ["PS101"]), (80, [])])
def test_a_heading_that_gives_the_rows_too_much(
    declared: int, found: list[str]
) -> None:
    text = DECLARED.format(declared)
    findings = list(audit(read_forms(text.encode())).findings)

    assert [one.code for one in findings if one.code == "PS101"] == found
    for one in findings:
        if one.code == "PS101":
            assert "98 分，加预算执行 20 分共 118 分" in one.evidence.text()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("产出指标 | 质量指标 | *旅游设施质量达标率100% | >=98% | ", "PS404"),
        ("产出指标 | 经济效益指标 | 奖补资金兑付率 | ≥100% | ", "PS414"),
        ("效益指标 | 可持续影响 | 建设平安校园,满足学习的需要 | ≥95% | ", "PS420"),
        ("效益指标 | 社会效益指标 | 学生用餐需要的满足率 | ≥95% | ", None),
        # Surveys count who feels safe.
        ("效益指标 | 社会效益指标 | 提高群众安全感 | ≥95% | ", None),
        ("产出指标 | 质量指标 | *旅游设施质量达标率98% | >=98% | ", None),
    ],
)
def test_rows_of_published_forms(row: str, code: str | None) -> None:
    told = [one.code for one in _found(row) if one.code != "PS602"]

    assert told == ([code] if code else [])


def test_blocks_under_other_names_share_the_same_points() -> None:
    text = """2020年度创建消费城市项目支出绩效自评表
项目名称 | 创建经费
一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值
项目完成指标 | 成本指标 | 成本 | 10万元 | 已完成100%
项目效益指标 | 社会效益指标 | 消费者维权意识 | 不断提升 | 已完成100%
服务对象满意度指标 | 满意度指标 | 群众满意度 | 90% | 92%
"""
    report = audit(read_forms(text.encode()))

    weights = [item.weight for item in report.scorecards[0].items]
    assert weights == [50, 30, 10]
    assert {"PS205", "PS209"} <= {one.code for one in report.findings}

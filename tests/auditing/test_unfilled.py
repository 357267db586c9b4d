"""Cells that were never filled in, or only with words (PS209, PS210, PS310, PS42x)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.models import Finding, Severity
from perfscore.forms.read import read_forms

SELF = """2022年度项目支出绩效自评表
项目名称 | 水旱灾害防御
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
年度资金总额 | 880 | 880 | 880 | 10 | 100% | 10
年度总体目标 | 预期目标 | 实际完成情况
 | 完成年度防汛工作 | {outcome}
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因
{rows}
总分 | | | | | 100 | 100 |
"""
TARGETS = """2023年度项目支出绩效目标表
项目名称 | 食品安全委员会工作经费
本年度绩效目标 | 组织协调食品安全重点工作
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
{rows}
"""
ROWS = "产出指标 | 数量指标 | 巡查次数 | ≥12次 | 12次 | 60 | 60 | 无"


def _self(rows: str = ROWS, outcome: str = "巡查水库三座") -> list[Finding]:
    text = SELF.format(rows=rows, outcome=outcome)
    return list(audit(read_forms(text.encode())).findings)


def _targets(*rows: str) -> list[Finding]:
    text = TARGETS.format(rows="\n".join(rows))
    return list(audit(read_forms(text.encode())).findings)


def _of(found: list[Finding], code: str) -> list[Finding]:
    return [one for one in found if one.code == code]


def test_rows_without_a_target_are_told_once() -> None:
    rows = f"""{ROWS}
产出指标 | 质量指标 | 工程质量合格 | | | 10 | 10 | 无
产出指标 | 时效指标 | 年度资金支付完成率100% | | | 20 | 20 | 无
效益指标 | 生态效益指标 | / | | | / | / | """
    found = _self(rows)

    (missing,) = _of(found, "PS422")
    assert missing.evidence.text("en") == "row 2–3, worth 30 points"
    assert missing.points == Decimal(30)
    # The row of the template that is not used lacks neither target nor actual.
    assert [one.number for one in _of(found, "PS201")] == [2, 3]


def test_a_row_that_is_said_to_be_unused_lacks_nothing() -> None:
    rows = f"""{ROWS}
效益指标 | 经济效益指标 | 不涉及 | / | / | / | / | /
效益指标 | 生态效益指标 | 不适用 |  |  |  |  | 无"""
    found = _self(rows)

    assert _of(found, "PS201") == _of(found, "PS422") == []
    assert _of(found, "PS602") == []


@pytest.mark.parametrize("target", ["500字左右", "1000字以内"])
def test_the_length_of_a_text_is_a_target(target: str) -> None:
    row = f"产出指标 | 质量指标 | 信息稿件篇幅 | | {target} | "

    assert _of(_targets(row), "PS423") == []


@pytest.mark.parametrize("target", ["升", "节", "年度", "优"])
def test_a_word_that_is_also_a_unit(target: str) -> None:
    row = f"效益指标 | 社会效益指标 | 群众评价 | | {target} | "

    assert _of(_targets(row), "PS423") == []


def test_a_table_without_a_column_of_actuals_lacks_none() -> None:
    text = """2019年度高中助学金项目绩效自评表
项目名称 | 高中助学金
一级指标 | 二级指标 | 三级指标 | 指标值 | 分值
产出指标 | 数量指标 | 享受资助人数 | 2100人 | 50
产出指标 | 时效指标 | 及时发放率 | 100% | 50
"""
    assert _of(list(audit(read_forms(text.encode())).findings), "PS201") == []


@pytest.mark.parametrize(
    ("target", "actual", "found"),
    [
        ("≤30万元", "完成", ["PS209"]),
        ("≥95%", "未完成", ["PS209"]),
        ("=100%", "达成预期指标", ["PS209"]),
        # A grade of a quality, a date kept, nothing of a zero: each answers its target.
        ("效果明显", "达成预期指标", []),
        ("2022年12月底前", "按时完成", []),
        ("0次", "未发生", []),
        ("≥12次", "完成12次", []),
        ("≤2件", "无", []),
        ("≤2起", "未发生", []),
        ("≥2件", "无", ["PS209"]),
        ("≤3万元", "未完成", ["PS209"]),
    ],
)
def test_words_for_a_figure(target: str, actual: str, found: list[str]) -> None:
    rows = f"产出指标 | 质量指标 | 成本控制数 | {target} | {actual} | 90 | 90 | 无"

    assert [one.code for one in _of(_self(rows), "PS209")] == found


@pytest.mark.parametrize(
    ("target", "actual", "found"),
    [
        ("有所提升", "100%", 1),
        ("进一步完善", "100%", 1),
        ("不断提升", "已完成100%", 1),
        # A quality that all of it has, and a rate that tells how far it came.
        ("合格", "100%", 0),
        ("持续提升", "98%", 0),
        ("较上年提升5%", "100%", 0),
    ],
)
def test_all_of_a_wish(target: str, actual: str, found: int) -> None:
    rows = f"效益指标 | 社会效益指标 | 就学水平 | {target} | {actual} | 90 | 90 | 无"
    told = _of(_self(rows), "PS209")

    assert len(told) == found
    assert all(one.severity is Severity.NOTE for one in told)


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("完成", 1),
        ("完成年度目标。", 1),
        ("已完成年度绩效目标任务", 1),
        ("全部完成", 1),
        ("完成年度防汛工作", 0),  # the goal's own words: PS207
        ("完成水库巡查三次", 0),
        ("完成90%", 0),
        ("", 0),
    ],
)
def test_an_outcome_that_says_nothing(outcome: str, found: int) -> None:
    assert len(_of(_self(outcome=outcome), "PS210")) == found


def test_scores_that_are_missing_among_others() -> None:
    row = "产出指标 | 数量指标 | 巡查{0} | ≥12次 | 12次 | 10 | {1} | 无"
    claimed = [row.format(number, 10) for number in (1, 2, 3)]

    (found,) = _of(_self("\n".join([*claimed, row.format(4, "")])), "PS310")
    assert found.number == 4
    assert found.points == Decimal(10)
    # Where more is blank than not, the form is not scored row by row.
    blank = [row.format(number, "") for number in (4, 5, 6, 7)]
    assert _of(_self("\n".join([*claimed, *blank])), "PS310") == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("农村低保发放人数（≥**人）", 1),
        ("受益建档立卡贫困人口数≥**人", 1),
        ("旅游行业经营主体满意度（≥%）", 1),
        ("××乡道路里程", 1),
        ("XX镇道路里程", 1),
        ("*道路质量达标率", 0),
        ("★★★道路里程", 0),
        ("LXX-2型设备", 0),
    ],
)
def test_blanks_of_the_template_in_a_name(name: str, found: int) -> None:
    told = _of(_targets(f"产出指标 | 数量指标 | {name} | ≥ | 60 | 个"), "PS423")

    assert len(told) == found
    assert all(one.severity is Severity.NOTE for one in told)


def test_instructions_of_the_template_as_an_outcome() -> None:
    words = "对照年度目标,说明相关任务目标的完成情况(100字以内)"
    (found,) = _of(_self(outcome=words), "PS423")

    assert found.severity is Severity.WARNING
    assert words in found.evidence.text()


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("优良中低差", 1),
        ("高中低", 1),
        ("优、良、中、差", 1),
        ("是/否", 1),
        ("优良", 0),
        ("良好以上", 0),
        ("高中", 0),
        ("优", 0),
    ],
)
def test_a_scale_is_no_target(target: str, found: int) -> None:
    row = f"效益指标 | 社会效益指标 | 食品安全整体状况 | 定性 | {target} | "

    assert len(_of(_targets(row), "PS426")) == found


def test_other_money_alone_is_no_list_of_sources() -> None:
    text = TARGETS.format(
        rows="产出指标 | 数量指标 | 签约康复人数 | ≥ | 18000 | 人"
    ).replace(
        "本年度绩效目标",
        "项目资金（万元） | 年度资金总额： | 80\n | 其他资金 | 0.00\n本年度绩效目标",
    )

    assert _of(list(audit(read_forms(text.encode())).findings), "PS107") == []


@pytest.mark.parametrize(
    ("name", "target", "found"),
    [
        ("配套电力设施1250KVA变压器3台", "3", 0),
        ("任务完成时限（月）", "10", 0),
        ("配套烘干设备购置及安装", "550", 1),
        ("变压器3台", "550", 1),
    ],
)
def test_a_name_may_say_the_unit(name: str, target: str, found: int) -> None:
    others = [f"产出指标 | 数量指标 | 巡查{n} | ≥ | 12 | 次" for n in "甲乙丙"]
    row = f"产出指标 | 数量指标 | {name} | ＝ | {target} | "

    assert len(_of(_targets(*others, row), "PS416")) == found


def test_a_row_that_heads_others_lacks_nothing() -> None:
    rows = f"""{ROWS}
产出指标 | 数量指标 | ★补助各类粮食作物种植面积 | | | 10 | 10 | 无
产出指标 | 数量指标 | 红薯种植面积 | 5.5亩 | 5.5亩 | | | 无
产出指标 | 质量指标 | ★种植作物成活率 | | | 20 | 20 | 无"""
    found = _self(rows)

    assert [one.number for one in _of(found, "PS201")] == [4]
    (missing,) = _of(found, "PS422")
    assert missing.number == 4


def test_named_rows_of_a_table_of_targets_without_a_target() -> None:
    found = _targets(
        "产出指标 | 数量指标 | 保险参保人数 | ≥ | 163 | 人",
        "产出指标 | 数量指标 | 上一轮退耕还林补助面积 | | | ",
        "产出指标 | 质量指标 | 指标1： | | | ",
        "效益指标 | 生态效益指标 | 本项目不适用此指标 | | | ",
    )

    (missing,) = _of(found, "PS422")
    assert (missing.number, missing.severity) == (2, Severity.NOTE)


@pytest.mark.parametrize(
    "name",
    [
        "偏差或不能完成目标原因分析",
        "(四)部门(单位)职能职责。县公安局是主管全县社会治安的县政府组成部门,有内设机构三十二个",
        "无",
    ],
)
def test_what_is_no_indicator_lacks_no_target(name: str) -> None:
    found = _targets(
        "产出指标 | 数量指标 | 保险参保人数 | ≥ | 163 | 人",
        f"产出指标 | 数量指标 | {name} | | | ",
    )

    assert _of(found, "PS422") == []


@pytest.mark.parametrize(
    ("target", "found"),
    [("公里", 1), ("万亩", 1), ("3公里", 0), ("提高", 0), ("长期", 0), ("", 0)],
)
def test_a_unit_without_its_figure(target: str, found: int) -> None:
    row = f"产出指标 | 数量指标 | 新建堤防长度 | ≥ | {target} | "

    assert len(_of(_targets(row), "PS423")) == found

"""Which side of a target is the good one, by its comparator, name and heading."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfscore.rules.direction import Clues, Side, sense_of, side_of
from perfscore.rules.parts import Direction
from perfscore.values.value import Comparator

LEAST, MOST, EXACT = Direction.AT_LEAST, Direction.AT_MOST, Direction.EXACT


def _names(text: str) -> list[str]:
    return text.split()


# Names as forms print them, with the side that any reader takes.
MORE = _names("""
    投诉办结率 投诉处理率 能耗下降率 公用经费下降率 服务对象满意度 群众满意率
    职工满意度 验收合格率 设备完好率 工程质量达标率 数据准确率 系统正常运行率
    政策知晓率 培训覆盖率 医保参保覆盖率 任务完成率 预算执行率 资金到位率
    项目按期完工率 采购及时率 工资按时发放率 考试通过率 问题整改率 信访化解率
    隐患整改完成率 垃圾无害化处理率 投诉回复率 咨询响应率 会议室使用率 设备利用率
    苗木成活率 残疾儿童入学率 新增就业人数 农民人均收入 粮食产量 旅游收入增长率
    空气质量优良率 办公用品节约率 碳排放减少量 三公经费压减率 差错率降低幅度 出勤率
    培训参与率 受益人口数 行政效率提升 水质改善程度 事故下降率 诉求办结率 投诉满意度
    故障及时处理率 违规问题整改率 失业人员就业率 无事故天数 减少投诉次数 降低能耗
""")
LESS = _names("""
    投诉次数 有效投诉率 差错率 公文差错率 文件错漏数 操作失误次数 安全事故起数
    重大安全责任事故 死亡人数 信访件数 越级上访 违规操作次数 违纪人数 网络响应时间
    故障响应时间 报警响应时限 平均处理时间 设备维修时间 排队等待时间 设备故障率
    系统故障次数 服务中断次数 停机时长 传染病发病率 辍学率 人才流失率 物资损耗率
    资产闲置率 单位建筑面积能耗 人均水耗 公车燃油费用 工程造价 单位成本 培训成本
    业务逾期率 项目延期天数 工程返工率 产品不合格率 数据泄露事件 法律纠纷数 负面舆情
    失业率 迟到人次 房屋空置率 食堂浪费量 土壤污染面积 会议超支金额 完成时间
    不满意率 不合格率 未按期完成率 未及时办结率
""")
SILENT = _names("""
    机关服务费 物业管理费 维修数量 培训人次 会议场次 档案整理卷数 采购电脑台数
    道路长度 绿化面积 周转房 公车管理 房屋租赁 人均补助标准 下达资金
""")


@pytest.mark.parametrize("name", MORE)
def test_more_is_better(name: str) -> None:
    assert sense_of(name) is LEAST


@pytest.mark.parametrize("name", LESS)
def test_less_is_better(name: str) -> None:
    assert sense_of(name) is MOST


@pytest.mark.parametrize("name", SILENT)
def test_the_name_does_not_say(name: str) -> None:
    assert sense_of(name) is None


@pytest.mark.parametrize("name", ["处理事故数", "处理差错率", "核查违规案件"])
def test_names_that_pull_both_ways_are_not_decided(name: str) -> None:
    assert sense_of(name) is EXACT
    for choice in ("at_least", "at_most"):
        found, asked = side(None, ("产出指标", "数量指标", name), choice=choice)
        assert (found.direction, asked) == (Direction(choice), ["direction"])


def test_brackets_and_spaces_say_nothing() -> None:
    assert sense_of("满意度（含投诉）") is LEAST
    assert sense_of("满意度(含投诉)") is LEAST
    assert sense_of("差 错 率") is MOST
    assert sense_of("投诉\n次数") is MOST
    assert sense_of("") is None


def no_question(point: str, options: object = None) -> str:
    message = f"asked for {point} of {options}"
    raise AssertionError(message)


def side(
    comparator: Comparator | None,
    heading: tuple[str, str, str] = ("", "", ""),
    target: int | None = 5,
    choice: str | None = None,
    *,
    tie: bool = True,
    unit: str | None = "天",
) -> tuple[Side, list[str]]:
    """Return the side and the open points that came up."""
    asked: list[str] = []

    def ask(point: str, options: object = None) -> str:
        assert options is None
        asked.append(point)
        return choice or no_question(point)

    number = None if target is None else Fraction(target)
    level1, level2, name = heading
    clues = Clues(
        comparator=comparator,
        target=number,
        unit=unit,
        level1=level1,
        level2=level2,
        name=name,
        tie_possible=tie,
    )
    return side_of(clues, ask), asked


@pytest.mark.parametrize(
    ("comparator", "direction"),
    [
        (Comparator.AT_LEAST, LEAST),
        (Comparator.AT_MOST, MOST),
        (Comparator.BETWEEN, Direction.BETWEEN),
    ],
)
def test_the_printed_comparator_wins(
    comparator: Comparator, direction: Direction
) -> None:
    for heading in (
        ("成本指标", "", "机关服务费"),
        ("效益指标", "", "差错率"),
        ("", "", "满意度"),
    ):
        found, asked = side(comparator, heading)
        assert (found.direction, found.strict, found.inferred) == (
            direction,
            False,
            False,
        )
        assert asked == []


@pytest.mark.parametrize(
    ("comparator", "direction"), [(Comparator.MORE, LEAST), (Comparator.LESS, MOST)]
)
def test_strict_signs_are_style_or_written(
    comparator: Comparator, direction: Direction
) -> None:
    for choice, strict in (("style", False), ("written", True)):
        found, asked = side(comparator, choice=choice)
        assert (found.direction, found.strict) == (direction, strict)
        assert asked == ["strict"]
    found, asked = side(comparator, tie=False)
    assert (found.direction, found.strict) == (direction, False)
    assert asked == []


@pytest.mark.parametrize(
    ("heading", "point"),
    [
        (("产出指标", "数量指标", "培训人次"), "equal"),
        (("", "", ""), "equal"),
        (("成本指标", "经济成本指标", "机关服务费"), "equal_cost"),
        (("产出指标", "成本指标", "机关服务费"), "equal_cost"),
        (("产出指标", "时效指标", "完成时间"), "equal_cost"),
        (("产出指标", "质量指标", "差错率"), "equal_cost"),
        (("效益指标", "社会效益指标", "投诉次数"), "equal_cost"),
    ],
)
def test_an_equals_sign_is_the_rulesets_convention(
    heading: tuple[str, str, str], point: str
) -> None:
    choices = {"equal": ("at_least", "exact"), "equal_cost": ("at_most", "exact")}
    for choice in choices[point]:
        found, asked = side(Comparator.EQUAL, heading, choice=choice)
        assert found.direction is Direction(choice)
        assert found.inferred
        assert asked == [point]


def test_equal_to_zero_is_met_only_by_zero() -> None:
    for heading in (("产出指标", "质量指标", "安全事故"), ("", "", "培训人次")):
        found, asked = side(Comparator.EQUAL, heading, target=0)
        assert (found.direction, asked) == (MOST, [])


@pytest.mark.parametrize(
    ("heading", "direction"),
    [
        (("成本指标", "经济成本指标", "机关服务费"), MOST),
        (("成本指标", "", "机关服务费"), MOST),
        (("产出指标", "成本指标", "机关服务费"), MOST),
        (("产出指标", "时效指标", "完成时间"), MOST),
        (("效益指标", "经济效益指标", "机关服务费"), LEAST),
        (("产出指标", "数量指标", "机关服务费"), LEAST),
        (("满意度指标", "", "机关服务费"), LEAST),
        # The name says more than its heading.
        (("成本指标", "经济成本指标", "成本节约率"), LEAST),
        (("产出指标", "时效指标", "完成及时率"), LEAST),
        (("效益指标", "社会效益指标", "投诉次数"), MOST),
        (("产出指标", "质量指标", "差错率"), MOST),
    ],
)
def test_without_comparator_the_name_then_the_heading_decides(
    heading: tuple[str, str, str], direction: Direction
) -> None:
    found, asked = side(None, heading)
    assert (found.direction, found.strict, found.inferred) == (direction, False, True)
    assert asked == []


def test_without_any_clue_the_direction_is_an_open_point() -> None:
    for choice in ("at_least", "at_most"):
        found, asked = side(None, ("", "", "机关服务费"), choice=choice)
        assert (found.direction, found.inferred) == (Direction(choice), True)
        assert asked == ["direction"]


@pytest.mark.parametrize(
    ("unit", "direction"), [("天", MOST), ("小时", MOST), ("1", LEAST), ("次", LEAST)]
)
def test_under_timeliness_a_duration_is_better_short(
    unit: str, direction: Direction
) -> None:
    found, asked = side(None, ("产出指标", "时效指标", "机关服务"), unit=unit)
    assert (found.direction, asked) == (direction, [])


def test_a_target_of_zero_without_comparator_is_met_by_zero_alone() -> None:
    found, asked = side(None, ("产出指标", "数量指标", "培训人次"), target=0)
    assert (found.direction, asked) == (MOST, [])


@pytest.mark.parametrize(
    ("text", "cell", "asked"),
    [
        (Comparator.AT_LEAST, Comparator.AT_MOST, ["comparator"]),
        (Comparator.AT_LEAST, Comparator.AT_LEAST, []),
        (Comparator.AT_LEAST, Comparator.EQUAL, []),
        (Comparator.AT_LEAST, None, []),
    ],
)
def test_a_text_and_a_cell_that_disagree_are_two_readings(
    text: Comparator, cell: Comparator | None, asked: list[str]
) -> None:
    for choice, direction in (("text", LEAST), ("cell", MOST)):
        came_up: list[str] = []

        def ask(
            point: str,
            options: object = None,
            choice: str = choice,
            came_up: list[str] = came_up,
        ) -> str:
            assert options is None
            came_up.append(point)
            return choice

        found = side_of(Clues(comparator=text, cell=cell, target=Fraction(5)), ask)
        assert came_up == asked
        assert found.direction is (direction if asked else LEAST)


def test_the_words_of_the_target_say_more_than_the_name() -> None:
    clues = Clues(text="下降3%", target=Fraction(3, 100), name="差错率", unit="1")
    assert side_of(clues, no_question).direction is LEAST

"""Builds the example documents of this folder, byte for byte the same each time.

    python docs/examples/build_examples.py [FOLDER]

``lukou-2022.docx``: the six self-evaluation forms that the affairs centre of Lukou
district (Zhuzhou, Hunan) published for 2022: the figures as published, in the layout
of the province's form, without prose, signatures and names of persons.

``hengyang-2024.docx``: the target forms that Hengyang's affairs bureau published for
2024, three projects and the bureau as a whole. The publication cuts each table over
several pages and prints number and unit of the bureau's own targets in one cell
(1577个); here each form is one table, number and unit stand in their columns, and the
level-2 headings stand where the publication's first pages list them. Clauses are word
for word. ``../data/hengyang-2024-actuals.csv`` is made up, as it says itself.

It needs python-docx, which perfscore itself does not.
"""

from __future__ import annotations

import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

OFFICE = "株洲市渌口区机关事务服务中心"
HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度\n指标值",
    "实际\n完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
MONEY_HEADINGS = (
    "年初\n预算数",
    "全年\n预算数",
    "全年\n执行数",
    "分值",
    "执行率",
    "得分",
)
OUTPUT, BENEFIT = "产出指标\n(50分)", "效益指标\n（30分）"
CONTENT = "满意度\n指标\n（10分）"
ECONOMY, SOCIETY, NATURE = "经济效\n益指标", "社会效\n益指标", "生态效\n益指标"
LASTING, SERVED = "可持续影响指标", "服务对象满意度指标"
STEADY, KEPT = "总体平稳可控", "保持"
PEACE = "维护社会和谐稳定"
GREEN = "为社会生态环境建设提供和谐稳定的环境"

# level 1, level 2, name, target, actual, points, score; blank: as in the row above
Row = tuple[str, str, str, str, str, str, str]


def _row(level1: str, level2: str, name: str, values: str, points: str = "10") -> Row:
    target, _, actual = values.partition("|")
    return level1, level2, name, target, actual or target, points, points


def _project_rows(first: list[Row], cost: str, amount: str, served: str) -> list[Row]:
    """Return ten rows: what all projects share, around what they do not."""
    return [
        *first,
        _row("", "成本指标", cost, amount),
        _row(BENEFIT, ECONOMY, cost, amount),
        _row("", SOCIETY, PEACE, KEPT),
        _row("", NATURE, GREEN, KEPT),
        _row("", LASTING, STEADY, KEPT),
        _row(CONTENT, SERVED, served, "98%"),
    ]


DEPARTMENT_GOAL = (
    "1、负责机关大院物业、安保、食堂等后勤；\n"
    "2、机关大院维修完成度及完成质量；\n"
    "3、保障区直机关各部门公务出行，负责公务出行保障服务平台运营情况和服务质量的监管；\n"
    "4、机关大院绿化；\n"
    "5、机关大院网络维修及添置办公设备。"
)
DEPARTMENT_ROWS = [
    _row(OUTPUT, "数量\n指标", "核酸检测", "30场|31场"),
    _row("", "", "出车次数", "大于14000次"),
    _row("", "质量\n指标", "差错率", "小于0.5%"),
    _row("", "", "事故率", "小于0.05%"),
    _row("", "时效\n指标\n\n指标\n指标", "及时完成", "及时完成"),
    _row("", "成本\n指标", "2662.18万元", "2662.18万元"),
    _row("效益指标\n（30分）", ECONOMY, "2662.18万元", "2662.18万元"),
    _row("", SOCIETY, PEACE, KEPT, "5"),
    _row("", NATURE, GREEN, KEPT, "5"),
    _row("", LASTING, STEADY, KEPT),
    _row("满意度指标\n（10分）", SERVED, "机关大院各单位满意度", "98%"),
]
HOUSEKEEPING = "负责机关大院物业、安保、食堂等后勤"
WELL = _row("", "质量指标", "高质量完成", "高质量完成")
IN_TIME = _row("", "时效指标", "及时完成", "及时完成")
PROBLEMS = "承担机关大院全问题、后勤服务问题"
REPAIRS = "2022年全年相关维修改造费等"

# label, project, goal, amounts of the total and of this year's funds, rows
PROJECTS: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], list[Row]]] = [
    (
        "附件3-1",
        "水电维修费",
        "机关大院维修完成度及完成质量",
        ("400", "400", "400"),
        ("400", "400", "400"),
        _project_rows(
            [
                _row(OUTPUT, "数量指标", "维修类别", "7类"),
                _row("", "", "水电气月平均数", "大于13万"),
                WELL,
                _row("", "时效指标", "及时完成", "及时完成维修工程等项目"),
            ],
            "机关服务费",
            "400万元",
            "承担全区机关大院及各单位维修质量及服务满意度",
        ),
    ),
    (
        "附件3-2",
        "物业管理费",
        HOUSEKEEPING,
        ("523.12", "523.12", "523.12"),
        ("523.12", "523.12", "523.12"),
        _project_rows(
            [
                _row(OUTPUT, "数量指标", "安排会议次数", "约3200次"),
                _row("", "", "消防安全检查次数", "每月一次|12次"),
                WELL,
                _row("", "时效指标", "及时完成", "及时安排会议"),
            ],
            "机关物业管理费",
            "523.12万",
            PROBLEMS,
        ),
    ),
    (
        "附件3-3",
        "区委区政府大院及武装部营院绿化费",
        "负责机关大院绿化",
        ("31.6", "31.6", "523.12"),
        ("31.6", "31.6", "523.12"),
        _project_rows(
            [
                _row(OUTPUT, "数量指标", "绿植死亡率", "小于2%"),
                _row("", "", "杀虫次数", "12次"),
                WELL,
                IN_TIME,
            ],
            "绿化费",
            "31.6万",
            PROBLEMS,
        ),
    ),
    (
        "附件3-4",
        "宽带及网络维护费",
        HOUSEKEEPING,
        ("40", "40", "40"),
        ("40", "40", "40"),
        _project_rows(
            [
                _row(OUTPUT, "数量指标", "网络维护次数", "12次"),
                _row("", "", "会议设备维护次数", "12次"),
                WELL,
                IN_TIME,
            ],
            "宽带及网络维护费",
            "40万",
            "机关大院职工满意度",
        ),
    ),
    (
        "附件3-5",
        REPAIRS,
        HOUSEKEEPING,
        ("294.7", "294.7", "294.7"),
        ("", "294.7", "294.7"),
        _project_rows(
            [
                _row(OUTPUT, "数量指标", "项目改造次数", "19次"),
                _row("", "", "购置次数", "2次"),
                WELL,
                IN_TIME,
            ],
            REPAIRS,
            "294.7万",
            "机关大院干部满意度",
        ),
    ),
]

BUREAU = "衡阳市机关事务管理局"
CLAUSE_COST = (
    "该指标分值为20分，预算成本控制在{}万元以内计20分，每超过10%扣2分，扣完为止。"
)
CLAUSE_GATE = (
    "该指标分值为{}分，完成率小于60%为不及格，不得分；大于等于60%，按超过的比重赋分，"
    "计算公式为：得分=（实际完成率-60%）/（1-60%）*10，"
    "完成率=实际完成值/指标值*100%"
)
CLAUSE_CONTENT = (
    "该指标分值为10分，满意度95%（含）以上计10分，85%-95%计8分，"
    "75%-85%计6分，75%以下计0分。"
)
CLAUSE_DONE = "该指标分值为10分，按完成情况赋分。"
CLAUSE_SERVICE = "该指标分值为10分，从提供服务情况评分。"
CLAUSE_ALL = "该指标分值{}分，未达到标准值不得分。"
COST, OUT, GAIN, LIKED = "成本指标", "产出指标", "效益指标", "满意度指标"
COSTS = ("经济成本指标", "社会成本指标", "生态环境成本指标")
LIKED2 = "服务对象满意度指标"
BY_DECEMBER = "2024年12月前"
SAVING = "降低能耗，节约水资源，推动碳达峰碳中和工程，助力绿色转型发展。"

TARGET_HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "指标值内容",
    "评（扣分标准）",
    "度量单位",
    "指标值类型",
    "备注",
)
# level 1, level 2, name, target, what it means, clause, unit, comparator
Target = tuple[str, str, str, str, str, str, str, str]


def _blank(level1: str, level2: str) -> Target:
    return level1, level2, "", "", "", "", "", ""


def _costs(name: str, amount: str) -> list[Target]:
    explained, clause = "考察预算成本控制情况", CLAUSE_COST.format(amount)
    first = (COST, COSTS[0], name, f"{amount}万元", explained, clause, "万元", "≤")
    return [first, _blank("", COSTS[1]), _blank("", COSTS[2])]


TARGETS: list[tuple[str, str, str, list[Target]]] = [
    (
        "公车管理专项经费",
        "40.00",
        "完成年度公务用车管理。",
        [
            *_costs("衡阳市公车管理工作成本控制情况", "57.6"),
            (
                OUT,
                "数量指标",
                "公车管理",
                "501",
                "统一管理全市501台公车",
                CLAUSE_GATE.format(20),
                "台",
                "=",
            ),
            (
                "",
                "质量指标",
                "公车平台集中管理",
                "规范",
                "公务用车服务管理平台集中管理各类公车，统筹调度、高效使用，保持全市公车使用规范有序",
                "该指标分值为10分，按公车调度出错率扣分，出错率每增加10%，扣1分，扣完为止。",
                "无",
                "定性",
            ),
            (
                "",
                "时效指标",
                "完成时间",
                BY_DECEMBER,
                "2024年12月前完成公车管理工作",
                CLAUSE_DONE,
                "年",
                "定性",
            ),
            _blank(GAIN, "经济效益指标"),
            (
                "",
                "社会效益指标",
                "降低机关运行成本",
                "有效",
                "按照统一政策，规范管理，加强监督，有效降低机关运行成本。",
                "该指标分值为10分，从降低机关运行成本情况评分。",
                "万元",
                "定性",
            ),
            _blank("", "生态效益指标"),
            (
                "",
                "可持续影响指标",
                "健全公务用车管理制度，持续有效管理公车",
                "稳定",
                (
                    "全年稳定推进公务用车服务平台信息化建设，利用公车平台统一管理调度公车，"
                    "为各单位公车出行提供服务保障。"
                ),
                CLAUSE_SERVICE,
                "无",
                "定性",
            ),
            (
                LIKED,
                LIKED2,
                "全市机关事业单位满意度",
                "95%",
                "考察全市机关事业单位对公车管理工作的满意度",
                CLAUSE_CONTENT,
                "%",
                "=",
            ),
        ],
    ),
    (
        "公共机构节能专项经费",
        "17.00",
        "完成公共机构节能工作，创建节约型机关。",
        [
            *_costs("衡阳市公共机构节能工作成本控制情况", "17"),
            (
                OUT,
                "数量指标",
                "能源资源消费统计",
                "1965家单位",
                "完成对全市1965家单位的能耗数据统计",
                CLAUSE_GATE.format(10),
                "家",
                "=",
            ),
            (
                "",
                "",
                "衡阳市节约型机关创建情况",
                "200家单位",
                "考察衡阳市节约型机关创建情况",
                CLAUSE_GATE.format(10),
                "家",
                "=",
            ),
            (
                "",
                "质量指标",
                "节能统计差错情况",
                "完整",
                "对全市1965家单位的能耗数据统计无基础错漏情况",
                "该指标分值为10分，按能耗统计完整正确情况评分。",
                "无",
                "定性",
            ),
            (
                "",
                "时效指标",
                "完成时间",
                BY_DECEMBER,
                "2024年12月前完成衡阳市节约型机关创建，能源资源消费统计等工作",
                CLAUSE_DONE,
                "无",
                "定性",
            ),
            _blank(GAIN, "经济效益指标"),
            _blank("", "社会效益指标"),
            ("", "生态效益指标", SAVING, "持续", SAVING, CLAUSE_DONE, "无", "定性"),
            (
                "",
                "可持续影响指标",
                "促进机关节能环保、绿色低碳、勤俭节约",
                "持续",
                (
                    "以节约型机关建设为主线，充分发挥党政机关等公共机构示范引领作用，"
                    "促进机关节能环保、绿色低碳、勤俭节约"
                ),
                CLAUSE_DONE,
                "无",
                "定性",
            ),
            (
                LIKED,
                LIKED2,
                "全市机关事业单位满意度",
                "95%",
                "考察全市机关事业单位对节能工作的满意度",
                CLAUSE_CONTENT,
                "%",
                "=",
            ),
        ],
    ),
    (
        "厅级干部周转房租赁及生活费",
        "76.00",
        "完成厅级干部周转房租赁及生活费保障。",
        [
            *_costs("衡阳市厅级干部周转房租赁费与生活费成本控制情况", "76"),
            (
                OUT,
                "数量指标",
                "衡阳市厅级干部周转房租赁费与生活费情况",
                "10套",
                "考察衡阳市厅级干部周转房租赁数量",
                "该指标分值为20分，达到目标值计20分，否则不得分。",
                "套",
                "=",
            ),
            (
                "",
                "质量指标",
                "集中和规范厅级干部周转房管理",
                "有效",
                "按照相关文件精神，以租赁形式筹集房源，提供服务，保障我市易地任职厅级干部履职和居住需要",
                "该指标分值为10分，从租赁房屋家具家电配置和提供服务质量情况评分。",
                "无",
                "定性",
            ),
            (
                "",
                "时效指标",
                "完成时间",
                BY_DECEMBER,
                "2024年12月前完成房屋租赁等相关程序并结算租赁费用。",
                CLAUSE_DONE,
                "年",
                "定性",
            ),
            _blank(GAIN, "经济效益指标"),
            (
                "",
                "社会效益指标",
                "降低机关运行成本",
                "有效",
                "按照统一政策，厉行勤俭节约的原则，规范管理，提高行政效率。",
                "该指标分值为10分，从降低机关运行成本、提高行政效率情况评分。",
                "万元",
                "定性",
            ),
            _blank("", "生态效益指标"),
            (
                "",
                "可持续影响指标",
                "持续服务",
                "提升",
                "全年稳定为厅级干部住房提供优质服",
                CLAUSE_SERVICE,
                "无",
                "定性",
            ),
            (
                LIKED,
                LIKED2,
                "干部满意度",
                "≥95%",
                "考察领导对租赁房屋的满意程度。",
                CLAUSE_CONTENT,
                "%",
                "≥",
            ),
        ],
    ),
]

BUREAU_HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值类型",
    "指标值",
    "计量单位",
    "指标解释",
    "评（扣）分标准",
)
FIVE, TEN = CLAUSE_ALL.format(5), CLAUSE_ALL.format(10)
# level 1, level 2, name, comparator, target, unit, what it means, clause
BUREAU_ROWS: list[Target] = [
    (
        COST,
        COSTS[0],
        "成本控制",
        "定性",
        "2024年预算",
        "万元",
        "成本控制在预算范围内",
        "该指标分值为10分，预算成本控制在年度预算范围以内计20分，每超过10%扣1分，扣完为止。",
    ),
    _blank("", COSTS[1]),
    _blank("", COSTS[2]),
    (OUT, "数量指标", "产权证管理", "=", "1577", "个", "集中保管1577个房产证", FIVE),
    ("", "", "腾退办公室检查", "定性", "检查", "次", "对腾退单位专项检查", FIVE),
    ("", "", "能源资源消费统计", "=", "1965", "家", "完成1965家单位统计", FIVE),
    ("", "", "公车管理", "=", "501", "台", "统一管理全市501台公车", FIVE),
    (
        "",
        "质量指标",
        "投诉处理",
        "定性",
        "减少",
        "无",
        "投诉同比减少，处理量同比增长",
        FIVE,
    ),
    ("", "", "产权证管理质量", "定性", "无遗失损坏", "无", "不遗失损坏房产证", FIVE),
    ("", "", "优化办公用房", "定性", "优化", "无", "优化调整办公用房", FIVE),
    ("", "", "节能统计差错情况", "定性", "无错漏", "无", "统计不出现错漏情况", FIVE),
    ("", "时效指标", "完成时间", "定性", BY_DECEMBER, "年", BY_DECEMBER, TEN),
    (
        GAIN,
        "经济效益指标",
        "依法管理国有资产",
        "定性",
        "管理",
        "家",
        "对全市国有资产进行摸底排查",
        FIVE,
    ),
    (
        "",
        "社会效益指标",
        "降低机关运行成本",
        "定性",
        "降低",
        "无",
        "提升办公环境，做好公车调度，提高行政效率",
        FIVE,
    ),
    (
        "",
        "生态效益指标",
        "节约水电气，降低能耗",
        "定性",
        "下降",
        "%",
        "全市公共机构事业单位人均能耗同比下降1%；水耗下降1%，单位建筑面积能耗同比下降1%。",
        FIVE,
    ),
    (
        "",
        "可持续影响指标",
        "持续服务",
        "定性",
        "服务",
        "无",
        "全年稳定为全市市直机关单位提供优质服务",
        FIVE,
    ),
    (
        LIKED,
        LIKED2,
        "全市机关事业单位",
        "≥",
        "95",
        "%",
        "服务对象满意率达到95%以上",
        CLAUSE_CONTENT,
    ),
]


class Sheet:
    """A table of a document, filled by position and merged as the form is."""

    def __init__(self, document: Any, rows: int, columns: int) -> None:
        self.table = document.add_table(rows=rows, cols=columns)
        self.table.style = "Table Grid"
        self.columns = columns
        self.grid = [list(row.cells) for row in self.table.rows]

    def put(
        self, row: int, column: int, text: str, down: int = 1, over: int = 1
    ) -> None:
        """Write a text into the cell that covers some rows and columns."""
        cell = self.grid[row][column]
        if down > 1 or over > 1:
            cell = cell.merge(self.grid[row + down - 1][column + over - 1])
        first, *more = text.split("\n")
        cell.paragraphs[0].text = first
        for line in more:
            cell.add_paragraph(line)

    def put_row(self, row: int, column: int, texts: tuple[str, ...]) -> None:
        """Write texts into neighbouring cells."""
        for offset, text in enumerate(texts):
            self.put(row, column + offset, text)

    def put_levels(self, row: int, column: int, levels: list[str]) -> None:
        """Write labels down a column, each over the blank ones below it."""
        starts = [i for i, text in enumerate(levels) if text]
        for start, end in zip(starts, [*starts[1:], len(levels)], strict=True):
            self.put(row + start, column, levels[start], down=end - start)


def _document(*, wide: bool) -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name = "SimSun"
    style.font.size = Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    return document


def _line(document: Any, text: str, *, title: bool = False) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    if title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run.bold = True
        run.font.size = Pt(15)


def _heading(document: Any, label: str, title: str, number: int) -> None:
    if number:
        document.add_page_break()
    _line(document, label)
    _line(document, title, title=True)
    _line(document, "（2022年度）")
    _line(document, "填报单位：（盖章）")


def _indicators(sheet: Sheet, row: int, rows: list[Row]) -> None:
    """Write the indicator table from its heading to the row of the totals."""
    sheet.put(row, 0, "绩\n效\n指\n标", down=len(rows) + 1)
    sheet.put_row(row, 1, HEADINGS)
    sheet.put_levels(row + 1, 1, [r[0] for r in rows])
    # A new level 1 begins a new level 2 as well.
    sheet.put_levels(row + 1, 2, [r[1] for r in rows])
    for offset, one in enumerate(rows, start=1):
        sheet.put_row(row + offset, 3, one[2:])
    last = row + len(rows) + 1
    sheet.put(last, 0, "总分", over=6)
    sheet.put_row(last, 6, ("100", "100"))


def _goals(sheet: Sheet, row: int, goal: str) -> None:
    sheet.put(row, 0, "年度总体目标", down=2)
    sheet.put(row, 1, "预期目标", over=4)
    sheet.put(row, 5, "实际完成情况", over=4)
    sheet.put(row + 1, 1, goal, over=4)
    sheet.put(row + 1, 5, goal, over=4)


def _money(sheet: Sheet, row: int, label: str, figures: tuple[str, ...]) -> None:
    sheet.put(row, 1, label, over=2)
    sheet.put_row(row, 3, figures)


def lukou() -> bytes:
    """Return the six forms of Lukou."""
    document = _document(wide=False)
    _heading(document, "附件1", "部门整体支出绩效自评表", 0)
    sheet = Sheet(document, 1 + 7 + 2 + 1 + len(DEPARTMENT_ROWS) + 1, 9)
    sheet.put(0, 0, "预算部门名称", over=3)
    sheet.put(0, 3, OFFICE, over=6)
    sheet.put(1, 0, "年度预\n算申请\n（万元）", down=7)
    _money(sheet, 1, "", MONEY_HEADINGS)
    total = ("2414.16", "2662.18", "2662.18", "10分", "100%", "10")
    _money(sheet, 2, "年度资金总额", total)
    for offset, (source, kind) in enumerate(
        (
            ("按收入性质分：", "按支出性质分："),
            ("其中：一般公共预算：2662.18", "其中：基本支出：1372.76"),
            ("政府性基金拨款：", "项目支出：1289.42"),
            ("纳入专户管理的非税收入拨款：", ""),
            ("其他资金：", ""),
        ),
        start=3,
    ):
        sheet.put(offset, 1, source, over=4)
        sheet.put(offset, 5, kind, over=4)
    _goals(sheet, 8, DEPARTMENT_GOAL)
    _indicators(sheet, 10, DEPARTMENT_ROWS)
    for number, (label, project, goal, total, year, rows) in enumerate(PROJECTS, 1):
        _heading(document, label, "项目支出绩效自评表", number)
        sheet = Sheet(document, 2 + 5 + 2 + 1 + len(rows) + 1, 9)
        sheet.put(0, 0, "项目支出名称", over=3)
        sheet.put(0, 3, project, over=6)
        sheet.put(1, 0, "主管部门", over=3)
        sheet.put(1, 3, OFFICE, over=2)
        sheet.put(1, 5, "实施单位")
        sheet.put(1, 6, OFFICE, over=3)
        sheet.put(2, 0, "项目资金\n（万元）", down=5)
        _money(sheet, 2, "", MONEY_HEADINGS)
        _money(sheet, 3, "年度资金总额", (*total, "10", "100%", "10"))
        _money(sheet, 4, "其中：当年财政拨款", (*year, "10", "100%", "10"))
        _money(sheet, 5, "上年结转资金", ("",) * 6)
        _money(sheet, 6, "其他资金", ("",) * 6)
        _goals(sheet, 7, goal)
        _indicators(sheet, 9, rows)
    return saved(document)


def hengyang() -> bytes:
    """Return the four target forms of Hengyang."""
    document = _document(wide=True)
    for number, (project, money, goal, rows) in enumerate(TARGETS):
        if number:
            document.add_page_break()
        _line(document, "项目支出绩效目标表", title=True)
        _line(document, "（2024年度）")
        _line(document, f"单位：{BUREAU}")
        _line(document, "金额单位：万元")
        sheet = Sheet(document, 4 + len(rows), 9)
        sheet.put(0, 0, "单位（专项）名称", over=2)
        sheet.put(0, 2, project, over=7)
        sheet.put(1, 0, "资金总额", over=2)
        sheet.put(1, 2, money, over=7)
        sheet.put(2, 0, "实施期绩效目标", over=2)
        sheet.put(2, 2, goal, over=7)
        _targets(sheet, 3, TARGET_HEADINGS, rows)
    document.add_page_break()
    _line(document, "整体支出绩效目标表", title=True)
    _line(document, "（2024年度）")
    _line(document, f"单位：{BUREAU}")
    _line(document, "金额单位：万元")
    sheet = Sheet(document, 6 + len(BUREAU_ROWS), 8)
    sheet.put(0, 0, "单位名称", over=2)
    sheet.put(0, 2, BUREAU, over=6)
    sheet.put(1, 0, "年度预算申请", down=3)
    sheet.put(1, 1, "资金总额", down=2)
    sheet.put(1, 2, "按收入性质分", over=4)
    sheet.put(1, 6, "按支出性质分", over=2)
    sources = ("一般公共预算", "政府性基金拨款", "财政专户管理资金", "其他资金")
    sheet.put_row(2, 2, (*sources, "基本支出", "项目支出"))
    sheet.put_row(3, 1, ("705.86", "705.86", "", "", "", "572.86", "133.00"))
    sheet.put(4, 0, "整体绩效目标", over=2)
    goal = "完成办公用房管理、资产管理、公务用车管理、公共机构节能等工作。"
    sheet.put(4, 2, goal, over=6)
    _targets(sheet, 5, BUREAU_HEADINGS, BUREAU_ROWS)
    return saved(document)


def _targets(
    sheet: Sheet, row: int, headings: tuple[str, ...], rows: list[Target]
) -> None:
    sheet.put_row(row, 0, headings)
    sheet.put_levels(row + 1, 0, [one[0] for one in rows])
    sheet.put_levels(row + 1, 1, [one[1] for one in rows])
    for offset, one in enumerate(rows, start=1):
        sheet.put_row(row + offset, 2, one[2:])


def saved(document: Any) -> bytes:
    """Return a document's bytes with all times set, so that they never differ."""
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    properties = document.core_properties
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = "perfscore"
    properties.comments = ""
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(
            old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)
        ):
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


def main() -> None:
    """Write the documents beside this file, or into the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, build in (("lukou-2022.docx", lukou), ("hengyang-2024.docx", hengyang)):
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    main()

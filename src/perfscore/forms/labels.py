"""The labels, titles and lines of a form that stand outside its tables of figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from perfscore.forms.grid import Cell
from perfscore.forms.models import FormKind, Scope
from perfscore.forms.vocabulary import (
    LONGEST_LABEL,
    LONGEST_LINE,
    budget_column,
    indicator_column,
    remembered,
    spellings,
    squeezed,
)

_FIELDS: dict[str, str] = {
    word: field
    for field, words in {
        "office": "填报单位 填报部门 预算部门名称 部门单位名称 部门名称 单位名称 "
        "预算单位 "
        "填报单位名称 预算单位名称 预算部门 部门预算单位 单位部门名称 评价单位 "
        "自评单位 "
        "填报单位盖章 单位盖章 部门盖章 单位 部门",
        "department": "主管部门 项目主管部门 主管单位 主管部门及代码 业务主管部门 "
        "主管预算部门 省级主管部门 市级主管部门 区级主管部门 县级主管部门 "
        "地方主管部门 省主管部门 市主管部门",
        "implementer": "实施单位 项目实施单位 项目单位 用款单位 具体实施单位 "
        "资金使用单位",
        "project": "项目名称 项目支出名称 专项名称 专项资金名称 支出项目名称 项目支出 "
        "二级项目名称 专项项目名称 单位专项名称 项目 "
        "转移支付名称 转移支付项目名称",
        "year": "评价年度 预算年度 项目年度 自评年度 所属年度 绩效年度 填报年度 "
        "考核年度 年度",
        "period": "项目支出实施期 项目实施期 实施期限 项目期限 实施期 项目周期 "
        "项目起止时间 项目实施期限",
        "goal": "年度绩效目标 本年度绩效目标 年度履职目标 年度总体目标 项目绩效目标 "
        "整体绩效目标 实施期绩效目标 绩效目标 总体目标 年度目标 年度总体绩效目标 "
        "项目年度目标 当年绩效目标 年度绩效总目标 整体目标 年度总目标",
    }.items()
    for word in words.split()
}
_FREE_FIELDS = {"单位", "部门", "项目", "项目支出", "年度"}
"""Labels that are one only with a colon after them: the words mean much else."""

_OTHER = """
    项目类别 项目属性 项目类型 项目性质 单位代码 单位编码 支出方向
    任务名称 主要内容 年度主要任务 特定目标类 联系人 联系电话 填报人
    填报日期 单位负责人签字 单位负责人 财务负责人 审核人 评价人员
    项目负责人 负责人 电话 备注 资金情况 项目资金 预算情况 年度预算申请
    项目编码 项目代码 部门代码 金额单位 说明
    """
_OTHER_LABELS = frozenset(_OTHER.split())


def field_of(text: str, *, colon: bool = False) -> str | None:
    """Return the field of the form that a label names.

    Args:
        text: the label's cell or the part of a line before its colon.
        colon: whether a colon follows it.

    Example:
        >>> field_of("项目（支出）名称"), field_of("单位"), field_of("单位", colon=True)
        ('project', None, 'office')
    """
    if len(text) > LONGEST_LABEL:
        return None
    full, bare = spellings(text)
    colon = colon or squeezed(text).endswith(":")
    for form in (full, bare):
        field = _FIELDS.get(form)
        if field and (colon or form not in _FREE_FIELDS):
            return field
    return None


@remembered
def is_label(text: str) -> bool:
    """Whether a cell is the label of something, so that it is no value itself."""
    return (
        field_of(text) is not None
        or indicator_column(text) is not None
        or budget_column(text) is not None
        or goal_column(text) is not None
        or bool(set(spellings(text)) & _OTHER_LABELS)
        or bool(_LABEL_LIKE.fullmatch(squeezed(text)))
    )


_LABEL_LIKE = re.compile(r".{0,14}(绩效目标|绩效指标|按.{1,6}分)")

_TITLE = re.compile(
    r".{0,80}(绩效(目标)?.{0,12}(自评|评价|目标|申报|完成情况).{0,14}表"
    r"|(部门|单位|项目|整体)?.{0,8}(支出|整体).{0,8}(自评|绩效).{0,8}表"
    r"|项目(支出)?自评.{0,4}表|绩效自评表|绩效目标表)(\(.{0,20}\))?"
)
_NO_TITLE = re.compile(
    r"^(公开|见|详见|如|根据|按照|填写)|报告|[。;；]|汇总表|指标体系|情况表说明"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\)|-\d|\.\d|$)")
_LABEL = re.compile(
    r"^\s*(附\s*件|附\s*表|附)\s*((?:\d{1,3}|[一二三四五六七八九十]+)(?:\s*[-—–.]\s*\d+)*)"
    r"(?!\d)"
)


@remembered
def is_title(text: str) -> bool:
    """Whether a line is the title of a form.

    Example:
        >>> is_title("附件3 -1   项目支出绩效自评表"), is_title("项目支出绩效自评报告")
        (True, False)
    """
    if len(text) > LONGEST_LINE:
        return False
    plain = squeezed(text).lstrip("#")
    return bool(_TITLE.fullmatch(plain)) and not _NO_TITLE.search(plain)


@remembered
def label_in(text: str) -> str:
    """Return the label that begins a line, such as 附件3-1, or the empty text."""
    if len(text) >= LONGEST_LINE:
        return ""
    plain = unicodedata.normalize("NFKC", text)
    # 附件1 2022年度… holds the number 1: blanks between digits keep them apart.
    found = _LABEL.match(plain.lstrip("#")) or _LABEL.match(squeezed(text))
    return squeezed(f"{found[1]}{found[2]}") if found else ""


@remembered
def year_in(text: str) -> int | None:
    """Return the first year of a line, or None.

    Example:
        >>> year_in("（2022年度）"), year_in("2022.5")
        (2022, 2022)
    """
    found = _YEAR.search(squeezed(text)) if len(text) < LONGEST_LINE else None
    return int(found[1]) if found else None


def kind_of(title: str) -> FormKind | None:
    """Return what kind of form a title names, or None."""
    plain = squeezed(title)
    if re.search(r"自评|评价|完成情况", plain):
        return FormKind.SELF_EVALUATION
    return FormKind.TARGET if re.search(r"目标|申报", plain) else None


def scope_of(title: str) -> Scope | None:
    """Return whom a title says that the form speaks of, or None."""
    plain = squeezed(title)
    if re.search(r"整体", plain):
        return Scope.DEPARTMENT
    return Scope.PROJECT if re.search(r"项目|专项|转移支付", plain) else None


_MONEY_UNIT = re.compile(
    r"(?<![报算管施用价评])(?:金额)?单位[:：]?\(?(亿元|万元|千元|元)|\((亿元|万元|千元|元)\)"
)


@remembered
def money_unit_in(text: str) -> str | None:
    r"""Return the money unit that a line or a heading declares, or None.

    Example:
        >>> money_unit_in("金额单位：万元"), money_unit_in("项目  资金\n（元）")
        ('万元', '元')
    """
    found = _MONEY_UNIT.search(squeezed(text)) if len(text) < LONGEST_LINE else None
    return (found[1] or found[2]) if found else None


_TOTAL = re.compile(
    r"((自评|评价|项目|部门|单位|最终|综合)?(总分|总计|合计|总得分|总分数|综合得分)"
    r"|得分合计|总评分|总分值|得分总计|小计合计|自评得分|最终得分|总分合计|合计得分|合计总分)"
    r"(\(.*\))?:?"
)
_SUBTOTAL = re.compile(r".{0,10}小计(\(.*\))?:?")
RATINGS = ("优秀", "良好", "合格", "不合格", "优", "良", "中", "差")
_CLOSING = re.compile(
    r"^(填报人|填表人|联系人|联系电话|填报日期|单位负责人|财务负责人|项目负责人|注:|备注:|说明:|其他需要说明"
    r"|审核人|评价人|评价人员)"
    r"|^(说明|备注|注|存在问题|改进措施|(自评|评价)结论)$"
    r"|^.{0,20}(审核|初审|复核|审批|评审|主管部门|财政部门)意见(\(.{0,6}\))?$"
    r"|^\((盖章|公章|签章|签字)\)$"
)


@remembered
def is_total(text: str) -> bool:
    """Whether a cell labels the row of the totals."""
    return len(text) < LONGEST_LABEL and bool(_TOTAL.fullmatch(squeezed(text)))


_SCORE = re.compile(r"(自评|评价|绩效)?(总分|总得分|得分|分数)(\(分\))?:?")
_GRADE = re.compile(r"(自评|评价|绩效|评定)?(结果|结论)?(等级|等次|级别):?")


@remembered
def is_subtotal(text: str) -> bool:
    """Whether a cell labels a row that adds up the rows of one heading."""
    return len(text) < LONGEST_LABEL and bool(_SUBTOTAL.fullmatch(squeezed(text)))


def score_of(text: str) -> str | None:
    """Return which figure of the whole form a label names, or None.

    Example:
        >>> score_of("自评总分（分）"), score_of("评价等级"), score_of("得分率")
        ('total_claimed', 'rating', None)
    """
    plain = squeezed(text) if len(text) < LONGEST_LABEL else ""
    if _SCORE.fullmatch(plain):
        return "total_claimed"
    return "rating" if _GRADE.fullmatch(plain) else None


def rating_of(text: str) -> str | None:
    """Return the rating word that a cell holds, or None.

    Example:
        >>> rating_of("优 "), rating_of("优先")
        ('优', None)
    """
    plain = squeezed(text)
    return plain if plain in RATINGS else None


_RATED = re.compile("(?:自评|评价|绩效|综合|评定)*(?:等级|结论|结果|评级|等次)")


def rating_line(cells: Sequence[Cell]) -> Cell | None:
    """Return the rating of a line below the totals, or None where it is no such line.

    Args:
        cells: the filled cells of a row: a label with a rating word beside it, or after
            a colon (自评等级：优).
    """
    label, _, said = squeezed(cells[0].text).partition(":")
    if not _RATED.fullmatch(label):
        return None
    beside = [cell for cell in cells[1:] if rating_of(cell.text)]
    if rating_of(said) and len(cells) == 1:
        return replace(cells[0], text=said)
    return beside[0] if not said and len(cells) == len(beside) + 1 == _PAIR else None


_PAIR = 2


@remembered
def is_closing(text: str) -> bool:
    """Whether a line names who signed, when, or adds remarks: no part of the form."""
    return bool(_CLOSING.match(squeezed(text[:40])))


_GOAL = re.compile(r".{0,6}(预期(绩效)?|年初(设定|预期)?(绩效)?|年度|总体)目标.{0,4}")
_GOAL_LONG = re.compile(
    r".{0,4}(中长期|长期|中期|实施期|实施周期)(绩效)?(总体|总)?目标.{0,4}"
)
_GOAL_ACTUAL = re.compile(r".{0,10}完成情况.{0,6}")


@remembered
def goal_column(text: str) -> str | None:
    """Return which narrative a heading stands over.

    It is ``goal``, ``goal_actual``, or ``goal_long`` for that of several years.
    """
    if len(text) > LONGEST_LABEL:
        return None
    _, bare = spellings(text)
    if _GOAL_ACTUAL.fullmatch(bare):
        return "goal_actual"
    if _GOAL_LONG.fullmatch(bare):
        return "goal_long"
    if _GOAL.fullmatch(bare):
        return "goal"
    return None

"""Words before a number that say it was not reached, may be, or is only intended.

未能达到100次 and 基本达到100次 give no number of times at all, and are not read.
力争达到100次 sets a target, and says nothing where it stands as an actual.
"""

from __future__ import annotations

import re

VERBS = (
    "(?:已经?)?(?:全年度|本年度|全年|年度|当年|年内|共有|有|完成了|开展了|举办了|实际完成|累计完成|共完成|共计|合计|总计|累计|平均|共|计|完成|实际|实现|达成"
    "|开展|举办|组织|召开|采购|购置|购买|培训|发放|新增|节约|节省|检查|巡检|巡查|维护"
    "|维修|服务|覆盖|保障|印刷|发布|安排|建设|新建|改造|总体|制定|编制|出台|印发|修订"
    "|开设|设立|建成|受理|办理|处理|处置|审核|审批|抽检|检测|监测|整治|清理|拆除|种植"
    "|救助|资助|扶持|补助|补贴|慰问|走访|接待|招聘|引进|派出|制作|编印|更换|修缮|修建"
    "|铺设|安装|拨付|支付|全[省市县区州旗镇乡村校])"
)
"""What is done on these forms, and how much of it, as a word before a number."""

_UNSURE = (
    "几乎|不一定|未必|也许|或许|大概率|似乎|差不多|差点|险些|疑似|难以|未能|没能|未曾|并未|并非"
    "|不可能|不太可能|可能(?!性)|无法(?![律规])|估计|预估|预测|大致|勉强|理论上|距离?目标"
    "|假如|假设|假定|若能|如能|倘若|一旦"
)
# These are parts of other words too (基本医疗, 部分学校, 人才, 差距), and turn a number
# only where nothing but what is done stands between.
_UNSURE_OF_VERB = (
    "基本上?|大?部分|大体上?|大多数?|多数|少数|个别|局部|原则上|名义上"
    "|不能|不会|不可|不再|不曾|不予|没有|没|未|无|仍|还|尚|曾|原|本(?=[应可])|快|快要|眼看|即将|行将"
    "|(?<!人)才|(?<![差间行])距离?|(?<![隔脱分撤偏距])离|有待|待|接?近乎|方可|方能|便可|即可|可以?|能够?"
    "|承诺|约定|原定|希望|期望|打算|准备|意向|任务|目标|规划|设计|预算|批复|核定|下达|申报|申请|合同"
    "|同意|允许|允诺|应当?|应该|需要?|要求|额定|年初|去年|上年"
)
_MANNER = (
    "能够?|可以?|全部|完全|全面|全|都|按期|按时|及时|如期|顺利|圆满|真正|实质|最终"
    "|再|曾|被|得|予|会"
)
_COMPOUND = "(?<![功性智产动机职技节才许认响供适反效感急必内])"
_UNSURE_AT = re.compile(
    rf"{_UNSURE}|{_COMPOUND}(?:{_UNSURE_OF_VERB})(?:(?>{_MANNER}|{VERBS}))*+$"
)

# A subject that begins with one of these is a plan whatever follows.
_PLAN = "力争|力保|预计|有望|可望|确保|努力|争取(?!.{0,8}(?:资金|经费|项目|补助))"
_PLAN_OF_VERB = (
    "(?<![主重必需简提摘纪概纲])要|(?<![中少上])将要?|必须|须|拟定?|保证"
    "|(?:计划|预期)(?!(?:目标|任务)?(?:完成|执行|实现|达成|落实)(?:率|度|比例))"
)
_PLAN_FIRST = re.compile(
    rf"(?:{_PLAN}|(?:{_PLAN_OF_VERB})(?=(?:{VERBS}|$)))(?:能够?|可以?)?"
)
_PLAN_LAST = re.compile(
    rf"(?:{_PLAN}|{_PLAN_OF_VERB})(?:能够?|可以?)?(?:(?>{VERBS}))*+$"
)


def is_unsure(subject: str) -> bool:
    """Return whether words before a number deny it, doubt it or leave part of it out.

    Args:
        subject: what stands before the comparator.

    Example:
        >>> is_unsure("未能"), is_unsure("基本完成"), is_unsure("基本医疗参保人数")
        (True, True, False)
    """
    return bool(_UNSURE_AT.search(subject))


def without_plan(subject: str) -> str | None:
    """Return a subject without the words that make it a plan, or None if none do.

    Example:
        >>> without_plan("满意度力争"), without_plan("预计完成"), without_plan("满意度")
        ('满意度', '完成', None)
    """
    if found := _PLAN_FIRST.match(subject):
        return subject[found.end() :]
    if found := _PLAN_LAST.search(subject):
        return subject[: found.start()]
    return None

"""Whether a target and an actual are of one thing: per what, and what is done."""

from __future__ import annotations

import re

from perfscore.messages import Message, say
from perfscore.values.value import Value

_SHOWN = 40
_MEANS = {
    "人": re.compile("人均|每人"),
    "户": re.compile("户均|每户"),
    "亩": re.compile("亩均|每亩"),
    "村": re.compile("村均|每个?村"),
    "总": re.compile("总(?:共|计|额|量|数|增|收|产|投|成)|合计|共计"),
}
"""Per what an amount is; one that is 总 is of all together."""

_DEEDS = {
    "buy": "采购|购置|购买",
    "teach": "培训",
    "pay": "发放|拨付|支付|补助|补贴|资助|救助|扶持|慰问",
    "look": "检查|巡检|巡查|走访|抽检|检测|监测",
    "mend": "维护|维修|修缮|改造|整治|更换|修建",
    "build": "建设|新建|建成|修建|铺设|安装|改造",
    "write": "制定|编制|出台|印发|发布|制作|编印|印刷",
    "rewrite": "修订",
    "take in": "受理",
    "settle": "办理|处理|处置|审核|审批|办结|结案",
    "clear": "清理|拆除|整治",
    "plant": "种植",
    "hire": "招聘|引进",
    "send": "派出",
    "receive": "接待",
}
_DEED = {name: re.compile(words) for name, words in _DEEDS.items()}

_NOT_YET = {
    "受理": "受理|接收|接待|登记|接访|接诊|接办|咨询|申请|来[信访电]",
    "安排": "安排|预算|下达|投入",
    "节约": "节|省|压减|成本|降低|减少",
    "节省": "节|省|压减|成本|降低|减少",
}
"""What begins a thing or leaves it out, and where it is just what is measured."""


def other_thing(target: Value, actual: Value, about: str) -> Message | None:
    """Return why an actual is of another thing than its target, as far as words tell.

    Args:
        target: the target as read.
        actual: the actual as read.
        about: the indicator's name.

    Example:
        >>> from perfscore.values.parse import parse_value
        >>> wanted, given = parse_value("人均增收300元"), parse_value("户均增收500元")
        >>> other_thing(wanted, given, "") is None
        False
        >>> other_thing(wanted, parse_value("人均增收280元"), "") is None
        True
    """
    wanted, given = target.text, actual.text
    per = _words_in(_MEANS, wanted) or _words_in(_MEANS, about)
    if _differ(per, _words_in(_MEANS, given)):
        return _said(wanted, given)
    if _differ(_words_in(_DEED, wanted), _words_in(_DEED, given)):
        return _said(wanted, given)
    for word, measured in _NOT_YET.items():
        if given.startswith(word) and not re.search(measured, wanted + about):
            return _said(wanted, given)
    return None


def _words_in(kinds: dict[str, re.Pattern[str]], text: str) -> set[str]:
    return {name for name, words in kinds.items() if words.search(text)}


def _differ(wanted: set[str], given: set[str]) -> bool:
    return bool(wanted and given) and not wanted & given


def _said(wanted: str, given: str) -> Message:
    return say("values.other-thing", target=wanted[:_SHOWN], actual=given[:_SHOWN])

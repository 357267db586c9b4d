"""What stands before a number: a subject, a comparator, 约, how often, a sign."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from perfscore.values.certainty import VERBS, is_unsure, without_plan
from perfscore.values.comparators import BEFORE, REACHED, both
from perfscore.values.units import canonical
from perfscore.values.value import Comparator


class NotUnderstoodError(ValueError):
    """There is a word around a number whose meaning is not known."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is said before a number.

    Attributes:
        comparator: what the words compare, if they do.
        approximate: whether they say 约.
        nearly: whether they say 近, which is a little less.
        signed: whether they speak of a change, which can be negative.
        negative: whether a minus stands before the number.
        labelled: whether what is left of the text is a subject, by a colon or 以上.
        reached: whether the only comparing word says that a number was reached
            (达到95%): as a target at least that number, as an actual the number itself.
        planned: whether they say that it is only intended (力争).
        period: how often (每月), named as units name it.
        every: how many periods (每两年).
        head: per what (每户, 人均), named as units name it.
    """

    comparator: Comparator | None = None
    approximate: bool = False
    nearly: bool = False
    signed: bool = False
    negative: bool = False
    labelled: bool = False
    reached: bool = False
    planned: bool = False
    period: str | None = None
    every: int = 1
    head: str | None = None


_MOST_WORDS = 60
_MOST_TAKEN = 4
_UP = "增长|上升|提高|提升|增加|增幅|增收|上涨"
_DOWN = "下降|降低|减少|压减|压缩|下跌|降幅|减幅"
_CHANGE = f"{_UP}|{_DOWN}|变动|变化|波动|同比|环比"
_CHANGE_AT_END = re.compile(f"(?:{_UP}|{_DOWN})(?:了|幅度)?$")
_CHANGE_WORD = re.compile(_CHANGE)
_RESULT_AT_END = re.compile(
    f"(?:{_UP}|{_DOWN}|[升降增减涨跌]|扩大|缩小|缩短|调整|恢复|推进)(?P<to>到|至)$"
)
# 下降到5% says where it is, not by how much it fell.
_UP_WORD = re.compile(f"(?:{_UP})(?!了?[到至])")
_DOWN_WORD = re.compile(f"(?:{_DOWN})(?!了?[到至])")

_APPROXIMATELY = ("大约", "大概", "约为", "约", "≈")
_NEARLY = ("将近", "接近", "近")
_LINKS = ("保持在", "维持在", "稳定在", "在", "为", "是", ":")
# 节约, 附近 and 下达 end in what would compare, and do not.
_PART_OF_WORD = {
    "约": "节预签履违制条公集简",
    "近": "附最临靠邻新",
    "达": "下送到表传抵发转直",
}


def _ending(word: str) -> str:
    longer = _PART_OF_WORD.get(word)
    return f"(?<![{longer}]){word}" if longer else re.escape(word)


_ENDINGS = sorted({*BEFORE, *_APPROXIMATELY, *_NEARLY, *_LINKS}, key=len, reverse=True)
_AT_END = re.compile(f"(?P<word>{'|'.join(map(_ending, _ENDINGS))})$")

_PERIOD = "日|天|周|星期|月|季度|季|半年|年度|年"
_PERIOD_AT_END = re.compile(
    rf"(?:每(?P<every>[1-9][0-9]?)?个?(?P<period>{_PERIOD})各?"
    "|(?P<mean>日|周|月|季|季度|年)均)(?:平均)?$"
)
_HEAD_AT_END = re.compile(
    "(?:每个?(?P<head>人次|人|名|户|亩|村|生|家|次|场|台|套|件|公里|平方米)|(?P<mean>人|户|亩|村)均)"
    "(?:平均)?$"
)
# Possessive, so that 共计共计… has one way to match and not many.
_VERB = re.compile(f"(?:(?>{VERBS}))*+")
_VERBS_AT_END = re.compile(f"(?:(?>{VERBS}))++$")
_LABEL = re.compile(r"(?:(?:19|20)[0-9]{2}年度?)?[^\W\d_]{0,30}(?:\([^\W\d_]{1,10}\))?")
_EARLIER = re.compile(
    "[较比与同](?:上一?年度?|去年|上年|(?:19|20)[0-9]{2}年度?|以往|往年)?(?:同期)?(?:相比)?"
)
_MEASURE_AT_END = re.compile(
    "(?:率|度|数|量|比例|占比|比重|金额|总额|成本|费用|经费|资金|时间|时限|时长|周期"
    "|面积|里程|规模|产值|收入|价格|单价|标准|得分|评分|频次)$"
)
# A subject with such a word may change what the number says, and is not read.
_UNREAD = re.compile(
    "上年|去年|同期|每|均|如果|若|否则|除|其中|仅|只|或者|尚|^超(?![标时限载重])|单[次日月]|逐[日月]"
    "|月度|季度|(?:[不未没无非否莫勿别第后前减扣几日月季]|没有|分之)$"
    "|(?:计划|目标|任务|应|预算|额定)(?:数|量|值|额|次数|人数|金额)?$"
    "|(?:逾期|延期|超期|延迟|推迟|提前|滞后|超支|超时)$|"
    + "|".join(
        sorted((w for w in BEFORE if len(w) > 1 and w != "控制在"), key=len)[::-1]
    )
)
_MEAN_HEAD = re.compile("[人户亩村]均")


def change(text: str) -> int | None:
    """Return 1 where a text speaks of a rise, -1 of a fall, None of neither or both.

    Example:
        >>> change("同比下降1%"), change("能耗"), change("增长5%")
        (-1, None, 1)
    """
    up, down = bool(_UP_WORD.search(text)), bool(_DOWN_WORD.search(text))
    return None if up == down else (1 if up else -1)


def read_before(text: str, *, bounded: bool = False) -> Before:
    """Return what is said before a number.

    Args:
        text: the text up to the number.
        bounded: whether a comparator stands after the number (…以上), which makes what
            stands before it a subject.

    Raises:
        NotUnderstoodError: there is a word in it that is not understood.

    Example:
        >>> read_before("满意度不低于").comparator
        <Comparator.AT_LEAST: '≥'>
    """
    if not text:
        return Before()
    if len(text) > _MOST_WORDS:
        raise NotUnderstoodError
    text, said = _signed(text)
    said = replace(said, labelled=bounded)
    text, said = _compared(text, said)
    text, said = _per(text, said)
    if found := _RESULT_AT_END.search(text):
        # 提高到95% says where it is, 提高5% by how much it has changed.
        change_word = _CHANGE_AT_END.search(text[:-1])
        rest = text[:-1] if change_word else text[: found.start()]
        return _understood(rest, replace(said, labelled=True))
    if _CHANGE_WORD.search(text):
        said = replace(said, signed=True)
    return _understood(text, said)


def _signed(text: str) -> tuple[str, Before]:
    if text[-1] not in "+-":
        return text, Before()
    said = Before(negative=text[-1] == "-", signed=True)
    text = text[:-1]
    if text and not _AT_END.search(text):
        # 满意度-95% has a dash in it, not a sign.
        raise NotUnderstoodError
    return text, said


def _per(text: str, said: Before) -> tuple[str, Before]:
    """Take off the end of a text how often and per what: 每月, 每人每年, 户均."""
    for _ in range(2):
        done = _VERBS_AT_END.sub("", text)
        if (found := _PERIOD_AT_END.search(done)) and said.period is None:
            name = (canonical(f"次/{found['period'] or found['mean']}") or "")[2:]
            said = replace(said, period=name, every=int(found["every"] or 1))
        elif (found := _HEAD_AT_END.search(done)) and said.head is None:
            head = found["head"] or found["mean"]
            said = replace(said, head=canonical(head))
        else:
            break
        text, said = _compared(done[: found.start()].rstrip(",:"), said)
    return text, said


def _compared(text: str, said: Before) -> tuple[str, Before]:
    """Take comparators, 约 and small links off the end of a text."""
    taken = 0
    while found := _AT_END.search(text):
        word = found["word"]
        text = text[: found.start()]
        taken += 1
        if taken > _MOST_TAKEN:
            raise NotUnderstoodError
        if word in _NEARLY:
            said = replace(said, nearly=True)
        elif word in _APPROXIMATELY:
            said = replace(said, approximate=True)
        elif word == ":":
            said = replace(said, labelled=True)
        elif word in BEFORE:
            meaning = BEFORE[word]
            reached = word in REACHED and (said.comparator is None or said.reached)
            if said.comparator is not None:
                together = both(meaning, said.comparator)
                if together is None:
                    raise NotUnderstoodError
                meaning = together
            said = replace(said, comparator=meaning, reached=reached)
    return text, said


def _understood(subject: str, said: Before) -> Before:
    """Return what is said, if the subject before it can be left alone."""
    if is_unsure(subject):
        raise NotUnderstoodError
    rest = without_plan(subject)
    if rest is not None:
        subject, said = rest, replace(said, planned=True, labelled=True)
    if not subject or _VERB.fullmatch(subject):
        return said
    if _CHANGE_AT_END.search(subject):
        subject = _EARLIER.sub("", subject, count=1)
    if not _LABEL.fullmatch(subject) or _UNREAD.search(_MEAN_HEAD.sub("", subject)):
        raise NotUnderstoodError
    if said.comparator is not None or said.labelled:
        return said
    # Without a comparator the subject must be what is measured: 满意度97%.
    if _MEASURE_AT_END.search(subject) or _CHANGE_AT_END.search(subject):
        return said
    raise NotUnderstoodError

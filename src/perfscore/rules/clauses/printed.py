"""Pieces out of what a clause prints as a formula, or defines by one."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.rules.clauses.parts import Points, Written
from perfscore.rules.clauses.pieces import Piece, Ratio
from perfscore.rules.clauses.text import ClauseText


def formula_by_side(found: re.Match[str], _clause: ClauseText) -> Piece | None:
    """Read 反向指标得分=权重×A/B: A is the target and B the actual, as forms print."""
    wanted = ("A", "B") if found["side"] == "反向" else ("B", "A")
    if (found["over"], found["under"]) != wanted:
        return None
    over, under = ("目标值", "完成值") if wanted[0] == "A" else ("完成值", "目标值")
    return Written(f"分值*{over}/{under}")


_FORMULA_WORDS = (
    (
        "(?:全年)?实际(?:完成)?(?:公里数|场次|次数|人数|数量|面积|个数|户数|里程|家数)",
        "完成值",
    ),
    ("实际支出数?|实际执行数", "完成值"),
    ("(?:该项|该指标|本项)分值", "分值"),
    ("(?:成本|预算|经费)?(?:超支|超出|超预算)(?:率|比例|幅度)", "超出率"),
    (
        r"(?:预算|计划|目标|应|预期|批复)(?P<what>[^\W\d_]{2,6})(?P<sign>[/÷])实际(?:完成|发生|支出)?(?P=what)",
        r"目标值\g<sign>完成值",
    ),
    (
        r"实际(?P<what>[^\W\d_]{2,8})(?P<sign>[/÷])(?:目标|计划|应|预期|指标)(?P=what)",
        r"完成值\g<sign>目标值",
    ),
    ("(?:预算|资金|全年)*(?:执行率|支付率|支出率)", "完成率"),
    (
        "(?:全年|本年|当年)?(?:(?:实际|年度|已)?完成(?:数量?|量|值|情况)|实际(?:数量?|值|量))",
        "完成值",
    ),
    (
        (
            "(?:计划|目标|年度|应|指标|任务|年初|绩效|预期)+(?:完成)?"
            "(?:数量?|量|值|公里数|场次|次数|人数|户数|里程|个数)(?!率)"
        ),
        "目标值",
    ),
    (r"(?:实际)?完成率(?=[/÷]目标值)", "完成值"),
    ("B/A", "完成值/目标值"),
    ("指标权重|权重值|指标分值", "分值"),
    (r"(?:该项|本项|指标|该指标|本指标)(?:分值|满分|权重)|满分|权重分|标准分", "分值"),
    (r"(?<=\d)分(?!值)", ""),
)


_SPENT = re.compile("(?:预算|资金|全年)*(?:执行率|支付率|支出率)")
_FUNCTION = re.compile("(?i)(?:min|max)(?=[(])")
_ABSOLUTE = re.compile(r"\|([^|]{3,40})\|")
_BRACKETS = str.maketrans("[]{}", "()()")


def formula(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a formula with the names that clauses use in words of the language."""
    text = clause.printed(found["formula"] or found["formula2"])
    plain = re.fullmatch(r"(\d+(?:\.\d+)?)分?", text)
    if plain:
        points = Fraction(plain[1])
        return Points(points, points)  # 得分=0
    text = _FUNCTION.sub(lambda name: name[0].lower(), text.translate(_BRACKETS))
    text = _ABSOLUTE.sub(r"abs(\1)", text)
    text = re.sub(r"\(最[高多大][^()]*\)$", "", text)
    text = re.sub(r"\((?:超过|大于|高于)100%的?[按以]100%计?算?\)", "", text)
    spent = _SPENT.search(text)
    for words, name in _FORMULA_WORDS:
        text = re.sub(words, name, text)
    return Written(text, spent[0] if spent else "")


_RATIO = re.compile(
    r"\(?(?P<over>[^/÷*×+()-]{2,20})\)?[/÷]\(?(?P<under>[^/÷*×+()-]{2,20})\)?(?:[*×]100%)?"
)
_OWN_TARGET = frozenset(
    ["目标值", "指标值", "年度目标值", "年度指标值", "绩效目标值", "目标数"]
)
_PLANNED = re.compile("目标|指标|计划|任务|应|预算|年初|规定|标准|预期")
_ACTUAL = re.compile("实际|完成|已|支出|达到|执行")


def definition(found: re.Match[str], clause: ClauseText) -> Piece | None:
    """Return a name that the clause defines (完成率=实际完成值/指标值)."""
    name = found["name"]
    if name in {"得分", "分值", "满分"} or name.endswith("得分"):
        return None
    text = clause.printed(found["formula"])
    ratio = _RATIO.fullmatch(text)
    if ratio is None:
        return Ratio(name, is_ratio=False) if "/" in text else None
    over, under = ratio["over"], ratio["under"]
    is_ratio = bool(
        _ACTUAL.search(over)
        and _PLANNED.search(under)
        and not over.startswith(("计划", "目标"))
    )
    own = under.strip("()") in _OWN_TARGET
    return Ratio(name, is_ratio=is_ratio, of_target=is_ratio and own)

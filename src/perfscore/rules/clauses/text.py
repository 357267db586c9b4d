"""A clause in one way of writing, each figure in it a single sign."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction

from perfscore.rules.clauses.parts import DATE_UNIT, POINTS_OF_SHARE, Figure
from perfscore.values.numerals import with_arabic_digits
from perfscore.values.units import unit_at

VALUE = "[\ue800-\ueeff]"
"""Stands for any figure that is not points, in the patterns of the grammar."""
DATE = "[\uef00-\uefff]"
"""Stands for any date."""
POINTS = "[\ue000-\ue7ff]"
"""Stands for any number of points (分)."""

_FIRST_POINTS, _FIRST_VALUE, _FIRST_DATE = 0xE000, 0xE800, 0xEF00
MOST_FIGURES = 200
"""The most figures that a clause may have."""

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,8})?")
_DATE = re.compile(
    r"20\d\d年度?(?:(?:1[0-2]|0?[1-9])月份?(?:[0-3]?\d日|底|末)?|底|末)(?:之前|以前|前)?"
    r"|(?<!\d)(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日(?:之前|以前|前)?|(?:底|末)(?:之前|以前|前)?"
    "|(?:之前|以前|前))"
)
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_CIRCLED = re.compile(r"[①-⑳⑴-⒇]")
_LISTED = re.compile(
    r"(?:(?<=[。;,:])|^)(?<![\[(]\d,)(?<![\[(]\d\d,)(?<!%,)"
    r"(?:\(\d{1,2}\)|\d{1,2}[、)]|\d{1,2}\.(?!\d))"
)
"""The number of an item in a list; [50,80) is an interval and none."""
_LETTER = re.compile(
    r"(?:(?<=[。;,:])|^)[A-Ea-e][.、:](?!\d)|(?<=[≤<≥>])[Xx](?=[≤<≥>])|若?[Xx](?=[≤<≥>])"
)
"""A letter that counts the items of a list, or stands for what is measured."""
_TIMES = re.compile(r"(?<=[率值数量分重\d)])[xX](?=[\d(该本指分权满标完实全])")
"""A letter between a figure and a name is a sign: 完成率x分值."""
_PLUS_MINUS = re.compile(
    "(?:(?<=偏差率)|(?<=偏离度)|(?<=偏差率在)|(?<=偏离度在)|(?<=偏差在)|(?<=偏差)|(?<=超过)|(?<=超出)|(?<=误差在)|(?<=误差))±"
)
"""A deviation is measured to both sides anyway."""
_ONES = "一二三四五六七八九"
_DONE_ONE = re.compile(f"(?<=[完建])成([{_ONES}])(?=[项个次台家户处场期篇])")
"""完成一项 is no tenth."""
_LETTERED = re.compile(r"(?<=[A-Za-z])\d+(?:\.\d+)?(?=[^\W\d_A-Za-z])")
"""PM2.5 and PM10 are names."""
_GRADE_WORD = "(?=(?:优|良|中等|差|合格|不合格|基本合格|较差|较好|好|一般|达标|不达标))"
_RATED = re.compile(
    rf"(?:被?(?:评定?|认定|考评|考核|鉴定|评价)为|(?:被)?获评){_GRADE_WORD}"
    r"|达到(?=(?:优秀|良好|合格)(?:等次|等级|档次))"
    r"|(?<=优秀|良好|合格)(?:等次|等级|档次)(?=[得计,的])"
)
"""评为优秀 and 达到优秀等次 name the grade 优秀."""
_DURATION = re.compile(r"(?<=超)(?:出|过)?(?:合同|计划|规定|目标)?工期(?=\d)")
_LATE = "(?:逾期|延期|延迟|超期|推迟|滞后|延误|延后|拖延|拖期)"
_DELAYS = (
    (
        re.compile(
            r"(?:晚于|超过|超出)(?:规定|计划|要求|合同|约定)(?:完成)?(?:时间|时限|期限|日期)(?=\d)"
        ),
        "逾期",
    ),
    (
        re.compile(rf"(?:较|比)(?:计划|规定|要求|合同)(?:时间|日期|工期)?(?={_LATE})"),
        "",
    ),
    (
        re.compile(
            r"(?<=[逾延期迟后误])(?:完成)?(?:时间|天数|时长)?在?(?=(?:不超过|超过|≤|>)?\d+[天日])"
        ),
        "",
    ),
    (
        re.compile(
            r"(?<=[天日]以上)(?:仍?未)?完成(?=的?,?(?:[该本此均全]|一律|直接|视为|不|得|零|计|赋|记|为|扣|分值))"
        ),
        "",
    ),
    (
        re.compile(
            r"(?<=\d[天日])(?:仍?未)?完成(?=的?,?(?:[该本此均全]|一律|直接|视为|不|零|计0|赋0|记0|为0|为零|得0|得零|得分|扣|分值))"
        ),
        "",
    ),
)
"""Delays in one way of writing: 延迟时间在5天以内, 逾期5天以上完成."""
_OVERRUNS = (
    (
        re.compile(
            r"(?:超支|超出预算|超过预算|超预算|超出|超过)(?:部分|比例|幅度|率)(?:占比)?在?"
            r"(?=不超过|不高于|不大于|超过|大于|高于|小于|低于|[≤<≥>]|\d)"
        ),
        "超支率",
    ),
    (
        re.compile(r"(?:超出预算|超过预算|超预算|超出)(?=不超过|超过\d|大于\d|[≤<≥>])"),
        "超支",
    ),
    (re.compile(r"(?:超支|超出预算|超过预算|超预算|超出)在(?=\d)"), "超支"),
    (re.compile(r"超[出过]?(?:计划|目标|预算)?成本(?=\d)"), "超支"),
)
"""Overruns in one way of writing: 超出预算的幅度在5%以内 is of a rate of overrun."""
_EXPLAINED = re.compile(
    r"(?<=率)\((?:实际)?(?:完成)?(?:值|数|数量|量)[/÷](?:年度|绩效)?(?:目标|指标|计划|任务)(?:完成)?"
    r"(?:值|数|数量|量)(?:[*×]100%)?\)"
)
"""完成率(实际完成数/计划数) says of the rate what it is anyway."""
_ITEM = (
    rf"(?:{VALUE}(?:-{VALUE})?(?:(?:及|或)?以[上下内])?(?:\(不?含\))?"
    r"|(?<![^\W\d_])[^\W\d_\ue000-\uefff]{1,8})"
)
_EITHER_SIDE = re.compile(
    rf"(?P<under>(?:低于|小于|不足|<){VALUE})(?:或者?|、)(?P<over>(?:高于|大于|超过|>){VALUE})"
    rf"(?P<rest>(?:的|时|者)?,?(?:均)?(?:不得分|不计分|扣{POINTS}))(?=[,;。]|$)"
)
"""低于85%或高于93%不得分: two conditions that cost the same."""
_RESPECTIVELY = re.compile(
    r"(?P<head>(?:[^,;。:、\ue000-\uefff]{0,40}(?=[\ue800-\ueeff]))?)"
    rf"(?P<items>{_ITEM}(?:[、,和及]{_ITEM}){{1,5}})(?:的|时)?,?(?:各档)?分别"
    "(?P<verb>(?:可)?[得计扣赋记按](?:(?:该项|本项|指标)?(?:分值|权重分|权重|满分)的)?)"
    rf"(?P<points>(?:{POINTS}|{VALUE})(?:[、,和及](?:{POINTS}|{VALUE})){{1,5}})"
)
"""超过80%、70%和60%,分别得6分、4分和2分: as many conditions as points."""
_FULL_STOP = re.compile(r"(?<=[^\d.])\.(?=[^\d.]|$)|(?<=\d)\.(?=$)")
_EACH = re.compile(
    r"每(?=个百分点|百分点|(?:次|例|起|项|处|个|件|宗|天|日|小时|分钟|(?:万元|元|亩|公里|吨)(?=,?扣)|人次|人|家|份|条|户|场|周|台|套)(?![均度]))"
)
_SIGNS = str.maketrans(
    {"≧": "≥", "≦": "≤", "—": "-", "–": "-", "−": "-", "―": "-", "~": "-", "∼": "-"}
    | {"【": "(", "】": ")", "〔": "(", "〕": ")", "“": "", "”": "", '"': "", "．": "."}
    | {"、": "、", "。": "。", "!": "。"}
)


@dataclass(slots=True)
class ClauseText:
    """A clause ready to be read.

    Attributes:
        text: the text; each figure is one sign of the private use area.
        figures: what these signs stand for.
    """

    text: str
    figures: dict[str, Figure] = field(default_factory=dict)

    def figure(self, sign: str) -> Figure:
        """Return what a sign stands for."""
        return self.figures[sign]

    def printed(self, part: str) -> str:
        """Return a part of the text with its figures as they are printed."""
        return "".join(self.figures[c].text if c in self.figures else c for c in part)


def clause_text(text: str) -> ClauseText | None:
    """Return a clause in one way of writing, or None where it has too many figures."""
    plain = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)
    plain = _CIRCLED.sub(";", plain)
    plain = unicodedata.normalize("NFKC", plain)
    plain = re.sub(r"\s+", "", plain).translate(_SIGNS)
    plain = plain.replace(">=", "≥").replace("<=", "≤").replace("==", "=")
    plain = re.sub(r"-{2,}", "-", plain)
    plain = re.sub("(?<=[率度值数量])乘以", "×", plain)
    plain = _TIMES.sub("×", plain)
    plain = _LETTER.sub("", _LISTED.sub(_unlisted, plain))
    plain = _EXPLAINED.sub("", plain)
    plain = _RATED.sub("", plain)
    plain = _DURATION.sub("过目标值", plain)
    for pattern, words in (*_DELAYS, *_OVERRUNS):
        plain = pattern.sub(words, plain)
    plain = _LETTERED.sub("", _PLUS_MINUS.sub("", plain))
    plain = _FULL_STOP.sub("。", plain)
    plain = _DONE_ONE.sub(lambda found: f"成{_ONES.index(found[1]) + 1}", plain)
    plain = with_arabic_digits(plain.replace("一半", "50%的"), _counts)
    plain = _EACH.sub("每1", plain)
    found = ClauseText("")
    plain = _dates(plain, found)
    done: list[str] = []
    at = 0
    for number in _NUMBER.finditer(plain):
        if number.start() < at:
            continue
        before = plain[number.start() - 1 : number.start()]
        after = plain[number.end() : number.end() + 1]
        if before == "." or after == "." or (after.isdigit() and after.isascii()):
            return None
        figure, end = _figure(plain, number)
        if len(found.figures) >= MOST_FIGURES:
            return None
        first = _FIRST_POINTS if figure.unit == "分" else _FIRST_VALUE
        sign = chr(first + len(found.figures))
        found.figures[sign] = figure
        done += [plain[at : number.start()], sign]
        at = end
    whole = _EITHER_SIDE.sub(
        r"\g<under>\g<rest>;\g<over>\g<rest>", "".join(done) + plain[at:]
    )
    found.text = _RESPECTIVELY.sub(_one_by_one, whole)
    return found


def _one_by_one(found: re.Match[str]) -> str:
    """Say of each condition what it earns, where there are as many of both."""
    items = re.split("[、,和及](?!以)", found["items"])
    points = re.split("[、,和及]", found["points"])
    if len(items) != len(points):
        return found[0]
    return ";".join(
        f"{found['head']}{item},{found['verb']}{one}"
        for item, one in zip(items, points, strict=True)
    )


def _unlisted(number: re.Match[str]) -> str:
    """Drop the number of an item in a list; 1) that closes a bracket is none."""
    before = number.string[: number.start()]
    inside = before.count("(") > before.count(")")
    return number[0] if inside and number[0].endswith(")") else ""


def _dates(text: str, found: ClauseText) -> str:
    """Return a text with a sign for each date in it."""

    def sign(date: re.Match[str]) -> str:
        if len(found.figures) >= MOST_FIGURES:
            return date[0]
        one = chr(_FIRST_DATE + len(found.figures))
        found.figures[one] = Figure(Fraction(0), DATE_UNIT, date[0])
        return one

    return _DATE.sub(sign, text)


def _figure(text: str, number: re.Match[str]) -> tuple[Figure, int]:
    value, end = Fraction(number[0]), number.end()
    for sign, scale in (("%", 100), ("‰", 1000)):
        if text.startswith(sign, end):
            return Figure(value / scale, "%", number[0] + sign), end + 1
    for word in ("个百分点", "百分点"):
        if text.startswith(word, end):
            shown = number[0] + word
            return Figure(value / 100, POINTS_OF_SHARE, shown), end + len(word)
    if text.startswith("分", end) and not text.startswith(("分钟", "分之"), end):
        return Figure(value, "分", number[0] + "分"), end + 1
    unit = unit_at(text, end)
    if unit is None:
        return Figure(value, "", number[0]), end
    shown = text[number.start() : unit.end]
    return Figure(value * unit.multiplier, unit.name or "", shown), unit.end


def _counts(text: str, end: int) -> bool:
    """Whether a Chinese numeral that ends here counts something."""
    if text.startswith(("个百分点", "百分点"), end):
        return True
    if text.startswith("分", end):
        return text[end + 1 : end + 2] in {"", ",", ";", "。", ")", "、", "的", "者"}
    unit = unit_at(text, end)
    return unit is not None and not text.startswith(("性", "致", "般"), unit.end)

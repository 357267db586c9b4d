"""Which of several columns of one kind a form means.

A table may print the actual of last year beside that of the year, a score of the office
beside a final one, a share beside the points. The one that is meant is told by what the
headings say of time and of who speaks; where they do not tell, the others are rivals,
and each row in which a rival says something else carries a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import JOINED
from perfscore.forms.columns import Column

_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SUM = re.compile(
    r"(全[省市县区州国])?(合计|总计|小计|汇总|整体|总数)|全[省市县区州国]"
)


class Stage(IntEnum):
    """What a heading says of time and of who speaks; the one meant comes first."""

    YEAR = 0
    WHOLE = 1
    PLAIN = 2
    DATED = 3
    SO_FAR = 4
    PART = 5
    FORECAST = 6
    REVIEWED = 7
    LONG = 8
    STANDARD = 9
    PAST = 10


_CERTAIN = (Stage.YEAR, Stage.WHOLE, Stage.PLAIN)
"""What a column is that needs no doubt where it stands alone."""

_MEANT = (*_CERTAIN, Stage.DATED, Stage.SO_FAR)
"""What two columns are of which either may be meant."""

_STAGES = tuple(
    (re.compile(pattern), stage)
    for pattern, stage in (
        (
            r"上一?年|上期|去年|往年|前[一二三两]年|历史|基期|基准[年期值]|同期|以前年度",
            Stage.PAST,
        ),
        (r"预计|预测|预估", Stage.FORECAST),
        (
            r"审核|核定|复核|复评|财政|佐证|抽查|评审|第三方|专家|核查|核实",
            Stage.REVIEWED,
        ),
        (r"全年|1[-—~至到]12月|12月底|12月31日", Stage.WHOLE),
        (r"半年|季度?|[\d一二三四五六七八九十]月|截至|截止|监控|阶段|期中", Stage.PART),
        (r"长期|中期|[三五]年|总体|实施期|周期|规划期|总目标", Stage.LONG),
        (r"累计", Stage.SO_FAR),
        (r"标准值|行业|参考|预警", Stage.STANDARD),
        (r"年度|本年|当年|年终|年末", Stage.WHOLE),
    )
)
_WEIGHTS = ("(?<!满)分值|分数|配分|赋分", "满分|标准分|基[础准]分", "")
_CLAIMS = ("加权|折算", "自评|自我|单位|部门", "")
_OTHER_SCORE = re.compile(r"单项|原始|百分制|上年")
_FINAL = re.compile(r"最终")
_LESSER = 9


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: where it stands, how wide it is, and what it says.

    Attributes:
        column: the first grid column it stands over.
        width: how many columns it stands over.
        kind: what they hold, None where the form can be understood without them.
        text: the heading.
        over: the headings above it.
    """

    column: int
    width: int
    kind: Column | None
    text: str = ""
    over: str = ""

    @property
    def whole(self) -> str:
        """The heading with those above it."""
        return self.over + self.text


@dataclass(slots=True)
class Choice:
    """The columns of a table.

    Attributes:
        columns: which grid columns each kind has, in grid order.
        rivals: the columns that may be meant, the one that is read first.
        doubtful: columns that are not known to be of the form's whole year.
        read: every grid column whose heading is understood.
    """

    columns: dict[Column, list[int]] = field(default_factory=dict)
    rivals: dict[Column, tuple[Head, ...]] = field(default_factory=dict)
    doubtful: dict[Column, Head] = field(default_factory=dict)
    heads: dict[Column, Head] = field(default_factory=dict)
    read: frozenset[int] = frozenset()


def stage(text: str, year: int | None) -> Stage:
    """Return what a heading says of time and of who speaks.

    Example:
        >>> stage("上年实际值", 2022).name, stage("1-6月完成值", 2022).name
        ('PAST', 'PART')
        >>> stage("2022年完成值", 2022).name, stage("全年（程）指标值", None).name
        ('YEAR', 'WHOLE')
    """
    plain = words.squeezed(text)
    years = {int(one) for one in _YEARS.findall(plain)}
    if years and year is None:
        return Stage.DATED
    if years and year not in years:
        return Stage.PAST if max(years) < (year or 0) else Stage.LONG
    found = (known for pattern, known in _STAGES if pattern.search(plain))
    first = next(found, Stage.PLAIN)
    return Stage.YEAR if years and first is Stage.PLAIN else first


def choose(heads: Sequence[Head], year: int | None) -> Choice:
    """Return which column of each kind is meant.

    Args:
        heads: the headings; a lower one covers the one above it.
        year: the form's year, where it is known.
    """
    leaves: dict[int, Head] = {}
    for head in heads:
        leaves.update(dict.fromkeys(range(head.column, head.column + head.width), head))
    leaves = _of_reviewers(leaves)
    choice = Choice(read=frozenset(leaves))
    kinds = {head.kind for head in leaves.values() if head.kind is not None}
    for kind in sorted(kinds, key=lambda one: min(_places(leaves, one))):
        if kind not in {Column.COMPARATOR, Column.UNIT}:
            _choose_one(kind, leaves, year, choice)
    for kind in (Column.COMPARATOR, Column.UNIT):
        if kind in kinds:
            _beside_target(kind, leaves, choice)
    choice.columns = dict(sorted(choice.columns.items(), key=lambda one: one[1][0]))
    return choice


def _places(leaves: dict[int, Head], kind: Column) -> list[int]:
    return [place for place, head in sorted(leaves.items()) if head.kind is kind]


def _begun(leaves: dict[int, Head], kind: Column) -> list[Head]:
    """Return the headings of a kind whose first column is their own."""
    return [
        head
        for place, head in sorted(leaves.items())
        if head.kind is kind and head.column == place
    ]


def _of_reviewers(leaves: dict[int, Head]) -> dict[int, Head]:
    """Tell scores that reviewers gave from those of the office."""
    claims = _begun(leaves, Column.CLAIMED)
    reviewed = any(head.kind is Column.REVIEWED for head in leaves.values())
    told: dict[Head, Head] = {}
    for head in claims:
        final = _FINAL.search(head.text) and len(claims) > 1 and not reviewed
        if final or stage(head.over, None) is Stage.REVIEWED:
            told[head] = Head(
                head.column, head.width, Column.REVIEWED, head.text, head.over
            )
    if len(told) == len(claims):
        return leaves
    return {place: told.get(head, head) for place, head in leaves.items()}


def _choose_one(
    kind: Column, leaves: dict[int, Head], year: int | None, choice: Choice
) -> None:
    places, heads = _places(leaves, kind), _begun(leaves, kind)
    if not heads or kind in JOINED or kind in {Column.SIDE, Column.ACTUAL_UNIT}:
        choice.columns[kind] = places
        return
    ranks = {head: _rank(head, kind, year) for head in heads}
    names = _places(leaves, Column.NAME)
    if kind is Column.WEIGHT and names:
        # The weights before the names are those of the levels.
        heads = [head for head in heads if head.column > names[0]] or heads
    meant = min(heads, key=lambda head: ranks[head])
    timed = kind in {Column.TARGET, Column.ACTUAL}
    if timed and ranks[meant] is Stage.PAST:
        return
    after = [head.column for head in heads if head.column > meant.column]
    end = min(after, default=places[-1] + 1)
    choice.columns[kind] = [place for place in places if meant.column <= place < end]
    choice.heads[kind] = meant
    if timed and ranks[meant] not in {*_CERTAIN, Stage.LONG, Stage.STANDARD}:
        choice.doubtful[kind] = meant
    most = max(_MEANT) if timed else _LESSER - 1
    rivals = [head for head in heads if head != meant and ranks[head] <= most]
    if rivals:
        choice.rivals[kind] = (meant, *rivals)


def _rank(head: Head, kind: Column, year: int | None) -> int:
    """Return how near a heading is to the one that is meant: 0 is nearest."""
    if kind in {Column.TARGET, Column.ACTUAL}:
        return stage(head.whole, year)
    orders = {Column.WEIGHT: _WEIGHTS, Column.CLAIMED: _CLAIMS}
    if _OTHER_SCORE.search(head.text) or (
        kind in orders and stage(head.over, None) is Stage.REVIEWED
    ):
        return _LESSER
    order = orders.get(kind, ("",))
    text = words.squeezed(head.text)
    return next(i for i, pattern in enumerate(order) if re.search(pattern, text))


def _beside_target(kind: Column, leaves: dict[int, Head], choice: Choice) -> None:
    """Choose the comparator or the unit that stands under the target's own heading."""
    heads, places = _begun(leaves, kind), _places(leaves, kind)
    target = choice.heads.get(Column.TARGET)
    alike = [head for head in heads if target and head.over == target.over]
    begin = (alike or heads)[0].column if heads else places[0]
    after = [head.column for head in heads if head.column > begin]
    end = min(after, default=places[-1] + 1)
    choice.columns[kind] = [place for place in places if begin <= place < end]


def parts_of(head: Head, below: Sequence[tuple[int, int, str]]) -> list[Head]:
    """Return the parts of a wide heading whose own headings are no words of forms.

    Of 全省, 长沙市 and 衡阳市 the whole is meant; of others, either may be.

    Args:
        head: the wide heading.
        below: the column, width and text of each heading under it.
    """
    sums = [one for one in below if _SUM.fullmatch(words.squeezed(one[2]))]
    return [
        Head(
            column,
            width,
            head.kind if not sums or (column, width, text) in sums else None,
            text,
            head.whole,
        )
        for column, width, text in below
    ]

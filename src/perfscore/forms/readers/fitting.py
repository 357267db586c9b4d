"""The cells of one row, put under headings by what they say.

Some texts write a row without its blank cells, so that only the order of the others is
left. A cell may stand under a heading whose kind of text it is; a row is placed where
there is one way only to do so with all of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, islice

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import is_empty, money, number_in, points, share
from perfscore.forms.readers.tokens import LEVELS, REMARKS, SCORES
from perfscore.forms.rows import SUB_ROW
from perfscore.values.units import canonical, is_known

_VALUES = frozenset({Column.TARGET, Column.ACTUAL})
_FIGURE = re.compile(r"[≥≤≧≦<>=约]{0,2}\d[^,;。、:]{0,11}")
"""A figure with its unit, which is no remark."""

_SHORT_FIGURE = re.compile(r"[≥≤≧≦<>=约]{0,2}\d[\d.,~—～至-]*\D{0,3}")
"""A figure with a short unit, which is no name."""

_CLAUSE = re.compile(r"[得扣计减]\d*(\.\d+)?分|满分")
"""Words of scoring clauses, which no target and no actual has."""

_NAMED = re.compile(
    r".{2,}(率|[人次]数|数量|比例|程度|满意度|里程|面积|[^特]性)(\(.*\))?"
)
"""How names end, and values seldom do."""

_GRADES = frozenset({"满意"})
"""Values that are words of labels, too."""

_LONGEST_UNIT = 4
_MOST_CELLS = 40
_MOST_WAYS = 5000
"""How many ways are looked at: rows with more are not certain anyway."""

_POINTS = (Column.WEIGHT, Column.CLAIMED)
_MOST_POINTS = 40
"""The most points that an indicator is worth, where nothing but this tells points."""

_FEWEST_SCORED = 3
"""How many rows tell that all rows of a table have points and a score."""

_FILLER = re.compile(r"[….·]{1,12}|(指标|三级指标)\d{0,2}[:：]?[….]*")


def fitted(
    texts: Sequence[str], kinds: Sequence[Column | None]
) -> tuple[int, ...] | None:
    """Return the column of each cell of a row, or None where there is not one way only.

    Args:
        texts: the cells that are not blank, in order.
        kinds: what each column holds, None where that is not known.

    Example:
        >>> kinds = [Column.NAME, Column.WEIGHT, Column.TARGET, Column.ACTUAL]
        >>> fitted(["其中桃树", "1.5亩", "1.5亩"], kinds)
        (0, 2, 3)
        >>> fitted(["桃树", "1.5亩"], kinds) is None
        True
    """
    if len(texts) > _MOST_CELLS:
        return None
    every = list(_ways(texts, kinds))
    ways = [way for way in every if _is_row(way, texts, kinds)]
    if len(every) == _MOST_WAYS:
        return None
    if len(ways) > 1 and Column.ACTUAL not in kinds and Column.TARGET in kinds:
        ways = _with_targets(ways, kinds)
    ways = _by_remarks(_labelled_low(ways, kinds), texts, kinds)
    if len(ways) != 1 or not _is_likely(ways[0], texts, kinds):
        return None
    return ways[0]


def fitted_rows(
    rows: Sequence[Sequence[str]], kinds: Sequence[Column | None]
) -> list[tuple[int, ...] | None]:
    """Return the columns of the cells of each row of a table.

    Where all rows that are certain have points and a score, two points that end another
    row are those, and no target with its actual.

    Args:
        rows: the cells of each row that are not blank, in order.
        kinds: what each column holds.

    Example:
        >>> kinds = [Column.NAME, Column.TARGET, Column.WEIGHT, Column.CLAIMED]
        >>> rows = [[name, "3公里", "9", "8"] for name in ("里程", "步道", "绿道")]
        >>> fitted_rows([*rows, ["绿化", "5", "4"]], kinds)[-1]
        (0, 2, 3)
    """
    ways = [fitted(row, kinds) for row in rows]
    points_at = {at for at, kind in enumerate(kinds) if kind in _POINTS}
    named = kinds.index(Column.NAME) if Column.NAME in kinds else -1
    known = [way for way in ways if way is not None and named in way and len(way) > 1]
    alone = len(points_at) == len(_POINTS) and Column.REVIEWED not in kinds
    scored = alone and len(known) >= _FEWEST_SCORED
    if not scored or not all(points_at <= set(way) for way in known):
        return ways
    return [
        _scored(row, kinds) if way is None else way
        for row, way in zip(rows, ways, strict=True)
    ]


def _scored(
    texts: Sequence[str], kinds: Sequence[Column | None]
) -> tuple[int, ...] | None:
    """Return the one way in which a row ends with its points and its score."""
    if len(texts) > _MOST_CELLS:
        return None
    found = []
    for way in _ways(texts, kinds):
        row = {kinds[at]: text for at, text in zip(way, texts, strict=True)}
        weight, score = (points(row.get(kind, "")) for kind in _POINTS)
        if weight is None or not score or not score <= weight <= _MOST_POINTS:
            continue  # a 0 at the end of a row may be what is left of a remark
        part = SUB_ROW.match(row.get(Column.NAME, ""))
        if part is None and _is_row(way, texts, kinds):
            found.append(way)
    found = _labelled_low(found, kinds)
    return found[0] if len(found) == 1 and _is_likely(found[0], texts, kinds) else None


def _with_targets(
    ways: list[tuple[int, ...]], kinds: Sequence[Column | None]
) -> list[tuple[int, ...]]:
    """Leave the ways in which a row has a target, and none of the others has more.

    A row with a target and no remark is likelier than the reverse.
    """
    aim = kinds.index(Column.TARGET)
    told = [way for way in ways if aim in way]
    rest = {
        tuple(at for at in way if at != aim and kinds[at] not in REMARKS)
        for way in ways
    }
    return told if told and len(rest) == 1 else ways


def _by_remarks(
    ways: list[tuple[int, ...]], texts: Sequence[str], kinds: Sequence[Column | None]
) -> list[tuple[int, ...]]:
    """Leave one of several ways that differ in their remarks only.

    Where clauses have a column, what speaks of points stands in it, and nothing else.
    """
    idle = {*REMARKS, None}
    figures = {
        tuple(
            (at, text)
            for at, text in zip(way, texts, strict=True)
            if kinds[at] not in idle
        )
        for way in ways
    }
    if len(ways) < 2 or len(figures) > 1:  # noqa: PLR2004 -- one of several
        return ways
    if Column.CLAUSE not in kinds:
        return ways[:1]
    told = [
        way
        for way in ways
        if all(
            (kinds[at] is Column.CLAUSE) == is_clause(text)
            for at, text in zip(way, texts, strict=True)
            if kinds[at] in idle
        )
    ]
    return told[:1] or ways


def _labelled_low(
    ways: list[tuple[int, ...]], kinds: Sequence[Column | None]
) -> list[tuple[int, ...]]:
    """Leave one of two ways that differ in the level of one label only.

    The label of level 1 stands beside one of level 2, so that a lone one is the lower.
    """
    rest = {tuple(at for at in way if kinds[at] not in LEVELS) for way in ways}
    if len(rest) == 1 and len(ways) > 1:
        return [max(ways)]
    return ways


def _is_row(
    way: Sequence[int], texts: Sequence[str], kinds: Sequence[Column | None]
) -> bool:
    """Whether cells in these columns are a row: it has a name, or labels alone.

    Where comparators have a column, none stands elsewhere.
    """
    row = {kinds[at]: text for at, text in zip(way, texts, strict=True)}
    if Column.NAME not in row and not set(row) <= {*LEVELS, Column.SIDE}:
        return False
    if Column.UNIT in row and Column.TARGET in kinds and Column.TARGET not in row:
        return False
    return Column.COMPARATOR not in kinds or not any(
        words.comparator_of(text) is not None
        for kind, text in row.items()
        if kind is not Column.COMPARATOR
    )


def _is_likely(
    way: Sequence[int], texts: Sequence[str], kinds: Sequence[Column | None]
) -> bool:
    """Whether the one way to read a row is not one by chance.

    A bare number has its unit where units have a column, a score has a weight, and a
    word such as 质量 may be a name where other labels read 质量指标.
    """
    row = {kinds[at]: text for at, text in zip(way, texts, strict=True)}
    bare = number_in(row.get(Column.TARGET, "")) is not None
    if bare and Column.UNIT in kinds and Column.UNIT not in row:
        return False
    score = row.get(Column.CLAIMED, "")
    if Column.WEIGHT in kinds and Column.WEIGHT not in row and not is_empty(score):
        return False
    levels = [row[kind] for kind in LEVELS if kind in row]
    figures = {Column.WEIGHT, Column.CLAIMED} & set(kinds)
    return all(map(is_label, levels)) or figures <= set(row)


def _ways(
    texts: Sequence[str], kinds: Sequence[Column | None]
) -> Iterator[tuple[int, ...]]:
    """Yield the ways to put cells under headings without changing their order."""
    may = [[may_stand(text, kind) for kind in kinds] for text in texts]
    # Whether the cells from one on fit under the headings from one on.
    fits = [[False] * (len(kinds) + 1) for _ in texts] + [[True] * (len(kinds) + 1)]
    for cell in reversed(range(len(texts))):
        for at in reversed(range(len(kinds))):
            here = may[cell][at] and fits[cell + 1][at + 1]
            fits[cell][at] = here or fits[cell][at + 1]

    def placed(cell: int, start: int) -> Iterator[tuple[int, ...]]:
        if cell == len(texts):
            yield ()
        elif fits[cell][start]:
            for at in range(start, len(kinds)):
                if may[cell][at]:
                    for way in placed(cell + 1, at + 1):
                        yield (at, *way)

    yield from islice(placed(0, 0), _MOST_WAYS)


def may_stand(text: str, kind: Column | None) -> bool:
    """Whether a text may stand under a heading."""
    known = _MAY.get(kind)
    if known is not None:
        return known(text) and (kind is Column.NAME or not is_filler(text))
    sign = words.comparator_of(text)
    if is_filler(text) or is_label(text) or (sign is not None and "性" not in text):
        return False
    plain = words.squeezed(text)
    if kind in _VALUES:
        return plain in _GRADES or not _is_no_value(plain)
    # Remarks, and columns that a form can be understood without. Workbooks print 0 for
    # the blank cell that a formula points to.
    number = number_in(plain) is not None
    if number:
        return plain == "0" or kind is None
    return _FIGURE.fullmatch(plain) is None and not _is_known_unit(plain)


def _is_known_unit(plain: str) -> bool:
    name = canonical(plain)
    return name is not None and is_known(name)


def _is_no_value(plain: str) -> bool:
    """Whether a text is a label, a clause or a name rather than a value."""
    level = words.is_level1(plain) or words.is_level2(plain)
    return bool(level or _CLAUSE.search(plain) or _NAMED.fullmatch(plain))


def is_clause(text: str) -> bool:
    """Whether a text speaks of points, as scoring clauses do."""
    return _CLAUSE.search(words.squeezed(text)) is not None


def is_unit(text: str) -> bool:
    """Whether a text is a unit, or a word as short as one."""
    plain = words.squeezed(text)
    if is_label(plain) or words.comparator_of(plain) is not None:
        return False
    if _is_known_unit(plain):
        return True
    level = words.is_level1(plain) or words.is_level2(plain)
    return len(plain) <= _LONGEST_UNIT and not level and not re.search(r"\d", plain)


def _declares(text: str) -> bool:
    """Whether a text is a heading with the points that the rows under it are worth."""
    return "分" in text and words.points_in(text) is not None


def is_label(text: str) -> bool:
    """Whether a text is the label of a level, and no name such as 群众满意度."""
    label = words.is_level1(text) or words.is_level2(text)
    return label and words.spellings(words.level_name(text))[1].endswith("指标")


def may_name(text: str) -> bool:
    """Whether a text may be the name of an indicator."""
    plain = words.squeezed(text)
    if _FILLER.fullmatch(plain):
        return True
    return not (
        plain.isascii()
        or plain in _GRADES
        or is_label(text)
        or labels.is_closing(text)
        or labels.is_total(text)
        or _SHORT_FIGURE.fullmatch(plain)
        or words.comparator_of(text) is not None
        or words.is_quantitative(text)
        or _declares(text)
    )


def is_figure(text: str) -> bool:
    """Whether a text is an amount, a share, points, or the dash in place of them."""
    plain = words.squeezed(text).removesuffix("分")
    return (
        is_empty(plain) or money(plain, None) is not None or share(plain)[0] is not None
    )


def placed_amounts(
    texts: Sequence[str], kinds: Sequence[Column]
) -> tuple[int, ...] | None:
    """Return the heading of each figure of a budget's line, or None if that is unsure.

    Dashes may stand under any heading and mean the same there.

    Example:
        >>> heads = [Column.ADJUSTED, Column.EXECUTED, Column.RATE]
        >>> placed_amounts(["30", "30", "100%"], heads)
        (0, 1, 2)
        >>> placed_amounts(["30", "100%"], heads) is None
        True
    """
    if len(texts) > len(kinds):
        return None
    ways = [
        way
        for way in combinations(range(len(kinds)), len(texts))
        if all(_may_be(t, kinds[at]) for t, at in zip(texts, way, strict=True))
    ]
    told = {
        tuple((at, t) for t, at in zip(texts, way, strict=True) if not is_empty(t))
        for way in ways
    }
    return ways[0] if len(told) == 1 else None


def _may_be(text: str, kind: Column) -> bool:
    plain = words.squeezed(text)
    if is_empty(plain):
        return True
    if kind is Column.RATE:
        return share(plain)[0] is not None
    if kind in SCORES:
        return points(plain) is not None
    return money(plain, None) is not None


def is_filler(text: str) -> bool:
    """Whether a cell only keeps a place for names that are not there."""
    return _FILLER.fullmatch(words.squeezed(text)) is not None


_MAY: dict[Column | None, Callable[[str], bool]] = {
    Column.SIDE: lambda text: words.indicator_column(text) is Column.SIDE,
    Column.LEVEL1: lambda text: words.is_level1(text) or _declares(text),
    Column.LEVEL2: lambda text: words.is_level2(text) or _declares(text),
    Column.NAME: may_name,
    Column.COMPARATOR: lambda text: (
        words.comparator_of(text) is not None or words.is_quantitative(text)
    ),
    Column.UNIT: is_unit,
    **dict.fromkeys(SCORES, lambda text: points(text) is not None or is_empty(text)),
}
"""Columns whose texts can be told: others hold almost any text."""

"""The heading of the indicator table: which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import JOINED, LEVELS
from perfscore.forms.columns import Column
from perfscore.forms.grid import Cell, Grid

_SEVERAL = 2
_LONG_TERM = re.compile(r"(项目)?(中长期|长期|中期|实施期)(绩效)?指标")
_ONE_SCORE = "评价得分"
"""The score of a form that prints one: elsewhere it is the reviewer's."""

_NAMES = frozenset({"名称", "指标名称", "指标", "内容", "指标内容"})
_BARE = {
    "值": Column.TARGET,
    "数值": Column.TARGET,
    "目标": Column.TARGET,
    "符号": Column.COMPARATOR,
    "性质": Column.COMPARATOR,
    "类型": Column.COMPARATOR,
    "单位": Column.UNIT,
    "单位文字描述": Column.UNIT,
    "文字描述": Column.UNIT,
}
"""What headings say that stand under that of the target."""


@dataclass(slots=True)
class Table:
    """An indicator table that is being read.

    Attributes:
        columns: which grid columns each kind of column has, in grid order.
        width: how many columns the heading has.
        exact: whether the heading's grid knows its columns.
    """

    columns: dict[Column, list[int]]
    width: int
    exact: bool
    level1: Cell | None = None
    level1_name: str = ""
    level2: Cell | None = None
    level1_weight: int | None = None
    targets: tuple[Cell, ...] = ()
    described: bool = False
    long_term: bool = False
    side_by_side: bool = False
    unknown: tuple[Cell, ...] = ()
    broken: bool = False
    ended: bool = False

    @property
    def kinds_of_rows(self) -> set[Column]:
        """The kinds of columns that its rows have, labels of the table left out."""
        return set(self.columns) - {Column.SIDE}

    @property
    def kinds(self) -> list[Column | None]:
        """The kind of each grid column."""
        kinds: list[Column | None] = [None] * self.width
        for column, places in self.columns.items():
            for place in places:
                kinds[place] = column
        return kinds


def heading(grid: Grid, row: int) -> tuple[Table, int] | None:
    """Return the table that a row is the heading of, and how many rows the heading has.

    A heading may go on in the row below, where parts of it stand under a wider one:
    年度指标值 over 指标性质, 指标值 and 度量单位, 一级指标 over 名称 and 权重.
    """
    found = _headings(grid.rows[row])
    parted = _is_upper_half(grid, row, found)
    if not parted and not words.is_indicator_heading(set(found.values())):
        return None
    if 2 * len(found) < sum(not cell.blank for cell in grid.rows[row]):
        return None
    whole = _whole(grid, row, found)
    if whole is None:
        # The parts stand below other headings than their own: no column is certain.
        columns = {kind: [cell.column] for cell, kind in found.items()}
        table = Table(columns=columns, width=grid.width, exact=False, broken=True)
        return table, 2
    heads, rows, weight1 = whole
    halves = _halves(heads)
    columns = _columns(halves or heads)
    last = max(place for places in columns.values() for place in places)
    table = Table(
        columns=columns,
        width=max(grid.width, last + 1),
        exact=grid.exact,
        level1_weight=weight1,
        side_by_side=bool(halves),
        targets=_targets(found, halves),
        unknown=_unknown(grid.rows[row], found, columns),
        long_term=any(
            _LONG_TERM.fullmatch(words.squeezed(c.text)) for c in grid.rows[row]
        ),
        described=any("文字描述" in c.text for c in grid.rows[row + rows - 1]),
    )
    return table, rows


def _whole(
    grid: Grid, row: int, found: dict[Cell, Column]
) -> tuple[list[_Head], int, int | None] | None:
    """Return all parts of a heading, how many rows it has, and level 1's weights."""
    deep = [cell.row_span for cell, kind in found.items() if kind is not Column.SIDE]
    depth = max(deep) if grid.exact else 1
    heads = [
        _Head(cell.column, _width(grid, row, cell), kind)
        for cell, kind in found.items()
    ]
    rows = 1
    weight1: int | None = None
    while row + rows < len(grid.rows):
        below = [cell for cell in grid.rows[row + rows] if not cell.blank]
        if not grid.exact and not _are_parts(below):
            break
        parts = [(cell, _part(cell, heads)) for cell in below]
        known = [(cell, part) for cell, part in parts if part is not None]
        if not grid.exact and len(known) < len(parts):
            flat = _flattened(grid.rows[row], below)
            return (flat, 2, None) if flat else None
        whole = len(known) == len(parts) and (len(parts) > 1 or depth > 1)
        if not known or not (whole or rows < depth):
            break
        for cell, (kind, above) in known:
            if kind is Column.WEIGHT and above is Column.LEVEL1:
                weight1 = cell.column
            own = None if kind is Column.WEIGHT and above in LEVELS else kind
            heads.append(_Head(cell.column, cell.column_span, own))
        rows += 1
    if rows == 1 and not grid.exact:
        heads = [_Head(head.column, 1, head.kind) for head in heads]
    return heads, max(rows, depth), weight1


def _targets(found: dict[Cell, Column], halves: Sequence[_Head]) -> tuple[Cell, ...]:
    """Return the headings of targets; there may be one for the target as adjusted."""
    starts = {head.column for head in halves}
    return tuple(
        cell
        for cell, kind in found.items()
        if kind is Column.TARGET and (not halves or cell.column in starts)
    )


def _unknown(
    cells: Sequence[Cell],
    found: dict[Cell, Column],
    columns: dict[Column, list[int]],
) -> tuple[Cell, ...]:
    """Return the headings of columns that are not understood and not known as idle."""
    first = min(columns[kind][0] for kind in columns if kind is not Column.SIDE)
    return tuple(
        cell
        for cell in cells
        if cell.column > first
        and not cell.blank
        and cell not in found
        and words.indicator_column(cell.text) is None
        and not words.is_aside(cell.text)
    )


def _is_upper_half(grid: Grid, row: int, found: dict[Cell, Column]) -> bool:
    """Whether the levels' headings stand in the row below, under one for all of them.

    绩效指标 over 一级指标, 二级指标 and 三级指标, beside 实际完成值 and 分值. No
    heading of the row below may stand under one that says all by itself.
    """
    kinds = set(found.values())
    if row + 1 >= len(grid.rows) or kinds & {*LEVELS, Column.NAME}:
        return False
    below = _headings(grid.rows[row + 1])
    if not words.is_indicator_heading(kinds | set(below.values())):
        return False
    groups = {None, Column.SIDE, Column.TARGET}
    whole = {
        c for cell, kind in found.items() if kind not in groups for c in _span(cell)
    }
    under = {c for cell in grid.rows[row + 1] if not cell.blank for c in _span(cell)}
    return len(whole) > 1 and not whole & under


@dataclass(frozen=True, slots=True)
class _Head:
    """A heading: where it stands, how wide it is, and what it says."""

    column: int
    width: int
    kind: Column | None


def _width(grid: Grid, row: int, cell: Cell) -> int:
    """Return how many columns a heading may cover; a dump leaves blanks after it."""
    if grid.exact:
        return cell.column_span
    after = [c.column for c in grid.rows[row] if c.column > cell.column and not c.blank]
    return min(after, default=grid.width) - cell.column


def _are_parts(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but parts of the heading above it."""
    texts = [words.spellings(cell.text)[1] for cell in cells]
    return len(cells) > 1 and all(
        text in _NAMES or text in _BARE or words.indicator_column(cell.text) is not None
        for cell, text in zip(cells, texts, strict=True)
    )


def _flattened(above: Sequence[Cell], below: Sequence[Cell]) -> list[_Head]:
    """Return a heading of two rows as one, its parts in the place of the wide cell."""
    filled = [cell for cell in above if not cell.blank]
    kinds = [words.indicator_column(cell.text) for cell in filled]
    levels = [i for i, kind in enumerate(kinds) if kind in {*LEVELS, Column.NAME}]
    parts = [
        _BARE.get(words.spellings(cell.text)[1]) or words.indicator_column(cell.text)
        for cell in below
    ]
    lead = levels[0]
    order = [*kinds[lead:], *parts]
    if None in order:
        return []
    wide = [kind for kind in kinds[lead:] if kind is not None]
    if wide.count(Column.TARGET) != 1 or Column.TARGET not in parts:
        return []
    at = wide.index(Column.TARGET)
    flat = [*wide[:at], *(kind for kind in parts if kind is not None), *wide[at + 1 :]]
    if len(set(flat)) < len(flat):
        return []
    return [_Head(lead + i, 1, kind) for i, kind in enumerate(flat)]


def _headings(cells: Sequence[Cell]) -> dict[Cell, Column]:
    found = ((cell, words.indicator_column(cell.text)) for cell in cells)
    kinds = {cell: kind for cell, kind in found if kind is not None}
    if Column.NAME not in kinds.values() and Column.LEVEL2 in kinds.values():
        second = max(c.column for c, kind in kinds.items() if kind is Column.LEVEL2)
        for cell, kind in kinds.items():
            if kind is Column.SIDE and cell.column > second:
                # 绩效指标 beside 二级指标 is the name, and no label of the table.
                kinds[cell] = Column.NAME
                break
    level = min((c.column for c, kind in kinds.items() if kind in LEVELS), default=0)
    for cell, kind in list(kinds.items()):
        vague = words.squeezed(cell.text).endswith("目标")
        if kind is Column.TARGET and vague and cell.column < level:
            kinds[cell] = Column.SIDE  # 年度目标 before the levels labels the table
    actuals = [cell for cell, kind in kinds.items() if kind is Column.ACTUAL]
    valued = [cell for cell in actuals if "值" in cell.text]
    if valued and len(valued) < len(actuals):
        # 完成情况 beside 实际完成值 tells in words what the other gives in figures.
        kinds = {c: k for c, k in kinds.items() if c in valued or c not in actuals}
    if Column.CLAIMED not in kinds.values():
        for cell, kind in kinds.items():
            if kind is Column.REVIEWED and words.squeezed(cell.text) == _ONE_SCORE:
                kinds[cell] = Column.CLAIMED
    return kinds


def _halves(heads: Sequence[_Head]) -> list[_Head]:
    """Return the right half of a heading of two tables side by side, else nothing.

    The left one is of several years and the right one of the form's year; the labels
    of level 1 stand on the left only.
    """
    order = sorted(heads, key=lambda head: head.column)
    kinds = [head.kind for head in order]
    label = Column.LEVEL2 if Column.LEVEL2 in kinds else Column.NAME
    at = [i for i, kind in enumerate(kinds) if kind is label]
    if len(at) != _SEVERAL:
        return []
    left, right = set(kinds[at[0] : at[1]]), set(kinds[at[1] :])
    if not {Column.NAME, Column.TARGET} <= left & right:
        return []
    before = [head for head in order[: at[0]] if head.kind is Column.LEVEL1]
    return [*before, *order[at[1] :]]


def _part(
    cell: Cell, heads: Sequence[_Head]
) -> tuple[Column | None, Column | None] | None:
    """Return what a heading in the row below says, and the heading above it."""
    above = next(
        (h for h in reversed(heads) if h.column <= cell.column < h.column + h.width),
        None,
    )
    over = above.kind if above is not None else None
    text = words.spellings(cell.text)[1]
    if over in {Column.LEVEL1, Column.LEVEL2, Column.NAME} and text in _NAMES:
        return over, over
    if over is Column.TARGET and text in _BARE:
        return _BARE[text], over
    kind = words.indicator_column(cell.text)
    return None if kind is None else (kind, over)


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _columns(heads: Sequence[_Head]) -> dict[Column, list[int]]:
    """Return the columns of each kind: a lower heading covers the one above it."""
    kinds: dict[int, Column | None] = {}
    first = {head.column for head in heads}
    for head in heads:
        kinds.update(
            dict.fromkeys(range(head.column, head.column + head.width), head.kind)
        )
    columns: dict[Column, list[int]] = {}
    for place, kind in sorted(kinds.items()):
        if kind is not None:
            columns.setdefault(kind, []).append(place)
    _keep_one(columns, first)
    return columns


def _keep_one(columns: dict[Column, list[int]], first: set[int]) -> None:
    """Keep one column of a kind that a form has only once.

    Where a heading is wider than one column all of its columns stay; a second heading
    of the same kind is kept only for texts that can be joined. Of several weights that
    of the indicators stands after their names; the others are those of the levels.
    """
    for kind, places in columns.items():
        heads = [place for place in places if place in first]
        if len(heads) < _SEVERAL or kind in JOINED:
            continue
        begin = heads[0]
        if kind is Column.WEIGHT and Column.NAME in columns:
            after = [place for place in heads if place > columns[Column.NAME][0]]
            begin = after[0] if after else begin
        end = next((place for place in heads if place > begin), places[-1] + 1)
        columns[kind] = [place for place in places if begin <= place < end]

"""The heading of the indicator table: which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from perfscore.forms import parts
from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import LEVELS
from perfscore.forms.choosing import Choice, Head, choose, parts_of
from perfscore.forms.columns import Column
from perfscore.forms.grid import Cell, Grid
from perfscore.values.units import canonical, is_known

_SEVERAL = 2
_LONG_TERM = re.compile(r"(项目)?(中长期|长期|中期|实施期)(绩效)?指标")
_ONE_SCORE = "评价得分"
"""The score of a form that prints one: elsewhere it is the reviewer's."""

_TARGETS = frozenset({"绩效目标", "年度绩效目标", "年度指标", "考核指标", "年初指标"})
"""What heads the targets where it stands after the names and nothing else does."""

_FIGURES = frozenset({Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED})
_IN_BRACKETS = re.compile(r"[(（]([^()（）\d]{1,12})[)）]")
_NO_UNITS = frozenset({"分", "年"})
"""What brackets in headings tell that is no unit of the figures below."""


@dataclass(slots=True)
class Table:
    """An indicator table that is being read.

    Attributes:
        columns: which grid columns each kind of column has, in grid order.
        width: how many columns the heading has.
        exact: whether the heading's grid knows its columns.
        rivals: columns of one kind that may be meant, the one that is read first.
        doubtful: columns that are not known to be of the form's whole year.
        units: the units that the headings of targets and actuals name.
        names: the columns in which headings of names begin.
    """

    columns: dict[Column, list[int]]
    width: int
    exact: bool
    level1: Cell | None = None
    level1_name: str = ""
    level2: Cell | None = None
    level1_weight: int | None = None
    rivals: dict[Column, tuple[Head, ...]] = field(default_factory=dict)
    doubtful: dict[Column, Head] = field(default_factory=dict)
    units: dict[Column, str] = field(default_factory=dict)
    names: tuple[int, ...] = ()
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


def heading(grid: Grid, row: int, year: int | None = None) -> tuple[Table, int] | None:
    """Return the table that a row is the heading of, and how many rows the heading has.

    A heading may go on in the row below, where parts of it stand under a wider one:
    年度指标值 over 指标性质, 指标值 and 度量单位, 一级指标 over 名称 and 权重.

    Args:
        grid: the table.
        row: the number of the row.
        year: the form's year, which tells columns of several years apart.
    """
    found = _headings(grid.rows[row])
    stacked = parts.stacked(grid, row, found)
    if stacked:
        return _table(grid, row, found, (stacked, 2, None), year), 2
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
    return _table(grid, row, found, whole, year), whole[1]


def _table(
    grid: Grid,
    row: int,
    found: dict[Cell, Column],
    whole: tuple[list[Head], int, int | None],
    year: int | None,
) -> Table:
    """Return the table whose heading has these parts."""
    heads, rows, weight1 = whole
    halves = _halves(heads)
    choice = choose(halves or heads, year)
    columns = choice.columns
    if Column.NAME not in columns and {*LEVELS} <= set(columns):
        _name_for_level2(grid, row + rows, columns)
    last = max(place for places in columns.values() for place in places)
    lowest = _lowest(grid, row, rows)
    return Table(
        columns=columns,
        width=max(grid.width, last + 1),
        exact=grid.exact,
        level1_weight=weight1,
        side_by_side=bool(halves),
        rivals=choice.rivals,
        doubtful=choice.doubtful,
        units={
            kind: unit
            for kind in (Column.TARGET, Column.ACTUAL)
            if kind in choice.heads and (unit := _unit_in(choice.heads[kind].text))
        },
        names=tuple(head.column for head in heads if head.kind is Column.NAME),
        unknown=_unknown(lowest, found, choice),
        long_term=any(
            _LONG_TERM.fullmatch(words.squeezed(c.text)) for c in grid.rows[row]
        ),
        described=any("文字描述" in c.text for c in lowest),
    )


def _name_for_level2(grid: Grid, row: int, columns: dict[Column, list[int]]) -> None:
    """Take 二级指标 for the names of a form that has no third level.

    There its cells hold indicators, and none of the labels of level 2.
    """
    place = columns[Column.LEVEL2][0]
    below = [grid.at(number, place) for number in range(row, len(grid.rows))]
    texts = [cell.text for cell in below if cell is not None and not cell.blank]
    if texts and not any(map(words.is_level2, texts)):
        columns[Column.NAME] = columns.pop(Column.LEVEL2)


def _lowest(grid: Grid, row: int, rows: int) -> list[Cell]:
    """Return the cells of a heading under which its columns stand."""
    if not grid.exact:
        return [*grid.rows[row], *(grid.rows[row + 1] if rows > 1 else ())]
    lowest: list[Cell] = []
    for column in range(grid.width):
        stack = (grid.at(number, column) for number in range(row, row + rows))
        filled = [cell for cell in stack if cell is not None and not cell.blank]
        lowest.extend(cell for cell in filled[-1:] if cell not in lowest)
    return lowest


def _unit_in(text: str) -> str | None:
    """Return the unit that a heading names in brackets, as 目标值（%） does."""
    for found in _IN_BRACKETS.findall(words.squeezed(text)):
        unit = canonical(found)
        if unit is not None and is_known(unit) and unit not in _NO_UNITS:
            return str(found)
    return None


def _whole(
    grid: Grid, row: int, found: dict[Cell, Column]
) -> tuple[list[Head], int, int | None] | None:
    """Return all parts of a heading, how many rows it has, and level 1's weights."""
    deep = [cell.row_span for cell, kind in found.items() if kind is not Column.SIDE]
    depth = max(deep) if grid.exact else 1
    spread = not grid.exact or _is_spread(grid, row)
    heads = [
        Head(
            cell.column,
            _width(grid, row, cell) if spread else cell.column_span,
            kind,
            cell.text,
        )
        for cell, kind in found.items()
    ]
    rows = 1
    weight1: int | None = None
    while row + rows < len(grid.rows):
        below = [cell for cell in grid.rows[row + rows] if not cell.blank]
        if not grid.exact and not parts.are_parts(below):
            break
        told = [(cell, parts.part(cell, heads)) for cell in below]
        known = [(cell, part) for cell, part in told if part is not None]
        if not grid.exact and (len(known) < len(told) or parts.slid(known, heads)):
            flat = parts.flattened(grid.rows[row], below)
            return (flat, 2, None) if flat else None
        whole = len(known) == len(told) and (len(told) > 1 or depth > 1)
        if not known or not (whole or rows < depth):
            break
        for cell, (kind, above) in known:
            if kind is Column.WEIGHT and above is Column.LEVEL1:
                weight1 = cell.column
            own = None if kind is Column.WEIGHT and above in LEVELS else kind
            over = _over(grid, row, row + rows, cell, spread=spread)
            heads.append(Head(cell.column, cell.column_span, own, cell.text, over))
        rows += 1
    if rows == 1 and not grid.exact:
        heads = [replace(head, width=1) for head in heads]
    if grid.exact and depth > rows:
        heads.extend(_unnamed_parts(grid, row + rows, heads))
    return heads, max(rows, depth), weight1


def _over(grid: Grid, top: int, row: int, cell: Cell, *, spread: bool) -> str:
    """Return what stands above a part of a heading; a dump leaves blanks after it."""
    texts = []
    for number in range(top, row):
        above = grid.at(number, cell.column)
        if spread:
            left = [c for c in grid.rows[number] if c.column <= cell.column]
            above = next((c for c in reversed(left) if not c.blank), None)
        if above is not None and above is not cell and above.text not in texts:
            texts.append(above.text)
    return "".join(texts)


def _unnamed_parts(grid: Grid, row: int, heads: Sequence[Head]) -> list[Head]:
    """Return the parts of wide headings of figures that no word of forms heads."""
    found: list[Head] = []
    for head in heads:
        below = [
            c
            for c in grid.rows[row]
            if head.column <= c.column < head.column + head.width
        ]
        if head.kind in _FIGURES and len(below) > 1:
            spots = [(c.column, c.column_span, c.text) for c in below]
            found += parts_of(head, spots)
    return found


def _unknown(
    cells: Sequence[Cell], found: dict[Cell, Column], choice: Choice
) -> tuple[Cell, ...]:
    """Return the headings of columns that are not understood and not known as idle."""
    first = min(
        places[0] for kind, places in choice.columns.items() if kind is not Column.SIDE
    )
    return tuple(
        cell
        for cell in cells
        if cell.column > first
        and not cell.blank
        and cell not in found
        and cell.column not in choice.read
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


def _is_spread(grid: Grid, row: int) -> bool:
    """Whether wide headings are written in their first column, as values do.

    The row below then holds parts of headings only, and some of them under blanks.
    """
    if row + 1 >= len(grid.rows):
        return False
    below = [cell for cell in grid.rows[row + 1] if not cell.blank]
    above = [grid.at(row, cell.column) for cell in below]
    return (
        any(one is not None and one.blank for one in above)
        and all(one is None or one.row == row for one in above)
        and parts.are_parts(below)
    )


def _width(grid: Grid, row: int, cell: Cell) -> int:
    """Return how many columns a heading may cover where blanks are left after it."""
    after = [c.column for c in grid.rows[row] if c.column > cell.column and not c.blank]
    return min(after, default=grid.width) - cell.column


def _tell_sides(kinds: dict[Cell, Column]) -> None:
    """Tell what a label of the table heads where it stands behind the levels.

    绩效指标 beside 二级指标 is the name, and 绩效目标 behind the names is the target.
    """
    for kind, before, said in (
        (Column.NAME, Column.LEVEL2, None),
        (Column.TARGET, Column.NAME, _TARGETS),
    ):
        after = max((c.column for c, k in kinds.items() if k is before), default=None)
        if after is None or kind in kinds.values():
            continue
        for cell, known in kinds.items():
            fits = said is None or words.spellings(cell.text)[1] in said
            if known is Column.SIDE and cell.column > after and fits:
                kinds[cell] = kind
                break


def _headings(cells: Sequence[Cell]) -> dict[Cell, Column]:
    found = ((cell, words.indicator_column(cell.text)) for cell in cells)
    kinds = {cell: kind for cell, kind in found if kind is not None}
    _tell_sides(kinds)
    level = min((c.column for c, kind in kinds.items() if kind in LEVELS), default=0)
    for cell, kind in list(kinds.items()):
        vague = words.squeezed(cell.text).endswith("目标")
        if kind is Column.TARGET and vague and cell.column < level:
            kinds[cell] = Column.SIDE  # 年度目标 before the levels labels the table
    signs = [cell for cell, kind in kinds.items() if kind is Column.COMPARATOR]
    for cell in signs:
        if len(signs) > 1 and "方向" in cell.text:
            del kinds[cell]  # 正向 says less than the sign that stands beside it
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


def _halves(heads: Sequence[Head]) -> list[Head]:
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


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)

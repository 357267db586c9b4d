"""The indicator table: its heading, and what each row below it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import JOINED, LEVELS, SCORES, aligned
from perfscore.forms.draft import Draft, Row, is_filler
from perfscore.forms.figures import is_empty, points
from perfscore.forms.grid import Cell, Grid
from perfscore.forms.models import Level1
from perfscore.forms.vocabulary import Column
from perfscore.messages import say

_LONG = 30
"""A level's heading is shorter than this."""

_SEVERAL = 2
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
    depth = max(
        cell.row_span for cell, kind in found.items() if kind is not Column.SIDE
    )
    heads = [_Head(cell.column, cell.column_span, kind) for cell, kind in found.items()]
    rows = 1
    weight1: int | None = None
    while (grid.exact or (parted and rows == 1)) and row + rows < len(grid.rows):
        below = [cell for cell in grid.rows[row + rows] if not cell.blank]
        parts = [(cell, _part(cell, heads)) for cell in below]
        known = [(cell, part) for cell, part in parts if part is not None]
        whole = len(known) == len(parts) and (len(parts) > 1 or depth > 1)
        if not known or not (whole or rows < depth):
            break
        for cell, (kind, above) in known:
            if kind is Column.WEIGHT and above is Column.LEVEL1:
                weight1 = cell.column
            own = None if kind is Column.WEIGHT and above in LEVELS else kind
            heads.append(_Head(cell.column, cell.column_span, own))
        rows += 1
    columns = _columns(heads)
    table = Table(columns=columns, width=max(grid.width, 1), exact=grid.exact)
    table.level1_weight = weight1
    table.targets = tuple(c for c, kind in found.items() if kind is Column.TARGET)
    table.described = any("文字描述" in c.text for c in grid.rows[row + rows - 1])
    return table, max(rows, depth if grid.exact and rows < depth else rows)


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
    if Column.CLAIMED not in kinds.values():
        for cell, kind in kinds.items():
            if kind is Column.REVIEWED and words.squeezed(cell.text) == _ONE_SCORE:
                kinds[cell] = Column.CLAIMED
    return kinds


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


def take(table: Table, grid: Grid, number: int, draft: Draft) -> bool:
    """Read one row below the heading into the draft.

    Returns:
        Whether the row was one of the table: an indicator, the total, or a filler.
    """
    heads = [cell for cell in grid.rows[number] if not cell.blank][:2]
    label = next((cell for cell in heads if labels.is_total(cell.text)), None)
    if label is not None:
        _total(table, grid, number, label, draft)
        return True
    first = min(place for places in table.columns.values() for place in places)
    draft.declare(c for c in grid.rows[number] if c.column <= first)
    row = _row(table, grid, number)
    if row is None:
        return False
    if is_filler(row) and any(len(row.text(one)) > _LONG for one in LEVELS):
        return False  # prose across the columns, and no label
    _levels(table, row, draft, grid_exact=grid.exact)
    if is_filler(row):
        # A label may cover the whole row, and no figure can be under a wrong heading.
        idle = {"forms.cell-over-columns", "forms.row-aligned"}
        draft.doubts.extend(doubt for doubt in row.doubts if doubt.key not in idle)
    else:
        draft.rows.append(row)
    return True


def _row(table: Table, grid: Grid, number: int) -> Row | None:
    """Return a row's cells by heading, or None where they fit no heading."""
    if table.exact and grid.exact:
        return _exact_row(table, grid, number)
    return aligned(grid.rows[number], table.kinds, table.level1_name)


def _exact_row(table: Table, grid: Grid, number: int) -> Row:
    """Return the cells under each heading, by the columns that the file knows."""
    row = Row(cells={}, described=table.described)
    used: set[Cell] = set()
    wide: list[tuple[Column, Cell]] = []
    order = sorted(table.columns.items(), key=lambda item: item[1][0])
    for kind, places in order:
        cells: list[Cell] = []
        for place in places:
            cell = grid.at(number, place)
            if cell is not None and cell not in cells:
                cells.append(cell)
        fresh = [cell for cell in cells if cell not in used]
        if cells and not fresh and not cells[0].blank and kind not in LEVELS:
            wide.append((kind, cells[0]))
        used.update(cells)
        if fresh:
            _put(row, kind, fresh, number)
    for kind, cell in wide:
        if kind is Column.NAME and _has_figures(row):
            # 预算执行率 across all levels is the heading and the indicator in one.
            row.cells[kind] = cell
        else:
            row.doubts.append(say("forms.cell-over-columns", text=_short(cell)))
    _settle_target(table, grid, number, row)
    beside = grid.at(number, table.level1_weight) if table.level1_weight else None
    row.level1_weight = points(beside.text) if beside is not None else None
    return row


def _has_figures(row: Row) -> bool:
    figures = (Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED)
    return any(not is_empty(row.text(kind)) for kind in figures)


def _settle_target(table: Table, grid: Grid, number: int, row: Row) -> None:
    """Take the target as it was adjusted in the year, where that is printed."""
    printed = []
    for head in table.targets if len(table.targets) > 1 else ():
        cell = grid.at(number, head.column)
        if cell is not None and not is_empty(cell.text):
            printed.append((("调整" in head.text), cell))
    if not printed:
        return
    last = max(printed, key=lambda one: one[0])[1]
    row.cells[Column.TARGET] = last
    row.texts.pop(Column.TARGET, None)
    if len({words.squeezed(cell.text) for _, cell in printed}) > 1:
        texts = [say("common.text", text=_short(cell)) for _, cell in printed]
        row.doubts.append(say("forms.two-targets", texts=texts))


def _put(row: Row, kind: Column, cells: list[Cell], number: int) -> None:
    """Give a row its cell of a kind, and mind cells that several rows share."""
    filled = [cell for cell in cells if not cell.blank] or cells[:1]
    cell = filled[0]
    if len(filled) > 1:
        joint = "\n" if kind in {Column.NOTE, Column.REASON, Column.CLAUSE} else " "
        row.texts[kind] = joint.join(c.text for c in filled)
        if kind not in {Column.NOTE, Column.REASON, Column.CLAUSE}:
            text = words.tidy(row.texts[kind])[:60]
            row.doubts.append(say("forms.cells-joined", text=text))
    row.cells[kind] = cell
    if cell.row == number or cell.blank or kind in {*LEVELS, Column.SIDE}:
        return
    if kind in SCORES:
        # Points that several rows share are counted with the first of them only.
        row.texts[kind] = ""
        row.doubts.append(say("forms.points-shared", text=_short(cell)))
    elif kind in {Column.TARGET, Column.ACTUAL, Column.NAME}:
        row.doubts.append(say("forms.cell-over-rows", text=_short(cell)))


def _short(cell: Cell) -> str:
    return words.tidy(cell.text)[:60]


def _levels(table: Table, row: Row, draft: Draft, *, grid_exact: bool) -> None:
    """Carry the level headings down over merged and empty label cells."""
    first, second = (row.cells.get(column) for column in LEVELS)
    if first is not None and not first.blank and first != table.level1:
        name = words.level_name(first.text)
        printed = words.points_in(first.text)
        weight = Fraction(printed) if printed else row.level1_weight
        last = draft.level1[-1] if draft.level1 else None
        if last is None or last.name != name or weight not in {None, last.weight}:
            table.level2 = None
            draft.level1.append(Level1(name=name, weight=weight, place=first.place))
        table.level1, table.level1_name = first, name
        row.doubts.extend(first.doubts)
    if second is not None and not second.blank and second != table.level2:
        table.level2 = second
        row.doubts.extend(second.doubts)
        if words.level_is_odd(second.text):
            row.doubts.append(say("forms.odd-heading", text=_short(second)))
    row.level1 = table.level1_name
    row.level2 = words.level_name(table.level2.text) if table.level2 else ""
    carried: list[str] = []
    for name, cell, known in (
        ("level1", first, table.level1),
        ("level2", second, table.level2),
    ):
        if known is not None:
            row.places[name] = known.place
            # A blank cell that no merge explains: the file itself says nothing.
            if grid_exact and cell is not None and cell.blank and cell.row_span == 1:
                carried.append(name)
    row.inferred = (*row.inferred, *carried)


def _total(table: Table, grid: Grid, number: int, label: Cell, draft: Draft) -> None:
    """Read the row of the totals: two figures, and perhaps a rating word."""
    after = [c for c in grid.rows[number] if c.column > label.column and not c.blank]
    for cell in list(after):
        if labels.rating_of(cell.text):
            draft.total["rating"] = cell
            after.remove(cell)
    kinds = table.kinds
    scores = [(p, k) for p, k in enumerate(kinds) if k is not None and k in SCORES[:2]]
    under: dict[Cell, Column | None]
    if table.exact and grid.exact:
        under = {c: kind for p, kind in scores for c in after if p in _span(c)}
    elif len(after) == len(scores):
        # Text keeps the order of the cells, and the label covers what is before them.
        under = {c: kind for c, (_, kind) in zip(after, scores, strict=True)}
    else:
        tail = table.width - len(grid.rows[number])
        under = {
            c: kinds[c.column + tail]
            for c in after
            if 0 <= c.column + tail < table.width
            and kinds[c.column + tail] in SCORES[:2]
        }
    for cell in after:
        kind = under.get(cell)
        if kind is Column.WEIGHT:
            draft.total["total_weight"] = cell
        elif kind is Column.CLAIMED:
            draft.total["total_claimed"] = cell
        elif points(cell.text) is not None:
            draft.doubts.append(say("forms.total-unplaced", text=_short(cell)))


def fits(table: Table, grid: Grid) -> bool:
    """Whether a grid without a heading goes on with a table cut by a page.

    Its first row must hold a level heading where the table has one, or fill the
    table's columns of names and points.
    """
    if grid.exact and grid.width != table.width:
        return False
    for number, cells in enumerate(grid.rows):
        if all(cell.blank for cell in cells):
            continue
        label = next(c for c in cells if not c.blank)
        if labels.is_total(label.text):
            return True
        row = _row(table, grid, number)
        if row is None:
            return False
        labelled = words.is_level1(row.text(Column.LEVEL1)) or words.is_level2(
            row.text(Column.LEVEL2)
        )
        scored = (
            bool(row.text(Column.NAME).strip())
            and bool(row.text(Column.TARGET).strip())
            and points(row.text(Column.WEIGHT)) is not None
        )
        return labelled or scored
    return False

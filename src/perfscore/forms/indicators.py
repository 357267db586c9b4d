"""The indicator table: its heading, and what each row below it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import JOINED, LEVELS, SCORES, aligned
from perfscore.forms.draft import Draft, Row, is_filler
from perfscore.forms.figures import points
from perfscore.forms.grid import Cell, Grid
from perfscore.forms.models import Level1
from perfscore.forms.vocabulary import Column
from perfscore.messages import say

_LONG = 30
"""A level's heading is shorter than this."""


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
    spoilt: bool = field(default=False)

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
    年度指标值 over 指标性质, 指标值 and 度量单位.
    """
    found = _headings(grid.rows[row])
    if not words.is_indicator_heading(set(found.values())):
        return None
    if 2 * len(found) < sum(not cell.blank for cell in grid.rows[row]):
        return None
    depth = max((cell.row_span for cell in found if not cell.blank), default=1)
    rows = 1
    kinds = {c: kind for cell, kind in found.items() for c in _span(cell)}
    first = {cell.column for cell in found}
    if grid.exact:
        below = grid.rows[row + 1] if row + 1 < len(grid.rows) else ()
        named = _headings(below)
        texts = [cell for cell in below if not cell.blank]
        if texts and len(named) == len(texts) and (len(texts) > 1 or depth > 1):
            rows = 2
            for cell, kind in named.items():
                kinds.update(dict.fromkeys(_span(cell), kind))
                first.add(cell.column)
    columns: dict[Column, list[int]] = {}
    for place in sorted(kinds):
        columns.setdefault(kinds[place], []).append(place)
    _keep_one_name(columns, first)
    return Table(columns=columns, width=max(grid.width, 1), exact=grid.exact), rows


def _headings(cells: Sequence[Cell]) -> dict[Cell, Column]:
    found = ((cell, words.indicator_column(cell.text)) for cell in cells)
    return {cell: kind for cell, kind in found if kind is not None}


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _keep_one_name(columns: dict[Column, list[int]], first: set[int]) -> None:
    """Keep one column of a kind that a form has only once.

    Where a heading is wider than one column all of its columns stay; a second heading
    of the same kind is kept only for texts that can be joined.
    """
    for kind, places in columns.items():
        heads = [place for place in places if place in first]
        if len(heads) > 1 and kind not in JOINED:
            columns[kind] = [p for p in places if p < heads[1]]


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
    row = Row(cells={})
    used: set[Cell] = set()
    order = sorted(table.columns.items(), key=lambda item: item[1][0])
    for kind, places in order:
        cells: list[Cell] = []
        for place in places:
            cell = grid.at(number, place)
            if cell is not None and cell not in cells:
                cells.append(cell)
        fresh = [cell for cell in cells if cell not in used]
        if cells and not fresh and not cells[0].blank and kind not in LEVELS:
            row.doubts.append(say("forms.cell-over-columns", text=_short(cells[0])))
        used.update(cells)
        if fresh:
            _put(row, kind, fresh, number)
    return row


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
        weight = Fraction(printed) if printed else None
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

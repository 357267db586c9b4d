"""The rows of the indicator table: what each of them says."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import LEVELS, SCORES, aligned
from perfscore.forms.cells import put, settle, short
from perfscore.forms.columns import Column
from perfscore.forms.draft import Draft, Row, is_filler
from perfscore.forms.figures import is_empty, points
from perfscore.forms.grid import Cell, Grid
from perfscore.forms.headings import Table
from perfscore.forms.models import Level1
from perfscore.messages import say

_TOTALS: dict[Column | None, str] = {
    Column.WEIGHT: "total_weight",
    Column.CLAIMED: "total_claimed",
}
_NO_SCORES = {Column.TARGET, Column.ACTUAL, Column.NAME, Column.UNIT}
_UNUSED = re.compile("(?:本项目|该项)?(?:不涉及|不适用|无此项)[。\\s]*|无")
"""Names that say that a row of the template is not used."""

_LONG = 30
"""A level's heading is shorter than this."""


def take(table: Table, grid: Grid, number: int, draft: Draft) -> bool:
    """Read one row below the heading into the draft.

    Returns:
        Whether the row was one of the table: an indicator, the total, or a filler.
    """
    heads = [cell for cell in grid.rows[number] if not cell.blank][:2]
    label = next((cell for cell in heads if labels.is_total(cell.text)), None)
    if label is not None:
        _total(table, grid, number, label, draft)
        table.ended = True
        return True
    if any(labels.is_subtotal(cell.text) for cell in heads):
        return True
    first = min(place for places in table.columns.values() for place in places)
    draft.declare(c for c in grid.rows[number] if c.column <= first)
    row = _row(table, grid, number)
    if row is None or (table.ended and not _is_scored(table, row)):
        return False
    if is_filler(row) and any(len(row.text(one)) > _LONG for one in LEVELS):
        return False  # prose across the columns, and no label
    _levels(table, row, draft, grid_exact=grid.exact)
    if is_filler(row):
        # A label may cover the whole row, and no figure can be under a wrong heading.
        idle = {"forms.cell-over-columns", "forms.row-aligned"}
        draft.doubts.extend(doubt for doubt in row.doubts if doubt.key not in idle)
    else:
        if not _has_figures(row) and not _UNUSED.fullmatch(row.text(Column.NAME)):
            row.doubts.append(say("forms.row-without-figures"))
        draft.rows.append(row)
    return True


def _row(table: Table, grid: Grid, number: int) -> Row | None:
    """Return a row's cells by heading, or None where they fit no heading."""
    if table.broken:
        return None
    if table.exact and grid.exact:
        return _exact_row(table, grid, number)
    row = aligned(grid.rows[number], table.kinds, table.level1_name)
    name = row.cells.get(Column.NAME) if row is not None else None
    if row is not None and name is not None:
        row.described, row.units = table.described, table.units
        moved = name.column - table.columns[Column.NAME][0]
        claim = table.columns.get(Column.CLAIMED, [0])[0]
        last = grid.rows[number][-1]
        row.short = last.column < claim + moved or (
            # What ends a row before its remarks, and is no score, may be a remark.
            last.column == claim + moved < len(table.kinds) - 1
            and not last.blank
            and is_empty(last.text)
        )
        settle(table, grid, number, row, moved)
    return row


def _exact_row(table: Table, grid: Grid, number: int) -> Row:
    """Return the cells under each heading, by the columns that the file knows."""
    row = Row(cells={}, described=table.described, units=table.units)
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
            put(table, row, kind, fresh, number)
    for kind, cell in wide:
        if kind is Column.NAME and _has_figures(row):
            # 预算执行率 across all levels is the heading and the indicator in one.
            row.cells[kind] = cell
        else:
            row.doubts.append(say("forms.cell-over-columns", text=short(cell)))
    _name_alone(row)
    settle(table, grid, number, row)
    beside = grid.at(number, table.level1_weight) if table.level1_weight else None
    row.level1_weight = points(beside.text) if beside is not None else None
    return row


def _name_alone(row: Row) -> None:
    """Take a label for the name too where its row has no other: 预算执行率."""
    first, second, name = (row.cells.get(kind) for kind in (*LEVELS, Column.NAME))
    if first is None or first.blank or words.is_level1(first.text):
        return
    blank = name is not None and name.blank and (second is None or second.blank)
    if blank and first.row_span == 1 and _has_figures(row):
        row.cells[Column.NAME] = first


def _has_figures(row: Row) -> bool:
    figures = (Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED)
    return any(not is_empty(row.text(kind)) for kind in figures)


def _is_scored(table: Table, row: Row) -> bool:
    """Whether a row has points; below the totals nothing else is an indicator."""
    scores = [kind for kind in SCORES if kind in table.columns]
    if not scores:
        return _has_figures(row)
    return any(points(row.text(kind)) is not None for kind in scores)


def _levels(table: Table, row: Row, draft: Draft, *, grid_exact: bool) -> None:
    """Carry the level headings down over merged and empty label cells."""
    first, second = (row.cells.get(column) for column in LEVELS)
    if first is not None and not first.blank and first != table.level1:
        name = words.level_name(first.text)
        printed = words.points_in(first.text)
        weight = Fraction(printed) if printed else row.level1_weight
        last = draft.level1[-1] if draft.level1 else None
        if not name:
            table.level2 = None  # an unseen sign ends the heading above it
        elif last is None or last.name != name or weight not in {None, last.weight}:
            table.level2 = None
            draft.level1.append(Level1(name=name, weight=weight, place=first.place))
        table.level1, table.level1_name = first, name
        row.doubts.extend(first.doubts)
    if second is not None and not second.blank and second != table.level2:
        table.level2 = second
        row.doubts.extend(second.doubts)
        if words.level_is_odd(second.text):
            row.doubts.append(say("forms.odd-heading", text=short(second)))
    if row.level1:
        return  # a row across all levels has no heading but itself
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
        under = {
            c: kind
            for p, kind in scores
            for c in after
            if c.column <= p < c.column + c.column_span
        }
    elif len(after) == len(scores):
        # Text keeps the order of the cells, and the label covers what is before them.
        under = {c: kind for c, (_, kind) in zip(after, scores, strict=True)}
    else:
        # Blanks after the label are the columns that it does not cover.
        gap = bool(after) and after[0].column > label.column + 1
        spots = {kinds[c.column] for c in after if c.column < len(kinds)}
        own = gap and spots <= set(SCORES[:2])
        tail = 0 if own else table.width - len(grid.rows[number])
        under = {
            c: kinds[c.column + tail]
            for c in after
            if 0 <= c.column + tail < table.width
            and kinds[c.column + tail] in SCORES[:2]
        }
    figures = [c for c in after if points(c.text) is not None]
    strays = [c for c in figures if c not in under and c.column < len(kinds)]
    if table.exact and grid.exact and {kinds[c.column] for c in strays} & _NO_SCORES:
        under = {}  # the row is not as wide as the others: no figure is certain
    placed = {
        key: cell
        for cell, kind in under.items()
        if (key := _TOTALS.get(kind)) is not None
    }
    draft.total |= placed
    if {_TOTALS[kind] for _, kind in scores if kind is not None} <= set(placed):
        return
    draft.doubts.extend(
        say("forms.total-unplaced", text=short(cell))
        for cell in figures
        if cell not in placed.values()
    )


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

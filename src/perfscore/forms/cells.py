"""The cells of a row, given to the headings above them, and what is in doubt there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import LEVELS, SCORES
from perfscore.forms.choosing import Head
from perfscore.forms.columns import Column
from perfscore.forms.draft import Row
from perfscore.forms.figures import is_empty, number_in, percent_points, points
from perfscore.forms.grid import Cell, Grid
from perfscore.forms.headings import Table
from perfscore.messages import say
from perfscore.values.units import canonical, is_known

_TEXTS = frozenset({Column.NOTE, Column.REASON, Column.CLAUSE})
"""Columns whose cells are read together without a doubt."""

_POINTS = frozenset({Column.WEIGHT, Column.CLAIMED, Column.REVIEWED})
_FIGURES = frozenset({Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED})
_DIGITS = re.compile(r"[\d./／%％分、()（）-]*\d[\d./／%％分、()（）-]*")
_WHOLE = 100
_PAIR = 2


def put(table: Table, row: Row, kind: Column, cells: list[Cell], number: int) -> None:
    """Give a row its cells of a kind, and mind cells that several rows share.

    Args:
        table: the table.
        row: the row.
        kind: what the cells hold.
        cells: the cells under the headings of that kind, of which one at least begins
            under no other heading.
        number: the number of the row in its grid.
    """
    filled = [cell for cell in cells if not cell.blank] or cells[:1]
    cell = filled[0]
    row.cells[kind] = cell
    if len(filled) > 1 and not _apart(table, row, kind, filled):
        joint = "\n" if kind in _TEXTS else " "
        row.texts[kind] = joint.join(c.text for c in filled)
        if kind not in _TEXTS and not _are_one(table, kind, filled):
            text = words.tidy(row.texts[kind])[:60]
            row.doubts.append(say("forms.cells-joined", text=text))
    if cell.row == number or cell.blank or kind in {*LEVELS, Column.SIDE}:
        return
    if kind in SCORES:
        # Points that several rows share are counted with the first of them only.
        row.texts[kind] = ""
        row.doubts.append(say("forms.points-shared", text=short(cell)))
    elif kind in {Column.TARGET, Column.ACTUAL}:
        row.doubts.append(say("forms.cell-over-rows", text=short(cell)))


def _are_one(table: Table, kind: Column, filled: Sequence[Cell]) -> bool:
    """Whether cells are certainly read together.

    So are names with a heading for each part (三级指标 and 四级指标), and an actual
    whose unit stands in the next cell.
    """
    if kind is Column.ACTUAL and len(filled) == _PAIR:
        number, unit = filled
        return number_in(number.text) is not None and _is_unit(unit.text)
    spots = [sum(place <= cell.column for place in table.names) for cell in filled]
    return kind is Column.NAME and len(set(spots)) == len(filled)


def _apart(table: Table, row: Row, kind: Column, filled: Sequence[Cell]) -> bool:
    """Take the comparator, number and unit of a target under one heading apart."""
    if kind is not Column.TARGET:
        return False
    rest = list(filled)
    found: dict[Column, Cell] = {}
    signs = Column.COMPARATOR not in table.columns
    if signs and words.comparator_of(rest[0].text) is not None:
        found[Column.COMPARATOR] = rest.pop(0)
    found[kind] = rest.pop(0)
    if number_in(found[kind].text) is None:
        return False
    if rest and Column.UNIT not in table.columns and _is_unit(rest[0].text):
        found[Column.UNIT] = rest.pop(0)
    if rest:
        return False
    row.cells |= found
    return True


def _is_unit(text: str) -> bool:
    name = canonical(text)
    return name is not None and is_known(name)


def settle(table: Table, grid: Grid, number: int, row: Row, moved: int = 0) -> None:
    """Take of several columns the one that is meant, and doubt what is not certain.

    Args:
        table: the table.
        grid: the grid that holds the row.
        number: the number of the row.
        row: the row.
        moved: how many columns the row's figures stand to the right of their headings.
    """
    for kind, heads in table.rivals.items():
        _settle_one(
            kind, heads, [grid.at(number, h.column + moved) for h in heads], row
        )
    for kind, head in table.doubtful.items():
        if not is_empty(row.text(kind)) and kind not in table.rivals:
            text = words.tidy(head.whole)[:60]
            row.doubts.append(say("forms.column-of-a-part", text=text))
    missing = _FIGURES - set(table.columns)
    for cell in table.unknown:
        beside = grid.at(number, cell.column + moved)
        if beside is not None and _may_be(beside, missing):
            heading = words.tidy(cell.text)[:30]
            text = short(beside)
            row.doubts.append(say("forms.cell-not-read", heading=heading, text=text))


def _settle_one(
    kind: Column, heads: Sequence[Head], under: Sequence[Cell | None], row: Row
) -> None:
    printed: list[tuple[Head, Cell]] = []
    for head, cell in zip(heads, under, strict=True):
        seen = cell is None or any(cell is known for _, known in printed)
        if cell is not None and not seen and not is_empty(cell.text):
            printed.append((head, cell))
    if not printed:
        return
    adjusted = [one for one in printed if "调整" in one[0].text]
    head, cell = adjusted[-1] if adjusted and kind is Column.TARGET else printed[0]
    if head is not heads[0]:
        row.cells[kind] = cell
        row.texts.pop(kind, None)
    initial = kind is Column.TARGET and any("调整" in one.text for one in heads)
    if (head is heads[0] or initial) and _agree(kind, [c for _, c in printed], cell):
        return
    texts = [
        say("forms.cell-under", heading=words.tidy(one.whole)[:30], text=short(beside))
        for one, beside in printed
    ]
    key = "forms.two-targets" if kind is Column.TARGET else "forms.two-values"
    row.doubts.append(say(key, texts=texts, read=words.tidy(head.whole)[:30]))


def _agree(kind: Column, cells: Sequence[Cell], read: Cell) -> bool:
    """Whether cells say the same: in text or, of points, as shares of a hundred."""
    if len({words.squeezed(cell.text) for cell in cells}) == 1:
        return True
    meant = points(read.text)
    if kind not in _POINTS or meant is None:
        return False
    for cell in cells:
        other = percent_points(cell.text) or points(cell.text)
        if other not in {meant, meant / _WHOLE}:
            return False
    return True


def _may_be(cell: Cell, missing: frozenset[Column] | set[Column]) -> bool:
    """Whether a cell that is not read may hold what the table has no column for."""
    if is_empty(cell.text) or not missing:
        return False
    if _DIGITS.fullmatch(words.squeezed(cell.text)):
        return True
    return bool(missing & {Column.TARGET, Column.ACTUAL})


def short(cell: Cell) -> str:
    """Return the beginning of what a cell says."""
    return words.tidy(cell.text)[:60]

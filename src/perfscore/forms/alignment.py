"""A row of a text dump, put under the headings that it fits.

A dump leaves out cells that merges cover, at the row's beginning or between the labels.
Each way to shift the row is judged by what then stands under each heading; how many
labels a row has follows from the columns that its figures leave. Where two ways fit
alike, or none fits well, the row carries a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.draft import Row
from perfscore.forms.figures import is_empty, points
from perfscore.forms.grid import Cell
from perfscore.messages import say

LEVELS = (Column.LEVEL1, Column.LEVEL2)
SCORES = (Column.WEIGHT, Column.CLAIMED, Column.REVIEWED)
JOINED = frozenset({Column.NAME, Column.NOTE, Column.REASON, Column.CLAUSE})
"""Columns whose heading may stand over several cells, or occur twice."""

MOST_SHIFT = 4
"""How many leading cells a row of a text dump may have lost."""

_MISFIT = 2
"""The cost from which a row fits its headings badly."""

_FIGURE = re.compile(r"[≥≤≧≦<>=]{0,2}\d[\d.,]*[%‰]?[^\W\d]{0,2}")
"""A figure with its unit, which is no name."""

_CONTENT, _COST, _OUTPUT = "满意", "成本", "产出"


@dataclass(frozen=True, slots=True)
class _Fit:
    """One way to put a row's cells under the headings.

    Attributes:
        cost: how badly the cells fit; 0 where each may stand where it does.
        shifted: whether cells stand elsewhere than they are printed.
        row: the row that comes of it.
    """

    cost: int
    shifted: bool
    row: Row

    @property
    def rank(self) -> tuple[int, bool]:
        """Lower is better: a row is where it is printed unless it fits better."""
        return self.cost + self.shifted, self.shifted


def aligned(
    cells: Sequence[Cell], kinds: Sequence[Column | None], above: str
) -> Row | None:
    """Return a row of a text dump, put under the headings that it fits best.

    Args:
        cells: the row's cells as they are printed.
        kinds: what each column of the heading is, None where that is not known.
        above: the level-1 heading of the rows before.

    Returns:
        The row, with a doubt where its columns are not certain; None where it fits no
        heading.
    """
    filled = [cell for cell in cells if not cell.blank]
    if not filled:
        return Row(cells={})
    fits: list[_Fit] = []
    for slots in _shifts(cells, kinds):
        cost, row = _judge(slots, kinds)
        fits.append(_Fit(cost, bool(fits), row))
        if cost == 0 and len(fits) == 1:
            return row
    best = min(fits, key=lambda fit: fit.rank)
    if best.shifted and len(cells) == len(kinds) and fits[0].cost <= _MISFIT:
        # Perhaps no cell is missing, so that none stands elsewhere.
        best.row.doubts.append(say("forms.row-aligned"))
        return best.row
    if best.cost + best.shifted > len(filled) + 1:
        return None
    rival = any(
        fit.cost <= best.cost and _filled(fit.row) != _filled(best.row) for fit in fits
    )
    name = best.row.text(Column.NAME)
    level = best.shifted and words.is_level2(name) and _CONTENT not in name
    if rival or level or (best.shifted and best.cost >= _MISFIT):
        best.row.doubts.append(say("forms.row-aligned"))
    if best.shifted:
        _settle_label(best.row, above)
    return best.row


def _settle_label(row: Row, above: str) -> None:
    """Doubt one label that two levels have, and whose other level the dump lost."""
    first, label = (row.cells.get(level) for level in LEVELS)
    if label is None or not words.is_level1(label.text):
        return
    name = words.level_name(label.text)
    if (first is not None and not first.blank) or name == above:
        return
    if name.startswith(_COST) and above.startswith(_OUTPUT):
        return  # 成本指标 stands under 产出指标 in the national form
    if name.startswith(_CONTENT) and not above.startswith(_CONTENT):
        # Nothing else has 满意度 below it, so that the label is of both levels.
        row.cells[Column.LEVEL1] = row.cells.pop(Column.LEVEL2)
    row.doubts.append(say("forms.label-of-two-levels", text=words.tidy(label.text)))


def _shifts(
    cells: Sequence[Cell], kinds: Sequence[Column | None]
) -> Iterator[dict[int, Cell]]:
    """Yield ways to put a row's cells into grid columns, its own position first."""
    row = list(cells)
    while row and row[-1].blank:
        row.pop()
    yield dict(enumerate(row))
    name = kinds.index(Column.NAME) if Column.NAME in kinds else 0
    for shift in range(1, MOST_SHIFT + 1):
        for cut in range(min(len(row), name + 1)):
            yield {i + (shift if i >= cut else 0): c for i, c in enumerate(row)}
    for shift in range(1, MOST_SHIFT):
        if all(cell.blank for cell in row[:shift]):
            yield {i - shift: c for i, c in enumerate(row) if i >= shift}


def _filled(row: Row) -> dict[Column, Cell]:
    return {kind: cell for kind, cell in row.cells.items() if not cell.blank}


def _judge(slots: dict[int, Cell], kinds: Sequence[Column | None]) -> tuple[int, Row]:
    """Return how badly cells fit the headings above them, and the row they make."""
    row = Row(cells={})
    cost = 0
    for place, cell in sorted(slots.items()):
        kind = kinds[place] if place < len(kinds) else None
        if kind is None:
            cost += _misplaced(cell, within=place < len(kinds))
        elif kind not in row.cells or row.cells[kind].blank:
            row.cells[kind] = cell
        elif not cell.blank and kind in JOINED:
            row.texts[kind] = f"{row.text(kind)}\n{cell.text}"
        elif not cell.blank:
            cost += 3
    first, second = (row.cells.get(column) for column in LEVELS)
    if (
        first is not None
        and (second is None or second.blank)
        and words.is_level2(first.text)
        and not words.is_level1(first.text)
    ):
        # The label slid over an empty cell; all else stands where it should.
        row.cells[Column.LEVEL2] = first
        del row.cells[Column.LEVEL1]
        cost += 1
    cost += _share_name(row)
    cost += sum(_misfit(row, kind) for kind in row.cells)
    return cost + _gaps(row) + _unscored(slots, row, kinds), row


def _share_name(row: Row) -> int:
    """Take the label of a row across all levels, such as 预算执行率, as its name."""
    first, second, name = (row.cells.get(kind) for kind in (*LEVELS, Column.NAME))
    blank = all(cell is None or cell.blank for cell in (second, name))
    if first is None or first.blank or not blank or words.is_level1(first.text):
        return 0
    if not words.is_level2(first.text) and name is not None:
        row.cells[Column.NAME] = row.cells.pop(Column.LEVEL1)
        row.level1 = words.level_name(first.text)
        return 1
    return 0


def _misplaced(cell: Cell, *, within: bool) -> int:
    """Return what a cell costs that stands under no known heading."""
    if cell.blank:
        return 0
    if not within:
        return 5  # beyond the heading nothing can stand
    return 2 if words.is_level1(cell.text) or words.is_level2(cell.text) else 1


def _misfit(row: Row, kind: Column) -> int:
    """Return how badly a cell's text fits its heading: 0 where it may well."""
    text = row.text(kind)
    if not text.strip():
        return 0
    known = _FITS.get(kind)
    if known is not None:
        return 0 if known(text) else 3
    sign = words.comparator_of(text)
    if kind is Column.NAME:
        plain = words.squeezed(text)
        label = plain.endswith("指标") and words.is_level2(plain)
        return 2 if sign or label or _FIGURE.fullmatch(plain) else 0
    symbol = sign is not None and words.squeezed(text)[:1] in "≥≦≤≧=<>＝$"
    return 2 if symbol else 0


def _may_be_points(text: str) -> bool:
    return points(text) is not None or is_empty(text)


_FITS: dict[Column, Callable[[str], object]] = {
    Column.LEVEL1: words.is_level1,
    Column.LEVEL2: words.is_level2,
    Column.SIDE: lambda text: words.indicator_column(text) is Column.SIDE,
    Column.COMPARATOR: words.comparator_of,
    Column.WEIGHT: _may_be_points,
    Column.CLAIMED: _may_be_points,
    Column.REVIEWED: _may_be_points,
}
"""Columns whose texts can be told: others hold any text."""


def _gaps(row: Row) -> int:
    """Return how much is amiss where a cell is empty that ought not to be."""
    values = [Column.TARGET, Column.ACTUAL, *SCORES, Column.COMPARATOR]
    figures = [kind for kind in values if row.text(kind).strip()]
    named = bool(row.text(Column.NAME).strip())
    if figures and not named:
        return 3
    return 1 if named and not figures else 0


def _unscored(slots: dict[int, Cell], row: Row, kinds: Sequence[Column | None]) -> int:
    """Return what it costs that a row ends in a number and none of its points."""
    if not set(SCORES) & set(kinds) or any(row.text(kind).strip() for kind in SCORES):
        return 0
    filled = [cell for _, cell in sorted(slots.items()) if not cell.blank]
    return 2 if filled and points(filled[-1].text) is not None else 0

"""Headings of two rows: which parts stand under which wide heading.

A dump may drop the cells that wide headings cover, so that the parts slide to the left:
they are then put into the place of the one heading that they are parts of.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import LEVELS
from perfscore.forms.choosing import Head
from perfscore.forms.columns import Column
from perfscore.forms.grid import Cell, Grid

_NAMES = frozenset({"名称", "指标名称", "指标", "内容", "指标内容"})
_BARE = {
    word: kind
    for kind, text in {
        Column.TARGET: "值 数值 目标 计划 预期 计划完成 预期完成 "
        "年初 年初计划 年初目标",
        Column.ACTUAL: "实际 完成 实际完成 执行 实际执行",
        Column.COMPARATOR: "符号 性质 类型",
        Column.UNIT: "单位 单位文字描述 文字描述",
    }.items()
    for word in text.split()
}
"""What headings say that stand under that of the target."""

_UNDER_ACTUAL = (
    {word: kind for word, kind in _BARE.items() if kind is not Column.UNIT}
    | dict.fromkeys(("值", "数值"), Column.ACTUAL)
    | dict.fromkeys(("单位", "计量单位", "度量单位"), Column.ACTUAL_UNIT)
)
"""What headings say that stand under that of the actual, or 指标完成情况."""


def part(
    cell: Cell, heads: Sequence[Head]
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
    if over is Column.ACTUAL and text in _UNDER_ACTUAL:
        return _UNDER_ACTUAL[text], over
    kind = words.indicator_column(cell.text)
    return None if kind is None else (kind, over)


def are_parts(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but parts of the heading above it."""
    texts = [words.spellings(cell.text)[1] for cell in cells]
    return len(cells) > 1 and all(
        text in _NAMES or text in _BARE or words.indicator_column(cell.text) is not None
        for cell, text in zip(cells, texts, strict=True)
    )


def slid(
    known: Sequence[tuple[Cell, tuple[Column | None, Column | None]]],
    heads: Sequence[Head],
) -> bool:
    """Whether parts slid under other headings, where a dump drops covered cells.

    A heading with parts is followed by blanks, or written once for each of them.
    """
    texts = [words.squeezed(head.text) for head in heads]
    for cell, (kind, over) in known:
        above = next((h for h in heads if h.column == cell.column), None)
        if above is None or above.width > 1 or kind is over:
            continue
        if texts.count(words.squeezed(above.text)) == 1:
            return True
    return False


def stacked(grid: Grid, row: int, found: dict[Cell, Column]) -> list[Head]:
    """Return the heading of a dump whose levels stand in the lower row, or nothing.

    The cells that the wide ones cover are lost, so that no column of the rows agrees.
    """
    kinds = set(found.values())
    if grid.exact or row + 1 >= len(grid.rows) or kinds & {*LEVELS, Column.NAME}:
        return []
    above, below = grid.rows[row], grid.rows[row + 1]
    if any(cell.blank for cell in (*above[:-1], *below[:-1])) or len(found) < len(
        [cell for cell in above if not cell.blank]
    ):
        return []
    if not {Column.TARGET, Column.ACTUAL} & kinds or not are_parts(below):
        return []
    return flattened(above, [cell for cell in below if not cell.blank])


def flattened(above: Sequence[Cell], below: Sequence[Cell]) -> list[Head]:
    """Return a heading of two rows as one, its parts in the place of the wide cell.

    The wide cell is that of the targets or, where there is none, of the actuals. Where
    the levels stand in the lower row they are the parts of the label of the table.
    """
    upper = [
        (cell, words.indicator_column(cell.text)) for cell in above if not cell.blank
    ]
    labels = {*LEVELS, Column.NAME}
    lower = [(cell, _part_kind(cell)) for cell in below]
    lead = next((i for i, (_, kind) in enumerate(upper) if kind in labels), None)
    levels = [one for one in lower if one[1] in labels]
    if lead is None:
        sides = [i for i, (_, kind) in enumerate(upper) if kind is Column.SIDE]
        lead = len(sides)
        if not levels or sides != list(range(lead)):
            return []
    elif levels:
        return []
    wide, parts = upper[lead:], lower[len(levels) :]
    kinds = [kind for _, kind in wide]
    over = Column.TARGET if Column.TARGET in kinds else Column.ACTUAL
    part_kinds = [kind for _, kind in parts]
    if kinds.count(over) != 1 or Column.TARGET not in part_kinds:
        return []
    at = kinds.index(over)
    flat = [*levels, *wide[:at], *parts, *wide[at + 1 :]]
    found = [kind for _, kind in flat]
    if None in found or len(set(found)) < len(found):
        return []
    begin = lead if not levels else 0
    return [Head(begin + i, 1, kind, cell.text) for i, (cell, kind) in enumerate(flat)]


def _part_kind(cell: Cell) -> Column | None:
    text = words.spellings(cell.text)[1]
    return _BARE.get(text) or words.indicator_column(cell.text)

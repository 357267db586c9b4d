"""The end of a text: whether it breaks off in the last row of its last table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from perfscore.forms import labels
from perfscore.forms.grid import Cell, Grid
from perfscore.messages import say

_FIGURE = re.compile(r"\d")
_ABOVE = 8
"""How many rows tell whether the figures of a column have units."""

_BEFORE = 3
"""How many rows tell how many cells the last one has at least."""


def ended(grid: Grid, end: str) -> Grid:
    r"""Return a text's last table, with a doubt where its last row may be cut.

    Args:
        grid: the table.
        end: the last character of the text. A text that breaks off seldom does so at
            the end of a line.

    Example:
        >>> from perfscore.forms.readers.text import read_text
        >>> text = "三级指标\t分值\t得分\n巡检\t5\t5\n养护\t5\t5\n绿化\t1"
        >>> table = read_text(text, "a.txt").blocks[0]
        >>> [doubt.key for doubt in table.at(3, 1).doubts]
        ['forms.text-ends']
    """
    if end in "\n\r" or not grid.rows:
        return grid
    *before, last = grid.rows
    widths = [len(row) for row in before[-_BEFORE:]]
    filled = [cell for cell in last if not cell.blank]
    if not filled or len(widths) < _BEFORE:
        return grid
    if len(last) >= min(widths) and not _ends_within(before, filled[-1]):
        return grid
    total = any(labels.is_total(cell.text) for cell in filled[:2])
    if total or labels.is_closing(filled[0].text) or labels.rating_line(filled):
        return grid
    doubt = say("forms.text-ends", line=filled[-1].place.line)
    if doubt.key in {one.key for one in filled[-1].doubts}:
        return grid
    marked = replace(filled[-1], doubts=(*filled[-1].doubts, doubt))
    cells = tuple(marked if cell is filled[-1] else cell for cell in grid.cells)
    return replace(grid, cells=cells)


def _ends_within(rows: Sequence[Sequence[Cell]], end: Cell) -> bool:
    """Whether a cell ends with a digit where those above it have a unit after it."""
    above = [
        row[end.column].text.strip()
        for row in rows[-_ABOVE:]
        if len(row) > end.column and _FIGURE.search(row[end.column].text)
    ]
    bare = [text for text in above if text[-1].isdigit()]
    figure = _FIGURE.search(end.text) or not end.text.strip("≥≤≧≦<>=＞＜")
    whole = end.text.strip()[-1].isdigit() or not end.text.strip("≥≤≧≦<>=＞＜")
    return bool(figure and whole and len(above) > 1 and not bare)

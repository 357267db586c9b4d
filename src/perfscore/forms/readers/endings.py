"""The end of a text: whether it breaks off in the last row of its last table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.grid import Cell, Grid
from perfscore.messages import say

_FIGURE = re.compile(r"\d")
_PLAIN = re.compile(r"\d+(?:\.\d*)?")
_POINT = re.compile(r"\d\.$")
_NEEDED = {Column.NAME, Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED}
_FEWEST = 1
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
    filled = [cell for cell in last if not cell.blank]
    if not filled or len(before) < _FEWEST:
        return grid
    if not (
        _is_narrow(before, last)
        or _ends_within(before, filled[-1])
        or _begins_a_figure(before, filled)
        or _lacks_cells(before, last)
    ):
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


def _is_narrow(rows: Sequence[Sequence[Cell]], last: Sequence[Cell]) -> bool:
    """Whether a row has fewer cells than each of those right above it."""
    widths = [len(row) for row in rows[-_BEFORE:]]
    return len(widths) == _BEFORE and len(last) < min(widths)


def _begins_a_figure(rows: Sequence[Sequence[Cell]], filled: Sequence[Cell]) -> bool:
    """Whether the last figure is how others begin, and none of them: 1, beside 10."""
    end = filled[-1].text.strip()
    if _POINT.search(end):
        return True
    if not _PLAIN.fullmatch(end):
        return False
    others = {cell.text.strip() for row in rows[-_ABOVE:] for cell in row}
    others |= {cell.text.strip() for cell in filled[:-1]}
    figures = {one for one in others if _PLAIN.fullmatch(one)}
    return end not in figures and any(one.startswith(end) for one in figures)


def _lacks_cells(rows: Sequence[Sequence[Cell]], last: Sequence[Cell]) -> bool:
    """Whether a row has fewer cells than its heading names that no row is without."""
    for row in reversed(rows):
        columns = {words.indicator_column(cell.text) for cell in row} - {None}
        if words.is_indicator_heading({one for one in columns if one is not None}):
            break
    else:
        return False
    names = [
        cell
        for cell in last
        if not cell.blank
        and not words.is_level1(cell.text)
        and not words.is_level2(cell.text)
    ]
    needed = columns & _NEEDED
    if needed and names and not _PLAIN.fullmatch(names[-1].text.strip()):
        # 定性 and words have no unit, and yet points at their end.
        needed |= columns & {Column.COMPARATOR, Column.UNIT}
    return len(last) < len(row) and len(names) < len(needed)


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

"""How high rows are: a workbook does not find it out for merged cells by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from perfscore.reports.writing.page import Page

LEAST, LINE, PADDING = 22, 13, 7
"""The least height of a row, that of a line of text, and what is added; in points."""


def text_lines(text: str, width: int) -> int:
    r"""Return how many lines a text takes in a column; a Chinese character is 2 wide.

    Example:
        >>> text_lines("产出指标", 8), text_lines("产出指标", 6), text_lines("a\nb", 8)
        (1, 2, 2)
    """
    room = max(width, 2)
    return sum(max(1, -(-_width(line) // room)) for line in text.split("\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def row_heights(page: Page, widths: Sequence[int]) -> list[int]:
    """Return the height of each row of a page's table, in points.

    Args:
        page: the page.
        widths: the widths of its columns, in characters.
    """
    heights = [LEAST] * page.height
    tall: list[tuple[int, int, int]] = []
    for box in page.boxes:
        piece = box.piece
        room = sum(widths[box.column : box.column + piece.columns])
        needed = LINE * text_lines(piece.text, room) + PADDING
        if piece.rows == 1:
            heights[box.row] = max(heights[box.row], needed)
        else:
            tall.append((box.row, piece.rows, needed))
    for row, rows, needed in tall:
        missing = needed - sum(heights[row : row + rows])
        if missing > 0:
            # The last of the rows that a label covers makes room for it.
            heights[row + rows - 1] += missing
    return heights

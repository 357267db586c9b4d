"""Files of separated values (.csv, .tsv) → a grid; told apart from text by content.

Commas and semicolons also stand in prose: a file is one of separated values only where
its rows are alike. Tabs are separators of text dumps too, which have a reader of their
own; here they are read where quotes hold line ends together.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

from perfscore.errors import ReadError
from perfscore.forms import budget, labels, vocabulary
from perfscore.forms.grid import MOST_POSITIONS, Cell, Document, Grid
from perfscore.places import Place

_LEAST = 3
"""The fewest columns that make a table of separated values."""

_ALIKE = 0.8
"""How large a share of the rows must have the same number of cells."""

_MOST_ABOVE = 5
_SAMPLE = 2**16
_QUOTED = re.compile(r'(?:^|\t)"', re.MULTILINE)
_BETWEEN = re.compile(r"[^\n]\t")


def read_delimited(text: str, file: str) -> Document | None:
    r"""Return the table of a file of separated values, or None where it is none.

    Args:
        text: the file's text.
        file: the file's name, for places.

    Returns:
        The document, a single table; None where the text is no such file.

    Raises:
        ReadError: it has too many cells.

    Example:
        >>> text = '一级指标,三级指标,分值\n产出指标,"巡检,\n次数",10\n'
        >>> document = read_delimited(text, "a.csv")
        >>> document.blocks[0].at(1, 1).text
        '巡检,\n次数'
    """
    for separator in ("\t", ",", ";", "，"):
        if separator not in text[:_SAMPLE]:
            continue
        rows = _rows(text, separator)
        if rows and _is_table(rows, quoted=separator == "\t", text=text):
            return Document(file, (_grid(rows, file),))
    return None


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the line each begins in; none where quotes do not match."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            rows.append((line, row))
            if cells > MOST_POSITIONS:
                break  # too large, if it is a table at all
            line = reader.line_num + 1
    except csv.Error:
        return []
    return rows


def _is_table(rows: list[tuple[int, list[str]]], *, quoted: bool, text: str) -> bool:
    """Whether the rows are so much alike that they are a table."""
    filled = [row for _, row in rows if any(cell.strip() for cell in row)]
    # Lines above the table, such as its title, need no separators.
    above = next((at for at, row in enumerate(filled) if len(row) > 1), len(filled))
    filled = filled[min(above, _MOST_ABOVE) :]
    if not filled:
        return False
    if quoted and (not _QUOTED.search(text) or not _BETWEEN.search(text)):
        return False  # rows or a stream of cells, which the reader of texts knows
    (width, count), *_ = Counter(map(len, filled)).most_common(1)
    if width >= _LEAST and count >= 2 and count >= _ALIKE * len(filled):  # noqa: PLR2004
        return True
    # Blanks at the ends of rows may be left out, and fields above the heading of the
    # indicators be few: then the heading tells.
    wide = [row for row in filled if len(row) >= _LEAST]
    if len(wide) >= _ALIKE * len(filled) and any(map(_is_heading, wide)):
        return True
    heading = next((at for at, row in enumerate(filled) if _is_heading(row)), None)
    below = [] if heading is None else filled[heading:]
    alike = [row for row in below if len(row) >= _LEAST]
    return len(alike) > 1 and len(alike) >= _ALIKE * len(below)


def _is_heading(row: list[str]) -> bool:
    """Whether a row heads an indicator table."""
    found = {vocabulary.indicator_column(cell) for cell in row} - {None}
    return len(found) > _LEAST and vocabulary.is_indicator_heading(
        {one for one in found if one is not None}
    )


def _grid(rows: list[tuple[int, list[str]]], file: str) -> Grid:
    table = Place(file=file, table=1)
    width = max(len(row) for _, row in rows)
    if width * len(rows) > MOST_POSITIONS:
        raise ReadError("forms.table-too-big", place=table)
    cells: list[Cell] = []
    for at, (line, row) in enumerate(rows):
        column = 0
        while column < width:
            text = row[column] if column < len(row) else ""
            span = _label_span(row, column)
            place = replace(table, row=at + 1, column=column + 1, line=line)
            cells.append(
                Cell(
                    text=text.replace("\r\n", "\n").replace("\r", "\n"),
                    row=at,
                    column=column,
                    column_span=span,
                    place=place,
                )
            )
            column += span
    return Grid(tuple(cells), table)


def _label_span(row: list[str], column: int) -> int:
    """Return how many cells the label of a field covers: those up to its text.

    Programs write a merged cell as its text and blanks. What follows a label after
    blanks and is no label itself can only be the label's text.
    """
    if column >= len(row) or not _is_field(row[column]):
        return 1
    after = range(column + 1, len(row))
    value = next((at for at in after if row[at].strip()), column + 1)
    if value >= len(row) or labels.is_label(row[value]):
        return 1
    return value - column


def _is_field(text: str) -> bool:
    """Whether a label has its text beside it, an amount in a stated unit included."""
    if labels.field_of(text) is not None:
        return True
    return labels.money_unit_in(text) is not None and budget.is_part_name(text)

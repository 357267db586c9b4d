"""Lines of cells with blanks between them: the rows of a table, merged cells left out.

Where a page was saved as text, each row may be a line whose cells stand apart by a
blank. Cells that merges cover and cells without text left no trace, and a cell with
line breaks goes over several lines. A row is read where its cells fit the headings in
one way only; others keep a doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.readers.fitting import (
    fitted,
    fitted_rows,
    is_figure,
    is_label,
    may_name,
    placed_amounts,
)
from perfscore.forms.readers.recut import before
from perfscore.forms.readers.tokens import (
    LEVELS,
    Run,
    Token,
    doubted,
    ends,
    joined,
    runs_in,
)

_FEWEST_LINES = 2
"""How many lines below a heading must be rows for the text to be one of lines."""

_MOST_LINES = 5000
_MOST_CELLS = 30_000
_CELL = re.compile(r"(?:[(（\[【][^()（）\[\]【】]*[)）\]】]|[^\s(（\[【]|[(（\[【])+")
"""A cell: blanks within brackets are its own."""

_WORDY = frozenset({Column.TARGET, Column.ACTUAL})


def rows_of_lines(lines: Sequence[Token]) -> list[list[Token]] | None:
    """Return the rows of a text whose lines are rows, or None where it is no such text.

    Args:
        lines: the lines that are not blank.

    Returns:
        The rows; those whose cells cannot be placed in one way only are marked.
    """
    if len(lines) > _MOST_LINES:
        return None
    cells = [
        Token(found[0], line.line)
        for line in lines
        for found in _CELL.finditer(line.text)
    ]
    if len(cells) > _MOST_CELLS:
        return None
    cells = joined(cells)
    runs = [run for run in runs_in(cells) if Column.NAME in run.kinds]
    if not runs:
        return None
    found: list[list[Token]] = []
    at = 0
    for number, run in enumerate(runs):
        _above(found, cells[at : run.start])
        end = runs[number + 1].start if number + 1 < len(runs) else len(cells)
        at = _below(found, cells, run, end)
        if at < 0:
            return None
    _above(found, cells[at:])
    return found


def _above(found: list[list[Token]], cells: Sequence[Token]) -> None:
    """Read what stands outside of indicator tables, the lines of budgets first."""
    money: list[Column] = []
    held: list[Token] = []
    for _, group in groupby(cells, key=lambda cell: cell.line):
        line = list(group)
        kinds = [words.budget_column(cell.text) for cell in line]
        heads = [kind for kind in kinds if kind is not None]
        if words.is_budget_heading(set(heads)) and kinds[-1] is not None:
            first = kinds.index(heads[0])
            if heads.count(heads[0]) > 1:
                first, heads = first + 1, heads[1:]
            found += before(held + line[:first])
            held, money = [], heads
            found.append([Token("", line[0].line), *line[first:]])
            continue
        figures = [cell for cell in line[1:] if is_figure(cell.text)]
        plain = figures and not is_figure(line[0].text)
        if money and plain and line[1 : 1 + len(figures)] == figures:
            way = placed_amounts([cell.text for cell in figures], money)
            row = [line[0], *([Token("", line[0].line)] * len(money))]
            for spot, cell in zip(way or range(len(money)), figures, strict=False):
                row[spot + 1] = cell
            found.append(doubted(row) if way is None else row)
            continue
        if money and labels.goal_column(line[-1].text):
            money = []
        held += line
    found += before(held)


def _below(found: list[list[Token]], cells: Sequence[Token], run: Run, end: int) -> int:
    """Read the rows below a heading; return where they end, or -1 if there are none."""
    heads = list(cells[run.start : run.end])
    together = max(Counter(cell.line for cell in heads).values())
    if 2 * together <= len(heads):
        return -1  # each cell has a line of its own
    kinds = [words.indicator_column(cell.text) for cell in heads]
    while kinds and kinds[0] is Column.SIDE:
        del kinds[0], heads[0]
    if tuple(kinds) != run.kinds:
        return -1  # the heading has two rows, of which a line does not tell the parts
    found.append(heads)
    stop = run.end
    while stop < end and not _is_end(cells, stop):
        stop += 1
    rows, broken = _rows(cells[run.end : stop], kinds)
    if sum(not row[0].unsure for row in rows) < _FEWEST_LINES:
        return -1
    # Blanks stand within cells of a broken text, and may do so between any words.
    found += [doubted(r) if broken and _is_wordy(r, kinds) else r for r in rows]
    if stop < end and labels.is_total(cells[stop].text):
        total = [cell for cell in cells[stop:end] if cell.line == cells[stop].line]
        found.append(total)
        stop += len(total)
    return stop


def _is_end(cells: Sequence[Token], at: int) -> bool:
    """Whether the line that a cell begins stands below the table."""
    begins = cells[at - 1].line != cells[at].line
    return begins and ends(cells[at].text)


def _rows(
    cells: Sequence[Token], kinds: Sequence[Column | None]
) -> tuple[list[list[Token]], bool]:
    """Return the lines as rows, and whether blanks stand within cells."""
    lines: list[list[Token]] = []
    held: list[Token] = []
    for _, group in groupby(cells, key=lambda cell: cell.line):
        line = [*held, *group]
        held = []
        if len(line) <= len(LEVELS) and all(is_label(cell.text) for cell in line):
            held = line  # labels that go over several lines have a line of their own
        else:
            lines.append(line)
    ways = fitted_rows([[cell.text for cell in line] for line in lines], kinds)
    rows: list[list[Token]] = []
    broken = torn = False
    for line, way in zip(lines, ways, strict=True):
        after, torn = torn, _is_torn(line)
        if way is not None:
            whole = _place(line, way, kinds)
            # The name may have begun in the line above.
            rows.append(doubted(whole) if after and may_name(line[0].text) else whole)
            continue
        row = _named(line, kinds)
        broken = broken or row is not None or len(line) > len(kinds)
        rows.append(row or doubted([*([Token("", line[0].line)] * 2), *line]))
    return rows, broken


def _is_torn(line: Sequence[Token]) -> bool:
    """Whether a line has labels and words, no figure, and no end of a sentence."""
    words_only = not any(re.search(r"\d", cell.text) for cell in line[1:])
    ended = re.search(r"[。.；;!！，,、]|^无$|^[-—/]+$", line[-1].text)
    return words_only and len(line) <= len(LEVELS) + 1 and ended is None


def _named(line: Sequence[Token], kinds: Sequence[Column | None]) -> list[Token] | None:
    """Return a line's cells under the headings, its name put together of several."""
    labelled = 0
    while labelled < len(line) and _is_level(line[labelled].text):
        labelled += 1
    found: list[list[Token]] = []
    for stop in range(labelled + 2, len(line)):
        if not line[stop - 2].text.isascii():
            break  # of two words the first may be a label: only 7 岁以下 is one name
        name = "".join(cell.text for cell in line[labelled:stop])
        if not may_name(name):
            continue
        whole = [*line[:labelled], Token(name, line[0].line), *line[stop:]]
        way = fitted([cell.text for cell in whole], kinds)
        if way is not None:
            found.append(_place(whole, way, kinds))
    return found[0] if len(found) == 1 else None


def _is_level(text: str) -> bool:
    return words.is_level1(text) or words.is_level2(text)


def _place(
    line: Sequence[Token], way: Sequence[int], kinds: Sequence[Column | None]
) -> list[Token]:
    row = [Token("", line[0].line)] * len(kinds)
    for at, cell in zip(way, line, strict=True):
        row[at] = cell
    return row


def _is_wordy(row: Sequence[Token], kinds: Sequence[Column | None]) -> bool:
    """Whether a target or an actual is told in words."""
    return any(
        kind in _WORDY and cell.text and not re.search(r"\d", cell.text)
        for cell, kind in zip(row, kinds, strict=False)
    )

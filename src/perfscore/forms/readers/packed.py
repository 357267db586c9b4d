"""Rows of bars whose cells were pushed to the left, and blanks follow them.

Web pages are published as text in which each row has as many bars as the table has
columns, and yet neither the cells that merges cover nor blank ones stand where they
were: the filled ones stand first, and bars without text end the row. A cell that holds
a line break ends its line, so that a row may go on in the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.readers.fitting import (
    fitted_rows,
    is_figure,
    placed_amounts,
)
from perfscore.forms.readers.tokens import LEVELS, Token, doubted, runs_in

_NARROWEST, _WIDEST = 4, 40
"""Between how many columns the width of rows is looked for."""

_FEWEST_ROWS = 3


def whole_rows(lines: Sequence[Sequence[Token]]) -> list[list[Token]] | None:
    """Return rows of one width, each of one line of cells or of several.

    Args:
        lines: the cells of each line, the last of a line blank where the line ends with
            a bar.

    Returns:
        The rows, or None where there is no width that lines add up to, or several.
    """
    groups = _cells(lines)
    if not any(True for _ in runs_in([cell for group in groups for cell in group])):
        return None
    counts = Counter(len(group) for group in groups)
    most = max(counts)
    fits = [
        rows
        for wide in range(max(most, _NARROWEST), _WIDEST + 1)
        if (rows := _rows(groups, wide)) is not None
    ]
    known = [rows for rows in fits if _all_known(rows)]
    best = known if len(known) == 1 else fits
    return best[0] if len(best) == 1 and len(best[0]) >= _FEWEST_ROWS else None


def _all_known(rows: Sequence[Sequence[Token]]) -> bool:
    """Whether all headings of indicator tables are understood."""
    return all(
        words.indicator_column(cell.text) is not None or words.is_aside(cell.text)
        for row in rows
        if any(True for _ in runs_in(row))
        for cell in row
        if cell.text.strip()
    )


def _cells(lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """Return the cells that end on each line; what no bar ends goes on in the next."""
    groups: list[list[Token]] = []
    held = Token("", 0)
    for head, *rest in lines:
        text = f"{held.text}\n{head.text}".strip()
        first = Token(text, held.line if held.text else head.line)
        if not rest:
            held = first
            continue
        groups.append([first, *rest[:-1]])
        held = rest[-1]
    if held.text:
        groups.append([held])
    return groups


def _rows(groups: Sequence[list[Token]], wide: int) -> list[list[Token]] | None:
    """Return rows of a width, if no line goes over the end of a row.

    A text that breaks off may do so in its last row. The headings of an indicator table
    stand in one row with nothing else.
    """
    rows: list[list[Token]] = [[]]
    padded = 0
    for group in groups:
        if len(rows[-1]) == wide:
            rows.append([])
        if len(rows[-1]) + len(group) > wide:
            return None
        rows[-1] += group
        ended = len(group) > 1 and not group[-1].text
        if ended and len(rows[-1]) < wide:
            return None  # blanks at the end of a line fill up its row
        padded += ended
    if not padded:
        return None
    headed = [row for row in rows if any(True for _ in runs_in(row))]
    heads = sum(1 for _ in runs_in([cell for row in rows for cell in row]))
    if len(headed) != heads or not heads:
        return None
    if not all(_is_heading(row) for row in headed):
        return None
    return rows


def _is_heading(row: Sequence[Token]) -> bool:
    """Whether a row with headings of an indicator table has nothing but headings."""
    run = next(runs_in(row))
    rest = [cell.text for cell in (*row[: run.start], *row[run.end :]) if cell.text]
    return not any(
        words.is_level1(text) or words.is_level2(text) or any(c.isdigit() for c in text)
        for text in rest
        if words.indicator_column(text) is None
    )


def is_packed(rows: Sequence[Sequence[Token]]) -> bool:
    """Whether the filled cells of all rows stand before the blank ones."""
    for row in rows:
        filled = [bool(cell.text.strip()) for cell in row]
        if False in filled and True in filled[filled.index(False) :]:
            return False
    return any(row and not row[-1].text.strip() for row in rows)


def unpacked(rows: Sequence[list[Token]]) -> list[list[Token]]:
    """Return rows with their cells under the headings that they fit.

    Args:
        rows: the rows, filled cells first.

    Returns:
        The rows; those whose cells cannot be placed in one way only are marked.
    """
    tables = _Tables()
    below = [*rows[1:], []]
    for row, after in zip(rows, below, strict=True):
        tables.take(row, after)
    tables.close()
    return tables.rows


@dataclass(slots=True)
class _Tables:
    """The heading below which the next rows stand: of indicators or of a budget."""

    rows: list[list[Token]] = field(default_factory=list)
    kinds: list[Column | None] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    budget: dict[int, Column] = field(default_factory=dict)

    def take(self, row: list[Token], below: Sequence[Token]) -> None:
        """Read a row."""
        texts = [cell.text for cell in _filled(row)]
        if texts and not self._is_head(row, texts, below):
            if _ends(texts):
                self.close()
            if self.kinds:
                self.held.append(len(self.rows))
            elif self.budget:
                line = _budget_line(row, texts, self.budget)
                if line == []:
                    self.budget = {}
                row = doubted(row) if line is None else line or row
        self.rows.append(row)

    def close(self) -> None:
        """Put the rows of a table under its headings."""
        cells = [_filled(self.rows[number]) for number in self.held]
        ways = fitted_rows([[one.text for one in row] for row in cells], self.kinds)
        for number, row, way in zip(self.held, cells, ways, strict=True):
            printed = self.rows[number]
            if way is None:
                self.rows[number] = doubted(printed)
                continue
            blank = Token("", printed[0].line)
            placed = [blank] * max(len(printed), len(self.kinds))
            for at, cell in zip(way, row, strict=True):
                placed[at] = cell
            self.rows[number] = placed
        self.kinds, self.held = [], []

    def _is_head(
        self, row: Sequence[Token], texts: Sequence[str], below: Sequence[Token]
    ) -> bool:
        """Take a heading, and say whether the row is one."""
        if any(True for _ in runs_in(row)):
            self.close()
            self.budget = {}
            kinds = [words.indicator_column(text) for text in texts]
            told = not _is_parted(below) and Column.NAME in kinds
            self.kinds = kinds if told else []
            return True
        money = _money_heading(row)
        self.budget = money or self.budget
        return bool(money)


def _filled(row: Sequence[Token]) -> list[Token]:
    return [cell for cell in row if cell.text.strip()]


def _money_heading(row: Sequence[Token]) -> dict[int, Column]:
    """Return the columns of a budget whose heading a row is, else nothing."""
    found = {
        at: kind
        for at, cell in enumerate(row)
        if (kind := words.budget_column(cell.text)) is not None
    }
    kinds = list(found.values())
    if not words.is_budget_heading(set(kinds)):
        return {}
    if kinds.count(kinds[0]) > 1:
        del found[min(found)]  # 年度预算数（万元） stands over the labels of the lines
    return found


def _budget_line(
    row: Sequence[Token], texts: Sequence[str], columns: dict[int, Column]
) -> list[Token] | None:
    """Return a line of a budget with its figures under their headings.

    Returns:
        The row, empty where it is no line of a budget; None where its figures fit their
        headings in no way, or in several.
    """
    figures = [text for text in texts[1:] if is_figure(text)]
    if is_figure(texts[0]) or labels.is_label(texts[0]):
        return []
    if not figures or texts[1 : 1 + len(figures)] != figures:
        return []
    way = placed_amounts(figures, list(columns.values()))
    if way is None:
        return None
    places = list(columns)
    line = [Token("", row[0].line)] * max(len(row), places[-1] + 1)
    cells = [cell for cell in row if cell.text.strip()]
    line[places[0] - 1] = cells[0]
    for at, cell in zip(way, cells[1:], strict=False):
        line[places[at]] = cell
    return line


def _is_parted(row: Sequence[Token]) -> bool:
    """Whether the row below a heading holds headings too."""
    kinds = [words.indicator_column(cell.text) for cell in row if cell.text.strip()]
    return sum(kind is not None and kind not in LEVELS for kind in kinds) > 1


def _ends(texts: Sequence[str]) -> bool:
    """Whether a row is none of an indicator table: its total, a remark, a title."""
    return any(map(labels.is_total, texts[:2])) or (
        labels.is_closing(texts[0]) or labels.is_title(texts[0])
    )

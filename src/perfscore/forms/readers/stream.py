"""Cells in their order, whose rows were lost: put into rows by the headings they hold.

Web pages are published as text with one cell on each line, or with cells run together
so that a line begins and ends anywhere. The order of the cells is all that is left:

* where every cell was kept, the rows are as wide as the one width that puts the level
  headings under their own headings;
* where merged cells were written once, each row is found by what it must hold: labels
  of levels, a name, and one cell for every heading after the name.

A row that could be cut in two ways is not cut at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import is_empty, points
from perfscore.forms.readers.recut import by_content
from perfscore.forms.readers.tokens import (
    LEVELS,
    SCORES,
    Run,
    Token,
    cells_of,
    ends,
    runs_in,
)

_NARROWEST, _WIDEST = 4, 30
"""Between how many columns the width of rows is looked for."""

_FEWEST_LABELLED = 3
"""How many rows with labels tell the width of the rows."""


def has_lost_rows(lines: Sequence[Sequence[Token]]) -> bool:
    """Whether lines of cells are no rows: their headings do not stand as a row would.

    Args:
        lines: the cells of each line.

    Returns:
        True where the headings of an indicator table stand together, and yet either
        on several lines or with the first labels of the table on the same line.
    """
    if not any(sum(bool(cell.text) for cell in line) for line in lines if line[1:]):
        # Each bar has a line of its own: the cells are the lines between them.
        return any(True for _ in runs_in(cells_of(lines)[0]))
    ended = [line if line[-1].text else line[:-1] for line in lines if line]
    cells = [cell for line in ended for cell in line]
    after = {
        id(cell): line[number + 1 :]
        for line in ended
        for number, cell in enumerate(line)
    }
    for run in runs_in(cells):
        heads = cells[run.start : run.end]
        if len({cell.line for cell in heads}) > 1:
            return True
        rest = after[id(heads[-1])]
        if any(words.is_level1(c.text) or words.is_level2(c.text) for c in rest):
            return True
    return False


def sparse_rows(cells: Sequence[Token]) -> list[list[Token]] | None:
    """Return cells put into rows where the text kept no blank ones.

    Args:
        cells: the cells in order.

    Returns:
        The rows; single cells where there is not one way only to put them into rows;
        None where no headings of an indicator table stand together.
    """
    runs = list(runs_in(cells))
    if not runs:
        return None
    return by_content(cells, runs, sparse=True) or [[cell] for cell in cells]


def rows_of(cells: Sequence[Token]) -> list[list[Token]] | None:
    """Return cells put into rows, or None where no way or more than one is found.

    Args:
        cells: the cells in order, blank ones among them.

    Returns:
        The rows. A row that a text ends in the midst of is the last of them.

    Example:
        >>> heads = "一级指标 二级指标 三级指标 指标值 分值".split()
        >>> body = "产出指标 数量指标 巡检 12次 10 质量指标 合格率 95% 10".split()
        >>> cells = [Token(text, 1) for text in [*heads, *body]]
        >>> [[cell.text for cell in row] for row in rows_of(cells) or ()][-1]
        ['', '质量指标', '合格率', '95%', '10']
    """
    runs = list(runs_in(cells))
    if not runs:
        return None
    return _by_width(cells, runs) or by_content(cells, runs)


def _by_width(cells: Sequence[Token], runs: Sequence[Run]) -> list[list[Token]] | None:
    """Return rows of the one width that puts all labels under their headings."""
    fits = [w for w in range(_NARROWEST, _WIDEST + 1) if _fits(cells, runs, w)]
    if len(fits) != 1:
        return None
    wide = fits[0]
    return [list(cells[at : at + wide]) for at in range(0, len(cells), wide)]


def _fits(cells: Sequence[Token], runs: Sequence[Run], wide: int) -> bool:
    """Whether rows of a width have each run in one row, and what is below it fits."""
    labelled: set[int] = set()
    for number, run in enumerate(runs):
        if run.start // wide != (run.end - 1) // wide or not run.kinds:
            return False
        heads = [words.indicator_column(c.text) for c in cells[run.start : run.end]]
        under = {(run.start + i) % wide: kind for i, kind in enumerate(heads)}
        end = runs[number + 1].start if number + 1 < len(runs) else len(cells)
        for at in range(run.end, end):
            if ends(cells[at].text):
                break
            label = _is_label(cells[at].text)
            if not _may_be_under(cells[at].text, under.get(at % wide), label=label):
                return False
            if label:
                labelled.add(at // wide)
    return len(labelled) >= _FEWEST_LABELLED


def _is_label(text: str) -> bool:
    """Whether a text is the label of a level and nothing else."""
    label = words.is_level1(text) or words.is_level2(text)
    return label and words.squeezed(words.level_name(text)).endswith("指标")


def _may_be_under(text: str, kind: Column | None, *, label: bool) -> bool:
    if label:
        wanted = words.is_level1 if kind is Column.LEVEL1 else words.is_level2
        return kind in LEVELS and wanted(text)
    if kind in SCORES:
        return points(text) is not None or is_empty(text)
    if kind is Column.COMPARATOR:
        return words.comparator_of(text) is not None or is_empty(text)
    return True

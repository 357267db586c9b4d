"""Rows found by what they hold, where merged cells of a table were written once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import is_empty, money, number_in, points, share
from perfscore.forms.readers.groups import grouped, half_scored
from perfscore.forms.readers.tokens import LEVELS, SCORES, Run, Token, ends

_MAY_BE_BLANK = frozenset({Column.REASON, Column.NOTE, Column.COMPARATOR, Column.UNIT})
_FIGURE = re.compile(r"[≥≤≧≦<>=]{0,2}\d[\d.,]*\D{0,3}")
"""A figure with its unit, which is no name."""


@dataclass(slots=True)
class _Rows:
    """Rows that are being put together."""

    cells: Sequence[Token]
    rows: list[list[Token]] = field(default_factory=list)
    at: int = 0

    def take(self, count: int) -> list[Token]:
        """Return the next cells."""
        taken = list(self.cells[self.at : self.at + count])
        self.at += count
        return taken


def by_content(
    cells: Sequence[Token], runs: Sequence[Run], *, sparse: bool = False
) -> list[list[Token]] | None:
    """Return rows found by what they hold, or None where there is not one way only.

    Args:
        cells: the cells in order.
        runs: the headings of indicator tables among them.
        sparse: whether the text kept no blank cells, so that remarks, comparators and
            units may be missing from a row.
    """
    made = _Rows(cells)
    for number, run in enumerate(runs):
        if Column.NAME not in run.kinds:
            return None
        _before(made, run.start)
        made.rows.append(
            [Token(_HEADINGS[kind], cells[run.start].line) for kind in run.kinds]
        )
        made.at = run.end
        end = runs[number + 1].start if number + 1 < len(runs) else len(cells)
        # Where no column holds figures, nothing tells that a cell is missing.
        told = bool((SCORES | {Column.COMPARATOR}) & set(run.kinds))
        told = told and len({*run.kinds}) == len(run.kinds)
        body = _body(cells, run, end, sparse=sparse) if told else None
        body = body or grouped(cells, run, end, sparse=sparse)
        if body is None:
            return None
        made.rows += half_scored(body[0], run.kinds) if sparse else body[0]
        made.at = body[1]
        _total(made, run, end)
    _before(made, len(cells))
    return made.rows


_HEADINGS = {
    Column.LEVEL1: "一级指标",
    Column.LEVEL2: "二级指标",
    Column.NAME: "三级指标",
    Column.COMPARATOR: "指标性质",
    Column.TARGET: "指标值",
    Column.UNIT: "度量单位",
    Column.ACTUAL: "实际完成值",
    Column.WEIGHT: "分值",
    Column.CLAIMED: "得分",
    Column.REVIEWED: "复核分",
    Column.CLAUSE: "评分标准",
    Column.NOTE: "备注",
    Column.REASON: "偏差原因",
    Column.SIDE: "绩效指标",
}


def before(cells: Sequence[Token]) -> list[list[Token]]:
    """Return the rows of cells that stand outside of indicator tables.

    Args:
        cells: the cells in order.
    """
    made = _Rows(cells)
    _before(made, len(cells))
    return made.rows


def _before(made: _Rows, end: int) -> None:
    """Put the cells before a run into rows: pairs, the budget, the narratives."""
    while made.at < end:
        text = made.cells[made.at].text
        if not text.strip():
            made.at += 1
            continue
        ahead = made.cells[made.at : end]
        heads = [
            words.budget_column(c.text) for c in _heads(ahead, words.budget_column)
        ]
        kinds = {kind for kind in heads if kind is not None}
        if words.is_budget_heading(kinds):
            if heads.count(heads[0]) > 1:
                # 年度预算数（万元） stands over the labels of the lines.
                made.rows.append(made.take(1))
                heads = heads[1:]
            made.rows.append([Token("", ahead[0].line), *made.take(len(heads))])
            _lines(made, len(heads), end)
            continue
        found = _heads(ahead, labels.goal_column)
        goals = [labels.goal_column(cell.text) for cell in found]
        if len(set(goals)) > 1:
            if goals.count(goals[0]) > 1:
                made.rows.append(made.take(1))
                goals = goals[1:]
            count = len(goals)
            made.rows.append(made.take(count))
            made.rows.append(made.take(min(count, end - made.at)))
            continue
        value = ahead[1].text if len(ahead) > 1 else ""
        pair = labels.is_label(text) and value.strip() and not labels.is_label(value)
        made.rows.append(made.take(2 if pair and not labels.is_title(value) else 1))


def _heads(cells: Sequence[Token], kind: Callable[[str], object]) -> Sequence[Token]:
    """Return the first cells as far as they are headings of a kind."""
    count = 0
    while count < len(cells) and kind(cells[count].text) is not None:
        count += 1
    return cells[:count]


def _lines(made: _Rows, count: int, end: int) -> None:
    """Read lines of the budget: a label, and a cell for each heading.

    A cell of remarks that goes over all lines may stand after the first of them.
    """
    if made.at < end and _is_remark(made.cells[made.at].text):
        made.at += 1
    lines = 0
    while True:
        if _is_line(made, count, end):
            made.rows.append(made.take(count + 1))
            lines += 1
        elif lines == 1 and made.at < end and _is_remark_cell(made, count, end):
            made.at += 1
        elif not _skip_gapped(made, end):
            return


def _skip_gapped(made: _Rows, end: int) -> bool:
    """Leave out a line with fewer figures than headings: which are missing is unknown.

    A label without any figure is a blank line, and stays.
    """
    here = made.at + 1
    if made.at >= end or _is_figure(made.cells[made.at].text):
        return False
    while here < end and number_in(made.cells[here].text) is not None:
        here += 1
    if here == made.at + 1:
        return False
    made.at = here
    return True


def _is_remark(text: str) -> bool:
    return words.indicator_column(text) in {Column.REASON, Column.NOTE} or (
        words.squeezed(text) == "原因"
    )


def _is_remark_cell(made: _Rows, count: int, end: int) -> bool:
    """Whether one cell stands between the first line of a budget and the second."""
    after = _Rows(made.cells, at=made.at + 1)
    return _is_line(after, count, end)


def _is_line(made: _Rows, count: int, end: int) -> bool:
    if made.at + count >= end:
        return False
    label, *figures = made.cells[made.at : made.at + count + 1]
    plain = words.squeezed(label.text)
    named = plain and not _is_figure(label.text) and not labels.is_label(plain)
    return bool(named) and all(_is_figure(cell.text) for cell in figures)


def _is_figure(text: str) -> bool:
    plain = words.squeezed(text).removesuffix("分")
    return (
        is_empty(plain) or money(plain, None) is not None or share(plain)[0] is not None
    )


def _body(
    cells: Sequence[Token], run: Run, end: int, *, sparse: bool
) -> tuple[list[list[Token]], int] | None:
    """Return the rows below a heading and where they end, if there is one way only."""
    ways: dict[int, int] = {run.end: 1}
    made: dict[int, tuple[int, list[Token]]] = {}
    todo = [run.end]
    while todo:
        at = min(todo)
        todo.remove(at)
        for row, after in _row_at(cells, at, run, end, sparse=sparse):
            ways[after] = min(ways.get(after, 0) + ways[at], 2)  # one, or several
            if after not in made:
                made[after] = (at, row)
                todo.append(after)
    stops = [at for at in made if _stops(cells, at, end)]
    if len(stops) != 1 or ways[stops[0]] != 1:
        return None
    rows: list[list[Token]] = []
    at = stops[0]
    while at != run.end:
        at, row = made[at]
        rows.append(row)
    return rows[::-1], stops[0]


def _stops(cells: Sequence[Token], at: int, end: int) -> bool:
    """Whether a table may end here: at its total, at a closing line, at the end."""
    while at < end and not cells[at].text.strip():
        at += 1
    if at == end:
        return True
    return ends(cells[at].text)


def _row_at(
    cells: Sequence[Token], at: int, run: Run, end: int, *, sparse: bool
) -> Iterator[tuple[list[Token], int]]:
    """Yield the rows that may begin at a cell, each with where the next begins."""
    name = run.kinds.index(Column.NAME)
    levels, rest = run.kinds[:name], run.kinds[name:]
    for count in range(min(len(levels), 2) + 1):
        placed = _labels(cells[at : at + count], levels)
        if placed is None or at + count > end:
            continue
        here = at + count
        for kinds in _without_blanks(rest) if sparse else (rest,):
            row = cells[here : here + len(kinds)]
            if here + len(kinds) > end or not _may_be(row, kinds, labelled=count > 0):
                continue
            known = dict(zip(kinds, row, strict=True))
            if sparse and not _is_likely(known, rest):
                continue
            blank = Token("", row[0].line)
            yield [*placed, *(known.get(kind, blank) for kind in rest)], here + len(row)
        if sparse and count and _is_blank_row(cells[at:here], cells[here:end]):
            yield [*placed], here


def _is_likely(row: dict[Column, Token], columns: Sequence[Column]) -> bool:
    """Whether the cells left out of a row are likely to be blank.

    A figure has its unit where units have a column of their own; remarks are no
    figures; and a comparator stands in its column.
    """
    target = row.get(Column.TARGET)
    bare = target is not None and number_in(target.text) is not None
    if bare and Column.UNIT in columns and Column.UNIT not in row:
        return False
    if any(
        number_in(cell.text) is not None
        for kind, cell in row.items()
        if kind in {Column.REASON, Column.NOTE, Column.UNIT}
    ):
        return False
    return Column.COMPARATOR not in columns or not any(
        words.comparator_of(cell.text)
        for kind, cell in row.items()
        if kind is not Column.COMPARATOR
    )


def _is_blank_row(given: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether labels stand for a row that holds nothing else.

    A label of level 1 alone is that of the level-2 label after it.
    """
    text = after[0].text if after else ""
    lone = len(given) == 1 and words.is_level1(given[0].text)
    if lone and words.is_level2(text):
        return False
    return not after or ends(text) or _is_label(text)


def _without_blanks(kinds: Sequence[Column]) -> Iterator[tuple[Column, ...]]:
    """Yield the columns of a row with and without those that may be blank."""
    may = [kind for kind in kinds if kind in _MAY_BE_BLANK]
    for count in range(len(may) + 1):
        for left_out in combinations(may, count):
            yield tuple(kind for kind in kinds if kind not in left_out)


def _labels(given: Sequence[Token], levels: Sequence[Column]) -> list[Token] | None:
    """Return the labels in the columns of their levels, or None if they are none."""
    placed = dict.fromkeys(levels, Token("", given[0].line if given else 0))
    if len(given) == len(LEVELS):
        if not words.is_level1(given[0].text) or not words.is_level2(given[1].text):
            return None
        placed.update(zip(LEVELS, given, strict=True))
    elif given:
        text = given[0].text
        only = words.is_level1(text) and not words.is_level2(text)
        both = words.is_level1(text) and words.is_level2(text)
        if not only and not words.is_level2(text):
            return None
        whole = only or (both and words.level_name(text).startswith("满意"))
        placed[Column.LEVEL1 if whole else Column.LEVEL2] = given[0]
    return list(placed.values()) if set(placed) == set(levels) else None


def _may_be(row: Sequence[Token], kinds: Sequence[Column], *, labelled: bool) -> bool:
    """Whether cells may be a name and what stands under the headings after it."""
    name, *rest = row
    if not name.text.strip():
        return labelled and all(not cell.text.strip() for cell in rest)
    if any(labels.is_total(cell.text) for cell in row) or not _may_name(name.text):
        return False
    if not all(
        _may_stand(cell.text, kind) for cell, kind in zip(rest, kinds[1:], strict=True)
    ):
        return False
    return any(cell.text.strip() for cell in rest)


def _may_name(text: str) -> bool:
    """Whether a text may be the name of an indicator."""
    return not (
        _is_label(text)
        or labels.is_closing(text)
        or _FIGURE.fullmatch(words.squeezed(text)) is not None
        or words.comparator_of(text) is not None
    )


def _may_stand(text: str, kind: Column) -> bool:
    """Whether a text may stand under a heading."""
    sign = words.comparator_of(text)
    if kind in SCORES:
        return points(text) is not None or is_empty(text)
    if kind is Column.COMPARATOR:
        return sign is not None or is_empty(text)
    return not _is_label(text) and (sign is None or "性" in text)


def _is_label(text: str) -> bool:
    """Whether a text is the label of a level, and no name such as 群众满意度."""
    label = words.is_level1(text) or words.is_level2(text)
    return label and words.level_name(text).endswith("指标")


def _total(made: _Rows, run: Run, end: int) -> None:
    """Read the row of the totals: the label and the figures that follow it."""
    while made.at < end and not made.cells[made.at].text.strip():
        made.at += 1
    here = made.at
    while here < end and labels.is_closing(made.cells[here].text):
        # 其他需要说明事项 and its text may stand before the total.
        pair = made.cells[here + 1 : here + 2]
        here += 1 + sum(not labels.is_total(cell.text) for cell in pair)
    if here >= end or not labels.is_total(made.cells[here].text):
        return
    made.at = here
    row = made.take(1)
    while made.at < end and len(row) <= len(run.kinds):
        text = made.cells[made.at].text
        if not (is_empty(text) or points(text) is not None or labels.rating_of(text)):
            break
        row += made.take(1)
    while row and not row[-1].text.strip():
        row.pop()
    scores = [kind for kind in run.kinds if kind in SCORES]
    filled = [cell for cell in row[1:] if not labels.rating_of(cell.text)]
    lead = len(run.kinds) - len(row)
    if len(filled) == len(scores) and lead > 0:
        blank = Token("", row[0].line)
        row = [*([blank] * (run.kinds.index(scores[0]) - 1)), *row] if scores else row
    made.rows.append(row)

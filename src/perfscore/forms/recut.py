"""Rows found by what they hold, where merged cells of a table were written once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.figures import is_empty, money, points, share
from perfscore.forms.tokens import LEVELS, SCORES, Run, Token, ends
from perfscore.forms.vocabulary import Column

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


def by_content(cells: Sequence[Token], runs: Sequence[Run]) -> list[list[Token]] | None:
    """Return rows found by what they hold."""
    made = _Rows(cells)
    for number, run in enumerate(runs):
        # Where no column holds figures, nothing tells that a cell is missing.
        told = SCORES | {Column.COMPARATOR}
        if Column.NAME not in run.kinds or not told & set(run.kinds):
            return None
        _before(made, run.start)
        made.rows.append(
            [Token(_HEADINGS[kind], cells[run.start].line) for kind in run.kinds]
        )
        made.at = run.end
        end = runs[number + 1].start if number + 1 < len(runs) else len(cells)
        body = _body(cells, run, end)
        if body is None:
            return None
        made.rows += body[0]
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


def _before(made: _Rows, end: int) -> None:
    """Put the cells before a run into rows: pairs, the budget, the narratives."""
    while made.at < end:
        text = made.cells[made.at].text
        if not text.strip():
            made.at += 1
            continue
        ahead = made.cells[made.at : end]
        count = _heads(ahead, words.budget_column)
        kinds = {words.budget_column(cell.text) for cell in ahead[:count]}
        if words.is_budget_heading({kind for kind in kinds if kind is not None}):
            made.rows.append([Token("", ahead[0].line), *made.take(count)])
            _lines(made, count, end)
            continue
        count = _heads(ahead, labels.goal_column)
        if len({labels.goal_column(cell.text) for cell in ahead[:count]}) > 1:
            made.rows.append(made.take(count))
            made.rows.append(made.take(min(count, end - made.at)))
            continue
        value = ahead[1].text if len(ahead) > 1 else ""
        pair = labels.is_label(text) and value.strip() and not labels.is_label(value)
        made.rows.append(made.take(2 if pair and not labels.is_title(value) else 1))


def _heads(cells: Sequence[Token], kind: Callable[[str], object]) -> int:
    """Return how many cells in a row are headings of a kind."""
    count = 0
    while count < len(cells) and kind(cells[count].text) is not None:
        count += 1
    return count


def _lines(made: _Rows, count: int, end: int) -> None:
    """Read lines of the budget: a label, and a cell for each heading."""
    while made.at + count < end:
        label, *figures = made.cells[made.at : made.at + count + 1]
        plain = words.squeezed(label.text)
        whole = all(_is_figure(cell.text) for cell in figures)
        if not plain or _is_figure(label.text) or labels.is_label(plain) or not whole:
            return
        made.rows.append(made.take(count + 1))


def _is_figure(text: str) -> bool:
    plain = words.squeezed(text).removesuffix("分")
    return (
        is_empty(plain) or money(plain, None) is not None or share(plain)[0] is not None
    )


def _body(
    cells: Sequence[Token], run: Run, end: int
) -> tuple[list[list[Token]], int] | None:
    """Return the rows below a heading and where they end, if there is one way only."""
    ways: dict[int, int] = {run.end: 1}
    made: dict[int, tuple[int, list[Token]]] = {}
    at, last = run.end, run.end
    todo = [at]
    while todo:
        at = min(todo)
        todo.remove(at)
        for row, after in _row_at(cells, at, run, end):
            ways[after] = ways.get(after, 0) + ways[at]
            if after not in made:
                made[after] = (at, row)
                todo.append(after)
            last = max(last, after)
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
    cells: Sequence[Token], at: int, run: Run, end: int
) -> Iterator[tuple[list[Token], int]]:
    """Yield the rows that may begin at a cell, each with where the next begins."""
    kinds = run.kinds
    name = kinds.index(Column.NAME)
    levels = kinds[:name]
    for count in range(min(len(levels), 2) + 1):
        stop = at + count + len(kinds) - name
        if stop > end:
            return
        given = cells[at : at + count]
        placed = _labels(given, levels)
        rest = cells[at + count : stop]
        if placed is not None and _may_be(rest, kinds[name:], labelled=count > 0):
            yield [*placed, *rest], stop


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
    label = words.is_level1(text) or words.is_level2(text)
    return not (
        label
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
    return not words.is_level1(text) and (sign is None or "性" in text)


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

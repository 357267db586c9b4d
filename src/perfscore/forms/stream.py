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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.figures import is_empty, money, points, share
from perfscore.forms.vocabulary import Column

MOST_COLUMNS = 30
"""The widest row that is looked for."""

_FEWEST = 4
"""How many headings of the indicator table stand together in a run of them."""

_LEVELS = (Column.LEVEL1, Column.LEVEL2)
_PARTS = frozenset({Column.COMPARATOR, Column.TARGET, Column.UNIT})
_SCORES = frozenset({Column.WEIGHT, Column.CLAIMED, Column.REVIEWED})
_FIGURES = frozenset({Column.INITIAL, Column.ADJUSTED, Column.EXECUTED})


class Token(NamedTuple):
    """A cell's text and the line it begins in.

    Attributes:
        text: its text.
        line: the number of the line.
    """

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Headings of an indicator table that stand together.

    Attributes:
        start: the first of them.
        end: the cell after the last of them.
        kinds: what the columns of the rows are, in order; empty where that is not
            known.
    """

    start: int
    end: int
    kinds: tuple[Column, ...]


def split(lines: Iterable[str], number: int) -> list[list[Token]]:
    """Return the cells of each line of a text; a bar ends a cell.

    Args:
        lines: the lines.
        number: the number of the first of them.

    Returns:
        The cells, the last of a line blank where the line ends with a bar.
    """
    return [
        [Token(part.strip(), at) for part in line.split("|")]
        for at, line in enumerate(lines, start=number)
    ]


def cells_of(lines: Sequence[Sequence[Token]]) -> tuple[list[Token], bool]:
    r"""Return cells in their order, whatever line they are on.

    Args:
        lines: the cells of each line.

    Returns:
        The cells, and whether the text ends before the last of them does.

    Example:
        >>> cells_of(split(["一级 |", "| 二级", "指标 |"], 1))[0][-1].text
        '二级\n指标'
    """
    cells: list[Token] = []
    last = Token("", 0)
    for head, *rest in lines:
        # What stands before a line's first bar goes on with the cell before it.
        text = f"{last.text}\n{head.text}".strip()
        last = Token(text, last.line if last.text else head.line)
        if rest:
            cells += [last, *rest[:-1]]
            last = rest[-1]
    return ([*cells, last], True) if last.text else (cells, False)


def has_lost_rows(lines: Sequence[Sequence[Token]]) -> bool:
    """Whether lines of cells are no rows: their headings do not stand as a row would.

    Args:
        lines: the cells of each line.

    Returns:
        True where the headings of an indicator table stand together, and yet either
        on several lines or with the first labels of the table on the same line.
    """
    ended = [line if line[-1].text else line[:-1] for line in lines if line]
    cells = [cell for line in ended for cell in line]
    after = {
        id(cell): line[number + 1 :]
        for line in ended
        for number, cell in enumerate(line)
    }
    for run in _runs(cells):
        heads = cells[run.start : run.end]
        if len({cell.line for cell in heads}) > 1:
            return True
        rest = after[id(heads[-1])]
        if any(words.is_level1(c.text) or words.is_level2(c.text) for c in rest):
            return True
    return False


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
    runs = list(_runs(cells))
    if not runs:
        return None
    return _by_width(cells, runs) or _by_content(cells, runs)


def _runs(cells: Sequence[Token]) -> Iterator[_Run]:
    """Yield the stretches of headings of indicator tables."""
    start = 0
    while start < len(cells):
        end = start
        while end < len(cells) and _is_heading(cells[end].text):
            end += 1
        kinds = [words.indicator_column(cell.text) for cell in cells[start:end]]
        found = [kind for kind in kinds if kind is not None]
        if len(found) >= _FEWEST and words.is_indicator_heading(set(found)):
            yield _Run(start, end, _flat(found))
        start = max(end, start + 1)


def _is_heading(text: str) -> bool:
    return words.indicator_column(text) is not None


def _flat(kinds: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of a heading; one of two rows has its wide cells first."""
    firsts = {Column.LEVEL1, Column.LEVEL2, Column.NAME}
    at = next(i for i, kind in enumerate(kinds) if kind in firsts)
    wide = [kind for kind in kinds[:at] if kind is not Column.SIDE]
    rest = list(kinds[at:])
    if not wide:
        return tuple(rest) if len(set(rest)) == len(rest) else ()
    named = rest[: rest.index(Column.NAME) + 1] if Column.NAME in rest else []
    parts = rest[len(named) :]
    if not named or not set(parts) <= _PARTS or (parts and Column.TARGET not in wide):
        return ()
    flat = list(named)
    for kind in wide:
        flat += parts if kind is Column.TARGET and parts else [kind]
    return tuple(flat) if len(set(flat)) == len(flat) else ()


def _by_width(cells: Sequence[Token], runs: Sequence[_Run]) -> list[list[Token]] | None:
    """Return rows of the one width that puts all labels under their headings."""
    fits = [w for w in range(_FEWEST, MOST_COLUMNS + 1) if _fits(cells, runs, w)]
    if len(fits) != 1:
        return None
    wide = fits[0]
    return [list(cells[at : at + wide]) for at in range(0, len(cells), wide)]


def _fits(cells: Sequence[Token], runs: Sequence[_Run], wide: int) -> bool:
    """Whether rows of a width have each run in one row, and its labels below it."""
    found = 0
    for number, run in enumerate(runs):
        if run.start // wide != (run.end - 1) // wide or not run.kinds:
            return False
        heads = [words.indicator_column(c.text) for c in cells[run.start : run.end]]
        under = {
            (run.start + i) % wide: kind
            for i, kind in enumerate(heads)
            if kind in _LEVELS
        }
        end = runs[number + 1].start if number + 1 < len(runs) else len(cells)
        for at in range(run.end, end):
            text = cells[at].text
            first, second = words.is_level1(text), words.is_level2(text)
            if not (first or second) or not words.squeezed(text).endswith("指标"):
                continue
            kind = under.get(at % wide)
            if not (first if kind is Column.LEVEL1 else second and kind is not None):
                return False
            found += 1
    return found > 1


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


def _by_content(
    cells: Sequence[Token], runs: Sequence[_Run]
) -> list[list[Token]] | None:
    """Return rows found by what they hold."""
    made = _Rows(cells)
    for number, run in enumerate(runs):
        if not run.kinds or Column.NAME not in run.kinds:
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
    cells: Sequence[Token], run: _Run, end: int
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
    text = cells[at].text
    return labels.is_total(text) or labels.is_closing(text) or labels.is_title(text)


def _row_at(
    cells: Sequence[Token], at: int, run: _Run, end: int
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
    if len(given) == len(_LEVELS):
        if not words.is_level1(given[0].text) or not words.is_level2(given[1].text):
            return None
        placed.update(zip(_LEVELS, given, strict=True))
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
        or points(text) is not None
        or words.comparator_of(text) is not None
    )


def _may_stand(text: str, kind: Column) -> bool:
    """Whether a text may stand under a heading."""
    sign = words.comparator_of(text)
    if kind in _SCORES:
        return points(text) is not None or is_empty(text)
    if kind is Column.COMPARATOR:
        return sign is not None or is_empty(text)
    return not words.is_level1(text) and (sign is None or "性" in text)


def _total(made: _Rows, run: _Run, end: int) -> None:
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
    scores = [kind for kind in run.kinds if kind in _SCORES]
    filled = [cell for cell in row[1:] if not labels.rating_of(cell.text)]
    lead = len(run.kinds) - len(row)
    if len(filled) == len(scores) and lead > 0:
        blank = Token("", row[0].line)
        row = [*([blank] * (run.kinds.index(scores[0]) - 1)), *row] if scores else row
    made.rows.append(row)

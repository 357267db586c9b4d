"""Cells of a text in their order, and the headings that stand together in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column

LEVELS = (Column.LEVEL1, Column.LEVEL2)
"""The columns of the labels of levels."""

SCORES = frozenset({Column.WEIGHT, Column.CLAIMED, Column.REVIEWED})
"""The columns that hold points."""

REMARKS = frozenset({Column.REASON, Column.NOTE, Column.CLAUSE})
"""The columns that hold words about a row, of which a table may have several."""

_FEWEST = 4
"""How many headings of the indicator table stand together in a run of them."""

_PARTS = frozenset({Column.COMPARATOR, Column.TARGET, Column.UNIT})


class Token(NamedTuple):
    """A cell's text and the line it begins in.

    Attributes:
        text: its text.
        line: the number of the line.
        unsure: whether the cells of its row could be placed in no way, or in several.
    """

    text: str
    line: int
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Run:
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


def doubted(row: Iterable[Token]) -> list[Token]:
    """Return a row's cells, marked as not certain to stand where they do."""
    return [cell._replace(unsure=True) for cell in row]


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


def runs_in(cells: Sequence[Token]) -> Iterator[Run]:
    """Yield the stretches of headings of indicator tables.

    Args:
        cells: the cells in order.
    """
    start = 0
    while start < len(cells):
        end = start
        while end < len(cells) and _is_heading(cells[end].text):
            end += 1
        kinds = [words.indicator_column(cell.text) for cell in cells[start:end]]
        found = [kind for kind in kinds if kind is not None]
        if len(found) >= _FEWEST and words.is_indicator_heading(set(found)):
            yield Run(start, end, _flat(found))
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
        single = [kind for kind in rest if kind not in REMARKS]
        return tuple(rest) if len(set(single)) == len(single) else ()
    named = rest[: rest.index(Column.NAME) + 1] if Column.NAME in rest else []
    parts = rest[len(named) :]
    if not named or not set(parts) <= _PARTS or (parts and Column.TARGET not in wide):
        return ()
    flat = list(named)
    for kind in wide:
        flat += parts if kind is Column.TARGET and parts else [kind]
    return tuple(flat) if len(set(flat)) == len(flat) else ()


def ends(text: str) -> bool:
    """Whether a cell stands below a table: its total, a closing line, a title."""
    return labels.is_total(text) or labels.is_closing(text) or labels.is_title(text)


_POINTS = re.compile(r"[(\[]?\d+(\.\d+)?分?[)\]]")
"""Points in a cell of their own: (50分), (50), or 30分) where a sign was lost."""

_LETTER = re.compile(r"\w")
_MOST_PIECES = 10
_LONGEST = 16
_MOST_JOINED = 30_000
"""In how many cells at most pieces of headings are looked for."""


def joined(cells: Sequence[Token]) -> list[Token]:
    """Return cells with headings and labels put together that were broken into pieces.

    Example:
        >>> pieces = "一级 指标 年度 指标值 产 出 指 标".split()
        >>> [cell.text for cell in joined([Token(text, 1) for text in pieces])]
        ['一级指标', '年度指标值', '产出指标']
    """
    if len(cells) > _MOST_JOINED:
        return list(cells)
    found: list[Token] = []
    at = 0
    while at < len(cells):
        count = _pieces(cells[at : at + _MOST_PIECES])
        text = "".join(cell.text for cell in cells[at : at + count])
        found.append(Token(text, cells[at + count - 1].line))
        at += count
    return found


def _pieces(cells: Sequence[Token]) -> int:
    """Return how many cells are the pieces of one heading or label.

    A piece may be a heading itself, as 偏差原因 before 分析及 and 改进措施 is, or 一级
    before 指标. Two headings such as 三级指标 and 分值 are no pieces of one.
    """
    texts = [words.squeezed(cell.text) for cell in cells]
    if not texts[0]:
        return 1
    most = length = 0
    for text in texts:
        length += len(text)
        if length > _LONGEST or not _LETTER.search(text):
            break
        most += 1
    for count in range(most, 1, -1):
        whole = "".join(texts[:count])
        if not _is_whole(whole) or words.level_is_odd(whole):
            continue
        if any(one == "指标" or not _is_whole(one) for one in texts[:count]):
            return count
    return _with_points(cells)


def _with_points(cells: Sequence[Token]) -> int:
    """Return 2 where a label's points stand in a cell of their own."""
    text = words.squeezed(cells[1].text) if len(cells) > 1 else ""
    label = cells[0].text
    level = words.is_level1(label) and words.points_in(label) is None
    return 2 if level and is_whole_label(label) and _POINTS.fullmatch(text) else 1


def is_whole_label(text: str) -> bool:
    """Whether a text is the label of a level with all of its letters."""
    level = words.is_level1(text) or words.is_level2(text)
    return level and words.spellings(words.level_name(text))[1].endswith("指标")


def _is_whole(text: str) -> bool:
    """Whether a text is a heading, or a label with all of its letters."""
    if len(text) > _LONGEST:
        return False
    if is_whole_label(text):
        return True
    return len(text) > 1 and words.is_heading(text)

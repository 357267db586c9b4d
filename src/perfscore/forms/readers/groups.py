"""Rows between the labels of levels, where cells stand in their order and nothing else.

The labels part an indicator table into stretches. In each of them the rows are found
by what they must hold, whatever is to be said of the others: a stretch that could be
cut in two ways, or in none, is one row that carries a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import number_in, points
from perfscore.forms.readers.fitting import is_clause, is_filler, is_label, may_stand
from perfscore.forms.readers.tokens import (
    LEVELS,
    REMARKS,
    SCORES,
    Run,
    Token,
    doubted,
    ends,
)
from perfscore.forms.rows import SUB_ROW

_MAY_BE_BLANK = frozenset(
    {Column.REASON, Column.NOTE, Column.CLAUSE, Column.COMPARATOR, Column.UNIT}
)
_VALUES = (Column.TARGET, Column.ACTUAL)
_OF_PARTS = SCORES | {Column.ACTUAL}
"""What a part of the row above may have none of."""

_TELLING = SCORES | {Column.COMPARATOR}
_FIGURE = re.compile(
    r"(?:[≥≤≧≦<>=＞＜≈约]|大于|小于|不低于|不少于|不超过|不高于){0,2}\d"
)
_HALVES = (Column.WEIGHT, Column.CLAIMED)
_FEWEST_SCORED = 3
"""How many rows tell that all rows of a table have points and a score."""

_SHORT_NAME = 4
_MOST = 400
"""How many cells a stretch may have."""


def grouped(
    cells: Sequence[Token], run: Run, end: int, *, sparse: bool
) -> tuple[list[list[Token]], int] | None:
    """Return the rows below a heading and where they end, or None if none is certain.

    Args:
        cells: the cells in order.
        run: the heading.
        end: where the cells of the table end at the latest.
        sparse: whether the text kept no blank cells.
    """
    name = run.kinds.index(Column.NAME)
    levels, rest = run.kinds[:name], run.kinds[name:]
    if set(levels) - {*LEVELS}:
        return None
    stop = run.end
    while stop < end and not ends(cells[stop].text):
        stop += 1
    rows: list[list[Token]] = []
    at = run.end
    certain = 0
    while at < stop:
        given, at = _given(cells, at, stop)
        after = at
        while after < stop and not is_label(cells[after].text):
            after += 1
        *blank, placed = _label_rows(given, levels)
        rows += [row for row in blank if any(cell.text for cell in row)]
        body = list(cells[at:after])
        if not sparse and all(not cell.text.strip() for cell in body):
            body = []
        found = _rows(body, rest, sparse=sparse, cut=after == len(cells))
        if found is None:
            rows.append(doubted([*placed, *body]))
        else:
            certain += sum(not row[0].unsure for row in found)
            empty = [Token("", cell.line) for cell in placed]
            heads = [placed, *([empty] * len(found))]
            rows += [
                [*lead, *row] for lead, row in zip(heads, found or [[]], strict=False)
            ]
        at = after
    return (rows, stop) if certain else None


def half_scored(
    rows: Sequence[list[Token]], kinds: Sequence[Column]
) -> list[list[Token]]:
    """Return rows with a doubt on each that has points or a score, and not both.

    Where the others have both, a cell of it was blank, and 10 and 10 may be its points
    and its score as well as its actual and its points.

    Args:
        rows: the rows below a heading, of a text that kept no blank cells.
        kinds: the columns of the heading.
    """
    both = [kinds.index(kind) for kind in _HALVES if kind in kinds]
    if len(both) < len(_HALVES):
        return list(rows)
    told = [
        [len(row) > at and points(row[at].text) is not None for at in both]
        for row in rows
    ]
    if sum(map(all, told)) < _FEWEST_SCORED:
        return list(rows)
    above: list[list[Token]] = [[], *rows]
    return [
        doubted(row)
        if (any(has) and not all(has)) or _is_torn(row, before, kinds)
        else row
        for row, has, before in zip(rows, told, above, strict=False)
    ]


def _is_torn(
    row: Sequence[Token], above: Sequence[Token], kinds: Sequence[Column]
) -> bool:
    """Whether the name of a row may have been broken into two cells.

    What is left of it stands as a target before one with a comparator, or as a short
    name after a remark that is no sentence.
    """
    here, before = (
        {kind: cell.text.strip() for kind, cell in zip(kinds, cells, strict=False)}
        for cells in (row, above)
    )
    target, actual = (here.get(kind, "") for kind in _VALUES)
    if target and not re.search(r"\d", target) and actual[:1] in set("≥≤≧≦<>"):
        return True
    remark = "".join(before.get(kind, "") for kind in REMARKS)
    label = any(here.get(kind) for kind in LEVELS)
    cut = remark and not label and re.search(r"[。.；;!！，,、\d]|^无$", remark) is None
    return bool(cut) and 0 < len(here.get(Column.NAME, "")) <= _SHORT_NAME


def _given(cells: Sequence[Token], at: int, stop: int) -> tuple[list[Token], int]:
    """Return the labels that stand together, and the cell after them."""
    given: list[Token] = []
    while at < stop and is_label(cells[at].text):
        given.append(cells[at])
        at += 1
    return given, at


def _label_rows(given: Sequence[Token], levels: Sequence[Column]) -> list[list[Token]]:
    """Return rows of labels, of which the last begins the rows that hold more.

    A label of level 1 stands beside the label of level 2 after it.
    """
    rows: list[list[Token]] = []
    at = 0
    line = given[0].line if given else 0
    while at < len(given):
        first = given[at].text
        after = given[at + 1].text if at + 1 < len(given) else ""
        pair = words.is_level1(first) and bool(after) and words.is_level2(after)
        row = dict.fromkeys(levels, Token("", line))
        if pair and len(levels) == len(LEVELS):
            row[Column.LEVEL1], row[Column.LEVEL2] = given[at], given[at + 1]
        else:
            both = words.is_level1(first) and words.is_level2(first)
            high = words.is_level1(first) and (not both or "满意" in first)
            kind = Column.LEVEL1 if high else Column.LEVEL2
            row[kind if kind in row or not levels else levels[0]] = given[at]
        rows.append([row[kind] for kind in levels])
        at += 2 if pair and len(levels) == len(LEVELS) else 1
    return rows or [[Token("", line)] * len(levels)]


def _rows(
    body: Sequence[Token], kinds: Sequence[Column], *, sparse: bool, cut: bool
) -> list[list[Token]] | None:
    """Return the rows of a stretch, or None where there is not one way only.

    Where the text breaks off, what comes after the last whole row is doubted.
    """
    if len(body) > _MOST:
        return None
    ways: dict[int, int] = {0: 1}
    made: dict[int, tuple[int, list[Token]]] = {}
    for at in range(len(body)):
        if at not in ways:
            continue
        for row, after in _row_at(body, at, kinds, sparse=sparse):
            ways[after] = min(ways.get(after, 0) + ways[at], 2)
            made.setdefault(after, (at, row))
    last = len(body) if len(body) in ways or not cut else max(ways)
    if ways.get(last) != 1 or len(body) - last > len(kinds):
        return None
    rows: list[list[Token]] = []
    at = last
    while at:
        at, row = made[at]
        rows.insert(0, row)
    if last == len(body):
        return rows
    figures = [kinds.index(kind) for kind in kinds if kind in {*_VALUES, *SCORES}]
    if any(not row[at].text for row in rows for at in figures):
        return None  # a cell may be missing, and what stands after it has moved up
    return [*rows, doubted(body[last:])]


def _row_at(
    body: Sequence[Token], at: int, kinds: Sequence[Column], *, sparse: bool
) -> Iterator[tuple[list[Token], int]]:
    """Yield the rows that may begin at a cell, each with where the next begins."""
    name = body[at]
    if not may_stand(name.text, Column.NAME):
        return
    blank = Token("", name.line)
    if not sparse:
        row = list(body[at : at + len(kinds)])
        if len(row) == len(kinds) and _may_be(
            row, kinds, alone=len(body) == len(kinds)
        ):
            yield row, at + len(kinds)
        return
    if is_filler(name.text):
        yield [name, *([blank] * (len(kinds) - 1))], at + 1
    part = bool(SUB_ROW.match(name.text))
    seen: set[tuple[object, ...]] = set()
    for cells, after in _ways(body, at + 1, kinds[1:], part=part):
        row = [name, *cells]
        # Between two labels as many cells as columns can be one row only.
        key = (after, *(c for c, k in zip(row, kinds, strict=True) if k not in REMARKS))
        if not _clauses_fit(row, kinds) or key in seen:
            continue  # of several ways to place remarks the first will do
        if _is_likely(row, kinds, alone=len(body) == len(kinds) == after):
            seen.add(key)
            yield row, after


def _clauses_fit(row: Sequence[Token], kinds: Sequence[Column]) -> bool:
    """Whether what speaks of points stands under the heading of clauses, if any."""
    return Column.CLAUSE not in kinds or all(
        (kind is Column.CLAUSE) == is_clause(cell.text)
        for cell, kind in zip(row, kinds, strict=True)
        if kind in REMARKS and cell.text
    )


def _ways(
    body: Sequence[Token], at: int, kinds: Sequence[Column], *, part: bool
) -> Iterator[tuple[list[Token], int]]:
    """Yield the ways to put the next cells under headings."""
    if not kinds:
        yield [], at
        return
    kind, *rest = kinds
    if at < len(body) and body[at].text and may_stand(body[at].text, kind):
        for cells, after in _ways(body, at + 1, rest, part=part):
            yield [body[at], *cells], after
    if kind in _MAY_BE_BLANK or (part and kind in _OF_PARTS):
        for cells, after in _ways(body, at, rest, part=part):
            yield [Token("", body[at - 1].line), *cells], after


def _may_be(row: Sequence[Token], kinds: Sequence[Column], *, alone: bool) -> bool:
    """Whether cells, blank ones among them, may be a row of these headings."""
    rest = [(cell, kind) for cell, kind in zip(row, kinds, strict=True) if cell.text]
    if len(rest) == 1:
        return is_filler(rest[0][0].text)
    told = bool(_TELLING & set(kinds)) or alone
    return all(
        may_stand(cell.text, kind)
        and (told or kind not in _VALUES or _FIGURE.match(words.squeezed(cell.text)))
        for cell, kind in rest
    )


def _is_likely(row: Sequence[Token], kinds: Sequence[Column], *, alone: bool) -> bool:
    """Whether the cells left out of a row are likely to be blank."""
    known = {kind: cell.text for kind, cell in zip(kinds, row, strict=True)}
    target = known.get(Column.TARGET, "")
    if number_in(target) is not None and known.get(Column.UNIT) == "":
        return False
    if Column.COMPARATOR in known and any(
        words.comparator_of(text) is not None
        for kind, text in known.items()
        if kind is not Column.COMPARATOR
    ):
        return False
    if alone or _TELLING & set(kinds):
        return True
    # Nothing else tells names from values.
    return all(
        _FIGURE.match(words.squeezed(known[kind])) for kind in _VALUES if kind in known
    )

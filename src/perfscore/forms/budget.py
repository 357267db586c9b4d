"""The budget block: lines under a heading of amounts, and amounts beside labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.amounts import Line, Part, line_name
from perfscore.forms.columns import Column
from perfscore.forms.draft import Draft
from perfscore.forms.figures import is_empty, money, number_in, share
from perfscore.forms.grid import Cell, Grid
from perfscore.messages import say

_GROUP = re.compile(r"按.{1,8}分:?|其中:?|资金来源:?")
_PART = re.compile(r"(?P<name>[^:：\d]{2,40})[:：](?P<amount>[^:：]*)", re.DOTALL)
_RUN_TOGETHER = re.compile(r"\s+(?=[^\s:：\d]{2,20}[:：])")
_PART_NAME = re.compile(
    r"(资金总额|年度资金总额|一般公共预算|政府性基金|财政专户|专户|非税|其他资金|基本支出|项目支出|财政拨款"
    r"|国有资本|上级|本级|自有资金|年度本级预算金额|事业收入|单位资金|社会保险基金|上年结转|结转|人员经费|公用经费)"
)


_IN_UNIT = re.compile(r"\s*[(（](亿元|万元|千元|元)[)）]")
_IDLE = re.compile(
    r"(指标|资金)?(名称|来源|类型|性质|构成)|备注|结余(数|资金)?|上年结转(资金|数)?|项目资金"
    r"|.*(原因|措施|说明|情况).*|预算资金|资金(总额)?|.{0,8}(项目|资金|预算)"
)
"""Headings of a budget block whose columns a form can be understood without."""

_FEWEST = 3
_LONGEST_PART = 20
"""Labels of amounts by source or kind are shorter than this."""


@dataclass(slots=True)
class Block:
    """A budget block that is being read."""

    columns: dict[Column, int]
    width: int
    exact: bool
    unknown: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class PartTable:
    """Labels of amounts that stand in the rows below them (预算情况)."""

    labels: dict[int, str] = field(default_factory=dict)


def is_heading(row: Sequence[Cell]) -> bool:
    """Whether a row is the heading of a budget block."""
    if any("任务" in cell.text for cell in row):
        return False  # the amounts of tasks (年度主要任务) are no lines of the budget
    kinds = {words.budget_column(cell.text) for cell in row} - {None}
    return words.is_budget_heading({kind for kind in kinds if kind is not None})


def heading(grid: Grid, row: int, draft: Draft) -> Block:
    """Return the block that a row is the heading of."""
    named = [
        (cell, kind)
        for cell in grid.rows[row]
        if (kind := words.budget_column(cell.text)) is not None
    ]
    # 年度预算数（万元） may stand over the labels of the lines, and is no column then.
    over = [(cell, kind) for cell, kind in named if not _over_labels(grid, row, cell)]
    if not words.is_budget_heading({kind for _, kind in over}):
        over = named
    over = _without_label(over)
    if not grid.exact and [kind for _, kind in over].count(over[0][1]) > 1:
        over = over[1:]  # as 年度预算数（万元） where the text kept no depths of cells
    columns: dict[Column, int] = {}
    for cell, kind in over:
        columns.setdefault(kind, cell.column)
    unknown: dict[int, str] = {}
    for cell in grid.rows[row]:
        if cell.blank:
            continue
        if cell.column in columns.values():
            unit = labels.money_unit_in(cell.text)
            if unit:
                draft.set_unit(unit, cell.place)
            continue
        declare(cell, draft)
        if words.budget_column(cell.text) is None and not _IDLE.fullmatch(
            words.spellings(cell.text)[1]
        ):
            unknown[cell.column] = words.tidy(cell.text)[:30]
    return Block(columns, grid.width, grid.exact, unknown)


def _without_label(named: list[tuple[Cell, Column]]) -> list[tuple[Cell, Column]]:
    """Leave out the label of the block, which stands beside all of its lines.

    预算资金（元） heads a column elsewhere; here it is deeper than the headings.
    """
    least = min(cell.row_span for cell, _ in named)
    if named[0][0].row_span == least or len(named) < _FEWEST:
        return named
    rest = named[1:]
    return rest if words.is_budget_heading({kind for _, kind in rest}) else named


def _over_labels(grid: Grid, row: int, head: Cell) -> bool:
    number = row + head.row_span
    below = grid.at(number, head.column) if grid.exact else None
    before = (grid.at(number, column) for column in range(head.column))
    if any(c is not None and c.row == number and not c.blank for c in before):
        return False  # the labels stand before it
    return (
        below is not None
        and not is_empty(below.text)
        and not _is_figure(below.text)
        and not labels.is_label(below.text)
    )


def declare(cell: Cell, draft: Draft) -> None:
    """Take the money unit and the weight that a block's own label declares."""
    unit = labels.money_unit_in(cell.text)
    if unit:
        draft.set_unit(unit, cell.place)
    points = words.points_in(cell.text)
    if points and draft.budget_weight is None:
        draft.budget_weight = points, cell.place


def take(block: Block, grid: Grid, number: int, draft: Draft) -> bool:
    """Read one row below the heading; say whether it belongs to the block."""
    row = grid.rows[number]
    for cell in row:
        if cell.column < min(block.columns.values()):
            unit = labels.money_unit_in(cell.text)
            if unit:
                draft.set_unit(unit, cell.place)
    if parts(row, draft):
        return True
    found = _exact_line if block.exact and grid.exact else _text_line
    line = found(block, grid, number)
    if line is None:
        return False
    draft.lines.append(line)
    return True


def _exact_line(block: Block, grid: Grid, number: int) -> Line | None:
    """Return the line whose figures stand under the headings' own columns."""
    first = min(block.columns.values())
    names = [
        cell
        for cell in grid.rows[number]
        if cell.column < first and not cell.blank and cell.row == number
    ]
    names = [cell for cell in names if not _is_figure(cell.text)] or names
    under = {kind: grid.at(number, place) for kind, place in block.columns.items()}
    beside = grid.at(number, first - 1) if first and not names else None
    labelled = beside is not None and not beside.blank and beside.row == number - 1
    if beside is not None and labelled:
        names = [beside]  # the block's own label is that of its only line
    cells = {k: c for k, c in under.items() if c is not None and c not in names}
    reaches = bool(names) and names[-1] in under.values()
    if reaches and all(is_empty(cell.text) for cell in cells.values()):
        return None  # a text across the figures' columns, such as a goal
    line = _line(names, cells, number, labelled=labelled)
    if line is not None:
        for place, heading in block.unknown.items():
            cell = grid.at(number, place)
            if cell is not None and cell.row == number and _is_amount(cell.text):
                text = words.tidy(cell.text)[:60]
                doubt = say("forms.amount-not-read", heading=heading, text=text)
                line.doubts.append(doubt)
    return line


def _is_amount(text: str) -> bool:
    return not is_empty(text) and money(text, None) is not None


def _text_line(block: Block, grid: Grid, number: int) -> Line | None:
    """Return the line of a text dump: the label stands beside the first figure."""
    row = grid.rows[number]
    first = min(block.columns.values())
    last = max(block.columns.values())
    label = next((cell for cell in row if not cell.blank), None)
    if label is None or number_in(label.text) is not None:
        return None
    # A dump may leave out the cell that a merge covers at the row's beginning.
    shift = 0 if label.column == first - 1 else first - 1 - label.column
    if shift and len(row) >= block.width and label.column < first:
        shift = 0
    by_place = {cell.column + shift: cell for cell in row}
    cells = {k: by_place[p] for k, p in block.columns.items() if p in by_place}
    line = _line([label], cells, number)
    beyond = [c for p, c in by_place.items() if p > last and not is_empty(c.text)]
    if line is not None and beyond:
        line.doubts.append(say("forms.line-too-long", text=words.tidy(beyond[0].text)))
    return line


def _line(
    names: Sequence[Cell],
    cells: dict[Column, Cell],
    number: int,
    *,
    labelled: bool = False,
) -> Line | None:
    """Return a line of the block, or None where its cells hold no figures."""
    filled = [cell for cell in cells.values() if not is_empty(cell.text)]
    wrong = [c for c in filled if not _is_figure(c.text)]
    label = bool(names) and not labelled and labels.is_label(names[-1].text)
    if not names or label or 2 * len(wrong) > len(filled):
        return None
    if len({id(cell) for cell in cells.values()}) < len(cells):
        return None  # one cell under several headings is no line of figures
    line = Line(names[-1], dict(cells))
    for kind, cell in list(line.cells.items()):
        if cell.row != number:
            if not cell.blank:
                text = words.tidy(cell.text)[:60]
                line.doubts.append(say("forms.cell-over-rows", text=text))
            del line.cells[kind]
    return line


def _is_figure(text: str) -> bool:
    plain = words.squeezed(text).removesuffix("分")
    return money(plain, None) is not None or share(plain)[0] is not None


def parts(row: Sequence[Cell], draft: Draft) -> bool:
    """Read cells that hold a label, a colon and perhaps an amount.

    Returns:
        Whether the row consists of such cells and of headings like 按收入性质分.
    """
    filled = [cell for cell in row if not cell.blank]
    named = [cell for cell in filled if _named(cell)]
    groups = [c for c in filled if _GROUP.fullmatch(words.squeezed(c.text))]
    if not named and not groups:
        return False
    if len(named) + len(groups) < len(filled) - 1:
        return False
    if any(number_in(cell.text) is not None for cell in filled):
        return False
    for cell in named:
        for name, amount in _named(cell):
            draft.parts.append(Part(name, amount, cell.place))
    return True


def _named(cell: Cell) -> list[tuple[str, str]]:
    """Return the labels with amounts that a cell holds, one for each of its lines."""
    found = []
    lines = [re.sub(r"^\s*其中[:：]", "", line) for line in cell.text.splitlines()]
    if not any(_PART.fullmatch(line.strip()) for line in lines):
        # Text dumps run the lines of a cell together.
        lines = [part for line in lines for part in _RUN_TOGETHER.split(line)]
    for plain in lines:
        match = _PART.fullmatch(plain.strip())
        if match is None or not _PART_NAME.search(words.squeezed(match["name"])):
            continue
        amount = match["amount"]
        if is_empty(amount) or money(amount, None) is not None:
            found.append((line_name(match["name"]), amount))
    return found


def pair(row: Sequence[Cell], label: Cell, after: Cell, draft: Draft) -> bool:
    """Read an amount that stands in the cell beside its label.

    Beside a line of several amounts stand headings that are not understood: none of
    them is read.
    """
    plain = words.squeezed(label.text).removeprefix("其中:")
    names = {plain.rstrip(":"), words.spellings(plain)[1]}
    if not any(map(_PART_NAME.fullmatch, names)) or money(after.text, None) is None:
        return False
    unit = labels.money_unit_in(label.text)
    if unit:
        draft.set_unit(unit, label.place)
    rest = [cell for cell in row if cell.column > after.column and not cell.blank]
    if rest and _is_amount(rest[0].text):
        name = line_name(label.text)[:30]
        draft.doubts.append(say("forms.line-not-understood", name=name))
        return True
    name = _IN_UNIT.sub("", line_name(label.text))
    draft.parts.append(Part(name, after.text, after.place))
    return True


def is_part_name(text: str) -> bool:
    """Whether a text is the label of an amount by source or by kind of spending."""
    return bool(_PART_NAME.match(words.squeezed(text))) and len(text) < _LONGEST_PART


def part_heading(row: Sequence[Cell]) -> bool:
    """Whether a row heads amounts by source or kind that stand in rows below it."""
    filled = [words.squeezed(cell.text) for cell in row if not cell.blank]
    names = [text for text in filled if _PART_NAME.fullmatch(text)]
    groups = [text for text in filled if _GROUP.fullmatch(text)]
    return bool(names) and len(names) + len(groups) > 1


def take_parts(table: PartTable, row: Sequence[Cell], draft: Draft) -> bool:
    """Read a row of labels, or of the amounts under them."""
    taken = False
    for cell in row:
        plain = words.squeezed(cell.text)
        if cell.blank or _GROUP.fullmatch(plain):
            continue
        if _PART_NAME.search(plain) and number_in(plain) is None:
            table.labels[cell.column] = line_name(cell.text)
            taken = True
        elif money(plain, None) is not None and cell.column in table.labels:
            draft.parts.append(Part(table.labels[cell.column], cell.text, cell.place))
            taken = True
    return taken

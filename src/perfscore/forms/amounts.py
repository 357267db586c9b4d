"""The amounts of a form as records: lines of its budget, and amounts beside labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import (
    SCALES,
    decimals,
    is_empty,
    money,
    points,
    share,
    share_decimals,
    unit_named,
)
from perfscore.forms.grid import Cell
from perfscore.forms.models import BudgetLine
from perfscore.forms.rows import SUB_ROW
from perfscore.messages import Message, say
from perfscore.places import Place

_MONEY = {Column.INITIAL, Column.ADJUSTED, Column.EXECUTED}
_TOTAL_LINE = re.compile(r"总额|合计|总计|资金总|预算金额|总金额")


@dataclass(slots=True)
class Line:
    """One line of the budget block."""

    name: Cell
    cells: dict[Column, Cell]
    doubts: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """An amount beside its label, or under it."""

    name: str
    text: str
    place: Place


def unit_of(
    lines: Sequence[Line], parts: Sequence[Part], inferred: list[str]
) -> str | None:
    """Return the money unit that amounts name themselves, where no label does.

    Where they name several, it is the smallest. An amount without one is no longer
    certain then.
    """
    amounts = [
        (line, cell)
        for line in lines
        for kind, cell in line.cells.items()
        if kind in _MONEY and not is_empty(cell.text)
    ]
    named = {unit for _, cell in amounts if (unit := unit_named(cell.text))}
    for part in parts:
        if unit := unit_named(part.text):
            named.add(unit)
    if not named:
        return None
    for line, cell in amounts:
        if unit_named(cell.text) is None:
            text = words.tidy(cell.text)[:60]
            line.doubts.append(say("forms.amount-without-unit", text=text))
    inferred.append("money_unit")
    return min(named, key=lambda unit: SCALES[unit])


def part_amount(part: Part, unit: str | None, doubts: list[Message]) -> Fraction | None:
    """Return the amount beside a label; what is none is a doubt about the form."""
    if is_empty(part.text):
        return None
    amount = money(part.text, unit)
    if amount is None:
        text = words.tidy(part.text)[:60]
        doubts.append(say("forms.part-not-money", name=part.name, text=text))
    return amount


def lines_of(
    lines: Sequence[Line],
    unit: str | None,
    weight: Callable[[str], Fraction | None],
    declared: tuple[str, Place] | None,
) -> tuple[BudgetLine, ...]:
    """Return the lines of a budget as records.

    Args:
        lines: the lines.
        unit: the form's money unit.
        weight: what reads the points of a weight.
        declared: the points that the block's own label declares, and where.
    """
    totals = [i for i, line in enumerate(lines) if is_total_line(line.name.text)]
    total = totals[0] if totals else (0 if len(lines) == 1 else None)
    return tuple(
        _line(line, unit, weight, declared if i == total else None, is_total=i == total)
        for i, line in enumerate(lines)
    )


def planned(
    parts: Sequence[Part], unit: str | None, inferred: list[str]
) -> tuple[BudgetLine, ...]:
    """Return the budget that a target form states beside a label.

    It is the year's first budget: nothing else exists when targets are set.
    """
    for part in parts:
        amount = None if is_empty(part.text) else money(part.text, unit)
        if amount is not None and is_total_line(part.name):
            inferred.append("budget")
            places = {"name": part.place, "initial": part.place}
            line = BudgetLine(
                name=part.name, is_total=True, initial=amount, places=places
            )
            return (line,)
    return ()


def _line(
    line: Line,
    unit: str | None,
    weight: Callable[[str], Fraction | None],
    declared: tuple[str, Place] | None,
    *,
    is_total: bool,
) -> BudgetLine:
    doubts = [*line.name.doubts, *line.doubts]
    figures: dict[str, Fraction | None] = {}
    unread: dict[str, str] = {}
    places = {"name": line.name.place}
    for column, cell in line.cells.items():
        places[column.value] = cell.place
        doubts.extend(cell.doubts)
        if is_empty(cell.text):
            continue
        if column is Column.RATE:
            figures[column.value], more = share(cell.text)
            doubts.extend(more)
            continue
        scored = column in {Column.WEIGHT, Column.CLAIMED, Column.REVIEWED}
        figure = weight if column is Column.WEIGHT else points
        read = figure(cell.text) if scored else money(cell.text, unit)
        figures[column.value] = read
        if read is None:
            key = "forms.not-points" if scored else "forms.not-money"
            unread[column.value] = words.tidy(cell.text)[:60]
            doubts.append(say(key, text=unread[column.value]))
    if declared and "weight" not in figures:
        # 预算执行情况（20分） stands for a column of weights.
        figures["weight"] = Fraction(declared[0])
        places["weight"] = declared[1]
    return BudgetLine(
        name=line_name(line.name.text),
        is_total=is_total,
        initial=figures.get("initial"),
        adjusted=figures.get("adjusted"),
        executed=figures.get("executed"),
        weight=figures.get("weight"),
        execution_rate=figures.get("execution_rate"),
        claimed=figures.get("claimed"),
        reviewed=figures.get("reviewed"),
        decimals={
            column.value: count(line.cells[column].text)
            for column, count in (
                (Column.RATE, share_decimals),
                (Column.CLAIMED, decimals),
            )
            if column.value in figures and column in line.cells
        },
        places=places,
        unread=unread,
        doubts=tuple(doubts),
    )


def is_total_line(name: str) -> bool:
    """Whether a budget line is the line of the total."""
    return bool(_TOTAL_LINE.search(words.squeezed(name)))


def line_name(text: str) -> str:
    """Return a budget label without 其中 and its colon.

    Example:
        >>> line_name("  其中：  一般公共预算："), line_name("年度资金总额：")
        ('一般公共预算', '年度资金总额')
    """
    return SUB_ROW.sub("", words.tidy(text)).strip(" :：")

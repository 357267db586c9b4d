"""A row of the indicator table as a record: its texts read, its places kept."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import decimals, is_empty, number_in, points
from perfscore.forms.models import Indicator
from perfscore.messages import Message, say
from perfscore.values.parse import parse_value
from perfscore.values.value import MISSING, Comparator, Value

if TYPE_CHECKING:
    from perfscore.forms.draft import Row

_UNPLACED = {Column.LEVEL1, Column.LEVEL2, Column.SIDE, Column.ACTUAL_UNIT}
_DITTO = {"同上", "〃", "″", '"', "''", "＂"}
_FIGURE = re.compile(r"[≥≤≧≦<>=约]{0,2}\d")
SUB_ROW = re.compile(r"^[★☆*\s]*其中[:：]?")
"""How the name of a row begins that is a part of the row above."""


def indicator_of(
    number: int, row: Row, year: int | None, *, weighed: bool
) -> Indicator:
    """Return a row as a record.

    Args:
        number: its number in form order.
        row: its cells and texts.
        year: the form's year, for dates that name none.
        weighed: whether rows of this form print weights; a sub-row without one is then
            not scored.
    """
    doubts = list(row.doubts)
    for column, cell in row.cells.items():
        if column not in _UNPLACED:
            row.places.setdefault(column.value, cell.place)
            doubts.extend(d for d in cell.doubts if d not in doubts)
    name = words.tidy(row.text(Column.NAME))
    if not name:
        doubts.append(say("forms.no-name"))
    elif words.is_level1(name) and words.is_level2(row.text(Column.TARGET)):
        doubts.append(say("forms.row-aligned"))  # labels, moved to the right
    comparator = _comparator(row, doubts)
    unit = _unit(row, doubts)
    figures = {
        column: _points(row.text(column), doubts)
        for column in (Column.WEIGHT, Column.CLAIMED, Column.REVIEWED)
    }
    weight = figures[Column.WEIGHT]
    own = words.tidy(row.text(Column.ACTUAL_UNIT))
    done_in = None if is_empty(own) else own
    if done_in is None:
        done_in = _headed_unit(row, Column.ACTUAL) or unit
    target, actual = (
        _value(row.text(column), unit=one, comparator=cmp, year=year)
        for column, one, cmp in (
            (Column.TARGET, unit, comparator),
            (Column.ACTUAL, done_in, None),
        )
    )
    for column in (Column.TARGET, Column.ACTUAL):
        if words.squeezed(row.text(column)) in _DITTO:
            text = words.tidy(row.text(column))
            doubts.append(say("forms.as-above", text=text))
    return Indicator(
        number=number,
        level1=row.level1,
        level2=row.level2,
        name=name,
        comparator=comparator,
        target=target,
        unit=unit,
        actual=actual,
        weight=weight,
        claimed=figures[Column.CLAIMED],
        reviewed=figures[Column.REVIEWED],
        clause=words.prose(row.text(Column.CLAUSE)),
        note=words.prose(row.text(Column.NOTE)),
        reason=words.prose(row.text(Column.REASON)),
        scored=not (weighed and weight is None and bool(SUB_ROW.search(name))),
        decimals={"claimed": decimals(row.text(Column.CLAIMED))}
        if figures[Column.CLAIMED] is not None
        else {},
        places=row.places,
        inferred=row.inferred,
        doubts=tuple(doubts),
    )


def _unit(row: Row, doubts: list[Message]) -> str | None:
    """Return the unit; a figure in its cell is a target that has no cell of its own."""
    unit = words.tidy(row.text(Column.UNIT))
    word = row.described and not is_empty(unit)
    if is_empty(row.text(Column.TARGET)) and (word or _FIGURE.match(unit)):
        row.texts[Column.TARGET], row.texts[Column.UNIT] = unit, ""
        row.places["target"] = row.cells[Column.UNIT].place
        if not word:  # 单位（文字描述） is the column of targets in words
            doubts.append(say("forms.target-elsewhere", text=unit[:60]))
        return None
    if number_in(unit) is not None:
        # What stands there is the cell beside it, where the unit's own was lost.
        doubts.append(say("forms.row-aligned"))
        return None
    return unit or _headed_unit(row, Column.TARGET)


def _headed_unit(row: Row, column: Column) -> str | None:
    """Return the unit that a heading names, where the figure below it has none."""
    bare = words.squeezed(row.text(column)).lstrip("≥≤≧≦<>=")
    return row.units.get(column) if number_in(bare) is not None else None


def _value(
    text: str, *, unit: str | None, comparator: Comparator | None, year: int | None
) -> Value:
    text = words.tidy(text)
    if not text:
        return MISSING
    return parse_value(text, unit=unit, comparator=comparator, year=year)


def _comparator(row: Row, doubts: list[Message]) -> Comparator | None:
    text = row.text(Column.COMPARATOR)
    comparator = words.comparator_of(text)
    if words.is_quantitative(text):
        return None
    if comparator is None and not is_empty(text):
        doubts.append(say("forms.not-a-comparator", text=words.tidy(text)[:60]))
    if comparator is None and is_empty(text):
        for column in (Column.UNIT, Column.NOTE):
            comparator = words.comparator_of(row.text(column))
            if comparator is not None:
                # Beside its own column, and nothing else in the cell.
                row.texts[column] = ""
                row.places["comparator"] = row.cells[column].place
                doubts.append(say("forms.comparator-elsewhere", text=comparator.value))
                break
    return comparator


def _points(text: str, doubts: list[Message]) -> Fraction | None:
    read = points(text)
    if read is None and not is_empty(text):
        doubts.append(say("forms.not-points", text=words.tidy(text)[:60]))
    return read

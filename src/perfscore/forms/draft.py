"""A form while it is being read: texts and places, not yet values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from perfscore.forms import amounts, labels
from perfscore.forms import vocabulary as words
from perfscore.forms.amounts import Line, Part
from perfscore.forms.columns import Column
from perfscore.forms.figures import (
    declared_points,
    is_empty,
    percent_points,
    points,
)
from perfscore.forms.grid import Cell
from perfscore.forms.models import (
    BudgetPart,
    Form,
    FormKind,
    Indicator,
    Level1,
    Scope,
)
from perfscore.forms.rows import indicator_of
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place

FULL = 100
"""The points that percentages of weights are of."""

_FILLER = re.compile(r"[-—–―/\\…·.。]*|(指标|三级指标)\d*[:：]?[…]*|无")
_MONEY = {Column.INITIAL, Column.ADJUSTED, Column.EXECUTED}
_TOTAL_LINE = re.compile(r"总额|合计|总计|资金总|预算金额")


@dataclass(slots=True)
class Row:
    """One row of the indicator table: a cell for each column that it has."""

    cells: dict[Column, Cell]
    level1: str = ""
    level2: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    inferred: tuple[str, ...] = ()
    doubts: list[Message] = field(default_factory=list)
    texts: dict[Column, str] = field(default_factory=dict)
    level1_weight: Fraction | None = None
    described: bool = False
    short: bool = False
    units: dict[Column, str] = field(default_factory=dict)

    def text(self, column: Column) -> str:
        """Return the text of a column, empty where the row has no such cell."""
        if column in self.texts:
            return self.texts[column]
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass(slots=True)
class Draft:
    """Everything found of one form so far."""

    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    level1: list[Level1] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    columns: set[Column] = field(default_factory=set)
    total: dict[str, Cell] = field(default_factory=dict)
    doubts: list[Message] = field(default_factory=list)
    first: Place = NOWHERE
    budget_weight: tuple[str, Place] | None = None
    sides: dict[str, Cell] = field(default_factory=dict)
    _percent: bool = False

    def set(self, key: str, text: str, place: Place) -> None:
        """Keep a field's text, unless the field is known already."""
        if text and key not in self.texts:
            self.texts[key] = text
            self.places[key] = place

    def set_unit(self, unit: str, place: Place) -> None:
        """Keep the money unit; another one that is printed elsewhere is a doubt."""
        known = self.texts.get("money_unit", unit)
        if known != unit:
            doubt = say("forms.two-money-units", read=known, other=unit)
            if doubt not in self.doubts:
                self.doubts.append(doubt)
        self.set("money_unit", unit, place)

    def set_cell(self, key: str, text: str, cell: Cell) -> None:
        """Keep what a cell says of a field, with the cell's doubts."""
        if key not in self.texts:
            self.doubts.extend(d for d in cell.doubts if d not in self.doubts)
        self.set(key, text, cell.place)

    def go_on(self, key: str, text: str) -> None:
        """Add a further row of what a field says."""
        if text and key in self.texts:
            self.texts[key] += f"\n{text}"

    def declare(self, cells: Iterable[Cell]) -> None:
        """Keep the labels beside the table, for the points they declare for all rows.

        A label that is repeated where a page ends is the same label.
        """
        for cell in cells:
            if words.indicator_column(cell.text) is Column.SIDE:
                self.sides.setdefault(words.squeezed(cell.text), cell)

    def _rows_weight(self) -> Fraction | None:
        """Return the points declared for all rows, by one label or by several."""
        label, whole = declared_points(self.sides)
        if whole is not None:
            self.places["rows_weight"] = self.sides[label].place
        return whole

    def adopt(self, heading: Draft) -> None:
        """Take over a heading that stands after the table it belongs to."""
        self.title = heading.title
        for key, text in heading.texts.items():
            self.set(key, text, heading.places[key])
        self.places["title"] = heading.places["title"]
        self.doubts.extend((*heading.doubts, say("forms.heading-after-table")))

    @property
    def has_table(self) -> bool:
        """Whether an indicator table was found."""
        return bool(self.columns)

    def finish(self, file: str, number: int) -> Form:
        """Return the form as a record."""
        inferred: list[str] = []
        doubts = list(self.doubts)
        kind = labels.kind_of(self.title) or self._kind_by_table(inferred)
        if kind is FormKind.SELF_EVALUATION and Column.ACTUAL not in self.columns:
            doubts.append(say("forms.no-actual-column"))
        if Column.TARGET not in self.columns:
            doubts.append(say("forms.no-target-column"))
        if not self.columns & {Column.LEVEL1, Column.LEVEL2}:
            doubts.append(say("forms.no-level-column"))
        year = self._year(inferred)
        unit = self.texts.get("money_unit") or amounts.unit_of(
            self.lines, self.parts, inferred
        )
        self._weigh(doubts)
        totals = {
            key: self._figure(key, cell, doubts) for key, cell in self.total.items()
        }
        office = self.texts.get("office", "")
        if not office:
            for key in ("implementer", "department"):
                if self.texts.get(key):
                    office = self.texts[key]
                    self.places["office"] = self.places[key]
                    inferred.append("office")
                    break
        return Form(
            kind=kind,
            scope=labels.scope_of(self.title) or self._scope_by_fields(inferred),
            title=self.title,
            label=self.texts.get("label", ""),
            number=number,
            office=office,
            department=self.texts.get("department", ""),
            implementer=self.texts.get("implementer", ""),
            project=self.texts.get("project", ""),
            year=year,
            period=self.texts.get("period", ""),
            money_unit=unit,
            budget=amounts.lines_of(self.lines, unit, self._weight, self.budget_weight)
            or amounts.planned(self.parts, unit, inferred),
            budget_parts=tuple(
                BudgetPart(
                    name=part.name,
                    amount=amounts.part_amount(part, unit, doubts),
                    place=part.place,
                )
                for part in self.parts
            ),
            goal=self.texts.get("goal", ""),
            goal_actual=self.texts.get("goal_actual", ""),
            level1=tuple(self.level1),
            indicators=self._indicators(year),
            rows_weight=self._rows_weight(),
            total_weight=totals.get("total_weight"),
            total_claimed=totals.get("total_claimed"),
            rating=words.tidy(self.total["rating"].text)
            if "rating" in self.total
            else "",
            file=file,
            places=self.places,
            inferred=tuple(inferred),
            doubts=tuple(doubts),
        )

    def _kind_by_table(self, inferred: list[str]) -> FormKind:
        inferred.append("kind")
        if Column.ACTUAL in self.columns:
            return FormKind.SELF_EVALUATION
        return FormKind.TARGET

    def _scope_by_fields(self, inferred: list[str]) -> Scope:
        inferred.append("scope")
        return Scope.PROJECT if "project" in self.texts else Scope.DEPARTMENT

    def _year(self, inferred: list[str]) -> int | None:
        if "year" in self.texts:
            return int(self.texts["year"])
        year = labels.year_in(self.texts.get("period", ""))
        if year is not None:
            self.places["year"] = self.places["period"]
            inferred.append("year")
        return year

    def _weigh(self, doubts: list[Message]) -> None:
        """Find out whether the column of weights is one of percentages of 100 points.

        It is where they make 100 %, by themselves or with what the budget is worth.
        """
        texts = [row.text(Column.WEIGHT) for row in self.rows]
        filled = [text for text in texts if not is_empty(text)]
        shares = [percent_points(text) for text in filled]
        known = [share for share in shares if share is not None]
        beside = {Fraction(0), *self._budget_weights()}
        if known and len(known) == len(shares):
            whole = sum(known, Fraction(0))
            self._percent = any(whole + one == FULL for one in beside)
        numbers = [one for text in filled if (one := points(text)) is not None]
        if numbers and any(sum(numbers, one) == 1 for one in beside):
            doubts.append(say("forms.weights-of-one"))

    def _budget_weights(self) -> frozenset[Fraction]:
        """Return the points that lines of the budget are worth, whichever counts."""
        texts = [
            line.cells[Column.WEIGHT].text
            for line in self.lines
            if Column.WEIGHT in line.cells
        ]
        texts += [self.budget_weight[0]] if self.budget_weight else []
        read = (percent_points(text) or points(text) for text in texts)
        return frozenset(one for one in read if one is not None)

    def _weight(self, text: str) -> Fraction | None:
        """Return the points of a weight beside the table's rows."""
        read = points(text)
        return percent_points(text) if read is None and self._percent else read

    def _figure(self, key: str, cell: Cell, doubts: list[Message]) -> Fraction | None:
        self.places[key] = cell.place
        doubts.extend(cell.doubts)
        read = self._weight if key == "total_weight" else points
        number = None if key == "rating" else read(cell.text)
        if number is None and key != "rating" and not is_empty(cell.text):
            doubts.append(say("forms.not-points", text=words.tidy(cell.text)[:60]))
        return number

    def _indicators(self, year: int | None) -> tuple[Indicator, ...]:
        weighed = any(points(row.text(Column.WEIGHT)) is not None for row in self.rows)
        if any(not is_empty(row.text(Column.CLAIMED)) for row in self.rows):
            for row in self.rows:
                # Where others have scores, a row that ends before its own lost a cell,
                # and so did one whose remark stands in the place of the score.
                lost = row.short or words.squeezed(row.text(Column.CLAIMED)) == "无"
                if lost and not is_empty(row.text(Column.WEIGHT)):
                    row.doubts.append(say("forms.row-aligned"))
        if self._percent:
            weighed = True
            for row in self.rows:
                text = row.text(Column.WEIGHT)
                if not is_empty(text):
                    row.texts[Column.WEIGHT] = words.squeezed(text).removesuffix("%")
        return tuple(
            indicator_of(number, row, year, weighed=weighed)
            for number, row in enumerate(self.rows, start=1)
        )


def is_filler(row: Row) -> bool:
    """Whether a row names no indicator and holds no figure."""
    figures = (Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED)
    name = words.squeezed(row.text(Column.NAME))
    return bool(_FILLER.fullmatch(name)) and all(
        is_empty(row.text(column)) for column in figures
    )

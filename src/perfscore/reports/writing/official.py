"""A form → the page of the official layout.

The layout is that of the national self-evaluation form of projects (2020) and of the
target forms beside it: heading, budget, narrative goals, indicators, total. A form that
holds more than these has more columns; nothing that it holds is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from perfscore.forms.amounts import is_total_line
from perfscore.forms.labels import is_title
from perfscore.forms.models import BudgetLine, BudgetPart, Form, FormKind, Scope
from perfscore.reports.writing.columns import (
    HEADINGS,
    LEAST,
    LEVEL1,
    LEVEL2,
    SIDE,
    cell_of,
    columns_of,
    shown,
    split,
)
from perfscore.reports.writing.figures import claim, plain, rate
from perfscore.reports.writing.levels import Line, lines_of
from perfscore.reports.writing.page import Look, Page, Paper, Piece, shared_out

SIGNED = (
    "填报人：　　　　　　联系电话：　　　　　　填报日期：　　　　　　单位负责人签字："
)
_NONE = "—"
_PAIRED = 2
_LABELS = 2
"""How many columns the labels at the left end cover."""

_MONEY = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分")
_MONEY_WIDTHS = (20, 13, 13, 13, 7, 8, 9)

_Cell: TypeAlias = "tuple[Piece, int]"
"""A cell, and how wide it should be."""


@dataclass(frozen=True, slots=True)
class Habit:
    """A way to print what can be printed in more ways than one.

    Attributes:
        merged: whether a level's label covers all its rows, or is repeated in each.
        beside: whether amounts by source or kind stand beside their labels, in rows of
            their own, or after a colon within the budget block.
    """

    merged: bool = True
    beside: bool = True


def habits_of(form: Form) -> tuple[Habit, ...]:
    """Return the ways to print a form, the usual one first."""
    blank = any(part.amount is None for part in form.budget_parts)
    usual = not blank and _planned(form) == form.budget
    return tuple(
        Habit(merged=merged, beside=beside)
        for beside in ((usual, not usual) if form.budget_parts else (usual,))
        for merged in (True, False)
    )


def page_of(form: Form, habit: Habit, notes: Iterable[str] = ()) -> Page:
    """Return a form as it is printed.

    Args:
        form: the form.
        habit: the way to print it.
        notes: lines that follow the form.
    """
    return _Printer(form, habit).page(tuple(notes))


def _planned(form: Form) -> tuple[BudgetLine, ...]:
    """Return the budget that is understood from an amount beside its label."""
    for part in form.budget_parts:
        if part.amount is not None and is_total_line(part.name):
            known = form.budget[0] if len(form.budget) == 1 else None
            same = known is not None and known == BudgetLine(
                name=part.name,
                is_total=True,
                initial=part.amount,
                places=known.places,
                doubts=known.doubts,
            )
            return form.budget if same else ()
    return ()


class _Printer:
    """Prints one form, section by section."""

    def __init__(self, form: Form, habit: Habit) -> None:
        self.form = form
        self.habit = habit
        self.columns = columns_of(form)
        self.has_block = bool(
            (form.budget and not (habit.beside and _planned(form)))
            or (form.budget_parts and not habit.beside)
        )
        widths = [HEADINGS[name].width for name in self.columns]
        least = LEAST + self._reviews_money()
        fine, self.parts = split(widths, least)
        self.paper = Paper(fine)

    def page(self, notes: Sequence[str]) -> Page:
        form = self.form
        self._pairs()
        if form.budget_parts and self.habit.beside:
            self._amounts()
        if self.has_block:
            self._block()
        self._goals()
        self._table()
        name = " ".join(
            part for part in (form.label, form.project or form.office) if part
        )
        return Page(
            before=tuple(self._before()),
            boxes=tuple(
                sorted(self.paper.boxes, key=lambda box: (box.row, box.column))
            ),
            widths=self.paper.widths,
            height=self.paper.height,
            after=(SIGNED, *notes),
            name="" if is_title(name) else name,
        )

    def _before(self) -> Iterable[tuple[Look, str, str]]:
        form = self.form
        if form.label:
            yield Look.LINE, form.label, ""
        if form.title:
            yield Look.TITLE, form.title, ""
        if form.year is not None and "year" not in form.inferred:
            yield Look.YEAR, f"（{form.year}年度）", ""
        office = ""
        if form.office and not self._office_beside() and "office" not in form.inferred:
            office = f"填报单位（盖章）：{form.office}"
        unit = ""
        if form.money_unit and not self.has_block:
            unit = f"金额单位：{form.money_unit}"
        if office or unit:
            yield Look.LINE, office, unit

    def _office_beside(self) -> bool:
        """Whether the office stands in the table, as in forms of whole offices."""
        return self.form.scope is Scope.DEPARTMENT

    def _spread(self, *cells: _Cell, after: int = 0) -> list[Piece]:
        """Return cells over the columns after the first, near the widths they want."""
        spans = shared_out(self.paper.widths[after:], [width for _, width in cells])
        return [
            Piece(piece.text, piece.look, span, piece.rows, piece.figure)
            for (piece, _), span in zip(cells, spans, strict=True)
        ]

    def _labelled(self, label: str, *cells: _Cell, rows: int = 1) -> None:
        """Print a row that begins with a label."""
        head = Piece(label, Look.LABEL, _LABELS, rows)
        self.paper.row(head, *self._spread(*cells, after=_LABELS))

    def _pairs(self) -> None:
        """Print labels with what they say beside them."""
        form = self.form
        if form.office and self._office_beside() and "office" not in form.inferred:
            self._labelled("部门（单位）名称", (Piece(form.office, Look.TEXT), 1))
        if form.project or form.scope is Scope.PROJECT:
            self._labelled("项目名称", (Piece(form.project, Look.TEXT), 1))
        if form.department or form.implementer:
            self._labelled(
                "主管部门",
                (Piece(form.department, Look.TEXT), 45),
                (Piece("实施单位", Look.LABEL), 12),
                (Piece(form.implementer, Look.TEXT), 43),
            )
        if form.period:
            self._labelled("项目支出实施期", (Piece(form.period, Look.TEXT), 1))

    def _amounts(self) -> None:
        """Print amounts by source or kind, each beside its label."""
        whole = self.form.scope is Scope.DEPARTMENT
        label = "预算情况" if whole else "项目资金"
        for number, part in enumerate(self.form.budget_parts):
            amount = _amount(part)
            cells = self._spread(
                (Piece(part.name, Look.LABEL), 30), (amount, 70), after=2
            )
            if number == 0:
                rows = len(self.form.budget_parts)
                cells.insert(0, Piece(label, Look.LABEL, _LABELS, rows))
            self.paper.row(*cells)

    def _reviews_money(self) -> bool:
        return any(line.reviewed is not None for line in self.form.budget)

    def _block(self) -> None:
        """Print the block of the budget: its lines, and amounts by source or kind."""
        form, reviewed = self.form, self._reviews_money()
        parts = () if self.habit.beside else form.budget_parts
        named = "年度预算申请" if form.scope is Scope.DEPARTMENT else "项目资金"
        unit = f"\n（{form.money_unit}）" if form.money_unit else ""
        heads = ["", *_MONEY, *(["复核分"] if reviewed else [])]
        widths = [*_MONEY_WIDTHS, *([9] if reviewed else [])]
        rows = 1 + len(form.budget) + (len(parts) + 1) // _PAIRED
        self._labelled(
            f"{named}{unit}",
            *(
                (Piece(head, Look.LABEL), w)
                for head, w in zip(heads, widths, strict=True)
            ),
            rows=rows,
        )
        for number, line in enumerate(form.budget):
            cells = [_line_name(number, line), *self._money(line)]
            if reviewed:
                cells.append(_figure(line, "reviewed"))
            paired = zip(cells, widths, strict=True)
            self.paper.row(*self._spread(*paired, after=_LABELS))
        for at in range(0, len(parts), _PAIRED):
            cells = [_part(part) for part in parts[at : at + _PAIRED]]
            cells += [Piece("")] * (_PAIRED - len(cells))
            self.paper.row(*self._spread(*((one, 1) for one in cells), after=_LABELS))

    def _money(self, line: BudgetLine) -> list[Piece]:
        """Return the figures of a line of the budget block."""
        cells = [_figure(line, name) for name in ("initial", "adjusted", "executed")]
        names = ("weight", "execution_rate", "claimed")
        for name in names:
            cell = _figure(line, name)
            # The official form strokes out what only the total has.
            idle = not (line.is_total or cell.text or name == "execution_rate")
            cells.append(Piece(_NONE) if idle and self._is_evaluation() else cell)
        return cells

    def _is_evaluation(self) -> bool:
        return self.form.kind is FormKind.SELF_EVALUATION

    def _goals(self) -> None:
        form = self.form
        if not self._is_evaluation() and not form.goal_actual:
            self._labelled("年度绩效目标", (Piece(form.goal, Look.TEXT), 1))
            return
        heads = [Piece(text, Look.LABEL) for text in ("预期目标", "实际完成情况")]
        self._labelled("年度\n总体目标", *((one, 1) for one in heads), rows=2)
        goals = [Piece(text, Look.TEXT) for text in (form.goal, form.goal_actual)]
        self.paper.row(*self._spread(*((one, 1) for one in goals), after=_LABELS))

    def _table(self) -> None:
        """Print the indicators under their heading, and the total."""
        form = self.form
        lines = lines_of(form, merged=self.habit.merged)
        spans = dict(zip(self.columns, self.parts, strict=True))
        heads = [Piece(HEADINGS[c].text, Look.LABEL, spans[c]) for c in self.columns]
        side = HEADINGS[SIDE].text
        if form.rows_weight is not None:
            side += f"\n（{plain(form.rows_weight).text}分）"
        heads[0] = Piece(side, Look.LABEL, spans[SIDE], 1 + len(lines))
        self.paper.row(*heads)
        for line in lines:
            self.paper.row(*self._row(line, spans))
        if self._is_evaluation() or self._has_total():
            self._total(spans)

    def _row(self, line: Line, spans: dict[str, int]) -> Iterable[Piece]:
        for name, label in ((LEVEL1, line.level1), (LEVEL2, line.level2)):
            if label is not None:
                text, rows = label
                yield Piece(text, Look.LABEL, spans[name], rows)
        for name in self.columns:
            if name in {SIDE, LEVEL1, LEVEL2}:
                continue
            cell = Piece("", HEADINGS[name].look)
            if line.row is not None:
                cell = cell_of(line.row, name)
            yield Piece(cell.text, cell.look, spans[name], 1, cell.figure)

    def _has_total(self) -> bool:
        form = self.form
        figures = (form.total_weight, form.total_claimed)
        return bool(form.rating) or any(one is not None for one in figures)

    def _total(self, spans: dict[str, int]) -> None:
        """Print the row of the totals: two figures, and the rating at the end."""
        form = self.form
        ends = ("weight", "claimed", "reason")
        until = min(self.columns.index(name) for name in ends if name in spans)
        wide = sum(spans[name] for name in self.columns[:until])
        cells = [Piece("总分", Look.LABEL, wide)]
        for name in self.columns[until:]:
            cell = Piece("")
            if name == "weight" and form.total_weight is not None:
                cell = shown(plain(form.total_weight))
            elif name == "claimed" and form.total_claimed is not None:
                cell = shown(plain(form.total_claimed))
            elif name == self.columns[-1]:
                cell = Piece(form.rating)
            cells.append(Piece(cell.text, cell.look, spans[name], 1, cell.figure))
        self.paper.row(*cells)


def _line_name(number: int, line: BudgetLine) -> Piece:
    if line.is_total or number > 1:
        return Piece(line.name, Look.TEXT)
    return Piece(f"其中：{line.name}" if number else line.name, Look.TEXT)


def _figure(line: BudgetLine, name: str) -> Piece:
    """Return the cell of a figure of a line, or the text that was no figure."""
    number = getattr(line, name)
    if number is None:
        return Piece(line.unread.get(name, ""))
    if name == "execution_rate":
        return shown(rate(number, line.decimals))
    return shown(claim(number, line.decimals) if name == "claimed" else plain(number))


def _amount(part: BudgetPart) -> Piece:
    return shown(None if part.amount is None else plain(part.amount))


def _part(part: BudgetPart) -> Piece:
    return Piece(f"{part.name}：{_amount(part).text}", Look.TEXT)

"""What a layout prints of its model, and what was read: as facts that compare.

Places, inferred marks and white space are left out; so is how a value was worded. A
target in one cell and the same target over three cells are the same fact.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from making.layouts import Layout
from making.model import NOTHING, Row, Said
from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.values.value import Kind, Value

Facts: TypeAlias = "dict[str, object]"


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def _points(text: str) -> Fraction | None:
    return Fraction(text) if text.strip("-—") else None


def _share(text: str) -> Fraction | None:
    return Fraction(text.removesuffix("%")) / 100 if text else None


def expected(layout: Layout) -> Facts:
    """Return what a reader has to find where a layout prints its model."""
    model, printed = layout.model, layout.printed
    has_money = layout.budget != "target"
    weights = dict(model.weights) if layout.weights_in_labels else {}
    levels = list(dict.fromkeys(row.level1 for row in model.rows))
    return {
        "kind": "self_evaluation" if model.evaluation else "target",
        "scope": "department" if model.department_wide else "project",
        "title": model.title,
        "label": model.label,
        "year": int(model.year),
        "office": model.office,
        "department": model.department,
        "implementer": model.implementer,
        "project": model.project,
        "money_unit": model.money_unit,
        "goal": squeezed(model.goal),
        "goal_actual": squeezed(model.goal_actual),
        "level1": [(name, _points(weights.get(name, ""))) for name in levels],
        "rows_weight": Fraction(80) if layout.budget == "hubei" else None,
        "total_weight": _points(model.total_weight),
        "total_claimed": _points(model.total_claimed),
        "rating": model.rating if layout.rating else "",
        "budget": [
            (
                line.name.removeprefix("其中："),
                *(
                    _points(text)
                    for text in (
                        line.initial,
                        line.adjusted,
                        line.executed,
                        "20" if layout.budget == "hubei" else line.weight,
                    )
                ),
                _share(line.rate),
                _points(line.claimed),
            )
            for line in (model.money if has_money else ())
        ]
        or [("年度资金总额", Fraction(200), None, None, None, None, None)],
        "parts": [(name, Fraction(text)) for name, text in model.parts],
        "indicators": [
            _row(number, row, printed, weighed="weight" in printed)
            for number, row in enumerate(model.indicators, start=1)
        ],
    }


def _row(number: int, row: Row, printed: frozenset[str], *, weighed: bool) -> Facts:
    def shown(column: str) -> str:
        return str(getattr(row, column)) if column in printed else ""

    return {
        "number": number,
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "target": row.means,
        "actual": row.did if "actual" in printed else NOTHING,
        "weight": _points(shown("weight")),
        "claimed": _points(shown("claimed")),
        "reviewed": _points(shown("reviewed")),
        "clause": squeezed(shown("clause")),
        "note": squeezed(shown("note")),
        "reason": squeezed(shown("reason")),
        "scored": bool(row.weight) or not weighed,
    }


def found(form: Form) -> Facts:
    """Return what was read, as such facts."""
    return {
        "kind": str(form.kind),
        "scope": str(form.scope),
        "title": squeezed(form.title),
        "label": form.label,
        "year": form.year,
        "office": form.office,
        "department": form.department,
        "implementer": form.implementer,
        "project": form.project,
        "money_unit": form.money_unit,
        "goal": squeezed(form.goal),
        "goal_actual": squeezed(form.goal_actual),
        "level1": _levels(form),
        "rows_weight": form.rows_weight,
        "total_weight": form.total_weight,
        "total_claimed": form.total_claimed,
        "rating": form.rating,
        "budget": [_line(line) for line in form.budget],
        "parts": [
            (part.name, part.amount)
            for part in form.budget_parts
            if part.amount is not None and "资金总额" not in part.name
        ],
        "indicators": [_read_row(row) for row in form.indicators],
    }


def _levels(form: Form) -> list[tuple[str, Fraction | None]]:
    """Return the level-1 headings, each once: a page may print one again."""
    return list(dict.fromkeys((one.name, one.weight) for one in form.level1))


def _line(line: BudgetLine) -> tuple[object, ...]:
    return (
        squeezed(line.name),
        line.initial,
        line.adjusted,
        line.executed,
        line.weight,
        line.execution_rate,
        line.claimed,
    )


def _read_row(row: Indicator) -> Facts:
    return {
        "number": row.number,
        "level1": row.level1,
        "level2": row.level2,
        "name": squeezed(row.name),
        "target": _said(row.target),
        "actual": _said(row.actual),
        "weight": row.weight,
        "claimed": row.claimed,
        "reviewed": row.reviewed,
        "clause": squeezed(row.clause),
        "note": squeezed(row.note),
        "reason": squeezed(row.reason),
        "scored": row.scored,
    }


def _said(value: Value) -> Said:
    """Return what a value says, however it is worded."""
    if value.kind is Kind.MISSING:
        return NOTHING
    sign = str(value.comparator) if value.comparator else None
    if value.kind is Kind.TEXT:
        return None, value.text, value.unit
    if value.kind is Kind.DATE:
        return sign, value.last_day, None
    number = value.number if value.kind is Kind.QUANTITY else f"?{value.text}"
    return sign, number, value.unit


def lines(form: Form) -> list[str]:
    """Each row: level 1, level 2, name, comparator, target, unit, actual, points."""
    return [
        "|".join(
            (
                row.level1,
                row.level2,
                row.name,
                row.comparator.value if row.comparator else "",
                row.target.text,
                row.unit or "",
                row.actual.text,
                str(row.weight),
                str(row.claimed),
            )
        )
        for row in form.indicators
    ]

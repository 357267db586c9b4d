"""The records that a user's actuals and decisions become."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from perfscore.errors import ScoringError
from perfscore.messages import number_text
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import Decision
from perfscore.scoring.tables import TableRow, column_name, shown
from perfscore.values.exact import exact

SETTLED = ("score", "grade", "reading", "actual")
"""What a decision settles one of."""

ACTUAL_COLUMNS = {
    "form": ("form", "表", "表名"),
    "indicator": ("indicator", "指标", "指标名称", "序号"),
    "actual": ("actual", "完成值", "实际完成值"),
    "note": ("note", "备注", "说明"),
}
DECISION_COLUMNS = {
    "form": ("form", "表", "表名"),
    "indicator": ("indicator", "指标", "指标名称", "序号"),
    "score": ("score", "得分"),
    "grade": ("grade", "等级"),
    "reading": ("reading", "口径"),
    "actual": ("actual", "完成值", "实际完成值"),
    "reason": ("reason", "理由"),
    "note": ("note", "备注", "说明"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenActual:
    """An actual that a user hands in.

    Attributes:
        text: the actual as text.
        place: where it stands in the user's file.
        note: the user's note, kept and not read.

    Example:
        >>> GivenActual(text="31场").text
        '31场'
    """

    text: str
    place: Place = NOWHERE
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualRecord:
    """One line of a file of actuals.

    Attributes:
        form: which form; may be blank where there is one.
        indicator: its number, its name where unique, or 预算.
        actual: the actual as text; blank: not given.
        note: a note, kept and not read.
        places: where each column stands; blank: where the whole record does.
    """

    form: str = ""
    indicator: str
    actual: str
    note: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """One line of a file of decisions.

    Attributes:
        form: which form; may be blank where there is one.
        indicator: its number, its name where unique, or 预算.
        decision: what is settled and why.
        places: where each column stands; blank: where the whole record does.
    """

    form: str = ""
    indicator: str
    decision: Decision
    places: Mapping[str, Place] = field(default_factory=dict)


def _text(row: TableRow, column: str) -> str:
    value = row.cells.get(column)
    if isinstance(value, GivenActual):
        return value.text
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal, Fraction)) and not isinstance(
        value, bool
    ):
        with suppress(ScoringError):
            return _number(value)
    raise ScoringError(
        "inputs.not-a-value",
        place=row.place(column),
        text=shown(value),
        what=column_name(column, DECISION_COLUMNS),
    )


def _number(value: float | Decimal | Fraction) -> str:
    # A Decimal keeps its zeros; a float is read as the shortest decimal it prints.
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return number_text(exact(value), 40)


def actual_record(row: TableRow) -> ActualRecord:
    """Return the record of a row of actuals."""
    given = row.cells.get("actual")
    note, places = _text(row, "note"), row.places
    if isinstance(given, GivenActual):
        note, places = given.note, {"": given.place}
    return ActualRecord(
        form=_text(row, "form"),
        indicator=_text(row, "indicator"),
        actual=_text(row, "actual"),
        note=note,
        places=places,
    )


def decision_record(row: TableRow) -> DecisionRecord | None:
    """Return the record of a row of decisions; None where it settles nothing.

    Raises:
        ScoringError: it settles several things, or says no reason.
    """
    decision = _decision(row)
    if decision is None:
        return None
    return DecisionRecord(
        form=_text(row, "form"),
        indicator=_text(row, "indicator"),
        decision=decision,
        places=row.places,
    )


def _decision(row: TableRow) -> Decision | None:
    whole = row.cells.get("decision")
    if isinstance(whole, Decision):
        return whole
    settled = {column: _text(row, column) for column in SETTLED}
    settled = {column: text for column, text in settled.items() if text}
    reason = _text(row, "reason")
    if not settled and not reason:
        return None
    if len(settled) != 1:
        place = row.place("reason")
        raise ScoringError("inputs.one-decision", place=place, count=len(settled))
    if not reason:
        raise ScoringError("inputs.no-reason", place=row.place("reason"))
    if "score" in settled:
        return Decision(reason=reason, score=_score(row, settled["score"]))
    return Decision(
        reason=reason,
        grade=settled.get("grade"),
        reading=settled.get("reading"),
        actual=settled.get("actual"),
    )


def _score(row: TableRow, text: str) -> Decimal:
    try:
        return Decimal(number_text(exact(text), 40))
    except ScoringError:
        place = row.place("score")
        raise ScoringError("inputs.not-a-score", place=place, text=text[:40]) from None

"""Actuals and decisions as users hand them in: files, mappings, records.

A *source* is a path to CSV or JSON, a mapping for one form (``{1: "31场"}``) or for
several (``{"附件1": {1: "31场"}}``), or an iterable of records. Values stay text here;
``parse_value`` reads them where they are scored.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from perfscore.errors import ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import Decision
from perfscore.scoring.names import FormNames, RowKey, find_indicator
from perfscore.scoring.records import (
    ACTUAL_COLUMNS,
    DECISION_COLUMNS,
    SETTLED,
    ActualRecord,
    DecisionRecord,
    GivenActual,
    actual_record,
    decision_record,
)
from perfscore.scoring.tables import Columns, TableRow, rows_of, rows_of_file

__all__ = [
    "ActualRecord",
    "DecisionRecord",
    "GivenActual",
    "Handed",
    "Source",
    "actuals_of",
    "decisions_of",
    "hand_out",
    "read_actuals",
    "read_decisions",
    "share_actuals",
]

_Record = TypeVar("_Record", ActualRecord, DecisionRecord)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a user hands in for one form of a run.

    Attributes:
        actuals: the actuals by row number; None is the executed amount of the budget.
        decisions: the decisions, likewise.
        places: where what each decision settles stands in the user's file.
    """

    actuals: Mapping[RowKey, GivenActual] = field(default_factory=dict)
    decisions: Mapping[RowKey, Decision] = field(default_factory=dict)
    places: Mapping[RowKey, Place] = field(default_factory=dict)


Source: TypeAlias = (
    "str | os.PathLike[str] | Mapping[object, object] | Iterable[object]"
)
"""Actuals or decisions: a path, a mapping, or records."""


def read_actuals(source: Source) -> tuple[ActualRecord, ...]:
    """Read actuals as plain records, not yet matched with forms.

    Args:
        source: a path to CSV (form, indicator, actual, note; or 表, 指标, 完成值,
            备注) or JSON, a mapping, or an iterable of records.

    Returns:
        The records in the order given.

    Raises:
        ScoringError: a file that cannot be read, unknown or missing columns.

    Example:
        >>> [record.actual for record in read_actuals({1: "31场", "预算": 2662.18})]
        ['31场', '2662.18']
    """
    if isinstance(source, tuple) and all(isinstance(r, ActualRecord) for r in source):
        return source
    rows = _rows(source, ACTUAL_COLUMNS, ("indicator", "actual"))
    return tuple(map(actual_record, rows))


def read_decisions(source: Source) -> tuple[DecisionRecord, ...]:
    """Read decisions as plain records, not yet matched with forms.

    Args:
        source: a path to CSV (form, indicator, one of score, grade, reading, actual,
            and reason; or 表, 指标, 得分, 等级, 口径, 完成值, 理由) or JSON, a mapping,
            or an iterable of records.

    Returns:
        The records in the order given; a line that settles nothing is left out.

    Raises:
        ScoringError: a file that cannot be read, unknown or missing columns, two
            things settled at once, or no reason.

    Example:
        >>> given = {9: {"score": "8", "reason": "现场核查"}}
        >>> read_decisions(given)[0].decision.score
        Decimal('8')
    """
    if isinstance(source, tuple) and all(isinstance(r, DecisionRecord) for r in source):
        return source
    rows = _rows(source, DECISION_COLUMNS, ("indicator", "reason"))
    records = map(decision_record, rows)
    return tuple(record for record in records if record is not None)


def actuals_of(
    form: Form, forms: Sequence[Form], actuals: Source | None
) -> Mapping[RowKey, GivenActual]:
    """Return the actuals given for one form among those of a run.

    Args:
        form: the form.
        forms: every form of the run; ``[form]`` where there is one.
        actuals: what the user handed in; None: nothing.

    Returns:
        The actuals by row number; None stands for the executed amount of the budget.

    Raises:
        ScoringError: a form or an indicator that is unknown, ambiguous or given twice.

    Example:
        >>> from perfscore.forms.models import Form, FormKind, Indicator, Scope
        >>> row = Indicator(number=1, name="核酸检测")
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表",
        ...             indicators=(row,))
        >>> actuals_of(form, [form], {"核酸检测": "31场"})[1].text
        '31场'
    """
    return share_actuals(forms, actuals)[_index(form, forms)]


def decisions_of(
    form: Form, forms: Sequence[Form], decisions: Source | None
) -> Mapping[RowKey, Decision]:
    """Return the decisions given for one form among those of a run.

    Args:
        form: the form.
        forms: every form of the run; ``[form]`` where there is one.
        decisions: what the user handed in; None: nothing.

    Returns:
        The decisions by row number; None stands for the budget execution.

    Raises:
        ScoringError: a form or an indicator that is unknown, ambiguous or given twice.

    Example:
        >>> from perfscore.forms.models import Form, FormKind, Indicator, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表",
        ...             indicators=(Indicator(number=1, name="核酸检测"),))
        >>> given = [{"indicator": "1", "score": "8", "reason": "现场核查"}]
        >>> decisions_of(form, [form], given)[1].reason
        '现场核查'
    """
    return hand_out(forms, None, decisions)[_index(form, forms)].decisions


def hand_out(
    forms: Sequence[Form], actuals: Source | None, decisions: Source | None
) -> tuple[Handed, ...]:
    """Return what is given for every form of a run, in the order of the forms.

    Args:
        forms: every form of the run.
        actuals: what the user handed in as actuals; None: nothing.
        decisions: what the user handed in as decisions; None: nothing.

    Raises:
        ScoringError: a form or an indicator that is unknown, ambiguous or given twice.
    """
    settled = () if decisions is None else read_decisions(decisions)
    return tuple(
        Handed(
            actuals=given,
            decisions={key: record.decision for key, record in decided.items()},
            places={
                key: _place(record, _column_settled(record.decision)) or NOWHERE
                for key, record in decided.items()
            },
        )
        for given, decided in zip(
            share_actuals(forms, actuals), _shared(forms, settled), strict=True
        )
    )


def share_actuals(
    forms: Sequence[Form], actuals: Source | None
) -> tuple[dict[RowKey, GivenActual], ...]:
    """Return the actuals of every form of a run, in the order of the forms."""
    records = () if actuals is None else read_actuals(actuals)
    return tuple(
        {
            key: GivenActual(
                text=record.actual,
                place=_place(record, "actual") or NOWHERE,
                note=record.note,
            )
            for key, record in given.items()
            if record.actual
        }
        for given in _shared(forms, records)
    )


def _column_settled(decision: Decision) -> str:
    settled = (one for one in SETTLED if getattr(decision, one) is not None)
    return next(settled, "reason")


def _shared(
    forms: Sequence[Form], records: Sequence[_Record]
) -> tuple[dict[RowKey, _Record], ...]:
    shared: tuple[dict[RowKey, _Record], ...] = tuple({} for _ in forms)
    names = FormNames(forms)
    for record in records:
        index = names.form(record.form, _place(record, "form"))
        form, given = forms[index], shared[index]
        at = _place(record, "indicator")
        key = find_indicator(form, record.indicator, at)
        if key is None and not form.budget:
            raise ScoringError("inputs.no-budget", place=at, form=form.name)
        if key in given:
            other = _place(given[key], "indicator")
            raise ScoringError(
                "inputs.given-twice",
                place=at,
                form=form.name,
                indicator=_row(form, key),
                other=str(other) if other else say("inputs.place-unknown"),
            )
        given[key] = record
    return shared


def _place(record: ActualRecord | DecisionRecord, column: str) -> Place | None:
    return record.places.get(column, record.places.get(""))


def _index(form: Form, forms: Sequence[Form]) -> int:
    for index, one in enumerate(forms):
        if one is form:
            return index
    return list(forms).index(form)


def _row(form: Form, key: RowKey) -> Message:
    if key is None:
        return say("inputs.budget")
    names = {row.number: row.name for row in form.indicators}
    return say("inputs.row", number=key, name=names[key])


def _rows(source: Source, columns: Columns, required: Sequence[str]) -> list[TableRow]:
    if isinstance(source, (str, os.PathLike)):
        if not os.fspath(source):
            raise ScoringError("forms.empty-path")
        return rows_of_file(Path(source), columns, required)
    return rows_of(source, columns, required)

"""Records as JSON and back: nothing is lost, nothing becomes a float.

Scores are text, exact numbers are ``"n/d"`` text, days are ISO dates; keys stand in the
order of the records' fields. A message keeps its key and data and shows its text in
both languages beside them, and an item its range, for readers that are no perfscore.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from perfscore.auditing.models import AuditReport, Finding
from perfscore.errors import ReadError, WrongArgument
from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.messages import LANGS, Datum, Message, say
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.compare import Comparison
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.values.sets import ScoreRange, ScoreSet
from perfscore.values.value import Value

if TYPE_CHECKING:
    from pydantic import TypeAdapter

RECORDS = (
    AuditReport,
    BudgetLine,
    Comparison,
    Finding,
    Form,
    Indicator,
    ItemScore,
    RuleSet,
    ScoreRange,
    ScoreSet,
    Scorecard,
    Value,
)
"""The kinds of records that can be written as JSON."""

Record: TypeAlias = (
    "AuditReport | BudgetLine | Comparison | Finding | Form | Indicator | ItemScore"
    " | RuleSet | ScoreRange | ScoreSet | Scorecard | Value"
)
"""What can be written as JSON."""

_Record = TypeVar(
    "_Record",
    AuditReport,
    BudgetLine,
    Comparison,
    Finding,
    Form,
    Indicator,
    ItemScore,
    RuleSet,
    ScoreRange,
    ScoreSet,
    Scorecard,
    Value,
)
_FAULTS = {
    "json_invalid": "reports.json-broken",
    "missing": "reports.json-missing",
    "extra_forbidden": "reports.json-needless",
}
_MESSAGE = {"key", "data"}


def to_json(record: Record, *, indent: int | None = 2) -> str:
    """Write a record as JSON.

    Args:
        record: a form or a part of one, a score, a scorecard, a comparison, an audit's
            report, a finding, a value or a ruleset.
        indent: how far to indent; None: all on one line.

    Returns:
        The JSON text, the same for the same record, byte for byte.

    Raises:
        WrongArgument: it is none of these records.

    Example:
        >>> from perfscore.forms.models import FormKind, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表")
        >>> from_json(to_json(form), Form) == form
        True
    """
    if not isinstance(record, RECORDS):
        raise WrongArgument("reports.no-record", given=type(record).__name__)
    data = _adapter(type(record)).dump_python(record, mode="json", by_alias=True)
    if not isinstance(record, RuleSet):
        data = _completed(data)
    return json.dumps(data, ensure_ascii=False, indent=indent)


def from_json(text: str | bytes, kind: type[_Record]) -> _Record:
    """Read a record back from its JSON.

    Args:
        text: the JSON text.
        kind: what it is, such as ``Form`` or ``Scorecard``.

    Returns:
        The record, equal to the one that was written. A ruleset keeps its content and
        its fingerprint, and forgets where its values stood in its file.

    Raises:
        ReadError: it is not such a record; the error names the field.
        WrongArgument: the text is no text, or the kind is no kind of record.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> from_json('{"findings": [], "scorecards": []}', AuditReport).findings
        ()
    """
    from pydantic import ValidationError  # noqa: PLC0415 -- loads when first used

    if not isinstance(text, (str, bytes, bytearray)):
        raise WrongArgument("reports.no-text", given=type(text).__name__)
    try:
        record: _Record = _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "–"
        why = say(_FAULTS.get(first["type"], "reports.json-unfit"))
        raise ReadError(
            "reports.bad-json", kind=kind.__name__, where=where, why=why
        ) from None
    return record


def json_schema(kind: type[_Record]) -> dict[str, object]:
    """Return the JSON Schema of a record as ``to_json`` writes it.

    Args:
        kind: the kind of record, such as ``Form`` or ``Scorecard``.

    Raises:
        WrongArgument: it is no kind of record.

    Example:
        >>> json_schema(Form)["title"]
        'Form'
    """
    schema = _adapter(kind).json_schema(mode="serialization")
    parts = {**schema.get("$defs", {}), schema.get("title"): schema}
    if "Message" in parts:
        for lang in LANGS:
            shown = {"type": "string", "readOnly": True}
            parts["Message"]["properties"][lang] = shown
    if "ItemScore" in parts:
        hull = {"$ref": "#/$defs/ScoreRange", "readOnly": True}
        parts["ItemScore"]["properties"]["range"] = hull
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_ADAPTERS: dict[type[Record], TypeAdapter[Any]] = {}


def _adapter(kind: type[Record]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415 -- loads when first used

    if kind not in RECORDS:
        given = kind.__name__ if isinstance(kind, type) else type(kind).__name__
        raise WrongArgument("reports.no-kind", given=given)
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _completed(data: object) -> object:
    """Add what can be worked out: a message's texts, and the range of an item."""
    if isinstance(data, dict):
        done = {key: _completed(value) for key, value in data.items()}
        if data.keys() == _MESSAGE:
            message = _message(data)
            done |= {lang: message.text(lang) for lang in LANGS}
        elif isinstance(found := data.get("set"), dict):
            first, last = found["pieces"][0], found["pieces"][-1]
            low = {end: first[end] for end in ("low", "low_open")}
            done["range"] = {**last, **low}
        return done
    if isinstance(data, list):
        return [_completed(value) for value in data]
    return data


def _message(data: Mapping[str, object]) -> Message:
    pairs = data["data"]
    assert isinstance(pairs, list)  # noqa: S101 -- written just now
    return Message(str(data["key"]), tuple((name, _datum(d)) for name, d in pairs))


def _datum(data: object) -> Datum:
    if isinstance(data, dict):
        return _message(data)
    if isinstance(data, list):
        return tuple(_message(one) for one in data)
    return str(data)

"""Records as JSON and back: nothing is lost, nothing becomes a float.

Scores are text, exact numbers are ``"n/d"`` text, days are ISO dates; keys stand in the
order of the records' fields. A message keeps its key and data and shows its text in
both languages beside them, and an item its range, for readers that are no perfscore.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from perfscore.auditing.models import AuditReport
from perfscore.errors import ReadError
from perfscore.forms.models import Form
from perfscore.messages import LANGS, Datum, Message
from perfscore.scoring.models import ItemScore, Scorecard

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Record: TypeAlias = "Form | ItemScore | Scorecard | AuditReport"
"""What can be written as JSON."""

_Record = TypeVar("_Record", Form, ItemScore, Scorecard, AuditReport)
_MESSAGE = {"key", "data"}


def to_json(record: Record, *, indent: int | None = 2) -> str:
    """Write a record as JSON.

    Args:
        record: a form, an item's score, a scorecard or an audit's report.
        indent: how far to indent; None: all on one line.

    Returns:
        The JSON text, the same for the same record, byte for byte.

    Example:
        >>> from perfscore.forms.models import FormKind, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表")
        >>> from_json(to_json(form), Form) == form
        True
    """
    data = _adapter(type(record)).dump_python(record, mode="json")
    return json.dumps(_completed(data), ensure_ascii=False, indent=indent)


def from_json(text: str | bytes, kind: type[_Record]) -> _Record:
    """Read a record back from its JSON.

    Args:
        text: the JSON text.
        kind: what it is: ``Form``, ``ItemScore``, ``Scorecard`` or ``AuditReport``.

    Returns:
        The record, equal to the one that was written.

    Raises:
        ReadError: it is not such a record; the error names the field.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> from_json('{"findings": [], "scorecards": []}', AuditReport).findings
        ()
    """
    from pydantic import ValidationError  # noqa: PLC0415 -- loads when first used

    try:
        record: _Record = _adapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "–"
        raise ReadError(
            "reports.bad-json", kind=kind.__name__, where=where, why=first["msg"]
        ) from None
    return record


def json_schema(kind: type[_Record]) -> dict[str, object]:
    """Return the JSON Schema of a record as ``to_json`` writes it.

    Args:
        kind: ``Form``, ``ItemScore``, ``Scorecard`` or ``AuditReport``.

    Example:
        >>> json_schema(Form)["title"]
        'Form'
    """
    schema = _adapter(kind).json_schema(mode="serialization")
    parts = {**schema["$defs"], schema.get("title"): schema}
    for lang in LANGS:
        parts["Message"]["properties"][lang] = {"type": "string", "readOnly": True}
    if "ItemScore" in parts:
        hull = {"$ref": "#/$defs/ScoreRange", "readOnly": True}
        parts["ItemScore"]["properties"]["range"] = hull
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_ADAPTERS: dict[type[Record], TypeAdapter[Any]] = {}


def _adapter(kind: type[Record]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415 -- loads when first used

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

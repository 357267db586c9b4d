"""Records as JSON and back: nothing is lost, nothing becomes a float.

Scores are text, exact numbers are ``"n/d"`` text, days are ISO dates; keys stand in the
order of the records' fields. A message keeps its key and data and shows its text in
both languages beside them, for readers that are no perfscore.
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
    return json.dumps(_with_texts(data), ensure_ascii=False, indent=indent)


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
    message = schema["$defs"]["Message"]
    for lang in LANGS:
        message["properties"][lang] = {"type": "string", "readOnly": True}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_ADAPTERS: dict[type[Record], TypeAdapter[Any]] = {}


def _adapter(kind: type[Record]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # noqa: PLC0415 -- loads when first used

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _with_texts(data: object) -> object:
    """Add to every message its text in each language."""
    if isinstance(data, dict):
        done = {key: _with_texts(value) for key, value in data.items()}
        if data.keys() == _MESSAGE:
            message = _message(data)
            done |= {lang: message.text(lang) for lang in LANGS}
        return done
    if isinstance(data, list):
        return [_with_texts(value) for value in data]
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

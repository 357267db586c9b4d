"""Forms out of the JSON that perfscore itself writes.

A form, a list of forms, a scorecard or an audit's report: whatever in it is a form is
read back as it was. JSON that somebody else wrote is refused, not guessed at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from perfscore.errors import ReadError
from perfscore.forms.models import Form
from perfscore.messages import LANGS, Message
from perfscore.places import Place

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MOST_FORMS = 100_000
"""The most forms of one file."""

_OURS = frozenset({"kind", "scope", "title", "indicators"})
_BEGINS = re.compile(r"""\s*(\{\s*["}]|\[\s*[{\]])""")
_HUGE = re.compile(r"\s*[+-]?[\d._]+[eE][+-]?\d{4,}\s*|[+-]?\d[\d._/]{2000,}")
"""A number whose digits would fill the memory."""

_NAMED = {"zh", "en"}


def is_json(text: str) -> bool:
    """Return whether a text is JSON, by how it begins.

    Example:
        >>> is_json(' [{"kind": "target"}]'), is_json("[2023] 12号文")
        (True, False)
    """
    return _BEGINS.match(text) is not None


def read_records(text: str, file: str) -> tuple[Form, ...]:
    """Return the forms that a JSON text holds, in its order.

    Args:
        text: the JSON text.
        file: the file's name, for errors.

    Returns:
        The forms, as they were written, the places of the first document kept.

    Raises:
        ReadError: it is no JSON, holds no form, or one that is not whole.
    """
    place = Place(file=file)
    try:
        data = json.loads(text, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        spot = Place(file=file, line=line)
        raise ReadError("forms.json-broken", place=spot) from None
    forms: list[Form] = []
    for where, found in _forms_in(data, "", 0):
        if len(forms) >= MOST_FORMS:
            raise ReadError("forms.json-too-big", place=place, most=MOST_FORMS)
        forms.append(_form(found, where, place))
    if not forms:
        raise ReadError("forms.json-foreign", place=place)
    return tuple(forms)


def _no_number(name: str) -> str:
    raise ValueError(name)


def _forms_in(data: object, where: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the forms in records of ours, and where each stands."""
    if depth > 4:  # noqa: PLR2004 -- a report holds cards, a card its form
        return
    if isinstance(data, list):
        for at, one in enumerate(data):
            yield from _forms_in(one, f"{where}[{at}]", depth + 1)
    elif isinstance(data, dict):
        if data.keys() >= _OURS:
            yield where, data
            return
        for key in ("form", "forms", "scorecards"):
            if key in data:
                yield from _forms_in(data[key], f"{where}.{key}".lstrip("."), depth + 1)


@cache
def _adapter() -> TypeAdapter[Form]:
    from pydantic import TypeAdapter  # noqa: PLC0415 -- loads when first used

    return TypeAdapter(Form)


@cache
def _messages() -> TypeAdapter[Message]:
    from pydantic import TypeAdapter  # noqa: PLC0415 -- as above

    return TypeAdapter(Message)


def _form(data: dict[str, Any], where: str, place: Place) -> Form:
    from pydantic import ValidationError  # noqa: PLC0415 -- loads when first used

    try:
        _check(data)
        return _adapter().validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        path = ".".join(map(str, first["loc"]))
        spot = ".".join(part for part in (where, path) if part)
        raise ReadError("forms.json-unfit", place=place, where=spot) from None
    except (_Unfit, RecursionError) as error:
        spot = ".".join(part for part in (where, str(error)) if part)
        raise ReadError("forms.json-unfit", place=place, where=spot) from None


class _Unfit(Exception):  # noqa: N818 -- never leaves this module
    """A part of a record that no form of ours can have."""


def _check(data: object, where: str = "") -> None:
    """Refuse numbers that would not end, and messages that nobody can say."""
    if isinstance(data, dict):
        if data.keys() - _NAMED == {"key", "data"}:
            _check_message(data, where)
        for key, value in data.items():
            _check(value, f"{where}.{key}".lstrip("."))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            _check(value, f"{where}[{at}]")
    elif isinstance(data, str) and _HUGE.fullmatch(data):
        raise _Unfit(where)


def _check_message(data: dict[str, Any], where: str) -> None:
    from pydantic import ValidationError  # noqa: PLC0415 -- as above

    try:
        message = _messages().validate_json(json.dumps(data))
        for lang in LANGS:
            message.text(lang)
    except (ValidationError, LookupError, ValueError, OSError) as error:
        raise _Unfit(where) from error

"""Whether a form that was read back is the form that was written.

Places, the file, marks of what was inferred, doubts about the reading and white space
belong to a document and not to what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.messages import Message

_OF_DOCUMENTS = frozenset({"places", "place", "file", "inferred", "doubts"})


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two forms differ.

    Attributes:
        field: the field, such as ``indicators[3].target.number``; rows count from 1.
        written: what was to be written.
        read: what was read back.
    """

    field: str
    written: str
    read: str


def difference(written: Form, read: Form) -> Difference | None:
    """Return the first difference between two forms, or None where they are the same.

    Args:
        written: the form that was written; what it leaves open, such as the decimals
            of a claim or its level-1 headings, may be anything, and so may what a
            reader infers.
        read: the form that was read back.

    Example:
        >>> from perfscore.forms.models import FormKind, Scope
        >>> one = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="绩效 目标表")
        >>> other = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="绩效目标表")
        >>> difference(one, other) is None
        True
    """
    return _differ(written, read, "")


def _differ(one: Any, other: Any, where: str) -> Difference | None:
    found = None
    if is_dataclass(one) and type(one) is type(other):
        for name in _compared(one):
            path = f"{where}.{name}".lstrip(".")
            if not getattr(one, name) and name in getattr(other, "inferred", ()):
                continue  # what was left open, a reader infers
            found = _differ(getattr(one, name), getattr(other, name), path)
            if found is not None:
                return found
    elif isinstance(one, tuple) and isinstance(other, tuple):
        return _differ_in_order(one, other, where)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        stated = {key: _plain(value) for key, value in one.items()}
        known = {key: _plain(value) for key, value in other.items()}
        if where.endswith("decimals"):
            known = {key: value for key, value in known.items() if key in stated}
        if stated != known:
            return Difference(where, str(stated), str(known))
    elif _plain(one) != _plain(other):
        return Difference(where, _said(one), _said(other))
    return found


def _differ_in_order(
    one: Sequence[Any], other: Sequence[Any], where: str
) -> Difference | None:
    if len(one) != len(other):
        return Difference(where, str(len(one)), str(len(other)))
    for number, (mine, yours) in enumerate(zip(one, other, strict=True), start=1):
        found = _differ(mine, yours, f"{where}[{number}]")
        if found is not None:
            return found
    return None


def _compared(record: Any) -> list[str]:
    """Return the fields of a record that its document has no part in."""
    names = [one.name for one in fields(record) if one.name not in _OF_DOCUMENTS]
    if isinstance(record, Form):
        names.remove("number")
        if not record.level1:
            names.remove("level1")
    elif not isinstance(record, (Indicator, BudgetLine)):
        # What is in doubt about a value is in its text.
        names += [one.name for one in fields(record) if one.name == "doubts"]
    return names


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(value.replace("\u200b", "").split())
    return value.key if isinstance(value, Message) else value


def _said(value: Any) -> str:
    return "" if value is None else str(value)[:60]

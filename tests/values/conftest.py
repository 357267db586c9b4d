from __future__ import annotations

from collections.abc import Callable

import pytest

from perfscore.messages import number_text
from perfscore.values.value import Kind, Value


@pytest.fixture
def told() -> Callable[[Value], str]:
    """Give a function that writes all that a value says, on one line."""
    return _told


def _told(value: Value) -> str:
    said = [*_kind(value), value.comparator or ""]
    if value.kind in (Kind.QUANTITY, Kind.FREQUENCY):
        said += [_number(value), _interval(value)]
        said.append("×万" if value.scale > 1 else "")
    said.append(value.unit or "")
    if value.kind is Kind.DATE:
        said.append(f"{value.first_day or ''}..{value.last_day}")
        said.append("by month" if value.by_month else "")
    if value.kind is Kind.SEVERAL:
        said.append(" + ".join(map(_told, value.parts)))
    said += [f"!{doubt.key.removeprefix('values.')}" for doubt in value.doubts]
    return " ".join(word for word in said if word)


def _kind(value: Value) -> list[str]:
    return [] if value.kind is Kind.QUANTITY else [str(value.kind)]


def _number(value: Value) -> str:
    about = "~" if value.approximate else ""
    return "" if value.number is None else f"{about}{number_text(value.number, 12)}"


def _interval(value: Value) -> str:
    if value.low == value.high == value.number:
        return ""
    low = "" if value.low is None else number_text(value.low, 12)
    high = "" if value.high is None else number_text(value.high, 12)
    left = "(" if value.low_open or value.low is None else "["
    right = ")" if value.high_open or value.high is None else "]"
    return f"{left}{low}, {high}{right}"

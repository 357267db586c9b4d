"""Small tables of a user's own: CSV, JSON, mappings, records. They become rows."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from perfscore.errors import ScoringError
from perfscore.messages import Message, say
from perfscore.places import Place
from perfscore.scoring.files import csv_rows, json_data, json_places, read_text

Columns: TypeAlias = "Mapping[str, Sequence[str]]"
"""Each column by its own name, with every name that a header may give it."""

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells by column, and where each of them stands."""

    cells: Mapping[str, object]
    places: Mapping[str, Place] = field(default_factory=dict)

    def place(self, column: str) -> Place | None:
        """Return where a cell stands, or None where it stands in no file."""
        return self.places.get(column, self.places.get(""))


def rows_of_file(
    path: Path, columns: Columns, required: Sequence[str]
) -> list[TableRow]:
    """Read a CSV or JSON file; a file that opens with a bracket is JSON."""
    text, here = read_text(path)
    if path.suffix.lower() != ".json" and text.lstrip()[:1] not in ("{", "["):
        return list(_csv(text, columns, required, here))
    data = json_data(text, here)
    if not isinstance(data, list):
        return rows_of(data, columns, required, here)
    return [
        TableRow(_record(record, columns, required, place), {"": place})
        for record, place in zip(data, json_places(text, here, len(data)), strict=True)
    ]


def rows_of(
    source: object,
    columns: Columns,
    required: Sequence[str],
    place: Place | None = None,
) -> list[TableRow]:
    """Return the rows of a mapping, or of an iterable of records."""
    places = {"": place} if place else {}
    if isinstance(source, Mapping):
        return [
            TableRow(cells, places)
            for cells in _of_mapping(source, columns, required, place)
        ]
    if not isinstance(source, Iterable) or isinstance(source, (str, bytes)):
        raise _no_record(source, columns, place)
    return [
        TableRow(_record(record, columns, required, place), places) for record in source
    ]


def _of_mapping(
    source: Mapping[object, object],
    columns: Columns,
    required: Sequence[str],
    place: Place | None,
    form: str = "",
) -> Iterator[Mapping[str, object]]:
    known = {name for names in columns.values() for name in names}
    for key, value in source.items():
        name = "预算" if key is None else str(key)
        if isinstance(value, Mapping):
            if value and not form and not known.issuperset(map(str, value)):
                yield from _of_mapping(value, columns, required, place, name)
                continue
            own = {"form": form, "indicator": name}
            cells = _record({**own, **value}, columns, required, place)
            yield {**own, **cells}
        elif "reason" in columns:
            if type(value).__name__ != "Decision":
                raise _no_record(value, columns, place)
            yield {"form": form, "indicator": name, "decision": value}
        else:
            yield {"form": form, "indicator": name, "actual": value}


def _record(
    record: object,
    columns: Columns,
    required: Sequence[str],
    place: Place | None,
) -> Mapping[str, object]:
    if not isinstance(record, Mapping):
        raise _no_record(record, columns, place)
    cells: dict[str, object] = {}
    for key, value in record.items():
        cells[_column(str(key), columns, cells, place)] = value
    _complete(cells, columns, required, place)
    return cells


def _csv(
    text: str, columns: Columns, required: Sequence[str], here: Place
) -> Iterator[TableRow]:
    known = {name for names in columns.values() for name in names}
    header: list[str] = []
    for cells, spots in csv_rows(text, here, known):
        if not header:
            header = _header(cells, spots, columns, required)
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            raise ScoringError(
                "inputs.too-many-cells",
                place=spots[len(header)],
                number=len(cells),
                columns=len(header),
            )
        if len(cells) < len(header):
            raise ScoringError(
                "inputs.too-few-cells",
                place=spots[-1],
                number=len(cells),
                columns=len(header),
            )
        places = {**dict(zip(header, spots, strict=False)), "": spots[0]}
        yield TableRow(dict(zip(header, cells, strict=False)), places)
    if not header:
        raise ScoringError("inputs.empty", place=here, columns=_names(columns))


def _header(
    cells: Sequence[str],
    spots: Sequence[Place],
    columns: Columns,
    required: Sequence[str],
) -> list[str]:
    header: dict[str, object] = {}
    last = max(at for at, cell in enumerate(cells) if cell.strip())
    for cell, spot in zip(cells[: last + 1], spots, strict=False):
        header[_column(cell.strip(), columns, header, spot)] = cell
    _complete(header, columns, required, spots[0])
    return list(header)


def _column(
    name: str, columns: Columns, seen: Mapping[str, object], place: Place | None
) -> str:
    for column, names in columns.items():
        if name.casefold() in names:
            if column in seen:
                raise ScoringError("inputs.repeated-column", place=place, name=name)
            return column
    known = [each for names in columns.values() for each in names]
    close = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.5)
    raise ScoringError(
        "inputs.unknown-column",
        place=place,
        name=name[:_SHOWN],
        columns=_names(columns),
        nearest=say("inputs.nearest", name=close[0]) if close else "",
    )


def _complete(
    cells: Mapping[str, object],
    columns: Columns,
    required: Sequence[str],
    place: Place | None,
) -> None:
    for column in required:
        if column not in cells:
            raise ScoringError(
                "inputs.missing-column",
                place=place,
                name=column_name(column, columns),
                columns=_names(columns),
            )


def column_name(column: str, columns: Columns) -> Message:
    """Return what a column is called in each language."""
    english, chinese, *_ = columns[column]
    return say("common.both", zh=chinese, en=english)


def shown(value: object) -> Message:
    """Show a value that is not what was asked for, shortened, as a user writes it."""
    if value is None:
        return say("inputs.nothing")
    if isinstance(value, str):
        text = value
    elif isinstance(value, (bool, list, tuple, dict)):
        try:
            text = json.dumps(value, ensure_ascii=False, default=str)
        except (TypeError, ValueError, RecursionError):
            text = type(value).__name__
    elif isinstance(value, (int, float, Decimal, Fraction)):
        text = str(value)
    else:
        text = type(value).__name__
    return say("common.text", text=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _names(columns: Columns) -> tuple[Message, ...]:
    return tuple(column_name(column, columns) for column in columns)


def _no_record(record: object, columns: Columns, place: Place | None) -> ScoringError:
    return ScoringError(
        "inputs.not-a-record",
        place=place,
        text=shown(record),
        columns=_names(columns),
    )

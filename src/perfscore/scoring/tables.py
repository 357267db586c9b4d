"""Small tables of a user's own: CSV, JSON, mappings, records. They become rows."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from perfscore.errors import ScoringError
from perfscore.messages import say
from perfscore.places import Place

Columns: TypeAlias = "Mapping[str, Sequence[str]]"
"""Each column by its own name, with every name that a header may give it."""

_MOST_BYTES = 64 * 2**20


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
    here = Place(file=path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        here = Place(file=str(path))
        raise ScoringError("inputs.cannot-open", place=here, why=why) from None
    if len(raw) > _MOST_BYTES:
        raise ScoringError("inputs.too-big", place=here, most=_MOST_BYTES // 2**20)
    text = _decoded(raw, here)
    if path.suffix.lower() == ".json" or text.lstrip()[:1] in ("{", "["):
        return rows_of(_json(text, here), columns, required, here)
    return list(_csv(text, columns, required, here))


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
    lines = text.splitlines(keepends=True)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    start = 0
    try:
        for cells in reader:
            first, start = start, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            spots = _spots("".join(lines[first:start]), first + 1, here)
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
            places = {**dict(zip(header, spots, strict=False)), "": spots[0]}
            yield TableRow(dict(zip(header, cells, strict=False)), places)
    except csv.Error as error:
        at = Place(file=here.file, line=reader.line_num)
        raise ScoringError("inputs.bad-csv", place=at, why=str(error)) from None
    if not header:
        raise ScoringError("inputs.empty", place=here, columns=_names(columns))


def _header(
    cells: Sequence[str],
    spots: Sequence[Place],
    columns: Columns,
    required: Sequence[str],
) -> list[str]:
    header: dict[str, object] = {}
    for cell, spot in zip(cells, spots, strict=False):
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
        name=name,
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
                name=column,
                columns=_names(columns),
            )


def _names(columns: Columns) -> str:
    return ", ".join(columns)


def _no_record(record: object, columns: Columns, place: Place | None) -> ScoringError:
    text = repr(record)[:40]
    return ScoringError(
        "inputs.not-a-record", place=place, text=text, columns=_names(columns)
    )


def _spots(record: str, line: int, here: Place) -> list[Place]:
    """Return where each cell of a record opens; a record may span lines."""
    spots = [Place(file=here.file, line=line, character=1)]
    quoted = False
    character = 0
    for sign in record:
        character += 1
        if sign == '"':
            quoted = not quoted
        elif sign == "\n":
            line, character = line + 1, 0
        elif sign == "," and not quoted:
            spots.append(Place(file=here.file, line=line, character=character + 1))
    return spots


def _decoded(raw: bytes, here: Place) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ScoringError("inputs.undecodable", place=here)


def _json(text: str, here: Place) -> object:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ScoringError("inputs.repeated-column", place=here, name=key)
            found[key] = value
        return found

    try:
        # Numbers stay the text they are written as: no float comes near a score.
        return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        at = Place(file=here.file, line=error.lineno, character=error.colno)
        raise ScoringError("inputs.bad-json", place=at, why=error.msg) from None
    except RecursionError:
        raise ScoringError("inputs.bad-json", place=here, why="…[[[[") from None

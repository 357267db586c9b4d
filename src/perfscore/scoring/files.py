"""Small files of a user's own, CSV and JSON: their text, and where each cell stands."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NoReturn

from perfscore.errors import ScoringError
from perfscore.forms.faults import fault
from perfscore.messages import Message, say
from perfscore.places import Place

_MOST_BYTES = 64 * 2**20
_SEPARATORS = ",\t;"
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BOMS_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_NUMBER = re.compile(r'"(?:\\.|[^"\\])*"|(NaN|-?Infinity)')
_CSV_FAULTS = (
    ("unexpected end of data", "inputs.csv-open-quote"),
    ("field larger", "inputs.csv-long-cell"),
    ("expected after", "inputs.csv-after-quote"),
)
_JSON_FAULTS = (
    ("Expecting property name", "inputs.json-name"),
    ("Expecting ',' delimiter", "inputs.json-comma"),
    ("Expecting ':' delimiter", "inputs.json-colon"),
    ("Unterminated string", "inputs.json-open-quote"),
    ("Invalid control character", "inputs.json-control"),
    ("Invalid \\", "inputs.json-escape"),
    ("Extra data", "inputs.json-more"),
    ("Illegal trailing comma", "inputs.json-last-comma"),
)


def read_text(path: Path) -> tuple[str, Place]:
    """Return a file's text, and the place that stands for the whole file.

    UTF-8 and GB18030 are told apart; UTF-16 needs its mark at the beginning.

    Raises:
        ScoringError: it cannot be opened, is too big, or is no text.
    """
    here = Place(file=path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        here = Place(file=str(path))
        raise ScoringError("inputs.cannot-open", place=here, why=fault(error)) from None
    if len(raw) > _MOST_BYTES:
        raise ScoringError("inputs.too-big", place=here, most=_MOST_BYTES // 2**20)
    if raw.startswith(_PACKED):
        raise ScoringError("inputs.workbook", place=here)
    encodings = ("utf-16",) if raw.startswith(_BOMS_16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, here
    raise ScoringError("inputs.undecodable", place=here)


def csv_rows(
    text: str, here: Place, known: AbstractSet[str]
) -> Iterator[tuple[list[str], list[Place]]]:
    """Yield the cells of each row that is not blank, and where each of them opens.

    Args:
        text: the file's text; its cells are apart by commas, tabs or semicolons.
        here: the place of the whole file.
        known: the names that a header may hold, in lower case.
    """
    lines = list(io.StringIO(text, newline=""))
    separator = _separator(next((line for line in lines if line.strip()), ""), known)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    start = 0
    try:
        for cells in reader:
            first, start = start, reader.line_num
            if any(cell.strip() for cell in cells):
                record = "".join(lines[first:start])
                yield cells, _spots(record, first + 1, separator, here)
    except csv.Error as error:
        at = Place(file=here.file, line=start + 1)
        why = _told(str(error), _CSV_FAULTS, "inputs.csv-other")
        raise ScoringError("inputs.bad-csv", place=at, why=why) from None


def _separator(header: str, known: AbstractSet[str]) -> str:
    """Return what stands between the cells, judged by the names of the header."""

    def names(separator: str) -> int:
        cells = header.split(separator)
        return sum(cell.strip().strip('"').casefold() in known for cell in cells)

    return max(_SEPARATORS, key=names)


def _spots(record: str, line: int, separator: str, here: Place) -> list[Place]:
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
        elif sign == separator and not quoted:
            spots.append(Place(file=here.file, line=line, character=character + 1))
    return spots


def json_data(text: str, here: Place) -> object:
    """Return what a JSON text holds; its numbers stay the text they are written as.

    Raises:
        ScoringError: it is no JSON, names a key twice, or holds NaN or Infinity.
    """
    try:
        return _decoder(text, here).decode(text)
    except json.JSONDecodeError as error:
        at = Place(file=here.file, line=error.lineno, character=error.colno)
        why = _told(error.msg, _JSON_FAULTS, "inputs.json-value")
        raise ScoringError("inputs.bad-json", place=at, why=why) from None
    except RecursionError:
        why = say("inputs.json-deep")
        raise ScoringError("inputs.bad-json", place=here, why=why) from None


def json_places(text: str, here: Place, count: int) -> list[Place]:
    """Return where each element of a JSON array opens, the text being good JSON.

    Args:
        text: the text, an array.
        here: the place of the whole file.
        count: how many elements it has.
    """
    decoder = _decoder(text, here)
    places = []
    line, seen = 1, 0
    at = text.index("[") + 1
    for _ in range(count):
        while text[at] in ", \t\r\n":
            at += 1
        line, seen = line + text.count("\n", seen, at), at
        character = at - text.rfind("\n", 0, at)
        places.append(Place(file=here.file, line=line, character=character))
        _, at = decoder.raw_decode(text, at)
    return places


def _decoder(text: str, here: Place) -> json.JSONDecoder:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                raise ScoringError("inputs.repeated-column", place=here, name=key)
            found[key] = value
        return found

    def refuse(constant: str) -> NoReturn:
        match = next((m for m in _NO_NUMBER.finditer(text) if m[1]), None)
        at = here
        if match:
            line = text.count("\n", 0, match.start()) + 1
            character = match.start() - text.rfind("\n", 0, match.start())
            at = Place(file=here.file, line=line, character=character)
        raise ScoringError("inputs.json-constant", place=at, text=constant)

    # Numbers stay the text they are written as: no float comes near a score.
    return json.JSONDecoder(
        parse_float=str, parse_int=str, parse_constant=refuse, object_pairs_hook=once
    )


def _told(why: str, faults: Sequence[tuple[str, str]], other: str) -> Message:
    """Return a parser's complaint in the words of the catalogue."""
    return say(next((key for part, key in faults if part in why), other))

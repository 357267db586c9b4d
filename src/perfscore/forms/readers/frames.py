"""Polars, pandas and Arrow frames → grids; their libraries are never imported here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from perfscore.errors import ReadError
from perfscore.forms import labels
from perfscore.forms.grid import MOST_POSITIONS, Cell, Document, Grid
from perfscore.forms.readers.number_format import plain, stored
from perfscore.messages import number_text
from perfscore.places import Place

FRAME = "<frame>"
"""What places call a frame."""

_LIBRARIES = frozenset({"polars", "pandas", "pyarrow"})
_SUBJECTS = frozenset({"project", "office", "department"})
_HEADINGS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "comparator": "指标性质",
    "target": "指标值",
    "unit": "计量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "claimed": "得分",
    "reviewed": "复核分",
    "clause": "评分标准",
    "note": "指标值说明",
    "reason": "偏差原因分析及改进措施",
    "project": "项目名称",
    "office": "填报单位",
    "department": "主管部门",
}
"""The names that fields have in code, and the headings that they stand under."""


def is_frame(source: object) -> bool:
    """Return whether something is a frame of one of these libraries.

    Example:
        >>> is_frame([1, 2])
        False
    """
    kind = type(source)
    library = kind.__module__.partition(".")[0]
    named = kind.__name__ in {"DataFrame", "LazyFrame", "Table"}
    return library in _LIBRARIES and named


def read_frame(frame: Any, file: str = FRAME) -> Document:
    """Return a frame as tables: its columns are headings, a row is an indicator.

    Where a column names the project, the office or the department, each stretch of rows
    with the same names is a form of its own.

    Args:
        frame: a Polars (lazy) or pandas frame, or an Arrow table.
        file: what places call it.

    Returns:
        The document.

    Raises:
        ReadError: it has too many rows.
    """
    heads, rows = _table(frame, file)
    texts = [_HEADINGS.get(head, head) for head in heads]
    keys = [at for at, text in enumerate(texts) if labels.field_of(text) in _SUBJECTS]
    kept = [at for at in range(len(texts)) if at not in keys]
    blocks = []
    numbered = enumerate(rows, start=1)
    groups = groupby(numbered, key=lambda row: tuple(row[1][at] for at in keys))
    for number, (names, group) in enumerate(groups, start=1):
        above = [
            [(texts[at], 0, at), (name, 0, at)]
            for at, name in zip(keys, names, strict=True)
        ]
        heading = [(texts[at], 0, at) for at in kept]
        body = [[(row[at], line, at) for at in kept] for line, row in group]
        blocks.append(_grid([*above, heading, *body], Place(file=file, table=number)))
    return Document(file, tuple(blocks))


def _grid(rows: Sequence[Sequence[tuple[str, int, int]]], place: Place) -> Grid:
    cells = tuple(
        Cell(
            text=text,
            row=at,
            column=column,
            place=Place(
                file=place.file, table=place.table, row=line or None, column=source + 1
            ),
        )
        for at, row in enumerate(rows)
        for column, (text, line, source) in enumerate(row)
    )
    return Grid(cells, place)


def _table(frame: Any, file: str) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the rows of a frame as text."""
    library = type(frame).__module__.partition(".")[0]
    if hasattr(frame, "collect"):
        frame = frame.head(MOST_POSITIONS + 1).collect()
    if library == "pandas" and any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    height, width = frame.shape
    if height * width > MOST_POSITIONS:
        raise ReadError("forms.table-too-big", place=Place(file=file))
    names: Iterable[Any] = getattr(frame, "column_names", frame.columns)
    if library == "polars":
        rows = frame.rows()
    elif library == "pandas":
        rows = frame.itertuples(index=False, name=None)
    else:
        rows = zip(*(column.to_pylist() for column in frame.columns), strict=True)
    return [_heading(name) for name in names], [list(map(_text, row)) for row in rows]


def _heading(name: object) -> str:
    if isinstance(name, tuple):
        return "\n".join(str(part) for part in name if str(part).strip())
    return str(name)


def _text(value: object) -> str:
    """Return what a value prints as; a float is the shortest decimal that prints it."""
    missing = type(value).__name__ in {"NoneType", "NAType", "NaTType"}
    if missing or isinstance(value, str):
        return "" if missing else str(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, date):
        return str(value).removesuffix(" 00:00:00")
    text = str(value) if isinstance(value, int) else repr(value)
    if isinstance(value, Decimal) or type(value).__module__ == "numpy":
        text = str(value)
    number = stored(text)
    if number is not None:
        return plain(number)
    return "" if text.lower() == "nan" else str(value)

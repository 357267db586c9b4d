"""The tables of Word 97–2003 documents: what a row's end says of its cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from perfscore.forms.grid import Cell
from perfscore.forms.readers.docx_text import SHORT, Text
from perfscore.messages import Message, say
from perfscore.places import Place

_NEAR = 40
"""How far apart edges of cells may be that are one, in twentieths of a point."""

_DEFINE, _MERGE, _SPLIT, _VERTICAL = 0xD608, 0x5624, 0x5625, 0xD62B
_CHANGES = frozenset({0x7621, 0x5622, 0x7623})
"""What adds, takes away or moves cells after they were defined."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as its row's end defines it.

    Attributes:
        left: its left edge, in twentieths of a point.
        right: its right edge.
        goes_on: whether it only goes on with the cell before it.
        from_above: whether it only goes on with the cell above it.
        starts: whether cells below it may go on with it.
    """

    left: int
    right: int
    goes_on: bool = False
    from_above: bool = False
    starts: bool = False


@dataclass(slots=True)
class Row:
    """A row: the text of its cells, and how they are defined, if that is known."""

    cells: list[Text]
    slots: list[Slot] | None


@dataclass(slots=True)
class Definition:
    """What a row's end says of its cells."""

    edges: tuple[int, ...] = ()
    flags: list[int] = field(default_factory=list)
    sure: bool = True

    def take(self, name: int, operand: bytes) -> None:
        """Mind one property of the paragraph, if it is of the row."""
        if name == _DEFINE and operand:
            count = operand[0]
            if len(operand) < 1 + 2 * (count + 1):
                self.sure = False
                return
            self.edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
            at = 1 + 2 * (count + 1)
            self.flags = [
                struct.unpack_from("<H", operand, at + 20 * i)[0]
                if at + 20 * i + 2 <= len(operand)
                else 0
                for i in range(count)
            ]
        elif name == _VERTICAL and len(operand) == 2:  # noqa: PLR2004
            cell, merge = operand
            if cell < len(self.flags):
                self.flags[cell] = self.flags[cell] & ~0x60 | (merge & 3) << 5
        elif name == _MERGE and len(operand) == 2:  # noqa: PLR2004
            for cell in range(operand[0], min(operand[1], len(self.flags))):
                self.flags[cell] |= 1 if cell == operand[0] else 2
        elif name == _SPLIT and len(operand) == 2:  # noqa: PLR2004
            for cell in range(operand[0], min(operand[1], len(self.flags))):
                self.flags[cell] &= ~3
        elif name in _CHANGES:
            self.sure = False

    def slots(self) -> list[Slot] | None:
        """Return the cells, or None where they are not known."""
        edges = self.edges
        if not self.sure or not edges or list(edges) != sorted(edges):
            return None
        return [
            Slot(
                left,
                right,
                goes_on=bool(flags & 2),
                from_above=flags & 0x60 == 0x20,  # noqa: PLR2004
                starts=bool(flags & 0x40),
            )
            for left, right, flags in zip(edges, edges[1:], self.flags, strict=False)
        ]


def by_number(rows: list[Row], place: Place) -> Iterator[Cell]:
    """Yield cells by their number in the row, as in a text."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row.cells):
            yield Cell(
                text=text.text.strip(),
                row=r,
                column=c,
                place=replace(place, row=r + 1, column=c + 1),
                doubts=text.all_doubts(),
            )


@dataclass(slots=True)
class _Open:
    """A cell that later cells, or rows, may go on with."""

    cell: Cell
    left: int
    right: int
    doubts: list[Message]


def by_edges(rows: list[Row], place: Place) -> Iterator[Cell]:
    """Yield cells by the edges that their rows define."""
    edges = {x for row in rows for s in row.slots or () for x in (s.left, s.right)}
    columns: dict[int, int] = {}
    start = count = 0
    for edge in sorted(edges):
        if columns and edge - start <= _NEAR:
            columns[edge] = columns[start]
        else:
            columns[edge], start = count, edge
            count += 1
    done: list[_Open] = []
    above: dict[int, _Open] = {}
    for r, row in enumerate(rows):
        beside: _Open | None = None
        below: dict[int, _Open] = {}
        for slot, text in zip(row.slots or (), row.cells, strict=True):
            left, right = columns[slot.left], columns[slot.right]
            shown = text.text.strip()
            if slot.goes_on and beside is not None:
                beside.right = right
                beside.cell = replace(
                    beside.cell, column_span=max(1, right - beside.left)
                )
                _cover(beside, shown)
                continue
            merged = above.get(left) if slot.from_above else None
            if merged is not None and merged.right == right:
                merged.cell = replace(merged.cell, row_span=r + 1 - merged.cell.row)
                _cover(merged, shown)
                beside = below[left] = merged
                continue
            cell = Cell(
                text=shown,
                row=r,
                column=left,
                column_span=max(1, right - left),
                place=replace(place, row=r + 1, column=left + 1),
            )
            beside = _Open(cell, left, right, list(text.all_doubts()))
            done.append(beside)
            if slot.starts or slot.from_above:
                below[left] = beside
        above = below
    for one in done:
        yield replace(one.cell, doubts=tuple(one.doubts))


def _cover(shown: _Open, text: str) -> None:
    """Report the text of a cell that a merge covers."""
    if text:
        shown.doubts.append(say("forms.merged-text", text=text[:SHORT]))

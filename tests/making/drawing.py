"""Forms drawn as they look, for what depends on headings and on nothing else.

One line is a row, ``|`` stands between cells, ``<`` goes on with the cell to the left
and ``^`` with the cell above; other lines stand outside of the table.
"""

from __future__ import annotations

from perfscore.forms.grid import Cell, Document, Grid, Paragraph
from perfscore.forms.recognise import ReadResult, recognise
from perfscore.places import Place


def drawn(text: str) -> Grid:
    """Return the table that a text draws."""
    rows = [[one.strip() for one in line.split("|")] for line in text.splitlines()]
    own: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, one in enumerate(row):
            before = {"<": (r, c - 1), "^": (r - 1, c)}.get(one)
            own[r, c] = own[before] if before else (r, c)
    cells = []
    for r, c in dict.fromkeys(own.values()):
        covered = [at for at, first in own.items() if first == (r, c)]
        cells.append(
            Cell(
                text=rows[r][c].replace("/n", "\n"),
                row=r,
                column=c,
                row_span=1 + max(at[0] for at in covered) - r,
                column_span=1 + max(at[1] for at in covered) - c,
                place=Place(file="表", row=r + 1, column=c + 1),
            )
        )
    return Grid(cells=tuple(cells), place=Place(file="表"))


def read(text: str) -> ReadResult:
    """Return what is read of a drawn form."""
    blocks: list[Paragraph | Grid] = []
    for part in text.strip().split("\n\n"):
        if "|" in part:
            blocks.append(drawn(part))
        else:
            blocks += [Paragraph(line) for line in part.splitlines()]
    return recognise(Document("表", tuple(blocks)))

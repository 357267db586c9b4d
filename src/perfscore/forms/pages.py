"""Forms printed wider than a page: label columns on some pages, figures on others.

A wide table is printed page by page: first the pages of its left columns, then those of
its right ones, under the same title. Such runs of pages are found here, and what each
page holds is told by its heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfscore.forms import budget, labels
from perfscore.forms import vocabulary as words
from perfscore.forms.alignment import JOINED
from perfscore.forms.amounts import line_name
from perfscore.forms.columns import Column
from perfscore.forms.figures import number_in
from perfscore.forms.grid import Cell, Grid, Paragraph

_HEADING_ROWS = 6
"""A page's heading stands within its first rows."""

LABELS = frozenset({Column.LEVEL1, Column.LEVEL2})
_FIGURES = frozenset({Column.TARGET, Column.ACTUAL, Column.WEIGHT, Column.CLAIMED})


@dataclass(frozen=True, slots=True)
class Section:
    """A table and the lines before it.

    Attributes:
        lines: the lines between the table before and this one.
        title: which of them is the title.
        grid: the table.
    """

    lines: tuple[Paragraph, ...]
    title: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a wide table: what its columns are and where its rows begin."""

    grid: Grid
    columns: dict[Column, int]
    fields: dict[str, int]
    parts: dict[int, str]
    more: dict[int, Column]
    first: int

    @property
    def is_labels(self) -> bool:
        """Whether it holds the labels of levels and no figures."""
        return set(self.columns) >= LABELS and not _FIGURES & set(self.columns)

    @property
    def is_figures(self) -> bool:
        """Whether it holds figures and no labels of levels."""
        kinds = set(self.columns)
        return Column.TARGET in kinds and len(kinds) > 1 and not LABELS & kinds

    @property
    def is_amounts(self) -> bool:
        """Whether it holds amounts of money and nothing of the indicator table."""
        return not self.columns and len(self.parts) > 1

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell that starts in a row and a column, if it is not blank."""
        found = self.grid.at(row, column)
        if found is None or found.blank or found.row != row:
            return None
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """Pages that hold one wide table.

    Attributes:
        start: the first block of the document that belongs to it.
        end: the block after the last.
        sections: its pages with their lines.
    """

    start: int
    end: int
    sections: tuple[Section, ...]


def runs(blocks: Sequence[Paragraph | Grid]) -> dict[int, Run]:
    """Return the wide tables of a document by the block that they begin with.

    Args:
        blocks: the document's blocks.

    Returns:
        The runs of pages with one title where pages of labels precede pages of figures.
    """
    found: dict[int, Run] = {}
    group: list[tuple[int, int, Section]] = []
    lines: list[Paragraph] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            lines.append(block)
            continue
        titles = [i for i, line in enumerate(lines) if labels.is_title(line.text)]
        begin, kept, lines = at - len(lines), tuple(lines), []
        if not titles or not group or _title(group[0][2]) != _key(kept[titles[-1]]):
            _keep(group, found)
            group = []
        if titles:
            group.append((begin, at + 1, Section(kept, titles[-1], block)))
    _keep(group, found)
    return found


def _title(section: Section) -> str:
    return _key(section.lines[section.title])


def _key(line: Paragraph) -> str:
    return words.squeezed(line.text)


def _keep(group: Sequence[tuple[int, int, Section]], found: dict[int, Run]) -> None:
    if len(group) < 2:  # noqa: PLR2004 -- one page is no run of pages
        return
    pages = [page_of(section.grid) for _, _, section in group]
    if any(page is None for page in pages):
        return
    kinds = "".join(
        "L" if page.is_labels else "F" if page.is_figures else "A"
        for page in pages
        if page is not None
    )
    shape = kinds.lstrip("A")
    if shape.startswith("L") and set(shape.lstrip("L")) == {"F"}:
        start, end = group[0][0], group[-1][1]
        found[start] = Run(start, end, tuple(section for _, _, section in group))


def page_of(grid: Grid) -> Page | None:
    """Return what a table's heading says, or None where it is none of a wide table."""
    last = _last_heading(grid)
    page = Page(grid, {}, {}, {}, {}, last + 1)
    for row in grid.rows[: last + 1]:
        for cell in row:
            kind = words.indicator_column(cell.text)
            name = labels.field_of(cell.text)
            at = cell.column
            if budget.is_part_name(cell.text):
                page.parts[at] = line_name(cell.text)
            elif kind in JOINED and page.columns.get(kind, at) != at:
                page.more[at] = kind
            elif kind is not None and kind is not Column.SIDE:
                page.columns.setdefault(kind, at)
            elif name is not None:
                page.fields.setdefault(name, at)
    return page if page.is_labels or page.is_figures or page.is_amounts else None


def _last_heading(grid: Grid) -> int:
    """Return the last row of a table's heading, or -1 where it has none."""
    last = -1
    for number, row in enumerate(grid.rows[:_HEADING_ROWS]):
        if any(number_in(cell.text) is not None for cell in row):
            break
        if any(_is_head(cell.text) for cell in row):
            last = number
    return last


def _is_head(text: str) -> bool:
    kind = words.indicator_column(text)
    return (kind is not None and kind is not Column.SIDE) or budget.is_part_name(text)

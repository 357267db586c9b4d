"""Document → forms: tables told by the vocabulary of their headings.

The recogniser walks through the rows of every grid and asks of each what it is: a
title, the heading of an indicator table or of a budget block, a pair of label and
text, or a row under the heading before it. It never asks where a row stands or which
file it came from. What looks like a form and is not understood is listed as unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfscore.forms import (
    budget,
    headings,
    heads,
    indicators,
    joining,
    labels,
    pages,
)
from perfscore.forms import vocabulary as words
from perfscore.forms.draft import Draft
from perfscore.forms.grid import Cell, Document, Grid, Paragraph, Unread
from perfscore.forms.models import Form
from perfscore.forms.offices import doubt_offices
from perfscore.messages import Message, say
from perfscore.places import Place

_NEAR = 3
"""How many lines before a title may hold its label (附件3-1)."""

_FURNITURE = 3
"""How many lines may stand between the parts of a table cut by a page."""

_MOST_LOST = 20
"""How many rows under a heading may be unlike it before it is no heading of theirs."""

_LABELLED = 2
"""How many cells a row has that is a label and one heading beside it."""

_FORM_WORDS = 3
"""How many words of forms a table holds to be reported where it is not read."""


_FIRST_ITEM = re.compile("[(（]?[1一][)）.、．]|①|目标1")
_NEXT_ITEM = re.compile(
    "[(（]?[2-9二三四五六七八九][)）.、．](?![0-9])|[②-⑨]|目标[2-9]"
)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read from a document.

    Attributes:
        forms: the forms, in document order.
        unread: what looks like a form and was not understood.
        doubts: what is not certain about the document as a whole.
    """

    forms: tuple[Form, ...]
    unread: tuple[Unread, ...] = ()
    doubts: tuple[Message, ...] = ()


def recognise(document: Document) -> ReadResult:
    r"""Return the forms of a document.

    Args:
        document: what a reader found in a file.

    Returns:
        The forms in document order, and what was not understood.

    Example:
        >>> from perfscore.forms.readers.text import read_text
        >>> text = "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t10\n"
        >>> recognise(read_text(text, "a.txt")).forms[0].indicators[0].name
        '巡检'
    """
    walker = _Walker(document.file)
    wide = pages.runs(document.blocks)
    number = 0
    while number < len(document.blocks):
        block = document.blocks[number]
        if number in wide:
            walker.pages(wide[number])
            number = wide[number].end
            continue
        if isinstance(block, Grid):
            walker.grid(block)
        elif not walker.rated(block):
            walker.lines.append(block)
        number += 1
    drafts = walker.finish()
    forms = [
        draft.finish(document.file, number)
        for number, draft in enumerate(drafts, start=1)
    ]
    forms = doubt_offices(forms)
    unread = (*document.unread, *walker.unread)
    return ReadResult(tuple(forms), unread, document.doubts)


def _goal_columns(grid: Grid, number: int) -> dict[str, int]:
    """Return the columns of the narratives that a row heads, or nothing.

    The first cell labels the block where another heads what it seems to: 年度目标完成
    情况 before 预期目标 and 实际完成情况, 总体目标 before 年度目标 alone.
    """
    found = [
        (cell, key)
        for cell in grid.rows[number]
        if (key := labels.goal_column(cell.text))
        and grid.at(number + 1, cell.column) is not cell
    ]
    kinds = [key for _, key in found]
    if len(kinds) > 1 and kinds.count(kinds[0]) > 1:
        del found[0]
    keys: dict[str, int] = {}
    for cell, key in found:
        keys.setdefault(key, cell.column)
    filled = [cell for cell in grid.rows[number] if not cell.blank]
    alone = [cell for cell, key in found if key == "goal" and cell is filled[-1]]
    labelled = alone and filled[0] is not alone[0]
    if len(filled) == _LABELLED and labelled:
        labelled = labels.field_of(filled[0].text) == "goal"
        return keys if labelled else {}
    return keys if len(keys) > 1 else {}


def _like_a_form(grid: Grid) -> bool:
    """Whether a table holds words of forms, or a row of such headings."""
    texts = {cell.text for cell in grid.cells if not cell.blank}
    if sum(map(words.looks_like_a_form, texts)) >= _FORM_WORDS:
        return True
    return any(
        len({words.indicator_column(cell.text) for cell in row} - {None}) >= _FORM_WORDS
        for row in grid.rows
    )


@dataclass(slots=True)
class _Walker:
    """Walks through a document and keeps what section it is in."""

    file: str
    lines: list[Paragraph] = field(default_factory=list)
    done: list[Draft] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    unread: list[Unread] = field(default_factory=list)
    table: headings.Table | None = None
    last: headings.Table | None = None
    late: bool = False
    lost: int = 0
    block: budget.Block | None = None
    parts: budget.PartTable | None = None
    goals: dict[str, int] = field(default_factory=dict)
    item_at: tuple[Place, int] | None = None

    def finish(self) -> list[Draft]:
        """Close the last form and return all of them."""
        self._next()
        return self.done

    def grid(self, grid: Grid) -> None:
        """Read one table."""
        lines, self.lines = self.lines, []
        title = next(
            (
                i
                for i in range(len(lines) - 1, -1, -1)
                if labels.is_title(lines[i].text)
            ),
            None,
        )
        self._leave_sections()
        table, self.table = self.table, None
        self.last = table if title is None and len(lines) <= _FURNITURE else None
        if title is not None:
            self._next()
            self._heading(lines, title, grid.place)
        elif not self.draft.has_table:
            for line in lines[-_FURNITURE:]:
                heads.line(self.draft, line.text, line.place)
        elif self.last is not None and indicators.fits(self.last, grid):
            self.table = self.last
        self.late = self.draft.has_table
        self.lost = 0
        self._walk(grid)

    def pages(self, run: pages.Run) -> None:
        """Read a table that is printed over several pages side by side."""
        self.lines = []
        self._next()

        def headed() -> Draft:
            self.draft = Draft()
            for section in run.sections:
                self._heading(section.lines, section.title, section.grid.place)
            draft, self.draft = self.draft, Draft()
            return draft

        drafts = joining.join(run, headed)
        if drafts is None:
            message = say("forms.pages-not-joined")
            for section in run.sections:
                self.unread.append(Unread(section.grid.place, message))
        else:
            self.done.extend(drafts)

    def _walk(self, grid: Grid) -> None:
        before = self._size()
        number = 0
        while number < len(grid.rows):
            number += self._row(grid, number)
        if self._size() == before and _like_a_form(grid):
            message = say("forms.table-not-understood")
            self.unread.append(Unread(grid.place, message))

    def _size(self) -> tuple[int, int, int]:
        """Tell how much was read so far."""
        kept = self.draft
        return len(self.done), len(kept.rows) + len(kept.lines), len(kept.columns)

    def _next(self) -> None:
        """End the form that is being read, and begin the next."""
        draft, self.draft = self.draft, Draft()
        self.table = self.last = None
        self.late = False
        self._leave_sections()
        last = self.done[-1] if self.done else None
        if draft.has_table and draft.rows:
            self.done.append(draft)
        elif last is not None and draft.title and not last.title:
            last.adopt(draft)
        elif draft.has_table or (draft.title and draft.lines):
            blank = draft.has_table and not self.lost
            key = "forms.no-indicators" if blank else "forms.nothing-read"
            message = say(key, title=draft.title)
            self.unread.append(Unread(draft.first, message))

    def _renew(self) -> None:
        """Begin the next form where a heading block follows a finished table."""
        if self.draft.has_table and (self.late or self.draft.lines):
            self._next()

    def _leave_sections(self) -> None:
        self.block = None
        self.parts = None
        self.goals = {}

    def _heading(self, lines: Sequence[Paragraph], title: int, place: Place) -> None:
        """Read the lines around a title: label, year, office, money unit."""
        draft = self.draft
        draft.first = place
        heads.title(self.draft, lines[title].text, lines[title].place)
        if "label" not in draft.texts:
            for line in reversed(lines[max(0, title - _NEAR) : title]):
                label = labels.label_in(line.text)
                if label and len(words.squeezed(line.text)) == len(label):
                    draft.set("label", label, line.place)
                    break
        for line in lines[title + 1 :]:
            heads.line(self.draft, line.text, line.place)
        for line in lines[max(0, title - _NEAR) : title]:
            unit = labels.money_unit_in(line.text)
            if unit:
                draft.set_unit(unit, line.place)

    def _row(self, grid: Grid, number: int) -> int:
        """Read one row; return how many rows were read."""
        row = grid.rows[number]
        cells = [cell for cell in row if not cell.blank]
        if not cells:
            if self.table is not None:
                indicators.take(self.table, grid, number, self.draft)
            return 1
        if len(cells) == 1 and (
            self._goes_on(cells[0], grid, number) or self._alone(cells[0], grid)
        ):
            return 1
        year = self.draft.texts.get("year")
        headed = headings.heading(grid, number, int(year) if year else None)
        if headed is not None:
            self._leave_sections()
            self._open(headed[0], row)
            return headed[1]
        if budget.is_heading(row):
            self._renew()
            block = budget.heading(grid, number, self.draft)
            self.table = None
            self._leave_sections()
            self.block = block
            return 1
        for section in (self._goal_row, self._table_row, self._block_row):
            if section(grid, number):
                return 1
        ended = heads.pairs(self.draft, row, exact=grid.exact)
        if ended:
            self._next()
            self.draft.first = ended.place
            heads.pairs(self.draft, row[row.index(ended) :], exact=grid.exact)
        return 1

    def _goes_on(self, cell: Cell, grid: Grid, number: int) -> bool:
        """Take a row that goes on with what the goal in the row above it says.

        Its label stands beside both, or, in a text, its numbered items go on.
        """
        if number == 0 or "goal" not in self.draft.texts:
            return False
        above = grid.rows[number - 1]
        if grid.exact:
            label = grid.at(number, cell.column - 1) if cell.column else None
            goes_on = (
                label is not None
                and label.row < number
                and labels.field_of(label.text) == "goal"
            )
        else:
            goal = self.draft.places.get("goal")
            first = any(
                one.place == goal and _FIRST_ITEM.match(one.text) for one in above
            )
            later = self.item_at == (grid.place, number - 1)
            goes_on = (first or later) and bool(_NEXT_ITEM.match(cell.text))
        if goes_on:
            self.draft.go_on("goal", words.prose(cell.text))
            self.item_at = (grid.place, number)
        return goes_on

    def _alone(self, cell: Cell, grid: Grid) -> bool:
        """Read a row of one cell that is a title or a line of the form's heading."""
        if labels.is_title(cell.text):
            if self.draft.has_table or self.draft.title:
                self._next()
            self.draft.first = grid.place
            heads.title(self.draft, cell.text, cell.place)
            return True
        label = labels.label_in(cell.text)
        if label and len(label) == len(words.squeezed(cell.text)):
            if self.draft.has_table:
                self._next()
            self.draft.set("label", label, cell.place)
            return True
        if self.table is None and self.block is None and not self.goals:
            heads.line(self.draft, cell.text, cell.place)
        return False

    def _open(self, table: headings.Table, row: Sequence[Cell]) -> None:
        """Begin an indicator table, or go on with one whose heading is repeated."""
        before = self.table or self.last
        if self.draft.has_table and (
            before is None
            or self.draft.total
            or before.kinds_of_rows != table.kinds_of_rows
        ):
            self._next()
        elif before is not None and before.long_term and not table.long_term:
            # 年度绩效指标 after 长期绩效指标: the form is about its year.
            self.draft.rows.clear()
            self.draft.level1.clear()
            self.draft.doubts.append(say("forms.long-term-left-out"))
        elif before is not None and self.draft.has_table:
            # The heading is repeated where a page ends; the labels go on.
            table.level1, table.level1_name = before.level1, before.level1_name
            table.level2 = before.level2
        self.table, self.last = table, None
        self.draft.columns |= set(table.columns)
        if table.unknown:
            names = [
                say("common.text", text=words.tidy(cell.text)[:30])
                for cell in table.unknown[:6]
            ]
            doubt = say("forms.unknown-columns", texts=names)
            if doubt not in self.draft.doubts:
                self.draft.doubts.append(doubt)
        if table.side_by_side:
            self.draft.doubts.append(say("forms.side-by-side"))
        self.draft.declare(row)
        self.draft.doubts.extend(doubt for cell in row for doubt in cell.doubts)
        if not self.draft.first.file:
            self.draft.first = row[0].place

    def _goal_row(self, grid: Grid, number: int) -> bool:
        """Read the narratives, or the heading above them."""
        row = grid.rows[number]
        if self.table is not None:
            return False
        keys = _goal_columns(grid, number)
        if keys:
            self._renew()
            self._leave_sections()
            self.goals = keys
            return True
        if not self.goals:
            return False
        under: dict[str, Cell | None] = {
            key: grid.at(number, place) for key, place in self.goals.items()
        }
        filled = [cell for cell in row if not cell.blank]
        if not grid.exact and len(filled) == len(under):
            under = dict(zip(under, filled, strict=True))
        elif not grid.exact and len(row) <= max(self.goals.values()):
            # The cells that a merge covers are lost, and one of the narratives is.
            self.draft.doubts.append(say("forms.goal-unplaced"))
            under = {}
        for key, told in under.items():
            if told is not None and told.row == number:
                self.draft.set_cell(key, words.prose(told.text), told)
        self.goals = {}
        return True

    def rated(self, line: Paragraph) -> bool:
        """Read a line below a table that says its rating (自评等级：优)."""
        cell = Cell(text=line.text, row=0, column=0, place=line.place)
        rating = labels.rating_line([cell]) if self.draft.has_table else None
        if rating is not None:
            self.draft.total.setdefault("rating", rating)
        return rating is not None

    def _table_row(self, grid: Grid, number: int) -> bool:
        if self.table is None:
            return False
        cells = [cell for cell in grid.rows[number] if not cell.blank]
        rating = labels.rating_line(cells)
        if rating is not None:
            self.draft.total.setdefault("rating", rating)
        if rating is not None or labels.is_closing(cells[0].text):
            return True
        key = labels.field_of(cells[0].text)
        if key in {"office", "project", "department"} and len(cells) > 1:
            # The label of a form's heading: the next form begins in the same table.
            self._next()
            return False
        if indicators.take(self.table, grid, number, self.draft):
            return True
        if self.table.ended:
            return True  # remarks below the totals are no part of the table
        text = words.tidy(" ".join(cell.text[:60] for cell in cells[:20]))[:60]
        message = say("forms.row-not-understood", text=text)
        self.lost += 1
        if self.lost > _MOST_LOST:
            message = say("forms.rest-not-understood")
            self.table = None
        self.unread.append(Unread(cells[0].place, message))
        return True

    def _block_row(self, grid: Grid, number: int) -> bool:
        if self.block is not None:
            if budget.take(self.block, grid, number, self.draft):
                return True
            self.block = None
        row = grid.rows[number]
        if self.parts is None and self.table is None and budget.part_heading(row):
            self._renew()
            self.parts = budget.PartTable()
        if self.parts is not None:
            if budget.take_parts(self.parts, row, self.draft):
                return True
            self.parts = None
        return False

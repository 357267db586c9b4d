"""Tables that go on over pages → one table.

A row that the end of a page cuts is put together again only where that is plain from
its columns: what belongs to a new row begins with a name or holds points. Where it is
not plain, both parts stay, with a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.figures import money, points
from perfscore.forms.grid import Cell, Grid
from perfscore.forms.readers.pdf_table import NEAR, Box, Ruled, widths_agree
from perfscore.forms.readers.pdf_text import Line, is_full, joint_of, room_in, text_in
from perfscore.forms.rows import SUB_ROW
from perfscore.messages import Message, say
from perfscore.places import Place

_LABELS = (Column.SIDE, Column.LEVEL1, Column.LEVEL2)
_POINTS = (Column.WEIGHT, Column.CLAIMED, Column.REVIEWED)
_HEADINGS = 3
"""How many headings make a row the heading of an indicator table."""

_FIRST = 6
"""Among how many first rows of a page a heading may be repeated."""

_PROSE = 30
"""From how many letters on a cell's text is prose that pages may cut."""


@dataclass(slots=True)
class Part:
    """A cell, or what stands of it on one page."""

    text: str
    x0: float
    x1: float
    row: int
    rows: int
    page: int
    lines: Sequence[Line] = ()
    doubts: list[Message] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The row after its last one."""
        return self.row + self.rows

    def fills(self, after: Part) -> bool:
        """Whether its last line ends only because the cell is full."""
        if not self.lines or not after.lines:
            return False
        room = room_in((*self.lines, *after.lines), self.x0, self.x1)
        return is_full(self.lines[-1], after.lines[0], room)

    def go_on(self, after: Part) -> None:
        """Add what stands of the cell on the next page."""
        if self.text and after.text:
            joint, doubt = (
                joint_of(self.text, after.text) if self.fills(after) else ("\n", None)
            )
            self.text += joint + after.text
            self.doubts += [doubt] if doubt else []
        else:
            self.text += after.text
        self.lines = after.lines or self.lines
        self.doubts += after.doubts


@dataclass(slots=True)
class Table:
    """A ruled table with its text, on one page or on several."""

    ruled: Ruled
    parts: list[Part]
    page: int

    @property
    def height(self) -> int:
        """The number of its rows."""
        return max((part.end for part in self.parts), default=0)

    def row(self, number: int) -> list[Part]:
        """Return the parts that begin in a row, from left to right."""
        found = [part for part in self.parts if part.row == number]
        return sorted(found, key=lambda part: part.x0)

    def grid(self, number: int, file: str) -> Grid:
        """Return the table as a grid."""
        edges: list[float] = []
        for edge in sorted(x for part in self.parts for x in (part.x0, part.x1)):
            if not edges or edge - edges[-1] > NEAR:
                edges.append(edge)

        def column(x: float) -> int:
            return min(range(len(edges)), key=lambda i: abs(edges[i] - x))

        place = Place(file=file, page=self.page, table=number)
        cells = []
        for part in sorted(self.parts, key=lambda part: (part.row, part.x0)):
            left, right = column(part.x0), column(part.x1)
            where = replace(place, page=part.page, row=part.row + 1, column=left + 1)
            cells.append(
                Cell(
                    text=part.text,
                    row=part.row,
                    column=left,
                    row_span=part.rows,
                    column_span=max(1, right - left),
                    place=where,
                    doubts=tuple(part.doubts),
                )
            )
        return Grid(cells=tuple(cells), place=place)


def part_of(box: Box, lines: Sequence[Line], page: int) -> Part:
    """Return a box with its text."""
    text, doubts = text_in(lines, box.x0, box.x1)
    return Part(text, box.x0, box.x1, box.row, box.row_span, page, lines, doubts)


def begins_form(table: Table) -> bool:
    """Whether a table begins with a title or with the labels of a form's heading."""
    for number in range(min(2, table.height)):
        filled = [part for part in table.row(number) if part.text]
        if filled and (
            labels.is_title(filled[0].text)
            or labels.field_of(filled[0].text)
            in {"office", "project", "department", "implementer"}
        ):
            return True
    return False


def has_total(table: Table) -> bool:
    """Whether a table's row of totals was reached."""
    return any(
        labels.is_total(part.text)
        for number in range(max(0, table.height - 3), table.height)
        for part in table.row(number)[:2]
    )


def goes_on(first: Table, second: Table) -> bool:
    """Whether a table at the top of a page may go on with one before it."""
    return widths_agree(first.ruled, second.ruled) and not begins_form(second)


def begins_anew(before: Table, table: Table) -> bool:
    """Whether a table has a heading and a label, as that of a new form does.

    That tells only where the table before it had its heading already.
    """
    for number in range(min(_FIRST, table.height)):
        if len(_headings(table.row(number))) >= _HEADINGS:
            labelled = any(
                words.is_level1(part.text) or words.is_level2(part.text)
                for part in table.row(number + 1)
            )
            return labelled and bool(_kinds(before))
    return False


def join(first: Table, second: Table) -> None:
    """Add to a table what stands of it on the next page."""
    kinds = _kinds(first)
    parts = _without_heading(first, second)
    last = first.height
    pairs = []
    for part in sorted((p for p in parts if p.row == 0), key=lambda p: p.x0):
        above = _ending(first, last, part)
        over = _ending(first, above.row, part) if above else None
        kind = next(
            (k for x0, x1, k in kinds if x0 - NEAR <= part.x0 < x1 - NEAR), None
        )
        pairs.append(_Pair(above, part, kind, over.text if over else ""))
    cut = _cut(pairs, known=bool(kinds))
    gone: list[Part] = []
    if cut:
        for pair in pairs:
            if pair.above is not None:
                pair.above.go_on(pair.part)
                pair.above.rows += pair.part.rows - 1
                gone.append(pair.part)
    else:
        gone = _labels(pairs)
        if cut is None:
            _doubt(pairs)
    shift = last - 1 if cut else last
    for part in parts:
        if not any(part is one for one in gone):
            part.row += shift
            first.parts.append(part)
    xs = {*first.ruled.xs, *second.ruled.xs}
    first.ruled = Ruled(tuple(sorted(xs)), second.ruled.ys, ())


@dataclass(frozen=True, slots=True)
class _Pair:
    """A box at the top of a page, and the one at the end of the page before."""

    above: Part | None
    part: Part
    kind: Column | None
    over: str

    @property
    def before(self) -> str:
        return self.above.text if self.above else ""

    @property
    def after(self) -> str:
        return self.part.text


def _ending(table: Table, row: int, part: Part) -> Part | None:
    """Return the cell as wide as another that ends before a row."""
    return next(
        (
            one
            for one in table.parts
            if one.end == row
            and abs(one.x0 - part.x0) <= NEAR
            and abs(one.x1 - part.x1) <= NEAR
        ),
        None,
    )


def _headings(row: Iterable[Part]) -> dict[Column, Part]:
    found: dict[Column, Part] = {}
    for part in row:
        kind = words.indicator_column(part.text) if part.text else None
        if kind is not None:
            found.setdefault(kind, part)
    return found


def _kinds(table: Table) -> list[tuple[float, float, Column]]:
    """Return what the columns hold, by the last heading of a table."""
    for number in range(table.height - 1, -1, -1):
        found = _headings(table.row(number))
        if len(found) >= _HEADINGS:
            return [(part.x0, part.x1, kind) for kind, part in found.items()]
    return []


def _told(row: Iterable[Part]) -> tuple[str, ...]:
    """Return the texts of a row but for the label beside it, which goes down."""
    return tuple(
        words.squeezed(part.text)
        for part in row
        if part.text and words.indicator_column(part.text) is not Column.SIDE
    )


def _without_heading(first: Table, second: Table) -> list[Part]:
    """Return the parts of a page without the heading it repeats."""
    rows = [_told(second.row(i)) for i in range(min(_FIRST, second.height))]
    heads = [
        i
        for i in range(len(rows))
        if len(_headings(second.row(i))) >= _HEADINGS and any(rows[: i + 1])
    ]
    if not heads:
        return second.parts
    count = heads[-1] + 1
    before = [_told(first.row(i)) for i in range(first.height)]
    if not any(
        before[i : i + count] == rows[:count] for i in range(len(before) - count + 1)
    ):
        return second.parts
    kept = []
    for part in second.parts:
        if part.row >= count:
            part.row -= count
            kept.append(part)
        elif part.end > count:
            part.rows, part.row = part.end - count, 0
            # The heading's own text is not what goes on below it.
            kept.append(part)
    return kept


def _cut(pairs: Sequence[_Pair], *, known: bool) -> bool | None:
    """Whether the end of the page cuts a row; None where that is not certain."""
    filled = [pair for pair in pairs if pair.after]
    alike = all(pair.above is not None for pair in pairs)
    if not alike or not filled or labels.is_total(filled[0].after):
        return False
    if not known:
        return _prose_cut(pairs)
    for pair in pairs:
        label = pair.kind in _LABELS and pair.before and pair.after
        if label and not _remainder(pair):
            return False
    rest = [pair for pair in pairs if pair.kind not in _LABELS]
    if not any(pair.before for pair in rest):
        return False
    return _row_cut(rest) if any(pair.after for pair in rest) else True


def _row_cut(rest: Sequence[_Pair]) -> bool | None:
    """Whether a row of the indicator table is cut, by its name and its figures."""

    def has(kinds: Sequence[Column], text: Callable[[_Pair], str]) -> bool:
        return any(text(pair) for pair in rest if pair.kind in kinds)

    named = [pair for pair in rest if pair.kind is Column.NAME]
    name, new = (
        any(pair.before for pair in named),
        any(pair.after for pair in named),
    )
    if any(SUB_ROW.search(pair.after) for pair in named):
        return False
    figures: Sequence[Column] = [p.kind for p in rest if p.kind in _POINTS]
    if not figures:
        figures = (Column.TARGET, Column.ACTUAL)
    above = has(figures, lambda pair: pair.before)
    below = has(figures, lambda pair: pair.after)
    if above and below:
        # Points, or a target, in both: two rows, unless the second has no name.
        return False if new or figures[0] in _POINTS else None
    if not new:
        return True if name else None
    wraps = any(pair.above.fills(pair.part) for pair in named if pair.above)
    return True if above and wraps else None


def _prose_cut(pairs: Sequence[_Pair]) -> bool:
    """Whether prose outside of the indicator table goes on."""
    head, *rest = pairs
    filled = [pair for pair in rest if pair.after]
    if (head.after and not _remainder(head)) or not filled:
        return False
    if any(
        not pair.before
        or labels.is_label(pair.before)
        or labels.is_label(pair.after)
        or points(pair.after) is not None
        or money(pair.after, None) is not None
        for pair in filled
    ):
        return False
    return (
        all(labels.goal_column(pair.over) for pair in filled)
        or any(pair.above.fills(pair.part) for pair in filled if pair.above)
        or all(len(pair.before) >= _PROSE for pair in filled)
    )


def _remainder(pair: _Pair) -> bool:
    """Whether a label's text is the rest of the label on the page before."""
    before, after = pair.before, pair.after
    whole = before + after
    if not before:
        return False
    if pair.kind is None:
        return labels.is_label(whole) and not labels.is_label(after)
    if pair.kind is Column.SIDE:
        return words.indicator_column(whole) is Column.SIDE
    level = words.is_level1 if pair.kind is Column.LEVEL1 else words.is_level2
    return not level(after) and level(whole)


def _labels(pairs: Sequence[_Pair]) -> list[Part]:
    """Let the labels at the end of a page go on; return the boxes that this takes."""
    gone: list[Part] = []
    renewed = False
    for i, pair in enumerate(pairs):
        if pair.above is None or renewed or not _is_tall_label(pair, first=i == 0):
            continue
        # Text in the middle of a tall label may be drawn on its second page only.
        late = pair.kind in _LABELS and not pair.before
        if not pair.after or late or _remainder(pair):
            if late and pair.after and pair.part.rows == pair.above.rows == 1:
                pair.above.doubts.append(say("forms.label-over-pages"))
            pair.above.go_on(pair.part)
            pair.above.rows += pair.part.rows
            gone.append(pair.part)
        elif pair.kind is Column.LEVEL1:
            renewed = True
    return gone


def _is_tall_label(pair: _Pair, *, first: bool) -> bool:
    """Whether a box is one of labels, which stand beside several rows."""
    if pair.kind is not None:
        return pair.kind in _LABELS
    tall = pair.part.rows > 1 or (pair.above is not None and pair.above.rows > 1)
    return first and (tall or bool(pair.after))


def _doubt(pairs: Sequence[_Pair]) -> None:
    """Mark the two rows of which it is not certain that they are two."""
    doubt = say("forms.row-over-pages")
    for pair in pairs:
        if pair.kind is Column.NAME or pair.kind is Column.TARGET:
            for part in (pair.above, pair.part):
                if part is not None and doubt not in part.doubts:
                    part.doubts.append(doubt)

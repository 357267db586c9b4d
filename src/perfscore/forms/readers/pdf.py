"""PDF files with ruled tables → paragraphs and grids.

A table is read where its rules show every cell. Text outside of tables is read line by
line; what only numbers or heads the pages is left out. A page that cannot be read so is
listed as unread: no reading order is guessed, and no picture is deciphered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perfscore.errors import ReadError
from perfscore.forms import labels
from perfscore.forms import vocabulary as words
from perfscore.forms.grid import Document, Grid, Paragraph, Unread
from perfscore.forms.readers.pdf_marks import Glyph, Sheet
from perfscore.forms.readers.pdf_pages import (
    Part,
    Table,
    begins_anew,
    goes_on,
    has_total,
    join,
    part_of,
)
from perfscore.forms.readers.pdf_table import NEAR, Ruled, tables_of
from perfscore.forms.readers.pdf_text import Line, lines_of
from perfscore.messages import say
from perfscore.places import Place

_NUMBER = re.compile(
    r"[-—–·\s]*(第?\s*\d{1,4}\s*页?([,，/]?\s*(共|/|of)\s*\d{1,4}\s*页?)?"
    r"|page\s*\d{1,4}(\s*of\s*\d{1,4})?|[ivxⅠ-ⅻ]{1,6})[-—–·\s]*",
    re.IGNORECASE,
)
_FEW = 20
"""A page with no more letters than this, and a picture, is a scan."""

_LARGE = 0.25
"""From what share of the page on a picture may be a picture of a form."""

_UNKNOWN = 0.2
"""Beyond what share of unknown letters a page cannot be read."""

_WORDS = 3
"""How many words of forms in columns without rules make a form without rules."""


def read_pdf(data: bytes, file: str) -> Document:
    """Return the paragraphs and ruled tables of a PDF file.

    Args:
        data: the file's bytes.
        file: the file's name, for places.

    Returns:
        The document; the pages that cannot be read are listed in it.

    Raises:
        ReadError: it is damaged, encrypted or out of bounds, none of its pages can be
            read, or the library that parses PDF is not installed.
    """
    try:
        from perfscore.forms.readers.pdf_source import sheets  # noqa: PLC0415 -- an extra
    except ImportError as error:
        place = Place(file=file)
        raise ReadError("forms.pdf-extra", place=place) from error
    reader = _Reader(file)
    for sheet in sheets(data, file):
        reader.page(sheet)
    blocks = reader.blocks()
    if reader.unread and not any(isinstance(block, Grid) for block in blocks):
        first = reader.unread[0]
        raise ReadError(
            first.message.key, place=first.place, **dict(first.message.data)
        )
    return Document(file, blocks, unread=tuple(reader.unread))


@dataclass(slots=True)
class _Page:
    """A page: its lines and tables, from top to bottom."""

    number: int
    width: float
    items: list[Line | Table] = field(default_factory=list)

    def edges(self) -> tuple[list[Line], list[Line]]:
        """Return the lines before the first table and after the last one."""
        tables = [i for i, item in enumerate(self.items) if isinstance(item, Table)]
        first, last = (tables[0], tables[-1]) if tables else (len(self.items),) * 2
        return (
            [one for one in self.items[:first] if isinstance(one, Line)],
            [one for one in self.items[last + 1 :] if isinstance(one, Line)],
        )


@dataclass(slots=True)
class _Reader:
    """Gathers pages, and puts them together."""

    file: str
    pages: list[_Page] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def page(self, sheet: Sheet) -> None:
        """Read one page."""
        letters = [glyph for glyph in sheet.glyphs if not glyph.text.isspace()]
        place = Place(file=self.file, page=sheet.number)
        drawn = sheet.picture or sheet.shapes
        if sheet.broken:
            self._leave("forms.page-damaged", place)
            return
        if (
            len(letters) < len(sheet.hidden)
            or (not letters and drawn)
            or (len(letters) <= _FEW and sheet.picture >= _LARGE)
        ):
            self._leave("forms.page-scanned", place)
            return
        unknown = sum(_unknown(glyph) for glyph in letters)
        if unknown > _UNKNOWN * len(letters):
            self._leave("forms.page-letters", place)
            return
        ruled = tables_of(sheet.rules, place)
        tables, free = _filled(ruled, sheet)
        lines = lines_of(free)
        unruled = _unruled(lines)
        for table in list(tables):
            if any(_unruled(part.lines) for part in table.parts):
                tables.remove(table)
                unruled = True
        if unruled:
            self._leave("forms.page-unruled", place)
        elif not tables and sheet.picture >= _LARGE and _titled(lines):
            self._leave("forms.page-scanned", place)
        page = _Page(sheet.number, sheet.width)
        page.items = sorted(
            [*lines, *tables],
            key=lambda item: item.ruled.ys[0] if isinstance(item, Table) else item.y0,
        )
        self.pages.append(page)

    def _leave(self, key: str, place: Place) -> None:
        self.unread.append(Unread(place, say(key, page=place.page)))

    def blocks(self) -> tuple[Paragraph | Grid, ...]:
        """Return the document's paragraphs and tables, in reading order."""
        running = _running(self.pages)
        found: list[tuple[_Page, Line] | Table] = []
        open_table: Table | None = None
        before = 0
        for page in self.pages:
            head, foot = page.edges()
            plain = [one for one in head if not _is_furniture(one, page, running)]
            first = next((one for one in page.items if isinstance(one, Table)), None)
            joined = (
                first is not None
                and open_table is not None
                and page.number == before + 1
                and _may_join(open_table, first, plain, running)
            )
            for item in page.items:
                if isinstance(item, Table):
                    if joined and item is first and open_table is not None:
                        join(open_table, item)
                    else:
                        found.append(item)
                        open_table = item
                elif joined and item in head:
                    continue
                elif item not in head + foot or not _is_furniture(item, page, running):
                    found.append((page, item))
            rest = [one for one in foot if not _is_furniture(one, page, running)]
            if rest or (first is None and page.items):
                open_table = None
            before = page.number
        return self._numbered(found)

    def _numbered(
        self, found: Sequence[tuple[_Page, Line] | Table]
    ) -> tuple[Paragraph | Grid, ...]:
        blocks: list[Paragraph | Grid] = []
        tables = 0
        held: tuple[_Page, Line] | None = None
        for item in found:
            if isinstance(item, Table):
                tables += 1
                blocks.append(item.grid(tables, self.file))
                held = None
                continue
            page, line = item
            place = Place(file=self.file, page=page.number)
            text = line.text.strip()
            last = blocks[-1] if blocks else None
            if held and isinstance(last, Paragraph) and _one_title(held, item):
                blocks[-1] = Paragraph(last.text + text, last.place)
            else:
                blocks.append(Paragraph(text, place))
            held = item
        return tuple(blocks)


def _unknown(glyph: Glyph) -> bool:
    return "\ufffd" in glyph.text or "\ue000" <= glyph.text[:1] <= "\uf8ff"


def _titled(lines: Iterable[Line]) -> bool:
    return any(labels.is_title(line.text) for line in lines)


def _unruled(lines: Sequence[Line]) -> bool:
    """Whether headings stand apart on lines, as in a table without rules."""
    found = 0
    for line in lines:
        parts = [part for part in line.parts if part]
        told = sum(map(words.looks_like_a_form, parts))
        if len(parts) >= _WORDS:
            found += told
        kinds = {words.indicator_column(part) for part in parts} - {None}
        if len(kinds) >= _WORDS or found > _WORDS:
            return True
    return False


@dataclass(slots=True)
class _Boxes:
    """A ruled table, and the letters in each of its boxes."""

    ruled: Ruled
    positions: dict[tuple[int, int], int]
    seen: dict[int, list[Glyph]] = field(default_factory=dict)
    unseen: dict[int, list[Glyph]] = field(default_factory=dict)
    over: dict[int, str] = field(default_factory=dict)

    def box_at(self, glyph: Glyph) -> int | None:
        """Return the number of the box that a letter stands in."""
        if not self.ruled.holds(glyph.x, glyph.y):
            return None
        row = bisect_right(self.ruled.ys, glyph.y) - 1
        return self.positions[row, bisect_right(self.ruled.xs, glyph.x) - 1]

    def table(self, page: int) -> Table:
        """Return the table with its text."""
        parts: list[Part] = []
        for i, box in enumerate(self.ruled.boxes):
            part = part_of(box, lines_of(self.seen.get(i, ())), page)
            if i in self.over:
                part.doubts.append(say("forms.text-over-rule", text=self.over[i][:60]))
            hidden = "".join(glyph.text for glyph in self.unseen.get(i, ())).strip()
            if hidden:
                part.doubts.append(say("forms.hidden-text", text=hidden[:60]))
            parts.append(part)
        return Table(self.ruled, parts, page)


def _filled(ruled: Sequence[Ruled], sheet: Sheet) -> tuple[list[Table], list[Glyph]]:
    """Put the letters of a page into the boxes of its tables; return the others too."""
    whole = [_Boxes(table, _positions(table)) for table in ruled if table.boxes]
    free: list[Glyph] = []

    def spot(glyph: Glyph) -> tuple[int, int] | None:
        found = ((i, table.box_at(glyph)) for i, table in enumerate(whole))
        return next(((i, box) for i, box in found if box is not None), None)

    for word in _words(sheet.glyphs):
        spots = [spot(glyph) for glyph in word]
        most = Counter(spots).most_common(1)[0][0]
        if len(set(spots)) > 1:
            text = "".join(glyph.text for glyph in word)
            for one in spots:
                if one is not None:
                    whole[one[0]].over[one[1]] = text
        if most is None:
            free += word
        else:
            whole[most[0]].seen.setdefault(most[1], []).extend(word)
    for glyph in sheet.hidden:
        at = spot(glyph)
        if at is not None:
            whole[at[0]].unseen.setdefault(at[1], []).append(glyph)
    return [table.table(sheet.number) for table in whole], free


def _positions(table: Ruled) -> dict[tuple[int, int], int]:
    return {
        (row, column): i
        for i, box in enumerate(table.boxes)
        for row in range(box.row, box.row + box.row_span)
        for column in range(box.column, box.column + box.column_span)
    }


def _words(glyphs: Sequence[Glyph]) -> Iterable[list[Glyph]]:
    """Yield letters that are drawn in one go beside one another."""
    word: list[Glyph] = []
    for glyph in glyphs:
        last = word[-1] if word else None
        if last is not None and (
            glyph.run != last.run
            or abs(glyph.y - last.y) > last.size / 4
            or not -last.size / 2 < glyph.x0 - last.x1 < last.size / 2
        ):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _running(pages: Sequence[_Page]) -> Counter[tuple[str, int]]:
    """Count on how many pages a line stands at the same height, outside of tables."""
    found: Counter[tuple[str, int]] = Counter()
    for page in pages:
        head, foot = page.edges()
        found.update({_key(line) for line in (*head, *foot)})
    return found


def _key(line: Line) -> tuple[str, int]:
    return words.squeezed(line.text), round(line.y0 / NEAR)


def _is_furniture(line: Line, page: _Page, running: Counter[tuple[str, int]]) -> bool:
    """Whether a line numbers the pages, or stands at the head or foot of them all."""
    outer = [one for one in page.items if isinstance(one, Line)]
    outermost = line is page.items[0] or line is page.items[-1]
    if outermost and outer and _NUMBER.fullmatch(line.text.strip()):
        return True
    if running[_key(line)] < 2 or _tells(line.text):  # noqa: PLR2004
        return False
    return outermost


def _tells(text: str) -> bool:
    """Whether a line may be one of a form's heading."""
    return (
        labels.is_title(text)
        or bool(labels.label_in(text))
        or labels.year_in(text) is not None
        or labels.money_unit_in(text) is not None
        or ":" in words.squeezed(text)
    )


def _may_join(
    before: Table,
    table: Table,
    lines: Sequence[Line],
    running: Counter[tuple[str, int]],
) -> bool:
    """Whether a table at the top of a page is the rest of the one before it.

    Only lines that stand on the page before too may stand above it.
    """
    if not goes_on(before, table):
        return False
    if not lines:
        return True
    repeated = all(running[_key(line)] > 1 for line in lines)
    return repeated and not has_total(before) and not begins_anew(before, table)


def _one_title(first: tuple[_Page, Line], second: tuple[_Page, Line]) -> bool:
    """Whether two lines are one title, too long for one line."""
    (page, above), (other, below) = first, second
    middle = page.width / 2
    return (
        page is other
        and abs(above.size - below.size) < 1
        and below.y0 - above.y1 < above.size
        and all(
            abs((line.x0 + line.x1) / 2 - middle) < line.size for line in (above, below)
        )
        and not labels.is_title(above.text)
        and not labels.label_in(above.text)
        and labels.is_title(above.text.strip() + below.text.strip())
    )

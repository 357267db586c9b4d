"""Word documents → paragraphs and grids, by the standard library alone.

What loses figures elsewhere is read here: tracked insertions, content controls around
text, cells and rows, cells merged by any of Word's ways, rows that begin late. What is
deleted under tracking stays out, and the cell carries a doubt that says so. A table
within a cell is a table of its own and does not run into the cell's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO

from perfscore.errors import ReadError
from perfscore.forms.grid import (
    MOST_POSITIONS,
    MOST_SPAN,
    Cell,
    Document,
    Grid,
    Paragraph,
)
from perfscore.forms.readers.docx_text import (
    MOST_DEPTH,
    SHORT,
    Text,
    add_symbol,
    boxes_in,
)
from perfscore.forms.readers.ooxml import (
    attribute,
    child_of,
    children_of,
    is_on,
    letters,
    name_of,
    number_of,
)
from perfscore.forms.readers.package import document_part, parse
from perfscore.messages import Message, say
from perfscore.places import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_TABLES = 5000
"""The most tables of a document."""

_WRAPPERS = frozenset(
    {"ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo"}
)
_GONE = frozenset({"del", "moveFrom"})
_TRACKED = frozenset({"ins", "moveTo", "cellIns", "cellDel", "cellMerge"})
_PROMPT = "prompt"
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_DRAWINGS = frozenset({"drawing", "pict", "object", "AlternateContent"})


def read_docx(stream: BinaryIO, file: str) -> Document:
    """Return the paragraphs and tables of a .docx file.

    Args:
        stream: the file, open for reading bytes.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is damaged, encrypted, no Word document, or out of bounds.
    """
    root = parse(document_part(stream.read(), file), file)
    _mark_prompts(root)
    reader = _Reader(file)
    body = next((child for child in root if name_of(child) == "body"), None)
    if body is None:
        place = Place(file=file)
        raise ReadError("forms.zip-not-docx", place=place, kind=say("forms.kind-zip"))
    reader.blocks_of(body, 0)
    return Document(file, tuple(reader.blocks), tuple(reader.doubts))


def _mark_prompts(root: Element) -> None:
    """Rename the text that content controls show while nothing is filled in."""
    controls = root.tag.replace("}document", "}sdt")
    marked: set[Element] = set()
    for control in root.iter(controls):
        shows = is_on(child_of(child_of(control, "sdtPr"), "showingPlcHdr"))
        if not shows or control in marked:
            continue
        for inner in control.iter():
            if inner.tag == controls:
                marked.add(inner)
            elif name_of(inner) == "t":
                inner.tag = _PROMPT


@dataclass(slots=True)
class _Open:
    """A cell that rows below may go on with."""

    text: str
    row: int
    column: int
    width: int
    height: int
    place: Place
    doubts: tuple[Message, ...]

    def cell(self) -> Cell:
        return Cell(
            text=self.text,
            row=self.row,
            column=self.column,
            row_span=self.height,
            column_span=self.width,
            place=self.place,
            doubts=self.doubts,
        )


@dataclass(slots=True)
class _Reader:
    """Walks the body and collects paragraphs and tables."""

    file: str
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)
    tables: int = 0
    cells: int = 0
    aside: list[tuple[Element, int]] = field(default_factory=list)

    def _deeper(self, depth: int) -> int:
        if depth >= MOST_DEPTH:
            place = Place(file=self.file)
            raise ReadError("forms.too-deep", place=place, most=MOST_DEPTH)
        return depth + 1

    def _content(self, element: Element, depth: int) -> Iterator[tuple[Element, bool]]:
        """Yield the children of an element, those in wrappers too.

        With each comes whether a tracked change put it there.
        """
        depth = self._deeper(depth)
        for child in element:
            name = name_of(child)
            if name == "sdt":
                inner = child_of(child, "sdtContent")
                if inner is not None:
                    yield from self._content(inner, depth)
            elif name == "AlternateContent":
                branch = child_of(child, "Choice")
                if branch is None:
                    branch = child_of(child, "Fallback")
                if branch is not None:
                    yield from self._content(branch, depth)
            elif name in _WRAPPERS:
                tracked = name in _TRACKED
                for inner, was in self._content(child, depth):
                    yield inner, was or tracked
            else:
                yield child, False

    def blocks_of(self, parent: Element, depth: int) -> None:
        """Read paragraphs and tables in order; text boxes follow what holds them."""
        depth = self._deeper(depth)
        for child, _ in self._content(parent, depth):
            name = name_of(child)
            if name == "p":
                found = Text()
                self._paragraph(child, found, depth)
                if found.text.strip():
                    place = Place(file=self.file)
                    self.blocks.append(Paragraph(found.text.strip(), place))
            elif name == "tbl":
                self._table(child, depth)
            elif name == "altChunk":
                self.doubts.append(say("forms.embedded-part"))
            self._put_aside()

    def _put_aside(self) -> None:
        """Read the tables and text boxes found inside cells and paragraphs."""
        while self.aside:
            box, depth = self.aside.pop(0)
            if name_of(box) == "tbl":
                self._table(box, depth)
            else:
                self.blocks_of(box, depth)

    def _table(self, table: Element, depth: int) -> None:
        depth = self._deeper(depth)
        self.tables += 1
        if self.tables > MOST_TABLES:
            raise ReadError("forms.table-too-big", place=Place(file=self.file))
        place = Place(file=self.file, table=self.tables)
        done: list[Cell] = []
        above: dict[int, _Open] = {}
        rows = (e for e, _ in self._content(table, depth) if name_of(e) == "tr")
        for number, row in enumerate(rows):
            opened = self._row(
                row, number, replace(place, row=number + 1), above, depth
            )
            going_on = {id(cell) for cell in opened.values()}
            done.extend(c.cell() for c in above.values() if id(c) not in going_on)
            above = opened
        done.extend(cell.cell() for cell in above.values())
        done.sort(key=lambda cell: (cell.row, cell.column))
        self.blocks.append(Grid(tuple(done), place))

    def _row(
        self,
        row: Element,
        number: int,
        place: Place,
        above: dict[int, _Open],
        depth: int,
    ) -> dict[int, _Open]:
        """Return the cells of a row by column; those merged with above are the same."""
        properties = child_of(row, "trPr")
        column = min(number_of(child_of(properties, "gridBefore")), MOST_SPAN)
        tracked = any(child_of(properties, name) is not None for name in ("ins", "del"))
        opened: dict[int, _Open] = {}
        for found, width, goes_on, was_tracked in self._cells(row, depth):
            if tracked or was_tracked:
                found.doubts.append(say("forms.tracked-row"))
            up = above.get(column)
            if goes_on and up is not None and up.width == width:
                _hide(up, found)
                up.height += 1
                opened[column] = up
            else:
                opened[column] = _Open(
                    text=found.text.strip("\n"),
                    row=number,
                    column=column,
                    width=width,
                    height=1,
                    place=Place(
                        file=place.file,
                        table=place.table,
                        row=place.row,
                        column=column + 1,
                    ),
                    doubts=found.all_doubts(),
                )
            column += width
            if column > MOST_SPAN * 4:
                raise ReadError("forms.table-too-big", place=place)
        return opened

    def _cells(self, row: Element, depth: int) -> list[tuple[Text, int, bool, bool]]:
        """Return the cells of a row: text, width, whether merged upwards, tracked.

        Cells that an old-style merge (hMerge) joins are one.
        """
        cells: list[tuple[Text, int, bool, bool]] = []
        for element, was_tracked in self._content(row, depth):
            if name_of(element) != "tc":
                continue
            self.cells += 1
            if self.cells > MOST_POSITIONS:
                raise ReadError("forms.table-too-big", place=Place(file=self.file))
            found = self._cell(element, depth)
            settings = children_of(child_of(element, "tcPr"))
            span = max(1, number_of(settings.get("gridSpan")))
            if span > MOST_SPAN:
                found.doubts.append(say("forms.span-cut", span=span, most=MOST_SPAN))
                span = MOST_SPAN
            tracked = was_tracked or not _TRACKED.isdisjoint(settings)
            if cells and _continues(settings.get("hMerge")):
                before, width, goes_on, had = cells[-1]
                if found.text.strip():
                    covered = found.text.strip()[:SHORT]
                    before.doubts.append(say("forms.merged-text", text=covered))
                cells[-1] = before, width + span, goes_on, had or tracked
            else:
                goes_on = _continues(settings.get("vMerge"))
                cells.append((found, span, goes_on, tracked))
        return cells

    def _cell(self, cell: Element, depth: int) -> Text:
        """Return the text of a cell: its paragraphs, one a line."""
        depth = self._deeper(depth)
        found = Text()
        first = True
        for child, tracked in self._content(cell, depth):
            name = name_of(child)
            if name == "p":
                if not first:
                    found.parts.append("\n")
                first = False
                self._paragraph(child, found, depth)
                found.tracked = found.tracked or tracked
            elif name == "tbl":
                found.nested = True
                self.aside.append((child, depth))
            elif name == "altChunk":
                self.doubts.append(say("forms.embedded-part"))
        return found

    def _paragraph(self, parent: Element, found: Text, depth: int) -> None:
        """Add the text of a paragraph, or of what stands in its place."""
        depth = self._deeper(depth)
        for child in parent:
            name = name_of(child)
            if name == "r":
                self._run(child, found, depth)
            elif name in _GONE:
                found.tracked = True
                found.deleted.extend(letters(child))
            elif name in {"oMath", "oMathPara"}:
                found.formula = True
                found.parts.extend(letters(child))
            else:
                found.tracked = found.tracked or name in _TRACKED
                inner = _inside(child, name)
                if inner is not None:
                    self._paragraph(inner, found, depth)

    def _run(self, run: Element, found: Text, depth: int) -> None:
        """Add the text of a run; hidden and struck-through text is told apart."""
        start = len(found.parts)
        properties: Element | None = None
        for child in run:
            name = name_of(child)
            if name == "t":
                found.parts.append(child.text or "")
            elif name in _SIGNS:
                found.parts.append(_SIGNS[name])
            elif name == "rPr":
                properties = child
            elif name in _DRAWINGS:
                self._drawing(child, found, depth)
            else:
                self._odd(child, name, found, depth)
        if properties is not None and len(found.parts) > start:
            if is_on(child_of(properties, "vanish")):
                found.hidden.extend(found.parts[start:])
                del found.parts[start:]
            elif any(is_on(child_of(properties, n)) for n in ("strike", "dstrike")):
                found.struck.extend(found.parts[start:])

    def _odd(self, child: Element, name: str, found: Text, depth: int) -> None:
        """Add what stands in few runs: prompts, symbols, text with a reading above."""
        if name == _PROMPT:
            found.prompts.append(child.text or "")
        elif name == "sym":
            add_symbol(child, found)
        elif name == "ruby":
            base = child_of(child, "rubyBase")
            if base is not None:
                self._paragraph(base, found, depth)

    def _drawing(self, drawing: Element, found: Text, depth: int) -> None:
        """Put the text boxes of a drawing aside; a drawing without is a picture."""
        boxes = list(boxes_in(drawing, self._deeper(depth)))
        for box in boxes:
            self.aside.append((box, depth))
            found.boxes.extend(letters(box))
        found.pictures = found.pictures or not boxes


def _inside(element: Element, name: str) -> Element | None:
    """Return what holds the runs of an element inside a paragraph, if it holds any."""
    if name in _WRAPPERS or name == "Fallback":
        return element
    if name == "sdt":
        return child_of(element, "sdtContent")
    if name == "AlternateContent":
        branch = child_of(element, "Choice")
        return branch if branch is not None else element
    return None


def _continues(merge: Element | None) -> bool:
    """Whether a cell only goes on with one before it."""
    return merge is not None and attribute(merge, "val") != "restart"


def _hide(shown: _Open, covered: Text) -> None:
    """Report the text of a cell that a merge covers."""
    text = covered.text.strip()
    if text:
        doubt = say("forms.merged-text", text=text[:SHORT])
        shown.doubts = (*shown.doubts, doubt)

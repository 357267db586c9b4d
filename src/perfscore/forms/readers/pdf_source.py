"""PDF files from strangers: their letters and rules, within bounds.

Only operators that draw lines and letters are carried out: nothing of scripts,
attachments, links or forms is ever looked at, and no picture is unpacked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import PSEOF, PSKeyword, keyword_name
from pdfminer.utils import apply_matrix_pt

from perfscore.errors import ReadError
from perfscore.forms.readers.pdf_bounds import Budget, Fonts, Parser, Unlabelled
from perfscore.forms.readers.pdf_marks import Glyph, Rule, Sheet
from perfscore.places import Place

MOST_BYTES = 32 * 2**20
"""The largest PDF file that is read."""

MOST_PAGES = 500
"""The most pages of a document."""

MOST_DEPTH = 20
"""How deep drawings may be nested in drawings."""

_THIN = 3.0  # a filled rectangle of this height or less is a rule, in points
_SHORT = 4096
_WIDEST = 2**20
_INVISIBLE = 3


def sheets(data: bytes, file: str) -> Iterator[Sheet]:
    """Yield what is drawn on each page of a PDF file.

    Args:
        data: the file's bytes.
        file: the file's name, for errors.

    Raises:
        ReadError: it is damaged, encrypted, or beyond the bounds of this module.
    """
    place = Place(file=file)
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise ReadError("forms.file-too-big", place=place, most=most)
    budget = Budget(place)
    try:
        document = Unlabelled(Parser(BytesIO(data), budget))
        fonts = Fonts(budget)
        number = 0
        for page in PDFPage.create_pages(document):
            number += 1
            if number > MOST_PAGES:
                budget.refuse("forms.pdf-pages", most=MOST_PAGES)
            budget.page = number
            yield _drawn(page, number, fonts, budget)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise ReadError("forms.pdf-encrypted", place=place) from None
    except ReadError:
        raise
    except Exception as error:  # the parser may fail in any way
        raise ReadError("forms.pdf-damaged", place=place) from error
    if not number or number < _claimed(document):
        raise ReadError("forms.pdf-damaged", place=place)


def _claimed(document: Unlabelled) -> int:
    """Return how many pages a document says it has."""
    root = resolve1(document.catalog.get("Pages"))
    count = resolve1(root.get("Count")) if isinstance(root, dict) else 0
    return count if isinstance(count, int) else 0


_OPERATORS = {
    **dict.fromkeys(("q", "Q", "BT", "ET", "h", "T*", "n"), 0),
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), 0),
    **dict.fromkeys(("w", "Tc", "Tw", "Tz", "TL", "Tr", "Ts", "Tj", "TJ", "'"), 1),
    **dict.fromkeys(("Do", "EI"), 1),
    **dict.fromkeys(("m", "l", "Td", "TD", "Tf"), 2),
    '"': 3,
    **dict.fromkeys(("v", "y", "re"), 4),
    **dict.fromkeys(("c", "cm", "Tm"), 6),
}
"""The operators that are carried out, and how many operands each takes."""

_METHODS = {"*": "_a", '"': "_w", "'": "_q"}


class _Interpreter(PDFPageInterpreter):
    """Carries out the operators that draw, and counts them all."""

    def __init__(self, fonts: Fonts, device: _Device, depth: int = 0) -> None:
        super().__init__(fonts, device)
        self.fonts, self.paper, self.depth = fonts, device, depth

    def dup(self) -> _Interpreter:
        if self.depth >= MOST_DEPTH:
            self.fonts.budget.refuse("forms.too-deep", most=MOST_DEPTH)
        return _Interpreter(self.fonts, self.paper, self.depth + 1)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 -- the operator's name
        """Draw what is drawn apart."""
        name = getattr(xobjid_arg, "name", "")
        if not isinstance(resolve1(self.xobjmap.get(name)), PDFStream):
            self.fonts.budget.broken += 1
            return
        super().do_Do(xobjid_arg)

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out the operators of content streams."""
        budget = self.fonts.budget
        found = [one for one in map(resolve1, streams) if isinstance(one, PDFStream)]
        budget.broken += len(streams) - len(found)
        self.stream_ids = {one.objid for one in found if one.objid is not None}
        if self.stream_ids & self.parent_stream_ids:
            return  # a drawing that holds itself
        try:
            parser = PDFContentParser(found)
        except PSEOF:
            return
        operands: list[Any] = []
        saved = 0
        while True:
            try:
                _, made = parser.nextobject()
            except PSEOF:
                return
            budget.count()
            if not isinstance(made, PSKeyword):
                operands.append(made)
                if len(operands) > _SHORT:
                    budget.refuse("forms.pdf-objects", most=_SHORT)
                continue
            name = keyword_name(made)
            count = _OPERATORS.get(name, -1) if isinstance(name, str) else -1
            saved += (name == "q") - (name == "Q")
            if saved > _SHORT:
                budget.refuse("forms.pdf-objects", most=_SHORT)
            if 0 <= count <= len(operands):
                for sign, letters in _METHODS.items():
                    name = name.replace(sign, letters)
                arguments = operands[len(operands) - count :]
                getattr(self, f"do_{name}")(*arguments)
            operands.clear()


class _Device(PDFTextDevice):
    """Gathers what is drawn on one page."""

    def __init__(self, sheet: Sheet, budget: Budget, fonts: Fonts) -> None:
        super().__init__(fonts)
        self.sheet, self.budget = sheet, budget
        self.run = 0
        self.shown = True

    def render_string(
        self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any
    ) -> None:
        """Draw a string."""
        if textstate.font is None:
            return
        self.run += 1
        self.shown = textstate.render != _INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002
        graphicstate: Any,  # noqa: ARG002
    ) -> float:
        """Keep one letter with its box; return how far the pen moves."""
        self.budget.mark()
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = "\ufffd"
        move = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            shift: Any = font.char_disp(cid)
            across, down = shift
            left = fontsize * (0.5 if across is None else across * 0.001)
            top = (1000 - down) * fontsize * 0.001 + rise
            box = (-left, top + move, fontsize - left, top)
        else:
            low = font.get_descent() * fontsize + rise
            box = (0.0, low, move, low + fontsize)
        corners = [
            apply_matrix_pt(matrix, (box[i], box[j])) for i in (0, 2) for j in (1, 3)
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        if all(math.isfinite(one) and abs(one) < _WIDEST for one in (*xs, *ys)):
            angle = math.atan2(matrix[1], matrix[0])
            turn = round(angle / (math.pi / 2)) % 4
            width, tall = max(xs) - min(xs), max(ys) - min(ys)
            glyph = Glyph(
                text or "\ufffd",
                min(xs),
                self.sheet.height - max(ys),
                max(xs),
                self.sheet.height - min(ys),
                width if turn % 2 else tall,
                turn,
                self.run,
            )
            (self.sheet.glyphs if self.shown else self.sheet.hidden).append(glyph)
        return move

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002
        """Keep how much of the page a picture takes; what it shows is not looked at."""
        self.budget.mark()
        a, b, c, d, _, _ = self.ctm or (0, 0, 0, 0, 0, 0)
        share = abs(a * d - b * c) / max(self.sheet.width * self.sheet.height, 1)
        self.sheet.picture = max(self.sheet.picture, share)

    def paint_path(
        self,
        graphicstate: Any,  # noqa: ARG002
        stroke: bool,  # noqa: FBT001 -- the library's own signature
        fill: bool,  # noqa: FBT001
        evenodd: bool,  # noqa: ARG002, FBT001
        path: Sequence[Any],
    ) -> None:
        """Keep the straight lines of a path that run along the page."""
        assert self.ctm is not None  # noqa: S101 -- set before anything is drawn
        points: list[tuple[float, float]] = []
        self.sheet.shapes += 1
        for step in path:
            self.budget.mark()
            if step[0] == "m":
                self._outline(points, stroke=stroke, fill=fill)
                points = []
            if step[0] == "h":
                points += points[:1]
            elif step[0] in "ml":
                points.append(apply_matrix_pt(self.ctm, (step[-2], step[-1])))
            else:
                self._outline(points, stroke=stroke, fill=False)
                points = [apply_matrix_pt(self.ctm, (step[-2], step[-1]))]
        self._outline(points, stroke=stroke, fill=fill)

    def _outline(
        self, points: list[tuple[float, float]], *, stroke: bool, fill: bool
    ) -> None:
        if len(points) < 2 or not all(  # noqa: PLR2004
            math.isfinite(one) and abs(one) < _WIDEST
            for point in points
            for one in point
        ):
            return
        high = self.sheet.height
        if fill and not stroke:
            xs, ys = [x for x, _ in points], [high - y for _, y in points]
            left, right, top, foot = min(xs), max(xs), min(ys), max(ys)
            if foot - top <= _THIN:
                self._rule(down=False, at=(top + foot) / 2, start=left, end=right)
            if right - left <= _THIN:
                self._rule(down=True, at=(left + right) / 2, start=top, end=foot)
            return
        if stroke:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ay - by) < 1 and abs(ax - bx) >= 1:
                    at = high - (ay + by) / 2
                    self._rule(down=False, at=at, start=min(ax, bx), end=max(ax, bx))
                elif abs(ax - bx) < 1 and abs(ay - by) >= 1:
                    low, top = sorted((high - ay, high - by))
                    self._rule(down=True, at=(ax + bx) / 2, start=low, end=top)

    def _rule(self, *, down: bool, at: float, start: float, end: float) -> None:
        self.sheet.rules.append(Rule(down, at, start, end))


def _drawn(page: PDFPage, number: int, fonts: Fonts, budget: Budget) -> Sheet:
    """Return what is drawn on a page, turned so that its text is upright."""
    budget.marks = 0
    x0, y0, x1, y1 = page.mediabox
    width, height = abs(x1 - x0), abs(y1 - y0)
    if page.rotate in {90, 270}:
        width, height = height, width
    sheet = Sheet(number, width, height)
    interpreter = _Interpreter(fonts, _Device(sheet, budget, fonts))
    page.resources = dict_value(page.resources)
    before = budget.broken
    interpreter.process_page(page)
    sheet.broken = budget.broken > before
    turns = [0] * 4
    for glyph in sheet.glyphs:
        turns[glyph.turn] += not glyph.text.isspace()
    most = turns.index(max(turns))
    return _turned(sheet, most) if most else sheet


def _turned(sheet: Sheet, turn: int) -> Sheet:
    """Return a page turned to the right by some quarters."""
    for _ in range(turn):
        high = sheet.height
        sheet = Sheet(
            sheet.number,
            high,
            sheet.width,
            [_right(glyph, high) for glyph in sheet.glyphs],
            [
                Rule(down=True, at=high - one.at, start=one.start, end=one.end)
                if not one.down
                else Rule(
                    down=False, at=one.at, start=high - one.end, end=high - one.start
                )
                for one in sheet.rules
            ],
            sheet.picture,
            sheet.shapes,
            sheet.broken,
            [_right(glyph, high) for glyph in sheet.hidden],
        )
    return sheet


def _right(glyph: Glyph, high: float) -> Glyph:
    """Turn a letter by a quarter to the right: what was at the left is on top."""
    return Glyph(
        glyph.text,
        high - glyph.y1,
        glyph.x0,
        high - glyph.y0,
        glyph.x1,
        glyph.size,
        (glyph.turn - 1) % 4,
        glyph.run,
    )

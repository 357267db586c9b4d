"""Bounds for parsing PDF: what a file may cost, and what its parts may claim.

The library that parses PDF trusts what it reads. Here every stream is unpacked within a
bound, every object, operator and second is counted, and tables of fonts that would run
for hours are refused.
"""

from __future__ import annotations

import logging
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any, NoReturn

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword
from pdfminer.utils import apply_png_predictor, nunpack

from perfscore.errors import ReadError
from perfscore.places import Place

MOST_SECONDS = 60
"""How long reading a document may take."""

MOST_OBJECTS = 1_000_000
"""The most objects and lines of a file's structure, and of its pages' operators."""

MOST_MARKS = 200_000
"""The most letters and lines of one page."""

MOST_STREAM = 16 * 2**20
"""The most bytes of one unpacked stream."""

MOST_UNPACKED = 64 * 2**20
"""The most bytes of all unpacked streams."""

MOST_PREDICTED = 2 * 2**20
"""The most bytes of one stream of differences: a table of objects, and slow to undo."""

MOST_CODES = 70_000
"""The most characters that one table of a font may list."""

_SHORT = 4096
_WIDEST = 2**20

logging.getLogger("pdfminer").addHandler(logging.NullHandler())


@dataclass(slots=True)
class Budget:
    """What a document may still cost.

    Attributes:
        place: the document, for errors.
        page: the page being read, 0 before the first.
        objects: how many objects, lines and operators were found.
        marks: how many letters and lines the page has so far.
        unpacked: how many bytes streams were unpacked to.
        broken: how many streams were damaged, or not there.
        ends: when reading has to be done.
    """

    place: Place
    page: int = 0
    objects: int = 0
    marks: int = 0
    unpacked: int = 0
    broken: int = 0
    ends: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def count(self) -> None:
        """Count one object, line or operator."""
        self.objects += 1
        if self.objects > MOST_OBJECTS:
            self.refuse("forms.pdf-objects", most=MOST_OBJECTS)
        if not self.objects & 255:
            self.look()

    def mark(self) -> None:
        """Count one letter or line of the page."""
        self.marks += 1
        if self.marks > MOST_MARKS:
            self.refuse("forms.pdf-objects", most=MOST_MARKS)
        if not self.marks & 255:
            self.look()

    def look(self) -> None:
        """Look at the clock."""
        if time.monotonic() > self.ends:
            self.refuse("forms.pdf-slow", most=MOST_SECONDS)

    def unpack(self, size: int) -> None:
        """Count the bytes of a stream."""
        self.look()
        self.unpacked += size
        if size > MOST_STREAM or self.unpacked > MOST_UNPACKED:
            self.refuse("forms.pdf-bomb", most=MOST_UNPACKED // 2**20)

    def refuse(self, key: str, **data: object) -> NoReturn:
        """Give the document up."""
        page = self.page or None
        raise ReadError(key, place=Place(file=self.place.file, page=page), **data)


class _Stream(PDFStream):
    """A stream that is unpacked within bounds."""

    budget: Budget

    def decode(self) -> None:
        data = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for kind, parameters in self.get_filters():
            data = self._unpacked(data, getattr(kind, "name", ""))
            if isinstance(parameters, dict) and "Predictor" in parameters:
                data = self._predicted(data, parameters)
        self.budget.unpack(len(data))
        self.data, self.rawdata = data, None

    def _unpacked(self, data: bytes, kind: str) -> bytes:
        if kind in {"FlateDecode", "Fl"}:
            return self._inflated(data)
        if kind in {"LZWDecode", "LZW"}:
            return self._gathered(LZWDecoder(BytesIO(data)).run())
        if kind in {"ASCII85Decode", "A85"}:
            return ascii85decode(data)
        if kind in {"ASCIIHexDecode", "AHx"}:
            return asciihexdecode(data)
        if kind in {"RunLengthDecode", "RL"}:
            return self._gathered(_runs(data))
        # What is left packs pictures, and these are never unpacked.
        return self.budget.refuse("forms.pdf-damaged")

    def _inflated(self, data: bytes) -> bytes:
        unpacker = zlib.decompressobj()
        try:
            found = unpacker.decompress(data, MOST_STREAM + 1)
        except zlib.error:
            # Damaged: a wrong checksum may stand for a wrong figure.
            self.budget.broken += 1
            return self._gathered(_crumbs(zlib.decompressobj(), data))
        self._within(len(found))
        if not unpacker.eof:
            self.budget.broken += 1
        return found

    def _gathered(self, chunks: Iterator[bytes]) -> bytes:
        found = bytearray()
        for chunk in chunks:
            found += chunk
            self._within(len(found))
        return bytes(found)

    def _within(self, size: int) -> None:
        if size > MOST_STREAM:
            self.budget.unpack(size)

    def _predicted(self, data: bytes, parameters: dict[str, Any]) -> bytes:
        kind, colours, columns, bits = (
            resolve1(parameters.get(name, usual))
            for name, usual in (
                ("Predictor", 1),
                ("Colors", 1),
                ("Columns", 1),
                ("BitsPerComponent", 8),
            )
        )
        if kind == 1:
            return data
        row = colours * columns * bits
        if not 8 <= row <= _WIDEST or min(colours, columns, bits) < 1 or kind < 10:  # noqa: PLR2004
            self.budget.refuse("forms.pdf-damaged")
        if len(data) > MOST_PREDICTED:
            self.budget.refuse("forms.pdf-objects", most=MOST_PREDICTED)
        self.budget.unpack(len(data))
        return apply_png_predictor(kind, colours, columns, bits, data)


def _crumbs(unpacker: Any, data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _SHORT):
        try:
            yield unpacker.decompress(data[at : at + _SHORT])
        except zlib.error:
            return


def _runs(data: bytes) -> Iterator[bytes]:
    """Unpack a run-length stream: a length, then bytes or one byte to repeat."""
    at = 0
    while at < len(data) and data[at] != 128:  # noqa: PLR2004 -- the end's mark
        length = data[at]
        if length < 128:  # noqa: PLR2004
            yield data[at + 1 : at + 2 + length]
            at += length + 2
        else:
            yield data[at + 1 : at + 2] * (257 - length)
            at += 2


class Parser(PDFParser):
    """A parser that counts what it finds, and whose streams are bounded."""

    def __init__(self, stream: BytesIO, budget: Budget) -> None:
        self.budget = budget
        super().__init__(stream)

    def push(self, *objs: Any) -> None:
        """Keep what was found; streams become bounded ones."""
        self.budget.count()
        for _, made in objs:
            if type(made) is PDFStream:
                made.__class__ = _Stream
                made.budget = self.budget  # type: ignore[attr-defined]
        super().push(*objs)

    def nextline(self) -> tuple[int, bytes]:
        """Return the next line."""
        self.budget.count()
        return super().nextline()

    def fillbuf(self) -> bool:
        """Read on in the file."""
        self.budget.count()
        return super().fillbuf()


class Unlabelled(PDFDocument):
    """A document without page labels, which nobody here needs."""

    def get_page_labels(self) -> Iterator[str]:
        """Say that there are none."""
        raise PDFNoPageLabels


class Fonts(PDFResourceManager):
    """Fonts whose tables are looked at before they are spelled out."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """Return a font, once its tables are seen to be of a size that fonts have."""
        self.budget.look()
        if objid and objid in self._cached_fonts:
            return self._cached_fonts[objid]
        safe, before = dict(spec), self.budget.broken
        for key in ("ToUnicode", "Encoding"):
            made = resolve1(safe.get(key))
            if isinstance(made, PDFStream):
                _Codes(made.get_data(), self.budget).run()
        for key in ("W", "W2"):
            if key in safe and not _widths_fit(resolve1(safe[key])):
                self.budget.refuse("forms.pdf-font")
        descriptor = resolve1(safe.get("FontDescriptor"))
        if isinstance(descriptor, dict) and "FontFile2" in descriptor:
            file = resolve1(descriptor["FontFile2"])
            wanted = "ToUnicode" not in safe and isinstance(file, PDFStream)
            if not wanted or not _font_fits(stream_value(file).get_data()):
                safe["FontDescriptor"] = {
                    key: one for key, one in descriptor.items() if key != "FontFile2"
                }
        if self.budget.broken > before:
            # Every page may be written in it.
            self.budget.refuse("forms.pdf-damaged")
        return super().get_font(objid, safe)


class _Codes(CMapParser):
    """Reads a table of codes only to see that its ranges are no longer than a font."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(FileUnicodeMap(), BytesIO(data))
        self.budget, self.codes = budget, 0

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        self.budget.count()
        if token in (self.KEYWORD_ENDBFRANGE, self.KEYWORD_ENDCIDRANGE):
            made = [one for _, one in self.popall()]
            for first, last, _ in zip(made[::3], made[1::3], made[2::3], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes):
                    length = nunpack(last[-4:]) - nunpack(first[-4:])
                    self.codes += max(0, length) + 1
            if self.codes > MOST_CODES:
                self.budget.refuse("forms.pdf-font")
        elif token is self.KEYWORD_USECMAP:
            self.popall()
        else:
            super().do_keyword(pos, token)


def _widths_fit(widths: object) -> bool:
    """Whether a list of widths names no ranges longer than a font."""
    if not isinstance(widths, list):
        return True
    numbers = [one for one in map(resolve1, widths) if not isinstance(one, list)]
    if not all(isinstance(one, (int, float)) for one in numbers):
        return False
    return all(
        first > MOST_CODES or last - first <= MOST_CODES
        for first, last in pairwise(numbers)
        if last > MOST_CODES
    ) and all(abs(one) <= 10 * MOST_CODES for one in numbers)


def _font_fits(data: bytes) -> bool:
    """Whether the table of letters in a font file is no longer than a font."""
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        for at in range(12, 12 + 16 * count, 16):
            if data[at : at + 4] == b"cmap":
                (start,) = struct.unpack_from(">L", data, at + 8)
                break
        else:
            return False
        (count,) = struct.unpack_from(">H", data, start + 2)
        letters = 0
        for at in range(start + 4, start + 4 + 8 * min(count, 64), 8):
            (offset,) = struct.unpack_from(">L", data, at + 4)
            letters += _letters(data, start + offset)
    except struct.error:
        return False
    return letters <= 4 * MOST_CODES and count <= 64  # noqa: PLR2004


def _letters(data: bytes, at: int) -> int:
    """Return how many letters a table of a font file lists."""
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 4:  # noqa: PLR2004 -- ranges of two-byte codes
        (double,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
        return sum(max(0, end - start) for start, end in zip(starts, ends, strict=True))
    if kind == 12:  # noqa: PLR2004 -- ranges of four-byte codes
        (groups,) = struct.unpack_from(">L", data, at + 12)
        if groups > MOST_CODES:
            return int(groups)
        return sum(
            max(0, end - start)
            for start, end, _ in struct.iter_unpack(
                ">LLL", data[at + 16 : at + 16 + 12 * groups]
            )
        )
    return 0

"""The inside of a Word 97–2003 file: its text in pieces, and what is said of it.

The names are those of Microsoft's [MS-DOC]. Text stands in pieces, wherever the last
save left them; what is said of letters (CHPX) and paragraphs (PAPX) stands in pages of
512 bytes, by position in the stream. All offsets come from the file and may be false.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfscore.errors import ReadError
from perfscore.places import Place

MOST_LETTERS = 2_000_000
"""The most letters of a document."""

MOST_PIECES = 50_000
"""The most pieces that its text may stand in."""

MOST_PAGES = 50_000
"""The most pages of properties."""

_MAGIC, _OLD_MAGIC = 0xA5EC, 0xA5DC
_WORD_97 = 0xC0
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_LETTERS, _PARAGRAPHS, _FONTS, _CLX = 12, 13, 15, 33
_PAGE = 512
_IN_STREAM = 0x40000000
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEFINE_TABLE, _TABS, _HUGE = 0xD608, 0xC615, (0x6645, 0x6646)
_SHORT_NAMES = {
    0x18: 0x2416,
    0x19: 0x2417,
    0x41: 0x0800,
    0x42: 0x0801,
    0x57: 0x0837,
    0x5C: 0x083C,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: where it begins in the document and in the stream."""

    start: int
    text: str
    at: int
    width: int
    said: bytes


@dataclass(slots=True)
class WordFile:
    """A Word file, opened.

    Attributes:
        pieces: the main text, in order.
        letters: what is said of letters, by position in the stream.
        paragraphs: what is said of paragraphs, by position in the stream.
        fonts: the names of its fonts.
        data: the stream with what had no room elsewhere.
        boxes: whether there is text in boxes beside the main text.
    """

    pieces: list[Piece]
    letters: Runs
    paragraphs: Runs
    fonts: list[str]
    data: bytes
    boxes: bool


@dataclass(slots=True)
class Runs:
    """Properties by position: each begins where the one before it ends."""

    starts: list[int] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)

    def at(self, position: int) -> bytes:
        """Return what is said at a position of the stream."""
        index = bisect_right(self.starts, position) - 1
        return self.said[index] if index >= 0 else b""

    def end(self, position: int) -> int:
        """Return up to where the same is said as at a position."""
        index = bisect_right(self.starts, position)
        return self.starts[index] if index < len(self.starts) else 2**32


def open_word(streams: dict[str, bytes], file: str) -> WordFile:
    """Return a Word file's text and properties.

    Args:
        streams: the streams of the file, by name.
        file: the file's name, for errors.

    Raises:
        ReadError: it is damaged, encrypted, too large, or of a Word before 97.
    """
    place = Place(file=file)
    main = streams["WordDocument"]
    try:
        magic, version = struct.unpack_from("<HH", main, 0)
        (flags,) = struct.unpack_from("<H", main, 10)
        if magic == _OLD_MAGIC or (magic == _MAGIC and version < _WORD_97):
            raise ReadError("forms.doc-old", place=place)
        if magic != _MAGIC:
            raise ReadError("forms.doc-damaged", place=place)
        if flags & _ENCRYPTED:
            raise ReadError("forms.encrypted-file", place=place)
        table = streams.get("1Table" if flags & _SECOND_TABLE else "0Table", b"")
        length, boxes, parts = _directory(main)
        if length > MOST_LETTERS:
            raise ReadError("forms.doc-long", place=place, most=MOST_LETTERS)
        where = {
            name: table[parts[2 * name] : parts[2 * name] + parts[2 * name + 1]]
            for name in (_LETTERS, _PARAGRAPHS, _FONTS, _CLX)
        }
        return WordFile(
            pieces=list(_pieces(main, where[_CLX], length)),
            letters=_runs(main, where[_LETTERS], 1),
            paragraphs=_runs(main, where[_PARAGRAPHS], 13),
            fonts=_fonts(where[_FONTS]),
            data=streams.get("Data", b""),
            boxes=boxes > 0,
        )
    except (struct.error, IndexError, ValueError, UnicodeError) as error:
        raise ReadError("forms.doc-damaged", place=place) from error


def _directory(main: bytes) -> tuple[int, int, tuple[int, ...]]:
    """Return the lengths of the main text and of boxes, and where everything is."""
    (words,) = struct.unpack_from("<H", main, 32)
    at = 34 + 2 * words
    (longs,) = struct.unpack_from("<H", main, at)
    numbers = struct.unpack_from(f"<{min(longs, 64)}I", main, at + 2)
    at += 2 + 4 * longs
    (pairs,) = struct.unpack_from("<H", main, at)
    parts = struct.unpack_from(f"<{2 * min(pairs, 1000)}I", main, at + 2)
    return numbers[3], numbers[9], parts


def _pieces(main: bytes, clx: bytes, length: int) -> Iterator[Piece]:
    """Yield the pieces of the main text."""
    at = 0
    said: list[bytes] = []
    while clx[at] == 1:
        (size,) = struct.unpack_from("<H", clx, at + 1)
        said.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if clx[at] != 2:  # noqa: PLR2004 -- the mark of the table of pieces
        raise ValueError
    (size,) = struct.unpack_from("<I", clx, at + 1)
    table = clx[at + 5 : at + 5 + size]
    count = (len(table) - 4) // 12
    if count > MOST_PIECES:
        raise ValueError
    starts = struct.unpack_from(f"<{count + 1}I", table, 0)
    for i in range(count):
        start, end = starts[i], min(starts[i + 1], length)
        if not start < end:
            continue
        where, tail = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * i + 2)
        narrow = bool(where & _IN_STREAM)
        where &= _IN_STREAM - 1
        width = 1 if narrow else 2
        where = where // 2 if narrow else where
        data = main[where : where + (end - start) * width]
        if len(data) < (end - start) * width:
            raise ValueError
        # Some of the codes that stand for one byte are no letters; they stay apart.
        text = (
            data.decode("cp1252", "replace")
            if narrow
            else "".join(map(chr, struct.unpack(f"<{end - start}H", data)))
        )
        yield Piece(start, text, where, width, _said_of_piece(tail, said))


def _said_of_piece(tail: int, said: list[bytes]) -> bytes:
    """Return what a piece itself says of its text, as a quick save leaves it."""
    if tail & 1:
        return said[tail >> 1] if tail >> 1 < len(said) else b""
    name = _SHORT_NAMES.get(tail >> 1 & 0x7F)
    return struct.pack("<HB", name, tail >> 8) if name is not None else b""


def _runs(main: bytes, plc: bytes, width: int) -> Runs:
    """Return the properties of all pages, in order."""
    count = (len(plc) - 4) // 8
    if count > MOST_PAGES:
        raise ValueError
    runs = Runs()
    for (number,) in struct.iter_unpack("<I", plc[4 * (count + 1) :][: 4 * count]):
        start = (number & 0x3FFFFF) * _PAGE
        page = main[start : start + _PAGE]
        if len(page) < _PAGE:
            raise ValueError
        held = page[-1]
        starts = struct.unpack_from(f"<{held + 1}I", page, 0)
        for i in range(held):
            at = 2 * page[4 * (held + 1) + width * i]
            if runs.starts and starts[i] < runs.starts[-1]:
                raise ValueError
            runs.starts.append(starts[i])
            runs.said.append(_held(page, at, paragraph=width > 1) if at else b"")
    return runs


def _held(page: bytes, at: int, *, paragraph: bool) -> bytes:
    """Return the properties that begin somewhere on a page."""
    size = page[at]
    if not paragraph:
        return page[at + 1 : at + 1 + size]
    if size:
        start, length = at + 1, 2 * size - 1
    else:
        start, length = at + 2, 2 * page[at + 1]
    # The number of the style comes first.
    return page[start + 2 : start + length]


def _fonts(table: bytes) -> list[str]:
    """Return the names of the fonts."""
    if len(table) < 4:  # noqa: PLR2004
        return []
    (count,) = struct.unpack_from("<H", table, 0)
    at, names = 4, []
    for _ in range(min(count, 1000)):
        if at >= len(table):
            break
        entry = table[at + 1 : at + 1 + table[at]]
        name = entry[39:].decode("utf-16-le", "replace").partition("\0")[0]
        names.append(name.strip().lower())
        at += 1 + table[at]
    return names


def said(properties: bytes, data: bytes = b"") -> Iterator[tuple[int, bytes]]:
    r"""Yield each property with its operand.

    Args:
        properties: what is said of a letter or paragraph.
        data: the stream where properties stand that had no room.

    Example:
        >>> [(hex(name), operand) for name, operand in said(bytes.fromhex("16240132"))]
        [('0x2416', b'\x01')]
    """
    at = 0
    while at + 3 <= len(properties):
        (name,) = struct.unpack_from("<H", properties, at)
        at += 2
        size = _SIZES.get(name >> 13)
        if size is None:
            if name == _DEFINE_TABLE:
                if at + 2 > len(properties):
                    return
                size = struct.unpack_from("<H", properties, at)[0] - 1
                at += 2
            else:
                size = properties[at]
                at += 1
                if name == _TABS and size == 255:  # noqa: PLR2004 -- told by itself
                    return
        operand = properties[at : at + size]
        at += size
        if name in _HUGE and len(operand) == 4:  # noqa: PLR2004
            (there,) = struct.unpack("<I", operand)
            held = data[there : there + 2]
            if len(held) == 2:  # noqa: PLR2004
                (length,) = struct.unpack("<H", held)
                # Without the data, so that what is held there leads nowhere else.
                yield from said(data[there + 2 : there + 2 + length])
            continue
        yield name, operand

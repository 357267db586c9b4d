"""Saved web pages: which bytes are one, in which encoding, alone or in an archive."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as MailPart

from perfscore.errors import ReadError
from perfscore.forms.grid import Document
from perfscore.forms.readers.html import Reader
from perfscore.forms.readers.html_tree import parse_page
from perfscore.forms.readers.text import decode
from perfscore.messages import say
from perfscore.places import Place

MOST_PARTS = 2000
"""The most parts of a web archive."""

MOST_BYTES = 16 * 2**20
"""The largest page; a form has some hundred thousand bytes."""

_HEAD = 4096
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|meta|body|table|style|title|link|base|frameset)"
    rb"[\s>/]",
    re.DOTALL | re.IGNORECASE,
)
_ARCHIVE = re.compile(
    rb"\s*(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?mime-version\s*:",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,30})")
_TABLE_TAG = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_OTHERS = frozenset({"big5", "big5-hkscs", "utf-16", "utf-16le", "utf-16be"})
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_page(data: bytes) -> bool:
    r"""Return whether a file is a web page, by how it begins.

    Example:
        >>> is_page(b"\xef\xbb\xbf <HTML><body>"), is_page(b"<p1> is a name")
        (True, False)
    """
    return _PAGE.match(_ascii(data[:_HEAD])) is not None


def is_archive(data: bytes) -> bool:
    r"""Return whether a file is a web archive (.mht), by its headers.

    Example:
        >>> is_archive(b"From: <Saved by x>\r\nMIME-Version: 1.0\r\n")
        True
    """
    return _ARCHIVE.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")) is not None


def has_tables(text: str) -> bool:
    r"""Return whether the tables of a text are markup, and all of them.

    Example:
        >>> has_tables("自评表\n<table><tr><td>一级指标</td></tr></table>")
        True
    """
    if "</table" not in text.lower():
        return False
    rest = _TABLE_TAG.sub("", text)
    return not any("\t" in line or line.count("|") > 1 for line in rest.split("\n"))


def read_page(data: bytes, file: str) -> Document:
    """Return the paragraphs and tables of a web page.

    Args:
        data: the page's bytes.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is no text, too large, nested too deeply, or only a frame for
            pages in other files.
    """
    reader = Reader(file)
    text = _page(reader, data, "")
    document = reader.document()
    if not document.blocks and re.search(r"<frame\b", text, re.IGNORECASE):
        raise ReadError("forms.frames", place=Place(file=file))
    return document


def read_archive(data: bytes, file: str) -> Document:
    """Return the paragraphs and tables of all pages in a web archive.

    Args:
        data: the archive's bytes.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is damaged, out of bounds, or holds no page.
    """
    place = Place(file=file)
    try:
        parts = list(message_from_bytes(data).walk())
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise ReadError("forms.broken-archive", place=place) from error
    if len(parts) > MOST_PARTS:
        raise ReadError("forms.zip-entries", place=place, most=MOST_PARTS)
    reader = Reader(file)
    pages = 0
    for part in parts:
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            pages += 1
            _page(reader, _payload(part, place), part.get_content_charset() or "")
    if not pages:
        raise ReadError("forms.broken-archive", place=place)
    return reader.document()


def _payload(part: MailPart, place: Place) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError) as error:
        raise ReadError("forms.broken-archive", place=place) from error
    return payload if isinstance(payload, bytes) else b""


def _page(reader: Reader, data: bytes, charset: str) -> str:
    """Read one page into the reader, and return its text."""
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        place = Place(file=reader.file)
        raise ReadError("forms.file-too-big", place=place, most=most)
    text = decoded(data, reader, charset)
    reader.page(parse_page(text, reader.file))
    return text


def decoded(data: bytes, reader: Reader, charset: str) -> str:
    """Return a page's text; what is not in its encoding is told and stays visible.

    Pages often name an encoding that they are not in: bytes that are UTF-8 throughout
    are, whatever the page says, and gb2312 stands for all of GB18030.
    """
    named = _CHARSET.search(data[:_HEAD]) or _XML.match(data[:200])
    name = charset or (named[1].decode().lower() if named else "")
    if name in _OTHERS and not data.startswith(_MARKS):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return decode(data, reader.file)
    except ReadError:
        if b"\x00" in data or data.startswith(_MARKS):
            raise
    encoding = "utf-8" if name in {"utf-8", "utf8"} else "gb18030"
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") * 20 > len(text):
        raise ReadError("forms.not-text", place=Place(file=reader.file))
    reader.doubts.append(say("forms.broken-characters", count=text.count("\ufffd")))
    return text


def _ascii(head: bytes) -> bytes:
    """Return the beginning of a file with the bytes that plain letters have."""
    for mark, encoding in ((_MARKS[0], "utf-16-le"), (_MARKS[1], "utf-16-be")):
        if head.startswith(mark):
            text = head[2:].decode(encoding, errors="ignore")
            return text.encode("ascii", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf")

"""Zip packages and XML from strangers: opened within bounds of time and memory."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree as ET

from perfscore.errors import ReadError
from perfscore.messages import say
from perfscore.places import Place

MOST_DECLARED = 256 * 2**20
"""The most bytes that all parts of a document may declare together."""

MOST_RATIO = 100
"""How many times larger than itself a document of some size may declare to be."""

SMALL = 8 * 2**20
"""What a document may always declare, whatever the ratio."""

MOST_ENTRIES = 5000
"""The most parts of a document."""

MOST_PART = 32 * 2**20
"""The most bytes of one part."""

MOST_TAGS = 500_000
"""The most tags of one part; a large form has some ten thousand."""

_DIRECTORY = MOST_ENTRIES * 512
_FAR, _MANY = 0xFFFF_FFFF, 0xFFFF  # "see the zip64 record"
_CHUNK = 2**18
_END = b"PK\x05\x06"
_MAIN = "word/document.xml"
_KINDS = (
    ("xl/", "forms.kind-workbook"),
    ("ppt/", "forms.kind-slides"),
    ("content.xml", "forms.kind-open-document"),
)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    NotImplementedError,
    UnicodeError,
    ValueError,
    OSError,
)


def document_part(data: bytes, file: str) -> bytes:
    """Return the main part of a .docx file.

    Args:
        data: the file's bytes, a zip archive.
        file: the file's name, for errors.

    Returns:
        The XML of its document part.

    Raises:
        ReadError: it is damaged, encrypted, no Word document, or larger than the
            bounds of this module.
    """
    place = Place(file=file)
    _check_directory(data, place)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_ENTRIES:
                raise ReadError("forms.zip-entries", place=place, most=MOST_ENTRIES)
            declared = sum(info.file_size for info in infos)
            bound = min(MOST_DECLARED, max(SMALL, MOST_RATIO * len(data)))
            if declared > bound:
                size = declared // 2**20
                raise ReadError("forms.zip-bomb", place=place, size=size)
            names = {info.filename: info for info in infos}
            name = _MAIN if _MAIN in names else _other_main(archive, names, place)
            if name is None:
                raise ReadError("forms.zip-not-docx", place=place, kind=_kind(names))
            return _read(archive, names[name], place)
    except _BROKEN as error:
        raise _damaged(place, error) from error
    except RuntimeError as error:
        # zipfile says so of an entry with a password.
        raise ReadError("forms.encrypted-docx", place=place) from error


def parse(xml: bytes, file: str) -> ET.Element:
    """Return the root of a part's XML, without entities and within bounds.

    Args:
        xml: the part.
        file: the file's name, for errors.

    Returns:
        The root element.

    Raises:
        ReadError: the XML is broken, has a DOCTYPE, or has too many tags.

    Example:
        >>> parse(b"<a><b/></a>", "a.docx")[0].tag
        'b'
    """
    place = Place(file=file)
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = xml.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _damaged(place, error) from error
        # Once in UTF-8, the encoding that the declaration names is no longer true.
        xml = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()
    xml = xml.removeprefix(b"\xef\xbb\xbf")
    named = _ENCODING.match(xml[:200])
    if named and named[1].lower() not in {b"utf-8", b"us-ascii", b"utf8", b"ascii"}:
        reason = say("forms.xml-encoding", name=named[1].decode())
        raise ReadError("forms.damaged-docx", place=place, reason=reason)
    # In these encodings the bytes of a DOCTYPE are the letters themselves.
    if b"<!DOCTYPE" in xml:
        raise ReadError("forms.doctype", place=place)
    if xml.count(b"<") > 2 * MOST_TAGS:
        most = MOST_PART // 2**20
        raise ReadError("forms.part-too-big", place=place, most=most)
    try:
        return ET.fromstring(xml)  # noqa: S314 -- bounded, and without entities
    except (ET.ParseError, ValueError) as error:
        raise _damaged(place, error) from error


def _check_directory(data: bytes, place: Place) -> None:
    """Refuse a directory of parts that is too long, before it is read."""
    at = data.rfind(_END, max(0, len(data) - 65_600))
    if at < 0 or at + 22 > len(data):
        raise ReadError("forms.damaged-docx", place=place, reason=say("forms.zip-cut"))
    entries, size = struct.unpack_from("<HI", data, at + 10)
    far = data.rfind(b"PK\x06\x06", 0, at)
    if size == _FAR and far >= 0 and far + 56 <= at:
        entries, size = struct.unpack_from("<QQ", data, far + 32)
    if size > _DIRECTORY or (entries > MOST_ENTRIES and entries != _MANY):
        raise ReadError("forms.zip-entries", place=place, most=MOST_ENTRIES)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place) -> bytes:
    """Return an entry, whatever size it declares, within the bound of a part."""
    most = MOST_PART // 2**20
    if info.file_size > MOST_PART:
        raise ReadError("forms.part-too-big", place=place, most=most)
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MOST_PART:
                raise ReadError("forms.part-too-big", place=place, most=most)
            chunks.append(chunk)
    return b"".join(chunks)


def _other_main(
    archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], place: Place
) -> str | None:
    """Return the document part's name where it is not the usual one."""
    if "_rels/.rels" not in names:
        return None
    for relation in parse(
        _read(archive, names["_rels/.rels"], place), place.file or ""
    ):
        target = relation.get("Target", "").lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target in names:
            return target if target.startswith("word") else None
    return None


def _kind(names: dict[str, zipfile.ZipInfo]) -> object:
    """Return what an archive is that is no Word document."""
    for start, key in _KINDS:
        if any(name.startswith(start) for name in names):
            return say(key)
    return say("forms.kind-zip")


def _damaged(place: Place, error: Exception) -> ReadError:
    if isinstance(error, ET.ParseError):
        line, column = error.position
        reason = say("forms.xml-broken", line=line, column=column + 1)
    elif isinstance(error, NotImplementedError):
        reason = say("forms.zip-method")
    elif isinstance(error, UnicodeError):
        reason = say("forms.zip-text")
    else:
        reason = say("forms.zip-broken")
    return ReadError("forms.damaged-docx", place=place, reason=reason)

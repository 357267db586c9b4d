"""Zip packages and XML from strangers: opened within bounds of time and memory."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias
from xml.etree import ElementTree as ET

from perfscore.errors import ReadError
from perfscore.messages import say
from perfscore.places import Place

Cleaner: TypeAlias = "Callable[[bytes], bytes]"
"""What drops tags from a stretch of XML that begins and ends between tags."""

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
_BOOK = "xl/workbook.xml"
_MAINS = ("word/document.xml", _BOOK)
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


@dataclass(frozen=True, slots=True)
class Package:
    """An Office document: a zip archive of parts that was found to be within bounds.

    Attributes:
        archive: the open archive.
        parts: what the archive says of each part, by name.
        place: the file, for errors.
    """

    archive: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]
    place: Place

    def read(self, name: str, clean: Cleaner | None = None) -> bytes:
        """Return a part's bytes, whatever size it declares, within the bound of one.

        Args:
            name: the part's name, one of ``parts``.
            clean: what drops needless tags from the bytes while they are read; a part
                may be four times as large before that as after it.

        Raises:
            ReadError: it is damaged, encrypted, or too large.
        """
        info = self.parts[name]
        most = MOST_PART * (4 if clean else 1)
        if info.file_size > most:
            raise self._too_big()
        chunks: list[bytes] = []
        size = kept = 0
        rest = b""
        with _told(self.place), self.archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if clean:
                    # The last tag may go on in the next chunk.
                    whole, mark, rest = (rest + chunk).rpartition(b"<")
                    chunk, rest = clean(whole), mark + rest
                kept += len(chunk)
                chunks.append(chunk)
                if size > most or kept + len(rest) > MOST_PART:
                    raise self._too_big()
        return b"".join((*chunks, rest))

    def parse(self, name: str, clean: Cleaner | None = None) -> ET.Element:
        """Return the root of a part's XML, without entities and within bounds.

        Raises:
            ReadError: the part cannot be read, or its XML is refused.
        """
        return parse(self.read(name, clean), self.place.file or "")

    def main(self) -> str:
        """Return the name of the part that the document begins with, "" if none."""
        for name in _MAINS:
            if name in self.parts:
                return name
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self.parts:
                return target
        return ""

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: kind and name of the other part, by id.

        What stands outside of the package has the empty name.
        """
        folder, _, base = name.rpartition("/")
        home = f"{folder}/_rels/{base}.rels".lstrip("/")
        if home not in self.parts:
            return {}
        found = {}
        for one in self.parse(home):
            kind = one.get("Type", "").rpartition("/")[2]
            target = one.get("Target", "").replace("\\", "/")
            if one.get("TargetMode") == "External":
                target = ""
            elif not target.startswith("/"):
                target = posixpath.normpath(posixpath.join(folder, target))
            found[one.get("Id", "")] = kind, target.lstrip("/")
        return found

    def _too_big(self) -> ReadError:
        most = MOST_PART // 2**20
        return ReadError("forms.part-too-big", place=self.place, most=most)


@contextmanager
def open_package(data: bytes, file: str) -> Iterator[Package]:
    """Open an Office document within the bounds of this module.

    Args:
        data: the file's bytes, a zip archive.
        file: the file's name, for errors.

    Yields:
        The package; it is closed afterwards.

    Raises:
        ReadError: it is damaged, or larger than the bounds of this module.
    """
    place = Place(file=file)
    _check_directory(data, place)
    with _told(place):
        archive = zipfile.ZipFile(BytesIO(data))
    with archive:
        infos = archive.infolist()
        if len(infos) > MOST_ENTRIES:
            raise ReadError("forms.zip-entries", place=place, most=MOST_ENTRIES)
        declared = sum(info.file_size for info in infos)
        if declared > min(MOST_DECLARED, max(SMALL, MOST_RATIO * len(data))):
            size = declared // 2**20
            raise ReadError("forms.zip-bomb", place=place, size=size)
        yield Package(archive, {info.filename: info for info in infos}, place)


def holds_workbook(data: bytes, file: str) -> bool:
    """Return whether a zip archive is a workbook, whatever it is called.

    Raises:
        ReadError: it is damaged, or larger than the bounds of this module.
    """
    with open_package(data, file) as package:
        return package.main().endswith((_BOOK, "workbook.xml"))


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
    with open_package(data, file) as package:
        name = package.main()
        if not name.startswith("word"):
            kind = _kind(package.parts)
            raise ReadError("forms.zip-not-docx", place=package.place, kind=kind)
        return package.read(name)


@contextmanager
def _told(place: Place) -> Iterator[None]:
    """Say of a broken archive what is the matter with it."""
    try:
        yield
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


def _kind(names: Iterable[str]) -> object:
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

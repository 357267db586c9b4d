"""Old Office files: what such a container holds, by the names of its streams."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from perfscore.errors import ReadError
from perfscore.places import Place

if TYPE_CHECKING:
    from perfscore.forms.grid import Document

MOST_ENTRIES = 5000
"""The most streams and folders of a file."""

_WORD = "WordDocument"
_MARK = b"\xd0\xcf\x11\xe0"
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "workbook"),
    ("Book", "workbook"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
)


def is_ole(data: bytes) -> bool:
    """Return whether a file is an old Office container."""
    return data.startswith(_MARK)


def ole_kind(data: bytes) -> str:
    """Return what a container holds, by the directory of its streams.

    Args:
        data: the file's bytes.

    Returns:
        ``encrypted`` (a document with a password), ``workbook``, ``word``, ``slides``,
        or the empty text.

    Example:
        >>> ole_kind(bytes(512) + "Workbook".encode("utf-16-le") + bytes(64))
        'workbook'
    """
    for name, kind in _STREAMS:
        written = name.encode("utf-16-le")
        entry = written + bytes(64 - len(written))
        at = data.find(entry)
        while at >= 0:
            if at % 128 == 0:  # entries of a directory have 128 bytes
                return kind
            at = data.find(entry, at + 1)
    return ""


def read_ole(data: bytes, file: str) -> Document:
    """Return the paragraphs and tables of a .doc or .wps file.

    Args:
        data: the file's bytes.
        file: the file's name, for places.

    Returns:
        The document.

    Raises:
        ReadError: it is damaged, encrypted, another kind of file, or the library that
            opens such files is not installed.
    """
    place = Place(file=file)
    try:
        import olefile  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise ReadError("forms.doc-extra", place=place) from error
    streams: dict[str, bytes] = {}
    try:
        with olefile.OleFileIO(BytesIO(data)) as opened:
            names = {entry[0] for entry in opened.listdir() if len(entry) == 1}
            if _WORD in names:
                for name in (_WORD, "0Table", "1Table", "Data"):
                    if name in names:
                        streams[name] = opened.openstream(name).read()
    except Exception as error:  # the library fails in any way
        raise ReadError("forms.doc-damaged", place=place) from error
    if _WORD not in names:
        raise ReadError("forms.ole-unknown", place=place)
    from perfscore.forms.readers.doc import read_doc  # noqa: PLC0415 -- once it is one

    return read_doc(streams, file)

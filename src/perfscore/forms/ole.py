"""Old Office files: what such a container holds, by the names of its streams."""

from __future__ import annotations

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

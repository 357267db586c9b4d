"""A path, an open file or bytes → forms; the reader is chosen by content."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from perfscore.errors import ReadError, WrongArgument
from perfscore.forms.faults import fault
from perfscore.forms.grid import Document
from perfscore.forms.models import Form
from perfscore.forms.recognise import ReadResult, recognise
from perfscore.forms.text import decode, read_text
from perfscore.messages import say
from perfscore.places import Place

Source: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO"
"""Where a document is: a path, its bytes, or a file open for reading bytes."""

MOST_BYTES = 64 * 2**20
"""The largest file that is read."""

MEMORY = "<bytes>"
"""What places call a document that has no file."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def read_forms(source: Source) -> list[Form]:
    r"""Return every form of a document, in document order.

    Args:
        source: a path, the document's bytes, or a file open for reading bytes.

    Returns:
        The forms, at least one.

    Raises:
        ReadError: the document cannot be read, or there is no form in it.
        WrongArgument: it is no document at all.

    Example:
        >>> text = "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t10\n"
        >>> [form.title for form in read_forms(text.encode())]
        ['项目支出绩效目标表']
    """
    return list(read_document(source).forms)


def read_form(source: Source) -> Form:
    r"""Return the one form of a document.

    Args:
        source: a path, the document's bytes, or a file open for reading bytes.

    Returns:
        The form.

    Raises:
        ReadError: the document cannot be read, or does not hold exactly one form; the
            message lists those it holds.

    Example:
        >>> text = "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t10\n"
        >>> read_form(text.encode()).indicators[0].weight
        Fraction(10, 1)
    """
    forms = read_forms(source)
    if len(forms) > 1:
        names = [say("common.text", text=f"{f.number}. {f.name}") for f in forms]
        place = Place(file=forms[0].file)
        raise ReadError("forms.several", place=place, count=len(forms), names=names)
    return forms[0]


def read_document(source: Source, *, file: str = "") -> ReadResult:
    r"""Return the forms of a document, and what in it was not understood.

    Args:
        source: a path, the document's bytes, or a file open for reading bytes.
        file: what places call the document; its base name where left out.

    Returns:
        The forms, at least one, with what was not read beside them.

    Raises:
        ReadError: the document cannot be read, or there is no form in it.

    Example:
        >>> text = "项目支出绩效目标表\n\n三级指标\t指标值\t分值\n巡检\t12次\t10\n"
        >>> read_document(text.encode()).unread
        ()
    """
    data, file = _bytes(source, file)
    result = recognise(_document(data, file))
    if not result.forms:
        key = "forms.no-form-read" if result.unread else "forms.no-form"
        place = result.unread[0].place if result.unread else Place(file=file)
        raise ReadError(key, place=place)
    return result


def _bytes(source: Source, called: str) -> tuple[bytes, str]:
    """Return a document's bytes and the name to give it, within the limit of size."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        data, file = bytes(source), called or MEMORY
    elif isinstance(source, (str, os.PathLike)):
        if not os.fspath(source):
            raise ReadError("forms.empty-path")
        path = Path(source)
        file = called or path.name
        try:
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise _closed(error, called or str(path)) from None
    elif not callable(getattr(source, "read", None)):
        raise WrongArgument("forms.no-document", given=type(source).__name__)
    else:
        name = getattr(source, "name", MEMORY)
        file = called or (Path(name).name if isinstance(name, str) else MEMORY)
        try:
            data = source.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise _closed(error, file) from None
        if not isinstance(data, bytes):
            raise ReadError("forms.not-bytes", place=Place(file=file))
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise ReadError("forms.file-too-big", place=Place(file=file), most=most)
    return data, file


def _closed(error: OSError | ValueError, file: str) -> ReadError:
    return ReadError("forms.cannot-open", place=Place(file=file), reason=fault(error))


def _document(data: bytes, file: str) -> Document:
    """Choose the reader by what the bytes are, whatever the file is called."""
    place = Place(file=file)
    if not data.strip():
        raise ReadError("forms.empty-file", place=place)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        from perfscore.forms.docx import read_docx  # noqa: PLC0415 -- needs zipfile

        return read_docx(BytesIO(data), file)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from perfscore.forms.ole import read_ole  # noqa: PLC0415 -- few need it

        return read_ole(data, file)
    if data.startswith(b"%PDF"):
        from perfscore.forms.pdf import read_pdf  # noqa: PLC0415 -- few need it

        return read_pdf(data, file)
    if data.startswith(_PICTURES):
        raise ReadError("forms.picture-file", place=place)
    if data.startswith(b"{\\rtf"):
        raise ReadError("forms.rtf-file", place=place)
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"mime-version:")):
        raise ReadError("forms.html-file", place=place)
    return read_text(decode(data, file), file)

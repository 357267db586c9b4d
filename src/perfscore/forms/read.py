"""A path, an open file or bytes → forms; the reader is chosen by content."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeAlias

from perfscore.errors import ReadError, WrongArgument
from perfscore.forms.faults import fault
from perfscore.forms.grid import Document
from perfscore.forms.models import Form
from perfscore.forms.readers.frames import FRAME, is_frame, read_frame
from perfscore.forms.readers.text import decode, read_text
from perfscore.forms.recognise import ReadResult, recognise
from perfscore.messages import say
from perfscore.places import Place


class Frame(Protocol):
    """A Polars or pandas frame, or an Arrow table."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""


Source: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO | Frame"
"""Where a document is: a path, its bytes, a file open for reading bytes, or a frame."""

MOST_BYTES = 64 * 2**20
"""The largest file that is read."""

MEMORY = "<bytes>"
"""What places call a document that has no file."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def read_forms(source: Source) -> list[Form]:
    r"""Return every form of a document, in document order.

    Args:
        source: a path, the document's bytes, a file open for reading bytes, or a Polars
            or pandas frame with a row for each indicator.

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
        source: a path, the document's bytes, a file open for reading bytes, or a Polars
            or pandas frame with a row for each indicator.

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
        source: a path, the document's bytes, a file open for reading bytes, or a Polars
            or pandas frame with a row for each indicator.
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
    if is_frame(source):
        file = file or FRAME
        result = recognise(read_frame(source, file))
    else:
        data, file = _bytes(source, file)
        result = _result(data, file)
    if not result.forms:
        key = "forms.no-form-read" if result.unread else "forms.no-form"
        place = result.unread[0].place if result.unread else Place(file=file)
        for one in result.unread:
            if one.message.key == "forms.no-indicators":
                raise ReadError(one.message.key, place=place, **dict(one.message.data))
        raise ReadError(key, place=place)
    return result


def _result(data: bytes, file: str) -> ReadResult:
    """Return the forms of a file: records of ours as they are, all else recognised."""
    from perfscore.forms.records import is_json, read_records  # noqa: PLC0415 -- rare

    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        text = decode(data, file)
        if is_json(text):
            return ReadResult(read_records(text, file))
    return recognise(_document(data, file))


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
    elif not hasattr(source, "read") or not callable(source.read):
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
        return _package(data, file)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _container(data, file)
    if data.startswith(b"%PDF"):
        from perfscore.forms.readers.pdf import read_pdf  # noqa: PLC0415 -- few need it

        return read_pdf(data, file)
    if data.startswith(_PICTURES):
        raise ReadError("forms.picture-file", place=place)
    if data.startswith(b"{\\rtf"):
        raise ReadError("forms.rtf-file", place=place)
    return _text(data, file)


def _package(data: bytes, file: str) -> Document:
    """Read a zip archive: a workbook, or else a Word document."""
    from perfscore.forms.readers.package import holds_workbook  # noqa: PLC0415 -- needs zipfile

    if holds_workbook(data, file):
        from perfscore.forms.readers.xlsx import read_xlsx  # noqa: PLC0415 -- as above

        return read_xlsx(data, file)
    from perfscore.forms.readers.docx import read_docx  # noqa: PLC0415 -- as above

    return read_docx(BytesIO(data), file)


def _container(data: bytes, file: str) -> Document:
    """Read an old Office file by what it holds."""
    from perfscore.forms.readers.ole import ole_kind, read_ole  # noqa: PLC0415 -- rare

    kind = ole_kind(data)
    if kind == "workbook":
        from perfscore.forms.readers.xls import read_xls  # noqa: PLC0415 -- needs an extra

        return read_xls(data, file)
    if kind == "encrypted":
        raise ReadError("forms.encrypted-file", place=Place(file=file))
    return read_ole(data, file)


def _text(data: bytes, file: str) -> Document:
    """Read what is no binary file: a web page, separated values, or a text."""
    from perfscore.forms.readers import web  # noqa: PLC0415 -- needs email

    if web.is_archive(data):
        return web.read_archive(data, file)
    if web.is_page(data):
        return web.read_page(data, file)
    text = decode(data, file)
    if web.has_tables(text):
        from perfscore.forms.readers.html import read_html  # noqa: PLC0415 -- as above

        return read_html(text, file, lines=True)
    from perfscore.forms.readers.delimited import read_delimited  # noqa: PLC0415 -- needs csv

    return read_delimited(text, file) or read_text(text, file)

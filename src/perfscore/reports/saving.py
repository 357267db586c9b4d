"""Reports written to files: all of a file, or nothing of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from perfscore.errors import ReportError, WrongArgument
from perfscore.forms.faults import fault
from perfscore.messages import say


def save(path: str | os.PathLike[str], content: bytes | Iterable[str]) -> None:
    """Write a file so that it is there whole or, after a fault, as it was before.

    Args:
        path: the file; what stands there is replaced.
        content: bytes, or pieces of text to be written as UTF-8.

    Raises:
        ReportError: it cannot be written.
        WrongArgument: it is no path.
    """
    if not isinstance(path, (str, os.PathLike)):
        raise WrongArgument("writing.no-path", given=type(path).__name__)
    try:
        # A link stays a link, and what it leads to is replaced.
        _replace(Path(path).resolve(), content)
    except (OSError, ValueError) as error:
        why = fault(error)
        if isinstance(error, FileNotFoundError):
            # The file itself need not be there.
            why = say("papers.no-folder")
        raise ReportError("cli.not-written", name=str(path), why=why) from None


def _replace(target: Path, content: bytes | Iterable[str]) -> None:
    if target.exists() and not target.is_file():
        # A pipe or a device cannot be replaced.
        with target.open("wb") as stream:
            stream.writelines(_bytes(content))
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(_bytes(content))
            file.flush()
            os.fsync(file.fileno())
        _permit(Path(name), target)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _bytes(content: bytes | Iterable[str]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    for part in content:
        # Half signs come from file names; JSON writes them in just this way.
        yield part.encode("utf-8", "backslashreplace")


def _permit(made: Path, target: Path) -> None:
    """Give a new file the permissions of the old, or those that are usual here."""
    with suppress(OSError):
        if target.exists():
            made.chmod(target.stat().st_mode & 0o777)
            return
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)

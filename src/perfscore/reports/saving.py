"""Reports written to files: all of a file, or nothing of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from perfscore.errors import ReportError
from perfscore.forms.faults import fault


def save(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write a file so that it is there whole or, after a fault, as it was before.

    Args:
        path: the file; what stands there is replaced.
        content: bytes, or text to be written as UTF-8.

    Raises:
        ReportError: it cannot be written.
    """
    target = Path(path)
    if isinstance(content, str):
        # Half signs come from file names; JSON writes them in just this way.
        content = content.encode("utf-8", "backslashreplace")
    try:
        # A link stays a link, and what it leads to is replaced.
        target = target.resolve()
        _replace(target, content)
    except (OSError, ValueError) as error:
        why = fault(error)
        raise ReportError("cli.not-written", name=str(path), why=why) from None


def _replace(target: Path, body: bytes) -> None:
    if target.exists() and not target.is_file():
        target.write_bytes(body)  # a pipe or a device cannot be replaced
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        _permit(Path(name), target)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _permit(made: Path, target: Path) -> None:
    """Give a new file the permissions of the old, or those that are usual here."""
    with suppress(OSError):
        if target.exists():
            made.chmod(target.stat().st_mode & 0o777)
            return
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)

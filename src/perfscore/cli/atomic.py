"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from perfscore.errors import SettingsError
from perfscore.forms.faults import fault


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a text file that takes the place of another once all of it is written.

    What is written goes into a file beside it. However the work ends before it is
    done, by an error, a full disk or an interrupt, that file is taken away and the old
    one stands as it was.

    Args:
        path: the file; its folder must be there.

    Raises:
        SettingsError: it cannot be written.
    """
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _lost(path, error) from None
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(number)
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        if isinstance(error, OSError):
            raise _lost(path, error) from None
        raise


def _mode(path: Path) -> int:
    """Return the rights of the old file, or those that a new one would have."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    now = os.umask(0)
    os.umask(now)
    return 0o666 & ~now


def _lost(path: Path, error: OSError) -> SettingsError:
    return SettingsError("cli.not-written", name=str(path), why=fault(error))

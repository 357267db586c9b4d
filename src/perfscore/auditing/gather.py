"""Which files a run is about, and the forms in each: one bad file stops nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

from perfscore.auditing.models import Unread
from perfscore.errors import PerfscoreError
from perfscore.forms.models import Form
from perfscore.forms.read import read_forms
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place

KINDS = (".docx", ".txt")
"""The endings of the files that are taken from a folder."""

PathLike: TypeAlias = "str | os.PathLike[str]"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one file of a run holds.

    Attributes:
        file: the file's name as a person knows it.
        forms: its forms, none where it is unread.
        unread: why it could not be read, or None.
    """

    file: str
    forms: tuple[Form, ...] = ()
    unread: Unread | None = None


def files_of(paths: Iterable[PathLike]) -> tuple[list[Path], list[Unread]]:
    """Return the files that paths and folders stand for, and what is not there.

    A folder stands for every file in it, at any depth, that can be read, in the order
    of their names; hidden files and the lock files of office programs are passed over.
    """
    found: dict[Path, None] = {}
    missing = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = list(_inside(path))
            if not inside:
                kinds = ", ".join(KINDS)
                why = say("auditing.empty-folder", kinds=kinds)
                missing.append(_unread(str(path), why))
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            missing.append(_unread(str(path), say("auditing.no-such-path")))
    return list(found), missing


def gather(source: PathLike | IO[bytes], name: str | None = None) -> Gathered:
    """Read the forms of one file; a fault is told and not raised.

    Args:
        source: a path, or an open binary file such as standard input.
        name: what to call the file, where it is not its own name.
    """
    file = name or (Path(source).name if isinstance(source, (str, Path)) else "-")
    try:
        return Gathered(file, tuple(read_forms(source)))
    except PerfscoreError as error:
        unread = Unread(file=file, message=error.message, place=error.place or NOWHERE)
        return Gathered(file, unread=unread)
    except Exception as error:  # noqa: BLE001 -- one bad file never stops a run
        why = f"{type(error).__name__}: {error}"[:200]
        return Gathered(file, unread=_unread(file, say("auditing.unexpected", why=why)))


def _inside(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in sorted(files):
            if not file.startswith((".", "~$")) and file.lower().endswith(KINDS):
                yield Path(where, file)


def _unread(file: str, message: Message) -> Unread:
    return Unread(file=file, message=message, place=Place(file=file))

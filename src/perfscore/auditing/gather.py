"""Which files a run is about, and the forms in each: one bad file stops nothing."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeAlias

from perfscore.auditing.models import Unread
from perfscore.errors import PerfscoreError
from perfscore.forms.models import Form
from perfscore.forms.read import read_document
from perfscore.messages import Message, say
from perfscore.places import Place

KINDS = (
    ".docx",
    ".docm",
    ".doc",
    ".wps",
    ".pdf",
    ".txt",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".html",
    ".htm",
    ".mht",
    ".mhtml",
    ".csv",
    ".tsv",
)
"""The endings of the files that are taken from a folder."""

OTHERS = (
    ".rtf",
    ".ofd",
    ".odt",
    ".ods",
    ".zip",
    ".rar",
    ".7z",
    ".jpg",
    ".jpeg",
    ".png",
    ".tif",
    ".tiff",
)
"""The endings of documents that may hold forms and cannot be read."""

PathLike: TypeAlias = "str | os.PathLike[str]"


_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one file of a run holds.

    Attributes:
        file: the file's name as a person knows it.
        forms: its forms, none where nothing could be read.
        unread: what in it could not be read.
        doubts: what is not certain about the document as a whole.
    """

    file: str
    forms: tuple[Form, ...] = ()
    unread: tuple[Unread, ...] = ()
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A file of a run, and what it is called in places and findings.

    Attributes:
        path: where it is.
        file: its base name, or the path inside the folder that was given, from that
            folder's own name on; the whole path as given where two would be alike.
        given: which of the paths given it comes from, from 0.
    """

    path: Path
    file: str
    given: int = 0


def files_of(paths: Iterable[PathLike]) -> tuple[list[Located], list[Unread]]:
    """Return the files that paths and folders stand for, and what is not there.

    A folder stands for every file in it, at any depth, that can be read, in the order
    of their names; hidden files and the lock files of office programs are passed over.
    """
    found: dict[Path, Located] = {}
    missing = []
    for given, one in enumerate(paths):
        path = Path(one)
        if not os.fspath(one):
            missing.append(_unread("", say("forms.empty-path")))
        elif path.is_dir():
            inside = list(_inside(path))
            if not inside:
                kinds = ", ".join(KINDS)
                why = say("auditing.empty-folder", kinds=kinds)
                missing.append(_unread(str(path), why))
            for file in inside:
                name = (path.name / file.relative_to(path)).as_posix()
                if _is_special(file):
                    missing.append(_unread(name, say("auditing.no-regular-file")))
                else:
                    found.setdefault(file, Located(file, name, given))
        elif _exists(path):
            found.setdefault(path, Located(path, path.name, given))
        else:
            missing.append(_unread(str(path), say("auditing.no-such-path")))
    names = Counter(one.file for one in found.values())
    files = [
        one if names[one.file] == 1 else replace(one, file=one.path.as_posix())
        for one in found.values()
    ]
    return files, missing


def passed_over(paths: Iterable[PathLike]) -> Iterator[Gathered]:
    """Yield what folders hold beside the files that are read: other documents."""
    for one in paths:
        path = Path(one)
        if not os.fspath(one) or not path.is_dir():
            continue
        names = [file.relative_to(path).as_posix() for file in _inside(path, OTHERS)]
        if names:
            texts = [say("common.text", text=name) for name in names[:_MOST_NAMED]]
            texts += [say("common.text", text="…")] if len(names) > _MOST_NAMED else []
            told = say("auditing.passed-over", count=len(names), files=texts)
            yield Gathered(str(path), doubts=(told,))


def gather(source: Located | BinaryIO) -> Gathered:
    """Read the forms of one file; a fault is told and not raised.

    Args:
        source: a file of the run, or an open binary file whose ``name`` it is called
            by.
    """
    file = source.file if isinstance(source, Located) else _name(source)
    try:
        opened = source.path if isinstance(source, Located) else source
        found = read_document(opened, file=file)
    except PerfscoreError as error:
        place = error.place or Place(file=file)
        return Gathered(file, unread=(_unread(file, error.message, place),))
    except MemoryError:
        return refused(file, "auditing.too-much-memory")
    except Exception as error:  # noqa: BLE001 -- one bad file never stops a run
        why = f"{type(error).__name__}: {error}"[:200]
        return refused(file, "auditing.unexpected", why=why)
    unread = tuple(_unread(file, one.message, one.place) for one in found.unread)
    return Gathered(file, found.forms, unread, found.doubts)


def refused(file: str, key: str, **data: object) -> Gathered:
    """Return what a file holds that could not be read, with the reason."""
    return Gathered(file, unread=(_unread(file, say(key, **data)),))


def _name(source: BinaryIO) -> str:
    return str(getattr(source, "name", "-"))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return True  # whoever opens it is told why that cannot be


def _is_special(path: Path) -> bool:
    """Whether a name in a folder is a pipe or a device, which might never end."""
    with suppress(OSError, ValueError):
        return not stat.S_ISREG(path.stat().st_mode)
    return False  # whoever opens it is told why that cannot be


def _inside(folder: Path, kinds: tuple[str, ...] = KINDS) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for file in sorted(files):
            if not file.startswith((".", "~$")) and file.lower().endswith(kinds):
                yield Path(where, file)


def _unread(file: str, message: Message, place: Place | None = None) -> Unread:
    return Unread(file=file, message=message, place=place or Place(file=file))

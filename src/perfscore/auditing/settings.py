"""The configuration file: ``perfscore.toml``, or a table of ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from perfscore.auditing.choosing import Justified, codes_of, names_of, severity_of
from perfscore.auditing.models import Severity
from perfscore.errors import SettingsError
from perfscore.forms.faults import fault
from perfscore.places import Place

OWN_FILE, PROJECT_FILE = "perfscore.toml", "pyproject.toml"
"""The files that are looked for, in this order."""

KEYS = ("select", "ignore", "severity", "baseline", "justified")
"""What a configuration may hold."""

_JUSTIFIED = ("check", "form", "row", "reason")
_TABLE = ("tool", "perfscore")
_SPOT = re.compile(r"line (\d+), column (\d+)")
_MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a configuration file says.

    Attributes:
        select: the checks to run; None where it does not say.
        ignore: the checks not to run; None where it does not say.
        severity: the mildest findings to tell; None where it does not say.
        baseline: the file of known findings, from the configuration's own folder.
        justified: the findings that a person holds to be in order.
        file: the file; blank where there is none.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    severity: Severity | None = None
    baseline: Path | None = None
    justified: tuple[Justified, ...] = ()
    file: str = ""


def find_settings(folder: Path) -> Settings:
    """Return what the configuration says that is next above a folder.

    In each folder upwards, ``perfscore.toml`` is looked for, then a ``pyproject.toml``
    with a table ``[tool.perfscore]``; the first that is found counts alone.

    Args:
        folder: the folder to begin with.

    Raises:
        SettingsError: the configuration is wrong.
    """
    for above in (folder.absolute(), *folder.absolute().parents):
        own, project = above / OWN_FILE, above / PROJECT_FILE
        if own.is_file():
            return read_settings(own)
        if project.is_file() and _mentioned(project):
            return read_settings(project)
    return Settings()


def _mentioned(path: Path) -> bool:
    """Whether another tool's file speaks of perfscore: only then must it be sound."""
    try:
        return "perfscore" in _text(path) and _table(path, _text(path)) is not None
    except SettingsError:
        return False


def read_settings(path: Path) -> Settings:
    """Read a configuration file.

    Args:
        path: the file: a ``pyproject.toml``, or one of its own.

    Raises:
        SettingsError: it cannot be read, or something in it is wrong; the error names
            the line and what was perhaps meant.
    """
    text = _text(path)
    table = _table(path, text)
    if table is None:
        raise SettingsError("choosing.no-table", place=Place(file=str(path)))
    return _Reader(path, text).settings(table)


def _text(path: Path) -> str:
    place = Place(file=str(path))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SettingsError("choosing.file-large", place=place)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = fault(error)
        raise SettingsError("choosing.unreadable", place=place, why=why) from None
    except UnicodeDecodeError:
        raise SettingsError("choosing.no-utf8", place=place) from None


def _table(path: Path, text: str) -> Mapping[str, object] | None:
    try:
        whole: object = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        spot = _SPOT.search(str(error))
        end = max(1, len(text.splitlines()))
        line, character = (int(spot[1]), int(spot[2])) if spot else (end, None)
        at = Place(file=str(path), line=line, character=character)
        why = str(error).partition(" (at ")[0]
        raise SettingsError("choosing.toml-broken", place=at, why=why) from None
    for name in _TABLE if path.name == PROJECT_FILE else ():
        whole = whole.get(name) if isinstance(whole, dict) else None
    return whole if isinstance(whole, dict) else None


class _Reader:
    """Reads the tables of a file, and knows on which lines their keys stand."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.prefix = ".".join(_TABLE) if path.name == PROJECT_FILE else ""

    def settings(self, table: Mapping[str, object]) -> Settings:
        for key in table:
            if key not in KEYS:
                raise self._wrong(key, "unknown-key", name=key, near=_near(key, KEYS))
        severity, baseline = table.get("severity"), table.get("baseline")
        if baseline is not None and not (isinstance(baseline, str) and baseline):
            raise self._wrong("baseline", "no-text", name="baseline")
        if severity is not None and not isinstance(severity, str):
            raise self._wrong("severity", "no-text", name="severity")
        return Settings(
            select=self._names(table, "select"),
            ignore=self._names(table, "ignore"),
            severity=None
            if severity is None
            else severity_of(severity, self._place("severity")),
            baseline=None if baseline is None else self.path.parent / baseline,
            justified=self._justified(table.get("justified", [])),
            file=str(self.path),
        )

    def _names(self, table: Mapping[str, object], key: str) -> tuple[str, ...] | None:
        given = table.get(key)
        if given is None:
            return None
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, list) or not all(isinstance(o, str) for o in texts):
            raise self._wrong(key, "no-names", name=key)
        names = [name for text in texts for name in names_of(text)]
        for name in names:
            codes_of(name, self._place(key))
        return tuple(names)

    def _justified(self, given: object) -> tuple[Justified, ...]:
        if not isinstance(given, list) or not all(isinstance(o, dict) for o in given):
            raise self._wrong("justified", "no-tables", name="justified")
        return tuple(
            one for at, table in enumerate(given) for one in self._entry(table, at)
        )

    def _entry(self, table: Mapping[str, object], at: int) -> list[Justified]:
        texts = {}
        for key, value in table.items():
            if key not in _JUSTIFIED:
                near = _near(key, _JUSTIFIED)
                raise self._wrong(key, "unknown-key", at, name=key, near=near)
            if isinstance(value, bool) or not isinstance(value, (str, int)):
                raise self._wrong(key, "no-text", at, name=key)
            texts[key] = str(value).strip()
        for key in ("check", "reason"):
            if not texts.get(key):
                raise self._wrong("check", "key-missing", at, name=key)
        codes = codes_of(texts.pop("check"), self._place("check", at))
        return [Justified(check=code, **texts) for code in codes]

    def _wrong(
        self, key: str, entry: str, at: int | None = None, **data: object
    ) -> SettingsError:
        return SettingsError(f"choosing.{entry}", place=self._place(key, at), **data)

    def _place(self, key: str, at: int | None = None) -> Place:
        """Return where a key stands: of the file's table, or of a table of a list."""
        header, list_header = self.prefix, f"{self.prefix}.justified".lstrip(".")
        here, listed = "", -1
        start = None
        for number, line in enumerate(self.lines, start=1):
            bare = line.strip()
            if bare.startswith("["):
                here = "".join(bare.partition("]")[0].strip("[").split()).replace(
                    '"', ""
                )
                listed += here == list_header and bare.startswith("[[")
                within = here == list_header and listed == at
                start = number if within and start is None else start
            inside = (
                here == header if at is None else here == list_header and listed == at
            )
            if inside and re.match(rf"[\"']?{re.escape(key)}[\"']?\s*[=.]", bare):
                return Place(file=str(self.path), line=number)
        return Place(file=str(self.path), line=start or 1)


def _near(key: str, known: Sequence[str]) -> str:
    return get_close_matches(key, known, n=1, cutoff=0)[0]

"""Files as LibreOffice writes them: one call for each type, for all files at once."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ABSENT = (
    "LibreOffice (soffice) is not installed; on Debian: apt-get install "
    "libreoffice-writer-nogui libreoffice-calc-nogui fonts-wqy-zenhei"
)
FILTERS = {
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1",
    "doc": "doc:MS Word 97",
    "docx": "docx:MS Word 2007 XML",
    "html": "html",
    "pdf": "pdf",
    "xls": "xls:MS Excel 97",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}
"""What a type is called where it is asked for."""

_SECONDS = 300


class NoOffice(Exception):  # noqa: N818 -- says what is the matter
    """LibreOffice is not there."""


def convert(files: Iterable[Path], kind: str, folder: Path) -> dict[str, Path]:
    """Let LibreOffice write files as another type.

    Args:
        files: the files.
        kind: the type, such as ``docx``.
        folder: where to write them; it also holds the profile of this run.

    Returns:
        The written files by their names without ending.

    Raises:
        NoOffice: it is not installed; the message says what to install.
        RuntimeError: it wrote less than was asked for.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoOffice(ABSENT)
    given = list(files)
    folder.mkdir(parents=True, exist_ok=True)
    profile = folder.with_name(f"{folder.name}-profile")
    done = subprocess.run(  # noqa: S603 -- our own words
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            FILTERS[kind],
            "--outdir",
            str(folder),
            *map(str, given),
        ],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    made = {path.stem: path for path in folder.glob(f"*.{kind}")}
    missing = {path.stem for path in given} - made.keys()
    if missing:
        message = f"soffice wrote no {kind} of {sorted(missing)}: {done.stderr[-500:]}"
        raise RuntimeError(message)
    return made

"""The files that a command is about, read one after another, with a bar meanwhile."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from perfscore.auditing.gather import (
    Gathered,
    Located,
    files_of,
    gather,
    passed_over,
)
from perfscore.auditing.pool import gather_all
from perfscore.messages import Lang, say

_STANDARD_INPUT = "-"
_LONG_WORK = 2


def gathered(
    paths: Sequence[str],
    lang: Lang,
    *,
    bar: bool = True,
    work: Callable[[Located | BinaryIO], Gathered] = gather,
    what: str = "reading",
    without: Sequence[str] = (),
) -> Generator[Gathered]:
    """Yield what the files hold; standard input is read once, after them.

    Args:
        paths: files and folders, and ``-`` for standard input.
        lang: the language of the bar.
        bar: whether a bar may be shown.
        work: what is done with each file: it is read, unless told otherwise.
        what: what the bar calls that.
        without: files of ours that may stand in the folders and are no forms.
    """
    named = [path for path in paths if path != _STANDARD_INPUT]
    files, missing = files_of(named)
    if without:
        ours = {Path(path).resolve() for path in without}
        files = [one for one in files if one.path.resolve() not in ours]
    for one in missing:
        yield Gathered(one.file, unread=(one,))
    with (
        progress(len(files) if bar else 0, what, lang) as step,
        closing(gather_all(files, work=work)) as found,
    ):
        for one_file in found:
            yield one_file
            step()
    yield from passed_over(named)
    if len(named) < len(paths):
        stdin = io.BytesIO(sys.stdin.buffer.read() if sys.stdin else b"")
        stdin.name = "<stdin>"
        yield work(stdin)


@contextmanager
def progress(total: int, what: str, lang: Lang) -> Generator[Callable[[], object]]:
    """Show a bar on standard error, where that is a terminal and work is long."""
    if total < _LONG_WORK or not sys.stderr or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 -- only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415 -- as above

    # What is printed meanwhile stays on the stream that it is printed to.
    with Progress(
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task(say(f"cli.{what}").text(lang), total=total)
        yield lambda: bar.advance(task)

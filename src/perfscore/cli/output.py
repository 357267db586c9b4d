"""Where the command writes to, and what becomes of it when nothing can be written."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from perfscore.errors import PerfscoreError
from perfscore.forms.faults import fault
from perfscore.messages import Lang, Message, say
from perfscore.reports.layout import Line, paragraph
from perfscore.reports.terminal import show


class OutputLost(Exception):  # noqa: N818 -- says what is the matter
    """Standard output takes no more.

    Attributes:
        message: why, or None where the reader merely left.
    """

    def __init__(self, message: Message | None) -> None:
        self.message = message
        super().__init__()


def prepare() -> None:
    """Print UTF-8 whatever the locale says, unless the environment names an encoding.

    ``PYTHONIOENCODING`` is ``encoding:errors``, either of which may be left out. What
    an encoding cannot write is escaped unless the environment says otherwise.
    """
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    for stream in (sys.stdout, sys.stderr):
        escape = stream is sys.stderr or not errors
        with contextlib.suppress(AttributeError, ValueError, LookupError):
            stream.reconfigure(  # type: ignore[union-attr]
                encoding=encoding or "utf-8",
                errors="backslashreplace" if escape else errors,
            )


def write(text: str) -> None:
    """Write text to standard output."""
    if sys.stdout:
        with _guarded():
            sys.stdout.write(text)


def write_lines(lines: Iterable[Line]) -> None:
    """Write lines to standard output, with colour where that is a terminal."""
    with _guarded():
        show(lines)


def write_new(path: Path, text: str) -> None:
    """Write a text to a file that does not exist yet: all of it, or nothing.

    Raises:
        FileExistsError: there is such a file already.
        OSError: it cannot be written.
    """
    with path.open("x", encoding="utf-8", newline="\n") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise


def print_json(data: object) -> None:
    """Write data to standard output as JSON."""
    write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def flush() -> None:
    """See to it that what was written has arrived."""
    if sys.stdout:
        with _guarded():
            sys.stdout.flush()


def complain(error: PerfscoreError, lang: Lang) -> None:
    """Write an error to standard error: where, what, what to try."""
    say_aside(told(error.text(lang)))


def told(text: str) -> list[Line]:
    """Lay out an error's text, each of its lines as a paragraph."""
    return [
        one
        for part in text.splitlines()
        for one in paragraph(part, hang=2, style="red")
    ]


def say_aside(lines: Iterable[Line]) -> None:
    """Write lines to standard error; where nobody listens there, that is no trouble."""
    flush()
    if not sys.stderr:
        return
    try:
        show(lines, sys.stderr)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def lost(error: OutputLost, lang: Lang) -> None:
    """Tell that standard output takes no more, and let Python end in peace."""
    _silence(sys.stdout)
    if error.message is not None:
        text = error.message.text(lang)
        hint = error.message.hint(lang)
        say_aside(told(f"{text}\n{hint}" if hint else text))


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # The reader has seen enough.
        raise OutputLost(None) from None
    except OSError as error:
        raise OutputLost(say("cli.output-lost", why=fault(error))) from None
    except UnicodeEncodeError as error:
        sign = error.object[error.start]
        message = say("cli.output-encoding", name=error.encoding, sign=sign)
        raise OutputLost(message) from None


def _silence(stream: TextIO | None) -> None:
    """Lead a stream nowhere, so that Python does not try it once more at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)

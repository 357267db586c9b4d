"""The command ``perfscore``."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from perfscore.cli.arguments import parse
from perfscore.errors import PerfscoreError
from perfscore.messages import Lang

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after the command's name; those of the process if None.

    Returns:
        0 where all is well, 1 where an audit has an error or a warning or a file of
        several could not be read, 2 where the command could not run.

    Example:
        >>> main(["rules", "list"])  # doctest: +ELLIPSIS
        hengyang-2024
        ...
        0
    """
    for stream in (sys.stdout, sys.stderr):
        # What is printed is UTF-8, whatever the locale says.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(  # type: ignore[union-attr]
                encoding="utf-8", errors="backslashreplace"
            )
    code = COULD_NOT_RUN
    try:
        args = parse(arguments)
        code = _run(args.run, args)
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain when it ends.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _run(command: str, args: object) -> int:
    from perfscore.cli import commands  # noqa: PLC0415 -- --help needs none of it

    run = getattr(commands, command)
    lang: Lang = getattr(args, "lang", "zh")
    try:
        code: int = run(args)
    except PerfscoreError as error:
        commands.complain(error, lang)
        return COULD_NOT_RUN
    return code

"""The command ``perfscore``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from perfscore.cli import output
from perfscore.cli.arguments import Refused, parse, spoken
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

    Raises:
        SystemExit: after help and the version (0) and words that are not understood
            (2).

    Example:
        >>> main(["rules", "list"])  # doctest: +ELLIPSIS
        hengyang-2024
        ...
        0
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    lang = spoken(words)
    output.prepare()
    try:
        code = _run(words, lang)
        output.flush()
    except output.OutputLost as error:
        output.lost(error, lang)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _run(words: Sequence[str], lang: Lang) -> int:
    try:
        args = parse(words)
    except Refused as refused:
        output.say_aside(output.told(refused.text(lang)))
        raise SystemExit(COULD_NOT_RUN) from None
    except SystemExit:
        # Help or the version was asked for.
        output.flush()
        raise
    module, _, name = args.run.partition(":")
    try:
        # Only now: --help needs none of it.
        run = getattr(import_module(f"perfscore.cli.{module}"), name)
        code: int = run(args)
    except PerfscoreError as error:
        output.complain(error, lang)
        return COULD_NOT_RUN
    return code

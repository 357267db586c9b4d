"""What the command ``read`` does: show what was read, and decide nothing."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing

from perfscore.auditing.gather import Gathered
from perfscore.auditing.models import AuditReport, Unread
from perfscore.cli.files import gathered
from perfscore.cli.output import say_aside, write, write_lines
from perfscore.messages import Lang
from perfscore.reports.jsonio import to_json
from perfscore.reports.layout import Line, line
from perfscore.reports.reading import (
    doubts_of,
    file_doubt_lines,
    form_lines,
    run_lines,
)
from perfscore.reports.terminal import unread_lines


def read(args: argparse.Namespace) -> int:
    """Show what is read of the forms of files and folders.

    Each file is shown as soon as it is read and then forgotten, however many there are.
    """
    shown = _Json() if args.format == "json" else _Table(args.lang)
    # On a terminal the forms themselves show how far the work is.
    bar = not (sys.stdout and sys.stdout.isatty())
    with closing(gathered(args.paths, args.lang, bar=bar)) as found:
        for one in found:
            shown.file(one)
    shown.end()
    if not shown.forms:
        return 2
    return 1 if shown.unread else 0


class _Table:
    """Forms as a person reads them; what could not be read comes last, aside."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.forms = self.doubted = 0
        self.unread: list[Unread] = []

    def file(self, found: Gathered) -> None:
        """Show what one file holds."""
        self.unread += found.unread
        for form in found.forms:
            lines: list[Line] = [line()] if self.forms else []
            write_lines([*lines, *form_lines(form, self.lang)])
            self.forms += 1
            self.doubted += bool(doubts_of(form))
        for doubt in found.doubts:
            write_lines(file_doubt_lines(found.file, doubt, self.lang))

    def end(self) -> None:
        """Sum up, and tell what could not be read."""
        if self.forms > 1 or (self.forms and self.unread):
            write_lines(
                run_lines(self.forms, self.doubted, len(self.unread), self.lang)
            )
        say_aside(unread_lines(self.unread, self.lang))


class _Json:
    """Forms in their published schema, one after another as they are read."""

    def __init__(self) -> None:
        self.forms = 0
        self.unread: list[Unread] = []
        self.doubts: list[Unread] = []

    def file(self, found: Gathered) -> None:
        """Write what one file holds."""
        self.unread += found.unread
        self.doubts += [
            Unread(file=found.file, message=doubt) for doubt in found.doubts
        ]
        for form in found.forms:
            write(",\n" if self.forms else '{"forms": [\n')
            write(to_json(form))
            self.forms += 1

    def end(self) -> None:
        """Write what could not be read, and what is in doubt about whole files."""
        write("\n], " if self.forms else '{"forms": [], ')
        rest = {"unread": _listed(self.unread), "doubts": _listed(self.doubts)}
        write(json.dumps(rest, ensure_ascii=False, indent=2)[1:].lstrip() + "\n")


def _listed(entries: list[Unread]) -> object:
    """Return entries as the published schema writes them: all in one shape."""
    report = AuditReport(findings=(), scorecards=(), unread=tuple(entries))
    return json.loads(to_json(report))["unread"]

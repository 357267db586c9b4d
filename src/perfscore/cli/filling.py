"""What the command ``fill`` does: write forms in the official layout."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from perfscore.auditing.models import Unread
from perfscore.auditing.scored import score_one
from perfscore.cli.files import gathered
from perfscore.cli.output import say_aside
from perfscore.errors import ReportError
from perfscore.forms.models import Form
from perfscore.messages import say
from perfscore.reports.layout import paragraph
from perfscore.reports.terminal import unread_lines
from perfscore.reports.writing.write import write_form
from perfscore.rules.library import load_ruleset
from perfscore.scoring.inputs import hand_out
from perfscore.scoring.models import Scorecard
from perfscore.scoring.names import find_form


def fill(args: argparse.Namespace) -> int:
    """Write the forms of files and folders into one file, which is a new one."""
    output = Path(args.output)
    if output.exists():
        raise ReportError("cli.file-exists", name=args.output)
    if not output.parent.is_dir():
        # Told before the work.
        why = say("papers.no-folder")
        raise ReportError("cli.not-written", name=args.output, why=why)
    forms: list[Form] = []
    unread: list[Unread] = []
    with closing(gathered(args.paths, args.lang)) as found:
        for one in found:
            forms += one.forms
            unread += one.unread
    say_aside(unread_lines(unread, args.lang))
    if not forms:
        return 2
    chosen = [find_form(forms, args.which)] if args.which else range(len(forms))
    cards: list[Scorecard] | None = None
    if args.scores == "ours":
        rules = load_ruleset(args.rules)
        handed = hand_out(forms, args.actuals, args.decisions)
        cards = [score_one(forms[at], rules, handed[at]) for at in chosen]
    write_form(
        [forms[at] for at in chosen],
        args.output,
        card=cards,
        scores=args.scores,
        lang=args.lang,
    )
    said = say("cli.written", name=args.output).text(args.lang)
    say_aside(paragraph(said, hang=2, style="green"))
    return 1 if unread else 0

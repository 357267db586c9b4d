"""What the command ``audit`` does: a run of any size, told form by form."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from perfscore.auditing.audit import report
from perfscore.auditing.baseline import Baseline, baseline_of, baseline_text
from perfscore.auditing.choosing import Choice, Sieve, choose
from perfscore.auditing.examine import Examine
from perfscore.auditing.large import LargeRun, StoredReport
from perfscore.auditing.models import AuditReport
from perfscore.auditing.settings import Settings, find_settings, read_settings
from perfscore.cli.commands import scored
from perfscore.cli.files import gathered
from perfscore.cli.output import say_aside
from perfscore.cli.reports import outputs, put
from perfscore.errors import ScoringError, SettingsError
from perfscore.messages import Lang, say
from perfscore.reports.layout import paragraph
from perfscore.reports.saving import save
from perfscore.reports.terminal import unread_lines
from perfscore.rules.library import load_ruleset
from perfscore.scoring.names import find_form

Report: TypeAlias = "AuditReport | StoredReport"


def audit(args: argparse.Namespace) -> int:
    """Audit the forms of files and folders; tell of the one that is named, or all."""
    choice, baseline = _choice(args)
    files = outputs(args)
    run = _at_once if args.actuals or args.decisions else _file_by_file
    ours = [one.path for one in files]
    found, every = run(args, choice, ours, known=baseline is not None)
    if baseline is not None:
        save(baseline, [baseline_text(every)])
        _written(baseline, args.lang)
    put(found, args, files)
    return found.exit_code if len(found.scorecards) else 2


def _choice(args: argparse.Namespace) -> tuple[Choice, Path | None]:
    """Return what is chosen, and the baseline to write, if one is to be written.

    What the words of the command say counts before what a configuration says.
    """
    settings = _settings(args)
    named = settings.baseline if args.baseline is None else Path(args.baseline)
    written = named if args.write_baseline else None
    if args.write_baseline and named is None:
        raise SettingsError("choosing.baseline-needed")
    fresh = written is not None and not written.exists()
    choice = choose(
        settings.select if args.select is None else args.select,
        settings.ignore if args.ignore is None else args.ignore,
        settings.severity if args.severity is None else args.severity,
        None if fresh else named,
        settings.justified,
    )
    return choice, written


def _settings(args: argparse.Namespace) -> Settings:
    if args.config is not None:
        return read_settings(Path(args.config))
    return find_settings(Path())


def _file_by_file(
    args: argparse.Namespace, choice: Choice, without: list[str], *, known: bool
) -> tuple[Report, Baseline]:
    """Read, score and check file after file; each is forgotten once it is done."""
    load_ruleset(args.rules)  # what is wrong with it is told once, and at once
    work = Examine(args.rules, frozenset(one.code for one in choice.checks))
    run = LargeRun(choice)
    files = gathered(args.paths, args.lang, work=work, what="auditing", without=without)
    with closing(files) as found:
        for one in found:
            run.add(one)
    every = run.baseline() if known else Baseline()
    told = replace(choice, baseline=every) if known else choice
    if args.which:
        return _only(run.report(_bare(told)), args, told), every
    return run.report(told), every


def _at_once(
    args: argparse.Namespace, choice: Choice, without: list[str], *, known: bool
) -> tuple[Report, Baseline]:
    """Score all forms together: an actual may belong to any of them."""
    run = scored(args, without)
    every = Baseline()
    if not known and not args.which:
        return report(run.cards, run.unread, run.doubted, choice), every
    whole = report(run.cards, run.unread, run.doubted, _bare(choice))
    if known:
        every = baseline_of(whole.findings, choice.baseline)
        choice = replace(choice, baseline=every)
    if args.which:
        return _only(whole, args, choice), every
    return report(run.cards, run.unread, run.doubted, choice), every


def _bare(choice: Choice) -> Choice:
    """Return a choice that knows no finding yet."""
    return replace(choice, baseline=Baseline())


def _only(whole: Report, args: argparse.Namespace, choice: Choice) -> AuditReport:
    """Return what there is to tell of the form that is named.

    The whole run was checked: other forms may show what is wrong with this one.

    Raises:
        ScoringError: no form, or more than one, answers to the name.
    """
    # Only their names are needed, of however many forms there are.
    forms = [
        replace(card.form, indicators=(), budget=(), level1=(), doubts=(), places={})
        for card in whole.scorecards
    ]
    if not forms:
        return AuditReport(findings=(), scorecards=(), unread=whole.unread)
    try:
        chosen = find_form(forms, args.which)
    except ScoringError:
        # The form that is missed may stand in a file that could not be read.
        say_aside(unread_lines(whole.unread, args.lang))
        raise
    card, found = next(islice(whole.by_form(), chosen, None))
    sieve = Sieve(choice)
    told = tuple(replace(one, scorecard=1) for one in sieve.told(found))
    return AuditReport(
        findings=told,
        scorecards=(card,),
        unread=tuple(one for one in whole.unread if not one.form),
        known=sieve.known,
    )


def _written(path: Path, lang: Lang) -> None:
    text = say("cli.written", name=str(path)).text(lang)
    say_aside(paragraph(text, hang=2, style="green"))

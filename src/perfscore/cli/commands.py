"""What each command does."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field

from perfscore.auditing.catalogue import checks, find_check
from perfscore.auditing.document import of_file
from perfscore.auditing.gather import Gathered
from perfscore.auditing.models import AuditReport, Finding, Unread
from perfscore.auditing.scored import score_all, score_one
from perfscore.cli.files import gathered, progress
from perfscore.cli.output import print_json, say_aside, write, write_lines
from perfscore.errors import ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Lang
from perfscore.places import Place
from perfscore.reports.compare import comparison_lines
from perfscore.reports.explain import check_lines, explain_lines
from perfscore.reports.jsonio import to_json
from perfscore.reports.layout import Line, line
from perfscore.reports.terminal import scorecard_lines, unread_lines
from perfscore.rules.library import load_ruleset
from perfscore.scoring.compare import Comparison, compare_form, rulesets_of
from perfscore.scoring.inputs import hand_out
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.scoring.names import (
    find_form,
    find_indicator,
    forms_listed,
    forms_with,
)


def score(args: argparse.Namespace) -> int:
    """Score the forms of files and folders, or the one that is named."""
    run = scored(args)
    run.keep(args.which)
    if args.format == "json":
        found = [json.loads(to_json(card)) for card in run.cards]
        print_json({"scorecards": found, "unread": _unread_json(run.unread)})
    else:
        lines: list[Line] = []
        for card in run.cards:
            lines += [*scorecard_lines(card, args.lang), line()]
        write_lines(lines[:-1])
        say_aside(unread_lines(run.unread, args.lang))
    return run.exit_code(1 if run.unread else 0)


def explain(args: argparse.Namespace) -> int:
    """Explain how the score of one row came about, or what a check finds."""
    if args.indicator is None:
        return _explain_check(args.form, args.lang)
    args.paths = [args.form]
    run = _gathered(args)
    say_aside(unread_lines(run.unread, args.lang))
    if not run.forms:
        return 2
    index = _chosen(run.forms, args.which, args.indicator)
    form = run.forms[index]
    number = find_indicator(form, args.indicator)
    handed = hand_out(run.forms, args.actuals, args.decisions)
    card = score_one(form, load_ruleset(args.rules), handed[index])
    item = _item(card, number, args.indicator)
    if args.format == "json":
        write(to_json(item) + "\n")
    else:
        write_lines(explain_lines(item, card, args.lang))
    return 0


def _chosen(forms: Sequence[Form], which: str, indicator: str) -> int:
    """Return the index of the form that is named, or the only one with a row."""
    if which or len(forms) == 1:
        return find_form(forms, which)
    holding = forms_with(forms, indicator)
    if len(holding) == 1:
        return holding[0]
    among = [forms[index] for index in holding] or forms
    names = forms_listed(among)
    raise ScoringError(
        "cli.which-form" if holding else "cli.in-no-form",
        count=len(among),
        name=indicator,
        forms=names,
    )


def _explain_check(name: str, lang: Lang) -> int:
    check = find_check(name)
    if check is None:
        codes = ", ".join(check.code for check in checks())
        if re.fullmatch(r"(?i)ps\d{3}", name.strip()):
            raise ScoringError("cli.no-such-code", name=name.strip(), codes=codes)
        raise ScoringError("cli.indicator-needed", name=name, codes=codes)
    write_lines(check_lines(check, lang))
    return 0


def compare(args: argparse.Namespace) -> int:
    """Score the forms of files and folders under several rulesets."""
    run = _gathered(args)
    rules = rulesets_of(None if args.rules is None else _names(args.rules))
    handed = hand_out(run.forms, args.actuals, args.decisions)
    chosen = list(range(len(run.forms)))
    if args.which and run.forms:
        chosen = [find_form(run.forms, args.which)]
    found: list[Comparison] = []
    with progress(len(chosen), "scoring", args.lang) as step:
        for index in chosen:
            form, own = run.forms[index], handed[index]
            try:
                one = compare_form(form, rules, own.actuals, own.decisions)
            except ScoringError as error:
                place = error.place or Place(file=form.file)
                run.unread.append(
                    Unread(
                        file=form.file,
                        message=error.message,
                        form=form.name,
                        place=place,
                    )
                )
            else:
                found.append(one)
            step()
    if args.format == "json":
        texts = [json.loads(to_json(one)) for one in found]
        print_json({"comparisons": texts, "unread": _unread_json(run.unread)})
    else:
        lines: list[Line] = []
        for one in found:
            lines += [*comparison_lines(one, args.lang), line()]
        write_lines(lines[:-1])
        say_aside(unread_lines(run.unread, args.lang))
    if not found:
        return 2
    return 1 if run.unread else 0


def _names(given: str) -> list[str]:
    """Return rulesets named with commas between; a blank one is told when loaded."""
    return [name.strip() for name in given.split(",")]


@dataclass(slots=True)
class Run:
    """What the files of a run hold, and what became of their forms."""

    forms: list[Form] = field(default_factory=list)
    cards: list[Scorecard] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    doubted: list[Finding] = field(default_factory=list)

    def add(self, found: Gathered) -> None:
        """Take in what one file holds."""
        self.forms += found.forms
        self.unread += found.unread
        self.doubted += of_file(found.file, found.doubts)

    def keep(self, which: str) -> None:
        """Keep the one form that is named; all of them where none is.

        Raises:
            ScoringError: no form, or more than one, answers to the name.
        """
        if not which or not self.forms:
            return
        chosen = self.forms[find_form(self.forms, which)]
        own = (chosen.file, chosen.number)
        self.forms = [chosen]
        self.cards = [
            card for card in self.cards if (card.form.file, card.form.number) == own
        ]
        # What could not be read may have held it; another form is no matter here.
        self.unread = [
            one
            for one in self.unread
            if not one.form or (one.file, one.form) == (chosen.file, chosen.name)
        ]

    def exit_code(self, code: int) -> int:
        """Return a code, or 2 where there was nothing to work on."""
        return code if self.cards else 2


def scored(args: argparse.Namespace, without: Sequence[str] = ()) -> Run:
    """Read all forms that the words name, and score them together."""
    run = _gathered(args, without)
    try:
        with progress(len(run.forms), "scoring", args.lang) as step:
            run.cards, failed = score_all(
                run.forms,
                args.rules,
                actuals=args.actuals,
                decisions=args.decisions,
                each=step,
            )
    except ScoringError:
        # A form that is missed may stand in a file that could not be read.
        say_aside(unread_lines(run.unread, args.lang))
        raise
    run.unread += failed
    return run


def _gathered(args: argparse.Namespace, without: Sequence[str] = ()) -> Run:
    run = Run()
    with closing(gathered(args.paths, args.lang, without=without)) as found:
        for one in found:
            run.add(one)
    return run


def _item(card: Scorecard, number: int | None, key: str) -> ItemScore:
    for item in card.items:
        if item.number == number:
            return item
    raise ScoringError("cli.row-not-scored", form=card.form.name, name=key)


def _unread_json(unread: Sequence[Unread]) -> object:
    empty = AuditReport(findings=(), scorecards=(), unread=tuple(unread))
    return json.loads(to_json(empty))["unread"]

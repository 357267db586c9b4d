"""What each command does."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from perfscore.auditing.audit import report, score_all
from perfscore.auditing.catalogue import checks, find_check
from perfscore.auditing.document import of_file
from perfscore.auditing.gather import Gathered, files_of, gather
from perfscore.auditing.models import AuditReport, Finding, Unread
from perfscore.errors import PerfscoreError, RuleSetError, ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Lang, say
from perfscore.reports.explain import check_lines, explain_lines
from perfscore.reports.jsonio import to_json
from perfscore.reports.layout import Line, line, paragraph
from perfscore.reports.rulebook import case_lines, list_lines, ruleset_lines
from perfscore.reports.terminal import (
    report_lines,
    scorecard_lines,
    show,
    unread_lines,
)
from perfscore.rules.library import load_ruleset, rulesets
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.card import score_form
from perfscore.scoring.cases import CaseResult, check_cases
from perfscore.scoring.inputs import share_actuals, share_decisions
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.scoring.names import find_form, find_indicator, forms_listed

_STANDARD_INPUT = "-"
_LONG_WORK = 2


def score(args: argparse.Namespace) -> int:
    """Score the forms of files and folders."""
    run = _scored(args)
    if args.format == "json":
        found = [json.loads(to_json(card)) for card in run.cards]
        _print_json({"scorecards": found, "unread": _unread_json(run.unread)})
    else:
        lines: list[Line] = []
        for card in run.cards:
            lines += [*scorecard_lines(card, args.lang), line()]
        show(lines[:-1])
        _to_stderr(unread_lines(run.unread, args.lang))
    return run.exit_code(1 if run.unread else 0)


def audit(args: argparse.Namespace) -> int:
    """Audit the forms of files and folders."""
    run = _scored(args)
    found = report(run.cards, run.unread, run.doubted)
    if args.format == "json":
        _write(to_json(found) + "\n")
    else:
        show(report_lines(found, args.lang))
    return run.exit_code(found.exit_code)


def explain(args: argparse.Namespace) -> int:
    """Explain how the score of one row came about, or what a check finds."""
    if args.indicator is None:
        return _explain_check(args.form, args.lang)
    args.paths = [args.form]
    run = _gathered(args)
    _to_stderr(unread_lines(run.unread, args.lang))
    if not run.forms:
        return 2
    if len(run.forms) > 1 and not args.which:
        names = forms_listed(run.forms)
        raise ScoringError("cli.which-form", count=len(run.forms), forms=names)
    index = find_form(run.forms, args.which)
    form = run.forms[index]
    number = find_indicator(form, args.indicator)
    card = score_form(
        form,
        load_ruleset(args.rules),
        share_actuals(run.forms, args.actuals)[index],
        share_decisions(run.forms, args.decisions)[index],
    )
    item = _item(card, number, args.indicator)
    if args.format == "json":
        _write(to_json(item) + "\n")
    else:
        show(explain_lines(item, card, args.lang))
    return 0


def _explain_check(name: str, lang: Lang) -> int:
    check = find_check(name)
    if check is None:
        codes = ", ".join(check.code for check in checks())
        raise ScoringError("cli.indicator-needed", name=name, codes=codes)
    show(check_lines(check, lang))
    return 0


def rules_list(args: argparse.Namespace) -> int:
    """List the rulesets."""
    found = rulesets()
    if args.format == "json":
        _print_json(
            [
                {
                    "id": rules.id,
                    "title": rules.title.model_dump(),
                    "jurisdiction": rules.jurisdiction.model_dump(),
                    "fingerprint": rules.fingerprint,
                }
                for rules in found
            ]
        )
    else:
        show(list_lines(found, args.lang))
    return 0


def rules_show(args: argparse.Namespace) -> int:
    """Show a ruleset as a person reads it."""
    rules = load_ruleset(args.ruleset)
    if args.format == "json":
        _write(rules.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        show(ruleset_lines(rules, args.lang))
    return 0


def rules_check(args: argparse.Namespace) -> int:
    """Run the cases of rulesets; a bad file is told and the rest goes on."""
    code = 0
    found = []
    for name in args.rulesets or [rules.id for rules in rulesets()]:
        try:
            rules = load_ruleset(name)
        except RuleSetError as error:
            complain(error, args.lang)
            code = 2
            continue
        results = check_cases(rules)
        if any(result.problem for result in results):
            code = max(code, 1)
        if args.format == "json":
            found.append(_cases_json(rules, results, args.lang))
        else:
            show(case_lines(rules, results, args.lang))
    if args.format == "json":
        _print_json(found)
    return code


def _cases_json(
    rules: RuleSet, results: Sequence[CaseResult], lang: Lang
) -> dict[str, object]:
    cases = [
        {
            "name": result.name,
            "found": str(result.item.set),
            "problem": result.problem and result.problem.text(lang),
        }
        for result in results
    ]
    return {"id": rules.id, "fingerprint": rules.fingerprint, "cases": cases}


def complain(error: PerfscoreError, lang: Lang) -> None:
    """Write an error to standard error: where, what, what to try."""
    lines: list[Line] = []
    for part in error.text(lang).splitlines():
        lines += paragraph(part, hang=2, style="red")
    _to_stderr(lines)


@dataclass(slots=True)
class _Run:
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

    def exit_code(self, code: int) -> int:
        """Return a code, or 2 where there was nothing to work on."""
        return code if self.cards else 2


def _scored(args: argparse.Namespace) -> _Run:
    run = _gathered(args)
    with _progress(len(run.forms), "scoring", args.lang) as step:
        run.cards, failed = score_all(
            run.forms,
            args.rules,
            actuals=args.actuals,
            decisions=args.decisions,
            each=step,
        )
    run.unread += failed
    return run


def _gathered(args: argparse.Namespace) -> _Run:
    """Read the files; standard input is read once, after them."""
    named = [path for path in args.paths if path != _STANDARD_INPUT]
    files, missing = files_of(named)
    run = _Run(unread=missing)
    with _progress(len(files), "reading", args.lang) as step:
        for file in files:
            run.add(gather(file))
            step()
    if len(named) < len(args.paths):
        stdin = io.BytesIO(sys.stdin.buffer.read() if sys.stdin else b"")
        stdin.name = "<stdin>"
        run.add(gather(stdin))
    return run


def _item(card: Scorecard, number: int | None, key: str) -> ItemScore:
    for item in card.items:
        if item.number == number:
            return item
    raise ScoringError("cli.row-not-scored", form=card.form.name, name=key)


@contextmanager
def _progress(total: int, what: str, lang: Lang) -> Iterator[Callable[[], object]]:
    """Show a bar on standard error, where that is a terminal and work is long."""
    if total < _LONG_WORK or not sys.stderr or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 -- only a terminal needs it
    from rich.progress import Progress  # noqa: PLC0415 -- as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(f"cli.{what}").text(lang), total=total)
        yield lambda: bar.advance(task)


def _write(text: str) -> None:
    if sys.stdout:
        sys.stdout.write(text)


def _print_json(data: object) -> None:
    _write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _unread_json(unread: Sequence[Unread]) -> object:
    empty = AuditReport(findings=(), scorecards=(), unread=tuple(unread))
    return json.loads(to_json(empty))["unread"]


def _to_stderr(lines: Iterable[Line]) -> None:
    if sys.stdout:
        # What was printed before stands before, also where both go to one place.
        sys.stdout.flush()
    if sys.stderr:
        show(lines, sys.stderr)

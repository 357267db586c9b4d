"""What each command does."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from perfscore.auditing.audit import report, score_all
from perfscore.auditing.gather import Gathered, files_of, gather
from perfscore.auditing.models import AuditReport, Unread
from perfscore.errors import PerfscoreError, ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Lang, say
from perfscore.reports.explain import explain_lines
from perfscore.reports.jsonio import to_json
from perfscore.reports.layout import Line, line, paragraph
from perfscore.reports.rulebook import list_lines, ruleset_lines
from perfscore.reports.terminal import (
    report_lines,
    scorecard_lines,
    show,
    unread_lines,
)
from perfscore.rules.library import load_ruleset, rulesets
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.scoring.names import find_form, find_indicator, forms_listed

_STANDARD_INPUT = "-"
_LONG_WORK = 2


def score(args: argparse.Namespace) -> int:
    """Score the forms of files and folders."""
    cards, unread = _scored(args)
    if args.format == "json":
        found = [json.loads(to_json(card)) for card in cards]
        _print_json({"scorecards": found, "unread": _unread_json(unread)})
    else:
        lines: list[Line] = []
        for card in cards:
            lines += [*scorecard_lines(card, args.lang), line()]
        show(lines[:-1])
        _to_stderr(unread_lines(unread, args.lang))
    return _exit_code(cards, unread, 1 if unread else 0)


def audit(args: argparse.Namespace) -> int:
    """Audit the forms of files and folders."""
    cards, unread = _scored(args)
    found = report(cards, unread)
    if args.format == "json":
        _write(to_json(found) + "\n")
    else:
        show(report_lines(found, args.lang))
    return _exit_code(cards, unread, found.exit_code)


def explain(args: argparse.Namespace) -> int:
    """Explain how the score of one row came about."""
    args.paths = [args.form]
    forms, unread = _gathered(args)
    if not forms:
        _to_stderr(unread_lines(unread, args.lang))
        return 2
    if len(forms) > 1 and not args.which:
        raise ScoringError(
            "cli.which-form", count=len(forms), forms=forms_listed(forms)
        )
    form = find_form(forms, args.which)
    number = find_indicator(form, args.indicator)
    cards, failed = _score(forms, args)
    _to_stderr(unread_lines(failed, args.lang))
    for card in cards:
        if card.form is form:
            item = _item(card, number, args.indicator)
            if args.format == "json":
                _write(to_json(item) + "\n")
            else:
                show(explain_lines(item, card, args.lang))
            return 0
    return 2


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
    """Run the cases of rulesets."""
    raise NotImplementedError


def complain(error: PerfscoreError, lang: Lang) -> None:
    """Write an error to standard error: where, what, what to try."""
    lines: list[Line] = []
    for part in error.text(lang).splitlines():
        lines += paragraph(part, hang=2, style="red")
    _to_stderr(lines)


def _scored(args: argparse.Namespace) -> tuple[list[Scorecard], list[Unread]]:
    forms, unread = _gathered(args)
    cards, failed = _score(forms, args)
    return cards, [*unread, *failed]


def _gathered(args: argparse.Namespace) -> tuple[list[Form], list[Unread]]:
    """Read the files; standard input is read once, where it stands."""
    named = [path for path in args.paths if path != _STANDARD_INPUT]
    files, unread = files_of(named)
    found: list[Gathered] = []
    with _progress(len(files), "reading", args.lang) as step:
        for file in files:
            found.append(gather(file))
            step()
    if len(named) < len(args.paths):
        stdin = io.BytesIO(sys.stdin.buffer.read() if sys.stdin else b"")
        found.append(gather(stdin, "<stdin>"))
    unread += [one.unread for one in found if one.unread]
    return [form for one in found for form in one.forms], unread


def _score(
    forms: Sequence[Form], args: argparse.Namespace
) -> tuple[list[Scorecard], list[Unread]]:
    with _progress(len(forms), "scoring", args.lang) as step:
        return score_all(
            forms,
            args.rules,
            actuals=args.actuals,
            decisions=args.decisions,
            each=step,
        )


def _item(card: Scorecard, number: int | None, key: str) -> ItemScore:
    for item in card.items:
        if item.number == number:
            return item
    raise ScoringError("cli.row-not-scored", form=card.form.name, name=key)


def _exit_code(cards: Sequence[Scorecard], unread: Sequence[Unread], code: int) -> int:
    return 2 if unread and not cards else code


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

"""Scorecards and audits in a terminal, no wider than 80 columns."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TextIO

from perfscore.auditing.catalogue import checks
from perfscore.auditing.differences import BANDS, OPEN, Differences
from perfscore.auditing.figures import nothing_yet
from perfscore.auditing.models import Finding, Severity, Unread
from perfscore.messages import Lang, number_text
from perfscore.places import NOWHERE
from perfscore.reports.layout import (
    Column,
    Line,
    Span,
    labelled,
    line,
    paragraph,
    plain,
    table,
)
from perfscore.reports.words import (
    claims_by_verdict,
    heading,
    item_name,
    points_text,
    rating_text,
    reading_words,
    ruleset_text,
    said,
    score_text,
    severity_text,
    targets_text,
    unread_text,
    verdict_shown,
    weight_text,
    word,
)
from perfscore.scoring.models import ItemScore, Scorecard, Verdict

_VERDICT_STYLES = {
    Verdict.CONFIRMED: "green",
    Verdict.POSSIBLE: "yellow",
    Verdict.CONTRADICTED: "bold red",
    Verdict.UNCLAIMED: "dim",
}
_SEVERITY_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}
_BAR = 30


def show(lines: Iterable[Line], file: TextIO | None = None) -> None:
    """Write lines to a terminal with colour, and to anything else without.

    Args:
        lines: the lines.
        file: where to; standard output if None.
    """
    file = file or sys.stdout
    if file is None:
        # The stream was closed before the program began.
        return
    if not file.isatty():
        file.write(plain(lines))
        return
    from rich.console import Console  # noqa: PLC0415 -- only a terminal needs it
    from rich.text import Text  # noqa: PLC0415 -- as above

    console = Console(file=file, highlight=False, soft_wrap=True)
    for one in lines:
        text = Text()
        for span in one:
            text.append(span.text, style=span.style or None)
        console.print(text)


def scorecard_lines(card: Scorecard, lang: Lang = "zh") -> list[Line]:
    """Lay out a scorecard: the items, the totals, the remarks.

    Args:
        card: the scorecard.
        lang: the language.

    Returns:
        Lines of at most 80 columns.
    """
    return [
        *_head(card, lang),
        *table(_columns(lang), [_row(item, lang) for item in card.items]),
        *_totals(card, lang),
    ]


def _head(card: Scorecard, lang: Lang) -> list[Line]:
    return [
        *paragraph(card.form.name, style="bold"),
        *paragraph(heading(card.form, lang), style="dim"),
        *paragraph(ruleset_text(card, lang), style="dim"),
    ]


def _targets(card: Scorecard, lang: Lang) -> list[Line]:
    """Lay out a card of targets only, which holds no score yet."""
    texts = targets_text(card, lang)
    return [*_head(card, lang), *(one for text in texts for one in paragraph(text))]


def _columns(lang: Lang) -> list[Column]:
    return [
        Column(word("column-number", lang), right=True),
        Column(word("column-indicator", lang), flexible=True),
        Column(word("column-target", lang), flexible=True),
        Column(word("column-actual", lang), flexible=True),
        Column(word("column-weight", lang), right=True),
        Column(word("column-claimed", lang), right=True),
        Column(word("column-score", lang), right=True, flexible=True),
        Column(word("column-verdict", lang)),
    ]


def _row(item: ItemScore, lang: Lang) -> list[str | Span]:
    verdict = verdict_shown(item)
    return [
        "" if item.number is None else str(item.number),
        item_name(item, lang),
        item.target.text,
        item.actual.text,
        weight_text(item),
        points_text(item.claimed),
        score_text(item, lang),
        Span(word(f"verdict-{verdict}", lang), _VERDICT_STYLES[verdict]),
    ]


def _totals(card: Scorecard, lang: Lang) -> list[Line]:
    most = number_text(card.max_points)
    points = str(card.points_range)
    if card.points is not None and points != str(card.points):
        points = f"{card.points} ({points})"
    score = str(card.range)
    if card.score is not None and score != str(card.score):
        score = f"{card.score} ({score})"
    lines = labelled(
        word("points", lang),
        word("points-of", lang, points=points, most=most),
        style="bold",
    )
    lines += labelled(word("score", lang), score, style="bold")
    lines += labelled(word("rating", lang), rating_text(card, lang), style="bold")
    if len(card.uniform) > 1:
        lines.append(line(Span(word("uniform", lang), "dim")))
        for name, found in card.uniform.items():
            what = reading_words(name, lang, card)
            text = word("gives", lang, what=what, found=str(found))
            lines += paragraph(text, indent=2, hang=2)
    claims = [
        word("verdict-points", lang, verdict=word(f"verdict-{verdict}", lang), points=p)
        for verdict, p in claims_by_verdict(card).items()
        if p
    ]
    if claims:
        separator = word("separator", lang)
        lines += labelled(word("claims", lang), separator.join(claims))
    if any(item.weight_inferred for item in card.items):
        lines += paragraph(word("weight-inferred", lang), style="dim")
    for remark in said(card.remarks, lang):
        lines += paragraph(f"* {remark}", hang=2)
    return lines


class Report(Protocol):
    """What is told of an audit, whether it is in memory or read form by form."""

    @property
    def counts(self) -> Mapping[Severity, int]:
        """The number of findings of each severity."""

    @property
    def differences(self) -> Differences:
        """How far the claims are from what was worked out."""

    @property
    def exit_code(self) -> int:
        """0 where all is well."""

    @property
    def known(self) -> int:
        """How many findings a baseline held already."""

    @property
    def rest(self) -> tuple[Finding, ...]:
        """The findings that are about no form."""

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The files that could not be read."""

    def by_form(self) -> Iterator[tuple[Scorecard, tuple[Finding, ...]]]:
        """Yield each scorecard with the findings about its form."""


def report_lines(report: Report, lang: Lang = "zh") -> list[Line]:
    """Lay out an audit: every scorecard with its findings, then the summary.

    Args:
        report: the report.
        lang: the language.

    Returns:
        Lines of at most 80 columns.
    """
    return [one for part in report_parts(report, lang) for one in part]


def report_parts(report: Report, lang: Lang = "zh") -> Iterator[list[Line]]:
    """Lay out an audit part by part, so that none of it need be kept.

    Args:
        report: the report.
        lang: the language.
    """
    tally = Tally()
    for number, (card, own) in enumerate(report.by_form(), start=1):
        shown = _targets if nothing_yet(card) else scorecard_lines
        yield [*shown(card, lang), line(), *findings_lines(own, lang), line()]
        tally.add(number, own)
    if report.rest:
        yield findings_lines(report.rest, lang)
        tally.add(None, report.rest)
    yield [*_unread(report, lang), *tally.lines(lang), *_end(report, tally.forms, lang)]


class Tally:
    """How often each check found something, and in how many forms."""

    def __init__(self) -> None:
        self.forms = 0
        self.found: Counter[str] = Counter()
        self.within: Counter[str] = Counter()

    def add(self, number: int | None, findings: Sequence[Finding]) -> None:
        """Count the findings about a form, or about whole files."""
        self.forms += number is not None
        self.found.update(one.code for one in findings)
        where = {(one.code, one.file if number is None else "") for one in findings}
        self.within.update(code for code, _ in where)

    def lines(self, lang: Lang) -> list[Line]:
        """Lay the counts out, where there are several forms."""
        lines: list[Line] = []
        for check in checks() if self.forms > 1 else ():
            if count := self.found[check.code]:
                text = word("by-code", lang, count=count, forms=self.within[check.code])
                lines += labelled(f"{check.code} {check.title.text(lang)}", text)
        return lines


def findings_lines(findings: Sequence[Finding], lang: Lang = "zh") -> list[Line]:
    """Lay out findings, each with its place, its evidence and what to do."""
    if not findings:
        return paragraph(word("no-findings", lang), style="green")
    lines = paragraph(word("findings", lang, count=len(findings)), style="bold")
    for one in findings:
        lines += _finding(one, lang)
    return lines


def _finding(one: Finding, lang: Lang) -> list[Line]:
    style = _SEVERITY_STYLES[one.severity]
    severity = severity_text(one.severity, lang)
    subject = one.subject
    if one.number is not None:
        subject = word("row", lang, number=one.number, name=one.subject)
    head = " ".join(part for part in (one.code, severity, subject) if part)
    lines = paragraph(head, style=style)
    message, evidence = one.message.text(lang), one.evidence.text(lang)
    lines += paragraph(message, indent=2, style="bold")
    if evidence not in message:
        lines += labelled(word("evidence", lang), evidence, indent=2)
    if one.points is not None:
        points = word("at-stake-points", lang, points=number_text(one.points))
        lines += labelled(word("at-stake", lang), points, indent=2)
    if one.place != NOWHERE:
        lines += labelled(word("place", lang), one.place.text(lang), indent=2)
    hint = one.message.hint(lang)
    if one.justification:
        lines += labelled(word("justified", lang), one.justification, indent=2)
    elif hint:
        lines += labelled(word("advice", lang), hint, indent=2)
    return lines


def unread_lines(unread: Iterable[Unread], lang: Lang = "zh") -> list[Line]:
    """Lay out the files that could not be read, and why."""
    lines = []
    for one in unread:
        text = unread_text(one, lang)
        lines += paragraph(text, hang=2, style="red")
        hint = one.message.hint(lang)
        if hint:
            lines += paragraph(hint, indent=2)
    return lines


def summary_lines(report: Report, lang: Lang = "zh") -> list[Line]:
    """Sum up an audit: the forms, the findings by severity, the unread files."""
    tally = Tally()
    for number, (_, own) in enumerate(report.by_form(), start=1):
        tally.add(number, own)
    tally.add(None, report.rest)
    return [
        *_unread(report, lang),
        *tally.lines(lang),
        *_end(report, tally.forms, lang),
    ]


def _unread(report: Report, lang: Lang) -> list[Line]:
    if not report.unread:
        return []
    count = word("unread", lang, count=len(report.unread))
    return [*paragraph(count, style="bold"), *unread_lines(report.unread, lang)]


def _end(report: Report, forms: int, lang: Lang) -> list[Line]:
    lines = difference_lines(report.differences, lang) if forms > 1 else []
    if report.known:
        lines += paragraph(word("known", lang, count=report.known))
    counts = {str(severity): count for severity, count in report.counts.items()}
    text = word("summary", lang, forms=forms, **counts)
    style = "bold red" if report.exit_code else "bold green"
    return [*lines, *paragraph(text, style=style)]


def difference_lines(found: Differences, lang: Lang = "zh") -> list[Line]:
    """Lay out how far claims are from what was worked out, as a distribution."""
    if not found.count:
        return []
    told = {
        "count": found.count,
        "claimed": number_text(found.claimed),
        "above": number_text(found.above),
        "below": number_text(found.below),
    }
    lines = paragraph(word("differences", lang, **told), style="bold")
    for band in (*BANDS, OPEN):
        if count := found.bands.get(band, 0):
            bar = "█" * max(1, _BAR * count // found.count)
            text = f"{count}  {bar}"
            lines += labelled(word(f"difference-{band}", lang), text, indent=2)
    return lines

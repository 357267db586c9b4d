"""Scorecards and audits in a terminal, no wider than 80 columns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TextIO

from perfscore.auditing.differences import Differences
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
from perfscore.reports.reading import head_lines
from perfscore.reports.tallies import (
    GRAVE,
    CheckTally,
    FormTally,
    OfficeTally,
    Report,
    look_next,
    tally,
    worst_offices,
)
from perfscore.reports.words import (
    claims_by_verdict,
    differences_text,
    form_in_file,
    item_name,
    nothing_text,
    office_name,
    paper,
    points_text,
    range_text,
    rating_text,
    reading_words,
    ruleset_text,
    said,
    score_text,
    severity_text,
    targets_text,
    uniform_shown,
    unread_text,
    verdict_shown,
    weight_text,
    word,
)
from perfscore.scoring.models import ItemScore, Scorecard, Verdict
from perfscore.values.full_text import full_text

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
        *head_lines(card.form, lang),
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
        full_text(item.target),
        full_text(item.actual),
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
    moving = uniform_shown(card)
    if moving:
        lines.append(line(Span(word("uniform", lang), "dim")))
        for name, found in moving.items():
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
    known, several = report.known, len(report.scorecards) > 1
    for card, own in report.by_form():
        shown = _targets if nothing_yet(card) else scorecard_lines
        found = findings_lines(own, lang, known=known, here=several)
        yield [*shown(card, lang), line(), *found, line()]
    if report.rest:
        yield findings_lines(report.rest, lang)
    yield summary_lines(report, lang)


def findings_lines(
    findings: Sequence[Finding],
    lang: Lang = "zh",
    *,
    known: int = 0,
    here: bool = False,
) -> list[Line]:
    """Lay out findings, each with its place, its evidence and what to do.

    Args:
        findings: the findings.
        lang: the language.
        known: how many findings of the run a baseline holds already.
        here: whether these are of one form of several.
    """
    if not findings:
        return paragraph(nothing_text(known, lang, here=here), style="green")
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
    """Sum up an audit: what was not read, each check, the claims, where to look next.

    Args:
        report: the report.
        lang: the language.

    Returns:
        Lines of at most 80 columns.
    """
    lines = []
    if report.unread:
        lines += paragraph(word("unread", lang, count=len(report.unread)), style="bold")
        lines += unread_lines(report.unread, lang)
    counted = tally(report, lang)
    if len(counted.forms) > 1 and counted.checks:
        lines += _by_check(counted.checks, lang)
        lines += _next(counted.forms, lang)
    lines += _offices(counted.offices, lang)
    lines += _claims(counted.claims, lang)
    lines += (
        difference_lines(report.differences, lang) if len(counted.forms) > 1 else []
    )
    if report.known:
        lines += paragraph(word("known", lang, count=report.known))
    counts = {str(severity): count for severity, count in report.counts.items()}
    text = word("summary", lang, forms=len(counted.forms), **counts)
    style = "bold red" if report.exit_code else "bold green"
    return [*lines, *paragraph(text, style=style)]


def _by_check(tallies: Sequence[CheckTally], lang: Lang) -> list[Line]:
    """Lay out how often each check found something, where, and for how many points."""
    columns = [
        Column(word("column-code", lang)),
        Column(word("column-finding", lang), flexible=True),
        *(Column(severity_text(severity, lang), right=True) for severity in Severity),
        Column(paper("column-forms", lang), right=True),
        Column(paper("column-at-stake", lang), right=True),
    ]
    rows: list[list[str | Span]] = []
    for one in tallies:
        worst = next(severity for severity in Severity if one.counts[severity])
        points = "" if one.points is None else number_text(one.points, 2)
        rows.append(
            [
                Span(one.code, _SEVERITY_STYLES[worst]),
                one.title.text(lang),
                *(str(one.counts[severity] or "") for severity in Severity),
                str(one.forms),
                points,
            ]
        )
    return table(columns, rows)


def _offices(offices: Sequence[OfficeTally], lang: Lang) -> list[Line]:
    """Lay out the offices of a run, where there are several."""
    if not offices:
        return []
    listed = worst_offices(offices, _MOST_OFFICES)
    columns = [
        Column(paper("form-office", lang), flexible=True),
        Column(paper("office-forms", lang), right=True),
        Column(word("column-claimed", lang), right=True),
        Column(paper("office-score", lang), right=True),
        *(Column(severity_text(severity, lang), right=True) for severity in GRAVE),
    ]
    rows = [
        [
            office_name(one.name, lang),
            str(one.forms),
            points_text(one.claimed),
            range_text(one.low, one.high) if one.scored else "",
            *(str(one.counts[severity] or "") for severity in GRAVE),
        ]
        for one in listed
    ]
    lines = [*paragraph(paper("by-office", lang), style="bold"), *table(columns, rows)]
    if len(listed) < len(offices):
        count = len(offices)
        told = paper("offices-most", lang, shown=len(listed), count=count)
        lines += paragraph(told, style="dim")
    return lines


def _next(forms: Sequence[FormTally], lang: Lang) -> list[Line]:
    """Name the forms to look at first, and how to read on."""
    first = look_next(forms, _MOST_NEXT)
    if not first:
        return []
    lines = paragraph(paper("look-next", lang), style="bold")
    for one in first:
        counts = word("separator", lang).join(
            f"{severity_text(severity, lang)} {count}"
            for severity, count in one.counts.items()
            if count
        )
        name = form_in_file(one.name, one.file)
        told = paper("look-at", lang, form=name, found=counts)
        lines += paragraph(told, indent=2, hang=2)
    told = paper("look-up", lang, code=first[0].first)
    return [*lines, *paragraph(told, style="dim")]


def _claims(claims: Mapping[Verdict, Fraction], lang: Lang) -> list[Line]:
    """Say how many claimed points hold, may hold and do not."""
    claimed = {one: points for one, points in claims.items() if points}
    claimed.pop(Verdict.UNCLAIMED, None)
    if not claimed:
        return []
    texts = [
        word("verdict-points", lang, verdict=word(f"verdict-{verdict}", lang), points=p)
        for verdict, p in claimed.items()
    ]
    whole = word("separator", lang).join(texts)
    return labelled(word("claims", lang), whole)


def difference_lines(found: Differences, lang: Lang = "zh") -> list[Line]:
    """Lay out how far claims are from what was worked out, as a distribution."""
    if not found.count:
        return []
    lines = paragraph(differences_text(found, lang), style="bold")
    for band, count in found.by_band().items():
        if count:
            bar = "█" * max(1, _BAR * count // found.count)
            told_of = word(f"difference-{band}", lang)
            lines += labelled(told_of, f"{count}  {bar}", indent=2)
    return lines


_BAR = 30
_MOST_NEXT = 5
_MOST_OFFICES = 20

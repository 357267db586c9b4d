"""The work paper of an audit (审计底稿): a workbook that an office can file.

An overview, the findings with filters, a sheet for each form with live formulas beside
our figures, and the sources. A spreadsheet that reckons anew comes to the same figures.
"""

from __future__ import annotations

import os
from itertools import islice

from perfscore.auditing.models import Severity
from perfscore.messages import Lang
from perfscore.reports.book import Book, Sheet
from perfscore.reports.saving import save
from perfscore.reports.tallies import (
    Report,
    Tallies,
    finding_form,
    tally,
    worst,
)
from perfscore.reports.words import paper, severity_text, word
from perfscore.reports.workpaper_form import FormSheet
from perfscore.reports.workpaper_overview import FindingsAt, overview

MOST_SHEETS = 200
"""The most forms with a sheet of their own; of more, those with most to look at."""

_MOST_FINDINGS = 1_000_000


def save_workpaper(
    report: Report, path: str | os.PathLike[str], lang: Lang = "zh"
) -> None:
    """Write the work paper of an audit to a file, all of it or nothing.

    Args:
        report: the report.
        path: the file; what stands there is replaced.
        lang: the language.

    Raises:
        ReportError: XlsxWriter is not installed, or the file cannot be written.
    """
    save(path, workpaper(report, lang))


def workpaper(report: Report, lang: Lang = "zh") -> bytes:
    """Return the work paper of an audit, the same for the same audit byte for byte.

    Args:
        report: the report.
        lang: the language.

    Raises:
        ReportError: XlsxWriter is not installed.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> workpaper(AuditReport(findings=(), scorecards=()))[:2]
        b'PK'
    """
    book = Book(lang)
    counted = tally(report, lang)
    own = worst(counted.forms, MOST_SHEETS)
    front = book.sheet(paper("sheet-overview", lang), _OVERVIEW_WIDTHS)
    listed = book.sheet(paper("sheet-findings", lang), _FINDINGS_WIDTHS)
    at = _findings(listed, report, counted.names(), lang)
    sheets = {
        one.number: FormSheet(book, one, card, found)
        for one, (card, found) in zip(counted.forms, report.by_form(), strict=True)
        if one.number in own
    }
    _sources(book.sheet(paper("sheet-sources", lang), _SOURCES_WIDTHS), counted, lang)
    overview(front, report, counted, at, sheets)
    return book.content()


_OVERVIEW_WIDTHS = (6, 26, 32, 8, 9, 9, 10, 9, 9, 9, 10, 7, 7, 7, 14, 22)
_FINDINGS_WIDTHS = (5, 6, 8, 5, 17, 5, 15, 28, 32, 9, 18, 24, 14)
_SOURCES_WIDTHS = (30, 60, 16, 46, 10)
_FINDINGS = (
    ("paper", "column-count"),
    ("word", "column-severity"),
    ("word", "column-code"),
    ("paper", "column-form-number"),
    ("word", "column-form"),
    ("word", "column-row-number"),
    ("word", "column-indicator"),
    ("word", "column-finding"),
    ("word", "evidence"),
    ("paper", "column-at-stake"),
    ("word", "place"),
    ("word", "advice"),
    ("paper", "column-opinion"),
)


def _findings(
    sheet: Sheet, report: Report, names: tuple[str, ...], lang: Lang
) -> FindingsAt:
    """Write the list of findings, with filters and room for an opinion."""
    titles = [
        paper(name, lang) if where == "paper" else word(name, lang)
        for where, name in _FINDINGS
    ]
    sheet.title(paper("findings", lang), len(titles))
    head = 1
    sheet.head(head, titles)
    row = head
    for number, one in enumerate(islice(report.findings, _MOST_FINDINGS), start=1):
        row += 1
        sheet.number(row, 0, number, "center")
        sheet.text(row, 1, severity_text(one.severity, lang), str(one.severity))
        sheet.text(row, 2, one.code, "center")
        sheet.number(row, 3, one.scorecard, "center")
        sheet.text(row, 4, finding_form(one, names))
        sheet.number(row, 5, one.number, "center")
        sheet.text(row, 6, one.subject)
        sheet.text(row, 7, one.message.text(lang))
        sheet.text(row, 8, one.evidence.text(lang))
        sheet.number(row, 9, one.points, "points")
        sheet.text(row, 10, one.place.text(lang) or one.file)
        sheet.text(row, 11, one.message.hint(lang))
        sheet.text(row, 12, one.justification)
    sheet.filters(head, row, len(titles))
    words = {one: severity_text(one, lang) for one in Severity}
    return FindingsAt(sheet=sheet.name, first=head + 1, last=row, words=words)


def _sources(sheet: Sheet, counted: Tallies, lang: Lang) -> None:
    """Write the rulesets with their whole fingerprints, and every source cited."""
    sheet.title(paper("sources", lang), len(_SOURCES_WIDTHS))
    head = (
        word("column-ruleset", lang),
        paper("column-fingerprint", lang),
        paper("column-forms", lang),
        paper("column-analogy", lang),
    )
    sheet.head(2, head, repeated=False)
    row = 3
    for (name, fingerprint), (count, analogous) in counted.rulesets.items():
        sheet.text(row, 0, name)
        sheet.text(row, 1, fingerprint)
        sheet.number(row, 2, count, "center")
        sheet.number(row, 3, analogous, "count")
        row += 1
    titles = (
        paper("column-document", lang),
        paper("column-quoted", lang),
        paper("column-known", lang),
        paper("column-address", lang),
        paper("cited-by", lang),
    )
    sheet.head(row + 1, titles, repeated=False)
    row += 2
    for source, count in counted.citations.items():
        sheet.text(row, 0, source.document)
        sheet.text(row, 1, source.clause)
        sheet.text(row, 2, word(f"source-{source.status}", lang), "center")
        sheet.text(row, 3, source.address)
        sheet.number(row, 4, count, "center")
        row += 1

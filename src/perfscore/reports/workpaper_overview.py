"""The first sheet of a work paper: the run in figures, by check and by form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfscore.auditing.differences import Differences
from perfscore.auditing.models import Severity
from perfscore.reports.book import Sheet, cell, span
from perfscore.reports.tallies import (
    CheckTally,
    FormTally,
    OfficeTally,
    Report,
    Tallies,
)
from perfscore.reports.words import (
    differences_text,
    kind_text,
    nothing_text,
    office_name,
    paper,
    rating_text,
    severity_text,
    unread_text,
    word,
)
from perfscore.reports.workpaper_form import FormSheet

_COLUMNS = 16
_SEVERITY, _CODE, _FORM, _STAKE = 1, 2, 3, 9
"""Columns of the list of findings."""

_OFFICE, _MOST, _CLAIMED, _LOW, _HIGH, _FIRST_COUNT, _KIND, _FILE = (
    1,
    4,
    5,
    7,
    8,
    11,
    14,
    15,
)
"""Columns of the list of forms."""

_MOST_LIVE = 1000
QUOTES = '""'


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsAt:
    """Where the findings stand in the work paper.

    Attributes:
        sheet: the sheet's name.
        first: the first row, from 0.
        last: the last row; before the first where there are none.
        words: what each severity is called there.
    """

    sheet: str
    first: int
    last: int
    words: Mapping[Severity, str]

    def cells(self, column: int) -> str:
        """Return the address of a column of the findings."""
        return span(self.first, max(self.first, self.last), column, sheet=self.sheet)

    def count(self, severity: Severity, *also: tuple[int, str]) -> str:
        """Return the formula that counts findings of a severity."""
        pairs = [(self.cells(_SEVERITY), f'"{self.words[severity]}"')]
        pairs += [(self.cells(column), what) for column, what in also]
        return f"=COUNTIFS({','.join(f'{where},{what}' for where, what in pairs)})"

    def stake(self, code: str) -> str:
        """Return the formula that adds the points at stake, whichever way they go."""
        stakes, codes = self.cells(_STAKE), self.cells(_CODE)
        above, below = (
            f'SUMIFS({stakes},{codes},{code},{stakes},"{sign}0")' for sign in "><"
        )
        return f"={above}-{below}"


def overview(
    sheet: Sheet,
    report: Report,
    counted: Tallies,
    at: FindingsAt,
    sheets: Mapping[int, FormSheet],
) -> None:
    """Write the overview.

    Args:
        sheet: the sheet.
        report: the report.
        counted: the run in figures.
        at: where the findings stand.
        sheets: the sheets of the forms, by number of the scorecard.
    """
    lang = sheet.book.lang
    sheet.title(paper("workpaper", lang), _COLUMNS)
    row = _facts(sheet, report, counted, at)
    row = _checks(sheet, counted.checks, report.known, at, row + 1)
    listed = _forms(sheet, report, counted.forms, at, sheets, row + 1)
    first, row = row + 3, listed
    if len(sheets) < len(counted.forms):
        count = len(counted.forms)
        told = paper("sheets-most", lang, shown=len(sheets), count=count)
        sheet.text(row, 0, told, "subtitle")
        row += 1
    span_ = (first, first + len(counted.forms) - 1)
    row = _offices(sheet, counted.offices, span_, row + 1)
    row = _differences(sheet, report.differences, row + 1)
    row = _unread(sheet, report, row + 1)
    sheet.text(row + 1, 0, paper("signatures", lang), "plain")


def _title(sheet: Sheet, name: str) -> str:
    """Return the title of a part, numbered as the parts come."""
    return sheet.numbered(paper(name, sheet.book.lang))


def _facts(sheet: Sheet, report: Report, counted: Tallies, at: FindingsAt) -> int:
    """Write the counts of the run; they count the list of findings itself."""
    lang = sheet.book.lang
    rulesets = sorted({name for name, _ in counted.rulesets})
    told = paper("workpaper-facts", lang, rulesets=rulesets)
    sheet.text(1, 0, told, "subtitle")
    titles = [paper("forms", lang)]
    titles += [severity_text(one, lang) for one in Severity]
    titles += [paper("unread", lang)]
    if report.known:
        titles += [paper("known", lang)]
    for column, title in enumerate(titles, start=1):
        sheet.text(3, column, title, "head")
    sheet.number(4, 1, len(counted.forms), "center")
    for column, (severity, count) in enumerate(report.counts.items(), start=2):
        sheet.formula(4, column, at.count(severity), count, "center")
    sheet.number(4, 5, len(report.unread), "center")
    if report.known:
        sheet.number(4, 6, report.known, "center")
    return 5


def _checks(
    sheet: Sheet, tallies: Sequence[CheckTally], known: int, at: FindingsAt, row: int
) -> int:
    """Write how often each check found something, counted in the list of findings."""
    lang = sheet.book.lang
    sheet.text(row, 0, _title(sheet, "by-check"), "section")
    if not tallies:
        sheet.text(row + 1, 0, nothing_text(known, lang), "plain")
        return row + 2
    titles = [word("column-code", lang), word("column-finding", lang)]
    titles += [paper("column-check", lang)]
    titles += [severity_text(one, lang) for one in Severity]
    titles += [paper("column-forms", lang), paper("column-at-stake", lang)]
    sheet.head(row + 1, titles, repeated=False)
    row += 2
    for one in tallies:
        code = cell(row, 0)
        sheet.text(row, 0, one.code, "center")
        sheet.text(row, 1, one.title.text(lang))
        sheet.text(row, 2, one.name)
        for column, severity in enumerate(Severity, start=3):
            formula = at.count(severity, (_CODE, code))
            sheet.formula(row, column, formula, one.counts[severity], "count")
        sheet.number(row, 6, one.forms, "center")
        formula = at.stake(code)
        sheet.formula(row, 7, formula, one.points or 0, "stake")
        row += 1
    return row


def _forms(
    sheet: Sheet,
    report: Report,
    tallies: Sequence[FormTally],
    at: FindingsAt,
    sheets: Mapping[int, FormSheet],
    row: int,
) -> int:
    """Write a line for each form, whose figures come from its own sheet."""
    lang = sheet.book.lang
    sheet.text(row, 0, _title(sheet, "by-form"), "section")
    keys = ("number", "office", "form", "year", "most", "claimed", "points", "low")
    titles = [paper(f"form-{key}", lang) for key in (*keys, "high", "gap", "rating")]
    titles += [severity_text(one, lang) for one in Severity]
    titles += [paper(f"form-{key}", lang) for key in ("kind", "file")]
    sheet.head(row + 1, titles, repeated=False)
    row += 2
    for one, card in zip(tallies, report.scorecards, strict=True):
        own = sheets.get(one.number)
        sheet.number(row, 0, one.number, "center")
        sheet.text(row, 1, one.office)
        if own:
            sheet.link(row, 2, own.sheet.name, one.name)
        else:
            sheet.text(row, 2, one.name)
        sheet.number(row, 3, one.year, "center")
        sheet.text(row, _KIND, kind_text(card.form, lang))
        sheet.text(row, _FILE, one.file)
        _figures(sheet, row, one, own)
        rating = rating_text(card, lang) if one.scored else ""
        sheet.text(row, 10, rating, "center")
        for column, severity in enumerate(Severity, start=11):
            if own:
                formula = at.count(severity, (_FORM, cell(row, 0)))
                sheet.formula(row, column, formula, one.counts[severity], "count")
            else:
                # Thousands of forms, counted over all findings, would open too slowly.
                sheet.number(row, column, one.counts[severity], "count")
        row += 1
    return row


def _figures(sheet: Sheet, row: int, one: FormTally, own: FormSheet | None) -> None:
    """Write a form's totals: taken from its sheet where it has one."""
    keys = ("weight", "claimed", "score", "low", "high", "gap")
    for column, key in enumerate(keys, start=4):
        if own and own.scored:
            value: Fraction | str | None = own.totals[key]
            if key == "score" and own.open_rows:
                formula = f"='{own.sheet.name}'!{own.cells[key]}"
                sheet.formula(row, column, formula, own.open_rows, "part")
            elif value is not None:
                formula = f"='{own.sheet.name}'!{own.cells[key]}"
                sheet.formula(row, column, formula, value)
            else:
                sheet.number(row, column, None)
        else:
            figures: dict[str, Fraction | None] = {"weight": one.most}
            if one.scored:
                figures |= {"claimed": one.claimed, "low": one.low, "high": one.high}
            sheet.number(row, column, figures.get(key), "points")


def _offices(
    sheet: Sheet, offices: Sequence[OfficeTally], forms: tuple[int, int], row: int
) -> int:
    """Write a line for each office, added up from the list of forms above.

    Args:
        sheet: the sheet.
        offices: the offices; nothing is written where all forms are of one.
        forms: the first and the last row of the list of forms.
        row: the row to begin at.
    """
    if not offices:
        return row
    lang = sheet.book.lang
    sheet.text(row, 0, _title(sheet, "by-office"), "section")
    keys = ("row-number", "form-office", "office-forms", "form-most", "form-claimed")
    titles = [paper(key, lang) for key in (*keys, "form-low", "form-high")]
    titles += [severity_text(one, lang) for one in Severity]
    sheet.head(row + 1, titles, repeated=False)
    first = row + 2
    # Thousands of forms, added up for each office, would open too slowly.
    live = forms[1] - forms[0] < _MOST_LIVE
    for number, one in enumerate(offices, start=1):
        row = first + number - 1
        sheet.number(row, 0, number, "center")
        sheet.text(row, 1, office_name(one.name, lang))
        figures: list[tuple[int, object, str]] = [
            (_MOST, one.most if one.scored else None, "points"),
            (_CLAIMED, one.claimed, "points"),
            (_LOW, one.low if one.scored else None, "points"),
            (_HIGH, one.high if one.scored else None, "points"),
        ]
        for at, severity in enumerate(Severity, start=_FIRST_COUNT):
            figures.append((at, one.counts[severity], "count"))
        # The cell of an office that is not printed says so, and its forms nothing.
        own = f"({span(*forms, _OFFICE)}={cell(row, 1) if one.name else QUOTES})"
        scored = f'({span(*forms, _LOW)}<>"")'
        if live:
            sheet.formula(row, 2, f"=SUMPRODUCT({own}*1)", one.forms, "center")
        else:
            sheet.number(row, 2, one.forms, "center")
        for column, (at, value, style) in enumerate(figures, start=3):
            if value is None or not live:
                sheet.number(row, column, value, style)
            else:
                also = f"*{scored}" if at == _MOST else ""
                formula = f"=SUMPRODUCT({own}{also}*{span(*forms, at)})"
                sheet.formula(row, column, formula, value, style)
    return row + 1


def _differences(sheet: Sheet, found: Differences, row: int) -> int:
    """Write how many claims are how far from what was worked out."""
    if not found.count:
        return row
    lang = sheet.book.lang
    sheet.text(row, 0, _title(sheet, "by-difference"), "section")
    sheet.text(row + 1, 0, differences_text(found, lang), "subtitle")
    first = row + 3
    bands = found.by_band()
    counts = span(first, first + len(bands) - 1, 2)
    titles = [paper(f"bands-{key}", lang) for key in ("label", "count", "bar")]
    sheet.head(row + 2, [paper("column-count", lang), *titles], repeated=False)
    for number, (band, count) in enumerate(bands.items(), start=1):
        row = first + number - 1
        sheet.number(row, 0, number, "center")
        sheet.text(row, 1, word(f"difference-{band}", lang))
        sheet.number(row, 2, count, "center")
        share = Fraction(count, found.count)
        formula = f"={cell(row, 2)}/SUM({counts})"
        sheet.formula(row, 3, formula, share, "percent")
    return row + 1


def _unread(sheet: Sheet, report: Report, row: int) -> int:
    if not report.unread:
        return row
    lang = sheet.book.lang
    sheet.text(row, 0, paper("unread", lang), "section")
    for one in report.unread:
        row += 1
        sheet.text(row, 0, unread_text(one, lang), "plain")
    return row + 1

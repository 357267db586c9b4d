"""The forms and the offices of a run as tables of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from perfscore.auditing.models import Severity
from perfscore.messages import Lang, number_text
from perfscore.reports.html import html_text
from perfscore.reports.inert import safe
from perfscore.reports.tallies import FormTally, OfficeTally, worst_offices
from perfscore.reports.words import (
    office_name,
    paper,
    range_text,
    severity_text,
)

MOST_OFFICES = 300
"""The most offices on one page; of more, those with most to look at."""

Cell = tuple[str, str]
"""The class of a cell and what stands in it, which is HTML already."""


def forms_table(forms: Sequence[FormTally], shown: frozenset[int], lang: Lang) -> str:
    """Return a line for each form that is shown: whose it is, what it comes to.

    Args:
        forms: the forms.
        shown: the numbers of the forms that have a part of the page.
        lang: the language.
    """
    heads = [("n", "number"), ("", "office"), ("", "form"), ("n", "year")]
    heads += [("n", "most"), ("n", "claimed"), ("n", "points")]
    rows = []
    for one in forms:
        if one.number not in shown:
            continue
        name = f'<a href="#form-{one.number}">{safe(one.name)}</a>'
        score = range_text(one.low, one.high) if one.scored else ""
        rows.append(
            [
                ("n", str(one.number)),
                ("t", safe(one.office)),
                ("t", name),
                ("n", str(one.year or "")),
                ("n", number_text(one.most, 2)),
                ("n", _points(one.claimed if one.scored else None)),
                ("n", score),
                *_counts(one.counts),
            ]
        )
    titles = [(kind, paper(f"form-{key}", lang)) for kind, key in heads]
    return _table([*titles, *_severities(lang)], rows, paper("forms", lang))


def offices_table(offices: Sequence[OfficeTally], lang: Lang) -> str:
    """Return a line for each office; nothing where all forms are of one.

    Args:
        offices: the offices.
        lang: the language.
    """
    if not offices:
        return ""
    listed = worst_offices(offices, MOST_OFFICES)
    told = ""
    if len(listed) < len(offices):
        count = len(offices)
        told = paper("offices-most", lang, shown=len(listed), count=count)
    titles = [
        ("", paper("form-office", lang)),
        ("n", paper("office-forms", lang)),
        ("n", paper("form-most", lang)),
        ("n", paper("form-claimed", lang)),
        ("n", paper("office-score", lang)),
        *_severities(lang),
    ]
    rows = []
    for one in listed:
        score = range_text(one.low, one.high) if one.scored else ""
        rows.append(
            [
                ("t", safe(office_name(one.name, lang))),
                ("n", str(one.forms)),
                ("n", number_text(one.most, 2) if one.scored else ""),
                ("n", _points(one.claimed)),
                ("n", score),
                *_counts(one.counts),
            ]
        )
    table = _table(titles, rows, paper("offices", lang))
    return f"{html_text(told)}\n{table}" if told else table


def _points(points: Fraction | None) -> str:
    return "" if points is None else number_text(points, 2)


def _severities(lang: Lang) -> list[Cell]:
    return [("n", severity_text(one, lang)) for one in Severity]


def _counts(counts: Mapping[Severity, int]) -> list[Cell]:
    return [
        (f"n {severity}" if count else "n", str(count or ""))
        for severity, count in counts.items()
    ]


def _table(heads: Sequence[Cell], rows: Sequence[Sequence[Cell]], name: str) -> str:
    """Return a table that scrolls by itself, and is a stack where it is narrow."""
    top = "".join(
        f'<th scope="col" class="{kind}">{safe(text)}</th>' for kind, text in heads
    )
    body = "\n".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}" data-label="{safe(title)}">{text}</td>'
            for (_, title), (kind, text) in zip(heads, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{safe(name)}">'
        f'<table class="stack"><thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n'
        "</tbody></table></div>"
    )

"""One form on the page of an audit: its scorecard, its bars, its steps."""

from __future__ import annotations

from collections.abc import Iterable

from perfscore.auditing.figures import nothing_yet
from perfscore.auditing.models import Finding
from perfscore.messages import Lang, number_text
from perfscore.reports.bars import Bar, bar_of, bars_html
from perfscore.reports.html import (
    html_pairs,
    html_text,
    item_cells,
    items_head,
    steps_html,
    totals,
)
from perfscore.reports.inert import safe
from perfscore.reports.tallies import FormTally
from perfscore.reports.words import (
    claims_by_verdict,
    heading,
    item_name,
    nothing_text,
    paper,
    ruleset_text,
    said,
    severity_text,
    targets_text,
    word,
)
from perfscore.scoring.models import ItemKind, ItemScore, Scorecard


def form_html(
    tally: FormTally,
    card: Scorecard,
    findings: Iterable[Finding],
    lang: Lang,
    known: int = 0,
) -> str:
    """Return a form's part of the page.

    Args:
        tally: the form in figures.
        card: its scorecard.
        findings: what was found in it.
        lang: the language.
        known: how many findings of the run a baseline holds already.
    """
    name = tally.name
    parts = [
        f'<h3 id="form-{tally.number}-title">{safe(name)}</h3>',
        html_text(heading(card.form, lang), "dim"),
        html_text(ruleset_text(card, lang), "dim"),
        _counts(tally, findings, known, lang),
    ]
    if nothing_yet(card):
        parts += [html_text(text) for text in targets_text(card, lang)]
    else:
        parts += [_items(card, name, lang), _totals(card, lang)]
        parts += [html_text(text) for text in said(card.remarks, lang)]
        parts += [_headings(card, lang), _steps(card, lang)]
    inside = "\n".join(part for part in parts if part)
    return (
        f'<section id="form-{tally.number}" '
        f'aria-labelledby="form-{tally.number}-title">{inside}\n</section>'
    )


def _counts(
    tally: FormTally, findings: Iterable[Finding], known: int, lang: Lang
) -> str:
    found = [
        f'<b class="{severity}">{safe(severity_text(severity, lang))} {count}</b>'
        for severity, count in tally.counts.items()
        if count
    ]
    if not found:
        return html_text(nothing_text(known, lang, here=True), "confirmed")
    codes = sorted({one.code for one in findings})
    return f"<p>{' · '.join(found)} · {safe(', '.join(codes))}</p>"


def _items(card: Scorecard, name: str, lang: Lang) -> str:
    rows = "\n".join(
        f"<tr>{''.join(item_cells(item, lang))}</tr>" for item in card.items
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{safe(name)}">'
        f"<table><thead><tr>{''.join(items_head(lang))}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table></div>"
    )


def _totals(card: Scorecard, lang: Lang) -> str:
    claims = [
        (paper(f"claims-{verdict}", lang), number_text(points, 2))
        for verdict, points in claims_by_verdict(card).items()
        if points
    ]
    return html_pairs([*totals(card, lang), *claims])


def _headings(card: Scorecard, lang: Lang) -> str:
    """Return a bar for each level-1 heading, where there are several."""
    found: dict[str, list[ItemScore]] = {}
    for item in card.items:
        budget = item.kind is ItemKind.BUDGET
        name = item_name(item, lang) if budget else item.level1
        found.setdefault(name or "–", []).append(item)
    bars: list[Bar] = [bar_of(name, items) for name, items in found.items()]
    return bars_html(bars, lang) if len(bars) > 1 else ""


def _steps(card: Scorecard, lang: Lang) -> str:
    """Return how each score came about, folded away."""
    folds = []
    for item in card.items:
        if not item.steps:
            continue
        name = item_name(item, lang)
        if item.number is not None:
            name = word("row", lang, number=item.number, name=name)
        head = safe(f"{word('steps', lang)} · {name}")
        clause = ""
        if item.clause:
            clause = html_pairs([(word("clause", lang), item.clause)])
        folds.append(
            f'<details class="screen"><summary>{head}</summary>{clause}'
            f'<div class="scroll">{steps_html(item, lang)}</div></details>'
        )
    return "\n".join(folds)

"""An audit as one HTML page: no script, no network, everything escaped.

The page works by keyboard (a link past the navigation, radio buttons that filter, folds
that open), shows its tables as stacks on a narrow screen and prints on A4.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from perfscore.auditing.models import Finding, Severity
from perfscore.messages import Lang, number_text
from perfscore.reports.bars import (
    PATTERN,
    Bar,
    bars_html,
    differences_html,
    legend_html,
)
from perfscore.reports.inert import safe
from perfscore.reports.page_form import form_html
from perfscore.reports.page_offices import forms_table, offices_table
from perfscore.reports.page_style import STYLE
from perfscore.reports.tallies import (
    CheckTally,
    FormTally,
    Report,
    Tallies,
    finding_form,
    tally,
    worst,
)
from perfscore.reports.words import (
    citation_text,
    nothing_text,
    paper,
    severity_text,
    unread_text,
    word,
)
from perfscore.scoring.models import Citation

MOST_FORMS = 300
"""The most scorecards on one page; of a larger run those with most to look at."""

MOST_FINDINGS = 5000
"""The most findings on one page, errors first where there are more."""

GENERATOR = '<meta name="generator" content="perfscore">'
"""What a page of ours says of itself, so that it is not taken for another."""

_MOST_BARS = 40
_LANGUAGES = {"zh": "zh-CN", "en": "en"}


def audit_page(report: Report, lang: Lang = "zh") -> str:
    """Return an audit as an HTML page, the same for the same audit byte for byte.

    Args:
        report: the report.
        lang: the language.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> page = audit_page(AuditReport(findings=(), scorecards=()))
        >>> page.startswith("<!DOCTYPE html>"), "<script" in page
        (True, False)
    """
    title = paper("title", lang)
    counted = tally(report, lang)
    shown = worst(counted.forms, MOST_FORMS)
    parts = [
        _section("summary", paper("summary", lang), _summary(report, counted, lang)),
        _section(
            "points", paper("points-lost", lang), _chart(counted.forms, shown, lang)
        ),
        _section(
            "offices", paper("by-office", lang), offices_table(counted.offices, lang)
        ),
        _section("differences", paper("differences", lang), _differences(report, lang)),
        _section(
            "findings",
            paper("findings", lang),
            _findings(report, counted.names(), shown, lang),
        ),
        _section("unread", paper("unread", lang), _unread(report, lang)),
        _section("forms", paper("forms", lang), _forms(report, counted, shown, lang)),
        _section("sources", paper("sources", lang), _sources(counted, lang)),
    ]
    links = [link for link, part in parts if part]
    body = "\n".join(part for _, part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[lang]}">\n<head>\n'
        f'<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        f"{GENERATOR}\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n'
        f"<title>{safe(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#summary">{safe(paper("skip", lang))}</a>\n{PATTERN}\n'
        f"<header><h1>{safe(title)}</h1>\n{_facts(counted, lang)}\n"
        f'<nav aria-label="{safe(paper("contents", lang))}"><ul>'
        f"{''.join(links)}</ul></nav></header>\n"
        f"<main>\n{body}\n</main>\n"
        f'<footer><p class="dim">{safe(paper("made-by", lang))}</p></footer>\n'
        f"</body>\n</html>\n"
    )


def _policy() -> str:
    """Return what the page may do: use its own style, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    rules = (
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _section(name: str, title: str, inside: str) -> tuple[str, str]:
    """Return the link to a section and the section; nothing where it is empty."""
    if not inside:
        return "", ""
    link = f'<li><a href="#{name}">{safe(title)}</a></li>'
    head = f'<h2 id="{name}-title">{safe(title)}</h2>'
    part = f'<section id="{name}" aria-labelledby="{name}-title">{head}\n{inside}'
    return link, f"{part}\n</section>"


def _facts(counted: Tallies, lang: Lang) -> str:
    texts = [
        word("ruleset", lang, name=name, fingerprint=_short(fingerprint))
        for name, fingerprint in counted.rulesets
    ]
    return "\n".join(f'<p class="dim">{safe(text)}</p>' for text in texts)


def _short(fingerprint: str) -> str:
    return fingerprint.removeprefix("sha256:")[:12]


def _summary(report: Report, counted: Tallies, lang: Lang) -> str:
    counts = report.counts
    tiles = [("", paper("forms", lang), str(len(counted.forms)))]
    tiles += [
        (str(one) if counts[one] else "", severity_text(one, lang), str(counts[one]))
        for one in Severity
    ]
    unread = "error" if report.unread else ""
    tiles.append((unread, paper("unread", lang), str(len(report.unread))))
    if report.known:
        tiles.append(("", paper("known", lang), str(report.known)))
    tiles += [
        (str(verdict), paper(f"claims-{verdict}", lang), number_text(points, 2))
        for verdict, points in counted.claims.items()
        if points
    ]
    shown = "".join(
        f'<div><dt>{safe(name)}</dt><dd class="{kind}">{figure}</dd></div>'
        for kind, name, figure in tiles
    )
    by_check = _by_check(counted.checks, report.known, lang)
    return f'<dl class="tiles">{shown}</dl>\n{by_check}'


def _by_check(tallies: Sequence[CheckTally], known: int, lang: Lang) -> str:
    if not tallies:
        return f'<p class="confirmed">{safe(nothing_text(known, lang))}</p>'
    heads = [
        ("", word("column-code", lang)),
        ("", word("column-finding", lang)),
        *(("n", severity_text(one, lang)) for one in Severity),
        ("n", paper("column-forms", lang)),
        ("n", paper("column-at-stake", lang)),
    ]
    rows = []
    for one in tallies:
        counts = [one.counts[severity] or "" for severity in Severity]
        points = "" if one.points is None else number_text(one.points, 2)
        rows.append(
            f'<tr><td class="w">{safe(one.code)}</td>'
            f'<th scope="row">{safe(one.title.text(lang))}</th>'
            + "".join(
                f'<td class="n">{figure}</td>'
                for figure in (*counts, one.forms, points)
            )
            + "</tr>"
        )
    return _table(heads, rows, word("column-finding", lang))


def _chart(forms: Sequence[FormTally], shown: frozenset[int], lang: Lang) -> str:
    bars = [
        Bar(
            label=one.name,
            low=one.low,
            high=one.high,
            most=one.most,
            claimed=one.claimed,
            link=f"form-{one.number}" if one.number in shown else "",
        )
        for one in forms
        if one.scored and one.most > 0
    ]
    if not bars:
        return ""
    text = ""
    if len(bars) > _MOST_BARS:
        text = paper("bars-shown", lang, shown=_MOST_BARS, count=len(bars))
        bars = sorted(bars, key=lambda bar: (bar.lost, bar.open), reverse=True)
        bars = bars[:_MOST_BARS]
    told = f"<p>{safe(text)}</p>" if text else ""
    return legend_html(lang) + told + bars_html(bars, lang)


def _differences(report: Report, lang: Lang) -> str:
    found = report.differences
    return differences_html(found, lang) if found.count else ""


_COLUMNS = (
    ("severity", "w"),
    ("code", "w"),
    ("form", "t"),
    ("indicator", "t"),
    ("finding", "t"),
    ("evidence", "t"),
    ("at-stake", "n"),
    ("place", "t"),
)


def _findings(
    report: Report, names: Sequence[str], shown: frozenset[int], lang: Lang
) -> str:
    count = sum(report.counts.values())
    if not count:
        return ""
    found: Iterable[Finding] = report.findings
    told = ""
    if count > MOST_FINDINGS:
        found = islice(_ranked(report), MOST_FINDINGS)
        text = paper("findings-most", lang, shown=MOST_FINDINGS, count=count)
        told = f"<p>{safe(text)}</p>"
    labels = [_label(name, lang) for name, _ in _COLUMNS]
    kinds = ("" if kind == "t" else kind for _, kind in _COLUMNS)
    rows = []
    for one in found:
        form = safe(finding_form(one, names))
        if one.scorecard in shown:
            form = f'<a href="#form-{one.scorecard}">{form}</a>'
        rows.append(_finding(one, form, labels, lang))
    heads = list(zip(kinds, labels, strict=True))
    table = _table(heads, rows, paper("findings", lang), "stack")
    return f"{_filter(report, lang)}\n{told}{table}"


def _ranked(report: Report) -> Iterator[Finding]:
    """Yield the findings, the gravest first."""
    for severity in Severity:
        yield from (one for one in report.findings if one.severity is severity)


def _label(name: str, lang: Lang) -> str:
    plain = name in {"evidence", "at-stake", "place"}
    return word(name if plain else f"column-{name}", lang)


def _filter(report: Report, lang: Lang) -> str:
    """Return the buttons that show findings of one severity; no script is needed."""
    counts = report.counts
    choices = [("all", paper("filter-all", lang), sum(counts.values()))]
    choices += [(str(one), severity_text(one, lang), counts[one]) for one in Severity]
    buttons = "".join(
        f'<label><input type="radio" name="only" id="only-{name}"'
        f"{' checked' if name == 'all' else ''}> {safe(text)} {count}</label>"
        for name, text, count in choices
    )
    legend = safe(paper("filter", lang))
    return f"<fieldset><legend>{legend}</legend>{buttons}</fieldset>"


def _finding(one: Finding, form: str, labels: Sequence[str], lang: Lang) -> str:
    subject = one.subject
    if one.number is not None:
        subject = word("row", lang, number=one.number, name=one.subject)
    message, evidence = one.message.text(lang), one.evidence.text(lang)
    hint = one.justification or one.message.hint(lang)
    advice = f'<br><span class="dim">{safe(hint)}</span>' if hint else ""
    points = "" if one.points is None else number_text(one.points, 2)
    cells = (
        f"<b>{safe(severity_text(one.severity, lang))}</b>",
        f'<span title="{safe(one.name)}">{safe(one.code)}</span>',
        form,
        safe(subject),
        f"<span>{safe(message)}{advice}</span>",
        safe(evidence),
        points,
        safe(one.place.text(lang)),
    )
    shown = "".join(
        f'<td class="{kind}{_also(at, one)}" data-label="{safe(label)}">{cell}</td>'
        for at, ((_, kind), label, cell) in enumerate(
            zip(_COLUMNS, labels, cells, strict=True)
        )
    )
    return f'<tr class="is-{one.severity}">{shown}</tr>'


def _also(at: int, one: Finding) -> str:
    return "" if at else f" {one.severity}"


def _unread(report: Report, lang: Lang) -> str:
    entries = []
    for one in report.unread:
        hint = one.message.hint(lang)
        advice = f'<br><span class="dim">{safe(hint)}</span>' if hint else ""
        entries.append(f"<li>{safe(unread_text(one, lang))}{advice}</li>")
    return f"<ul>{''.join(entries)}</ul>" if entries else ""


def _forms(report: Report, counted: Tallies, shown: frozenset[int], lang: Lang) -> str:
    if not counted.forms:
        return ""
    parts = []
    if len(shown) < len(counted.forms):
        count = len(counted.forms)
        text = paper("forms-most", lang, shown=len(shown), count=count)
        parts.append(f"<p>{safe(text)}</p>")
    if len(counted.forms) > 1:
        parts.append(forms_table(counted.forms, shown, lang))
    for one, (card, own) in zip(counted.forms, report.by_form(), strict=True):
        if one.number in shown:
            parts.append(form_html(one, card, own, lang, known=report.known))
    return "\n".join(parts)


def _sources(counted: Tallies, lang: Lang) -> str:
    heads = [("", word("source", lang)), ("n", paper("cited-by", lang))]
    rows = [
        f"<tr><td>{safe(citation_text(source, lang))}"
        f'{_address(source)}</td><td class="n">{count}</td></tr>'
        for source, count in counted.citations.items()
    ]
    return _table(heads, rows, paper("sources", lang)) if rows else ""


def _address(source: Citation) -> str:
    """Return where a source can be read, as text: the page leads nowhere else."""
    if not source.address:
        return ""
    return f'<br><span class="dim">{safe(source.address)}</span>'


def _table(
    heads: Sequence[tuple[str, str]], rows: Iterable[str], name: str, kind: str = ""
) -> str:
    """Return a table that scrolls by itself where it is too wide."""
    head = "".join(
        f'<th scope="col"{f" class={chr(34)}{one}{chr(34)}" if one else ""}>'
        f"{safe(text)}</th>"
        for one, text in heads
    )
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{safe(name)}">'
        f'<table class="{kind}"><thead><tr>{head}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody></table></div>"
    )

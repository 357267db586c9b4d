"""What a notebook shows of a record: HTML fragments with everything escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfscore.auditing.figures import nothing_yet
from perfscore.auditing.models import AuditReport
from perfscore.forms.models import Form
from perfscore.messages import Lang, number_text
from perfscore.places import NOWHERE
from perfscore.reports.inert import safe
from perfscore.reports.layout import Column, Row, Span
from perfscore.reports.reading import (
    budget_table,
    doubts_of,
    facts,
    indicator_table,
)
from perfscore.reports.tallies import finding_form, tally
from perfscore.reports.words import (
    citation_text,
    claims_by_verdict,
    evidence_text,
    heading,
    item_name,
    method_text,
    nothing_text,
    points_text,
    rating_text,
    reading_words,
    result_text,
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
from perfscore.scoring.models import ItemScore, Scorecard
from perfscore.values.full_text import full_text

_STYLE = """<style>
.perfscore{font:13px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
.perfscore table{border-collapse:collapse;margin:.4em 0}
.perfscore th,.perfscore td{border-bottom:1px solid #8884;padding:.2em .6em;
text-align:left;vertical-align:top;min-width:2.7em}
.perfscore thead th,.perfscore th[scope],.perfscore td[class]{white-space:nowrap}
.perfscore thead th{border-bottom:2px solid #888a}
.perfscore .n{text-align:right;font-variant-numeric:tabular-nums}
.perfscore .confirmed{color:#18794e}
.perfscore .possible,.perfscore .warning{color:#a16207}
.perfscore .contradicted,.perfscore .error{color:#c62828;font-weight:600}
.perfscore .unclaimed,.perfscore .dim{opacity:.7}.perfscore .note{color:#1565a0}
</style>"""


def item_html(item: ItemScore, lang: Lang = "zh") -> str:
    """Return an item's score as a fragment: figures, steps, readings, remarks.

    Args:
        item: the item.
        lang: the language.

    Example:
        >>> from fractions import Fraction
        >>> from decimal import Decimal
        >>> from perfscore.scoring.models import Evidence, Status, Verdict
        >>> from perfscore.values.sets import ScoreRange, ScoreSet
        >>> ten = ScoreSet((ScoreRange(Decimal(10), Decimal(10)),))
        >>> item = ItemScore(number=1, name="<b>", weight=Fraction(10), set=ten,
        ...                  score=Decimal(10), status=Status.EXACT,
        ...                  verdict=Verdict.UNCLAIMED, evidence=Evidence.STATED)
        >>> "<td>&lt;b&gt;</td>" in item_html(item)
        True
    """
    parts = [html_table(items_head(lang), [item_cells(item, lang)])]
    if item.rule:
        rule = [
            (word("rule", lang), method_text(item.rule.method, lang)),
            (word("because", lang), item.rule.because.text(lang)),
            (word("formula", lang), item.rule.formula.text(lang)),
            (word("source", lang), citation_text(item.rule.source, lang)),
        ]
        parts.append(html_pairs(rule))
    if item.clause:
        parts.append(html_pairs([(word("clause", lang), item.clause)]))
    if item.steps:
        parts.append(html_text(word("steps", lang), "dim"))
        parts.append(steps_html(item, lang))
    if len(item.readings) > 1:
        readings = [
            (f"{reading_words(name, lang, item)} [{name}]", str(found))
            for name, found in item.readings.items()
        ]
        parts.append(html_text(word("readings", lang), "dim"))
        parts.append(html_pairs(readings))
    result = [
        (word("result", lang), word(f"status-{item.status}", lang)),
        (word("evidence-kind", lang), evidence_text(item, lang)),
    ]
    if item.decision:
        result.append((word("decision", lang), item.decision.reason))
    parts.append(html_pairs(result))
    parts += [html_text(remark) for remark in said(item.remarks, lang)]
    return html_page(parts)


def scorecard_html(card: Scorecard, lang: Lang = "zh") -> str:
    """Return a scorecard as a fragment: the itemised table and the totals.

    Args:
        card: the scorecard.
        lang: the language.
    """
    return html_page(_scorecard(card, lang))


def form_html(form: Form, lang: Lang = "zh") -> str:
    """Return a form as a fragment: its head, its budget, its rows, every doubt.

    Args:
        form: the form.
        lang: the language.

    Example:
        >>> from perfscore.forms.models import FormKind, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="<目标表>")
        >>> "<strong>&lt;目标表&gt;</strong>" in form_html(form)
        True
    """
    name, kind = safe(form.name), safe(heading(form, lang, office=False))
    parts = [f'<p><strong>{name}</strong><br><span class="dim">{kind}</span></p>']
    parts.append(html_pairs(facts(form, lang)))
    if form.budget:
        parts.append(html_rows(*budget_table(form, lang)))
    if form.indicators:
        parts.append(html_rows(*indicator_table(form, lang)))
    for doubt in doubts_of(form):
        text = f"{doubt.subject}：{doubt.message.text(lang)}"
        shown = text if doubt.subject else doubt.message.text(lang)
        parts.append(html_text(shown, "possible"))
    return html_page(parts)


def report_html(report: AuditReport, lang: Lang = "zh") -> str:
    """Return an audit as a fragment: every scorecard, the findings, the unread files.

    Args:
        report: the report.
        lang: the language.
    """
    counts = {str(severity): count for severity, count in report.counts.items()}
    summary = word("summary", lang, forms=len(report.scorecards), **counts)
    parts = [html_text(summary, "error" if report.exit_code else "confirmed")]
    if report.findings:
        parts.append(_findings(report, lang))
    else:
        parts.append(html_text(nothing_text(report.known, lang), "confirmed"))
    for one in report.unread:
        text = unread_text(one, lang)
        parts.append(html_text(text, "error"))
    for card in report.scorecards:
        parts += _targets(card, lang) if nothing_yet(card) else _scorecard(card, lang)
    return html_page(parts)


def _targets(card: Scorecard, lang: Lang) -> list[str]:
    """Lay out a card of targets only, which holds no score yet."""
    return [_card_head(card, lang), *map(html_text, targets_text(card, lang))]


def _card_head(card: Scorecard, lang: Lang) -> str:
    name, kind = safe(card.form.name), safe(heading(card.form, lang))
    rules = safe(ruleset_text(card, lang))
    small = f'<span class="dim">{kind}<br>{rules}</span>'
    return f"<p><strong>{name}</strong><br>{small}</p>"


def _scorecard(card: Scorecard, lang: Lang) -> list[str]:
    claims = [
        (word(f"verdict-{verdict}", lang), number_text(claimed))
        for verdict, claimed in claims_by_verdict(card).items()
        if claimed
    ]
    return [
        _card_head(card, lang),
        html_table(items_head(lang), [item_cells(item, lang) for item in card.items]),
        html_pairs([*totals(card, lang), *claims]),
        *(html_text(remark) for remark in said(card.remarks, lang)),
    ]


def totals(card: Scorecard, lang: Lang) -> list[tuple[str, str]]:
    """Return the names and texts of a card's points, score, rating and readings."""
    points = str(card.points_range if card.points is None else card.points)
    most = number_text(card.max_points)
    found = [
        (word("points", lang), word("points-of", lang, points=points, most=most)),
        (word("score", lang), str(card.range if card.score is None else card.score)),
        (word("rating", lang), rating_text(card, lang)),
    ]
    found += [
        (reading_words(name, lang, card), str(score))
        for name, score in uniform_shown(card).items()
    ]
    return found


_COLUMNS = (
    ("number", True),
    ("indicator", False),
    ("target", False),
    ("actual", False),
    ("weight", True),
    ("claimed", True),
    ("score", True),
    ("verdict", False),
)


def items_head(lang: Lang) -> list[str]:
    """Return the heading cells of an itemised table."""
    return [
        f"<th{_numeric(right)}>{safe(word(f'column-{name}', lang))}</th>"
        for name, right in _COLUMNS
    ]


def _numeric(right: bool) -> str:  # noqa: FBT001 -- a column is at the right or not
    return ' class="n"' if right else ""


def item_cells(item: ItemScore, lang: Lang) -> list[str]:
    """Return the cells of one item of an itemised table."""
    texts = (
        "" if item.number is None else str(item.number),
        item_name(item, lang),
        full_text(item.target),
        full_text(item.actual),
        weight_text(item),
        points_text(item.claimed),
        score_text(item, lang),
    )
    cells = [
        f"<td{_numeric(right)}>{safe(text)}</td>"
        for text, (_, right) in zip(texts, _COLUMNS, strict=False)
    ]
    shown = verdict_shown(item)
    verdict = safe(word(f"verdict-{shown}", lang))
    return [*cells, f'<td class="{shown}">{verdict}</td>']


def steps_html(item: ItemScore, lang: Lang) -> str:
    """Return the steps to an item's score as a table."""
    rows = []
    for step in item.steps:
        name = f'<th scope="row">{safe(step.name.text(lang))}</th>'
        texts = (
            step.expression.text(lang) if step.expression else "",
            step.numbers.text(lang) if step.numbers else "",
            result_text(step, lang),
            citation_text(step.source, lang) if step.source else "",
            "" if step.place == NOWHERE else step.place.text(lang),
        )
        rows.append([name, *(f"<td>{safe(text)}</td>" for text in texts)])
    return html_table([], rows)


def _findings(report: AuditReport, lang: Lang) -> str:
    rows = []
    names = tally(report, lang).names()
    for one in report.findings:
        severity = safe(severity_text(one.severity, lang))
        row = "" if one.number is None else str(one.number)
        points = "" if one.points is None else number_text(one.points)
        hint = one.justification or one.message.hint(lang)
        advice = f'<br><span class="dim">{safe(hint)}</span>' if hint else ""
        rows.append(
            [
                f'<td title="{safe(one.name)}">{safe(one.code)}</td>',
                f'<td class="{one.severity}">{severity}</td>',
                f"<td>{safe(finding_form(one, names))}</td>",
                f'<td class="n">{row}</td>',
                f"<td>{safe(one.subject)}</td>",
                f"<td>{safe(one.message.text(lang))}{advice}</td>",
                f"<td>{safe(one.evidence.text(lang))}</td>",
                f'<td class="n">{points}</td>',
                f"<td>{safe(one.place.text(lang))}</td>",
            ]
        )
    titles = ("code", "severity", "form", "row-number", "indicator", "finding")
    heads = [*(f"column-{title}" for title in titles), "evidence", "at-stake", "place"]
    head = [f"<th>{safe(word(one, lang))}</th>" for one in heads]
    return html_table(head, rows)


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are HTML already."""
    body = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    top = f"<thead><tr>{''.join(head)}</tr></thead>\n" if head else ""
    return f"<table>\n{top}<tbody>\n{body}</tbody>\n</table>"


def html_rows(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """Return columns and rows of texts; a row of one cell is a heading over all.

    Args:
        columns: the columns.
        rows: the texts of each row.
    """
    kinds = [_numeric(column.right) for column in columns]
    head = [
        f"<th{kind}>{safe(column.title)}</th>"
        for kind, column in zip(kinds, columns, strict=True)
    ]
    body = []
    for row in rows:
        texts = [safe(one.text if isinstance(one, Span) else one) for one in row]
        if len(texts) < len(columns):
            body.append([f'<th colspan="{len(columns)}">{texts[0]}</th>'])
            continue
        cells = zip(kinds, texts, strict=True)
        body.append([f"<td{kind}>{text}</td>" for kind, text in cells])
    return html_table(head, body)


def html_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a table of names and texts."""
    rows = [
        [f'<th scope="row">{safe(name)}</th>', f"<td>{safe(text)}</td>"]
        for name, text in pairs
    ]
    return html_table([], rows)


def html_text(text: str, style: str = "") -> str:
    """Return a text as a paragraph."""
    kind = f' class="{style}"' if style else ""
    return f"<p{kind}>{safe(text)}</p>"


def html_page(parts: Iterable[str]) -> str:
    """Return parts as one fragment with its style."""
    body = "\n".join(parts)
    return f'<div class="perfscore">\n{_STYLE}\n{body}\n</div>'

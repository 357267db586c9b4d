"""How a score came about, step by step, with the words that command each step."""

from __future__ import annotations

from dataclasses import replace

from perfscore.auditing.catalogue import Check
from perfscore.auditing.pages import sections
from perfscore.messages import Lang, number_text
from perfscore.places import NOWHERE
from perfscore.reports.layout import Line, Span, labelled, line, paragraph
from perfscore.reports.reading import head_lines
from perfscore.reports.words import (
    citation_text,
    evidence_text,
    item_name,
    method_text,
    points_text,
    reading_words,
    result_text,
    ruleset_text,
    said,
    score_text,
    verdict_shown,
    word,
)
from perfscore.scoring.models import ItemScore, Rule, Scorecard, Status, Step
from perfscore.values.full_text import full_text


def explain_lines(
    item: ItemScore, card: Scorecard | None = None, lang: Lang = "zh"
) -> list[Line]:
    """Lay out an item's score: its figures, rule, steps, readings and verdict.

    Args:
        item: the item.
        card: the scorecard it belongs to, where it belongs to one.
        lang: the language.

    Returns:
        Lines of at most 80 columns.
    """
    lines: list[Line] = []
    if card is not None:
        lines += head_lines(card.form, lang)
        lines += paragraph(ruleset_text(card, lang), style="dim")
        lines.append(line())
    name = item_name(item, lang)
    if item.number is not None:
        name = word("row", lang, number=item.number, name=name)
    lines += paragraph(name, style="bold")
    lines += _figures(item, lang)
    if item.rule:
        lines += _rule(item.rule, item.clause, lang)
    if item.clause:
        lines += labelled(word("clause", lang), item.clause)
    lines += _steps(item, lang)
    lines += _readings(item, lang)
    lines += _result(item, lang)
    return lines


def check_lines(check: Check, lang: Lang = "zh") -> list[Line]:
    """Lay out the page of a check of the audit.

    Args:
        check: the check.
        lang: the language.
    """
    first, *rest = sections(check, lang)
    title = f"{check.code} {check.name}  {check.title.text(lang)}"
    severity = check.severities.text(lang)
    lines = paragraph(title, style="bold")
    lines += paragraph(f"{severity} · {check.since}", style="dim")
    lines += paragraph(first.text)
    for section in rest:
        lines += [line(), line(Span(section.heading, "bold"))]
        lines += paragraph(section.text, indent=2)
    return lines


def _figures(item: ItemScore, lang: Lang) -> list[Line]:
    tree = " > ".join(part for part in (item.level1, item.level2) if part)
    weight = points_text(item.weight)
    if item.weight_inferred:
        weight = word("inferred", lang, text=number_text(item.weight, 2))
    figures = {
        "heading": tree,
        "column-target": full_text(item.target),
        "column-actual": full_text(item.actual),
        "column-weight": weight,
        "column-claimed": points_text(item.claimed),
    }
    lines = []
    for key, text in figures.items():
        if text:
            lines += labelled(word(key, lang), text)
    return lines


def _rule(rule: Rule, clause: str, lang: Lang) -> list[Line]:
    source = rule.source
    if source.clause == clause:
        # The row's own clause follows in full.
        source = replace(source, clause="")
    return [
        *labelled(word("rule", lang), method_text(rule.method, lang)),
        *labelled(word("because", lang), rule.because.text(lang)),
        *labelled(word("formula", lang), rule.formula.text(lang)),
        *labelled(word("source", lang), citation_text(source, lang)),
    ]


def _steps(item: ItemScore, lang: Lang) -> list[Line]:
    if not item.steps:
        return []
    lines = [line(Span(word("steps", lang), "dim"))]
    for number, step in enumerate(item.steps, 1):
        lines += _step(number, step, item, lang)
    return lines


def _step(number: int, step: Step, item: ItemScore, lang: Lang) -> list[Line]:
    text = f"{number}. {step.name.text(lang)}"
    parts = [step.expression.text(lang)] if step.expression else []
    parts += [step.numbers.text(lang)] if step.numbers else []
    if step.result:
        parts.append(result_text(step, lang))
    lines = paragraph(text, indent=2, hang=3)
    for at, part in enumerate(dict.fromkeys(parts)):
        lines += paragraph(part if at == 0 else f"= {part}", indent=5, hang=2)
    # The rule's own source has been named above already.
    if step.source and not (item.rule and step.source == item.rule.source):
        source = citation_text(step.source, lang)
        lines += labelled(word("source", lang), source, indent=5)
    if step.place != NOWHERE:
        lines += labelled(word("place", lang), step.place.text(lang), indent=5)
    return lines


def _readings(item: ItemScore, lang: Lang) -> list[Line]:
    if len(item.readings) < 2:  # noqa: PLR2004 -- one reading leaves nothing open
        return []
    lines = [line(Span(word("readings", lang), "dim"))]
    for at, (name, found) in enumerate(item.readings.items()):
        what = reading_words(name, lang, item)
        text = word("gives", lang, what=what, found=str(found))
        if at == 0:
            text = word("chosen", lang, text=text)
        lines += paragraph(text, indent=2, hang=2, style="" if at else "bold")
        lines += paragraph(f"[{name}]", indent=4, hang=1, style="dim")
    return lines


def _result(item: ItemScore, lang: Lang) -> list[Line]:
    score = word(
        "score-of",
        lang,
        score=score_text(item, lang, whole=True),
        weight=item.weight,
        status=word(f"status-{item.status}", lang),
    )
    if item.status is Status.UNSCORED:
        score = word("unscored-of", lang, weight=item.weight)
    styles = {Status.EXACT: "bold green", Status.UNSCORED: "bold red"}
    style = styles.get(item.status, "bold")
    lines = labelled(word("result", lang), score, style=style)
    lines += labelled(word("evidence-kind", lang), evidence_text(item, lang))
    verdict = word(f"verdict-{verdict_shown(item)}", lang)
    if item.claimed is not None:
        verdict = word("verdict-on", lang, claimed=item.claimed, verdict=verdict)
    lines += labelled(word("column-verdict", lang), verdict)
    if item.decision:
        lines += labelled(word("decision", lang), item.decision.reason)
    if item.source and not (item.rule and item.source == item.rule.source):
        lines += labelled(word("source", lang), citation_text(item.source, lang))
    for remark in said(item.remarks, lang):
        lines += paragraph(f"* {remark}", hang=2)
    return lines

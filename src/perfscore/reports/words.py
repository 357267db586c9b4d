"""The words that every kind of report shares."""

from __future__ import annotations

from fractions import Fraction

from perfscore.auditing.differences import Differences
from perfscore.auditing.figures import set_text
from perfscore.auditing.models import Severity, Unread
from perfscore.forms.models import Form, FormKind, Scope
from perfscore.messages import Lang, Message, keys, number_text, say
from perfscore.rules.readings import reading_text
from perfscore.scoring.models import (
    Citation,
    ItemKind,
    ItemScore,
    Scorecard,
    Status,
    Step,
    Verdict,
)
from perfscore.values.sets import ScoreRange
from perfscore.values.value import Kind


def word(entry: str, lang: Lang, **data: object) -> str:
    """Return an entry of the reports' catalogue in a language."""
    return say(f"reports.{entry}", **data).text(lang)


def paper(entry: str, lang: Lang, **data: object) -> str:
    """Return an entry of the catalogue of written reports in a language."""
    return say(f"papers.{entry}", **data).text(lang)


def reading_words(name: str, lang: Lang, of: ItemScore | Scorecard) -> str:
    """Return a reading's name in the words of a language.

    Args:
        name: the reading's name.
        lang: the language.
        of: the item or the card that it belongs to, with a rule's own words.
    """
    if name == "only":
        return word("reading-only", lang)
    items = of.items if isinstance(of, Scorecard) else (of,)
    labels = {pair: label for item in items for pair, label in item.labels.items()}
    return reading_text(name, labels).text(lang)


def points_text(number: Fraction | None) -> str:
    """Write points as they stand, blank where there are none."""
    return "" if number is None else number_text(number)


def score_text(item: ItemScore, lang: Lang, *, whole: bool = False) -> str:
    """Write the score of an item: the number, the set, or both.

    Args:
        item: the item.
        lang: the language.
        whole: whether a long set is written to its last piece.
    """
    if item.status is Status.UNSCORED:
        return word("status-unscored", lang)
    found = str(item.set) if whole else set_text(item.set)
    if item.score is None:
        return found
    score = str(item.score)
    if item.status is Status.DECIDED:
        return word("decided-score", lang, score=score)
    return score if score == found else f"{score} ({found})"


def verdict_shown(item: ItemScore) -> Verdict:
    """Return the verdict that people see.

    No claim is called wrong by a weight that the form does not print: its office may
    have known another.
    """
    if item.weight_inferred and item.verdict is Verdict.CONTRADICTED:
        return Verdict.POSSIBLE
    return item.verdict


def claims_by_verdict(card: Scorecard) -> dict[Verdict, Fraction]:
    """Return the claimed points by the verdicts shown, and the unclaimed weights."""
    found = dict(card.verdicts)
    for item in card.items:
        shown = verdict_shown(item)
        if shown is not item.verdict and item.claimed is not None:
            found[item.verdict] -= item.claimed
            found[shown] = found.get(shown, Fraction(0)) + item.claimed
    return found


def evidence_text(item: ItemScore, lang: Lang) -> str:
    """Say what the points of an item rest on; text that is no figure is not nothing."""
    if item.actual.kind is Kind.UNREADABLE:
        return word("evidence-unreadable", lang)
    return word(f"evidence-{item.evidence}", lang)


def weight_text(item: ItemScore) -> str:
    """Write the weight of an item, in brackets where it is not printed."""
    if not item.weight_inferred:
        return points_text(item.weight)
    return f"({number_text(item.weight, 2)})"


def item_name(item: ItemScore, lang: Lang) -> str:
    """Return what an item is called; budget execution has one name in all forms."""
    if item.kind is ItemKind.BUDGET:
        return word("budget", lang)
    return item.name


def office_of(form: Form) -> str:
    """Return the office that a form is of: who fills it in, or who is in charge."""
    several = (form.office, form.department, form.implementer)
    # A cell of broken letters names nobody.
    named = (one for one in several if any(sign.isalnum() for sign in one))
    return " ".join(next(named, "").split())


def office_name(name: str, lang: Lang) -> str:
    """Return what an office is called, also where its forms print none."""
    return name or paper("office-none", lang)


def range_text(low: Fraction, high: Fraction) -> str:
    """Write points between two ends, or one number where the ends are one."""
    ends = dict.fromkeys((number_text(low, 2), number_text(high, 2)))
    return "–".join(ends)


def kind_text(form: Form, lang: Lang) -> str:
    """Return what kind of form it is."""
    kinds = {
        (FormKind.TARGET, Scope.PROJECT): "kind-target-project",
        (FormKind.TARGET, Scope.DEPARTMENT): "kind-target-department",
        (FormKind.SELF_EVALUATION, Scope.PROJECT): "kind-evaluation-project",
        (FormKind.SELF_EVALUATION, Scope.DEPARTMENT): "kind-evaluation-department",
    }
    return word(kinds[form.kind, form.scope], lang)


def heading(form: Form, lang: Lang, *, office: bool = True) -> str:
    """Return one line that says what a form is: its kind, year, office and file.

    Args:
        form: the form.
        lang: the language.
        office: whether its office is said; no office is said twice.
    """
    parts = [kind_text(form, lang)]
    if form.year:
        parts.append(word("year", lang, year=form.year))
    whose = office_of(form)
    if office and whose and whose not in form.name:
        parts.append(whose)
    if form.file and form.file not in form.name:
        parts.append(form.file)
    return " · ".join(parts)


def targets_text(card: Scorecard, lang: Lang) -> list[str]:
    """Say of a card of targets only that there is nothing to score yet."""
    rows = [item for item in card.items if item.kind is ItemKind.INDICATOR]
    key = "targets-rows" if len(rows) == len(card.items) else "targets-rows-and-budget"
    count = word(key, lang, count=len(rows), most=card.max_points)
    texts = [word("targets-only", lang), count]
    if any(item.weight_inferred for item in card.items):
        texts.append(word("targets-inferred", lang))
    return texts


def ruleset_text(card: Scorecard, lang: Lang) -> str:
    """Return which rules a card was scored by."""
    key = "ruleset-by-analogy" if card.by_analogy else "ruleset"
    fingerprint = card.fingerprint.removeprefix("sha256:")[:12]
    return word(key, lang, name=card.ruleset, fingerprint=fingerprint)


def rating_text(card: Scorecard, lang: Lang) -> str:
    """Write the rating, or both ends' where they differ."""
    low, high = (rating_word(one, lang) for one in card.ratings)
    if card.rating is not None and low == high:
        return rating_word(card.rating, lang)
    span = low if low == high else f"{low}–{high}"
    if card.rating is None:
        return span
    return f"{rating_word(card.rating, lang)} ({span})"


_RATINGS = {"优": "excellent", "良": "good", "中": "fair", "差": "poor"}


def rating_word(rating: str, lang: Lang) -> str:
    """Return a rating word; in English beside its translation."""
    if lang == "zh" or rating not in _RATINGS:
        return rating
    return f"{rating} {_RATINGS[rating]}"


def cited(item: ItemScore) -> tuple[Citation, ...]:
    """Return every source that an item's score and its steps cite, each once.

    Args:
        item: the item.
    """
    found = [item.source, item.rule.source if item.rule else None]
    found += [step.source for step in item.steps]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def uniform_shown(card: Scorecard) -> dict[str, ScoreRange]:
    """Return the totals under each choice of the readings that move the total.

    Args:
        card: the card.
    """
    totals: dict[str, set[ScoreRange]] = {}
    for name, found in card.uniform.items():
        totals.setdefault(name.partition("=")[0], set()).add(found)
    return {
        name: found
        for name, found in card.uniform.items()
        if len(totals[name.partition("=")[0]]) > 1
    }


def citation_text(source: Citation, lang: Lang) -> str:
    """Write what a citation cites and how it is known."""
    clause = word("quoted", lang, text=source.clause) if source.clause else ""
    status = word(f"source-{source.status}", lang)
    return word(
        "citation", lang, document=source.document, clause=clause, status=status
    )


def method_text(method: str, lang: Lang) -> str:
    """Write a method's name in words beside the name that rule files use."""
    key = f"reports.method-{method}"
    return f"{say(key).text(lang)} ({method})" if key in keys() else method


def nothing_text(known: int, lang: Lang, *, here: bool = False) -> str:
    """Say that nothing was found, or nothing but what a baseline holds already.

    Args:
        known: how many findings of the run the baseline holds.
        lang: the language.
        here: whether it is said of one form of several, whose own number is not known.
    """
    if not known:
        return word("no-findings", lang)
    if here:
        return word("no-new-findings-here", lang)
    return word("no-new-findings", lang, count=known)


def form_in_file(name: str, file: str) -> str:
    """Return what a form is called, after its file unless that stands in it already."""
    return name if file in name else f"{file} {name}".strip()


def unread_text(one: Unread, lang: Lang) -> str:
    """Write what could not be read, with its place, and why."""
    place = one.place.text(lang) or one.file
    parts = (part for part in (place, one.form) if part)
    return word("unread-file", lang, place=" ".join(parts), why=one.message)


def differences_text(found: Differences, lang: Lang) -> str:
    """Write how many claims were compared, and how many points they are off."""
    return word(
        "differences",
        lang,
        count=found.count,
        claimed=number_text(found.claimed),
        above=number_text(found.above),
        below=number_text(found.below),
    )


def severity_text(severity: Severity, lang: Lang) -> str:
    """Write a severity in a language."""
    return say(f"auditing.severity-{severity}").text(lang)


def result_text(step: Step, lang: Lang) -> str:
    """Write what comes out of a step, with its unit unless it stands there already."""
    result = step.result.text(lang) if step.result else ""
    if not step.unit or not result or step.unit in result:
        return result
    unit = word("points-unit", lang) if step.unit == "分" else step.unit
    if step.result and step.result.key == "scoring.judged":
        # The unit belongs to the figure, not to what is said of it.
        figure = f"{dict(step.result.data)['text']} {unit}"
        return say(step.result.key, text=figure).text(lang)
    return f"{result} {unit}"


def said(messages: tuple[Message, ...], lang: Lang) -> list[str]:
    """Return messages in a language, each once."""
    return list(dict.fromkeys(message.text(lang) for message in messages))

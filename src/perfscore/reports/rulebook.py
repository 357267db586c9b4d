"""Rulesets as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from perfscore.messages import Lang, number_text, percent_text
from perfscore.reports.layout import Line, Span, labelled, line, paragraph
from perfscore.reports.words import method_text, rating_word, word
from perfscore.rules.formula import parse_formula
from perfscore.rules.methods import MethodBase
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import reading_text
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.wording import formula_text
from perfscore.scoring.cases import CaseResult
from perfscore.scoring.reach import Unreached

_OWN = {"method", "for", "source", "clause"}
_NUMBER = re.compile(r"-?\d+(/\d+)?")
_SHARES = {"step", "gate", "from", "to"}


def list_lines(rulesets: Iterable[RuleSet], lang: Lang = "zh") -> list[Line]:
    """List rulesets with their titles."""
    lines = []
    for rules in rulesets:
        lines += paragraph(rules.id, style="bold")
        lines += paragraph(getattr(rules.title, lang), indent=2)
        lines += paragraph(_scope(rules, lang), indent=2, style="dim")
    return lines


def ruleset_lines(rules: RuleSet, lang: Lang = "zh") -> list[Line]:
    """Lay out a ruleset: weights, budget, methods, clauses, conventions, sources.

    Args:
        rules: the ruleset.
        lang: the language.

    Returns:
        Lines of at most 80 columns.
    """
    lines = paragraph(f"{rules.id}  {getattr(rules.title, lang)}", style="bold")
    lines += paragraph(_scope(rules, lang), style="dim")
    lines += paragraph(word("fingerprint", lang, text=rules.fingerprint), style="dim")
    lines += _title("rules-weights", lang)
    for name, weight in rules.weights.levels.items():
        lines += paragraph(f"{name}  {number_text(weight)}", indent=2)
    lines += _cited(rules.weights.source, rules.weights.clause, lang)
    lines += _title("rules-budget", lang)
    most = word("points-worth", lang, points=rules.budget.weight)
    lines += paragraph(f"{most}  {_budget(rules, lang)}", indent=2, hang=2)
    lines += _cited(rules.budget.source, rules.budget.clause, lang)
    lines += _title("rules-methods", lang)
    for number, method in enumerate(rules.methods, 1):
        lines += _method(number, method, rules, lang)
    if rules.clauses:
        lines += _title("rules-clauses", lang)
    for number, clause in enumerate(rules.clauses, 1):
        lines += paragraph(f"{number}. {clause.text}", indent=2, hang=3)
        lines += paragraph(f"→ {_method_text(clause.rule, lang)}", indent=5, hang=2)
    lines += _title("rules-conventions", lang)
    lines += _conventions(rules, lang)
    lines += _title("rules-rating", lang)
    for band in rules.rating.bands:
        name = rating_word(band.word, lang)
        text = word("from-points", lang, points=band.from_, word=name)
        lines += paragraph(text, indent=2)
    lines += _cited(rules.rating.source, rules.rating.clause, lang)
    lines += _title("rules-rounding", lang)
    key = f"rounding-{rules.rounding.mode}"
    text = word(key, lang, places=rules.rounding.places)
    lines += paragraph(text, indent=2)
    lines += _title("rules-sources", lang)
    for name, source in rules.sources.items():
        status = word(f"source-{source.text}", lang)
        title = f"《{source.title}》" if source.title else ""
        text = f"{name}  {source.document}{title}（{status}）"
        lines += paragraph(text, indent=2, hang=2)
        if source.address:
            lines += paragraph(source.address, indent=4)
    return [*lines, *paragraph(word("rules-cases", lang, count=len(rules.cases)))]


def _budget(rules: RuleSet, lang: Lang) -> str:
    return formula_text(parse_formula(rules.budget.formula)).text(lang)


def _scope(rules: RuleSet, lang: Lang) -> str:
    scopes = word("separator", lang).join(
        word(f"scope-{scope}", lang) for scope in rules.applies_to
    )
    since, until = rules.in_force.from_, rules.in_force.until
    parts = [getattr(rules.jurisdiction, lang), scopes]
    if since or until:
        parts.append(word("in-force", lang, since=since or "…", until=until or "…"))
    return " · ".join(parts)


def _title(key: str, lang: Lang) -> list[Line]:
    return [line(), line(Span(word(key, lang), "bold"))]


def _cited(source: str, clause: str, lang: Lang, indent: int = 4) -> list[Line]:
    quoted = f" {word('quoted', lang, text=clause)}" if clause else ""
    return labelled(word("source", lang), f"{source}{quoted}", indent=indent)


def _method(number: int, method: MethodBase, rules: RuleSet, lang: Lang) -> list[Line]:
    lines = paragraph(f"{number}. {_method_text(method, lang)}", indent=2, hang=3)
    selected = method.for_.model_dump(mode="json", exclude_defaults=True)
    if selected:
        lines += labelled(word("rules-for", lang), _plain(selected), indent=5)
    formula = _formula(method, rules, lang)
    if formula:
        lines += labelled(word("formula", lang), formula, indent=5)
    return lines + _cited(method.source, method.clause, lang, 5)


def _method_text(method: MethodBase, lang: Lang) -> str:
    """Return a method's name with its figures, as the rule file has them."""
    data = method.model_dump(by_alias=True, exclude_defaults=True)
    given = {key: value for key, value in data.items() if key not in _OWN}
    name = method_text(str(getattr(method, "method", "")), lang)
    return f"{name}: {_plain(given)}" if given else name


def _formula(method: MethodBase, rules: RuleSet, lang: Lang) -> str:
    """Return the formula a method stands for, under the chosen readings.

    It is left out where it depends on what a row says, as with grades.
    """
    if getattr(method, "method", "") in {"grades", "judgement"}:
        return ""
    subject = next(iter(method.for_.subject), Subject.QUANTITY)
    direction = next(iter(method.for_.direction), Direction.AT_LEAST)
    row = RuleRow(
        weight=getattr(method, "full", None) or Fraction(10),
        subject=subject,
        direction=None if subject is Subject.TEXT else direction,
        is_share=True,
    )

    def chosen(point: str, options: Sequence[str] | None = None) -> str:
        return (options or rules.conventions.options(point))[0]

    return formula_text(parse_formula(method.write(chosen, row))).text(lang)


def _plain(data: object, key: str = "") -> str:
    if isinstance(data, Mapping):
        return ", ".join(f"{name}: {_plain(v, name)}" for name, v in data.items())
    if isinstance(data, list | tuple):
        return " | ".join(_plain(value, key) for value in data)
    text = str(data)
    if _NUMBER.fullmatch(text):
        number = Fraction(text)
        share = key in _SHARES and number <= 1
        return percent_text(number) if share else number_text(number)
    return text


def _conventions(rules: RuleSet, lang: Lang) -> list[Line]:
    lines = []
    for point in type(rules.conventions).model_fields:
        convention = getattr(rules.conventions, point)
        if not hasattr(convention, "choose"):
            continue
        chosen = reading_text(f"{point}={convention.choose}").text(lang)
        others = [reading_text(f"{point}={o}").text(lang) for o in convention.or_]
        text = f"{point}: {chosen}"
        if others:
            joined = word("separator", lang).join(others)
            text += word("other-readings", lang, readings=joined)
        lines += paragraph(text, indent=2, hang=2)
    return lines


def case_lines(
    rules: RuleSet, results: Sequence[CaseResult], lang: Lang = "zh"
) -> list[Line]:
    """Lay out what the cases of a ruleset gave: how many, and each that fails.

    Args:
        rules: the ruleset.
        results: how its cases came out.
        lang: the language.
    """
    problems = [result.problem for result in results if result.problem]
    key = "cases-fail" if problems else "cases-hold" if results else "cases-none"
    text = word(key, lang, name=rules.id, count=len(results), failing=len(problems))
    lines = paragraph(text, style="bold red" if problems else "green")
    for problem in problems:
        for at, part in enumerate(problem.text(lang).splitlines()):
            lines += paragraph(part, indent=4 if at else 2, hang=2)
    return lines


def unreached_lines(missed: Sequence[Unreached], lang: Lang = "zh") -> list[Line]:
    """Lay out the branches that no case reaches, rule by rule; nothing if none.

    Args:
        missed: the branches, in the order of the rules.
        lang: the language.
    """
    if not missed:
        return []
    text = word("unreached", lang, count=len(missed))
    lines = paragraph(text, indent=2, style="yellow")
    rule: object = None
    formula: object = None
    for one in missed:
        if one.place != rule:
            rule, formula = one.place, None
            head = f"{one.place.text(lang)} {method_text(one.rule, lang)}"
            lines += paragraph(head, indent=4, hang=2)
        if one.formula not in {formula, one.branch}:
            formula = one.formula
            lines += labelled(word("formula", lang), one.formula.text(lang), indent=6)
        lines += labelled(word("branch", lang), one.branch.text(lang), indent=6)
    return lines

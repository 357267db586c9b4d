"""Rulesets as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfscore.messages import Lang, percent_text
from perfscore.reports.layout import Line, Span, labelled, line, paragraph
from perfscore.reports.methods import method_facts, written_facts
from perfscore.reports.words import method_text, rating_word, word
from perfscore.rules.choices import OPEN, choice_text, point_text
from perfscore.rules.formula import parse_formula
from perfscore.rules.methods import MethodBase
from perfscore.rules.parts import Selector, Subject
from perfscore.rules.ruleset import Clause, RuleSet
from perfscore.rules.wording import formula_text
from perfscore.scoring.cases import CaseResult
from perfscore.scoring.reach import Unreached


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
    title = rules.title.zh if lang == "zh" else rules.title.en
    lines = paragraph(f"{rules.id}  {title}", style="bold")
    lines += paragraph(_scope(rules, lang), style="dim")
    parent = [word("rules-extends", lang, name=rules.extends)] if rules.extends else []
    told = [*parent, word("fingerprint", lang, text=rules.fingerprint)]
    lines += paragraph(" · ".join(told), style="dim")
    lines += _title("rules-weights", lang) + _weights(rules, lang)
    lines += _title("rules-budget", lang) + _budget(rules, lang)
    lines += _title("rules-methods", lang)
    lines += _methods(rules, lang)
    if rules.clauses:
        lines += _title("rules-clauses", lang)
    for number, clause in enumerate(rules.clauses, 1):
        lines += _clause(number, clause, rules, lang)
    lines += _title("rules-conventions", lang) + _conventions(rules, lang)
    lines += _title("rules-rating", lang) + _rating(rules, lang)
    lines += _title("rules-rounding", lang)
    key = f"rounding-{rules.rounding.mode}"
    lines += paragraph(word(key, lang, places=rules.rounding.places), indent=2)
    lines += _cited(rules.rounding.source, rules.rounding.clause, lang)
    lines += _title("rules-sources", lang) + _sources(rules, lang)
    return [
        *lines,
        line(),
        *paragraph(word("rules-cases", lang, count=len(rules.cases))),
    ]


def _weights(rules: RuleSet, lang: Lang) -> list[Line]:
    lines = []
    for name, weight in rules.weights.levels.items():
        points = word("points-worth", lang, points=weight)
        text = word("compared-rule", lang, method=name, formula=points)
        lines += paragraph(text, indent=2)
    for absent, heirs in rules.weights.without.items():
        shares = [
            word("rules-heir", lang, name=name, points=points)
            for name, points in heirs.items()
        ]
        joined = word("separator", lang).join(shares)
        text = word("rules-without", lang, name=absent, heirs=joined)
        lines += paragraph(text, indent=2, hang=2)
    return lines + _cited(rules.weights.source, rules.weights.clause, lang)


def _budget(rules: RuleSet, lang: Lang) -> list[Line]:
    budget = rules.budget
    if budget.weight:
        lines = paragraph(word("points-worth", lang, points=budget.weight), indent=2)
    else:
        lines = paragraph(word("rules-no-budget", lang), indent=2)
    if budget.weight or budget.readings:
        formula = formula_text(parse_formula(budget.formula)).text(lang)
        lines += labelled(word("formula", lang), formula, indent=4)
    for label, text in written_facts(budget, lang):
        lines += labelled(label, text, indent=4)
    if budget.reason_below is not None:
        rate = percent_text(budget.reason_below)
        lines += paragraph(word("rules-reason-below", lang, rate=rate), indent=4)
    return lines + _cited(budget.source, budget.clause, lang)


def _rating(rules: RuleSet, lang: Lang) -> list[Line]:
    lines = []
    if rules.rating.places is not None:
        text = word("rules-rated", lang, places=rules.rating.places)
        lines += paragraph(text, indent=2)
    for band in rules.rating.bands:
        name = rating_word(band.word, lang)
        text = word("from-points", lang, points=band.from_, word=name)
        lines += paragraph(text, indent=2)
    return lines + _cited(rules.rating.source, rules.rating.clause, lang)


def _sources(rules: RuleSet, lang: Lang) -> list[Line]:
    lines = []
    for name, source in rules.sources.items():
        status = word(f"source-{source.text}", lang)
        bare = source.title.strip("《》")
        title = f"《{bare}》" if bare else ""
        text = word(
            "rules-source",
            lang,
            name=name,
            document=f"{source.document}{title}",
            status=status,
        )
        lines += paragraph(text, indent=2, hang=2)
        if source.address:
            lines += paragraph(source.address, indent=4)
    return lines


def _scope(rules: RuleSet, lang: Lang) -> str:
    scopes = word("separator", lang).join(
        word(f"scope-{scope}", lang) for scope in rules.applies_to
    )
    since, until = rules.in_force.from_, rules.in_force.until
    parts = [getattr(rules.jurisdiction, lang), scopes]
    if until:
        parts.append(word("in-force", lang, since=since or "…", until=until))
    elif since:
        parts.append(word("in-force-since", lang, since=since))
    return " · ".join(parts)


def _title(key: str, lang: Lang) -> list[Line]:
    return [line(), line(Span(word(key, lang), "bold"))]


def _cited(source: str, clause: str, lang: Lang, indent: int = 4) -> list[Line]:
    quoted = f" {word('quoted', lang, text=clause)}" if clause else ""
    return labelled(word("source", lang), f"{source}{quoted}", indent=indent)


def _methods(rules: RuleSet, lang: Lang) -> list[Line]:
    """Lay out the methods; of those that no row can come to, only the names."""
    lines, taken = [], set[Subject]()
    for number, method in enumerate(rules.methods, 1):
        subjects = set(method.for_.subject or Subject)
        if subjects <= taken:
            name = method_text(str(getattr(method, "method", "")), lang)
            text = word("rules-idle", lang, name=name)
            lines += paragraph(f"{number}. {text}", indent=2, hang=3, style="dim")
            continue
        lines += _method(number, method, rules, lang)
        if method.for_.model_copy(update={"subject": ()}) == Selector():
            taken |= subjects
    return lines


def _method(number: int, method: MethodBase, rules: RuleSet, lang: Lang) -> list[Line]:
    name = method_text(str(getattr(method, "method", "")), lang)
    lines = paragraph(f"{number}. {name}", indent=2, hang=3)
    for label, text in method_facts(method, rules, lang):
        lines += labelled(label, text, indent=5)
    return lines + _cited(method.source, method.clause, lang, 5)


def _clause(number: int, clause: Clause, rules: RuleSet, lang: Lang) -> list[Line]:
    lines = paragraph(f"{number}. {clause.text}", indent=2, hang=4)
    name = method_text(clause.rule.method, lang)
    parts = [name]
    if clause.weight is not None:
        parts.append(word("rules-weight", lang, points=clause.weight))
    if clause.target:
        parts.append(word("rules-target", lang, target=clause.target))
    text = word("separator", lang).join(parts)
    lines += labelled(word("rule", lang), text, indent=6)
    for label, told in method_facts(clause.rule, rules, lang, clause.weight):
        lines += labelled(label, told, indent=6)
    return lines


def _conventions(rules: RuleSet, lang: Lang) -> list[Line]:
    lines = []
    for point in OPEN:
        about = word("rules-point", lang, about=point_text(point), point=point)
        text = choice_text(rules.conventions, point).text(lang)
        both = word("compared-rule", lang, method=about, formula=text)
        lines += paragraph(both, indent=2, hang=4)
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

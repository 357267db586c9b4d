"""Methods as a person reads them: for which rows, by what formula, with what beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from perfscore.messages import Lang, Message, number_text
from perfscore.reports.words import word
from perfscore.rules.choices import beyond_text
from perfscore.rules.formula import parse_formula
from perfscore.rules.methods import (
    Bands,
    Checklist,
    DeductionSteps,
    Grades,
    Judgement,
    MethodBase,
    PerOccurrence,
    WrittenRule,
)
from perfscore.rules.parts import POINTS_UNIT, Direction, RuleRow, Selector, Subject
from perfscore.rules.readings import reading_text
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.wording import formula_text

Fact = tuple[str, str]
"""What a line says it is about, and what it says."""

_UP, _DOWN = Direction.AT_LEAST, Direction.AT_MOST
_SIDES: dict[str, tuple[Direction, ...]] = {
    "count": (_DOWN,),
    "increase": (_DOWN,),
    "overrun": (_DOWN,),
    "shortfall": (_UP,),
    "judged": (_UP,),
}


def method_facts(
    method: MethodBase, rules: RuleSet, lang: Lang, weight: Fraction | None = None
) -> Iterator[Fact]:
    """Yield what a method says, but for where it comes from.

    Args:
        method: the method.
        rules: the ruleset that it belongs to, for its conventions.
        lang: the language.
        weight: the weight that is said already.

    Example:
        >>> from perfscore.rules.library import load_ruleset
        >>> rules = load_ruleset("mof-2020")
        >>> for fact in method_facts(rules.methods[-1], rules, "en"):
        ...     print(*fact)
        higher is better weight if achieved; otherwise weight × rate
        lower is better weight if achieved; otherwise weight ÷ rate
    """
    selected = selector_text(method.for_, lang)
    if selected:
        yield word("rules-for", lang), selected
    yield from _formulas(method, rules, lang)
    yield from _words(method, lang)
    stated = [points for points in method.stated_points() if points is not None]
    if stated and stated[0] != weight:
        points = word("points-worth", lang, points=stated[0])
        yield word("rules-stated", lang), points
    if method.settles:
        pairs = [f"{point}={choice}" for point, choice in method.settles.items()]
        yield word("rules-settles", lang), reading_text(" ".join(pairs)).text(lang)
    if method.exception:
        yield word("rules-exception", lang), method.exception
    if method.beyond is not None:
        yield word("rules-beyond", lang), beyond_text(method.beyond).text(lang)
    if isinstance(method, WrittenRule):
        yield from written_facts(method, lang)


def written_facts(rule: WrittenRule, lang: Lang) -> Iterator[Fact]:
    """Yield the other honest readings of a rule that is written as a formula."""
    for other in rule.readings:
        words = other.zh if lang == "zh" else other.en
        formula = _worded(other.formula, lang)
        text = word("gives", lang, what=words, found=formula)
        yield word("rules-reading", lang), text


def selector_text(selector: Selector, lang: Lang) -> str:
    """Say which rows a method is for; blank where it is for all.

    Example:
        >>> selector_text(Selector(subject=("text",), level1=("产出",)), "zh")
        '文字，一级指标“产出”'
    """
    between = word("or", lang)
    parts = [
        between.join(word(f"subject-{one}", lang) for one in selector.subject),
        between.join(word(f"direction-{one}", lang) for one in selector.direction),
    ]
    for level, names in (("level1", selector.level1), ("level2", selector.level2)):
        if names:
            quoted = between.join(word("quoted", lang, text=name) for name in names)
            parts.append(word(f"rules-{level}", lang, names=quoted))
    return word("separator", lang).join(part for part in parts if part)


def _formulas(method: MethodBase, rules: RuleSet, lang: Lang) -> Iterator[Fact]:
    """Yield the formula for each good side, once where they are the same.

    It is left out where it only says that a person judges, or what words earn.
    """
    if isinstance(method, Grades | Checklist | Judgement):
        return

    def chosen(point: str, options: Sequence[str] | None = None) -> str:
        return (options or rules.conventions.options(point))[0]

    found: dict[Message, list[Direction | None]] = {}
    for row in _rows(method):
        formula = formula_text(parse_formula(method.write(chosen, row)))
        found.setdefault(formula, []).append(row.direction)
    for formula, sides in found.items():
        label = word("formula", lang)
        if len(found) > 1 and sides[0] is not None:
            label = word(f"direction-{sides[0]}", lang)
        yield label, formula.text(lang)


def _rows(method: MethodBase) -> Iterator[RuleRow]:
    """Yield rows such as the method is for."""
    units = [unit for unit in _units(method) if unit and unit != POINTS_UNIT]
    counts = isinstance(method, PerOccurrence)
    counts |= isinstance(method, DeductionSteps) and method.of == "count"
    stated = [points for points in method.stated_points() if points is not None]
    weight = stated[0] if stated else Fraction(10)
    subject = next(iter(method.for_.subject), Subject.QUANTITY)
    dated = isinstance(method, Bands) and method.of == "days_late"
    if subject is not Subject.QUANTITY or dated:
        yield RuleRow(weight, Subject.DATE if dated else subject, None)
        return
    for direction in method.for_.direction or _sides(method):
        yield RuleRow(
            weight,
            direction=direction,
            is_share=not counts and not units,
            unit=units[0] if units else None,
            counts=counts,
        )


def _sides(method: MethodBase) -> tuple[Direction, ...]:
    if isinstance(method, PerOccurrence):
        return (_UP,) if method.missing else (_DOWN,)
    if isinstance(method, DeductionSteps):
        return _SIDES.get(method.of, (_UP, _DOWN))
    return (_UP, _DOWN)


def _units(method: MethodBase) -> Iterator[str]:
    if isinstance(method, Bands):
        ends = chain.from_iterable((band.from_, band.to) for band in method.bands)
        yield from (end.unit for end in ends if end is not None)
    step = getattr(method, "step", None)
    if step is not None:
        yield step.unit


def _words(method: MethodBase, lang: Lang) -> Iterator[Fact]:
    """Yield what the words of an actual earn."""
    between = word("or", lang)
    if isinstance(method, Grades):
        for grade in method.grades:
            earned = _worded(grade.earns(), lang)
            text = word("gives", lang, what=between.join(grade.words), found=earned)
            yield word("rules-grade", lang), text
    if isinstance(method, Checklist):
        for item in method.items:
            earned = word("points-worth", lang, points=number_text(item.points))
            text = word("gives", lang, what=between.join(item.words), found=earned)
            yield word("rules-gate" if item.gate else "rules-item", lang), text


def _worded(formula: str, lang: Lang) -> str:
    return formula_text(parse_formula(formula)).text(lang)

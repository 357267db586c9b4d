"""The skeleton of a new ruleset file: what to fill in, with what each key means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfscore.messages import Lang, number_text
from perfscore.reports.layout import WIDTH, widest, wrap
from perfscore.reports.words import word
from perfscore.rules.library import DEFAULT, load_ruleset
from perfscore.rules.readings import POINTS, reading_text
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.schema import described

_ROOM = 74
_REGULATION = "regulation"
_CONVENTION = "convention"


def skeleton(
    name: str, *, extends: str | None = None, schema: str = "", lang: Lang = "zh"
) -> str:
    """Return the skeleton of a ruleset file, with comments.

    What is left blank is an error until it is filled in, so that ``rules check`` lists
    what is still to do. What the parent says stands commented out where the file
    extends one; else it begins with what ``mof-2020`` has.

    Args:
        name: the new ruleset's id.
        extends: the ruleset to start from; None: from nothing.
        schema: where editors find the JSON Schema.
        lang: the language of the comments.

    Example:
        >>> print(skeleton("my-city", extends="mof-2020", lang="en")[:28])
        id: my-city
        extends: mof-202
    """
    parent = load_ruleset(extends or DEFAULT)
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    if schema:
        lines += [*_comment(word("skeleton-about", lang, name=name)), ""]
    lines.append(f"id: {name}")
    if extends:
        lines.append(f"extends: {extends}")
    lines += _head(parent, lang)
    sections = _sections(parent, lang)
    if extends:
        lines += ["", *_comment(word("skeleton-inherited", lang, name=extends))]
        for about, text in sections:
            lines += ["", *_comment(about), *(f"# {one}" for one in text)]
    else:
        for about, text in sections:
            lines += ["", *_comment(about), *text]
    lines += ["", *_comment(word("skeleton-cases", lang))]
    lines += _cases(extends is None)
    return "\n".join(lines) + "\n"


def _comment(text: str) -> Iterator[str]:
    return (f"# {one}" for one in wrap(text, _ROOM))


def _says(model: str, key: str, lang: Lang) -> str:
    about = described(model, key)
    return about.text(lang) if about else ""


def _blank(key: str, about: str, indent: int) -> str:
    """Return a key without its value, and what belongs there."""
    lead = " " * indent
    line = f"{lead}{key}:  # {about}"
    if widest(line) <= WIDTH:
        return line
    above = (f"{lead}# {one}" for one in wrap(about, _ROOM - indent))
    return "\n".join([*above, f"{lead}{key}:"])


def _head(parent: RuleSet, lang: Lang) -> list[str]:
    scopes = ", ".join(parent.applies_to)
    lines = ["title:"]
    lines += [_blank(one, _says("Both", one, lang), 2) for one in ("zh", "en")]
    lines += [f"jurisdiction:  # {_says('RuleSet', 'jurisdiction', lang)}"]
    lines += [_blank(one, _says("Both", one, lang), 2) for one in ("zh", "en")]
    lines += [*_comment(_says("RuleSet", "applies_to", lang))]
    lines += [f"applies_to: [{scopes}]"]
    lines += ["in_force:", _blank("from", _says("InForce", "from", lang), 2)]
    lines += ["", *_comment(_says("RuleSet", "sources", lang)), "sources:"]
    lines.append(f"  {_REGULATION}:")
    lines.append(_blank("document", _says("Source", "document", lang), 4))
    lines += [
        f"    # {key}:  # {_says('Source', key, lang)}" for key in ("title", "address")
    ]
    lines.append(_blank("text", _says("Source", "text", lang), 4))
    lines += [f"  {_CONVENTION}:", f"    document: {word('skeleton-own', lang)}"]
    return [*lines, "    text: convention"]


Section = tuple[str, Sequence[str]]


def _sections(parent: RuleSet, lang: Lang) -> Iterator[Section]:
    levels = ", ".join(
        f"{name}: {number_text(points)}"
        for name, points in parent.weights.levels.items()
    )
    source = f"source: {_REGULATION}"
    yield (
        _says("RuleSet", "weights", lang),
        ["weights:", f"  levels: {{{levels}}}", f"  {source}"],
    )
    budget = parent.budget
    yield (
        _says("RuleSet", "budget", lang),
        [
            "budget:",
            f"  weight: {number_text(budget.weight)}",
            f"  formula: {budget.formula}",
            f"  {source}",
        ],
    )
    yield _says("RuleSet", "methods", lang), _methods(lang)
    yield (
        _says("RuleSet", "clauses", lang),
        ["clauses: []"],
    )
    bands = [
        f"    - {{word: {band.word}, from: {number_text(band.from_)}}}"
        for band in parent.rating.bands
    ]
    yield (
        _says("RuleSet", "rating", lang),
        ["rating:", f"  {source}", "  bands:", *bands],
    )
    rounding = parent.rounding
    yield (
        _says("RuleSet", "rounding", lang),
        [
            "rounding:",
            f"  places: {rounding.places}",
            f"  mode: {rounding.mode}",
            f"  source: {_CONVENTION}",
        ],
    )
    about = word("skeleton-conventions", lang)
    yield about, ["conventions:", *_conventions(parent, lang)]


def _methods(lang: Lang) -> list[str]:
    """Return methods for each kind of target, the plainest that there are."""
    plain = {"text": "Judgement", "date": "Deadline", "": "Proportional"}
    lines = ["methods:"]
    for subject, model in plain.items():
        lines += [f"  {one}" for one in _comment(_says(model, "", lang))]
        if subject:
            lines += [f"  - for: {{subject: [{subject}]}}", f"    {_METHOD[model]}"]
        else:
            lines.append(f"  - {_METHOD[model]}")
        lines.append(f"    source: {_REGULATION}")
    return lines


_METHOD = {
    "Judgement": "method: judgement",
    "Deadline": "method: deadline",
    "Proportional": "method: proportional",
}


def _conventions(parent: RuleSet, lang: Lang) -> Iterator[str]:
    for point, choices in POINTS.items():
        said = [
            f"{choice} = {reading_text(f'{point}={choice}').text(lang)}"
            for choice in choices
        ]
        about = f"{_says('Conventions', point, lang)}: {'; '.join(said)}"
        yield from (f"  {one}" for one in _comment(about))
        chosen, *others = parent.conventions.options(point)
        rest = f", or: [{', '.join(others)}]" if others else ""
        yield f"  {point}: {{choose: {chosen}{rest}, source: {_CONVENTION}}}"


def _cases(whole: bool) -> Iterable[str]:  # noqa: FBT001 -- so is the file or not
    """Return worked cases to begin with, or the pattern of one."""
    if not whole:
        return [
            "cases: []",
            f"#  - {{source: {_REGULATION}, working: 10 × 27 ÷ 30 = 9,",
            "#     target: ≥30场, actual: 27场, weight: 10, score: 9}",
        ]
    source = f"source: {_REGULATION}"
    return [
        "cases:",
        f"  - {{{source}, working: 10 × 27 ÷ 30 = 9,",
        "     target: ≥30场, actual: 27场, weight: 10, score: 9}",
        f"  - {{{source}, working: 10 × 195.5 ÷ 200 = 9.775,",
        "     budget: 200, executed: 195.5, weight: 10, score: 9.78}",
    ]

"""The trace: how the chosen reading's score comes about, step by step."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from perfscore.messages import Lang, Message, number_text, say
from perfscore.places import NOWHERE, Place
from perfscore.rules.formula import Formula
from perfscore.rules.parts import Cited
from perfscore.rules.ruleset import RuleSet, Source
from perfscore.rules.scalars import ScalarWalker
from perfscore.rules.walker import DEFINITIONS, Band, Names, UndefinedResult, name_text
from perfscore.rules.wording import formula_text, worded
from perfscore.rules.words import UNCERTAIN
from perfscore.scoring.figures import Figures
from perfscore.scoring.models import Citation, Step
from perfscore.scoring.outcome import Outcome, Row
from perfscore.values.full_text import full_text
from perfscore.values.sets import Piece, ScoreSet

_SHARES = frozenset({"rate", "overrun", "shortfall", "deviation", "execution_rate"})


def citation(rules: RuleSet, cited: Cited | None, clause: str = "") -> Citation:
    """Return the words that command a value of a ruleset.

    Args:
        rules: the ruleset.
        cited: the value; None where the row's own clause commands it.
        clause: the row's own clause, where the rule reads it.
    """
    if cited is None:
        return Citation(document="本表评（扣）分标准", clause=clause, status="form")
    return _citation(rules.sources[cited.source], clause or cited.clause)


def _citation(source: Source, clause: str) -> Citation:
    key = (id(source), clause)
    found = _CITATIONS.get(key)
    if found is None or found[0] is not source:
        if len(_CITATIONS) > _MOST_CITATIONS:
            _CITATIONS.clear()
        cited = Citation(
            document=source.document,
            clause=clause,
            status=source.text.value,
            address=source.address,
        )
        _CITATIONS[key] = found = (source, cited)
    return found[1]


# The same few citations stand in every item of a run; a source is kept with its own.
_CITATIONS: dict[tuple[int, str], tuple[Source, Citation]] = {}
_MOST_CITATIONS = 4096


def steps_of(
    row: Row,
    outcome: Outcome,
    score: ScoreSet,
    rules: RuleSet,
    places: Mapping[str, Place],
) -> tuple[Step, ...]:
    """Return the steps to the score of one reading.

    Args:
        row: the row.
        outcome: what the reading gives.
        score: the same, rounded.
        rules: the ruleset.
        places: where the row's fields stand.
    """
    return tuple(_steps(row, outcome, score, rules, places))


def _steps(
    row: Row,
    outcome: Outcome,
    score: ScoreSet,
    rules: RuleSet,
    places: Mapping[str, Place],
) -> Iterator[Step]:
    figures = outcome.figures
    if figures is not None:
        yield _given("target", full_text(row.target), figures, places)
        yield _given("actual", full_text(row.actual), figures, places)
    if outcome.side is not None:
        yield Step(name=say("scoring.step-side"), result=_side(outcome))
    if outcome.formula is None or outcome.selected is None:
        return
    yield from formula_steps(
        outcome.formula,
        outcome.names,
        outcome.pieces,
        citation(rules, outcome.selected.cited, row.clause),
        figures=figures,
        place=places.get("clause", NOWHERE),
    )
    if outcome.reason is not None:
        yield Step(name=say("scoring.step-open"), result=outcome.reason)
    if outcome.capped:
        bounds = say("common.text", text=f"0 … {number_text(row.weight)}")
        result = _pieces(outcome.pieces)
        yield Step(name=say("scoring.step-capped"), numbers=bounds, result=result)
    yield rounded_step(score, rules)


def formula_steps(
    formula: Formula,
    names: Names,
    pieces: tuple[Piece, ...],
    source: Citation,
    *,
    figures: Figures | None = None,
    always: tuple[str, ...] = (),
    place: Place = NOWHERE,
) -> Iterator[Step]:
    """Yield a step for each derived number of a formula, then the formula's own.

    Args:
        formula: the formula.
        names: what its names stand for.
        pieces: what it gives.
        source: the words that command it.
        figures: the interval of the uncertain number, if there is one.
        always: derived names to show even where the formula does not ask for them.
        place: where the words stand.
    """
    put = _Put(names, figures)
    yield from put.derived(_asked(formula, always))
    yield Step(
        name=say("scoring.step-rule"),
        expression=formula_text(formula),
        numbers=put.numbers(formula),
        result=_pieces(pieces),
        unit="分",
        source=source,
        place=place,
    )


def rounded_step(score: ScoreSet, rules: RuleSet) -> Step:
    """Return the step that rounds a score."""
    return Step(
        name=say("scoring.step-rounded", places=rules.rounding.places),
        result=say("common.text", text=str(score)),
        unit="分",
        source=citation(rules, rules.rounding),
    )


@lru_cache(maxsize=8192)
def shown(number: Fraction, *, share: bool = False) -> str:
    """Return a number for reading: exact, or marked ≈ where its decimals do not end.

    Args:
        number: the number.
        share: whether to write it as a percentage.

    Example:
        >>> shown(Fraction(480, 501), share=True), shown(Fraction(12499, 12500))
        ('≈95.8084%', '0.99992')
    """
    scaled = number * 100 if share else number
    sign = "%" if share else ""
    text = number_text(scaled, _MOST_PLACES)
    if Fraction(text) == scaled:
        return f"{text}{sign}"
    return f"≈{number_text(scaled, 4)}{sign}"


_MOST_PLACES = 12


def _given(name: str, text: str, figures: Figures, places: Mapping[str, Place]) -> Step:
    """Return the step that shows a printed figure and how it is read."""
    unit = figures.unit
    number = figures.numbers.get(name)
    if number is not None:
        text_of = shown(number, share=figures.is_share)
        result = say("common.text", text=f"{text_of}{unit or ''}")
    elif name == figures.unknown and figures.reason is not None:
        result = say("scoring.unknown")
    elif name == figures.unknown:
        result = say("common.text", text=f"{interval(figures)}{unit or ''}")
    else:
        result = None
    return Step(
        name=name_text(name),
        numbers=say("common.text", text=text),
        result=result,
        unit=unit,
        place=places.get(name, NOWHERE),
    )


def interval(figures: Figures) -> str:
    """Return the interval of the uncertain number, as a person writes it."""

    def end(number: Fraction | None) -> str:
        if number is None:
            return "∞"
        return shown(number, share=figures.is_share)

    left = "(" if figures.low_open or figures.low is None else "["
    right = ")" if figures.high_open or figures.high is None else "]"
    low = end(figures.low) if figures.low is not None else "−∞"
    return f"{left}{low}, {end(figures.high)}{right}"


def _side(outcome: Outcome) -> Message:
    side = outcome.side
    if side is None:
        return say("common.text", text="")
    key = f"scoring.side-{side.direction.value.replace('_', '-')}"
    return say("scoring.side", side=say(key), because=side.because)


def _pieces(pieces: tuple[Piece, ...]) -> Message:
    text = " ∪ ".join(map(_piece_text, pieces))
    judged = any(p.judged and p.low != p.high for p in pieces)
    key = "scoring.judged" if judged else "common.text"
    return say(key, text=text)


def _piece_text(piece: Piece) -> str:
    return shown(piece.low) if piece.low == piece.high else str(piece)


class _Put:
    """The numbers of an outcome, to be put into its formula."""

    def __init__(self, names: Names, figures: Figures | None) -> None:
        self.names = names
        self.figures = figures
        self.walker = ScalarWalker(names)
        self.texts: dict[tuple[str, Lang], str | None] = {}
        self.is_share = bool(figures and figures.is_share)

    def number(self, name: str) -> Fraction | None:
        """Return the number of a name, or None where it is not one number."""
        if self.names.unknown is not None and name in UNCERTAIN:
            return None
        try:
            found: Fraction | Band[Fraction] = self.walker.number(ast.Name(id=name))
        except UndefinedResult:
            return None
        return None if isinstance(found, Band) else found

    def text(self, name: str, lang: Lang = "zh") -> str | None:
        """Return the number of a name as a person writes it."""
        both = name in {"achieved", self.names.unknown}
        key = (name, lang if both else "zh")
        if key not in self.texts:
            self.texts[key] = self._text(name, lang)
        return self.texts[key]

    def _text(self, name: str, lang: Lang) -> str | None:
        if name == self.names.unknown and self.figures is not None:
            if self.figures.reason is not None:
                return say("scoring.unknown").text(lang)
            return interval(self.figures)
        if name == "achieved":
            test = self.names.definitions.get(name)
            if test is None:
                return None
            return worded(test, lang, lambda part: self.text(part, lang))
        number = self.number(name)
        if number is None:
            return None
        share = name in _SHARES or (self.is_share and name in {"actual", "target"})
        return shown(number, share=share)

    def numbers(self, formula: Formula) -> Message:
        """Return a formula with the numbers put in."""
        zh = worded(formula, "zh", self.text)
        en = worded(formula, "en", lambda name: self.text(name, "en"))
        return say("common.both", zh=zh, en=en)

    def derived(self, names: list[str]) -> Iterator[Step]:
        """Yield a step for each derived number."""
        for name in names:
            definition = self.names.definitions.get(name) or DEFINITIONS.get(name)
            if definition is None:
                continue
            numbers = self.numbers(definition)
            yield Step(
                name=name_text(name),
                expression=formula_text(definition),
                numbers=numbers,
                result=self.result(name),
            )

    def result(self, name: str) -> Message | None:
        """Return what a derived name comes to."""
        if self.names.unknown is not None:
            return None
        if name == "achieved":
            try:
                holds = self.walker.holds(ast.Name(id=name))
            except UndefinedResult as undefined:
                return undefined.reason
            return say("scoring.achieved" if holds else "scoring.missed")
        text = self.text(name)
        return say("common.text", text=text) if text is not None else None


_ORDER = (
    "achieved",
    "rate",
    "overrun",
    "shortfall",
    "deviation",
    "gap",
    "execution_rate",
)


def _asked(formula: Formula, always: tuple[str, ...]) -> list[str]:
    """Return the derived names that a formula hangs on, each after what it needs."""
    wanted = {*formula.names, *always}
    for name in tuple(wanted):
        if name in DEFINITIONS:
            wanted |= DEFINITIONS[name].names
    return [name for name in _ORDER if name in wanted]

"""The model of a ruleset file: the law as data."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import Field, PrivateAttr, create_model, field_validator, model_validator

from perfscore.forms.models import Scope
from perfscore.places import Place
from perfscore.rules.methods import Beyond, Method, WrittenRule
from perfscore.rules.parts import (
    Cited,
    Exact,
    Points,
    Positive,
    Share,
    Strict,
    wrong,
)
from perfscore.rules.readings import NO_READINGS, POINTS
from perfscore.rules.strict_yaml import Path
from perfscore.rules.words import LANGUAGE_VERSION
from perfscore.values.rounding import Rounding, RoundingMode


class SourceStatus(StrEnum):
    """Whether a source's text was read, or is known from memory, or is our choice."""

    SEEN = "seen"
    SEEN_IN_PART = "seen_in_part"
    RECALLED = "recalled"
    CONVENTION = "convention"


class Both(Strict):
    """The same words in both languages."""

    zh: str
    en: str


class Source(Strict):
    """A document that commands something."""

    document: str
    """Its number or name, such as 财预〔2020〕10号."""
    title: str = ""
    """Its title."""
    issuer: str = ""
    """Who issued it."""
    address: str = ""
    """Where it can be read."""
    text: SourceStatus
    """Whether its words were seen or only recalled."""


class InForce(Strict):
    """When a ruleset applies."""

    from_: Annotated[str | None, Field(alias="from")] = None
    until: str | None = None


class Weights(Cited):
    """The level-1 weights."""

    levels: dict[str, Points]
    """The points of each level-1 heading; headings joined by 、 share theirs."""
    without: dict[str, dict[str, Points]] = Field(default_factory=dict)
    """Where the points of a heading go in a form that has no row under it."""

    @model_validator(mode="after")
    def _known(self) -> Weights:
        for name in self.without:
            if name not in self.levels:
                raise wrong(
                    "rules.value-choice",
                    name="without",
                    given=name,
                    expected=", ".join(self.levels),
                    near=next(iter(self.levels), ""),
                )
        return self

    def of(self, headings: Collection[str]) -> dict[tuple[str, ...], Fraction]:
        """Return the points of each block of headings, for a form.

        Args:
            headings: the level-1 headings under which the form has rows.
        """
        levels = dict(self.levels)
        for absent, heirs in self.without.items():
            if not any(name[:2] == absent[:2] for name in headings):
                levels.pop(absent, None)
                levels |= {n: levels.get(n, Fraction(0)) + p for n, p in heirs.items()}
        return {tuple(name.split("、")): points for name, points in levels.items()}


class BudgetRule(Cited, WrittenRule):
    """How budget execution is scored: the formula where no more than it was spent."""

    weight: Points
    """The points it is worth where the form does not say; 0: it is not scored."""
    reason_below: Share | None = None
    """The execution rate below which the form must give a reason."""


class RatingBand(Strict):
    """A rating word and the least score that earns it."""

    word: str
    from_: Annotated[Points, Field(alias="from")]


class Rating(Cited):
    """The rating scale."""

    bands: Annotated[tuple[RatingBand, ...], Field(min_length=1)]
    """The words from the best to the worst; the worst begins at 0."""
    places: Annotated[int, Field(ge=0, le=6)] | None = None
    """The places that a score is rounded to, half up, before it is rated: 0 for scales
    in whole points (90–100, 80–89)."""

    @field_validator("bands")
    @classmethod
    def _ordered(cls, bands: tuple[RatingBand, ...]) -> tuple[RatingBand, ...]:
        ends = [band.from_ for band in bands]
        if ends != sorted(set(ends), reverse=True) or ends[-1] != 0:
            raise wrong("rules.value-rating-order")
        return bands

    def word(self, score: Fraction) -> str:
        """Return the rating word of a score out of 100.

        Args:
            score: the score.
        """
        if self.places is not None:
            score = Rounding(self.places, RoundingMode.HALF_UP).number(score)
        fitting = (band.word for band in self.bands if score >= band.from_)
        return next(fitting, self.bands[-1].word)


class RoundingRule(Cited):
    """How scores are rounded."""

    places: Annotated[int, Field(ge=0, le=6)] = 2
    mode: RoundingMode = RoundingMode.HALF_UP

    @cached_property
    def rounding(self) -> Rounding:
        """The rounding itself."""
        return Rounding(self.places, self.mode)


class Convention(Cited):
    """A choice at an open point, and the other readings that stay honest."""

    choose: str
    """The reading taken."""
    or_: Annotated[tuple[str, ...], Field(alias="or")] = ()
    """The other readings; none where the source settles the point."""
    point: ClassVar[str] = ""
    """The open point."""

    @model_validator(mode="after")
    def _stands_alone(self) -> Convention:
        alone = NO_READINGS.get(self.point, frozenset())
        if self.or_ and alone & {self.choose, *self.or_}:
            raise wrong("rules.value-no-readings", choices=", ".join(sorted(alone)))
        return self


def _convention(point: str) -> Any:
    """Return the field of an open point, with just the choices that it has."""
    choice = cast("Any", Literal)[POINTS[point]]
    others = cast("Any", tuple)[choice, ...]
    fields: dict[str, Any] = {
        "choose": (choice, ...),
        "or_": (others, Field((), alias="or")),
        "point": (ClassVar[str], point),
    }
    return (create_model(f"_Convention_{point}", __base__=Convention, **fields), ...)


class OverAchievement(Cited, Beyond):
    """What achieving more than the target does, where a rule itself does not say."""


class Tolerance(Cited):
    """How far an actual that is said to be about a number (约) may be from it."""

    share: Share
    """The distance, as a share of the number."""


_Points = create_model(
    "_Points",
    __base__=Strict,
    **{point: _convention(point) for point in POINTS},
)


class Conventions(_Points):
    """The choice at every open point."""

    over_achievement: OverAchievement | None = None
    approximate: Tolerance | None = None

    def options(self, point: str) -> Sequence[str]:
        """Return the choices at a point, the chosen one first."""
        convention = self.at(point)
        return (convention.choose, *convention.or_)

    def at(self, point: str) -> Convention:
        """Return what is chosen at a point, with its source."""
        convention: Convention = getattr(self, point)
        return convention


class Clause(Strict):
    """A clause known word for word, and the rule it states."""

    text: Annotated[str, Field(min_length=2)]
    """The clause as printed, word for word."""
    weight: Positive | None = None
    """The weight that the clause says the row has."""
    target: str = ""
    """The target that the clause itself states, such as 57.6万元."""
    rule: Method
    """The rule."""


def plain_clause(text: str) -> str:
    """Return a clause without what printing changes: width, spaces, end stops.

    Example:
        >>> plain_clause("每超过１０％扣2分， 扣完为止。") == "每超过10%扣2分,扣完为止"
        True
    """
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"\s+", "", folded).translate(_SIGNS)
    return folded.rstrip(".;")


_SIGNS = str.maketrans({"。": ".", "，": ",", "；": ";", "：": ":", "、": ","})


class Case(Strict):
    """An input with the score that the source, or a hand, works out for it."""

    name: str = ""
    source: str
    """The source of the worked example, or of the rule that a hand applied."""
    working: str = ""
    """How the expected score is worked out."""
    target: str = ""
    actual: str = ""
    weight: Points = Fraction(10)
    comparator: str | None = None
    unit: str | None = None
    clause: str | None = None
    indicator: str | None = None
    level1: str | None = None
    level2: str | None = None
    year: int | None = None
    budget: Exact | None = None
    executed: Exact | None = None
    score: Exact | None = None
    """The chosen score."""
    scores: tuple[Exact, ...] = ()
    """The scores of all readings, where they differ."""
    range: tuple[Exact, Exact] | None = None
    """The least and the greatest score, where the score is not one number."""

    @model_validator(mode="after")
    def _expects(self) -> Case:
        if self.score is None and self.range is None:
            raise wrong("rules.value-no-expected")
        return self


class RuleSet(Strict):
    """A ruleset: every value of it cites a source.

    Example:
        >>> from perfscore.rules.library import load_ruleset
        >>> load_ruleset("mof-2020").rating.word(Fraction(90))
        '优'
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    extends: str | None = None
    title: Both
    jurisdiction: Both
    applies_to: Annotated[tuple[Scope, ...], Field(min_length=1)]
    in_force: InForce = InForce()
    sources: Annotated[dict[str, Source], Field(min_length=1)]
    weights: Weights
    budget: BudgetRule
    methods: Annotated[tuple[Method, ...], Field(min_length=1)]
    clauses: tuple[Clause, ...] = ()
    rating: Rating
    rounding: RoundingRule
    conventions: Conventions
    cases: tuple[Case, ...] = ()

    _places: dict[Path, Place] = PrivateAttr(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the content that decides scores and of the language version."""
        content = self.model_dump(mode="json", by_alias=True, exclude={"cases"})
        text = json.dumps([LANGUAGE_VERSION, content], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def __hash__(self) -> int:
        """Return the same number for rulesets of the same content."""
        return hash((self.id, self.fingerprint))

    @cached_property
    def listed(self) -> dict[str, Clause]:
        """The clauses known word for word, by their plain text."""
        return {plain_clause(clause.text): clause for clause in self.clauses}

    def clause(self, text: str) -> Clause | None:
        """Return the entry of a clause known word for word, or None."""
        return self.listed.get(plain_clause(text)) if text else None

    def text_place(self, *path: str | int) -> Place:
        """Return where the first character of a text stands in its file."""
        return self._places.get((*path, "(text)")) or self.place(*path)

    def place(self, *path: str | int) -> Place:
        """Return where a value stands in its file."""
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, Place(file=f"{self.id}.yaml"))

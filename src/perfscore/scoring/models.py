"""The records of a score and of how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from perfscore import display
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place
from perfscore.scoring.names import find_indicator
from perfscore.values.sets import ScoreRange, ScoreSet
from perfscore.values.value import MISSING, Value


class Status(StrEnum):
    """How certain a score is.

    ``exact``: all readings agree on one score. ``chosen``: one score under the chosen
    readings, others differ. ``range``: not one number. ``decided``: a person settled
    it. ``unscored``: no rule that can be read applies.
    """

    EXACT = "exact"
    CHOSEN = "chosen"
    RANGE = "range"
    DECIDED = "decided"
    UNSCORED = "unscored"


class Verdict(StrEnum):
    """What the score says of a claim.

    ``confirmed``: the one honest score. ``possible``: in the set. ``contradicted``: not
    in it. ``unclaimed``: nothing was claimed.
    """

    CONFIRMED = "confirmed"
    POSSIBLE = "possible"
    CONTRADICTED = "contradicted"
    UNCLAIMED = "unclaimed"


class Evidence(StrEnum):
    """What the points of an item rest on."""

    STATED = "stated"
    BOUND = "bound"
    ESTIMATE = "estimate"
    REPEATS_TARGET = "repeats_target"
    JUDGED = "judged"
    MISSING = "missing"


class ItemKind(StrEnum):
    """What an item of a scorecard is."""

    INDICATOR = "indicator"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The words that command a step.

    Attributes:
        document: the document's number or name, such as ``财预〔2020〕10号``.
        clause: the words, quoted briefly.
        status: ``seen``, ``recalled`` (from memory) or ``convention`` (our choice);
            ``form`` where the form itself says so.
        address: where the document can be read.
    """

    document: str
    clause: str = ""
    status: str = "seen"
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the way to a score.

    Attributes:
        name: what is worked out, such as 完成率.
        expression: the formula, in the words of both languages.
        numbers: the formula with the numbers put in, or the figure as printed.
        result: what comes out.
        unit: the unit of the result.
        source: the words that command the step.
        place: where the figure stands in the form.
    """

    name: Message
    expression: Message | None = None
    numbers: Message | None = None
    result: Message | None = None
    unit: str | None = None
    source: Citation | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The rule that an item was scored by.

    Attributes:
        method: the method's name, such as ``gated_proportional``.
        formula: the formula of the chosen reading, in the words of both languages.
        because: why this rule applies to this row.
        source: the words that command it.
    """

    method: str
    formula: Message
    because: Message
    source: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person settled about an item.

    Attributes:
        reason: why; always given.
        score: the score that the person gives.
        reading: the reading that the person holds to be right.
        actual: the actual that the person establishes.
        grade: the grade word that the person gives.
    """

    reason: str
    score: Decimal | None = None
    reading: str | None = None
    actual: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """The score of one row of a form, or of its budget execution.

    Attributes:
        number: the row's number; None for budget execution.
        kind: indicator or budget.
        name: the indicator's name.
        level1: its level-1 heading.
        level2: its level-2 heading.
        target: the target as read.
        actual: the actual as read.
        weight: the points it is worth.
        weight_inferred: whether the weight is not printed but inferred.
        claimed: the points the office gave itself.
        score: the one score under the chosen readings, or None. Never from a claim.
        set: every score that is honest, over all readings.
        status: how certain the score is.
        verdict: what the score says of the claim.
        evidence: what the points rest on.
        readings: the set of scores of each reading, the chosen one first.
        labels: the words for choices of the rule's own, by ``point=choice``.
        rule: the rule applied; None where unscored.
        clause: the row's own scoring clause.
        rate: actual/target where it exists and is one number.
        steps: how the chosen reading's score comes about.
        source: the words that command the score.
        remarks: what an auditor should know, each with a stable key.
        decision: what a person settled, if anything.
        places: where the fields stand in the form.

    Example:
        >>> from perfscore.scoring.item import score_indicator
        >>> item = score_indicator("≥1965家", "1180家", 10)
        >>> str(item.score), item.status.value, str(item.range)
        ('6.01', 'exact', '6.01')
    """

    number: int | None
    kind: ItemKind = ItemKind.INDICATOR
    name: str = ""
    level1: str = ""
    level2: str = ""
    target: Value = MISSING
    actual: Value = MISSING
    weight: Fraction
    weight_inferred: bool = False
    claimed: Fraction | None = None
    score: Decimal | None
    set: ScoreSet
    status: Status
    verdict: Verdict
    evidence: Evidence
    readings: Mapping[str, ScoreSet] = field(default_factory=dict, hash=False)
    labels: Mapping[str, Message] = field(default_factory=dict, hash=False)
    rule: Rule | None = None
    clause: str = ""
    rate: Fraction | None = None
    steps: tuple[Step, ...] = ()
    source: Citation | None = None
    remarks: tuple[Message, ...] = ()
    decision: Decision | None = None
    places: Mapping[str, Place] = field(default_factory=dict, hash=False)

    @property
    def range(self) -> ScoreRange:
        """The interval from the least honest score to the greatest, for display."""
        return self.set.hull

    @property
    def pieces(self) -> tuple[ScoreRange, ...]:
        """Every honest score, as points and intervals from low to high."""
        return self.set.pieces

    def _repr_html_(self) -> str:
        return display.html(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The itemised score of a form.

    Attributes:
        form: the form that was scored.
        ruleset: the id of the ruleset.
        fingerprint: the hash of the ruleset's content and the language version.
        by_analogy: whether the ruleset speaks of another scope than the form's.
        items: one for each scored row, then the budget execution.
        points: the points earned as they stand; None where an item is a range.
        points_range: the least and the greatest points.
        max_points: the sum of the weights as they stand (110 where rows make 110).
        score: 100 × points / max_points under the chosen readings, rounded once; None
            where an item is a range or nothing is worth points.
        range: the same for the least and the greatest points.
        rating: the rating word of ``score``, or of both ends where they agree.
        ratings: the rating words of the least and of the greatest score; blank where
            nothing is worth points.
        uniform: the points' range where one reading is held throughout, by reading.
        verdicts: the claimed points by verdict.
        left_out: the numbers of the rows that do not apply and that the ruleset takes
            off the card; their weights and claims stand in the form.
        remarks: what an auditor should know of the totals, each with a stable key.

    Example:
        >>> from perfscore.forms.read import read_forms
        >>> from perfscore.scoring.card import score
        >>> card = score(read_forms("docs/examples/lukou-2022.docx")[0])
        >>> str(card.points_range), str(card.max_points)
        ('80.00–110.00', '110')
    """

    form: Form
    ruleset: str
    fingerprint: str
    by_analogy: bool = False
    items: tuple[ItemScore, ...]
    points: Decimal | None
    points_range: ScoreRange
    max_points: Fraction
    score: Decimal | None
    range: ScoreRange
    rating: str | None
    ratings: tuple[str, str]
    uniform: Mapping[str, ScoreRange] = field(default_factory=dict, hash=False)
    verdicts: Mapping[Verdict, Fraction] = field(default_factory=dict, hash=False)
    left_out: tuple[int, ...] = ()
    remarks: tuple[Message, ...] = ()

    def item(self, key: int | str | None) -> ItemScore | None:
        """Return the score of a row; None where the row is not scored.

        Args:
            key: the row's number or its name where that is unique; 预算 or None for
                the budget execution.

        Raises:
            ScoringError: no row, or more than one, answers to the name.

        Example:
            >>> from perfscore.forms.read import read_forms
            >>> from perfscore.scoring.card import score
            >>> card = score(read_forms("docs/examples/lukou-2022.docx")[1])
            >>> str(card.item("预算").score), card.item(1) is card.items[0]
            ('10.00', True)
        """
        number = None if key is None else find_indicator(self.form, str(key))
        return next((item for item in self.items if item.number == number), None)

    def __len__(self) -> int:
        """Return how many items there are."""
        return len(self.items)

    def __iter__(self) -> Iterator[ItemScore]:
        """Yield each item in turn."""
        return iter(self.items)

    def __str__(self) -> str:
        """Return one line: the form, its points and score, the ruleset."""
        shown = self.range if self.score is None else self.score
        points = self.points_range if self.points is None else self.points
        low, high = self.ratings
        rating = self.rating or (low if low == high else f"{low}–{high}")
        return say(
            "scoring.card-line",
            form=self.form.name,
            points=str(points),
            most=self.max_points,
            score=str(shown),
            rating=rating or "–",
            ruleset=self.ruleset,
        ).text()

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the card as JSON, as :func:`perfscore.to_json` writes it.

        Args:
            indent: how far to indent; None: all on one line.
        """
        return str(display.written(self, "json", indent=indent))

    def _repr_html_(self) -> str:
        return display.html(self)

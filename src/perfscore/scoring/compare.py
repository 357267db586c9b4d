"""One form under several rulesets: what each gives, and what moves the scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from perfscore import display
from perfscore.errors import ScoringError, WrongArgument
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.rules.library import DEFAULT, load_ruleset, rulesets
from perfscore.rules.ruleset import RatingBand, RuleSet
from perfscore.scoring.inputs import GivenActual, Source, actuals_of, decisions_of
from perfscore.scoring.models import Decision, ItemKind, ItemScore, Scorecard, Status
from perfscore.scoring.names import RowKey
from perfscore.scoring.trials import Cause, Trials, card_of, find_item, result_of
from perfscore.values.sets import ScoreSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedScore:
    """What one ruleset gives for an item.

    Attributes:
        ruleset: the ruleset's name in the comparison.
        weight: the points the item is worth; None where it is not scored at all.
        score: the one score under the chosen readings, or None.
        set: every honest score; None where the item is not scored at all.
        status: how certain the score is; None where the item is not scored at all.
        differs: whether it is not what the first ruleset gives.
        causes: what moves it away from what the first ruleset gives.
    """

    ruleset: str
    weight: Fraction | None
    score: Decimal | None
    set: ScoreSet | None
    status: Status | None
    differs: bool = False
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedItem:
    """One row of a form, or its budget execution, under each ruleset.

    Attributes:
        number: the row's number; None for budget execution.
        kind: indicator or budget.
        name: the indicator's name.
        scores: what each ruleset gives, in the order of the comparison.
    """

    number: int | None
    kind: ItemKind
    name: str
    scores: tuple[ComparedScore, ...]

    @property
    def differs(self) -> bool:
        """Whether the rulesets do not all give the same."""
        return any(score.differs for score in self.scores)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One form under several rulesets; the first is what the others are held against.

    Attributes:
        rulesets: the rulesets' names: their ids, told apart where two are alike.
        cards: the scorecard under each ruleset.
        rows: each item with what each ruleset gives and what moves it.
        remarks: what an auditor should know, each with a stable key.

    Example:
        >>> from perfscore.forms.read import read_forms
        >>> form = read_forms("docs/examples/lukou-2022.docx")[3]
        >>> found = compare(form, ["mof-2020", "platform"])
        >>> [str(card.points_range) for card in found.cards]
        ['50.00–110.00', '215.54–265.54']
        >>> [row.kind.value for row in found.rows if row.differs]
        ['budget']
    """

    rulesets: tuple[str, ...]
    cards: tuple[Scorecard, ...]
    rows: tuple[ComparedItem, ...]
    remarks: tuple[Message, ...] = ()

    @property
    def form(self) -> Form:
        """The form."""
        return self.cards[0].form

    def card(self, ruleset: str) -> Scorecard:
        """Return the scorecard under a ruleset.

        Args:
            ruleset: the ruleset's name in the comparison.

        Raises:
            WrongArgument: it is not among those compared.
        """
        if ruleset not in self.rulesets:
            names = [say("common.text", text=name) for name in self.rulesets]
            raise WrongArgument("scoring.not-compared", name=ruleset, names=names)
        return self.cards[self.rulesets.index(ruleset)]

    def item(self, ruleset: str, key: RowKey | str) -> ItemScore | None:
        """Return an item's score under a ruleset; None where it is not scored.

        Args:
            ruleset: the ruleset's name in the comparison.
            key: the row's number or its name where that is unique; 预算 or None for
                the budget execution.

        Raises:
            ScoringError: no row, or more than one, answers to the name.
            WrongArgument: the ruleset is not among those compared.
        """
        return self.card(ruleset).item(key)

    def _repr_html_(self) -> str:
        return display.html(self)


Rules = str | Path | RuleSet
"""A ruleset, its id or its path."""


def compare(
    form: Form,
    rules: Iterable[Rules] | Rules | None = None,
    *,
    actuals: Source | None = None,
    decisions: Source | None = None,
) -> Comparison:
    """Score a form under several rulesets and tell what moves each score.

    What moves a score is found by trying: one part of a ruleset after the other is put
    in the place of the first ruleset's, and the form is scored again.

    Args:
        form: the form.
        rules: rulesets, their ids or paths, the first of which the others are held
            against; all that come with perfscore, beginning with ``mof-2020``, where
            left out.
        actuals: the actuals of a target form, as ``score`` takes them.
        decisions: what a person settled, likewise; under a ruleset that does not allow
            one of them it is set aside, with a remark.

    Returns:
        A scorecard for each ruleset, and the items side by side.

    Raises:
        ScoringError: an actual or a decision that names no row.
        RuleSetError: a ruleset is wrong or there is none of that name.
        WrongArgument: there is no ruleset to compare, or something else than a form.

    Example:
        >>> from perfscore.forms.models import FormKind, Indicator, Scope
        >>> from perfscore.values.parse import parse_value
        >>> row = Indicator(
        ...     number=1,
        ...     level1="产出指标",
        ...     name="走访企业",
        ...     target=parse_value("≥1965家"),
        ...     actual=parse_value("1180家"),
        ...     weight=Fraction(10),
        ... )
        >>> form = Form(kind=FormKind.SELF_EVALUATION, scope=Scope.PROJECT,
        ...             title="自评表", indicators=(row,))
        >>> found = compare(form, ["mof-2020", "hengyang-2024"])
        >>> [str(score.score) for score in found.rows[0].scores]
        ['6.01', '0.01']
        >>> [cause.kind.value for cause in found.rows[0].scores[1].causes]
        ['rule']
    """
    if not isinstance(form, Form):
        raise WrongArgument("scoring.no-form", given=type(form).__name__)
    given = actuals_of(form, (form,), actuals) if actuals is not None else {}
    decided = decisions_of(form, (form,), decisions) if decisions is not None else {}
    return compare_form(form, rulesets_of(rules), given, decided)


def rulesets_of(rules: Iterable[Rules] | Rules | None) -> tuple[RuleSet, ...]:
    """Load the rulesets to compare, each once.

    Args:
        rules: rulesets, ids or paths; all shipped ones if None, the default first.

    Raises:
        RuleSetError: a ruleset is wrong or there is none of that name.
        WrongArgument: there is none.
    """
    if rules is None:
        return tuple(sorted(rulesets(), key=lambda one: one.id != DEFAULT))
    if isinstance(rules, (str, Path, RuleSet)):
        rules = (rules,)
    if not isinstance(rules, Iterable):
        raise WrongArgument("scoring.nothing-to-compare")
    loaded = map(load_ruleset, rules)
    found = {(one.id, one.fingerprint): one for one in loaded}
    if not found:
        raise WrongArgument("scoring.nothing-to-compare")
    return tuple(found.values())


def compare_form(
    form: Form,
    rules: Sequence[RuleSet],
    actuals: Mapping[RowKey, GivenActual],
    decisions: Mapping[RowKey, Decision],
) -> Comparison:
    """Compare rulesets with the actuals and decisions that belong to a form.

    Args:
        form: the form.
        rules: the rulesets, the first of which the others are held against.
        actuals: the actuals by row number; None is the executed amount.
        decisions: the decisions, likewise.
    """
    names = _names(rules)
    cards, remarks = [], []
    for one, name in zip(rules, names, strict=True):
        card, refused = _card(form, one, actuals, decisions)
        cards.append(card)
        remarks += [_set_aside(form, key, name) for key in refused]
    remarks += _rating_scales(rules, names)
    keys = dict.fromkeys(item.number for card in cards for item in card.items)
    keys = dict.fromkeys(sorted(keys, key=lambda key: (key is None, key or 0)))
    rows: dict[RowKey, list[ComparedScore]] = {key: [] for key in keys}
    for one, name, card in zip(rules, names, cards, strict=True):
        trials = Trials(form, actuals, rules[0], one)
        for key in keys:
            rows[key].append(_score(key, name, card, cards[0], trials))
    return Comparison(
        rulesets=names,
        cards=tuple(cards),
        rows=tuple(_row(key, cards, found) for key, found in rows.items()),
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _names(rules: Sequence[RuleSet]) -> tuple[str, ...]:
    ids = [one.id for one in rules]
    return tuple(
        one.id if ids.count(one.id) == 1 else f"{one.id}#{one.fingerprint[:6]}"
        for one in rules
    )


def _rating_scales(rules: Sequence[RuleSet], names: Sequence[str]) -> list[Message]:
    """Say which rulesets have another rating scale than the first."""
    scales: dict[tuple[RatingBand, ...], list[Message]] = {}
    for one, name in zip(rules, names, strict=True):
        named = say("common.text", text=name)
        scales.setdefault(one.rating.bands, []).append(named)
    return [
        say(
            "scoring.other-scale",
            rulesets=named,
            bands=[_band(band) for band in bands],
            first=names[0],
            there=[_band(band) for band in rules[0].rating.bands],
        )
        for bands, named in scales.items()
        if bands != rules[0].rating.bands
    ]


def _band(band: RatingBand) -> Message:
    return say("scoring.scale-band", word=band.word, points=band.from_)


def _set_aside(form: Form, key: RowKey, ruleset: str) -> Message:
    names = {row.number: row.name for row in form.indicators}
    row = say("inputs.budget")
    if key is not None:
        row = say("inputs.row", number=key, name=names[key])
    return say("scoring.decision-set-aside", row=row, ruleset=ruleset)


def _card(
    form: Form,
    rules: RuleSet,
    actuals: Mapping[RowKey, GivenActual],
    decisions: Mapping[RowKey, Decision],
) -> tuple[Scorecard, list[RowKey]]:
    """Score a form; decisions that are not honest under the ruleset are set aside."""
    refused = []
    for key, decision in decisions.items():
        try:
            card_of(form, rules, actuals, {key: decision})
        except ScoringError:
            refused.append(key)
    kept = {key: one for key, one in decisions.items() if key not in refused}
    return card_of(form, rules, actuals, kept), refused


def _row(
    key: RowKey, cards: Sequence[Scorecard], found: Sequence[ComparedScore]
) -> ComparedItem:
    item = next(item for card in cards for item in card.items if item.number == key)
    return ComparedItem(number=key, kind=item.kind, name=item.name, scores=tuple(found))


def _score(
    key: RowKey, name: str, card: Scorecard, first: Scorecard, trials: Trials
) -> ComparedScore:
    item = find_item(card, key)
    differs = result_of(card, key) != result_of(first, key)
    return ComparedScore(
        ruleset=name,
        weight=item.weight if item else None,
        score=item.score if item else None,
        set=item.set if item else None,
        status=item.status if item else None,
        differs=differs,
        causes=tuple(trials.causes(key)) if differs else (),
    )

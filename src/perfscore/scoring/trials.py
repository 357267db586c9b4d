"""What moves a score from one ruleset to another, found by trying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from perfscore.errors import ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.rules.choices import OPEN, choice_text
from perfscore.rules.readings import reading_text
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.card import score_form
from perfscore.scoring.inputs import GivenActual
from perfscore.scoring.models import Decision, ItemScore, Scorecard, Status
from perfscore.scoring.names import RowKey


class CauseKind(StrEnum):
    """What part of a ruleset moves a score.

    ``rule``: the method, the listed clause or the budget's formula. ``convention``: the
    choice at an open point. ``weight``: the points that the item is worth.
    ``rounding``: how scores are rounded.
    """

    RULE = "rule"
    CONVENTION = "convention"
    WEIGHT = "weight"
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a ruleset gives an item another score than the first ruleset does.

    Attributes:
        kind: what part of the ruleset it is.
        point: the open point, where it is a convention.
        here: what this ruleset says, in words.
        there: what the first ruleset says.
    """

    kind: CauseKind
    point: str = ""
    here: Message
    there: Message


def find_item(card: Scorecard, key: RowKey) -> ItemScore | None:
    """Return the item of a card with a row's number, or None."""
    return next((item for item in card.items if item.number == key), None)


def card_of(
    form: Form,
    rules: RuleSet,
    actuals: Mapping[RowKey, GivenActual],
    decisions: Mapping[RowKey, Decision],
) -> Scorecard:
    """Score a form; an amount executed is left aside where no budget is scored.

    Raises:
        ScoringError: the form cannot be scored as asked.
    """
    try:
        return score_form(form, rules, actuals, decisions)
    except ScoringError:
        if None not in actuals or None in decisions:
            raise
        rest: dict[RowKey, GivenActual] = {**actuals}
        del rest[None]
        card = score_form(form, rules, rest, decisions)
        if find_item(card, None) is not None:
            raise
        return card


Result = tuple[object, ...] | None
"""What is compared of an item; None where it is not scored."""


def result_of(card: Scorecard, key: RowKey) -> Result:
    """Return what is compared of an item."""
    item = find_item(card, key)
    if item is None:
        return None
    unscored = item.status is Status.UNSCORED
    return (item.score, item.set, item.weight, unscored)


_RULE, _WEIGHT, _ROUNDING = CauseKind.RULE, CauseKind.WEIGHT, CauseKind.ROUNDING


@dataclass(slots=True)
class Trials:
    """Scores a form under rulesets made of parts of two, to see what moves a score.

    Attributes:
        form: the form.
        actuals: its actuals.
        first: the ruleset to start from.
        other: the ruleset that the parts come from.
        done: the cards so far, by the parts taken from the other.
    """

    form: Form
    actuals: Mapping[RowKey, GivenActual]
    first: RuleSet
    other: RuleSet
    done: dict[frozenset[str], Scorecard] = field(default_factory=dict)

    def card(self, parts: frozenset[str]) -> Scorecard:
        """Return the card under the first ruleset with some parts of the other."""
        if parts not in self.done:
            rules = _mixed(self.first, self.other, parts)
            self.done[parts] = card_of(self.form, rules, self.actuals, {})
        return self.done[parts]

    def differing(self) -> frozenset[str]:
        """Return the parts in which the rulesets differ."""
        known = [_RULE, _WEIGHT, _ROUNDING, *OPEN]
        return frozenset(
            part for part in known if _part(self.first, part) != _part(self.other, part)
        )

    def causes(self, key: RowKey) -> Iterable[Cause]:
        """Return what moves an item's score from the first ruleset to the other."""
        parts = self.differing()
        here, there = self.card(parts), self.card(frozenset())
        for part in self.moving(key, parts):
            yield self.cause(part, find_item(here, key), find_item(there, key))

    def moving(self, key: RowKey, parts: frozenset[str]) -> list[str]:
        """Return the parts that move an item's score.

        Each part is tried alone in the first ruleset; where all that move it so do not
        lead to the other's score, those count too without which the other does not
        give it.
        """
        order = sorted(parts)
        start = result_of(self.card(frozenset()), key)
        end = result_of(self.card(parts), key)
        if start == end:
            # Only what a person settled differs.
            return []
        moving = [
            p for p in order if result_of(self.card(frozenset({p})), key) != start
        ]
        if not moving or result_of(self.card(frozenset(moving)), key) != end:
            lacking = [
                p for p in order if result_of(self.card(parts - {p}), key) != end
            ]
            moving = [p for p in order if p in {*moving, *lacking}]
        # Parts that only move it together stand for one another.
        return self.needed(key, moving or order, end)

    def needed(self, key: RowKey, moving: list[str], end: Result) -> list[str]:
        """Return the parts without which the others do not lead to a score.

        Conventions are dropped before a rule, which may leave them nothing to settle.
        """
        kept = list(moving)
        for part in sorted(moving, key=lambda one: one not in OPEN):
            rest = [one for one in kept if one != part]
            if rest and result_of(self.card(frozenset(rest)), key) == end:
                kept = rest
        return kept

    def cause(
        self, part: str, here: ItemScore | None, there: ItemScore | None
    ) -> Cause:
        """Say what the two rulesets have in a part."""
        if part == _RULE:
            alike = _formula(here) == _formula(there)
            own, first = (_rule(item, readings=alike) for item in (here, there))
            return Cause(kind=_RULE, here=own, there=first)
        if part == _WEIGHT:
            return Cause(kind=_WEIGHT, here=_weight(here), there=_weight(there))
        if part == _ROUNDING:
            own, first = _rounding(self.other), _rounding(self.first)
            return Cause(kind=_ROUNDING, here=own, there=first)
        return Cause(
            kind=CauseKind.CONVENTION,
            point=part,
            here=choice_text(self.other.conventions, part),
            there=choice_text(self.first.conventions, part),
        )


def _formula(item: ItemScore | None) -> Message | None:
    return item.rule.formula if item and item.rule else None


def _rule(item: ItemScore | None, *, readings: bool) -> Message:
    """Say by what formula an item is scored, and by what others it may be."""
    formula = _formula(item)
    if item is None or formula is None:
        return say("scoring.compared-no-rule")
    names = [name for name in item.readings if name != "only"][1:]
    if not readings or not names:
        return formula
    others = [reading_text(name, item.labels) for name in names]
    return say("rules.choice-and-others", chosen=formula, others=others)


def _weight(item: ItemScore | None) -> Message:
    if item is None:
        return say("scoring.compared-no-rule")
    return say("scoring.compared-weight", weight=item.weight)


def _rounding(rules: RuleSet) -> Message:
    mode, places = rules.rounding.mode, rules.rounding.places
    return say(f"reports.rounding-{mode}", places=places)


def _plain(part: object) -> object:
    """Return the content of a part of a ruleset without what it cites."""
    dump = getattr(part, "model_dump", None)
    data = dump(mode="json", exclude_defaults=False) if dump else part
    return _uncited(data)


def _uncited(data: object) -> object:
    if isinstance(data, dict):
        kept = {key: one for key, one in data.items() if key not in _CITING}
        return {key: _uncited(one) for key, one in kept.items()}
    if isinstance(data, list):
        return [_uncited(one) for one in data]
    return data


_CITING = {"source", "clause"}


def _part(rules: RuleSet, part: str) -> object:
    if part == _RULE:
        budget = _plain(rules.budget.model_copy(update={"weight": Fraction(0)}))
        clauses = [_plain(clause) for clause in rules.clauses]
        return [[_plain(method) for method in rules.methods], clauses, budget]
    if part == _WEIGHT:
        return [_plain(rules.weights), rules.budget.weight]
    if part == _ROUNDING:
        return _plain(rules.rounding)
    return _plain(getattr(rules.conventions, part))


def _mixed(first: RuleSet, other: RuleSet, parts: frozenset[str]) -> RuleSet:
    """Return the first ruleset with some parts taken from the other."""
    budget = other.budget if _RULE in parts else first.budget
    worth = other.budget.weight if _WEIGHT in parts else first.budget.weight
    points = {part: getattr(other.conventions, part) for part in parts & {*OPEN}}
    taken: dict[str, Any] = {
        "sources": {**first.sources, **other.sources},
        "budget": budget.model_copy(update={"weight": worth}),
        "conventions": first.conventions.model_copy(update=points),
    }
    if _RULE in parts:
        taken |= {"methods": other.methods, "clauses": other.clauses}
    if _WEIGHT in parts:
        taken["weights"] = other.weights
    if _ROUNDING in parts:
        taken["rounding"] = other.rounding
    fields = {name: getattr(first, name) for name in RuleSet.model_fields}
    # Built anew, so that nothing worked out for the first stays with it.
    return RuleSet.model_construct(**{**fields, **taken})

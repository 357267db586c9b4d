"""The scorecards of a run's forms, with the actuals and decisions of its user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from perfscore.auditing.models import Unread
from perfscore.errors import PerfscoreError, ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place
from perfscore.rules.library import load_ruleset
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.card import score_form
from perfscore.scoring.inputs import Handed, Source, hand_out
from perfscore.scoring.models import Scorecard


def score_all(
    forms: Sequence[Form],
    rules: RuleSet | str | Path | None = None,
    *,
    actuals: Source | None = None,
    decisions: Source | None = None,
    each: Callable[[], object] | None = None,
) -> tuple[list[Scorecard], list[Unread]]:
    """Score the forms of a run, and tell which could not be scored.

    Args:
        forms: every form of the run.
        rules: the ruleset, by name, by path or itself.
        actuals: for any of the forms; each entry must belong to one of them.
        decisions: for any of the forms; each entry must belong to one of them.
        each: called after each form, for a progress bar.

    Raises:
        RuleSetError: the ruleset is wrong.
        ScoringError: actuals or decisions that belong nowhere or are not accepted;
            the error names their place.
    """
    ruleset = load_ruleset(rules)
    cards = []
    failed = []
    for form, own in zip(forms, hand_out(forms, actuals, decisions), strict=True):
        try:
            card = score_form(form, ruleset, own.actuals, own.decisions)
        except PerfscoreError as error:
            if _error(form, ruleset, Handed()) is None:
                # Without what the user handed in there is nothing wrong.
                raise _refused(form, ruleset, own) or error from None
            failed.append(_failed(form, error.message, error.place))
        except Exception as error:  # noqa: BLE001 -- one bad form never stops a run
            why = f"{type(error).__name__}: {error}"[:200]
            failed.append(_failed(form, say("auditing.unexpected", why=why)))
        else:
            cards.append(card)
        if each:
            each()
    return cards, failed


def score_one(form: Form, rules: RuleSet, own: Handed) -> Scorecard:
    """Score a form of a run with what a user handed in for it.

    Raises:
        ScoringError: the form cannot be scored, or an actual or a decision is not
            accepted; the error then names its place.
    """
    try:
        return score_form(form, rules, own.actuals, own.decisions)
    except ScoringError as error:
        if _error(form, rules, Handed()) is not None:
            raise
        raise _refused(form, rules, own) or error from None


def _refused(form: Form, rules: RuleSet, own: Handed) -> ScoringError | None:
    """Return what is wrong with one of the things that a user handed in."""
    for key, given in own.actuals.items():
        error = _error(form, rules, Handed(actuals={key: given}))
        if error is not None:
            return _at(error, given.place)
    for key, decision in own.decisions.items():
        one = Handed(actuals=own.actuals, decisions={key: decision})
        error = _error(form, rules, one)
        if error is not None:
            return _at(error, own.places.get(key, NOWHERE))
    return None


def _error(form: Form, rules: RuleSet, own: Handed) -> ScoringError | None:
    try:
        score_form(form, rules, own.actuals, own.decisions)
    except ScoringError as error:
        return error
    return None


def _at(error: ScoringError, place: Place) -> ScoringError:
    if error.place is None and place != NOWHERE:
        error.place = place
    return error


def _failed(form: Form, message: Message, place: Place | None = None) -> Unread:
    where = place or Place(file=form.file or form.name)
    return Unread(file=form.file, message=message, form=form.name, place=where)

"""The score of one item: a row of a form, or one indicator by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain
from pathlib import Path

from perfscore.errors import ScoringError
from perfscore.messages import Message, say
from perfscore.places import Place
from perfscore.rules.cells import unreadable
from perfscore.rules.clauses.reader import rule_of
from perfscore.rules.library import load_ruleset
from perfscore.rules.methods import Grades
from perfscore.rules.parts import Subject
from perfscore.rules.readings import (
    Choices,
    Reading,
    TooManyReadings,
    merged,
    reading_name,
    readings_of,
)
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.wording import formula_text
from perfscore.scoring.claims import Claim, evidence_of, status_of, verdict_of
from perfscore.scoring.decided import Settling, settled
from perfscore.scoring.models import Decision, ItemScore, Rule, Status, Verdict
from perfscore.scoring.outcome import Outcome, Row, outcome_of, stated_target
from perfscore.scoring.said import entailed
from perfscore.scoring.trace import citation, shown, steps_of
from perfscore.values.comparators import is_blank, read_comparator
from perfscore.values.exact import Number, exact, text_of
from perfscore.values.full_text import full_text
from perfscore.values.parse import parse_value
from perfscore.values.sets import ScoreSet, rounded, union
from perfscore.values.value import Comparator, Kind, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a form prints beside a row's figures.

    Attributes:
        number: the row's number.
        claim: the points the office gave itself.
        weight_inferred: whether the weight is not printed.
        places: where the fields stand.
    """

    number: int | None = None
    claim: Claim | None = None
    weight_inferred: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


def score_indicator(  # noqa: PLR0913 -- the cells of a form's row, by keyword
    target: str | Number | Value,
    actual: str | Number | Value,
    weight: Number,
    *,
    comparator: str | Comparator | None = None,
    unit: str | None = None,
    clause: str | None = None,
    name: str | None = None,
    level1: str | None = None,
    level2: str | None = None,
    claimed: Number | None = None,
    year: int | None = None,
    rules: str | Path | RuleSet | None = None,
) -> ItemScore:
    """Score one indicator exactly, with every honest reading and the way to it.

    Args:
        target: the target (指标值), such as ``"≤57.6万元"``.
        actual: the actual (实际完成值).
        weight: the points it is worth (分值).
        comparator: the comparator cell (指标值类型), where it stands apart.
        unit: the unit cell (度量单位); a bare target and a bare actual take it.
        clause: the indicator's own scoring clause (评（扣）分标准).
        name: the indicator's name; it tells which side is good where no comparator is.
        level1: the level-1 heading.
        level2: the level-2 heading.
        claimed: the points that the office gave itself; it never moves the score.
        year: the form's year, for dates that name none.
        rules: a ruleset, its id or its path; ``mof-2020`` where left out.

    Returns:
        The score with its set, readings, status, verdict, evidence and trace.

    Raises:
        ScoringError: the weight or the claim is no number, or the comparator none that
            is known.
        RuleSetError: the ruleset is wrong or there is none of that name.

    Example:
        >>> item = score_indicator("≤57.6万元", "60万元", 20, claimed=19)
        >>> str(item.score), item.verdict.value
        ('19.20', 'contradicted')
    """
    ruleset = load_ruleset(rules)
    points = exact(weight)
    if points < 0:
        raise ScoringError("scoring.negative-weight", weight=points)
    sign = read_comparator(comparator)
    if sign is None and comparator and not is_blank(comparator):
        raise ScoringError("scoring.unknown-comparator", text=comparator)
    wanted = (
        target
        if isinstance(target, Value)
        else parse_value(target, unit=unit, comparator=comparator, year=year)
    )
    # 6月15日 beside a deadline of 2024 is of that year.
    year = year or (wanted.last_day.year if wanted.last_day is not None else None)
    row = Row(
        name=text_of(name),
        level1=text_of(level1),
        level2=text_of(level2),
        target=wanted,
        actual=actual
        if isinstance(actual, Value)
        else parse_value(actual, unit=unit, year=year),
        weight=points,
        clause=text_of(clause),
        comparator=sign,
    )
    printed = Printed(claim=Claim.of(claimed))
    return score_row(row, ruleset, printed)


def score_row(
    row: Row,
    rules: RuleSet,
    printed: Printed,
    decision: Decision | None = None,
) -> ItemScore:
    """Score a row whose values have been read.

    Args:
        row: the row.
        rules: the ruleset.
        printed: what the form prints beside it.
        decision: what a person settled about it.

    Returns:
        The score.

    Raises:
        ScoringError: the decision is not among what is honest.
    """
    found = _readings(row, rules)
    item = _item(row, rules, printed, found)
    if decision is None:
        return item
    selected = found.readings[0].result.outcome.selected
    method = selected.method if selected else None
    words = (
        (grade.words for grade in method.grades) if isinstance(method, Grades) else ()
    )
    return settled(
        item,
        decision,
        lambda **changes: _again(replace(row, **changes), rules, printed),
        Settling(printed.claim, rules.rounding.rounding, tuple(chain(*words))),
    )


def _again(row: Row, rules: RuleSet, printed: Printed) -> ItemScore:
    return _item(row, rules, printed, _readings(row, rules))


@dataclass(frozen=True, slots=True)
class _Scored:
    outcome: Outcome
    scores: ScoreSet


@dataclass(frozen=True, slots=True)
class _Found:
    readings: list[Reading[_Scored]]
    too_many: bool = False


def _readings(row: Row, rules: RuleSet) -> _Found:
    """Return the readings that differ, the chosen one first."""
    rounding = rules.rounding.rounding
    options = rules.conventions.options
    try:
        found = readings_of(lambda ask: outcome_of(row, rules, ask), options)
        sets = [Reading(r.choices, rounded(r.result.pieces, rounding)) for r in found]
        kept = [
            Reading(r.choices, _Scored(_first(found, r.choices), r.result))
            for r in merged(sets)
        ]
    except TooManyReadings:
        chosen = outcome_of(row, rules, lambda p, own=None: (own or options(p))[0])
        every = (unreadable(row.weight),)
        scored = _Scored(replace(chosen, pieces=every), rounded(every, rounding))
        return _Found([Reading((), scored)], too_many=True)
    return _Found(kept)


def _first(found: list[Reading[Outcome]], choices: Choices) -> Outcome:
    """Return the first outcome that makes these choices; the rest change nothing."""
    wanted = set(choices)
    return next(r.result for r in found if wanted <= set(r.choices))


def _item(row: Row, rules: RuleSet, printed: Printed, found: _Found) -> ItemScore:
    rounding = rules.rounding.rounding
    readings = found.readings
    chosen = readings[0].result
    outcome = chosen.outcome
    every = union((r.result.scores for r in readings), rounding.places)
    status, score = status_of(chosen.scores, every)
    if outcome.selected is None:
        status, score = Status.UNSCORED, None
    results = chain.from_iterable(r.result.outcome.pieces for r in readings)
    verdict, rounding_remark = verdict_of(
        printed.claim, every, status, rounding, results
    )
    if printed.weight_inferred and printed.claim is not None:
        # A claim was made of the weight that its office knew, which is not printed.
        verdict, rounding_remark = Verdict.POSSIBLE, None
    remarks = _remarks(row, outcome, rules)
    if rounding_remark is not None:
        remarks.append(rounding_remark)
    if found.too_many:
        remarks.append(say("scoring.too-many-readings"))
    rule = _rule(row, outcome, rules)
    return ItemScore(
        number=printed.number,
        name=row.name,
        level1=row.level1,
        level2=row.level2,
        target=row.target,
        actual=row.actual,
        weight=row.weight,
        weight_inferred=printed.weight_inferred,
        claimed=printed.claim.points if printed.claim else None,
        score=score,
        set=every,
        status=status,
        verdict=verdict,
        evidence=evidence_of(row.target, entailed(row.target, row.actual)),
        readings={reading_name(r.choices): r.result.scores for r in readings},
        labels=outcome.selected.method.labels() if outcome.selected else {},
        rule=rule,
        clause=row.clause,
        rate=_rate(outcome),
        steps=steps_of(row, outcome, chosen.scores, rules, printed.places),
        source=rule.source if rule else None,
        remarks=tuple(dict.fromkeys(remarks)),
        places=printed.places,
    )


def _rule(row: Row, outcome: Outcome, rules: RuleSet) -> Rule | None:
    if outcome.selected is None or outcome.formula is None:
        return None
    return Rule(
        method=outcome.selected.method.method,
        formula=formula_text(outcome.formula),
        because=outcome.selected.because,
        source=citation(rules, outcome.selected.cited, row.clause),
    )


def _rate(outcome: Outcome) -> Fraction | None:
    numbers = outcome.names.numbers
    target, actual = numbers.get("target"), numbers.get("actual")
    if target is None or actual is None or target <= 0 or actual < 0:
        return None
    return actual / target


def _remarks(row: Row, outcome: Outcome, rules: RuleSet) -> list[Message]:
    """Return what an auditor should know of a row."""
    actual = entailed(row.target, row.actual)
    remarks = [*row.target.doubts, *actual.doubts]
    figures = outcome.figures
    if figures is not None:
        remarks += figures.alignment.doubts
        asked = figures.subject is not Subject.TEXT
        if asked and figures.reason is not None and row.actual.kind is not Kind.MISSING:
            remarks.append(figures.reason)
        if row.target.kind is Kind.SEVERAL and figures.reason is not None:
            remarks.append(figures.reason)
        if asked and outcome.reason is not None and row.actual.kind is not Kind.MISSING:
            remarks.append(outcome.reason)
    silent = outcome.reason
    if silent is not None and silent.key == "scoring.rule-silent":
        remarks.append(silent)
    if outcome.selected is None:
        _, unread = rule_of(row.clause)
        words = "、".join(f"“{word}”" for word in unread)
        remarks.append(say("scoring.clause-unread", words=words, clause=row.clause))
    remarks += _conflicts(row, rules)
    above = rules.conventions.over_achievement
    rate = _rate(outcome)
    if (
        above is not None
        and rate is not None
        and rate >= above.rate
        and outcome.side is not None
        and outcome.side.direction.value == "at_least"
    ):
        remarks.append(
            say(
                "scoring.over-achieved",
                rate=shown(rate, share=True),
                above=shown(above.rate, share=True),
            )
        )
    return remarks


def _conflicts(row: Row, rules: RuleSet) -> list[Message]:
    """Return where a row's clause contradicts its own row."""
    entry = rules.clause(row.clause)
    if entry is not None:
        figures = [entry.weight, *entry.rule.stated_points()]
    else:
        read, _ = rule_of(row.clause) if row.clause.strip() else (None, ())
        figures = [*read.stated_points()] if read is not None else []
    found = [
        say("scoring.weight-conflict", weight=row.weight, stated=points)
        for points in dict.fromkeys(figures)
        if points not in {None, row.weight}
    ]
    stated = stated_target(row, rules)
    if stated is not None:
        found.append(
            say(
                "scoring.target-conflict",
                target=full_text(row.target),
                stated=stated.text,
            )
        )
    return found

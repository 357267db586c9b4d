"""What one reading of a rule gives for a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from perfscore.messages import Message, say
from perfscore.rules.cells import branches, cells_between, pieces, unreadable
from perfscore.rules.clauses.reader import (
    clause_counts,
    clause_direction,
    clause_leaning,
    clause_subject,
    clause_target,
)
from perfscore.rules.clauses.rule import ClauseRule
from perfscore.rules.direction import Clues, Side, side_of
from perfscore.rules.formula import Formula, parse_formula
from perfscore.rules.methods import Checklist, Grades, MethodBase
from perfscore.rules.parts import Direction, RuleRow, Subject
from perfscore.rules.readings import Ask
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.scalars import evaluate
from perfscore.rules.selection import Selected, select
from perfscore.rules.walker import Band, Names, UndefinedResult
from perfscore.rules.words import Sort
from perfscore.scoring.figures import Figures, figures_of
from perfscore.scoring.said import denies, entailed, target_of
from perfscore.values.align import ONE, aligned
from perfscore.values.parse import parse_value
from perfscore.values.sets import Piece, joined
from perfscore.values.text import plain
from perfscore.values.unit_names import COUNTING
from perfscore.values.value import MISSING, Comparator, Kind, Value

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is to be scored.

    Attributes:
        name: the indicator's name.
        level1: its level-1 heading.
        level2: its level-2 heading.
        target: the target as read.
        actual: the actual as read.
        weight: the points it is worth.
        clause: its own scoring clause.
        comparator: the comparator of its cell, which the target's text may contradict.
        grade: the grade that a person settled.
    """

    weight: Fraction
    name: str = ""
    level1: str = ""
    level2: str = ""
    target: Value = MISSING
    actual: Value = MISSING
    clause: str = ""
    comparator: Comparator | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one reading gives, with all that led to it.

    Attributes:
        pieces: the exact set of scores, before rounding.
        formula: the formula applied; None where no rule applies.
        names: what its names stand for.
        figures: the figures of the row.
        side: the good side of the target; None for text and dates.
        selected: the rule; None where none applies.
        reason: why the formula does not give a number, where it does not.
        capped: whether a result beyond [0, weight] was brought back to it.
    """

    pieces: tuple[Piece, ...]
    formula: Formula | None
    names: Names
    figures: Figures | None
    side: Side | None = None
    selected: Selected | None = None
    reason: Message | None = None
    capped: bool = False


def outcome_of(row: Row, rules: RuleSet, ask: Ask) -> Outcome:
    """Return what the rule gives for a row under the choices that are asked for.

    Args:
        row: the row.
        rules: the ruleset.
        ask: gives the choice at each open point.
    """
    words = row.actual.kind in {Kind.TEXT, Kind.SEVERAL}
    row = replace(row, actual=entailed(row.target, row.actual))
    words &= row.actual.kind in {Kind.TEXT, Kind.SEVERAL}
    target = target_of(_target(row, rules, ask), row.actual)
    row = replace(row, actual=_not_negative(_tolerated(row.actual, rules), ask))
    day_before = (
        target.by_month
        and row.actual.kind is Kind.DATE
        and ask("month_deadline") == "day_before"
    )
    about = row.name or clause_subject(row.clause)
    figures = figures_of(target, row.actual, about=about, day_before=day_before)
    side = _side(row, target, figures, ask)
    known = _known(row, figures, side)
    selected = select(rules, known, row.level1, row.clause)
    names = Names(
        {"weight": row.weight, **figures.numbers},
        figures.unknown,
        _NOT_MET if denies(row.target, row.actual) else _achieved(figures, side),
    )
    if selected is None:
        return Outcome(
            pieces=(unreadable(row.weight),),
            formula=None,
            names=names,
            figures=figures,
            side=side,
        )
    method, most, named = selected.method, row.weight, False
    grade, items = _grade(method, row), _items(method, row)
    if grade is not None or items is not None:
        known = replace(known, grade=grade, items=items)
    if isinstance(method, MethodBase):
        # What a clause itself says is not added to.
        beyond = rules.conventions.over_achievement if not selected.clause else None
        text = method.write(ask, known, beyond)
        most = method.ceiling(ask, row.weight, beyond)
        if side is not None and method.is_two_sided(known, beyond):
            side = replace(side, direction=Direction.TWO_SIDED)
        names = replace(names, definitions=_definitions(figures, side, known))
    else:
        text = method.write(ask, known)
        most = method.ceiling(row.weight)
        named = method.names_grade(known.said)
    formula = parse_formula(text)
    found, reason, capped = _result(formula, names, figures, most)
    if words and isinstance(method, ClauseRule) and not named and not _is_sure(found):
        # Words that name nothing in the clause are no measurement: any score may be.
        found = (unreadable(row.weight),)
    told = known.grade is not None or known.items is not None or known.not_applicable
    told |= named
    if figures.reason is not None and not told:
        reason = figures.reason
        if row.clause.strip() and reason.key == "values.rate-and-count":
            # 每少1次, of 每周1次: a week or the year may be meant.
            found = (unreadable(row.weight),)
        if figures.subject is not Subject.TEXT:
            # An actual that says nothing earns nothing for certain.
            found = joined((*found, Piece(_ZERO, _ZERO)))
    elif reason is None and any(p.judged and p.low < p.high for p in found):
        judging = isinstance(method, MethodBase) and method.judges()
        reason = None if judging else say("scoring.rule-silent")
    return Outcome(
        pieces=found,
        formula=formula,
        names=names,
        figures=figures,
        side=side,
        selected=selected,
        reason=reason,
        capped=capped,
    )


def _is_sure(found: tuple[Piece, ...]) -> bool:
    """Whether a set of scores is one score."""
    return len(found) == 1 and found[0].low == found[0].high


def _not_negative(actual: Value, ask: Ask) -> Value:
    """Return an actual below zero as zero, where the ruleset takes it so."""
    below = actual.number is not None and actual.number < 0
    if not below or ask("negative_actual") == "as_written":
        return actual
    low, high = actual.low, actual.high
    return replace(
        actual,
        number=_ZERO,
        low=_ZERO if low is None else max(low, _ZERO),
        high=None if high is None else max(high, _ZERO),
        low_open=actual.low_open and low is not None and low >= 0,
        high_open=actual.high_open and (high is None or high > 0),
    )


def _tolerated(actual: Value, rules: RuleSet) -> Value:
    """Return an actual with 约 as wide as the ruleset says, if it says."""
    tolerance = rules.conventions.approximate
    if tolerance is None or not actual.approximate or actual.number is None:
        return actual
    distance = abs(actual.number) * tolerance.share
    return replace(
        actual,
        low=actual.number - distance,
        high=actual.number + distance,
        low_open=False,
        high_open=False,
    )


def _known(row: Row, figures: Figures, side: Side | None) -> RuleRow:
    """Return what a rule must know of the row."""
    return RuleRow(
        weight=row.weight,
        subject=figures.subject,
        direction=side.direction if side else None,
        inferred=side is not None and side.inferred,
        target=figures.target,
        zero_target=figures.target == 0,
        met=side is not None and not side.strict and figures.is_within(figures.target),
        is_share=figures.is_share,
        unit=figures.unit,
        counts=_counts(figures),
        not_applicable=row.actual.kind is Kind.NOT_APPLICABLE,
        level2=row.level2,
        name=row.name,
        said=_said(row) if row.clause else "",
    )


# Words that count, but count no occurrences.
_MEASURING = frozenset(
    {"工作日", "学时", "课时", "人天", "人日", "人月", "美元", "欧元", "英镑", "日元"}
    | {"港元", "℃", "分", "倍", "级", "吨标准煤", "Mbps"}
)


def _counts(figures: Figures) -> bool:
    """Return whether the actual can be a number of occurrences."""
    numbered = figures.unknown == "actual" or "actual" in figures.numbers
    counting = figures.unit is None or figures.unit in COUNTING - _MEASURING
    return numbered and not figures.is_share and counting


def _target(row: Row, rules: RuleSet, ask: Ask) -> Value:
    """Return the row's target, or the clause's own where the two differ."""
    stated = stated_target(row, rules)
    if stated is None or ask("target_conflict") == "by_row":
        return row.target
    return replace(stated, comparator=stated.comparator or row.target.comparator)


def stated_target(row: Row, rules: RuleSet) -> Value | None:
    """Return the target that the row's clause states, where it is another one."""
    entry = rules.clause(row.clause)
    text = clause_target(row.clause) if entry is None else entry.target
    if not text or _is_distance(row):
        return None
    day = row.target.last_day
    stated = parse_value(text, year=day.year if day is not None else None)
    if stated.kind is Kind.DATE and row.target.kind is Kind.DATE:
        return stated if stated.last_day != day else None
    both = aligned(row.target, stated)
    if not both.comparable or both.target == both.number:
        return None
    return stated


_DISTANCE = re.compile("偏差|偏离|误差")


def _is_distance(row: Row) -> bool:
    """Return whether a clause bounds the distance from a target of another kind."""
    named = _DISTANCE.search(clause_subject(row.clause))
    return bool(named) and row.target.unit != "%" and not _DISTANCE.search(row.name)


def _side(row: Row, target: Value, figures: Figures, ask: Ask) -> Side | None:
    if figures.subject is not Subject.QUANTITY:
        return None
    clues = Clues(
        comparator=target.comparator,
        cell=row.comparator,
        target=figures.target,
        text=target.text,
        unit=ONE if figures.is_share else figures.unit,
        level1=row.level1,
        level2=row.level2,
        name=row.name,
        clause=clause_direction(row.clause),
        leans=clause_leaning(row.clause),
        clause_counts=clause_counts(row.clause),
        tie_possible=figures.may_be(figures.target),
    )
    return side_of(clues, ask)


_TESTS = {
    (Direction.AT_LEAST, False): parse_formula("actual >= target", sort=Sort.CONDITION),
    (Direction.AT_LEAST, True): parse_formula("actual > target", sort=Sort.CONDITION),
    (Direction.AT_MOST, False): parse_formula("actual <= target", sort=Sort.CONDITION),
    (Direction.AT_MOST, True): parse_formula("actual < target", sort=Sort.CONDITION),
    (Direction.EXACT, False): parse_formula("actual == target", sort=Sort.CONDITION),
    (Direction.TWO_SIDED, False): parse_formula(
        "actual == target", sort=Sort.CONDITION
    ),
}
_NOT_MET = {"achieved": parse_formula("weight < 0", sort=Sort.CONDITION)}
_ACTUAL = parse_formula("actual")
_IN_TIME = parse_formula("days_late <= 0", sort=Sort.CONDITION)


def _definitions(
    figures: Figures, side: Side | None, known: RuleRow
) -> dict[str, Formula]:
    """Return what 达成 and 次数 mean for this row."""
    found = _achieved(figures, side)
    few = side is None or side.direction is Direction.AT_MOST
    return {**found, "count": _ACTUAL} if known.counts and few else found


def _achieved(figures: Figures, side: Side | None) -> dict[str, Formula]:
    if figures.subject is Subject.DATE:
        return {"achieved": _IN_TIME}
    if side is None:
        return {}
    if side.direction is not Direction.BETWEEN:
        strict = side.strict and (side.direction, True) in _TESTS
        return {"achieved": _TESTS[side.direction, strict]}
    if "target_low" not in figures.numbers or "target_high" not in figures.numbers:
        return {}
    return {"achieved": _BETWEEN[figures.target_open]}


_BETWEEN = {
    (low, high): parse_formula(
        f"target_low {'<' if low else '<='} actual"
        f" and actual {'<' if high else '<='} target_high",
        sort=Sort.CONDITION,
    )
    for low in (False, True)
    for high in (False, True)
}


def _grade(method: object, row: Row) -> int | None:
    """Return the position of the grade that the actual names, whole."""
    if not isinstance(method, Grades):
        return None
    said = _said(row)
    for position, grade in enumerate(method.grades):
        if said and said in grade.words:
            return position
    return None


def _said(row: Row) -> str:
    """Return the words of an actual, or the grade that a person settled."""
    return plain(row.grade or row.actual.text).strip("。.；; ")


def _items(method: object, row: Row) -> frozenset[int] | None:
    """Return the positions of the items that the actual names, if it names only items.

    None of them is certain where a word is no item's: it may be one in other words.
    """
    if not isinstance(method, Checklist) or row.actual.kind is not Kind.TEXT:
        return None
    words = [word for word in _BREAKS.split(plain(row.actual.text)) if word]
    found = {
        word: position
        for position, item in enumerate(method.items)
        for word in map(plain, item.words)
    }
    if not words or any(word not in found for word in words):
        return None
    return frozenset(found[word] for word in words)


_BREAKS = re.compile(r"[、，,；;。]")


def _result(
    formula: Formula, names: Names, figures: Figures, weight: Fraction
) -> tuple[tuple[Piece, ...], Message | None, bool]:
    """Return the results; what cannot be told achieved or not is both."""
    if "count" in formula.names and "count" not in names.definitions:
        # Nothing on the form says how often it happened.
        names = replace(names, unknown="count")
        figures = replace(figures, unknown="count", low=_ZERO, high=None)
    if "achieved" not in formula.names or "achieved" in names.definitions:
        return results(formula, names, figures, weight)
    ways = [
        results(formula, _told(names, way), figures, weight)
        for way in (_CERTAIN, _IMPOSSIBLE)
    ]
    found = joined(piece for pieces_found, _, _ in ways for piece in pieces_found)
    return found, say("scoring.not-told"), any(capped for _, _, capped in ways)


def _told(names: Names, way: Formula) -> Names:
    return replace(names, definitions={**names.definitions, "achieved": way})


_CERTAIN = parse_formula("weight >= 0", sort=Sort.CONDITION)
_IMPOSSIBLE = parse_formula("weight < 0", sort=Sort.CONDITION)


def results(
    formula: Formula, names: Names, figures: Figures | None, weight: Fraction
) -> tuple[tuple[Piece, ...], Message | None, bool]:
    """Return the exact set of scores in [0, weight], a reason, and whether it capped.

    Args:
        formula: the formula.
        names: what its names stand for.
        figures: the interval of the uncertain number, if there is one.
        weight: the points that the row is worth.
    """
    try:
        if names.unknown is None or figures is None:
            found = _piece(evaluate(formula, names))
            kept = _capped(found, weight)
            return (kept,), None, kept != found
        cells = cells_between(
            figures.low,
            figures.high,
            low_open=figures.low_open,
            high_open=figures.high_open,
        )
        walked = branches(formula, names, cells, weight)
    except UndefinedResult as undefined:
        return (unreadable(weight),), undefined.reason, False
    reason = next((b.reason for b in walked if b.reason), None)
    return pieces(walked), reason, any(b.capped for b in walked)


def _piece(result: Fraction | Band[Fraction]) -> Piece:
    if isinstance(result, Band):
        if result.low > result.high:
            raise UndefinedResult("rules.inverted-band")
        return Piece(result.low, result.high, high_open=result.high_open, judged=True)
    return Piece(result, result)


def _capped(piece: Piece, weight: Fraction) -> Piece:
    """Bring a piece back into [0, weight]; what lies beyond is the end itself."""
    low = min(max(piece.low, _ZERO), weight)
    high = min(max(piece.high, _ZERO), weight)
    high_open = piece.high_open and low < high == piece.high
    return Piece(low, high, high_open=high_open, judged=piece.judged)

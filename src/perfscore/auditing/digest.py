"""What a form leaves behind for the checks across forms, once it is put away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from perfscore.auditing.figures import total_line
from perfscore.forms.models import BudgetLine, Form, FormKind, Indicator, Scope
from perfscore.forms.vocabulary import squeezed
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import Scorecard, Verdict
from perfscore.values.units import factor, is_money
from perfscore.values.value import Comparator, Kind, Value

COLUMNS = ("initial", "adjusted", "executed")
"""The columns of a budget block, as the fields of a line are called."""

_PROJECTS, _BASIC = "项目支出", "基本支出"
_COST = "成本"
_YUAN = "元"
_NUMBERS = (Kind.QUANTITY, Kind.FREQUENCY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A cost that a row of the table states, in yuan."""

    amount: Fraction
    text: str
    number: int
    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The target of a row, as far as it is one number."""

    number: int
    name: str
    comparator: Comparator | None
    amount: Fraction
    unit: str | None
    text: str
    place: Place


class TextKind(StrEnum):
    """What a narrative is: the goal, what is said of it, or the reason of a row."""

    GOAL = "goal"
    ACTUAL = "goal_actual"
    REASON = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """A text in a form's own words.

    Attributes:
        kind: what it is.
        text: the text as printed.
        number: the row that it explains, if it explains one.
        place: where it stands.
    """

    kind: TextKind
    text: str
    number: int | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the checks across forms need of one form; money is in yuan.

    Attributes:
        scorecard: the number of its scorecard in the report, from 1.
        name: what a person calls it.
        file: its file.
        kind: target form or self-evaluation.
        scope: department or project.
        office: who fills it in, squeezed for comparing; so are those below.
        department: the department in charge.
        project: the project.
        title: the project as printed.
        year: the year.
        money_unit: the unit of its money as printed.
        yuan: how many yuan that is; None where not printed.
        total: the budget's total line by column.
        least: the least amount of its budget: that of one source, where it has several.
        rate: the printed execution rate.
        places: where the total's columns stand.
        parts: a department's project spending by column; under ``""`` where it is
            printed beside its label.
        basic: a department's basic spending beside its label.
        part_place: where the project spending stands.
        costs: the costs that its rows state.
        targets: its targets that are one number.
        texts: its narratives.
        benefits: the benefits that are told in words: name and target, squeezed.
        claims: how many scores are claimed.
        full: how many of them are all that the row is worth.
        claimed: the points claimed.
        confirmed: the points of claims that are confirmed.
    """

    scorecard: int
    name: str
    file: str
    kind: FormKind
    scope: Scope
    office: str
    department: str
    project: str
    title: str
    year: int | None
    money_unit: str
    yuan: Fraction | None
    total: Mapping[str, Fraction] = field(default_factory=dict)
    least: Fraction | None = None
    rate: Fraction | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    basic: Fraction | None = None
    part_place: Place = NOWHERE
    costs: tuple[Cost, ...] = ()
    targets: tuple[Target, ...] = ()
    texts: tuple[Narrative, ...] = ()
    benefits: tuple[tuple[str, str], ...] = ()
    claims: int = 0
    full: int = 0
    claimed: Fraction = Fraction(0)
    confirmed: Fraction = Fraction(0)

    def shown(self, amount: Fraction) -> Fraction:
        """Return yuan in the form's own unit."""
        return amount / self.yuan if self.yuan else amount


def digest(card: Scorecard, number: int) -> Digest:
    """Return what the checks across forms need of a form.

    Args:
        card: its scorecard.
        number: the number of the scorecard in the report, from 1.
    """
    form = card.form
    unit = form.money_unit
    yuan = factor(unit, _YUAN) if unit and is_money(unit) else None
    line = total_line(form) if yuan and _one_total(form) else None
    parts, place = _parts(form, yuan)
    claims = [item for item in card.items if item.claimed is not None and item.weight]
    return Digest(
        scorecard=number,
        name=form.name,
        file=form.file,
        kind=form.kind,
        scope=form.scope,
        office=squeezed(form.office),
        department=squeezed(form.department),
        project=squeezed(form.project),
        title=form.project,
        year=form.year,
        money_unit=unit or "",
        yuan=yuan,
        total=_columns(line, yuan),
        least=_least(form, yuan),
        rate=line.execution_rate if line else None,
        places=dict(line.places) if line else {},
        parts=parts,
        basic=_printed(form, _BASIC, yuan)[0],
        part_place=place,
        costs=tuple(_costs(form)),
        targets=tuple(_targets(form)),
        texts=tuple(_texts(form)),
        benefits=tuple(_benefits(form)),
        claims=len(claims),
        full=sum(item.claimed == item.weight for item in claims),
        claimed=sum((item.claimed or Fraction(0) for item in claims), Fraction(0)),
        confirmed=sum(
            (
                item.claimed or Fraction(0)
                for item in claims
                if item.verdict is Verdict.CONFIRMED
            ),
            Fraction(0),
        ),
    )


def _one_total(form: Form) -> bool:
    """Whether the budget block has one total: not one of years beside one of a year."""
    totals = {
        tuple(getattr(line, column) for column in COLUMNS)
        for line in form.budget
        if line.is_total
    }
    return len(totals) <= 1


def _columns(line: BudgetLine | None, yuan: Fraction | None) -> dict[str, Fraction]:
    if line is None or yuan is None:
        return {}
    found = ((column, getattr(line, column)) for column in COLUMNS)
    return {column: amount * yuan for column, amount in found if amount is not None}


def _least(form: Form, yuan: Fraction | None) -> Fraction | None:
    amounts = [one for line in form.budget for one in _columns(line, yuan).values()]
    parts = [part.amount for part in form.budget_parts if part.amount is not None]
    amounts += [amount * (yuan or 0) for amount in parts]
    return min((one for one in amounts if one > 0), default=None)


def _parts(form: Form, yuan: Fraction | None) -> tuple[dict[str, Fraction], Place]:
    """Return the project spending that a department's form states, by column."""
    if form.scope is not Scope.DEPARTMENT or yuan is None:
        return {}, NOWHERE
    lines = [line for line in form.budget if _PROJECTS in line.name]
    if len(lines) == 1 and not lines[0].is_total:
        place = next(iter(lines[0].places.values()), NOWHERE)
        return _columns(lines[0], yuan), place
    amount, place = _printed(form, _PROJECTS, yuan)
    return ({} if amount is None else {"": amount}), place


def _printed(
    form: Form, name: str, yuan: Fraction | None
) -> tuple[Fraction | None, Place]:
    """Return an amount that is printed beside its label, if all of that name agree."""
    same = [part for part in form.budget_parts if squeezed(part.name) == name]
    amounts = {part.amount for part in same if part.amount is not None}
    if yuan is None or len(amounts) != 1:
        return None, NOWHERE
    amount = amounts.pop()
    place = next(part.place for part in same if part.amount == amount)
    return amount * yuan, place


def _costs(form: Form) -> Iterator[Cost]:
    for row in form.indicators:
        if _COST not in f"{row.level1}{row.level2}{row.name}":
            continue
        for name, value in (("target", row.target), ("actual", row.actual)):
            amount = _money(value, form)
            if amount is not None:
                yield Cost(
                    amount=amount,
                    text=value.text,
                    number=row.number,
                    name=row.name,
                    place=row.places.get(name, NOWHERE),
                )


def _money(value: Value, form: Form) -> Fraction | None:
    if value.kind is not Kind.QUANTITY or value.number is None or value.approximate:
        return None
    if value.unit is None and value.scale > 1:
        # 523.12万, in a row of costs: money, as its partner in the budget is.
        return value.number if form.money_unit else None
    return (
        value.number * (factor(value.unit, _YUAN) or 0)
        if value.unit and is_money(value.unit)
        else None
    )


def _targets(form: Form) -> Iterator[Target]:
    for row in form.indicators:
        value = row.target
        if value.kind not in _NUMBERS or value.number is None or value.approximate:
            continue
        yield Target(
            number=row.number,
            name=row.name,
            comparator=_comparator(row),
            amount=value.number,
            unit=value.unit.removesuffix("/年") if value.unit else None,
            text=_written(row),
            place=row.places.get("target", NOWHERE),
        )


def _texts(form: Form) -> Iterator[Narrative]:
    for kind, text in ((TextKind.GOAL, form.goal), (TextKind.ACTUAL, form.goal_actual)):
        if text:
            place = form.places.get(kind.value, NOWHERE)
            yield Narrative(kind=kind, text=text, place=place)
    for row in form.indicators:
        if row.reason:
            yield Narrative(
                kind=TextKind.REASON,
                text=row.reason,
                number=row.number,
                place=row.places.get("reason", NOWHERE),
            )


def _comparator(row: Indicator) -> Comparator | None:
    own = row.target.comparator
    return own if own is not None else row.comparator


def _written(row: Indicator) -> str:
    """Return a target as a person reads it: comparator, number, unit."""
    text, sign = row.target.text, _comparator(row)
    if row.unit and row.unit not in text and row.target.unit:
        text = f"{text}{row.unit}"
    marks = {"≥", "≤", "=", ">", "<"}
    if sign in marks and not any(mark in text for mark in marks):
        text = f"{sign}{text}"
    return text


def _benefits(form: Form) -> Iterator[tuple[str, str]]:
    for row in form.indicators:
        if "效益" in row.level1 and row.target.kind is Kind.TEXT and row.name:
            yield squeezed(row.name), squeezed(row.target.text)

"""PS1xx, continued: the parts of a budget, and the texts beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import decimals, points, sum_text, total_line
from perfscore.auditing.models import Severity
from perfscore.forms.models import BudgetLine, BudgetPart, Form, Scope
from perfscore.messages import say
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import Scorecard
from perfscore.values.parse import parse_value
from perfscore.values.text import plain
from perfscore.values.units import factor

BASIC, PROJECTS = "基本支出", "项目支出"
_SOURCES = re.compile("^(?:一般公共预算|政府性基金|财政专户|纳入专户|国有资本经营)")
_OTHER = re.compile("^其他(?:资金|收入)?$")
_WHOLE = re.compile("总额|合计|总计|资金总|预算金额")
_MOST_LINES = 10
_COLUMNS = ("initial", "adjusted", "executed")


@check(
    "PS107",
    "budget-parts-differ",
    Severity.ERROR,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def budget_parts_differ(form: Form, card: Scorecard) -> Hits:
    """The parts of a budget do not make its whole."""
    del card
    wholes = _wholes(form)
    for members in (_kinds(form), _by_source(form)):
        amounts = [one.amount for one in members if one.amount is not None]
        if not amounts or not wholes or sum(amounts) in wholes:
            continue
        first = next(one for one in members if one.amount is not None)
        names = "、".join(one.name for one in members if one.amount is not None)
        yield _hit(form, names, amounts, _nearest(wholes, amounts), first.place)
    yield from _lines(form)


def _wholes(form: Form) -> list[Fraction]:
    """Return what the parts may make: no form says of which column they are."""
    found = [one.amount for one in form.budget_parts if _WHOLE.search(one.name)]
    line = total_line(form)
    if line is not None:
        found += [line.initial, line.adjusted, line.executed]
    return [one for one in found if one is not None]


def _nearest(wholes: Sequence[Fraction], amounts: Sequence[Fraction]) -> Fraction:
    total = sum(amounts, Fraction(0))
    return min(wholes, key=lambda whole: abs(whole - total))


def _kinds(form: Form) -> list[BudgetPart]:
    """Return basic and project spending where both are printed, once each."""
    both = [one for one in form.budget_parts if one.name in {BASIC, PROJECTS}]
    others = [one for one in form.budget_parts if one.name.endswith("支出")]
    amounts = [one.amount for one in both]
    complete = {one.name for one in both} == {BASIC, PROJECTS} and None not in amounts
    return both if complete and len(both) == len(others) == 2 else []  # noqa: PLR2004


def _by_source(form: Form) -> list[BudgetPart]:
    """Return the sources of the money where they are all there are."""
    listed = [
        one
        for one in form.budget_parts
        if not _WHOLE.search(one.name) and not one.name.endswith("支出")
    ]
    known = all(_SOURCES.match(one.name) or _OTHER.match(one.name) for one in listed)
    names = [one.name for one in listed]
    if not known or len(set(names)) < len(names):
        return []
    if all(_OTHER.match(name) for name in names):
        return []  # what other money there is beside a source that was not read
    if any(_OTHER.match(name) for name in names):
        return listed
    # What else there is may not be printed; but no source is more than the whole.
    wholes, total = _wholes(form), sum((one.amount or 0 for one in listed), Fraction(0))
    return listed if wholes and total > max(wholes) else []


def _lines(form: Form) -> Iterator[Hit]:
    """Yield the columns whose lines below the total cannot make it up."""
    whole = total_line(form)
    if whole is None:
        return
    below = [line for line in form.budget if line is not whole and not line.is_total]
    if not below or len(below) > _MOST_LINES:
        return
    complete = any(_OTHER.match(line.name) for line in below)
    for column in _COLUMNS:
        total = _amount(whole, column)
        if total is None or any(column in line.unread for line in below):
            continue
        amounts = [a for line in below if (a := _amount(line, column)) is not None]
        positive = [amount for amount in amounts if amount]
        # Lines may be parts of one another: some of them must make the whole.
        if not positive or total in _sums(positive):
            continue
        if complete or min(positive) > total:
            place = whole.places.get(column, NOWHERE)
            yield _hit(form, say(f"auditing.column-{column}"), amounts, total, place)


def _sums(amounts: Sequence[Fraction]) -> set[Fraction]:
    subsets = chain.from_iterable(
        combinations(amounts, size) for size in range(1, len(amounts) + 1)
    )
    return {sum(subset, Fraction(0)) for subset in subsets}


def _hit(
    form: Form, names: object, amounts: list[Fraction], whole: Fraction, place: Place
) -> Hit:
    total = sum(amounts, Fraction(0))
    digits = max(map(decimals, [*amounts, whole]))
    # Each figure may have lost half of its last digit.
    rounding = Fraction(len(amounts) + 1, 2 * 10**digits)
    return Hit(
        message=say(
            "auditing.budget-parts-differ", names=names, sum=total, whole=whole
        ),
        evidence=say(
            "auditing.parts-figures",
            sum=sum_text(amounts),
            whole=whole,
            gap=abs(total - whole),
            unit=form.money_unit or "",
        ),
        place=place,
        severity=Severity.NOTE if abs(total - whole) <= rounding else None,
    )


_BEFORE = r"(?:^|[,;:。、()\s]|其中|和|及|与)"
_MONEY = r"(?:为|共|共计|合计|:)?(?P<amount>[0-9][0-9.,]*(?:万元|亿元|元))"
_IN_TEXT = {
    name: re.compile(f"{_BEFORE}(?:{words}){_MONEY}")
    for name, words in (
        (PROJECTS, "项目支出|项目经费"),
        (BASIC, "基本支出"),
        ("人员经费", "人员经费|人员支出"),
        ("公用经费", "公用经费|公用支出"),
    )
}
_OF_PROJECT = re.compile(
    r"(?:^|[,;:。、\s]|通过|使用)(?P<amount>[0-9][0-9.,]*(?:万元|亿元|万|元))"
    r"(?:的)?(?:项目|年度预算|预算)资金"
)


@check("PS108", "budget-text-differs", Severity.WARNING, since="0.1.0")
def budget_text_differs(form: Form, card: Scorecard) -> Hits:
    """The goal names another amount than the budget of the same form."""
    del card
    text = plain(form.goal)
    for name, said, printed in (*_in_department(form, text), *_in_project(form, text)):
        if said in printed:
            continue
        yield Hit(
            message=say(
                "auditing.budget-text-differs", name=name, said=said, printed=printed[0]
            ),
            evidence=say(
                "auditing.text-figures",
                said=said,
                printed=printed[0],
                gap=abs(said - printed[0]),
                unit=form.money_unit or "",
            ),
            subject=name,
            place=form.places.get("goal", NOWHERE),
        )


_Told = tuple[str, Fraction, list[Fraction]]


def _in_department(form: Form, text: str) -> Iterator[_Told]:
    if form.scope is not Scope.DEPARTMENT:
        return
    said = {name: _amounts(form, pattern, text) for name, pattern in _IN_TEXT.items()}
    for name in (PROJECTS, BASIC):
        printed = _printed(form, name)
        if printed and len(said[name]) == 1:
            yield name, said[name][0], printed
    staff, running = said["人员经费"], said["公用经费"]
    printed = _printed(form, BASIC)
    if printed and len(staff) == len(running) == 1:
        yield "人员经费 + 公用经费", staff[0] + running[0], printed


def _in_project(form: Form, text: str) -> Iterator[_Told]:
    line = total_line(form)
    if form.scope is not Scope.PROJECT or line is None:
        return
    said = _amounts(form, _OF_PROJECT, text)
    printed = [one for one in (line.adjusted, line.initial, line.executed) if one]
    if printed and len(said) == 1:
        yield line.name, said[0], printed


def _printed(form: Form, name: str) -> list[Fraction]:
    found = [one.amount for one in form.budget_parts if one.name == name]
    return [one for one in found if one is not None]


def _amounts(form: Form, pattern: re.Pattern[str], text: str) -> list[Fraction]:
    found = []
    for match in pattern.finditer(text):
        amount = match["amount"]
        value = parse_value(amount if amount.endswith("元") else f"{amount}元")
        times = factor(value.unit or "", form.money_unit or "")
        if value.number is not None and times is not None:
            found.append(value.number * times)
    return found


@check("PS109", "budget-weight-printed-twice", Severity.NOTE, since="0.1.0")
def budget_weight_printed_twice(form: Form, card: Scorecard) -> Hits:
    """The points of budget execution are printed with a line and with its part."""
    del card
    whole = total_line(form)
    if whole is None or not whole.weight:
        return
    below = [line for line in form.budget if line is not whole and line.weight]
    total = sum((line.weight for line in below if line.weight), Fraction(0))
    if not below or (total <= whole.weight and len(below) > 1):
        return
    yield Hit(
        message=say("auditing.budget-weight-printed-twice", weight=whole.weight),
        evidence=say(
            "auditing.twice-figures",
            whole=_line_text(whole),
            parts=[_line_text(line) for line in below],
            sum=whole.weight + total,
        ),
        subject=below[0].name,
        place=below[0].places.get("weight", NOWHERE),
        points=points(total),
    )


def _line_text(line: BudgetLine) -> object:
    return say("auditing.line-weight", name=line.name, weight=line.weight or 0)


@check("PS110", "budget-part-blank", Severity.NOTE, since="0.1.0")
def budget_part_blank(form: Form, card: Scorecard) -> Hits:
    """A column of the budget has a total and no part."""
    del card
    whole = total_line(form)
    below = [line for line in form.budget if line is not whole]
    if whole is None or not below:
        return
    filled = [c for c in _COLUMNS if any(_amount(line, c) for line in below)]
    for column in _COLUMNS:
        total = _amount(whole, column)
        unread = any(column in line.unread for line in below)
        if not filled or column in filled or not total or unread:
            continue
        yield Hit(
            message=say("auditing.budget-part-blank", whole=total),
            evidence=say(
                "auditing.part-blank-figures",
                column=say(f"auditing.column-{column}"),
                name=whole.name,
                whole=total,
                unit=form.money_unit or "",
            ),
            subject=whole.name,
            place=whole.places.get(column, NOWHERE),
        )


def _amount(line: BudgetLine, column: str) -> Fraction | None:
    amount: Fraction | None = getattr(line, column)
    return amount

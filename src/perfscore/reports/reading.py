"""A form as it was read, in a terminal: its heading, its figures, every doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.messages import Lang, Message, number_text, say
from perfscore.places import NOWHERE, Place
from perfscore.reports.layout import (
    WIDTH,
    Column,
    Line,
    Row,
    Span,
    labelled,
    line,
    paragraph,
    table,
    widest,
)
from perfscore.reports.words import heading, office_of, points_text, word
from perfscore.values.value import Comparator

_FIELDS = (
    "title",
    "office",
    "department",
    "implementer",
    "project",
    "period",
    "money_unit",
    "goal",
    "goal_actual",
)
_PARTIAL = 100


def _said(entry: str, lang: Lang, **data: object) -> str:
    return say(f"reading.{entry}", **data).text(lang)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about a form, and what and where it is about.

    Attributes:
        message: what is not certain.
        place: where that stands.
        subject: the row or the line that it is about; blank for the whole form.
        number: the row's number, where it is about a row.
    """

    message: Message
    place: Place = NOWHERE
    subject: str = ""
    number: int | None = None


def doubts_of(form: Form) -> tuple[Doubt, ...]:
    """Return every doubt of a form, with the place it is about, each once.

    Args:
        form: the form.

    Returns:
        The doubts about the form, about its budget, and row by row.
    """
    return tuple(dict.fromkeys(_doubts(form)))


def _doubts(form: Form) -> Iterator[Doubt]:
    at = form.places.get("title", NOWHERE)
    for message in form.doubts:
        yield Doubt(message, at)
    for money in form.budget:
        where = money.places.get("name", NOWHERE)
        for message in money.doubts:
            yield Doubt(message, where, money.name)
    for row in form.indicators:
        where = row.places.get("name", NOWHERE)
        named = {
            message: row.places.get(field, where)
            for field, value in (("target", row.target), ("actual", row.actual))
            for part in (value, *value.parts)
            for message in part.doubts
        }
        named |= {message: where for message in row.doubts if message not in named}
        for message, place in named.items():
            yield Doubt(message, place, row.name, row.number)


def head_lines(form: Form, lang: Lang, *, office: bool = True) -> list[Line]:
    """Lay out what a form is called, of what kind it is, and whose.

    Where one line is too short for all of it, its office has a line of its own.

    Args:
        form: the form.
        lang: the language.
        office: whether its office is said.
    """
    lines = paragraph(form.name, style="bold")
    whole = heading(form, lang, office=office)
    if widest(whole) <= WIDTH:
        return [*lines, *paragraph(whole, style="dim")]
    lines += paragraph(heading(form, lang, office=False), style="dim")
    whose = office_of(form)
    if office and whose and whose not in form.name:
        lines += paragraph(whose, style="dim")
    return lines


def form_lines(form: Form, lang: Lang = "zh") -> list[Line]:
    """Lay out what was read of a form.

    Args:
        form: the form.
        lang: the language.

    Returns:
        Lines of at most 80 columns: the heading, the budget, the indicators with
        their targets and actuals as printed, and every doubt with its place.
    """
    lines = head_lines(form, lang, office=False)
    for name, text in facts(form, lang):
        lines += labelled(name, text)
    lines += _budget(form, lang)
    lines += table(*indicator_table(form, lang))
    lines += _totals(form, lang)
    lines += _inferred(form, lang)
    return [*lines, *_doubted(form, lang)]


def facts(form: Form, lang: Lang) -> list[tuple[str, str]]:
    """Return the names and texts of what the head of a form says.

    Args:
        form: the form.
        lang: the language.
    """
    texts = ((field, getattr(form, field)) for field in _FIELDS)
    return [(_said(f"field-{field}", lang), text) for field, text in texts if text]


def budget_table(form: Form, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Return the budget block as columns and rows.

    Args:
        form: the form.
        lang: the language.
    """
    columns = [
        Column(_said("column-budget", lang), flexible=True),
        *(
            Column(_said(f"column-{name}", lang), right=True, flexible=True)
            for name in ("initial", "adjusted", "executed", "rate")
        ),
        Column(word("column-weight", lang), right=True),
        Column(word("column-claimed", lang), right=True),
    ]
    return columns, [_money(one) for one in form.budget]


def _budget(form: Form, lang: Lang) -> list[Line]:
    lines: list[Line] = []
    if form.budget:
        lines += table(*budget_table(form, lang))
    if form.budget_parts:
        named = [
            f"{part.name} {_amount(part.amount)}".rstrip() for part in form.budget_parts
        ]
        lines += labelled(
            _said("budget-parts", lang), word("separator", lang).join(named)
        )
    return lines


def _money(one: BudgetLine) -> list[str | Span]:
    def shown(name: str) -> str | Span:
        if name in one.unread:
            return Span(one.unread[name], "red")
        return _amount(getattr(one, name))

    rate = shown("execution_rate")
    if one.execution_rate is not None:
        rate = f"{number_text(one.execution_rate * _PARTIAL)}%"
    return [
        one.name,
        shown("initial"),
        shown("adjusted"),
        shown("executed"),
        rate,
        shown("weight"),
        shown("claimed"),
    ]


def _amount(number: Fraction | None) -> str:
    return "" if number is None else number_text(number)


def indicator_table(form: Form, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Return the indicators as columns and rows; a row of one cell is a heading.

    Args:
        form: the form.
        lang: the language.
    """
    shown = [
        (column, [cell(row) for row in form.indicators])
        for column, cell in _columns(lang)
    ]
    # A column that the form does not print leaves its room to the others.
    kept = [(column, cells) for column, cells in shown if any(cells)]
    rows: list[Row] = []
    above = ""
    for at, row in enumerate(form.indicators):
        levels = " · ".join(part for part in (row.level1, row.level2) if part)
        if levels != above:
            rows.append([Span(levels, "bold")])
            above = levels
        rows.append([cells[at] for _, cells in kept])
    return [column for column, _ in kept], rows


def _columns(lang: Lang) -> list[tuple[Column, Callable[[Indicator], str]]]:
    """Return the columns of indicators, and what stands in them."""

    def column(entry: str, *, right: bool = False) -> Column:
        return Column(word(f"column-{entry}", lang), right=right, flexible=not right)

    return [
        (column("number", right=True), lambda row: str(row.number)),
        (column("indicator"), lambda row: row.name or "–"),
        (
            Column(_said("column-comparator", lang)),
            lambda row: _sign(row.comparator or row.target.comparator, lang),
        ),
        (column("target"), lambda row: row.target.text),
        (Column(_said("column-unit", lang)), lambda row: row.unit or ""),
        (column("weight", right=True), lambda row: points_text(row.weight)),
        (column("actual"), lambda row: row.actual.text),
        (column("claimed", right=True), lambda row: points_text(row.claimed)),
        (
            Column(_said("column-reviewed", lang), right=True),
            lambda row: points_text(row.reviewed),
        ),
    ]


def _totals(form: Form, lang: Lang) -> list[Line]:
    lines: list[Line] = []
    declared = [
        (f"{one.name} {number_text(one.weight)}")
        for one in form.level1
        if one.weight is not None
    ]
    if declared:
        separator = word("separator", lang)
        lines += labelled(_said("declared", lang), separator.join(declared))
    for name, text in (
        ("declared-rows", _amount(form.rows_weight)),
        ("declared-weight", _amount(form.total_weight)),
        ("declared-score", _amount(form.total_claimed)),
        ("declared-rating", form.rating),
    ):
        if text:
            lines += labelled(_said(name, lang), text)
    return lines


def _inferred(form: Form, lang: Lang) -> list[Line]:
    """Say what is not printed but follows from what stands around it."""
    lines: list[Line] = []
    fields = [_said(f"field-{name}", lang) for name in form.inferred]
    rows: dict[str, list[str]] = {}
    for row in form.indicators:
        for name in row.inferred:
            rows.setdefault(name, []).append(str(row.number))
    fields += [
        _said(
            "inferred-rows",
            lang,
            field=_said(f"field-{name}", lang),
            rows=", ".join(numbers),
        )
        for name, numbers in rows.items()
    ]
    if fields:
        text = word("separator", lang).join(fields)
        lines += labelled(_said("inferred", lang), text, style="yellow")
    return lines


def _doubted(form: Form, lang: Lang) -> list[Line]:
    found = doubts_of(form)
    if not found:
        return paragraph(_said("no-doubts", lang), style="green")
    lines = paragraph(_said("doubts", lang, count=len(found)), style="bold")
    for one in found:
        subject = one.subject
        if one.number is not None:
            subject = word("row", lang, number=one.number, name=subject)
        message = one.message.text(lang)
        told = _said("doubt", lang, subject=subject, message=message)
        lines += paragraph(told if subject else message, indent=2, hang=2)
        if one.place != NOWHERE:
            lines += labelled(word("place", lang), one.place.text(lang), indent=4)
    return lines


def run_lines(
    forms: int, doubted: int, unread: int, lang: Lang = "zh"
) -> Sequence[Line]:
    """Sum up what was read: how many forms, how many in doubt, what was not read."""
    style = "bold red" if unread else "bold green"
    text = _said("read-summary", lang, forms=forms, doubted=doubted, unread=unread)
    return [line(), *paragraph(text, style=style)]


def file_doubt_lines(file: str, doubt: Message, lang: Lang = "zh") -> Sequence[Line]:
    """Lay out what is in doubt about a whole file."""
    text = _said("doubt-of-file", lang, file=file, message=doubt.text(lang))
    return paragraph(text, hang=2, style="yellow")


def _sign(comparator: Comparator | None, lang: Lang) -> str:
    """Return a comparator as people write it."""
    if comparator is Comparator.BETWEEN:
        return say("rules.between").text(lang)
    return str(comparator or "")

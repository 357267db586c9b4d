"""PS5xx: money across the forms of a department and its projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perfscore.auditing.catalogue import AcrossHits, Hit, Over, check
from perfscore.auditing.digest import COLUMNS, Digest
from perfscore.auditing.figures import decimals, sentence
from perfscore.auditing.models import Severity
from perfscore.auditing.sets import FormSet
from perfscore.forms.models import FormKind
from perfscore.messages import Message, number_text, say
from perfscore.places import NOWHERE, Place

_FEWEST_DIGITS = 3
"""Figures of fewer digits, such as 400, are alike by chance."""

_FEW = 2
_MOST_SUMS = 20_000
"""So many sums of some of the projects are looked through, and no more."""

_NEAR = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class _Sum:
    """The projects' amounts of one column beside what the department says.

    Attributes:
        column: the column.
        amounts: the amount of each project in yuan, None where it states none.
        part: the department's project spending in yuan.
    """

    column: str
    amounts: tuple[Fraction | None, ...]
    part: Fraction

    @property
    def known(self) -> list[Fraction]:
        return [one for one in self.amounts if one is not None]

    @property
    def total(self) -> Fraction:
        return sum(self.known, Fraction(0))

    @property
    def whole(self) -> bool:
        """Whether every project states its amount."""
        return len(self.known) == len(self.amounts)


@check(
    "PS501",
    "projects-differ-from-department",
    Severity.ERROR,
    since="0.1.0",
    sometimes=Severity.WARNING,
    over=Over.SET,
)
def projects_differ_from_department(forms: FormSet) -> AcrossHits:
    """The projects of a department do not make the project spending it states."""
    # Forms of projects may be missing from a run, and money from above may stand in no
    # department's budget. So projects that make less are no finding unless something
    # shows that none is missing, nor those that make more where some of them make it.
    own = forms.department
    if own is None or not _comparable(forms):
        return
    sums = list(_sums(own, forms.projects))
    for one in sums:
        over = one.total - one.part
        if abs(over) <= _slack(own, forms.projects, one):
            continue
        proof = _proof(own, forms.projects, one, sums)
        if proof is None and (over < 0 or _explained(forms.projects, one)):
            continue
        texts = [_figures(own, one), *([proof] if proof else [])]
        yield (
            own,
            Hit(
                message=say(
                    "auditing.projects-differ-from-department",
                    count=len(one.known),
                    sum=own.shown(one.total),
                    part=own.shown(one.part),
                    unit=own.money_unit,
                ),
                evidence=sentence(texts),
                subject="项目支出",
                place=own.part_place,
                severity=None if proof else Severity.WARNING,
            ),
        )
        return


def _comparable(forms: FormSet) -> bool:
    """Whether each project stands in the set once, with its money."""
    names = Counter(one.project for one in forms.projects)
    return bool(names) and max(names.values()) == 1 and "" not in names


def _sums(own: Digest, projects: Sequence[Digest]) -> Iterator[_Sum]:
    """Yield the sums that the department's project spending can be compared with."""
    if "" not in own.parts:
        for column, part in own.parts.items():
            if part:
                yield _Sum(
                    column, tuple(one.total.get(column) for one in projects), part
                )
        return
    part = own.parts[""]
    if not part:
        return
    if own.kind is FormKind.TARGET:
        yield _Sum("", tuple(_budget(one) for one in projects), part)
        return
    for column in _columns_of(own, part):
        yield _Sum(column, _amounts(projects, column), part)


def _amounts(projects: Sequence[Digest], column: str) -> tuple[Fraction | None, ...]:
    return tuple(one.total.get(column) for one in projects)


def _columns_of(own: Digest, part: Fraction) -> list[str]:
    """Return the columns that a department's spending by kind is a breakdown of."""
    if own.basic is not None:
        return [c for c in COLUMNS if own.total.get(c) == own.basic + part]
    amounts = {own.total.get("adjusted"), own.total.get("executed")}
    return ["adjusted", "executed"] if len(amounts) == 1 and None not in amounts else []


def _budget(project: Digest) -> Fraction | None:
    """Return a target form's one amount."""
    amounts = {project.total.get(column) for column in COLUMNS} - {None}
    return amounts.pop() if len(amounts) == 1 else None


def _slack(own: Digest, projects: Sequence[Digest], one: _Sum) -> Fraction:
    """Return by how much rounding can make printed figures differ, in yuan."""
    slack = _half(own, one.part)
    for project, amount in zip(projects, one.amounts, strict=True):
        if amount is not None:
            slack += _half(project, amount)
    return slack


def _half(form: Digest, amount: Fraction) -> Fraction:
    last = Fraction(1, 10 ** decimals(form.shown(amount)))
    return last * (form.yuan or 1) / 2


def _proof(
    own: Digest, projects: Sequence[Digest], one: _Sum, sums: Sequence[_Sum]
) -> Message | None:
    """Return what shows that the projects are the department's, none missing."""
    if not one.whole:
        return None
    for project, amount in zip(projects, one.amounts, strict=True):
        for other in _own_figures(project) - {amount}:
            if amount is not None and one.total - amount + other == one.part:
                return say(
                    "auditing.projects-with-own-figure",
                    form=project.name,
                    figure=project.shown(amount),
                    other=project.shown(other),
                    unit=project.money_unit,
                    part=own.shown(one.part),
                )
    for other_sum in sums:
        if other_sum.whole and other_sum.total == other_sum.part:
            return say(
                "auditing.projects-by-other-column",
                column=_column(other_sum.column),
                part=own.shown(other_sum.part),
                unit=own.money_unit,
            )
    return None


def _own_figures(project: Digest) -> set[Fraction]:
    """Return what else a project's form gives as its money."""
    found = {amount for amount in project.total.values() if amount}
    return found | {cost.amount for cost in project.costs if cost.amount}


def _explained(projects: Sequence[Digest], one: _Sum) -> bool:
    """Whether projects that make too much may be right for all that their forms say.

    A department may count some of the projects alone, or of each one source alone.
    """
    if len(one.known) < _FEW or _some_make(one.known, one.part):
        return True
    least = Fraction(0)
    for project, amount in zip(projects, one.amounts, strict=True):
        if amount is not None:
            least += amount if project.least is None else min(amount, project.least)
    return least <= one.part


def _some_make(amounts: Sequence[Fraction], part: Fraction) -> bool:
    """Whether some of the projects make the department's figure, or too many might."""
    sums = {Fraction(0)}
    for amount in amounts:
        sums |= {one + amount for one in sums if one + amount <= part}
        if part in sums or len(sums) > _MOST_SUMS:
            return True
    return False


def _figures(own: Digest, one: _Sum) -> Message:
    addends = " + ".join(number_text(own.shown(amount)) for amount in one.known)
    over = one.total - one.part
    return say(
        "auditing.projects-figures",
        column=_column(one.column),
        addends=f"{addends} = {number_text(own.shown(one.total))}",
        part=own.shown(one.part),
        unit=own.money_unit,
        gap=own.shown(over),
    )


def _column(column: str) -> Message:
    return say(f"auditing.money-{column or 'budget'}")


@check(
    "PS502",
    "figure-copied-from-another-form",
    Severity.ERROR,
    since="0.1.0",
    sometimes=Severity.WARNING,
    over=Over.SET,
)
def figure_copied_from_another_form(forms: FormSet) -> AcrossHits:
    """An amount that its own form contradicts is the amount of another project."""
    for form in forms.projects:
        others = [one for one in forms.projects if one.project != form.project]
        yield from _copied_column(form, others, forms)
        yield from _copied_cost(form, others)


def _copied_column(
    form: Digest, others: Sequence[Digest], forms: FormSet
) -> AcrossHits:
    if not _odd(form):
        return
    for column in ("executed", "adjusted"):
        amount = form.total.get(column)
        rest = {form.total[c] for c in COLUMNS if c in form.total and c != column}
        if amount is None or len(rest) != 1 or not _telling(form, amount):
            continue
        own = rest.pop()
        same = [
            one
            for one in others
            if one.total.get(column) == amount and not _odd(one) and amount != own
        ]
        if not same:
            continue
        texts = [
            say(
                "auditing.copied-figures",
                column=_column(column),
                figure=form.shown(amount),
                own=form.shown(own),
                unit=form.money_unit,
                form=same[0].name,
                place=_at(same[0].places.get(column, NOWHERE), same[0]),
            )
        ]
        proof = _made_right(forms, form, column, own)
        texts += [proof] if proof else []
        yield (
            form,
            Hit(
                message=say(
                    "auditing.figure-copied-from-another-form",
                    column=_column(column),
                    figure=form.shown(amount),
                    unit=form.money_unit,
                    form=same[0].name,
                ),
                evidence=sentence(texts),
                subject=form.title,
                place=form.places.get(column, NOWHERE),
                severity=None if proof else Severity.WARNING,
            ),
        )
        return


def _made_right(
    forms: FormSet, form: Digest, column: str, own: Fraction
) -> Message | None:
    """Return that the projects make the department's figure with a form's own one."""
    if forms.department is None or not _comparable(forms):
        return None
    for one in _sums(forms.department, forms.projects):
        if one.column != column or not one.whole:
            continue
        mended = one.total - form.total[column] + own
        if mended == one.part:
            return say(
                "auditing.projects-with-own-figure",
                form=form.name,
                figure=form.shown(form.total[column]),
                other=form.shown(own),
                unit=form.money_unit,
                part=forms.department.shown(one.part),
            )
    return None


def _copied_cost(form: Digest, others: Sequence[Digest]) -> AcrossHits:
    """Yield costs above the form's own budget that are another project's budget."""
    most = max(form.total.values(), default=None)
    if most is None:
        return
    for cost in form.costs:
        if cost.amount <= most or not _telling(form, cost.amount):
            continue
        same = [one for one in others if set(one.total.values()) == {cost.amount}]
        if same:
            yield (
                form,
                Hit(
                    message=say(
                        "auditing.cost-copied-from-another-form",
                        text=cost.text,
                        form=same[0].name,
                    ),
                    evidence=say(
                        "auditing.cost-copied-figures",
                        text=cost.text,
                        most=form.shown(most),
                        unit=form.money_unit,
                        form=same[0].name,
                        place=_at(
                            next(iter(same[0].places.values()), NOWHERE), same[0]
                        ),
                    ),
                    number=cost.number,
                    subject=cost.name,
                    place=cost.place,
                    severity=Severity.WARNING,
                ),
            )
            return


def _odd(form: Digest) -> bool:
    """Whether a form's own figures contradict what it says was spent."""
    executed = form.total.get("executed")
    budget = form.total.get("adjusted", form.total.get("initial"))
    if executed is None or not budget:
        return False
    if executed > budget:
        return True
    return form.rate is not None and abs(form.rate - executed / budget) > _NEAR


def _telling(form: Digest, amount: Fraction) -> bool:
    digits = number_text(form.shown(amount)).replace(".", "").strip("0")
    return len(digits) >= _FEWEST_DIGITS


def _at(place: Place, form: Digest) -> Message:
    if place == NOWHERE:
        return say("common.text", text=form.file or form.name)
    return say("common.both", zh=place.text("zh"), en=place.text("en"))

"""How users name a form and a row of it: by number, or by a name that is unique."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from perfscore.errors import ScoringError
from perfscore.forms.models import Form
from perfscore.messages import Message, say
from perfscore.places import Place

RowKey: TypeAlias = "int | None"
"""A row of a form by its number; None is the budget execution."""

BUDGET_NAMES = ("预算", "预算执行", "budget")
"""The names that stand for the budget execution, for its executed amount."""

_SHOWN = 12


def find_form(forms: Sequence[Form], key: str, place: Place | None = None) -> int:
    """Return the index of the form that a key names.

    The key is the form's label, project, office, file or number, where it is unique.

    Args:
        forms: the forms to choose from.
        key: the name; blank where there is one form.
        place: where the key stands, for the error.

    Raises:
        ScoringError: no form, or more than one, answers to the name.

    Example:
        >>> from perfscore.forms.models import FormKind, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表",
        ...             label="附件1")
        >>> find_form([form], "附件 1")
        0
    """
    return FormNames(forms).form(key, place)


def find_indicator(form: Form, key: str, place: Place | None = None) -> RowKey:
    """Return the number of the row that a key names, or None for the budget.

    Args:
        form: the form.
        key: the row's number, its name where unique, or 预算.
        place: where the key stands, for the error.

    Raises:
        ScoringError: no row, or more than one, answers to the name.

    Example:
        >>> from perfscore.forms.models import FormKind, Indicator, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表",
        ...             indicators=(Indicator(number=1, name="核酸检测"),))
        >>> find_indicator(form, "核酸检测")
        1
    """
    name = _plain(key)
    if not name:
        raise ScoringError("inputs.no-indicator", place=place)
    if name in BUDGET_NAMES:
        return None
    rows = [row for row in form.indicators if str(row.number) == name]
    rows = rows or [row for row in form.indicators if _plain(row.name) == name]
    if len(rows) == 1:
        return rows[0].number
    listed = [
        say("inputs.row-listed", number=row.number, name=row.name)
        for row in rows or form.indicators
    ]
    if rows:
        raise ScoringError(
            "inputs.ambiguous-indicator",
            place=place,
            form=form.name,
            name=key,
            count=len(rows),
            indicators=_list(listed),
        )
    raise ScoringError(
        "inputs.unknown-indicator",
        place=place,
        form=form.name,
        name=key,
        nearest=_nearest(name, [row.name for row in form.indicators]),
        indicators=_list(listed),
    )


def forms_with(forms: Sequence[Form], key: str) -> list[int]:
    """Return the indexes of the forms that have a row of this number or name.

    The budget is a row of every form that has one.
    """
    name = _plain(key)
    return [
        index
        for index, form in enumerate(forms)
        if (form.budget and name in BUDGET_NAMES)
        or any(name in {str(r.number), _plain(r.name)} for r in form.indicators)
    ]


class FormNames:
    """Which forms of a run answer to which name."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        self.by_name: dict[str, list[int]] = {}
        for index, form in enumerate(forms):
            names = (form.label, form.project, form.office, form.name, form.file)
            for name in dict.fromkeys([*map(_plain, names), str(form.number)]):
                if name:
                    self.by_name.setdefault(name, []).append(index)

    def form(self, key: str, place: Place | None) -> int:
        """Return the index of the form that a key names."""
        name = _plain(key)
        if not name and len(self.forms) == 1:
            return 0
        if not name:
            raise ScoringError(
                "inputs.form-needed",
                place=place,
                count=len(self.forms),
                forms=forms_listed(self.forms),
            )
        found = self.by_name.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise ScoringError(
                "inputs.ambiguous-form",
                place=place,
                name=key,
                count=len(found),
                forms=forms_listed([self.forms[index] for index in found]),
            )
        raise ScoringError(
            "inputs.unknown-form",
            place=place,
            name=key,
            nearest=_nearest(name, self.by_name),
            forms=forms_listed(self.forms),
        )


def _list(entries: Sequence[Message]) -> tuple[Message, ...]:
    shown = tuple(entries[:_SHOWN])
    return (*shown, say("common.text", text="…")) if len(entries) > _SHOWN else shown


def forms_listed(forms: Sequence[Form]) -> tuple[Message, ...]:
    """List forms by their names; the first of them where there are many."""
    return _list([say("common.text", text=form.name) for form in forms])


def _nearest(name: str, known: Iterable[str]) -> Message | str:
    close = difflib.get_close_matches(name, [k for k in known if k], n=1, cutoff=0.5)
    return say("inputs.nearest", name=close[0]) if close else ""


def _plain(text: str) -> str:
    """Return a name without what differs between typists: widths, spaces, case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

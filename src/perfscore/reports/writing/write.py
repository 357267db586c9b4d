"""Forms → a file in the official layout; what it says reads back as it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Literal, TypeAlias

from perfscore.errors import PerfscoreError, ReadError, ReportError, WrongArgument
from perfscore.forms.models import Form
from perfscore.forms.read import read_document
from perfscore.messages import LANGS, Lang, say
from perfscore.places import Place
from perfscore.reports.saving import save
from perfscore.reports.writing.docx import docx
from perfscore.reports.writing.filled import filled, notes
from perfscore.reports.writing.official import habits_of, page_of
from perfscore.reports.writing.page import Page
from perfscore.reports.writing.same import difference
from perfscore.reports.writing.xlsx import xlsx
from perfscore.scoring.card import score
from perfscore.scoring.models import Scorecard

Scores: TypeAlias = Literal["claimed", "ours"]
"""Which scores stand in 得分: those of the office, or ours."""

SCORES: tuple[Scores, ...] = ("claimed", "ours")

_WRITERS: dict[str, Callable[[Sequence[Page], str], bytes]] = {
    ".docx": docx,
    ".xlsx": xlsx,
}
KINDS = tuple(_WRITERS)
"""The endings of the files that can be written."""


def write_form(
    form: Form | Iterable[Form],
    path: str | os.PathLike[str],
    *,
    card: Scorecard | Iterable[Scorecard] | None = None,
    scores: Scores = "claimed",
    lang: Lang = "zh",
) -> None:
    """Write forms as a workbook or a Word document in the official layout.

    The file is read back before it is kept: what it says is what the form says, but
    for places and white space. It is written whole or not at all, and the same form
    gives the same bytes.

    Args:
        form: the form, or several for one file: a sheet each, or a page each.
        path: the file; ``.xlsx`` or ``.docx`` says what it becomes. What stands there
            is replaced, but never a file that is called as the one the form is from.
        card: the scorecards of the forms, for ``scores="ours"``; scored under
            ``mof-2020`` where left out.
        scores: which scores stand in 得分: ``claimed``, those of the form, or ``ours``.
            Of ours, one that is not a single number stays blank, and a note below the
            form tells what it can be.
        lang: the language of the notes; the form itself is Chinese.

    Raises:
        ReportError: the ending is none of these, the form holds what the file cannot,
            the form's own file is meant, or the file cannot be written.
        WrongArgument: something else than forms and their scorecards.

    Example:
        >>> import tempfile
        >>> from perfscore.forms.read import read_form, read_forms
        >>> form = read_forms("docs/examples/lukou-2022.docx")[1]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_form(form, f"{folder}/form.xlsx", scores="ours")
        ...     again = read_form(f"{folder}/form.xlsx")
        >>> again.project, str(again.indicators[0].claimed)
        ('水电维修费', '10')
    """
    if isinstance(form, Iterable) and not isinstance(form, Form):
        form = tuple(form)
    if isinstance(path, str | os.PathLike):
        _spare(form, Path(path))
    else:
        raise WrongArgument("writing.no-path", given=type(path).__name__)
    kind = Path(path).suffix.lower()
    save(path, form_bytes(form, kind, card=card, scores=scores, lang=lang))


def form_bytes(
    form: Form | Iterable[Form],
    kind: str,
    *,
    card: Scorecard | Iterable[Scorecard] | None = None,
    scores: Scores = "claimed",
    lang: Lang = "zh",
) -> bytes:
    """Return the file that ``write_form`` writes.

    Args:
        form: the form, or several.
        kind: ``.xlsx`` or ``.docx``.
        card: the scorecards of the forms.
        scores: which scores stand in 得分.
        lang: the language of the notes.

    Raises:
        ReportError: the kind is none of these, or the form holds what it cannot.
        WrongArgument: something else than forms and their scorecards.
    """
    if kind not in _WRITERS:
        raise ReportError("writing.kind", kind=kind, kinds=_listed(KINDS))
    if scores not in SCORES:
        raise WrongArgument("writing.scores", given=str(scores), known=_listed(SCORES))
    if lang not in LANGS:
        raise WrongArgument("writing.lang", given=str(lang), known=_listed(LANGS))
    forms = tuple(form) if isinstance(form, Iterable) else (form,)
    if not forms or not all(isinstance(one, Form) for one in forms):
        raise WrongArgument("writing.no-form")
    sheets = [_Sheet(one) for one in forms]
    if scores == "ours":
        sheets = [
            _Sheet(filled(one, own), tuple(notes(one, own, lang)))
            for one, own in zip(forms, _cards(forms, card), strict=True)
        ]
    return _written(sheets, kind)


def _spare(forms: Form | Sequence[Form], path: Path) -> None:
    """Refuse to write over the file that a form is from."""
    several = forms if isinstance(forms, tuple) else (forms,)
    alike = [
        one
        for one in several
        if isinstance(one, Form) and one.file and _is_named(path, one.file)
    ]
    if not alike or not path.exists():
        return
    # A file of that name may be what was written of the form before.
    try:
        found = [_printed(one) for one in read_document(path).forms]
    except PerfscoreError:
        return
    if any(_printed(one) in found for one in alike):
        raise ReportError("cli.file-exists", name=str(path))


def _is_named(path: Path, file: str) -> bool:
    source = PurePath(file.replace("\\", "/"))
    return source.name.casefold() == path.name.casefold()


def _printed(form: Form) -> tuple[object, ...]:
    """Return what a form prints in its rows, and where in its file."""
    return tuple(
        (row.name, row.target.text, {key: _at(place) for key, place in places})
        for row in form.indicators
        for places in [row.places.items()]
    )


def _at(place: Place) -> Place:
    return replace(place, file="")


@dataclass(slots=True)
class _Sheet:
    """A form to be written, and what is said below it."""

    form: Form
    notes: tuple[str, ...] = ()
    habit: int = 0

    def page(self) -> Page:
        return page_of(self.form, habits_of(self.form)[self.habit], self.notes)


def _cards(
    forms: Sequence[Form], card: Scorecard | Iterable[Scorecard] | None
) -> tuple[Scorecard, ...]:
    if card is None:
        return tuple(score(one) for one in forms)
    cards = (card,) if isinstance(card, Scorecard) else tuple(card)
    if not all(isinstance(one, Scorecard) for one in cards):
        raise WrongArgument("writing.no-card")
    if len(cards) != len(forms):
        raise ReportError("writing.cards-differ", forms=len(forms), cards=len(cards))
    return cards


def _written(sheets: Sequence[_Sheet], kind: str) -> bytes:
    """Return the file of the forms, once it is known to say what they say."""
    data, wrong = _tried(sheets, kind)
    if wrong is None:
        return data
    for sheet in sheets:
        _settle(sheet, kind)
    data, wrong = _tried(sheets, kind)
    if wrong is not None:
        raise wrong
    return data


def _settle(sheet: _Sheet, kind: str) -> None:
    """Find the way to print a form that says what it says."""
    first: PerfscoreError | None = None
    for number in range(len(habits_of(sheet.form))):
        sheet.habit = number
        _, wrong = _tried([sheet], kind)
        if wrong is None:
            return
        first = first or wrong
    assert first is not None  # noqa: S101 -- there is a usual way
    raise first


def _tried(sheets: Sequence[_Sheet], kind: str) -> tuple[bytes, PerfscoreError | None]:
    """Return the file of the forms, and what is lost in it, if anything is."""
    data = _WRITERS[kind]([sheet.page() for sheet in sheets], sheets[0].form.name)
    try:
        found = read_document(data).forms
    except ReadError as error:
        lost = ReportError("writing.not-read", kind=kind, why=error.message)
        return data, lost
    if len(found) != len(sheets):
        lost = ReportError("writing.count", forms=len(sheets), read=len(found))
        return data, lost
    for sheet, one in zip(sheets, found, strict=True):
        unlike = difference(sheet.form, one)
        if unlike is not None:
            return data, ReportError(
                "writing.loss",
                form=sheet.form.name,
                field=unlike.field,
                written=unlike.written,
                read=unlike.read,
            )
    return data, None


def _listed(names: Iterable[str]) -> list[object]:
    return [say("common.text", text=name) for name in names]

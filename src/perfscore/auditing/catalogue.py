"""The catalogue of checks: each has a code, a name, a severity and a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from typing import Any, Self, TypeAlias, TypeVar

from perfscore.auditing.digest import Digest
from perfscore.auditing.models import Finding, Severity
from perfscore.auditing.narratives import Narratives
from perfscore.auditing.sets import FormSet
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import Scorecard

FAMILIES = (
    "arithmetic",
    "budgets",
    "parts",
    "evidence",
    "claims",
    "marks",
    "targets",
    "explained",
    "goals",
    "outcomes",
    "cells",
    "unfilled",
    "fitting",
    "across_money",
    "across_rows",
    "across_texts",
    "document",
)
"""The modules that hold the checks: PS1xx to PS6xx."""

EVERY_REMARK = "*"
"""What a check covers that takes up the remarks that no other check covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a check found, before the catalogue adds code, name and form.

    Attributes:
        message: what is the matter; its hint says what to do.
        evidence: why one can be sure, in figures.
        number: the row's number.
        subject: the name of the row, the heading or the budget line.
        place: where the figure stands.
        points: the points at stake.
        severity: where it is not the severity of the check.
    """

    message: Message
    evidence: Message
    number: int | None = None
    subject: str = ""
    place: Place = NOWHERE
    points: Decimal | None = None
    severity: Severity | None = None

    @classmethod
    def on(
        cls,
        row: Indicator,
        *columns: str,
        message: Message,
        evidence: Message,
        points: Decimal | None = None,
        severity: Severity | None = None,
    ) -> Self:
        """Return what was found in a row.

        Args:
            row: the row.
            columns: where it stands: the first of these columns that the row has.
            message: what is the matter.
            evidence: why one can be sure, in figures.
            points: the points at stake.
            severity: where it is not the severity of the check.
        """
        places = (row.places[column] for column in columns if column in row.places)
        return cls(
            message=message,
            evidence=evidence,
            number=row.number,
            subject=row.name,
            place=next(places, NOWHERE),
            points=points,
            severity=severity,
        )


Hits: TypeAlias = Iterator[Hit]
Run: TypeAlias = Callable[[Form, Scorecard], Hits]
AcrossHits: TypeAlias = Iterator[tuple[Digest, Hit]]
"""What was found across forms: for each, the form that it is told with."""

RunSet: TypeAlias = Callable[[FormSet], AcrossHits]
RunTexts: TypeAlias = Callable[[Narratives], AcrossHits]


class Over(StrEnum):
    """What a check is run over.

    ``form``: one form and its scorecard. ``set``: the forms that belong together.
    ``texts``: the narratives of the whole run.
    """

    FORM = "form"
    SET = "set"
    TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the catalogue.

    Attributes:
        code: ``PS``, the digit of the family and two digits; never used again.
        name: what is the matter, in kebab-case.
        severity: how bad its findings are, unless a finding says otherwise.
        since: the version that brought it.
        run: yields what is wrong with what it is run over.
        covers: the keys of the scorer's remarks that this check takes up.
        sometimes: the severity of its milder findings, where it has such.
        over: whether it is run over a form, a set of forms or all narratives.
    """

    code: str
    name: str
    severity: Severity
    since: str
    run: Callable[..., Any]
    covers: tuple[str, ...] = ()
    sometimes: Severity | None = None
    over: Over = Over.FORM

    @property
    def severities(self) -> Message:
        """How bad its findings are, in both languages."""
        usual = say(f"auditing.severity-{self.severity}")
        if self.sometimes is None:
            return usual
        milder = say(f"auditing.severity-{self.sometimes}")
        return say("auditing.severities", usual=usual, milder=milder)

    @property
    def title(self) -> Message:
        """What the check is called, in both languages."""
        return say(f"auditing.title-{self.name}")

    @property
    def page(self) -> Message:
        """What it finds, why it matters, an example, what to do, and the source."""
        return say(f"pages.{self.name}")

    def findings(self, form: Form, card: Scorecard) -> Iterator[Finding]:
        """Yield the findings of this check in one form; none if it is run over more."""
        if self.over is Over.FORM:
            for hit in self.run(form, card):
                yield self._finding(hit, form)

    def across(self, forms: FormSet | Narratives) -> Iterator[Finding]:
        """Yield the findings of this check across forms."""
        for told_with, hit in self.run(forms):
            finding = self._finding(hit, told_with)
            yield replace(finding, scorecard=told_with.scorecard)

    def _finding(self, hit: Hit, form: Form | Digest) -> Finding:
        return Finding(
            code=self.code,
            name=self.name,
            severity=hit.severity or self.severity,
            message=hit.message,
            evidence=hit.evidence,
            form=form.name,
            file=form.file,
            number=hit.number,
            subject=hit.subject,
            place=hit.place,
            points=hit.points,
        )


_CHECKS: dict[str, Check] = {}
_AnyRun = TypeVar("_AnyRun", Run, RunSet, RunTexts)


def check(
    code: str,
    name: str,
    severity: Severity,
    *,
    since: str,
    covers: tuple[str, ...] = (),
    sometimes: Severity | None = None,
    over: Over = Over.FORM,
) -> Callable[[_AnyRun], _AnyRun]:
    """Enter a function into the catalogue as a check."""

    def enter(run: _AnyRun) -> _AnyRun:
        taken = {one for old in _CHECKS.values() for one in (old.code, old.name)}
        if code in taken or name in taken:
            message = f"{code} {name} stands in the catalogue already"
            raise ValueError(message)
        _CHECKS[code] = Check(code, name, severity, since, run, covers, sometimes, over)
        return run

    return enter


def checks() -> tuple[Check, ...]:
    """Return every check of the catalogue, by code."""
    for family in FAMILIES:
        import_module(f"perfscore.auditing.{family}")
    return tuple(_CHECKS[code] for code in sorted(_CHECKS))


def find_check(name: str) -> Check | None:
    """Return the check of a code or a name, or None."""
    wanted = name.strip().casefold()
    found = (one for one in checks() if wanted in {one.code.casefold(), one.name})
    return next(found, None)


def covered() -> frozenset[str]:
    """Return the keys of the remarks that a check of their own takes up."""
    return frozenset(key for one in checks() for key in one.covers)

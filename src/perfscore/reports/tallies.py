"""An audit counted: by check, by form, and where a person looks next.

A run may be larger than memory: it is counted form by form, and only figures are kept.
Reports are written from these figures and from one form at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from perfscore.auditing.catalogue import checks
from perfscore.auditing.differences import Differences
from perfscore.auditing.figures import nothing_yet
from perfscore.auditing.models import Finding, Severity, Unread
from perfscore.messages import Lang, Message, say
from perfscore.reports.words import cited, claims_by_verdict, office_of
from perfscore.scoring.models import Citation, Scorecard, Verdict

GRAVE = (Severity.ERROR, Severity.WARNING)
"""The severities that a person has to do something about."""


class Cards(Protocol):
    """Scorecards in their order, in memory or not."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __iter__(self) -> Iterator[Scorecard]:
        """Yield each of them."""

    def __getitem__(self, index: int, /) -> Scorecard:
        """Return one of them, counted from 0."""


class Report(Protocol):
    """What reports are written from: an audit in memory, or one read form by form."""

    @property
    def counts(self) -> Mapping[Severity, int]:
        """The number of findings of each severity."""

    @property
    def differences(self) -> Differences:
        """How far the claims are from what was worked out."""

    @property
    def exit_code(self) -> int:
        """0 where all is well."""

    @property
    def findings(self) -> Iterable[Finding]:
        """The findings, in the order in which they are told; anew each time."""

    @property
    def known(self) -> int:
        """How many findings a baseline held already."""

    @property
    def rest(self) -> tuple[Finding, ...]:
        """The findings that are about no form."""

    @property
    def scorecards(self) -> Cards:
        """The scorecard of every form."""

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The files that could not be read or scored."""

    def by_form(self) -> Iterator[tuple[Scorecard, tuple[Finding, ...]]]:
        """Yield each scorecard with the findings about its form."""


@dataclass(slots=True, kw_only=True)
class CheckTally:
    """How often one check found something.

    Attributes:
        code: the check's code.
        name: the check's name.
        title: what it is called, in both languages.
        counts: the number of its findings of each severity.
        forms: in how many forms, and files where it is about whole files.
        points: the points at stake, over its findings, whichever way each of them
            goes; None where none are.
    """

    code: str
    name: str
    title: Message
    counts: dict[Severity, int] = field(default_factory=lambda: _counts(()))
    forms: int = 0
    points: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTally:
    """A form in figures.

    Attributes:
        number: the number of its scorecard in the report, from 1.
        name: what it is called, with its number where names are alike.
        file: the file it is from.
        office: the office that it is of, as printed; blank where none is.
        year: the year it speaks of.
        counts: the number of its findings of each severity.
        first: the code of its first grave finding, or of its first.
        contradicted: the claimed points that the rules contradict.
        scored: whether there is a score; targets alone have none.
        low: the points earned for certain.
        high: the most points that can be honest.
        most: the points it is worth.
        claimed: the points claimed, None where none are.
    """

    number: int
    name: str
    file: str
    office: str
    year: int | None
    counts: Mapping[Severity, int]
    first: str
    contradicted: Fraction
    scored: bool
    low: Fraction
    high: Fraction
    most: Fraction
    claimed: Fraction | None

    @property
    def gravity(self) -> tuple[int, int, Fraction]:
        """How much there is to look at: errors, warnings, points contradicted."""
        errors, warnings = (self.counts[severity] for severity in GRAVE)
        return errors, warnings, self.contradicted


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTally:
    """An office in figures, over its forms that are scored.

    Attributes:
        name: the office as its forms print it; blank for forms that print none.
        forms: how many forms of the run are of it.
        scored: how many of these have a score; targets alone have none.
        counts: the number of findings in its forms, of each severity.
        low: the points earned for certain.
        high: the most points that can be honest.
        most: the points that its forms are worth.
        claimed: the points claimed, None where none are.
    """

    name: str
    forms: int
    scored: int
    counts: Mapping[Severity, int]
    low: Fraction
    high: Fraction
    most: Fraction
    claimed: Fraction | None

    @property
    def grave(self) -> tuple[int, int]:
        """How many errors and warnings there are."""
        errors, warnings = (self.counts[severity] for severity in GRAVE)
        return errors, warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """A run in figures.

    Attributes:
        checks: the checks that found something, by code.
        forms: the forms, in their order.
        offices: the offices, in the order in which they come up; none where all forms
            are of one.
        claims: the claimed points by the verdict on them, and the unclaimed; targets
            that nothing is achieved or claimed of yet do not count.
        citations: the sources that scores cite, and how often each is cited.
        rulesets: of each ruleset and fingerprint, how many forms it scored, and how
            many of these by analogy.
    """

    checks: tuple[CheckTally, ...]
    forms: tuple[FormTally, ...]
    offices: tuple[OfficeTally, ...]
    claims: Mapping[Verdict, Fraction]
    citations: Mapping[Citation, int]
    rulesets: Mapping[tuple[str, str], tuple[int, int]]

    def names(self) -> tuple[str, ...]:
        """Return what each form is called."""
        return tuple(one.name for one in self.forms)


def tally(report: Report, lang: Lang = "zh") -> Tallies:
    """Count a run, form by form.

    Args:
        report: the report.
        lang: the language of what forms are called.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> tally(AuditReport(findings=(), scorecards=())).forms
        ()
    """
    found = _Checks()
    claims = dict.fromkeys(Verdict, Fraction(0))
    citations: Counter[Citation] = Counter()
    rulesets: dict[tuple[str, str], tuple[int, int]] = {}
    alike = Counter((card.form.file, card.form.name) for card in report.scorecards)
    forms = []
    for number, (card, own) in enumerate(report.by_form(), start=1):
        found.add(own)
        name = card.form.name
        if alike[card.form.file, name] > 1:
            told = say("reports.form-numbered", name=name, number=card.form.number)
            name = told.text(lang)
        forms.append(_form(number, name, card, own))
        key = (card.ruleset, card.fingerprint)
        every, analogous = rulesets.get(key, (0, 0))
        rulesets[key] = (every + 1, analogous + card.by_analogy)
        if not nothing_yet(card):
            for verdict, points in claims_by_verdict(card).items():
                claims[verdict] += points
            for item in card.items:
                citations.update(cited(item))
    found.add_rest(report.rest)
    return Tallies(
        checks=found.tallies(),
        forms=tuple(forms),
        offices=_offices(forms),
        claims=claims,
        citations=dict(citations),
        rulesets=dict(sorted(rulesets.items())),
    )


def look_next(forms: Iterable[FormTally], most: int) -> tuple[FormTally, ...]:
    """Return the forms to look at first: the most errors, warnings, wrong points.

    Args:
        forms: the forms.
        most: how many to return at most.
    """
    grave = [one for one in forms if any(one.counts[kind] for kind in GRAVE)]
    return tuple(sorted(grave, key=lambda one: one.gravity, reverse=True)[:most])


def worst_offices(offices: Sequence[OfficeTally], most: int) -> Sequence[OfficeTally]:
    """Return the offices that are shown: all, or those with most to look at.

    Args:
        offices: the offices.
        most: how many are shown at most.
    """
    if len(offices) <= most:
        return offices
    return sorted(offices, key=lambda one: one.grave, reverse=True)[:most]


def worst(forms: Sequence[FormTally], most: int) -> frozenset[int]:
    """Return the numbers of the forms that are shown whole: all, or the gravest.

    Args:
        forms: the forms.
        most: how many are shown at most.
    """
    shown = forms if len(forms) <= most else look_next(forms, most)
    return frozenset(one.number for one in shown)


def finding_form(one: Finding, names: Sequence[str]) -> str:
    """Return what a finding's form is called.

    Args:
        one: the finding.
        names: what each form of the report is called.
    """
    if one.scorecard is None or not 1 <= one.scorecard <= len(names):
        return one.form
    return names[one.scorecard - 1]


class _Checks:
    """The findings of each check as they are counted."""

    def __init__(self) -> None:
        self.titles = {check.code: check.title for check in checks()}
        self.found: dict[str, CheckTally] = {}

    def add(self, own: Iterable[Finding]) -> None:
        """Count the findings of one form."""
        codes = set()
        for one in own:
            kept = self._of(one)
            kept.counts[one.severity] += 1
            if one.points is not None:
                # What is too high here and too low there does not cancel out.
                kept.points = (kept.points or Decimal(0)) + abs(one.points)
            codes.add(one.code)
        for code in codes:
            self.found[code].forms += 1

    def add_rest(self, rest: Iterable[Finding]) -> None:
        """Count the findings about whole files."""
        by_file: dict[str, list[Finding]] = {}
        for one in rest:
            by_file.setdefault(one.file, []).append(one)
        for own in by_file.values():
            self.add(own)

    def tallies(self) -> tuple[CheckTally, ...]:
        """Return what was counted, by code."""
        return tuple(self.found[code] for code in sorted(self.found))

    def _of(self, one: Finding) -> CheckTally:
        if one.code not in self.found:
            title = self.titles.get(one.code) or say("common.text", text=one.name)
            made = CheckTally(code=one.code, name=one.name, title=title)
            self.found[one.code] = made
        return self.found[one.code]


def _form(number: int, name: str, card: Scorecard, own: Sequence[Finding]) -> FormTally:
    order = list(Severity)
    first = min(own, key=lambda one: order.index(one.severity), default=None)
    claims = [item.claimed for item in card.items if item.claimed is not None]
    return FormTally(
        number=number,
        name=name,
        file=card.form.file,
        office=office_of(card.form),
        year=card.form.year,
        counts=_counts(own),
        first=first.code if first else "",
        contradicted=claims_by_verdict(card).get(Verdict.CONTRADICTED, Fraction(0)),
        scored=not nothing_yet(card),
        low=sum((Fraction(item.set.low) for item in card.items), Fraction(0)),
        high=sum((Fraction(item.set.high) for item in card.items), Fraction(0)),
        most=sum((item.weight for item in card.items), Fraction(0)),
        claimed=sum(claims, Fraction(0)) if claims else None,
    )


def _offices(forms: Sequence[FormTally]) -> tuple[OfficeTally, ...]:
    """Add up the forms of each office, where there are several."""
    several: dict[str, list[FormTally]] = {}
    for one in forms:
        several.setdefault(one.office, []).append(one)
    if len(several) < 2:  # noqa: PLR2004 -- one office is the whole run
        return ()
    return tuple(_office(name, own) for name, own in several.items())


def _office(name: str, own: Sequence[FormTally]) -> OfficeTally:
    scored = [one for one in own if one.scored]
    claims = [one.claimed for one in scored if one.claimed is not None]
    return OfficeTally(
        name=name,
        forms=len(own),
        scored=len(scored),
        counts={kind: sum(one.counts[kind] for one in own) for kind in Severity},
        low=sum((one.low for one in scored), Fraction(0)),
        high=sum((one.high for one in scored), Fraction(0)),
        most=sum((one.most for one in scored), Fraction(0)),
        claimed=sum(claims, Fraction(0)) if claims else None,
    )


def _counts(found: Iterable[Finding]) -> dict[Severity, int]:
    counted = Counter(one.severity for one in found)
    return {severity: counted[severity] for severity in Severity}

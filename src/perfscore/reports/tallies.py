"""An audit counted: by check, by form, and where a person looks next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfscore.auditing.catalogue import checks
from perfscore.auditing.figures import nothing_yet
from perfscore.auditing.models import AuditReport, Finding, Severity
from perfscore.messages import Lang, Message, say
from perfscore.reports.words import claims_by_verdict
from perfscore.scoring.models import Citation, Scorecard, Verdict

GRAVE = (Severity.ERROR, Severity.WARNING)
"""The severities that a person has to do something about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTally:
    """How often one check found something.

    Attributes:
        code: the check's code.
        name: the check's name.
        title: what it is called, in both languages.
        counts: the number of its findings of each severity.
        forms: in how many forms, and files where it is about whole files.
        points: the points at stake, over its findings; None where none are.
    """

    code: str
    name: str
    title: Message
    counts: Mapping[Severity, int]
    forms: int
    points: Decimal | None

    @property
    def total(self) -> int:
        """The number of its findings."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTally:
    """What was found in one form.

    Attributes:
        number: the number of its scorecard in the report, from 1.
        card: its scorecard.
        findings: its findings.
        counts: the number of its findings of each severity.
    """

    number: int
    card: Scorecard
    findings: tuple[Finding, ...]
    counts: Mapping[Severity, int]

    @property
    def claimed(self) -> Fraction | None:
        """The sum of the scores that the office gave itself, None where none is."""
        claims = [item.claimed for item in self.card.items if item.claimed is not None]
        return sum(claims, Fraction(0)) if claims else None

    @property
    def gravity(self) -> tuple[int, int, Fraction]:
        """How much there is to look at: errors, warnings, points contradicted."""
        contradicted = claims_by_verdict(self.card).get(Verdict.CONTRADICTED)
        return (
            self.counts[Severity.ERROR],
            self.counts[Severity.WARNING],
            contradicted or Fraction(0),
        )


def check_tallies(report: AuditReport) -> tuple[CheckTally, ...]:
    """Return the checks that found something, by code.

    Args:
        report: the report.

    Example:
        >>> check_tallies(AuditReport(findings=(), scorecards=()))
        ()
    """
    titles = {check.code: check.title for check in checks()}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for one in report.findings:
        found[one.code].append(one)
    return tuple(_check_tally(found[code], titles.get(code)) for code in sorted(found))


def _check_tally(found: Sequence[Finding], title: Message | None) -> CheckTally:
    stakes = [one.points for one in found if one.points is not None]
    first = found[0]
    return CheckTally(
        code=first.code,
        name=first.name,
        title=title or say("common.text", text=first.name),
        counts=_counts(found),
        forms=len({(one.file, one.scorecard) for one in found}),
        points=sum(stakes, Decimal(0)) if stakes else None,
    )


def form_tallies(report: AuditReport) -> tuple[FormTally, ...]:
    """Return what was found in each form, in the order of the forms.

    Args:
        report: the report.

    Example:
        >>> form_tallies(AuditReport(findings=(), scorecards=()))
        ()
    """
    own = by_scorecard(report)
    return tuple(
        FormTally(
            number=number,
            card=card,
            findings=tuple(own.get(number, ())),
            counts=_counts(own.get(number, ())),
        )
        for number, card in enumerate(report.scorecards, start=1)
    )


def by_scorecard(report: AuditReport) -> dict[int | None, list[Finding]]:
    """Return the findings of each scorecard; those of no scorecard are under None."""
    found: dict[int | None, list[Finding]] = {}
    most = len(report.scorecards)
    for one in report.findings:
        there = one.scorecard is not None and 1 <= one.scorecard <= most
        found.setdefault(one.scorecard if there else None, []).append(one)
    return found


def look_next(tallies: Iterable[FormTally], most: int) -> tuple[FormTally, ...]:
    """Return the forms to look at first: the most errors, warnings, wrong points.

    Args:
        tallies: what was found in each form.
        most: how many forms to return at most.
    """
    grave = [one for one in tallies if any(one.counts[kind] for kind in GRAVE)]
    return tuple(sorted(grave, key=lambda one: one.gravity, reverse=True)[:most])


def claims_of(cards: Iterable[Scorecard]) -> dict[Verdict, Fraction]:
    """Return the claimed points of a run by the verdict on them, and the unclaimed.

    Targets that nothing is achieved or claimed of yet do not count.
    """
    total = dict.fromkeys(Verdict, Fraction(0))
    for card in cards:
        if nothing_yet(card):
            continue
        for verdict, claimed in claims_by_verdict(card).items():
            total[verdict] += claimed
    return total


def citations(report: AuditReport) -> dict[Citation, int]:
    """Return the sources that the scores of a report cite, and how often each is.

    Args:
        report: the report.
    """
    counts: Counter[Citation] = Counter()
    for card in report.scorecards:
        if not nothing_yet(card):
            counts.update(item.source for item in card.items if item.source)
    return dict(counts)


def form_names(report: AuditReport, lang: Lang) -> tuple[str, ...]:
    """Return what each form is called, with its number where names are alike."""
    forms = [card.form for card in report.scorecards]
    alike = Counter((form.file, form.name) for form in forms)
    return tuple(
        form.name
        if alike[form.file, form.name] == 1
        else say("reports.form-numbered", name=form.name, number=form.number).text(lang)
        for form in forms
    )


def finding_form(one: Finding, names: Sequence[str]) -> str:
    """Return what a finding's form is called.

    Args:
        one: the finding.
        names: what each form of the report is called, from :func:`form_names`.
    """
    if one.scorecard is None or not 1 <= one.scorecard <= len(names):
        return one.form
    return names[one.scorecard - 1]


def _counts(found: Iterable[Finding]) -> dict[Severity, int]:
    counted = Counter(one.severity for one in found)
    return {severity: counted[severity] for severity in Severity}

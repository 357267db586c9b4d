"""The records of what an audit found."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from os import PathLike

from perfscore import display
from perfscore.auditing.differences import Differences, differences
from perfscore.messages import Lang, Message
from perfscore.places import NOWHERE, Place
from perfscore.scoring.models import Scorecard


class Severity(StrEnum):
    """How bad a finding is.

    ``error``: arithmetic that is wrong, or a claim that the rules contradict.
    ``warning``: a probable fault. ``note``: worth knowing; does not fail a run.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about a form that a person should know.

    Attributes:
        code: the check's code, such as ``PS101``; never used for another check.
        name: the check's name, such as ``weights-do-not-add-up``.
        severity: how bad it is.
        message: what is the matter; its hint says what to do.
        evidence: why one can be sure, in figures.
        form: the name of the form; blank where it is about a whole file.
        file: the file it is about.
        scorecard: the number of the form's scorecard in the report, from 1; None where
            it is about a whole file. Forms may share a name, not this.
        number: the row's number, or None where it is about no single row.
        subject: the name of the row, the heading or the budget line it is about.
        place: where the figure stands.
        points: the points at stake, where points are.
        justification: why a person holds it to be in order; it is then shown, and no
            longer decides how a run ends.

    Example:
        >>> from perfscore.messages import say
        >>> Finding(code="PS101", name="weights-do-not-add-up", form="附件1",
        ...         severity=Severity.ERROR, message=say("common.text", text="110"),
        ...         evidence=say("common.text", text="100 + 10")).severity.value
        'error'
    """

    code: str
    name: str
    severity: Severity
    message: Message
    evidence: Message
    form: str = ""
    file: str = ""
    scorecard: int | None = None
    number: int | None = None
    subject: str = ""
    place: Place = NOWHERE
    points: Decimal | None = None
    justification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file, or a form, that could not be audited; the rest of the run went on.

    Attributes:
        file: the file's name.
        message: why.
        form: the name of the form, where it is one form of the file.
        place: where the trouble stands.
    """

    file: str
    message: Message
    form: str = ""
    place: Place = NOWHERE


def in_order(finding: Finding) -> tuple[int, str, int]:
    """Return what findings are sorted by: form, code, row; whole files come last."""
    number = -1 if finding.number is None else finding.number
    form = sys.maxsize if finding.scorecard is None else finding.scorecard
    return (form, finding.code, number)


def fails(finding: Finding) -> bool:
    """Whether a finding makes a run end with 1."""
    return finding.severity is not Severity.NOTE and not finding.justification


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What an audit found.

    Attributes:
        findings: in the order of the forms, then of the codes, then of the rows.
        scorecards: the scorecard of every form, in the order of the forms.
        unread: the files that could not be read or scored.
        known: how many findings a baseline held already; they are not repeated.

    Example:
        >>> report = AuditReport(findings=(), scorecards=(), unread=())
        >>> report.exit_code, report.count(Severity.ERROR)
        (0, 0)
    """

    findings: tuple[Finding, ...]
    scorecards: tuple[Scorecard, ...]
    unread: tuple[Unread, ...] = ()
    known: int = 0

    @property
    def counts(self) -> Mapping[Severity, int]:
        """The number of findings of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return self.counts[severity]

    @property
    def exit_code(self) -> int:
        """0 where all is well, 1 where an error, a warning or an unread file is.

        Findings that a person has justified count for nothing here.
        """
        return 1 if self.unread or any(map(fails, self.findings)) else 0

    @property
    def differences(self) -> Differences:
        """How far the claims are from what was worked out, counted."""
        return sum(map(differences, self.scorecards), start=Differences())

    @property
    def rest(self) -> tuple[Finding, ...]:
        """The findings that are about no form of the report."""
        numbers = range(1, len(self.scorecards) + 1)
        return tuple(one for one in self.findings if one.scorecard not in numbers)

    def by_form(self) -> Iterator[tuple[Scorecard, tuple[Finding, ...]]]:
        """Yield each scorecard with the findings about its form."""
        own: dict[int | None, list[Finding]] = {}
        for one in self.findings:
            own.setdefault(one.scorecard, []).append(one)
        for number, card in enumerate(self.scorecards, start=1):
            yield card, tuple(own.get(number, ()))

    def __len__(self) -> int:
        """Return how many findings there are."""
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        """Yield each finding in turn."""
        return iter(self.findings)

    def to_html(self, lang: Lang = "zh") -> str:
        """Return one self-contained HTML page, the same byte for byte."""
        return str(display.written(self, "html", lang=lang))

    def to_json(self) -> str:
        """Return the lean JSON that the published schema describes."""
        return str(display.written(self, "json"))

    def to_junit(self, lang: Lang = "zh") -> str:
        """Return JUnit XML: a suite for each form, a case for each check."""
        return str(display.written(self, "junit", lang=lang))

    def to_sarif(self, lang: Lang = "zh") -> str:
        """Return SARIF 2.1.0 for code-scanning tools and pipelines."""
        return str(display.written(self, "sarif", lang=lang))

    def to_xlsx(self, path: str | PathLike[str], lang: Lang = "zh") -> None:
        """Write the work paper (审计底稿), all of it or nothing.

        Args:
            path: the workbook's file; what stands there is replaced.
            lang: the language.

        Raises:
            ReportError: XlsxWriter is not installed, or the file cannot be written.
        """
        display.written(self, "xlsx", path=path, lang=lang)

    def _repr_html_(self) -> str:
        return display.html(self)

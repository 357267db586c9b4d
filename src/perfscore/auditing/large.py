"""A run of any size: what it found is kept in files, and told form by form.

Scorecards and findings wait in files without a name, which the system takes away
however the run ends. In memory stay the unread files, what is in doubt about whole
files, and of each form what the checks across forms need to know where it belongs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from perfscore.auditing.across import Across
from perfscore.auditing.baseline import Baseline, baseline_of
from perfscore.auditing.choosing import Choice, Sieve
from perfscore.auditing.differences import Differences
from perfscore.auditing.digest import Digest
from perfscore.auditing.document import of_file
from perfscore.auditing.examine import GatheredAndExamined
from perfscore.auditing.gather import Gathered
from perfscore.auditing.models import (
    AuditReport,
    Finding,
    Severity,
    Unread,
    fails,
    in_order,
)
from perfscore.auditing.stored import Stored
from perfscore.scoring.models import Scorecard


class StoredReport:
    """What a run found, form by form; it is read like an :class:`AuditReport`.

    Attributes:
        scorecards: the scorecard of every form; each is read when it is come to.
        unread: the files that could not be read or scored.
        rest: the findings about whole files.
        known: how many findings a baseline held already.
        counts: the number of findings of each severity.
        differences: how far the claims are from what was worked out.
        exit_code: 0 where all is well, 1 where it is not.
    """

    def __init__(
        self,
        scorecards: Stored[Scorecard],
        found: Stored[tuple[Finding, ...]],
        rest: Iterable[Finding],
        unread: Iterable[Unread],
    ) -> None:
        self.scorecards = scorecards
        self.rest = tuple(rest)
        self.unread = tuple(unread)
        self.known = 0
        self.differences = Differences()
        self._found = found
        counts: Counter[Severity] = Counter()
        failing = bool(self.unread)
        for one in self.findings:
            counts[one.severity] += 1
            failing = failing or fails(one)
        self.counts: Mapping[Severity, int] = {one: counts[one] for one in Severity}
        self.exit_code = 1 if failing else 0

    @property
    def findings(self) -> Iterator[Finding]:
        """The findings, in the order in which they are told."""
        for own in self._found:
            yield from own
        yield from self.rest

    def by_form(self) -> Iterator[tuple[Scorecard, tuple[Finding, ...]]]:
        """Yield each scorecard with the findings about its form."""
        return zip(self.scorecards, self._found, strict=True)

    def whole(self) -> AuditReport:
        """Return all of it in memory."""
        return AuditReport(
            findings=tuple(self.findings),
            scorecards=tuple(self.scorecards),
            unread=self.unread,
            known=self.known,
        )


class LargeRun:
    """Takes in file after file of a run, and tells in the end what was found.

    Args:
        choice: which checks are run, and what is told.
    """

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.unread: list[Unread] = []
        self.doubted: list[Finding] = []
        self.differences = Differences()
        self.cards: Stored[Scorecard] = Stored()
        self._own: Stored[tuple[Finding, ...]] = Stored()
        self._every: Stored[tuple[Finding, ...]] | None = None
        self._digests: Stored[Digest] = Stored()
        self._across = Across(choice.checks, self._digests)

    def add(self, found: Gathered) -> None:
        """Take in what one file came to."""
        self.unread += found.unread
        self.doubted += of_file(found.file, found.doubts)
        for one in found.examined if isinstance(found, GatheredAndExamined) else ():
            self.cards.append_pickled(one.card)
            self._own.append_pickled(one.findings)
            self._across.add(replace(one.digest, scorecard=len(self.cards)))
            self.differences += one.differences

    def report(self, choice: Choice | None = None) -> StoredReport:
        """Return what is to be told.

        Args:
            choice: what is to be told, where it is not what the run began with.
        """
        return self._told(self._all(), Sieve(choice or self.choice))

    def baseline(self) -> Baseline:
        """Return all findings of the run, to be known from now on."""
        sieve = Sieve(replace(self.choice, baseline=Baseline()))
        findings = (one for own in self._all() for one in sieve.told(own))
        return baseline_of(
            chain(findings, sieve.told(self.doubted)), self.choice.baseline
        )

    def _all(self) -> Stored[tuple[Finding, ...]]:
        """Return the findings of each form, those across forms among them."""
        if self._every is not None:
            return self._every
        across: Stored[Finding] = Stored()
        of_form: dict[int, list[int]] = {}
        for one in self._across.findings():
            of_form.setdefault(one.scorecard or 0, []).append(len(across))
            across.append(one)
        every: Stored[tuple[Finding, ...]] = Stored()
        for number, own in enumerate(self._own, start=1):
            found = [replace(one, scorecard=number) for one in own]
            found += [across[at] for at in of_form.get(number, ())]
            every.append(tuple(sorted(found, key=in_order)))
        self._every = every
        return every

    def _told(self, every: Stored[tuple[Finding, ...]], sieve: Sieve) -> StoredReport:
        told: Stored[tuple[Finding, ...]] = Stored()
        for own in every:
            told.append(tuple(sieve.told(own)))
        report = StoredReport(self.cards, told, sieve.told(self.doubted), self.unread)
        report.known = sieve.known
        report.differences = self.differences
        return report

"""Which checks are run, and which of their findings are told."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from typing import TypeAlias

from perfscore.auditing.baseline import Baseline, Key, key, read_baseline
from perfscore.auditing.catalogue import Check, checks
from perfscore.auditing.models import Finding, Severity
from perfscore.errors import SettingsError, WrongArgument
from perfscore.forms.vocabulary import squeezed
from perfscore.messages import Message, say
from perfscore.places import Place

Names: TypeAlias = "str | Iterable[str]"
"""Checks by code, by name or by the beginning of their codes: PS101, PS3."""

EVERYTHING = "all"
_NEAR = 0.75
_PREFIX = re.compile(r"(?i)ps\d{0,3}")
_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Justified:
    """Findings that a person holds to be in order.

    Attributes:
        check: the code of the check.
        reason: why.
        form: the form's name or label, or its file; blank: any.
        row: the row's number or name, or the heading or line; blank: any.
    """

    check: str
    reason: str
    form: str = ""
    row: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is among them."""
        if finding.code != self.check:
            return False
        wanted = squeezed(self.form)
        file = finding.file.replace("\\", "/")
        names = {finding.form, *finding.form.split(" "), file, file.rpartition("/")[2]}
        if wanted and wanted not in {squeezed(name) for name in names}:
            return False
        row = squeezed(self.row)
        return not row or row in {str(finding.number), squeezed(finding.subject)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which checks are run, and which of their findings are told.

    Attributes:
        checks: the checks that are run, by code.
        severity: findings milder than this are not told.
        baseline: the findings that are known and not repeated.
        justified: the findings that a person holds to be in order.
    """

    checks: tuple[Check, ...]
    severity: Severity = Severity.NOTE
    baseline: Baseline = Baseline()  # noqa: RUF009 -- frozen, and empty
    justified: tuple[Justified, ...] = ()


def choose(
    select: Names | None = None,
    ignore: Names | None = None,
    severity: Severity | str | None = None,
    baseline: Baseline | str | os.PathLike[str] | None = None,
    justified: Sequence[Justified] = (),
) -> Choice:
    """Choose checks and findings.

    Args:
        select: the checks to run, by code, name or beginning of the code (``PS3``),
            as a list or divided by commas; all where None.
        ignore: the checks not to run, likewise. Where both name a check, the longer
            name counts, and of two that are equal the one that is to be ignored.
        severity: findings milder than this are not told.
        baseline: the findings that are known, or the file of them.
        justified: the findings that a person holds to be in order.

    Raises:
        SettingsError: a name that is no check's, no severity, or a baseline that
            cannot be read.

    Example:
        >>> chosen = choose(select="PS3,weights-do-not-add-up", ignore="PS30")
        >>> [one.code for one in chosen.checks][0]
        'PS101'
        >>> [one.code for one in choose("PS10", "PS1").checks][0]
        'PS101'
    """
    wanted = _ranks(EVERYTHING if select is None else select)
    unwanted = _ranks(() if ignore is None else ignore)
    chosen = tuple(
        one for one in checks() if wanted.get(one.code, -1) > unwanted.get(one.code, -1)
    )
    if baseline is None:
        known = Baseline()
    elif isinstance(baseline, Baseline):
        known = baseline
    elif isinstance(baseline, (str, os.PathLike)):
        known = read_baseline(Path(baseline))
    else:
        given = type(baseline).__name__
        raise WrongArgument("choosing.no-baseline-given", given=given)
    return Choice(
        checks=chosen,
        severity=severity_of(severity),
        baseline=known,
        justified=tuple(justified),
    )


def names_of(given: Names) -> list[str]:
    """Return names that are given as a list, or divided by commas."""
    if isinstance(given, str):
        given = given.split(",")
    if not isinstance(given, Iterable):
        raise WrongArgument("choosing.no-name", given=type(given).__name__)
    several = list(given)
    for one in several:
        if not isinstance(one, str):
            raise WrongArgument("choosing.no-name", given=type(one).__name__)
    return [one.strip() for one in several if one.strip()]


def codes_of(name: str, place: Place | None = None) -> list[str]:
    """Return the codes of the checks that a name stands for.

    Args:
        name: a code, a name, the beginning of a code, or ``all``.
        place: where the name stands, for the error.

    Raises:
        SettingsError: no check answers to the name.
    """
    plain = name.strip().casefold()
    if plain == EVERYTHING:
        return [one.code for one in checks()]
    if _PREFIX.fullmatch(plain):
        found = [one.code for one in checks() if one.code.casefold().startswith(plain)]
    else:
        found = [one.code for one in checks() if one.name == plain]
    if not found:
        near = _nearest(plain)
        raise SettingsError("choosing.no-check", place=place, name=name, near=near)
    return found


def _nearest(name: str) -> Message | str:
    """Suggest the code or the name that is most like a name, its beginning above all.

    Nothing is suggested where none is like it.
    """
    known = [one for check in checks() for one in (check.code, check.name)]
    known = [
        one
        for one in known
        if SequenceMatcher(None, name, one.casefold()).ratio() > _NEAR
    ]
    if not known:
        return ""

    def likeness(known: str) -> float:
        pairs = zip(name, known.casefold(), strict=False)
        begun = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        alike = SequenceMatcher(None, name, known.casefold()).ratio()
        return alike + begun / max(len(known), len(name), 1)

    return say("choosing.no-check-near", name=max(known, key=likeness))


def _ranks(given: Names) -> dict[str, int]:
    """Return how narrowly each check is named, by code."""
    ranks: dict[str, int] = {}
    for name in names_of(given):
        if name.casefold() == EVERYTHING:
            rank = 0
        else:
            # A check's own name is as narrow as its whole code.
            rank = len(name) if _PREFIX.fullmatch(name) else len("PS101")
        for code in codes_of(name):
            ranks[code] = max(rank, ranks.get(code, 0))
    return ranks


def severity_of(given: Severity | str | None, place: Place | None = None) -> Severity:
    """Return a severity by its name; the mildest where none is given.

    Args:
        given: the severity, or its name.
        place: where the name stands, for the error.

    Raises:
        SettingsError: there is no such severity.
    """
    if given is None:
        return Severity.NOTE
    plain = str(given).strip().casefold()
    if plain not in _ORDER:
        names = [say("common.text", text=one.value) for one in _ORDER]
        raise SettingsError(
            "choosing.no-severity", place=place, name=str(given), names=names
        )
    return Severity(plain)


class Sieve:
    """Lets through the findings that are to be told, and counts those that are known.

    Args:
        choice: what is to be told.
    """

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._codes = {one.code for one in choice.checks}
        self._left: Counter[Key] = Counter(choice.baseline.counts)
        self.known = 0

    def told(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings to be told; the first of those alike are the known ones.

        Args:
            findings: what was found, in the order in which it is told.
        """
        kept = []
        for finding in findings:
            one = self._told(finding)
            if one is not None:
                kept.append(one)
        return kept

    def _told(self, finding: Finding) -> Finding | None:
        milder = _ORDER.index(finding.severity) > _ORDER.index(self._choice.severity)
        if milder or finding.code not in self._codes:
            return None
        reasons = (o.reason for o in self._choice.justified if o.covers(finding))
        reason = next(reasons, None)
        if reason is None and self._left:
            own = key(finding)
            if self._left[own] <= 0:
                return finding
            self._left[own] -= 1
            reason = self._choice.baseline.justifications.get(own)
            if reason is None:
                self.known += 1
                return None
        return replace(finding, justification=reason) if reason else finding

"""Audit forms, files and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from perfscore.auditing.across import Across
from perfscore.auditing.baseline import Baseline
from perfscore.auditing.choosing import Choice, Names, Sieve, choose
from perfscore.auditing.digest import digest
from perfscore.auditing.document import of_file
from perfscore.auditing.gather import files_of, passed_over
from perfscore.auditing.models import (
    AuditReport,
    Finding,
    Severity,
    Unread,
    in_order,
)
from perfscore.auditing.pool import gather_all
from perfscore.auditing.scored import score_all
from perfscore.errors import WrongArgument
from perfscore.forms.models import Form
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.inputs import Source
from perfscore.scoring.models import Scorecard

Audited: TypeAlias = "Form | str | os.PathLike[str]"
"""What can be audited: a form, a file, a folder."""


def audit(
    forms_or_paths: Audited | Iterable[Audited],
    rules: RuleSet | str | Path | None = None,
    *,
    actuals: Source | None = None,
    decisions: Source | None = None,
    select: Names | None = None,
    ignore: Names | None = None,
    severity: Severity | str | None = None,
    baseline: Baseline | str | os.PathLike[str] | None = None,
) -> AuditReport:
    """Find what is wrong with forms.

    Args:
        forms_or_paths: a form, a file or a folder, or several of them.
        rules: the ruleset, by name, by path or itself; the default is ``mof-2020``.
        actuals: actuals to score targets with (a path, a mapping, or records).
        decisions: what a person settled (a path, a mapping, or records).
        select: the checks to run, by code (``PS301``), name or family (``PS3``), as a
            list or divided by commas; all of them unless told otherwise.
        ignore: the checks not to run, likewise; the narrower of two names counts.
        severity: findings milder than this are not told.
        baseline: a file of known findings, which are not told again.

    Returns:
        The findings, the scorecards, and the files that could not be read: one bad
        file never stops a run.

    Raises:
        RuleSetError: the ruleset is wrong.
        ScoringError: actuals or decisions for forms or rows that are not there, or
            that are not accepted.
        SettingsError: a check, a severity or a baseline that there is not.
        WrongArgument: what is given is neither forms nor paths.

    Example:
        >>> from perfscore.forms.models import Form, FormKind, Scope
        >>> form = Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表")
        >>> audit(form).findings
        ()
    """
    choice = choose(select, ignore, severity, baseline)
    forms: list[Form] = []
    doubted: list[Finding] = []
    given = _several(forms_or_paths)
    paths = [one for one in given if not isinstance(one, Form)]
    files, unread = files_of(paths)
    at = 0
    with closing(gather_all(files)) as gathered:
        for one in given:
            if isinstance(one, Form):
                forms.append(one)
                continue
            # The files stand in the order of the paths that they come from.
            for _ in range(sum(file.given == at for file in files)):
                found = next(gathered)
                forms += found.forms
                unread += found.unread
                doubted += of_file(found.file, found.doubts)
            at += 1
    for beside in passed_over(paths):
        doubted += of_file(beside.file, beside.doubts)
    cards, failed = score_all(forms, rules, actuals=actuals, decisions=decisions)
    return report(cards, [*unread, *failed], doubted, choice)


def report(
    cards: Sequence[Scorecard],
    unread: Sequence[Unread] = (),
    doubted: Sequence[Finding] = (),
    choice: Choice | None = None,
) -> AuditReport:
    """Run checks over scorecards.

    Args:
        cards: the scorecards, with their forms.
        unread: what could not be read or scored.
        doubted: findings about whole files, which come last.
        choice: which checks are run and what is told; everything unless told otherwise.
    """
    choice = choice or choose()
    findings: list[Finding] = []
    across = Across(choice.checks)
    for number, card in enumerate(cards, start=1):
        found = [f for one in choice.checks for f in one.findings(card.form, card)]
        findings += [replace(one, scorecard=number) for one in found]
        across.add(digest(card, number))
    findings += across.findings()
    sieve = Sieve(choice)
    told = sieve.told([*sorted(findings, key=in_order), *doubted])
    return AuditReport(
        findings=tuple(told),
        scorecards=tuple(cards),
        unread=tuple(unread),
        known=sieve.known,
    )


def _several(given: Audited | Iterable[Audited]) -> list[Audited]:
    """Return what is to be audited as a list, if it is nothing else."""
    if isinstance(given, (Form, str, os.PathLike)):
        return [given]
    if isinstance(given, (bytes, Mapping)) or not isinstance(given, Iterable):
        raise _wrong(given)
    several = list(given)
    for one in several:
        if not isinstance(one, (Form, str, os.PathLike)):
            raise _wrong(one)
    return several


def _wrong(given: object) -> WrongArgument:
    return WrongArgument("auditing.not-audited", given=type(given).__name__)

"""An audit as JUnit XML: a suite for each form, a case for each check.

Errors and warnings are failures, what could not be read is an error, and notes stand in
the output of a case that passed, as they do not set the exit code either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfscore.auditing.catalogue import Check, checks
from perfscore.auditing.models import Finding, Unread, fails
from perfscore.forms.models import Form
from perfscore.messages import Lang
from perfscore.places import NOWHERE
from perfscore.reports.inert import safe
from perfscore.reports.tallies import GRAVE, Report, tally
from perfscore.reports.words import (
    form_in_file,
    office_of,
    paper,
    severity_text,
    unread_text,
    word,
)


def audit_junit(report: Report, lang: Lang = "zh") -> str:
    """Write an audit as JUnit XML, the same for the same audit byte for byte.

    Args:
        report: the report.
        lang: the language of its texts.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> print(audit_junit(AuditReport(findings=(), scorecards=())))
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="perfscore" tests="0" failures="0" errors="0">
        </testsuites>
    """
    return "".join(junit_parts(report, lang))


def junit_parts(report: Report, lang: Lang = "zh") -> Iterator[str]:
    """Yield the text of :func:`audit_junit` piece by piece, so that none is kept.

    Args:
        report: the report.
        lang: the language of its texts.
    """
    names = tally(report, lang).names()
    totals = [0, 0, 0]
    for suite in _suites(report, names, lang):
        totals = [sum(pair) for pair in zip(totals, suite.counts, strict=True)]
    tests, failures, errors = totals
    head = _tag(
        "testsuites", name="perfscore", tests=tests, failures=failures, errors=errors
    )
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{head}>\n'
    for suite in _suites(report, names, lang):
        yield "\n".join(suite.lines) + "\n"
    yield "</testsuites>\n"


def _suites(report: Report, names: Sequence[str], lang: Lang) -> Iterator[_Suite]:
    every = checks()
    for name, (card, own) in zip(names, report.by_form(), strict=True):
        suite = _suite(form_in_file(name, card.form.file), own, every, lang)
        suite.about = _about(card.form)
        yield suite
    if report.rest:
        codes = {one.code for one in report.rest}
        used = [check for check in every if check.code in codes]
        yield _suite(paper("whole-files", lang), report.rest, used, lang)
    if report.unread:
        yield _unread(report.unread, lang)


class _Suite:
    """The cases of a suite as they are written, and how they went."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.about: list[str] = []
        self.cases: list[str] = []
        self.failures = self.errors = self.tests = 0

    def add(self, name: str, inside: Sequence[str] = ()) -> None:
        """Add a case with what stands inside it."""
        self.tests += 1
        head = _tag("testcase", classname=self.name, name=name)
        if inside:
            self.cases += [f"    {head}>", *inside, "    </testcase>"]
        else:
            self.cases.append(f"    {head}/>")

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many cases there are, how many fail, how many could not run."""
        return self.tests, self.failures, self.errors

    @property
    def lines(self) -> list[str]:
        """The suite as it is written."""
        head = _tag(
            "testsuite",
            name=self.name,
            tests=self.tests,
            failures=self.failures,
            errors=self.errors,
        )
        return [f"  {head}>", *self.about, *self.cases, "  </testsuite>"]


def _about(form: Form) -> list[str]:
    """Return the office and the year of a form as properties of its suite."""
    facts = {"office": office_of(form), "year": str(form.year or "")}
    tags = [
        f"      {_tag('property', name=name, value=text)}/>"
        for name, text in facts.items()
        if text
    ]
    return ["    <properties>", *tags, "    </properties>"] if tags else []


def _suite(
    name: str, findings: Sequence[Finding], every: Sequence[Check], lang: Lang
) -> _Suite:
    suite = _Suite(name)
    names = {check.code: check.name for check in every}
    names |= {one.code: one.name for one in findings}
    for code in sorted(names):
        own = [one for one in findings if one.code == code]
        inside = []
        if grave := [one for one in own if fails(one)]:
            suite.failures += 1
            first = grave[0]
            worst = min(grave, key=lambda one: GRAVE.index(one.severity)).severity
            head = _tag("failure", message=first.message.text(lang), type=str(worst))
            inside.append(f"      {head}>{_text(grave, lang)}</failure>")
        if notes := [one for one in own if not fails(one)]:
            inside.append(f"      <system-out>{_text(notes, lang)}</system-out>")
        suite.add(f"{code} {names[code]}", inside)
    return suite


def _unread(unread: Sequence[Unread], lang: Lang) -> _Suite:
    suite = _Suite(paper("unread", lang))
    for one in unread:
        suite.errors += 1
        message = one.message.text(lang)
        head = _tag("error", message=message, type="unread")
        text = "\n".join((unread_text(one, lang), one.message.hint(lang))).strip()
        name = form_in_file(one.form, one.file)
        suite.add(name, [f"      {head}>{safe(text)}</error>"])
    return suite


def _text(findings: Sequence[Finding], lang: Lang) -> str:
    parts = []
    for one in findings:
        subject = one.subject
        if one.number is not None:
            subject = word("row", lang, number=one.number, name=one.subject)
        head = " ".join(
            part for part in (severity_text(one.severity, lang), subject) if part
        )
        lines = [head, one.message.text(lang), one.evidence.text(lang)]
        lines += [one.place.text(lang)] if one.place != NOWHERE else []
        lines += [one.justification or one.message.hint(lang)]
        parts.append("\n".join(line for line in lines if line))
    return safe("\n\n".join(parts))


def _tag(tag: str, **attributes: object) -> str:
    """Return the beginning of a tag, without what closes it."""
    written = [f' {name}="{safe(str(value))}"' for name, value in attributes.items()]
    return f"<{tag}{''.join(written)}"

"""The page of a check: what it finds and why, in both languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from perfscore.auditing.catalogue import Check, checks
from perfscore.messages import Lang, say

_PARTS = ("", "finds", "why", "example", "resolve", "source")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading and its text, on one line."""

    heading: str
    text: str


def sections(check: Check, lang: Lang = "zh") -> tuple[Section, ...]:
    """Return what the page of a check says, part by part.

    The first part has no heading: it says what is the matter in one sentence.

    Args:
        check: the check.
        lang: the language.
    """
    parts = check.page.text(lang).strip().split("\n\n")
    return tuple(
        Section(say(f"pages.heading-{name}").text(lang) if name else "", _line(part))
        for name, part in zip(_PARTS, parts, strict=True)
    )


def _line(part: str) -> str:
    return " ".join(part.split("\n"))


@dataclass(frozen=True, slots=True)
class Example:
    """Two forms as text: one that has what a check finds, and one that has it not."""

    bad: str
    good: str


def example(check: Check) -> Example | None:
    """Return the forms that show what a check finds, where one form can show it.

    Example:
        >>> from perfscore.auditing.catalogue import find_check
        >>> shown = example(find_check("PS401"))
        >>> "责任事故次数 | 0 | 次 | <" in shown.bad
        True
    """
    found = _examples().get(check.code)
    return Example(**found) if found else None


@cache
def _examples() -> dict[str, dict[str, str]]:
    text = files("perfscore.auditing").joinpath("examples.toml").read_text("utf-8")
    return tomllib.loads(text)


def page(check: Check) -> str:
    """Return the page of a check as Markdown, in English and then in Chinese."""
    severities, since = check.severities, f"since {check.since}"
    lines = [
        f"# {check.code} {check.name}",
        "",
        f"{check.title.text('zh')} · {check.title.text('en')}",
        "",
        " · ".join((severities.text("zh"), severities.text("en"), since)),
    ]
    for lang in ("en", "zh"):
        first, *rest = sections(check, lang)
        lines += ["", first.text]
        for section in rest:
            lines += ["", f"## {section.heading}", "", section.text]
    shown = example(check)
    if shown:
        for name, form in (("bad", shown.bad), ("good", shown.good)):
            heading = say(f"pages.heading-{name}")
            title = f"{heading.text('en')} · {heading.text('zh')}"
            lines += ["", f"## {title}", "", "```text", *form.splitlines(), "```"]
    return "\n".join(lines) + "\n"


def index() -> str:
    """Return the table of all checks as Markdown."""
    lines = [
        "# Findings",
        "",
        "Errors and warnings make `perfscore audit` end with 1; notes do not. What all",
        "of them find in five published documents: [a case study](case-study.md)",
        "([中文](case-study.zh-CN.md)).",
        "",
        "| Code | Name | Severity | 含义 | Meaning |",
        "|---|---|---|---|---|",
    ]
    for check in checks():
        link = f"[{check.code}]({file_name(check)})"
        severity = check.severities.text("en")
        zh, en = check.title.text("zh"), check.title.text("en")
        lines.append(f"| {link} | {check.name} | {severity} | {zh} | {en} |")
    return "\n".join(lines) + "\n"


def file_name(check: Check) -> str:
    """Return the name of the file that holds a check's page."""
    return f"{check.code}-{check.name}.md"

"""The page of a check: what it finds and why, from its docstring and the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from perfscore.auditing.catalogue import Check, checks
from perfscore.messages import Message, keys


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading and its text, on one line."""

    heading: str
    text: str


def sections(check: Check) -> tuple[Section, ...]:
    """Return what the docstring of a check says, part by part.

    The first part has no heading: it says what is the matter in one sentence.
    """
    found = [Section("", "")]
    for line in check.page.splitlines():
        words = line.strip()
        if words.endswith(":") and not line.startswith(" "):
            found.append(Section(words[:-1], ""))
        elif words:
            last = found[-1]
            found[-1] = Section(last.heading, f"{last.text} {words}".strip())
    return tuple(found)


def page(check: Check) -> str:
    """Return the page of a check as Markdown."""
    first, *rest = sections(check)
    chinese = advice(check)
    severities, since = check.severities, f"since {check.since}"
    lines = [
        f"# {check.code} {check.name}",
        "",
        f"{check.title.text('zh')} · {check.title.text('en')}",
        "",
        " · ".join((severities.text("zh"), severities.text("en"), since)),
        "",
        first.text,
    ]
    for section in rest:
        lines += ["", f"## {section.heading}", "", section.text]
    if chinese:
        lines += ["", "## 建议", "", chinese]
    return "\n".join(lines) + "\n"


def index() -> str:
    """Return the table of all checks as Markdown."""
    lines = [
        "# Findings",
        "",
        "Errors and warnings make `perfscore audit` end with 1; notes do not.",
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


def advice(check: Check) -> str:
    """Return what to do, in Chinese; a page says it in English itself."""
    key = f"auditing.{check.name}"
    return Message(key).hint("zh") if key in keys() else ""

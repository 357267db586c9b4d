"""Where an audit is written to: the screen, or files of several kinds at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from zipfile import BadZipFile, ZipFile

from perfscore.auditing.gather import KINDS
from perfscore.auditing.models import AuditReport
from perfscore.cli.output import say_aside, write, write_lines
from perfscore.errors import ReportError
from perfscore.messages import Lang, say
from perfscore.reports.audit_json import audit_json_parts
from perfscore.reports.book import MARK
from perfscore.reports.junit import junit_parts
from perfscore.reports.layout import paragraph, plain
from perfscore.reports.page import GENERATOR, audit_page
from perfscore.reports.sarif import sarif_parts
from perfscore.reports.saving import save
from perfscore.reports.tallies import Report
from perfscore.reports.terminal import report_parts, summary_lines
from perfscore.reports.workpaper import workpaper

Writer: TypeAlias = Callable[[Report, Lang], "bytes | Iterable[str]"]

_GLANCE = 4096

_WRITERS: Mapping[str, Writer] = {
    "table": lambda report, lang: map(plain, report_parts(report, lang)),
    "summary": lambda report, lang: [plain(summary_lines(report, lang))],
    "json": lambda report, lang: audit_json_parts(report),  # noqa: ARG005 -- in both
    "html": lambda report, lang: [audit_page(report, lang)],
    "xlsx": workpaper,
    "sarif": sarif_parts,
    "junit": junit_parts,
}
_ENDINGS = {
    ".txt": "table",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".sarif": "sarif",
    ".xml": "junit",
}


@dataclass(frozen=True, slots=True)
class Output:
    """A file that an audit is written to, and what kind of report it is."""

    path: str
    kind: str


def outputs(args: argparse.Namespace) -> list[Output]:
    """Return the files to write; what is wrong with them is told before the work.

    Raises:
        ReportError: no kind can be told, a file is named twice or is one of those to
            be audited, its folder is not there, or a library is missing.
    """
    names: list[str] = args.output or []
    if args.format and len(names) > 1:
        raise ReportError("papers.format-and-outputs")
    if args.format == "xlsx" and not names:
        raise ReportError("papers.xlsx-output")
    found = [Output(name, args.format or _kind(name)) for name in names]
    seen: set[Path] = set()
    audited = {_resolved(path) for path in args.paths}
    for one in found:
        path = _resolved(one.path)
        if path in seen:
            raise ReportError("papers.output-twice", name=one.path)
        if path in audited or _may_be_a_form(path, audited):
            raise ReportError("papers.output-audited", name=one.path)
        if path.is_dir() or not path.parent.is_dir():
            key = "forms.fault-folder" if path.is_dir() else "papers.no-folder"
            raise ReportError("cli.not-written", name=one.path, why=say(key))
        seen.add(path)
    if any(one.kind == "xlsx" for one in found):
        # An empty one, so that a missing library is told before the work.
        workpaper(AuditReport(findings=(), scorecards=()))
    return found


def put(report: Report, args: argparse.Namespace, files: list[Output]) -> None:
    """Write an audit to the screen, or to files and its summary to the screen.

    Raises:
        ReportError: a file cannot be written; those before it are.
    """
    lang: Lang = args.lang
    if not files:
        kind = args.format or "table"
        if kind in {"table", "summary"}:
            if kind == "summary":
                write_lines(summary_lines(report, lang))
                return
            for lines in report_parts(report, lang):
                write_lines(lines)
        else:
            for part in _WRITERS[kind](report, lang):
                write(str(part))
        return
    for one in files:
        save(one.path, _WRITERS[one.kind](report, lang))
    write_lines(summary_lines(report, lang))
    if sys.stdout:
        sys.stdout.flush()
    for one in files:
        said = say("cli.written", name=one.path).text(lang)
        say_aside(paragraph(said, hang=2, style="green"))


def _may_be_a_form(path: Path, audited: set[Path]) -> bool:
    """Whether a file that stands in an audited folder was not written by us."""
    inside = audited.intersection(path.parents)
    if not inside or not path.exists() or not path.name.lower().endswith(KINDS):
        return False
    with suppress(OSError, BadZipFile, KeyError):
        if path.suffix.lower() == ".xlsx":
            with ZipFile(path) as book, book.open("docProps/core.xml") as about:
                return MARK.encode() not in about.read(_GLANCE)
        with path.open("rb") as file:
            return GENERATOR.encode() not in file.read(_GLANCE)
    return True


def _kind(name: str) -> str:
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        endings = ", ".join(_ENDINGS)
        raise ReportError("papers.output-kind", name=name, endings=endings)
    return _ENDINGS[ending]


def _resolved(path: str) -> Path:
    try:
        return Path(path).resolve()
    except (OSError, ValueError):
        return Path(path)

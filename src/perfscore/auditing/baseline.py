"""Findings that are known: a file of them, so that a run tells only what is new.

A finding is known again by its check, its form, what it is about and its figures; by
no row, no cell and no wording, so that rows may move and sentences be mended.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from perfscore.auditing.catalogue import checks
from perfscore.auditing.models import Finding
from perfscore.errors import SettingsError
from perfscore.forms.faults import fault
from perfscore.messages import Datum, Message
from perfscore.places import Place

Key: TypeAlias = "tuple[str, str, str, str, tuple[str, ...]]"
"""A finding's code, file, form, subject and figures."""

VERSION = 1
_HEAD = "perfscore-baseline"
_TEXTS = ("code", "name", "file", "form", "subject", "justification")
_ENTRY = (*_TEXTS, "figures", "count")
_MOST_BYTES = 256 * 2**20
_NUMERAL = re.compile(r"-?\d+(?:\.\d+)?%?")
_MOVING = frozenset({"row", "rows", "number", "place"})
"""The data of messages that say where something stands."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that are known.

    Attributes:
        counts: how often each is known.
        justifications: why a person holds some of them to be in order.
        file: the file that they stand in.
    """

    counts: Mapping[Key, int] = field(default_factory=dict)
    justifications: Mapping[Key, str] = field(default_factory=dict)
    file: str = ""


def key(finding: Finding) -> Key:
    """Return what a finding is known again by.

    Args:
        finding: the finding.

    Example:
        >>> from perfscore.auditing.models import Severity
        >>> from perfscore.messages import say
        >>> key(Finding(code="PS101", name="weights-do-not-add-up", form="附件1",
        ...     severity=Severity.ERROR, file="表/a.docx",
        ...     message=say("common.text", text="合计 110"),
        ...     evidence=say("common.text", text="100 + 10 = 110")))
        ('PS101', 'a.docx', '附件1', '', ('10', '100', '110', '110'))
    """
    figures = [*_figures(finding.message), *_figures(finding.evidence)]
    file = PurePosixPath(finding.file.replace("\\", "/")).name
    return (finding.code, file, finding.form, finding.subject, tuple(sorted(figures)))


def _figures(message: Message) -> Iterator[str]:
    for name, datum in message.data:
        if name not in _MOVING:
            yield from _figures_of(datum)


def _figures_of(datum: Datum) -> Iterator[str]:
    if isinstance(datum, Message):
        yield from _figures(datum)
    elif isinstance(datum, tuple):
        for one in datum:
            yield from _figures(one)
    else:
        yield from _NUMERAL.findall(datum)


def baseline_of(findings: Iterable[Finding], old: Baseline | None = None) -> Baseline:
    """Return findings as those that are known from now on.

    Args:
        findings: all findings of a run.
        old: what was known before; its justifications are kept.
    """
    counts: Counter[Key] = Counter()
    reasons = {} if old is None else dict(old.justifications)
    for finding in findings:
        own = key(finding)
        counts[own] += 1
        if finding.justification:
            reasons.setdefault(own, finding.justification)
    kept = {own: reason for own, reason in reasons.items() if own in counts}
    return Baseline(counts, kept, old.file if old else "")


def baseline_text(baseline: Baseline) -> str:
    """Return known findings as the text of a file.

    Args:
        baseline: the findings.

    Returns:
        JSON, the same for the same findings in any order.
    """
    # The names are for those who read the file; the codes alone count.
    names = {one.code: one.name for one in checks()}
    entries = []
    for own in sorted(baseline.counts):
        code, file, form, subject, figures = own
        entry: dict[str, object] = {
            "code": code,
            "name": names.get(code, ""),
            "file": file,
            "form": form,
            "subject": subject,
            "figures": list(figures),
            "count": baseline.counts[own],
        }
        if own in baseline.justifications:
            entry["justification"] = baseline.justifications[own]
        entries.append(entry)
    whole = {_HEAD: VERSION, "findings": entries}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read the findings that are known.

    Args:
        path: the file, as :func:`baseline_text` gives it; an entry may hold a
            ``justification``, which a person writes into it.

    Raises:
        SettingsError: it cannot be read, or is no such file.
    """
    place = Place(file=str(path))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SettingsError("choosing.baseline-large", place=place)
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = fault(error)
        raise SettingsError("choosing.unreadable", place=place, why=why) from None
    except json.JSONDecodeError as error:
        at = Place(file=str(path), line=error.lineno, character=error.colno)
        raise SettingsError("choosing.baseline-broken", place=at) from None
    except (UnicodeDecodeError, RecursionError):
        raise SettingsError("choosing.baseline-broken", place=place) from None
    if not isinstance(data, dict) or data.get(_HEAD) != VERSION:
        raise SettingsError("choosing.no-baseline", place=place)
    entries = data.get("findings")
    if not isinstance(entries, list) or data.keys() - {_HEAD, "findings"}:
        raise SettingsError("choosing.no-baseline", place=place)
    counts: Counter[Key] = Counter()
    reasons = {}
    for number, entry in enumerate(entries, start=1):
        own, count, reason = _entry(entry, number, place)
        counts[own] += count
        if reason:
            reasons[own] = reason
    return Baseline(counts, reasons, str(path))


def _entry(entry: object, number: int, place: Place) -> tuple[Key, int, str]:
    if not isinstance(entry, dict):
        raise SettingsError("choosing.bad-entry", place=place, number=number)
    for name in entry:
        if name not in _ENTRY:
            near = get_close_matches(str(name), _ENTRY, n=1, cutoff=0)[0]
            raise SettingsError(
                "choosing.entry-key", place=place, number=number, name=name, near=near
            )
    figures, count = entry.get("figures", []), entry.get("count", 1)
    texts = {name: entry.get(name, "") for name in _TEXTS}
    sound = (
        all(isinstance(text, str) for text in texts.values())
        and isinstance(figures, list)
        and all(isinstance(one, str) for one in figures)
        and isinstance(count, int)
        and count > 0
        and texts["code"]
    )
    if not sound:
        raise SettingsError("choosing.bad-entry", place=place, number=number)
    own = (*(texts[name] for name in ("code", "file", "form", "subject")),)
    code, file, form, subject = own
    reason = texts["justification"].strip()
    return (code, file, form, subject, tuple(figures)), count, reason

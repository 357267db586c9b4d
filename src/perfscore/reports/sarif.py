"""An audit as SARIF 2.1.0, for pipelines and code-scanning tools."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from perfscore.auditing.catalogue import Check, checks
from perfscore.auditing.models import Finding, Unread
from perfscore.auditing.pages import sections
from perfscore.messages import Lang, number_text
from perfscore.places import Place
from perfscore.reports.tallies import Report, finding_form, tally
from perfscore.reports.words import paper, word

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "perfscore/v1"
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def audit_sarif(report: Report, lang: Lang = "zh") -> str:
    """Write an audit as SARIF, the same for the same audit byte for byte.

    Args:
        report: the report.
        lang: the language of its texts.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> log = json.loads(audit_sarif(AuditReport(findings=(), scorecards=())))
        >>> log["version"], log["runs"][0]["results"]
        ('2.1.0', [])
    """
    return "".join(sarif_parts(report, lang))


def sarif_parts(report: Report, lang: Lang = "zh") -> Iterator[str]:
    """Yield the text of :func:`audit_sarif` piece by piece, so that none is kept.

    Args:
        report: the report.
        lang: the language of its texts.
    """
    rules = checks()
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, rules, lang)]}
    head, gap, end = json.dumps(log, ensure_ascii=False, indent=1).rpartition("[]")
    indices = {rule.code: index for index, rule in enumerate(rules)}
    names = tally(report, lang).names()
    seen: Counter[str] = Counter()
    comma = ""
    yield f"{head}["
    for one in report.findings:
        result = _result(one, finding_form(one, names), indices, seen, lang)
        yield f"{comma}\n{json.dumps(result, ensure_ascii=False)}"
        comma = ","
    yield f"]{end}\n" if gap else ""


def _run(report: Report, rules: tuple[Check, ...], lang: Lang) -> dict[str, Any]:
    """Return a run with no results yet; they come last."""
    return {
        "tool": {
            "driver": {
                "name": "perfscore",
                "version": version("perfscore"),
                "rules": [_rule(rule, lang) for rule in rules],
            }
        },
        "language": _LANGUAGES[lang],
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unread,
                "toolExecutionNotifications": [
                    _notification(one, lang) for one in report.unread
                ],
            }
        ],
        "results": [],
    }


def _rule(rule: Check, lang: Lang) -> dict[str, Any]:
    first, *rest = sections(rule, lang)
    text = "\n\n".join(f"{one.heading}\n{one.text}" for one in rest)
    marked = "\n\n".join(f"**{one.heading}** {one.text}" for one in rest)
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title.text(lang)},
        "fullDescription": {"text": first.text},
        "help": {"text": text, "markdown": marked},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"alias": rule.name, "since": rule.since},
    }


def _result(
    one: Finding,
    form: str,
    indices: dict[str, int],
    seen: Counter[str],
    lang: Lang,
) -> dict[str, Any]:
    result: dict[str, Any] = {"ruleId": one.code}
    if one.code in indices:
        result["ruleIndex"] = indices[one.code]
    result["level"] = str(one.severity)
    result["message"] = {"text": _text(one, lang)}
    result["locations"] = [_location(one, form, lang)]
    result["partialFingerprints"] = {FINGERPRINT: _fingerprint(one, seen)}
    if one.justification:
        told = {"kind": "external", "justification": one.justification}
        result["suppressions"] = [told]
    if one.points is not None:
        result["properties"] = {"points": number_text(one.points)}
    return result


def _text(one: Finding, lang: Lang) -> str:
    message, evidence = one.message.text(lang), one.evidence.text(lang)
    texts = [message]
    if evidence not in message:
        texts.append(paper("named", lang, name=word("evidence", lang), text=evidence))
    if hint := one.message.hint(lang):
        texts.append(paper("named", lang, name=word("advice", lang), text=hint))
    return "\n".join(texts)


def _location(one: Finding, form: str, lang: Lang) -> dict[str, Any]:
    location = _where(one.place, one.file, lang)
    subject = one.subject
    if one.number is not None:
        subject = word("row", lang, number=one.number, name=one.subject)
    path = [part for part in (form, subject) if part]
    if path:
        name = {"name": path[-1], "fullyQualifiedName": "/".join(path)}
        location["logicalLocations"] = [name]
    return location


def _where(place: Place, file: str, lang: Lang) -> dict[str, Any]:
    """Return where a thing stands; a region only where the file has lines."""
    found: dict[str, Any] = {}
    name = place.file or file
    if name:
        # A colon would make the name's beginning the scheme of an address.
        uri = quote(name.replace("\\", "/"), safe="/")
        found["physicalLocation"] = {"artifactLocation": {"uri": uri}}
        if place.line:
            region = {"startLine": place.line}
            if place.character:
                region["startColumn"] = place.character
            found["physicalLocation"]["region"] = region
    if text := place.text(lang):
        found["message"] = {"text": text}
    return found


def _notification(one: Unread, lang: Lang) -> dict[str, Any]:
    texts = (one.form, one.message.text(lang), one.message.hint(lang))
    found: dict[str, Any] = {
        "level": "error",
        "message": {"text": "\n".join(text for text in texts if text)},
    }
    where = _where(one.place, one.file, lang)
    return {**found, "locations": [where]} if where else found


def _fingerprint(one: Finding, seen: Counter[str]) -> str:
    """Return what stays the same for a finding while its figures change."""
    parts = (one.code, one.file, one.form, one.number, one.subject)
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"

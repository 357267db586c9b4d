"""An audit as lean JSON for other programs; its schema is published beside it.

What a reader needs of every form stands once: its facts, scores and findings. Exact
numbers are ``"n/d"`` text (``"9/2"``, ``"10"``), scores are text, nothing is a float,
and what is blank is left out. Sources of rules stand in one list, and items name them
by their index. ``to_json`` writes the whole records, for reading them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from perfscore.auditing.differences import Differences
from perfscore.auditing.models import Finding, Unread
from perfscore.forms.models import BudgetLine, Form
from perfscore.messages import LANGS, Message
from perfscore.places import NOWHERE, Place
from perfscore.reports.tallies import Report, Tallies, finding_form, tally
from perfscore.reports.words import verdict_shown
from perfscore.scoring.models import Citation, ItemScore, Scorecard
from perfscore.values.sets import ScoreRange

FORMAT = "perfscore-audit"
SCHEMA_VERSION = 1
SCHEMA_FILE = "audit-report.schema.json"


def audit_json(report: Report) -> str:
    """Write an audit as lean JSON, the same for the same audit byte for byte.

    Args:
        report: the report.

    Example:
        >>> from perfscore.auditing.models import AuditReport
        >>> text = audit_json(AuditReport(findings=(), scorecards=()))
        >>> json.loads(text)["summary"]["forms"]
        0
    """
    return "".join(audit_json_parts(report))


def audit_json_parts(report: Report) -> Iterator[str]:
    """Yield the text of :func:`audit_json` piece by piece, so that none is kept.

    Args:
        report: the report.
    """
    counted = tally(report, LANGS[0])
    names = counted.names()
    sources = _Sources()
    head = json.dumps(_head(report, counted), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}")
    lists: tuple[tuple[str, Iterable[dict[str, Any]]], ...] = (
        (
            "findings",
            (_finding(one, finding_form(one, names)) for one in report.findings),
        ),
        ("unread", map(_unread, report.unread)),
        (
            "forms",
            (
                _form(number, card, sources)
                for number, card in enumerate(report.scorecards, start=1)
            ),
        ),
        ("sources", map(_source, sources.listed)),
    )
    for name, records in lists:
        comma = ""
        yield f',\n "{name}": ['
        for record in records:
            yield f"{comma}\n  {json.dumps(record, ensure_ascii=False)}"
            comma = ","
        yield "\n ]" if comma else "]"
    yield "\n}\n"


def audit_schema() -> str:
    """Return the JSON Schema of what :func:`audit_json` writes.

    Example:
        >>> json.loads(audit_schema())["properties"]["format"]["const"]
        'perfscore-audit'
    """
    place = files("perfscore.reports").joinpath(SCHEMA_FILE)
    return place.read_text(encoding="utf-8")


def _head(report: Report, counted: Tallies) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": SCHEMA_VERSION,
        "perfscore": version("perfscore"),
        "summary": {
            "forms": len(counted.forms),
            **{str(severity): count for severity, count in report.counts.items()},
            "unread": len(report.unread),
            "known": report.known,
            "exit_code": report.exit_code,
            "claims": {str(one): _exact(sum_) for one, sum_ in counted.claims.items()},
            "differences": _differences(report.differences),
        },
        "checks": [
            {
                "code": one.code,
                "name": one.name,
                "title": _both(one.title),
                **{str(severity): count for severity, count in one.counts.items()},
                "forms": one.forms,
                **_filled(points=_score(one.points)),
            }
            for one in counted.checks
        ],
    }


def _differences(found: Differences) -> dict[str, Any]:
    return {
        **found.by_band(),
        "points_claimed": _exact(found.claimed),
        "points_above": _exact(found.above),
        "points_below": _exact(found.below),
    }


def _finding(one: Finding, form: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "severity": str(one.severity),
        **_filled(
            form=form,
            file=one.file,
            scorecard=one.scorecard,
            row=one.number,
            subject=one.subject,
        ),
        "message": _both(one.message),
        "evidence": _both(one.evidence),
        **_filled(
            hint=_hint(one.message),
            points=_score(one.points),
            place=_place(one.place),
            justification=one.justification,
        ),
    }


def _unread(one: Unread) -> dict[str, Any]:
    return {
        "file": one.file,
        **_filled(form=one.form),
        "message": _both(one.message),
        **_filled(hint=_hint(one.message), place=_place(one.place)),
    }


def _form(number: int, card: Scorecard, sources: _Sources) -> dict[str, Any]:
    form = card.form
    return {
        "scorecard": number,
        "name": form.name,
        "kind": str(form.kind),
        "scope": str(form.scope),
        **_filled(
            title=form.title,
            label=form.label,
            file=form.file,
            office=form.office,
            department=form.department,
            implementer=form.implementer,
            project=form.project,
            year=form.year,
            period=form.period,
            money_unit=form.money_unit,
            goal=form.goal,
            goal_actual=form.goal_actual,
        ),
        "budget": [_budget(line) for line in form.budget],
        "level1": [
            {"name": one.name, **_filled(weight=_exact(one.weight))}
            for one in form.level1
        ],
        **_filled(**_declared(form)),
        "score": _card(card),
        "items": [_item(item, sources) for item in card.items],
    }


def _declared(form: Form) -> dict[str, Any]:
    return {
        "rows_weight": _exact(form.rows_weight),
        "total_weight": _exact(form.total_weight),
        "total_claimed": _exact(form.total_claimed),
        "claimed_rating": form.rating,
    }


def _budget(line: BudgetLine) -> dict[str, Any]:
    return {
        "name": line.name,
        **_filled(
            is_total=line.is_total or None,
            initial=_exact(line.initial),
            adjusted=_exact(line.adjusted),
            executed=_exact(line.executed),
            execution_rate=_exact(line.execution_rate),
            weight=_exact(line.weight),
            claimed=_exact(line.claimed),
            reviewed=_exact(line.reviewed),
        ),
    }


def _card(card: Scorecard) -> dict[str, Any]:
    return {
        "ruleset": card.ruleset,
        "fingerprint": card.fingerprint,
        **_filled(by_analogy=card.by_analogy or None, points=_score(card.points)),
        "points_range": _range(card.points_range),
        "max_points": _exact(card.max_points),
        **_filled(score=_score(card.score)),
        "range": _range(card.range),
        **_filled(rating=card.rating),
        "ratings": list(card.ratings),
        "claims": {str(one): _exact(points) for one, points in card.verdicts.items()},
        **_filled(
            left_out=list(card.left_out), remarks=[_both(one) for one in card.remarks]
        ),
    }


def _item(item: ItemScore, sources: _Sources) -> dict[str, Any]:
    rule = item.rule
    several = len(item.readings) > 1
    decision = item.decision
    return {
        **_filled(row=item.number),
        "kind": str(item.kind),
        "name": item.name,
        **_filled(
            level1=item.level1,
            level2=item.level2,
            target=item.target.text,
            actual=item.actual.text,
        ),
        "weight": _exact(item.weight),
        **_filled(
            weight_inferred=item.weight_inferred or None,
            claimed=_exact(item.claimed),
            score=_score(item.score),
        ),
        "range": _range(item.range),
        **_filled(pieces=[str(one) for one in item.pieces] if item.pieces[1:] else []),
        "status": str(item.status),
        "verdict": str(verdict_shown(item)),
        "evidence": str(item.evidence),
        **_filled(
            rate=_exact(item.rate),
            readings={name: str(found) for name, found in item.readings.items()}
            if several
            else {},
            method=rule.method if rule else None,
            formula=_both(rule.formula) if rule else None,
            because=_both(rule.because) if rule else None,
            source=sources.index(item.source),
            clause=item.clause,
            remarks=[_both(one) for one in item.remarks],
            decision=_filled(
                reason=decision.reason,
                score=_score(decision.score),
                reading=decision.reading,
                actual=decision.actual,
                grade=decision.grade,
            )
            if decision
            else {},
            place=_first(item.places),
        ),
    }


def _first(places: Mapping[str, Place]) -> str:
    """Return where a row stands: its name, or the first of its fields."""
    found: Iterable[Place] = places.values()
    place = places.get("name") or next(iter(found), NOWHERE)
    return _place(place)


class _Sources:
    """The citations of a report, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.listed: list[Citation] = []
        self.indices: dict[Citation, int] = {}

    def index(self, source: Citation | None) -> int | None:
        """Return the index of a citation."""
        if source is None:
            return None
        if source not in self.indices:
            self.indices[source] = len(self.listed)
            self.listed.append(source)
        return self.indices[source]


def _source(one: Citation) -> dict[str, Any]:
    return {
        "document": one.document,
        **_filled(clause=one.clause, address=one.address),
        "status": one.status,
    }


def _filled(**fields: object) -> dict[str, Any]:
    """Return the fields that are not blank; 0 is not blank."""
    blank: tuple[object, ...] = (None, "", [], {})
    return {name: value for name, value in fields.items() if value not in blank}


def _both(message: Message) -> dict[str, str]:
    return {lang: message.text(lang) for lang in LANGS}


def _hint(message: Message) -> dict[str, str]:
    return _filled(**{lang: message.hint(lang) for lang in LANGS})


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else str(Fraction(number))


def _score(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _place(place: Place) -> str:
    return place.text(LANGS[0])


def _range(found: ScoreRange) -> dict[str, Any]:
    ends = {"low": _score(found.low), "high": _score(found.high)}
    return ends | dict(_open(found))


def _open(found: ScoreRange) -> Iterator[tuple[str, bool]]:
    if found.low_open:
        yield "low_open", True
    if found.high_open:
        yield "high_open", True

"""Audits that reports are written of."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.models import AuditReport, Unread
from perfscore.forms.models import BudgetLine, Form, FormKind, Indicator, Scope
from perfscore.messages import say
from perfscore.values.parse import parse_value

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a\x00b\x1b[31m\u202ec",
    "{=1+1}",
    '=HYPERLINK("http://example.invalid")',
)


@pytest.fixture(scope="session")
def lukou_report() -> AuditReport:
    """Return the audit of six published self-evaluations."""
    return audit(EXAMPLES / "lukou-2022.docx")


@pytest.fixture(scope="session")
def hengyang_report() -> AuditReport:
    """Return the audit of four target forms with made-up actuals."""
    return audit(
        EXAMPLES / "hengyang-2024.docx",
        "hengyang-2024",
        actuals=EXAMPLES.parent / "data/hengyang-2024-actuals.csv",
    )


@pytest.fixture(scope="session")
def hostile_report() -> AuditReport:
    """Return the audit of a form whose every text is an attack, and an unread file."""
    rows = tuple(
        Indicator(
            number=number,
            level1=text,
            level2=text,
            name=text,
            target=parse_value("≥10次"),
            actual=parse_value("8次"),
            weight=Fraction(10),
            claimed=Fraction(10),
            reason=text,
        )
        for number, text in enumerate(HOSTILE, start=1)
    )
    line = BudgetLine(
        name=HOSTILE[0],
        is_total=True,
        adjusted=Fraction(50),
        executed=Fraction(40),
        execution_rate=Fraction(9, 10),
        weight=Fraction(10),
        claimed=Fraction(10),
    )
    form = Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title=HOSTILE[4],
        label=HOSTILE[0],
        project="[a]:b*?/\\'" + HOSTILE[4],
        office=HOSTILE[3],
        file=HOSTILE[5],
        money_unit="万元",
        budget=(line,),
        indicators=rows,
        total_weight=Fraction(100),
        total_claimed=Fraction(100),
    )
    found = audit([form, form])
    unread = Unread(file=HOSTILE[4], message=say("common.text", text=HOSTILE[5]))
    return AuditReport(
        findings=found.findings, scorecards=found.scorecards, unread=(unread,)
    )


@pytest.fixture(scope="session")
def offices_report() -> AuditReport:
    """Return the audit of four forms.

    Two are of one office, 9 and 10 of 10 points; a third names none; and another office
    has targets only.
    """
    forms = [
        _roads("9", "9", office="交通局", year=2023),
        _roads("10", "10", office="交通局", year=2024),
        _roads("5", "8"),
        _roads("", None, office="水务局", kind=FormKind.TARGET),
    ]
    return audit(forms)


def _roads(actual: str, claimed: str | None, **fields: Any) -> Form:
    row = Indicator(
        number=1,
        level1="产出指标",
        name="养护里程",
        target=parse_value("≥10公里"),
        actual=parse_value(actual),
        weight=Fraction(10),
        claimed=None if claimed is None else Fraction(claimed),
    )
    head: dict[str, Any] = {
        "kind": FormKind.SELF_EVALUATION,
        "scope": Scope.PROJECT,
        "title": "项目支出绩效自评表",
        "project": "道路养护",
    }
    return Form(**head | fields, indicators=(row,))

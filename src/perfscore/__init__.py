"""Exact, explained scores for Chinese budget-performance forms.

Every name here loads its part of the library when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from perfscore.display import paint_with, write_with

if TYPE_CHECKING:
    from perfscore.auditing.audit import audit
    from perfscore.auditing.models import AuditReport, Finding
    from perfscore.errors import (
        FormulaError,
        PerfscoreError,
        ReadError,
        ReportError,
        RuleSetError,
        ScoringError,
        SettingsError,
        WrongArgument,
    )
    from perfscore.forms.models import BudgetLine, Form, Indicator
    from perfscore.forms.read import read_form, read_forms
    from perfscore.reports.jsonio import from_json, to_json
    from perfscore.reports.writing.write import write_form
    from perfscore.rules.library import load_ruleset, rulesets
    from perfscore.rules.ruleset import RuleSet
    from perfscore.scoring.card import score
    from perfscore.scoring.compare import Comparison, compare
    from perfscore.scoring.item import score_indicator
    from perfscore.scoring.models import ItemScore, Scorecard
    from perfscore.values.parse import parse_value
    from perfscore.values.sets import ScoreRange, ScoreSet
    from perfscore.values.value import Value

    __version__: str

_HOMES = {
    "AuditReport": "auditing.models",
    "BudgetLine": "forms.models",
    "ClauseReading": "rules.clauses.reader",
    "Comparison": "scoring.compare",
    "Finding": "auditing.models",
    "Form": "forms.models",
    "FormulaError": "errors",
    "Indicator": "forms.models",
    "ItemScore": "scoring.models",
    "PerfscoreError": "errors",
    "ReadError": "errors",
    "ReportError": "errors",
    "RuleSet": "rules.ruleset",
    "RuleSetError": "errors",
    "ScoreRange": "values.sets",
    "ScoreSet": "values.sets",
    "Scorecard": "scoring.models",
    "ScoringError": "errors",
    "SettingsError": "errors",
    "Value": "values.value",
    "WrongArgument": "errors",
    "audit": "auditing.audit",
    "compare": "scoring.compare",
    "from_json": "reports.jsonio",
    "load_ruleset": "rules.library",
    "parse_value": "values.parse",
    "read_clause": "rules.clauses.reader",
    "read_form": "forms.read",
    "read_forms": "forms.read",
    "rulesets": "rules.library",
    "score": "scoring.card",
    "score_indicator": "scoring.item",
    "to_json": "reports.jsonio",
    "write_form": "reports.writing.write",
}

__all__ = [
    "AuditReport",
    "BudgetLine",
    "ClauseReading",
    "Comparison",
    "Finding",
    "Form",
    "FormulaError",
    "Indicator",
    "ItemScore",
    "PerfscoreError",
    "ReadError",
    "ReportError",
    "RuleSet",
    "RuleSetError",
    "ScoreRange",
    "ScoreSet",
    "Scorecard",
    "ScoringError",
    "SettingsError",
    "Value",
    "WrongArgument",
    "__version__",
    "audit",
    "compare",
    "from_json",
    "load_ruleset",
    "parse_value",
    "read_clause",
    "read_form",
    "read_forms",
    "rulesets",
    "score",
    "score_indicator",
    "to_json",
    "write_form",
]

paint_with("Form", "perfscore.reports.html:form_html")
paint_with("ItemScore", "perfscore.reports.html:item_html")
paint_with("Scorecard", "perfscore.reports.html:scorecard_html")
paint_with("Comparison", "perfscore.reports.compare:comparison_html")
paint_with("AuditReport", "perfscore.reports.html:report_html")
write_with("AuditReport", "html", "perfscore.reports.page:audit_page")
write_with("AuditReport", "json", "perfscore.reports.audit_json:audit_json")
write_with("AuditReport", "junit", "perfscore.reports.junit:audit_junit")
write_with("AuditReport", "sarif", "perfscore.reports.sarif:audit_sarif")
write_with("AuditReport", "xlsx", "perfscore.reports.workpaper:save_workpaper")
write_with("Form", "json", "perfscore.reports.jsonio:to_json")
write_with("Scorecard", "json", "perfscore.reports.jsonio:to_json")


def __getattr__(name: str) -> object:
    if name == "__version__":
        found: object = import_module("importlib.metadata").version("perfscore")
    elif name in _HOMES:
        found = getattr(import_module(f"perfscore.{_HOMES[name]}"), name)
    else:
        message = f"module 'perfscore' has no attribute {name!r}"
        raise AttributeError(message)
    # The next look finds it without coming here.
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""The lean JSON of an audit: its schema, its figures, its size."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from perfscore.auditing.models import AuditReport
from perfscore.reports.audit_json import audit_schema
from perfscore.reports.jsonio import to_json

SCHEMA = json.loads(audit_schema())
REPORTS = ("lukou_report", "hengyang_report", "hostile_report")


def _floats(data: Any) -> list[float]:
    if isinstance(data, dict):
        return [one for value in data.values() for one in _floats(value)]
    if isinstance(data, list):
        return [one for value in data for one in _floats(value)]
    return [data] if isinstance(data, float) else []


def test_the_schema_is_a_good_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", REPORTS)
def test_reports_keep_the_schema(name: str, request: pytest.FixtureRequest) -> None:
    report: AuditReport = request.getfixturevalue(name)
    data = json.loads(report.to_json())

    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert _floats(data) == []
    assert report.to_json() == report.to_json()
    assert len(data["findings"]) == len(report.findings)


def test_the_schema_refuses_what_is_not_in_it(lukou_report: AuditReport) -> None:
    data = json.loads(lukou_report.to_json())
    data["forms"][0]["items"][0]["weight"] = 10.0

    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(data)


def test_figures_of_lukou(lukou_report: AuditReport) -> None:
    """附件3-3 spent 523.12 of 31.6: 1655.44 %, printed as 100 %."""
    data = json.loads(lukou_report.to_json())
    form = data["forms"][3]

    assert [one["scorecard"] for one in data["forms"]] == [1, 2, 3, 4, 5, 6]
    assert form["budget"][0]["executed"] == "13078/25"
    assert form["budget"][0]["adjusted"] == "158/5"
    assert form["budget"][0]["execution_rate"] == "1"
    assert form["items"][-1]["rate"] == "6539/395"
    assert form["score"]["max_points"] == "110"
    rate = [one for one in data["findings"] if one["code"] == "PS104"]
    assert [one["scorecard"] for one in rate] == [4]
    assert data["sources"][form["items"][0]["source"]]["document"] == "财预〔2020〕10号"


def test_it_is_lean(lukou_report: AuditReport) -> None:
    """Whole records take fifteen times as much."""
    lean, whole = len(lukou_report.to_json()), len(to_json(lukou_report))

    assert 10 * lean < whole
    assert lean < 20_000 * len(lukou_report.scorecards)

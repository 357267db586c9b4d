"""SARIF and JUnit XML as the tools of pipelines read them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from junitparser import Error, Failure, JUnitXml

from perfscore.auditing.catalogue import checks
from perfscore.auditing.models import AuditReport, Severity

DATA = Path(__file__).parent / "data"
SARIF = json.loads((DATA / "sarif-2.1.0-parts.schema.json").read_text("utf-8"))
REPORTS = ("lukou_report", "hengyang_report", "hostile_report")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_sarif_keeps_the_standard(
    name: str, lang: str, request: pytest.FixtureRequest
) -> None:
    report: AuditReport = request.getfixturevalue(name)
    text = report.to_sarif(lang)  # type: ignore[arg-type]
    log = json.loads(text)

    jsonschema.Draft202012Validator(SARIF).validate(log)
    assert text == report.to_sarif(lang)  # type: ignore[arg-type]
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(report.findings)
    prints = [one["partialFingerprints"]["perfscore/v1"] for one in run["results"]]
    assert len(set(prints)) == len(prints)
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == finding.severity
    told = run["invocations"][0]["toolExecutionNotifications"]
    assert len(told) == len(report.unread)


def test_sarif_says_where_and_why(lukou_report: AuditReport) -> None:
    run = json.loads(lukou_report.to_sarif("en"))["runs"][0]
    rate = next(one for one in run["results"] if one["ruleId"] == "PS104")
    place = rate["locations"][0]

    assert "1655.44" in rate["message"]["text"]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "lukou-2022.docx"
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("附件3-3")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_junit_is_read_by_a_consumer(
    name: str, lang: str, request: pytest.FixtureRequest
) -> None:
    report: AuditReport = request.getfixturevalue(name)
    text = report.to_junit(lang)  # type: ignore[arg-type]
    read = JUnitXml.fromstring(text.encode())
    suites = list(read)
    cases = [case for suite in suites for case in suite]
    results = [one for case in cases for one in case.result]

    assert text == report.to_junit(lang)  # type: ignore[arg-type]
    failures = [one for one in results if isinstance(one, Failure)]
    errors = [one for one in results if isinstance(one, Error)]
    grave = {
        (one.scorecard, one.code)
        for one in report.findings
        if one.severity is not Severity.NOTE
    }
    assert (read.failures, len(failures)) == (len(grave), len(grave))
    assert (read.errors, len(errors)) == (len(report.unread), len(report.unread))
    assert read.tests == len(cases) == sum(suite.tests for suite in suites)
    every = len(checks())
    assert all(len(list(suite)) == every for suite in suites[: len(report.scorecards)])


def test_junit_notes_do_not_fail(lukou_report: AuditReport) -> None:
    """Notes do not set the exit code; they stand in the output of their case."""
    root = ET.fromstring(lukou_report.to_junit())  # noqa: S314 -- written just now
    noted = [
        case
        for case in root.iter("testcase")
        if case.find("system-out") is not None and case.find("failure") is None
    ]

    assert noted
    assert all("提示" in (case.findtext("system-out") or "") for case in noted)


def test_junit_says_whose_form_a_suite_is(offices_report: AuditReport) -> None:
    root = ET.fromstring(offices_report.to_junit())  # noqa: S314 -- written just now
    about = [
        {one.get("name"): one.get("value") for one in suite.iter("property")}
        for suite in root.iter("testsuite")
    ]

    assert about[0] == {"office": "交通局", "year": "2023"}
    assert about[2] == {}
    assert about[3] == {"office": "水务局"}

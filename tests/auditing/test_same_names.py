"""Findings of forms that share a file and a name stay with their own form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from perfscore.auditing.audit import report
from perfscore.auditing.models import AuditReport
from perfscore.reports.html import report_html
from perfscore.reports.jsonio import from_json, to_json
from perfscore.reports.layout import plain
from perfscore.reports.terminal import report_lines


def _two(make: Any) -> AuditReport:
    """Audit two forms of one name; only the second is wrong."""
    right = make([{}] * 10, file="a.docx", number=1)
    wrong = make([{}] * 8, file="a.docx", number=2)
    return report([right, wrong])


def test_each_finding_names_the_scorecard_it_is_about(make: Any) -> None:
    found = _two(make)

    assert {one.scorecard for one in found.findings} == {2}
    assert from_json(to_json(found), AuditReport) == found


def test_the_terminal_shows_findings_under_their_own_form(make: Any) -> None:
    text = plain(report_lines(_two(make)))
    first, second = text.split("附件3-1 水电维修费")[1:3]

    assert "未发现问题" in first
    assert "PS101" not in first
    assert "PS101" in second


def test_forms_of_one_name_are_counted_one_by_one(make: Any) -> None:
    wrong = make([{}] * 8, file="a.docx")
    text = plain(report_lines(report([wrong, replace(wrong)])))

    line = next(one for one in text.splitlines() if "分值合计不符" in one)
    # Eight rows of 10 points make 80: two errors in two forms, 20 points in each.
    assert line.split() == ["PS101", "分值合计不符", "2", "2", "40"]


def test_the_page_numbers_forms_of_one_name(make: Any) -> None:
    html = report_html(_two(make))
    one = report_html(report([make([{}] * 8, file="a.docx")]))

    assert "<td>附件3-1 水电维修费（第2张）</td>" in html
    assert "<td>附件3-1 水电维修费</td>" in one

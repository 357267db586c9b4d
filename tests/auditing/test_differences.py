"""Claimed minus recomputed scores, over a form and as reports show it."""

from __future__ import annotations

import io
import json
from fractions import Fraction

import openpyxl
import pytest

import perfscore as ps
from perfscore.auditing.models import AuditReport
from perfscore.reports.workpaper import workpaper

# 90 of 100 earns 9 of 10 points, so each claim is off by itself minus 9; words that
# repeat their target are worth anything from 0 to 10.
CLAIMS = ("9", "9.5", "10", "10", "8.5", "5", "2")
EXPECTED = {
    "below-5": 1,  # 2 - 9
    "below-1": 1,  # 5 - 9
    "below": 1,  # 8.5 - 9
    "same": 1,
    "above": 3,  # 9.5 - 9, and twice 10 - 9: just not more than a point
    "above-1": 0,
    "above-5": 0,
    "open": 1,
}
FORM = (
    "项目支出绩效自评表（2023年度）\n项目名称\t巡检\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    + "".join(
        f"产出指标\t数量指标\t巡检点位{number}\t≥100个\t90个\t10\t{claim}\n"
        for number, claim in enumerate(CLAIMS, start=1)
    )
    + "效益指标\t社会效益指标\t秩序\t持续改善\t持续改善\t10\t8\n"
)


@pytest.fixture(scope="module")
def report() -> AuditReport:
    return ps.audit(ps.read_form(FORM.encode()))


def test_claims_are_counted_by_how_far_they_are_off(report: AuditReport) -> None:
    found = report.differences

    assert dict(found.by_band()) == EXPECTED
    assert (found.count, found.claimed) == (8, Fraction(62))
    assert found.above == Fraction("0.5") + 1 + 1
    assert found.below == Fraction("0.5") + 4 + 7
    assert (found + found).by_band() == {key: 2 * n for key, n in EXPECTED.items()}


def test_reports_show_the_distribution(report: AuditReport) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workpaper(report)), data_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if row[1:4] == ("自评分", "项数", "占比"))
    page = report.to_html("en")

    assert [row[2] for row in rows[at + 1 : at + 9]] == list(EXPECTED.values())
    assert [row[3] for row in rows[at + 1 : at + 9]] == [
        pytest.approx(count / 8) for count in EXPECTED.values()
    ]
    assert "8 scores, 62 points claimed, 2.5 above, 11.5 below" in page
    assert page.count('<rect class="held" y="1" width="112.5" height="10"/>') == 1
    said = json.loads(report.to_json())["summary"]["differences"]
    assert {key: said[key] for key in EXPECTED} == EXPECTED

"""The published forms of Lukou and Hengyang, and two more: every finding, no other.

What is expected was read off the documents by hand. Notes about how a document was read
(PS602), what was inferred (PS306) and words that repeat (PS202) are left aside.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfscore.auditing.audit import audit
from perfscore.auditing.models import Finding

DATA = Path(__file__).parents[1] / "forms" / "data"
FINDINGS = Path(__file__).parents[2] / "docs" / "findings"
ASIDE = {"PS202", "PS306", "PS602"}
ACROSS = "PS5"
"""Checks over several forms have expectations of their own."""


def _found(name: str) -> list[Finding]:
    return [
        one
        for one in audit(DATA / name).findings
        if one.code not in ASIDE and not one.code.startswith(ACROSS)
    ]


# The file, then of each finding: the form, the code, the row, the severity's initial.
EXPECTED = {
    "lukou-2026-services.txt": """
        1 PS404 3 w
        1 PS404 6 w
        1 PS405 7 w
        1 PS411 5 w
        2 PS407 - n
        3 PS407 - n
        3 PS413 2 n
        4 PS406 6 w
        4 PS407 - n
        5 PS407 - n
        6 PS406 9 w
        6 PS407 - n
    """,
    "lukou-2026-office.txt": """
        1 PS409 6 n
        2 PS402 1 w
        3 PS408 - n
        3 PS412 5 w
        3 PS414 2 n
        3 PS414 3 n
    """,
    "lukou-2026-finance.txt": """
        1 PS421 23 n
        2 PS421 5 n
        3 PS402 14 w
        4 PS401 4 e
        4 PS402 9 w
        4 PS409 - n
        4 PS421 6 n
        5 PS409 - n
        5 PS421 6 n
    """,
    "hengyang-2024.txt": """
        1 PS302 2 w
        1 PS403 1 w
        4 PS302 1 w
    """,
    "lukou-2022.txt": """
        1 PS101 - e
        1 PS102 - e
        1 PS207 - n
        1 PS415 7 w
        1 PS417 6 n
        1 PS417 7 n
        1 PS421 5 n
        2 PS101 - e
        2 PS102 - e
        2 PS109 - n
        2 PS207 - n
        2 PS415 6 w
        2 PS416 2 w
        2 PS421 3 n
        3 PS101 - e
        3 PS102 - e
        3 PS109 - n
        3 PS207 - n
        3 PS415 6 w
        3 PS421 3 n
        4 PS101 - e
        4 PS102 - e
        4 PS104 - e
        4 PS106 - w
        4 PS109 - n
        4 PS207 - n
        4 PS303 - n
        4 PS413 1 n
        4 PS415 6 w
        4 PS421 - n
        5 PS101 - e
        5 PS102 - e
        5 PS109 - n
        5 PS207 - n
        5 PS415 6 w
        5 PS421 - n
        6 PS101 - e
        6 PS102 - e
        6 PS109 - n
        6 PS110 - n
        6 PS207 - n
        6 PS415 6 w
        6 PS421 - n
    """,
    "suixi-2019.txt": """
        1 PS109 - n
        1 PS201 10 w
        1 PS308 4 e
        1 PS308 8 e
        1 PS309 3 n
        1 PS309 7 n
        1 PS423 - n
    """,
    "yongde-2022.txt": """
        1 PS301 6 e
        1 PS307 3 e
        1 PS420 7 n
    """,
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_finding_of_a_published_form_and_no_other(name: str) -> None:
    found = [
        f"{one.scorecard} {one.code} {one.number or '-'} {one.severity.value[0]}"
        for one in _found(name)
    ]

    assert found == [line.strip() for line in EXPECTED[name].strip().splitlines()]


FIGURES = """
lukou-2026-services.txt PS404 指标值说明“维修合格次数不低于12次”，相差 228 次/年
lukou-2026-services.txt PS404 “水电气费减少数不低于5%”，相差 2 个百分点
lukou-2026-services.txt PS405 说明却是“绿植死亡率不高于2%”
lukou-2026-services.txt PS406 “服务满意度≥95%”；第 6 项“各单位满意度”：≥97%
lukou-2026-services.txt PS406 第 9 项“服务单位满意率”：≥98%
lukou-2026-services.txt PS407 网络连通率≥99.5%、故障响应及时率≥99%
lukou-2026-office.txt PS402 681.07191 是 681.071914 舍去末位的结果，少 0.000004 万元
lukou-2026-finance.txt PS401 “< 0次”：最少为 0，而 0 不小于 0
lukou-2026-finance.txt PS402 指标值与预算同为 30 万元，“<”不包括它本身
hengyang-2024.txt PS403 57.6 − 40 = 17.6 万元
lukou-2022.txt PS104 523.12 ÷ 31.6 万元 = 1655.44%，而非 100%
lukou-2022.txt PS110 年初预算数各行均为空，而“年度资金总额”写 294.7 万元
suixi-2019.txt PS308 4.84 分；所写原因：“特困人员动态管理”
yongde-2022.txt PS307 指标值“≥100%”，完成值“100%”，分值 10：10.00 分
"""


@pytest.mark.parametrize("line", FIGURES.strip().splitlines())
def test_the_figures_that_make_sure(line: str) -> None:
    name, code, figures = line.split(" ", 2)
    told = [one.evidence.text() for one in _found(name) if one.code == code]

    assert any(figures in text for text in told), told


SECTIONS = {
    "lukou-2026-services.txt": 1,
    "lukou-2026-office.txt": 2,
    "lukou-2026-finance.txt": 3,
    "hengyang-2024.txt": 4,
    "lukou-2022.txt": 5,
}


@pytest.mark.parametrize("page", ["case-study.md", "case-study.zh-CN.md"])
@pytest.mark.parametrize("name", SECTIONS)
def test_the_case_study_lists_what_is_found(page: str, name: str) -> None:
    text = (FINDINGS / page).read_text(encoding="utf-8")
    section = text.split("\n## ")[SECTIONS[name]]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    listed = {code for row in rows for code in re.findall(r"PS\d{3}(?=[\] ])", row)}

    assert {one.code for one in _found(name)} == listed - ASIDE

"""Which branches no case reaches: none in what is shipped, all where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.rules.library import load_ruleset, rulesets
from perfscore.scoring.cases import check_cases
from perfscore.scoring.reach import unreached

HEAD = """\
id: mine
extends: mof-2020
title: {zh: 甲, en: a}
jurisdiction: {zh: 乙, en: b}
applies_to: [project]
sources:
  me: {document: 甲文, text: seen}
"""
BANDS = """\
methods:
  - for: {level1: [满意度]}
    method: bands
    source: me
    full: 10
    bands:
      - {from: 90%, score: 10, stated: true}
      - {from: 80%, score: 6}
"""


def said(tmp_path: Path, body: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    rules = load_ruleset(path)
    assert [r.name for r in check_cases(rules) if r.problem] == []
    return [one.text("en") for one in unreached(rules)]


@pytest.mark.parametrize("name", [rules.id for rules in rulesets()])
def test_the_cases_of_a_shipped_ruleset_reach_every_branch(name: str) -> None:
    assert [one.text() for one in unreached(load_ruleset(name))] == []


def test_without_cases_every_branch_of_a_files_own_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, BANDS) == [
        # Rows without a share have no band at all.
        "mine.yaml:9:5: bands: within(0, weight)",
        "mine.yaml:9:5: bands: where actual ≥ 90%: 10",
        "mine.yaml:9:5: bands: where actual ≥ 80%: 6",
        "mine.yaml:9:5: bands: where not actual ≥ 80%: 0",
        # The other reading of the boundary that nothing states.
        "mine.yaml:9:5: bands: where actual > 80%: 6",
        "mine.yaml:9:5: bands: where not actual > 80%: 0",
    ]


def test_a_case_reaches_its_branch_under_every_reading(tmp_path: Path) -> None:
    case = "source: me, level1: 满意度指标"
    cases = (
        "cases:\n"
        f"  - {{{case}, target: ≥95%, actual: 80%, score: 6, scores: [6, 0]}}\n"
        f"  - {{{case}, target: ≥9人, actual: 9人, range: [0, 10]}}\n"
    )
    assert said(tmp_path, BANDS + cases) == [
        "mine.yaml:9:5: bands: where actual ≥ 90%: 10",
        "mine.yaml:9:5: bands: where not actual ≥ 80%: 0",
        "mine.yaml:9:5: bands: where actual > 80%: 6",
    ]


def test_an_uncertain_actual_reaches_all_that_it_can_be(tmp_path: Path) -> None:
    case = "source: me, level1: 满意度指标"
    cases = (
        "cases:\n"
        f"  - {{{case}, target: ≥95%, actual: 大于50%, range: [0, 10]}}\n"
        f"  - {{{case}, target: ≥9人, actual: 9人, range: [0, 10]}}\n"
    )
    assert said(tmp_path, BANDS + cases) == []


def test_a_clause_that_no_case_uses_is_told(tmp_path: Path) -> None:
    body = (
        "clauses:\n  - text: 达标得满分\n"
        "    rule: {method: all_or_nothing, source: me}\n"
    )
    unused = ["mine.yaml:9:5: all_or_nothing: no case uses this rule"]
    assert said(tmp_path, body) == unused
    case = (
        "cases:\n  - {source: me, clause: 达标得满分, target: ≥9次, actual: 9次,"
        " score: 10}\n"
    )
    missed = ["mine.yaml:9:5: all_or_nothing: where not achieved: 0"]
    assert said(tmp_path, body + case) == missed


def test_an_inherited_rule_answers_only_for_branches_that_are_new(
    tmp_path: Path,
) -> None:
    body = "conventions:\n  over_budget: {choose: uncapped, source: me}\n"
    assert said(tmp_path, body) == []
    body = "conventions:\n  equal: {choose: two_sided, source: me}\n"
    (told,) = said(tmp_path, body)
    assert told.startswith("mof-2020.yaml:")
    assert told.endswith("proportional: where actual < target: weight × rate")

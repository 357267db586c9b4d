"""Conventions: every choice at every open point, in rows and on cards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from perfscore.auditing.arithmetic import (
    total_differs_from_sum,
    weights_do_not_add_up,
)
from perfscore.errors import RuleSetError
from perfscore.forms.models import BudgetLine, Form, FormKind, Indicator, Scope
from perfscore.rules.library import load_ruleset, rulesets
from perfscore.rules.readings import POINTS
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.budget import BudgetRow, score_budget
from perfscore.scoring.card import score
from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import ItemScore, Status
from perfscore.values.parse import parse_value

HEAD = """\
id: mine
extends: mof-2020
title: {zh: 甲, en: a}
jurisdiction: {zh: 乙, en: b}
applies_to: [project]
sources:
  me: {document: 甲文, text: seen}
"""


CUT = (
    "over_achievement:"
    " {effect: deduct, rate: 130%, step: 10%, of_weight: 10%, source: me}"
)


def choosing(folder: Path, conventions: str) -> RuleSet:
    path = folder / "mine.yaml"
    text = f"{HEAD}conventions:\n  {conventions}\n"
    path.write_text(text, encoding="utf-8")
    return load_ruleset(path)


def earned(item: ItemScore) -> list[str]:
    return list(dict.fromkeys(map(str, item.readings.values())))


@pytest.mark.parametrize(
    ("convention", "target", "actual", "expected"),
    [
        # A target of zero that is missed.
        ("zero_target: {choose: nothing, source: me}", "≤0次", "1次", ["0.00"]),
        ("zero_target: {choose: judged, source: me}", "≤0次", "1次", ["0.00–10.00"]),
        ("zero_target: {choose: judged, source: me}", "≤0次", "0次", ["10.00"]),
        # 11 of "= 10": at least met; exact a person judges; two-sided 10 % off.
        ("equal: {choose: at_least, source: me}", "=10套", "11套", ["10.00"]),
        ("equal: {choose: exact, source: me}", "=10套", "11套", ["0.00–10.00"]),
        ("equal: {choose: exact, source: me}", "=10套", "10套", ["10.00"]),
        ("equal: {choose: two_sided, source: me}", "=10套", "11套", ["9.00"]),
        ("equal: {choose: two_sided, source: me}", "=10套", "9套", ["9.00"]),
        ("equal: {choose: two_sided, source: me}", "=10套", "25套", ["0.00"]),
        ("equal: {choose: at_most, source: me}", "=10套", "9套", ["10.00"]),
        # Lower is better: 10/12.5 or 2 − 12.5/10 of 10 points, or nothing.
        ("reverse_rate: {choose: ratio, source: me}", "≤10天", "12.5天", ["8.00"]),
        ("reverse_rate: {choose: linear, source: me}", "≤10天", "12.5天", ["7.50"]),
        ("reverse_rate: {choose: met, source: me}", "≤10天", "12.5天", ["0.00"]),
        # 约: the rounding interval of 3200 is [3150, 3250); 1 % is [3168, 3232].
        ("approximate: null", "≥3200次", "约3200次", ["9.84–10.00"]),
        (
            "approximate: {share: 1%, source: me}",
            "≥3200次",
            "约3200次",
            ["9.90–10.00"],
        ),
        # Below zero.
        (
            "negative_actual: {choose: as_written, source: me}",
            "≥5%",
            "-3%",
            ["0.00–10.00"],
        ),
        ("negative_actual: {choose: zero, source: me}", "≥5%", "-3%", ["0.00"]),
        ("negative_actual: {choose: zero, source: me}", "≤5%", "-3%", ["10.00"]),
        # Not applicable.
        (
            "not_applicable: {choose: judged, source: me}",
            "≥5次",
            "不适用",
            ["0.00–10.00"],
        ),
        ("not_applicable: {choose: full, source: me}", "≥5次", "不适用", ["10.00"]),
        ("not_applicable: {choose: zero, source: me}", "≥5次", "不涉及", ["0.00"]),
        (
            "not_applicable: {choose: full, or: [zero], source: me}",
            "≥5次",
            "不适用",
            ["10.00", "0.00"],
        ),
        # Over-achievement: none noted, cut by a tenth for each tenth above 130 %, or
        # both sides alike: 2 − 1.6 = 0.4.
        ("over_achievement: null", "≥10次", "16次", ["10.00"]),
        (
            CUT,
            "≥10次",
            "16次",
            ["7.00"],
        ),
        (
            "over_achievement: {effect: two_sided, source: me}",
            "≥10次",
            "16次",
            ["4.00"],
        ),
        (
            "over_achievement: {effect: two_sided, source: me}",
            "≤10次",
            "4次",
            ["10.00"],
        ),
    ],
)
def test_choices_in_rows(
    tmp_path: Path, convention: str, target: str, actual: str, expected: list[str]
) -> None:
    rules = choosing(tmp_path, convention)
    rules = rules.model_copy(
        update={
            "conventions": rules.conventions.model_copy(
                update={
                    point: getattr(rules.conventions, point).model_copy(
                        update={"or_": ()}
                    )
                    for point in ("steps", "reverse_rate", "strict", "direction")
                }
            )
        }
    )
    item = score_indicator(target, actual, 10, level1="产出指标", rules=rules)
    assert expected == earned(item)


@pytest.mark.parametrize(
    ("convention", "executed", "budget", "expected"),
    [
        ("over_budget: {choose: capped, source: me}", 120, 100, ["10.00"]),
        ("over_budget: {choose: nothing, source: me}", 120, 100, ["0.00"]),
        ("over_budget: {choose: judged, source: me}", 120, 100, ["0.00–10.00"]),
        ("over_budget: {choose: uncapped, source: me}", 120, 100, ["12.00"]),
        (
            "over_budget: {choose: uncapped, or: [capped], source: me}",
            120,
            100,
            ["12.00", "10.00"],
        ),
        ("zero_budget: {choose: judged, source: me}", 5, 0, ["0.00–10.00"]),
        ("zero_budget: {choose: full, source: me}", 5, 0, ["10.00"]),
    ],
)
def test_choices_for_budgets(
    tmp_path: Path, convention: str, executed: int, budget: int, expected: list[str]
) -> None:
    row = BudgetRow(
        weight=Fraction(10), adjusted=Fraction(budget), executed=Fraction(executed)
    )
    item = score_budget(row, choosing(tmp_path, convention))
    assert expected == earned(item)


@pytest.mark.parametrize("choice", ["rescale", "leave_out"])
def test_taking_a_row_off_the_card_stands_alone(tmp_path: Path, choice: str) -> None:
    with pytest.raises(RuleSetError) as caught:
        choosing(
            tmp_path, f"not_applicable: {{choose: {choice}, or: [full], source: me}}"
        )
    assert caught.value.message.key == "rules.value-no-readings"
    with pytest.raises(RuleSetError):
        choosing(
            tmp_path, f"not_applicable: {{choose: full, or: [{choice}], source: me}}"
        )


def row(number: int, actual: str, clause: str = "") -> Indicator:
    return Indicator(
        number=number,
        level1="产出指标",
        name=f"指标{number}",
        target=parse_value("≥10次"),
        actual=parse_value(actual),
        weight=Fraction(30),
        clause=clause,
    )


def form(*rows: Indicator) -> Form:
    return Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="自评表",
        indicators=rows,
        budget=(
            BudgetLine(
                name="年度资金总额",
                is_total=True,
                adjusted=Fraction(100),
                executed=Fraction(90),
                weight=Fraction(10),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("choice", "points", "most", "total"),
    # 30 + 15 + 9 points of the rows that apply, the third row being worth 30.
    [
        ("full", "84.00", 100, "84.00"),
        ("zero", "54.00", 100, "54.00"),
        # Of 70 points; scaled up 54/70 is 77.14.
        ("rescale", "54.00", 70, "77.14"),
        ("leave_out", "54.00", 70, "54.00"),
    ],
)
def test_a_row_that_does_not_apply_on_a_card(
    tmp_path: Path, choice: str, points: str, most: int, total: str
) -> None:
    rules = choosing(tmp_path, f"not_applicable: {{choose: {choice}, source: me}}")
    card = score(form(row(1, "10次"), row(2, "5次"), row(3, "不适用")), rules)

    assert points == str(card.points)
    assert most == card.max_points
    assert total == str(card.score)
    left_out = [r for r in card.remarks if r.key == "scoring.left-out"]
    assert bool(left_out) == (choice in {"rescale", "leave_out"})
    assert len(card.items) == (3 if left_out else 4)
    assert card.left_out == ((3,) if left_out else ())


@pytest.mark.parametrize("choice", ["rescale", "leave_out"])
def test_the_claim_of_a_row_that_is_left_out_is_named_and_counted(
    tmp_path: Path, choice: str
) -> None:
    """The rows claim 30 + 15 = 45, with the row that is left out 70."""
    rules = choosing(tmp_path, f"not_applicable: {{choose: {choice}, source: me}}")
    rows = (row(1, "10次"), row(2, "5次"), row(3, "不适用"))
    claimed = [
        replace(r, claimed=Fraction(c)) for r, c in zip(rows, (30, 15, 25), strict=True)
    ]
    whole = form(*claimed)
    card = score(replace(whole, total_weight=Fraction(100)), rules)
    remark = next(r for r in card.remarks if r.key == "scoring.left-out-claimed")

    assert "25" in remark.text("en")
    assert not list(weights_do_not_add_up(card.form, card))
    for total, differs in ((70, False), (45, False), (44, True)):
        made = replace(card.form, total_claimed=Fraction(total))
        assert bool(list(total_differs_from_sum(made, card))) is differs


def test_a_row_with_a_decision_is_not_left_out(tmp_path: Path) -> None:
    rules = choosing(tmp_path, "not_applicable: {choose: rescale, source: me}")
    decided = [{"indicator": "3", "score": "12", "reason": "部分适用"}]
    made = form(row(1, "10次"), row(2, "5次"), row(3, "不适用"))
    card = score(made, rules, decisions=decided)

    third = next(item for item in card.items if item.number == 3)
    assert third.status is Status.DECIDED
    assert third.score == Decimal(12)
    assert card.max_points == 100


def test_a_low_execution_rate_asks_for_a_reason() -> None:
    for executed, asked in ((90, False), (89, True)):
        line = BudgetRow(
            weight=Fraction(10), adjusted=Fraction(100), executed=Fraction(executed)
        )
        keys = [r.key for r in score_budget(line, load_ruleset("sichuan")).remarks]
        assert ("scoring.low-execution" in keys) == asked


def test_a_child_replaces_single_conventions(tmp_path: Path) -> None:
    rules = choosing(tmp_path, "steps: {choose: started, source: me}")
    parent = load_ruleset("mof-2020")
    assert rules.conventions.options("steps") == ("started",)
    for point in POINTS:
        if point != "steps":
            same = parent.conventions.options(point)
            assert rules.conventions.options(point) == same
    assert str(rules.place("conventions", "steps")).startswith("mine.yaml:9")
    inherited = str(rules.place("conventions", "strict"))
    assert inherited.startswith("mof-2020.yaml:")


def test_every_ruleset_chooses_at_every_point() -> None:
    for rules in rulesets():
        for point, known in POINTS.items():
            options = rules.conventions.options(point)
            assert set(options) <= set(known)
            assert len(options) == len(set(options))


def test_points_cannot_come_from_a_heading_that_has_none(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    weights = "{levels: {产出指标: 90}, without: {成本: {产出指标: 10}}, source: me}"
    path.write_text(f"{HEAD}weights: {weights}\n", encoding="utf-8")
    with pytest.raises(RuleSetError) as caught:
        load_ruleset(path)
    assert caught.value.message.key == "rules.value-choice"
    assert "mine.yaml:8" in caught.value.text("en")

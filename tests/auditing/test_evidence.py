"""PS2xx: what the points rest on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from perfscore.auditing.audit import report
from perfscore.auditing.models import Finding, Severity
from perfscore.forms.models import FormKind
from perfscore.messages import say
from perfscore.scoring.models import Decision, Evidence, Scorecard

Find = Callable[..., list[Finding]]
TEN: dict[str, Any] = {}


def _rows(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [*rows, *[TEN] * (9 - len(rows))]


def test_lukou_repeats_its_targets_once_in_words_and_once_in_a_bound(
    lukou: Scorecard,
) -> None:
    found = [f for f in report([lukou]).findings if f.code > "PS2"]

    assert [f.code for f in found] == ["PS202", "PS202"]
    words, bound = found
    assert (words.severity, words.number) == (Severity.NOTE, None)
    assert words.evidence.text() == "第3–4、7–9项（保持）；50 分没有依据"
    assert words.points == Decimal(50)
    assert (bound.severity, bound.number, bound.points) == (Severity.NOTE, 2, None)


def test_an_estimate_that_repeats_its_target_is_a_warning(find: Find) -> None:
    row = {
        "target": "约3200次",
        "actual": "约 3200 次",
        "evidence": Evidence.ESTIMATE,
        "set": "9.84–10.00",
    }

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS202", Severity.WARNING)
    assert finding.points == Decimal("0.16")


def test_plain_numbers_may_be_equal(find: Find) -> None:
    assert find(_rows({"target": "2662.18万元", "actual": "2662.18万元"}), TEN) == []


def test_bounds_and_estimates_of_their_own(find: Find) -> None:
    bound = {
        "target": "大于14000次",
        "actual": "大于13000次",
        "evidence": Evidence.BOUND,
        "set": "9.29–10.00",
    }
    sure = {"target": "≥100次", "actual": "大于120次", "evidence": Evidence.BOUND}
    about = {
        "target": "3200次",
        "actual": "约3100次",
        "evidence": Evidence.ESTIMATE,
        "set": "9.53–9.84",
        "claimed": "9.7",
    }

    found = find(_rows(bound, sure, about), TEN)

    assert [(f.code, f.number, f.severity.value) for f in found] == [
        ("PS203", 1, "warning"),
        ("PS203", 2, "note"),
        ("PS204", 3, "warning"),
    ]
    assert found[2].points == Decimal("0.17")


def test_an_actual_that_is_missing_is_found(find: Find) -> None:
    missing = {"actual": "", "evidence": Evidence.MISSING, "set": "0.00–10.00"}

    first, second = find(_rows(missing, {**missing, "claimed": None}), TEN)

    assert (first.code, first.number, first.points) == ("PS201", 1, Decimal(10))
    assert first.evidence.text() == "完成值为空，却自评 10 分"
    assert second.evidence.text("en") == "the cell is blank on a row of 10 points"


def test_targets_need_no_actuals_unless_some_are_given(find: Find) -> None:
    missing = {
        "actual": "",
        "evidence": Evidence.MISSING,
        "set": "0.00–10.00",
        "claimed": None,
    }
    given = {"claimed": None}

    assert find([missing] * 10, kind=FormKind.TARGET) == []
    some = find([missing, *[given] * 9], kind=FormKind.TARGET)
    assert [f.code for f in some] == ["PS201"]


def test_what_a_person_settled_is_not_asked_again(find: Find) -> None:
    settled = {
        "actual": "",
        "evidence": Evidence.MISSING,
        "decision": Decision(reason="现场核查", actual="12次"),
    }

    assert find(_rows(settled), TEN) == []


def test_units_that_do_not_meet_are_passed_on(find: Find) -> None:
    doubt = say("values.scale-doubt", actual="576000", target="57.6万元", times=10000)
    row = {
        "target": "57.6万元",
        "actual": "576000",
        "set": "0.00–10.00",
        "remarks": (doubt,),
    }

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS205", Severity.WARNING)
    assert finding.points == Decimal(10)
    assert doubt.text() in finding.evidence.text()

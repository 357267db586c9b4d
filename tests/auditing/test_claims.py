"""PS3xx and PS6xx: claims, readings, remarks and doubts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perfscore.auditing.audit import report
from perfscore.auditing.models import Finding, Severity
from perfscore.messages import say
from perfscore.scoring.models import Evidence, Scorecard, Status, Verdict
from perfscore.values.value import Kind, Value

Find = Callable[..., list[Finding]]
Make = Callable[..., Scorecard]
TEN: dict[str, Any] = {}
WRONG = Verdict.CONTRADICTED


def _rows(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [*rows, *[TEN] * (9 - len(rows))]


def test_a_contradicted_claim_names_the_nearest_honest_score(find: Find) -> None:
    row = {
        "set": "8.95 ∪ 17.90",
        "weight": 10,
        "claimed": 9,
        "verdict": WRONG,
        "readings": {
            "weight_conflict=by_weight": "17.90",
            "weight_conflict=as_written": "8.95",
        },
    }

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS301", Severity.ERROR)
    assert finding.points == Decimal("0.05")
    assert "各种口径：" in finding.evidence.text()


def test_no_finding_rests_on_a_weight_that_is_not_printed(find: Find) -> None:
    row = {"set": "12.50", "weight": "12.5", "claimed": 10, "verdict": WRONG}
    words: dict[str, Any] = {"target": "通过", "actual": "通过", "set": "0.00–10.00"}
    words["evidence"] = Evidence.REPEATS_TARGET
    inferred = {"weight_inferred": True}

    (note,) = find(_rows({**row, **inferred}, {**words, **inferred}), TEN)

    assert (note.code, note.severity, note.points) == ("PS202", Severity.NOTE, None)
    assert note.evidence.text() == "第2项（通过）"


def test_a_claim_below_the_honest_score_is_negative(find: Find) -> None:
    row = {"set": "9.29–10.00", "claimed": 8, "verdict": WRONG}

    (finding,) = find(_rows(row), TEN)

    assert finding.points == Decimal("-1.29")


def test_whole_points_for_the_chosen_score_are_coarse_rounding(find: Find) -> None:
    coarse = say("scoring.claim-coarse", claimed=9, scores="8.60")
    row = {"set": "8.60", "claimed": 9, "verdict": WRONG, "remarks": (coarse,)}

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS305", Severity.WARNING)
    assert finding.points == Decimal("0.40")


def test_ten_for_9_96_is_rounded_to_whole_points(find: Find) -> None:
    coarse = say("scoring.claim-coarse", claimed=10, scores="9.96")
    row = {"set": "9.96", "claimed": 10, "verdict": WRONG, "remarks": (coarse,)}

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS305", Severity.WARNING)


def test_whole_points_for_another_reading_are_contradicted(find: Find) -> None:
    coarse = say("scoring.claim-coarse", claimed=9, scores="…")
    row = {
        "set": "8.00 ∪ 9.17 ∪ 10.00",
        "claimed": 9,
        "verdict": WRONG,
        "remarks": (coarse,),
        "readings": {"steps=full": "10.00", "steps=pro_rata": "9.17"},
    }

    (finding,) = find(_rows(row), TEN)

    assert finding.code == "PS301"
    assert coarse.text() in finding.evidence.text()


def test_rounding_to_the_claims_own_decimals_is_a_note(find: Find) -> None:
    remark = say("scoring.claim-rounded", claimed="8.9", scores="8.85")
    row = {"set": "8.85", "claimed": "8.9", "remarks": (remark,)}

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS305", Severity.NOTE)


def test_a_clause_against_its_row(find: Find) -> None:
    remark = say("scoring.weight-conflict", weight=20, stated=10)
    row = {"clause": "…*10", "remarks": (remark,)}

    (finding,) = find(_rows(row), TEN)

    assert (finding.code, finding.severity) == ("PS302", Severity.WARNING)
    assert "…*10" in finding.evidence.text()


def test_a_claim_that_depends_on_the_reading_is_a_note(find: Find) -> None:
    readings = {"steps=full": "10.00", "steps=started": "8.00"}
    row = {
        "set": "8.00 ∪ 10.00",
        "readings": readings,
        "status": Status.CHOSEN,
        "verdict": Verdict.POSSIBLE,
    }
    same = {**row, "readings": {"steps=full": "10.00", "steps=started": "8.00–10.00"}}

    (finding,) = find(_rows(row, {**same, "claimed": "10"})[:9], TEN)[:1]

    assert (finding.code, finding.severity) == ("PS303", Severity.NOTE)
    assert finding.points == Decimal(2)


def test_a_row_that_no_rule_fits_is_a_note(find: Find) -> None:
    row = {
        "set": "0.00–10.00",
        "status": Status.UNSCORED,
        "clause": "视情况赋分",
        "remarks": (say("scoring.clause-unread", clause="视情况赋分"),),
    }

    (alone,) = find(_rows(row), TEN)
    (both,) = find(_rows(row, {**row, "clause": "", "remarks": ()}), TEN)

    assert (alone.code, alone.number, alone.severity) == ("PS304", 1, Severity.NOTE)
    assert "视情况赋分" in alone.evidence.text()
    assert (both.code, both.number, both.points) == ("PS304", None, Decimal(20))
    assert both.evidence.text() == "第1–2项，共 20 分"


def test_no_remark_is_lost_and_like_remarks_come_together(find: Find) -> None:
    one = say("common.text", text="方向为推定")
    of_card = say("common.text", text="分母为年初预算")

    found = find(
        _rows({"remarks": (one,)}, {"remarks": (one,)}), TEN, remarks=(of_card,)
    )

    assert [(f.code, f.severity) for f in found] == [("PS306", Severity.NOTE)]
    assert found[0].evidence.text() == "分母为年初预算；第1–2项：方向为推定"


def test_doubts_and_damage_reach_the_reader_once(make: Make) -> None:
    doubt = say("values.units-vary", text="元", cell="万元")
    card = make([TEN] * 9, TEN)
    doubted = Value(text="12元", kind=Kind.QUANTITY, doubts=(doubt,))
    damaged = Value(text="854万854万", kind=Kind.UNREADABLE)
    items = (
        replace(card.items[0], actual=doubted, remarks=(doubt,)),
        replace(card.items[1], actual=damaged),
        *card.items[2:],
    )
    form = replace(card.form, doubts=(say("common.text", text="年份不清"),))

    found = report([replace(card, items=items, form=form)]).findings

    assert [(f.code, f.number) for f in found] == [
        ("PS601", 2),
        ("PS602", None),
        ("PS602", 1),
    ]
    assert found[2].evidence == doubt


def test_a_form_that_is_right_yields_nothing(find: Find) -> None:
    assert find([TEN] * 9, TEN) == []


def test_the_words_of_a_clause_that_were_not_understood_are_named(find: Any) -> None:
    remark = say("scoring.clause-unread", words="酌情处理", clause="达标得分，酌情处理")
    row = {
        "status": Status.UNSCORED,
        "clause": "达标得分，酌情处理",
        "remarks": (remark,),
    }
    alone = next(one for one in find([row]) if one.code == "PS304")
    both = next(one for one in find([row, row]) if one.code == "PS304")

    assert "没有读懂的文字：酌情处理" in alone.evidence.text()
    assert "没有读懂的文字：酌情处理" in both.evidence.text()

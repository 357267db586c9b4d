"""Scorecards of whole forms; the totals are added up by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from perfscore.errors import ScoringError, WrongArgument
from perfscore.forms.models import BudgetLine, Form, FormKind, Indicator, Level1, Scope
from perfscore.forms.read import read_forms
from perfscore.rules.library import load_ruleset
from perfscore.scoring.card import score
from perfscore.scoring.models import ItemKind, Scorecard, Status, Verdict
from perfscore.values.parse import parse_value

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def lukou() -> list[Form]:
    """Return the six published forms."""
    return read_forms(EXAMPLES / "lukou-2022.docx")


@pytest.mark.parametrize(
    ("position", "low", "high"),
    # 110 points less what is open: rows of words (10 each; 30 in the department's
    # form), 0.16 of the estimate 约3200, and in the third the budget's 10.
    [
        (0, "80.00", "110.00"),
        (1, "60.00", "110.00"),
        (2, "59.84", "110.00"),
        (3, "50.00", "110.00"),
        (4, "60.00", "110.00"),
        (5, "60.00", "110.00"),
    ],
)
def test_totals_as_they_stand(
    lukou: list[Form], position: int, low: str, high: str
) -> None:
    card = score(lukou[position])

    assert (Decimal(low), Decimal(high)) == (
        card.points_range.low,
        card.points_range.high,
    )
    assert card.max_points == 110
    assert card.points is None
    assert card.score is None
    assert (12 if position == 0 else 11) == len(card.items)
    remarks = [remark.key for remark in card.remarks]
    assert "scoring.hundred-without-budget" in remarks
    assert card.by_analogy is (position == 0)


def test_out_of_100_is_rounded_once(lukou: list[Form]) -> None:
    """59.84/110*100 = 54.4 exactly; 110/110*100 = 100."""
    card = score(lukou[2])

    assert (Decimal("54.40"), Decimal("100.00")) == (card.range.low, card.range.high)
    assert ("差", "优") == card.ratings
    assert card.rating is None


def test_verdicts_add_up_to_the_claims(lukou: list[Form]) -> None:
    """Certain rows are confirmed (80), rows of words possible (30)."""
    card = score(lukou[0])

    assert Fraction(80) == card.verdicts[Verdict.CONFIRMED]
    assert Fraction(30) == card.verdicts[Verdict.POSSIBLE]
    assert 0 == card.verdicts[Verdict.CONTRADICTED]


def test_spending_above_the_budget_is_one_uniform_choice(lukou: list[Form]) -> None:
    card = score(lukou[3])
    budget = card.items[-1]

    assert budget.kind is ItemKind.BUDGET
    assert Decimal(10) == budget.score
    assert budget.status is Status.CHOSEN
    assert Decimal("60.00") == card.uniform["over_budget=capped"].low
    assert Decimal("100.00") == card.uniform["over_budget=nothing"].high


def test_a_claim_never_moves_a_card(lukou: list[Form]) -> None:
    for form in lukou:
        rows = tuple(replace(row, claimed=Fraction(1)) for row in form.indicators)
        changed = score(replace(form, indicators=rows))

        assert score(form).points_range == changed.points_range
        assert score(form).range == changed.range


def test_same_input_same_card(lukou: list[Form]) -> None:
    assert score(lukou[2]) == score(lukou[2])
    assert load_ruleset("mof-2020").fingerprint == score(lukou[2]).fingerprint


def test_decisions_settle_the_rows_of_words(lukou: list[Form]) -> None:
    """Certain 60 and five rows decided at 8: 100 of 110, 90.91 out of 100."""
    form = lukou[1]
    given = {number: {"score": "8", "reason": "现场核查"} for number in (3, 4, 7, 8, 9)}
    card = score(form, decisions=given)

    assert Decimal("100.00") == card.points
    assert Decimal("90.91") == card.score
    assert card.rating == "优"
    assert card.items[2].status is Status.DECIDED
    assert card.items[2].steps[-1].name.key == "scoring.step-decided"


def test_decision_outside_the_set_is_refused(lukou: list[Form]) -> None:
    with pytest.raises(ScoringError, match="不在可取的得分"):
        score(lukou[1], decisions={1: {"score": "9", "reason": "想改"}})
    with pytest.raises(ScoringError, match="不在可取的得分"):
        score(lukou[1], decisions={3: {"score": "10.01", "reason": "想改"}})
    with pytest.raises(ScoringError, match="小数位数"):
        score(lukou[1], decisions={3: {"score": "9.995", "reason": "想改"}})


def test_decided_actual_must_be_possible(lukou: list[Form]) -> None:
    """约3200 can be 3160: 3160/3200*10 = 9.875, half up 9.88; it cannot be 3000."""
    form = lukou[2]
    card = score(form, decisions={1: {"actual": "3160次", "reason": "会议台账"}})

    assert Decimal("9.88") == card.items[0].score
    assert card.items[0].status is Status.DECIDED
    with pytest.raises(ScoringError, match="不在可取的得分"):
        score(form, decisions={1: {"actual": "3000次", "reason": "会议台账"}})


def test_decided_reading_and_decided_budget(lukou: list[Form]) -> None:
    given = {"预算": {"reading": "over_budget=nothing", "reason": "超支未批"}}
    card = score(lukou[3], decisions=given)

    assert Decimal(0) == card.items[-1].score
    assert card.items[-1].status is Status.DECIDED
    assert card.items[-1].verdict is Verdict.CONTRADICTED
    with pytest.raises(ScoringError, match="没有读法"):
        score(lukou[3], decisions={"预算": {"reading": "steps=full", "reason": "无"}})


def test_decided_grade_is_a_band_still_to_be_judged() -> None:
    row = _row(1, target="有效提升", actual="有所提升", weight=20)
    given = {1: {"grade": "部分达成年度指标并具有一定效果", "reason": "座谈"}}
    card = score(_form(row), decisions=given)

    assert (Decimal("12.00"), Decimal("16.00")) == (
        card.items[0].range.low,
        card.items[0].range.high,
    )
    assert card.items[0].range.high_open


def test_a_grade_belongs_to_a_row_that_is_graded_and_is_a_known_word() -> None:
    rows = (_row(1, weight=20), _row(2, target="有效提升", actual="好", weight=20))
    given = {"grade": "达成年度指标", "reason": "座谈"}
    with pytest.raises(ScoringError, match="不按等级计分"):
        score(_form(*rows), decisions={1: given})
    with pytest.raises(ScoringError, match="部分达成年度指标并具有一定效果"):
        score(_form(*rows), decisions={2: {**given, "grade": "很好"}})


def _row(number: int, **cells: object) -> Indicator:
    texts = {"target": "10次", "actual": "10次"} | {
        key: str(cells.pop(key)) for key in ("target", "actual") if key in cells
    }
    weight = cells.pop("weight", None)
    return Indicator(
        number=number,
        name=f"指标{number}",
        level1=str(cells.pop("level1", "产出指标")),
        target=parse_value(texts["target"]),
        actual=parse_value(texts["actual"]),
        weight=None if weight is None else Fraction(str(weight)),
        scored=bool(cells.pop("scored", True)),
    )


def _form(*rows: Indicator, **fields: object) -> Form:
    base = Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="项目支出绩效自评表",
        money_unit="万元",
        indicators=rows,
    )
    return replace(base, **fields)  # type: ignore[arg-type] # fields of a form


def _weights(card: Scorecard) -> list[Fraction]:
    return [item.weight for item in card.items]


def test_unprinted_weights_share_the_block_and_are_marked() -> None:
    """产出 50 over 成本 and 产出 rows together: 50/3 each; 30; 10; budget 10."""
    rows = (
        _row(1, level1="成本指标"),
        _row(2),
        _row(3),
        _row(4, level1="效益指标"),
        _row(5, level1="满意度指标"),
    )
    line = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(4), executed=Fraction(3)
    )
    card = score(_form(*rows, budget=(line,)))

    assert [Fraction(50, 3)] * 3 + [30, 10, 10] == _weights(card)
    assert all(item.weight_inferred for item in card.items)
    assert card.max_points == 100
    assert Decimal("7.50") == card.items[-1].score


def test_rows_share_the_total_declared_for_all_of_them() -> None:
    """80 for 产出 50, 效益 30 and 满意度 10 are not the blocks' 90: 20 each of four."""
    rows = (
        _row(1),
        _row(2),
        _row(3, level1="效益指标"),
        _row(4, level1="满意度指标"),
    )

    assert [20] * 4 == _weights(score(_form(*rows, rows_weight=Fraction(80))))
    assert [25, 25, 30, 10] == _weights(score(_form(*rows, rows_weight=Fraction(90))))
    printed = (_row(1, weight=50), *rows[1:])
    assert [50, 10, 10, 10] == _weights(
        score(_form(*printed, rows_weight=Fraction(80)))
    )


def test_printed_weights_win_and_the_rest_share_what_is_left() -> None:
    rows = (_row(1, weight=20), _row(2), _row(3))
    level = Level1(name="产出指标", weight=Fraction(40))
    card = score(_form(*rows, level1=(level,)))

    assert [20, 10, 10] == _weights(card)


def test_budget_counts_only_where_just_its_weight_is_left() -> None:
    line = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(4), executed=Fraction(4)
    )

    assert 2 == len(score(_form(_row(1, weight=90), budget=(line,))).items)
    assert 1 == len(score(_form(_row(1, weight=100), budget=(line,))).items)
    assert 1 == len(score(_form(_row(1, weight=80), budget=(line,))).items)


def test_budget_score_on_total_and_sub_line_counts_once() -> None:
    total = BudgetLine(
        name="年度资金总额",
        is_total=True,
        adjusted=Fraction(30),
        executed=Fraction(30),
        weight=Fraction(10),
    )
    part = replace(total, name="其中：本年财政拨款", is_total=False)
    card = score(_form(_row(1, weight=90), budget=(total, part)))

    assert card.max_points == 100


def test_sub_line_is_scored_where_the_total_has_no_weight() -> None:
    total = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(9), executed=Fraction(9)
    )
    part = BudgetLine(
        name="财政拨款",
        adjusted=Fraction(8),
        executed=Fraction(6),
        weight=Fraction(10),
    )
    card = score(_form(_row(1, weight=90), budget=(total, part)))

    assert Decimal("7.50") == card.items[-1].score


def _parts() -> tuple[BudgetLine, ...]:
    total = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(100), executed=Fraction(80)
    )
    parts = [
        BudgetLine(
            name=name,
            adjusted=Fraction(adjusted),
            executed=Fraction(executed),
            weight=Fraction(weight),
        )
        for name, adjusted, executed, weight in (
            ("财政拨款", 60, 60, 6),
            ("其他资金", 40, 20, 4),
        )
    ]
    return (total, *parts)


def test_every_sub_line_with_a_weight_is_scored_where_the_total_has_none() -> None:
    """60 of 60 earns 6 of 6, 20 of 40 half of 4: 8 of 10; with 90 of 90 it is 98."""
    card = score(_form(_row(1, weight=90), budget=_parts()))

    assert [Decimal("6.00"), Decimal("2.00")] == [i.score for i in card.items[1:]]
    assert card.max_points == 100
    assert Decimal("98.00") == card.score


def test_budget_of_several_lines_takes_no_single_amount() -> None:
    form = _form(_row(1, weight=90), budget=_parts())

    with pytest.raises(ScoringError, match="财政拨款、其他资金"):
        score(form, actuals={"预算": "80万元"})
    with pytest.raises(ScoringError, match="财政拨款、其他资金"):
        score(form, decisions={"预算": {"score": 8, "reason": "核实"}})


@pytest.mark.parametrize(
    ("weights", "rules", "key"),
    [
        ((80,), "mof-2020", "scoring.budget-does-not-fit"),
        ((80,), "mof-2003-admin", "scoring.budget-without-weight"),
        ((80, None), "mof-2003-admin", "scoring.budget-without-weight"),
        ((90,), "mof-2020", None),
    ],
)
def test_budget_that_is_not_scored_is_said(
    weights: tuple[int | None, ...], rules: str, key: str | None
) -> None:
    line = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(4), executed=Fraction(4)
    )
    rows = [_row(n, weight=weight) for n, weight in enumerate(weights, 1)]
    card = score(_form(*rows, budget=(line,)), rules)
    found = [r.key for r in card.remarks if r.key.startswith("scoring.budget-")]

    assert ([key] if key else []) == found


def test_budget_beside_rows_of_unknown_weight_is_said() -> None:
    line = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(4), executed=Fraction(4)
    )
    rows = (_row(1, weight=90), _row(2, level1="其他"))
    card = score(_form(*rows, budget=(line,)))

    assert "scoring.budget-beside-unknown" in [r.key for r in card.remarks]


def test_nothing_of_nothing_has_no_score_and_no_rating() -> None:
    card = score(_form(_row(1, level1="其他")))

    assert card.max_points == 0
    assert card.score is None
    assert card.rating is None
    assert card.ratings == ("", "")


def test_what_is_no_form_is_refused() -> None:
    with pytest.raises(WrongArgument, match="str"):
        score("x")  # type: ignore[arg-type] # what is refused


def test_blank_budget_of_the_year_takes_the_initial_one_with_a_remark() -> None:
    line = BudgetLine(
        name="总额",
        is_total=True,
        initial=Fraction(200),
        executed=Fraction("195.5"),
        weight=Fraction(10),
    )
    item = score(_form(_row(1, weight=90), budget=(line,))).items[-1]

    assert Decimal("9.78") == item.score
    assert "scoring.initial-budget" in [remark.key for remark in item.remarks]


def test_sub_row_without_a_weight_is_shown_and_not_scored() -> None:
    card = score(_form(_row(1, weight=100), _row(2, scored=False)))

    assert [1] == [item.number for item in card.items]


def test_actuals_score_a_target_form() -> None:
    rows = (_row(1, actual="", weight=90),)
    line = BudgetLine(name="总额", is_total=True, adjusted=Fraction(40))
    form = _form(*rows, budget=(line,), kind=FormKind.TARGET)
    card = score(form, actuals={"指标1": "9次", "预算": "36万元"})

    assert [Decimal("81.00"), Decimal("9.00")] == [item.score for item in card.items]
    assert Decimal("90.00") == card.score


def test_executed_amount_in_another_money_unit() -> None:
    line = BudgetLine(
        name="总额", is_total=True, adjusted=Fraction(40), weight=Fraction(10)
    )
    form = _form(_row(1, weight=90), budget=(line,))

    assert Decimal("9.00") == score(form, actuals={"预算": "360000元"}).items[-1].score
    with pytest.raises(ScoringError, match="金额"):
        score(form, actuals={"预算": "约36万元"})
    with pytest.raises(ScoringError, match="没有写单位"):
        score(form, actuals={"预算": "360000"})


def test_hengyang_with_its_made_up_actuals() -> None:
    """Project 1: 20 + 17.90 + 8 + 10 certain, four judged rows of ten."""
    actuals = EXAMPLES.parent / "data/hengyang-2024-actuals.csv"
    forms = read_forms(EXAMPLES / "hengyang-2024.docx")
    from perfscore.scoring.card import score_form  # noqa: PLC0415
    from perfscore.scoring.inputs import share_actuals  # noqa: PLC0415

    given = share_actuals(forms, actuals)
    card = score_form(forms[0], load_ruleset("hengyang-2024"), given[0], {})

    assert card.max_points == 100
    assert Decimal("55.90") == card.uniform["steps=full"].low
    assert Decimal("95.90") == card.uniform["steps=full"].high


def test_an_item_is_found_by_number_and_by_name(lukou: list[Form]) -> None:
    card = score(lukou[1])

    assert card.items[0] is card.item(1) is card.item("1") is card.item("维修类别")
    assert card.items[-1] is card.item(None) is card.item("预算")
    with pytest.raises(ScoringError, match="没有指标"):
        card.item("不存在")
    with pytest.raises(ScoringError, match="机关服务费"):
        card.item("机关服务费")  # rows 5 and 6 share the name


def test_a_row_that_is_not_scored_is_none() -> None:
    rows = (_row(1, weight=10), _row(2, weight=None, scored=False))
    card = score(_form(*rows))

    assert card.item(2) is None


def test_a_card_is_counted_gone_through_and_said(lukou: list[Form]) -> None:
    """60 of 110 points are sure: 100 × 60 / 110 is 54.55."""
    card = score(lukou[1])

    assert len(card.items) == len(card)
    assert list(card.items) == list(card)
    assert str(card) == (
        "附件3-1 水电维修费：60.00–110.00 分，满分 110；"
        "百分制 54.55–100.00，差–优（mof-2020）"
    )


def test_records_can_be_kept_in_sets(lukou: list[Form]) -> None:
    first, again = score(lukou[1]), score(lukou[1])

    assert 1 == len({first, again})
    assert 1 == len({first.items[0], again.items[0]})
    assert 2 == len({lukou[0], lukou[1], replace(lukou[1])})
    assert hash(load_ruleset("mof-2020")) == hash(load_ruleset("mof-2020"))

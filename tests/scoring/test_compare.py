"""One form under several rulesets: what each gives, and what moves the scores."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.errors import ScoringError, WrongArgument
from perfscore.forms.models import Form, FormKind, Indicator, Scope
from perfscore.scoring.trials import CauseKind

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def form_of(*rows: tuple[str, str, str], level1: str = "产出指标") -> Form:
    return Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="自评表",
        indicators=tuple(
            Indicator(
                number=number,
                level1=level1,
                name=name,
                target=ps.parse_value(target),
                actual=ps.parse_value(actual),
                weight=Fraction(10),
            )
            for number, (name, target, actual) in enumerate(rows, 1)
        ),
    )


VISITS = form_of(("走访企业", "≥1965家", "1180家"), ("办理时限", "≤10天", "16天"))


def test_the_same_row_under_a_ratio_and_under_a_gate() -> None:
    found = ps.compare(VISITS, ["mof-2020", "hengyang-2024"])
    first, second = found.rows[0].scores

    assert (Decimal("6.01"), Decimal("0.01")) == (first.score, second.score)
    assert (False, True) == (first.differs, second.differs)
    assert first.causes == ()
    assert [CauseKind.RULE] == [cause.kind for cause in second.causes]
    assert "60%" in second.causes[0].here.text()
    assert "60%" not in second.causes[0].there.text()


def test_a_convention_that_moves_a_score_is_named() -> None:
    found = ps.compare(VISITS, ["mof-2020", "platform"])
    time = found.rows[1].scores[1]

    # 10 ÷ 16 × 10 = 6.25 against (2 − 16 ÷ 10) × 10 = 4.
    assert Decimal("6.25") == found.rows[1].scores[0].score
    assert Decimal("4.00") == time.score
    assert [(CauseKind.CONVENTION, "reverse_rate")] == [
        (cause.kind, cause.point) for cause in time.causes
    ]
    assert "2−完成值÷目标值" in time.causes[0].here.text()


def test_what_the_other_rule_has_no_use_for_is_no_cause() -> None:
    form = form_of(("投诉", "≤0次", "2次"), level1="效益指标")
    score = ps.compare(form, ["mof-2020", "mof-2003-admin"]).rows[0].scores[1]

    # Under that rule a person judges: what a target of zero earns is no matter.
    assert "0.00–10.00" == str(score.set)
    assert [CauseKind.RULE] == [cause.kind for cause in score.causes]


def test_a_weight_and_a_rounding_that_move_scores(tmp_path: Path) -> None:
    path = tmp_path / "coarse.yaml"
    path.write_text(
        """\
id: coarse
extends: mof-2020
sources: {me: {document: 甲, text: convention}}
rounding: {places: 0, mode: half_up, source: me}
weights: {levels: {产出指标: 40, 效益指标: 40, 满意度指标: 10}, source: me}
""",
        encoding="utf-8",
    )
    bare = Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="自评表",
        indicators=(
            Indicator(
                number=1,
                level1="产出指标",
                name="场次",
                target=ps.parse_value("3场"),
                actual=ps.parse_value("2场"),
            ),
        ),
    )
    found = ps.compare(bare, ["mof-2020", str(path)]).rows[0].scores[1]

    assert Decimal(27) == found.score
    assert {CauseKind.WEIGHT, CauseKind.ROUNDING} == {c.kind for c in found.causes}


def test_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    shipped = ps.load_ruleset("sichuan")
    path = tmp_path / "edited.yaml"
    path.write_text(
        "id: sichuan\nextends: platform\napplies_to: [department]\n", encoding="utf-8"
    )

    names = ps.compare(VISITS, [shipped, path]).rulesets

    assert len(set(names)) == 2
    assert all(name.startswith("sichuan#") for name in names)


def test_all_shipped_rulesets_begin_with_the_default() -> None:
    found = ps.compare(VISITS)

    assert found.rulesets[0] == "mof-2020"
    assert sorted(found.rulesets) == [rules.id for rules in ps.rulesets()]
    for row in found.rows:
        for score in row.scores:
            item = found.item(score.ruleset, row.number)
            assert (score.set is None) == (item is None)
            assert score.differs == bool(score.causes)


def test_each_card_is_the_card_of_score() -> None:
    for form in ps.read_forms(EXAMPLES / "lukou-2022.docx"):
        found = ps.compare(form)

        assert form == found.form
        for name in found.rulesets:
            assert found.card(name) == ps.score(form, name)


def test_a_set_actual_moves_by_what_changes_its_set() -> None:
    form = form_of(("接待", "大于14000次", "大于13000次"))
    row = ps.compare(form, ["mof-2020", "hengyang-2024"]).rows[0]

    assert row.differs
    assert ["9.29–10.00", "8.21–10.00"] == [str(one.set) for one in row.scores]


def test_a_decision_is_set_aside_where_it_is_not_possible() -> None:
    form = form_of(("接待", "大于14000次", "大于13000次"))
    given = {1: {"score": "8.5", "reason": "台账"}}
    found = ps.compare(form, ["hengyang-2024", "mof-2020"], decisions=given)

    assert Decimal("8.5") == found.rows[0].scores[0].score
    assert found.rows[0].scores[1].score is None
    assert ["scoring.decision-set-aside"] == [one.key for one in found.remarks]
    assert "mof-2020" in found.remarks[0].text()


def test_what_only_a_decision_moves_has_no_other_cause() -> None:
    form = form_of(("办理时限", "≤10天", "16天"))
    given = {1: {"reading": "reverse_rate=linear", "reason": "主管部门答复"}}
    rules = ["mof-2020", "platform", "lukou-2022"]
    found = ps.compare(form, rules, decisions=given)
    first, platform, lukou = found.rows[0].scores

    assert Decimal("4.00") == first.score == platform.score == lukou.score
    assert ["scoring.decision-set-aside"] == [one.key for one in found.remarks]
    assert not lukou.differs


def test_an_amount_executed_is_no_trouble_where_no_budget_is_scored() -> None:
    forms = ps.read_forms(EXAMPLES / "hengyang-2024.docx")
    form = next(form for form in forms if form.project == "公车管理专项经费")
    found = ps.compare(
        form, ["hengyang-2024", "mof-2003-admin"], actuals={"预算": "57.6"}
    )

    assert found.rows[-1].scores[0].score is not None
    assert found.rows[-1].scores[1].set is None
    assert found.rows[-1].differs


def test_another_rating_scale_is_told() -> None:
    remarks = ps.compare(VISITS, ["mof-2020", "platform-80"]).remarks

    assert ["scoring.other-scale"] == [one.key for one in remarks]
    assert "优 80 分起" in remarks[0].text()


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(WrongArgument):
        ps.compare(VISITS, [])
    with pytest.raises(WrongArgument):
        ps.compare(VISITS, 3)  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="str"):
        ps.compare("a.xlsx")  # type: ignore[arg-type]
    with pytest.raises(ps.RuleSetError, match="mof-2021"):
        ps.compare(VISITS, ["mof-2021"])
    with pytest.raises(ScoringError):
        ps.compare(VISITS, actuals={"没有这一行": "1"})
    with pytest.raises(WrongArgument, match="hubei"):
        ps.compare(VISITS, "mof-2020").card("hubei")
    assert ps.compare(VISITS, ["mof-2020", "mof-2020"]).rulesets == ("mof-2020",)


def test_a_comparison_is_frozen_and_the_same_each_time() -> None:
    found = ps.compare(VISITS)

    assert found == ps.compare(VISITS)
    with pytest.raises(FrozenInstanceError):
        found.rulesets = ()  # type: ignore[misc]

"""Forms and scorecards made by hand, as small as a check needs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from perfscore.auditing.audit import report
from perfscore.auditing.catalogue import find_check
from perfscore.auditing.models import Finding
from perfscore.forms.models import (
    BudgetLine,
    Form,
    FormKind,
    Indicator,
    Level1,
    Scope,
)
from perfscore.scoring.models import (
    Evidence,
    ItemKind,
    ItemScore,
    Scorecard,
    Status,
    Verdict,
)
from perfscore.values.sets import ScoreRange, ScoreSet
from perfscore.values.value import Kind, Value


def _set(text: str) -> ScoreSet:
    pieces = []
    for piece in text.split(" ∪ "):
        low, _, high = piece.partition("–")
        pieces.append(ScoreRange(Decimal(low), Decimal(high or low)))
    return ScoreSet(tuple(pieces))


def _value(text: str) -> Value:
    kind = Kind.QUANTITY if any(c.isdigit() for c in text) else Kind.TEXT
    return Value(text=text, kind=kind if text else Kind.MISSING)


def _item(number: int | None, given: dict[str, Any]) -> ItemScore:
    weight = Fraction(given.get("weight", 10))
    claimed = given.get("claimed", weight)
    found = _set(given.get("set", f"{int(weight)}.00"))
    point = found.hull.is_point
    default = Verdict.CONFIRMED if point else Verdict.POSSIBLE
    return ItemScore(
        number=number,
        kind=ItemKind.BUDGET if number is None else ItemKind.INDICATOR,
        name=given.get("name", "年度资金总额" if number is None else f"指标{number}"),
        level1=given.get("level1", ""),
        target=_value(given.get("target", "12次")),
        actual=_value(given.get("actual", "12次")),
        weight=weight,
        weight_inferred=given.get("weight_inferred", False),
        claimed=None if claimed is None else Fraction(claimed),
        score=found.score,
        set=found,
        status=given.get("status", Status.EXACT if point else Status.RANGE),
        verdict=given.get("verdict", Verdict.UNCLAIMED if claimed is None else default),
        evidence=given.get("evidence", Evidence.STATED),
        readings={
            name: _set(text)
            for name, text in given.get("readings", {"only": str(found)}).items()
        },
        clause=given.get("clause", ""),
        remarks=given.get("remarks", ()),
        decision=given.get("decision"),
    )


def make_card(
    rows: Sequence[dict[str, Any]],
    budget: dict[str, Any] | None = None,
    lines: Sequence[BudgetLine] | None = None,
    remarks: Sequence[Any] = (),
    **form: Any,
) -> Scorecard:
    """Make a form with its scorecard from what differs from full marks."""
    items = [_item(number, row) for number, row in enumerate(rows, 1)]
    items += [] if budget is None else [_item(None, budget)]
    if lines is None:
        line = BudgetLine(
            name="年度资金总额",
            is_total=True,
            adjusted=Fraction(400),
            executed=Fraction(400),
            weight=None if budget is None else Fraction(10),
            execution_rate=Fraction(1),
        )
        lines = () if budget is None else (line,)
    indicators = tuple(
        Indicator(
            number=item.number or 0,
            name=item.name,
            level1=item.level1,
            target=item.target,
            actual=item.actual,
            weight=None if item.weight_inferred else item.weight,
            claimed=item.claimed,
        )
        for item in items
        if item.number
    )
    made = Form(
        kind=form.pop("kind", FormKind.SELF_EVALUATION),
        scope=Scope.PROJECT,
        title="项目支出绩效自评表",
        label="附件3-1",
        project="水电维修费",
        money_unit="万元",
        budget=tuple(lines),
        indicators=indicators,
        **form,
    )
    low = sum((item.set.low for item in items), Decimal(0))
    high = sum((item.set.high for item in items), Decimal(0))
    most = sum((item.weight for item in items), Fraction(0))
    return Scorecard(
        form=made,
        ruleset="mof-2020",
        fingerprint="sha256:0123456789abcdef",
        items=tuple(items),
        points=low if low == high else None,
        points_range=ScoreRange(low, high),
        max_points=most,
        score=None,
        range=ScoreRange(Decimal(0), Decimal(100)),
        rating=None,
        ratings=("差", "优"),
        remarks=tuple(remarks),
    )


Make = Callable[..., Scorecard]
Find = Callable[..., list[Finding]]


@pytest.fixture
def make() -> Make:
    """Make scorecards."""
    return make_card


@pytest.fixture
def find() -> Find:
    """Make a scorecard and return what the audit finds in it."""

    def found(*args: Any, **more: Any) -> list[Finding]:
        findings = list(report([make_card(*args, **more)]).findings)
        for one in findings:
            check = find_check(one.code)
            assert check
            assert one.severity in {check.severity, check.sometimes}
        return findings

    return found


@pytest.fixture
def lukou() -> Scorecard:
    """Return one of the Lukou forms: rows of 100 points beside a budget of 10."""
    words: dict[str, Any] = {"target": "保持", "actual": "保持", "set": "0.00–10.00"}
    words["evidence"] = Evidence.REPEATS_TARGET
    rows: list[dict[str, Any]] = [
        {"level1": "产出指标", "name": "维修类别"},
        {
            "level1": "产出指标",
            "name": "水电气月平均数",
            "target": "大于13万",
            "actual": "大于13万",
            "evidence": Evidence.BOUND,
        },
        {**words, "level1": "产出指标", "name": "高质量完成"},
        {**words, "level1": "产出指标", "name": "及时完成"},
        {"level1": "产出指标", "name": "机关服务费", "target": "400万元"},
        {"level1": "效益指标", "name": "机关服务费", "target": "400万元"},
        {**words, "level1": "效益指标", "name": "维护社会和谐稳定"},
        {**words, "level1": "效益指标", "name": "为社会生态环境建设提供和谐稳定的环境"},
        {**words, "level1": "效益指标", "name": "总体平稳可控"},
        {"level1": "满意度指标", "name": "满意度", "target": "98%", "actual": "98%"},
    ]
    card = make_card(
        rows,
        budget={"target": "400", "actual": "400"},
        level1=(
            Level1(name="产出指标", weight=Fraction(50)),
            Level1(name="效益指标", weight=Fraction(30)),
            Level1(name="满意度指标", weight=Fraction(10)),
        ),
        total_weight=Fraction(100),
        total_claimed=Fraction(100),
        year=2022,
        file="004.txt",
    )
    return replace(card, by_analogy=True)

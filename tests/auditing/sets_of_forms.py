"""Forms that belong together, as small as the checks across forms need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from perfscore.forms.models import (
    BudgetLine,
    BudgetPart,
    Form,
    FormKind,
    Indicator,
    Scope,
)
from perfscore.values.parse import parse_value

OFFICE = "清河县机关事务服务中心"


def row(
    name: str,
    target: str,
    *,
    actual: str = "",
    weight: str = "",
    claimed: str = "",
    level1: str = "产出指标",
    reason: str = "",
) -> Indicator:
    """Return a row of a table; its number is given where the form is made."""
    return Indicator(
        number=0,
        level1=level1,
        name=name,
        target=parse_value(target),
        actual=parse_value(actual),
        weight=Fraction(weight) if weight else None,
        claimed=Fraction(claimed) if claimed else None,
        reason=reason,
    )


def project(
    name: str,
    budget: str,
    *,
    executed: str | None = None,
    rate: Fraction = Fraction(1),
    rows: Sequence[Indicator] = (),
    **more: Any,
) -> Form:
    """Return a project's form whose budget was spent, unless told otherwise."""
    kind = more.pop("kind", FormKind.SELF_EVALUATION)
    line = BudgetLine(name="年度资金总额", is_total=True, initial=Fraction(budget))
    if kind is FormKind.SELF_EVALUATION:
        line = replace(
            line,
            adjusted=Fraction(budget),
            executed=Fraction(executed or budget),
            execution_rate=rate,
        )
    return _form(
        **{
            "kind": kind,
            "scope": Scope.PROJECT,
            "title": "项目支出绩效自评表",
            "project": name,
            "budget": (line,),
            "indicators": _numbered(rows),
            **more,
        }
    )


def department(
    projects: str, *, rows: Sequence[Indicator] = (), basic: str = "100.5", **more: Any
) -> Form:
    """Return a department's form that states what it spends on projects."""
    whole = Fraction(projects) + Fraction(basic)
    total = BudgetLine(
        name="年度资金总额",
        is_total=True,
        initial=whole,
        adjusted=whole,
        executed=whole,
        execution_rate=Fraction(1),
    )
    return _form(
        **{
            "kind": FormKind.SELF_EVALUATION,
            "scope": Scope.DEPARTMENT,
            "title": "部门整体支出绩效自评表",
            "budget": (total,),
            "budget_parts": (
                BudgetPart(name="基本支出", amount=Fraction(basic)),
                BudgetPart(name="项目支出", amount=Fraction(projects)),
            ),
            "indicators": _numbered(rows),
            **more,
        }
    )


def _form(**fields: Any) -> Form:
    common = {"office": OFFICE, "year": 2022, "money_unit": "万元", "file": "a.docx"}
    return Form(**{**common, **fields})


def _numbered(rows: Sequence[Indicator]) -> tuple[Indicator, ...]:
    return tuple(replace(one, number=n) for n, one in enumerate(rows, start=1))

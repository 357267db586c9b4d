"""PS1xx, continued: the arithmetic of the budget block."""

from __future__ import annotations

from fractions import Fraction

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import decimals, points, sentence, total_line
from perfscore.auditing.models import Severity
from perfscore.forms.models import BudgetLine, Form
from perfscore.messages import Message, percent_text, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import Scorecard
from perfscore.values.rounding import Rounding, RoundingMode


@check(
    "PS104",
    "execution-rate-differs",
    Severity.ERROR,
    since="0.1.0",
    sometimes=Severity.WARNING,
)
def execution_rate_differs(form: Form, card: Scorecard) -> Hits:
    """The printed execution rate is not executed over budget."""
    del card
    main = total_line(form)
    seen: set[tuple[object, ...]] = set()
    lines = [main] if main else []
    for line in [*lines, *(one for one in form.budget if one is not main)]:
        figures = (line.adjusted, line.executed, line.execution_rate)
        budget = line.initial if line.adjusted is None else line.adjusted
        if line.execution_rate is None or line.executed is None or not budget:
            continue
        if figures in seen:
            continue
        seen.add(figures)
        rate = line.executed / budget
        printed = line.execution_rate
        if not _same_rate(line, printed, rate):
            yield _rate_hit(form, line, line.executed, budget, printed)


def _same_rate(line: BudgetLine, printed: Fraction, rate: Fraction) -> bool:
    """Whether a rate is the printed one, rounded or cut at its own last digit."""
    places = line.decimals.get("execution_rate", decimals(printed * 100))
    return any(
        Rounding(places + 2, mode).number(rate) == printed
        for mode in (RoundingMode.HALF_UP, RoundingMode.DOWN)
    )


def _rate_hit(
    form: Form,
    line: BudgetLine,
    executed: Fraction,
    budget: Fraction,
    printed: Fraction,
) -> Hit:
    rate = percent_text(executed / budget)
    shown = percent_text(printed, 6)
    texts: list[Message] = [
        say(
            "auditing.rate-figures",
            executed=executed,
            budget=budget,
            unit=form.money_unit or "",
            rate=rate,
            printed=shown,
        )
    ]
    severity = None
    if line.adjusted is None:
        texts.append(say("auditing.rate-by-initial"))
    elif line.initial and _same_rate(line, printed, executed / line.initial):
        severity = Severity.WARNING
        texts.append(say("auditing.rate-of-initial", initial=line.initial))
    return Hit(
        message=say(
            "auditing.execution-rate-differs",
            name=line.name,
            printed=shown,
            rate=rate,
        ),
        evidence=sentence(texts),
        subject=line.name,
        place=line.places.get("execution_rate", NOWHERE),
        points=None if line.weight is None else points(line.weight),
        severity=severity,
    )


@check(
    "PS106",
    "executed-above-budget",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def executed_above_budget(form: Form, card: Scorecard) -> Hits:
    """More was spent than the budget allowed."""
    del card
    line = total_line(form)
    if line is None or line.executed is None:
        return
    budget = line.initial if line.adjusted is None else line.adjusted
    if budget is None or line.executed <= budget:
        return
    yield Hit(
        message=say(
            "auditing.executed-above-budget", executed=line.executed, budget=budget
        ),
        evidence=_above(line.executed, budget, form.money_unit or ""),
        subject=line.name,
        place=line.places.get("executed", NOWHERE),
        severity=Severity.NOTE if line.adjusted is None else None,
    )


def _above(executed: Fraction, budget: Fraction, unit: str) -> Message:
    over = executed - budget
    if not budget:
        return say("auditing.above-no-budget", over=over, unit=unit)
    return say(
        "auditing.above-budget-figures",
        over=over,
        unit=unit,
        share=percent_text(over / budget),
        rate=percent_text(executed / budget),
    )

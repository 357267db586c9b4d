"""PS1xx: the form's own arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import (
    budget_items,
    decimals,
    place,
    points,
    rows,
    sentence,
    sum_text,
    total_line,
)
from perfscore.auditing.models import Severity
from perfscore.forms.models import BudgetLine, Form, FormKind, Level1
from perfscore.messages import Message, number_text, percent_text, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import ItemKind, Scorecard
from perfscore.values.rounding import Rounding, RoundingMode

_FULL = Fraction(100)
_BUDGET_HEADING = ("预算执行", "资金执行", "预算资金")


@check(
    "PS101",
    "weights-do-not-add-up",
    Severity.ERROR,
    since="0.1.0",
    covers=("scoring.hundred-without-budget",),
)
def weights_do_not_add_up(form: Form, card: Scorecard) -> Hits:
    """The weights of a form do not add up to its total.

    What it finds:
        The weights (分值) of the indicators and of budget execution add up to
        something else than the declared total or than 100. Weights that the form
        does not print are never counted against it, and rows that make 100 together
        with the budget's part are right whether or not the total line includes it.

    Why it matters:
        A score out of 100 means nothing where 110 points can be had.

    Example:
        Eleven indicators make 100 points, budget execution another 10, and the total
        line says 100.

    How to resolve:
        Spread the weights anew, so that the indicators make 90 and budget execution
        10, and score again.

    Source:
        财预〔2020〕10号 (from memory, text not seen): the total is 100 as a rule.
    """
    printed = [item for item in rows(card) if not item.weight_inferred]
    budget = sum((item.weight for item in budget_items(card)), Fraction(0))
    own = sum((item.weight for item in printed), Fraction(0))
    declared = form.total_weight
    expected = _FULL if declared is None else declared
    total = own + budget
    if not printed or (len(printed) < len(rows(card)) and total <= expected):
        return
    by_itself = own == expected or declared is None
    if total == _FULL and (total == expected or by_itself):
        return
    # A target form leaves the ten points of budget execution to the evaluation.
    left_open = {None, own, _FULL} if form.kind is FormKind.TARGET else {None, own}
    if not budget and declared in left_open and own in {_FULL, _FULL - 10}:
        return
    counted = say(
        "auditing.rows-and-budget" if budget else "auditing.rows-only",
        count=len(printed),
        rows=own,
        budget=budget,
        sum=total,
    )
    if declared is None:
        stated = say("auditing.nothing-declared")
    else:
        stated = say("auditing.total-declared", total=declared)
    texts = [counted, stated]
    if budget and own == expected:
        texts.append(say("auditing.exact-without-budget", rows=own))
    against = expected if total != expected else _FULL
    yield Hit(
        message=say("auditing.weights-do-not-add-up", sum=total, total=against),
        evidence=sentence(texts),
        place=form.places.get("total_weight", NOWHERE),
        points=points(abs(total - against)),
        severity=Severity.WARNING if total == expected else None,
    )


@check("PS102", "block-weights-differ", Severity.ERROR, since="0.1.0")
def block_weights_differ(form: Form, card: Scorecard) -> Hits:
    """The rows under a level-1 heading do not make the weight it declares.

    What it finds:
        A heading such as 产出指标（50分） whose rows add up to another figure. Only
        printed weights count.

    Why it matters:
        The framework fixes how much output, benefit and satisfaction weigh; a block
        that is heavier than it says shifts the score.

    Example:
        产出指标（50分） over six rows of 10 points.

    How to resolve:
        Correct the rows' weights, or the figure in the heading.

    Source:
        财预〔2020〕10号 (from memory, text not seen): 产出 50, 效益 30, 满意度 10, 预算
        执行 10 in principle; the heading itself says what this form chose.
    """
    for name, heading in _headings(form):
        members = [item for item in rows(card) if item.level1 == name]
        if name.startswith(_BUDGET_HEADING) and not members:
            members = list(budget_items(card))
        declared = heading.weight
        if declared is None or not members:
            continue
        printed = [item.weight for item in members if not item.weight_inferred]
        total = sum(printed, Fraction(0))
        complete = len(printed) == len(members)
        if total == declared or (not complete and total < declared):
            continue
        yield Hit(
            message=say(
                "auditing.block-weights-differ", name=name, sum=total, total=declared
            ),
            evidence=say(
                "auditing.block-figures",
                count=len(printed),
                sum=sum_text(printed),
                total=declared,
            ),
            subject=name,
            place=heading.place,
            points=points(abs(total - declared)),
        )


def _headings(form: Form) -> Iterator[tuple[str, Level1]]:
    """Yield each heading once; one repeated on the next page is the same."""
    known: dict[str, list[Level1]] = {}
    for heading in form.level1:
        known.setdefault(heading.name, []).append(heading)
    for name, same in known.items():
        weights = {heading.weight for heading in same} - {None}
        if len(weights) == 1:
            yield name, next(h for h in same if h.weight is not None)


@check("PS103", "total-differs-from-sum", Severity.ERROR, since="0.1.0")
def total_differs_from_sum(form: Form, card: Scorecard) -> Hits:
    """The declared total score is not the sum of the claimed scores.

    What it finds:
        A total (总分) that the scores of the rows and of budget execution do not
        make. A total that leaves out budget execution is right where the declared
        total of the weights leaves it out too; that is what PS101 is about.

    Why it matters:
        The total is what is published and what decisions rest on.

    Example:
        Rows of 80 and a budget score of 8 under a total of 98.

    How to resolve:
        Add up again.

    Source:
        Arithmetic.
    """
    declared = form.total_claimed
    scored = [item for item in card.items if item.claimed is not None]
    if declared is None or not scored:
        return
    own = [i.claimed for i in scored if i.kind is ItemKind.INDICATOR and i.claimed]
    spent = [i.claimed for i in scored if i.kind is ItemKind.BUDGET and i.claimed]
    without = sum(own, Fraction(0))
    total = without + sum(spent, Fraction(0))
    sums = {total, without} if _leaves_out_budget(form, card) else {total}
    complete = len(scored) == len(card.items)
    if declared in sums or (not complete and declared > total):
        return
    places = decimals(declared)
    if places and any(Rounding(places).number(s) == declared for s in sums):
        return
    near = min(sums, key=lambda one: abs(declared - one))
    coarse = Rounding(0).number(near) == declared
    yield Hit(
        message=say("auditing.total-differs-from-sum", total=declared, sum=near),
        evidence=say(
            "auditing.claims-and-budget" if spent else "auditing.claims-only",
            count=len(scored),
            rows=without,
            budget=total - without,
            sum=total,
            total=declared,
        ),
        place=form.places.get("total_claimed", NOWHERE),
        points=points(declared - near),
        severity=Severity.NOTE if coarse else None,
    )


def _leaves_out_budget(form: Form, card: Scorecard) -> bool:
    own = sum((item.weight for item in rows(card)), Fraction(0))
    budget = sum((item.weight for item in budget_items(card)), Fraction(0))
    declared = _FULL if form.total_weight is None else form.total_weight
    return own == declared or own + budget != declared


@check("PS104", "execution-rate-differs", Severity.ERROR, since="0.1.0")
def execution_rate_differs(form: Form, card: Scorecard) -> Hits:
    """The printed execution rate is not executed over budget.

    What it finds:
        An execution rate (执行率) that differs from executed / 全年预算数 (where that
        is blank, 年初预算数) in its own last printed digit; rounded and cut off both
        pass. A line that repeats the total's figures is not reported again.

    Why it matters:
        The rate earns the points of budget execution.

    Example:
        Executed 523.12 on a budget of 31.6 is 1655.44 %; the form says 100 %.

    How to resolve:
        Find which of the three figures is wrong.

    Source:
        Arithmetic; that 全年预算数 is the denominator is a convention of the ruleset.
    """
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
        if not _same_rate(printed, rate):
            yield _rate_hit(form, line, line.executed, budget, printed)


def _same_rate(printed: Fraction, rate: Fraction) -> bool:
    places = decimals(printed * 100)
    modes = (RoundingMode.HALF_UP, RoundingMode.DOWN)
    return any(
        Rounding(places, mode).number(rate * 100) == printed * 100 for mode in modes
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
    elif line.initial and _same_rate(printed, executed / line.initial):
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


@check("PS105", "score-above-weight", Severity.ERROR, since="0.1.0")
def score_above_weight(form: Form, card: Scorecard) -> Hits:
    """A claimed score is greater than the weight of its row.

    What it finds:
        A score (得分) above its 分值, unless the rules allow a bonus there. Weights
        that the form does not print are left alone.

    Why it matters:
        A row cannot earn more than it is worth.

    Example:
        12 points claimed on a row of 10.

    How to resolve:
        Correct the score or the weight.

    Source:
        The form's own column 分值.
    """
    del form
    for item in card.items:
        most = max(item.weight, Fraction(item.set.high))
        if item.claimed is None or item.weight_inferred or item.claimed <= most:
            continue
        yield Hit(
            message=say(
                "auditing.score-above-weight",
                claimed=item.claimed,
                weight=item.weight,
            ),
            evidence=say(
                "auditing.above-figures",
                claimed=item.claimed,
                weight=item.weight,
                over=item.claimed - item.weight,
            ),
            number=item.number,
            subject=item.name,
            place=place(item, "claimed"),
            points=points(item.claimed - item.weight),
        )


@check("PS106", "executed-above-budget", Severity.WARNING, since="0.1.0")
def executed_above_budget(form: Form, card: Scorecard) -> Hits:
    """More was spent than the budget allowed.

    What it finds:
        An executed amount above 全年预算数. Where that is blank and only the initial
        budget is printed, it is a note: the budget may have been adjusted since.

    Why it matters:
        Spending needs a budget; more often still, the figure is another project's.

    Example:
        Executed 523.12 on a budget of 31.6.

    How to resolve:
        Compare the figure with the accounts; where it is right, print the adjusted
        budget and give the reason.

    Source:
        《中华人民共和国预算法》第十三条 (from memory, text not seen): spending must rest
        on an approved budget. What it does to the score is for the ruleset to say.
    """
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
        evidence=say(
            "auditing.above-budget-figures",
            executed=line.executed,
            budget=budget,
            over=line.executed - budget,
            unit=form.money_unit or "",
            times=number_text(line.executed / budget, 2) if budget else "∞",
        ),
        subject=line.name,
        place=line.places.get("executed", NOWHERE),
        severity=Severity.NOTE if line.adjusted is None else None,
    )

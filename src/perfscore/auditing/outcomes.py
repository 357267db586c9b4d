"""PS2xx, continued: what is said of the year's achievement, against the rows."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.auditing.achieved import missed_for_certain, with_rows
from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import row_numbers
from perfscore.auditing.goals import of_rows, words_of
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import Statement, together
from perfscore.forms.models import Form, FormKind, Indicator
from perfscore.messages import say
from perfscore.places import NOWHERE
from perfscore.scoring.models import Scorecard
from perfscore.values.comparators import direction
from perfscore.values.full_text import full_text

_GENERAL = (
    "(?:年度|全年|本年|当年|年初|绩效|总体|预期|既定|设定|下达|工作|产出|效益|计划"
    "|各项|所有|的)"
)
_YEARLY = "(?:年度|全年|本年|年初|绩效|总体|预期|既定|设定|各项|所有)"
_EACH = f"(?:各项|所有)[^,，。;；0-9]{{0,8}}?{_GENERAL}*(?:指标|目标)"
_BARE = r"(?<![^,，。;；:：\s])(?:指标|目标|任务)+"
# Where the words name a task, it is that one which was done: 圆满完成春节慰问任务.
_WHAT = f"(?:{_EACH}|{_YEARLY}{_GENERAL}*(?:指标|目标|任务)+|{_BARE})"
_WHOLLY, _DONE = "(?:全部|全面|圆满|均已|如期)", "(?:完成|达成|达标|实现|达到)"
_ALL_DONE = re.compile(
    f"{_WHAT}[^,，。;；0-9]{{0,6}}(?:{_WHOLLY}|均按|均|都已)[^,，。;；0-9]{{0,6}}{_DONE}"
    f"|{_WHOLLY}{_DONE}了?"
    f"(?:[^,，。;；0-9]{{0,12}}?{_EACH}|{_GENERAL}*(?:指标|目标|任务))"
    "(?![^,，。;；]{0,4}[0-9])"
)
_NOT_ALL = re.compile(
    "基本|大部分|除|未|部分|但|仅|个别|尚|差距|滞后|延[期迟]|推迟|以上[^,，。;；]*完成"
)
_TENTH = Fraction(1, 10)
_ALL = Fraction(100)
_SHARES = frozenset({"%"})


@check("PS211", "outcome-contradicts-rows", Severity.WARNING, since="0.1.0")
def outcome_contradicts_rows(form: Form, card: Scorecard) -> Hits:
    """What is said of the year's achievement is not what the rows say."""
    if form.kind is FormKind.TARGET:
        return
    for told, row in of_rows(form, form.goal_actual, of="actual"):
        if not _differs(row, told):
            continue
        yield Hit.on(
            row,
            "actual",
            message=say(
                "auditing.outcome-figure-differs",
                said=words_of(told),
                actual=full_text(row.actual),
            ),
            evidence=say(
                "auditing.outcome-and-row",
                said=told.text,
                number=row.number,
                name=row.name,
                actual=full_text(row.actual),
            ),
        )
    yield from _all_done(form, card)


def _all_done(form: Form, card: Scorecard) -> Hits:
    claim = _ALL_DONE.search(form.goal_actual)
    if claim is None or _NOT_ALL.search(form.goal_actual):
        return
    missed = [row for item, row in with_rows(form, card) if missed_for_certain(item)]
    if missed:
        yield Hit(
            message=say("auditing.outcome-not-all-done", count=len(missed)),
            evidence=say(
                "auditing.said-and-missed",
                said=claim[0],
                rows=row_numbers(row.number for row in missed),
                words=tuple(
                    say(
                        "auditing.target-and-actual",
                        target=full_text(row.target),
                        actual=full_text(row.actual),
                    )
                    for row in missed
                ),
            ),
            place=form.places.get("goal_actual", NOWHERE),
        )


def _differs(row: Indicator, told: Statement) -> bool:
    """Whether an actual is certainly not what is told of it."""
    both = together(row.actual, told.value)
    if both is None or not row.actual.is_point or told.value.approximate:
        return False
    actual, said = both
    sign = told.value.comparator
    side = (direction(sign) or 0) if sign is not None else 0
    if side:  # 达到95%以上 is true of 96 %
        return actual < said if side > 0 else actual > said
    if told.value.unit in _SHARES and told.value.number == _ALL:
        return actual != said  # 99.6 % is not all
    return abs(actual - said) > _half_of_last_digit(told, said)


def _half_of_last_digit(told: Statement, said: Fraction) -> Fraction:
    """Return what rounding may have taken: 1.2万 may be 12034, 94 % may be 94.1 %."""
    digits = re.search(r"([0-9][0-9,]*)(?:\.([0-9]+))?", told.value.text)
    if digits is None or not said:
        return Fraction(0)
    printed = Fraction(f"{digits[1].replace(',', '')}.{digits[2] or 0}")
    if not printed:
        return Fraction(0)
    return said / printed * _TENTH ** len(digits[2] or "") / 2

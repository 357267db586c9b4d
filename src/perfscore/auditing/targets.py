"""PS4xx: targets that cannot be met, or that defeat themselves."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import decimals, total_line
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import bound
from perfscore.forms.models import Form, Indicator
from perfscore.messages import Message, say
from perfscore.rules.direction import sense_of
from perfscore.rules.parts import Direction
from perfscore.scoring.models import Scorecard
from perfscore.values.plausible import head_of, is_share_of_all, may_be_below_zero
from perfscore.values.rounding import Rounding, RoundingMode
from perfscore.values.unit_names import COUNTING, PERIODS
from perfscore.values.units import factor, is_money
from perfscore.values.value import Comparator, Kind

_FULL = Fraction(100)
_NUMBERED = (Kind.QUANTITY, Kind.FREQUENCY)
_UP = {Comparator.AT_LEAST, Comparator.MORE}
_DOWN = {Comparator.AT_MOST, Comparator.LESS}


@check("PS401", "target-cannot-be-met", Severity.ERROR, since="0.1.0")
def target_cannot_be_met(form: Form, card: Scorecard) -> Hits:
    """No actual can meet a target."""
    del card
    for row in form.indicators:
        why = _impossible(row)
        if why is not None:
            yield Hit.on(
                row,
                "target",
                message=say("auditing.target-cannot-be-met"),
                evidence=why,
            )


def _impossible(row: Indicator) -> Message | None:
    target, sign = row.target, bound(row)
    number = target.number
    if target.kind not in _NUMBERED or number is None or sign is None:
        return None
    told = f"{sign.value} {_shown(row)}"
    if sign is Comparator.LESS and number == 0:
        signed = may_be_below_zero(target, row.name)
        return None if signed else say("auditing.below-nothing", target=told)
    over = number > _FULL or (number == _FULL and sign is Comparator.MORE)
    upwards = sign in _UP or sign is Comparator.EQUAL
    if target.unit == "%" and upwards and over and is_share_of_all(row.name):
        return say("auditing.above-all", target=told, name=row.name)
    return None


def _shown(row: Indicator) -> str:
    text = row.target.text.strip("≥≤＞＜><=≧≦ ")
    stated = row.target.unit_stated or not row.target.unit
    return text if stated else f"{text}{row.target.unit}"


@check("PS402", "cost-target-forbids-budget", Severity.WARNING, since="0.1.0")
def cost_target_forbids_budget(form: Form, card: Scorecard) -> Hits:
    """Spending the budget in full breaks the form's own cost target."""
    del card
    for row, number, budgets in _costs(form):
        sign = bound(row)
        strict = sign is Comparator.LESS
        broken = [b for b in budgets if _breaks(number, b, strict=strict)]
        if not broken or (not strict and number in budgets):
            continue
        budget = broken[0]
        yield Hit.on(
            row,
            "target",
            message=say(
                "auditing.cost-target-forbids-budget",
                budget=_exactly(budget),
                target=f"{sign.value if sign else ''} {_exactly(number)}",
            ),
            evidence=say(
                "auditing.strictly-less"
                if number == budget
                else "auditing.digits-dropped",
                number=_exactly(number),
                budget=_exactly(budget),
                gap=_exactly(budget - number),
                unit=form.money_unit or "",
            ),
        )


def _breaks(number: Fraction, budget: Fraction, *, strict: bool) -> bool:
    """Whether a cap is the budget itself, exclusive, or with fewer of its digits."""
    if number == budget:
        return strict
    digits = decimals(number)
    short = any(
        Rounding(digits, mode).number(budget) == number
        for mode in (RoundingMode.DOWN, RoundingMode.HALF_UP)
    )
    return number < budget and short and decimals(budget) > digits


def _exactly(number: Fraction) -> str:
    digits = decimals(number)
    return f"{Rounding(digits).score(number)}"


_PER_UNIT = re.compile("单价|单位成本|人均|户均|标准|每|平均")
_YEAR = re.compile("20[0-9]{2}")
_ANOTHER_UNIT = 10


@check("PS403", "cost-target-above-budget", Severity.WARNING, since="0.1.0")
def cost_target_above_budget(form: Form, card: Scorecard) -> Hits:
    """The cost may exceed the whole budget and still meet its target."""
    del card
    if len(set(_YEAR.findall(form.period))) > 1:
        return  # the cost of several years is no part of one year's budget
    for row, number, budgets in _costs(form):
        most = max(budgets)
        # So much more is rather an amount in another unit than the form says.
        if number <= most or number > _ANOTHER_UNIT * most:
            continue
        if number - most < Fraction(1, 10 ** decimals(number)):
            continue  # the budget, rounded up
        yield Hit.on(
            row,
            "target",
            message=say(
                "auditing.cost-target-above-budget",
                target=_exactly(number),
                budget=_exactly(most),
            ),
            evidence=say(
                "auditing.above-budget-by",
                target=_exactly(number),
                budget=_exactly(most),
                gap=_exactly(number - most),
                unit=form.money_unit or "",
            ),
        )


def _costs(form: Form) -> list[tuple[Indicator, Fraction, list[Fraction]]]:
    """Return the rows that cap the cost as a whole, in the form's money unit."""
    line = total_line(form)
    if line is None or form.money_unit is None:
        return []
    budgets = [one for one in (line.adjusted, line.initial) if one]
    found = []
    for row in form.indicators:
        unit, number = row.target.unit, row.target.number
        capped = bound(row) in _DOWN and is_cost(row) and not _PER_UNIT.search(row.name)
        if not budgets or not capped or number is None or row.target.doubts:
            continue
        times = factor(unit, form.money_unit) if unit and is_money(unit) else None
        if times is not None:
            found.append((row, number * times, budgets))
    return found


def is_cost(row: Indicator) -> bool:
    """Whether a row stands under a heading of costs in money."""
    if row.level2.startswith(("社会", "生态")):
        return False
    return row.level1.startswith("成本") or row.level2.startswith(("成本", "经济成本"))


_RATE = re.compile(
    "(?:及时|合格|覆盖|完成|达标|到位|发放|完好|优良|使用|执行|准确|满意|支付|通过|知晓"
    "|成活|入学|就业|参与|办结|整改|处置|处理)率$"
)
TIMES = frozenset({*PERIODS, *PERIODS.values(), "工作日", "小时", "分钟", "秒"})
"""Units of time."""


def is_rate_in_units(row: Indicator) -> bool:
    """Return whether a rate has a target in a unit that counts or measures.

    Args:
        row: a row, such as 检测及时率 with the target ≤7工作日.
    """
    unit = row.target.unit
    if (
        row.target.kind not in _NUMBERED
        or not unit
        or not _RATE.search(head_of(row.name))
    ):
        return False
    return unit in COUNTING or unit in TIMES or is_money(unit)


_COUNTED = "(?:率|数|次数|起数|件数|例数|数量|发生率|发生数|发生次数|发生起数)"
_BAD = re.compile(
    "(?:差错|错误|错漏|失误|事故|伤亡|死亡|投诉|违规|违纪|违法|逾期|延误|重复|辍学|流失|损耗|返贫|超支)"
    f"{_COUNTED}?$"
)
_WORK_ON = re.compile(
    "处理|处置|受理|接待|办理|查处|化解|调解|核查|调查|排查|整改|回访|演练|减少|降低|下降|压减|应对|救助|防范"
)
_GOOD = re.compile(
    "(?:满意|合格|达标|覆盖|及时|完好|准确|准时|知晓|通过|成活|存活|优良|办结|整改)[率度]$"
    "|安全(?:运行|行车|出行|行驶|生产)(?:次数|天数|里程|趟次)$"
)


_SPENDING = re.compile("(?:成本|费用?|造价|单价|支出)(?:总额|金额|控制数)?$")
_SPARED = re.compile("节约|节支|降低|压减|减少|标准|收益|费率|缴费|收费")


def _is_spending(row: Indicator, name: str) -> bool:
    """Whether a row is what is spent, so that a lower bound asks to spend more."""
    money = any(is_money(part) for part in (row.target.unit or "").split("/")[:1])
    spending = bool(_SPENDING.search(name)) and not _SPARED.search(name)
    return is_cost(row) and money and spending


# Work that a quantity counts: that none of it were done would meet an upper bound.
_WORK = re.compile(
    "采购|购置|购买|新建|建设|改造|修建|维修|维护|安装|培训|发放|资助|救助|补助|补贴|巡查|检查"
    "|宣传|演出|放映|造林|种植|绿化|清运|体检|接种|走访|慰问|签约|鉴定|检测|监测"
)
_AMOUNT_OF = re.compile(
    "(?:数量|人数|次数|场次|期数|批次|户数|面积|里程|套数|台数|辆数|份数|件数|个数|人次)$"
)


def _is_work(row: Indicator, name: str) -> bool:
    """Whether a row counts work to be done, and nothing to be held down."""
    counted = row.level2.startswith("数量") and bool(_AMOUNT_OF.search(name))
    held_down = _BAD.search(name) or sense_of(row.name) is Direction.AT_MOST
    work = counted and bool(_WORK.search(name)) and not row.target.doubts
    return work and not held_down and not _CAP.search(f"{name} {row.note}")


_CAP = re.compile(
    "未|不合格|闲置|超标|逾期|以内|控制|压减|减少|限制|上限|不超|会议|接待|公务用车|公车|出国"
)


@check("PS411", "comparator-against-name", Severity.WARNING, since="0.1.0")
def comparator_against_name(form: Form, card: Scorecard) -> Hits:
    """A comparator takes the bad side of a target for the good one."""
    del card
    for row in form.indicators:
        sign, name = bound(row), head_of(row.name)
        if sign is None or row.target.kind not in _NUMBERED or is_rate_in_units(row):
            continue
        sense = sense_of(row.name)
        worse = (
            sign in _UP
            and bool(_BAD.search(name))
            and not _WORK_ON.search(name)
            and sense is Direction.AT_MOST
        )
        worse = worse or (sign in _UP and _is_spending(row, name))
        better = (
            sign in _DOWN
            and bool(_GOOD.search(name))
            and sense in {None, Direction.AT_LEAST}
            and not is_cost(row)
        )
        idle = sign in _DOWN and _is_work(row, name)
        if worse or better or idle:
            yield Hit.on(
                row,
                "comparator",
                "target",
                message=say("auditing.comparator-against-name", comparator=sign.value),
                evidence=say(
                    "auditing.nothing-done-would-do"
                    if idle
                    else "auditing.more-is-worse"
                    if worse
                    else "auditing.more-is-better",
                    name=row.name,
                    target=f"{sign.value} {_shown(row)}",
                ),
            )

"""The weights of a form's rows, printed or inferred."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from perfscore.forms.models import BudgetLine, Form, Indicator
from perfscore.messages import Message, say
from perfscore.rules.ruleset import RuleSet

FULL = 100
"""What the weights of a form are meant to make."""

_OUTPUT, _COST = "产出", "成本"


@dataclass(frozen=True, slots=True)
class Weight:
    """The points that a row is worth.

    Attributes:
        points: the points; None where nothing says.
        inferred: whether they are not printed in the row's weight cell.
    """

    points: Fraction | None
    inferred: bool = False


# A clause that says what its own row is worth prints the weight: 该指标分值为20分.
_SAID = re.compile(r"指标分值\s*(?:为|:|是)?\s*(\d{1,4}(?:\.\d{1,4})?)\s*分")


def row_weights(form: Form, rules: RuleSet) -> dict[int, Weight]:
    """Return the weight of every scored row, by row number.

    A printed weight always wins; else what the row's own clause says; else the rows of
    a level-1 block share what is left of the block's weight equally. Where the blocks
    do not make what the form declares for all its rows, the rows share that equally.

    Args:
        form: the form.
        rules: the ruleset; it gives the blocks' weights where the form does not.
    """
    rows = [row for row in form.indicators if row.scored]
    found = {row.number: _stated(row, rules) for row in rows}
    levels = rules.weights.of({_plain(row.level1) for row in rows})
    blocks: dict[str, list[Indicator]] = {}
    for row in rows:
        blocks.setdefault(_block(row, form, levels), []).append(row)
    wholes = {block: _declared(block, form, levels) for block in blocks}
    declared = form.rows_weight
    if declared is not None and sum(w or 0 for w in wholes.values()) != declared:
        return _shared(rows, declared, found)
    for block, members in blocks.items():
        found = _shared(members, wholes[block], found)
    return found


def _shared(
    rows: list[Indicator], whole: Fraction | None, found: dict[int, Weight]
) -> dict[int, Weight]:
    """Share what is left of a weight equally among the rows that have none."""
    open_rows = [row for row in rows if found[row.number].points is None]
    printed = sum((found[row.number].points or 0 for row in rows), Fraction(0))
    if not open_rows or whole is None or whole < printed:
        return found
    share = Weight((whole - printed) / len(open_rows), inferred=True)
    return {**found, **{row.number: share for row in open_rows}}


def _stated(row: Indicator, rules: RuleSet) -> Weight:
    if row.weight is not None:
        return Weight(row.weight)
    entry = rules.clause(row.clause)
    if entry is not None and entry.weight is not None:
        return Weight(entry.weight)
    said = _SAID.findall(unicodedata.normalize("NFKC", row.clause))
    return Weight(Fraction(said[0]) if len(said) == 1 else None)


Levels = Mapping[tuple[str, ...], Fraction]
"""The points of each block of level-1 headings."""


def _block(row: Indicator, form: Form, levels: Levels) -> str:
    """Return the block that a row shares its weight with.

    Under 10/50/30/10 there is no block of cost: its rows share the output's. Headings
    that share their points are one block, unless the form declares their own.
    """
    printed = row.level1[:2]
    own = _printed(printed, form) is not None
    block = printed if own else _plain(row.level1)[:2]
    headings = _headings(block, levels)
    if block == _COST and not headings:
        return _OUTPUT
    if _printed(block, form) is None:
        open_ones = (h[:2] for h in headings if _printed(h[:2], form) is None)
        return next(open_ones, block)
    return block


# What templates call the blocks of output, benefit and satisfaction besides.
_OTHER_NAMES = (
    (re.compile("^(?:项目)?完成"), "产出指标"),
    (re.compile("^(?:项目)?(?:效益|效果)"), "效益指标"),
    (re.compile("满意"), "满意度指标"),
)


def _plain(level1: str) -> str:
    """Return a level-1 heading under the name that rulesets have for it.

    Example:
        >>> _plain("项目完成指标"), _plain("服务对象满意度指标"), _plain("成本指标")
        ('产出指标', '满意度指标', '成本指标')
    """
    found = (name for said, name in _OTHER_NAMES if said.search(level1))
    return next(found, level1)


def _headings(block: str, levels: Levels) -> tuple[str, ...]:
    fitting = (names for names in levels if any(n.startswith(block) for n in names))
    return next(fitting, ()) if block else ()


def _printed(block: str, form: Form) -> Fraction | None:
    if not block:
        return None
    for level in form.level1:
        if level.name.startswith(block) and level.weight is not None:
            return level.weight
    return None


def _declared(block: str, form: Form, levels: Levels) -> Fraction | None:
    printed = _printed(block, form)
    headings = _headings(block, levels)
    if printed is not None or headings not in levels:
        return printed
    others = (_printed(heading[:2], form) or Fraction(0) for heading in headings)
    return levels[headings] - sum(others, Fraction(0))


def budget_lines(form: Form) -> tuple[BudgetLine, ...]:
    """Return the lines that are scored: the total's, or the sub-lines with a weight.

    A score printed on both the total's line and a sub-line counts once. Where no line
    has a weight, the total's is the one that the ruleset's weight is for.
    """
    totals = [line for line in form.budget if line.is_total]
    others = [line for line in form.budget if not line.is_total]
    weighted = [line for line in totals if line.weight is not None]
    if weighted:
        return (weighted[0],)
    parts = [line for line in others if line.weight is not None]
    return tuple(parts or (*totals, *others)[:1])


def budget_weight(
    line: BudgetLine | None, rows: Iterable[Weight], rules: RuleSet
) -> Weight:
    """Return the weight of budget execution.

    Args:
        line: the line that is scored.
        rows: the rows' weights.
        rules: the ruleset; its weight is taken where the rows leave just that of 100.
    """
    if line is not None and line.weight is not None:
        return Weight(line.weight)
    weights = [row.points for row in rows]
    known = [points for points in weights if points is not None]
    share = rules.budget.weight
    if share and len(known) == len(weights) and sum(known) + share == FULL:
        return Weight(rules.budget.weight, inferred=True)
    return Weight(None)


def unscored_budget(rows: Iterable[Weight], rules: RuleSet) -> Message:
    """Say why budget execution has no weight.

    Args:
        rows: the rows' weights.
        rules: the ruleset.
    """
    known = [row.points for row in rows]
    share = rules.budget.weight
    if not share:
        return say("scoring.budget-without-weight", ruleset=rules.id)
    if None in known:
        return say("scoring.budget-beside-unknown", budget=share)
    whole = sum((points or 0 for points in known), Fraction(0))
    return say("scoring.budget-does-not-fit", rows=whole, budget=share)


def weight_remarks(
    rows: Iterable[Weight], budget: Weight, declared: Fraction | None
) -> list[Message]:
    """Return what is to be said of totals that are not 100 as they stand.

    Args:
        rows: the rows' weights.
        budget: the weight of budget execution, all its lines together.
        declared: the total that the form declares.
    """
    printed = list(rows)
    if any(row.inferred or row.points is None for row in printed):
        return []
    rows_sum = sum((row.points or 0 for row in printed), Fraction(0))
    whole = rows_sum + (budget.points or 0)
    if budget.inferred or whole == FULL:
        return []
    if budget.points and rows_sum == FULL:
        return [
            say(
                "scoring.hundred-without-budget",
                whole=whole,
                budget=budget.points,
                declared=FULL if declared is None else declared,
            )
        ]
    return []

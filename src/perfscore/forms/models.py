"""The records of what a form prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from perfscore import display
from perfscore.messages import Message
from perfscore.places import NOWHERE, Place
from perfscore.values.value import MISSING, Comparator, Value


class FormKind(StrEnum):
    """Whether a form sets targets (绩效目标表) or scores them (绩效自评表)."""

    TARGET = "target"
    SELF_EVALUATION = "self_evaluation"


class Scope(StrEnum):
    """Whom a form speaks of: a whole office (部门整体支出) or a project (项目支出)."""

    DEPARTMENT = "department"
    PROJECT = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of the indicator table (三级指标).

    Attributes:
        number: 1, 2, … in form order; identifies the row everywhere.
        level1: the level-1 heading without its weight, such as ``产出指标``.
        level2: the level-2 heading, such as ``数量指标``.
        name: the level-3 indicator's name.
        comparator: the comparator printed in its own cell (指标值类型, 指标性质).
        target: the target (指标值), read with its comparator and unit cells.
        unit: the unit cell's text (度量单位).
        actual: the actual (实际完成值).
        weight: the points it is worth (分值), None where not printed.
        claimed: the points the office gave itself (得分), None where not printed.
        reviewed: the points a reviewer gave (复核分).
        clause: the scoring clause (评（扣）分标准).
        note: the explanation of the target (指标值说明, 备注).
        reason: why it deviates and what is done (偏差原因分析及改进措施).
        scored: whether the row is scored; False for a sub-row without a weight.
        decimals: how many decimals ``claimed`` is printed with, by field name.
        places: where each field stands, by field name.
        inferred: the names of fields that are not printed but inferred.
        doubts: what is not certain in the reading of the row.

    Example:
        >>> row = Indicator(number=1, name="核酸检测", weight=Fraction(10))
        >>> row.claimed is None, row.actual.kind.value
        (True, 'missing')
    """

    number: int
    level1: str = ""
    level2: str = ""
    name: str = ""
    comparator: Comparator | None = None
    target: Value = MISSING
    unit: str | None = None
    actual: Value = MISSING
    weight: Fraction | None = None
    claimed: Fraction | None = None
    reviewed: Fraction | None = None
    clause: str = ""
    note: str = ""
    reason: str = ""
    scored: bool = True
    decimals: Mapping[str, int] = field(default_factory=dict, hash=False)
    places: Mapping[str, Place] = field(default_factory=dict, hash=False)
    inferred: tuple[str, ...] = ()
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One line of the budget block, in the form's money unit.

    Attributes:
        name: the line's label, such as ``年度资金总额``.
        is_total: whether it is the line of the total.
        initial: the initial budget (年初预算数).
        adjusted: the year's budget (全年预算数).
        executed: what was spent (全年执行数).
        weight: the points it is worth (分值).
        execution_rate: the printed rate (执行率) as a share: 100 % is 1.
        claimed: the points the office gave itself (得分).
        reviewed: the points a reviewer gave (复核分).
        decimals: how many decimals ``claimed`` and, in per cent, ``execution_rate``
            are printed with, by field name; below 0 for a share such as 0.7.
        places: where each field stands, by field name.
        unread: the texts that no amount could be read from, by field name; such a
            field is None, and yet its cell is not blank.
        doubts: what is not certain in the reading of the line.

    Example:
        >>> line = BudgetLine(name="年度资金总额", adjusted=Fraction("31.6"))
        >>> line.adjusted, line.initial
        (Fraction(158, 5), None)
    """

    name: str
    is_total: bool = False
    initial: Fraction | None = None
    adjusted: Fraction | None = None
    executed: Fraction | None = None
    weight: Fraction | None = None
    execution_rate: Fraction | None = None
    claimed: Fraction | None = None
    reviewed: Fraction | None = None
    decimals: Mapping[str, int] = field(default_factory=dict, hash=False)
    places: Mapping[str, Place] = field(default_factory=dict, hash=False)
    unread: Mapping[str, str] = field(default_factory=dict, hash=False)
    doubts: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPart:
    """An amount of the budget that is printed beside its label.

    Attributes:
        name: the label, such as ``一般公共预算``, ``基本支出`` or ``资金总额``.
        amount: the amount in the form's money unit, None where the label stands alone.
        place: where it stands.
    """

    name: str
    amount: Fraction | None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Level1:
    """A level-1 heading with the weight it declares, such as ``产出指标（50分）``.

    Attributes:
        name: the heading without its weight.
        weight: the declared weight, None where none is printed.
        place: where it stands.
    """

    name: str
    weight: Fraction | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One performance form as it is printed; nothing in it is decided or repaired.

    Attributes:
        kind: target form or self-evaluation.
        scope: department or project.
        title: the title as printed, such as ``项目支出绩效自评表``.
        label: what distinguishes it in its document, such as ``附件3-1``.
        number: 1, 2, … in document order.
        office: who fills it in (填报单位, 预算部门名称).
        department: the department in charge (主管部门).
        implementer: who carries it out (实施单位).
        project: the project's name.
        year: the year it speaks of.
        period: the period as printed (项目支出实施期).
        money_unit: 元, 万元 or 亿元, None where not printed.
        budget: the lines of the budget block.
        budget_parts: amounts by source or by kind of spending.
        goal: the narrative goal (预期目标, 年度绩效目标).
        goal_actual: what is said of its achievement (实际完成情况).
        level1: the level-1 headings with their declared weights, in form order.
        indicators: the rows of the indicator table, in form order.
        rows_weight: the declared total of the indicator rows, such as
            年度绩效目标（80分）, None where none is printed.
        total_weight: the declared total of the weights.
        total_claimed: the declared total score.
        rating: the rating word printed with the total.
        file: the file it was read from.
        places: where each field of the form stands, by field name.
        inferred: the names of fields that are not printed but inferred.
        doubts: what is not certain in the reading of the form.

    Example:
        >>> Form(kind=FormKind.TARGET, scope=Scope.PROJECT, title="目标表").name
        '目标表'
    """

    kind: FormKind
    scope: Scope
    title: str
    label: str = ""
    number: int = 1
    office: str = ""
    department: str = ""
    implementer: str = ""
    project: str = ""
    year: int | None = None
    period: str = ""
    money_unit: str | None = None
    budget: tuple[BudgetLine, ...] = ()
    budget_parts: tuple[BudgetPart, ...] = ()
    goal: str = ""
    goal_actual: str = ""
    level1: tuple[Level1, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    rows_weight: Fraction | None = None
    total_weight: Fraction | None = None
    total_claimed: Fraction | None = None
    rating: str = ""
    file: str = ""
    places: Mapping[str, Place] = field(default_factory=dict, hash=False)
    inferred: tuple[str, ...] = ()
    doubts: tuple[Message, ...] = ()

    @property
    def name(self) -> str:
        """What a person calls the form: its label and its project or office."""
        subject = self.project or self.office
        if subject and not any(sign.isalnum() for sign in subject):
            # A cell of broken letters names nothing.
            subject = self.file
        return " ".join(part for part in (self.label, subject) if part) or self.title

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return the form as JSON, as :func:`perfscore.to_json` writes it.

        Args:
            indent: how far to indent; None: all on one line.
        """
        return str(display.written(self, "json", indent=indent))

    def _repr_html_(self) -> str:
        return display.html(self)

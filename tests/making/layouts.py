"""The layouts: how offices print one form in many ways.

Each layout turns a model into a page; nothing here knows file types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from making.model import DEPARTMENT, PROJECT, TARGETS, Model, Money, Row
from making.page import Page, Paper, Piece, Wide, runs

HEADINGS = {
    "side": "绩效指标",
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "sign": "指标性质",
    "number": "指标值",
    "whole": "年度\n指标值",
    "unit": "度量单位",
    "actual": "实际\n完成值",
    "weight": "分值",
    "claimed": "得分",
    "reviewed": "复核分",
    "clause": "评（扣）分标准",
    "note": "指标值说明",
    "reason": "偏差原因分析及改进措施",
}
LEVELS = ("level1", "level2")
MERGED, REPEATED, BLANK = "merged", "repeated", "blank"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way to print a form.

    Attributes:
        model: the form.
        columns: the columns of the indicator table, from the left.
        headings: what some columns are called here.
        weights_in_labels: whether level-1 labels declare their weights (50分).
        spaced: whether headings and labels are letter-spaced.
        labels: whether level labels are merged, repeated, or blank below their first.
        repeat_after: after how many rows the heading is printed once more.
        two_lines: whether the heading stands over two rows.
        budget: how the budget block is printed.
        rating: how the rating is printed: beside the total, or not at all.
    """

    model: Model = PROJECT
    columns: tuple[str, ...]
    headings: tuple[tuple[str, str], ...] = ()
    weights_in_labels: bool = False
    spaced: bool = False
    labels: str = MERGED
    repeat_after: int = 0
    two_lines: bool = False
    budget: str = "national"
    rating: str = ""
    unit_line: str = ""

    def page(self) -> Page:
        """Return the form as it is printed."""
        return _Printer(self).page()

    @property
    def printed(self) -> frozenset[str]:
        """The columns that are printed, by the names of the model's fields."""
        return frozenset(self.columns)


def spaced(text: str) -> str:
    """Return a heading as typists space it out.

    Example:
        >>> spaced("产出指标")
        '产 出 指 标'
    """
    return " ".join(text) if text.isalpha() and len(text) < 8 else text


class _Printer:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.model = layout.model
        width = 9 if layout.budget == "national" else 7
        self.paper = Paper(max(len(layout.columns), width))

    def page(self) -> Page:
        model, layout = self.model, self.layout
        before = [line for line in (model.label, model.title) if line]
        before.append(f"（{model.year}年度）")
        after = ["填报人：　　　联系电话：　　　填报日期："]
        self._head(before)
        budget: dict[str, Callable[[], None]] = {
            "national": self._national,
            "hubei": self._hubei,
            "target": self._target_money,
        }
        budget[layout.budget]()
        self._goals()
        self._indicators()
        if model.total_weight:
            self._total()
        return self.paper.page(before, after)

    def _pairs(self, *texts: str) -> None:
        """Print labels with what they say, over the whole width."""
        width = self.paper.width
        if len(texts) == 2:
            self.paper.row(Wide(texts[0], 2), Wide(texts[1], width - 2))
            return
        half = (width - 3) // 2
        self.paper.row(
            Wide(texts[0], 2),
            Wide(texts[1], half),
            texts[2],
            Wide(texts[3], width - 3 - half),
        )

    def _head(self, before: list[str]) -> None:
        model = self.model
        unit = self.layout.unit_line and f"单位：{model.money_unit}"
        if model.department_wide:
            before.append(f"填报单位（盖章）：{model.office}　　{unit}".rstrip("　"))
            self._pairs("部门（单位）名称", model.office)
            return
        before.append(f"填报单位：{model.office}　　{unit}".rstrip("　"))
        self._pairs("项目名称", model.project)
        self._pairs("主管部门", model.department, "实施单位", model.implementer)

    def _national(self) -> None:
        model, paper = self.model, self.paper
        rest = paper.width - 8
        unit = "" if self.layout.unit_line else f"（{model.money_unit}）"
        lines = len(model.money) + (2 if model.parts else 0)
        paper.row(
            Wide(f"项目资金\n{unit}".strip(), 1, lines + 1),
            "",
            "年初\n预算数",
            "全年\n预算数",
            "全年\n执行数",
            "分值",
            "执行率",
            Wide("得分", rest + 1),
        )
        for money in model.money:
            points = money.weight or "—"
            claimed = money.claimed or "—"
            paper.row(
                money.name,
                money.initial,
                money.adjusted,
                money.executed,
                points,
                money.rate,
                Wide(claimed, rest + 1),
            )
        if model.parts:
            self._parts()

    def _parts(self) -> None:
        """Print the budget by source and by kind, as Hunan does."""
        paper = self.paper
        left = (paper.width - 1) // 2
        right = paper.width - 1 - left
        source, basic, project = (f"{name}：{sum_}" for name, sum_ in self.model.parts)
        paper.row(Wide("按收入性质分：", left), Wide("按支出性质分：", right))
        paper.row(
            Wide(f"其中：{source}", left),
            Wide(f"其中：{basic}\n{project}", right),
        )

    def _hubei(self) -> None:
        model, paper = self.model, self.paper
        rest = paper.width - 6
        total = model.money[0]
        paper.row(
            Wide(f"预算执行情况\n（{model.money_unit}）\n（20分）", 1, 2),
            "",
            "预算数(A)",
            "执行数(B)",
            "执行率(B/A)",
            Wide("得分\n（20分*执行率）", rest + 1),
        )
        paper.row(
            total.name,
            total.adjusted,
            total.executed,
            total.rate,
            Wide(total.claimed, rest + 1),
        )

    def _target_money(self) -> None:
        self._pairs("年度资金总额（万元）", "200")

    def _goals(self) -> None:
        model, paper = self.model, self.paper
        if not model.evaluation:
            self._pairs("年度绩效目标", model.goal)
            return
        half = (paper.width - 1) // 2
        rest = paper.width - 1 - half
        paper.row(
            Wide("年度\n总体\n目标", 1, 2),
            Wide("预期目标", half),
            Wide("实际完成情况", rest),
        )
        paper.row(Wide(model.goal, half), Wide(model.goal_actual, rest))

    def _indicators(self) -> None:
        layout, rows = self.layout, self.model.rows
        size = layout.repeat_after or len(rows)
        for start in range(0, len(rows), size):
            block = rows[start : start + size]
            self._heading(len(block))
            self._block(block)

    def _widths(self) -> list[int]:
        """Return the columns that each heading covers: the name takes what is left."""
        spare = self.paper.width - len(self.layout.columns)
        return [1 + (spare if c == "name" else 0) for c in self.layout.columns]

    def _heading(self, below: int) -> None:
        """Print the heading; the label at the side covers the rows below it, too."""
        layout, paper = self.layout, self.paper
        called = HEADINGS | dict(layout.headings)
        texts = [called[column] for column in layout.columns]
        if layout.spaced:
            texts = [spaced(text) for text in texts]
        if not layout.two_lines:
            tall = [1 + (below if c == "side" else 0) for c in layout.columns]
            paper.row(*map(Wide, texts, self._widths(), tall))
            return
        grouped = {"level1": "绩效指标", "sign": "年度指标值"}
        upper: list[Piece] = []
        lower: list[Piece] = []
        width = dict(zip(layout.columns, self._widths(), strict=True))
        halved = {"level1", "level2", "name", "sign", "number", "unit"}
        for column, text in zip(layout.columns, texts, strict=True):
            if column in grouped:
                group = ("level1", "level2", "name")
                if column == "sign":
                    group = ("sign", "number", "unit")
                wide = sum(width[one] for one in group)
                upper.append(Wide(grouped[column], wide))
            if column in halved:
                lower.append(Wide(text, width[column]))
            else:
                upper.append(Wide(text, width[column], 2))
        paper.row(*upper)
        paper.row(*lower)

    def _block(self, rows: tuple[Row, ...]) -> None:
        """Print rows of the indicator table that stand under one heading."""
        layout = self.layout
        spans = {
            "level1": runs([(row.level1,) for row in rows]),
            "level2": runs([(row.level1, row.level2) for row in rows]),
        }
        for at, row in enumerate(rows):
            pieces: list[Piece] = []
            for column, wide in zip(layout.columns, self._widths(), strict=True):
                if column == "side":
                    continue
                text = self._text(row, column)
                if column not in spans:
                    pieces.append(Wide(text, wide))
                    continue
                span = spans[column][at]
                if layout.labels == MERGED:
                    if span:
                        pieces.append(Wide(text, wide, span))
                elif layout.labels == REPEATED or span:
                    pieces.append(Wide(text, wide))
                else:
                    pieces.append(Wide("", wide))
            self.paper.row(*pieces)

    def _text(self, row: Row, column: str) -> str:
        text = str(getattr(row, column))
        if column not in LEVELS:
            return text
        if self.layout.spaced:
            text = spaced(text)
        weights = dict(self.model.weights)
        if column == "level1" and self.layout.weights_in_labels:
            text = f"{text}\n（{weights[row.level1]}分）"
        return text

    def _total(self) -> None:
        """Print the row of totals under the columns of points."""
        layout, model = self.layout, self.model
        points = [c for c in ("weight", "claimed") if c in layout.columns]
        first = min(layout.columns.index(column) for column in points)
        wide = sum(self._widths()[:first])
        pieces: list[Piece] = [Wide("总分", wide)]
        texts = {"weight": model.total_weight, "claimed": model.total_claimed}
        rating = model.rating if layout.rating else ""
        for column, width in list(zip(layout.columns, self._widths(), strict=True))[
            first:
        ]:
            text = texts.get(column, "")
            if column not in texts and rating:
                text, rating = rating, ""
            pieces.append(Wide(text, width))
        self.paper.row(*pieces)


PLAIN = ("side", *LEVELS, "name", "whole", "actual", "weight", "claimed", "reason")
APART = (*LEVELS, "name", "sign", "number", "unit", "actual")
POINTS = ("weight", "claimed")


def _without_weights(model: Model) -> Model:
    """Return the form that Hubei prints: 20 points for the budget, no weights."""
    (total, *_) = model.money
    money = (
        Money(
            name=total.name,
            adjusted="200",
            executed="195.5",
            rate="97.75%",
            claimed="19.55",
        ),
    )
    rows = tuple(replace(row, weight="") for row in model.rows)
    return replace(
        model, money=money, rows=rows, weights=(), total_weight="-", rating=""
    )


LAYOUTS: dict[str, Layout] = {
    "national-2020": Layout(columns=PLAIN, rating="beside"),
    "national-2021": Layout(
        columns=PLAIN,
        headings=(("side", "年度绩效指标"), ("claimed", "自评得分")),
        labels=BLANK,
    ),
    "yunnan": Layout(
        model=replace(PROJECT, money_unit="元", label="附件14"),
        columns=(*APART, *POINTS, "reason"),
        two_lines=True,
        unit_line="yes",
    ),
    "hubei": Layout(
        model=_without_weights(PROJECT),
        columns=("side", *LEVELS, "name", "whole", "actual", "claimed"),
        headings=(
            ("side", "年度绩效目标1\n（80分）"),
            ("whole", "年初目标值（A）"),
            ("actual", "实际完成值（B）"),
        ),
        budget="hubei",
    ),
    "hunan": Layout(model=DEPARTMENT, columns=PLAIN, weights_in_labels=True),
    "reversed": Layout(
        columns=("reason", "claimed", "weight", "actual", "whole", "name", *LEVELS),
        labels=REPEATED,
    ),
    "type-after": Layout(
        columns=(*LEVELS, "name", "number", "sign", "unit", "actual", *POINTS, "note"),
        headings=(("sign", "指标值类型"), ("number", "年度指标值")),
    ),
    "unit-first": Layout(
        columns=(*LEVELS, "name", "unit", "sign", "number", "actual", *POINTS),
        headings=(("unit", "计量单位"), ("name", "指标名称")),
    ),
    "reviewed": Layout(
        columns=(*PLAIN[:-1], "reviewed", "reason"),
        headings=(("claimed", "自评得分"),),
    ),
    "spaced": Layout(columns=PLAIN, spaced=True),
    "page-heads": Layout(columns=PLAIN, repeat_after=4),
    "target": Layout(
        model=TARGETS,
        columns=(*LEVELS, "name", "sign", "number", "unit", "weight", "clause", "note"),
        headings=(("sign", "指标值类型"), ("weight", "分值")),
        weights_in_labels=True,
        budget="target",
    ),
}
"""Every layout by its name."""

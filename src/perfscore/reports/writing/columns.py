"""The columns of an official form: which of them it needs, and how wide they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from perfscore.forms.models import Form, FormKind, Indicator
from perfscore.forms.vocabulary import comparator_of
from perfscore.reports.writing.figures import Figure, claim, plain
from perfscore.reports.writing.page import Look, Piece
from perfscore.values.value import Value

LEAST = 10
"""How many columns a page has at least, so that all its rows find their places."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the indicator table: its heading, its width, how its cells stand."""

    text: str
    width: int
    look: Look = Look.CENTRE


SIDE, LEVEL1, LEVEL2 = "side", "level1", "level2"
HEADINGS = {
    SIDE: Heading("绩效\n指标", 5),
    LEVEL1: Heading("一级指标", 9),
    LEVEL2: Heading("二级指标", 9),
    "name": Heading("三级指标", 20, Look.TEXT),
    "comparator": Heading("指标\n性质", 6),
    "target": Heading("年度\n指标值", 13),
    "unit": Heading("度量\n单位", 7),
    "actual": Heading("实际\n完成值", 13),
    "weight": Heading("分值", 6),
    "claimed": Heading("得分", 7),
    "reviewed": Heading("复核分", 7),
    "clause": Heading("评（扣）分标准", 28, Look.TEXT),
    "note": Heading("指标值说明", 18, Look.TEXT),
    "reason": Heading("偏差原因分析及改进措施", 18, Look.TEXT),
}
"""Every column that a form can have, from the left."""

_ALWAYS = frozenset({SIDE, LEVEL1, LEVEL2, "name", "target"})
_EVALUATED = _ALWAYS | {"actual", "weight", "claimed", "reason"}
_QUANTITATIVE = "定量"


def columns_of(form: Form) -> tuple[str, ...]:
    """Return the columns that a form needs: those of its kind, and what it holds."""
    evaluated = form.kind is FormKind.SELF_EVALUATION
    needed = set(_EVALUATED if evaluated else _ALWAYS)
    for row in form.indicators:
        needed |= {name for name in HEADINGS if has_content(row, name)}
    if form.total_weight is not None:
        needed.add("weight")
    if form.total_claimed is not None:
        needed.add("claimed")
    if form.rating:
        needed.add("reason")
    return tuple(name for name in HEADINGS if name in needed)


def has_content(row: Indicator, name: str) -> bool:
    """Whether a row has something to print in a column."""
    content = getattr(row, name, None)
    return (
        bool(content.text) if isinstance(content, Value) else content not in {None, ""}
    )


def cell_of(row: Indicator, name: str) -> Piece:
    """Return what a row prints in a column beside its level headings."""
    look = HEADINGS[name].look
    content = getattr(row, name)
    if isinstance(content, Fraction):
        figure = claim(content, row.decimals) if name == "claimed" else plain(content)
        return shown(figure)
    if isinstance(content, Value):
        return Piece(content.text, look)
    if name == "comparator" and content is None and _is_beside(row):
        return Piece(_QUANTITATIVE, look)
    if name == "name" and not row.scored:
        look = Look.SUB_ROW
    return Piece("" if content is None else str(content), look)


def shown(figure: Figure | None) -> Piece:
    """Return the cell of a figure, a blank one where there is none."""
    if figure is None:
        return Piece("")
    return Piece(figure.text, Look.FIGURE, figure=figure)


def _is_beside(row: Indicator) -> bool:
    """Whether a note or a unit would be taken for the comparator, were there none."""
    return any(comparator_of(text or "") is not None for text in (row.unit, row.note))


def split(widths: Iterable[int], least: int) -> tuple[tuple[int, ...], list[int]]:
    """Halve the widest columns until there are enough.

    Args:
        widths: the widths of the columns.
        least: how many are wanted.

    Returns:
        The widths of the parts, and how many parts each column has.

    Example:
        >>> split([4, 18], 4)
        ((4, 6, 6, 6), [1, 3])
    """
    whole = list(widths)
    parts = [1] * len(whole)
    while sum(parts) < least:
        widest = max(range(len(whole)), key=lambda at: (whole[at] // parts[at], -at))
        parts[widest] += 1
    fine = [
        width // count + (at < width % count)
        for width, count in zip(whole, parts, strict=True)
        for at in range(count)
    ]
    return tuple(fine), parts

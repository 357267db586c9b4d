"""Headings of levels that no cell prints, inferred from the order of a form's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfscore.forms import vocabulary as words
from perfscore.forms.columns import Column
from perfscore.forms.draft import Row
from perfscore.forms.grid import Cell

_TIME = re.compile(r"时间|时效|时限|及时|进度|期限|按期|工期")
_COUNT = re.compile(r"[≥≤<>=约]{0,2}\d+(?!\d*年)")
_SHARE = re.compile(r"[%％‰]|百分")
_GRAM = 4
"""How many characters in a row two names share that speak of one thing."""

_LONGEST = 100
"""Names are compared as far as this."""

Labels = Sequence[tuple[Cell | None, Cell | None]]


def is_cost(text: str) -> bool:
    """Whether an indicator or a heading is one of cost."""
    return "成本" in words.squeezed(text)


def is_satisfaction(text: str) -> bool:
    """Whether an indicator or a heading is one of satisfaction."""
    return "满意" in words.squeezed(text)


def kin(one: str, other: str) -> int:
    """Return how many characters in a row two names share, 0 below four.

    Example:
        >>> kin("全市公车管理成本控制", "公车管理专项经费"), kin("公车管理", "节能经费")
        (4, 0)
    """
    first, second = words.squeezed(one)[:_LONGEST], words.squeezed(other)[:_LONGEST]
    best = 0
    for at in range(len(second)):
        while second[at : at + best + 1] in first and at + best < len(second):
            best += 1
    return best if best >= _GRAM else 0


def infer_levels(rows: Sequence[Row], labels: Labels) -> None:
    """Give rows between a cost and a satisfaction indicator their headings.

    The first rows are of cost and the last of satisfaction; the last indicator of time
    ends the outputs, and what follows it are benefits. Headings that more than one
    label could give stay empty.

    Args:
        rows: the rows of one form in order.
        labels: the level-1 and level-2 headings printed for the form, in order.
    """
    tree = _tree(labels)
    cost = _of(tree, "成本")
    outputs, benefits = _of(tree, "产出"), _of(tree, "效益")
    content = _of(tree, "满意")
    first = next(
        (i for i, row in enumerate(rows) if not is_cost(row.text(Column.NAME))),
        len(rows),
    )
    last = len(rows)
    while last and is_satisfaction(rows[last - 1].text(Column.NAME)):
        last -= 1
    times = [i for i in range(first, last) if _TIME.search(rows[i].text(Column.NAME))]
    counted = [_is_count(row) for row in rows[first : times[-1]]] if times else []
    in_order = counted == sorted(counted, reverse=True)
    for number, row in enumerate(rows):
        if number < first:
            _set(row, cost, _only(tree, cost, "经济成本"))
        elif number >= last:
            _set(row, content, _only(tree, content, ""))
        elif times and number > times[-1]:
            _set(row, benefits, None)
        elif times and number == times[-1]:
            _set(row, outputs, _only(tree, outputs, "时效"))
        elif times:
            # 数量 stands before 质量: counts first, and words after all of them.
            word = "数量" if counted[number - first] else "质量"
            _set(row, outputs, _only(tree, outputs, word) if in_order else None)


def _is_count(row: Row) -> bool:
    """Whether a row's target is a number of things and no share."""
    text = words.squeezed(row.text(Column.TARGET))
    return bool(_COUNT.match(text)) and not _SHARE.search(text + row.text(Column.UNIT))


def _tree(labels: Labels) -> dict[str, tuple[Cell, list[Cell]]]:
    """Return the level-2 headings under each level-1 heading."""
    tree: dict[str, tuple[Cell, list[Cell]]] = {}
    above = ""
    for first, second in labels:
        if first is not None:
            above = words.level_name(first.text)
            tree.setdefault(above, (first, []))
        if second is not None and above:
            tree[above][1].append(second)
    return tree


def _of(tree: dict[str, tuple[Cell, list[Cell]]], word: str) -> str | None:
    found = [name for name in tree if word in name]
    return found[0] if len(found) == 1 else None


def _only(
    tree: dict[str, tuple[Cell, list[Cell]]], above: str | None, word: str
) -> Cell | None:
    """Return the one heading under another that holds a word."""
    under = tree[above][1] if above is not None else []
    names = {words.level_name(cell.text): cell for cell in under if word in cell.text}
    return next(iter(names.values())) if len(names) == 1 else None


def _set(row: Row, level1: str | None, level2: Cell | None) -> None:
    inferred = []
    if level1 is not None:
        row.level1 = level1
        inferred.append("level1")
    if level2 is not None:
        row.level2 = words.level_name(level2.text)
        inferred.append("level2")
    row.inferred = (*row.inferred, *inferred)

"""What stands above a form's tables: its title, its year, whose it is, its money unit.

Persons and telephone numbers that stand on the same lines are no part of a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfscore.forms import budget, labels
from perfscore.forms import vocabulary as words
from perfscore.forms.draft import Draft
from perfscore.forms.figures import points
from perfscore.forms.grid import Cell
from perfscore.places import Place

_COLON = re.compile(r"\s*([^:：]{2,20}?)\s*[:：]\s*(.*)", re.DOTALL)
_UNIT_AT_END = re.compile(
    r"(?<![报算管施用价评])(金额)?单位\s*[:：]\s*[(（]?(亿元|万元|千元|元).*$"
)
_SEAL = re.compile(r"[(（]\s*(盖章|公章|签章|章)\s*[)）]")
_YEAR_ALONE = re.compile(r"\(?((?:19|20)\d\d)年?度?\)?")
_MONEY_LABEL = re.compile(r"资金|预算|金额|经费|执行数|支出")
_LONGEST_MONEY_LABEL = 30
_NEXT = re.compile(
    r"(?<=\s)(?=[^\s:：]{2,20}\s*[:：])"
    r"|(?=(?:填报人|填表人|经办人|制表人|审核人|复核人|联系人|负责人|联系电话|电话|联系方式"
    r"|(?:填报|填表|评价)?日期|(?:评价|预算|项目|自评|填报)年度|(?:金额)?单位|项目(?:支出)?名称"
    r"|(?:项目)?主管部门|(?:项目)?实施单位|预算单位|填报单位|填报部门)"
    r"\s*(?:[(（][^()（）]{1,6}[)）])?\s*[:：])"
)
"""Where the next label of a line begins: after a blank, or where a known one stands."""


def title(draft: Draft, text: str, place: Place) -> None:
    """Take a form's title, with the label before it and the year in it."""
    label = labels.label_in(text)
    plain = words.tidy(text).lstrip("# ")
    if label:
        draft.set("label", label, place)
        squeezed = words.squeezed(plain)
        plain = squeezed[len(label) :].lstrip(":-")
    draft.title = plain
    draft.places["title"] = place
    year = labels.year_in(plain)
    if year is not None:
        draft.set("year", str(year), place)


def line(draft: Draft, text: str, place: Place) -> None:
    """Read a line outside of tables, or a row that is one cell."""
    if labels.is_closing(text):
        return
    alone = _YEAR_ALONE.fullmatch(words.squeezed(text))
    if alone is not None and words.squeezed(text) != alone[1]:
        draft.set("year", alone[1], place)
        return
    unit = labels.money_unit_in(text)
    if unit:
        draft.set_unit(unit, place)
    for part in _labelled(text):
        rest = _UNIT_AT_END.sub("", _SEAL.sub("", part)).strip()
        found = _COLON.fullmatch(rest)
        key = labels.field_of(found[1], colon=True) if found else None
        if found and key and key != "goal":
            _set(draft, key, words.tidy(_SEAL.sub("", found[2])), place)


def _labelled(text: str) -> Iterator[str]:
    """Yield the parts of a line, each a label with what stands after its colon.

    Example:
        >>> list(_labelled("填报单位：某局 联系人：（略）项目名称：绿化"))
        ['填报单位：某局 ', '联系人：（略）', '项目名称：绿化']
    """
    begin = 0
    for found in _NEXT.finditer(text):
        if _COLON.match(text[begin : found.start()]):
            yield text[begin : found.start()]
            begin = found.start()
    yield text[begin:]


def _set(draft: Draft, key: str, text: str, place: Place) -> None:
    """Keep a field; a year is kept only where it is one year."""
    if key == "year":
        alone = _YEAR_ALONE.fullmatch(words.squeezed(text))
        text = alone[1] if alone else ""
    draft.set(key, text, place)


def pairs(draft: Draft, row: Sequence[Cell], *, exact: bool) -> Cell | None:
    """Read labels with their texts beside them, or after a colon.

    Returns:
        The label with which the next form begins, where the row is one of its; nothing
        from that label on was read.
    """
    # In text an empty cell may be what a merge covers; elsewhere it is the value.
    cells = row if exact else [cell for cell in row if not cell.blank]
    for cell, after in zip(cells, (*cells[1:], None), strict=True):
        key = labels.field_of(cell.text)
        if key is None and not draft.has_table and ":" in words.squeezed(cell.text):
            line(draft, cell.text, cell.place)
        if len(cell.text) < _LONGEST_MONEY_LABEL and _MONEY_LABEL.search(cell.text):
            unit = labels.money_unit_in(cell.text)
            if unit:
                draft.set_unit(unit, cell.place)
        if after is None or after.blank or labels.is_label(after.text):
            continue
        if budget.pair(row, cell, after, draft) or _score(draft, cell, after):
            continue
        if key is None:
            continue
        if key in {"office", "project", "department"} and draft.has_table:
            return cell
        text = words.prose(after.text) if key == "goal" else words.tidy(after.text)
        if key == "year":
            _set(draft, key, text, after.place)
        else:
            draft.set_cell(key, text, after)
    return None


def _score(draft: Draft, label: Cell, after: Cell) -> bool:
    """Read the total or the rating that stands beside its label in a heading."""
    key = labels.score_of(label.text)
    rated = labels.rating_of(after.text) is not None
    if key is None or rated != (key == "rating"):
        return False
    if rated or points(after.text) is not None:
        draft.total.setdefault(key, after)
    return True

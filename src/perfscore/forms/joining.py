"""Pages of labels and pages of figures → the forms that they are parts of.

What belongs together is found by order, and kept only where the anchors agree:

* where names stand beside the labels, there are as many named rows as rows of figures,
  and what is said of satisfaction stands beside the label of satisfaction;
* where names stand beside the figures, the figures of each project begin at a cost
  indicator and end at a satisfaction indicator, and there are as many such stretches as
  projects, none of which speaks of another project.

Otherwise nothing is joined, and the pages are reported as not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from perfscore.forms import vocabulary as words
from perfscore.forms.amounts import Part
from perfscore.forms.columns import Column
from perfscore.forms.draft import Draft, Row
from perfscore.forms.figures import is_empty, money
from perfscore.forms.grid import Cell
from perfscore.forms.inferred import infer_levels, is_cost, is_satisfaction, kin
from perfscore.forms.models import Level1
from perfscore.forms.pages import LABELS, Page, Run, page_of
from perfscore.messages import say


@dataclass(slots=True)
class _Owner:
    """A project of the label pages, or the one office they speak of."""

    name: Cell | None = None
    amount: tuple[str, Cell] | None = None
    goal: Cell | None = None
    levels: list[tuple[Cell | None, Cell | None]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def join(run: Run, headed: Callable[[], Draft]) -> list[Draft] | None:
    """Return the forms of a wide table, or None where its pages do not go together.

    Args:
        run: the pages.
        headed: gives a draft that knows the title and the lines of the pages.
    """
    pages = [page for one in run.sections if (page := page_of(one.grid)) is not None]
    owners: list[_Owner] = []
    for page in pages:
        if page.is_labels and not _read_labels(page, owners):
            return None
    figures = [row for page in pages if page.is_figures for row in _read_figures(page)]
    columns = {kind for page in pages for kind in page.columns}
    named = Column.NAME in next(p for p in pages if p.is_labels).columns
    joined = _by_rows(owners, figures) if named else _by_anchors(owners, figures)
    if joined is None:
        return None
    drafts = []
    for owner, rows in joined:
        draft = headed()
        draft.columns = set(columns) | LABELS
        draft.rows = rows
        draft.first = run.sections[0].grid.place
        for page in pages:
            if page.is_amounts:
                _read_amounts(page, draft)
        _describe(draft, owner)
        drafts.append(draft)
    return drafts


def _describe(draft: Draft, owner: _Owner) -> None:
    """Give a form what its label pages say of it."""
    if owner.name is not None:
        draft.set_cell("project", words.tidy(owner.name.text), owner.name)
    if owner.goal is not None:
        draft.set_cell("goal", words.prose(owner.goal.text), owner.goal)
    if owner.amount is not None:
        name, cell = owner.amount
        draft.parts.append(Part(name, cell.text, cell.place))
    for level1, _ in owner.levels:
        if level1 is not None:
            title = words.level_name(level1.text)
            if title not in {one.name for one in draft.level1}:
                draft.level1.append(Level1(name=title, place=level1.place))
    draft.doubts.append(say("forms.pages-joined"))


def _read_labels(page: Page, owners: list[_Owner]) -> bool:
    """Read the rows of a page of labels; say whether all of them were understood."""
    for number in range(page.first, len(page.grid.rows)):
        if all(cell.blank for cell in page.grid.rows[number]):
            continue
        placed = _placed(page, number)
        if placed is None:
            return False
        cells, exact = placed
        _own(page, number, owners, exact=exact)
        if not owners:
            return False
        first, second = cells.get(Column.LEVEL1), cells.get(Column.LEVEL2)
        if first is None and second is None and Column.NAME not in cells:
            continue
        owners[-1].levels.append((first, second))
        if Column.NAME in cells:
            owners[-1].rows.append(Row(cells=cells))
    return True


def _own(page: Page, number: int, owners: list[_Owner], *, exact: bool) -> None:
    """Begin a project where a row names one, or the office's one owner."""
    amounts = [
        (page.parts[at], cell)
        for at in page.parts
        if exact and (cell := page.cell(number, at)) and money(cell.text, None)
    ]
    goal = page.cell(number, page.fields["goal"]) if "goal" in page.fields else None
    if "project" not in page.fields:
        if not owners:
            owners.append(_Owner())
        owner = owners[0]
    else:
        name = page.cell(number, page.fields["project"]) if exact else None
        if name is None:
            return
        known = owners[-1].name if owners else None
        if known is None or words.squeezed(known.text) != words.squeezed(name.text):
            owners.append(_Owner(name=name))
        owner = owners[-1]
    if exact:
        owner.goal = owner.goal or goal
        owner.amount = owner.amount or (amounts[0] if amounts else None)


def _placed(page: Page, number: int) -> tuple[dict[Column, Cell], bool] | None:
    """Return a row's labels by column, and whether they stand where they should."""
    under = {
        kind: cell
        for kind, at in page.columns.items()
        if (cell := page.cell(number, at)) is not None
    }
    filled = [cell for cell in page.grid.rows[number] if not cell.blank]
    edge = min(page.columns.values())
    stray = [
        cell
        for cell in filled
        if cell not in under.values() and (cell.column > edge or _is_level(cell.text))
    ]
    if not stray and all(_may_be(kind, cell.text) for kind, cell in under.items()):
        return under, True
    if page.grid.exact:
        return None
    order = [
        kind
        for kind in (Column.LEVEL1, Column.LEVEL2, Column.NAME, Column.COMPARATOR)
        if kind in page.columns
    ]
    ways = [way for way in _ways(filled, order) if way]
    return (ways[0], False) if len(ways) == 1 else None


def _ways(cells: Sequence[Cell], order: Sequence[Column]) -> list[dict[Column, Cell]]:
    """Return all ways to put cells under headings without changing their order."""
    if not cells:
        return [{}]
    ways = []
    for at, kind in enumerate(order):
        if _may_be(kind, cells[0].text):
            ways += [
                {kind: cells[0], **way} for way in _ways(cells[1:], order[at + 1 :])
            ]
    return ways


def _is_level(text: str) -> bool:
    return words.is_level1(text) or words.is_level2(text)


def _may_be(kind: Column, text: str) -> bool:
    if kind is Column.LEVEL1:
        return words.is_level1(text)
    if kind is Column.LEVEL2:
        return words.is_level2(text)
    if kind is Column.COMPARATOR:
        return words.comparator_of(text) is not None or is_empty(text)
    sign = words.comparator_of(text) is not None
    return not (sign or (_is_level(text) and words.squeezed(text).endswith("指标")))


def _read_figures(page: Page) -> list[Row]:
    """Return the rows of a page of figures, blank ones left out."""
    rows = []
    width = 1 + max(page.columns.values())
    for number in range(page.first, len(page.grid.rows)):
        cells = {
            kind: cell
            for kind, at in page.columns.items()
            if (cell := page.cell(number, at)) is not None
        }
        if not cells:
            continue
        row = Row(cells=cells)
        for at, kind in page.more.items():
            also = page.cell(number, at)
            if also is not None:
                row.texts[kind] = f"{row.text(kind)}\n{also.text}".strip()
                row.cells.setdefault(kind, also)
        if not page.grid.exact and len(page.grid.rows[number]) < width:
            row.doubts.append(say("forms.row-aligned"))
        rows.append(row)
    return rows


def _read_amounts(page: Page, draft: Draft) -> None:
    """Read the amounts of a page that holds nothing else."""
    for number in range(page.first, len(page.grid.rows)):
        for at, name in sorted(page.parts.items()):
            cell = page.cell(number, at)
            if cell is not None and money(cell.text, None) is not None:
                draft.parts.append(Part(name, cell.text, cell.place))
        if "office" in page.fields:
            office = page.cell(number, page.fields["office"])
            if office is not None:
                draft.set_cell("office", words.tidy(office.text), office)


def _by_rows(
    owners: Sequence[_Owner], figures: Sequence[Row]
) -> list[tuple[_Owner, list[Row]]] | None:
    """Join each named row of the labels with the row of figures at its place."""
    named = [(owner, row) for owner in owners for row in owner.rows]
    if len(named) != len(figures) or not named:
        return None
    for owner in owners:
        _carry(owner)
    for (_, row), other in zip(named, figures, strict=True):
        if _denies(row, other) or set(row.cells) & set(other.cells):
            return None
        row.cells.update(other.cells)
        row.doubts.extend(other.doubts)
    return [(owner, owner.rows) for owner in owners if owner.rows]


def _carry(owner: _Owner) -> None:
    """Give the rows the headings that stand above them."""
    first: Cell | None = None
    second: Cell | None = None
    rows = iter(owner.rows)
    following = next(rows, None)
    for one, two in owner.levels:
        if one is not None:
            first, second = one, None
        second = two if two is not None else second
        own = following is not None and (
            following.cells.get(Column.LEVEL1) is one
            and following.cells.get(Column.LEVEL2) is two
        )
        if following is None or not own:
            continue
        for name, above in (("level1", first), ("level2", second)):
            if above is not None:
                setattr(following, name, words.level_name(above.text))
                following.places[name] = above.place
        following = next(rows, None)


def _denies(row: Row, figures: Row) -> bool:
    """Whether a row of figures speaks of satisfaction, and its label does not."""
    texts = (Column.NOTE, Column.CLAUSE, Column.TARGET)
    said = any("满意" in figures.text(kind) for kind in texts)
    labelled = "满意" in row.level1 + row.level2 + row.text(Column.NAME)
    return said and not labelled


def _by_anchors(
    owners: Sequence[_Owner], figures: Sequence[Row]
) -> list[tuple[_Owner, list[Row]]] | None:
    """Give each project its stretch of figures, from cost to satisfaction."""
    projects = [owner for owner in owners if owner.levels]
    sums = [owner for owner in owners if not owner.levels]
    if not projects or not figures or not _are_sums(sums, projects):
        return None
    if not all(
        any(is_cost(_words_of(pair)) for pair in owner.levels)
        and any(is_satisfaction(_words_of(pair)) for pair in owner.levels)
        for owner in projects
    ):
        return None
    stretches: list[list[Row]] = [[]]
    for row in figures:
        ended = stretches[-1] and is_satisfaction(stretches[-1][-1].text(Column.NAME))
        if ended and not is_satisfaction(row.text(Column.NAME)):
            stretches.append([])
        stretches[-1].append(row)
    if len(stretches) != len(projects):
        return None
    for at, rows in enumerate(stretches):
        name = rows[0].text(Column.NAME)
        if not is_cost(name) or not is_satisfaction(rows[-1].text(Column.NAME)):
            return None
        likely = [kin(name, one.name.text if one.name else "") for one in projects]
        if max(likely) > likely[at] == 0:
            return None  # it speaks of another project, and of its own it does not
    for owner, rows in zip(projects, stretches, strict=True):
        infer_levels(rows, owner.levels)
    return list(zip(projects, stretches, strict=True))


def _words_of(pair: tuple[Cell | None, Cell | None]) -> str:
    return "".join(cell.text for cell in pair if cell is not None)


def _are_sums(sums: Sequence[_Owner], projects: Sequence[_Owner]) -> bool:
    """Whether rows that name no indicators only add up the projects."""
    whole = [money(one.amount[1].text, None) for one in projects if one.amount]
    total = sum(amount for amount in whole if amount is not None)
    return all(
        one.amount is not None and money(one.amount[1].text, None) == total
        for one in sums
    )

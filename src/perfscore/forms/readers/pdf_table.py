"""The rules of a page → ruled tables: boxes with the rows and columns they cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from perfscore.errors import ReadError
from perfscore.forms.readers.pdf_marks import Rule
from perfscore.places import Place

NEAR = 3.0
"""How far apart, in points, lines may be that are drawn as one: a double border."""

MOST_RULES = 2000
"""The most lines of a page, once those that touch are put together."""

MOST_BOXES = 50_000
"""The most rows times columns of one table on a page."""

_COVER = 0.9


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it is ruled: its edges in points, and what it covers of the grid."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int
    column: int
    row_span: int
    column_span: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table on a page.

    Attributes:
        xs: where its columns begin, and where the last one ends.
        ys: where its rows begin, and where the last one ends.
        boxes: its cells; empty where its rules make no boxes.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        return self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]


def tables_of(rules: Iterable[Rule], place: Place) -> list[Ruled]:
    """Return the tables that a page's rules make, from top to bottom.

    A frame of one box is no table. A table whose rules leave areas that are no
    rectangles comes without boxes: what belongs together in it is not known.

    Args:
        rules: the page's lines.
        place: the page, for errors.

    Raises:
        ReadError: there are too many lines, or a table has too many boxes.

    Example:
        >>> down = [Rule(True, x, 0, 40) for x in (0, 50, 100)]
        >>> across = [Rule(False, y, 0, 100) for y in (0, 20, 40)]
        >>> (table,) = tables_of([*down, *across], Place())
        >>> [(box.row, box.column) for box in table.boxes]
        [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    lines = _joined(rules)
    if len(lines) > MOST_RULES:
        raise ReadError("forms.pdf-objects", place=place, most=MOST_RULES)
    found = []
    for group in _groups(lines):
        table = _table(group, place)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Put lines together that lie on one another or go on with one another."""
    lines: list[Rule] = []
    for down in (True, False):
        ordered = sorted((r for r in rules if r.down == down), key=lambda r: r.at)
        start = 0
        for index in range(1, len(ordered) + 1):
            # A chain of near lines is one line only as far as it stays near.
            end = index == len(ordered) or ordered[index].at - ordered[start].at > NEAR
            if end:
                lines += _along(ordered[start:index])
                start = index
    return lines


def _along(lines: Sequence[Rule]) -> list[Rule]:
    """Put lines at about the same height together where they touch."""
    found: list[Rule] = []
    weights: list[float] = []
    for line in sorted(lines, key=lambda r: r.start):
        last = found[-1] if found else None
        length = max(line.end - line.start, 0.1)
        if last is not None and line.start <= last.end + NEAR:
            at = last.at + (line.at - last.at) * length / (weights[-1] + length)
            weights[-1] += length
            found[-1] = Rule(line.down, at, last.start, max(last.end, line.end))
        else:
            found.append(line)
            weights.append(length)
    return [line for line in found if line.end - line.start > NEAR]


def _groups(lines: Sequence[Rule]) -> list[list[Rule]]:
    """Return the lines that hang together by touching one another."""
    leader = list(range(len(lines)))
    find = _finder(leader)
    across = [i for i, line in enumerate(lines) if not line.down]
    for i, line in enumerate(lines):
        if line.down:
            for j in across:
                other = lines[j]
                if (
                    other.start - NEAR <= line.at <= other.end + NEAR
                    and line.start - NEAR <= other.at <= line.end + NEAR
                ):
                    leader[find(i)] = find(j)
    groups: dict[int, list[Rule]] = {}
    for i, line in enumerate(lines):
        groups.setdefault(find(i), []).append(line)
    return list(groups.values())


def _finder(leader: list[int]) -> Callable[[int], int]:
    def find(item: int) -> int:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    return find


def _stops(lines: Sequence[Rule], low: float, high: float) -> list[float]:
    """Return where lines stand, and the ends of the table where no line stands."""
    stops: list[float] = []
    for at in sorted([*(line.at for line in lines), low, high]):
        if not stops or at - stops[-1] > NEAR:
            stops.append(at)
    return stops


def _table(lines: Sequence[Rule], place: Place) -> Ruled | None:
    down = [line for line in lines if line.down]
    across = [line for line in lines if not line.down]
    if not down or not across or len(down) + len(across) < 4:  # noqa: PLR2004
        return None
    xs = _stops(
        down, min(line.start for line in across), max(line.end for line in across)
    )
    ys = _stops(
        across, min(line.start for line in down), max(line.end for line in down)
    )
    width, height = len(xs) - 1, len(ys) - 1
    if width * height < 2:  # noqa: PLR2004 -- a frame
        return None
    if width * height > MOST_BOXES:
        raise ReadError("forms.table-too-big", place=place)
    leader = list(range(width * height))
    find = _finder(leader)
    beside = {i: [r for r in down if abs(r.at - x) <= NEAR] for i, x in enumerate(xs)}
    below = {i: [r for r in across if abs(r.at - y) <= NEAR] for i, y in enumerate(ys)}
    for row in range(height):
        for column in range(width):
            cell = row * width + column
            if column + 1 < width and not _walled(
                beside[column + 1], ys[row], ys[row + 1]
            ):
                leader[find(cell + 1)] = find(cell)
            if row + 1 < height and not _walled(
                below[row + 1], xs[column], xs[column + 1]
            ):
                leader[find(cell + width)] = find(cell)
    areas: dict[int, list[int]] = {}
    for cell in range(width * height):
        areas.setdefault(find(cell), []).append(cell)
    if len(areas) < 2:  # noqa: PLR2004 -- a frame, and lines that part nothing in it
        return None
    return _boxed(xs, ys, list(areas.values()))


def _walled(lines: Sequence[Rule], start: float, end: float) -> bool:
    """Whether lines at one distance cover a stretch between two others."""
    covered = sum(
        max(0.0, min(line.end, end) - max(line.start, start)) for line in lines
    )
    return covered >= min(_COVER * (end - start), end - start - NEAR)


def _boxed(
    xs: Sequence[float], ys: Sequence[float], areas: Sequence[Sequence[int]]
) -> Ruled:
    """Return areas as boxes, without the grid's lines that part no boxes."""
    width = len(xs) - 1
    spans: list[tuple[int, int, int, int]] = []
    for area in areas:
        rows, columns = [i // width for i in area], [i % width for i in area]
        top, foot, left, right = min(rows), max(rows), min(columns), max(columns)
        if (foot - top + 1) * (right - left + 1) != len(area):
            return Ruled(tuple(xs), tuple(ys), ())
        spans.append((top, foot + 1, left, right + 1))
    rows = sorted({0, len(ys) - 1} | {edge for span in spans for edge in span[:2]})
    columns = sorted({0, len(xs) - 1} | {edge for span in spans for edge in span[2:]})
    row_of = {edge: i for i, edge in enumerate(rows)}
    column_of = {edge: i for i, edge in enumerate(columns)}
    boxes = [
        Box(
            x0=xs[left],
            y0=ys[top],
            x1=xs[right],
            y1=ys[foot],
            row=row_of[top],
            column=column_of[left],
            row_span=row_of[foot] - row_of[top],
            column_span=column_of[right] - column_of[left],
        )
        for top, foot, left, right in spans
    ]
    boxes.sort(key=lambda box: (box.row, box.column))
    return Ruled(
        tuple(xs[edge] for edge in columns),
        tuple(ys[edge] for edge in rows),
        tuple(boxes),
    )


def widths_agree(first: Ruled, second: Ruled) -> bool:
    """Whether two tables have the same edges left and right, and columns alike."""
    if (
        abs(first.xs[0] - second.xs[0]) > NEAR
        or abs(first.xs[-1] - second.xs[-1]) > NEAR
    ):
        return False
    few, many = sorted((first.xs, second.xs), key=len)
    return all(any(abs(one - other) <= NEAR for other in many) for one in few)

"""The labels of levels 1 and 2: where each begins, and how many rows it covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from perfscore.forms.models import Form, Indicator, Level1
from perfscore.forms.vocabulary import squeezed
from perfscore.reports.writing.figures import plain

NO_HEADING = "\u200b"
"""An unseen sign for a label that ends the one above it and says nothing itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table with the labels that begin in it.

    Attributes:
        row: the indicator; None where only the level-1 heading is printed.
        level1: the label and how many rows it covers; None where one goes on.
        level2: likewise.
    """

    row: Indicator | None
    level1: tuple[str, int] | None
    level2: tuple[str, int] | None


def lines_of(form: Form, *, merged: bool) -> list[Line]:
    """Return the rows of a form's table with their labels.

    Args:
        form: the form.
        merged: whether labels cover all their rows, or are repeated in each.
    """
    lines = list(_with_headings(form))
    seconds = _seconds(lines)
    if not merged:
        # No row begins with its name, which could be taken for a label.
        lines = [(at, first or NO_HEADING, row) for at, first, row in lines]
        seconds = [
            NO_HEADING if row is not None and not second else second
            for (_, _, row), second in zip(lines, seconds, strict=True)
        ]
    firsts = ["\0".join((str(at), text)) for at, text, _ in lines]
    texts = [text for _, text, _ in lines]
    return [
        Line(row, first, second)
        for (_, _, row), first, second in zip(
            lines,
            _covering(firsts, texts, merged=merged),
            _covering(
                [f"{a}\0{b}" for a, b in zip(firsts, seconds, strict=True)],
                seconds,
                merged=merged,
            ),
            strict=True,
        )
    ]


def _with_headings(form: Form) -> Iterator[tuple[int, str, Indicator | None]]:
    """Yield each row with the number and the text of its level-1 label.

    A heading that no row stands under is a row of its own.
    """
    headings = form.level1
    names = [squeezed(one.name) for one in headings]
    used = count = 0
    label, name = "", ""
    for row in form.indicators:
        if squeezed(row.level1) != name:
            name = squeezed(row.level1)
            if used and names[used - 1] == name:
                label = _label(headings[used - 1])  # the heading before a gap goes on
            elif name in names[used:]:
                at = names.index(name, used)
                for passed in headings[used:at]:
                    count += 1
                    yield count, _label(passed), None
                used = at + 1
                label = _label(headings[at])
            elif name in names:
                label = _label(headings[names.index(name)])
            else:
                label = row.level1 or NO_HEADING
            count += 1
        yield count, label, row
    for passed in headings[used:]:
        count += 1
        yield count, _label(passed), None


def _label(heading: Level1) -> str:
    if heading.weight is None:
        return heading.name
    return f"{heading.name}\n（{plain(heading.weight).text}分）"


def _seconds(lines: Sequence[tuple[int, str, Indicator | None]]) -> list[str]:
    """Return the level-2 labels; one that is missing after another ends it."""
    seconds: list[str] = []
    for _, _, row in lines:
        text = row.level2 if row is not None else ""
        goes_on = bool(seconds and seconds[-1] and row is not None)
        seconds.append(NO_HEADING if goes_on and not text else text)
    return seconds


def _covering(
    keys: Sequence[str], texts: Sequence[str], *, merged: bool
) -> Iterator[tuple[str, int] | None]:
    """Yield each label where it begins, with how many rows it covers."""
    for _, group in groupby(range(len(keys)), key=keys.__getitem__):
        rows = list(group)
        if not merged:
            yield from ((texts[at], 1) for at in rows)
            continue
        yield texts[rows[0]], len(rows)
        yield from [None] * (len(rows) - 1)

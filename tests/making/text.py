"""A page as text: what converters and copying leave of it."""

from __future__ import annotations

import csv
import io

from making.page import Page


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def tabs(page: Page) -> str:
    """Return rows with a tab between their cells; covered places are empty."""
    rows = ["\t".join(map(_one_line, row)) for row in page.flat()]
    return "\n".join([*page.before, "", *rows, "", *page.after, ""])


def pipes(page: Page) -> str:
    """Return a table of bars, as converters to Markdown write it."""
    rows = ["| " + " | ".join(map(_one_line, row)) + " |" for row in page.flat()]
    rows.insert(1, "|" + "---|" * page.width)
    return "\n".join([*page.before, "", *rows, "", *page.after, ""])


def stream(page: Page) -> str:
    """Return a cell a line after a tab and an empty line after each row."""
    rows = []
    for row in page.flat():
        cells = [f"\t{text}" for text in row]
        while len(cells) > 1 and cells[-1] == "\t":
            cells.pop()
        rows.append("\n".join(cells))
    return "\n".join([*page.before, "\n\n".join(rows), "", *page.after, ""])


def cell_lines(page: Page) -> str:
    """Return a cell a line with a bar at its end; a bar alone is an empty cell."""
    lines = []
    for row in page.flat():
        lines += [f"{_one_line(text)} |" if text else "|" for text in row]
    return "\n".join([*page.before, *lines, *page.after, ""])


def comma(page: Page) -> str:
    """Return comma-separated values; lines outside of the table are rows of a cell."""
    return _separated(page, ",")


def tab_separated(page: Page) -> str:
    """Return tab-separated values with quotes where a cell holds a line break."""
    return _separated(page, "\t")


def _separated(page: Page, by: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=by, lineterminator="\r\n")
    for line in page.before:
        writer.writerow([line, *([""] * (page.width - 1))])
    writer.writerows(page.flat())
    for line in page.after:
        writer.writerow([line, *([""] * (page.width - 1))])
    return out.getvalue()

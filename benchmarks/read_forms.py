"""Measure reading forms beside what people read them with, on the same files.

The peers only take the texts out of the cells, by plain loops: python-docx for .docx,
openpyxl for .xlsx, pandas.read_html for web pages. They find no form, no indicator, no
number and no doubt. perfscore reads the whole form. Every file holds other names and
figures, so that little is known from the file before. Rates are by the time of one
core, those of a folder by the clock.

    python benchmarks/read_forms.py [--forms N] [--folder N] [--profile]

The peers: pip install python-docx openpyxl pandas lxml.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import io
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import docx as python_docx
import openpyxl

from perfscore.auditing.gather import files_of
from perfscore.auditing.pool import gather_all
from perfscore.forms.read import read_document

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from making import docx, html, sheets
from making.layouts import LAYOUTS
from making.page import Page

RUNS = 3


def pages(count: int) -> list[Page]:
    """Return so many pages in all layouts, each with names and figures of its own."""
    layouts = list(LAYOUTS.values())
    made = []
    for number in range(count):
        layout = layouts[number % len(layouts)]
        rows = tuple(
            replace(
                row,
                name=row.name and f"{row.name}{number}",
                actual=_varied(row.actual, number),
                reason=row.reason and f"{row.reason}（第{number}号）",
            )
            for row in layout.model.rows
        )
        model = replace(layout.model, rows=rows, goal=f"{layout.model.goal}{number}")
        made.append(replace(layout, model=model).page())
    return made


def _varied(actual: str, number: int) -> str:
    if actual.endswith("次") and actual[0].isdigit():
        return f"{number + 12}次"
    if actual.endswith("%"):
        return f"{50 + number % 5000 / 100:.2f}%"
    return actual


def by_perfscore(data: bytes) -> int:
    """Read the whole form."""
    return len(read_document(data).forms)


def by_python_docx(data: bytes) -> int:
    """Take the texts out of a Word document's cells."""
    document = python_docx.Document(io.BytesIO(data))
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]
    return len(tables)


def by_openpyxl(data: bytes) -> int:
    """Take the values and their formats out of a workbook's cells."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = 0
    for sheet in book.worksheets:
        merged = [str(area) for area in sheet.merged_cells.ranges]
        cells = [(cell.value, cell.number_format) for row in sheet.rows for cell in row]
        found += bool(cells or merged)
    return found


def by_pandas(data: bytes) -> int:
    """Take the tables out of a web page."""
    import pandas as pd  # noqa: PLC0415 -- takes long to load

    return len(pd.read_html(io.BytesIO(data)))


def best(
    works: Sequence[Callable[[bytes], int]], files: Sequence[bytes]
) -> list[float]:
    """Return the best rate of each piece of work, in files a second of one core.

    Each run has files of its own, which all of the works read one after another.
    """
    rates = [0.0] * len(works)
    for run in range(RUNS):
        own = files[run::RUNS]
        for number, work in enumerate(works):
            gc.collect()
            start = time.process_time()
            found = sum(map(work, own))
            taken = time.process_time() - start
            if found != len(own):
                sys.exit(f"{work.__name__} finds {found} in {len(own)} files")
            rates[number] = max(rates[number], len(own) / taken)
    return rates


def folder(count: int) -> None:
    """Print how fast a folder of Word documents is read, by one and by all cores."""
    with tempfile.TemporaryDirectory() as name:
        for number, page in enumerate(pages(count)):
            Path(name, f"{number:05}.docx").write_bytes(docx.docx(page))
        files, _ = files_of([name])
        rates = {}
        for workers in (1, 0):
            start = time.perf_counter()
            found = sum(len(one.forms) for one in gather_all(files, workers=workers))
            rates[workers] = found / (time.perf_counter() - start)
            if found != count:
                sys.exit(f"{found} forms were read of {count}")
    print(f"folder of {count} .docx, one process   {rates[1]:8.0f} forms/s")
    print(
        f"folder of {count} .docx, all cores     {rates[0]:8.0f} forms/s"
        f"  {rates[0] / rates[1]:5.2f} ×"
    )


def profile(files: Sequence[bytes]) -> None:
    """Print where the time of reading Word documents goes."""
    with cProfile.Profile() as kept:
        for data in files:
            read_document(data)
    pstats.Stats(kept).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Print the rates and their ratios."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--forms", type=int, default=120)
    words.add_argument("--folder", type=int, default=2000)
    words.add_argument("--profile", action="store_true")
    asked = words.parse_args()
    made = pages(RUNS * asked.forms)
    rounds: list[tuple[str, Callable[[Page], bytes], str, Callable[[bytes], int]]] = [
        (".docx", docx.docx, "python-docx, plain loops", by_python_docx),
        (".xlsx", sheets.xlsx, "openpyxl, plain loops", by_openpyxl),
        (".html", html.html, "pandas.read_html", by_pandas),
    ]
    if asked.profile:
        profile([docx.docx(page) for page in made])
    for kind, write, peer, work in rounds:
        files = [write(page) for page in made]
        own, other = best([by_perfscore, work], files)
        print(f"{kind} perfscore, whole form        {own:8.0f} forms/s")
        print(f"{kind} {peer:26}   {other:8.0f} files/s  {own / other:5.2f} ×")
    folder(asked.folder)


if __name__ == "__main__":
    main()

"""Files that another program wrote, LibreOffice: they read like those that we make."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from making import docx, office, sheets
from making.facts import expected, found
from making.layouts import LAYOUTS
from making.page import Page
from perfscore.forms.read import read_document

Source = Callable[[Page], bytes]
SOURCES: dict[str, Source] = {"docx": docx.docx, "xlsx": sheets.xlsx}
WRITTEN = [
    ("docx", "docx"),
    ("docx", "doc"),
    ("docx", "pdf"),
    ("docx", "html"),
    ("xlsx", "xlsx"),
    ("xlsx", "xls"),
    ("xlsx", "html"),
    ("xlsx", "csv"),
]
EXACT = {"docx", "html", "xlsx", "xls"}
"""Types that know their columns: here nothing may be in doubt."""

Written = Callable[[str, str, str], Path]

pytestmark = pytest.mark.office


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A way to the file of a layout, written from one type as another."""
    folder = tmp_path_factory.mktemp("office")

    @cache
    def sources(kind: str) -> list[Path]:
        made = folder / kind
        made.mkdir()
        for name, layout in LAYOUTS.items():
            (made / f"{name}.{kind}").write_bytes(SOURCES[kind](layout.page()))
        return sorted(made.iterdir())

    @cache
    def all_of(source: str, kind: str) -> dict[str, Path] | str:
        try:
            target = folder / f"{source}-to-{kind}"
            return office.convert(sources(source), kind, target)
        except office.NoOffice as error:
            return str(error)

    def one_of(layout: str, source: str, kind: str) -> Path:
        made = all_of(source, kind)
        if isinstance(made, str):
            pytest.fail(made, pytrace=False)
        return made[layout]

    return one_of


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("source", "kind"), WRITTEN)
def test_what_another_program_writes_reads_the_same(
    written: Written, layout: str, source: str, kind: str
) -> None:
    result = read_document(written(layout, source, kind))

    assert result.unread == ()
    (form,) = result.forms
    assert found(form) == expected(LAYOUTS[layout])
    if kind in EXACT:
        told = [doubt.key for row in form.indicators for doubt in row.doubts]
        told += [doubt.key for line in form.budget for doubt in line.doubts]
        assert (told, [doubt.key for doubt in form.doubts]) == ([], [])

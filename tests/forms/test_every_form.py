"""One form in every layout and every file type: all of them read to the same facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from making import docx, html, sheets, text
from making.facts import expected, found
from making.layouts import LAYOUTS
from making.page import Page
from perfscore.errors import ReadError
from perfscore.forms.models import Form
from perfscore.forms.read import read_document
from perfscore.reports.jsonio import to_json

DOCX: dict[str, Callable[[Page], bytes]] = {
    f"docx-{name}": partial(docx.docx, style=style)
    for name, style in docx.STYLES.items()
}
EXACT: dict[str, Callable[[Page], bytes]] = DOCX | {
    "html": html.html,
    "html-gb18030": partial(html.html, charset="gb18030"),
    "mht": html.mht,
    "xlsx": sheets.xlsx,
    "xls": sheets.xls,
}
"""Types that know their columns: here nothing may be in doubt."""


def encoded(page: Page, write: Callable[[Page], str], code: str) -> bytes:
    """A page as text in an encoding."""
    return write(page).encode(code)


LOOSE: dict[str, Callable[[Page], bytes]] = {
    f"{name}{end}": partial(encoded, write=write, code=code)
    for name, write in {
        "tabs": text.tabs,
        "pipes": text.pipes,
        "stream": text.stream,
        "cell-lines": text.cell_lines,
        "csv": text.comma,
        "tsv": text.tab_separated,
    }.items()
    for end, code in {"": "utf-8", "-gb18030": "gb18030"}.items()
}
REFUSED = {("reversed", "cell-lines"), ("yunnan", "cell-lines")}
"""Where the order of cells is all that is left, and does not tell where rows end."""


def only(data: bytes) -> Form:
    """The one form of a document in which nothing is left unread."""
    result = read_document(data)

    assert result.unread == ()
    (form,) = result.forms
    return form


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", [*EXACT, *LOOSE])
def test_every_layout_in_every_type_reads_the_same(layout: str, kind: str) -> None:
    one = LAYOUTS[layout]
    data = (EXACT | LOOSE)[kind](one.page())
    if (layout, kind.removesuffix("-gb18030")) in REFUSED:
        with pytest.raises(ReadError, match="未能识别"):
            read_document(data)
        return
    form = only(data)

    assert found(form) == expected(one)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", [kind for kind in EXACT if kind != "docx-tracked"])
def test_nothing_is_in_doubt_where_columns_are_known(layout: str, kind: str) -> None:
    form = only(EXACT[kind](LAYOUTS[layout].page()))

    told = [doubt.key for row in form.indicators for doubt in row.doubts]
    told += [doubt.key for line in form.budget for doubt in line.doubts]
    assert (told, [doubt.key for doubt in form.doubts]) == ([], [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_json_of_a_form_reads_as_the_form(layout: str) -> None:
    form = only(docx.docx(LAYOUTS[layout].page()))

    assert only(to_json(form).encode()) == form


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_tracked_cell_is_read_as_accepted_and_doubted(layout: str) -> None:
    form = only(DOCX["docx-tracked"](LAYOUTS[layout].page()))

    assert found(form) == expected(LAYOUTS[layout])
    for row in form.indicators:
        assert "forms.tracked-change" in {doubt.key for doubt in row.doubts}

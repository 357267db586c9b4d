"""The catalogue: codes, names, pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfscore.auditing.catalogue import Check, check, checks, find_check
from perfscore.auditing.models import Severity
from perfscore.auditing.pages import file_name, index, page, sections
from perfscore.messages import LANGS

DOCS = Path(__file__).parents[2] / "docs" / "findings"


@pytest.mark.parametrize("one", checks(), ids=lambda one: one.code)
def test_every_check_is_named_and_documented(one: Check) -> None:
    assert re.fullmatch(r"PS[1-6]\d\d", one.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", one.name)
    assert one.run.__name__ == one.name.replace("-", "_")
    assert [section.heading for section in sections(one, "en")] == [
        "",
        "What it finds",
        "Why it matters",
        "Example",
        "How to resolve",
        "Source",
    ]
    for lang in LANGS:
        found = sections(one, lang)
        assert all(section.text for section in found)
        assert all(section.heading for section in found[1:])
    assert one.run.__doc__ == sections(one, "en")[0].text


@pytest.mark.parametrize("one", checks(), ids=lambda one: one.code)
def test_the_page_in_the_documentation_is_current(one: Check) -> None:
    assert (DOCS / file_name(one)).read_text(encoding="utf-8") == page(one)


def test_the_documentation_lists_every_check_and_no_other() -> None:
    assert (DOCS / "README.md").read_text(encoding="utf-8") == index()
    pages = {path.name for path in DOCS.glob("PS*.md")}
    assert pages == {file_name(one) for one in checks()}


def test_code_and_name_are_both_accepted() -> None:
    found = find_check("ps101")

    assert found is not None
    assert found == find_check("weights-do-not-add-up")
    assert find_check("PS999") is None


def test_no_code_is_used_twice() -> None:
    with pytest.raises(ValueError, match="PS101"):
        check("PS101", "another", Severity.NOTE, since="0")(lambda *_: iter(()))

"""Rulesets side by side in a terminal, a notebook and JSON."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.messages import Lang
from perfscore.reports.compare import comparison_html, comparison_lines
from perfscore.reports.layout import plain, widest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FORMS = ps.read_forms(EXAMPLES / "lukou-2022.docx")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rules", [None, ["mof-2020", "platform", "hubei-huangshi"]])
def test_no_line_is_too_wide(rules: list[str] | None, lang: Lang) -> None:
    for form in FORMS:
        text = plain(comparison_lines(ps.compare(form, rules), lang))

        assert [line for line in text.splitlines() if widest(line) > 80] == []


def test_every_ruleset_has_its_total_and_every_item_its_line() -> None:
    found = ps.compare(FORMS[3])
    text = plain(comparison_lines(found))

    for name in found.rulesets:
        assert f"  {name} " in text
    assert "215.54–265.54" in text
    for row in FORMS[3].indicators:
        assert row.name in text


def test_what_moves_a_score_is_said_in_both_languages() -> None:
    found = ps.compare(FORMS[3], ["mof-2020", "platform"])
    zh = plain(comparison_lines(found)).replace("\n            ", "")
    en = plain(comparison_lines(found, "en"))

    assert "165.54：platform" in zh
    assert "超预算执行按执行率" in zh
    assert "165.54: platform" in en
    assert "convention" in en


def test_nothing_moves_where_all_is_alike() -> None:
    text = plain(comparison_lines(ps.compare(FORMS[3], ["mof-2020", "lukou-2022"])))

    assert "各规则集逐项得分相同" in text


def test_targets_without_actuals_are_no_table_of_ranges() -> None:
    form = ps.read_forms(EXAMPLES / "hengyang-2024.docx")[0]
    found = ps.compare(form, ["mof-2020", "hengyang-2024"])

    assert "没有可以评分的内容" in plain(comparison_lines(found))
    assert "没有可以评分的内容" in comparison_html(found)


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_notebook_shows_the_same_facts() -> None:
    html = ps.compare(FORMS[3])._repr_html_()
    parser = _Balanced()
    parser.feed(html)

    assert parser.open == []
    for fact in ("215.54–265.54", "165.54", "platform-department", "约定"):
        assert fact in html


def test_json_is_the_identity() -> None:
    found = ps.compare(FORMS[3])

    assert ps.from_json(ps.to_json(found), ps.Comparison) == found
    assert ps.to_json(found) == ps.to_json(ps.compare(FORMS[3]))

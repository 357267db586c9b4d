"""The HTML page of an audit: self-contained, inert, usable by keyboard."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from perfscore.auditing.models import AuditReport

REPORTS = ("lukou_report", "hengyang_report", "hostile_report")
VOID = {"meta", "input", "br"}
SVG = {"rect", "svg", "defs", "pattern"}


class _Page(HTMLParser):
    """What a page is made of, checked to be well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_page_stands_by_itself(
    name: str, lang: str, request: pytest.FixtureRequest
) -> None:
    report: AuditReport = request.getfixturevalue(name)
    text = report.to_html(lang)  # type: ignore[arg-type]
    page = _Page(text)
    ids = [given["id"] for _, given in page.tags if "id" in given]

    assert text == report.to_html(lang)  # type: ignore[arg-type]
    assert page.open == []
    assert len(ids) == len(set(ids))
    assert {tag for tag, _ in page.tags}.isdisjoint(
        {"script", "img", "link", "iframe", "object", "embed", "form", "base"}
    )
    for _, given in page.tags:
        assert not any(key.startswith("on") for key in given)
        assert not {"style", "src", "srcset", "action"} & set(given)
        href = given.get("href")
        if href is not None:
            assert href[0] == "#"
            assert href[1:] in ids


def test_nothing_of_a_stranger_is_markup(hostile_report: AuditReport) -> None:
    text = hostile_report.to_html()

    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", text)


def test_the_policy_allows_the_style_of_the_page_alone(
    lukou_report: AuditReport,
) -> None:
    text = lukou_report.to_html()
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_every_finding_and_form_is_on_the_page(lukou_report: AuditReport) -> None:
    text = lukou_report.to_html()

    assert text.count('<tr class="is-') == len(lukou_report.findings)
    for number, card in enumerate(lukou_report.scorecards, start=1):
        assert f'<section id="form-{number}"' in text
        assert card.form.name in text


def test_bars_say_in_words_what_they_draw(lukou_report: AuditReport) -> None:
    """附件1 earns 80 of 110 points for certain; 30 rest on words repeated."""
    text = lukou_report.to_html("en")

    assert "earned 80, open 30, lost 0, of 110" in text
    # 80 of 110 points are 218.18 of 300 units of width.
    assert '<rect class="held" x="0" y="1" width="218.18" height="10"/>' in text


def test_an_empty_run_says_so() -> None:
    text = AuditReport(findings=(), scorecards=()).to_html()

    assert "未发现问题" in text
    assert _Page(text).open == []


def test_what_a_baseline_holds_is_not_called_nothing(
    lukou_report: AuditReport,
) -> None:
    known = replace(lukou_report, findings=(), known=3)

    for page in (known.to_html(), known._repr_html_()):
        assert "除基线中已有的 3 项外，未发现问题" in page
        assert ">未发现问题<" not in page
    assert '<dt>基线已有</dt><dd class="">3</dd>' in known.to_html()
    assert "nothing found but 1 finding known" in replace(known, known=1).to_html("en")

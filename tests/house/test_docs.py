"""The documentation: both languages name every key, method, open point and ruleset."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfscore.rules.library import rulesets
from perfscore.rules.readings import POINTS
from perfscore.rules.ruleset import RuleSet
from perfscore.rules.schema import ruleset_schema

ROOT = Path(__file__).parents[2]
PAGES = ("docs/rulesets.md", "docs/rulesets.zh-CN.md")
READMES = ("README.md", "README.zh-CN.md")


def coded(page: str) -> set[str]:
    """Return every word that a page sets as code."""
    text = (ROOT / page).read_text(encoding="utf-8")
    spans = re.findall(r"`([^`\n]+)`", text)
    return {word for span in spans for word in re.findall(r"[\w-]+", span)}


@pytest.mark.parametrize("page", PAGES)
def test_ruleset_pages_name_every_key(page: str) -> None:
    schema = ruleset_schema()
    parts = schema["definitions"]
    assert isinstance(parts, dict)
    models = [
        part
        for name, part in parts.items()
        if name not in {"Both", "Case", "OtherReading", "RatingBand"}
    ]
    keys = {key for part in models for key in part.get("properties", {})}
    keys |= {*RuleSet.model_fields, *parts["Method"]["properties"]["method"]["enum"]}
    # The words of readings stand in each file's own languages.
    keys -= {"point", "choice", "zh", "en", "document", "method"}

    assert keys - coded(page) - {"clause"} == set()


@pytest.mark.parametrize("page", PAGES)
def test_ruleset_pages_name_every_choice(page: str) -> None:
    wanted = {*POINTS, *(choice for choices in POINTS.values() for choice in choices)}

    assert wanted - coded(page) == set()


@pytest.mark.parametrize("page", [*PAGES, *READMES])
def test_every_shipped_ruleset_is_listed(page: str) -> None:
    assert {rules.id for rules in rulesets()} - coded(page) == set()

"""The worked example of the documentation is a ruleset like the shipped ones."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from perfscore.rules.library import load_ruleset
from perfscore.rules.schema import ruleset_schema
from perfscore.scoring.cases import check_cases
from perfscore.scoring.reach import unreached

DOCS = Path(__file__).parents[2] / "docs"
COUNTY = DOCS / "examples" / "example-county.yaml"


def test_its_cases_hold_and_reach_every_branch() -> None:
    rules = load_ruleset(COUNTY)

    assert [one.name for one in check_cases(rules) if one.problem] == []
    assert unreached(rules) == ()


def test_editors_take_it() -> None:
    data = yaml.safe_load(COUNTY.read_text(encoding="utf-8"))

    jsonschema.Draft7Validator(ruleset_schema()).validate(data)


@pytest.mark.parametrize("page", ["translate.md", "translate.zh-CN.md"])
def test_what_the_pages_show_stands_in_it(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    whole = COUNTY.read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)

    assert len(blocks) == 7
    for block in blocks:
        assert block in whole

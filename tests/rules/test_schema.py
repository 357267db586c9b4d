"""The JSON Schema of ruleset files: current, complete, and true to what is shipped."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import perfscore
from perfscore.rules.library import load_ruleset, rules_folder
from perfscore.rules.schema import FILE, ruleset_schema, schema_text

FILES = sorted(rules_folder().glob("*.yaml"))
SCHEMA: dict[str, Any] = ruleset_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
CATALOGUE = Path(perfscore.__file__).parent / "messages" / "rulefile.toml"


def test_the_shipped_schema_is_current() -> None:
    shipped = (rules_folder() / FILE).read_text(encoding="utf-8")

    assert schema_text() == shipped, "run: perfscore rules schema > " + FILE


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    text = schema_text()

    assert json.loads(text) == SCHEMA
    names = set(SCHEMA["definitions"])
    assert set(re.findall(r'"#/definitions/(\w+)"', text)) <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_is_valid(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert [error.message for error in VALIDATOR.iter_errors(data)] == []


def _keys(node: Any, model: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key, value in node.get("properties", {}).items():
        if "const" not in value:
            yield model, key, value


def test_every_key_is_described_in_both_languages() -> None:
    models = {**SCHEMA["definitions"], "RuleSet": SCHEMA}
    bare = [
        (model, key)
        for model, part in models.items()
        for _, key, value in _keys(part, model)
        if " / " not in value.get("description", "")
    ]
    texts = {value["description"] for value in models.values() if "enum" not in value}

    assert bare == []
    assert [text for text in texts if ">>>" in text] == []


def test_every_description_is_used() -> None:
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    text = schema_text()
    used = {
        key: json.dumps(f"{one['zh']} / {one['en']}", ensure_ascii=False)[1:-1] in text
        for key, one in entries.items()
    }

    assert [key for key, is_used in used.items() if not is_used] == []


HEAD = "id: mine\nextends: mof-2020\n"
WHOLE = (rules_folder() / "mof-2020.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "wieghts: 5\n",
        HEAD + "rounding: {places: 2, mode: near, source: me}\n",
        HEAD + "weights: {levels: {产出指标: many}, source: me}\n",
        HEAD + "weights: {levels: {产出指标: 50}}\n",
        HEAD + "methods: [{method: bandz, source: me}]\n",
        HEAD + "methods: [{method: bands, source: me}]\n",
        HEAD + "methods: [{source: me}]\n",
        HEAD + "methods: [{method: proportional, source: me, gate: 60%}]\n",
        HEAD + "conventions: {steps: {choose: half, source: me}}\n",
        HEAD + "cases: [{target: 3次, score: 3}]\n",
        "id: Mine\nextends: mof-2020\n",
        WHOLE.replace("rounding:\n", "x-rounding:\n"),
        WHOLE.replace("  zero_budget:", "  x_zero_budget:"),
        re.sub(r"(?m)^  zero_budget:.*\n", "", WHOLE),
    ],
)
def test_what_the_library_refuses_an_editor_marks(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(perfscore.RuleSetError):
        load_ruleset(path)
    assert list(VALIDATOR.iter_errors(yaml.safe_load(text))) != []


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "conventions: {over_achievement: null, approximate: null}\n",
        HEAD + "conventions: {approximate: {share: 5%, source: perfscore}}\n",
        HEAD + "budget: {weight: 20/3, formula: weight, source: perfscore}\n",
        HEAD + "methods:\n  - {method: deduction_steps, source: perfscore,\n"
        "     of: shortfall, step: 1百分点, points: 0.5, settles: {steps: started},\n"
        "     also: [{of: judged, most: 6}], veto: 完成率 < 60%}\n",
    ],
)
def test_what_the_library_takes_an_editor_takes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")

    assert load_ruleset(path).id == "mine"
    assert list(VALIDATOR.iter_errors(yaml.safe_load(text))) == []

"""Every public record goes out as JSON and comes back the same."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfscore as ps
from perfscore.errors import WrongArgument
from perfscore.reports.jsonio import RECORDS, json_schema

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def records() -> dict[str, Any]:
    report = ps.audit(EXAMPLES / "lukou-2022.docx")
    card = report.scorecards[0]
    item = card.items[1]
    found = [card.form.budget[0], report.findings[0], card.form, item]
    found += [card.form.indicators[0], item.set, item.range, item.target, card, report]
    found += [ps.compare(card.form, ["mof-2020", "mof-2003-admin"])]
    return {type(one).__name__: one for one in found}


def test_every_public_record_can_be_written(records: dict[str, Any]) -> None:
    others = {"RuleSet"}
    public = {kind.__name__ for kind in RECORDS}

    assert public <= set(ps.__all__)
    assert public == {*records, *others}


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind is not ps.RuleSet])
def test_a_record_comes_back_the_same(kind: type[Any], records: dict[str, Any]) -> None:
    record = records[kind.__name__]
    text = ps.to_json(record)

    assert record == ps.from_json(text, kind)
    assert text == ps.to_json(ps.from_json(text, kind))
    schema = json_schema(kind)
    # A record that holds its own kind is named by a reference.
    name = str(schema.get("title") or schema["$ref"]).rpartition("/")[2]
    assert name == kind.__name__


@pytest.mark.parametrize("rules", ps.rulesets(), ids=lambda rules: rules.id)
def test_a_ruleset_comes_back_with_its_content(rules: ps.RuleSet) -> None:
    again = ps.from_json(ps.to_json(rules), ps.RuleSet)
    form = ps.read_forms(EXAMPLES / "lukou-2022.docx")[0]

    assert rules.model_dump() == again.model_dump()
    assert rules.fingerprint == again.fingerprint
    assert ps.score(form, rules).points_range == ps.score(form, again).points_range
    assert json_schema(ps.RuleSet)["title"] == "RuleSet"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "不是完好的 JSON"),
        ("{}", "findings：缺这一项"),
        ('{"findings": 5, "scorecards": []}', "findings：值不合要求"),
    ],
)
def test_bad_json_is_told_in_one_language(text: str, said: str) -> None:
    with pytest.raises(ps.ReadError) as error:
        ps.from_json(text, ps.AuditReport)

    assert said in str(error.value)
    assert error.value.text("en").isascii() or "–" in error.value.text("en")


def test_a_needless_key_of_a_ruleset_is_told() -> None:
    data = json.loads(ps.to_json(ps.load_ruleset("mof-2020"))) | {"more": 1}

    with pytest.raises(ps.ReadError, match="more：不应有这一项"):
        ps.from_json(json.dumps(data), ps.RuleSet)


@pytest.mark.parametrize("given", [None, 5, 1.5, object(), [5], {"a": 1}, b"x", [None]])
def test_what_a_function_does_not_take_is_refused_alike(given: Any) -> None:
    """Always a ``PerfscoreError`` that is a ``TypeError``, in both languages."""
    calls: list[Any] = [ps.to_json, lambda one: ps.from_json("{}", one)]
    if not isinstance(given, bytes):
        calls += [ps.read_forms, ps.read_form, lambda one: ps.from_json(one, ps.Form)]
    for call in [*calls, ps.audit]:
        with pytest.raises(WrongArgument) as error:
            call(given)

        assert isinstance(error.value, TypeError)
        assert isinstance(error.value, ps.PerfscoreError)
        assert error.value.message.text("en") != error.value.message.text("zh")


def test_other_kinds_are_no_records() -> None:
    with pytest.raises(WrongArgument, match="int"):
        ps.from_json("5", int)  # type: ignore[type-var]
    with pytest.raises(WrongArgument, match="Decimal"):
        ps.to_json(Decimal(5))  # type: ignore[arg-type]

"""Readings: every combination of the open points once, and those that differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.rules.library import rulesets
from perfscore.rules.parts import Direction, RuleRow
from perfscore.rules.readings import (
    MOST_READINGS,
    MOST_RUNS,
    POINTS,
    Ask,
    Reading,
    TooManyReadings,
    choices_of,
    merged,
    reading_name,
    reading_text,
    readings_of,
)
from perfscore.rules.ruleset import RuleSet


def of(options: Mapping[str, Sequence[str]]) -> Callable[[str], Sequence[str]]:
    return options.__getitem__


def test_a_rule_without_open_points_has_one_reading() -> None:
    assert readings_of(lambda _: 7, of({})) == [Reading((), 7)]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_every_combination_comes_once_the_chosen_first(sizes: list[int]) -> None:
    options = {f"p{n}": [f"c{k}" for k in range(size)] for n, size in enumerate(sizes)}
    found = readings_of(lambda ask: tuple(ask(point) for point in options), of(options))
    results = [reading.result for reading in found]
    assert sorted(results) == sorted(product(*options.values()))
    assert results[0] == tuple("c0" for _ in options)
    for reading in found:
        assert reading.choices == tuple(zip(options, reading.result, strict=True))


def test_a_point_asked_twice_is_one_point() -> None:
    found = readings_of(
        lambda ask: (ask("a"), ask("b"), ask("a")), of({"a": "xy", "b": "xy"})
    )
    assert sorted(r.result for r in found) == [
        ("x", "x", "x"),
        ("x", "y", "x"),
        ("y", "x", "y"),
        ("y", "y", "y"),
    ]
    assert all(len(reading.choices) == 2 for reading in found)


def test_points_that_hang_on_others_come_up_where_they_are_asked() -> None:
    """Under a=x the rule asks for b, under a=y for c, and then for d in both."""

    def rule(ask: Ask) -> str:
        first = ask("a")
        second = ask("b") if first == "x" else ask("c")
        return first + second + ask("d")

    found = readings_of(rule, of({"a": "xy", "b": "12", "c": "345", "d": "+-"}))
    assert sorted(r.result for r in found) == sorted(
        ["x1+", "x1-", "x2+", "x2-", "y3+", "y3-", "y4+", "y4-", "y5+", "y5-"]
    )
    assert found[0].result == "x1+"
    named = {reading_name(reading.choices) for reading in found}
    assert "a=y c=5 d=-" in named
    assert len(named) == 10


def test_a_rules_own_options_win() -> None:
    found = readings_of(lambda ask: ask("rule", ("mine", "other")), of({}))
    assert [r.result for r in found] == ["mine", "other"]


@pytest.mark.parametrize("sizes", [(20, 20), (7, 7, 8)])
def test_all_that_can_be_tried_are_tried(sizes: tuple[int, ...]) -> None:
    options = {f"p{n}": [str(k) for k in range(size)] for n, size in enumerate(sizes)}
    found = readings_of(lambda ask: [ask(point) for point in options], of(options))
    wanted = 1
    for size in sizes:
        wanted *= size
    assert len(found) == wanted <= MOST_RUNS


@pytest.mark.parametrize("sizes", [(401,), (21, 20), (3,) * 8, (2,) * 200])
def test_more_than_can_be_tried_are_too_many(sizes: tuple[int, ...]) -> None:
    options = {f"p{n}": [str(k) for k in range(size)] for n, size in enumerate(sizes)}
    with pytest.raises(TooManyReadings):
        readings_of(lambda ask: [ask(point) for point in options], of(options))


def merging(
    rule: Callable[[Ask], object], options: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    found = merged(readings_of(rule, of(options)))
    return {reading_name(reading.choices): reading.result for reading in found}


def test_a_point_that_changes_nothing_is_dropped() -> None:
    options = {"a": "xy", "b": "12", "c": "+-"}

    def rule(ask: Ask) -> str:
        first, _, third = ask("a"), ask("b"), ask("c")
        return first + third

    assert merging(rule, options) == {
        "a=x c=+": "x+",
        "a=y c=+": "y+",
        "a=x c=-": "x-",
        "a=y c=-": "y-",
    }


def test_a_point_that_changes_something_somewhere_stays() -> None:
    """b matters under a=y only; it is no idle point."""
    options = {"a": "xy", "b": "12"}

    def rule(ask: Ask) -> str:
        first, second = ask("a"), ask("b")
        return "x" if first == "x" else first + second

    found = merging(rule, options)
    assert found == {"a=x b=1": "x", "a=y b=1": "y1", "a=x b=2": "x", "a=y b=2": "y2"}
    assert next(iter(found)) == "a=x b=1"


def test_a_point_of_which_two_choices_agree_stays() -> None:
    options = {"a": "123"}
    found = merging(lambda ask: ask("a") == "3", options)
    assert found == {"a=1": False, "a=2": False, "a=3": True}


def test_points_that_only_matter_together_stay() -> None:
    """Neither a nor b decides alone: the result is whether they agree."""
    options = {"a": "xy", "b": "xy"}
    found = merging(lambda ask: ask("a") == ask("b"), options)
    assert len(found) == 4
    assert set(found.values()) == {True, False}


def test_readings_that_all_agree_are_one() -> None:
    found = merged(
        readings_of(lambda ask: (ask("a"), ask("b"), 5)[2], of({"a": "xy", "b": "12"}))
    )
    assert found == [Reading((), 5)]
    assert reading_name(found[0].choices) == "only"


@given(st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_merging_loses_no_result(results: list[int]) -> None:
    options = {"a": "012", "b": "01", "c": "01"}
    table = dict(zip(product(*options.values()), results, strict=True))

    def rule(ask: Ask) -> int:
        return table[ask("a"), ask("b"), ask("c")]

    every = readings_of(rule, of(options))
    kept = merged(every)
    assert {r.result for r in kept} == {r.result for r in every}
    assert kept[0].result == every[0].result
    # Each reading that was tried is still told by the choices that are left.
    for reading in every:
        (same,) = [r for r in kept if set(r.choices) <= set(reading.choices)]
        assert same.result == reading.result


@pytest.mark.parametrize(("distinct", "fits"), [(24, True), (25, False)])
def test_at_most_24_that_differ(distinct: int, fits: bool) -> None:
    found = readings_of(
        lambda ask: int(ask("a")), of({"a": [str(k) for k in range(distinct)]})
    )
    if fits:
        assert len(merged(found)) == MOST_READINGS
    else:
        with pytest.raises(TooManyReadings):
            merged(found)


def test_equal_results_are_merged_before_they_are_too_many() -> None:
    """30 × 3 combinations that come to three results."""
    options = {"a": [str(k) for k in range(30)], "b": "012"}
    found = readings_of(lambda ask: (int(ask("a")) + int(ask("b"))) % 3, of(options))
    assert len(found) == 90
    kept = merged(found)
    assert sorted(reading.result for reading in kept) == [0, 1, 2]
    assert kept[0].result == found[0].result


def test_names_and_choices_agree() -> None:
    choices = (("steps", "full"), ("weight_conflict", "by_weight"))
    assert reading_name(choices) == "steps=full weight_conflict=by_weight"
    assert choices_of(reading_name(choices)) == dict(choices)
    assert choices_of("only") == {}


def test_every_choice_has_words_in_both_languages() -> None:
    for point, options in POINTS.items():
        for choice in options:
            for lang in ("zh", "en"):
                said = reading_text(f"{point}={choice}").text(lang)
                assert said
                assert "=" not in said.replace("“=”", "").removeprefix("= ")


def test_the_first_reading_is_what_the_ruleset_chooses() -> None:
    """Every rule of the shipped rulesets, in rows of both directions."""
    for rules in rulesets():
        methods = [*rules.methods, *(clause.rule for clause in rules.clauses)]

        def options(point: str, rules: RuleSet = rules) -> Sequence[str]:
            # What a met target earns beside its band is the rule's own point.
            own = {"met_first": ("full", "by_band")}
            return own.get(point) or rules.conventions.options(point)

        for method, direction in product(
            methods, (Direction.AT_LEAST, Direction.AT_MOST)
        ):
            row = RuleRow(Fraction(20), direction=direction, is_share=True)
            found = readings_of(partial(method.write, row=row), options)
            points = [point for point, _ in found[0].choices]
            assert all(
                choice == options(point)[0] for point, choice in found[0].choices
            )
            if len({len(reading.choices) for reading in found}) == 1:
                every = product(*(options(point) for point in points))
                made = sorted(tuple(c for _, c in r.choices) for r in found)
                assert made == sorted(every)

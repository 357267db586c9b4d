"""YAML read strictly: values as written, their places, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from perfscore.errors import RuleSetError
from perfscore.places import Place
from perfscore.rules.strict_yaml import MOST_CHARACTERS, MOST_DEPTH, read_yaml


def data(text: str) -> Any:
    return read_yaml(text, "x.yaml")[0]


def refusal(text: str) -> tuple[str, int | None, int | None]:
    """Return the key, line and character of the error."""
    with pytest.raises(RuleSetError) as caught:
        read_yaml(text, "x.yaml")
    error = caught.value
    assert error.place is not None
    assert error.place.file == "x.yaml"
    for lang in ("zh", "en"):
        lines = error.text(lang).splitlines()
        assert lines[0].startswith("x.yaml")
    return error.message.key, error.place.line, error.place.character


@pytest.mark.parametrize(
    "text",
    [
        "0120",
        "007",
        "12:30",
        "12:30:45",
        "190:20:30",
        "NO",
        "No",
        "no",
        "YES",
        "on",
        "OFF",
        "y",
        "True",
        "TRUE",
        "False",
        "Null",
        "NULL",
        "2024-01-01",
        "2024-01-01T10:00:00Z",
        "2024年12月前",
        "1e3",
        "1.5e3",
        "1_000",
        "0x1F",
        "0o17",
        "0b11",
        ".5",
        "5.",
        "+5",
        ".inf",
        "-.inf",
        ".nan",
        "=",
        "≥95%",
        "60%",
        "1,000",
        "９５",
        "--5",
        "1.2.3",
        "9" * 40,
        "0." + "1" * 40,
        "甲：乙",
        "weight * rate",
        "10 if rate >= 95% else 0",
        "（实际完成率-60%）/（1-60%）*10",
    ],
)
def test_what_is_not_plainly_a_number_stays_text(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}


@pytest.mark.parametrize("text", ["60", "0.60", "true", "null", "~", "", "-1.50"])
def test_quoted_scalars_stay_text(text: str) -> None:
    assert data(f"a: '{text}'") == {"a": text}
    assert data(f'a: "{text}"') == {"a": text}


def test_numbers_are_exact() -> None:
    found = data("[0, 60, -3, 0.60, -1.50, 0.1, 123456789012345678]")
    assert found == [
        0,
        60,
        -3,
        Decimal("0.60"),
        Decimal("-1.50"),
        Decimal("0.1"),
        123456789012345678,
    ]
    assert str(found[3]) == "0.60"
    assert [type(number) for number in found[:4]] == [int, int, int, Decimal]


def test_words_of_yaml_are_few() -> None:
    assert data("[true, false, null, ~]") == [True, False, None, None]
    assert data("a:\nb: 1") == {"a": None, "b": 1}


def test_block_text_is_text() -> None:
    assert data("a: |\n  60\nb: >-\n  60\n  70") == {"a": "60\n", "b": "60 70"}


def test_keys_are_text_as_written() -> None:
    assert data("60: a\nNO: b\n2024-01-01: c\nnull: d\n'': e") == {
        "60": "a",
        "NO": "b",
        "2024-01-01": "c",
        "null": "d",
        "": "e",
    }


def test_every_value_keeps_its_place() -> None:
    text = "甲:\n  - x\n  - {b: 0.60, c: [1, 2]}\nd: >-\n  text\n"
    found, places = read_yaml(text, "x.yaml")
    assert found == {"甲": ["x", {"b": Decimal("0.60"), "c": [1, 2]}], "d": "text"}
    spots = {
        (): (1, 1),
        ("甲", "(key)"): (1, 1),
        ("甲",): (2, 3),
        ("甲", 0): (2, 5),
        ("甲", 1): (3, 5),
        ("甲", 1, "b", "(key)"): (3, 6),
        ("甲", 1, "b"): (3, 9),
        ("甲", 1, "c"): (3, 18),
        ("甲", 1, "c", 1): (3, 22),
        ("d", "(key)"): (4, 1),
    }
    for path, (line, character) in spots.items():
        where = Place(file="x.yaml", line=line, character=character)
        assert places[path] == where, path


def test_line_ends_of_all_kinds_count_alike() -> None:
    for end in ("\n", "\r\n", "\r"):
        text = end.join(["a: 1", "b:", "  c: 2", ""])
        found, places = read_yaml(text, "x.yaml")
        assert found == {"a": 1, "b": {"c": 2}}
        assert (places["b", "c"].line, places["b", "c"].character) == (3, 6)


@pytest.mark.parametrize(
    ("text", "key", "line", "character"),
    [
        ("a: 1\nb: 2\na: 3", "yaml-twice", 3, 1),
        ("a: {b: 1, b: 2}", "yaml-twice", 1, 11),
        ("a: 1\n'a': 2", "yaml-twice", 2, 1),
        ("x:\n  - k: 1\n    k: 1", "yaml-twice", 3, 5),
        ("places：2\nmode: down", "yaml-wide-colon", 1, 7),
        ("a:\n  places：2\n  mode: down", "yaml-wide-colon", 2, 9),
        ("a:\n  mode: down\n  places：2", "yaml-wide-colon", 3, 9),
        ("unit: %", "yaml-quote", 1, 7),
        ("a: 1\nunit: % # a share", "yaml-quote", 2, 7),
        ("a: @b", "yaml-quote", 1, 4),
        ("a: `b`", "yaml-quote", 1, 4),
        ("a:\n\tb: 1", "yaml-tab", 2, 1),
        ("a:\n  b: 1\n\tc: 2", "yaml-tab", 3, 1),
        ("a: &x 1", "yaml-anchor", 1, 4),
        ("a: *x", "yaml-anchor", 1, 4),
        ("a: 1\nb: &x {c: 1}\nc: *x", "yaml-anchor", 2, 4),
        ("&x a: 1", "yaml-anchor", 1, 1),
        ("- &x [1]\n- *x", "yaml-anchor", 1, 3),
        ("a: !x 1", "yaml-tag", 1, 4),
        ("a: !x {b: 1}", "yaml-tag", 1, 4),
        ("a: !x [1]", "yaml-tag", 1, 4),
        ("a: !!python/object/apply:os.system [ls]", "yaml-tag", 1, 4),
        ("a: !!python/name:os.system", "yaml-tag", 1, 4),
        ("a: !!set {b, c}", "yaml-tag", 1, 4),
        ("a: !!omap [b: 1]", "yaml-tag", 1, 4),
        ("a:\n  <<: {b: 1}", "yaml-key", 2, 3),
        ("a: {<<: {b: 1}}", "yaml-key", 1, 5),
        ("? [a, b]\n: c", "yaml-key", 1, 3),
        ("? {a: b}\n: c", "yaml-key", 1, 3),
        ("a: 'b", "yaml-syntax", 1, 6),
        ('a: "b\\q"', "yaml-syntax", 1, 6),
        ("a: b: c", "yaml-syntax", 1, 5),
        ("a: 1\n---\nb: 2", "yaml-syntax", 2, 1),
        ("a: 1\n b: 2", "yaml-syntax", 2, 3),
    ],
)
def test_refusals_name_line_and_column(
    text: str, key: str, line: int, character: int
) -> None:
    assert refusal(text) == (f"rules.{key}", line, character)


def test_a_key_twice_names_both_lines() -> None:
    with pytest.raises(RuleSetError) as caught:
        read_yaml("a: 1\n\nb: 2\n\n\na: 3", "x.yaml")
    assert caught.value.text("en").startswith("x.yaml:6:1: “a” stands twice")
    assert "first in line 1" in caught.value.text("en")
    assert "第 1 行" in caught.value.text("zh")


def test_remedies_are_said() -> None:
    for text, remedy in (
        ("places：2\nmode: down", "“: ”"),
        ("unit: %", "'%'"),
        ("a:\n\tb: 1", "spaces"),
        ("a: &x 1", "extends"),
        ("a: !x 1", "Remove the tag"),
        ("a: 1\na: 2", "Remove one"),
        ("a: [1", "Check"),
    ):
        with pytest.raises(RuleSetError) as caught:
            read_yaml(text, "x.yaml")
        assert remedy in caught.value.text("en")


@pytest.mark.parametrize("text", ["", " \n\n", "# only a comment\n", "---\n...\n"])
def test_empty_files(text: str) -> None:
    if text.startswith("---"):
        assert data(text) is None
    else:
        assert refusal(text)[0] == "rules.yaml-empty"


def test_a_full_width_colon_inside_text_is_text() -> None:
    assert data("a: 得分：十分") == {"a": "得分：十分"}
    assert data("- 说明：无") == ["说明：无"]
    assert data("'甲：乙': 1") == {"甲：乙": 1}


LAUGHS = "\n".join(
    ["a: &a [x, x, x, x, x, x, x, x, x]"]
    + [
        f"{b}: &{b} [{', '.join(['*' + a] * 9)}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (LAUGHS, "yaml-anchor"),
        ("[" * 100_000, "yaml-too-deep"),
        ("[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1), "yaml-too-deep"),
        ("a: " + "{a: " * 100_000, "yaml-too-deep"),
        ("- " * 100_000 + "a", "yaml-too-deep"),
        ("a: 1\n" + " " * MOST_CHARACTERS, "yaml-too-long"),
        ("a: \0", "yaml-syntax"),
        ("a: \x07", "yaml-syntax"),
        ("a: \x1b[31m", "yaml-syntax"),
        ("%YAML 9.9\n---\na: 1", "yaml-syntax"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_bombs_end_in_an_error(text: str, key: str) -> None:
    assert refusal(text)[0] == f"rules.{key}"


def test_the_deepest_that_is_allowed_is_read() -> None:
    found = data("[" * MOST_DEPTH + "1" + "]" * MOST_DEPTH)
    for _ in range(MOST_DEPTH):
        (found,) = found
    assert found == 1

"""Rule files: what is wrong, in which line and column, and what to do about it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Protocol

import pytest

from perfscore.errors import (
    FormulaError,
    RuleConflict,
    RuleSetError,
    ScoringError,
    SourceMissing,
)
from perfscore.rules.library import load_ruleset, rules_folder, rulesets
from perfscore.rules.ruleset import RuleSet
from perfscore.scoring.cases import check_cases
from perfscore.scoring.item import score_indicator

HEAD = """\
id: mine
extends: mof-2020
title: {zh: 甲, en: a}
jurisdiction: {zh: 乙, en: b}
applies_to: [project]
sources:
  me: {document: 甲文, text: seen}
"""
"""Seven lines; what is put after them begins in line 8."""


class Write(Protocol):
    def __call__(self, body: str, head: str = HEAD) -> Path: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(body: str, head: str = HEAD) -> Path:
        path = tmp_path / "mine.yaml"
        path.write_text(head + body, encoding="utf-8")
        return path

    return writing


def refusal(path: Path) -> RuleSetError:
    with pytest.raises(RuleSetError) as caught:
        load_ruleset(path)
    return caught.value


def all_of(error: RuleSetError) -> list[RuleSetError]:
    return [error, *error.others]


def spot(error: RuleSetError) -> str:
    """Return ``line:character``; the file is always named."""
    assert error.place is not None
    assert error.place.file == "mine.yaml"
    return f"{error.place.line}:{error.place.character}"


METHOD = "methods:\n  - method: formula\n    source: me\n"
CLAUSE = "clauses:\n  - text: 某条款\n"
RATING = "rating:\n  source: me\n  bands:\n"
BANDS = "methods:\n  - method: bands\n    source: me\n    bands:\n"


# Lines and columns are counted by hand; the body begins in line 8.
@pytest.mark.parametrize(
    ("body", "kind", "key", "where", "remedy"),
    [
        # unknown keys, with the nearest known
        ("wieghts: 5\n", RuleSetError, "unknown-key", "8:1", "“weights”"),
        (
            "rounding: {places: 2, mod: down, source: me}\n",
            RuleSetError,
            "unknown-key",
            "8:23",
            "“mode”",
        ),
        (
            BANDS + "      - {from: 95%, scoer: 10, score: 10}\n",
            RuleSetError,
            "unknown-key",
            "12:21",
            "“score”",
        ),
        (
            CLAUSE + "    rule: {method: judgement, source: me, soruce: x}\n",
            RuleSetError,
            "unknown-key",
            "10:43",
            "“source”",
        ),
        (
            "conventions: {stpes: {choose: full, source: me}}\n",
            RuleSetError,
            "unknown-key",
            "8:15",
            "“steps”",
        ),
        # keys that stand twice
        ("id: other\n", RuleSetError, "yaml-twice", "8:1", "Remove one"),
        # missing
        ("rounding: {places: 2}\n", SourceMissing, "no-source", "8:11", "source: …"),
        (
            "rating:\n  bands: [{word: 优, from: 0}]\n",
            SourceMissing,
            "no-source",
            "9:3",
            "sources",
        ),
        ("weights: {source: me}\n", RuleSetError, "missing-key", "8:10", "“levels: …”"),
        (
            "cases:\n  - {source: me, target: '1'}\n",
            RuleSetError,
            "value-no-expected",
            "9:5",
            "a score or a range",
        ),
        # sources that are not listed
        (
            "rounding: {places: 2, source: mof-2020-11}\n",
            SourceMissing,
            "unknown-source",
            "8:31",
            "“mof-2020-10”",
        ),
        (
            "cases:\n  - source: mee\n    score: 1\n",
            SourceMissing,
            "unknown-source",
            "9:13",
            "“me”",
        ),
        # methods
        (
            "methods:\n  - {method: deduction_step, source: me}\n",
            RuleSetError,
            "unknown-method",
            "9:5",
            "“deduction_steps”",
        ),
        ("methods:\n  - {source: me}\n", RuleSetError, "unknown-method", "9:5", "“"),
        # types
        (
            "rounding: {places: two, source: me}\n",
            RuleSetError,
            "value-kind",
            "8:20",
            "rounding.places",
        ),
        (
            "rounding: {places: 7, source: me}\n",
            RuleSetError,
            "invalid-value",
            "8:20",
            "rounding.places",
        ),
        (
            "rounding: {places: -1, source: me}\n",
            RuleSetError,
            "invalid-value",
            "8:20",
            "rounding.places",
        ),
        (
            "rounding: {mode: up, source: me}\n",
            RuleSetError,
            "value-choice",
            "8:18",
            "half_up",
        ),
        (
            "weights: {levels: [1], source: me}\n",
            RuleSetError,
            "value-kind",
            "8:19",
            "weights.levels",
        ),
        (
            "weights: {levels: {产出指标: 五十}, source: me}\n",
            RuleSetError,
            "value-no-number",
            "8:26",
            "五十",
        ),
        (
            "weights: {levels: {产出指标: true}, source: me}\n",
            RuleSetError,
            "value-no-number",
            "8:26",
            "2/3",
        ),
        (
            "weights: {levels: {产出指标: 1e3}, source: me}\n",
            RuleSetError,
            "value-no-number",
            "8:26",
            "1e3",
        ),
        (
            "weights: {levels: {产出指标: 1_000}, source: me}\n",
            RuleSetError,
            "value-no-number",
            "8:26",
            "1_000",
        ),
        (
            "weights: {levels: {产出指标: 12:30}, source: me}\n",
            RuleSetError,
            "value-no-number",
            "8:26",
            "12:30",
        ),
        ("methods: {a: 1}\n", RuleSetError, "value-kind", "8:10", "methods"),
        ("methods: [a]\n", RuleSetError, "value-kind", "8:11", "methods.0"),
        ("budget: none\n", RuleSetError, "value-kind", "8:9", "budget"),
        # bands and ratings
        (
            BANDS + "      - {from: 75%, score: 6}\n      - {from: 85%, score: 8}\n",
            RuleSetError,
            "value-band-order",
            "12:7",
            "boundaries",
        ),
        (
            BANDS + "      - {from: 85%, score: 6}\n      - {from: 85%, score: 8}\n",
            RuleSetError,
            "value-band-order",
            "12:7",
            "boundaries",
        ),
        (
            BANDS + "      - {to: 5%, score: 6}\n      - {to: 3%, score: 8}\n",
            RuleSetError,
            "value-band-order",
            "12:7",
            "boundaries",
        ),
        (
            BANDS + "      - {from: 85%, score: 6}\n      - {to: 75%, score: 8}\n",
            RuleSetError,
            "value-from-or-to",
            "12:7",
            "“from”",
        ),
        (
            BANDS + "      - {score: 6}\n",
            RuleSetError,
            "value-from-or-to",
            "12:7",
            "“from”",
        ),
        (
            RATING + "    - {word: 优, from: 90}\n    - {word: 良, from: 60}\n",
            RuleSetError,
            "value-rating-order",
            "11:5",
            "begins at 0",
        ),
        (
            RATING
            + "    - {word: 优, from: 60}\n    - {word: 良, from: 90}\n"
            + "    - {word: 差, from: 0}\n",
            RuleSetError,
            "value-rating-order",
            "11:5",
            "best",
        ),
        # formulas, at the character inside the text
        (
            METHOD + "    formula: weight * foo\n",
            FormulaError,
            "formula-unknown-name",
            "11:23",
            "Did you mean",
        ),
        (
            "budget: {weight: 10, formula: 分值×执行律, source: me}\n",
            FormulaError,
            "formula-unknown-name",
            "8:34",
            "“执行率”",
        ),
        (
            "budget: {weight: 10, formula: rate > 1, source: me}\n",
            FormulaError,
            "formula-number-wanted",
            "8:31",
            "number",
        ),
        (
            METHOD + "    formula: rate * rate\n",
            FormulaError,
            "formula-unknown-squared",
            "11:14",
            "first degree",
        ),
        (
            METHOD
            + "    formula: '1'\n    readings:\n"
            + "      - {choice: b, zh: 乙, en: b, formula: rate..x}\n",
            FormulaError,
            "formula-bad-character",
            "13:48",
            "functions",
        ),
        (
            METHOD.replace("formula", "grades")
            + "    grades:\n      - {words: [好], formula: 达成}\n",
            FormulaError,
            "formula-number-wanted",
            "12:31",
            "band",
        ),
        # YAML itself
        (
            "rounding:\n  places：2\n  source: me\n",
            RuleSetError,
            "yaml-wide-colon",
            "9:9",
            "“: ”",
        ),
        (
            BANDS + "      - {from: 1, score: 1}\n    unit: %\n",
            RuleSetError,
            "yaml-quote",
            "13:11",
            "'%'",
        ),
        ("rounding:\n\tplaces: 2\n", RuleSetError, "yaml-tab", "9:1", "spaces"),
        ("rounding: &x {places: 2}\n", RuleSetError, "yaml-anchor", "8:11", "extends"),
        (
            "rounding: !x {places: 2}\n",
            RuleSetError,
            "yaml-tag",
            "8:11",
            "Remove the tag",
        ),
        (
            "rounding:\n  <<: {places: 2}\n  source: me\n",
            RuleSetError,
            "yaml-key",
            "9:3",
            "Rename",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_errors_name_line_column_and_remedy(
    write: Write,
    body: str,
    kind: type[RuleSetError],
    key: str,
    where: str,
    remedy: str,
) -> None:
    errors = all_of(refusal(write(body)))
    (error, *_) = [e for e in errors if e.message.key == f"rules.{key}"]
    assert isinstance(error, kind)
    assert spot(error) == where
    assert remedy in error.text("en")
    assert error.text("zh").startswith("mine.yaml:")
    assert error.text("en").startswith("mine.yaml:")


def test_all_errors_are_told_at_once(write: Write) -> None:
    error = refusal(
        write(
            "rounding: {places: two, source: me}\n"
            "weights: {levels: {产出指标: x}}\n"
            "wieghts: 1\n"
        )
    )
    assert {spot(one) for one in all_of(error)} >= {"8:20", "9:10", "10:1"}
    assert error.text("en").count("mine.yaml:") == len(all_of(error))


def test_the_whole_file_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: mine\n", encoding="utf-8")
    wanted = {name for name, info in RuleSet.model_fields.items() if info.is_required()}
    missing = {dict(e.message.data)["name"] for e in all_of(refusal(path))}
    assert missing == wanted - {"id"}


MOF = (rules_folder() / "mof-2020.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("point", "choice"),
    [
        ("steps: {choose: full", "steps: {choose: fulll"),
        ("or: [started, pro_rata]", "or: [started, prorata]"),
        ("boundary: {choose: better", "boundary: {choose: higher"),
    ],
)
def test_an_unknown_choice_lists_those_there_are(
    write: Write, point: str, choice: str
) -> None:
    assert MOF.count(point) == 1
    error = refusal(write(MOF.replace(point, choice), head=""))
    assert error.message.key == "rules.value-choice"
    assert error.place is not None
    assert error.place.line is not None
    wrong = choice.rpartition(" ")[2].strip("]")
    assert wrong in error.text("en")
    assert ("full, started, pro_rata" in error.text("en")) or (
        "better, worse" in error.text("en")
    )


@pytest.mark.parametrize(
    ("case", "expected", "given"),
    [
        (
            "{source: me, target: '30', actual: '15', level1: 产出指标, score: 6}",
            "6",
            "5.00",
        ),
        ("{source: me, target: ≤10天, actual: 25天, score: 4}", "4", "0.00 ∪ 4.00"),
        ("{source: me, target: 保持, actual: 保持, score: 10}", "10", "0.00–10.00"),
        (
            "{source: me, target: 保持, actual: 保持, range: [1, 10]}",
            "1–10",
            "0.00–10.00",
        ),
        ("{source: me, budget: 200, executed: 195.5, score: 9.77}", "9.77", "9.78"),
        (
            "{source: me, target: '30', actual: '30', clause: 未列出, score: 10}",
            "10",
            "0.00–10.00",
        ),
    ],
)
def test_a_failing_case_names_its_line_and_both_scores(
    write: Write, case: str, expected: str, given: str
) -> None:
    rules = load_ruleset(write(f"cases:\n  - {case}\n"))
    (result,) = check_cases(rules)
    assert isinstance(result.problem, RuleConflict)
    assert spot(result.problem) == "9:5"
    for lang in ("zh", "en"):
        text = result.problem.text(lang)
        assert expected in text
        assert given in text


def test_a_right_case_is_no_problem(write: Write) -> None:
    case = "{source: me, target: '≥30', actual: '15', score: 5}"
    (result,) = check_cases(load_ruleset(write(f"cases:\n  - {case}\n")))
    assert result.problem is None


def test_the_shipped_cases_hold_and_are_many() -> None:
    for rules in rulesets():
        results = check_cases(rules)
        assert len(results) == len(rules.cases) >= 10
        assert [r.name for r in results if r.problem] == []
        assert all(case.working for case in rules.cases)


# Extending.
def test_a_path_in_another_folder_extends_a_shipped_ruleset(write: Write) -> None:
    rules = load_ruleset(write("rounding: {places: 1, source: me}\n"))
    assert rules.id == "mine"
    assert rules.rounding.places == 1
    assert rules.conventions == load_ruleset("mof-2020").conventions
    assert rules.cases == ()
    assert "mof-2020-10" in rules.sources
    item = score_indicator("≥1965家", "1180家", 10, rules=rules)
    # 1180/1965 of 10 is 6.0051.
    assert str(item.score) == "6.0"


def test_text_paths_are_paths(write: Write) -> None:
    path = write("")
    assert load_ruleset(str(path)).id == "mine"
    assert load_ruleset(path).id == "mine"


def test_a_ruleset_beside_it_may_be_extended(write: Write, tmp_path: Path) -> None:
    write("rounding: {places: 3, source: me}\n")
    child = HEAD.replace("id: mine", "id: child").replace("mof-2020", "mine")
    path = tmp_path / "child.yaml"
    path.write_text(child, encoding="utf-8")
    rules = load_ruleset(path)
    assert (rules.id, rules.rounding.places) == ("child", 3)


def test_the_childs_methods_come_first_and_other_lists_replace(write: Write) -> None:
    body = (
        METHOD
        + "    formula: '3'\n"
        + CLAUSE
        + "    rule: {method: judgement, source: me}\n"
    )
    rules = load_ruleset(write(body))
    parent = load_ruleset("mof-2020")
    assert [m.method for m in rules.methods] == [
        "formula",
        *(m.method for m in parent.methods),
    ]
    assert len(rules.clauses) == 1
    assert str(rules.place("methods", 1)).startswith("mof-2020.yaml:")


def test_an_error_in_the_parent_names_the_parents_file(
    write: Write, tmp_path: Path
) -> None:
    (tmp_path / "base.yaml").write_text(
        HEAD.replace("id: mine", "id: base") + METHOD + "    formula: weight * foo\n",
        encoding="utf-8",
    )
    error = refusal(write("", head=HEAD.replace("mof-2020", "base")))
    assert str(error.place) == "base.yaml:11:23"


@pytest.mark.parametrize(
    ("parent", "near"),
    [
        ("mof-202", "mof-2020"),
        ("hengyang", "hengyang-2024"),
        ("../mine", "“"),
        ("''", "“"),
        ("[a]", "“"),
    ],
)
def test_a_missing_parent_suggests_one(write: Write, parent: str, near: str) -> None:
    error = refusal(write("", head=HEAD.replace("mof-2020", parent)))
    assert error.message.key == "rules.no-ruleset"
    assert spot(error) == "2:10"
    assert near in error.text("en")


def test_a_ruleset_cannot_extend_itself(write: Write) -> None:
    error = refusal(write("", head=HEAD.replace("mof-2020", "mine")))
    assert isinstance(error, RuleConflict)
    assert spot(error) == "2:10"


@pytest.mark.parametrize("length", [2, 3, 12])
def test_a_ring_of_rulesets_ends_in_an_error(tmp_path: Path, length: int) -> None:
    for k in range(length):
        text = HEAD.replace("id: mine", f"id: r{k}")
        text = text.replace("mof-2020", f"r{(k + 1) % length}")
        (tmp_path / f"r{k}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleConflict) as caught:
        load_ruleset(tmp_path / "r0.yaml")
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def test_a_ring_under_other_ids_ends_in_an_error(tmp_path: Path) -> None:
    """The ids in the files are not their names."""
    for name, parent in (("a", "b"), ("b", "a")):
        text = HEAD.replace("id: mine", "id: x").replace("mof-2020", parent)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleConflict):
        load_ruleset(tmp_path / "a.yaml")


# Files that are none.
@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "yaml-empty"),
        (b"# nothing\n", "yaml-empty"),
        (b"~\n", "no-mapping"),
        (b"- a\n", "no-mapping"),
        (b"text\n", "no-mapping"),
        (HEAD.encode("utf-16"), "not-utf8"),
        (HEAD.encode("gb18030"), "not-utf8"),
        (b"id: \xff\n", "not-utf8"),
        (b"id: \xed\xa0\x80\n", "not-utf8"),
        (b"PK\x03\x04\x14\0", "yaml-syntax"),
    ],
)
def test_what_is_no_rule_file(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    error = refusal(path)
    assert error.message.key == f"rules.{key}"
    assert error.text("en").startswith("mine.yaml")
    assert "\n" in error.text("en") or key == "yaml-empty"


def test_a_folder_or_nothing_is_no_rule_file(tmp_path: Path) -> None:
    folder = tmp_path / "mine.yaml"
    folder.mkdir()
    for path in (folder, str(folder) + "/", tmp_path / "none.yaml", "no/such.yaml"):
        with pytest.raises(RuleSetError) as caught:
            load_ruleset(path)
        assert caught.value.message.key == "rules.no-file"
        assert caught.value.place is not None


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("mof2020", "mof-2020"),
        ("hengyang", "hengyang-2024"),
        ("mof", "mof-20"),
        ("MOF-2020", "mof-2020"),
    ],
)
def test_an_unknown_name_suggests_a_ruleset(name: str, near: str) -> None:
    with pytest.raises(RuleSetError) as caught:
        load_ruleset(name)
    assert caught.value.message.key == "rules.no-ruleset"
    assert f"Did you mean “{near}" in caught.value.text("en")


@pytest.mark.parametrize("name", ["nosuch", "rules", "表"])
def test_a_name_like_none_suggests_none(name: str) -> None:
    with pytest.raises(RuleSetError) as caught:
        load_ruleset(name)

    assert caught.value.message.key == "rules.no-ruleset"
    assert "Did you mean" not in caught.value.text("en")


@pytest.mark.parametrize("name", ["", " "])
def test_a_blank_name_is_told(name: str) -> None:
    with pytest.raises(RuleSetError) as caught:
        load_ruleset(name)

    assert caught.value.message.key == "rules.blank-name"


@pytest.mark.parametrize("named", ["a.xlsx", "./a.xlsx"])
def test_a_document_is_no_ruleset(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook that is there: it is not taken for a name, nor for bad letters."""
    monkeypatch.chdir(tmp_path)
    Path("a.xlsx").write_bytes(b"PK\x03\x04\xff\xfe")

    with pytest.raises(RuleSetError) as caught:
        load_ruleset(named)

    assert caught.value.message.key == "rules.no-rule-file"
    assert "“a.xlsx” is no ruleset file" in caught.value.text("en")


def test_a_byte_order_mark_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    body = HEAD + METHOD + "    formula: weight * foo\n"
    for encoding, end in (
        ("utf-8-sig", "\n"),
        ("utf-8", "\r\n"),
        ("utf-8-sig", "\r\n"),
    ):
        path = tmp_path / "mine.yaml"
        path.write_bytes(body.replace("\n", end).encode(encoding))
        assert spot(refusal(path)) == "11:23"


# What is written is what is meant.
def test_values_are_exact(write: Write) -> None:
    rules = load_ruleset(
        write(
            "weights:\n  source: me\n"
            "  levels: {甲: 0.60, 乙: 60%, 丙: '7.5', 丁: 5‰, 戊: 33.3333333333333}\n"
        )
    )
    assert rules.weights.levels == {
        "甲": Fraction(3, 5),
        "乙": Fraction(3, 5),
        "丙": Fraction(15, 2),
        "丁": Fraction(1, 200),
        "戊": Fraction(333333333333333, 10**13),
    }


def test_text_stays_text(write: Write) -> None:
    rules = load_ruleset(
        write(
            "rating:\n  source: me\n  bands:\n"
            "    - {word: YES, from: 60}\n    - {word: NO, from: 0}\n"
            "in_force: {from: 2024-01-01, until: 2024-12-31}\n"
            "cases:\n"
            "  - {source: me, target: 12:30, actual: 0120, score: 1, clause: 1e3}\n"
        )
    )
    assert [band.word for band in rules.rating.bands] == ["YES", "NO"]
    assert rules.in_force.from_ == "2024-01-01"
    case = rules.cases[0]
    assert (case.target, case.actual, case.clause) == ("12:30", "0120", "1e3")


@pytest.mark.parametrize(
    ("score", "word"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
        ("110", "优"),
    ],
)
def test_the_rating_scale(score: str, word: str) -> None:
    """90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差."""
    for rules in rulesets():
        if rules.rating.source == "mof-2020-10":
            assert rules.rating.word(Fraction(score)) == word


@pytest.mark.parametrize(
    ("score", "word"),
    [("80", "优"), ("79.99", "良"), ("70", "良"), ("69.99", "中"), ("59.99", "差")],
)
def test_the_rating_scale_of_a_province(score: str, word: str) -> None:
    assert load_ruleset("platform-80").rating.word(Fraction(score)) == word


# Fingerprints.
def test_the_same_content_has_the_same_fingerprint(write: Write) -> None:
    body = "rounding: {places: 1, source: me}\n"
    one = load_ruleset(write(body)).fingerprint
    spaced = "# a comment\n\nrounding:   # here too\n  source: 'me'\n  places:   1\n\n"
    assert load_ruleset(write(spaced)).fingerprint == one
    assert load_ruleset(write("", head=body + HEAD)).fingerprint == one
    percent = "weights: {levels: {产出指标: 60%}, source: me}\n"
    decimal = "weights: {levels: {产出指标: 0.600}, source: me}\n"
    hashes = {load_ruleset(write(text)).fingerprint for text in (percent, decimal)}
    assert len(hashes) == 1
    assert load_ruleset("mof-2020").fingerprint == load_ruleset().fingerprint


def test_cases_do_not_decide_scores(write: Write) -> None:
    one = load_ruleset(write("")).fingerprint
    case = "cases:\n  - {source: me, target: '1', actual: '1', score: 10}\n"
    assert load_ruleset(write(case)).fingerprint == one


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("places: 2", "places: 3"),
        ("mode: half_up", "mode: down"),
        ("产出指标: 50", "产出指标: 49"),
        ("  weight: 10\n", "  weight: 9\n"),
        ("formula: weight * execution_rate", "formula: weight * execution_rate * 1"),
        (
            "formula: within(80% * weight, weight)",
            "formula: within(81% * weight, weight)",
        ),
        ("words: [达成年度指标, ", "words: ["),
        ("subject: [text]", "subject: [text, date]"),
        ("- method: proportional", "- method: all_or_nothing"),
        ("{word: 中, from: 60}", "{word: 中, from: 61}"),
        ("choose: capped, or: [nothing]", "choose: nothing, or: [capped]"),
        ("choose: ratio, or: [linear]", "choose: ratio, or: [linear, met]"),
        ("equal: {choose: at_least", "equal: {choose: exact"),
        ("rate: 130%", "rate: 131%"),
        ("applies_to: [project]", "applies_to: [project, department]"),
    ],
)
def test_what_decides_scores_changes_the_fingerprint(
    write: Write, old: str, new: str
) -> None:
    assert MOF.count(old) == 1
    before = load_ruleset(write(MOF, head="")).fingerprint
    assert load_ruleset(write(MOF.replace(old, new), head="")).fingerprint != before


def test_a_parents_value_changes_the_childs_fingerprint(
    write: Write, tmp_path: Path
) -> None:
    base = tmp_path / "base.yaml"
    found = set()
    for places in ("places: 2", "places: 3"):
        text = MOF.replace("id: mof-2020", "id: base").replace("places: 2", places)
        base.write_text(text, encoding="utf-8")
        child = write("", head=HEAD.replace("mof-2020", "base"))
        found.add(load_ruleset(child).fingerprint)
    assert len(found) == 2


def test_a_clause_is_found_however_it_is_printed() -> None:
    rules = load_ruleset("hengyang-2024")
    text = (
        "该指标分值为10分，满意度95%（含）以上计10分，85%-95%计8分，"
        "75%-85%计6分，75%以下计0分。"
    )
    entry = rules.clause(text)
    assert entry is not None
    for printed in (
        text.replace("，", ","),
        text.replace("%", "％"),
        text.replace("（", "(").replace("）", ")"),
        text.rstrip("。"),
        text.replace("，", "，\n "),
        "\u3000" + text + "；",
    ):
        assert rules.clause(printed) is entry
    assert rules.clause(text.replace("85%", "86%")) is None
    assert rules.clause("") is None


def test_every_clause_of_a_ruleset_is_its_own() -> None:
    for rules in rulesets():
        assert len(rules.listed) == len(rules.clauses)


def test_a_clause_that_is_not_listed_is_never_scored(write: Write) -> None:
    item = score_indicator("30场", "30场", 10, clause="另有规定。", rules=write(""))
    assert item.status.value == "unscored"
    assert item.score is None
    assert str(item.set) == "0.00–10.00"


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ScoringError):
        score_indicator("30场", "30场", -1)

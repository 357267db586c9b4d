"""The skeleton of a ruleset: refused while blank, accepted once it is filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfscore.cli import main
from perfscore.errors import RuleSetError
from perfscore.messages import Lang
from perfscore.reports.layout import widest
from perfscore.reports.skeleton import skeleton
from perfscore.rules.library import load_ruleset, rulesets
from perfscore.rules.readings import POINTS
from perfscore.scoring.cases import check_cases
from perfscore.scoring.reach import unreached

PARENTS = [None, *(rules.id for rules in rulesets())]
_BLANKS = {
    "zh": "某市",
    "en": "My city",
    "from": "'2024-01-01'",
    "document": "某财绩〔2024〕1号",
    "text": "seen",
}


def filled(text: str) -> str:
    """Fill in what is left blank, as a person would."""
    for key, value in _BLANKS.items():
        text = re.sub(rf"(?m)^( *){key}:(  #.*)?$", rf"\1{key}: {value}", text)
    return text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("parent", PARENTS)
def test_a_skeleton_is_accepted_once_it_is_filled_in(
    parent: str | None, lang: Lang, tmp_path: Path
) -> None:
    text = skeleton("my-city", extends=parent, schema="file:///x.json", lang=lang)
    path = tmp_path / "my-city.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleSetError):
        load_ruleset(path)
    path.write_text(filled(text), encoding="utf-8")

    rules = load_ruleset(path)
    assert rules.id == "my-city"
    assert [one for one in check_cases(rules) if one.problem] == []
    lines = [line for line in text.splitlines()[1:] if "formula:" not in line]
    assert all(widest(line) <= 80 for line in lines)
    assert text.startswith("# yaml-language-server: $schema=file:///x.json\n")


def test_what_is_inherited_may_be_uncommented(tmp_path: Path) -> None:
    text = filled(skeleton("my-city", extends="hubei"))
    head, rest = text.split("\n# weights:\n")
    rest = rest.split("\n# 收录")[0] + "\n"
    own = re.sub(r"(?m)^# ", "", "# weights:\n" + rest)
    own = re.sub(r"(?m)^(预算执行的|计分方法|本规则)", r"# \1", own)
    path = tmp_path / "my-city.yaml"
    path.write_text(head + "\n" + own, encoding="utf-8")

    rules = load_ruleset(path)
    parent = load_ruleset("hubei")
    assert rules.weights.levels == parent.weights.levels
    assert rules.weights.source == "regulation"


def test_every_open_point_stands_in_the_skeleton() -> None:
    text = skeleton("my-city")

    for point in POINTS:
        assert f"  {point}: {{choose: " in text


def test_a_whole_skeleton_has_cases_and_is_told_what_they_miss(tmp_path: Path) -> None:
    path = tmp_path / "my-city.yaml"
    path.write_text(filled(skeleton("my-city")), encoding="utf-8")
    rules = load_ruleset(path)

    assert len(rules.cases) == 2
    assert unreached(rules) != ()


def test_the_command_writes_a_new_file_and_never_over_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "my-city.yaml"
    words = ["rules", "new", "my-city", "--output", str(path), "--extends", "hubei"]

    assert main(words) == 0
    first = path.read_text(encoding="utf-8")
    assert main(words) == 2
    out, err = capsys.readouterr()
    said = "".join(err.split())  # how the lines break depends on the folder's name

    assert out == ""
    assert "已写入" in said
    assert "已经存在" in said
    assert path.read_text(encoding="utf-8") == first
    schema = re.findall(r"\$schema=file://(.*)", first)[0]
    assert Path(schema).is_file()
    assert main(["rules", "check", str(path)]) == 2
    assert "my-city.yaml:" in "".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["My City"], "不能作规则集的名称"),
        (["hubei"], "--extends hubei"),
        (["mine", "--extends", "hubay"], "hubei"),
        (["mine", "--output", "/no/such/folder/x.yaml"], "写不进去"),
    ],
)
def test_what_cannot_be_begun_is_told(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "new", *words]) == 2
    out, err = capsys.readouterr()

    assert out == ""
    assert "".join(said.split()) in "".join(err.split())


def test_the_command_prints_the_schema_and_the_skeleton(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "schema"]) == 0
    assert '"http://json-schema.org/draft-07/schema#"' in capsys.readouterr().out
    assert main(["rules", "new", "mine", "--lang", "en"]) == 0
    assert "What is left blank is refused" in capsys.readouterr().out

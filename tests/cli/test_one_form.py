"""One form of several, named with --form: scored and audited by itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LUKOU = str(EXAMPLES / "lukou-2022.docx")
GREEN = "附件3-3"
"""The project whose budget figure is another project's (PS502, across forms)."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a folder of its own, where no configuration is found."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_one_form_is_scored(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["score", LUKOU, "--form", GREEN, "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert code == 0
    assert [GREEN] == [card["form"]["label"] for card in found["scorecards"]]


def test_actuals_of_the_other_forms_are_no_trouble(
    capsys: pytest.CaptureFixture[str],
) -> None:
    form = str(EXAMPLES / "hengyang-2024.docx")
    actuals = str(EXAMPLES.parent / "data/hengyang-2024-actuals.csv")
    words = ["score", form, "--actuals", actuals, "--format", "json"]

    assert main(words) == 0
    every = json.loads(capsys.readouterr().out)["scorecards"]
    assert main([*words, "--form", "2"]) == 0
    assert [every[1]] == json.loads(capsys.readouterr().out)["scorecards"]


@pytest.mark.parametrize("more", [[], ["--decisions", "none.csv"]])
def test_the_findings_of_one_form_are_told_those_across_forms_too(
    more: list[str], elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "none.csv").write_text(
        "form,indicator,score,reason\n", encoding="utf-8"
    )
    whole = ps.audit(LUKOU)
    at = next(
        number
        for number, card in enumerate(whole.scorecards, start=1)
        if card.form.label == GREEN
    )
    expected = [one.code for one in whole.findings if one.scorecard == at]

    assert main(["audit", LUKOU, "--form", GREEN, *more]) == 1
    out = capsys.readouterr().out
    found = re.findall(r"^(PS\d{3}) (?:错误|警告|提示)", out, re.MULTILINE)
    assert "PS502" in expected
    assert expected == found
    assert "共 1 张表" in out


def test_a_form_that_is_not_there_is_told(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "bad.docx").write_bytes(b"no")

    for command in ("score", "audit"):
        assert main([command, LUKOU, "bad.docx", "--form", "附件9"]) == 2
        err = capsys.readouterr().err
        assert "附件9" in err
        assert GREEN in err
    assert "bad.docx" in err
    assert main(["audit", "bad.docx", "--form", GREEN]) == 2
    assert main(["score", "bad.docx", "--form", GREEN]) == 2


def test_a_baseline_holds_the_whole_run_and_its_findings_are_counted(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["audit", LUKOU, "--form", GREEN, "--baseline", "k.json"]
    whole = ps.audit(LUKOU)
    own = sum(one.form.startswith(GREEN) for one in whole.findings)

    assert main([*words, "--write-baseline"]) == 0
    capsys.readouterr()
    kept = json.loads((elsewhere / "k.json").read_text(encoding="utf-8"))
    assert len(whole.findings) == sum(one["count"] for one in kept["findings"])
    assert main(words) == 0
    out = capsys.readouterr().out
    assert f"除基线中已有的 {own} 项外，未发现问题" in out
    assert "\n未发现问题" not in out
    # Of several forms, a form alone does not know how many of them are its own.
    assert main([*words[:2], *words[4:]]) == 0
    out = capsys.readouterr().out
    assert out.count("未发现新问题；基线中已有的不再重复") == len(whole.scorecards)
    assert "\n未发现问题" not in out


@pytest.mark.parametrize(
    ("words", "near", "command"),
    [
        (["audit", "a.docx", "--frm", "2"], "--form", "perfscore audit"),
        (["audit", "a.docx", "--selct=PS1"], "--select", "perfscore audit"),
        (["rules", "list", "--langs", "en"], "--lang", "perfscore rules list"),
        # `score` has no --select, which `audit` has.
        (["score", "a.docx", "--select", "PS1"], None, "perfscore score"),
        (["rules", "show", "platform", "--rules"], None, "perfscore rules show"),
        (["score", "--lang", "zh", "a.docx", "--zz"], None, "perfscore score"),
        (["--form", "2", "audit", "a.docx"], None, "perfscore"),
        (["--lang", "zh", "--langs", "en", "audit"], "--lang", "perfscore"),
    ],
)
def test_an_option_suggested_is_one_of_the_command(
    words: list[str],
    near: str | None,
    command: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    err = capsys.readouterr().err

    assert ended.value.code == 2
    assert f"用法见 {command} --help。" in err
    assert (f"最接近的是 {near}。" in err) if near else ("最接近" not in err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["score", LUKOU, "--rules", ""], "规则集的名称是空的"),
        (["compare", LUKOU, "--rules", ","], "规则集的名称是空的"),
        (["compare", LUKOU, "--rules", ""], "规则集的名称是空的"),
        (["compare", LUKOU, "--rules", "mof-2020,,sichuan"], "规则集的名称是空的"),
        (["fill", LUKOU, "--output", "no/such/o.xlsx"], "它所在的文件夹不存在"),
    ],
)
def test_what_is_blank_or_not_there_is_told(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_english_is_right_for_one_and_for_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["audit", LUKOU, "--lang", "en", "--select", "PS502,PS504"]

    assert main([*words, "--form", GREEN]) == 1
    assert "1 form: 1 error, 0 warnings, 0 notes" in capsys.readouterr().out
    main(["explain", LUKOU, "预算", "--form", "2", "--lang", "en"])
    assert "1. execution rate\n" in capsys.readouterr().out


def test_compare_in_english_translates_the_ratings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["compare", LUKOU, "--form", "2", "--rules", "mof-2020"]

    assert main([*words, "--lang", "en"]) == 0
    assert "poor–excellent" in capsys.readouterr().out
    assert main(words) == 0
    assert "差–优" in capsys.readouterr().out

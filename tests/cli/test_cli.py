"""The command as people run it: its output, its exit codes, its patience."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from perfscore.cli import main
from perfscore.reports.jsonio import from_json
from perfscore.rules.library import rulesets
from perfscore.scoring.models import ItemScore, Scorecard

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LUKOU = str(EXAMPLES / "lukou-2022.docx")
HENGYANG = str(EXAMPLES / "hengyang-2024.docx")
ACTUALS = str(EXAMPLES.parent / "data/hengyang-2024-actuals.csv")


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _run(*words: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "perfscore", *words]
    return subprocess.run(command, capture_output=True, check=False, **more)  # type: ignore[call-overload, no-any-return] # noqa: S603


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ["audit", str(EXAMPLES)],
        ["score", LUKOU, HENGYANG],
        ["audit", HENGYANG, "--rules", "hengyang-2024", "--actuals", ACTUALS],
        ["explain", LUKOU, "2", "--form", "附件1"],
        ["explain", LUKOU, "预算", "--form", "附件3-3"],
        ["rules", "list"],
        ["rules", "show", "hengyang-2024"],
        ["rules", "show", "mof-2020"],
        ["rules", "check"],
        ["compare", LUKOU],
        ["compare", LUKOU, "--rules", "mof-2020,platform,sichuan", "--form", "附件3-3"],
        ["compare", HENGYANG, "--actuals", ACTUALS],
        ["explain", "PS104"],
        ["explain", "actual-repeats-target"],
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_80_columns(
    words: list[str], lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*words, "--lang", lang])
    out, err = capsys.readouterr()

    assert out
    assert err == ""
    assert [line for line in out.splitlines() if _columns(line) > 80] == []


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["score"],
        ["audit"],
        ["explain"],
        ["compare"],
        ["rules"],
        ["rules", "show"],
        ["rules", "new"],
    ],
    ids=lambda words: " ".join(words) or "perfscore",
)
def test_help_is_in_both_languages_and_narrow(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    out = capsys.readouterr().out

    assert ended.value.code == 0
    assert "选项 options:" in out
    assert all(_columns(line) <= 80 for line in out.splitlines())


def test_audit_of_lukou_says_its_errors_and_ends_with_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["audit", LUKOU])
    out = capsys.readouterr().out

    assert code == 1
    assert out.count("PS101 错误") == 6
    assert out.count("PS102 错误") == 6
    assert "1655.44%" in out
    assert "合计  80.00–110.00，满分 110" in out
    assert "合计  59.84–110.00，满分 110" in out
    assert "合计  50.00–110.00，满分 110" in out
    assert out.count("合计  60.00–110.00，满分 110") == 3


def test_explain_of_a_vehicle_row_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["explain", HENGYANG, "公车管理", "--form", "公车管理专项经费"]
    words += ["--rules", "hengyang-2024", "--actuals", ACTUALS]

    codes = [main(words), main([*words, "--lang", "en"])]
    out = capsys.readouterr().out

    assert codes == [0, 0]
    assert out.count("≈95.8084%") >= 2
    assert out.count("480 ÷ 501") == 2
    assert out.count("→ 17.90") == out.count("→ 8.95") == 2
    assert "（采用）" in out
    assert "(chosen)" in out


def test_json_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", LUKOU, "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    main(["explain", LUKOU, "2", "--form", "1", "--format", "json"])
    item = from_json(capsys.readouterr().out, ItemScore)
    main(["score", LUKOU, "--format", "json"])
    cards = json.loads(capsys.readouterr().out)["scorecards"]

    card = from_json(json.dumps(cards[0]), Scorecard)
    assert len(report["forms"]) == len(cards) == 6
    assert item == card.items[1]
    assert cards[0]["max_points"] == "110"


def test_a_decision_settles_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text("表,指标,得分,理由\n附件1,10,8,现场核查\n", encoding="utf-8")

    code = main(["explain", LUKOU, "10", "--form", "附件1", "--decisions", str(path)])

    assert code == 0
    assert "现场核查" in capsys.readouterr().out


def test_a_bad_file_is_reported_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(LUKOU, tmp_path / "好.docx")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 no more")
    (tmp_path / "~$好.docx").write_bytes(b"lock")

    scored = main(["score", str(tmp_path)])
    score_out, score_err = capsys.readouterr()
    audited = main(["audit", str(tmp_path), str(tmp_path / "无.docx")])
    audit_out = capsys.readouterr().out

    assert (scored, audited) == (1, 1)
    assert score_out.count("百分制得分") == 6
    assert "坏.docx" in score_err
    assert "坏.docx" in audit_out
    assert "没有这个文件或文件夹" in audit_out.replace("\n  ", "")
    assert "~$" not in audit_out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["audit", "no-such-file.docx"], "没有这个文件或文件夹"),
        (["score", __file__.replace("test_cli.py", "")], "没有可读的文件"),
        (["audit", LUKOU, "--rules", "mof-2021"], "mof-2020"),
        (["audit", LUKOU, "--actuals", "none.csv"], "打不开文件"),
        (["explain", LUKOU, "2"], "请加 --form"),
        (["explain", LUKOU, "2", "--form", "附件9"], "没有名为“附件9”的表"),
        (["explain", LUKOU, "维修", "--form", "附件3-1"], "最接近的是"),
        (["rules", "show", "./none.yaml"], "none.yaml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_run_ends_with_2_and_says_why(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(words)
    out, err = capsys.readouterr()

    assert code == 2
    assert said in (out + err).replace("\n  ", "")
    assert "Traceback" not in out + err


@pytest.mark.parametrize("words", [[], ["audit"], ["audit", "--lang", "fr", "x"]])
def test_bad_usage_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2


def test_the_language_may_be_said_before_the_command_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = (
        ["--lang", "en", "score", LUKOU],
        ["score", LUKOU, "--lang", "en"],
        ["--lang", "zh", "score", LUKOU, "--lang", "en"],
    )
    said = []
    for words in asked:
        assert main(words) == 0
        said.append(capsys.readouterr().out)

    assert "ruleset" in said[0]
    assert said == said[:1] * 3


def test_output_is_utf_8_whatever_the_locale() -> None:
    plain = {**os.environ, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    plain |= {"PYTHONCOERCECLOCALE": "0"}
    plain.pop("PYTHONIOENCODING", None)

    done = _run("audit", LUKOU, env=plain)

    assert done.returncode == 1
    assert "核酸检测" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_standard_input_is_read() -> None:
    done = _run("score", "-", input=Path(LUKOU).read_bytes())

    assert done.returncode == 0
    assert "<stdin>" in done.stdout.decode()


def test_a_reader_that_leaves_early_is_no_trouble() -> None:
    command = [sys.executable, "-m", "perfscore", "audit", LUKOU]
    process = subprocess.Popen(  # noqa: S603 -- our own words
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    process.wait()

    assert complaint == b""


def test_no_colour_off_a_terminal() -> None:
    done = _run("audit", LUKOU, env={**os.environ, "FORCE_COLOR": "1"})

    assert b"\x1b" not in done.stdout


def test_version() -> None:
    done = _run("--version")

    assert done.stdout.startswith(b"perfscore ")


def test_closed_streams_are_no_trouble() -> None:
    command = f"{sys.executable} -m perfscore audit {LUKOU} >&-"
    done = subprocess.run(  # noqa: S602 -- our own words
        command, shell=True, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (1, b"")


def test_a_form_that_cannot_be_scored_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("perfscore.auditing.scored.score_form", broken)

    code = main(["audit", LUKOU])

    assert code == 2
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_rules_check_names_the_line_of_a_failing_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\nextends: mof-2020\ncases:\n"
        "  - {name: 错的, source: mof-2020-10, target: 30场, actual: 27场, score: 8}\n",
        encoding="utf-8",
    )

    code = main(["rules", "check", str(path), "mof-2020", "none"])
    out, err = capsys.readouterr()

    assert code == 2
    assert "own：1 个算例，1 个不符" in out
    assert "own.yaml:4:5" in out
    assert "全部相符" in out
    assert "none" in err
    assert main(["rules", "check", str(path), "--format", "json"]) == 1
    assert (
        "own.yaml:4:5" in json.loads(capsys.readouterr().out)[0]["cases"][0]["problem"]
    )


def test_rules_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "list", "--format", "json"])
    listed = json.loads(capsys.readouterr().out)
    main(["rules", "show", "mof-2020", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)

    assert "mof-2020" in [rules["id"] for rules in listed]
    assert shown["title"]["en"]


def test_compare_chooses_a_form_and_rulesets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["compare", LUKOU, "--form", "附件3-3", "--rules", "mof-2020, platform"]
    code = main(words)
    out = capsys.readouterr().out
    main([*words, "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert code == 0
    assert "165.54：platform" in out
    assert out.count("项目支出绩效自评表") == 1
    assert [["mof-2020", "platform"]] == [
        one["rulesets"] for one in found["comparisons"]
    ]
    assert found["unread"] == []


def test_compare_shows_every_shipped_ruleset_in_one_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["compare", LUKOU, "--form", "附件1"]) == 0
    out = capsys.readouterr().out

    assert all(f"  {rules.id} " in out for rules in rulesets())


def test_compare_tells_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no")

    assert main(["compare", LUKOU, "--rules", "mof-2020,mof-2021"]) == 2
    assert "mof-2021" in capsys.readouterr().err
    assert main(["compare", str(bad)]) == 2
    assert main(["compare", LUKOU, str(bad), "--rules", "sichuan"]) == 1
    assert "bad.docx" in capsys.readouterr().err


def test_rules_check_tells_the_branches_that_no_case_reaches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\nextends: mof-2020\nsources:\n  me: {document: 甲, text: seen}\n"
        "budget: {weight: 10, source: me, "
        "formula: 'weight if execution_rate >= 90% else weight * execution_rate'}\n"
        "cases:\n  - {name: 足额, source: me, budget: 10, executed: 9.5, score: 10}\n",
        encoding="utf-8",
    )

    code = main(["rules", "check", str(path)])
    out = capsys.readouterr().out
    main(["rules", "check", str(path), "--format", "json"])
    found = json.loads(capsys.readouterr().out)[0]["unreached"]

    assert code == 0
    assert "没有算例走到的分支" in out
    assert "own.yaml:5:9 预算执行计分 (budget)" in out
    assert "分支  不符合“执行率 ≥ 90%”时：分值 × 执行率" in out
    assert {"budget"} == {one["rule"] for one in found}
    assert main(["rules", "check", "mof-2020"]) == 0
    assert "没有算例走到" not in capsys.readouterr().out

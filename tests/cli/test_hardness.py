"""The command in bad company: full disks, empty paths, bad words, bad decisions."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from perfscore.cli import main

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LUKOU = str(EXAMPLES / "lukou-2022.docx")
FULL = Path("/dev/full")


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _shell(words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S602 -- our own words
        f"{sys.executable} -m perfscore {words}",
        shell=True,
        capture_output=True,
        check=False,
        env={**os.environ, **env},
    )


needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")


@needs_full
@pytest.mark.parametrize(
    "words", [f"audit {LUKOU}", "rules list", "--version", "--help", "score --help"]
)
def test_a_full_disk_ends_with_2_and_a_message(words: str) -> None:
    done = _shell(f"{words} >{FULL}")
    said = done.stderr.decode()

    assert done.returncode == 2
    assert "输出写不进去：磁盘已满" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@needs_full
def test_a_full_disk_is_told_in_the_chosen_language() -> None:
    done = _shell(f"audit {LUKOU} --lang en >{FULL}")

    assert b"the output cannot be written: the disk is full" in done.stderr


@needs_full
def test_nowhere_to_complain_is_no_trouble() -> None:
    done = _shell(f"audit {LUKOU} >{FULL} 2>{FULL}")

    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


@pytest.mark.parametrize(
    "words",
    [
        ["score", ""],
        ["audit", "", ""],
        ["explain", "", "1"],
        ["score", LUKOU, "--actuals", ""],
        ["score", LUKOU, "--decisions", ""],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(words)
    out, err = capsys.readouterr()

    assert code == 2
    assert "文件名是空的" in out + err


USAGE = [
    (["audit", "--lang", "fr", "x"], "--lang 不能是“fr”，只能是 zh、en"),
    (["audit", "x", "--format", "pdf"], "--format 不能是“pdf”，只能是 table、summary"),
    (
        ["audti", "x"],
        "没有命令“audti”，命令有 read、score、audit、fill、explain、compare、rules",
    ),
    (["rules", "sow"], "没有命令“sow”，命令有 list、show、check、new、schema"),
    (["audit"], "还缺 PATH"),
    ([], "还缺 COMMAND"),
    (["audit", "x", "--rule", "y"], "不认识“--rule”"),
    (["audit", "x", "--rules"], "--rules 后面缺一个值"),
    (["rules", "list", "--format=", "y"], "--format 不能是“”"),
]


@pytest.mark.parametrize(("words", "said"), USAGE, ids=lambda v: str(v)[:40])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_words_are_told_in_the_chosen_language_and_narrow(
    words: list[str], said: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    english = [] if lang == "zh" else ["--lang", "en"]
    with pytest.raises(SystemExit) as ended:
        main([*words[:-1], *english, *words[-1:]] if words else english)
    err = capsys.readouterr().err

    assert ended.value.code == 2
    assert [line for line in err.splitlines() if _columns(line) > 80] == []
    if lang == "zh":
        assert said in err.replace("\n  ", "")
        assert "invalid" not in err


def _decisions(folder: Path, *rows: str) -> str:
    path = folder / "decisions.csv"
    text = "\n".join(["表,指标,得分,口径,完成值,等级,理由", *rows])
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["score", "audit", "explain"])
@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("附件1,2,11,,,,太多", "decisions.csv:3:7"),
        ("附件1,2,,no=such,,,没有", "decisions.csv:3:8"),
        ("附件1,预算,,,三两个,,不是数", "decisions.csv:3:10"),
    ],
)
def test_a_decision_that_is_not_accepted_names_its_line(
    command: str, row: str, place: str, tmp_path: Path
) -> None:
    path = _decisions(tmp_path, "附件1,10,8,,,,可以", row)
    number = row.split(",")[1]
    more = [number, "--form", "附件1"] if command == "explain" else []
    done = _shell(" ".join([command, LUKOU, *more, "--decisions", path]))

    assert done.returncode == 2
    assert done.stdout == b""
    assert place in done.stderr.decode()
    assert "lukou" not in done.stderr.decode()


@pytest.mark.parametrize("command", ["score", "audit", "explain"])
def test_an_actual_that_is_not_accepted_names_its_line(
    command: str, tmp_path: Path
) -> None:
    path = tmp_path / "actuals.csv"
    path.write_text("表,指标,完成值\n附件1,2,31场\n附件1,预算,很多\n", encoding="utf-8")
    more = ["预算", "--form", "附件1"] if command == "explain" else []
    done = _shell(" ".join([command, LUKOU, *more, "--actuals", str(path)]))

    assert done.returncode == 2
    assert "actuals.csv:3:8" in done.stderr.decode()


def test_the_encoding_of_the_environment_is_respected() -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    words = f"audit {LUKOU}"

    assert "核酸检测" in _shell(words, **plain).stdout.decode("utf-8")
    chinese = _shell(words, **plain, PYTHONIOENCODING="gb18030")
    assert "核酸检测" in chinese.stdout.decode("gb18030")
    ascii_only = _shell(words, **plain, PYTHONIOENCODING="ascii")
    assert b"\\u6838\\u9178" in ascii_only.stdout
    asked = _shell(words, **plain, PYTHONIOENCODING="ascii:replace")
    assert b"????" in asked.stdout
    handler_only = _shell(words, **plain, PYTHONIOENCODING=":replace")
    assert "核酸检测" in handler_only.stdout.decode("utf-8")


def test_explain_takes_the_only_form_that_has_the_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    codes = [main(["explain", LUKOU, "核酸检测"]), main(["explain", LUKOU, "绿化费"])]
    out, err = capsys.readouterr()

    assert codes == [0, 2]
    assert "附件1 " in out
    assert "有 2 个指标叫“绿化费”" in err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("预算", "有 6 张表有“预算”"),
        ("2", "有 6 张表有“2”"),
        ("总体平稳可控", "有 6 张表有“总体平稳可控”"),
        ("没有的指标", "6 张表里都没有“没有的指标”"),
    ],
)
def test_explain_lists_the_forms_that_have_the_row(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["explain", LUKOU, name])
    err = capsys.readouterr().err

    assert code == 2
    assert said in err
    assert "附件3-3" in err


def test_a_reading_that_explain_shows_can_be_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["explain", LUKOU, "预算", "--form", "附件3-3"]
    main(words)
    shown = capsys.readouterr().out
    assert "[over_budget=nothing]" in shown

    path = tmp_path / "decisions.csv"
    text = "表,指标,口径,理由\n附件3-3,预算,over_budget=nothing,核对决算\n"
    path.write_text(text, encoding="utf-8")
    code = main([*words, "--decisions", str(path)])

    assert code == 0
    assert "0.00 认定" in capsys.readouterr().out


def test_an_encoding_that_lacks_a_sign_ends_with_2_and_a_message() -> None:
    done = _shell(f"audit {LUKOU}", PYTHONIOENCODING="ascii:strict")

    assert done.returncode == 2
    assert b"PYTHONIOENCODING" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("word", ["--help=x", "--version=2"])
def test_a_value_where_none_belongs_is_told(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([word])

    assert ended.value.code == 2
    assert "后面不带值" in capsys.readouterr().err


def test_words_of_great_length_and_control_signs_are_shown_with_care(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["\x1b[31m" + "长" * 5000])
    err = capsys.readouterr().err

    assert "\x1b" not in err
    assert len(err.splitlines()) < 8


def test_a_form_that_is_missed_may_stand_in_a_file_that_was_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 no more")
    actuals = tmp_path / "actuals.csv"
    actuals.write_text("表,指标,完成值\n附件9,1,2\n", encoding="utf-8")

    code = main(["score", LUKOU, str(bad), "--actuals", str(actuals)])
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert "坏.docx" in err
    assert "没有名为“附件9”的表" in err

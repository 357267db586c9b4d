"""The command audit: choosing, baselines, reports that are whole or not there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.auditing.choosing import choose
from perfscore.auditing.examine import Examine
from perfscore.auditing.gather import files_of
from perfscore.auditing.large import LargeRun
from perfscore.cli import main
from perfscore.cli.atomic import replacing
from perfscore.errors import SettingsError
from perfscore.reports.jsonio import report_json
from perfscore.reports.terminal import report_lines, summary_lines

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
LUKOU = str(EXAMPLES / "lukou-2022.docx")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in a folder of its own, where no configuration is found."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def _findings(text: str) -> list[str]:
    return re.findall(r"^(PS\d{3}) (?:错误|警告|提示)", text, re.MULTILINE)


def test_only_what_is_selected_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["audit", LUKOU, "--select", "PS5", "--severity", "error"])

    assert code == 1
    assert _findings(capsys.readouterr().out) == ["PS501", "PS502"]


def test_nothing_milder_than_the_threshold_sets_the_exit_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["audit", LUKOU, "--select", "PS504"]) == 0
    assert _findings(capsys.readouterr().out) == ["PS504"]
    assert main(["audit", LUKOU, "--select", "PS504", "--severity", "warning"]) == 0
    assert _findings(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--select", "PS1O1"], "PS101"),
        (["--severity", "bad"], "error、warning、note"),
        (["--baseline", "none.json"], "打不开文件"),
        (["--write-baseline"], "--baseline"),
        (["--config", "none.toml"], "打不开文件"),
        (["--output", "no/such/folder.txt"], "no/such/folder.txt"),
    ],
)
def test_what_is_wrong_ends_with_2(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", LUKOU, *words]) == 2
    assert says in capsys.readouterr().err


def test_a_configuration_is_found_and_the_words_count_before_it(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'select = "PS5"\n[[justified]]\ncheck = "PS501"\nreason = "已核对账簿"\n'
    (elsewhere / "perfscore.toml").write_text(text, encoding="utf-8")

    assert main(["audit", LUKOU]) == 1
    told = capsys.readouterr().out
    assert set(_findings(told)) == {"PS501", "PS502", "PS504", "PS506"}
    assert "已核对账簿" in told
    assert main(["audit", LUKOU, "--select", "PS501"]) == 0
    assert _findings(capsys.readouterr().out) == ["PS501"]


def test_a_wrong_configuration_is_told_with_file_line_and_what_was_meant(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (elsewhere / "perfscore.toml").write_text("\nignroe = 3\n", encoding="utf-8")

    assert main(["audit", LUKOU, "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "perfscore.toml:2" in told
    assert "ignore" in told


def test_a_baseline_is_written_and_kept(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = elsewhere / "known.json"
    words = ["audit", LUKOU, "--baseline", "known.json"]

    assert main([*words, "--write-baseline"]) == 0
    written = known.read_text(encoding="utf-8")
    assert main(words) == 0
    told = capsys.readouterr().out
    assert _findings(told) == []
    whole = ps.audit(LUKOU)
    assert f"{len(whole.findings)} 项" in told
    # What a person writes into it outlives its being written anew.
    data = json.loads(written)
    data["findings"][0]["justification"] = "模板所致"
    known.write_text(json.dumps(data), encoding="utf-8")
    assert main([*words, "--write-baseline"]) == 0
    again = json.loads(known.read_text(encoding="utf-8"))
    assert again == data
    assert main([*words, "--lang", "en"]) == 0
    assert "模板所致" in capsys.readouterr().out


def test_actuals_are_scored_with_a_baseline_as_well(elsewhere: Path) -> None:
    form = str(EXAMPLES / "hengyang-2024.docx")
    actuals = str(EXAMPLES / "hengyang-2024-actuals.csv")
    words = ["audit", form, "--actuals", actuals, "--baseline", "k.json"]

    assert main([*words, "--write-baseline"]) == 0
    assert (elsewhere / "k.json").exists()
    assert main(words) == 0


def test_a_report_goes_into_a_file(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = elsewhere / "report.json"
    words = ["audit", LUKOU, "--format", "json"]

    assert main([*words, "--output", str(out)]) == 1
    assert capsys.readouterr().out == ""
    main(words)
    assert out.read_text(encoding="utf-8") == capsys.readouterr().out
    main(["audit", LUKOU, "--output", str(out)])
    main(["audit", LUKOU])
    assert out.read_text(encoding="utf-8") == capsys.readouterr().out
    assert [one.name for one in elsewhere.iterdir()] == ["report.json"]


def test_file_by_file_is_the_same_as_all_at_once_to_the_byte() -> None:
    whole = ps.audit(EXAMPLES)
    choice = choose()
    run = LargeRun(choice)
    files, _ = files_of([EXAMPLES])
    work = Examine(None, frozenset(one.code for one in choice.checks))
    for file in files:
        run.add(work(file))
    stored = run.report()

    assert "".join(report_json(stored)) == ps.to_json(whole)
    assert "".join(report_json(whole)) == ps.to_json(whole)
    assert report_lines(stored) == report_lines(whole)
    assert summary_lines(stored, "en") == summary_lines(whole, "en")
    assert stored.whole() == whole
    assert (stored.exit_code, stored.counts) == (whole.exit_code, whole.counts)
    assert stored.differences == whole.differences


def test_an_empty_report_is_whole_json() -> None:
    empty = LargeRun(choose()).report()

    assert ps.from_json("".join(report_json(empty)), ps.AuditReport) == empty.whole()


def _fail(path: Path, error: BaseException) -> None:
    with replacing(path) as file:
        file.write("新的一半")
        raise error


def test_a_file_is_replaced_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("旧", encoding="utf-8")
    path.chmod(0o640)
    for error, told in (
        (ValueError(), ValueError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (OSError(28, "No space left on device"), SettingsError),
    ):
        with pytest.raises(told):
            _fail(path, error)
        assert path.read_text(encoding="utf-8") == "旧"
    with replacing(path) as file:
        file.write("新")
        assert path.read_text(encoding="utf-8") == "旧"

    assert path.read_text(encoding="utf-8") == "新"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [path.name]


def test_an_interrupted_run_leaves_nothing_behind(elsewhere: Path) -> None:
    forms = elsewhere / "forms"
    forms.mkdir()
    data = Path(LUKOU).read_bytes()
    for number in range(200):
        (forms / f"{number}.docx").write_bytes(data)
    command = [sys.executable, "-m", "perfscore", "audit", "forms", "--output", "r.txt"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(command, cwd=elsewhere, env=env)  # noqa: S603 -- ours
    children: set[str] = set()
    deadline = time.monotonic() + 60
    while not children and time.monotonic() < deadline:
        listed = Path(f"/proc/{process.pid}/task").glob("*/children")
        children = {pid for one in listed for pid in one.read_text().split()}
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=30) == 130
    assert sorted(one.name for one in elsewhere.iterdir()) == ["forms"]
    gone = time.monotonic() + 10
    while time.monotonic() < gone and any(
        Path(f"/proc/{c}").exists() for c in children
    ):
        time.sleep(0.1)
    assert not any(Path(f"/proc/{child}").exists() for child in children)

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
from perfscore.reports.audit_json import audit_json
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
    assert set(_findings(told)) == {"PS501", "PS502", "PS504", "PS506", "PS507"}
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
    actuals = str(EXAMPLES.parent / "data/hengyang-2024-actuals.csv")
    words = ["audit", form, "--actuals", actuals, "--baseline", "k.json"]

    assert main([*words, "--write-baseline"]) == 0
    assert (elsewhere / "k.json").exists()
    assert main(words) == 0


def test_a_report_goes_into_a_file_as_it_goes_to_the_screen(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, name in (("json", "report.json"), ("table", "report.txt")):
        assert main(["audit", LUKOU, "--output", name]) == 1
        capsys.readouterr()
        main(["audit", LUKOU, "--format", kind])
        written = (elsewhere / name).read_text(encoding="utf-8")
        assert written == capsys.readouterr().out

    names = sorted(one.name for one in elsewhere.iterdir())
    assert names == ["report.json", "report.txt"]


def test_a_justified_finding_is_told_in_every_report_and_fails_none(
    elsewhere: Path,
) -> None:
    text = '[[justified]]\ncheck = "PS501"\nreason = "已核对账簿"\n'
    (elsewhere / "perfscore.toml").write_text(text, encoding="utf-8")
    names = ("r.txt", "r.json", "r.html", "r.sarif", "r.xml")
    outputs = [word for name in names for word in ("--output", name)]

    assert main(["audit", LUKOU, "--select", "PS501", *outputs]) == 0
    for name in names:
        assert "已核对账簿" in (elsewhere / name).read_text(encoding="utf-8"), name
    assert "<failure" not in (elsewhere / "r.xml").read_text(encoding="utf-8")
    found = json.loads((elsewhere / "r.sarif").read_text(encoding="utf-8"))
    (result,) = found["runs"][0]["results"]
    assert result["suppressions"][0]["kind"] == "external"


def test_file_by_file_is_the_same_as_all_at_once_to_the_byte() -> None:
    whole = ps.audit(EXAMPLES)
    choice = choose()
    run = LargeRun(choice)
    files, _ = files_of([EXAMPLES])
    work = Examine(None, frozenset(one.code for one in choice.checks))
    for file in files:
        run.add(work(file))
    stored = run.report()

    assert audit_json(stored) == whole.to_json()
    assert report_lines(stored) == report_lines(whole)
    assert summary_lines(stored, "en") == summary_lines(whole, "en")
    assert stored.whole() == whole
    assert (stored.exit_code, stored.counts) == (whole.exit_code, whole.counts)
    assert stored.differences == whole.differences


def test_an_interrupted_run_leaves_nothing_behind(elsewhere: Path) -> None:
    forms = elsewhere / "forms"
    forms.mkdir()
    (forms / "0.docx").write_bytes(Path(LUKOU).read_bytes())
    for number in range(1, 2000):  # more than are read before the interrupt
        (forms / f"{number}.docx").hardlink_to(forms / "0.docx")
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

    assert process.wait(timeout=60) == 130
    assert sorted(one.name for one in elsewhere.iterdir()) == ["forms"]
    gone = time.monotonic() + 60
    while time.monotonic() < gone and any(
        Path(f"/proc/{c}").exists() for c in children
    ):
        time.sleep(0.1)
    assert not any(Path(f"/proc/{child}").exists() for child in children)

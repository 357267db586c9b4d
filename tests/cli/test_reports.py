"""Reports written by the command: several at once, atomically, over no form."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from perfscore.auditing.audit import audit
from perfscore.cli import main

LUKOU = Path(__file__).parents[2] / "docs" / "examples" / "lukou-2022.docx"


def test_several_reports_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("a.xlsx", "a.html", "a.json", "a.sarif", "a.xml", "a.txt")
    words = [word for name in names for word in ("--output", str(tmp_path / name))]

    code = main(["audit", str(LUKOU), *words])
    out, err = capsys.readouterr()

    assert code == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(names)
    report = audit(LUKOU)
    count = Counter(finding.severity.value for finding in report.findings)
    errors, warnings, notes = (count[s] for s in ("error", "warning", "note"))
    last = f"共 6 张表：错误 {errors}，警告 {warnings}，提示 {notes}"
    assert out.splitlines()[-1] == last
    assert err.count("已写入") == len(names)
    written = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert written["summary"]["error"] == count["error"] == 15
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("kind", ["html", "sarif", "junit", "summary"])
def test_the_screen_takes_text(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed and what is written are the same."""
    path = tmp_path / "report"
    main(["audit", str(LUKOU), "--format", kind])
    printed = capsys.readouterr().out
    main(["audit", str(LUKOU), "--format", kind, "--output", str(path)])

    assert path.read_text(encoding="utf-8") == printed


def test_a_run_over_a_folder_does_not_read_its_own_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(LUKOU, tmp_path)
    words = ["audit", str(tmp_path)]
    for name in ("底稿.xlsx", "报告.html"):
        words += ["--output", str(tmp_path / name)]
    main(words)
    first = capsys.readouterr().out, (tmp_path / "底稿.xlsx").read_bytes()
    main(words)

    assert (capsys.readouterr().out, (tmp_path / "底稿.xlsx").read_bytes()) == first


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--output", "a.doc"], "后缀"),
        (["--output", "nowhere/a.xml"], "文件夹不存在"),
        (["--output", "a.xml", "--output", "./a.xml"], "写了两次"),
        (["--format", "xlsx"], "不能输出到屏幕"),
        (["--format", "json", "--output", "a", "--output", "b"], "--format"),
        (["--format", "html", "--output", "form.docx"], "是要审核的文件"),
        (["--format", "xlsx", "--output", "folder/form.xlsx"], "是要审核的文件"),
        (["--output", "folder"], "后缀"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_told_before_the_work(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("form.docx", "folder/form.xlsx"):
        (tmp_path / name).write_bytes(b"a form")

    code = main(["audit", "form.docx", "folder", *words])
    out, err = capsys.readouterr()

    assert code == 2
    assert out == ""
    assert told in err.replace("\n  ", "")
    assert (tmp_path / "form.docx").read_bytes() == b"a form"
    assert (tmp_path / "folder" / "form.xlsx").read_bytes() == b"a form"

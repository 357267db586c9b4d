"""The command ``read``: what was read, every doubt and what was not, with its place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from making import docx
from making.layouts import LAYOUTS
from perfscore.cli import main
from perfscore.forms.models import Form
from perfscore.forms.read import read_forms
from perfscore.reports.jsonio import from_json

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
LUKOU = EXAMPLES / "lukou-2022.docx"


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with every layout, a tracked form, a broken file and one unread."""
    for name, layout in LAYOUTS.items():
        (tmp_path / f"{name}.docx").write_bytes(docx.docx(layout.page()))
    tracked = docx.docx(LAYOUTS["reviewed"].page(), docx.STYLES["tracked"])
    (tmp_path / "tracked.docx").write_bytes(tracked)
    (tmp_path / "cut.docx").write_bytes(LUKOU.read_bytes()[:5000])
    (tmp_path / "old.rtf").write_bytes(b"{\\rtf1}")
    return tmp_path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_80_columns(
    folder: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["read", str(folder), str(EXAMPLES), "--lang", lang])
    said = capsys.readouterr()

    wide = [line for line in (said.out + said.err).splitlines() if _columns(line) > 80]
    assert wide == []


def test_every_figure_of_a_form_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(docx.docx(LAYOUTS["national-2020"].page()))

    code = main(["read", str(path)])

    said = capsys.readouterr().out
    rows = [" ".join(line.split()) for line in said.splitlines()]
    assert code == 0
    for line in (
        "项目支出绩效自评表 · 2022年度 · form.docx",
        "主管部门 清河县城市管理局",
        "项目 生活垃圾分类宣传",
        "年度资金总额 180 200 195.5 97.75% 10 9.78",
        "产出指标 · 数量指标",
        "1 ★开展培训场次 ≥ ≥12次 10 13次 10",
        "2 其中：区级培训 ≥ ≥4次 4次",
        "5 数据差错率 ≤ ≤0.5‰ 5 0.3‰ 5",
        "8 政策知晓率 ≥ ≥90% 15 85% 14.17",
        "总分值 100",
        "总得分 98.95",
        "评级 优",
        "没有存疑",
    ):
        assert line in rows, line


def test_every_doubt_is_shown_with_its_row_and_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.docx"
    page = LAYOUTS["national-2020"].page()
    path.write_bytes(docx.docx(page, docx.STYLES["tracked"]))

    main(["read", str(path), "--lang", "en"])

    said = " ".join(capsys.readouterr().out.split())
    assert "row 8 政策知晓率: the cell holds tracked changes" in said
    assert "read as accepted, “14.17”; deleted: “999”" in said
    assert "place form.docx table 1 row 19" in said


def test_a_folder_is_read_past_its_bad_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["read", str(folder), "--lang", "en"])
    said = capsys.readouterr()

    assert code == 1
    assert f"{folder.name}/cut.docx" in said.err
    assert "forms read: 13, in doubt:" in said.out


def test_the_json_holds_the_forms_as_they_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["read", str(folder), "--format", "json"])
    said = json.loads(capsys.readouterr().out)

    forms = [from_json(json.dumps(one), Form) for one in said["forms"]]
    names = [form.file.partition("/")[2] for form in forms]
    assert code == 1
    assert names == sorted(f"{name}.docx" for name in (*LAYOUTS, "tracked"))
    (unread,) = said["unread"]
    assert unread["file"] == f"{folder.name}/cut.docx"
    assert unread["message"]["key"] == "forms.damaged-docx"
    path = folder / "yunnan.docx"
    (alone,) = read_forms(path)
    by_name = dict(zip(names, forms, strict=True))
    assert by_name["yunnan.docx"].indicators[0].name == alone.indicators[0].name


def test_the_json_of_a_run_without_a_form_is_still_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.docx"
    path.write_bytes(b"")

    code = main(["read", str(path), "--format", "json"])

    said = json.loads(capsys.readouterr().out)
    assert code == 2
    assert said["forms"] == []
    assert [one["message"]["key"] for one in said["unread"]] == ["forms.empty-file"]


def test_standard_output_of_many_forms_may_be_cut_short(folder: Path) -> None:
    command = f"{sys.executable} -m perfscore read {folder} | head -n 1"
    done = subprocess.run(  # noqa: S602 -- our own words
        command, shell=True, capture_output=True, timeout=60, check=False
    )

    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1


def _on_a_terminal(command: list[str]) -> tuple[bytes, bytes]:
    """Run a command with a terminal as its standard error alone; return both."""
    ours, theirs = os.openpty()
    env = dict(os.environ, TERM="xterm", COLUMNS="80")
    with subprocess.Popen(  # noqa: S603 -- our own words
        command, stdout=subprocess.PIPE, stderr=theirs, env=env
    ) as started:
        os.close(theirs)
        assert started.stdout is not None
        out = started.stdout.read()
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the terminal is left by all
        pass
    os.close(ours)
    return out, shown


def test_progress_is_shown_on_a_terminal_and_never_in_the_output(folder: Path) -> None:
    command = [sys.executable, "-m", "perfscore", "read", str(folder)]
    command += ["--format", "json"]
    out, shown = _on_a_terminal(command)
    piped = subprocess.run(command, capture_output=True, check=False)  # noqa: S603

    assert out == piped.stdout
    assert len(json.loads(out)["forms"]) == len(LAYOUTS) + 1
    assert "读取".encode() in shown
    assert "读取".encode() not in piped.stderr

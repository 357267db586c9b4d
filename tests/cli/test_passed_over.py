"""Documents of a folder that cannot be read are named, and fail no run."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.auditing.audit import audit
from perfscore.cli import main

FORM = (
    "项目支出绩效目标表\n\n项目名称\t巡检\n\n三级指标\t指标值\t分值\n巡检\t12次\t100\n"
)


def test_a_folder_says_which_documents_were_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(FORM, encoding="utf-8")
    before = audit(tmp_path).exit_code
    for name in ("b.rtf", "c.OFD", "d.png", ".e.rtf", "f.exe"):
        (tmp_path / name).write_bytes(b"x")
    found = audit(tmp_path)
    main(["audit", str(tmp_path)])
    shown = "".join(capsys.readouterr().out.split())

    texts = [one.message.text("en") for one in found.findings if not one.form]
    assert len(texts) == 1
    assert texts[0].endswith("(3): b.rtf, c.OFD, d.png")
    assert found.exit_code == before
    assert "3个文件的类型不能读取，已略过：b.rtf、c.OFD、d.png" in shown


def test_a_folder_of_other_documents_only_fails(tmp_path: Path) -> None:
    (tmp_path / "b.rtf").write_bytes(b"x")

    assert audit(tmp_path).exit_code == 1
    assert main(["audit", str(tmp_path)]) == 2


def test_a_code_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "PS999"]) == 2
    assert "没有代码“PS999”" in capsys.readouterr().err

"""The command ``fill``: forms written in the official layout."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfscore as ps
from perfscore.cli import main

LUKOU = Path(__file__).parents[2] / "docs/examples/lukou-2022.docx"


def test_a_file_of_all_forms_is_written_with_our_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.xlsx"
    code = main(["fill", str(LUKOU), "--output", str(path)])
    out = capsys.readouterr()

    assert (code, out.out) == (0, "")
    assert "已写入" in out.err
    found = ps.read_forms(path)
    assert [form.label for form in found] == [f.label for f in ps.read_forms(LUKOU)]
    assert found[1].total_claimed is None


def test_one_form_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "one.docx"
    words = ["--form", "附件3-2", "--scores", "claimed", "--output", str(path)]

    assert main(["fill", str(LUKOU), *words]) == 0
    form = ps.read_form(path)
    assert (form.label, str(form.total_claimed)) == ("附件3-2", "100")


def test_a_file_that_exists_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "there.xlsx"
    path.write_bytes(b"mine")
    code = main(["fill", str(LUKOU), "--output", str(path), "--lang", "en"])

    assert code == 2
    assert path.read_bytes() == b"mine"
    assert "exists already" in capsys.readouterr().err


def test_another_ending_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.pdf"

    assert main(["fill", str(LUKOU), "--output", str(path)]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert not path.exists()


def test_files_that_cannot_be_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, path = tmp_path / "bad.docx", tmp_path / "out.docx"
    bad.write_bytes(b"PK\x03\x04")

    assert main(["fill", str(bad), "--output", str(path)]) == 2
    assert main(["fill", str(bad), str(LUKOU), "--output", str(path)]) == 1
    assert "bad.docx" in capsys.readouterr().err
    assert len(ps.read_forms(path)) == 6

"""What LibreOffice makes of the files that we write says the same as the files."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfscore as ps
from making import office
from perfscore.forms.read import read_document
from perfscore.reports.writing.same import difference

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NAMES = ("lukou-2022", "hengyang-2024")

pytestmark = pytest.mark.office


@pytest.mark.parametrize(
    ("kind", "other"),
    [("xlsx", "xls"), ("xlsx", "xlsx"), ("docx", "doc"), ("docx", "pdf")],
)
def test_forms_survive_another_program(kind: str, other: str, tmp_path: Path) -> None:
    for name in NAMES:
        forms = ps.read_forms(EXAMPLES / f"{name}.docx")
        ps.write_form(forms, tmp_path / f"{name}.{kind}")
    files = [tmp_path / f"{name}.{kind}" for name in NAMES]
    made = office.convert(files, other, tmp_path / "made")

    for path in files:
        result = read_document(made[path.stem])
        forms = ps.read_forms(path)
        assert result.unread == ()
        assert len(result.forms) == len(forms)
        for form, again in zip(forms, result.forms, strict=True):
            assert difference(form, again) is None

"""What LibreOffice makes of Word documents reads the same as the documents."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml import OxmlElement

from perfscore.forms.models import Form
from perfscore.forms.read import read_document, read_forms
from perfscore.messages import Message

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SHIFTS = (5, 14, 20, 27, 33, 43, 44)
"""Empty lines before the first form, so that pages end within it, each elsewhere."""

NAMES = ["hengyang-2024", "lukou-2022", *(f"lukou-2022-{lines}" for lines in SHIFTS)]

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example documents, and what LibreOffice makes of them."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice (soffice) is not installed; these tests need it"
    made = tmp_path_factory.mktemp("office")
    for path in EXAMPLES.glob("*.docx"):
        shutil.copy(path, made)
    for lines in SHIFTS:
        document = python_docx.Document(str(EXAMPLES / "lukou-2022.docx"))
        first = document.element.body[0]
        for _ in range(lines):
            first.addprevious(OxmlElement("w:p"))
        document.save(str(made / f"lukou-2022-{lines}.docx"))
    for kind in ("pdf", "doc"):
        subprocess.run(  # noqa: S603 -- a fixed command
            [
                office,
                "--headless",
                f"-env:UserInstallation={(made / 'profile').as_uri()}",
                *("--convert-to", kind, "--outdir", str(made)),
                *(str(made / f"{name}.docx") for name in NAMES),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
    return made


def facts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Everything a record says but where it stands, without white space."""
    if isinstance(value, Message):
        yield path, value.text()
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in {"file", "place", "places"}:
                yield from facts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from facts(one, f"{path}.{key}")
    elif isinstance(value, (tuple, list)):
        for number, one in enumerate(value):
            yield from facts(one, f"{path}[{number}]")
    else:
        yield path, re.sub(r"\s", "", str(value))


def told(form: Form) -> dict[str, str]:
    return dict(facts(form))


@pytest.mark.parametrize("kind", ["pdf", "doc"])
@pytest.mark.parametrize("name", NAMES)
def test_what_office_writes_reads_as_the_document_does(
    folder: Path, name: str, kind: str
) -> None:
    result = read_document(folder / f"{name}.{kind}")
    forms = read_forms(folder / f"{name}.docx")

    assert [told(form) for form in forms] == [told(form) for form in result.forms]
    assert result.unread == ()
    assert len(forms) == (4 if name == "hengyang-2024" else 6)

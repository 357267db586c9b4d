"""Files from strangers: the right form or a clear error, in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import perfscore
from making import hostile
from making.facts import expected, found
from making.layouts import LAYOUTS
from perfscore.forms.models import Form
from perfscore.forms.read import read_forms
from perfscore.reports.jsonio import from_json

SECONDS = 20
"""What a file may take of a slow processor."""

MEMORY = 700
"""The most megabytes of a process that reads one file; Python alone takes 30."""

ROOT = str(Path(perfscore.__file__).parents[1])

READER = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))
sys.path.insert(0, {root!r})
from perfscore.errors import PerfscoreError
from perfscore.forms.read import read_document
from perfscore.reports.jsonio import to_json
start = time.process_time()
told = {{"key": "read", "text": "", "file": "", "forms": []}}
try:
    result = read_document({path!r})
except PerfscoreError as error:
    told["key"], told["text"] = error.message.key, str(error)
    told["file"] = error.place.file if error.place else None
else:
    told["unread"] = [one.place.file for one in result.unread]
took = time.process_time() - start
if told["key"] == "read" and len(result.forms) == 1:
    told["forms"] = [to_json(result.forms[0])]
told["seconds"] = took
told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps(told))
"""


def read_alone(path: Path) -> dict[str, object]:
    """Read a file in a process of its own, which may not have more than its share."""
    code = READER.format(root=ROOT, path=str(path))
    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", code],
        capture_output=True,
        timeout=30 * SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", hostile.FILES)
def test_a_file_is_read_right_or_refused_in_bounds(name: str, tmp_path: Path) -> None:
    make, becomes = hostile.FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    told = read_alone(path)

    doubted = becomes == hostile.DOUBTED
    if becomes:
        assert told["key"] == (hostile.READ if doubted else becomes), told["text"]
    if told["key"] == hostile.READ:
        assert told["forms"], "one form is in it"
        forms = told["forms"]
        assert isinstance(forms, list)
        form = from_json(forms[0], Form)
        if doubted:
            right = expected(LAYOUTS["national-2020"])
            assert found(form)["indicators"] == right["indicators"]
            assert {doubt.key for doubt in form.doubts} == {"forms.total-unplaced"}
        elif name != "long-cell.txt":
            assert found(form) == expected(LAYOUTS["national-2020"])
    else:
        assert told["file"] == name
        assert name in str(told["text"])
    assert float(str(told["seconds"])) < SECONDS
    assert int(str(told["megabytes"])) < MEMORY


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of these files, and three forms that are right."""
    made = tmp_path_factory.mktemp("strangers")
    for name, (make, _) in hostile.FILES.items():
        (made / name).write_bytes(make())
    for number in range(3):
        (made / f"right-{number}.docx").write_bytes(hostile.form())
    return made


def test_a_folder_of_them_goes_on_to_its_end(folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-m", "perfscore", "read", str(folder), "--format", "json"],
        capture_output=True,
        timeout=300,
        check=False,
    )

    said = json.loads(done.stdout)
    files = {form["file"].partition("/")[2] for form in said["forms"]}
    told = {one["file"].partition("/")[2] for one in said["unread"]}
    assert done.returncode == 1
    assert {f"right-{number}.docx" for number in range(3)} <= files
    for name, (_, becomes) in hostile.FILES.items():
        if becomes in {hostile.READ, hostile.DOUBTED}:
            assert name in files
        elif becomes:
            assert name in told
        elif not name.endswith(".svg"):  # a picture is none of the folder's documents
            assert name in files | told


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "laughs.html"
    path.write_bytes(hostile.html_laughs())

    (form,) = read_forms(path)

    assert "lol" not in form.title

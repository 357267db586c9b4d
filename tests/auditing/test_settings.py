"""The configuration file: where it is found, what it may say, how it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.auditing.choosing import Justified
from perfscore.auditing.models import Severity
from perfscore.auditing.settings import Settings, find_settings, read_settings
from perfscore.errors import SettingsError

WHOLE = """\
# What this office checks.
select = ["PS1", "claim-contradicted"]
ignore = "PS104, PS105"
severity = "warning"
baseline = "known.json"

[[justified]]
check = "PS101"
form = "附件3-1"
reason = "模板如此"

[[justified]]
check = "PS20"
row = 4
reason = "口头核实"
"""


def _write(folder: Path, text: str, name: str = "perfscore.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_that_a_file_may_say(tmp_path: Path) -> None:
    path = _write(tmp_path, WHOLE)
    found = read_settings(path)

    assert found.select == ("PS1", "claim-contradicted")
    assert found.ignore == ("PS104", "PS105")
    assert found.severity is Severity.WARNING
    assert found.baseline == tmp_path / "known.json"
    assert found.file == str(path)
    first, *rest = found.justified
    assert first == Justified(check="PS101", form="附件3-1", reason="模板如此")
    assert {one.check[:4] for one in rest} == {"PS20"}
    assert {(one.row, one.reason) for one in rest} == {("4", "口头核实")}


def test_a_table_of_pyproject_says_the_same(tmp_path: Path) -> None:
    table = WHOLE.replace("[[justified]]", "[[tool.perfscore.justified]]")
    other = '[project]\nname = "x"\nselect = 3\n\n[tool.perfscore]\n'
    path = _write(tmp_path, other + table, "pyproject.toml")
    own = read_settings(_write(tmp_path, WHOLE))

    assert read_settings(path) == Settings(
        select=own.select,
        ignore=own.ignore,
        severity=own.severity,
        baseline=own.baseline,
        justified=own.justified,
        file=str(path),
    )


def test_the_nearest_file_upwards_counts_alone(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_settings(below).ignore is None or find_settings(below).file

    _write(tmp_path, 'ignore = "PS1"')
    assert find_settings(below).ignore == ("PS1",)
    # A project that does not speak of perfscore is passed by, however wrong it is.
    _write(tmp_path / "a", "[tool.other]\nperfscore = ", "pyproject.toml")
    assert find_settings(below).ignore == ("PS1",)
    _write(tmp_path / "a", '[tool.perfscore]\nignore = "PS2"', "pyproject.toml")
    assert find_settings(below).ignore == ("PS2",)
    _write(tmp_path / "a", 'ignore = "PS3"')
    assert find_settings(below).ignore == ("PS3",)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('\nselct = "PS1"', 2, "did you mean select"),
        ('severity = "error"\nselect = ["PS1", "PS1O1"]', 2, "did you mean PS101"),
        ("select = 3", 1, "list of codes"),
        ('\n\nseverity = "bad"', 3, "error, warning, note"),
        ("severity = 3", 1, "to be a text"),
        ("baseline = true", 1, "to be a text"),
        ("justified = 3", 1, "[[justified]]"),
        ('[[justified]]\ncheck = "PS101"', 2, "“reason” is missing"),
        (
            '[[justified]]\ncheck = "PS1"\nreason = "x"\n[[justified]]\nresaon = "x"',
            5,
            "did you mean reason",
        ),
        ('[[justified]]\ncheck = "PS777"\nreason = "x"', 2, "PS777"),
        ('[[justified]]\ncheck = "PS1"\nreason = ["x"]', 3, "to be a text"),
        ("select = [", 1, "no valid TOML"),
        ('a = 1\na = 2"', 2, "no valid TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        find_settings(tmp_path)

    assert says in error.value.message.text("en")
    assert error.value.place is not None
    assert (error.value.place.file, error.value.place.line) == (str(path), line)


def test_a_line_of_pyproject_is_that_of_its_own_table(tmp_path: Path) -> None:
    text = '[tool.other]\nselct = 1\n[tool.perfscore]\nselct = "PS1"'
    with pytest.raises(SettingsError) as error:
        read_settings(_write(tmp_path, text, "pyproject.toml"))

    assert error.value.place is not None
    assert error.value.place.line == 4


@pytest.mark.parametrize(
    ("data", "says"), [(b"\xff\xfe", "UTF-8"), (b"#" * (2**20 + 1), "too large")]
)
def test_what_is_no_text_is_told(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "perfscore.toml"
    path.write_bytes(data)
    with pytest.raises(SettingsError) as error:
        read_settings(path)

    assert says in error.value.message.text("en")


def test_a_file_without_our_table_is_told(tmp_path: Path) -> None:
    path = _write(tmp_path, "[tool.other]\n", "pyproject.toml")
    with pytest.raises(SettingsError, match=r"tool\.perfscore"):
        read_settings(path)
    with pytest.raises(SettingsError, match="打不开文件"):
        read_settings(tmp_path / "none.toml")

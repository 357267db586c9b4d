"""The front of the library: its names, and how little it loads."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys

import pytest

import perfscore as ps


def test_names_are_sorted_and_there() -> None:
    assert ps.__all__ == sorted(ps.__all__)
    assert set(ps.__all__) <= set(dir(ps))
    assert set(ps._HOMES) | {"__version__"} == set(ps.__all__)
    assert all(getattr(ps, name) for name in ps.__all__)


@pytest.mark.parametrize("name", [n for n in ps.__all__ if n != "__version__"])
def test_every_public_name_is_documented_with_an_example(name: str) -> None:
    document = getattr(ps, name).__doc__ or ""

    assert document.strip()
    assert ">>>" in document, f"{name} shows no example"


@pytest.mark.parametrize("name", [n for n in ps.__all__ if n != "__version__"])
def test_every_error_that_a_public_name_raises_is_public(name: str) -> None:
    """What stands under Raises can be caught without looking into the rooms."""
    one = getattr(ps, name)
    documents = [one.__doc__ or ""]
    documents += [
        member.__doc__ or ""
        for key, member in vars(one).items()
        if isinstance(one, type) and not key.startswith("_")
    ]
    for document in documents:
        _, raises, told = document.partition("Raises:\n")
        for error in re.findall(
            r"^\s+([A-Z]\w+): ", told if raises else "", re.MULTILINE
        ):
            assert error in ps.__all__ or hasattr(builtins, error)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = ps.no_such_name


def test_version_is_text() -> None:
    assert ps.__version__[0].isdigit()


@pytest.mark.parametrize(
    "first", ["import perfscore", "from perfscore.cli.arguments import parse"]
)
def test_the_front_loads_nothing_heavy(first: str) -> None:
    heavy = {"pydantic", "yaml", "pint", "rich", "simpleeval", "docx", "lxml"}
    code = f"{first}; import sys; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"

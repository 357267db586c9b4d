"""The catalogue: every sentence in both languages, none missing, none left over."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import perfscore
from perfscore.auditing.catalogue import checks
from perfscore.messages import keys

ROOT = Path(perfscore.__file__).parent
TOML = sorted((ROOT / "messages").glob("*.toml"))
_KEY = re.compile(r"[a-z]+\.[A-Za-z][A-Za-z0-9_-]*")


def _entries() -> dict[str, dict[str, str]]:
    return {
        f"{path.stem}.{name}": entry
        for path in TOML
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


ENTRIES = _entries()


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_both_languages_say_the_same(key: str) -> None:
    entry = ENTRIES[key]

    assert set(entry) in ({"zh", "en"}, {"zh", "en", "hint_zh", "hint_en"})
    assert all(text.strip() for text in entry.values())
    if key != "common.both":  # it holds a text for each language
        assert _fields(entry["zh"]) == _fields(entry["en"])
    if "hint_zh" in entry:
        assert _fields(entry["hint_zh"]) == _fields(entry["hint_en"])


def _texts() -> Iterator[tuple[str, str]]:
    """Yield each literal text of the code, f-strings with ``*`` for what varies."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documents = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(
                node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            )
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        pieces = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in documents | pieces:
                if isinstance(node.value, str):
                    yield path.name, node.value
            elif isinstance(node, ast.JoinedStr):
                yield (
                    path.name,
                    "".join(
                        str(part.value) if isinstance(part, ast.Constant) else "*"
                        for part in node.values
                    ),
                )


TEXTS = sorted(set(_texts()))


def test_every_key_used_is_in_the_catalogue() -> None:
    rooms = {path.stem for path in TOML}
    missing = {
        (file, text)
        for file, text in TEXTS
        if _KEY.fullmatch(text) and text.partition(".")[0] in rooms
        if text not in ENTRIES
        # Modules of the library are named like entries in the table of its front.
        and file != "__init__.py"
    }

    assert missing == set()


def test_every_entry_is_used() -> None:
    names = {text for _, text in TEXTS}
    patterns = [
        re.compile(".*".join(map(re.escape, text.split("*"))))
        for _, text in TEXTS
        if "*" in text and len(text.replace("*", "")) > 1
    ]
    named = {check.title.key for check in checks()}
    unused = {
        key
        for key in ENTRIES
        if key not in names | named
        and key.partition(".")[2] not in names
        and not any(
            pattern.fullmatch(key) or pattern.fullmatch(key.partition(".")[2])
            for pattern in patterns
        )
    }

    assert unused == set()


def test_the_catalogue_is_the_folder() -> None:
    assert keys() == ENTRIES.keys()


def test_no_text_names_a_path_of_this_machine() -> None:
    told = [key for key, entry in ENTRIES.items() if "/work" in str(entry)]

    assert told == []

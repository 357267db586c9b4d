"""The house: data flows one way, nothing imports in a circle, no float decides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import perfscore

ROOT = Path(perfscore.__file__).parent
ROOMS = (
    ("errors", "places", "messages", "display"),
    ("values",),
    ("forms",),
    ("rules",),
    ("scoring",),
    ("auditing",),
    ("columns",),
    ("reports",),
    ("cli", "__main__", "__init__"),
)
MODULES = sorted(ROOT.rglob("*.py"))
FLOATLESS = [
    path
    for path in MODULES
    if path.relative_to(ROOT).parts[0] in {"values", "rules", "scoring"}
]


def _room(path: Path) -> int:
    name = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return next(at for at, rooms in enumerate(ROOMS) if name in rooms)


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name(path): path for path in MODULES}


def _imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the modules of ours that a module imports, and whether at run time."""
    for_types: set[ast.AST] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for_types.update(part for one in node.body for part in ast.walk(one))
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            home = node.module or ""
            names = [f"{home}.{one.name}" for one in node.names]
            names = [one if one in FILES else home for one in names]
        for name in names:
            if name.partition(".")[0] == "perfscore":
                yield name, node not in for_types


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_go_only_to_rooms_on_the_left(path: Path) -> None:
    if _room(path) == len(ROOMS) - 1:
        return
    for name, running in _imports(path):
        # The errors know places only as a type, so that both stand in one room.
        assert name in FILES, f"{_name(path)} imports {name}"
        if running:
            assert _room(FILES[name]) <= _room(path), f"{_name(path)} imports {name}"


def test_no_modules_import_one_another_in_a_circle() -> None:
    # A package's own file stands for the names that it gives out, no more.
    graph = {
        _name(path): {name for name, running in _imports(path) if running}
        for path in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


@pytest.mark.parametrize("path", FLOATLESS, ids=_name)
def test_no_float_stands_where_scores_are_made(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # How near a misspelt name is to a known one decides no score.
    nearness = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "cutoff"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in nearness:
            assert not isinstance(node.value, float), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "float", f"line {node.lineno}"


def test_every_module_says_what_it_is() -> None:
    silent = [
        _name(path)
        for path in MODULES
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []

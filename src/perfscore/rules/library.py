"""Rulesets by name or path: found, resolved, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError

from perfscore.errors import FormulaError, RuleConflict, RuleSetError, SourceMissing
from perfscore.messages import Message, say
from perfscore.places import Place
from perfscore.rules.formula import parse_formula
from perfscore.rules.methods import MethodBase
from perfscore.rules.parts import Cited
from perfscore.rules.ruleset import RuleSet, plain_clause
from perfscore.rules.strict_yaml import Path, read_yaml
from perfscore.rules.words import Sort
from perfscore.values.parse import parse_value
from perfscore.values.value import Kind

DEFAULT = "mof-2020"
"""The ruleset used where none is named."""

_BEGUN = 3
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
MOST_EXTENDS = 8
MOST_BYTES = 8_000_000


def rules_folder() -> FilePath:
    """Return the folder of the shipped rule files, in a wheel or in a checkout."""
    inside = FilePath(str(files("perfscore"))) / "scoring_rules"
    if inside.is_dir():
        return inside
    return FilePath(__file__).resolve().parents[3] / "scoring_rules"


def rulesets() -> tuple[RuleSet, ...]:
    """Return every shipped ruleset, sorted by id.

    Example:
        >>> [rules.id for rules in rulesets()][:2]
        ['hengyang-2024', 'hubei']
    """
    return tuple(load_ruleset(name) for name in _names())


def load_ruleset(name: str | FilePath | RuleSet | None = None) -> RuleSet:
    """Load a ruleset and check all of it but its cases.

    Args:
        name: the id of a shipped ruleset, or the path of a file (it has a slash or
            ends in ``.yaml``); the default ruleset where left out; a loaded ruleset
            is returned as it is.

    Returns:
        The ruleset with ``extends`` resolved.

    Raises:
        RuleSetError: with file, line and column of everything that is wrong.

    Example:
        >>> load_ruleset("mof-2020").weights.levels["产出指标"]
        Fraction(50, 1)
    """
    if isinstance(name, RuleSet):
        return name
    text = str(name) if name is not None else DEFAULT
    if not text.strip():
        raise RuleSetError("rules.blank-name")
    if isinstance(name, FilePath) or "/" in text or text.endswith((".yaml", ".yml")):
        return _load(FilePath(text))
    return _shipped(text)


def _names() -> list[str]:
    return sorted(path.stem for path in rules_folder().glob("*.yaml"))


@lru_cache(maxsize=64)
def _shipped(text: str) -> RuleSet:
    if text not in _names():
        if _is_file(FilePath(text)):
            raise RuleSetError("rules.no-rule-file", name=text)
        raise RuleSetError("rules.no-ruleset", name=text, near=_nearest(text))
    return _load(rules_folder() / f"{text}.yaml")


def _nearest(name: str) -> Message | str:
    """Suggest the ruleset that is most like a name; none where none is like it."""
    plain, known = name.casefold(), _names()
    near = get_close_matches(plain, known, n=1, cutoff=0.6)
    if not near and len(plain) >= _BEGUN:
        near = [one for one in known if one.startswith(plain)]
    return say("rules.nearest", name=near[0]) if near else ""


def _is_file(path: FilePath) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _load(path: FilePath) -> RuleSet:
    data, places = _resolved(path, ())
    try:
        rules = RuleSet.model_validate(data)
    except ValidationError as error:
        raise _first(_located(error, data, places)) from None
    rules._places.update(places)  # noqa: SLF001 -- filled where it is loaded
    problems = [*_unsourced(rules), *_bad_formulas(rules), *_bad_clauses(rules)]
    if problems:
        raise _first(problems)
    return rules


def _first(problems: list[RuleSetError]) -> RuleSetError:
    problem, *others = problems
    problem.others = tuple(others)
    return problem


def _resolved(
    path: FilePath, below: tuple[str, ...]
) -> tuple[dict[str, Any], dict[Path, Place]]:
    """Read a file and put it over the one that it extends."""
    place = Place(file=path.name)
    try:
        large = path.stat().st_size > MOST_BYTES
        text = "" if large else path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        if path.read_bytes().startswith(_DOCUMENTS):
            raise RuleSetError("rules.no-rule-file", name=path.name) from None
        raise RuleSetError("rules.not-utf8", place=place) from None
    except (OSError, ValueError):
        raise RuleSetError("rules.no-file", place=place) from None
    if large:
        raise RuleSetError("rules.yaml-too-long", place=place)
    data, places = read_yaml(text, path.name)
    if not isinstance(data, dict):
        raise RuleSetError("rules.no-mapping", place=Place(file=path.name))
    parent = data.get("extends")
    if parent is None:
        return data, places
    parent_place = places["extends",]
    if str(parent) in below or len(below) > MOST_EXTENDS:
        raise RuleConflict("rules.extends-loop", place=parent_place, name=str(parent))
    folder = rules_folder()
    beside = {one.stem: one for one in path.parent.glob("*.yaml")}
    parent_path = beside.get(str(parent), folder / f"{parent}.yaml")
    if str(parent) not in {*beside, *_names()}:
        near = _nearest(str(parent))
        raise RuleSetError(
            "rules.no-ruleset", place=parent_place, name=str(parent), near=near
        )
    base, base_places = _resolved(parent_path, (*below, str(data.get("id"))))
    return _over(data, places, base, base_places)


def _over(
    data: dict[str, Any],
    places: dict[Path, Place],
    base: dict[str, Any],
    base_places: dict[Path, Place],
) -> tuple[dict[str, Any], dict[Path, Place]]:
    """Put a file over its parent: keys replace whole, its methods come first.

    Sources and conventions are tables whose entries replace whole, one by one.
    """
    merged, where = dict(base), dict(base_places)
    # What is about one file only is never inherited.
    for key in ("extends", "cases", "in_force"):
        merged.pop(key, None)
    own = data.get("methods")
    for key, value in data.items():
        where = {p: at for p, at in where.items() if p[:1] != (key,)}
        where |= {p: at for p, at in places.items() if p[:1] == (key,)}
        merged[key] = value
    if isinstance(own, list) and isinstance(base.get("methods"), list):
        merged["methods"] = [*own, *base["methods"]]
        for path, at in base_places.items():
            if path[:1] == ("methods",) and len(path) > 1 and isinstance(path[1], int):
                where["methods", path[1] + len(own), *path[2:]] = at
    for table in ("sources", "conventions"):
        own, inherited = data.get(table), base.get(table)
        if isinstance(own, dict) and isinstance(inherited, dict):
            merged[table] = {**inherited, **own}
            for path, at in base_places.items():
                if path[:1] == (table,) and len(path) > 1 and path[1] not in own:
                    where.setdefault(path, at)
    return merged, where


def _located(
    error: ValidationError, data: Any, places: Mapping[Path, Place]
) -> list[RuleSetError]:
    return [_problem(details, data, places) for details in error.errors()]


def _problem(details: Any, data: Any, places: Mapping[Path, Place]) -> RuleSetError:
    path = _path(details["loc"], data)
    name = str(details["loc"][-1]) if details["loc"] else ""
    kind = details["type"]
    if kind == "extra_forbidden" and "：" in name:
        return RuleSetError("rules.yaml-wide-colon", place=places.get((*path, "(key)")))
    if kind == "extra_forbidden":
        near = get_close_matches(name, _known_keys(), n=1, cutoff=0.3)
        return RuleSetError(
            "rules.unknown-key",
            place=places.get((*path, "(key)")) or places.get(path),
            name=name,
            near=near[0] if near else ", ".join(sorted(RuleSet.model_fields)),
        )
    where = places.get(path) or places.get(())
    if kind == "missing":
        if name == "source":
            return SourceMissing("rules.no-source", place=where)
        return RuleSetError("rules.missing-key", place=where, name=name)
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        given = str(details.get("ctx", {}).get("tag", ""))
        near = get_close_matches(given, _method_names(), n=1, cutoff=0)
        return RuleSetError(
            "rules.unknown-method", place=where, name=given, near=near[0]
        )
    return _bad_value(details, where, ".".join(map(str, path)) or name)


_KINDS = {
    "string_type": "text",
    "int_type": "number",
    "int_parsing": "number",
    "list_type": "list",
    "tuple_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "bool_type": "flag",
    "bool_parsing": "flag",
}


def _bad_value(details: Any, where: Place | None, name: str) -> RuleSetError:
    kind, context = details["type"], details.get("ctx", {})
    if "：" in str(details["input"]) and kind in _KINDS:
        return RuleSetError("rules.yaml-wide-colon", place=where)
    if kind.startswith("rules."):
        return RuleSetError(kind, place=where, **context)
    if kind in {"literal_error", "enum"}:
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        choices = expected.split(", ")
        given = str(details["input"])[:40]
        near = get_close_matches(given, choices, n=1, cutoff=0)
        return RuleSetError(
            "rules.value-choice",
            place=where,
            name=name,
            given=given,
            expected=expected,
            near=near[0],
        )
    if kind in _KINDS:
        wanted = say(f"rules.kind-{_KINDS[kind]}")
        return RuleSetError("rules.value-kind", place=where, name=name, wanted=wanted)
    return RuleSetError(
        "rules.invalid-value", place=where, name=name, problem=details["msg"]
    )


def _path(loc: tuple[str | int, ...], data: Any) -> Path:
    """Return the way to a value in the file, without the tags that pydantic adds."""
    path: list[str | int] = []
    tagged = False
    for part in loc:
        # The first part inside a method is pydantic's tag: the method's own name.
        if isinstance(data, dict) and not tagged and part == data.get("method"):
            tagged = True
            continue
        inside = isinstance(data, dict) and part in data
        inside |= isinstance(data, list) and isinstance(part, int) and part < len(data)
        if inside:
            path.append(part)
            data = data[part]
            tagged = False
    return tuple(path)


def _known_keys() -> set[str]:
    found: set[str] = set()
    todo: list[type[BaseModel]] = [
        RuleSet,
        *_subclasses(Cited),
        *_subclasses(BaseModel),
    ]
    for model in todo:
        if model.__module__.startswith("perfscore.rules"):
            found |= {info.alias or name for name, info in model.model_fields.items()}
    return found


def _subclasses(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from _subclasses(child)


def _method_names() -> list[str]:
    return sorted(
        str(model.model_fields["method"].default)
        for model in _subclasses(MethodBase)
        if "method" in model.model_fields
    )


def _parts(value: Any, path: Path) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every part of a ruleset with the way to it in the file."""
    if isinstance(value, BaseModel):
        yield path, value
        for name, info in type(value).model_fields.items():
            key = info.alias or name
            yield from _parts(getattr(value, name), (*path, key))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _parts(item, (*path, key))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _parts(item, (*path, position))


def _unsourced(rules: RuleSet) -> Iterator[RuleSetError]:
    for path, part in _parts(rules, ()):
        cited = getattr(part, "source", None)
        if isinstance(cited, str) and cited not in rules.sources:
            near = get_close_matches(cited, list(rules.sources), n=1, cutoff=0)
            yield SourceMissing(
                "rules.unknown-source",
                place=rules.place(*path, "source"),
                name=cited,
                near=near[0],
            )


def _bad_formulas(rules: RuleSet) -> Iterator[RuleSetError]:
    budget = rules.budget.texts()
    texts: list[tuple[Path, str, Sort | None]]
    texts = [(("budget", *rest), text, sort) for rest, text, sort in budget]
    for path, part in _parts(rules, ()):
        if isinstance(part, MethodBase):
            texts += [((*path, *rest), text, s) for rest, text, s in part.formulas()]
    for path, text, sort in texts:
        try:
            formula = parse_formula(text, place=rules.text_place(*path), sort=sort)
        except FormulaError as error:
            yield error
            continue
        strange = formula.names - _BUDGET_NAMES
        if path[0] == "budget" and strange:
            names = ", ".join(sorted(strange))
            where = rules.place(*path)
            yield RuleSetError("rules.budget-names", place=where, names=names)


_BUDGET_NAMES = {"weight", "executed", "budget", "execution_rate"}


def _bad_clauses(rules: RuleSet) -> Iterator[RuleSetError]:
    seen: dict[str, int] = {}
    for position, clause in enumerate(rules.clauses):
        place = rules.place("clauses", position, "text")
        plain = plain_clause(clause.text)
        if plain in seen:
            first = rules.place("clauses", seen[plain], "text").line or 0
            yield RuleSetError("rules.clause-twice", place=place, line=first)
        seen.setdefault(plain, position)
        if clause.target and parse_value(clause.target).kind is not Kind.QUANTITY:
            yield RuleSetError(
                "rules.clause-target",
                place=rules.place("clauses", position, "target"),
                text=clause.target,
            )

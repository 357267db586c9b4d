"""The JSON Schema of ruleset files, for editors, made from the models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from perfscore.messages import Message, keys, say
from perfscore.rules.choices import point_text
from perfscore.rules.readings import POINTS, reading_text
from perfscore.rules.ruleset import RuleSet

_Schema: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The dialect: the newest that all editors know."""

FILE = "schema.json"
"""The name of the schema's file beside the shipped rule files."""

_PREFIX = "#/definitions/"
_CONVENTION = "_Convention_"
_NUMBER = r"^-?\d+(\.\d+)?(/\d+)?\s*[%‰]?$"
_TYPES = [{"type": "integer"}, {"type": "number"}, {"type": "string"}]


def ruleset_schema() -> dict[str, object]:
    """Return the JSON Schema of a ruleset file, its descriptions in both languages.

    A file that ``extends`` another need not say what it inherits.

    Example:
        >>> schema = ruleset_schema()
        >>> schema["properties"]["id"]["description"].partition(" / ")[0]
        '名称：小写字母、数字和连字符'
    """
    made = RuleSet.model_json_schema(by_alias=True, ref_template=_PREFIX + "{model}")
    parts: dict[str, _Schema] = made.pop("$defs")
    needed, points = made["required"], parts["Conventions"].pop("required")
    methods = made["properties"]["methods"]["items"]["discriminator"]["mapping"]
    for name, part in [*parts.items(), ("RuleSet", made)]:
        _describe(name, part)
    schema: _Schema = {
        "$schema": DRAFT,
        **made,
        "required": ["id"],
        "if": {"required": ["extends"]},
        "else": {
            "required": needed,
            "properties": {"conventions": {"required": points}},
        },
        "definitions": {**parts, "Method": _method(methods)},
    }
    found = _plain(schema)
    assert isinstance(found, dict)  # noqa: S101 -- it was one
    return found


def schema_text() -> str:
    """Return the schema as the text of its file.

    Example:
        >>> schema_text().startswith("{")
        True
    """
    return json.dumps(ruleset_schema(), ensure_ascii=False, indent=1) + "\n"


def described(model: str, key: str = "") -> Message | None:
    """Return what a model of the file, or a key of it, means; None if nothing says.

    Args:
        model: the model's name, such as ``Source``.
        key: the key as files write it; blank for the model itself.

    Example:
        >>> described("Source", "address").text("en")
        'where it can be read'
    """
    if model == "Conventions" and key in POINTS:
        return point_text(key)
    names = (
        [f"rulefile.{model}-{key}", f"rulefile.{key}"] if key else [f"rulefile.{model}"]
    )
    return next((say(name) for name in names if name in keys()), None)


def _describe(model: str, part: _Schema) -> None:
    """Describe a model and its keys in both languages."""
    point = model.removeprefix(_CONVENTION)
    about = described(model)
    if point != model:
        about = described("Conventions", point)
    _set(part, about)
    for key, value in part.get("properties", {}).items():
        _set(value, described(model, key))
    if point != model:
        part["properties"]["choose"]["description"] += (
            f" ({'; '.join(_choices(point))})"
        )


def _set(part: _Schema, about: Message | None) -> None:
    if about is not None:
        part["description"] = f"{about.text('zh')} / {about.text('en')}"
    elif "description" in part:
        # Only the first words: what follows is for programmers.
        part["description"] = part["description"].partition("\n\n")[0]


def _choices(point: str) -> Iterator[str]:
    for choice in POINTS[point]:
        text = reading_text(f"{point}={choice}")
        yield f"{choice}: {text.text('zh')} / {text.text('en')}"


def _method(methods: Mapping[str, str]) -> _Schema:
    """Return the schema of any method, told apart by its name."""
    name: _Schema = {"enum": list(methods)}
    _set(name, described("Method", "method"))
    method: _Schema = {
        "type": "object",
        "required": ["method"],
        "properties": {"method": name},
        "allOf": [
            {
                "if": {"properties": {"method": {"const": one}}},
                "then": {"$ref": reference},
            }
            for one, reference in methods.items()
        ],
    }
    _set(method, described("Method"))
    return method


def _plain(node: object) -> object:
    """Return a schema as editors like it, without what only programs want."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "discriminator" in node:
        kept = {key: one for key, one in node.items() if key == "description"}
        return {"allOf": [{"$ref": f"{_PREFIX}Method"}], **kept}
    kept = {
        # A property may have any of these names itself.
        key: _properties(one) if key in {"properties", "definitions"} else _plain(one)
        for key, one in node.items()
        if key != "title"
    }
    if isinstance(kept.get("anyOf"), list):
        kept["anyOf"] = list(_alternatives(kept["anyOf"]))
        if len(kept["anyOf"]) == 1:
            kept |= kept.pop("anyOf")[0]
    if "$ref" in kept and len(kept) > 1:
        # What stands beside a reference is not read in this dialect.
        kept = {"allOf": [{"$ref": kept.pop("$ref")}], **kept}
    return kept


def _properties(named: object) -> object:
    assert isinstance(named, dict)  # noqa: S101 -- so says the dialect
    return {name: _plain(one) for name, one in named.items()}


def _alternatives(options: list[_Schema]) -> Iterator[_Schema]:
    """Yield the alternatives, with numbers as the one thing that they are."""
    if all(one in options for one in _TYPES):
        yield {"type": ["number", "string"], "pattern": _NUMBER}
        options = [one for one in options if one not in _TYPES]
    yield from options

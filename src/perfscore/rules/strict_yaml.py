"""YAML read strictly: nothing is guessed, and every value keeps its place.

A plain scalar is a number only where it is written as one (``60``, ``0.60``); ``0120``,
``12:30``, ``NO`` and dates stay text. Tags, anchors, merge keys and keys that occur
twice are errors.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, TypeAlias

from perfscore.errors import RuleSetError
from perfscore.places import Place

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and list positions from the top."""

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 24

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,17})\.\d{1,18}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


def read_yaml(text: str, file: str) -> tuple[Any, dict[Path, Place]]:
    r"""Read YAML text into plain data and the place of every value.

    Args:
        text: the YAML document.
        file: the name that places carry.

    Returns:
        The data (dict, list, str, int, Decimal, bool, None) and its places; the place
        of a key's value is that of the value, ``(*path, "key")`` in the key's name.

    Raises:
        RuleSetError: with file, line and column.

    Example:
        >>> data, places = read_yaml("a:\n  b: 0.60", "x.yaml")
        >>> data, str(places["a", "b"])
        ({'a': {'b': Decimal('0.60')}}, 'x.yaml:2:6')
    """
    import yaml  # noqa: PLC0415 -- kept out of the package's import

    if len(text) > MOST_CHARACTERS:
        raise RuleSetError("rules.yaml-too-long", place=Place(file=file))
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    try:
        events = _checked(text, loader, file)
        node = yaml.compose(text, Loader=loader) if events else None
    except yaml.MarkedYAMLError as error:
        raise _yaml_error(error, text, file) from None
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())[:200]
        raise RuleSetError(
            "rules.yaml-syntax", place=Place(file=file), problem=problem
        ) from None
    if node is None:
        raise RuleSetError("rules.yaml-empty", place=Place(file=file))
    places: dict[Path, Place] = {}
    return _Constructor(file, places, text).value(node, ()), places


def _checked(text: str, loader: Any, file: str) -> int:
    """Refuse what a rule file must not have before anything is built."""
    import yaml  # noqa: PLC0415 -- as above

    count = depth = 0
    for event in yaml.parse(text, Loader=loader):
        count += 1
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        anchor = getattr(event, "anchor", None)
        tag = getattr(event, "tag", None)
        mark = event.start_mark
        if tag is not None:
            raise RuleSetError("rules.yaml-tag", place=_place(mark, file), tag=tag)
        if anchor is not None or depth > MOST_DEPTH:
            key = "rules.yaml-anchor" if anchor is not None else "rules.yaml-too-deep"
            raise RuleSetError(key, place=_place(mark, file))
    return count


def _place(mark: Any, file: str) -> Place:
    return Place(file=file, line=mark.line + 1, character=mark.column + 1)


def _yaml_error(error: Any, text: str, file: str) -> RuleSetError:
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines() or [""]
    for line in range(min(mark.line, len(lines) - 1), max(mark.line - 3, -1), -1):
        # The parser trips over what follows a full-width colon, often a line later.
        if re.match(r"[^:#'\"]*：", lines[line]):
            spot = Place(
                file=file, line=line + 1, character=lines[line].index("：") + 1
            )
            return RuleSetError("rules.yaml-wide-colon", place=spot)
    place = _place(mark, file)
    if "nesting depth" in str(error.problem):
        # Newer libraries have a bound of their own, which they reach first.
        return RuleSetError("rules.yaml-too-deep", place=place)
    if re.search(r"(?:^\s*-|:)\s+[%@`]", lines[min(mark.line, len(lines) - 1)]):
        return RuleSetError("rules.yaml-quote", place=place)
    if "\t" in lines[min(mark.line, len(lines) - 1)]:
        return RuleSetError("rules.yaml-tab", place=place)
    return RuleSetError(
        "rules.yaml-syntax", place=place, problem=str(error.problem or error.context)
    )


class _Constructor:
    def __init__(self, file: str, places: dict[Path, Place], text: str) -> None:
        self.file = file
        self.places = places
        self.lines = text.splitlines()

    def value(self, node: Any, path: Path) -> Any:
        import yaml  # noqa: PLC0415 -- as above

        self.places[path] = _place(node.start_mark, self.file)
        if isinstance(node, yaml.ScalarNode):
            self.places[(*path, "(text)")] = self.first_character(node)
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self.mapping(node, path)

    def first_character(self, node: Any) -> Place:
        """Return the place of a text's first character, inside quotes or a block."""
        line, column = node.start_mark.line, node.start_mark.column
        if node.style in {"'", '"'}:
            column += 1
        elif node.style in {"|", ">"}:
            line += 1
            while line < len(self.lines) - 1 and not self.lines[line].strip():
                line += 1
            found = self.lines[line] if line < len(self.lines) else ""
            column = len(found) - len(found.lstrip())
        return Place(file=self.file, line=line + 1, character=column + 1)

    def scalar(self, node: Any) -> Any:
        text: str = node.value
        if node.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        return text

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        import yaml  # noqa: PLC0415 -- as above

        found: dict[str, Any] = {}
        for key, value in node.value:
            place = _place(key.start_mark, self.file)
            if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
                raise RuleSetError("rules.yaml-key", place=place)
            name: str = key.value
            if name in found:
                first = self.places[(*path, name, "(key)")]
                raise RuleSetError(
                    "rules.yaml-twice", place=place, name=name, line=first.line
                )
            found[name] = self.value(value, (*path, name))
            self.places[(*path, name, "(key)")] = place
        return found

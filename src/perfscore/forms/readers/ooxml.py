"""Small questions to the elements of an Office document, whatever their namespace."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFF = frozenset({"0", "false", "off", "none"})


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def name_of(element: Element) -> str:
    """Return an element's name without its namespace; comments have none."""
    return _local(element.tag)


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute, whatever namespace it is in."""
    if element is not None:
        for key, value in element.items():
            if key.rpartition("}")[2] == name:
                return value
    return None


def child_of(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name, or None; of nothing there is no child."""
    if element is not None:
        for child in element:
            if _local(child.tag) == name:
                return child
    return None


def children_of(element: Element | None) -> dict[str, Element]:
    """Return the first child of each name; of nothing there is none."""
    if element is None:
        return {}
    return {_local(child.tag): child for child in reversed(element)}


def is_on(element: Element | None) -> bool:
    """Whether a property that is on by its presence is not switched off."""
    return element is not None and (attribute(element, "val") or "1") not in _OFF


def number_of(element: Element | None) -> int:
    """Return a property's number, 0 where there is none."""
    text = attribute(element, "val") or ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


def letters(element: Element) -> Iterator[str]:
    """Yield all text in an element, deleted text too."""
    for inner in element.iter():
        if name_of(inner) in {"t", "delText"} and inner.text:
            yield inner.text

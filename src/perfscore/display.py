"""How records show themselves in a notebook, without knowing who draws them.

The package's front (``perfscore/__init__.py``) names the drawing function of each kind
of record; a record asks for it here when a notebook asks the record.
"""

from __future__ import annotations

from importlib import import_module

_PAINTERS: dict[str, str] = {}


def paint_with(record: str, painter: str) -> None:
    """Name the function that draws a kind of record as HTML.

    Args:
        record: the record's class name.
        painter: the function, as ``module:function``; imported when first used.
    """
    _PAINTERS[record] = painter


def html(record: object) -> str:
    """Return a record as an HTML fragment for a notebook."""
    module, _, function = _PAINTERS[type(record).__name__].partition(":")
    text: str = getattr(import_module(module), function)(record)
    return text

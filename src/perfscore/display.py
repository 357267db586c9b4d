"""How records show and write themselves, without knowing who draws and writes them.

The package's front (``perfscore/__init__.py``) names the drawing function of each kind
of record, and the writers of its reports; a record asks for them here when it is asked.
"""

from __future__ import annotations

from importlib import import_module

_PAINTERS: dict[str, str] = {}
_WRITERS: dict[tuple[str, str], str] = {}


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


def write_with(record: str, kind: str, writer: str) -> None:
    """Name the function that writes a kind of record as a kind of report.

    Args:
        record: the record's class name.
        kind: the kind of report, such as ``html``.
        writer: the function, as ``module:function``; imported when first used.
    """
    _WRITERS[record, kind] = writer


def written(record: object, kind: str, **more: object) -> object:
    """Return a record as a kind of report.

    Args:
        record: the record.
        kind: the kind of report, such as ``html``.
        more: what else its writer takes, such as the language.

    Raises:
        WrongArgument: there is no such language.
    """
    # Only now: the package's front needs none of it.
    from perfscore.errors import WrongArgument  # noqa: PLC0415
    from perfscore.messages import LANGS, say  # noqa: PLC0415

    lang = more.get("lang", LANGS[0])
    if lang not in LANGS:
        known = [say("common.text", text=one) for one in LANGS]
        raise WrongArgument("writing.lang", given=str(lang), known=known)
    module, _, function = _WRITERS[type(record).__name__, kind].partition(":")
    report: object = getattr(import_module(module), function)(record, **more)
    return report

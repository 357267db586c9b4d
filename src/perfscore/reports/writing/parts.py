"""The parts of an Office document: XML text, and the archive that holds them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
SERIF, SANS, LATIN = "宋体", "黑体", "Times New Roman"
"""The fonts of forms: text, titles and labels, Latin letters and figures."""

_WHEN = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the same form gives the same bytes."""

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML cannot hold."""

_QUOTED = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def text_of(text: str) -> str:
    """Return text as XML holds it between tags; nothing of it is a tag."""
    return escape(text).replace("\r", "&#13;")


def quoted(text: str) -> str:
    """Return text as the value of an XML attribute, with its quotation marks."""
    return f'"{escape(text, _QUOTED)}"'


def archive(parts: Mapping[str, str]) -> bytes:
    """Pack parts into a zip archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            made.writestr(entry, text.encode("utf-8"))
    return out.getvalue()


def types(parts: Iterable[tuple[str, str]]) -> str:
    """Return the part that names the content type of each other part."""
    named = "".join(
        f'<Override PartName="/{name}" ContentType="application/'
        f'vnd.openxmlformats-{kind}+xml"/>'
        for name, kind in parts
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def relations(targets: Iterable[tuple[str, str]]) -> str:
    """Return the part that names the parts to which another refers, from rId1 on."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    space = f"{PACKAGE}/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{entries}</Relationships>'


def whole(main: str) -> str:
    """Return the relations of a whole package with a main part and its properties."""
    return relations(
        (
            (f"{OFFICE}/relationships/officeDocument", main),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        )
    )


def properties(title: str) -> str:
    """Return the part of the core properties: a title, and no date of its own."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{text_of(UNFIT.sub('', title))}</dc:title>"
        "<dc:creator>perfscore</dc:creator></cp:coreProperties>"
    )

"""A page as a Word document, by the XML itself: merges as Word and WPS write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from making.page import Box, Page

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_WHEN = (2023, 1, 15, 9, 0, 0)
_BY = 'w:id="7" w:author="审核" w:date="2023-01-15T09:00:00Z"'


def archive(parts: dict[str, bytes | str]) -> bytes:
    """Pack parts into a zip archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def package(body: str) -> bytes:
    """Return a whole .docx file with a body."""
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_W}"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
        "</w:body></w:document>"
    )
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": document,
        }
    )


def run(text: str) -> str:
    """Return a run of text; line breaks are breaks within it."""
    kept = '<w:t xml:space="preserve">'
    parts = f"</w:t><w:br/>{kept}".join(escape(one) for one in text.split("\n"))
    return f"<w:r>{kept}{parts}</w:t></w:r>"


def paragraph(text: str) -> str:
    """Return a paragraph of one run."""
    return f"<w:p>{run(text)}</w:p>" if text else "<w:p/>"


def tracked(text: str) -> str:
    """Return a paragraph whose text was inserted under tracking in place of another."""
    gone = f"<w:del {_BY}><w:r><w:delText>999</w:delText></w:r></w:del>"
    return f"<w:p>{gone}<w:ins {_BY}>{run(text)}</w:ins></w:p>"


def controlled(text: str) -> str:
    """Return a paragraph whose text stands in a content control."""
    return f"<w:p><w:sdt><w:sdtContent>{run(text)}</w:sdtContent></w:sdt></w:p>"


def split(text: str) -> str:
    """Return a paragraph whose text is cut into runs, as spell checkers leave it."""
    first, *rest = text.split("\n")
    runs = "".join(run(sign) for sign in first)
    return f"<w:p>{runs}</w:p>" + "".join(paragraph(line) for line in rest)


@dataclass(frozen=True)
class Style:
    """How a program writes its tables.

    Attributes:
        content: how a cell's text is written.
        old_merges: whether cells are merged sideways the old way (hMerge).
        controls: whether each row and each cell stands in a content control.
    """

    content: Callable[[str], str] = paragraph
    old_merges: bool = False
    controls: bool = False


STYLES = {
    "word": Style(),
    "tracked": Style(content=lambda text: tracked(text) if text else "<w:p/>"),
    "controls": Style(content=controlled, controls=True),
    "split-runs": Style(content=split),
    "old-merges": Style(old_merges=True),
}
"""The ways in which a document is written."""


def docx(page: Page, style: Style = STYLES["word"]) -> bytes:
    """Return a page as a .docx file."""
    return package(body(page, style))


def body(page: Page, style: Style = STYLES["word"]) -> str:
    """Return a page as the XML of its paragraphs and its table."""
    lines = "".join(paragraph(line) for line in page.before)
    after = "".join(paragraph(line) for line in page.after)
    return f"{lines}{_table(page, style)}{after}"


def _table(page: Page, style: Style) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    columns = '<w:gridCol w:w="1500"/>' * page.width
    rows = "".join(_row(page, number, style) for number in range(page.height))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(page: Page, number: int, style: Style) -> str:
    cells = [
        _cell(box, number, style)
        for box in sorted(page.boxes, key=lambda box: box.column)
        if box.row <= number < box.row + box.rows
    ]
    made = f"<w:tr>{''.join(cells)}</w:tr>"
    if style.controls:
        return f"<w:sdt><w:sdtContent>{made}</w:sdtContent></w:sdt>"
    return made


def _cell(box: Box, number: int, style: Style) -> str:
    first = box.row == number
    down = ""
    if box.rows > 1:
        down = '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    content = style.content(box.text) if first else "<w:p/>"
    if style.old_merges:
        sides = ['<w:hMerge w:val="restart"/>' if box.columns > 1 else ""]
        sides += ["<w:hMerge/>"] * (box.columns - 1)
        texts = [content, *(["<w:p/>"] * (box.columns - 1))]
        return "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/>{side}{down}</w:tcPr>'
            f"{text}</w:tc>"
            for side, text in zip(sides, texts, strict=True)
        )
    wide = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    size = f'<w:tcW w:w="{1500 * box.columns}" w:type="dxa"/>'
    made = f"<w:tc><w:tcPr>{size}{wide}{down}</w:tcPr>{content}</w:tc>"
    if style.controls:
        return f"<w:sdt><w:sdtContent>{made}</w:sdtContent></w:sdt>"
    return made

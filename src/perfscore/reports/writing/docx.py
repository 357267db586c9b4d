"""Pages → a Word document, by the standard library alone."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.errors import ReportError
from perfscore.reports.writing.page import Box, Look, Page
from perfscore.reports.writing.parts import (
    HEAD,
    LATIN,
    OFFICE,
    SANS,
    SERIF,
    UNFIT,
    archive,
    properties,
    relations,
    text_of,
    types,
    whole,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LONG, _SHORT_SIDE = 16_838, 11_906
_MARGIN = 907
"""An A4 page on its side, in twentieths of a point; the margin is 1.6 cm."""

_ROOM = _LONG - 2 * _MARGIN
_SIZES = {Look.TITLE: 36, Look.YEAR: 24, Look.LINE: 21, Look.AT_END: 21, Look.NOTE: 20}
_TEXT_SIZE = 18
_ALIGNED = {
    Look.LINE: "left",
    Look.AT_END: "right",
    Look.NOTE: "left",
    Look.TEXT: "left",
    Look.SUB_ROW: "left",
}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_KINDS = "officedocument.wordprocessingml"


def docx(pages: Sequence[Page], title: str) -> bytes:
    """Return pages as a .docx file.

    Args:
        pages: the pages, each of which begins on a new one.
        title: what the whole is called.

    Raises:
        ReportError: a text holds a sign that no document can hold.
    """
    body = "".join(_page(page, first=number == 0) for number, page in enumerate(pages))
    office = f"{OFFICE}/relationships"
    return archive(
        {
            "[Content_Types].xml": types(
                (
                    ("word/document.xml", f"{_KINDS}.document.main"),
                    ("word/styles.xml", f"{_KINDS}.styles"),
                    ("word/settings.xml", f"{_KINDS}.settings"),
                    ("word/footer1.xml", f"{_KINDS}.footer"),
                    ("docProps/core.xml", "package.core-properties"),
                )
            ),
            "_rels/.rels": whole("word/document.xml"),
            "docProps/core.xml": properties(title),
            "word/document.xml": _document(body),
            "word/_rels/document.xml.rels": relations(
                (
                    (f"{office}/styles", "styles.xml"),
                    (f"{office}/settings", "settings.xml"),
                    (f"{office}/footer", "footer1.xml"),
                )
            ),
            "word/styles.xml": _styles(),
            "word/settings.xml": _settings(),
            "word/footer1.xml": _footer(),
        }
    )


def _document(body: str) -> str:
    margins = " ".join(
        f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left")
    )
    return (
        f'{HEAD}<w:document xmlns:w="{_W}" xmlns:r="{OFFICE}/relationships"><w:body>'
        f'{body}<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{_LONG}" w:h="{_SHORT_SIDE}" w:orient="landscape"/>'
        f'<w:pgMar {margins} w:header="500" w:footer="500" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _styles() -> str:
    fonts = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{SERIF}" w:cs="{LATIN}"'
    return (
        f'{HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts {fonts}/><w:sz w:val="{_TEXT_SIZE}"/><w:szCs w:val="{_TEXT_SIZE}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style></w:styles>'
    )


def _settings() -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{_W}"><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def _footer() -> str:
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    before = '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
    after = '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    return (
        f'{HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        f"{before}{number}{after}</w:p></w:ftr>"
    )


def _page(page: Page, *, first: bool) -> str:
    broken = "" if first else "<w:pageBreakBefore/>"
    lines = []
    for look, left, right in page.before:
        lines.append(_line(look, left, right, broken))
        broken = ""
    if broken or not lines:
        # A table cannot begin a page by itself, nor follow another one directly.
        lines.append(f"<w:p><w:pPr>{broken}</w:pPr></w:p>")
    after = "".join(_line(Look.NOTE, text, "", "", above=80) for text in page.after)
    return f"{''.join(lines)}{_table(page)}{after}"


def _line(look: Look, left: str, right: str, broken: str, *, above: int = 40) -> str:
    """Return a line above or below the table; its end stands at the right margin."""
    tab = ""
    text = left or right
    if left and right:
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{_ROOM}"/></w:tabs>'
        text = f"{left}\t{right}"
    elif right:
        look = Look.AT_END
    spacing = f'<w:spacing w:before="{above}" w:after="60"/>'
    kept = "<w:keepNext/>" if above < 80 else ""  # noqa: PLR2004 -- above the table
    aligned = f'<w:jc w:val="{_ALIGNED.get(look, "center")}"/>'
    return (
        f"<w:p><w:pPr>{kept}{broken}{tab}{spacing}{aligned}</w:pPr>"
        f"{_run(text, look)}</w:p>"
    )


def _run(text: str, look: Look) -> str:
    """Return a run of text; its lines are parted by breaks."""
    if not text:
        return ""
    unfit = UNFIT.search(text)
    if unfit:
        sign = f"U+{ord(unfit[0]):04X}"
        raise ReportError(
            "writing.unfit-sign", sign=sign, text=UNFIT.sub("", text)[:30]
        )
    kept = '<w:t xml:space="preserve">'
    inner = text_of(text)
    inner = inner.replace("\n", f"</w:t><w:br/>{kept}")
    inner = inner.replace("\t", f"</w:t><w:tab/>{kept}")
    return f"<w:r>{_font(look)}{kept}{inner}</w:t></w:r>"


def _font(look: Look) -> str:
    size = _SIZES.get(look)
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    if look is Look.TITLE:
        sized = f'<w:rFonts w:eastAsia="{SANS}"/><w:b/>{sized}'
    elif look is Look.LABEL:
        sized = f"<w:b/>{sized}"
    return f"<w:rPr>{sized}</w:rPr>" if sized else ""


def _widths(page: Page) -> list[int]:
    """Return the widths of the columns, which together fill the page."""
    total = sum(page.widths)
    ends = [sum(page.widths[: n + 1]) * _ROOM // total for n in range(len(page.widths))]
    return [end - start for start, end in zip((0, *ends), ends, strict=False)]


def _table(page: Page) -> str:
    widths = _widths(page)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in _SIDES
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    inner = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", 28), ("left", 57), ("bottom", 28), ("right", 57))
    )
    covering: list[list[Box]] = [[] for _ in range(page.height)]
    for box in page.boxes:
        for row in range(box.row, box.row + box.piece.rows):
            covering[row].append(box)
    rows = "".join(
        _row(sorted(boxes, key=lambda box: box.column), number, widths)
        for number, boxes in enumerate(covering)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_ROOM}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{inner}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{rows}</w:tbl>"
    )


def _row(boxes: Sequence[Box], number: int, widths: Sequence[int]) -> str:
    cells = "".join(_cell(box, number, widths) for box in boxes)
    return (
        '<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="380" w:hRule="atLeast"/>'
        f"</w:trPr>{cells}</w:tr>"
    )


def _cell(box: Box, number: int, widths: Sequence[int]) -> str:
    piece = box.piece
    width = sum(widths[box.column : box.column + piece.columns])
    wide = f'<w:gridSpan w:val="{piece.columns}"/>' if piece.columns > 1 else ""
    down = ""
    if piece.rows > 1:
        down = '<w:vMerge w:val="restart"/>' if box.row == number else "<w:vMerge/>"
    text = piece.text if box.row == number else ""
    aligned = _ALIGNED.get(piece.look, "center")
    indent = '<w:ind w:left="200"/>' if piece.look is Look.SUB_ROW else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{down}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>{indent}'
        f'<w:jc w:val="{aligned}"/></w:pPr>{_run(text, piece.look)}</w:p></w:tc>'
    )

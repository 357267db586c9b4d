"""Word 97–2003 documents, made by LibreOffice: changes, fields, merges, errors."""

from __future__ import annotations

import builtins
import random
import shutil
import struct
import subprocess
import zipfile
from typing import Any

import pytest

from perfscore.errors import ReadError
from perfscore.forms.grid import Grid, Paragraph
from perfscore.forms.read import read_document, read_form
from perfscore.forms.readers.doc import read_doc
from perfscore.forms.readers.doc_file import said

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def run(text: str, look: str = "", kind: str = "t") -> str:
    inner = f'<w:{kind} xml:space="preserve">{text}</w:{kind}>'
    return f"<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>"


def cell(content: str, properties: str = "", wide: int = 1) -> str:
    inner = content if content.startswith("<") else run(content)
    inner = inner if inner.startswith(("<w:p>", "<w:tbl>")) else f"<w:p>{inner}</w:p>"
    width = f'<w:tcW w:w="{1200 * wide}" w:type="dxa"/><w:gridSpan w:val="{wide}"/>'
    return f"<w:tc><w:tcPr>{width}{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str) -> str:
    made = [one if one.startswith("<w:tc>") else cell(one) for one in cells]
    return f"<w:tr>{''.join(made)}</w:tr>"


def table(*rows: str, columns: int = 7) -> str:
    grid = '<w:gridCol w:w="1200"/>' * columns
    layout = '<w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{layout}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"
WHO = 'w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"'
CHANGED = (
    f"<w:del {WHO}>{run('10', kind='delText')}</w:del><w:ins {WHO}>{run('8')}</w:ins>"
)


def field(code: str, result: str) -> str:
    marks = {
        kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    }
    return (
        marks["begin"]
        + run(code, kind="instrText")
        + marks["separate"]
        + run(result)
        + marks["end"]
    )


BODY = (
    f"<w:p>{run('2023年项目支出绩效自评表')}</w:p>"
    f"<w:p>{run('填报单位：')}{field(' MERGEFIELD office ', '某局')}</w:p>"
    + table(
        row(*HEAD),
        row(
            cell("产出指标(50分)", DOWN),
            cell("数量指标", DOWN),
            "巡检",
            "≥12次",
            "12次",
            "10",
            "9.5",
        ),
        row(cell("", ON), cell("", ON), "保洁", "4次", "4次", "10", cell(CHANGED)),
        row(
            cell("", ON),
            "质量指标",
            "合格率",
            cell(run("98%") + run("草稿", "<w:vanish/>")),
            cell(run("97%") + run("96%", "<w:strike/>")),
            cell(field(" =SUM(ABOVE) ", "6")),
            cell(
                "<w:p>"
                + run("6")
                + "</w:p>"
                + table(row("甲", "乙"), columns=2)
                + "<w:p/>"
            ),
        ),
        row(cell("总分", wide=5), "100", "98"),
    )
    + f"<w:p>{run('填表说明')}</w:p><w:sectPr/>"
)
OPEN = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats"
MAIN = f"{KIND}-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OPEN}/content-types"><Default '
    f'Extension="rels" ContentType="{KIND}-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{OPEN}/relationships"><Relationship Id="a" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{BODY}</w:body>'
    "</w:document>",
}


@pytest.fixture(scope="module")
def doc(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The document as LibreOffice writes it for Word 97."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice (soffice) is not installed; these tests need it"
    made = tmp_path_factory.mktemp("doc")
    with zipfile.ZipFile(made / "a.docx", "w") as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
    profile = f"-env:UserInstallation={(made / 'profile').as_uri()}"
    convert = ["--convert-to", "doc", "--outdir", str(made), str(made / "a.docx")]
    subprocess.run(  # noqa: S603 -- a fixed command
        [office, "--headless", profile, *convert],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (made / "a.doc").read_bytes()


def facts(*values: object) -> list[object]:
    """Values to compare with plain numbers."""
    return list(values)


def key_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_document(data, file="a.doc")
    assert str(caught.value).startswith("a.doc")
    assert caught.value.text("en")
    return caught.value.message.key


@pytest.mark.office
def test_rows_and_merged_cells_are_those_of_the_document(doc: bytes) -> None:
    form = read_form(doc)
    rows = [
        (r.level1, r.level2, r.name, r.target.text, r.weight) for r in form.indicators
    ]

    assert facts(*rows) == [
        ("产出指标", "数量指标", "巡检", "≥12次", 10),
        ("产出指标", "数量指标", "保洁", "4次", 10),
        ("产出指标", "质量指标", "合格率", "98%", 6),
    ]
    assert [form.total_weight, form.total_claimed] == [100, 98]
    assert form.level1[0].weight == 50
    assert (form.title, form.office, form.year) == (
        "2023年项目支出绩效自评表",
        "某局",
        2023,
    )


@pytest.mark.office
def test_what_is_deleted_hidden_or_struck_is_told(doc: bytes) -> None:
    _, second, third = read_form(doc).indicators

    assert second.claimed == 8
    assert [one.key for one in second.doubts] == ["forms.tracked-change"]
    assert dict(second.doubts[0].data) == {"text": "8", "deleted": "10"}
    assert {one.key for one in third.doubts} == {
        "forms.hidden-text",
        "forms.struck-text",
    }


@pytest.mark.office
def test_a_table_in_a_cell_stands_apart(doc: bytes) -> None:
    form = read_form(doc)

    assert form.indicators[2].claimed == 6


@pytest.mark.office
def test_the_plain_install_says_what_is_missing(
    doc: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "olefile":
            raise ImportError(name)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    assert key_of(doc) == "forms.doc-extra"


@pytest.mark.office
def test_passwords_old_versions_and_damage_are_named(doc: bytes) -> None:
    main = doc.index(b"\xec\xa5")  # the main stream's first bytes
    for at, made, key in (
        (main + 11, bytes([doc[main + 11] | 1]), "forms.encrypted-file"),
        (main, b"\xdc\xa5", "forms.doc-old"),
        (main + 2, b"\x65\x00", "forms.doc-old"),
        (main, b"\x00\x00", "forms.doc-damaged"),
    ):
        assert key_of(doc[:at] + made + doc[at + len(made) :]) == key
    assert key_of(doc[: len(doc) // 2]) == "forms.doc-damaged"
    assert key_of(OLE + bytes(600)) == "forms.doc-damaged"
    for name, key in (
        ("Workbook", "forms.damaged-docx"),
        ("EncryptedPackage", "forms.encrypted-file"),
        ("PowerPoint Document", "forms.ole-unknown"),
    ):
        other = name.encode("utf-16-le").ljust(64, b"\0")
        usual = "WordDocument".encode("utf-16-le").ljust(64, b"\0")
        size = struct.pack("<H", 2 * len(name) + 2)
        at = doc.index(usual)
        assert key_of(doc[:at] + other + size + doc[at + 66 :]) == key


@pytest.mark.office
def test_damaged_files_are_read_or_refused(doc: bytes) -> None:
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 -- no secret
        data = bytearray(doc)
        for _ in range(chance.choice([1, 20, 200])):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        try:
            read_document(bytes(data))
        except ReadError:
            continue


def test_properties_that_point_at_themselves_end() -> None:
    held = b"\x46\x66" + bytes(4)  # what has no room is at the beginning of the data
    data = struct.pack("<H", len(held)) + held

    assert list(said(held, data)) == []


def plain_doc(text: str) -> dict[str, bytes]:
    """The streams of the smallest Word file: text in one piece, nothing said of it."""
    letters = text.encode("utf-16-le")
    parts = [0] * 2 * 93
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text))
    clx += struct.pack("<HIH", 0, 1024, 0)
    parts[66], parts[67] = 0, len(clx)
    main = struct.pack("<HH", 0xA5EC, 0xC1).ljust(32, b"\0")
    main += struct.pack("<H", 14) + bytes(28)
    main += struct.pack("<H", 22) + struct.pack("<22I", 0, 0, 0, len(text), *[0] * 18)
    main += struct.pack("<H", 93) + struct.pack(f"<{len(parts)}I", *parts)
    return {"WordDocument": main.ljust(1024, b"\0") + letters, "0Table": clx}


def test_text_without_properties_is_read_as_cells_of_no_certain_column() -> None:
    title, grid = read_doc(plain_doc("表\r一\x07二\x0b三\x07"), "a.doc").blocks

    assert isinstance(title, Paragraph)
    assert title.text == "表"
    assert isinstance(grid, Grid)
    assert not grid.exact
    assert [one.text for one in grid.rows[0]] == ["一", "二\n三", ""][
        : len(grid.rows[0])
    ]


def test_fields_left_open_do_not_hide_what_follows_them() -> None:
    text = "甲\x13 PAGE \x141\x15乙\r丙\x13 PAGE\r丁\r"
    blocks = read_doc(plain_doc(text), "a.doc").blocks

    assert ["甲1乙", "丙", "丁"] == [
        one.text for one in blocks if isinstance(one, Paragraph)
    ]

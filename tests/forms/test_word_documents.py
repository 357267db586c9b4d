"""Word documents: what other readers lose, and what strangers may send."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest

from perfscore.errors import ReadError
from perfscore.forms.grid import Grid, Paragraph
from perfscore.forms.models import Form
from perfscore.forms.read import read_document, read_form, read_forms
from perfscore.forms.readers.docx import read_docx
from perfscore.forms.readers.docx_text import MOST_DEPTH
from perfscore.forms.readers.package import MOST_ENTRIES, MOST_PART


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
TITLE = "<w:p><w:r><w:t>2023年项目支出绩效自评表</w:t></w:r></w:p>"
HEAD = (
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "完成值",
    "分值",
    "得分",
)


def archive(parts: dict[str, bytes], **options: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def xml(body: str) -> bytes:
    head = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:m="{M}"'
    return f"<w:document {head}><w:body>{body}</w:body></w:document>".encode()


def docx(body: str) -> bytes:
    return archive({"word/document.xml": xml(body)})


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = [one if one.startswith("<w:") else cell(one) for one in cells]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"


def form_of(*rows: str) -> Form:
    """A form with a heading and the rows; every case is one edit of such a table."""
    return read_form(docx(TITLE + table(row(*HEAD), *rows)))


def labels(level1: str, level2: str) -> tuple[str, str, str]:
    return cell("", DOWN), cell(level1, DOWN), cell(level2, DOWN)


GOES_ON = (cell("", ON), cell("", ON), cell("", ON))
FIRST = row(*labels("产出指标(50分)", "数量指标"), "巡检", "12次", "12次", "10", "10")


def figures(form: Form) -> list[tuple[object, ...]]:
    return [(i.level1, i.level2, i.name, i.weight, i.claimed) for i in form.indicators]


def test_a_tracked_change_in_a_score_is_read_as_accepted_and_doubted() -> None:
    tracked = cell(
        "<w:p><w:del><w:r><w:delText>10</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>8</w:t></w:r></w:ins></w:p>"
    )
    form = form_of(FIRST, row(*GOES_ON, "保洁", "4次", "4次", "10", tracked))
    assert figures(form)[1] == ("产出指标", "数量指标", "保洁", 10, 8)
    (doubt,) = form.indicators[1].doubts
    assert doubt.key == "forms.tracked-change"
    assert dict(doubt.data) == {"text": "8", "deleted": "10"}
    assert form.indicators[0].doubts == ()


@pytest.mark.parametrize("wrapper", ["moveTo", "ins"])
def test_moved_text_is_read_where_it_is_now(wrapper: str) -> None:
    moved = cell(
        "<w:p><w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>"
        f"<w:{wrapper}><w:r><w:t>7</w:t></w:r></w:{wrapper}></w:p>"
    )
    form = form_of(row(*labels("产出指标", "数量指标"), "巡检", "1", "1", "10", moved))
    assert form.indicators[0].claimed == 7
    assert form.indicators[0].doubts


def test_a_row_inserted_under_tracking_is_read_and_doubted() -> None:
    late = row(*GOES_ON, "保洁", "4次", "4次", "5", "5", properties="<w:ins/>")
    form = form_of(FIRST, late)
    assert [one.name for one in form.indicators] == ["巡检", "保洁"]
    assert {d.key for d in form.indicators[1].doubts} == {"forms.tracked-row"}


def control(content: str, properties: str = "") -> str:
    return (
        f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>"
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def test_content_controls_around_text_cell_and_row_are_read() -> None:
    inline = cell(f"<w:p>{control('<w:r><w:t>8</w:t></w:r>')}</w:p>")
    around_cell = control(cell("9"))
    rows = (
        row(*labels("产出指标", "数量指标"), "巡检", "12次", "12次", "10", inline),
        row(*GOES_ON, "保洁", "4次", "4次", "10", around_cell),
        control(row(*GOES_ON, "绿化", "2次", "2次", "10", "7")),
    )
    form = form_of(*rows)
    assert [one.claimed for one in form.indicators] == [8, 9, 7]
    assert not any(one.doubts for one in form.indicators)


def test_the_prompt_of_an_empty_control_is_no_figure() -> None:
    prompt = "<w:r><w:t>单击此处输入文字</w:t></w:r>"
    empty = cell(f"<w:p>{control(prompt, '<w:showingPlcHdr/>')}</w:p>")
    form = form_of(
        row(*labels("产出指标", "数量指标"), "巡检", "12次", empty, "10", "10")
    )
    assert form.indicators[0].actual.text == ""
    assert form.indicators[0].doubts[0].key == "forms.placeholder"


def test_other_wrappers_are_read_through() -> None:
    def wrapped(name: str) -> str:
        return cell(f"<w:p><w:{name}><w:r><w:t>8</w:t></w:r></w:{name}></w:p>")

    for name in ("smartTag", "customXml", "hyperlink", "fldSimple"):
        form = form_of(
            row(*labels("产出指标", "质量指标"), "巡检", "1", "1", "10", wrapped(name))
        )
        assert form.indicators[0].claimed == 8
        assert form.indicators[0].doubts == ()


def test_a_nested_table_does_not_run_into_its_cell() -> None:
    nested = cell(
        para("12次") + table(row("序号", "地点"), row("1", "东院")) + "<w:p/>"
    )
    data = docx(
        TITLE
        + table(
            row(*HEAD),
            row(*labels("产出指标", "数量指标"), "巡检", nested, "12次", "10", "10"),
        )
    )
    assert read_form(data).indicators[0].target.text == "12次"
    grids = [b for b in read_docx(io.BytesIO(data), "a").blocks if isinstance(b, Grid)]
    assert [grid.rows[0][0].text for grid in grids] == ["绩效指标", "序号"]
    assert [grid.place.table for grid in grids] == [1, 2]


def test_a_form_inside_a_layout_table_is_read() -> None:
    inner = table(row(*HEAD), FIRST)
    data = docx(TITLE + table(row(cell(para("") + inner + "<w:p/>"))))
    assert figures(read_form(data)) == [("产出指标", "数量指标", "巡检", 10, 10)]


def test_a_row_that_begins_late_stands_under_its_headings() -> None:
    late = row("保洁", "4次", "3次", "10", "9", properties='<w:gridBefore w:val="3"/>')
    form = form_of(FIRST, late)
    assert figures(form)[1] == ("产出指标", "数量指标", "保洁", 10, 9)
    assert form.indicators[1].actual.text == "3次"
    assert form.indicators[1].places["claimed"].column == 8


def test_old_style_merges_are_one_cell() -> None:
    start, more = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    total = row(
        cell("总分", start),
        *(cell("", more) for _ in range(5)),
        "100",
        "99",
    )
    both = row(
        cell(""),
        cell("满意度指标（10分）", start),
        cell("", more),
        "职工满意度",
        "95%",
        "96%",
        "10",
        "10",
    )
    form = form_of(FIRST, both, total)
    assert facts(form.total_weight, form.total_claimed) == (100, 99)
    assert figures(form)[1] == ("满意度指标", "", "职工满意度", 10, 10)
    assert form.level1[1].weight == 10


def test_an_old_style_merge_may_go_down_as_well() -> None:
    start, more = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    wide = cell("", DOWN), cell("产出指标", start + DOWN), cell("", more + DOWN)
    below = cell("", ON), cell("", start + ON), cell("", more + ON)
    form = form_of(
        row(*wide, "巡检", "1次", "1次", "10", "10"),
        row(*below, "保洁", "1次", "1次", "10", "10"),
    )
    assert [one.level1 for one in form.indicators] == ["产出指标", "产出指标"]


def test_points_that_rows_share_count_once() -> None:
    shared = cell("10", DOWN)
    form = form_of(
        row(
            *labels("产出指标", "数量指标"),
            "巡检",
            "1次",
            "1次",
            shared,
            cell("9", DOWN),
        ),
        row(*GOES_ON, "保洁", "2次", "2次", cell("", ON), cell("", ON)),
    )
    assert [(one.weight, one.claimed) for one in form.indicators] == [
        (10, 9),
        (None, None),
    ]
    assert {d.key for d in form.indicators[1].doubts} == {"forms.points-shared"}


def test_hidden_struck_and_covered_text_is_told() -> None:
    hidden = cell("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r></w:p>")
    struck = cell("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>10</w:t></w:r></w:p>")
    covered = (cell("", ON), cell("", ON), cell("质量指标", ON))
    form = form_of(
        row(*labels("产出指标", "数量指标"), "巡检", "1次", hidden, "10", struck),
        row(*covered, "保洁", "2次", "2次", "10", "10"),
    )
    first = form.indicators[0]
    assert first.actual.text == ""
    assert [d.key for d in first.doubts] == [
        "forms.merged-text",
        "forms.hidden-text",
        "forms.struck-text",
    ]


def test_breaks_tabs_and_symbols_are_text() -> None:
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>'
    odd = '<w:r><w:sym w:font="Webdings" w:char="F041"/></w:r>'
    form = form_of(
        row(
            *labels("产出指标", "质量指标"),
            cell("<w:p><w:r><w:t>合格</w:t><w:br/><w:t>率</w:t></w:r></w:p>"),
            cell(f"<w:p>{sign}</w:p>"),
            cell(f"<w:p>{odd}</w:p>"),
            "10",
            "10",
        )
    )
    (one,) = form.indicators
    assert (one.name, one.target.text) == ("合格率", "≥95%")
    assert [d.key for d in one.doubts] == ["forms.unknown-symbol"]


def test_a_text_box_is_read_once_and_apart() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{para(text)}</w:txbxContent>"

    both = (
        "<mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box('2023年项目支出绩效自评表')}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box('2023年项目支出绩效自评表')}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    data = docx(f"<w:p><w:r>{both}</w:r></w:p>" + table(row(*HEAD), FIRST))
    document = read_docx(io.BytesIO(data), "a")
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert texts == ["2023年项目支出绩效自评表"]
    assert read_form(data).year == 2023
    over = cell(f"<w:p><w:r>{both}</w:r></w:p>")
    form = form_of(
        row(*labels("产出指标", "数量指标"), "巡检", "1次", "1次", "10", over)
    )
    assert form.indicators[0].claimed is None
    assert form.indicators[0].doubts[0].key == "forms.text-box"


def test_pictures_and_formulas_are_told() -> None:
    picture = cell("<w:p><w:r><w:drawing/></w:r></w:p>")
    formula = cell("<w:p><m:oMath><m:r><m:t>≥95%</m:t></m:r></m:oMath></w:p>")
    form = form_of(
        row(*labels("产出指标", "数量指标"), "巡检", formula, "96%", "10", picture)
    )
    (one,) = form.indicators
    assert one.target.text == "≥95%"
    assert {d.key for d in one.doubts} == {"forms.formula-object", "forms.picture"}


def test_controls_and_alternatives_around_blocks_are_read() -> None:
    whole = TITLE + table(row(*HEAD), FIRST)
    branches = (
        f"<mc:AlternateContent><mc:Choice>{whole}</mc:Choice>"
        f"<mc:Fallback>{whole}</mc:Fallback></mc:AlternateContent>"
    )
    fallback = branches.replace("Choice>", "Fallback>")
    for body in (control(whole), branches, fallback, f"<w:ins>{whole}</w:ins>"):
        assert figures(read_form(docx(body))) == [
            ("产出指标", "数量指标", "巡检", 10, 10)
        ]


def test_odd_parts_of_paragraphs() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    choice = (
        f"<mc:AlternateContent><mc:Choice>{run.format('8')}</mc:Choice>"
        f"<mc:Fallback>{run.format('8')}</mc:Fallback></mc:AlternateContent>"
    )
    ruby = (
        f"<w:r><w:ruby><w:rt>{run.format('xun')}</w:rt>"
        f"<w:rubyBase>{run.format('巡')}</w:rubyBase></w:ruby></w:r>"
    )
    mark = "<!-- no text --><w:r><w:t/><w:noBreakHyphen/><w:t>1</w:t></w:r><w:sdt/>"
    form = form_of(
        row(
            *labels("产出指标", "数量指标"),
            cell(f"<w:p>{ruby}{run.format('检')}</w:p>"),
            cell(f"<w:p>{mark}</w:p>"),
            "1次",
            "10",
            cell(f"<w:p>{choice}</w:p>"),
        )
    )
    (one,) = form.indicators
    assert (one.name, one.target.text) == ("巡检", "-1")
    assert one.claimed == 8


def test_text_that_an_old_style_merge_covers_is_told() -> None:
    start, more = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    form = form_of(
        row(
            *labels("产出指标", "数量指标"),
            "巡检",
            "1次",
            "1次",
            cell("10", start),
            cell("9", more),
        )
    )
    assert form.indicators[0].claimed is None
    assert "forms.merged-text" in {doubt.key for doubt in form.indicators[0].doubts}


def test_an_embedded_file_is_told() -> None:
    data = docx(TITLE + table(row(*HEAD), FIRST) + "<w:altChunk/>")
    assert [d.key for d in read_document(data).doubts] == ["forms.embedded-part"]


def test_the_strict_namespace_is_word_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = xml(TITLE + table(row(*HEAD), FIRST)).replace(W.encode(), strict.encode())
    data = archive({"word/document.xml": body})
    assert len(read_form(data).indicators) == 1


def test_the_document_part_is_found_by_its_relation() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    parts = {
        "_rels/.rels": relations.encode(),
        "word/document2.xml": xml(TITLE + table(row(*HEAD), FIRST)),
    }
    assert len(read_forms(archive(parts))) == 1


def test_utf16_is_xml_too() -> None:
    body = xml(TITLE + table(row(*HEAD), FIRST)).decode()
    whole = f'<?xml version="1.0" encoding="UTF-16"?>{body}'
    assert read_forms(archive({"word/document.xml": whole.encode("utf-16")}))


def test_documents_made_by_python_docx_read_alike(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    document.add_paragraph("（2023年度）")
    made = document.add_table(rows=4, cols=8)
    lines: Sequence[Sequence[str]] = (
        HEAD,
        ("", "产出指标(50分)", "数量指标", "巡检", "12次", "12次", "10", "10"),
        ("", "", "", "保洁", "4次", "3次", "10", "7.5"),
        ("总分", "", "", "", "", "", "100", "97.5"),
    )
    for line, cells in zip(lines, made.rows, strict=True):
        for text, one in zip(line, cells.cells, strict=True):
            one.text = text
    made.cell(1, 1).merge(made.cell(2, 1))
    made.cell(1, 2).merge(made.cell(2, 2))
    made.cell(3, 0).merge(made.cell(3, 5))
    path = tmp_path / "自评.docx"
    document.save(str(path))
    form = read_form(path)
    assert form.file == "自评.docx"
    assert form.year == 2023
    assert [str(v) for v in (form.total_weight, form.total_claimed)] == ["100", "195/2"]
    assert [row[:3] for row in figures(form)] == [
        ("产出指标", "数量指标", "巡检"),
        ("产出指标", "数量指标", "保洁"),
    ]


def key_of(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_forms(data)
    assert caught.value.place is not None
    assert caught.value.text("en")
    return caught.value.message.key


def bomb(size: int) -> bytes:
    return archive({"word/document.xml": b" " * size})


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bomb(300 * 2**20)
    assert len(data) < 400_000
    tracemalloc.start()
    try:
        assert key_of(data) == "forms.zip-bomb"
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
    finally:
        tracemalloc.stop()


def test_a_bomb_that_understates_its_size_is_refused() -> None:
    honest = bomb(MOST_PART + 10)
    size = struct.pack("<I", MOST_PART + 10)
    lying = honest.replace(size, struct.pack("<I", 1000))
    assert lying != honest
    assert key_of(lying) in {"forms.part-too-big", "forms.damaged-docx"}


def test_a_large_part_is_refused() -> None:
    filler = {f"media/{i}": bytes(range(256)) * 2000 for i in range(3)}
    parts = {"word/document.xml": b" " * (MOST_PART + 1), **filler}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    assert key_of(out.getvalue()) == "forms.part-too-big"


def test_too_many_parts_are_refused() -> None:
    parts = {f"a{i}": b"" for i in range(MOST_ENTRIES + 1)}
    assert key_of(archive(parts)) == "forms.zip-entries"


def test_a_doctype_is_refused() -> None:
    evil = b'<!DOCTYPE a [<!ENTITY b "b">]>' + xml("")
    assert key_of(archive({"word/document.xml": evil})) == "forms.doctype"
    wide = b'<?xml version="1.0"?>' + evil
    data = archive({"word/document.xml": wide.decode().encode("utf-16")})
    assert key_of(data) == "forms.doctype"
    other = b'<?xml version="1.0" encoding="cp037"?><a/>'
    assert key_of(archive({"word/document.xml": other})) == "forms.damaged-docx"


@pytest.mark.parametrize("tag", ["ins", "smartTag", "sdt"])
def test_deep_nesting_is_refused(tag: str) -> None:
    opening, closing = f"<w:{tag}>", f"</w:{tag}>"
    if tag == "sdt":
        opening, closing = opening + "<w:sdtContent>", "</w:sdtContent>" + closing
    deep = opening * 5000 + closing * 5000
    for body in (deep, f"<w:p>{deep}</w:p>", table(deep)):
        assert key_of(docx(body)) == "forms.too-deep"


def test_tables_nested_deeply_are_refused() -> None:
    body = para("")
    for _ in range(MOST_DEPTH):
        body = table(row(cell(body)))
    assert key_of(docx(body)) == "forms.too-deep"


def test_a_giant_span_is_cut_or_refused() -> None:
    wide = cell("总分", '<w:gridSpan w:val="1000000"/>')
    form = form_of(FIRST, row(wide))
    assert len(form.indicators) == 1
    many = row(*[cell("x", '<w:gridSpan w:val="1000"/>')] * 6)
    assert key_of(docx(TITLE + table(many))) == "forms.table-too-big"
    tall = table(*[row(cell("x", '<w:gridSpan w:val="1000"/>'))] * 500)
    assert key_of(docx(TITLE + tall)) == "forms.table-too-big"


def test_damaged_files_are_named_as_such() -> None:
    whole = docx(TITLE + table(row(*HEAD), FIRST))
    for end in (len(whole) - 30, len(whole) // 2, 40, 5):
        assert key_of(whole[:end]) == "forms.damaged-docx"
    assert key_of(archive({"word/document.xml": b"<a><b></a>"})) == "forms.damaged-docx"
    broken = bytearray(docx(TITLE * 50))
    at = broken.index(b"document.xml") + 20
    broken[at : at + 40] = bytes(40)
    assert key_of(bytes(broken)) == "forms.damaged-docx"


def test_a_password_is_named_as_such() -> None:
    data = bytearray(docx(TITLE))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert key_of(bytes(data)) == "forms.encrypted-docx"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert key_of(old) == "forms.doc-damaged"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("xl/workbook.bin", "forms.kind-workbook"),
        ("ppt/presentation.xml", "forms.kind-slides"),
        ("content.xml", "forms.kind-open-document"),
        ("readme.txt", "forms.kind-zip"),
    ],
)
def test_other_archives_are_called_what_they_are(name: str, kind: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_forms(archive({name: b"x"}))
    assert caught.value.message.key == "forms.zip-not-docx"
    kind_named = dict(caught.value.message.data)["kind"]
    assert getattr(kind_named, "key", "") == kind


def test_a_document_without_a_body_is_refused() -> None:
    data = archive({"word/document.xml": f'<w:document xmlns:w="{W}"/>'.encode()})
    assert key_of(data) == "forms.zip-not-docx"

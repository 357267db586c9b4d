"""Saved web pages and web archives, as a browser shows them."""

from __future__ import annotations

import base64
import quopri
import time
from contextlib import suppress

import pytest

from perfscore.errors import ReadError
from perfscore.forms.grid import Document, Grid
from perfscore.forms.read import read_document, read_form
from perfscore.forms.readers.html import read_html
from perfscore.forms.readers.web import read_archive

HEAD = "".join(
    f"<td>{one}</td>"
    for one in (
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "实际完成值",
        "分值",
        "得分",
    )
)
TABLE = (
    f"<table><tr>{HEAD}</tr>"
    "<tr><td rowspan=2>产出指标<td>数量指标<td>巡检<td>12次<td>12次<td>20<td>19.5</tr>"
    "<tr><td>质量指标<td>合格率<td>98%<td>95%<td>30<td>30</tr></table>"
)
PAGE = f"<html><body><h1>项目支出绩效自评表</h1>{TABLE}</body></html>"


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def grids(text: str) -> list[list[list[str]]]:
    blocks = read_html(text, "a.html").blocks
    found = [block for block in blocks if isinstance(block, Grid)]
    return [[[cell.text for cell in row] for row in grid.rows] for grid in found]


def spans(text: str) -> list[tuple[str, int, int, int, int]]:
    (grid,) = (b for b in read_html(text, "a").blocks if isinstance(b, Grid))
    return [
        (c.text, c.row, c.column, c.row_span, c.column_span)
        for row in grid.rows
        for c in row
    ]


def lines(document: Document) -> list[str]:
    return [b.text for b in document.blocks if not isinstance(b, Grid)]


def keys(text: str) -> list[str]:
    return [doubt.key for doubt in read_html(text, "a").doubts]


def cell_keys(text: str) -> list[str]:
    blocks = read_html(text, "a").blocks
    cells = (c for b in blocks if isinstance(b, Grid) for c in b.cells)
    return [doubt.key for cell in cells for doubt in cell.doubts]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", ""),
        ("utf-8", ""),
        ("gb18030", "gb2312"),
        ("gb18030", "GBK"),
        ("gb18030", ""),
        ("gb18030", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-16", "utf-16"),
        ("big5", "big5"),
    ],
)
def test_encodings(encoding: str, meta: str) -> None:
    title = "絕對" if encoding == "big5" else "项目支出绩效自评表"
    head = f'<META http-equiv=Content-Type content="text/html; charset={meta}">'
    page = f"<html><head>{head if meta else ''}</head><p>{title}"
    if encoding == "big5":
        document = read_document
        with pytest.raises(ReadError) as caught:
            document(page.encode(encoding))
        assert caught.value.message.key == "forms.no-form"
        return
    form = read_form((page + TABLE).encode(encoding))
    assert (form.title, len(form.indicators)) == (title, 2)
    assert form.indicators[1].level1 == "产出指标"
    assert str(form.indicators[1].places["target"]) == "<bytes> 第1表 第3行 第4列"


def test_broken_characters_are_told() -> None:
    data = PAGE.encode().replace("巡检".encode(), "巡".encode() + b"\xff\xff")
    data = data.replace(b"<body>", b"<meta charset=utf-8><body>") + "。".encode() * 40
    found = read_document(data)
    assert [doubt.key for doubt in found.doubts] == ["forms.broken-characters"]
    assert "\ufffd" in found.forms[0].indicators[0].name


def test_spans_reach_as_far_as_there_are_rows() -> None:
    text = "<table><tr><td rowspan=0>甲<td colspan=0>乙<tr><td>丙<tr><td>丁</table>"
    assert spans(text) == [
        ("甲", 0, 0, 3, 1),
        ("乙", 0, 1, 1, 1),
        ("丙", 1, 1, 1, 1),
        ("丁", 2, 1, 1, 1),
    ]
    text = "<table><tbody><tr><td rowspan=9>甲<td>乙</tbody><tbody><tr><td>丙</table>"
    assert spans(text)[0] == ("甲", 0, 0, 1, 1)
    assert spans(text)[2] == ("丙", 1, 0, 1, 1)
    text = "<table><tr><td rowspan='x'>甲<td colspan=-3>乙<td colspan='2px'>丙</table>"
    assert [one[3:] for one in spans(text)] == [(1, 1), (1, 1), (1, 2)]


def test_giant_spans_are_cut_or_refused() -> None:
    text = "<table><tr><td colspan=1000000>甲</table>"
    assert spans(text) == [("甲", 0, 0, 1, 1000)]
    assert cell_keys(text) == ["forms.span-cut"]
    with pytest.raises(ReadError) as caught:
        read_html("<table>" + "<tr><td colspan=999 rowspan=999>甲" * 900, "a")
    assert caught.value.message.key == "forms.table-too-big"


def test_tags_left_open_are_closed() -> None:
    assert grids("<TABLE><TR><TD>甲<TD>乙<TR><TD><b>丙<TD>丁") == [
        [["甲", "乙"], ["丙", "丁"]]
    ]
    assert grids("<table><td>甲</td><td>乙</table></table></td>") == [[["甲", "乙"]]]


def test_text_is_what_is_displayed() -> None:
    text = (
        "<table><tr><td>产出\n  指标<br>（50分）<td>&nbsp;&lt;5 &#8805;&ge;<p>二<p>三"
        "<td><script>var a='<td>';</script>甲<style>p{}</style><!-- <td>乙 -->丙"
        "<td><input value=95><select><option>优<option selected>良</select>"
        "<input type=hidden value=7></table>"
    )
    assert grids(text) == [[["产出指标\n（50分）", "<5 ≥≥\n二\n三", "甲丙", "95良"]]]


def test_what_is_not_displayed_stays_out_with_a_doubt() -> None:
    text = (
        "<style>.x{color:red} .gone {display:none}</style><table><tr><td>甲"
        "<span style='display: none'>9</span><td class=gone>乙<td>丙"
        "<tr style='DISPLAY:none'><td>丁<tr><td>戊<span hidden>7</table>"
        "<div style='visibility:hidden'>己</div>庚"
    )
    assert grids(text) == [[["甲", "丙"], ["戊"]]]
    assert cell_keys(text) == ["forms.hidden-text", "forms.hidden-text"]
    (doubt,) = read_html(text, "a").doubts
    assert doubt.key == "forms.hidden-page-text"
    assert all(one in str(doubt) for one in "乙丁己")
    assert lines(read_html(text, "a")) == ["庚"]


def test_what_is_left_open_hides_nothing_beyond_its_cell() -> None:
    text = "<table><tr><td><span hidden>甲<td>乙<tr><td><s>丙<td>丁</table>戊"
    assert grids(text) == [[["", "乙"], ["丙", "丁"]]]
    assert cell_keys(text) == ["forms.hidden-text", "forms.struck-text"]


def test_raised_figures_are_no_part_of_the_figure_before() -> None:
    text = "<table><tr><td>10<sup>4</sup><td>100m<sup>2</sup><td><img src=a></table>"
    assert grids(text) == [[["10^4", "100m²", ""]]]
    assert cell_keys(text) == ["forms.raised-figure", "forms.picture"]


def test_a_table_in_a_table_is_one_of_its_own() -> None:
    inner = "<table><tr><td>一<td>二</table>"
    text = f"<table><tr><td>甲<td>乙<tr><td>丙<td>丁{inner}</table>"
    assert grids(text) == [[["甲", "乙"], ["丙", "丁"]], [["一", "二"]]]
    text = f"<table><tr><td><h2>标题</h2>{inner}尾<tr><td>末</table>"
    document = read_html(text, "a")
    assert lines(document) == ["标题", "尾", "末"]
    assert grids(text) == [[["一", "二"]]]


def test_what_stands_between_cells_comes_before_the_table() -> None:
    text = "<table><caption>标题</caption><tr>乱<td>甲<td>乙</table>"
    assert lines(read_html(text, "a")) == ["标题", "乱"]
    assert grids(text) == [[["甲", "乙"]]]


def test_a_page_that_is_called_a_workbook() -> None:
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"\n'
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
        "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
        "<!--[if gte mso 9]><xml><x:Name>表</x:Name></xml><![endif]--></head><body>"
        "<table x:str><col width=72 style='mso-width-source:userset'>"
        "<tr><td colspan=7>项目支出绩效自评表</td></tr>"
        f"<tr>{HEAD}</tr><tr><td>产出指标<td>数量指标<td>巡检<td x:num='0.98'>98%"
        "<td x:num>95%<td x:num>20<td x:num='19.5'>19.50</tr>"
        "<![if supportMisalignedColumns]><tr height=0 style='display:none'>"
        "<td width=72></td></tr><![endif]></table></body></html>"
    )
    found = read_document(page.encode("gb18030"), file="a.xls")
    (row,) = found.forms[0].indicators
    assert facts(row.target.text, row.claimed, row.decimals) == (
        "98%",
        19.5,
        {"claimed": 2},
    )
    assert (found.doubts, row.doubts) == ((), ())


def test_tables_in_the_markup_of_a_text_dump() -> None:
    text = f"附件\n项目支出绩效自评表\n（2023年度）\n{TABLE}\n注：无\n"
    form = read_form(text.encode())
    assert (form.title, form.year, len(form.indicators)) == (
        "项目支出绩效自评表",
        2023,
        2,
    )


def test_markup_at_the_beginning_of_a_dump_makes_no_page() -> None:
    table = "三级指标\t指标值\t分值\n巡检\t12次\t10\n"
    text = f"<span>附件</span>\n项目支出绩效目标表\n\n{table}"
    assert read_form(text.encode()).indicators[0].weight == 10


def archive(encoding: str, *pages: str) -> bytes:
    parts = []
    for page in pages:
        data = page.encode("gb18030")
        packed = (
            quopri.encodestring(data)
            if encoding == "quoted-printable"
            else base64.encodebytes(data)
        )
        head = (
            'Content-Type: text/html; charset="gb2312"\n'
            f"Content-Transfer-Encoding: {encoding}\n\n"
        )
        parts.append(head.encode() + packed)
    body = b"\n--=_b\n".join([b"", *parts])
    return (
        b"From: <Saved by Microsoft Internet Explorer>\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; boundary="=_b"\n' + body + b"\n--=_b--\n"
    )


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_archives_hold_several_pages(encoding: str) -> None:
    data = archive(encoding, PAGE, PAGE.replace("巡检", "养护"))
    forms = read_document(data).forms
    assert [form.indicators[0].name for form in forms] == ["巡检", "养护"]
    assert forms[1].places["title"].file == "<bytes>"
    assert (
        read_document(data.replace(b"\n", b"\r\n")).forms[0].indicators[1].weight == 30
    )


def test_archives_without_a_page_are_refused() -> None:
    data = b"MIME-Version: 1.0\nContent-Type: text/plain\n\nabc"
    with pytest.raises(ReadError) as caught:
        read_document(data)
    assert caught.value.message.key == "forms.broken-archive"
    nested = b"MIME-Version: 1.0\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at)
        for at in range(3000)
    )
    with pytest.raises(ReadError):
        read_archive(nested, "a.mht")


def test_a_page_of_frames_says_where_the_tables_are() -> None:
    page = b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>"
    with pytest.raises(ReadError) as caught:
        read_document(page)
    assert caught.value.message.key == "forms.frames"


@pytest.mark.parametrize(
    "piece",
    [
        "<![CDATA[",
        "<!--",
        "<a ",
        "<a b='",
        "</",
        "<?",
        "<",
        "&",
        "<script>",
        "<br>",
        "<table><tr><td>",
        "<span hidden>",
        "<table>",
        "<td rowspan=0>",
    ],
)
def test_hostile_pages_are_read_or_refused_in_time(piece: str) -> None:
    began = time.process_time()
    for page in ("<html>" + piece * 100_000, "<table><tr>" + piece * 100_000):
        with suppress(ReadError):
            read_html(page, "a")
    assert time.process_time() - began < 10

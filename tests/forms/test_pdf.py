"""PDF files: ruled tables, tables over pages, what is not read, hostile files."""

from __future__ import annotations

import builtins
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from perfscore.errors import ReadError
from perfscore.forms.grid import Grid, Paragraph
from perfscore.forms.models import Form
from perfscore.forms.read import read_document, read_form
from perfscore.forms.readers.pdf import read_pdf
from perfscore.forms.readers.pdf_bounds import MOST_OBJECTS
from perfscore.forms.readers.pdf_source import MOST_PAGES

FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode/Identity-H"
    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/W[32 126 500]"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
)
SIZE = 9


def file_of(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF file of numbered objects."""
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, made in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n" % number + made + b"\nendobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<</Size %d %s>>\n" % (len(objects) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF" % at


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<</Filter/FlateDecode/Length %d %s>>" % (len(packed), more)
    return head + b"\nstream\n" + packed + b"\nendstream"


def pdf(*pages: str, rotate: int = 0, fonts: str = FONT) -> bytes:
    """A PDF file of pages, each given by its operators."""
    count = len(pages)
    kids = " ".join(f"{3 + i} 0 R" for i in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
    ]
    objects += [
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate {rotate}"
        f"/Contents {3 + count + i} 0 R/Resources<</Font<</F {fonts}>>>>>>".encode()
        for i in range(count)
    ]
    return file_of([*objects, *(stream(page.encode("latin-1")) for page in pages)])


def text(x: float, top: float, words: str, mode: int = 0) -> str:
    """Words whose first line begins at a place; y counts downwards."""
    out = ""
    for i, line in enumerate(words.split("\n")):
        codes = line.encode("utf-16-be").hex()
        y = 800 - top - SIZE - i * (SIZE + 2)
        out += f"BT {mode} Tr /F {SIZE} Tf {x} {y} Td <{codes}> Tj ET\n"
    return out


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {800 - y0} m {x1} {800 - y1} l S\n"


Cells = Sequence[tuple[str, int, int, int, int]]
"""Text, row, column, rows and columns of each cell."""


def table(cells: Cells, xs: Sequence[float], ys: Sequence[float]) -> str:
    out = ""
    for words, row, column, rows, columns in cells:
        x0, x1, y0, y1 = xs[column], xs[column + columns], ys[row], ys[row + rows]
        corners = (
            (x0, y0, x1, y0),
            (x1, y0, x1, y1),
            (x1, y1, x0, y1),
            (x0, y1, x0, y0),
        )
        out += "".join(line(*side) for side in corners)
        out += text(x0 + 3, y0 + 3, words)
    return out


XS = (50, 100, 165, 220, 290, 360, 400, 440)
HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
TITLE = text(200, 40, "2023年项目支出绩效自评表")


def whole(row: int, texts: Sequence[str], first: int = 0) -> Cells:
    return [(one, row, first + i, 1, 1) for i, one in enumerate(texts)]


def ys(rows: int, top: float = 100, height: float = 40) -> list[float]:
    return [top + height * i for i in range(rows + 1)]


def facts(*values: object) -> list[object]:
    """Values to compare with plain numbers."""
    return list(values)


def keys(form: Form) -> list[str]:
    return [doubt.key for row in form.indicators for doubt in row.doubts]


def rows_of(form: Form) -> list[tuple[object, ...]]:
    return [
        (i.level1, i.level2, i.name, i.target.text, i.weight, i.claimed)
        for i in form.indicators
    ]


ONE = ("产出指标", "数量指标", "巡检", "≥12次", "12次", "10", "9.5")
TWO = ("效益指标", "社会效益指标", "投诉", "0次", "0次", "20", "20")
PAGE = TITLE + table([*whole(0, HEAD), *whole(1, ONE), *whole(2, TWO)], XS, ys(3))
READ = [
    ("产出指标", "数量指标", "巡检", "≥12次", 10, 9.5),
    ("效益指标", "社会效益指标", "投诉", "0次", 20, 20),
]


def test_a_ruled_table_and_the_lines_around_it_are_read_with_their_places() -> None:
    data = pdf(
        PAGE
        + text(50, 60, "填报单位：某局    金额单位：万元")
        + text(300, 780, "- 1 -")
    )
    title, line_, grid = read_pdf(data, "a.pdf").blocks
    form = read_form(data)

    assert isinstance(title, Paragraph)
    assert title.text == "2023年项目支出绩效自评表"
    assert isinstance(line_, Paragraph)
    assert line_.text.split() == ["填报单位：某局", "金额单位：万元"]
    assert isinstance(grid, Grid)
    assert grid.exact
    assert grid.rows[1][3].place.text() == "a.pdf 第1页 第1表 第2行 第4列"
    assert READ == rows_of(form)
    assert (form.office, form.money_unit, form.year) == ("某局", "万元", 2023)
    assert form.doubts == ()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pages_are_read_however_they_are_turned(rotate: int) -> None:
    turns = {90: "0 1 -1 0 0 0", 180: "-1 0 0 -1 0 0", 270: "0 -1 1 0 0 0"}
    lies = f"q {turns[rotate]} cm {PAGE} Q" if rotate else PAGE

    assert READ == rows_of(read_form(pdf(PAGE, rotate=rotate)))
    assert READ == rows_of(read_form(pdf(lies)))


def test_merged_cells_have_exact_spans() -> None:
    cells = [
        *whole(0, HEAD),
        ("产出指标\n(50分)", 1, 0, 2, 1),
        ("数量指标", 1, 1, 2, 1),
        *whole(1, ("巡检", "≥12次", "12次", "10", "9.5"), 2),
        *whole(2, ("保洁", "4次", "4次", "5", "5"), 2),
        ("总分", 3, 0, 1, 5),
        *whole(3, ("100", "98"), 5),
    ]
    data = pdf(TITLE + table(cells, XS, ys(4)))
    (_, grid) = read_pdf(data, "a.pdf").blocks
    form = read_form(data)

    assert isinstance(grid, Grid)
    tall, wide = grid.rows[1][0], grid.rows[3][0]
    assert (tall.row_span, tall.column_span) == (2, 1)
    assert (wide.row_span, wide.column_span) == (1, 5)
    assert [row.name for row in form.indicators] == ["巡检", "保洁"]
    assert {row.level1 for row in form.indicators} == {"产出指标"}
    assert form.level1[0].weight == 50
    assert [form.total_weight, form.total_claimed] == facts(100, 98)


def test_rules_may_be_thin_boxes_double_lines_or_open_at_the_sides() -> None:
    boxes = "".join(f"{x} 680 0.5 120 re f\n" for x in XS)
    boxes += "".join(f"50 {800 - y} 390 0.5 re f\n" for y in ys(3))
    boxes = boxes.replace(" 680 0.5 120 ", f" {800 - 220} 0.5 120 ")
    words = "".join(
        text(XS[i] + 3, y + 3, one)
        for y, row in zip(ys(3), (HEAD, ONE, TWO), strict=False)
        for i, one in enumerate(row)
    )
    double = "".join(line(50, y + 1.5, 440, y + 1.5) for y in ys(3))
    inner = "".join(line(x, 100, x, 220) for x in XS[1:-1])
    across = "".join(line(50, y, 440, y) for y in ys(3))

    assert READ == rows_of(read_form(pdf(TITLE + words + boxes)))
    assert READ == rows_of(read_form(pdf(PAGE + double)))
    assert READ == rows_of(read_form(pdf(TITLE + words + inner + across)))
    # The page's end may leave the last row without a line below it.
    open_end = inner + "".join(line(50, y, 440, y) for y in ys(2))
    assert READ == rows_of(read_form(pdf(TITLE + words + open_end)))


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    bold = PAGE + text(XS[5] + 3.3, 143, "10") + text(XS[2] + 3.2, 143, "巡检")

    assert READ == rows_of(read_form(pdf(bold)))


def test_look_alike_letters_are_folded_and_figures_are_not() -> None:
    row = ("⽣态效益", "⽣态效益指标", "⻓江⽔质", "10²㎡", "１０", "10", "10")
    form = read_form(pdf(TITLE + table([*whole(0, HEAD), *whole(1, row)], XS, ys(2))))

    (made,) = form.indicators
    assert (made.level2, made.name) == ("生态效益指标", "长江水质")
    assert made.target.text == "10²㎡"


def test_a_figure_that_two_lines_may_share_is_doubted() -> None:
    row = ("产出指标", "数量指标", "巡检", "100000000000\n000次", "12次", "10", "10")
    form = read_form(pdf(TITLE + table([*whole(0, HEAD), *whole(1, row)], XS, ys(2))))

    assert keys(form) == ["forms.figure-over-lines"]


def test_text_over_a_rule_is_doubted_and_not_cut() -> None:
    row = ("产出指标", "数量指标", "巡检", "≥12次", "12次", "123456789012", "")
    form = read_form(pdf(TITLE + table([*whole(0, HEAD), *whole(1, row)], XS, ys(2))))

    assert form.indicators[0].weight == 123456789012
    assert "forms.text-over-rule" in keys(form)


def test_letters_that_cannot_be_seen_are_not_read() -> None:
    form = read_form(pdf(PAGE + text(XS[6] + 25, 143, "99", mode=3)))

    assert READ == rows_of(form)
    assert keys(form) == ["forms.hidden-text"]


def continued(*second: tuple[str, int, int, int, int], rows: int) -> Form:
    """A table whose first page ends in a row, and what is on its second page."""
    first = [*whole(0, HEAD), *whole(1, ONE)]
    foot = text(280, 780, "第1页 共2页")
    pages = (
        TITLE + table(first, XS, ys(2, 600)) + foot,
        table(second, XS, ys(rows, 40)) + foot.replace("31", "32", 1),
    )
    return read_form(pdf(*pages))


def test_a_table_goes_on_over_pages_with_its_labels() -> None:
    form = continued(
        ("", 0, 0, 2, 1),
        ("", 0, 1, 1, 1),
        *whole(0, ("保洁", "4次", "4次", "5", "5"), 2),
        ("质量指标", 1, 1, 1, 1),
        *whole(1, ("合格率", "98%", "98%", "6", "6"), 2),
        rows=2,
    )

    assert [
        READ[0],
        ("产出指标", "数量指标", "保洁", "4次", 5, 5),
        ("产出指标", "质量指标", "合格率", "98%", 6, 6),
    ] == rows_of(form)
    assert keys(form) == []
    assert all(row.inferred == () for row in form.indicators)
    assert form.indicators[1].places["name"].page == 2


def test_a_heading_that_the_second_page_repeats_is_left_out() -> None:
    form = continued(
        *whole(0, HEAD),
        ("(50分)", 1, 0, 1, 1),
        ("", 1, 1, 1, 1),
        *whole(1, ("保洁", "4次", "4次", "5", "5"), 2),
        rows=2,
    )

    assert [READ[0], ("产出指标", "数量指标", "保洁", "4次", 5, 5)] == rows_of(form)
    assert facts(*[(one.name, one.weight) for one in form.level1]) == [("产出指标", 50)]


def test_a_row_cut_by_the_page_is_put_together() -> None:
    form = continued(
        ("(50分)", 0, 0, 2, 1),
        ("", 0, 1, 2, 1),
        *whole(0, ("", "（全年）", "", "", ""), 2),
        *whole(1, ("保洁", "4次", "4次", "5", "5"), 2),
        rows=2,
    )

    assert [
        ("产出指标", "数量指标", "巡检", "≥12次（全年）", 10, 9.5),
        ("产出指标", "数量指标", "保洁", "4次", 5, 5),
    ] == rows_of(form)
    assert form.level1[0].weight == 50


def test_a_row_that_may_be_cut_is_doubted() -> None:
    form = continued(
        ("", 0, 0, 1, 1),
        ("", 0, 1, 1, 1),
        *whole(0, ("检修", "", "", "", ""), 2),
        rows=1,
    )

    assert "forms.row-over-pages" in keys(form)


def test_a_label_drawn_only_on_the_second_page_is_the_label_of_both() -> None:
    first = [*whole(0, HEAD), ("产出指标", 1, 0, 2, 1), *whole(1, ONE[1:], 1)]
    first += [("", 2, 1, 1, 1), *whole(2, ("合格率", "98%", "98%", "6", "6"), 2)]
    second = [
        ("", 0, 0, 2, 1),
        ("质量指标", 0, 1, 2, 1),
        *whole(0, ("完好率", "97%", "97%", "5", "5"), 2),
        *whole(1, ("达标率", "96%", "96%", "4", "4"), 2),
    ]
    form = read_form(
        pdf(TITLE + table(first, XS, ys(3, 600)), table(second, XS, ys(2, 40)))
    )

    assert [row.level2 for row in form.indicators] == ["数量指标", *["质量指标"] * 3]


def test_forms_on_pages_of_their_own_stay_apart() -> None:
    forms = read_document(pdf(PAGE, PAGE.replace("<5de168c0>", "<4fdd6d01>"))).forms

    assert [READ, [(*READ[0][:2], "保洁", *READ[0][3:]), READ[1]]] == [
        rows_of(form) for form in forms
    ]


def test_a_running_title_does_not_part_a_table_from_its_heading() -> None:
    """The title heads both pages, and the table's heading stands on the second."""
    first = [("项目名称", 0, 0, 1, 2), ("巡检", 0, 2, 1, 5)]
    first += [("资金总额", 1, 0, 1, 2), ("40万元", 1, 2, 1, 5)]
    second = [*whole(0, HEAD), *whole(1, ONE), *whole(2, TWO)]
    (form,) = read_document(
        pdf(TITLE + table(first, XS, ys(2, 600)), TITLE + table(second, XS, ys(3, 60)))
    ).forms

    assert READ == rows_of(form)
    assert form.project == "巡检"


def test_a_scanned_page_is_unread_and_the_others_are_read() -> None:
    picture = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"
    result = read_document(pdf(PAGE, picture), file="a.pdf")

    assert READ == rows_of(result.forms[0])
    assert [(str(one.place), one.message.key) for one in result.unread] == [
        ("a.pdf 第2页", "forms.page-scanned")
    ]
    for scan in (picture, picture + text(50, 50, "项目支出绩效自评表" * 3, mode=3)):
        with pytest.raises(ReadError) as caught:
            read_document(pdf(scan), file="b.pdf")
        assert caught.value.message.key == "forms.page-scanned"
        assert "b.pdf 第1页" in str(caught.value)


def test_a_form_without_rules_is_unread() -> None:
    words = "".join(
        text(XS[i] + 3, y, one)
        for y, row in zip(ys(3), (HEAD, ONE, TWO), strict=False)
        for i, one in enumerate(row)
    )
    across = "".join(line(50, y, 440, y) for y in ys(3, 97))
    for page in (words, words + across):
        with pytest.raises(ReadError) as caught:
            read_document(pdf(TITLE + page))
        assert caught.value.message.key == "forms.page-unruled"


def test_a_damaged_page_is_unread_and_the_others_are_read() -> None:
    data = pdf(PAGE, PAGE)
    at = data.rindex(b"endstream") - 20
    broken = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    result = read_document(broken)

    assert READ == rows_of(result.forms[0])
    assert ["forms.page-damaged"] == [one.message.key for one in result.unread]


def test_letters_without_a_code_are_unread() -> None:
    fonts = FONT.replace("/ToUnicode/Identity-H", "")
    with pytest.raises(ReadError) as caught:
        read_document(pdf(PAGE, fonts=fonts))

    assert caught.value.message.key == "forms.page-letters"


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "perfscore.forms.readers.pdf_source":
            raise ImportError(name)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ReadError) as caught:
        read_document(pdf(PAGE))
    assert caught.value.message.key == "forms.pdf-extra"
    assert "perfscore[pdf]" in str(caught.value)


def with_catalogue(more: bytes, *others: bytes) -> bytes:
    return file_of([b"<</Type/Catalog/Pages 2 0 R %s>>" % more, *others])


NO_PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def with_font(codes: bytes, widths: str = "[]") -> bytes:
    font = FONT.replace("/ToUnicode/Identity-H", "/ToUnicode 6 0 R")
    font = font.replace("[32 126 500]", widths)
    page = pdf("BT /F 9 Tf <0041> Tj ET", fonts=font)
    # The file's table of objects does not list this one; the parser searches for it.
    at = page.rindex(b"xref\n0")
    return page[:at].replace(b"%PDF-1.7\n", b"%PDF-1.7\n", 1) + (
        b"6 0 obj\n" + stream(codes) + b"\nendobj\ntrailer\n<</Root 1 0 R>>"
    )


def drawing_in_drawing() -> bytes:
    forms = [
        stream(
            b"/F Do " * 10,
            b"/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F %d 0 R>>>>" % (5 + i),
        )
        for i in range(40)
    ]
    return with_catalogue(
        b"",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/MediaBox[0 0 9 9]/Contents 4 0 R"
        b"/Resources<</XObject<</F 5 0 R>>>>>>",
        *forms,
    )


def many_pages() -> bytes:
    kids = " ".join(f"{3 + i} 0 R" for i in range(MOST_PAGES + 1))
    return with_catalogue(
        b"",
        f"<</Type/Pages/Kids[{kids}]>>".encode(),
        *[b"<</Type/Page/MediaBox[0 0 9 9]>>"] * (MOST_PAGES + 1),
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (lambda: pdf("0 0 m " * 4_000_000), "pdf-bomb"),
    "operators": (lambda: pdf("q Q " * (MOST_OBJECTS // 2 + 1)), "pdf-objects"),
    "letters": (
        lambda: pdf(f"BT /F 9 Tf <{'0041' * 300_000}> Tj ET"),
        "pdf-objects",
    ),
    "lines": (
        lambda: pdf(
            "".join(f"{i % 590} 0 m {i % 590} {i % 700} l S\n" for i in range(90_000))
        ),
        "page-scanned",
    ),
    "objects": (
        lambda: with_catalogue(b"/X[" + b"1 " * MOST_OBJECTS + b"]", NO_PAGES),
        "pdf-objects",
    ),
    "deep": (
        lambda: with_catalogue(b"/X" + b"[" * 50_000 + b"]" * 50_000, NO_PAGES),
        "pdf-damaged",
    ),
    "pages": (many_pages, "pdf-pages"),
    "cycle": (
        lambda: with_catalogue(b"", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        "pdf-damaged",
    ),
    "drawings": (drawing_in_drawing, "too-deep"),
    "codes": (
        lambda: with_font(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"),
        "pdf-font",
    ),
    "strings": (
        lambda: with_font(
            b"beginbfrange (\\0\\0\\0\\0) (\\377\\377\\377\\377) (a) endbfrange"
        ),
        "pdf-font",
    ),
    "widths": (lambda: with_font(b"", "[0 4000000000 500]"), "pdf-font"),
    "lost": (lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 2_000_000, "pdf-objects"),
    "cut": (lambda: pdf(PAGE)[:700], "pdf-damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_time(name: str) -> None:
    make, key = HOSTILE[name]
    data = make()
    began = time.process_time()
    with pytest.raises(ReadError) as caught:
        read_document(data, file="a.pdf")

    assert caught.value.message.key == f"forms.{key}"
    assert caught.value.place is not None
    assert caught.value.place.file == "a.pdf"
    assert time.process_time() - began < 60


def test_an_encrypted_file_is_named_as_such() -> None:
    data = file_of(
        [b"<</Type/Catalog/Pages 2 0 R>>", NO_PAGES],
        b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4"
        b"/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32),
    )
    with pytest.raises(ReadError) as caught:
        read_document(data)

    assert caught.value.message.key == "forms.pdf-encrypted"

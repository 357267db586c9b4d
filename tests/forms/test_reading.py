"""Paths, open files and bytes; what is refused, and how it is said."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfscore.errors import ReadError
from perfscore.forms import read as reading
from perfscore.forms.grid import MOST_POSITIONS, Cell, Grid, Paragraph, grid_of_texts
from perfscore.forms.read import read_document, read_form, read_forms
from perfscore.forms.readers import text as text_reading
from perfscore.forms.readers.text import read_text
from perfscore.messages import keys, say

TEXT = (
    "项目支出绩效自评表\n\n一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分\n"
    "产出指标\t数量指标\t巡检\t12次\t12次\t10\t10\n"
)


def error_of(source: object) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_forms(source)  # type: ignore[arg-type] # wrong sources too
    error = caught.value
    assert error.text("zh")
    assert error.text("en")
    return error


def test_paths_files_and_bytes_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(TEXT.encode())
    with path.open("rb") as stream:
        forms = [
            read_form(path),
            read_form(str(path)),
            read_form(stream),
            read_form(TEXT.encode()),
            read_form(bytearray(TEXT.encode())),  # type: ignore[arg-type]
            read_form(io.BytesIO(TEXT.encode())),
        ]
    assert [form.file for form in forms] == [
        "表.txt",
        "表.txt",
        "表.txt",
        "<bytes>",
        "<bytes>",
        "<bytes>",
    ]
    assert len({form.indicators[0].name for form in forms}) == 1
    assert forms[0].places["title"].text() == "表.txt:1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read_form(TEXT.encode(encoding)).indicators[0].name == "巡检"


def test_line_ends_of_all_systems() -> None:
    for end in ("\r\n", "\r"):
        assert read_form(TEXT.replace("\n", end).encode()).indicators[0].claimed == 10


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "forms.empty-file"),
        (b" \r\n\t ", "forms.empty-file"),
        (b"%PDF-1.7\n", "forms.pdf-damaged"),
        (b"\x89PNG\r\n\x1a\n0000", "forms.picture-file"),
        (b"\xff\xd8\xff\xe0abc", "forms.picture-file"),
        (b"{\\rtf1 x}", "forms.rtf-file"),
        (b"<!DOCTYPE html><html></html>", "forms.no-form"),
        (b"\n <HTML><table></table>", "forms.no-form"),
        (b"abc\x00\x01\x02", "forms.not-text"),
        (b"\xff\xfe\x00", "forms.not-text"),
        (b"\x81\x20\xff\xff", "forms.not-text"),
        ("通知".encode(), "forms.no-form"),
    ],
)
def test_what_cannot_be_read_is_called_what_it_is(data: bytes, key: str) -> None:
    error = error_of(data)
    assert error.message.key == key
    assert error.place is not None
    assert error.place.file == "<bytes>"


def test_a_picture_named_docx_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "自评表.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    error = error_of(path)
    assert error.message.key == "forms.picture-file"
    assert str(error).startswith("自评表.docx: ")


def test_files_that_do_not_open(tmp_path: Path) -> None:
    assert error_of(tmp_path / "none.docx").message.key == "forms.cannot-open"
    assert error_of(tmp_path).message.key == "forms.cannot-open"
    assert error_of(io.StringIO("x")).message.key == "forms.not-bytes"


def test_files_that_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert error_of(io.BytesIO(b"x" * 11)).message.key == "forms.file-too-big"


def test_one_form_is_wanted_where_there_are_several() -> None:
    table = TEXT.partition("\n\n")[2]
    text = "".join(f"项目名称\t{name}\n{table}\n" for name in ("道路", "绿化"))
    with pytest.raises(ReadError) as caught:
        read_form(text.encode())
    assert "2 张表" in str(caught.value)
    assert "1. 道路、2. 绿化" in str(caught.value)


def test_a_form_that_cannot_be_understood_is_no_silence() -> None:
    text = "绩效目标表\n\n一级指标\t产出指标\n二级指标\t数量指标\n三级指标\t巡检\n"
    error = error_of(text.encode())
    assert error.message.key == "forms.no-form-read"
    assert error.place is not None
    assert error.place.table == 1


def test_too_many_lines_and_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_reading, "MOST_LINES", 100)
    assert error_of(b"a\n" * 101).message.key == "forms.too-many-lines"
    monkeypatch.setattr(text_reading, "MOST_CELLS", 50)
    assert error_of(b"a\tb\n" * 30).message.key == "forms.table-too-big"
    assert error_of(b"a\t" * 60).message.key == "forms.table-too-big"


def test_hostile_text_is_read_or_refused_in_time() -> None:
    head = TEXT + "\n"
    began = time.process_time()
    read_document((head + "甲\t乙\t丙\t丁\t戊\t己\t庚\n" * 3000).encode())
    read_document((TEXT.replace("巡检", "(" * 100_000)).encode())
    read_document((TEXT.replace("12次", "1" * 100_000)).encode())
    assert time.process_time() - began < 10


def test_rows_unlike_the_heading_end_the_table() -> None:
    text = TEXT + "甲\t乙\t丙\t丁\t戊\t己\t庚\n" * 100
    result = read_document(text.encode())
    assert len(result.forms[0].indicators) == 1
    assert len(result.unread) == 21
    assert result.unread[-1].message.key == "forms.rest-not-understood"


def test_a_grid_knows_which_cell_covers_a_position() -> None:
    tall = Cell(text="产出", row=0, column=0, row_span=2)
    wide = Cell(text="总分", row=2, column=0, column_span=2)
    grid = Grid((tall, Cell(text="甲", row=0, column=1), wide))
    assert grid.at(1, 0) is tall
    assert grid.at(2, 1) is wide
    assert grid.at(1, 1) is None
    assert [len(row) for row in grid.rows] == [2, 0, 1]
    assert grid.width == 2
    assert grid_of_texts([]).rows == ()
    with pytest.raises(ReadError) as caught:
        Grid((Cell(text="", row=0, column=0, row_span=MOST_POSITIONS, column_span=2),))
    assert caught.value.message.key == "forms.table-too-big"


def test_a_stream_of_cells_keeps_its_rows_and_lines() -> None:
    text = "标题\n\t一\n二\n\t\n\n\t三\n\t四\n\n\n尾"
    title, grid, end = read_text(text, "a.txt").blocks
    assert isinstance(title, Paragraph)
    assert isinstance(grid, Grid)
    assert isinstance(end, Paragraph)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["一\n二", ""],
        ["三", "四"],
    ]
    assert grid.rows[1][1].place.text() == "a.txt 第1表 第2行 第2列 文本第7行"
    assert (title.place.line, end.place.line) == (1, 10)


def test_an_empty_line_in_a_cell_is_kept_with_a_doubt() -> None:
    whole = "\t一\n\t二\n\t三\n\n"
    (grid,) = read_text(f"{whole}\t四\n\n五\n\t六\n\t七\n", "a").blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[1]] == ["四\n\n五", "六", "七"]
    assert grid.rows[1][0].doubts[0].key == "forms.cell-over-empty-line"
    (grid,) = read_text(f"{whole}\t四\n\t五\n\t六\n\n七\n\n\t八\n", "a").blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1][2].text == "六\n\n七"


def test_markup_left_in_a_dump_is_a_doubt() -> None:
    text = (
        f"项目名称\t维修费<span style='x'>2026.1.29</span>\n{TEXT.partition('表')[2]}"
    )
    form = read_form(text.encode())
    assert [doubt.key for doubt in form.doubts] == ["forms.markup"]


def test_every_message_is_complete_in_both_languages() -> None:
    for key in sorted(keys()):
        if key.startswith("forms."):
            message = say(key)
            assert bool(message.hint("zh")) == bool(message.hint("en"))


PIECES = (
    "\t",
    "\n",
    "\n\n",
    "|",
    *["一级指标", "二级指标", "三级指标", "指标值", "分值", "得分"],
)
MORE = (
    "产出指标",
    "数量指标",
    "总分",
    "10",
    "≥",
    "项目名称",
    "年初预算数",
    "执行率",
    TEXT,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES + MORE), max_size=60))
def test_any_text_is_read_or_refused(pieces: list[str]) -> None:
    try:
        result = read_document("".join(pieces).encode())
    except ReadError:
        return
    assert all(form.indicators for form in result.forms)

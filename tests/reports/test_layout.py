"""Lines, wrapped by the columns that signs take; nothing is cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.reports.layout import (
    Column,
    Span,
    clean,
    labelled,
    paragraph,
    plain,
    table,
    widest,
    width,
    wrap,
)

TEXTS = st.text(st.sampled_from("预算绩效，。（）“”≥–1234 abc%./\n"), max_size=200)


@given(TEXTS, st.integers(4, 40))
def test_wrapping_keeps_every_sign_and_the_width(text: str, room: int) -> None:
    lines = wrap(text, room)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(widest(line) <= room for line in lines)


def test_words_stay_whole_and_closing_signs_follow() -> None:
    assert wrap("perfscore explain 自评表", 12) == ["perfscore", "explain 自评", "表"]
    assert wrap("维护和谐，稳定", 8) == ["维护和", "谐，稳定"]
    assert wrap("分值（十分）合计", 6) == ["分值", "（十", "分）合", "计"]


def test_a_word_wider_than_the_room_is_broken() -> None:
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_width_counts_what_a_terminal_shows() -> None:
    assert (width("表e\u0301"), width("≥"), widest("≥")) == (3, 1, 2)


@pytest.mark.parametrize(
    "bad", ["\x1b[31m红", "红\u202e", "红\r\n", "\x07红", "红\ud800"]
)
def test_nothing_in_a_form_steers_the_terminal(bad: str) -> None:
    assert clean(bad).removeprefix("[31m") == "红"


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_no_table_is_too_wide(rows: list[tuple[str, str, str]]) -> None:
    columns = [
        Column("序号", right=True),
        Column("指标", flexible=True),
        Column("目标", flexible=True),
    ]
    text = plain(table(columns, rows))

    assert all(width(line) <= 80 for line in text.splitlines())


def test_a_table_lines_up() -> None:
    columns = [Column("序号", right=True), Column("指标", flexible=True)]

    text = plain(table(columns, [["1", "核酸检测"], ["10", Span("≥", "bold")]]))

    assert text == (
        "--------------\n"
        "序号  指标\n"
        "--------------\n"
        "   1  核酸检测\n"
        "  10  ≥\n"
        "--------------\n"
    )


def test_further_lines_hang_below_the_first() -> None:
    assert plain(labelled("依据", "甲" * 40)) == f"依据  {'甲' * 37}\n      甲甲甲\n"
    assert plain(paragraph("甲" * 40, indent=1, hang=1)).splitlines()[1] == "  甲"

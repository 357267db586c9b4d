"""Forms out of our own JSON, and out of frames."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pandas as pd
import polars as pl
import pytest

from perfscore.auditing.audit import audit
from perfscore.errors import ReadError
from perfscore.forms.read import read_document, read_form, read_forms
from perfscore.forms.readers import frames
from perfscore.reports.jsonio import to_json
from perfscore.scoring.card import score

PATH = "docs/examples/lukou-2022.docx"
COLUMNS: dict[str, list[object]] = {
    "一级指标": ["产出指标", "产出指标"],
    "三级指标": ["巡检", "合格率"],
    "指标值": ["≥12次", "98%"],
    "实际完成值": ["12次", None],
    "分值": [20, 30],
    "得分": [19.5, None],
}


def facts(*values: object) -> tuple[object, ...]:
    """Values to compare with plain numbers."""
    return values


def key_of(text: str) -> str:
    with pytest.raises(ReadError) as caught:
        read_document(text.encode())
    assert caught.value.text("en")
    return caught.value.message.key


def test_a_form_comes_back_as_it_was() -> None:
    form = read_forms(PATH)[1]
    assert read_form(to_json(form).encode()) == form
    assert read_form(to_json(form, indent=None).encode("utf-8-sig")) == form


def test_lists_scorecards_and_reports_hold_forms() -> None:
    forms = read_forms(PATH)[:2]
    listed = "[" + ",".join(to_json(form) for form in forms) + "]"
    assert read_forms(listed.encode()) == forms
    assert read_forms(to_json(score(forms[0])).encode()) == forms[:1]
    assert read_forms(to_json(audit(forms)).encode()) == forms


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "forms.not-text"),
        ('{"a": ', "forms.json-broken"),
        ('{"a": 1}', "forms.json-foreign"),
        ("[{}]", "forms.json-foreign"),
        ('[{"a": NaN}]', "forms.json-broken"),
        (
            '{"kind": "x", "scope": "project", "title": "", "indicators": []}',
            "forms.json-unfit",
        ),
        ('{"a": ' + "[" * 100_000, "forms.json-broken"),
    ],
)
def test_foreign_and_broken_json_is_refused(text: str, key: str) -> None:
    if text == "{":
        key = "forms.no-form"
    assert key == key_of(text)


def test_text_in_brackets_is_no_json() -> None:
    assert key_of("[2023] 12号文\n通知\n") == "forms.no-form"


@pytest.mark.parametrize("number", ["1e99999", "1E+123456789", "9" * 5000])
def test_numbers_without_an_end_are_refused(number: str) -> None:
    data = json.loads(to_json(read_forms(PATH)[1]))
    data["indicators"][0]["weight"] = number
    assert key_of(json.dumps(data)) == "forms.json-unfit"


def test_messages_that_nobody_can_say_are_refused() -> None:
    data = json.loads(to_json(read_forms(PATH)[1]))
    for message in (
        {"key": "forms.no-such", "data": []},
        {"key": "../x.y", "data": []},
        {"key": "forms.several", "data": []},
    ):
        data["doubts"] = [message]
        assert key_of(json.dumps(data)) == "forms.json-unfit"


@pytest.mark.parametrize("make", [pl.DataFrame, pl.LazyFrame, pd.DataFrame])
def test_a_frames_columns_are_headings(make: type) -> None:
    first, second = read_form(make(COLUMNS)).indicators
    assert (first.level1, first.name, first.target.text) == (
        "产出指标",
        "巡检",
        "≥12次",
    )
    assert facts(first.weight, first.claimed, second.claimed) == (20, 19.5, None)
    assert (second.actual.kind.value, second.doubts) == ("missing", ())
    assert str(second.places["name"]) == "<frame> 第1表 第2行 第2列"


def test_only_whole_frames_are_frames() -> None:
    frame = pl.DataFrame(COLUMNS)
    assert frames.is_frame(frame)
    assert not frames.is_frame(COLUMNS)
    assert not frames.is_frame(pl.Series([1]))


def test_names_of_fields_are_headings_too() -> None:
    frame = pl.DataFrame(
        {
            "name": ["巡检"],
            "target": ["12次"],
            "actual": ["12次"],
            "weight": [Decimal("7.50")],
        }
    )
    (row,) = read_form(frame).indicators
    assert facts(row.name, row.weight) == ("巡检", 7.5)


def test_projects_in_a_column_are_forms_of_their_own() -> None:
    frame = pd.DataFrame({"项目名称": ["甲路", "乙路"], **COLUMNS})
    forms = read_forms(frame)
    assert [form.project for form in forms] == ["甲路", "乙路"]
    assert [len(form.indicators) for form in forms] == [1, 1]
    assert [str(form.indicators[0].places["name"]) for form in forms] == [
        "<frame> 第1表 第1行 第3列",
        "<frame> 第2表 第2行 第3列",
    ]


def test_a_goal_in_a_column_divides_nothing() -> None:
    frame = pl.DataFrame({"绩效目标": ["甲", "乙"], **COLUMNS})
    assert len(read_form(frame).indicators) == 2


def test_a_named_index_is_a_column() -> None:
    frame = pd.DataFrame(COLUMNS).set_index(["一级指标"])
    assert read_form(frame).indicators[0].level1 == "产出指标"


def test_values_of_frames_as_text() -> None:
    day = pd.Timestamp("2023-12-31")
    values = [0.1, 1e-7, 3.0, True, pd.NA, pd.NaT, float("nan"), day, Decimal("1.50")]
    assert [frames._text(value) for value in values] == [
        "0.1",
        "0.0000001",
        "3",
        "TRUE",
        "",
        "",
        "",
        "2023-12-31",
        "1.5",
    ]


def test_a_frame_that_is_too_large_is_refused() -> None:
    frame = pl.DataFrame({"三级指标": ["甲"] * 200_001})
    for one in (frame, frame.lazy()):
        with pytest.raises(ReadError) as caught:
            read_document(one)
        assert caught.value.message.key == "forms.table-too-big"


def test_reading_a_text_loads_no_library_of_frames() -> None:
    code = (
        "import perfscore as ps, sys;"
        "ps.read_forms('三级指标\\t指标值\\t分值\\n甲\\t1次\\t9\\n'.encode());"
        "print({'polars', 'pandas', 'xlrd', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"

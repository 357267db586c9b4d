"""Files of actuals and decisions as spreadsheet programs and strangers write them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from perfscore.errors import ScoringError
from perfscore.scoring.inputs import read_actuals, read_decisions

TEXT = "表,指标,完成值,备注\n附件1,1,480台,名册\n附件1,2,3,\n"


def _write(folder: Path, data: bytes | str, name: str = "actuals.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _refused(path: Path) -> str:
    with pytest.raises(ScoringError) as error:
        read_actuals(path)
    assert re.search("[\u4e00-\u9fff]", error.value.text("en").split("“")[0]) is None
    return str(error.value)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write_is_read(
    tmp_path: Path, separator: str, encoding: str, end: str
) -> None:
    text = TEXT.replace(",", separator).replace("\n", end)
    records = read_actuals(_write(tmp_path, text.encode(encoding)))

    assert [r.actual for r in records] == ["480台", "3"]
    assert str(records[1].places["actual"]) == "actuals.csv:3:7"


def test_a_line_separator_inside_a_cell_moves_no_place(tmp_path: Path) -> None:
    text = "指标,完成值,备注\n1,2,甲\u2028乙\n3,4,丙\n"
    records = read_actuals(_write(tmp_path, text))

    assert str(records[1].places["actual"]) == "actuals.csv:3:3"


def test_separators_that_follow_the_last_column_are_passed_over(
    tmp_path: Path,
) -> None:
    records = read_actuals(_write(tmp_path, "指标,完成值,,\n1,2,,\n,,,\n"))

    assert [r.actual for r in records] == ["2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("表,指标,完成值\n附件1,2\n", "actuals.csv:2:5: 这一行只有 2 格，列名有 3 个"),
        ("指标;完成值\n1;1;965\n", "actuals.csv:2:5: 这一行有 3 格，列名只有 2 个"),
        ('指标,完成值\n1,2\n3,"4\n5,6\n', "actuals.csv:3: CSV 格式有误：有一个引号"),
        ('指标,完成值\n1,"4"万\n', "actuals.csv:2: CSV 格式有误：右引号后面"),
        (
            f"指标,完成值\n1,{'4' * 200_000}\n",
            "actuals.csv:2: CSV 格式有误：有一格太长",
        ),
        ("表，指标，完成值\n1，2，3\n", "不认识列名“表，指标，完成值”"),
    ],
    ids=["short", "long", "open quote", "after quote", "long cell", "wide commas"],
)
def test_faults_of_csv_stand_where_they_are(
    tmp_path: Path, text: str, said: str
) -> None:
    assert said in _refused(_write(tmp_path, text))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode("utf-16-le"), "不是文本，或其编码"),
        (b"\xff\xfe\x00\xd8", "不是文本，或其编码"),
        (b"PK\x03\x04 workbook", "另存为“CSV UTF-8”"),
        (b"\xd0\xcf\x11\xe0 old workbook", "这是 Office 文件"),
    ],
    ids=["no mark", "broken utf-16", "xlsx", "xls"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in _refused(_write(tmp_path, data))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"1": NaN}', "a.json:1:7: “NaN”不是数"),
        ('{"NaN": 1,\n "2": -Infinity}', "a.json:2:7: “-Infinity”不是数"),
        ("{", "a.json:1:2: JSON 格式有误：这里应有加双引号的名称"),
        ('{"1" 2}', "a.json:1:6: JSON 格式有误：这里应有冒号"),
        ('{"1": 2 "3": 4}', "a.json:1:9: JSON 格式有误：这里应有逗号"),
        ('{"1": "2', "a.json:1:7: JSON 格式有误：引号没有配对"),
        ('{"1": "2\n"}', "a.json:1:9: JSON 格式有误：引号内有换行"),
        (r'{"1": "\x"}', "a.json:1:8: JSON 格式有误：反斜杠用错了"),
        ("{} {}", "a.json:1:4: JSON 格式有误：后面还有多余的内容"),
        ("", "a.json:1:1: JSON 格式有误：这里应有一个值"),
        ('[\n  {"指标": 1, "完成值": 2},\n  3]', "a.json:3:3: “3”不是一条记录"),
        (
            '[{"指标": 1, "完成值": [2, true, null]}]',
            '“["2", true, null]”不能作为完成值',
        ),
        ('{"1": true}', "“true”不能作为完成值"),
        ('[{"指标": {"a": "甲"}, "完成值": 1}]', '“{"a": "甲"}”不能作为指标'),
    ],
)
def test_faults_of_json_stand_where_they_are(
    tmp_path: Path, text: str, said: str
) -> None:
    assert said in _refused(_write(tmp_path, text, "a.json"))


def test_records_of_json_know_their_places(tmp_path: Path) -> None:
    text = '[{"indicator": 1, "score": 8.50, "reason": "核查"},\n\n  {"indicator": 2,'
    text += ' "score": 7, "reason": "甲, ]"}]'
    records = read_decisions(_write(tmp_path, text, "d.json"))

    assert [str(r.places[""]) for r in records] == ["d.json:1:2", "d.json:3:3"]
    assert [r.decision.score for r in records] == [Decimal("8.50"), Decimal(7)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({1: True}, "“true”不能作为完成值"),
        ({1: float("nan")}, "“nan”不能作为完成值"),
        ({1: Decimal("Infinity")}, "“Infinity”不能作为完成值"),
        ({1: object()}, "“object”不能作为完成值"),
        ([None], "“空”不是一条记录"),
        (5, "“5”不是一条记录"),
    ],
)
def test_values_of_python_are_shown_as_people_write_them(
    given: object, said: str
) -> None:
    with pytest.raises(ScoringError) as error:
        read_actuals(given)  # type: ignore[arg-type]

    assert said in str(error.value)


def test_folders_and_odd_names_are_refused_in_chinese(tmp_path: Path) -> None:
    assert "这是文件夹，不是文件" in _refused(tmp_path)
    assert "文件名含有不能使用的字符" in _refused(Path("a\0b"))

"""Actuals and decisions as users hand them in."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from perfscore.errors import ScoringError
from perfscore.forms.models import BudgetLine, Form, FormKind, Indicator, Scope
from perfscore.scoring.inputs import (
    GivenActual,
    actuals_of,
    decisions_of,
    read_actuals,
    read_decisions,
    share_actuals,
)
from perfscore.scoring.models import Decision


def _form(label: str, project: str, *names: str, number: int = 1) -> Form:
    return Form(
        kind=FormKind.TARGET,
        scope=Scope.PROJECT,
        title="项目支出绩效目标表",
        label=label,
        project=project,
        number=number,
        budget=(BudgetLine(name="年度资金总额", is_total=True, adjusted=Fraction(40)),),
        indicators=tuple(
            Indicator(number=at, name=name) for at, name in enumerate(names, 1)
        ),
    )


ONE = _form("附件1", "公车管理", "公车管理", "完成时间", "满意度", "满意度")
TWO = _form("附件2", "节能", "统计", "完成时间", number=2)


def _write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "actuals.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_with_either_header_in_every_encoding(
    tmp_path: Path, encoding: str
) -> None:
    text = "表,指标,完成值,备注\r\n附件1,1,480台,名册\r\n,,,\r\n节能,统计,1180,\r\n"
    path = _write(tmp_path, text, encoding)

    shared = share_actuals([ONE, TWO], path)

    assert [{key: given.text for key, given in one.items()} for one in shared] == [
        {1: "480台"},
        {1: "1180"},
    ]
    assert shared[0][1].note == "名册"
    assert str(shared[0][1].place) == "actuals.csv:2:7"


def test_form_may_be_blank_for_one_form_and_budget_has_its_names(
    tmp_path: Path,
) -> None:
    path = _write(tmp_path, "indicator,actual\n公车管理,480\nBudget,39.5\n")

    given = actuals_of(ONE, [ONE], path)

    assert {key: a.text for key, a in given.items()} == {1: "480", None: "39.5"}


def test_blank_actual_is_not_given(tmp_path: Path) -> None:
    path = _write(tmp_path, "indicator,actual\n1,\n2,2024年11月\n")

    assert list(actuals_of(ONE, [ONE], path)) == [2]


def test_mappings_for_one_form_for_several_and_resolved_ones() -> None:
    one = actuals_of(ONE, [ONE], {1: 480, "预算": 0.1, "完成时间": Decimal("1.50")})
    two = actuals_of(TWO, [ONE, TWO], {"附件1": {1: "x"}, "附件2": {2: Fraction(1, 8)}})

    assert {k: g.text for k, g in one.items()} == {1: "480", None: "0.1", 2: "1.50"}
    assert {key: given.text for key, given in two.items()} == {2: "0.125"}
    assert one == actuals_of(ONE, [ONE], one)
    assert GivenActual(text="480") == one[1]


def test_json_numbers_are_taken_as_text(tmp_path: Path) -> None:
    path = tmp_path / "actuals.json"
    path.write_text('{"1": 480.10, "预算": 1e2}', encoding="utf-8")

    given = actuals_of(ONE, [ONE], path)

    assert [one.text for one in given.values()] == ["480.10", "1e2"]


def test_json_records_and_decisions(tmp_path: Path) -> None:
    path = tmp_path / "decisions.json"
    rows = [{"form": "附件1", "indicator": 1, "score": "8.5", "reason": "现场核查"}]
    path.write_text(json.dumps(rows), encoding="utf-8")

    given = decisions_of(ONE, [ONE, TWO], path)

    assert {1: Decision(reason="现场核查", score=Decimal("8.5"))} == given
    assert given == decisions_of(ONE, [ONE], given)


def test_records_stay_as_they_are() -> None:
    records = read_actuals([{"指标": "1", "完成值": "480"}])
    decisions = read_decisions([{"指标": "1", "等级": "优", "理由": "核查"}])

    assert records == read_actuals(records)
    assert decisions == read_decisions(decisions)
    assert decisions[0].decision.grade == "优"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("indicator,actul\n1,2\n", "actuals.csv:1:11", "最接近的是“actual”"),
        ("indicator,note\n1,2\n", "actuals.csv:1:1", "缺少列“完成值”"),
        ("indicator,actual,完成值\n", "actuals.csv:1:18", "出现了两次"),
        (
            "form,indicator,actual\n附件9,1,2\n",
            "actuals.csv:2:1",
            "没有名为“附件9”的表",
        ),
        ("form,indicator,actual\n,1,2\n", "actuals.csv:2:1", "有 2 张表"),
        ("form,indicator,actual\n1,9,2\n", "actuals.csv:2:3", "没有指标“9”"),
        (
            "form,indicator,actual\n1,完成时,2\n",
            "actuals.csv:2:3",
            "最接近的是“完成时间”",
        ),
        (
            "form,indicator,actual\n1,满意度,2\n",
            "actuals.csv:2:3",
            "3 满意度、4 满意度",
        ),
        (
            "form,indicator,actual\n1,1,2\n公车管理,公车管理,3\n",
            "actuals.csv:3:6",
            "actuals.csv:2:3",
        ),
        ("form,indicator,actual\n1,,2\n", "actuals.csv:2:3", "没有写明是哪个指标"),
        ("form,indicator,actual\n1,1,1,965\n", "actuals.csv:2:7", "有 4 格"),
        ('form,indicator,actual\n1,"1,2\n', "actuals.csv:2", "CSV 格式有误"),
        ("", "actuals.csv", "文件是空的"),
    ],
)
def test_faults_of_a_file_name_place_and_remedy(
    tmp_path: Path, text: str, where: str, said: str
) -> None:
    with pytest.raises(ScoringError) as error:
        share_actuals([ONE, TWO], _write(tmp_path, text))

    assert str(error.value).startswith(where)
    assert said in str(error.value)
    assert error.value.text("en")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,8,,", "没有写明理由"),
        ("1,,,因为", "只能填"),
        ("1,8,优,因为", "只能填"),
        ("1,八分,,因为", "不是得分"),
    ],
)
def test_decisions_settle_one_thing_and_say_why(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(ScoringError, match=said):
        read_decisions(_write(tmp_path, f"indicator,score,grade,reason\n{row}\n"))


@pytest.mark.parametrize("bad", [{1: True}, {1: [2]}, [3], 3, {1: float("nan")}])
def test_what_is_no_actual_is_refused(bad: object) -> None:
    with pytest.raises(ScoringError):
        read_actuals(bad)  # type: ignore[arg-type]


def test_files_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfscore.scoring.files._MOST_BYTES", 20)
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 19, encoding="utf-8")

    with pytest.raises(ScoringError, match="超过"):
        read_actuals(_write(tmp_path, "indicator,actual\n1,2\n3,4\n"))
    with pytest.raises(ScoringError, match="JSON 格式有误"):
        read_actuals(deep)


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScoringError, match="打不开文件"):
        read_actuals(tmp_path / "none.csv")
    path = tmp_path / "a.json"
    path.write_text('{"1": 2, "1": 3}', encoding="utf-8")
    with pytest.raises(ScoringError, match="出现了两次"):
        read_actuals(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ScoringError, match=r"a\.json:1:2"):
        read_actuals(path)
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(ScoringError, match="GB18030"):
        read_actuals(path)

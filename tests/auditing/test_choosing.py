"""Choosing checks, and the file of findings that are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from auditing.sets_of_forms import project, row
from perfscore.auditing.audit import audit
from perfscore.auditing.baseline import baseline_of, baseline_text, key, read_baseline
from perfscore.auditing.catalogue import checks
from perfscore.auditing.choosing import Justified, choose
from perfscore.auditing.models import AuditReport, Severity, fails
from perfscore.errors import SettingsError, WrongArgument
from perfscore.forms.models import Form

EVERY = [one.code for one in checks()]


def _codes(*families: str) -> list[str]:
    return [code for code in EVERY if code.startswith(families)]


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        (None, None, EVERY),
        ("all", (), EVERY),
        ("PS101", None, ["PS101"]),
        ("weights-do-not-add-up", None, ["PS101"]),
        (" ps3 , PS101", None, ["PS101", *_codes("PS3")]),
        (["PS3", "PS1"], None, _codes("PS1", "PS3")),
        (None, "PS1,PS2", [one for one in EVERY if one[2] not in "12"]),
        # The narrower of two names counts; of two alike, what is to be ignored.
        ("PS1", "PS101", _codes("PS1")[1:]),
        ("PS101", "PS1", ["PS101"]),
        ("PS101", "weights-do-not-add-up", []),
        ("PS101", "PS101", []),
        ((), None, []),
    ],
)
def test_checks_are_chosen_by_code_name_and_family(
    select: str | list[str] | None, ignore: str | None, chosen: list[str]
) -> None:
    assert [one.code for one in choose(select, ignore).checks] == chosen


@pytest.mark.parametrize(
    ("name", "near"),
    [("PS1O1", "PS101"), ("PS999", "PS"), ("weights-dont-add-up", "weights-do")],
)
def test_a_check_that_there_is_not_names_the_nearest(name: str, near: str) -> None:
    with pytest.raises(SettingsError) as error:
        choose(ignore=name)

    assert name in error.value.text("en")
    assert near in error.value.message.text("en")
    assert "PS3" in error.value.message.hint("zh")


def test_what_is_no_name_and_no_severity_is_refused() -> None:
    with pytest.raises(WrongArgument):
        choose(select=[301])  # type: ignore[list-item]
    with pytest.raises(SettingsError, match="error、warning、note"):
        choose(severity="fatal")


def _forms() -> list[Form]:
    """Return two forms: a bound, a contradicted claim, a missing actual."""
    rows = [
        row("巡查次数", "≥30次", actual="大于20次", weight="45", claimed="45"),
        row("走访户数", "≥40户", actual="20户", weight="45", claimed="40"),
    ]
    other = [row("巡查次数", "≥30次", weight="90")]
    return [
        project("物业管理费", "500.25", rows=rows),
        project("网络维护费", "400.25", rows=other),
    ]


def _told(report: AuditReport) -> list[str]:
    return [one.code for one in report.findings]


def test_an_audit_runs_what_is_chosen_and_tells_what_is_severe() -> None:
    whole = audit(_forms())

    assert {"PS201", "PS203", "PS301"} <= set(_told(whole))
    assert _told(audit(_forms(), select="PS203,PS301")) == ["PS203", "PS301"]
    severe = audit(_forms(), severity="error").findings
    assert [one.code for one in whole.findings if one.severity is Severity.ERROR] == [
        one.code for one in severe
    ]
    assert "PS201" not in _told(audit(_forms(), ignore="actual-missing"))


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[AuditReport], Path]:
    """Write what a report found as a baseline."""

    def kept(report: AuditReport) -> Path:
        path = tmp_path / "baseline.json"
        text = baseline_text(baseline_of(report.findings))
        path.write_text(text, encoding="utf-8")
        return path

    return kept


Keep = Callable[[AuditReport], Path]


def test_known_findings_are_not_told_again(keep: Keep) -> None:
    first = audit(_forms())
    again = audit(_forms(), baseline=keep(first))

    assert len(first.findings) == 3
    assert again.findings == ()
    assert again.known == len(first.findings)
    assert (first.exit_code, again.exit_code) == (1, 0)


def test_rows_that_move_and_a_file_that_moves_are_still_known(keep: Keep) -> None:
    known = keep(audit(_forms()))
    moved = []
    for form in _forms():
        rows = tuple(
            replace(one, number=number)
            for number, one in enumerate(reversed(form.indicators), start=1)
        )
        moved.append(replace(form, indicators=rows, file="2023/a.docx"))

    assert audit(moved, baseline=known).findings == ()


def test_a_figure_that_changes_is_a_new_finding(keep: Keep) -> None:
    known = keep(audit(_forms(), select="PS301"))
    first, second = _forms()
    rows = list(first.indicators)
    rows[1] = replace(rows[1], actual=replace(rows[1].actual, text="21户"))
    worse = row("走访户数", "≥40户", actual="12户", weight="45", claimed="40")
    rows[1] = replace(worse, number=2)
    changed = [replace(first, indicators=tuple(rows)), second]

    assert _told(audit(changed, select="PS301", baseline=known)) == ["PS301"]


def test_of_two_that_are_alike_one_may_be_known(keep: Keep) -> None:
    one = _forms()[1]
    known = keep(audit(one, select="PS201"))
    twice = replace(
        one, indicators=tuple(replace(one.indicators[0], number=n) for n in (1, 2))
    )

    assert _told(audit(twice, select="PS201", baseline=known)) == ["PS201"]


def test_a_justified_finding_is_shown_and_fails_nothing(keep: Keep) -> None:
    path = keep(audit(_forms()))
    data = json.loads(path.read_text(encoding="utf-8"))
    for entry in data["findings"]:
        if entry["code"] == "PS301":
            entry["justification"] = "已现场核实，见底稿第 3 页"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    report = audit(_forms(), baseline=path)

    assert _told(report) == ["PS301"]
    assert report.findings[0].justification == "已现场核实，见底稿第 3 页"
    assert not fails(report.findings[0])
    assert report.exit_code == 0
    # Written anew, the baseline keeps the reason.
    again = baseline_of(audit(_forms()).findings, read_baseline(path))
    assert list(again.justifications.values()) == ["已现场核实，见底稿第 3 页"]


def test_the_text_of_a_baseline_is_the_same_in_any_order(keep: Keep) -> None:
    found = audit(_forms()).findings
    one, other = (baseline_text(baseline_of(order)) for order in (found, found[::-1]))

    assert one == other
    assert read_baseline(keep(audit(_forms()))).counts == baseline_of(found).counts


@pytest.mark.parametrize(
    ("justified", "covers"),
    [
        (Justified(check="PS301", reason="好"), True),
        (Justified(check="PS302", reason="好"), False),
        (Justified(check="PS301", reason="好", form="物业管理费"), True),
        (Justified(check="PS301", reason="好", form="a.docx", row="2"), True),
        (Justified(check="PS301", reason="好", row="走访户数"), True),
        (Justified(check="PS301", reason="好", row="1"), False),
        (Justified(check="PS301", reason="好", form="网络维护费"), False),
    ],
)
def test_what_a_justification_covers(justified: Justified, *, covers: bool) -> None:
    (found,) = audit(_forms(), select="PS301").findings

    assert justified.covers(found) is covers


def test_a_key_holds_no_row_and_no_cell() -> None:
    (found,) = audit(_forms(), select="PS301").findings
    code, file, form, subject, figures = key(found)

    assert (code, file, form, subject) == ("PS301", "a.docx", "物业管理费", "走访户数")
    assert key(replace(found, number=9, place=replace(found.place, row=9))) == key(
        found
    )
    assert "20" in " ".join(figures)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("{", 1, "JSON"),
        ('{"perfscore-baseline": 1,\n"findings": [}', 2, "JSON"),
        ("[]", None, "no baseline"),
        ('{"perfscore-baseline": 2, "findings": []}', None, "no baseline"),
        ('{"perfscore-baseline": 1, "findings": {}}', None, "no baseline"),
        ('{"perfscore-baseline": 1, "findings": [3]}', None, "entry 1"),
        ('{"perfscore-baseline": 1, "findings": [{"code": 3}]}', None, "entry 1"),
        (
            '{"perfscore-baseline": 1, "findings": [{"code": "PS101", "justfy": "x"}]}',
            None,
            "did you mean justification",
        ),
        ("[" * 100_000, None, "JSON"),
    ],
)
def test_what_is_no_baseline_is_told(
    tmp_path: Path, text: str, line: int | None, says: str
) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        choose(baseline=path)

    assert says in error.value.message.text("en")
    assert error.value.place is not None
    assert error.value.place.file == str(path)
    if line is not None:
        assert error.value.place.line == line


def test_a_baseline_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="打不开文件"):
        choose(baseline=tmp_path / "none.json")


@pytest.mark.parametrize("name", ["zzz", "PS9", "banana"])
def test_nothing_is_suggested_where_nothing_is_near(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        choose(select=name)

    assert f"“{name}”" in caught.value.text("en").splitlines()[0]
    assert "did you mean" not in caught.value.text("en")


def test_what_is_no_file_and_no_name_is_refused() -> None:
    with pytest.raises(WrongArgument, match="int"):
        choose(baseline=3)  # type: ignore[arg-type]
    with pytest.raises(WrongArgument, match="int"):
        choose(select=3)  # type: ignore[arg-type]

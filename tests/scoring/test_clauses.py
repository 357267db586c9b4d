"""Rows scored by their own clauses; every set is worked out by hand from the words."""

from __future__ import annotations

from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from math import floor
from pathlib import Path

import pytest

from perfscore.errors import ScoringError, WrongArgument
from perfscore.forms.models import Form, FormKind, Indicator, Scope
from perfscore.rules.clauses.reader import read_clause, rule_of
from perfscore.rules.library import load_ruleset
from perfscore.scoring.card import score
from perfscore.scoring.item import score_indicator
from perfscore.scoring.models import Status
from perfscore.values.parse import parse_value

TABLE = Path(__file__).with_name("clauses.txt")
ROWS = [
    line.split(" | ")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0][:24]}-{row[2]}")
def test_clause_gives_every_honest_score(row: list[str]) -> None:
    clause, target, actual, weight, wanted = row
    item = score_indicator(target, actual, weight, clause=clause)

    assert str(item.set) == wanted
    assert item.status is not Status.UNSCORED
    assert item.source is not None
    assert item.source.status == "form"


EXAMINED = [
    line.split(" | ")
    for table in sorted(TABLE.parent.glob("clauses_*.txt"))
    for line in table.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def _ends(wanted: str) -> list[tuple[Fraction, Fraction]]:
    """Read scores as the table prints them, each rounded half up to two places."""
    found = set()
    for part in wanted.split():
        low, _, high = part.partition("..")
        found.add((_rounded(low), _rounded(high or low)))
    return sorted(found)


def _rounded(text: str) -> Fraction:
    return Fraction(floor(Fraction(text) * 100 + Fraction(1, 2)), 100)


@pytest.mark.parametrize("row", EXAMINED, ids=lambda row: f"{row[0][:24]}-{row[2]}")
def test_examined_clauses(row: list[str]) -> None:
    """Rows of examiners who did not know the reader, some with the row's name."""
    clause, target, actual, weight, wanted, *name = row
    item = score_indicator(target, actual, weight, clause=clause, name=(*name, None)[0])
    found = [(Fraction(piece.low), Fraction(piece.high)) for piece in item.pieces]

    assert sorted(found) == _ends(wanted)


def _places() -> list[tuple[str, list[list[str]], list[str]]]:
    """Return each place of a clause, the rows that tell, and the words for it."""
    found: list[tuple[str, list[list[str]], list[str]]] = []
    text = TABLE.with_name("words_of_clauses.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("= "):
            found.append((line[2:], [], []))
        elif line.startswith("> "):
            found[-1][1].append(line[2:].split(" | "))
        elif line and not line.startswith("#"):
            found[-1][2].append(line)
    return found


@pytest.mark.parametrize("place", _places(), ids=lambda place: place[0][:24])
def test_words_that_say_the_same(
    place: tuple[str, list[list[str]], list[str]],
) -> None:
    frame, rows, phrases = place
    for words in phrases:
        for target, actual, weight, wanted, name in rows:
            clause = frame.replace("…", words)
            item = score_indicator(target, actual, weight, clause=clause, name=name)
            found = [(Fraction(one.low), Fraction(one.high)) for one in item.pieces]
            assert sorted(found) == _ends(wanted), clause


# What is not understood in full is never used in part.
UNREAD = {
    "除不可抗力外，每延期1天扣1分": "除不可抗力外",
    "满意度≥90%得5分；知晓率≥80%得5分": "知晓率",
    "每超过10%扣2分，因不可抗力的除外": "因不可抗力",
    "同上，满分3分，每个百分点扣0.3分": "同上",
    "由各省自行制定": "由各省自行制定",
    "每缺一份材料扣1分，未提供佐证的按50%计": "未提供佐证",
    "完成率低于80%且满意度低于90%的不得分": "且",
    "": "",
}


@pytest.mark.parametrize("clause", UNREAD)
def test_what_is_not_understood_is_reported(clause: str) -> None:
    rule, unread = rule_of(clause)

    assert rule is None
    assert any(UNREAD[clause] in words for words in unread)


@pytest.mark.parametrize(
    "text",
    [
        "（" * 100_000,
        "每超过1%扣1分，" * 12_000,
        "1" * 100_000,
        "得" * 100_000,
        "完成率" * 300,
        "每超过1%扣1分，" * 90,
        "无" * 900,
        "按" * 900,
        "（1）" * 250,
    ],
    ids=lambda text: f"{text[:6]}-{len(text)}",
)
def test_hostile_text_is_refused_in_time(text: str) -> None:
    rule, unread = rule_of(text)

    assert rule is None
    assert unread
    assert max(map(len, unread)) <= 1000


def test_the_reader_reads_what_hengyang_lists() -> None:
    """Every clause listed word for word is read; none is scored by a method."""
    for clause in load_ruleset("hengyang-2024").clauses:
        assert rule_of(clause.text)[1] == ()


def test_reading_a_clause_shows_its_formulas() -> None:
    found = read_clause("每超过10%扣2分，扣完为止。", 20)

    assert list(found.readings) == ["steps=full", "steps=started", "steps=pro_rata"]
    assert found.readings["steps=full"] == (
        "weight if achieved else weight - 2 * steps(overrun, 10%, weight / 2)"
    )
    assert read_clause("由各省自行制定", 10).rule is None


def test_figures_that_contradict_the_row_are_remarked() -> None:
    item = score_indicator("≥10套", "10套", 10, clause="达到目标值计20分，否则不得分")
    assert [r.key for r in item.remarks] == ["scoring.weight-conflict"]
    item = score_indicator("≥95%", "96%", 10, clause="达到90%得满分，否则不得分")
    assert [r.key for r in item.remarks] == ["scoring.target-conflict"]


def test_the_page_of_practice_clauses_is_current() -> None:
    folder = Path(__file__).parents[2] / "docs"
    spec = spec_from_file_location("build_clauses", folder / "data/build_clauses.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)

    assert (folder / "clauses.md").read_text(encoding="utf-8") == module.page()


@pytest.mark.parametrize("spelling", ["全角", "数字"])
def test_spelling_changes_nothing(spelling: str) -> None:
    """Full width, spaces and Chinese numerals say the same."""
    plain = "满意度达到90%得满分，每低1个百分点扣2分，最多扣6分"
    other = {
        "全角": "满意度达到９０％ 得满分， 每低１个百分点扣２分，最多扣６分",
        "数字": "满意度达到百分之九十得满分，每低一个百分点扣两分，最多扣六分",
    }[spelling]
    for actual in ("90%", "88.5%", "60%"):
        sets = {
            str(score_indicator("≥90%", actual, 10, clause=text).set)
            for text in (plain, other)
        }
        assert len(sets) == 1


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_units_change_nothing(unit: str) -> None:
    """51.5 of 50 is 3 % over: three points of ten, whatever the unit."""
    times = 10_000 if unit == "元" else 1
    item = score_indicator(
        f"≤{50 * times}{unit}",
        f"{515 * times // 10 if unit == '元' else 51.5}{unit}",
        10,
        clause="控制在50万元以内得满分，每超1%扣1分，扣完为止",
    )

    assert str(item.set) == "7.00"


def test_how_occurrences_count_is_called_as_the_convention_is() -> None:
    """5 accidents with 3 allowed, 2 points each: 10 − 2 × 2, or 10 − 2 × 5."""
    row = Indicator(
        number=1,
        name="安全事故",
        target=parse_value("≤3次"),
        actual=parse_value("5次"),
        weight=Fraction(10),
        clause="每发生1次扣2分，扣完为止。",
    )
    form = Form(
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.PROJECT,
        title="自评表",
        indicators=(row,),
    )
    found = score(form).items[0]
    decision = {"reading": "occurrences=all", "reason": "制定标准的单位说明"}
    settled = score(form, decisions={1: decision}).items[0]

    assert {"occurrences=beyond": "6.00", "occurrences=all": "0.00"} == {
        name: str(each) for name, each in found.readings.items()
    }
    assert "0.00" == str(settled.score)


def test_a_clause_is_text() -> None:
    with pytest.raises(WrongArgument, match="NoneType"):
        read_clause(None, 10)  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["clause", "name", "level1", "level2"])
def test_what_should_be_text_and_is_not_is_refused(field: str) -> None:
    with pytest.raises(ScoringError, match="int"):
        score_indicator("3次", "3次", 10, **{field: 3})  # type: ignore[arg-type]


def test_the_words_not_understood_are_words_of_the_clause() -> None:
    """A figure is told once, and where no word is left the clause itself is."""
    assert rule_of("三级指标分值按个数平均确定")[1][-1] == "3级"
    assert rule_of("每超额完成10%加1分")[1] == ("每超额完成10%加1分",)

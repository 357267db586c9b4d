"""Narratives that are alike: all of them, none by chance."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from auditing.sets_of_forms import department, project, row
from perfscore.auditing.audit import audit
from perfscore.auditing.digest import Digest, Narrative, TextKind
from perfscore.auditing.models import Finding
from perfscore.auditing.narratives import Narratives
from perfscore.forms.models import Form, FormKind, Scope

REASON = (
    "受汛期连续降雨影响，施工现场移交较晚，设备安装推迟，涉及32户，下一年度提前移交"
)
ACTUAL = (
    "全年救助困难群众1287人次，发放救助资金356.2万元，走访慰问46户，"
    "开展政策宣传12场，群众反映良好"
)
GOAL = (
    "加强基层治理，完善服务网络，提升窗口服务质量，规范档案管理，"
    "推动各项任务落实到位，切实保障群众合法权益，促进社会和谐稳定"
)


def _of(number: int, **more: Any) -> Form:
    """Return a form of an office of its own, in a document of its own."""
    names = ["青山乡", "白水镇", "临江街道", "双桥村委会", "石门林场"]
    office = f"清河县{names[number]}人民政府"
    reason = more.pop("reason", "")
    rows = [row("走访户数", "≥40户", reason=reason)] if reason else []
    name = more.pop("project", f"{names[number]}{'道路养护' if number % 2 else '救助'}")
    return project(
        name, "500.25", rows=rows, office=office, file=f"{number}.docx", **more
    )


def _found(forms: list[Form]) -> list[Finding]:
    return list(audit(forms, select="PS505").findings)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"reason": REASON}, {"reason": REASON}),
        ({"reason": REASON}, {"reason": f"1、{REASON.replace('，', '；')}。"}),
        ({"goal_actual": ACTUAL}, {"goal_actual": ACTUAL}),
        # Given from above is the goal, not what was done, down to the last figure.
        (
            {"goal_actual": ACTUAL, "project": "临时救助"},
            {"goal_actual": ACTUAL, "project": "临时救助"},
        ),
        ({"goal": GOAL}, {"goal": GOAL}),
        # The names of whose text it is are no difference.
        (
            {"goal_actual": f"清河县青山乡人民政府{ACTUAL}"},
            {"goal_actual": f"清河县白水镇人民政府{ACTUAL}"},
        ),
    ],
)
def test_two_offices_that_tell_the_same_are_found(
    first: dict[str, str], second: dict[str, str]
) -> None:
    (found,) = _found([_of(0, **first), _of(1, **second)])

    assert found.file == "0.docx"
    assert found.scorecard == 1
    assert "2 个单位" in found.message.text("zh")


def test_nearly_the_same_is_told_as_that() -> None:
    """46 of the 54 characters of the longer text stand word for word in both."""
    other = ACTUAL.replace("群众反映良好", "受到广泛好评")
    (found,) = _found([_of(0, goal_actual=ACTUAL), _of(1, goal_actual=other)])

    assert "几乎一样" in found.message.text("zh")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The figures are each office's own.
        ({"goal_actual": ACTUAL}, {"goal_actual": ACTUAL.replace("1287", "1288")}),
        (
            {"reason": "因疫情影响，部分工作推迟"},
            {"reason": "因疫情影响，部分工作推迟"},
        ),
        # One project, whose goal is given from above.
        (
            {"goal": GOAL, "project": "临时救助"},
            {"goal": GOAL, "project": "临时救助"},
        ),
        # What was done is told without any figure of one's own.
        (
            {"goal_actual": GOAL, "project": "临时救助"},
            {"goal_actual": GOAL, "project": "临时救助"},
        ),
        ({"reason": REASON}, {"reason": f"{REASON}，{GOAL}"}),
        ({"reason": REASON}, {"goal_actual": REASON}),
    ],
)
def test_what_offices_may_well_have_in_common_is_no_finding(
    first: dict[str, str], second: dict[str, str]
) -> None:
    assert _found([_of(0, **first), _of(1, **second)]) == []


def test_forms_of_one_office_or_one_document_may_tell_the_same() -> None:
    one = _of(0, reason=REASON)
    other = _of(1, reason=REASON)
    assert len(_found([one, other])) == 1

    for same in (
        {"office": one.office},
        {"file": one.file},
        {"office": one.office.replace("青", "清")},  # a slip of the typist
        {"office": ""},
        {"department": one.office},  # the one is above the other
    ):
        changed: dict[str, Any] = dict(same)
        assert _found([one, replace(other, **changed)]) == []


def test_a_group_is_told_once_with_all_its_offices() -> None:
    forms = [_of(number, reason=REASON) for number in range(5)]
    (found,) = _found(forms)

    assert "5 个单位" in found.message.text("zh")
    for form in forms:
        assert form.name in found.evidence.text("zh")


def test_departments_that_share_a_goal_are_found() -> None:
    forms = [
        department("5", goal=GOAL, office=office, file=f"{office}.docx")
        for office in ("清河县民政局", "清河县教育局")
    ]

    assert [one.code for one in _found(forms)] == ["PS505"]


def _digest(number: int, text: str) -> Digest:
    return Digest(
        scorecard=number + 1,
        name=str(number),
        file=f"{number}.docx",
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.DEPARTMENT,
        office=f"{number}",
        department="",
        project="",
        title="",
        year=None,
        money_unit="",
        yuan=None,
        texts=(Narrative(kind=TextKind.REASON, text=text),),
    )


def test_every_pair_is_found_that_comparing_each_with_each_finds() -> None:
    """200 texts of few clauses, so that many are alike, compared in both ways."""
    chance = random.Random(20221231)  # noqa: S311 -- the same each time
    words = [
        "".join(chance.sample("天地玄黄宇宙洪荒日月盈昃辰宿列张", 8)) for _ in range(30)
    ]
    texts = []
    for _ in range(200):
        clauses = chance.sample(words[: chance.choice([8, 30])], chance.randint(5, 8))
        texts.append("，".join(clauses))

    def shared(one: str, other: str) -> bool:
        ours, theirs = set(one.split("，")), set(other.split("，"))
        return 5 * len(ours & theirs) >= 4 * max(len(ours), len(theirs))

    expected: list[list[int]] = []
    taken: set[int] = set()
    for first in range(200):
        group = [
            n for n in range(200) if n not in taken if shared(texts[first], texts[n])
        ]
        if first not in taken and len(group) > 1:
            expected.append(group)
            taken.update(group)

    forms = [_digest(number, text) for number, text in enumerate(texts)]
    kept = Narratives(forms.__getitem__)
    for index, form in enumerate(forms):
        kept.add(index, form)
    found = [[form.scorecard - 1 for form, _ in alike.texts] for alike in kept.alike()]

    assert len(expected) > 5
    assert found == expected

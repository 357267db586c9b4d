"""Grades and states in words: which of a clause's conditions an actual's words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from perfscore.rules.clauses.measures import NotHere
from perfscore.rules.clauses.parts import Arm, Named, Points, Side, When
from perfscore.rules.clauses.said import Said

_LESS = "不未无没较本欠半分全更很"
"""Signs that make another grade of the words after them: 较显著 is not 显著."""
_NEGATED = re.compile("^(?:无|没有|没|否|未|不)")
_NOTHING = frozenset({"无", "没有", "否", "未", "没"})
_SHORTEST = 2


def grade_named(grades: Sequence[tuple[str, Points]], said: str) -> Points | None:
    """Return what a text earns that names one of some grades, None where it does not.

    Args:
        grades: the words of each grade, with what they earn.
        said: the text; the beginning of one grade's words alone names it too.
    """
    exact = [points for words, points in grades if said == words]
    begun = [points for words, points in grades if words.startswith(said)]
    found = exact or (begun if len(said) >= _SHORTEST else [])
    return found[0] if len(set(found)) == 1 else None


def arm_named(named: Sequence[Arm], said: str) -> Arm | None:
    """Return the one condition in words that a text names, None where it names none.

    Args:
        named: the arms whose conditions are words.
        said: the text: the words themselves, their end (不合格 of 验收不合格), or 无
            where one condition alone is that there is none.
    """
    words = [(arm, arm.when.words) for arm in named if isinstance(arm.when, Named)]
    exact = [arm for arm, text in words if text == said]
    if exact:
        return exact[0]
    if said in _NOTHING:
        found = [arm for arm, text in words if _NEGATED.match(text)]
    elif len(said) >= _SHORTEST:
        found = [arm for arm, text in words if _ends(text, said)]
        if not found and _NEGATED.match(said):
            # 未建立 of 未建立制度
            found = [arm for arm, text in words if text.startswith(said)]
    else:
        found = []
    return found[0] if len(found) == 1 else None


def _ends(words: str, said: str) -> bool:
    return words.endswith(said) and words[-len(said) - 1] not in _LESS


def is_denied(arm: Arm, said: str) -> bool:
    """Whether a text says that what a condition asks for is not there.

    Args:
        arm: the arm with a condition in words, such as 有年度工作计划.
        said: the text, such as 没有 or 没有制定.
    """
    words = arm.when.words if isinstance(arm.when, Named) else ""
    if _NEGATED.match(words) or not words:
        return False
    rest = _NEGATED.sub("", said)
    return said in _NOTHING or (rest != said and len(rest) > 1 and rest in words)


def described(said: Said) -> tuple[Arm, ...]:
    """Return arms with a described state read as the row's own, where figures count.

    资金足额到位得3分,每少5%扣0.5分: what is described is that the target is met; with
    未按要求公开的每项扣1分 it is that nothing of the kind happened.

    Args:
        said: what the clause says.

    Raises:
        NotHere: more than one state is described, or one that does not earn all.
    """
    named = [arm for arm in said.arms if isinstance(arm.when, Named)]
    if len(named) != 1:
        raise NotHere
    events = any(one.side is Side.EVENTS for one in said.deductions)
    when = When.NONE if events else When.MET
    if any(arm.when is when for arm in said.arms):
        raise NotHere
    return tuple(replace(arm, when=when) if arm in named else arm for arm in said.arms)

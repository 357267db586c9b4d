"""What a sentence of a form says in figures: 服务满意度≥95%, 不低于12次.

A clause of a text is a statement only where it is a subject with one figure and ends
there; all else is left alone, since a wrong reading is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfscore.forms.models import Indicator
from perfscore.messages import number_text
from perfscore.values.align import aligned
from perfscore.values.comparators import AFTER, BEFORE
from perfscore.values.parse import parse_value
from perfscore.values.text import plain
from perfscore.values.value import Comparator, Kind, Value

_LONGEST = 4000
_NUMBERED = (Kind.QUANTITY, Kind.FREQUENCY)
_SENTENCE = re.compile(r"[;。!?\n]")
_BREAK = re.compile(r"、|,(?![0-9]{3}(?![0-9]))")
_LISTED = re.compile(r"^\s*(?:\(?[0-9一二三四五六七八九十]{1,2}[).、:]|目标[0-9]*:)\s*")
_WORDS = "|".join(sorted(map(re.escape, BEFORE), key=len, reverse=True))
_AFTER = "|".join(sorted(map(re.escape, AFTER), key=len, reverse=True))
_STATED = re.compile(
    rf"(?P<subject>[^0-9]*?)(?P<words>(?:为|是|共)?(?:{_WORDS})?)"
    rf"(?P<figure>[0-9][0-9.,]*[^0-9]{{0,8}}?)(?P<after>{_AFTER})?"
)
_VERB = re.compile(
    "^(?:通过|本项目|旨在|实现|确保|保证|保障|达到|完成|力争|使|年度|全年|本年|预计|计划|其中)+"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure that a text states of something.

    Attributes:
        subject: what it is stated of; blank where the text does not say.
        value: the figure with its comparator and unit.
        text: the whole clause.
        lead: the clauses before it in its sentence, which may say of what year it is.
    """

    subject: str
    value: Value
    text: str
    lead: str = ""


def statements(text: str) -> Iterator[Statement]:
    """Yield what the clauses of a text state in figures with a unit.

    Example:
        >>> (told,) = statements("服务满意度≥95%,按时完成。")
        >>> told.subject, told.value.number
        ('服务满意度', Fraction(95, 1))
        >>> list(statements("共1965家单位的数据"))
        []
    """
    for line in text[:_LONGEST].splitlines():
        for sentence in _SENTENCE.split(plain(line)):
            yield from _in_sentence(sentence)


def _in_sentence(sentence: str) -> Iterator[Statement]:
    at = 0
    for clause in _BREAK.split(sentence):
        lead, at = sentence[:at], at + len(clause) + 1
        told = _LISTED.sub("", clause).strip()
        found = _STATED.fullmatch(told)
        if found is None:
            continue
        words = found["words"].lstrip("为是共")
        value = parse_value(words + found["figure"] + (found["after"] or ""))
        if value.kind in _NUMBERED and value.number is not None and value.unit:
            subject = _VERB.sub("", found["subject"]).strip()
            yield Statement(subject, value, told, lead)


def together(target: Value, said: Value) -> tuple[Fraction, Fraction] | None:
    """Return a target and a stated figure in one unit, None where they have none.

    Example:
        >>> together(parse_value("12000次"), parse_value("1.2万次"))
        (Fraction(12000, 1), Fraction(12000, 1))
    """
    if target.kind not in _NUMBERED or target.number is None or not target.unit:
        return None
    plain_target = _bare(target)
    both = aligned(plain_target, _bare(said))
    if not both.comparable or both.doubts:
        return None
    if both.target is None or both.number is None:
        return None
    return both.target, both.number


def _bare(value: Value) -> Value:
    """Return a figure without its comparator, to set bounds side by side."""
    return parse_value(f"{_decimal(value.number)}{value.unit}")


def _decimal(number: Fraction | None) -> str:
    return number_text(number or Fraction(0), 12)


def bound(row: Indicator) -> Comparator | None:
    """Return the comparator of a row, from its target or from its own cell."""
    return row.target.comparator or row.comparator


def shared(one: str, other: str) -> int:
    """Return the length of the longest run of characters that two texts share.

    Example:
        >>> shared("办公设施完好率", "道路等设施完好")
        4
    """
    longest = 0
    rows = [0] * (len(other) + 1)
    for a in one:
        before = 0
        for at, b in enumerate(other, 1):
            rows[at], before = (before + 1 if a == b else 0), rows[at]
            longest = max(longest, rows[at])
    return longest


def squeezed(text: str) -> str:
    """Return a text without white space and without signs, in one way of writing.

    Example:
        >>> squeezed(" 电子政务 内网，运维。")
        '电子政务内网运维'
    """
    return re.sub(r"[\W_]+", "", plain(text))

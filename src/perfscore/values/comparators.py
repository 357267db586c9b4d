"""Words and signs that compare: ≥, 不低于, 以上, 控制在…以内."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.values.exact import text_of
from perfscore.values.text import plain
from perfscore.values.value import Comparator

_LEAST, _MOST = Comparator.AT_LEAST, Comparator.AT_MOST
_MORE, _LESS, _EQUAL = Comparator.MORE, Comparator.LESS, Comparator.EQUAL

_NEGATED = {_MORE: _MOST, _LESS: _LEAST, _LEAST: _LESS}
_OR_EQUAL = {_MORE: _LEAST, _LESS: _MOST}
_NOT = (
    "不",
    "不得",
    "不能",
    "不应",
    "不可",
    "不会",
    "不允许",
    "未",
    "没有",
    "没",
    "并未",
)
_STRICT = {
    **dict.fromkeys(("大于", "高于", "多于", "超过", "逾"), _MORE),
    **dict.fromkeys(("小于", "低于", "少于", "不足", "不到", "不满"), _LESS),
}


def _before() -> dict[str, Comparator]:
    words = dict(_STRICT)
    words |= {"≥": _LEAST, "≤": _MOST, ">": _MORE, "<": _LESS, "=": _EQUAL}
    words |= dict.fromkeys(("至少", "最少", "起码", "达到", "达", "不下于"), _LEAST)
    words |= dict.fromkeys(("至多", "最多", "控制在", "压减至", "压缩至"), _MOST)
    # 超出5% may be 5 % more than the target, so it compares only when denied.
    words |= {f"{no}超出": _MOST for no in _NOT}
    words |= {"达到了": _LEAST, "超过了": _MORE}
    words |= {"等于": _EQUAL, "未达": _LESS, "没达到": _LESS}
    for word, meaning in _STRICT.items():
        if word[-1] == "于" or word == "超过":
            words |= {f"{no}{word}": _NEGATED[meaning] for no in _NOT}
        if word[-1] == "于":
            words[f"{word}等于"] = words[f"{word}或等于"] = _OR_EQUAL[meaning]
    words |= {f"{no}达到": _LESS for no in ("未", "没有", "没", "不能")}
    return words


BEFORE = _before()
"""What stands before a number and compares it."""

REACHED = frozenset({"达到", "达到了", "达", "压减至", "压缩至"})
"""Comparators that, said of what was done, say that it is the number itself."""

AFTER = {
    **dict.fromkeys(("以上", "及以上", "或以上", "之上", "及其以上"), _LEAST),
    **dict.fromkeys(("以下", "及以下", "或以下", "之下", "及其以下"), _MOST),
    **dict.fromkeys(("以内", "之内", "内", "范围内", "范围以内"), _MOST),
}
"""What stands after a unit and compares; all of them include the number."""

_CELL_WORDS = {
    **dict.fromkeys(("定性", "定性指标"), Comparator.QUALITATIVE),
    **dict.fromkeys(("介于", "区间", "between"), Comparator.BETWEEN),
    **{word: meaning for word, meaning in BEFORE.items() if len(word) > 1},
    **{sign: BEFORE[sign] for sign in "≥≤><="},
}
_NONE = re.compile(r"[-—/\\]*|无")

_DIRECTION = {
    _LEAST: 1,
    _MORE: 1,
    _MOST: -1,
    _LESS: -1,
    _EQUAL: 0,
    Comparator.BETWEEN: 0,
    Comparator.QUALITATIVE: None,
}


def read_comparator(text: str | Comparator | None) -> Comparator | None:
    """Return what the text of a comparator cell says, or None for nothing known.

    Raises:
        ScoringError: it is no text.

    Example:
        >>> read_comparator("＞="), read_comparator("不低于"), read_comparator("/")
        (<Comparator.AT_LEAST: '≥'>, <Comparator.AT_LEAST: '≥'>, None)
    """
    if isinstance(text, Comparator):
        return text
    text = text_of(text)
    return _CELL_WORDS.get(plain(text)) if len(text) <= _LONGEST_CELL else None


_LONGEST_CELL = 60


def is_blank(text: str) -> bool:
    """Return whether the text of a comparator cell says that there is none."""
    return len(text) <= _LONGEST_CELL and bool(_NONE.fullmatch(plain(text)))


def direction(comparator: Comparator) -> int | None:
    """Return 1 for at least, -1 for at most, 0 for both, None for 定性."""
    return _DIRECTION[comparator]


def both(first: Comparator, second: Comparator) -> Comparator | None:
    """Return what two comparators on one number say together, or None: a conflict.

    The including one wins where only strictness differs (大于…以上).
    """
    if first is second:
        return first
    if direction(first) != direction(second) or not direction(first):
        return None
    return _LEAST if direction(first) == 1 else _MOST


def bounds(
    comparator: Comparator | None, number: Fraction, *, signed: bool
) -> tuple[Fraction | None, Fraction | None, bool, bool]:
    """Return what can be true of a number: low, high, and whether each is open.

    Args:
        comparator: what is said of the number.
        number: the number said.
        signed: whether what is counted can be negative.
    """
    floor = None if signed or number < 0 else Fraction(0)
    if comparator in (_LEAST, _MORE):
        return number, None, comparator is _MORE, False
    if comparator is _MOST:
        return floor, number, False, False
    if comparator is _LESS:
        # Nothing is below zero; an empty interval would look like a point.
        return (None if number == 0 else floor), number, False, True
    return number, number, False, False

"""The offices of one document: spellings of one name that differ by a slip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from perfscore.forms import vocabulary as words
from perfscore.forms.models import Form
from perfscore.messages import say

_SHORTEST = 6
"""Names shorter than this differ by a character without being slips."""

_MOST = 100
"""With how many names, the most frequent first, each is compared."""

_LONG = 12
_PAIR = 2
_GAP = "…"


def doubt_offices(forms: Sequence[Form]) -> list[Form]:
    """Return forms, with a doubt where the office seems misread.

    A name that has a character or two other than the name that more forms of the
    document carry, or a gap in its midst, was perhaps not read as it was printed. It
    is kept as it stands.

    Args:
        forms: the forms of one document.
    """
    known = Counter(words.squeezed(form.office) for form in forms if form.office)
    common = [(one, count) for one, count in known.most_common(_MOST) if count > 1]
    return [_doubted(form, known, common) for form in forms]


def _doubted(form: Form, known: Counter[str], common: list[tuple[str, int]]) -> Form:
    name = words.squeezed(form.office)
    other = next(
        (one for one, count in common if count > known[name] and nearly(name, one)),
        None,
    )
    gap = "..." in name or _GAP in name
    if other is None and not gap:
        return form
    doubt = (
        say("forms.office-cut", text=form.office)
        if other is None
        else say("forms.office-spelling", text=form.office, other=other)
    )
    return replace(form, doubts=(*form.doubts, doubt))


def nearly(name: str, other: str) -> bool:
    """Whether two names differ by one character, or by a gap in one of them.

    Two characters side by side are a slip as well where the rest of a long name agrees.

    Args:
        name: a name, squeezed.
        other: another.

    Example:
        >>> nearly("株洲市珠口区财政局", "株洲市渌口区财政局")
        True
    """
    if not name or min(len(name), len(other)) < _SHORTEST:
        return False
    for gap in ("...", _GAP):
        head, found, tail = name.partition(gap)
        if found:
            return other.startswith(head) and other.endswith(tail)
    if len(name) != len(other):
        return False
    unlike = [i for i, one in enumerate(name) if one != other[i]]
    return len(unlike) == 1 or (
        len(unlike) == _PAIR and unlike[1] - unlike[0] == 1 and len(name) >= _LONG
    )

"""PS4xx and others, continued: cells that were never filled in, or only with words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfscore.auditing.achieved import heading_rows
from perfscore.auditing.catalogue import Hit, Hits, check
from perfscore.auditing.figures import points, row_numbers
from perfscore.auditing.models import Severity
from perfscore.auditing.statements import squeezed
from perfscore.forms.models import Form, FormKind, Indicator
from perfscore.messages import Message, say
from perfscore.places import NOWHERE
from perfscore.scoring.models import Scorecard
from perfscore.values.parse import parse_value
from perfscore.values.value import Comparator, Kind

_FEWEST_CLAIMS = 3


@check(
    "PS422",
    "target-missing",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def target_missing(form: Form, card: Scorecard) -> Hits:
    """Rows that count have no target."""
    del card
    if all(row.target.kind is Kind.MISSING for row in form.indicators):
        return  # the form has no column of targets
    heading = heading_rows(form)
    weighed = any(row.weight for row in form.indicators)
    blank = [
        row
        for row in form.indicators
        if row.target.kind is Kind.MISSING
        and row.number not in heading
        and (_counts(row) or (not weighed and _is_only_named(row)))
    ]
    if blank:
        weight = _worth(blank)
        yield _hit(
            blank,
            "target",
            message=say("auditing.target-missing", count=len(blank)),
            evidence=_rows_worth(blank) if weight else _named(blank),
            weight=weight,
            severity=None if any(map(_counts, blank)) else Severity.NOTE,
        )


def _is_only_named(row: Indicator) -> bool:
    """Whether a row has a name and nothing else, and is none that the template left."""
    name = re.sub(r"^指标\s*[0-9]+[.:：]?", "", row.name).strip(" /—-…")
    named = _SHORTEST <= len(name) <= _LONGEST and not _UNUSED.search(name)
    return named and row.scored and "level2" in row.places


_SHORTEST, _LONGEST = 3, 40
_UNUSED = re.compile("^无$|不适用|不涉及|原因|措施|建议|意见|职责|备注")


def _counts(row: Indicator) -> bool:
    """Whether a row whose target is blank has points, or says what was done."""
    done = row.actual.kind not in {Kind.MISSING, Kind.NOT_APPLICABLE}
    has = bool(row.weight or row.claimed or done)
    return row.scored and has and "target" in row.places


@check("PS310", "score-missing", Severity.WARNING, since="0.1.0")
def score_missing(form: Form, card: Scorecard) -> Hits:
    """Rows that were carried out have no score, though others have."""
    del card
    claimed = [row for row in form.indicators if row.claimed is not None]
    blank = [
        row
        for row in form.indicators
        if row.scored
        and row.weight
        and row.claimed is None
        and "claimed" in row.places
        and row.actual.kind is not Kind.MISSING
    ]
    if not blank or len(claimed) < max(_FEWEST_CLAIMS, len(blank)):
        return
    yield _hit(
        blank,
        "claimed",
        message=say("auditing.score-missing", count=len(blank)),
        evidence=_rows_worth(blank),
        weight=_worth(blank),
    )


def _worth(rows: Sequence[Indicator]) -> Fraction:
    return sum((row.weight or Fraction(0) for row in rows), Fraction(0))


def _rows_worth(rows: Sequence[Indicator]) -> Message:
    """Tell which rows they are and what they are worth."""
    numbers = row_numbers(row.number for row in rows)
    return say("auditing.rows-worth", rows=numbers, weight=_worth(rows))


_LEFT = re.compile(
    r"\*{2,}|＊{2,}|_{2,}|×{2,}|[Xx]{2,}(?=[年月日个项人元万%％县市区镇村次家户场台])"
    r"|[（(][≥≤><]\s*[%％]?[）)]|[（(][^（）()]{0,6}[0-9]{2,4}字(?:以内|左右)?[）)]"
)


@check(
    "PS423",
    "placeholder-left",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
)
def placeholder_left(form: Form, card: Scorecard) -> Hits:
    """The blanks of a template stand where a figure or a text should."""
    del card
    found: dict[str, list[tuple[Indicator, str]]] = {}
    for row in form.indicators:
        for field, text in (
            ("target", row.target.text),
            ("actual", row.actual.text),
            ("clause", row.clause),
            ("name", row.name),
        ):
            bare = field == "target" and _is_unit_alone(row)
            if bare or _LEFT.search(text):
                found.setdefault(field, []).append((row, text))
    for field, told in found.items():
        yield _hit(
            [row for row, _ in told],
            field,
            message=say("auditing.placeholder-left", count=len(told)),
            evidence=say(
                "auditing.words-listed",
                rows=row_numbers(row.number for row, _ in told),
                words=_texts(text for _, text in told),
            ),
            # The target may well stand in its own cell, filled in.
            severity=Severity.NOTE if field == "name" else None,
        )
    for field in ("goal", "goal_actual"):
        text = getattr(form, field)
        if _LEFT.search(text):
            yield Hit(
                message=say("auditing.placeholder-left", count=1),
                evidence=say("common.text", text=_short(text)),
                place=form.places.get(field, NOWHERE),
            )


_ALSO_WORDS = frozenset({"升", "节", "度", "年度", "季度", "对", "优", "生", "双"})
"""Units that say something by themselves, as an answer or a direction."""


def _is_unit_alone(row: Indicator) -> bool:
    """Whether a target is a unit that was left without its figure: 公里."""
    text = row.target.text.strip()
    if row.target.kind is not Kind.TEXT or any(map(str.isdigit, text)):
        return False
    if row.comparator is Comparator.QUALITATIVE or text in _ALSO_WORDS:
        return False
    return parse_value(f"1{text}").kind is Kind.QUANTITY


_GRADE = "优秀|良好|优|良|好|中|一般|较好|较差|低|差|高|合格|不合格|达标|未达标"
_BETWEEN = r"[、/,，;；或\s]*"
_SCALE = re.compile(
    rf"[（(]?(?:{_GRADE})(?:{_BETWEEN}(?:{_GRADE})){{2,5}}[）)]?|[是有][/或][否无]"
)


@check("PS426", "target-is-a-scale", Severity.NOTE, since="0.1.0")
def target_is_a_scale(form: Form, card: Scorecard) -> Hits:
    """A target lists the grades there are and does not say which is aimed at."""
    del card
    found = [
        row
        for row in form.indicators
        if row.target.kind is Kind.TEXT and _SCALE.fullmatch(row.target.text.strip())
    ]
    if found:
        yield _hit(
            found,
            "target",
            message=say("auditing.target-is-a-scale", count=len(found)),
            evidence=say(
                "auditing.words-listed",
                rows=row_numbers(row.number for row in found),
                words=_texts(row.target.text for row in found),
            ),
        )


_DONE = re.compile(
    "(?:已|已经|全部|全面|均|均已|基本|圆满|按时|按期|如期|按计划|按要求|较好地?)*"
    "(?:完成|达成|达标|实现|达到)了?"
    "(?:年度|年初|全年|当年|本年|预期|既定|设定|总体|绩效|各项|项目|工作|目标|任务|计划|指标|要求|的)*"
)


@check("PS210", "outcome-says-nothing", Severity.NOTE, since="0.1.0")
def outcome_says_nothing(form: Form, card: Scorecard) -> Hits:
    """What is said of the year's achievement is only that it was achieved."""
    del card
    said = squeezed(form.goal_actual)
    if form.kind is FormKind.TARGET or not _DONE.fullmatch(said):
        return
    if squeezed(form.goal) == said:
        return  # PS207 says that one repeats the other
    yield Hit(
        message=say("auditing.outcome-says-nothing"),
        evidence=say(
            "auditing.goal-and-outcome", goal=_short(form.goal), said=form.goal_actual
        ),
        place=form.places.get("goal_actual", NOWHERE),
    )


def _hit(
    found: list[Indicator],
    field: str,
    *,
    message: Message,
    evidence: Message,
    weight: Fraction = Fraction(0),
    severity: Severity | None = None,
) -> Hit:
    """Return one finding for rows that share a fault."""
    first, alone = found[0], len(found) == 1
    return Hit(
        message=message,
        evidence=evidence,
        number=first.number if alone else None,
        subject=first.name if alone else "",
        place=first.places.get(field, NOWHERE),
        points=points(weight) if weight else None,
        severity=severity,
    )


def _named(found: list[Indicator]) -> Message:
    return say(
        "auditing.words-listed",
        rows=row_numbers(row.number for row in found),
        words=_texts(row.name for row in found),
    )


def _texts(texts: Iterator[str]) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(say("common.text", text=_short(t)) for t in texts))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:40]}…"  # noqa: PLR2004 -- for reading

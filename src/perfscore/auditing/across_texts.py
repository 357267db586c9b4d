"""PS5xx, continued: narratives that are those of another form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from perfscore.auditing.catalogue import AcrossHits, Hit, Over, check
from perfscore.auditing.digest import Digest, Narrative, TextKind
from perfscore.auditing.models import Severity
from perfscore.auditing.narratives import Alike, Narratives
from perfscore.auditing.sets import FormSet, slip
from perfscore.forms.models import Scope
from perfscore.forms.vocabulary import squeezed
from perfscore.messages import Message, say

_SHORTEST_GOAL = 12
_ALIKE = 0.6
_MOST_NAMED = 5
_SHOWN = 30
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?!\d|年|月|日)")
_NO_FIGURES = frozenset({"100", "0"})
_NUMBERED = re.compile(r"(?:^|[。；;\s])\d{1,2}[、.)]")

Told = tuple[Digest, Narrative]


@check("PS504", "goal-shared-by-projects", Severity.NOTE, since="0.1.0", over=Over.SET)
def goal_shared_by_projects(forms: FormSet) -> AcrossHits:
    """Projects of one office with different names share one goal, word for word."""
    goals: dict[str, list[Told]] = defaultdict(list)
    for form in forms.projects:
        for one in form.texts:
            text = squeezed(one.text)
            if one.kind is TextKind.GOAL and len(text) >= _SHORTEST_GOAL:
                goals[text].append((form, one))
    for same in goals.values():
        names = {form.project for form, _ in same}
        if "" in names or not any(_unlike(a, b) for a, b in combinations(names, 2)):
            continue
        form, goal = same[0]
        yield (
            form,
            Hit(
                message=say("auditing.goal-shared-by-projects", count=len(same)),
                evidence=say(
                    "auditing.goal-shared-figures",
                    forms=_named(same),
                    text=_short(goal.text),
                ),
                subject=form.title,
                place=goal.place,
            ),
        )


_FEWEST_ROWS = 2
"""One benefit that projects share may be one that all of an office's work has."""

_SHORTEST_BENEFIT = 6


@check(
    "PS507", "benefit-shared-by-projects", Severity.NOTE, since="0.1.0", over=Over.SET
)
def benefit_shared_by_projects(forms: FormSet) -> AcrossHits:
    """Projects with different names promise the same benefits, word for word."""
    holders: dict[tuple[str, str], list[Digest]] = defaultdict(list)
    for form in forms.projects:
        for one in dict.fromkeys(form.benefits):
            if len(one[0]) >= _SHORTEST_BENEFIT:
                holders[one].append(form)
    groups: dict[tuple[int, ...], list[tuple[str, str]]] = defaultdict(list)
    for one, same in holders.items():
        names = {form.project for form in same}
        if "" not in names and any(_unlike(a, b) for a, b in combinations(names, 2)):
            groups[tuple(form.scorecard for form in same)].append(one)
    for numbers, shared in groups.items():
        if len(shared) < _FEWEST_ROWS:
            continue
        same = [form for form in forms.projects if form.scorecard in numbers]
        yield (
            same[0],
            Hit(
                message=say(
                    "auditing.benefit-shared-by-projects",
                    count=len(shared),
                    forms=len(same),
                ),
                evidence=say(
                    "auditing.benefit-shared-figures",
                    forms=tuple(say("common.text", text=f.name) for f in same),
                    rows=tuple(
                        say("common.text", text=f"{name} {target}")
                        for name, target in shared[:_MOST_NAMED]
                    ),
                ),
                subject=same[0].title,
            ),
        )


@check(
    "PS505",
    "narrative-repeated-across-offices",
    Severity.NOTE,
    since="0.1.0",
    over=Over.TEXTS,
)
def narrative_repeated_across_offices(texts: Narratives) -> AcrossHits:
    """Different offices tell the same, word for word or nearly so."""
    # Goals of one project that several offices carry out are given from above and no
    # finding; what each of them says it did is one where its figures are the same.
    for alike in texts.alike():
        same = _of_offices(alike)
        if same:
            form, narrative = same[0]
            key = "narrative-same" if alike.exact else "narrative-nearly-same"
            yield (
                form,
                Hit(
                    message=say(
                        f"auditing.{key}",
                        what=say(f"auditing.text-{alike.kind}"),
                        count=len(same),
                    ),
                    evidence=say(
                        "auditing.narrative-figures",
                        forms=_named(same),
                        size=len(squeezed(narrative.text)),
                        text=_short(narrative.text),
                    ),
                    number=narrative.number,
                    place=narrative.place,
                ),
            )


def _of_offices(alike: Alike) -> list[Told]:
    """Return one text of each office, where their being alike says something."""
    found: list[Told] = []
    for form, narrative in alike.texts:
        if form.office and all(_apart(form, other) for other, _ in found):
            found.append((form, narrative))
    if len(found) < 2:  # noqa: PLR2004 -- an office and another
        return []
    if alike.kind is TextKind.REASON or _own_figures(alike, found):
        return found
    if all(form.scope is Scope.DEPARTMENT for form, _ in found):
        return found
    names = [form.project for form, _ in found]
    return found if any(_unlike(a, b) for a, b in combinations(names, 2)) else []


def _own_figures(alike: Alike, found: Sequence[Told]) -> bool:
    """Whether what was done is told in figures: two offices have not the same."""
    text = _NUMBERED.sub("", found[0][1].text)
    figures = set(_FIGURE.findall(text)) - _NO_FIGURES
    return alike.kind is TextKind.ACTUAL and bool(figures)


def _apart(form: Digest, other: Digest) -> bool:
    """Whether two forms are of different offices: no document, no slip joins them."""
    return (
        form.file != other.file
        and form.office != other.office
        and not slip(form.office, other.office)
        and form.office != other.department
        and other.office != form.department
    )


def _unlike(name: str, other: str) -> bool:
    if not name or not other or name in other or other in name:
        return False
    return SequenceMatcher(None, name, other, autojunk=False).ratio() < _ALIKE


def _named(same: Sequence[Told]) -> tuple[Message, ...]:
    return tuple(_names(same))


def _names(same: Sequence[Told]) -> Iterator[Message]:
    for form, _ in same[:_MOST_NAMED]:
        yield say("common.text", text=form.name)
    if len(same) > _MOST_NAMED:
        yield say("common.text", text="…")


def _short(text: str) -> str:
    plain = squeezed(text)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"

"""PS5xx, continued: the rows and the claims of forms that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction

from perfscore.auditing.catalogue import AcrossHits, Hit, Over, check
from perfscore.auditing.digest import Digest, Target
from perfscore.auditing.figures import sentence
from perfscore.auditing.models import Severity
from perfscore.auditing.sets import FormSet
from perfscore.forms.models import FormKind
from perfscore.forms.vocabulary import squeezed
from perfscore.messages import Message, say
from perfscore.values.unit_names import COUNTING
from perfscore.values.units import convert, is_money, is_share

_SATISFACTION = "满意"
_SHORTEST_NAME = 5
"""Shorter names of rates (完成率) are not those of one and the same thing."""

_FEWEST_CLAIMS = 10
_FEW = 2
_NO_COUNTS = frozenset({"倍", "分", "级", "℃", "位"})


@check(
    "PS503",
    "department-indicator-differs",
    Severity.WARNING,
    since="0.1.0",
    sometimes=Severity.NOTE,
    over=Over.SET,
)
def department_indicator_differs(forms: FormSet) -> AcrossHits:
    """An indicator of a project has another target in its department's form."""
    own = forms.department
    if own is None:
        return
    targets = _by_name(own)
    holders: dict[str, list[int]] = defaultdict(list)
    for at, project in enumerate(forms.projects):
        for name in _by_name(project):
            holders[name].append(at)
    for at, project in enumerate(forms.projects):
        signs: list[tuple[Target, Target]] = []
        for name, theirs in _by_name(project).items():
            ours = targets.get(name)
            if ours is None:
                continue
            if _only_sign_differs(ours, theirs):
                signs.append((ours, theirs))
                continue
            alone = holders[name] == [at]
            why = _difference(ours, theirs, alone=alone, whole=_whole(forms))
            if why is not None:
                yield project, _row_hit(own, ours, theirs, *why)
        if signs:
            yield project, _signs_hit(own, signs)


def _by_name(form: Digest) -> dict[str, Target]:
    """Return the targets of a form by name, those whose name is theirs alone."""
    found: dict[str, list[Target]] = defaultdict(list)
    for target in form.targets:
        found[_plain(target.name)].append(target)
    return {name: same[0] for name, same in found.items() if name and len(same) == 1}


def _plain(name: str) -> str:
    return "".join(one for one in squeezed(name) if one.isalnum())


def _only_sign_differs(ours: Target, theirs: Target) -> bool:
    signs = {ours.comparator, theirs.comparator}
    same = ours.unit == theirs.unit and ours.amount == theirs.amount
    return same and len(signs) > 1 and None not in signs


def _difference(
    ours: Target, theirs: Target, *, alone: bool, whole: bool
) -> tuple[str, Severity] | None:
    """Return what is the matter with two targets of one name, if something is."""
    if ours.unit is None or theirs.unit is None or is_money(ours.unit):
        return None
    amount = convert(theirs.amount, theirs.unit, ours.unit)
    found: tuple[str, Severity] | None = None
    if amount is None:
        if alone and _units_clash(ours.unit, theirs.unit):
            found = "units", Severity.NOTE
    elif _counts(ours.unit):
        if ours.amount < amount:
            found = "part-above-whole", Severity.WARNING
        elif ours.amount > amount and alone and whole:
            found = "rest-nowhere", Severity.NOTE
    elif alone and ours.amount != amount and not _general(theirs.name):
        found = "targets", Severity.NOTE
    return found


def _general(name: str) -> bool:
    """Whether a name is that of many things, as each project has its own users."""
    plain = _plain(name)
    return _SATISFACTION in plain or len(plain) < _SHORTEST_NAME


def _counts(unit: str) -> bool:
    """Whether amounts of a unit add up from the projects to the department."""
    return unit in COUNTING - _NO_COUNTS


def _units_clash(unit: str, other: str) -> bool:
    """Whether two units count different things: 人 and 人次, a share and a count."""
    if {unit, other} & {f"{unit}次", f"{other}次"}:
        return True
    return is_share(unit) != is_share(other) or is_money(unit) != is_money(other)


def _whole(forms: FormSet) -> bool:
    """Whether the projects make the department's project spending: none is missing."""
    if forms.department is None:
        return False
    amounts = [set(one.total.values()) for one in forms.projects]
    if any(len(one) != 1 for one in amounts):
        return False
    parts = set(forms.department.parts.values())
    return parts == {sum((one.pop() for one in amounts), Fraction(0))}


def _row_hit(
    own: Digest, ours: Target, theirs: Target, why: str, severity: Severity
) -> Hit:
    return Hit(
        message=say(
            f"auditing.indicator-{why}",
            name=theirs.name,
            ours=ours.text,
            theirs=theirs.text,
        ),
        evidence=say(
            "auditing.indicator-figures",
            form=own.name,
            row=ours.number,
            ours=ours.text,
            theirs=theirs.text,
        ),
        number=theirs.number,
        subject=theirs.name,
        place=theirs.place,
        severity=severity,
    )


def _signs_hit(own: Digest, pairs: Sequence[tuple[Target, Target]]) -> Hit:
    texts: list[Message] = [
        say(
            "auditing.sign-figures",
            name=theirs.name,
            form=own.name,
            row=ours.number,
            ours=ours.text,
            theirs=theirs.text,
        )
        for ours, theirs in pairs
    ]
    first = pairs[0][1]
    alone = len(pairs) == 1
    return Hit(
        message=say("auditing.indicator-signs", count=len(pairs), form=own.name),
        evidence=sentence(texts),
        number=first.number if alone else None,
        subject=first.name if alone else "",
        place=first.place,
        severity=Severity.NOTE,
    )


@check("PS506", "every-score-full", Severity.NOTE, since="0.1.0", over=Over.SET)
def every_score_full(forms: FormSet) -> AcrossHits:
    """Every score that an office claims is full, and the rules do not confirm all."""
    scored = [one for one in forms.forms if one.claims]
    if len(scored) < _FEW or scored[0].kind is not FormKind.SELF_EVALUATION:
        return
    claims = sum(one.claims for one in scored)
    if claims < _FEWEST_CLAIMS or any(one.full < one.claims for one in scored):
        return
    total = _total(scored, lambda one: one.claimed)
    confirmed = _total(scored, lambda one: one.confirmed)
    if confirmed == total:
        return
    yield (
        scored[0],
        Hit(
            message=say("auditing.every-score-full", count=claims, forms=len(scored)),
            evidence=say(
                "auditing.full-figures",
                points=total,
                confirmed=confirmed,
                rest=total - confirmed,
            ),
            subject=forms.forms[0].office,
        ),
    )


def _total(forms: Sequence[Digest], of: Callable[[Digest], Fraction]) -> Fraction:
    return sum((of(one) for one in forms), Fraction(0))

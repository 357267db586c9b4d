"""Which forms of a run belong together: a department's own and those of its projects.

Only what belongs together is compared. A project's form belongs to the department's
form of its own document where their offices are one (a slip of the typist aside) or
where it names no office, else to the one form in the run of the same office and year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfscore.auditing.digest import Digest
from perfscore.forms.models import FormKind, Scope
from perfscore.forms.offices import nearly

_TELLING = frozenset("0123456789一二三四五六七八九十东南西北中上下左右前后甲乙丙丁")
"""Characters that tell one office from another, and no slips."""


@dataclass(frozen=True, slots=True)
class FormSet:
    """Forms that belong together.

    Attributes:
        department: the department's own form, where the run holds it.
        projects: the forms of its projects, in the order of the run.
    """

    department: Digest | None
    projects: tuple[Digest, ...]

    @property
    def forms(self) -> tuple[Digest, ...]:
        """All of them, in the order of the run."""
        own = (self.department,) if self.department else ()
        return tuple(sorted((*own, *self.projects), key=lambda one: one.scorecard))


@dataclass(frozen=True, slots=True)
class Key:
    """What tells where a form belongs; one is kept for every form of a run."""

    kind: FormKind
    scope: Scope
    year: int | None
    office: str
    department: str
    file: str


def key(form: Digest) -> Key:
    """Return what tells where a form belongs."""
    return Key(
        kind=form.kind,
        scope=form.scope,
        year=form.year,
        office=form.office,
        department=form.department,
        file=form.file,
    )


def sets(keys: Sequence[Key]) -> Iterator[tuple[int | None, list[int]]]:
    """Yield which forms of a run belong together, by their indexes.

    Args:
        keys: what tells where each form belongs, in the order of the run.

    Yields:
        The department's form, or None, and the forms of its projects.
    """
    own = [at for at, one in enumerate(keys) if one.scope is Scope.DEPARTMENT]
    in_file: dict[tuple[str, FormKind], list[int]] = defaultdict(list)
    of_office: dict[tuple[str, FormKind, int | None], list[int]] = defaultdict(list)
    offices: dict[tuple[str, FormKind], set[str]] = defaultdict(set)
    for one in keys:
        if one.office:
            offices[one.file, one.kind].add(one.office)
    for at in own:
        one = keys[at]
        in_file[one.file, one.kind].append(at)
        if one.office:
            of_office[one.office, one.kind, one.year].append(at)
    members: dict[int, list[int]] = {at: [] for at in own}
    alone: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(keys):
        if one.scope is Scope.DEPARTMENT:
            continue
        known = offices[one.file, one.kind]
        beside = [d for d in in_file[one.file, one.kind] if _same(keys[d], one, known)]
        exact = [d for d in beside if keys[d].office == one.office]
        beside = exact or beside
        if not beside and one.office and one.year is not None:
            beside = of_office.get((one.office, one.kind, one.year), [])
        if len(beside) == 1:
            members[beside[0]].append(at)
        else:
            where = one.office or f"\0{one.file}"
            alone[one.kind, one.year, where].append(at)
    found: list[tuple[int | None, list[int]]] = [*members.items()]
    found += [(None, projects) for projects in alone.values()]
    yield from sorted(found, key=_first)


def _same(department: Key, project: Key, offices: set[str]) -> bool:
    """Whether a project's form is of the department whose form stands beside it.

    A form that names no office is, if the document speaks of no other office.
    """
    years = {department.year, project.year} - {None}
    if len(years) > 1:
        return False
    if not department.office:
        return len(offices) <= 1
    named = {project.office} if project.office else offices
    return all(
        office == department.office or slip(office, department.office)
        for office in named
    )


def slip(name: str, other: str) -> bool:
    """Whether one name is a slip of another, and not 第一中学 beside 第二中学.

    Args:
        name: a name, squeezed.
        other: another.

    Example:
        >>> slip("永德县第一中学", "永德县第二中学")
        False
        >>> slip("株洲市珠口区财政局", "株洲市渌口区财政局")
        True
    """
    if not nearly(name, other):
        return False
    pairs = zip(name, other, strict=False) if len(name) == len(other) else ()
    return not any(a != b and _TELLING & {a, b} for a, b in pairs)


def _first(found: tuple[int | None, list[int]]) -> int:
    department, projects = found
    return min(projects if department is None else [department, *projects])

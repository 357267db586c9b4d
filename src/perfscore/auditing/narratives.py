"""Narratives that say the same, among those of a whole run: exactly, in bounded memory.

A text is cut into clauses at its stops, without the names of its own office and
project. Two texts are *alike* if their figures are the same, in the same order, and the
clauses that stand word for word in both hold four fifths of the characters of the
longer one. All such pairs are found, none by chance: the clauses of each text are
ordered by how rare they are, and two texts that are alike share one of the rarest
clauses that hold more than a fifth of either (the prefix filter of set joins). What is
kept of a text is eight bytes for each clause and a few more.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations, groupby

from perfscore.auditing.digest import Digest, Narrative, TextKind
from perfscore.forms.vocabulary import squeezed

SHORTEST = {TextKind.GOAL: 40, TextKind.ACTUAL: 40, TextKind.REASON: 30}
"""Shorter texts are alike by chance, by kind, in characters."""

SHARED = (4, 5)
"""How much of the longer text stands in both, as numerator and denominator."""

_LONGEST = 20_000
_STOPS = re.compile(r"[,，.。;；:：!！?？()（）\s]+")
_LEADING = re.compile(r"^\d{1,2}[、.)]")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_COUNTERS = 1 << 20
_KINDS = tuple(TextKind)


@dataclass(frozen=True, slots=True)
class Alike:
    """Narratives that say the same.

    Attributes:
        kind: what they are.
        exact: whether they do so word for word, but for the names in them.
        texts: the forms and their texts, in the order of the run.
    """

    kind: TextKind
    exact: bool
    texts: tuple[tuple[Digest, Narrative], ...]


class Narratives:
    """The narratives of a run, as little of them as finds those that are alike.

    Args:
        form: gives back the digest of a form by its index in the run.
    """

    def __init__(self, form: Callable[[int], Digest]) -> None:
        self._form = form
        self._owners = array("L")
        self._ordinals = array("L")
        self._kinds = array("B")
        self._figures = array("Q")
        self._first = array("L")
        """The first text that is the same word for word: itself, if none is before."""
        self._starts = array("L", [0])
        self._clauses = array("Q")
        self._sizes = array("H")
        self._often = array("L", bytes(array("L").itemsize * _COUNTERS))
        self._known: dict[int, int] = {}

    def add(self, index: int, form: Digest) -> None:
        """Take in the narratives of a form.

        Args:
            index: the form's index in the run.
            form: its digest.
        """
        for ordinal, narrative in enumerate(form.texts):
            names = tuple(name for name in (form.office, form.project) if name)
            clauses = _clauses(narrative.text, names)
            if sum(map(len, clauses)) >= SHORTEST[narrative.kind]:
                self._enter(index, ordinal, narrative.kind, clauses)

    def _enter(
        self, index: int, ordinal: int, kind: TextKind, clauses: Sequence[str]
    ) -> None:
        number = len(self._owners)
        self._owners.append(index)
        self._ordinals.append(ordinal)
        self._kinds.append(_KINDS.index(kind))
        whole = "\n".join(clauses)
        self._figures.append(_hashed(" ".join(_FIGURES.findall(whole))))
        first = self._known.setdefault(_hashed(f"{kind}\n{whole}"), number)
        self._first.append(first)
        if first == number:
            for clause in dict.fromkeys(clauses):
                code = _hashed(clause)
                self._clauses.append(code)
                self._sizes.append(min(len(clause), 65535))
                self._often[code % _COUNTERS] += 1
        self._starts.append(len(self._clauses))

    def alike(self) -> Iterator[Alike]:
        """Yield the narratives that say the same, those of several forms.

        Each is alike to the first of its group, and stands in one group.
        """
        near: dict[int, list[int]] = defaultdict(list)
        for one, other in self._pairs():
            near[one].append(other)
            near[other].append(one)
        same: dict[int, list[int]] = defaultdict(list)
        for number, first in enumerate(self._first):
            same[first].append(number)
        taken: set[int] = set()
        for first in list(same):
            others = [one for one in near.get(first, ()) if one not in taken]
            group = sorted(n for one in {first, *others} for n in same[one])
            if first in taken or len({self._owners[number] for number in group}) == 1:
                continue
            taken.update((first, *others))
            yield Alike(
                kind=_KINDS[self._kinds[first]],
                exact=not others,
                texts=tuple(self._text(number) for number in group),
            )

    def _text(self, number: int) -> tuple[Digest, Narrative]:
        form = self._form(self._owners[number])
        return form, form.texts[self._ordinals[number]]

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of different texts that are alike."""
        codes, numbers = array("Q"), array("L")
        for number in range(len(self._owners)):
            for code in self._rarest(number):
                codes.append(code)
                numbers.append(number)
        order = sorted(range(len(codes)), key=codes.__getitem__)
        for _, group in groupby(order, key=codes.__getitem__):
            met: dict[tuple[int, int], list[int]] = defaultdict(list)
            for at in group:
                number = numbers[at]
                met[self._kinds[number], self._figures[number]].append(number)
            for same in met.values():
                for one, other in combinations(same, 2):
                    if self._are_alike(one, other):
                        yield one, other

    def _rarest(self, number: int) -> Iterator[int]:
        """Yield a text's rarest clauses, until they hold more than a fifth of it."""
        sizes = self._sized(number)
        part, whole = SHARED
        left = sum(sizes.values())
        enough = left * part
        for code in sorted(sizes, key=lambda one: (self._often[one % _COUNTERS], one)):
            yield code
            left -= sizes[code]
            if left * whole < enough:
                return

    def _sized(self, number: int) -> dict[int, int]:
        here = slice(self._starts[number], self._starts[number + 1])
        return dict(zip(self._clauses[here], self._sizes[here], strict=True))

    def _are_alike(self, one: int, other: int) -> bool:
        ours, theirs = self._sized(one), self._sized(other)
        shared = sum(ours[code] for code in ours.keys() & theirs.keys())
        part, whole = SHARED
        longer = max(sum(ours.values()), sum(theirs.values()))
        return shared * whole >= longer * part


def _clauses(text: str, names: Sequence[str]) -> list[str]:
    """Cut a text into clauses, without the names of whose text it is."""
    lines = [squeezed(one) for one in _STOPS.split(text[:_LONGEST])]
    found = []
    for line in lines:
        for name in names:
            line = line.replace(name, "")  # noqa: PLW2901 -- name after name
        line = _LEADING.sub("", line)  # noqa: PLW2901 -- as above
        if line and not line.isdigit():
            found.append(line)
    return found


def _hashed(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())

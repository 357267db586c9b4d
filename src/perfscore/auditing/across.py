"""The checks across the forms of a run: what they keep of each form, and their run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from perfscore.auditing.catalogue import Check, Over
from perfscore.auditing.digest import Digest
from perfscore.auditing.models import Finding
from perfscore.auditing.narratives import Narratives
from perfscore.auditing.sets import FormSet, Key, key, sets


class Store(Protocol):
    """Where digests are kept: a list, or a file."""

    def append(self, one: Digest, /) -> None:
        """Keep one more."""

    def __getitem__(self, index: int, /) -> Digest:
        """Give one back."""
        ...


class Across:
    """What the checks across forms keep of a run, and what they find in it.

    Args:
        chosen: the checks that are run; those over one form are passed over.
        store: where the digests are kept; a list unless told otherwise.
    """

    def __init__(self, chosen: Sequence[Check], store: Store | None = None) -> None:
        self._sets = [one for one in chosen if one.over is Over.SET]
        self._texts = [one for one in chosen if one.over is Over.TEXTS]
        self._digests: Store = [] if store is None else store
        self._keys: list[Key] = []
        self._narratives = Narratives(self._digests.__getitem__)

    @property
    def wanted(self) -> bool:
        """Whether any check across forms is run at all."""
        return bool(self._sets or self._texts)

    def add(self, form: Digest) -> None:
        """Take in a form; it can be forgotten afterwards."""
        index = len(self._keys)
        self._digests.append(form)
        self._keys.append(key(form))
        if self._texts:
            self._narratives.add(index, form)

    def findings(self) -> Iterator[Finding]:
        """Yield what the checks across forms find, set by set, then over all texts."""
        if self._sets:
            for department, projects in sets(self._keys):
                own = None if department is None else self._digests[department]
                group = FormSet(own, tuple(self._digests[at] for at in projects))
                for one in self._sets:
                    yield from one.across(group)
        for one in self._texts:
            yield from one.across(self._narratives)

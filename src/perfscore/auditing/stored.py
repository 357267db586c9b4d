"""A list that is kept in a file: as long as a run, and no larger in memory."""

from __future__ import annotations

import pickle
import weakref
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

_T = TypeVar("_T")
_IN_MEMORY = 2**24
"""So many bytes are kept in memory before a file is made; it has no name."""


class Stored(Generic[_T]):
    """Records in the order in which they were put in; each is read anew when asked for.

    Example:
        >>> kept = Stored()
        >>> kept.append("一"); kept.append("二")
        >>> len(kept), kept[1], list(kept)
        (2, '二', ['一', '二'])
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- ends with us
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])

    def append(self, one: _T) -> None:
        """Keep a record."""
        self.append_pickled(pickle.dumps(one, pickle.HIGHEST_PROTOCOL))

    def append_pickled(self, data: bytes) -> None:
        """Keep a record that another process of ours has pickled."""
        self._file.seek(self._ends[-1])
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> _T:
        if not 0 <= index < len(self):
            raise IndexError(index)
        start, end = self._ends[index : index + 2]
        self._file.seek(start)
        one: _T = pickle.loads(self._file.read(end - start))  # noqa: S301 -- our own
        return one

    def __iter__(self) -> Iterator[_T]:
        return (self[index] for index in range(len(self)))

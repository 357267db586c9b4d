"""Measure scoring an 11-row form with its trace, beside a bare Fraction loop.

The peer works out ``min(W, W·x/A)`` for eleven rows with ``fractions.Fraction`` and
nothing else: no values, no sets, no readings, no trace.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import perfscore as ps

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
RUNS, REPEATS = 15, 20


def best(work: Callable[[], object]) -> float:
    """Return the best mean time of a piece of work."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        for _ in range(REPEATS):
            work()
        times.append((time.perf_counter() - start) / REPEATS)
    return min(times)


def bare() -> list[Fraction]:
    """Score eleven rows as barely as can be."""
    rows = [("100", "83.24", "5")] * 11
    return [
        min(Fraction(w), Fraction(w) * Fraction(x) / Fraction(a)) for a, x, w in rows
    ]


def main() -> None:
    """Print the times and their ratios."""
    forms = ps.read_forms(EXAMPLES / "lukou-2022.docx")
    peer = best(bare)
    print(f"bare Fraction loop, 11 rows          {peer * 1000:7.3f} ms")
    for form, what in ((forms[0], "11 rows, 3 bounds"), (forms[1], "10 rows, 1 bound")):
        taken = best(lambda form=form: ps.score(form))  # type: ignore[misc]
        steps = sum(len(item.steps) for item in ps.score(form).items)
        print(
            f"score with trace, {what:18} {taken * 1000:7.3f} ms"
            f"  {taken / peer:5.1f} ×  ({steps} steps)"
        )


if __name__ == "__main__":
    main()

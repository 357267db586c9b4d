"""How long it takes to read a scoring clause, beside loading the same rule from YAML.

Run it from the root of the project: ``python benchmarks/read_clause.py``. The peer is
PyYAML's ``safe_load`` of the rule as a person would write it in a rule file.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import yaml

from perfscore.rules.clauses.reader import rule_of

CLAUSES = [
    "达到目标值得满分，否则不得分。",
    "该指标分值为20分，预算成本控制在57.6万元以内计20分，每超过10%扣2分，扣完为止。",
    "满意度95%（含）以上计10分，85%-95%计8分，75%-85%计6分，75%以下计0分。",
    "完成率小于60%不得分；大于等于60%，得分=（实际完成率-60%）/（1-60%）*10",
]
RULE = """
method: bands
source: form
full: 10
bands:
  - {from: 95%, score: 10, stated: true}
  - {from: 85%, score: 8}
  - {from: 75%, score: 6}
"""
HOSTILE = ["（" * 100_000, "每超过1%扣1分，" * 12_000, "完成率" * 330]
TIMES = 200


def seconds(work: Callable[[], object], times: int) -> float:
    """Return the least time of five runs, for one piece of work."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            work()
        best = min(best, (time.perf_counter() - start) / times)
    return best


def main() -> None:
    """Print the times and ratios of one run."""
    fresh = rule_of.__wrapped__
    peer = seconds(lambda: yaml.safe_load(RULE), TIMES)
    print(f"PyYAML, one rule            {peer * 1000:8.3f} ms")
    for clause in CLAUSES:
        took = seconds(partial(fresh, clause), TIMES)
        print(f"{took * 1000:8.3f} ms {took / peer:6.2f} ×  {clause[:24]}")
    for text in HOSTILE:
        took = seconds(partial(fresh, text), 1)
        print(f"{took * 1000:8.3f} ms           {text[:6]}… ({len(text)} characters)")


if __name__ == "__main__":
    main()

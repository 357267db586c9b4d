"""Build docs/clauses.md: practice clauses with what is read in them, and sample scores.

Run it from the root of the project: ``python docs/data/build_clauses.py``.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from perfscore.rules.clauses.reader import read_clause
from perfscore.rules.formula import parse_formula
from perfscore.rules.wording import formula_text
from perfscore.scoring.item import score_indicator

FOLDER = Path(__file__).parent
HEAD = """\
# Scoring clauses that read themselves · 评（扣）分标准的读法

Two thirds of real scoring rules stand in prose beside each indicator. `read_clause`
turns such a clause into a formula for each honest reading, or says which words it did
not understand; a clause that is not read in full is never used in part. Below is every
clause of the practice collection, from published forms and rubrics, with what is read
in it and sample scores (目标值 | 完成值 → every honest score).

`read_clause` 把指标旁边的评（扣）分标准读成公式，一种读法一个；没有全部读懂的，列出
没有读懂的词语，整条不用。以下是练习用的全部条款，附读出的公式和样例得分。

```python
>>> import perfscore as ps
>>> found = ps.read_clause("达到目标值得满分，否则不得分。", weight=10)
>>> dict(found.readings), found.unread
({'only': 'weight if achieved else 0'}, ())
>>> ps.read_clause("由各省自行制定", weight=10).unread
('由各省自行制定',)

```

"""
MOST_READINGS = 4


def main() -> None:
    """Write the page."""
    (FOLDER.parent / "clauses.md").write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page's text."""
    with (FOLDER / "clauses.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    parts, read = [], 0
    for clause, samples in groupby(rows, key=lambda row: row[0]):
        found = read_clause(clause, next(row[3] for row in rows if row[0] == clause))
        read += found.rule is not None
        parts.append(_section(clause, list(samples)))
    english = f"{read} of {len(parts)} clauses are read"
    total = f"{english} · 共 {len(parts)} 条，读懂 {read} 条。\n\n"
    return HEAD + total + "\n".join(parts)


def _section(clause: str, samples: list[list[str]]) -> str:
    lines = [f"**{clause}**", ""]
    found = read_clause(clause, samples[0][3])
    if found.rule is None:
        words = "、".join(f"“{word}”" for word in found.unread)
        lines.append(f"- 没有读懂 · not understood: {words}")
    for name, formula in [*found.readings.items()][:MOST_READINGS]:
        said = formula_text(parse_formula(formula)).text()
        lines.append(f"- `{name}` {said}")
    if len(found.readings) > MOST_READINGS:
        lines.append(f"- …（共 {len(found.readings)} 种读法）")
    for _, target, actual, weight in samples:
        item = score_indicator(target, actual, weight, clause=clause)
        lines.append(f"- {target} | {actual} → {item.set}（分值 {weight}）")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()

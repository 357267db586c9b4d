"""Measure ``import perfscore`` in fresh interpreters, beside ``import pydantic``."""

from __future__ import annotations

import subprocess
import sys

RUNS = 11


def seconds(statement: str) -> float:
    """Return the best time of a statement over fresh interpreters, less start-up."""
    code = (
        "import time; start = time.perf_counter(); "
        f"{statement}; print(time.perf_counter() - start)"
    )
    times = [
        float(subprocess.check_output([sys.executable, "-c", code]))  # noqa: S603
        for _ in range(RUNS)
    ]
    return min(times)


def main() -> None:
    """Print the times and their ratio."""
    peer = seconds("import pydantic; pydantic.BaseModel")
    front = seconds("import perfscore")
    used = seconds("import perfscore; perfscore.score, perfscore.read_forms")
    print(f"import pydantic            {peer * 1000:7.1f} ms")
    print(f"import perfscore           {front * 1000:7.1f} ms  {front / peer:5.2f} ×")
    print(f"… with score, read_forms   {used * 1000:7.1f} ms  {used / peer:5.2f} ×")


if __name__ == "__main__":
    main()

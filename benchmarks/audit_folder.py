"""Measure an audit of a large folder: time, memory, and what is found across forms.

The folder holds sets of ten forms, .docx and .xlsx by turns, each in a file of its own:
a department and its nine projects, whose money adds up. In every fiftieth set a figure
is that of another project, and every fortieth department tells what another one told.
The audit runs as a process of its own, `perfscore audit FOLDER --output report.txt
--output report.json`; its memory is its own greatest, and that of the greatest of the
processes that read.

    python benchmarks/audit_folder.py [--forms N] [--interrupt]

With --interrupt it is run once more, interrupted in the midst, and what it left behind
is counted. With --texts N only the narratives of N forms are compared, in this process.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from perfscore.auditing.digest import Digest, Narrative, TextKind
from perfscore.auditing.narratives import Narratives
from perfscore.forms.models import FormKind, Scope

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from making import docx, sheets
from making.layouts import LAYOUTS
from making.model import DEPARTMENT, PROJECT, Model, Money

SET = 10
COPIED, TOLD = 50, 40
REPORTS = ("report.txt", "report.json")
WORDS = (
    "设备采购推迟",
    "施工现场移交较晚",
    "群众参与不足",
    "部门之间衔接不够",
    "招标流标一次",
    "汛期停工",
    "人员调整",
    "验收资料不齐",
    "项目选址变更",
    "供应商交货延误",
)


def models(number: int) -> list[Model]:
    """Return the forms of one set."""
    office = f"清河县第{number}办公室"
    told = _told(number - 1 if number % TOLD == TOLD - 1 else number)
    spent = [f"{37 + number % 400 + at * 11}.{11 + at * 7}" for at in range(1, SET)]
    made = [
        replace(
            PROJECT,
            office=office,
            department=office,
            implementer=office,
            project=f"第{number}办公室{name}",
            goal=f"{name}{number}项工作按期完成",
            goal_actual=f"{name}{number}项工作已按期完成",
            money=tuple(
                _spent(line, amount)
                if line.name == PROJECT.money[0].name
                else replace(line, initial="", adjusted="", executed="")
                for line in PROJECT.money
            ),
        )
        for name, amount in zip(_names(), spent, strict=True)
    ]
    if number % COPIED == COPIED - 1:
        # The second project says that it spent what the first one did.
        first, second = made[0].money[0], made[1].money[0]
        changed = replace(second, executed=first.executed)
        made[1] = replace(made[1], money=(changed, *made[1].money[1:]))
    projects = sum(map(Decimal, spent), Decimal(0))
    whole = str(projects + Decimal("100.25"))
    total = _spent(DEPARTMENT.money[0], whole)
    head = replace(
        DEPARTMENT,
        office=office,
        goal=told,
        goal_actual=told,
        money=(total,),
        parts=(
            ("一般公共预算", whole),
            ("基本支出", "100.25"),
            ("项目支出", str(projects)),
        ),
    )
    return [head, *made]


def _spent(line: Money, amount: str) -> Money:
    """Return a line of a budget that was spent to the last cent."""
    return replace(
        line,
        initial=amount,
        adjusted=amount,
        executed=amount,
        rate="100%",
        claimed="10",
    )


def _names() -> tuple[str, ...]:
    return (
        "道路养护",
        "食堂运行",
        "电梯维护",
        "档案整理",
        "绿化管护",
        "网络租赁",
        "消防检查",
        "车辆保障",
        "会务服务",
    )


def _told(number: int) -> str:
    chance = random.Random(number)  # noqa: S311 -- the same each time
    words = chance.sample(WORDS, 4)
    return "；".join(f"{word}，涉及{chance.randint(2, 9999)}户" for word in words)


def write_set(folder: str, number: int) -> None:
    """Write the files of one set."""
    for at, model in enumerate(models(number)):
        layout = LAYOUTS["hunan" if model.department_wide else "national-2020"]
        page = replace(layout, model=model).page()
        serial = number * SET + at
        if serial % 2:
            Path(folder, f"{serial:06}.xlsx").write_bytes(sheets.xlsx(page))
        else:
            Path(folder, f"{serial:06}.docx").write_bytes(docx.docx(page))


def write(folder: str, forms: int) -> None:
    """Write the folder, with all cores."""
    with ProcessPoolExecutor() as pool:
        count = forms // SET
        list(pool.map(write_set, [folder] * count, range(count), chunksize=20))


def _start(folder: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "perfscore", "audit", "forms"]
    words += [word for name in REPORTS for word in ("--output", name)]
    return subprocess.Popen(  # noqa: S603 -- our own words
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )


def audit(folder: Path) -> None:
    """Run the audit, and print what it took and what it found."""
    start = time.perf_counter()
    process = _start(folder)
    own = 0
    while process.poll() is None:
        own = max(own, _memory(process.pid))
        time.sleep(0.1)
    taken = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = used.ru_utime + used.ru_stime
    print(f"time               {taken:8.1f} s, cores kept busy {busy / taken:4.2f}")
    print(f"memory of the run  {own / 2**20:8.0f} MiB")
    print(f"largest process    {used.ru_maxrss / 2**10:8.0f} MiB")
    for name in REPORTS:
        size = (folder / name).stat().st_size / 2**20
        print(f"{name:18} {size:8.1f} MiB")
    checks = json.loads((folder / REPORTS[1]).read_bytes())["checks"]
    across = {one["code"]: one["forms"] for one in checks if one["code"][2] == "5"}
    print(f"across forms       {across}")


def _memory(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
    return 0


def interrupted(folder: Path) -> None:
    """Interrupt a run in its midst, and print what it leaves."""
    for name in REPORTS:
        (folder / name).unlink()
    # Where this runs in the background, interrupts are ignored, and so in its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = _start(folder)
    time.sleep(5)
    children = _children(process.pid)
    process.send_signal(signal.SIGINT)
    start = time.perf_counter()
    code = process.wait()
    taken = time.perf_counter() - start
    time.sleep(0.5)
    alive = [pid for pid in children if Path(f"/proc/{pid}").exists()]
    files = [one.name for one in folder.iterdir() if one.is_file()]
    print(f"interrupted        ends with {code} after {taken:.2f} s")
    print(f"left behind        {len(alive)} of {len(children)} processes, {files}")


def _children(pid: int) -> list[str]:
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [child for one in listed for child in one.read_text().split()]


def texts(forms: int) -> None:
    """Compare the narratives of so many forms, two of each."""
    made = [_form(number) for number in range(forms)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    kept = Narratives(made.__getitem__)
    for index, form in enumerate(made):
        kept.add(index, form)
    added = time.perf_counter()
    groups = list(kept.alike())
    done = time.perf_counter()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sizes = Counter(len(one.texts) for one in groups)
    print(f"texts              {2 * forms}")
    print(f"taken in           {added - start:8.1f} s")
    print(f"compared           {done - added:8.1f} s")
    print(f"memory             {(after - before) / 2**10:8.0f} MiB more")
    print(f"groups by size     {dict(sorted(sizes.items()))}")


def _form(number: int) -> Digest:
    told = number - 1 if number % TOLD == TOLD - 1 else number
    text = f"{_told(told)}；下一年度加强调度，按月通报进度"
    goal = f"{_told(told + 10**6)}；确保资金安全规范使用"
    if told != number:
        text = text.replace("按月通报进度", "按季通报进度")
    return Digest(
        scorecard=number + 1,
        name=str(number),
        file=f"{number}.docx",
        kind=FormKind.SELF_EVALUATION,
        scope=Scope.DEPARTMENT,
        office=f"清河县第{number}办公室",
        department="",
        project="",
        title="",
        year=2022,
        money_unit="",
        yuan=None,
        texts=(
            Narrative(kind=TextKind.GOAL, text=goal),
            Narrative(kind=TextKind.ACTUAL, text=text),
        ),
    )


def main() -> None:
    """Write the folder and measure."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--forms", type=int, default=10_000)
    words.add_argument("--interrupt", action="store_true")
    words.add_argument("--texts", type=int, default=0)
    asked = words.parse_args()
    if asked.texts:
        texts(asked.texts)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "forms").mkdir()
        start = time.perf_counter()
        write(str(folder / "forms"), asked.forms)
        print(f"{asked.forms} files written in {time.perf_counter() - start:.0f} s")
        audit(folder)
        if asked.interrupt:
            interrupted(folder)


if __name__ == "__main__":
    main()

"""A folder is read by several processes: in order, and whatever a file does to one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from making import docx
from making.layouts import LAYOUTS
from perfscore.auditing import pool
from perfscore.auditing.audit import audit
from perfscore.auditing.gather import Located, files_of, gather
from perfscore.auditing.pool import gather_all

ROOT = Path(pool.__file__).parents[2]


def forms(folder: Path, count: int) -> list[Path]:
    """Write so many forms, each with a project of its own."""
    layout = LAYOUTS["national-2020"]
    made = []
    for number in range(count):
        model = replace(layout.model, project=f"项目{number}")
        path = folder / f"{number:04}.docx"
        path.write_bytes(docx.docx(replace(layout, model=model).page()))
        made.append(path)
    return made


def located(paths: list[Path]) -> list[Located]:
    return files_of(paths)[0]


def told(file: Located, key: str) -> tuple[str, list[str]]:
    return file.file, [key]


def test_files_come_in_their_order_and_as_one_process_reads_them(
    tmp_path: Path,
) -> None:
    files = located(forms(tmp_path, 40))

    found = list(gather_all(files, workers=2))

    assert found == [gather(file) for file in files]
    assert [f"项目{number}" for number in range(40)] == [
        one.forms[0].project for one in found
    ]


def test_bad_files_are_told_and_stop_nothing(tmp_path: Path) -> None:
    paths = forms(tmp_path, 6)
    paths[1].write_bytes(b"")
    paths[2].write_bytes(b"\x89PNG\r\n\x1a\n")
    paths[4].write_bytes(paths[4].read_bytes()[:700])
    (tmp_path / "gone.docx").symlink_to(tmp_path / "nowhere")

    found = list(gather_all(located([tmp_path]), workers=2))

    assert [len(one.forms) for one in found] == [1, 0, 0, 1, 0, 1, 0]
    assert [one.unread[0].message.key for one in found if one.unread] == [
        "forms.empty-file",
        "forms.picture-file",
        "forms.damaged-docx",
        "forms.cannot-open",
    ]
    assert all(one.unread[0].place.file for one in found if one.unread)


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    """A named pipe that nobody writes to: who opens it waits for ever."""
    path = tmp_path / "pipe.docx"
    os.mkfifo(path)
    yield path
    path.unlink()


def test_a_file_that_hangs_is_given_up_and_the_run_goes_on(
    tmp_path: Path, pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "SECONDS", 6)
    paths = forms(tmp_path, 5)
    files = located([*paths[:2], pipe, *paths[2:]])

    found = list(gather_all(files, workers=2))

    assert [len(one.forms) for one in found] == [1, 1, 0, 1, 1, 1]
    (unread,) = found[2].unread
    assert (unread.file, unread.message.key) == ("pipe.docx", "auditing.too-long")


def test_a_pipe_in_a_folder_is_told_and_not_opened(tmp_path: Path, pipe: Path) -> None:
    forms(tmp_path, 1)

    files, missing = files_of([tmp_path])

    assert [file.path.name for file in files] == ["0000.docx"]
    (unread,) = missing
    assert unread.file == f"{tmp_path.name}/{pipe.name}"
    assert unread.message.key == "auditing.no-regular-file"


class Deadly:
    """A path that ends the process which receives it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_a_process_that_dies_costs_one_file(tmp_path: Path) -> None:
    files = located(forms(tmp_path, 5))
    deadly = replace(files[0], path=Deadly(), file="deadly.docx")  # type: ignore[arg-type]

    found = list(gather_all([*files[:2], deadly, *files[2:]], workers=2))

    assert [len(one.forms) for one in found] == [1, 1, 0, 1, 1, 1]
    assert found[2].unread[0].message.key == "auditing.process-lost"


def test_a_process_that_ends_before_it_is_told_its_work_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = located(forms(tmp_path, 5))
    monkeypatch.setattr(pool, "_START", "raise SystemExit")
    monkeypatch.setattr(sys, "path", [*sys.path, "x" * 2_000_000])
    before = children(os.getpid())

    found = list(gather_all(files, workers=2))

    assert [len(one.forms) for one in found] == [1, 1, 1, 1, 1]
    assert until(lambda: children(os.getpid()) <= before)


def test_a_run_that_is_left_early_ends_its_processes(tmp_path: Path) -> None:
    files = located(forms(tmp_path, 30))
    before = children(os.getpid())
    with closing(gather_all(files, workers=2)) as gathered:
        next(gathered)
        during = children(os.getpid()) - before

    assert during
    assert until(lambda: not during & children(os.getpid()))


def children(process: int) -> set[str]:
    """The processes that a process has started and that are not put away."""
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return {pid for one in listed for pid in one.read_text().split()}


def until(becomes_true: Callable[[], object]) -> bool:
    """Wait for something to become true, as long as a busy machine may need."""
    late = time.monotonic() + 60
    while not becomes_true():
        if time.monotonic() > late:
            return False
        time.sleep(0.02)
    return True


def test_no_more_than_some_files_are_read_ahead(tmp_path: Path) -> None:
    files = located(forms(tmp_path, 60))
    run = pool._Run(files)
    try:
        run.start(2)
        assert until(lambda: len(run.found) >= 2 * pool._AHEAD)
        time.sleep(0.2)  # more than these would come, if anything did

        assert len(run.found) == 2 * pool._AHEAD
    finally:
        run.stop()


def test_an_audit_of_a_script_without_a_guard_reads_in_processes(
    tmp_path: Path,
) -> None:
    forms(tmp_path, 6)
    script = tmp_path / "run.py"
    script.write_text(
        f"import perfscore as ps\nprint(len(ps.audit({str(tmp_path)!r}).scorecards))\n"
    )
    env = dict(os.environ, PYTHONPATH=str(ROOT))

    done = subprocess.run(  # noqa: S603 -- this Python
        [sys.executable, str(script)],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("6\n", "")


def test_an_audit_keeps_the_order_of_what_it_was_given(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    forms(first, 3)
    forms(second, 3)

    report = audit([second, gather(located([first])[0]).forms[0], first])

    assert [card.form.file for card in report.scorecards] == [
        "b/0000.docx",
        "b/0001.docx",
        "b/0002.docx",
        "a/0000.docx",
        "a/0000.docx",
        "a/0001.docx",
        "a/0002.docx",
    ]


def test_an_interrupt_ends_the_command_and_its_processes(tmp_path: Path) -> None:
    (form,) = forms(tmp_path, 1)
    for number in range(1, 4000):  # more than are read before the interrupt
        (tmp_path / f"{number:04}.docx").hardlink_to(form)
    env = dict(os.environ, PYTHONPATH=str(ROOT))
    command = [sys.executable, "-m", "perfscore", "score", str(tmp_path)]
    started = subprocess.Popen(  # noqa: S603 -- this Python
        command,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert until(lambda: children(started.pid))
    os.killpg(started.pid, signal.SIGINT)
    _, error = started.communicate(timeout=60)

    assert (started.returncode, error) == (130, b"")
    assert until(lambda: not _group_is_there(started.pid))


def _group_is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True

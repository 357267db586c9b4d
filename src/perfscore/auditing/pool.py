"""A folder read by several processes at once, in the order of its files.

Each process reads one file after another and sends back what it holds. A file that
takes too long, too much memory, or brings its process down is named as unread; its
process is replaced and the run goes on. The processes are plain children that import
this module and nothing of the caller's, so that no script needs a guard for them.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import IO, Any, TypeAlias

from perfscore.auditing.gather import Gathered, Located, gather, refused

FEW = 4
"""Fewer files than this are read without further processes."""

SECONDS = 120
"""How long one file may take."""

MOST_MEMORY = 4 * 2**30
"""The most bytes of address space of a process that reads, where systems can tell."""

_MOST_WORKERS = 16
_AHEAD = 16
"""How many files of each process may be read before the first of them is taken."""

_GLANCE = 1
"""After how many seconds a wait looks up, so that an interrupt is heard everywhere."""

_SIZE = struct.Struct("!Q")
_START = (
    "import pickle, sys\n"
    "sys.path[:] = pickle.load(sys.stdin.buffer)\n"
    "from perfscore.auditing.pool import serve\n"
    "serve()\n"
)


Work: TypeAlias = Callable[[Located], Gathered]
"""What is done with a file; it is sent to other processes by its name."""


def gather_all(
    files: Sequence[Located], *, workers: int = 0, work: Work = gather
) -> Generator[Gathered]:
    """Yield what each file of a run holds, in the order of the files.

    Args:
        files: the files.
        workers: how many processes read; as many as there are cores where 0.
        work: what is done with each file: it is read, unless told otherwise.

    Yields:
        What a file holds; a file that cannot be read holds its fault.
    """
    count = min(workers or _cores(), len(files), _MOST_WORKERS)
    if len(files) < FEW or count < 2:  # noqa: PLR2004 -- one process is this one
        yield from map(work, files)
        return
    run = _Run(files, work)
    try:
        run.start(count)
        for number in range(len(files)):
            yield run.result(number)
    finally:
        run.stop()


def _cores() -> int:
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """Files handed out in order, and what came back of them."""

    def __init__(self, files: Sequence[Located], work: Work = gather) -> None:
        self.files = files
        self.work = work
        self.given = 0
        self.taken = 0
        self.most = _AHEAD
        self.found: dict[int, Gathered] = {}
        self.changed = threading.Condition()
        self.stopped = False
        self.workers: list[_Worker] = []
        self.threads: list[threading.Thread] = []

    def start(self, count: int) -> None:
        """Begin to read with so many processes."""
        self.most = _AHEAD * count
        for _ in range(count):
            worker = _Worker(self.work)
            self.workers.append(worker)
            thread = threading.Thread(target=self._serve, args=(worker,), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _serve(self, worker: _Worker) -> None:
        """Hand one process file after file, until there is none left."""
        while (number := self._next()) is not None:
            found = worker.read(self.files[number])
            with self.changed:
                self.found[number] = found
                self.changed.notify_all()
        worker.stop()
        worker.clear()

    def _next(self) -> int | None:
        """Return the next file's number, as soon as not too many are read ahead."""
        with self.changed:
            while not self.stopped and self.given - self.taken >= self.most:
                self.changed.wait()
            if self.stopped or self.given >= len(self.files):
                return None
            self.given += 1
            return self.given - 1

    def result(self, number: int) -> Gathered:
        """Wait for what a file holds."""
        with self.changed:
            while number not in self.found:
                self.changed.wait(_GLANCE)
            self.taken += 1
            self.changed.notify_all()
            return self.found.pop(number)

    def stop(self) -> None:
        """End all processes, in the midst of their files if need be."""
        with self.changed:
            self.stopped = True
            self.changed.notify_all()
        for worker in self.workers:
            worker.stop()
        for thread in self.threads:
            thread.join(_GLANCE)


class _Worker:
    """One process that reads; a new one takes its place where it fails."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.process: subprocess.Popen[bytes] | None = None
        self.ended = False
        self.lock = threading.Lock()

    def read(self, file: Located) -> Gathered:
        """Return what a file holds, or that it took its process down."""
        process = self._started()
        if process is None:
            return self.work(file)  # no further processes are to be had here
        late = threading.Event()
        alarm = threading.Timer(SECONDS, self._give_up, (process, late))
        alarm.daemon = True
        alarm.start()
        try:
            found: Gathered = _exchange(process, file)
        except (OSError, EOFError, ValueError, pickle.PickleError, AttributeError):
            self.clear()
            if self.ended:
                return Gathered(file.file)
            if late.is_set():
                return refused(file.file, "auditing.too-long", seconds=SECONDS)
            return refused(file.file, "auditing.process-lost")
        finally:
            alarm.cancel()
        return found

    def _started(self) -> subprocess.Popen[bytes] | None:
        with self.lock:
            if self.process is None and not self.ended:
                with suppress(OSError, ValueError):
                    self.process = _spawn(self.work)
            return self.process

    def _give_up(self, process: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        process.kill()

    def stop(self) -> None:
        """End the process for good, whatever it is doing; its reader then hears so."""
        with self.lock:
            self.ended = True
            if self.process is not None:
                self.process.kill()

    def clear(self) -> None:
        """Put away what is left of a process; only its own reader may do so."""
        with self.lock:
            process, self.process = self.process, None
        if process is not None:
            _put_away(process)


def _put_away(process: subprocess.Popen[bytes]) -> None:
    """End a process and close its pipes, whatever is still in them."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()
    process.wait()


def _spawn(work: Work) -> subprocess.Popen[bytes]:
    """Start a process that reads; it begins with the paths that modules are in."""
    process = subprocess.Popen(  # noqa: S603 -- this Python, and no word of a stranger
        [sys.executable, "-P", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None  # noqa: S101 -- it is a pipe
    try:
        pickle.dump([path for path in sys.path if path], process.stdin)
        _send(process.stdin, work)
    except OSError:
        # An interrupt may end it before it hears what it is to do.
        _put_away(process)
        raise
    return process


def _exchange(process: subprocess.Popen[bytes], file: Located) -> Gathered:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    _send(process.stdin, file)
    found: Gathered = _receive(process.stdout)
    return found


def _send(stream: IO[bytes], data: object) -> None:
    body = pickle.dumps(data, pickle.HIGHEST_PROTOCOL)
    stream.write(_SIZE.pack(len(body)) + body)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    body = stream.read(_SIZE.unpack(head)[0])
    return pickle.loads(body)  # noqa: S301 -- between our own processes


def serve() -> None:
    """Read the files that are asked for on standard input, until it ends.

    This is what a process of :func:`gather_all` does. The terminal's interrupt is the
    parent's to answer, and whatever a library prints goes nowhere.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    work: Work = _receive(sys.stdin.buffer)
    while True:
        try:
            file: Located = _receive(sys.stdin.buffer)
        except EOFError:
            return
        _alarm(2 * SECONDS)  # in case that the parent is there no more
        _send(answers, work(file))
        _alarm(0)


def _bound_memory() -> None:
    """Let a file that wants all memory fail by itself, where the system can do that."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 -- Windows has none

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, hard))


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)

"""One worker process and the line to it, and the thread that starts such processes.

The line is a socket pair: ours may belong to an event loop, theirs is an ordinary one.
"""

import logging
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from documents.messages import Closed, receive, send

STARTING = 30.0
AT_WORK = 0.1
"""The share of its time that a worker was at work, beyond which it was not just kept waiting."""
TICKS = os.sysconf("SC_CLK_TCK")
_HOUSE = Path(__file__).resolve().parent.parent

log = logging.getLogger(__name__)


class Lost(Exception):
    """A worker did not answer, or not in time."""


class Overdue(Lost):
    """A worker worked through all of its time: it is the job that takes too long."""


class NotReady(Lost):
    """A worker did not even start, so it is not the job that is to blame."""


class Process:
    """One worker process and our end of the line to it."""

    def __init__(self, niceness: int) -> None:
        ours, theirs = socket.socketpair()
        os.set_blocking(theirs.fileno(), True)  # under an event loop both ends were made otherwise
        descriptor = theirs.fileno()
        self._process = subprocess.Popen(  # noqa: S603 - our own program and arguments
            [sys.executable, "-m", "documents.worker", str(descriptor), str(niceness)],
            cwd=_HOUSE,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[descriptor],
        )
        theirs.close()
        self._connection = ours
        self._ready = False
        self.answers = 0

    @property
    def id(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the answer to one job, or raise Lost when it does not come in time."""
        self._await_start()
        used = self._processor_seconds()
        try:
            self._connection.settimeout(seconds)
            send(self._connection, job | {"seconds": seconds})
            answer: dict[str, Any] = receive(self._connection, time.monotonic() + seconds)
        except (Closed, OSError) as lost:
            worked = self._processor_seconds() - used >= AT_WORK * seconds
            kind = Overdue if isinstance(lost, TimeoutError) and worked else Lost
            raise kind(type(lost).__name__) from lost
        self.answers += 1
        return answer

    def _await_start(self) -> None:
        if self._ready:
            return
        try:
            receive(self._connection, time.monotonic() + STARTING)
        except (Closed, OSError) as lost:
            raise NotReady(type(lost).__name__) from lost
        self._ready = True

    def _processor_seconds(self) -> float:
        try:
            fields = Path(f"/proc/{self.id}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / TICKS

    def end(self) -> None:
        """Kill it; it keeps nothing that could be lost."""
        self._connection.close()
        self._process.kill()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            log.error("worker %s cannot be ended", self.id)


class Keeper:
    """Starts processes in a thread that lives on: a worker ends with the thread that started it."""

    def __init__(self) -> None:
        self._wanted: queue.Queue[tuple[int, queue.Queue[Process | OSError]] | None] = queue.Queue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, niceness: int) -> Process:
        """Return a new process, or raise NotReady."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
                self._thread.start()
        made: queue.Queue[Process | OSError] = queue.Queue()
        self._wanted.put((niceness, made))
        try:
            process = made.get(timeout=STARTING)
        except queue.Empty:
            raise NotReady("closed") from None
        if isinstance(process, OSError):
            raise NotReady(str(process)) from process
        return process

    def close(self) -> None:
        """Let the thread end, and what it started with it."""
        self._wanted.put(None)

    def _run(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            niceness, made = wanted
            try:
                made.put(Process(niceness))
            except OSError as failure:
                made.put(failure)


def _environment() -> dict[str, str]:
    """Return what a worker needs to know of the server's environment: none of its secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # a page's pixels come and go all the time; asking the system each time costs a third
        "MALLOC_MMAP_THRESHOLD_": str(16 * 1024 * 1024),
        "MALLOC_TRIM_THRESHOLD_": str(32 * 1024 * 1024),
    }

"""The limits that a worker puts on itself before it opens anything untrusted.

They hold what a hostile file can do: memory, written bytes, open files, the network, and life
after the server has gone. Each is worth having alone, so one that is refused stops nothing.
"""

import contextlib
import ctypes
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

MIB = 1024 * 1024
MOST_MEMORY = 1536 * MIB
LEAST_MEMORY = 640 * MIB
MOST_OF_CONVERTER = 4096 * MIB
LEAST_OF_CONVERTER = 1536 * MIB
MOST_WRITTEN = 256 * MIB
MOST_BOUND = 4096 * MIB
MOST_OPEN_FILES = 64
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def most_memory() -> int:
    """Return the memory of one worker: two that are full must leave room for the server."""
    return max(LEAST_MEMORY, min(MOST_MEMORY, _machine_memory() // 4))


def most_memory_of_converter() -> int:
    """Return the memory of the Office converter, of which only one runs at a time."""
    return max(LEAST_OF_CONVERTER, min(MOST_OF_CONVERTER, _machine_memory() // 2))


def confine(niceness: int) -> None:
    """Give up what opening papers does not need; when memory runs out, go first."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    for limit, most in (
        (resource.RLIMIT_AS, most_memory()),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
    _may_write(MOST_WRITTEN)
    with contextlib.suppress(OSError):
        os.nice(niceness)
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        _leave_the_network(system)
        system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # last: new rights would undo it


def allow(seconds: float) -> None:
    """Let the present job take so long; then the process ends, be its parent alive or not."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


@contextlib.contextmanager
def roomy() -> Iterator[None]:
    """Let the present job write as much as many papers together take."""
    _may_write(MOST_BOUND)
    try:
        yield
    finally:
        _may_write(MOST_WRITTEN)


def _may_write(most: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, MOST_BOUND))


def _machine_memory() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _leave_the_network(system: ctypes.CDLL) -> None:
    """Go where there is no network, as an administrator may, or else as a user of our own."""
    if system.unshare(CLONE_NEWNET) != 0:
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)

"""The limits that a worker puts on itself before it opens anything untrusted.

They hold what a hostile file can do: memory, written bytes, open files, the network, and life
after the server has gone. Each is worth having alone, so one that is refused stops nothing.
"""

import contextlib
import ctypes
import os
import resource
import signal

MOST_MEMORY = 1536 * 1024 * 1024
MOST_WRITTEN = 128 * 1024 * 1024
MOST_OPEN_FILES = 64
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def confine(niceness: int) -> None:
    """Give up what opening papers does not need."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
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


def _leave_the_network(system: ctypes.CDLL) -> None:
    """Go where there is no network, as an administrator may, or else as a user of our own."""
    if system.unshare(CLONE_NEWNET) != 0:
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)

"""Programs that are not ours, started in the jail, limited, and ended with all they started."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.jail import Room

GRACE = 5


class TooLong(Exception):
    """A program did not end in time."""


@dataclass(frozen=True)
class Limits:
    """What a program may take: bytes of memory, bytes in a file, seconds of work, its niceness."""

    memory: int
    written: int
    work_seconds: int
    niceness: int

    def in_shell(self) -> str:
        """Return what the shell gives up first; when memory runs out, this is what goes."""
        return (
            "echo 1000 2>/dev/null >/proc/self/oom_score_adj; "
            f"ulimit -c 0; ulimit -v {self.memory // 1024}; "
            f"ulimit -t {self.work_seconds}; ulimit -f {self.written // 512}; "
            f'exec nice -n {self.niceness} "$@"'
        )


def run_confined(
    command: Sequence[str],
    room: Room,
    folder: Path,
    told: Mapping[str, str],
    limits: Limits,
    seconds: float,
) -> int:
    """Run a program to its end in a folder and return what it ended with; or raise TooLong."""
    process = subprocess.Popen(
        [
            *("/bin/sh", "-c", limits.in_shell(), "sh"),
            *room.command,
            *("timeout", "--signal=KILL", str(round(seconds) + GRACE)),  # should we not live on
            *command,
        ],
        cwd=folder,
        env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **told},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TooLong from None
    finally:  # its children too, and also when we are stopped half way
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=GRACE)

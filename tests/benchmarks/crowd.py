"""A crowd of tablets: the load generator of C, told what to do and listened to."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.benchmarks.furnishing import Commune
from tests.benchmarks.natives import built

PLACEHOLDER = "000000000"
CROWDS_CORE = 1
MOST_CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Crowd:
    """How many there are, and what they do; see native/hall_load.c."""

    tablets: int
    mode: str = "open"
    rate: float = 1.0
    """Acts a second: of all together, or of each in the mode "each"."""
    seconds: float = 5.0
    posters: int = 10
    outstanding: int = 8
    draining: float = 8.0
    deflate: bool = False
    acts: str = "comment.create"
    together: int = 0
    """Acts in one message at the most, one message under way; 0: each act at once, for itself."""
    since: dict[str, int] | None = None
    """What they heard before; None: nothing."""
    pinned: bool = True
    name: str = "run"


@dataclass
class Gathered:
    """A crowd that has joined; `work` lets it do what it is there for."""

    process: "subprocess.Popen[bytes]"
    joined: dict[str, Any]
    done: dict[str, Any] = field(default_factory=dict)

    def work(self) -> dict[str, Any]:
        """Let them act; returns what they heard."""
        self._go()
        self.done = _said(self.process, "done")
        return self.done

    def go_home(self) -> None:
        """Close every line at once."""
        self.process.kill()
        self.process.wait()

    def _go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"go\n")
        self.process.stdin.flush()


@contextmanager
def gathered(crowd: Crowd, commune: Commune, ports: Sequence[int]) -> Iterator[Gathered]:
    """Connect a crowd, all at once, and yield it when everybody has joined."""
    process = subprocess.Popen(
        [str(built("hall_load"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    if crowd.pinned:
        pin(process.pid, CROWDS_CORE)
    assert process.stdin is not None
    process.stdin.write(_job(crowd, commune, ports).encode())
    process.stdin.flush()
    crowd_there = Gathered(process, _said(process, "joined"))
    try:
        yield crowd_there
    finally:
        crowd_there.go_home()


def pin(process: int, core: int) -> None:
    """Keep a process on one core, so that server and generator do not push each other about."""
    if MOST_CORES > 1:
        os.sched_setaffinity(process, {core % MOST_CORES})


def _job(crowd: Crowd, commune: Commune, ports: Sequence[int]) -> str:
    body = commune.acts[crowd.acts] | {"operation_id": f"{crowd.name}-{PLACEHOLDER}"}
    head, _, tail = orjson.dumps([crowd.acts, body]).decode().partition(PLACEHOLDER)
    one = orjson.dumps({"command": crowd.acts, "payload": body}).decode()
    one_head, _, one_tail = one.partition(PLACEHOLDER)
    entering = {"meeting": commune.meeting, "since": crowd.since}
    joining = orjson.dumps(["meeting.join", entering]).decode()
    lines = [
        *(f"port {port}" for port in ports),
        *(f"cookie {cookie}" for cookie in commune.cookies[: crowd.tablets]),
        f"tablets {crowd.tablets}",
        f"join {joining}",
        f"act {head}",
        f"act_tail {tail}",
        f"payload {one_head}",
        f"payload_tail {one_tail}",
        f"together {crowd.together}",
        f'mark "operation_id":"{crowd.name}-',
        f"mode {crowd.mode}",
        f"rate {crowd.rate}",
        f"seconds {crowd.seconds}",
        f"posters {crowd.posters}",
        f"outstanding {crowd.outstanding}",
        f"draining {crowd.draining}",
        f"deflate {int(crowd.deflate)}",
        "begin",
    ]
    return "\n".join(lines) + "\n"


def _said(process: "subprocess.Popen[bytes]", name: str) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith(name.encode()):
        raise RuntimeError("the load generator fell silent")
    said: dict[str, Any] = orjson.loads(line[len(name) :])
    return said

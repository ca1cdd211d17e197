"""A member who says as much as the line takes, and comes back whenever the line is cut.

`python -m tests.benchmarks.flooder` reads one job as a line of JSON on its standard input.
"""

import socket
import struct
import sys
import time
from contextlib import suppress
from itertools import count
from typing import Any

import orjson

from tests.benchmarks.frames import FINAL, MASKED, NO_MASK, TEXT, frame, upgrade

ACTS_A_SECOND = 1000
PAUSE_SECONDS = 0.05
_numbers = count(1)


def flood(job: dict[str, Any]) -> None:
    """Flood until killed."""
    while True:
        with suppress(OSError):
            _once(job)
        time.sleep(PAUSE_SECONDS)


def _once(job: dict[str, Any]) -> None:
    with socket.create_connection(("127.0.0.1", job["port"]), timeout=10) as line:
        line.sendall(upgrade(job["port"], job["cookie"]))
        line.recv(65536)
        line.sendall(frame(b"40"))
        time.sleep(0.2)
        line.setblocking(True)
        message = _large(job["size"]) if job["size"] else None
        while True:
            line.sendall(message or _acts(job["act"], job["together"]))
            if message is None:
                time.sleep(job["together"] / ACTS_A_SECOND)
            _read_what_there_is(line)


def _read_what_there_is(line: socket.socket) -> None:
    with suppress(BlockingIOError):
        if not line.recv(65536, socket.MSG_DONTWAIT):
            raise ConnectionError("cut")


def _large(size: int) -> bytes:
    """Return a whole message of that many bytes."""
    body = b'42["nobody.knows","' + b"x" * (size - 21) + b'"]'
    head = struct.pack(">BBQ", FINAL | TEXT, MASKED | 127, len(body))
    return head + NO_MASK + body


def _acts(act: dict[str, Any], together: int) -> bytes:
    """Return a message of so many acts."""
    number = next(_numbers)
    asked = [
        {
            "command": "annotation.create",
            "payload": act | {"operation_id": f"flood-{time.monotonic_ns()}-{number}-{each}"},
        }
        for each in range(together)
    ]
    if together == 1:
        said = ["annotation.create", asked[0]["payload"]]
    else:
        said = ["acts", {"acts": asked}]
    return frame(b"42%d%b" % (number, orjson.dumps(said)))


if __name__ == "__main__":
    flood(orjson.loads(sys.stdin.readline()))

"""The hall's load generator: a process of its own, told what to do as JSON, answering so.

`python -m tests.benchmarks.listeners` reads one job on its standard input.
"""

import asyncio
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import orjson

from tests.benchmarks.figures import percentile
from tests.benchmarks.processes import cpu_of
from tests.benchmarks.tablets import Tablet, connected

ACT = re.compile(rb'"operation_id":"\w+-(\d+)"')
ACKNOWLEDGED = re.compile(rb'43(\d+)\[\{"ok":true')
SETTLING, DRAINING = 1.0, 5.0
POSTERS = 10


@dataclass
class Heard:
    """What the tablets heard, act by act."""

    sent: dict[int, float] = field(default_factory=dict)
    last: dict[int, float] = field(default_factory=dict)
    acknowledged: dict[int, float] = field(default_factory=dict)
    receipts: Counter[int] = field(default_factory=Counter)

    def hear(self, _: Tablet, payload: bytes, at: float) -> None:
        """Note an event or an acknowledgement."""
        if done := ACKNOWLEDGED.match(payload):
            self.acknowledged[int(done[1])] = at
        elif payload.startswith(b'42["facts"'):
            for number in map(int, ACT.findall(payload)):
                self.receipts[number] += 1
                self.last[number] = at

    def complete(self, listeners: int) -> list[int]:
        """Return the acts that everybody heard exactly once."""
        return [number for number in self.sent if self.receipts[number] == listeners]


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Connect, let people comment at a fixed rate, and tell what arrived when."""
    heard = Heard()
    tablets, joining = await connected(job["port"], job["cookies"], job["meeting"], heard.hear)
    await asyncio.sleep(SETTLING)
    began, mine, theirs = perf_counter(), time.process_time(), cpu_of(job["process"])
    await _speak(tablets, heard, job)
    seconds = perf_counter() - began
    busy = (time.process_time() - mine) / seconds
    served = cpu_of(job["process"]) - theirs
    await _drain(heard, len(tablets))
    lost = sum(tablet.lost for tablet in tablets)
    for tablet in tablets:
        tablet.close()
    return _told(heard, len(tablets)) | {
        "joining": joining,
        "busy": busy,
        "server_cpu_us": served * 1e6 / max(1, heard.receipts.total()),
        "lost": lost,
    }


async def _speak(tablets: list[Tablet], heard: Heard, job: dict[str, Any]) -> None:
    count, began = int(job["rate"] * job["seconds"]), perf_counter()
    for number in range(1, count + 1):
        await asyncio.sleep(max(0.0, began + number / job["rate"] - perf_counter()))
        remark = job["remark"] | {"operation_id": f"{job['name']}-{number}"}
        heard.sent[number] = perf_counter()
        tablets[number % min(POSTERS, len(tablets))].send("comment.create", remark, number)
    await asyncio.sleep(1 / job["rate"])


async def _drain(heard: Heard, listeners: int) -> None:
    until = perf_counter() + DRAINING
    while len(heard.complete(listeners)) < len(heard.sent) and perf_counter() < until:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)  # what comes twice comes now


def _told(heard: Heard, listeners: int) -> dict[str, Any]:
    complete = heard.complete(listeners)
    receipts = [(heard.last[n] - heard.sent[n]) * 1000 for n in complete]
    acknowledged = [(at - heard.sent[n]) * 1000 for n, at in heard.acknowledged.items()]
    return {
        "acts": len(heard.sent),
        "incomplete": len(heard.sent) - len(complete),
        "unacknowledged": len(heard.sent) - len(heard.acknowledged),
        "p50": percentile(receipts, 0.50),
        "p95": percentile(receipts, 0.95),
        "p99": percentile(receipts, 0.99),
        "acknowledged": percentile(acknowledged, 0.50),
    }


if __name__ == "__main__":
    result = asyncio.run(run(orjson.loads(sys.stdin.buffer.read())))
    sys.stdout.buffer.write(orjson.dumps(result))

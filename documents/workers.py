"""The processes that open untrusted files, their deadlines, and whose turn it is.

Every conversation is held by whoever asks, over a socket pair, so it works with real threads
and under an event loop alike. A worker that is overdue or dead is killed and replaced, and its
job is tried once more, unless it was at work all the time. One worker is kept for pages that
somebody waits for. What is only nice to have, the idle work, is done when nothing else is, and
never by every worker at once.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from documents.processes import Keeper, Lost, NotReady, Overdue, Process
from foundation import errors

ANSWERS = 1000
"""How many jobs one process does before a fresh one takes over."""
BACKGROUND_NICENESS = 10
ATTEMPTS = 2
LULL = 0.05
"""Seconds without background work before idle work begins: a paper pauses between two pages."""
_REFUSALS = {kind.__name__: kind for kind in (errors.Invalid, errors.NotFound, errors.Unavailable)}

log = logging.getLogger(__name__)


class Failed(Exception):
    """A worker could not do what was asked, for a reason of the file."""


class Rank(Enum):
    """How much a job matters: somebody waits for it, a paper does, or nobody at all."""

    URGENT = auto()
    BACKGROUND = auto()
    IDLE = auto()


@dataclass(eq=False)
class Desk:
    """A place for one process, which may still have to be started."""

    urgent_only: bool
    process: Process | None = None

    @property
    def niceness(self) -> int:
        """Return how far its process stands back."""
        return 0 if self.urgent_only else BACKGROUND_NICENESS


class Workers:
    """`count` processes for everything, and one more for what somebody waits for."""

    def __init__(self, count: int, vault_root: Path) -> None:
        self.count = count
        self.converting = threading.Lock()
        """Held while an Office file is converted: one takes the memory of several workers."""
        self._root = vault_root.resolve()
        self._keeper = Keeper()
        self._desks = [Desk(urgent_only=True)] + [Desk(urgent_only=False) for _ in range(count)]
        self._free = list(self._desks)
        self._lines: dict[Rank, list[object]] = {rank: [] for rank in Rank}
        self._under_way = dict.fromkeys(Rank, 0)
        self._lull_began = 0.0
        self._closed = False
        self._changed = threading.Condition()

    def ask(
        self,
        verb: str,
        path: Path,
        arguments: dict[str, Any],
        *,
        seconds: float,
        urgent: bool = False,
        idle: bool = False,
    ) -> dict[str, Any]:
        """Return what a worker answers; raises its refusal, Failed, or Lost after two attempts.

        Where no worker can be started at all, that is Unavailable.
        """
        rank = Rank.URGENT if urgent else Rank.IDLE if idle else Rank.BACKGROUND
        job = {"verb": verb, "path": str(self._inside(path)), "arguments": arguments}
        with self._desk(rank) as desk:
            return _understood(self._answer(desk, job, seconds))

    def start(self) -> None:
        """Start every process now rather than when it is first needed, as far as that goes."""
        with self._changed, suppress(NotReady):
            for desk in self._free:
                desk.process = desk.process or self._keeper.start(desk.niceness)

    def processes(self) -> list[int]:
        """Return the numbers of the processes that are running."""
        return [desk.process.id for desk in self._desks if desk.process]

    def close(self) -> None:
        """End every process; what is asked from now on is lost."""
        self._closed = True
        for desk in self._desks:
            if desk.process:
                desk.process.end()
                desk.process = None
        self._keeper.close()

    def _inside(self, path: Path) -> Path:
        if not path.is_relative_to(self._root):
            raise ValueError("workers open files of the vault only")
        return path

    def _answer(self, desk: Desk, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        lost = Lost("closed")
        for attempt in range(1, ATTEMPTS + 1):
            if self._closed:
                break
            try:
                desk.process = desk.process or self._keeper.start(desk.niceness)
                answer = desk.process.ask(job, seconds)
            except Lost as found:
                lost = found
                log.warning("worker lost at %s, attempt %d: %s", job["verb"], attempt, lost)
                self._dismiss(desk)
                if isinstance(found, Overdue):  # it would take as long again
                    break
                continue
            except BaseException:  # we were stopped half way: its answer would reach the next asker
                self._dismiss(desk)
                raise
            if desk.process.answers >= ANSWERS:
                self._dismiss(desk)
            return answer
        if isinstance(lost, NotReady):
            raise errors.Unavailable("paper.no_worker") from lost
        raise lost

    def _dismiss(self, desk: Desk) -> None:
        process, desk.process = desk.process, None
        if process:
            process.end()

    @contextmanager
    def _desk(self, rank: Rank) -> Iterator[Desk]:
        """Wait for a turn: first come, first served; what somebody waits for goes before all."""
        desk = self._take(rank)
        try:
            yield desk
        finally:
            with self._changed:
                self._under_way[rank] -= 1
                if rank is Rank.BACKGROUND:
                    self._lull_began = time.monotonic()
                self._free.insert(0, desk)  # the one with the paper open, rather than an idle one
                self._changed.notify_all()

    def _take(self, rank: Rank) -> Desk:
        ticket, line = object(), self._lines[rank]
        with self._changed:
            line.append(ticket)
            try:
                while line[0] is not ticket or not (able := self._able(rank)):
                    self._changed.wait(LULL if rank is Rank.IDLE else None)
                desk = able[0]
                self._free.remove(desk)
                self._under_way[rank] += 1
            finally:
                line.remove(ticket)
                self._changed.notify_all()  # for the next in line
        return desk

    def _able(self, rank: Rank) -> list[Desk]:
        """Return the free desks that may take this job, the best first."""
        if rank is Rank.URGENT:
            return sorted(self._free, key=lambda desk: not desk.urgent_only)
        if self._lines[Rank.URGENT] or (rank is Rank.IDLE and not self._lull()):
            return []
        return [desk for desk in self._free if not desk.urgent_only]

    def _lull(self) -> bool:
        """Say whether idle work may begin; one worker of several stays ready for a new paper."""
        if self._lines[Rank.BACKGROUND] or self._under_way[Rank.BACKGROUND]:
            return False
        if self._under_way[Rank.IDLE] >= max(1, self.count - 1):
            return False
        return time.monotonic() - self._lull_began >= LULL


def _understood(answer: dict[str, Any]) -> dict[str, Any]:
    if "done" in answer:
        done: dict[str, Any] = answer["done"]
        return done
    if "refused" in answer:
        kind, code, parameters = answer["refused"]
        raise _REFUSALS.get(kind, errors.Invalid)(code, **parameters)
    raise Failed(answer.get("failed", "no reason"))

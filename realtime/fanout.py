"""Fan-out: committed facts to the sockets that may hear them, in order, holes filled.

Each process keeps the number up to which it has sent every stream. What another process
wrote, or a nudge lost, is read from the record: the record is the truth.

One worker alone sends, at once when it is quiet; while it is busy it gathers what comes meanwhile
into one frame a stream. So whoever commits waits for no socket, and nothing has to be locked.
"""

import logging
import queue
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from time import monotonic
from typing import Any

from flask_socketio import SocketIO

from foundation.aside import Read
from foundation.events import Fact
from foundation.record import facts_after, grown_since
from realtime.figures import Figures
from realtime.rooms import rooms_with_listeners, shared

FOLLOW_SECONDS = 1.0
BEACON_EVERY = 5
EVERYBODYS_BEACON_EVERY = 30
"""In seconds; a hall has two streams that many hear, and two for each seat."""
UNKNOWN = -1
TOGETHER = 50
GATHER_SECONDS = 0.02
TURNS_FOR_ANSWERS = 2
"""So many turns of the loop pass until whoever waited for the commit has been answered."""
log = logging.getLogger(__name__)
OnFact = Callable[[Fact], None]
Commit = list[Fact]
Task = Callable[[], None]


class FanOut:
    """Sends facts stream by stream, each number once; `effects` act on facts as they pass."""

    def __init__(
        self,
        socketio: SocketIO,
        read: Read,
        effects: Mapping[str, OnFact],
        figures: Figures,
    ) -> None:
        self._socketio = socketio
        self._read = read
        self._effects = effects
        self._figures = figures
        self._sent: dict[str, int] = {}
        self._begun: set[str] = set()
        self._beaconed: dict[str, tuple[int, bool]] = {}
        """By stream: its head at the last turn of the beacon, and whether that was told."""
        self._inbox: queue.Queue[Commit | Task] = queue.Queue()

    def know(self, current: dict[str, int]) -> None:
        """Take over the heads a new listener was given, for streams nobody here heard before."""
        for stream, head in current.items():
            if stream not in self._begun:  # two may ask at once, and the earlier answer come last
                self._sent[stream] = min(head, self._sent.get(stream, head))

    def broadcast(self, facts: Sequence[Fact]) -> None:
        """Have the facts of a commit sent; the listener of the writer."""
        self._inbox.put(list(facts))

    def follow(self, streams: Iterable[str] | None = None) -> None:
        """Have sent what the record has and this process has not sent; of all streams, or some."""
        listened = rooms_with_listeners(self._socketio)
        if streams is not None:
            listened = list(set(listened).intersection(streams))
        if not listened:
            return
        known = {stream: self._sent.get(stream, UNKNOWN) for stream in listened}
        for stream, head in self._read(lambda session: grown_since(session, known)).items():
            self._sent.setdefault(stream, head)
            self._inbox.put(partial(self._catch_up, stream, head))

    def watch(self) -> None:
        """Follow the record for ever, and let tablets know the heads now and then."""
        turn = 0
        while True:
            self._socketio.sleep(FOLLOW_SECONDS)
            turn += 1
            try:
                self.follow()
                if turn % BEACON_EVERY == 0:
                    self._inbox.put(partial(self._beacon, turn % EVERYBODYS_BEACON_EVERY == 0))
            except Exception:
                log.exception("the record could not be followed")

    def run(self) -> None:
        """Send for ever what there is to send."""
        while True:
            first = self._inbox.get()
            for _ in range(TURNS_FOR_ANSWERS):
                self._socketio.sleep(0)
            began = monotonic()
            self._do([first, *self._what_waits()])
            if not self._inbox.empty():
                self._socketio.sleep(max(0.0, began + GATHER_SECONDS - monotonic()))

    def _what_waits(self) -> Iterator[Commit | Task]:
        while not self._inbox.empty():
            yield self._inbox.get()

    def _do(self, work: list[Any]) -> None:
        for are_tasks, together in groupby(work, key=callable):
            for task in together if are_tasks else [partial(self._send, list(together))]:
                try:
                    task()
                except Exception:  # the record still has it
                    log.exception("the sockets could not be told")

    def _send(self, commits: list[Commit]) -> None:
        self._figures.batches += 1
        for facts in self._cut_at_effects(chain.from_iterable(commits)):
            streams: dict[str, list[Fact]] = {}
            for fact in facts:
                streams.setdefault(fact.stream, []).append(fact)
            for stream, together in streams.items():
                self._send_stream(stream, together)

    def _send_stream(self, stream: str, facts: list[Fact]) -> None:
        # Where nobody here is older than these, whoever joins reads the record.
        sent = self._sent.get(stream, facts[0].number - 1)
        due = [fact for fact in facts if fact.number > sent]
        if due and due[-1].number - sent > len(due):
            due = list(self._between(stream, sent, due[-1].number))
        self._emit(stream, due)

    def _catch_up(self, stream: str, head: int) -> None:
        """Send what is missing up to `head`; what was put in the inbox before this is not."""
        while self._sent[stream] < head and (missing := self._after(stream, self._sent[stream])):
            self._figures.repaired += len(missing)
            self._emit(stream, missing)

    def _emit(self, stream: str, facts: list[Fact]) -> None:
        for together in self._cut_at_effects(facts):
            last = together[-1]
            self._begun.add(stream)
            self._sent[stream] = last.number
            self._socketio.emit("facts", [fact.on_the_wire() for fact in together], to=stream)
            if effect := self._effects.get(last.name):
                effect(last)

    def _cut_at_effects(self, facts: Iterator[Fact] | list[Fact]) -> Iterator[list[Fact]]:
        """Let nothing be told together with a fact after which others may listen."""
        portion: list[Fact] = []
        for fact in facts:
            portion.append(fact)
            if fact.name in self._effects:
                yield portion
                portion = []
        if portion:
            yield portion

    def _between(self, stream: str, number: int, last: int) -> Iterator[Fact]:
        while number < last and (facts := self._after(stream, number)):
            yield from (fact for fact in facts if fact.number <= last)
            number = facts[-1].number

    def _after(self, stream: str, number: int) -> list[Fact]:
        return self._read(
            lambda session: [
                Fact(fact.stream, fact.number, fact.name, fact.body)
                for fact in facts_after(session, stream, number)
            ]
        )

    def _beacon(self, everybody: bool) -> None:
        """Tell the heads of what many hear and has fallen quiet, once; now and then all of them.

        While a stream is told facts, their numbers say as much.
        """
        for told, stream in enumerate(self._due(everybody), 1):
            self._socketio.emit("heads", {stream: self._sent[stream]}, to=stream)
            if told % TOGETHER == 0:
                self._socketio.sleep(0)

    def _due(self, everybody: bool) -> Iterator[str]:
        for stream in rooms_with_listeners(self._socketio):
            if (head := self._sent.get(stream)) is None:
                continue
            before, told = self._beaconed.get(stream, (head, False))
            due = everybody or (shared(stream) and head == before and not told)
            self._beaconed[stream] = head, due or (told and head == before)
            if due:
                yield stream

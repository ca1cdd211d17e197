"""Fan-out: committed facts to the sockets that may hear them, in order, holes filled.

Each process keeps the number up to which it has sent every stream. What another process
wrote, or a nudge lost, is read from the record: the record is the truth.

One worker alone sends, at once when it is quiet; while it is busy it gathers what comes meanwhile
into one frame a stream. So whoever commits waits for no socket, and nothing has to be locked.
Before it sends it looks at the doors (`doors.py`), and nothing it sends is newer than that look.
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
from foundation.database import Database
from foundation.events import Fact
from foundation.record import facts_after, grown_since
from meetings.events import DOORS
from realtime.doors import Doors, OnFact
from realtime.figures import Figures
from realtime.rooms import listened, rooms_with_listeners, shared

FOLLOW_SECONDS = 1.0
BEACON_EVERY = 5
EVERYBODYS_BEACON_EVERY = 30
"""In seconds; a hall has two streams that many hear, and two for each seat."""
UNKNOWN = -1
LOOKED_AFTER = 500
"""So many streams are asked for at once; the others on the loop have their turn in between."""
TOGETHER = 50
GATHER_SECONDS = 0.02
MANY, GATHER_MANY_SECONDS = 20, 0.06
"""Where so many facts were gathered, the next ones are for longer: to tell a hall costs as much for
one as for many, and a hall in which a thousand things happen a second has no eye for each."""
IN_A_FRAME = 100
"""So many facts are told in one frame; the first of a burst can be shown while the rest arrives."""
TURNS_FOR_ANSWERS = 2
"""So many turns of the loop pass until whoever waited for the commit has been answered."""
log = logging.getLogger(__name__)
Commit = list[Fact]
Task = Callable[[], None]


def look_at_the_doors() -> None:
    """Have the worker look at them: it does so before its work when it finds this in it."""


class FanOut:
    """Sends facts stream by stream, each number once; `effects` act on those of the doors."""

    def __init__(
        self,
        socketio: SocketIO,
        read: Read,
        database: Database,
        effects: Mapping[str, OnFact],
        figures: Figures,
    ) -> None:
        self._socketio = socketio
        self._read = read
        self._figures = figures
        self.doors = Doors(database, effects, self._between)
        self._sent: dict[str, int] = {}
        self._begun: set[str] = set()
        self._beaconed: dict[str, tuple[int, bool]] = {}
        """By stream: its head at the last turn of the beacon, and whether that was told."""
        self._inbox: queue.Queue[Commit | Task] = queue.Queue()
        self._stopped = False

    def know(self, current: dict[str, int]) -> None:
        """Take over the heads a new listener was given, for streams nobody here heard before."""
        for stream, head in current.items():
            if stream not in self._begun:  # two may ask at once, and the earlier answer come last
                self._sent[stream] = min(head, self._sent.get(stream, head))

    def broadcast(self, facts: Sequence[Fact]) -> None:
        """Have the facts of a commit sent; the listener of the writer."""
        self._inbox.put(list(facts))

    def hear(self, facts: Sequence[Fact]) -> None:
        """Have the facts of another process's commit sent, as far as somebody here listens."""
        if heard := [f for f in facts if f.stream == DOORS or listened(self._socketio, f.stream)]:
            self._inbox.put(heard)

    def follow(self, streams: Iterable[str] | None = None) -> None:
        """Have sent what the record has and this process has not sent; of all streams, or some."""
        if streams is None:
            streams = rooms_with_listeners(self._socketio)
        some = [stream for stream in streams if listened(self._socketio, stream)]
        for first in range(0, len(some), LOOKED_AFTER):
            self._look_after(some[first : first + LOOKED_AFTER])

    def _look_after(self, streams: list[str]) -> None:
        known = {stream: self._sent.get(stream, UNKNOWN) for stream in streams}
        known[DOORS] = self.doors.number
        grown = self._read(lambda session: grown_since(session, known))
        if grown.pop(DOORS, None):
            self._inbox.put(look_at_the_doors)
        for stream, head in grown.items():
            self._sent.setdefault(stream, head)
            self._inbox.put(partial(self._catch_up, stream, head))

    def watch(self) -> None:
        """Follow the record for ever, and let tablets know the heads now and then."""
        turn = 0
        while not self._stopped:
            self._socketio.sleep(FOLLOW_SECONDS)
            turn += 1
            try:
                self.follow()
                if turn % BEACON_EVERY == 0:
                    self._inbox.put(partial(self._beacon, turn % EVERYBODYS_BEACON_EVERY == 0))
            except Exception:
                log.exception("the record could not be followed")

    def stop(self) -> None:
        """Follow no more."""
        self._stopped = True

    def run(self) -> None:
        """Send for ever what there is to send."""
        while True:
            first = self._inbox.get()
            for _ in range(TURNS_FOR_ANSWERS):
                self._socketio.sleep(0)
            began, work = monotonic(), [first, *self._what_waits()]
            self._do(work)
            facts = sum(len(each) for each in work if not callable(each))
            if facts and not self._inbox.empty():
                gather = GATHER_MANY_SECONDS if facts >= MANY else GATHER_SECONDS
                self._socketio.sleep(max(0.0, began + gather - monotonic()))

    def _what_waits(self) -> Iterator[Commit | Task]:
        while not self._inbox.empty():
            yield self._inbox.get()

    def _do(self, work: list[Any]) -> None:
        try:
            self._look(work)
        except Exception:  # nobody is told what they may no longer hear; the record still has it
            log.exception("the doors could not be looked at")
            return
        for are_tasks, together in groupby(work, key=callable):
            for task in together if are_tasks else [partial(self._send, list(together))]:
                try:
                    task()
                except Exception:  # the record still has it
                    log.exception("the sockets could not be told")

    def _look(self, work: list[Any]) -> None:
        if not self.doors.alone or look_at_the_doors in work:
            commits = [each for each in work if not callable(each)]
            self.doors.look([fact for fact in chain(*commits) if fact.stream == DOORS])

    def _send(self, commits: list[Commit]) -> None:
        self._figures.batches += 1
        for facts in _cut_at_the_doors(chain.from_iterable(commits)):
            streams: dict[str, dict[int, Fact]] = {}
            for fact in facts:
                streams.setdefault(fact.stream, {})[fact.number] = fact
            at_the_doors = streams.pop(DOORS, None)
            for stream, by_number in streams.items():
                # Those of two processes may have come the other way round.
                self._send_stream(stream, [by_number[number] for number in sorted(by_number)])
            if at_the_doors:
                self.doors.take(list(at_the_doors.values()))

    def _send_stream(self, stream: str, facts: list[Fact]) -> None:
        # Where nobody here is older than these, whoever joins reads the record.
        sent = self._sent.get(stream, facts[0].number - 1)
        due = [fact for fact in facts if fact.number > sent]
        if due and due[-1].number - sent > len(due):
            due = list(self._between(stream, sent, due[-1].number))
        self._emit(stream, due)

    def _catch_up(self, stream: str, head: int) -> None:
        """Send what the record has up to the head that was read; what is newer has its own look."""
        while (sent := self._sent[stream]) < head:
            missing = [fact for fact in self._after(stream, sent) if fact.number <= head]
            self._figures.repaired += len(missing)
            self._emit(stream, missing)

    def _emit(self, stream: str, facts: list[Fact]) -> None:
        for first in range(0, len(facts), IN_A_FRAME):
            some = facts[first : first + IN_A_FRAME]
            self._begun.add(stream)
            self._sent[stream] = some[-1].number
            self._socketio.emit("facts", [fact.on_the_wire() for fact in some], to=stream)

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
        self._tell_heads(list(self._due(everybody)))

    def _tell_heads(self, streams: list[str]) -> None:
        """Tell some heads now and the others later, so that facts come in between."""
        for stream in streams[:TOGETHER]:
            self._socketio.emit("heads", {stream: self._sent[stream]}, to=stream)
        if others := streams[TOGETHER:]:
            self._inbox.put(partial(self._tell_heads, others))

    def _due(self, everybody: bool) -> Iterator[str]:
        for stream in rooms_with_listeners(self._socketio):
            if (head := self._sent.get(stream)) is None:
                continue
            before, told = self._beaconed.get(stream, (head, False))
            due = everybody or (shared(stream) and head == before and not told)
            self._beaconed[stream] = head, due or (told and head == before)
            if due:
                yield stream


def _cut_at_the_doors(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """Let nothing be told together with a fact after which others may listen."""
    portion: list[Fact] = []
    for fact in facts:
        portion.append(fact)
        if fact.stream == DOORS:
            yield portion
            portion = []
    if portion:
        yield portion

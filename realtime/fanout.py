"""Fan-out: committed facts to the sockets that may hear them, in order, holes filled.

Each process keeps the number up to which it has sent every stream. What another process
wrote, or a nudge lost, is read from the record: the record is the truth.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from flask_socketio import SocketIO

from foundation.database import Database
from foundation.events import Fact
from foundation.record import facts_after, heads
from realtime.rooms import rooms_with_listeners

FOLLOW_SECONDS = 1.0
BEACON_EVERY = 5
log = logging.getLogger(__name__)
OnFact = Callable[[Fact], None]


class FanOut:
    """Sends facts stream by stream, each number once."""

    def __init__(self, socketio: SocketIO, database: Database, on_fact: OnFact) -> None:
        self._socketio = socketio
        self._database = database
        self._on_fact = on_fact
        self._sent: dict[str, int] = {}
        self._lock = threading.Lock()
        self.repaired = 0

    def know(self, current: dict[str, int]) -> None:
        """Take over the heads a new listener was given, for streams nobody here heard before."""
        for stream, head in current.items():
            self._sent.setdefault(stream, head)

    def broadcast(self, facts: Sequence[Fact]) -> None:
        """Send the facts of a commit; the listener of the writer."""
        with self._lock:
            for stream, together in groupby(facts, key=lambda fact: fact.stream):
                self._send(stream, list(together))

    def follow(self) -> dict[str, int]:
        """Send what the record has and this process has not sent; returns the heads."""
        listened = rooms_with_listeners(self._socketio)
        if not listened:
            return {}
        with self._database.session() as session:
            current = heads(session, listened)
        for stream, head in current.items():
            if head > self._sent.setdefault(stream, head):
                self._catch_up(stream)
        return current

    def run(self) -> None:
        """Follow the record for ever, and let tablets know the heads now and then."""
        turn = 0
        while True:
            self._socketio.sleep(FOLLOW_SECONDS)
            turn += 1
            try:
                current = self.follow()
                if turn % BEACON_EVERY == 0:
                    self._beacon(current)
            except Exception:
                log.exception("the record could not be followed")

    def _catch_up(self, stream: str) -> None:
        with self._lock:
            while missing := self._after(stream, self._sent[stream]):
                self.repaired += len(missing)
                self._emit(stream, missing)

    def _send(self, stream: str, facts: list[Fact]) -> None:
        sent = self._sent.get(stream)
        if sent is None:
            sent = facts[0].number - 1  # nobody here is older: who joins reads the record
        if facts[0].number > sent + 1:
            facts = self._after(stream, sent)
        self._emit(stream, [fact for fact in facts if fact.number > sent])

    def _emit(self, stream: str, facts: list[Fact]) -> None:
        if not facts:
            return
        self._sent[stream] = facts[-1].number
        self._socketio.emit("facts", [fact.on_the_wire() for fact in facts], to=stream)
        for fact in facts:
            self._on_fact(fact)

    def _after(self, stream: str, number: int) -> list[Fact]:
        with self._database.session() as session:
            return [
                Fact(fact.stream, fact.number, fact.name, fact.body)
                for fact in facts_after(session, stream, number)
            ]

    def _beacon(self, current: dict[str, Any]) -> None:
        for stream, head in current.items():
            self._socketio.emit("heads", {stream: head}, to=stream)

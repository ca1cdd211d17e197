"""The heart: pings every line in its turn, so that a hall which came at once is not pinged at once.

The library gives each socket a clock of its own. After a restart those of a whole hall strike
together, ten seconds later, and whatever is told in that moment comes late.
"""

import logging
from itertools import cycle
from time import monotonic
from typing import Any, Protocol

TURNS = 100
log = logging.getLogger(__name__)


class Pinged(Protocol):
    """What is asked whether it is still there."""

    def ping(self) -> None:
        """Ask."""


class Heart:
    """Asks a share of the lines at a time, and all of them in one interval."""

    def __init__(self) -> None:
        self._turns: list[set[Pinged]] = [set() for _ in range(TURNS)]
        self._turn_of: dict[Pinged, set[Pinged]] = {}
        self._given, self._due = cycle(self._turns), cycle(self._turns)

    def take(self, line: Pinged) -> None:
        """Ping this line from now on."""
        self._turn_of[line] = turn = next(self._given)
        turn.add(line)

    def let_go(self, line: Pinged) -> None:
        """Ping it no more."""
        self._turn_of.pop(line).discard(line)

    def run(self, server: Any) -> None:
        """Beat for ever; `server` is the library's, which knows how often a line is pinged.

        A beat that came late makes the next one sooner: a hundred late ones would be a tablet that
        believes the line dead.
        """
        due = monotonic()
        while True:
            due = max(due, monotonic() - server.ping_interval) + server.ping_interval / TURNS
            server.sleep(max(0.0, due - monotonic()))
            try:
                self.beat()
            except Exception:
                log.exception("the lines could not be pinged")

    def beat(self) -> None:
        """Ping those whose turn it is."""
        for line in tuple(next(self._due)):
            line.ping()

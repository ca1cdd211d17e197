"""Presence: who has a meeting open on a tablet just now. It is never stored.

A process knows its own sockets; of the others it knows what they said a moment ago.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

BELIEVED_SECONDS = 6.0
"""How long what another process said is believed: it says so every two seconds."""
Everybody = dict[int, list[int]]
"""The persons by meeting."""


class Presence:
    """Counts the sockets of persons by meeting; one for the process, used on its loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._elsewhere: dict[str, tuple[float, Everybody]] = {}

    def arrive(self, meeting_id: int, person_id: int) -> None:
        """Note one more socket of a person in a meeting."""
        self._open[meeting_id][person_id] += 1

    def leave(self, meeting_id: int, person_id: int) -> None:
        """Note one socket less; one that never arrived changes nothing."""
        here = self._open.get(meeting_id)
        if here is None or not here[person_id]:
            return
        here[person_id] -= 1
        if not here[person_id]:
            del here[person_id]
        if not here:
            del self._open[meeting_id]

    def here(self) -> Everybody:
        """Return who has which meeting open on this process."""
        return {meeting_id: sorted(persons) for meeting_id, persons in self._open.items()}

    def hear(self, process: str, said: Mapping[Any, Iterable[int]]) -> None:
        """Take over what another process said of its own sockets."""
        everybody = {int(meeting_id): list(persons) for meeting_id, persons in said.items()}
        self._elsewhere[process] = self._clock() + BELIEVED_SECONDS, everybody

    def present(self, meeting_id: int) -> set[int]:
        """Return the persons who have a meeting open on any process."""
        found = set(self._open.get(meeting_id, ()))
        now = self._clock()
        for process, (until, everybody) in list(self._elsewhere.items()):
            if until < now:
                del self._elsewhere[process]
            else:
                found.update(everybody.get(meeting_id, ()))
        return found

"""Attending: tells a meeting how many have it open, at most every two seconds, once it changed."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from meetings.events import meeting_stream
from meetings.presence import Everybody, Presence

EVERY_SECONDS = 2.0
log = logging.getLogger(__name__)
Send = Callable[[str, str, dict[str, Any]], None]
"""Sends a signal by its name to a room."""


class Attending:
    """Follows the sockets of this process as they come to meetings and go."""

    def __init__(self, presence: Presence, send: Send) -> None:
        self._presence = presence
        self._send = send
        self.hear = presence.hear
        self._at: defaultdict[str, dict[int, int]] = defaultdict(dict)
        """By socket: the meetings it has open, and whose it is."""
        self._told: dict[int, int] = {}

    def arrive(self, sid: str, meeting_id: int, person_id: int) -> None:
        """Note that a socket opened a meeting, and tell it how many are present."""
        if meeting_id not in self._at[sid]:
            self._at[sid][meeting_id] = person_id
            self._presence.arrive(meeting_id, person_id)
        self._count(sid, meeting_id)

    def leave(self, sid: str, meeting_id: int) -> None:
        """Note that a socket closed a meeting."""
        person_id = self._at.get(sid, {}).pop(meeting_id, None)
        if person_id is not None:
            self._presence.leave(meeting_id, person_id)

    def go(self, sid: str) -> None:
        """Note that a socket has gone."""
        for meeting_id in list(self._at.get(sid, ())):
            self.leave(sid, meeting_id)
        self._at.pop(sid, None)

    def tell(self) -> None:
        """Tell each meeting that somebody here has open how many are present, if that is news."""
        here = self._presence.here()
        for meeting_id in here:
            count = len(self._presence.present(meeting_id))
            if self._told.get(meeting_id) != count:
                self._told[meeting_id] = count
                self._count(meeting_stream(meeting_id), meeting_id)
        for meeting_id in self._told.keys() - here.keys():
            del self._told[meeting_id]

    def _count(self, room: str, meeting_id: int) -> None:
        count = len(self._presence.present(meeting_id))
        self._send(room, "presence.counted", {"meeting": meeting_id, "present": count})

    def run(self, pause: Callable[[float], object], share: Callable[[Everybody], None]) -> None:
        """Tell for ever, and let other processes know who is here."""
        while True:
            pause(EVERY_SECONDS)
            try:
                share(self._presence.here())
                self.tell()
            except Exception:
                log.exception("who is present was not told")

"""Passing: signals from tablet to tablet, limited, volatile, and never on the record."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from foundation.aside import Read
from meetings import passing
from meetings.passing import Passing, Say
from meetings.people.confinement import confined
from realtime.allowances import Pace
from realtime.protocol import Act, Protocol
from realtime.volatile import Volatile

PREVIEWS_A_SECOND = 10
OTHERS_A_SECOND = 2
LEAD_SECONDS = 60.0
"""How long a lead stands; whoever leads says so again before."""
SAID: Mapping[str, tuple[Say, int]] = {
    "page.lead": (passing.page_led, OTHERS_A_SECOND),
    "ink.preview": (passing.ink_previewed, PREVIEWS_A_SECOND),
    "comment.type": (passing.comment_typing, OTHERS_A_SECOND),
}
Share = Callable[[Passing], None]


class PassingOn:
    """Passes on what tablets say, here and through the other processes."""

    def __init__(
        self,
        protocol: Protocol,
        read: Read,
        volatile: Volatile,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._protocol, self._read, self._volatile, self._clock = protocol, read, volatile, clock
        self._paces = {name: Pace(a_second, clock) for name, (_, a_second) in SAID.items()}
        self._led: dict[int, tuple[float, Passing]] = {}
        self.share: Share = lambda heard: None
        """Lets other processes pass it on as well."""

    def register(self) -> None:
        """Hear what may be said."""
        for name, (say, _) in SAID.items():
            self._protocol.on(name, self._hearing(name, say))

    def hear(self, heard: Passing, besides: str | None = None) -> None:
        """Pass on what was said here, or to another process."""
        if heard.name == "page.followed":
            self._led[heard.meeting_id] = self._clock() + LEAD_SECONDS, heard
        self._volatile.say(heard.stream, heard.name, heard.body, besides)

    def led(self, meeting_id: int) -> dict[str, Any] | None:
        """Return where a meeting is being led to, for whoever comes late."""
        until, heard = self._led.get(meeting_id, (0.0, None))
        if heard is None or until < self._clock() or heard.body["page"] is None:
            self._led.pop(meeting_id, None)
            return None
        return heard.body

    def _hearing(self, name: str, say: Say) -> Act:
        pace = self._paces[name]

        def heard(sid: str, said: Any) -> dict[str, Any]:
            actor = self._protocol.actor(sid)
            if not pace.allows(sid, actor.person_id):
                return {"passed": False}

            def read(session: Session) -> Passing | None:
                with confined(session, actor.meeting_id):
                    return say(session, actor.person_id, said)

            told = self._read(read)
            if told is None:
                return {"passed": False}
            self.hear(told, besides=sid)
            self.share(told)
            return {"passed": True}

        return heard

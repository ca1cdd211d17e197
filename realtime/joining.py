"""Joining a meeting: first the room, then the record since the last number; never a hole."""

from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from foundation.arriving import Fields
from foundation.events import Fact
from foundation.record import epoch
from meetings.agendas.queries import seat_of
from meetings.catching_up import behind, heads_for, missed_by, since_of, streams_of
from meetings.doorway import Doorway, Entrance
from meetings.events import desk_stream, meeting_stream
from meetings.house import House
from realtime.attending import Attending
from realtime.fanout import FanOut
from realtime.protocol import Protocol
from realtime.rooms import enter, leave

Missed = tuple[dict[str, int], list[Fact], bool]
"""The heads, the facts since the numbers a tablet has, and whether more wait."""


class Joining:
    """Answers `meeting.join` and `meeting.leave`."""

    def __init__(
        self,
        socketio: SocketIO,
        house: House,
        protocol: Protocol,
        fan_out: FanOut,
        attending: Attending,
        doorway: Doorway,
    ) -> None:
        self._socketio = socketio
        self._house = house
        self._protocol = protocol
        self._fan_out = fan_out
        self._attending = attending
        self._doorway = doorway
        self._epoch = ""

    def register(self) -> None:
        """Answer the two commands."""
        self._protocol.on("meeting.join", self._join)
        self._protocol.on("meeting.leave", self._leave)

    def _join(self, sid: str, data: Any) -> dict[str, Any]:
        person_id = self._protocol.actor(sid).person_id
        fields = Fields(data)
        meeting_id = fields.whole("meeting")
        given = fields.given("since")
        entrance = self._doorway.entrance(person_id, meeting_id)
        streams = tuple(entrance.heads) if entrance else self._streams(person_id, meeting_id)
        enter(self._socketio, sid, streams)
        # The right is asked again: a seat taken away before the rooms were entered left them then.
        entrance = entrance and self._doorway.entrance(person_id, meeting_id, entrance.seat)
        since = since_of(streams, given)
        current, facts, more = self._missed_by(entrance, since) or self._missed(
            person_id, meeting_id, since
        )
        self._fan_out.know(current)
        self._attending.arrive(sid, meeting_id, person_id)
        return {
            "heads": current,
            "facts": [fact.on_the_wire() for fact in facts],
            "more": more,
            "epoch": self._record_epoch(),
        }

    @staticmethod
    def _missed_by(entrance: Entrance | None, since: dict[str, int]) -> Missed | None:
        """Return that nothing was missed, where that is plain."""
        if entrance is None or behind(since, entrance.heads):
            return None
        return entrance.heads, [], False

    def _streams(self, person_id: int, meeting_id: int) -> tuple[str, ...]:
        read = self._house.reads.read
        return read(lambda session: streams_of(seat_of(session, person_id, meeting_id)[0]))

    def _missed(self, person_id: int, meeting_id: int, since: dict[str, int]) -> Missed:
        def found(session: Session) -> Missed:
            seat, meeting = seat_of(session, person_id, meeting_id)
            current = heads_for(session, seat)
            return current, *missed_by(session, seat, meeting, since, current)

        return self._house.reads.read(found)

    def _leave(self, sid: str, data: Any) -> dict[str, Any]:
        meeting_id = Fields(data).whole("meeting")
        leave(self._socketio, sid, [meeting_stream(meeting_id), desk_stream(meeting_id)])
        self._attending.leave(sid, meeting_id)
        return {}

    def _record_epoch(self) -> str:
        if not self._epoch:
            self._epoch = self._house.writer.perform(epoch)
        return self._epoch

"""Joining a meeting: first the room, then the record since the last number; never a hole."""

from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from foundation.arriving import Fields
from foundation.events import Fact
from foundation.record import epoch
from meetings.agendas.queries import seat_of
from meetings.catching_up import heads_for, missed_by, since_of, streams_of
from meetings.events import desk_stream, meeting_stream
from meetings.house import House
from realtime.attending import Attending
from realtime.fanout import FanOut
from realtime.protocol import Protocol, asking
from realtime.rooms import enter, leave


class Joining:
    """Answers `meeting.join` and `meeting.leave`."""

    def __init__(
        self,
        socketio: SocketIO,
        house: House,
        protocol: Protocol,
        fan_out: FanOut,
        attending: Attending,
    ) -> None:
        self._socketio = socketio
        self._house = house
        self._protocol = protocol
        self._fan_out = fan_out
        self._attending = attending
        self._epoch = ""

    def register(self) -> None:
        """Answer the two commands."""
        self._protocol.on("meeting.join", self._join)
        self._protocol.on("meeting.leave", self._leave)

    def _join(self, data: Any) -> dict[str, Any]:
        person_id = self._protocol.actor().person_id
        fields = Fields(data)
        meeting_id = fields.whole("meeting")
        read, given = self._house.reads.read, fields.given("since")
        streams = read(lambda session: streams_of(seat_of(session, person_id, meeting_id)[0]))
        enter(self._socketio, asking(), streams)

        def what_was_missed(session: Session) -> tuple[dict[str, int], list[Fact], bool]:
            seat, meeting = seat_of(session, person_id, meeting_id)
            current = heads_for(session, seat)
            since = since_of(streams, given)
            return current, *missed_by(session, seat, meeting, since, current)

        current, facts, more = read(what_was_missed)
        self._fan_out.know(current)
        self._attending.arrive(asking(), meeting_id, person_id)
        return {
            "heads": current,
            "facts": [fact.on_the_wire() for fact in facts],
            "more": more,
            "epoch": self._record_epoch(),
        }

    def _leave(self, data: Any) -> dict[str, Any]:
        meeting_id = Fields(data).whole("meeting")
        leave(self._socketio, asking(), [meeting_stream(meeting_id), desk_stream(meeting_id)])
        self._attending.leave(asking(), meeting_id)
        return {}

    def _record_epoch(self) -> str:
        if not self._epoch:
            self._epoch = self._house.writer.perform(epoch)
        return self._epoch

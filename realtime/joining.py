"""Joining a meeting: first the room, then the record since the last number; never a hole."""

from typing import Any

from flask_socketio import SocketIO

from foundation.arriving import Fields
from foundation.record import epoch
from meetings.agendas.queries import seat_of
from meetings.catching_up import heads_for, missed, since_of, streams_of
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
        with self._house.database.session() as session:
            streams = streams_of(seat_of(session, person_id, meeting_id)[0])
        enter(self._socketio, asking(), streams)
        with self._house.database.session() as session:
            seat, _ = seat_of(session, person_id, meeting_id)
            since = since_of(streams, fields.given("since"))
            facts, more = missed(session, person_id, meeting_id, since)
            current = heads_for(session, seat)
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

"""Joining a meeting: first the room, then the record since the last number; never a hole."""

from collections.abc import Iterable
from typing import Any

from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from foundation.arriving import Fields
from foundation.errors import NotFound
from foundation.events import Fact
from foundation.record import epoch
from foundation.together import Together
from meetings.agendas.queries import seat_of
from meetings.catching_up import behind, heads_for, missed_by, since_of, streams_of
from meetings.commands import Actor
from meetings.doorway import Doorway, Entrance
from meetings.events import desk_stream, meeting_stream, person_stream
from meetings.house import House
from meetings.people.confinement import confined
from realtime.attending import Attending
from realtime.fanout import FanOut
from realtime.passing import PassingOn
from realtime.protocol import Protocol
from realtime.rooms import enter, leave, projects
from realtime.signals import signal

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
        passing_on: PassingOn,
        doorway: Doorway,
    ) -> None:
        self._socketio = socketio
        self._house = house
        self._protocol = protocol
        self._fan_out = fan_out
        self._attending = attending
        self._passing_on = passing_on
        self._doorway = doorway
        self._together = Together(house.reads.read)
        self._epoch = ""

    def register(self) -> None:
        """Answer the two commands."""
        self._protocol.on("meeting.join", self._join)
        self._protocol.on("meeting.leave", self._leave)

    def _join(self, sid: str, data: Any) -> dict[str, Any]:
        actor = self._protocol.actor(sid)
        fields = Fields(data)
        meeting_id = fields.whole("meeting")
        current, facts, more = self._enter(sid, actor, meeting_id, fields.given("since"))
        self._fan_out.know(current)
        if not projects(self._socketio, sid, actor.person_id):  # a wall attends no meeting
            self._attending.arrive(sid, meeting_id, actor.person_id)
        if led := self._passing_on.led(meeting_id):
            signal(self._socketio, sid, "page.followed", led)
        return {
            "heads": current,
            "facts": [fact.on_the_wire() for fact in facts],
            "more": more,
            "epoch": self._record_epoch(),
        }

    def _enter(self, sid: str, actor: Actor, meeting_id: int, given: Any) -> Missed:
        """Enter the rooms of the seat, then read the record; a seat may change in between."""
        while True:
            entrance, streams = self._entered(sid, actor, meeting_id)
            try:
                heard, missed = self._missed(sid, actor, meeting_id, entrance, given)
            except NotFound:  # taken away just now; nobody may have been there to be sent out
                leave(self._socketio, sid, set(streams) - {person_stream(actor.person_id)})
                raise
            if heard == streams:
                return missed
            leave(self._socketio, sid, set(streams) - set(heard))

    def _entered(
        self, sid: str, actor: Actor, meeting_id: int
    ) -> tuple[Entrance | None, tuple[str, ...]]:
        """Enter the rooms of a seat; where somebody was sent away meanwhile, the seat is read anew.

        So whoever enters either holds the seat, or is sent out by what is still to come.
        """
        read, doors = self._house.reads.read, self._fan_out.doors

        def of_the_seat(session: Session) -> tuple[str, ...]:
            with confined(session, actor.meeting_id):
                return streams_of(session, seat_of(session, actor.person_id, meeting_id)[0])

        while True:
            before = doors.number
            entrance = self._doorway.entrance(actor, meeting_id)
            streams = self._heard(
                sid, actor, meeting_id, entrance.heads if entrance else read(of_the_seat)
            )
            if doors.number == before:
                enter(self._socketio, sid, streams)
                return entrance, streams

    def _heard(
        self, sid: str, actor: Actor, meeting_id: int, streams: Iterable[str]
    ) -> tuple[str, ...]:
        """Return the streams of a seat; the screen of a hall hears only what all may hear."""
        if projects(self._socketio, sid, actor.person_id):
            return (meeting_stream(meeting_id),)
        return tuple(streams)

    def _missed(
        self, sid: str, actor: Actor, meeting_id: int, entrance: Entrance | None, given: Any
    ) -> tuple[tuple[str, ...], Missed]:
        """Return the streams of the seat as it is now, and what was missed on them."""
        if entrance and (now := self._doorway.entrance(actor, meeting_id, entrance.seat)):
            heard = self._heard(sid, actor, meeting_id, now.heads)
            current = {stream: now.heads[stream] for stream in heard}
            if now.seat == entrance.seat and not behind(since_of(heard, given), current):
                return heard, (current, [], False)

        def found(session: Session) -> tuple[tuple[str, ...], Missed]:
            with confined(session, actor.meeting_id):
                seat, meeting = seat_of(session, actor.person_id, meeting_id)
                all_heads = heads_for(session, seat)
                heard = self._heard(sid, actor, meeting_id, streams_of(session, seat))
                since = since_of(heard, given)  # of other streams nothing is missed
                missed = missed_by(session, seat, meeting, since, all_heads)
                return heard, ({stream: all_heads[stream] for stream in heard}, *missed)

        return self._together.read(found)

    def _leave(self, sid: str, data: Any) -> dict[str, Any]:
        meeting_id = Fields(data).whole("meeting")
        leave(self._socketio, sid, [meeting_stream(meeting_id), desk_stream(meeting_id)])
        self._attending.leave(sid, meeting_id)
        return {}

    def _record_epoch(self) -> str:
        if not self._epoch:
            self._epoch = self._house.writer.perform(epoch)
        return self._epoch

"""The quick manager: what is told to a room is encoded once and written straight to its sockets."""

from collections import defaultdict
from functools import partial
from time import monotonic
from typing import Any

from engineio.packet import MESSAGE, Packet
from socketio.manager import Manager
from socketio.packet import EVENT

from realtime.frames import Spoken
from realtime.lines import Free, Lines, Upgrade

TURN_SECONDS, LOOKED_AT = 0.004, 16
"""After so long the others on the loop get their turn; so many sockets are written to before the
clock is looked at. Beside a thread that reckons, each takes a tenth of a millisecond more."""


def nothing() -> None:
    """Start no clock."""


class QuickManager(Manager):
    """The library's manager, but for telling many the same; `upgrade` opens its lines.

    It knows in which rooms a socket is, too: a hall that leaves at once would otherwise be looked
    for in every room for every tablet.
    """

    def __init__(self, lines: Lines, upgrade: type[Upgrade]) -> None:
        super().__init__()
        self.lines = lines
        self._upgrade = upgrade
        self._rooms_of: defaultdict[tuple[str, str], set[str | None]] = defaultdict(set)

    def set_server(self, server: Any) -> None:
        """Have the server's websockets opened as lines, and pinged by their heart."""
        super().set_server(server)
        opened, engine = partial(self._upgrade, self.lines), server.eio
        engine._async = engine._async | {"websocket": opened}
        greeted = engine.handlers["connect"]

        def greet(engine_sid: str, environ: dict[str, Any]) -> Any:
            # The heart pings, once there is a line; who never opens one is ended by the library.
            engine.sockets[engine_sid].schedule_ping = nothing
            return greeted(engine_sid, environ)

        engine.on("connect", greet)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Note a socket in a room."""
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Note that a socket left a room."""
        super().basic_leave_room(sid, namespace, room)
        if rooms := self._rooms_of.get((namespace, sid)):
            rooms.discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        """Forget a socket that has gone."""
        for room in self._rooms_of.pop((namespace, sid), ()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            some = pending.get(namespace, [])
            if sid in some:
                some.remove(sid)
            if not some:
                pending.pop(namespace, None)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Tell a room something; what asks for answers, or is no text, goes the library's way."""
        room = to or room
        encoded = None
        if not callback and not skip_sid and isinstance(room, str):
            encoded = self._encoded(event, data, namespace)
        if encoded is None:
            super().emit(event, data, namespace, room, skip_sid, callback, **kwargs)
        else:
            self._tell(namespace, room, encoded)

    def _encoded(self, event: str, data: Any, namespace: str) -> str | None:
        values = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        packet = self.server.packet_class(EVENT, namespace=namespace, data=[event, *values])
        encoded = packet.encode()
        return encoded if isinstance(encoded, str) else None

    def _tell(self, namespace: str, room: str, encoded: str) -> None:
        members = self.rooms.get(namespace, {}).get(room, {})
        packet = Packet(MESSAGE, encoded)
        spoken = Spoken(packet.encode())
        figures, at_once = self.lines.figures, self.lines.at_once
        figures.frames += 1
        began, others_had_turn = monotonic(), False
        for number, (sid, engine_sid) in enumerate(list(members.items())):
            if number % LOOKED_AT == 0 and monotonic() - began > TURN_SECONDS:
                self.server.sleep(0)
                began, others_had_turn = monotonic(), True
            if others_had_turn and sid not in members:  # it left meanwhile
                continue
            figures.deliveries += 1
            free = at_once.get(engine_sid)
            if free is None or not self._written(engine_sid, free, spoken):
                self._tell_one(engine_sid, spoken, packet)

    def _written(self, engine_sid: str, free: Free, spoken: Spoken) -> bool:
        """Write to a line that is free; says whether there is nothing else to do."""
        write, deflates = free
        frame = spoken.for_line(deflates=deflates)
        try:
            taken = write(frame)
        except OSError:
            return False
        if taken < len(frame):
            self.lines.of(engine_sid).keep(frame, taken)
        return True

    def _tell_one(self, engine_sid: str, spoken: Spoken, packet: Packet) -> None:
        line = self.lines.of(engine_sid)
        if line is None:
            self.server._send_eio_packet(engine_sid, packet)
        else:
            line.say(spoken.for_line(deflates=line.deflates))

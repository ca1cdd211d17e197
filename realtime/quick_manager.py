"""The quick manager: what is told to a room is encoded once and written straight to its sockets."""

from functools import partial
from typing import Any

from engineio.packet import MESSAGE, Packet
from socketio.manager import Manager
from socketio.packet import EVENT

from realtime.frames import Spoken
from realtime.lines import Lines, Upgrade

AT_ONCE = 250
"""After so many sockets the others on the loop get their turn."""


class QuickManager(Manager):
    """The library's manager, but for telling many the same; `upgrade` opens its lines."""

    def __init__(self, lines: Lines, upgrade: type[Upgrade]) -> None:
        super().__init__()
        self.lines = lines
        self._upgrade = upgrade

    def set_server(self, server: Any) -> None:
        """Have the server's websockets opened as lines."""
        super().set_server(server)
        opened = partial(self._upgrade, self.lines)
        server.eio._async = server.eio._async | {"websocket": opened}

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
        self.lines.figures.frames += 1
        for count, (sid, engine_sid) in enumerate(list(members.items()), 1):
            if sid in members:  # it may have left while the others had their turn
                self._tell_one(engine_sid, spoken, packet)
            if count % AT_ONCE == 0:
                self.server.sleep(0)

    def _tell_one(self, engine_sid: str, spoken: Spoken, packet: Packet) -> None:
        line = self.lines.of(engine_sid)
        if line is None:
            self.server._send_eio_packet(engine_sid, packet)
        else:
            line.say(spoken.for_line(deflates=line.deflates))
        self.lines.figures.deliveries += 1

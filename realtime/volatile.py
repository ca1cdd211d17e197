"""Volatile sending: what may be lost goes to sockets that are free, and past all others.

A socket whose queue is not empty has facts to read first; a signal that waits there is old by
the time it is read.
"""

from typing import Any

from engineio.packet import MESSAGE, Packet
from flask_socketio import SocketIO
from socketio.packet import EVENT

from realtime.frames import Spoken
from realtime.lines import Lines
from realtime.rooms import NAMESPACE


class Volatile:
    """Says things to rooms, and waits for nobody."""

    def __init__(self, socketio: SocketIO, lines: Lines | None) -> None:
        self._socketio = socketio
        self._lines = lines

    def say(self, room: str, name: str, body: dict[str, Any], besides: str | None = None) -> int:
        """Send a signal to the free sockets of a room but one; returns how many it went to."""
        server = self._socketio.server
        event = ["signal", {"name": name, "body": body}]
        packet = Packet(MESSAGE, server.packet_class(EVENT, data=event).encode())
        spoken = Spoken(packet.encode())
        members = list(server.manager.get_participants(NAMESPACE, room))
        return sum(self._say(engine, packet, spoken) for sid, engine in members if sid != besides)

    def _say(self, engine_sid: str, packet: Packet, spoken: Spoken) -> bool:
        line = self._lines.of(engine_sid) if self._lines else None
        if line is not None:
            return bool(line.say_if_free(spoken.for_line(deflates=line.deflates)))
        engine = self._socketio.server.eio.sockets.get(engine_sid)
        if engine is None or engine.closed or engine.queue.qsize():
            return False
        engine.send(packet)
        return True

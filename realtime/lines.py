"""Lines: the loop's own websockets, written to at once where that is possible, read with measure.

Mixins for two classes of the libraries, which keep doing all the rest. A line is free when
nothing waits in its queue and nobody is writing; then a frame goes straight to the kernel, and
what the kernel does not take is the first to wait. On any other line a frame waits its turn.
"""

import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from engineio.packet import MESSAGE, Packet

from realtime.allowances import Allowance, People, of_socket
from realtime.figures import Figures
from realtime.frames import Ready, Spoken, unmasked

DEFLATE = "permessage-deflate"
TOO_LARGE = 1009
AT_ONCE = struct.pack("ii", 1, 0)


class Waiting(Packet):
    """A frame in a queue of the library's packets."""

    def __init__(self, frame: Ready) -> None:
        super().__init__(MESSAGE)
        self.encode_cache = frame


class Line:
    """What is done otherwise on one open websocket."""

    TooMuch: type[Exception]
    """Ends the line with a status and a reason."""
    Ended: type[Exception]
    """Ends the line without a word."""
    pause: Callable[[float], object]

    engine: Any
    deflates: bool
    _figures: Figures
    _allowances: list[Allowance]
    _owed: float
    _gone: bool
    _write: Callable[[bytes], int]

    def begin(self: Any, engine: Any, figures: Figures) -> None:
        """Serve `engine`, the library's own socket, from now on."""
        self.engine, self._figures = engine, figures
        self.deflates = DEFLATE in self.extensions
        self._allowances, self._owed, self._gone = [of_socket()], 0.0, False
        self._write = self.socket.fd.send
        engine.send = self.send_packet

    def share(self, allowance: Allowance) -> None:
        """Let what is said here count for this allowance too."""
        if allowance not in self._allowances:  # one may enter, leave, and enter again
            self._allowances.append(allowance)

    def say(self: Any, frame: Ready) -> None:
        """Write a frame, now or in its turn."""
        # One free place and nobody in line for it: a writer that has packets in its hands either
        # holds the lock or waits for it.
        engine, lock, taken = self.engine, self._sendlock, 0
        if engine.closed or self.websocket_closed:
            return
        if lock.counter == 1 and not lock._waiters and not engine.queue.queue and engine.upgraded:
            try:
                taken = self._write(frame)
            except BlockingIOError:
                pass
            except OSError:
                self._gone = True
                return
        if taken < len(frame):
            engine.queue.put(Waiting(Ready(frame[taken:])))

    def send_packet(self: Any, packet: Packet) -> None:
        """Send a packet of the library's; stands for its own `send`."""
        if self.engine.check_ping_timeout():
            self.say(self._pack_message(packet.encode()))

    def cut(self: Any) -> None:
        """Break off: what the kernel still holds is thrown away."""
        self._gone = True
        with suppress(OSError):
            self.socket.fd.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            self.socket.fd.shutdown(socket.SHUT_RDWR)

    def _pack_message(self, message: Any, **how: Any) -> Ready:
        if isinstance(message, Ready):
            return message
        if isinstance(message, str) and not how.get("control_code"):
            return Spoken(message).for_line(deflates=self.deflates)
        return Ready(super()._pack_message(message, **how))  # type: ignore[misc]

    def _get_permessage_deflate_enc(self) -> None:
        """Nothing is deflated for one line alone but by `_pack_message`."""

    @staticmethod
    def _apply_mask(
        data: bytes, mask: tuple[int, ...], length: int | None = None, offset: int = 0
    ) -> bytes:
        return unmasked(data[:length], bytes(mask), offset)

    def _recv_frame(self: Any, message: Any = None) -> Any:
        # Even where nothing is owed the others get their turn: a socket that always has
        # something to read would never let go of the loop.
        self._figures.throttled += self._owed > 0
        self.pause(self._owed)
        if self._gone or self.engine.closed:  # what it said before it went is not read slowly
            raise self.Ended
        before = _size(message)
        message_now = super()._recv_frame(message)  # type: ignore[misc]
        size = _size(message_now)
        new = size - before if message_now is message else size
        self._owed = max(allowance.take(1, new) for allowance in self._allowances)
        if size > self.max_frame_length:
            raise self.TooMuch(TOO_LARGE, "a message in too many pieces")
        return message_now


class Lines:
    """The lines that are open, by the names of the library's sockets."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self._open: dict[str, Any] = {}
        self._people = People()

    def of(self, engine_sid: str) -> Any:
        """Return a line, or None where there is none, or none yet."""
        return self._open.get(engine_sid)

    def belongs_to(self, engine_sid: str, person_id: int) -> None:
        """Let a line share the allowance of its person."""
        if line := self._open.get(engine_sid):
            line.share(self._people.of(person_id))

    def hold(self, line: Any, engine: Any, serve: Callable[[Any], object]) -> object:
        """Serve a line until it ends."""
        line.begin(engine, self.figures)
        self._open[engine.sid] = line
        self.figures.sockets = len(self._open)
        try:
            return serve(line)
        finally:
            del self._open[engine.sid], engine.send
            self.figures.sockets = len(self._open)


class Upgrade:
    """What is done otherwise when a websocket is opened."""

    Line: type

    def __init__(self: Any, lines: Lines, handler: Any, server: Any) -> None:
        def serve(line: Any) -> object:
            return lines.hold(line, handler.__self__, handler)

        super().__init__(serve, server)  # type: ignore[call-arg]
        self.support_legacy_versions = False  # they would go round everything that is done here

    def _handle_hybi_request(self: Any, environ: dict[str, Any]) -> Any:
        line = super()._handle_hybi_request(environ)  # type: ignore[misc]
        line.__class__ = self.Line
        return line

    def _negotiate_permessage_deflate(
        self, extensions: dict[str, list[dict[str, Any]]] | None
    ) -> dict[str, bool] | None:
        """Agree to deflate where each frame stands for itself, and the window is whole."""
        offers = (extensions or {}).get(DEFLATE, [])
        if all("server_max_window_bits" in offer for offer in offers):
            return None
        return {"server_no_context_takeover": True, "client_no_context_takeover": True}


def _size(message: Any) -> int:
    return sum(map(len, message.data)) if message is not None else 0

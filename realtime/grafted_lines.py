"""Lines grafted on the loop's own websockets.

Mixins for two classes of the libraries, which keep doing all the rest.
"""

import socket
from typing import Any

from realtime.figures import Figures
from realtime.frames import Ready, Spoken, unmasked
from realtime.lines import AtOnce, Line, Lines

DEFLATE = "permessage-deflate"
TOO_LARGE = 1009
AHEAD = 16 * 1024


class ReadAhead:
    """A socket that is asked for bytes a few at a time, and asks the kernel for many."""

    def __init__(self, waiting: Any) -> None:
        self._waiting, self._kernel = waiting, waiting.fd
        self._ahead = b""
        self.waited = False
        """Whether it had to wait for something to read, since this was last taken back."""

    def recv(self, most: int) -> bytes:
        """Return as many bytes at the most as are there, or come first; none at the end."""
        data = self._ahead or self._read()
        self._ahead = data[most:]
        return data[:most]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._waiting, name)

    def _read(self) -> bytes:
        try:
            at_once: bytes = self._kernel.recv(AHEAD)
            return at_once
        except BlockingIOError:
            self.waited = True
        except OSError:  # a line that was torn: whoever waits knows what that means
            pass
        data: bytes = self._waiting.recv(AHEAD)
        return data


class GraftedLine(Line):
    """What is done otherwise on one open websocket."""

    TooMuch: type[Exception]
    """Ends the line with a status and a reason."""
    Ended: type[Exception]
    """Ends the line without a word."""

    def begin(self: Any, engine: Any, figures: Figures, at_once: AtOnce) -> None:
        """Serve `engine`, the library's own socket, from now on."""
        super().begin(engine, figures, at_once)
        self.deflates = DEFLATE in self.extensions
        self.socket = ReadAhead(self.socket)

    @property
    def kernel(self: Any) -> socket.socket:
        """The kernel's socket, without what makes it wait."""
        kernel: socket.socket = self.socket.fd
        return kernel

    def _others_had_turn(self: Any) -> bool:
        ahead: ReadAhead = self.socket
        waited, ahead.waited = ahead.waited, False
        return waited

    def packed(self, message: Any) -> Ready:
        """Return the frame of a message."""
        return self._pack_message(message)

    def _is_idle(self: Any) -> bool:
        # One free place and nobody in line for it: a writer that has packets in its hands either
        # holds the lock or waits for it. The queue is looked into: every socket is asked for each.
        engine, lock = self.engine, self._sendlock
        free = lock.counter == 1 and not lock._waiters
        return free and not engine.queue.queue and engine.upgraded

    _is_free = _is_idle

    def _send(self, frame: bytes) -> None:
        self.be_busy()
        super()._send(frame)  # type: ignore[misc]

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
        if not self._await_turn():
            raise self.Ended
        before = _size(message)
        message_now = super()._recv_frame(message)  # type: ignore[misc]
        size = _size(message_now)
        self._count(size - before if message_now is message else size)
        if size > self.max_frame_length:
            raise self.TooMuch(TOO_LARGE, "a message in too many pieces")
        return message_now


class GraftedUpgrade:
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

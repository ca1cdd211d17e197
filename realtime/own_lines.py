"""Lines of our own, for loops that bring no websocket: over any socket that waits.

Whoever writes holds the lock; a frame is written whole or the line ends. Reading is done by
whoever serves the line, one frame at a time, so nothing is read that nobody waits for.
"""

import socket
import struct
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from realtime.frames import Ready, Spoken, framed
from realtime.hearing import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    Ended,
    Heard,
    Message,
    Read,
    Wrong,
    frame_from,
)
from realtime.lines import Line, Lines

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
VERSION = "13"
KEY_LENGTH = 24
NORMAL = 1000
REFUSED = b"400 Bad Request"


@dataclass(frozen=True)
class Ends:
    """The server's end of a connection, as a loop has it."""

    waiting: Any
    """The socket that waits in the way of the loop."""
    kernel: socket.socket
    """The same without what makes it wait."""
    read: Read
    at_once: bool
    """Whether the loop goes on only where it waits, so that one look at a line can be trusted."""


EndsOf = Callable[[dict[str, Any]], Ends]


class OwnLine(Line):
    """One open websocket, from the moment the upgrade was answered."""

    def __init__(self, ends: Ends, most: int) -> None:
        self.websocket_closed = False
        self.socket = ends.waiting  # the library gives it the longest time to wait
        self._ends = ends
        self._most = most
        self._lock = threading.Lock()
        self._writing = 0
        """How many write or wait to write."""

    @property
    def kernel(self) -> socket.socket:
        """The kernel's socket, without what makes it wait."""
        return self._ends.kernel

    def packed(self, message: Any) -> Ready:
        """Return the frame of a message."""
        if isinstance(message, Ready):
            return message
        if isinstance(message, str):
            return Spoken(message).for_line(deflates=False)
        return framed(BINARY, message)

    def pause(self, seconds: float) -> None:
        """Wait so long; looked up at this moment, since the loop has its own way to sleep."""
        time.sleep(seconds)

    def wait(self) -> str | bytes | None:
        """Return the next message; None where the line has ended."""
        try:
            return self._message()
        except Wrong as wrong:
            self.close(wrong.status)
        except (Ended, OSError):
            pass
        return None

    def send(self, message: Any) -> None:
        """Write a message, or a frame, whole."""
        self._write(self.packed(message))

    def close(self, status: int = NORMAL) -> None:
        """End the line with a word; what was written before still goes out."""
        if self.websocket_closed:
            return
        self.websocket_closed = True
        with suppress(OSError):
            self._write(framed(CLOSE, struct.pack("!H", status)))
            self.kernel.shutdown(socket.SHUT_WR)

    def _is_idle(self) -> bool:
        engine = self.engine
        return not self._writing and not engine.queue.qsize() and engine.upgraded

    def _is_free(self) -> bool:
        return self._ends.at_once and self._is_idle()

    def _write(self, frame: Ready) -> None:
        self._writing += 1
        self.be_busy()
        try:
            with self._lock:
                self.socket.sendall(frame)
        finally:
            self._writing -= 1

    def _message(self) -> str | bytes:
        message = Message(self._most)
        while True:
            frame = self._frame()
            if frame.controls:
                self._heed(frame)
            elif message.take(frame):
                return message.whole()

    def _frame(self) -> Heard:
        if not self._await_turn():
            raise Ended
        frame = frame_from(self._ends.read, self._most)
        self._count(len(frame.payload))
        return frame

    def _heed(self, frame: Heard) -> None:
        if frame.opcode == CLOSE:
            self.close()
            raise Ended
        if frame.opcode == PING:
            self._write(framed(PONG, frame.payload))


class OwnUpgrade:
    """Opens a websocket and serves it; stands for the library's own."""

    ends_of: EndsOf

    def __init__(self, lines: Lines, handler: Any, server: Any) -> None:
        self._lines, self._handler = lines, handler
        self._most = int(server.max_http_buffer_size)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Open the websocket that is asked for, and serve it until it ends."""
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
        if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != VERSION or len(key) != KEY_LENGTH:
            start_response(REFUSED.decode(), [("Sec-WebSocket-Version", VERSION)])
            return [REFUSED]
        ends = type(self).ends_of(environ)
        with suppress(OSError):  # who has gone already is served, and found gone
            ends.waiting.sendall(_agreed(key))
        line = OwnLine(ends, self._most)
        self._lines.hold(line, self._handler.__self__, self._handler)
        return self.over()

    def over(self) -> list[bytes]:
        """Return the answer to a request that was answered all the while."""
        return []


def _agreed(key: str) -> bytes:
    accepted = b64encode(sha1(key.encode() + GUID, usedforsecurity=False).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\n"
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
    )

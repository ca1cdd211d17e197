"""Hearing: messages read from the wire of a WebSocket (RFC 6455), whoever makes it wait.

Nothing is agreed upon beyond the protocol itself, so no frame is deflated.
"""

from collections.abc import Callable
from dataclasses import dataclass

from realtime.frames import SHORT, unmasked

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
FINAL, EXTENDED, OPCODE = 0x80, 0x70, 0x0F
MASKED, SIZE = 0x80, 0x7F
BROKEN, NO_TEXT, TOO_LARGE = 1002, 1007, 1009
MASK_BYTES = 4
Read = Callable[[int], bytes]
"""Reads so many bytes; fewer where the line has ended."""


class Ended(Exception):
    """The line has ended."""


class Wrong(Exception):
    """What came is against the protocol, or too much; the line ends with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Heard:
    """One frame."""

    opcode: int
    final: bool
    payload: bytes

    @property
    def controls(self) -> bool:
        """Say whether it is about the line rather than a piece of a message."""
        return self.opcode >= CLOSE


def frame_from(read: Read, most: int) -> Heard:
    """Read a frame of a client; raises Wrong before it reads what is too large, and Ended."""
    first, second = _exactly(read, 2)
    opcode, final, size = first & OPCODE, bool(first & FINAL), second & SIZE
    known = opcode in (CONTINUED, TEXT, BINARY, CLOSE, PING, PONG)
    if first & EXTENDED or not second & MASKED or not known:
        raise Wrong(BROKEN)
    if opcode >= CLOSE and (size >= SHORT or not final):
        raise Wrong(BROKEN)
    if size >= SHORT:
        size = int.from_bytes(_exactly(read, 2 if size == SHORT else 8))
    if size > most:
        raise Wrong(TOO_LARGE)
    mask = _exactly(read, MASK_BYTES)
    return Heard(opcode, final, unmasked(_exactly(read, size), mask))


class Message:
    """One message, put together of its frames; it may be of so many bytes at the most."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pieces: list[Heard] = []
        self._size = 0

    def take(self, frame: Heard) -> bool:
        """Take a frame in; says whether the message is whole."""
        if (frame.opcode == CONTINUED) != bool(self._pieces):
            raise Wrong(BROKEN)
        self._pieces.append(frame)
        self._size += len(frame.payload)
        if self._size > self._most:
            raise Wrong(TOO_LARGE)
        return frame.final

    def whole(self) -> str | bytes:
        """Return what was said."""
        said = b"".join(frame.payload for frame in self._pieces)
        if self._pieces[0].opcode == BINARY:
            return said
        try:
            return said.decode()
        except UnicodeDecodeError:
            raise Wrong(NO_TEXT) from None


def _exactly(read: Read, size: int) -> bytes:
    data = read(size) if size else b""
    if len(data) < size:
        raise Ended
    return data

"""The least of WebSocket and Socket.IO that a measuring tablet needs, written by hand.

The library's own clients take a hundred times the processor and would measure themselves.
"""

import base64
import os
import struct
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
FINAL, MASKED = 0x80, 0x80
NO_MASK = bytes(4)
"""A mask of zeros is a mask, and leaves the payload as it is."""
SHORT, MIDDLING = 125, 126


def upgrade(port: int, cookie: str) -> bytes:
    """Return the request that opens a Socket.IO socket."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Cookie: {cookie}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """Return one whole frame from a client."""
    size = len(payload)
    if size <= SHORT:
        head = struct.pack(">BB", FINAL | opcode, MASKED | size)
    else:
        head = struct.pack(">BBH", FINAL | opcode, MASKED | MIDDLING, size)
    return head + NO_MASK + payload


def frames_in(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Yield opcode and payload of each frame that has wholly arrived, and take it away."""
    at, have = 0, len(buffer)
    while have - at >= 2:
        size, start = buffer[at + 1] & 0x7F, at + 2
        if size == MIDDLING:
            if have - at < 4:
                break
            size, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
        elif size > MIDDLING:
            if have - at < 10:
                break
            size, start = int.from_bytes(buffer[at + 2 : at + 10], "big"), at + 10
        if have < start + size:
            break
        yield buffer[at] & 0x0F, bytes(buffer[start : start + size])
        at = start + size
    del buffer[:at]

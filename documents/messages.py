"""Messages between the server and a worker: small JSON behind its length.

A message is kept small on purpose: reading a large one would hold up everybody's sockets.
"""

import struct
import time
from socket import socket
from typing import Any

import orjson

LARGEST = 128 * 1024
_LENGTH = struct.Struct(">I")


class Closed(Exception):
    """The other end has gone."""


def send(connection: socket, message: object) -> None:
    """Send one message."""
    body = orjson.dumps(message)
    if len(body) > LARGEST:
        raise ValueError("a message must stay small")
    connection.sendall(_LENGTH.pack(len(body)) + body)


def receive(connection: socket, until: float | None = None) -> Any:
    """Return the next message; raises Closed, or TimeoutError at the moment `until`."""
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size, until))
    if length > LARGEST:
        raise Closed
    return orjson.loads(_exactly(connection, length, until))


def _exactly(connection: socket, size: int, until: float | None) -> bytes:
    pieces = bytearray()
    while len(pieces) < size:
        if until is not None:
            connection.settimeout(max(0.001, until - time.monotonic()))
        piece = connection.recv(size - len(pieces))
        if not piece:
            raise Closed
        pieces += piece
    return bytes(pieces)

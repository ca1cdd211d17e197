"""Ports for servers that a test starts, ends and starts again."""

import random
import socket
from contextlib import suppress

BELOW_THOSE_GIVEN_OUT = range(20_000, 32_000)
"""The kernel gives from 32,768 upwards to whoever calls out or asks for any port."""
_held: list[socket.socket] = []


def free_port() -> int:
    """Return a port that is nobody's, and nobody else's while this process lives."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return so many in a row.

    A server that is killed and started again leaves its port alone for a moment, in which another
    run of tests beside this one must not take it: each port is claimed by holding its twin in UDP.
    """
    while True:
        first = random.choice(BELOW_THOSE_GIVEN_OUT[:-count])
        claims: list[socket.socket] = []
        with suppress(OSError):
            for port in range(first, first + count):
                claims.append(_bound(socket.SOCK_DGRAM, port))
                _bound(socket.SOCK_STREAM, port).close()
            _held.extend(claims)
            return list(range(first, first + count))
        for claim in claims:
            claim.close()


def _bound(kind: socket.SocketKind, port: int) -> socket.socket:
    """Raise OSError where somebody has it."""
    bound = socket.socket(socket.AF_INET, kind)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound

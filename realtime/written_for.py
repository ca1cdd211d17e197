"""Which code of the libraries the quick ways were written for; they are taken beside no other."""

import inspect
import logging
from collections.abc import Mapping
from hashlib import sha256
from pkgutil import resolve_name

EVERYWHERE = {
    "engineio.socket:Socket": "275926e457711513",
    "engineio.packet:Packet": "a0d70ee4777b3af6",
    "engineio.server:Server.send_packet": "81aec513663f11e1",
    "socketio.base_manager:BaseManager": "b393b4c05dbd88e2",
    "socketio.manager:Manager.emit": "566510ea2de39d65",
}
UNDER_EVENTLET = {
    "eventlet.queue:LightQueue": "550e05496cac297f",
    "eventlet.websocket:WebSocketWSGI": "28cf2b200f4a6862",
    "eventlet.websocket:RFC6455WebSocket": "deeef0960d71b0e9",
    "eventlet.semaphore:Semaphore": "e6fa29cb329d65b3",
    "engineio.async_drivers.eventlet:WebSocketWSGI": "834894b1a78eae14",
}
log = logging.getLogger(__name__)


def print_of(name: str) -> str:
    """Return the print of a piece of code, or nothing where there is no such piece."""
    try:
        source = inspect.getsource(resolve_name(name))
    except (ImportError, AttributeError, OSError):
        return ""
    return sha256(source.encode()).hexdigest()[:16]


def known_under(mode: str) -> dict[str, str]:
    """Return the prints of the code that is leant on under a loop."""
    return EVERYWHERE | UNDER_EVENTLET if mode == "eventlet" else EVERYWHERE


def all_known(known: Mapping[str, str]) -> bool:
    """Say whether the libraries are as they were; what is not is logged."""
    others = [name for name, expected in known.items() if print_of(name) != expected]
    if others:
        log.warning("the libraries' own, slower way is taken: not known: %s", ", ".join(others))
    return not others

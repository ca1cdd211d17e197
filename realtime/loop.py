"""The event loop: the only file that knows which concurrency library runs.

`patch` has to run before anything else is imported, and only in the program that serves.
"""

import os
import socket
import sys
import warnings
from collections.abc import Callable
from typing import Any

from realtime.brisk import Brisk
from realtime.lines import Line, Upgrade

BACKLOG = 4096
MOST_CONNECTIONS = 20_000
"""eventlet's own limit of 1,024 leaves the tablets beyond it hanging."""
REAL_THREADS = 8
EVENTS_AT_ONCE = 8
"""After so many sockets that are ready the loop looks at its clock again: when a hall of tablets
asks at once, what is due does not wait for all of them. epoll goes round among those that wait."""
TURN_SECONDS = 0.0002
"""How long a real thread may keep the loop from running Python; by itself it would be ten times
that, each time the loop has asked the system for anything."""
Application = Callable[..., Any]


def patch(mode: str) -> None:
    """Make the standard library green under eventlet; nothing to do for real threads.

    SQLAlchemy's ORM is loaded first: the lock with which it numbers its sessions is shared by
    the loop and the real thread that writes, and a green lock that both want at once leaves the
    writer waiting for ever ("Cannot switch to a different thread").
    """
    if mode != "eventlet":
        return
    import sqlalchemy.orm  # noqa: F401

    with warnings.catch_warnings(record=True):  # it is deprecated: known; this file is the way out
        import eventlet

    eventlet.monkey_patch()
    _take_few_at_once()
    sys.setswitchinterval(TURN_SECONDS)


def _take_few_at_once() -> None:
    """Bound how many events one turn of eventlet's epoll hub takes; another hub stays as it is."""
    from eventlet.hubs import epolls, get_default_hub, use_hub

    if os.environ.get("EVENTLET_HUB") or get_default_hub() is not epolls:
        return

    class FewAtOnce(epolls.Hub):
        is_available = staticmethod(epolls.is_available)

        def do_poll(self, seconds: float) -> list[tuple[int, int]]:
            return list(self.poll.poll(seconds, EVENTS_AT_ONCE))

    use_hub(FewAtOnce)


def off_loop(mode: str) -> Callable[[Callable[[], Any]], Any]:
    """Return how to run blocking work so that the loop goes on meanwhile."""
    if mode != "eventlet":
        return lambda work: work()
    from eventlet import tpool

    tpool.set_num_threads(REAL_THREADS)

    def run(work: Callable[[], Any]) -> Any:
        return tpool.execute(work)

    return run


def upgrade_to_lines() -> type[Upgrade]:
    """Return what opens the loop's own websockets as lines."""
    from engineio.async_drivers.eventlet import WebSocketWSGI
    from eventlet import sleep, websocket

    class OurLine(Line, websocket.RFC6455WebSocket):
        TooMuch, Ended = websocket.FailedConnectionError, websocket.ConnectionClosedError
        pause = staticmethod(sleep)

    class OurUpgrade(Upgrade, WebSocketWSGI):
        Line = OurLine

    return OurUpgrade


def serve(mode: str, app: Application, listener: socket.socket) -> None:
    """Serve until stopped: one process, one port. Nobody is let in before."""
    listener.listen(BACKLOG)
    if mode == "eventlet":
        from eventlet import wsgi

        class Protocol(Brisk, wsgi.HttpProtocol):
            Input = wsgi.Input

        wsgi.server(
            listener,
            app,
            protocol=Protocol,
            log_output=False,
            max_size=MOST_CONNECTIONS,
            socket_timeout=None,
            keepalive=75,
        )
        return
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_request(self, *_: Any) -> None:
            """Say nothing for each request."""

    host, port = listener.getsockname()[:2]
    make_server(
        host, port, app, threaded=True, request_handler=Quiet, fd=listener.fileno()
    ).serve_forever()


def listen_on(host: str, port: int) -> socket.socket:
    """Take the port without letting anybody in yet; raises OSError when another has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted sockets inherit it on Linux; without it an acknowledgement waits 40 ms for its ack.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    return listener

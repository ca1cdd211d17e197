"""The event loop: the only file that knows which concurrency library runs.

`patch` has to run before anything else is imported, and only in the program that serves.
"""

import os
import socket
import sys
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # nothing that brings half a library along may be imported before `patch`
    from realtime.lines import Upgrade
    from realtime.own_lines import Ends

BACKLOG = 4096
MOST_CONNECTIONS = 20_000
"""eventlet's own limit of 1,024 leaves the tablets beyond it hanging."""
KEPT_SECONDS = 75
"""How long a connection without a request is kept."""
REAL_THREADS = 8
EVENTS_AT_ONCE = 8
"""After so many sockets that are ready the loop looks at its clock again: when a hall of tablets
asks at once, what is due does not wait for all of them. epoll goes round among those that wait."""
TURN_SECONDS = 0.0002
"""How long a real thread may keep the loop from running Python; by itself it would be ten times
that, each time the loop has asked the system for anything."""
ENDS = "phien.ends"
"""Where a request under gevent carries its connection."""
Application = Callable[..., Any]
Work = Callable[[], Any]


def patch(mode: str) -> None:
    """Make the standard library green; nothing to do for real threads.

    SQLAlchemy's ORM is loaded first: the lock with which it numbers its sessions is shared by
    the loop and the real thread that writes, and a green lock that both want at once leaves the
    writer waiting for ever ("Cannot switch to a different thread").
    """
    if mode == "threading":
        return
    import sqlalchemy.orm  # noqa: F401

    if mode == "eventlet":
        _patch_for_eventlet()
    elif mode == "gevent":
        _patch_for_gevent()
    sys.setswitchinterval(TURN_SECONDS)


def _patch_for_eventlet() -> None:
    with warnings.catch_warnings(record=True):  # it is deprecated: known; this file is the way out
        import eventlet

    eventlet.monkey_patch()
    _take_few_at_once()


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


def _patch_for_gevent() -> None:
    from gevent import monkey

    monkey.patch_all()
    _let_postgresql_wait()


def _let_postgresql_wait() -> None:
    """Have a query of psycopg2 wait in the hub; its C code knows nothing of a patched library."""
    from gevent.socket import wait_read, wait_write
    from psycopg2 import OperationalError, extensions

    waits = {extensions.POLL_READ: wait_read, extensions.POLL_WRITE: wait_write}

    def wait(connection: Any) -> None:
        while (state := connection.poll()) != extensions.POLL_OK:
            if state not in waits:
                raise OperationalError(f"an unexpected state: {state}")
            waits[state](connection.fileno())

    extensions.set_wait_callback(wait)


def off_loop(mode: str) -> Callable[[Work], Any]:
    """Return how to run blocking work so that the loop goes on meanwhile."""
    if mode == "eventlet":
        return _off_eventlet()
    if mode == "gevent":
        return _off_gevent()
    return lambda work: work()


def _off_eventlet() -> Callable[[Work], Any]:
    from eventlet import tpool

    tpool.set_num_threads(REAL_THREADS)

    def run(work: Work) -> Any:
        return tpool.execute(work)

    return run


def _off_gevent() -> Callable[[Work], Any]:
    from gevent.threadpool import ThreadPool

    pool = ThreadPool(REAL_THREADS)

    def run(work: Work) -> Any:
        answer, fault = pool.spawn(_outcome_of, work).get()
        if fault is not None:
            raise fault
        return answer

    return run


def _outcome_of(work: Work) -> tuple[Any, BaseException | None]:
    """Return what became of work: the pool would print what is raised, be it but a refusal."""
    try:
        return work(), None
    except BaseException as fault:
        return None, fault


def upgrade_to_lines(mode: str) -> "type[Upgrade]":
    """Return what opens websockets as lines."""
    if mode == "eventlet":
        return _upgrade_of_eventlet()
    from realtime.own_lines import OwnUpgrade

    class Upgraded(OwnUpgrade):
        ends_of = staticmethod(_ends_under_gevent if mode == "gevent" else _ends_of_a_thread)

        def over(self) -> list[bytes]:
            if mode == "threading":
                raise ConnectionAbortedError  # its server knows no other way to write nothing
            return []

    return Upgraded


def _upgrade_of_eventlet() -> "type[Upgrade]":
    from engineio.async_drivers.eventlet import WebSocketWSGI
    from eventlet import sleep, websocket

    from realtime.grafted_lines import GraftedLine, GraftedUpgrade

    class OurLine(GraftedLine, websocket.RFC6455WebSocket):
        TooMuch, Ended = websocket.FailedConnectionError, websocket.ConnectionClosedError
        pause = staticmethod(sleep)

    class OurUpgrade(GraftedUpgrade, WebSocketWSGI):
        Line = OurLine

    return OurUpgrade


def _ends_under_gevent(environ: dict[str, Any]) -> "Ends":
    from realtime.own_lines import Ends

    waiting, read = environ[ENDS]
    return Ends(waiting, waiting._sock, read, at_once=True)


def _ends_of_a_thread(environ: dict[str, Any]) -> "Ends":
    from realtime.own_lines import Ends

    waiting = environ["werkzeug.socket"]
    return Ends(waiting, waiting, environ["wsgi.input"].read, at_once=False)


def serve(mode: str, app: Application, listener: socket.socket) -> None:
    """Serve until stopped: one process, one port. Nobody is let in before."""
    listener.listen(BACKLOG)
    serving = {"eventlet": _serve_under_eventlet, "gevent": _serve_under_gevent}
    serving.get(mode, _serve_with_threads)(app, listener)


def _serve_under_eventlet(app: Application, listener: socket.socket) -> None:
    from eventlet import wsgi

    from realtime.brisk import Brisk

    class Protocol(Brisk, wsgi.HttpProtocol):
        Input = wsgi.Input

    wsgi.server(
        listener,
        app,
        protocol=Protocol,
        log_output=False,
        max_size=MOST_CONNECTIONS,
        socket_timeout=None,
        keepalive=KEPT_SECONDS,
    )


def _serve_under_gevent(app: Application, listener: socket.socket) -> None:
    from gevent import pywsgi

    class Handler(pywsgi.WSGIHandler):
        def read_requestline(self) -> str:
            self.socket.settimeout(KEPT_SECONDS)
            line: str = super().read_requestline()
            self.socket.settimeout(None)
            return line

        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            environ[ENDS] = self.socket, self.rfile.read
            if "HTTP_UPGRADE" in environ:
                self.close_connection = True  # nothing can follow a websocket
            return environ

    pywsgi.WSGIServer(
        listener, app, spawn=MOST_CONNECTIONS, log=None, handler_class=Handler
    ).serve_forever()


def _serve_with_threads(app: Application, listener: socket.socket) -> None:
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

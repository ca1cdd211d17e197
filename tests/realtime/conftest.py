"""A whole house with both doors on a real port, and tablets that connect to it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import requests
import socketio
from flask import Flask
from werkzeug.serving import make_server

from meetings.house import House
from realtime.loop import listen_on, serve
from realtime.sockets import Sockets, keep_live
from tests.beginnings import Beginnings
from tests.cast import PASSWORD, Cast
from tests.conftest import UNDER, settings_for
from tests.realtime.wires import CONNECTED_WITHIN


class Hall:
    """A serving house: its address, its cast and its parts."""

    def __init__(self, address: str, house: House, cast: Cast, sockets: Sockets) -> None:
        self.address, self.house, self.cast, self.sockets = address, house, cast, sockets


@pytest.fixture
def hall(tmp_path: Any, beginnings: Beginnings) -> Iterator[Hall]:
    """A hall that serves on a free port."""
    from wsgi import build_house, open_doors

    settings = settings_for(tmp_path)
    beginnings.embed(tmp_path / "phien.sqlite3", entered=True)
    house, signals = build_house(settings, serving=True)
    cast = beginnings.cast_in(house.database)
    web, sockets = open_doors(house, signals)
    sockets.figures.beat = lambda _: None  # many halls in one process would beat for ever
    with served(web) as port:
        keep_live(sockets, house)
        yield Hall(f"http://127.0.0.1:{port}", house, cast, sockets)
    sockets.stop_listening()
    house.close()


@contextmanager
def served(web: Flask) -> Iterator[int]:
    """Serve on a free port; a loop's own server lives on until the process ends."""
    if UNDER != "threading":
        listener = listen_on("127.0.0.1", 0)
        threading.Thread(target=serve, args=(UNDER, web, listener), daemon=True).start()
        yield listener.getsockname()[1]
        return
    server = make_server("127.0.0.1", 0, web, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join(5)


class Tablet:
    """One person's tablet: signed in, connected, and listening."""

    def __init__(self, address: str, login: str, meeting: int | None) -> None:
        self.web = requests.Session()
        self.address = address
        self._sign_in(login)
        self.facts: list[dict[str, Any]] = []
        self.ended: list[dict[str, Any]] = []
        self.signals: list[dict[str, Any]] = []
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("facts", self.facts.extend)
        self.socket.on("ended", self.ended.append)
        self.socket.on("signal", self.signals.append)
        self.connect()
        if meeting:
            self.joined = self.join(meeting)

    def connect(self, auth: dict[str, Any] | None = None) -> None:
        cookies = "; ".join(f"{k}={v}" for k, v in self.web.cookies.items())
        self.socket.connect(
            self.address,
            headers={"Cookie": cookies},
            auth=auth,
            transports=["websocket"],
            wait_timeout=CONNECTED_WITHIN,
        )

    def join(self, meeting: int, since: dict[str, int] | None = None) -> dict[str, Any]:
        return self.ask("meeting.join", {"meeting": meeting, "since": since})

    def ask(self, command: str, data: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.socket.call(command, data, timeout=10)
        return answer

    def post(self, path: str, body: Any, method: str = "POST") -> requests.Response:
        return self.web.request(method, self.address + path, json=body, timeout=10)

    def heard(self, *names: str, within: float = 3.0) -> list[str]:
        """The names of the facts heard, once these have been, or the time is up."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if names and set(names) <= {fact["name"] for fact in self.facts}:
                break
            time.sleep(0.02)
        return [fact["name"] for fact in self.facts]

    def wait_for(self, words: str, within: float = 15.0) -> None:
        """Wait until these words have come, and with them all that was told before."""
        until = time.monotonic() + within
        while not any(fact["body"].get("words") == words for fact in self.facts[-20:]):
            assert time.monotonic() < until, (words, self.facts[-3:])
            time.sleep(0.01)

    def close(self) -> None:
        if self.socket.connected:  # a polite end would wait three seconds for its echo
            line = self.socket.eio.ws
            with suppress(OSError, AttributeError):
                line.sock.shutdown(socket.SHUT_RDWR)  # closing alone waits for who is reading
            line.shutdown()
        self.web.close()

    def _sign_in(self, login: str) -> None:
        self._take_token()
        answer = self.post("/api/sign-in", {"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.person = answer.json()["person"]["id"]
        self._take_token()

    def _take_token(self) -> None:
        token = self.web.get(self.address + "/api/csrf", timeout=10).json()["token"]
        self.web.headers["X-CSRFToken"] = token


@pytest.fixture
def tablet(hall: Hall) -> Iterator[Callable[..., Tablet]]:
    """Open tablets of the cast."""
    opened: list[Tablet] = []

    def make(login: str, meeting: int | None = -1) -> Tablet:
        opened.append(
            Tablet(hall.address, login, hall.cast.here.meeting if meeting == -1 else meeting)
        )
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def remark(hall: Hall) -> dict[str, Any]:
    """A comment for everybody."""
    return {
        "paper": hall.cast.here.paper,
        "paragraph": hall.cast.here.paragraphs[0],
        "text": "Xin làm rõ.",
        "visibility": "meeting",
        "operation_id": "remark-1",
    }

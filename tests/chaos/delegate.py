"""A delegate whose line is cut, whose tablet sleeps and is reloaded, and who sends things twice.

It keeps to the rules of a tablet: an act has its id before it is first sent and is sent until it is
answered; facts are taken in the order of their numbers, and a hole is asked for.
"""

import random
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

PATIENCE = 5.0
ACTS_PAUSE = (0.05, 0.4)
TROUBLES = ("cut", "sleep", "reload", "twice", "nothing", "nothing", "nothing", "nothing")
Act = dict[str, Any]


@dataclass
class Life:
    """What became of one delegate's tablet."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    """The id of each comment by its operation id, as the server answered."""
    changed_answers: list[str] = field(default_factory=list)
    heard: dict[int, str] = field(default_factory=dict)
    """Whose creation each fact of the meeting tells, by its number, since the last reload."""
    began_after: int = 0
    drops: int = 0
    resends: int = 0
    reloads: int = 0


class Delegate(threading.Thread):
    """One tablet of one person."""

    def __init__(
        self,
        number: int,
        ports: list[int],
        cookie: str,
        meeting: int,
        remark: Act,
        words: int | None = None,
    ) -> None:
        """`words`: say so much and no more, and suffer what the line does alone."""
        super().__init__(name=f"delegate-{number}", daemon=True)
        self.life = Life()
        self.waiting: deque[Act] = deque()
        self._number = number
        self._ports = ports
        self._cookie = cookie
        self._meeting = meeting
        self.stream = f"meeting:{meeting}"
        self._remark = remark
        self._words = words
        self._said = 0
        self._head: int | None = None
        self._hole = threading.Event()
        self._lock = threading.Lock()
        self._calming = threading.Event()
        self._ended = threading.Event()
        self._socket: socketio.Client | None = None
        self._chance = random.Random(number)

    @property
    def head(self) -> int:
        """The number of the last fact that was taken in."""
        return self._head or 0

    @property
    def _line(self) -> socketio.Client:
        if self._socket is None:
            raise ConnectionAbortedError
        return self._socket

    def calm(self) -> None:
        """Say nothing new and suffer nothing more; what waits is still sent."""
        self._calming.set()

    def end(self) -> None:
        """Go home."""
        self._ended.set()
        self.join(20)
        self._drop()

    def catch_up(self) -> None:
        """Ask for what was missed."""
        self._hole.set()

    def run(self) -> None:
        """Live."""
        while not self._ended.is_set():
            try:
                self._connected()
                if self._hole.is_set():
                    self._join()
                if not self._calming.is_set():
                    self._live()
                self._send()
            except (SocketIOError, OSError, ValueError):
                self._drop()
                self._pause(0.05, 0.5)
            self._pause(*ACTS_PAUSE)

    @property
    def done(self) -> bool:
        """Whether everything was said and answered."""
        return self._words is not None and self._said >= self._words and not self.waiting

    def _live(self) -> None:
        if self._words is None:
            self._suffer()
        if self._words is None or self._said < self._words:
            self._say()

    def _pause(self, least: float, most: float) -> None:
        self._ended.wait(self._chance.uniform(least, most))

    def _connected(self) -> None:
        if self._socket is not None and self._socket.connected:
            return
        self._drop()
        client = socketio.Client(reconnection=False)
        client.on("facts", self._hear)
        self._socket = client
        address = f"http://127.0.0.1:{self._chance.choice(self._ports)}"
        cookie = {"Cookie": self._cookie}
        client.connect(address, headers=cookie, transports=["websocket"], wait_timeout=PATIENCE)
        self._join()

    def _join(self) -> None:
        self._hole.clear()
        while True:
            since = None if self._head is None else {self.stream: self._head}
            asked = {"meeting": self._meeting, "since": since}
            reply = self._line.call("meeting.join", asked, timeout=PATIENCE)
            if not reply["ok"]:
                raise ValueError(reply["code"])
            answer = reply["answer"]
            if self._head is None:
                self._head = self.life.began_after = answer["heads"][self.stream]
            self._hear(answer["facts"])
            if not answer["more"]:
                return

    def _hear(self, facts: list[dict[str, Any]]) -> None:
        with self._lock:
            for fact in facts:
                self._take(fact)

    def _take(self, fact: dict[str, Any]) -> None:
        if fact["stream"] != self.stream or self._head is None or fact["number"] <= self._head:
            return
        if fact["number"] > self._head + 1:
            self._hole.set()
            return
        self._head = fact["number"]
        about = fact["body"].get("comment") or fact["body"].get("annotation") or {}
        self.life.heard[fact["number"]] = about.get("operation_id") or fact["name"]

    def _say(self) -> None:
        self._said += 1
        operation_id = f"chaos-{self._number}-{self._said}"
        self.waiting.append({**self._remark, "operation_id": operation_id})

    def _send(self) -> None:
        while self.waiting and not self._ended.is_set():
            act = self.waiting[0]
            reply = self._line.call("comment.create", act, timeout=PATIENCE)
            if not reply["ok"]:
                raise ValueError(reply["code"])
            self._note(act["operation_id"], reply["answer"]["id"])
            self.waiting.popleft()

    def _note(self, operation_id: str, comment: int) -> None:
        if self.life.acknowledged.setdefault(operation_id, comment) != comment:
            self.life.changed_answers.append(operation_id)

    def _suffer(self) -> None:
        trouble = self._chance.choice(TROUBLES)
        if trouble == "cut":
            self._cut()
        elif trouble == "sleep":
            self._cut()
            self._pause(0.0, 3.0)
        elif trouble == "reload":
            self._reload()
        elif trouble == "twice":
            self._twice()

    def _cut(self) -> None:
        """Lose the line in the middle of whatever is on its way."""
        self.life.drops += 1
        self._say()
        with suppress(Exception):
            self._line.emit("comment.create", self.waiting[0])
            self._line.eio.ws.sock.close()
        self._drop()

    def _reload(self) -> None:
        """Forget what was heard, and begin with the present state."""
        self.life.reloads += 1
        self._drop()
        with self._lock:
            self._head = None
            self.life.heard.clear()

    def _twice(self) -> None:
        """Send an act that was answered once more."""
        if not self.life.acknowledged:
            return
        self.life.resends += 1
        operation_id = self._chance.choice(list(self.life.acknowledged))
        act = {**self._remark, "operation_id": operation_id}
        reply = self._line.call("comment.create", act, timeout=PATIENCE)
        if reply["ok"]:
            self._note(operation_id, reply["answer"]["id"])

    def _drop(self) -> None:
        client, self._socket = self._socket, None
        if client is None:
            return
        with suppress(Exception):
            client.eio.ws.sock.close()
        with suppress(Exception):
            client.eio.disconnect(abort=True)
        time.sleep(0)

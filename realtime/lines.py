"""Lines: open websockets, written to at once where that is possible, read with measure.

A line is free when nothing waits in its queue and nobody is writing; then a frame goes straight
to the kernel, and what the kernel does not take is the first to wait. On any other line a frame
waits its turn. `grafted_lines.py` and `own_lines.py` have the two kinds there are.
"""

import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from engineio.exceptions import QueueEmpty
from engineio.packet import MESSAGE, PING, Packet

from realtime.allowances import Allowance, People, of_socket
from realtime.figures import Figures
from realtime.frames import Ready, Spoken
from realtime.heart import Heart

AT_ONCE = struct.pack("ii", 1, 0)
PINGED = Spoken(Packet(PING).encode())


Free = tuple[Callable[[bytes], int], bool]
"""How to write to a line that is free, and whether it reads deflated frames."""
AtOnce = dict[str, Free]
"""By the names of the library's sockets: the lines that took the last frame whole and have written
nothing otherwise since. To look at each of them anew would take as long as the writing."""


class Waiting(Packet):
    """A frame in a queue of the library's packets."""

    def __init__(self, frame: Ready) -> None:
        super().__init__(MESSAGE)
        self.encode_cache = frame


class Line:
    """One open websocket, whatever it is made of."""

    deflates = False
    """Whether who is at the other end reads deflated frames."""
    engine: Any
    websocket_closed: bool
    _figures: Figures
    _packets: Callable[[], Any]
    _allowances: list[Allowance]
    _owed: float
    _gone: bool
    _at_once: AtOnce
    _to_kernel: Callable[[bytes], int]

    def begin(self, engine: Any, figures: Figures, at_once: "AtOnce") -> None:
        """Serve `engine`, the library's own socket, from now on."""
        self.engine, self._figures, self._at_once = engine, figures, at_once
        self._allowances, self._owed, self._gone = [of_socket()], 0.0, False
        self._to_kernel = self.kernel.send
        self._packets = engine.poll
        engine.send, engine.poll, engine.schedule_ping = self.send_packet, self.packets, self.heed
        self.heed()

    def share(self, allowance: Allowance) -> None:
        """Let what is said here count for this allowance too."""
        if allowance not in self._allowances:  # one may enter, leave, and enter again
            self._allowances.append(allowance)

    def charge(self, messages: int) -> float:
        """Count so many more messages as said here; returns for how many seconds to wait."""
        return max(allowance.take(messages, 0) for allowance in self._allowances)

    def say(self, frame: Ready) -> None:
        """Write a frame, now or in its turn."""
        engine, taken = self.engine, 0
        if engine.closed or self.websocket_closed:
            return
        if self._is_free():
            try:
                taken = self._to_kernel(frame)
            except BlockingIOError:
                pass
            except OSError:
                self._gone = True
                self.be_busy()
                return
            if taken == len(frame):
                self._at_once[engine.sid] = self._to_kernel, self.deflates
                return
        self.keep(frame, taken)

    def keep(self, frame: Ready, taken: int) -> None:
        """Let what the kernel did not take of a frame wait."""
        self.be_busy()
        self.engine.queue.put(Waiting(Ready(frame[taken:])))

    def be_busy(self) -> None:
        """Let nobody write before having looked whether this line is free."""
        self._at_once.pop(self.engine.sid, None)

    def say_if_free(self, frame: Ready) -> bool:
        """Write a frame if nothing waits before it; says whether it was taken."""
        free = not self.engine.closed and not self.websocket_closed and self._is_idle()
        if free:
            self.say(frame)
        return bool(free)

    def send_packet(self, packet: Packet) -> None:
        """Send a packet of the library's; stands for its own `send`."""
        if self.engine.check_ping_timeout():
            self.say(self.packed(packet.encode()))

    def packets(self) -> Any:
        """Return what waits to be written; stands for the library's own `poll`.

        That one ends a line for which nothing waited as long as a ping and its answer take. Most
        of what is said here never waits; whoever does not answer is found by who looks for that.
        """
        while True:
            try:
                return self._packets()
            except QueueEmpty:
                if self.engine.closed or self.websocket_closed:
                    raise

    def ping(self) -> None:
        """Ask whether somebody is there, unless that was asked and not yet answered."""
        if not self.engine.last_ping:
            self.engine.last_ping = time.time()  # the library's clock: it ends who does not answer
            self.say(PINGED.for_line(deflates=False))

    def heed(self) -> None:
        """Note that a ping was answered; stands for the library's own `schedule_ping`."""
        self.engine.last_ping = None

    def cut(self) -> None:
        """Break off: what the kernel still holds is thrown away."""
        self._gone = True
        with suppress(OSError):
            self.kernel.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            self.kernel.shutdown(socket.SHUT_RDWR)

    def pause(self, seconds: float) -> object:
        """Wait so long, and let the others have their turn."""
        raise NotImplementedError

    @property
    def kernel(self) -> socket.socket:
        """The kernel's socket, without what makes it wait."""
        raise NotImplementedError

    def packed(self, message: Any) -> Ready:
        """Return the frame of a message."""
        raise NotImplementedError

    def _is_idle(self) -> bool:
        """Say whether nobody writes, and nothing waits."""
        raise NotImplementedError

    def _is_free(self) -> bool:
        """Say whether a frame may be written at once."""
        return self._is_idle()

    def _await_turn(self) -> bool:
        """Wait for what is owed; says whether there is still somebody to hear.

        Even where nothing is owed the others get their turn: a socket that always has something
        to read would never let go of the loop. They had it where the last message was waited for.
        """
        if self._owed or not self._others_had_turn():
            self._figures.throttled += self._owed > 0
            self.pause(self._owed)
        return not (self._gone or self.engine.closed)  # what it said before is not read slowly

    def _others_had_turn(self) -> bool:
        """Say whether what was read last had to be waited for; asked once for each frame."""
        return False

    def _count(self, size: int) -> None:
        self._owed = max(allowance.take(1, size) for allowance in self._allowances)


class Lines:
    """The lines that are open, by the names of the library's sockets."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.at_once: AtOnce = {}
        self._open: dict[str, Any] = {}
        self._people = People()
        self.heart = Heart()

    def of(self, engine_sid: str) -> Any:
        """Return a line, or None where there is none, or none yet."""
        return self._open.get(engine_sid)

    def belongs_to(self, engine_sid: str, person_id: int) -> None:
        """Let a line share the allowance of its person."""
        if line := self._open.get(engine_sid):
            line.share(self._people.of(person_id))

    def charge(self, engine_sid: str, messages: int) -> float:
        """Count so many more messages as said on a line; returns for how many seconds to wait."""
        line = self._open.get(engine_sid)
        return line.charge(messages) if line else 0.0

    def hold(self, line: Any, engine: Any, serve: Callable[[Any], object]) -> object:
        """Serve a line until it ends."""
        line.begin(engine, self.figures, self.at_once)
        self._open[engine.sid] = line
        self.heart.take(line)
        self.figures.sockets = len(self._open)
        try:
            return serve(line)
        finally:
            line.be_busy()
            self.heart.let_go(line)
            del self._open[engine.sid], engine.send, engine.poll, engine.schedule_ping
            self.figures.sockets = len(self._open)


class Upgrade(Protocol):
    """What serves a websocket when one is opened; stands for the library's own."""

    def __init__(self, lines: Lines, handler: Any, server: Any) -> None:
        """`handler` serves the line it is given, until that ends."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Open the websocket that is asked for, and serve it."""

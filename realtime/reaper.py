"""The reaper: whoever does not read what is told is cut off before it costs the others.

Their tablet connects again and reads the record. Who has gone without a word, so that a ping stays
unanswered, is let go of here, too: all are looked at together, not each woken up for.
"""

import logging
from contextlib import suppress
from typing import Any

from realtime.figures import Figures
from realtime.lines import Lines

EVERY_SECONDS = 0.5
MOST_WAITING = 200
MOST_BYTES = 4 * 1024 * 1024
TOGETHER = 500
"""After so many looks the others on the loop have their turn."""
log = logging.getLogger(__name__)


class Reaper:
    """Looks after the queues of one server's sockets."""

    def __init__(self, server: Any, lines: Lines | None, figures: Figures) -> None:
        self._server = server
        self._lines = lines
        self._figures = figures

    def run(self) -> None:
        """Look for ever."""
        while True:
            self._server.sleep(EVERY_SECONDS)
            try:
                self.look()
            except Exception:
                log.exception("the queues could not be looked after")

    def look(self) -> None:
        """Cut every socket off for which too much waits, and let go of those that have gone."""
        sockets = self._server.eio.sockets
        for number, engine in enumerate(list(sockets.values())):
            if number % TOGETHER == TOGETHER - 1:
                self._server.sleep(0)
            if engine.closed:
                sockets.pop(engine.sid, None)
            elif _too_much(engine.queue):
                self._cut(engine)
            elif not engine.closing:
                engine.check_ping_timeout()

    def _cut(self, engine: Any) -> None:
        self._figures.cut += 1
        self._empty(engine.queue)
        if self._lines and (line := self._lines.of(engine.sid)):
            line.cut()
        engine.close(wait=False, abort=True, reason=self._server.reason.TRANSPORT_ERROR)

    def _empty(self, queue: Any) -> None:
        with suppress(self._server.eio.get_queue_empty_exception()):
            while True:
                queue.get(block=False)
                queue.task_done()


def _too_much(queue: Any) -> bool:
    waiting = queue.qsize()
    if not waiting or waiting > MOST_WAITING:
        return bool(waiting)
    packets = filter(None, queue.queue.copy())
    return sum(len(packet.encode()) for packet in packets) > MOST_BYTES

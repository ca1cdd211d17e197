"""The reaper: whose queue grows too long, or too heavy, is cut off; nobody else is."""

import queue
from types import SimpleNamespace

import pytest
from engineio.packet import MESSAGE, Packet

from realtime.figures import Figures
from realtime.reaper import Reaper


class Engine:
    """The library's socket, as far as the reaper knows it."""

    closed = closing = False
    asked = 0

    def __init__(self, packets=()):
        self.sid = str(id(self))
        self.queue = queue.Queue()
        for packet in packets:
            self.queue.put(packet)

    def close(self, wait, abort, reason):
        assert (wait, abort, reason) == (False, True, "transport error")
        self.closed = True

    def check_ping_timeout(self):
        self.asked += 1


def look_after(*engines):
    return looked_after({engine.sid: engine for engine in engines})


def looked_after(sockets):
    eio = SimpleNamespace(sockets=sockets, get_queue_empty_exception=lambda: queue.Empty)
    reason = SimpleNamespace(TRANSPORT_ERROR="transport error")
    server = SimpleNamespace(eio=eio, reason=reason, sleep=lambda seconds: None)
    figures = Figures()
    reaper = Reaper(server, None, figures)
    reaper.look()
    reaper.look()
    return figures.cut


def waiting(count, size):
    return Engine([Packet(MESSAGE, "x" * size)] * count)


@pytest.mark.parametrize(("count", "size"), [(201, 1), (3, 2_000_000)])
def test_too_much_is_thrown_away_and_its_socket_cut_once(count, size):
    slow, quick = waiting(count, size), waiting(1, 1)
    assert look_after(slow, quick) == 1
    assert slow.closed
    assert slow.queue.empty()
    assert not quick.closed
    assert quick.queue.qsize() == 1


def test_a_hall_that_reads_loses_nobody():
    assert look_after(waiting(0, 0), waiting(200, 1000), Engine([None])) == 0


def test_each_is_looked_at_for_a_ping_that_was_not_answered_but_for_who_is_leaving():
    there, leaving = Engine(), Engine()
    leaving.closing = True
    look_after(there, leaving)
    assert (there.asked, leaving.asked) == (2, 0)


def test_who_has_gone_is_forgotten():
    gone, there = Engine(), Engine()
    gone.closed = True
    sockets = {engine.sid: engine for engine in (gone, there)}
    looked_after(sockets)
    assert list(sockets.values()) == [there]

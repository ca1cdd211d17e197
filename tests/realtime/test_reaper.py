"""The reaper: whose queue grows too long, or too heavy, is cut off; nobody else is."""

import queue
from types import SimpleNamespace

import pytest
from engineio.packet import MESSAGE, Packet

from realtime.figures import Figures
from realtime.reaper import Reaper


class Engine:
    """The library's socket, as far as the reaper knows it."""

    sid, closed = "1", False

    def __init__(self, packets):
        self.queue = queue.Queue()
        for packet in packets:
            self.queue.put(packet)

    def close(self, wait, abort, reason):
        assert (wait, abort, reason) == (False, True, "transport error")
        self.closed = True


def look_after(*engines):
    sockets = {str(number): engine for number, engine in enumerate(engines)}
    eio = SimpleNamespace(sockets=sockets, get_queue_empty_exception=lambda: queue.Empty)
    server = SimpleNamespace(eio=eio, reason=SimpleNamespace(TRANSPORT_ERROR="transport error"))
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

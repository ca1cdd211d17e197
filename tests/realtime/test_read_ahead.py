"""Reading ahead: what has come is asked of the kernel once, and given out as it is wanted."""

import socket

import pytest

from realtime.grafted_lines import ReadAhead
from realtime.lines import AT_ONCE


class Waiting:
    """The loop's socket, as far as it is read from: it waits, and knows what a torn line means."""

    def __init__(self, kernel):
        self.fd, self.waits = kernel, 0

    def recv(self, most):
        self.waits += 1
        self.fd.settimeout(5)
        try:
            return self.fd.recv(most)
        except ConnectionResetError:
            return b""
        finally:
            self.fd.setblocking(False)

    def fileno(self):
        return self.fd.fileno()


@pytest.fixture
def ends():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = socket.create_connection(listener.getsockname())
        here, _ = listener.accept()
    here.setblocking(False)
    with there, here:
        yield there, Waiting(here)


def test_what_has_come_is_given_out_in_the_portions_that_are_asked_for(ends):
    there, waiting = ends
    ahead = ReadAhead(waiting)
    there.sendall(b"header-mask-payload")
    assert ahead.recv(6) == b"header"
    assert (ahead.recv(5), ahead.recv(100)) == (b"-mask", b"-payload")
    assert ahead.fileno() == waiting.fileno()


def test_it_says_whether_it_had_to_wait(ends):
    there, waiting = ends
    ahead = ReadAhead(waiting)
    there.sendall(b"ab")
    assert until_there(waiting) == b"ab"
    assert ahead.recv(1) == b"a"
    assert (ahead.waited, waiting.waits) == (False, 0)
    ahead.recv(1)
    there.shutdown(socket.SHUT_WR)
    until_there(waiting)
    assert ahead.recv(1) == b""


def test_while_nothing_has_come_it_waits_as_the_loop_does(ends):
    _, waiting = ends
    ahead = ReadAhead(waiting)
    waiting.recv = lambda most: b"later"
    assert (ahead.recv(2), ahead.waited, ahead.recv(9)) == (b"la", True, b"ter")


def test_a_line_that_was_torn_is_left_to_who_knows_what_that_means(ends):
    there, waiting = ends
    ahead = ReadAhead(waiting)
    there.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    there.close()
    assert ahead.recv(2) == b""
    assert waiting.waits == 1


def until_there(waiting):
    """Wait until there is something to read, or the end; returns it without taking it."""
    waiting.fd.settimeout(5)
    try:
        return waiting.fd.recv(100, socket.MSG_PEEK)
    finally:
        waiting.fd.setblocking(False)

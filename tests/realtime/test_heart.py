"""The heart: every line is pinged once in an interval, never a hall at once."""

import pytest

from realtime.heart import TURNS, Heart


class Listening:
    """A line, as far as the heart knows it."""

    def __init__(self):
        self.pings = 0

    def ping(self):
        self.pings += 1


def came(heart, count):
    lines = [Listening() for _ in range(count)]
    for line in lines:
        heart.take(line)
    return lines


def test_a_hall_that_came_at_once_is_pinged_in_even_shares():
    heart = Heart()
    hall = came(heart, 3 * TURNS)
    pinged = []
    for _ in range(TURNS):
        before = sum(line.pings for line in hall)
        heart.beat()
        pinged.append(sum(line.pings for line in hall) - before)
    assert set(pinged) == {3}
    assert {line.pings for line in hall} == {1}


def test_who_has_left_is_pinged_no_more():
    heart = Heart()
    gone, there = came(heart, 2)
    heart.let_go(gone)
    for _ in range(TURNS):
        heart.beat()
    assert (gone.pings, there.pings) == (0, 1)


def test_who_leaves_while_the_others_are_pinged_disturbs_nobody():
    heart = Heart()
    hall = came(heart, 2 * TURNS)
    hall[0].ping = lambda: heart.let_go(hall[TURNS])
    for _ in range(TURNS):
        heart.beat()
    assert [line.pings for line in hall[1:TURNS]] == [1] * (TURNS - 1)


class Busy:
    """A server on which every pause ends late, in a time of its own."""

    ping_interval = 10.0

    def __init__(self, late, until):
        self.clock, self._late, self._until = 0.0, late, until

    def sleep(self, seconds):
        self.clock += seconds + self._late
        if self.clock > self._until:
            raise StopIteration


def test_on_a_busy_server_nobody_is_pinged_late(monkeypatch):
    heart, server = Heart(), Busy(late=0.08, until=30.0)
    monkeypatch.setattr("realtime.heart.monotonic", lambda: server.clock)
    hall = came(heart, 3 * TURNS)
    with pytest.raises(StopIteration):
        heart.run(server)
    assert {line.pings for line in hall} <= {2, 3}


def test_after_it_stood_still_it_does_not_beat_for_what_was_missed(monkeypatch):
    heart, server = Heart(), Busy(late=0.0, until=1000.0)
    monkeypatch.setattr("realtime.heart.monotonic", lambda: server.clock)
    (line,) = came(heart, 1)
    pauses = iter([900.0])
    sleep = server.sleep
    server.sleep = lambda seconds: sleep(seconds + next(pauses, 0.0))
    with pytest.raises(StopIteration):
        heart.run(server)
    assert line.pings <= 13  # one for each interval after it, and those of one before

"""The heart: every line is pinged once in an interval, never a hall at once."""

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

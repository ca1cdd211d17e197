import threading

import pytest

from foundation.background import Background, Stopped
from foundation.errors import Unavailable


@pytest.fixture
def gate():
    return threading.Event()


def test_what_is_wanted_twice_while_it_waits_is_done_once(gate):
    done = []

    def work(subject):
        gate.wait(5)
        done.append(subject)

    background = Background("work", work)
    background.want(["first", "second", "third"])
    background.want(["third", "second"])
    gate.set()
    background.wait(5)
    assert done == ["first", "second", "third"]


def test_what_is_wanted_while_it_is_at_work_is_done_once_more(gate):
    done, begun = [], threading.Event()

    def work(subject):
        begun.set()
        gate.wait(5)
        done.append(subject)

    background = Background("work", work)
    background.want(["paper"])
    begun.wait(5)
    background.want(["paper"])
    gate.set()
    background.wait(5)
    assert done == ["paper", "paper"]


@pytest.mark.parametrize("fault", [Unavailable("worker.busy"), ZeroDivisionError(), Stopped()])
def test_what_fails_does_not_keep_the_others_waiting(fault):
    done = []

    def work(subject):
        if subject == "bad":
            raise fault
        done.append(subject)

    background = Background("work", work)
    background.want(["bad", "good"])
    background.wait(5)
    assert done == ["good"]


def test_after_a_stop_nothing_is_begun_and_what_rests_is_left(gate):
    done, begun, left = [], threading.Event(), []

    def work(subject):
        begun.set()
        gate.wait(5)
        try:
            background.rest()
        except Stopped:
            left.append(subject)
            raise
        done.append(subject)

    background = Background("work", work)
    background.want(["at work", "waiting"])
    begun.wait(5)
    background.stop()
    gate.set()
    background.close()
    background.want(["late"])
    background.wait(5)
    assert (done, left, background.stopping) == ([], ["at work"], True)


def test_it_takes_up_work_again_after_it_has_ended():
    done = []
    background = Background("work", done.append)
    for subject in ("one", "two"):
        background.want([subject])
        background.wait(5)
    assert done == ["one", "two"]

"""The nudge: what one process says over Redis, and the others hear."""

import shutil
import subprocess
import threading
import time

import pytest
import redis

from foundation.events import Fact
from meetings.passing import Passing
from realtime.nudge import LARGEST, Hearing, Nudge
from tests.ports import free_port


@pytest.fixture
def address(tmp_path):
    """A Redis of the test's own."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("Redis is not installed (apt-get install redis-server)")
    port = free_port()
    command = [server, "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        wait_for(lambda: answers(port))
        yield f"redis://127.0.0.1:{port}/0"
        running.terminate()


def answers(port):
    try:
        return redis.Redis(port=port).ping()
    except redis.RedisError:
        return False


def wait_for(condition, seconds=10.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until and not condition():
        time.sleep(0.02)
    assert condition()


class Process:
    """One of several processes, as far as it hears the others."""

    def __init__(self, address, record="ours"):
        self.nudge = Nudge(address, record)
        self.grown, self.told, self.here, self.passing = [], [], [], []
        hearing = Hearing(
            lambda streams: self.grown.append(streams),
            self.told.append,
            lambda process, here: self.here.append(here),
            self.passing.append,
        )
        threading.Thread(target=self.nudge.run, args=(hearing, self._end), daemon=True).start()
        wait_for(lambda: self.grown)

    def _end(self, _seconds):
        threading.Event().wait()  # Redis has gone, and with it the test


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_passes_is_heard_by_the_other_processes_and_not_by_ones_own(address):
    one, other = Process(address), Process(address)
    said = Passing("meeting:3", "page.followed", {"page": 12, "title": "Tờ trình"}, 3)
    one.nudge.pass_on(said)
    one.nudge.share({3: [7]})
    wait_for(lambda: other.here)
    assert (other.passing, other.here) == ([said], [{"3": [7]}])
    assert (one.passing, one.here) == ([], [])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_was_told_is_heard_whole_or_if_it_is_long_by_the_names_of_the_streams(address):
    one, other = Process(address), Process(address)
    short = [Fact("meeting:3", 4, "thing.said", {"words": "Tờ trình"}), Fact("seat:9", 1, "n", {})]
    one.nudge.broadcast(short)
    one.nudge.broadcast([*short, Fact("desk:3", 1, "n", {"words": "dài" * LARGEST})])
    wait_for(lambda: len(other.grown) > 1)
    assert other.told == [short]
    assert other.grown == [None, ["desk:3", "meeting:3", "seat:9"]]
    assert (one.told, one.grown) == ([], [None])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_program_with_another_record_on_the_same_redis_hears_nothing(address):
    ours, theirs, listening = Process(address), Process(address, "theirs"), Process(address)
    ours.nudge.broadcast([Fact("meeting:3", 4, "n", {})])
    ours.nudge.share({3: [7]})
    wait_for(lambda: listening.here)
    assert (theirs.told, theirs.here, theirs.grown) == ([], [], [None])


def test_without_redis_it_is_lost_without_harm():
    Nudge(f"redis://127.0.0.1:{free_port()}/0", "ours").pass_on(Passing("meeting:3", "n", {}, 3))

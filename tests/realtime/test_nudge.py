"""The nudge: what one process says over Redis, and the others hear."""

import shutil
import subprocess
import threading
import time

import pytest
import redis

from meetings.passing import Passing
from realtime.nudge import Hearing, Nudge
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

    def __init__(self, address):
        self.nudge = Nudge(address)
        self.grown, self.here, self.passing = [], [], []
        hearing = Hearing(
            lambda streams: self.grown.append(streams),
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


def test_without_redis_it_is_lost_without_harm():
    Nudge(f"redis://127.0.0.1:{free_port()}/0").pass_on(Passing("meeting:3", "n", {}, 3))

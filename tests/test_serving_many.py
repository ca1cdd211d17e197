"""Several processes behind one address: started, kept up, and stopped together."""

import itertools
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from deploy.production.serve_many import LEAST_PAUSE, Process, refusal
from tests.ports import free_port

ROOT = Path(__file__).parent.parent


def test_several_processes_on_the_embedded_database_are_refused_with_a_reason():
    assert "PostgreSQL" in refusal({}, 2)
    assert "PostgreSQL" in refusal({"DATABASE_URL": "sqlite:///x"}, 3)
    assert refusal({"DATABASE_URL": "postgresql+psycopg2://x"}, 3) is None
    assert refusal({}, 1) is None
    assert refusal({}, 0)


def test_a_process_that_ends_again_and_again_is_started_more_and_more_slowly(monkeypatch):
    started = []

    class Ended:
        def __init__(self, *_, **__):
            started.append(moment)

        def poll(self):
            return 1

    monkeypatch.setattr(subprocess, "Popen", Ended)
    process, moment = Process(1, {}), 0.0
    while moment < 20:
        process.tend(moment)
        moment += 0.1
    pauses = [after - before for before, after in itertools.pairwise(started)]
    assert pauses[0] >= LEAST_PAUSE
    assert pauses == sorted(pauses)
    assert len(started) < 8


def answers(port):
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=2):
        return True
    return False


def wait_until(condition, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until and not condition():
        time.sleep(0.1)
    return condition()


@pytest.mark.parametrize("count", [1])
def test_what_was_killed_serves_again_and_all_end_together(tmp_path, count):
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "deploy.production.serve_many", str(count)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as many:
        try:
            assert wait_until(lambda: answers(port))
            [child] = children_of(many.pid)
            os.kill(child, signal.SIGKILL)
            assert wait_until(lambda: children_of(many.pid) not in ([], [child]))
            assert wait_until(lambda: answers(port))
        finally:
            many.terminate()
        assert many.wait(20) == 0
    assert not answers(port)


def children_of(process_id):
    listed = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(process_id)], capture_output=True, text=True
    ).stdout
    return [int(pid) for pid, stat in re.findall(r"(\d+)\s+(\S+)", listed) if "Z" not in stat]


def test_the_ports_of_nginx_are_those_of_three_processes():
    conf = (ROOT / "deploy" / "production" / "nginx.conf").read_text()
    assert re.findall(r"server 127\.0\.0\.1:(\d+)", conf) == ["8000", "8001", "8002"]

"""The serving side of the chaos: processes that are killed and started again on their ports."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.benchmarks.processes import ROOT, environment
from tests.ports import free_port


class Killed:
    """A program that is killed every few seconds and started again."""

    def __init__(
        self, command: list[str], settings: Mapping[str, str], log: Path, every: tuple[float, float]
    ) -> None:
        self.kills = 0
        self._command = command
        self._settings = environment(**settings)
        self._log = log
        self._every = every
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start it, for as long as nobody kills it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._settings, stdout=log, stderr=log
            )

    def begin(self) -> None:
        """Kill it from now on."""
        self._thread.start()

    def rest(self) -> None:
        """Kill it no more; it runs."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def end(self) -> None:
        """End it for good."""
        self.rest()
        self._kill()

    def _run(self) -> None:
        while not self._stopped.wait(random.uniform(*self._every)):
            self._kill()
            self.kills += 1
            self.start()

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()


def serving(port: int, settings: Mapping[str, str], log: Path) -> Killed:
    """Return the real program on a port."""
    command = [sys.executable, "wsgi.py"]
    return Killed(command, {**settings, "PORT": str(port)}, log, (5.0, 9.0))


def redis(log: Path) -> tuple[Killed, str]:
    """Return a Redis that keeps nothing, and its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"]
    return Killed(command, {}, log, (7.0, 12.0)), f"redis://127.0.0.1:{port}/0"


def wait_until_served(ports: list[int], within: float = 60.0) -> None:
    """Wait until behind every port somebody answers, and not only lets in."""
    until = time.monotonic() + within
    for port in ports:
        while not _answers(port):
            if time.monotonic() > until:
                raise RuntimeError(f"nobody serves on port {port}")
            time.sleep(0.1)


def _answers(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/sign-in")
        return line.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        line.close()

"""The real program, to which a secretary uploads hostile files, and a clock beside it."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from documents.recognition.work import PICTURE
from foundation.migrating import bring_up_to_date
from foundation.settings import read_settings
from tests.benchmarks.processes import ROOT, environment
from tests.cast import PASSWORD, enter_cast
from tests.documents.made_hostile_files import READABLE, UNREADABLE, Hostile
from tests.ports import free_port
from wsgi import build_house

STARTING_SECONDS = 40.0
BETWEEN_PINGS = 0.05
SETTLING_SECONDS = 10.0
LONGEST_ANSWER = 400.0


@dataclass(frozen=True)
class Ended:
    """How one file ended: by which code, after how long, with which sentences."""

    hostile: Hostile
    end: str
    answered: float
    """Seconds until the upload was answered."""
    read: float
    """Seconds until the paper was read to its end."""
    sentence: str
    pages: int
    left_behind: tuple[str, ...]
    """What was on the disk afterwards and had not been before, of a refused file."""


class Clock:
    """Asks the server something small again and again, from a process of its own."""

    PROGRAM = """
import http.client, json, select, sys, time
port, pause = int(sys.argv[1]), float(sys.argv[2])
worst, count, over, faults = 0.0, 0, 0, 0
line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
print("ready", flush=True)
while not select.select([sys.stdin], [], [], pause)[0]:
    began = time.perf_counter()
    try:
        line.request("GET", "/api/csrf")
        line.getresponse().read()
    except OSError:
        faults += 1
        line.close()
    took = time.perf_counter() - began
    worst, count, over = max(worst, took), count + 1, over + (took > 0.5)
print(json.dumps({"worst": worst, "count": count, "over": over, "faults": faults}))
"""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", self.PROGRAM, str(port), str(BETWEEN_PINGS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._process.stdout.readline()

    def stop(self) -> dict[str, float]:
        """Return the worst answer, how many there were, and how many failed."""
        told, _ = self._process.communicate("\n", timeout=90)
        found: dict[str, float] = json.loads(told)
        return found


class Secretary:
    """Uploads papers over HTTP, and waits until they are read."""

    def __init__(self, port: int, item: int) -> None:
        self._address = f"http://127.0.0.1:{port}"
        self._item = item
        self._web = requests.Session()
        self._take_token()
        body = {"login": "secretary", "password": PASSWORD}
        self._web.post(f"{self._address}/api/sign-in", json=body, timeout=30).raise_for_status()
        self._take_token()

    def upload(self, content: bytes, name: str) -> requests.Response:
        """Send a file as a browser would."""
        return self._web.post(
            f"{self._address}/api/items/{self._item}/papers",
            files={"file": (name, content, "application/octet-stream")},
            timeout=LONGEST_ANSWER,
        )

    def read(self, paper: int, within: float) -> dict[str, Any]:
        """Return a paper once it has been read to its end, or what it is when the time is up."""
        until = time.monotonic() + within
        while True:
            found = self._web.get(f"{self._address}/api/papers/{paper}", timeout=60).json()
            state = found["version"]["state"]
            if state in ("ready", "failed") or time.monotonic() > until:
                return dict(found)
            time.sleep(0.05)

    def remove(self, paper: int) -> None:
        """Take a paper off the table, so that the agenda stays short."""
        self._web.delete(f"{self._address}/api/papers/{paper}", json={}, timeout=60)

    def _take_token(self) -> None:
        token = self._web.get(f"{self._address}/api/csrf", timeout=30).json()["token"]
        self._web.headers["X-CSRFToken"] = token


class HostileHouse:
    """A serving program and its secretary."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", port: int, data: Path, item: int
    ) -> None:
        self.port = port
        self.welcome: set[str] = set()
        """Hashes of good papers that somebody else uploads meanwhile."""
        self._process = process
        self._uploads = data / "uploads"
        self.secretary = Secretary(port, item)
        self._item = item

    @property
    def alive(self) -> bool:
        """Say whether the very process that was started still runs."""
        return self._process.poll() is None

    def another_secretary(self) -> Secretary:
        """Return one on another line."""
        return Secretary(self.port, self._item)

    def meets(self, hostile: Hostile, within: float = 300.0) -> Ended:
        """Upload one file and say how it ended."""
        content, before, began = hostile.make(), self._files(), time.monotonic()
        answer = self.secretary.upload(content, hostile.name)
        answered = time.monotonic() - began
        told = answer.json()
        if answer.status_code != 201:
            left = self._left_behind(before)
            said = told["message"]
            return Ended(hostile, told["code"], answered, answered, said, 0, left)
        found = self.secretary.read(told["id"], within)
        version, took = found["version"], time.monotonic() - began
        self.secretary.remove(told["id"])
        end = {"ready": READABLE, "failed": UNREADABLE}.get(version["state"], "never")
        pages = len(version["pages"])
        return Ended(hostile, end, answered, took, version["problem"] or "", pages, ())

    def _left_behind(self, before: set[str]) -> tuple[str, ...]:
        """Return what is new and stays: somebody else's file may be staged at this moment."""
        left = self._files() - before - self.welcome
        until = time.monotonic() + SETTLING_SECONDS
        while left and time.monotonic() < until:
            time.sleep(0.2)
            left &= self._files() - self.welcome
        return tuple(sorted(left))

    def _files(self) -> set[str]:
        """Return what is staged and kept, and what was made of something that is not kept."""
        kept = {path.name for path in (self._uploads / "papers").glob("??/*")}
        staged = {path.name for path in (self._uploads / "staged").glob("*") if not _is_read(path)}
        made = {path.name for path in (self._uploads / "derived").glob("??/*")}
        return kept | staged | (made - kept)


def _is_read(room: Path) -> bool:
    """Say whether words of a scan that was taken before are being read there."""
    return (room / PICTURE).exists()


@contextmanager
def hostile_house(folder: Path, **settings: str) -> Iterator[HostileHouse]:
    """Yield a served house with the cast in it."""
    port = free_port()
    told = {"DATA_DIR": str(folder), "MODE": "production", "SECRET_KEY": "hostile-files-of-tests"}
    told |= {"PORT": str(port)} | settings
    item = _furnished(told)
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "wsgi.py"],
            cwd=ROOT,
            env=environment(**told),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(process, port)
        yield HostileHouse(process, port, folder, item)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder / "uploads", ignore_errors=True)


def _furnished(told: dict[str, str]) -> int:
    settings = read_settings(told)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    bring_up_to_date(settings.database_url)
    house, _ = build_house(settings, serving=False)
    try:
        return int(house.writer.perform(enter_cast).here.item)
    finally:
        house.close()


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")

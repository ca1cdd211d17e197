"""The real program in its own process: started, killed and started again on the same data."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from documents.models import Version, VersionState
from foundation.database import Database, open_database
from meetings.agendas.models import Meeting
from meetings.permissions import MeetingState
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
OUTAGE_BETWEEN = 0.02


class Site:
    """The program at one address with its own data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        self._process: subprocess.Popen[bytes] | None = None
        self._database: Database | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TZ")}
        environment |= {"DATA_DIR": str(self.folder / "data"), "PORT": str(self.port)}
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "wsgi.py"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self._answers, within=60)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Let there be no server for a while, and one again whatever happens meanwhile."""
        self.kill()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let it take connections and answer nothing, as a network does that swallows all."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """End it, with every process it started."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(10)
        if self._database:
            self._database.dispose()

    def wait_until_read(self) -> None:
        """Wait until the demonstration's papers are read and its past session is closed."""

        def read() -> bool:
            with self.session() as session:
                finished = Version.state.in_((VersionState.READY, VersionState.FAILED))
                waiting = session.scalar(select(func.count(Version.id)).where(~finished))
                closed = select(Meeting.id).where(Meeting.state == MeetingState.CLOSED)
                return waiting == 0 and session.scalar(closed.limit(1)) is not None

        wait_for(read, within=90)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Look into the database."""
        if self._database is None:
            self._database = open_database(f"sqlite:///{self.folder / 'data' / 'phien.sqlite3'}")
        with self._database.session() as session:
            yield session

    def all(self, query: Any) -> list[Any]:
        """Return what the database has."""
        with self.session() as session:
            return list(session.scalars(query))

    def complaints(self) -> str:
        """Return what the program has written since it began, but its greeting."""
        written = self.log.read_text()
        return written if "Traceback" in written or " ERROR " in written else ""

    def _answers(self) -> bool:
        assert self._process
        assert self._process.poll() is None, self.log.read_text()
        try:
            return requests.get(self.address + "/sign-in", timeout=2).ok
        except requests.ConnectionError:
            return False


def wait_for(true: Callable[[], bool], within: float) -> None:
    """Wait until something holds that no page shows."""
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until, f"not after {within} s: {true}"
        time.sleep(OUTAGE_BETWEEN)

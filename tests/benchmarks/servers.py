"""The two servers of a benchmark: the real program and the plain peer, on free ports."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.furnishing import Commune, furnish, house_environment
from tests.benchmarks.processes import ROOT, environment, last_line
from tests.ports import free_port

STARTING_SECONDS = 40.0
ENDING_SECONDS = 10.0


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    port: int
    process: int


@dataclass(frozen=True)
class Pair:
    """The real program and the peer, over one commune."""

    commune: Commune
    ours: Server
    plain: Server


@contextmanager
def pair(seats: int) -> Iterator[Pair]:
    """Yield both servers, with so many people who may join."""
    with TemporaryDirectory(prefix="phien-bench-") as folder, ExitStack() as opened:
        data = Path(folder) / "data"
        commune = furnish(data, seats)
        ours = opened.enter_context(_real(data))
        plain = opened.enter_context(_plain(commune))
        yield Pair(commune, ours, plain)


@contextmanager
def beating(seats: int) -> Iterator[tuple[Commune, Server, Path]]:
    """Yield the real program alone, and where it notes how late its loop is."""
    with TemporaryDirectory(prefix="phien-bench-") as folder, ExitStack() as opened:
        data = Path(folder) / "data"
        commune, beats = furnish(data, seats), Path(folder) / "beats"
        program = ["-m", "tests.benchmarks.beating", str(beats)]
        port = free_port()
        settings = house_environment(data) | {"PORT": str(port), "PAPER_WORKERS": "1"}
        yield commune, opened.enter_context(_running(program, settings, port, data / "log")), beats


def _real(data: Path) -> AbstractContextManager[Server]:
    port = free_port()
    settings = house_environment(data) | {"PORT": str(port), "PAPER_WORKERS": "1"}
    return _running(["wsgi.py"], settings, port, data / "log.txt")


def _plain(commune: Commune) -> AbstractContextManager[Server]:
    port = free_port()
    said = ["-m", "tests.benchmarks.echo", str(port), str(commune.sample), str(commune.picture)]
    return _running(said, {}, port, commune.sample.with_suffix(".log"))


@contextmanager
def _running(
    arguments: list[str], settings: dict[str, str], port: int, log: Path
) -> Iterator[Server]:
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        _wait_for(process, port, log)
        yield Server(port, process.pid)
    finally:
        _end(process)


def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"a server did not start: {last_line(log.read_text())}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

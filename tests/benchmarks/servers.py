"""The servers of a benchmark: the real program and its peers, on free ports."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from tests.benchmarks.crowd import pin
from tests.benchmarks.furnishing import Commune, furnish, house_environment
from tests.benchmarks.natives import NATIVE, built, node
from tests.benchmarks.processes import ROOT, environment, last_line
from tests.ports import free_port

STARTING_SECONDS = 40.0
ENDING_SECONDS = 10.0
SERVERS_CORE = 0
"""The load generator has the other one."""


@dataclass(frozen=True)
class Server:
    """A server that answers, in one process or several."""

    port: int
    process: int
    beats: Path | None = None
    """Where it notes how late its loop is, if it does."""
    others: tuple[int, ...] = ()
    """The other processes that serve behind the same port, or for them."""

    @property
    def processes(self) -> tuple[int, ...]:
        """Return every process of it."""
        return self.process, *self.others


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


@dataclass(frozen=True)
class Stage:
    """The real program and peers that tell the same to as many, each on the servers' core."""

    commune: Commune
    folder: Path
    servers: dict[str, Server]
    pinned: bool = True
    """Whether servers and crowd have a core each; otherwise all have all of them."""


@contextmanager
def stage(seats: int, *names: str, pinned: bool = True) -> Iterator[Stage]:
    """Yield the servers of these names, as far as they can be had here; see `_PEERS`."""
    with TemporaryDirectory(prefix="phien-bench-") as name, ExitStack() as opened:
        folder = Path(name)
        commune = furnish(folder / "data", seats)
        shown = Stage(commune, folder, {}, pinned)
        for wanted in names:
            server = opened.enter_context(restarted(shown, wanted))
            if server is not None:
                shown.servers[wanted] = server
        yield shown


@contextmanager
def restarted(shown: Stage, name: str) -> Iterator[Server | None]:
    """Yield a server that has just started; None where it cannot be had here."""
    running = _PEERS[name](shown)
    if running is None:
        yield None
        return
    with running as server:
        if shown.pinned:
            pin(server.process, SERVERS_CORE)
        yield server


@contextmanager
def real(data: Path, *, pinned: bool = True, **more: str) -> Iterator[Server]:
    """Yield the real program over what was furnished in `data`, with a heart that is heard."""
    port = free_port()
    settings = house_environment(data) | {"PORT": str(port), "PAPER_WORKERS": "1"} | more
    beats, log = data / f"beats-{port}", data / f"log-{port}.txt"
    beats.touch()
    command = [sys.executable, "-m", "tests.benchmarks.beating", str(beats)]
    with _running(command, settings, port, log, SERVERS_CORE if pinned else None) as server:
        yield replace(server, beats=beats)


@contextmanager
def beating(seats: int) -> Iterator[tuple[Commune, Server, Path]]:
    """Yield the real program alone, and where it notes how late its loop is."""
    with TemporaryDirectory(prefix="phien-bench-") as folder, ExitStack() as opened:
        data = Path(folder) / "data"
        commune, beats = furnish(data, seats), Path(folder) / "beats"
        program = [sys.executable, "-m", "tests.benchmarks.beating", str(beats)]
        port = free_port()
        settings = house_environment(data) | {"PORT": str(port), "PAPER_WORKERS": "1"}
        yield commune, opened.enter_context(_running(program, settings, port, data / "log")), beats


def _real(data: Path) -> AbstractContextManager[Server]:
    port = free_port()
    settings = house_environment(data) | {"PORT": str(port), "PAPER_WORKERS": "1"}
    return _running([sys.executable, "wsgi.py"], settings, port, data / "log.txt")


def _plain(commune: Commune, *more: str) -> AbstractContextManager[Server]:
    port = free_port()
    said = [str(port), str(commune.sample), str(commune.picture), *more]
    command = [sys.executable, "-m", "tests.benchmarks.echo", *said]
    return _running(command, {}, port, commune.sample.with_suffix(".log"))


def _naive(shown: Stage) -> AbstractContextManager[Server]:
    return _plain(shown.commune, str(shown.folder / "naive.sqlite3"))


def _node(shown: Stage) -> AbstractContextManager[Server] | None:
    program, port = node(), free_port()
    if program is None:
        return None
    command = [program, str(NATIVE / "broadcast_node.mjs"), str(port), str(shown.commune.sample)]
    return _running(command, {}, port, shown.folder / "node.log")


def _in_c(shown: Stage) -> AbstractContextManager[Server]:
    port, fact = free_port(), shown.folder / "fact.txt"
    text = orjson.dumps(["facts", [orjson.loads(shown.commune.sample.read_bytes())]]).decode()
    fact.write_text("42" + text.replace("%", "%%").replace('"sample-0"', '"%s"'))
    command = [str(built("broadcast")), str(port), str(fact)]
    return _running(command, {}, port, shown.folder / "c.log")


OURS, PLAIN, NAIVE, NODE, IN_C = "ours", "plain Flask-SocketIO", "naive", "Node socket.io", "C"
_PEERS: dict[str, Callable[[Stage], AbstractContextManager[Server] | None]] = {
    OURS: lambda shown: real(shown.folder / "data", pinned=shown.pinned),
    PLAIN: lambda shown: _plain(shown.commune),
    NAIVE: _naive,
    NODE: _node,
    IN_C: _in_c,
}


@contextmanager
def _running(
    command: list[str], settings: dict[str, str], port: int, log: Path, core: int | None = None
) -> Iterator[Server]:
    with log.open("ab") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(**settings),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    if core is not None:
        pin(process.pid, core)
    try:
        wait_for(process, port, log)
        yield Server(port, process.pid)
    finally:
        _end(process)


def wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path | None = None) -> None:
    """Wait until a program answers on its port; raises RuntimeError where it ends before."""
    until = time.monotonic() + STARTING_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > until:
            why = last_line(log.read_text()) if log else "no word"
            raise RuntimeError(f"a server did not start: {why}")
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

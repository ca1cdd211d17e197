"""Hostile files: bombs, loops and lies uploaded to the real program, and who waits meanwhile."""

import hashlib
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.benchmarks.figures import Figure, Target
from tests.benchmarks.showing import say
from tests.documents.hostile_house import Clock, Ended, HostileHouse, hostile_house
from tests.documents.made_hostile_files import fuzzed, hostile_files
from tests.documents.made_papers import text_paper

NAME = "hostile"
TITLE = "bombs and odd files uploaded to the real program"
FUZZED = 200
PAGE_SECONDS = 10.0
LATEST_PING_MS = 500.0
OFFICE = (".docx", ".docm", ".xlsx", ".rtf", ".doc", ".odt")
BETWEEN_NEIGHBOURS = 2.0


class Neighbour:
    """Somebody who uploads a good paper again and again."""

    def __init__(self, house: HostileHouse) -> None:
        self.worst, self.count = 0.0, 0
        self._house, self._secretary = house, house.another_secretary()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let the last paper be read."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(BETWEEN_NEIGHBOURS):
            began = time.monotonic()
            content = text_paper(1) + b"%% %d" % self.count
            self._house.welcome.add(hashlib.sha256(content).hexdigest())
            paper = self._secretary.upload(content, "good.pdf").json()["id"]
            self._secretary.read(paper, 120)
            self._secretary.remove(paper)
            self.worst, self.count = max(self.worst, time.monotonic() - began), self.count + 1


def measure() -> list[Figure]:
    """Upload every file, one after the other."""
    with (
        tempfile.TemporaryDirectory(prefix="phien-bench-") as folder,
        hostile_house(Path(folder) / "data") as house,
    ):
        neighbour, clock = Neighbour(house), Clock(house.port)
        ended = [house.meets(hostile) for hostile in chain(hostile_files(), fuzzed(FUZZED))]
        told, alive = clock.stop(), house.alive
        neighbour.stop()
    for each in ended:
        if each.end not in each.hostile.ends or each.left_behind:
            say(f"  {each.hostile.what}: {each.end}, left behind: {len(each.left_behind)} files")
    figures = list(_figures(ended))
    figures.append(_value("a ping meanwhile, worst", told["worst"] * 1000, "ms", LATEST_PING_MS))
    figures.append(_value("pings that failed", told["faults"], "pings", 0))
    figures.append(_value("deaths of the web process", float(not alive), "deaths", 0))
    figures.append(_value("a neighbour's good paper, read after, worst", neighbour.worst, "s"))
    return figures


def _figures(ended: list[Ended]) -> Iterator[Figure]:
    office = [each for each in ended if each.hostile.name.endswith(OFFICE)]
    others = [each for each in ended if each not in office]
    wrong = [each for each in ended if each.end not in each.hostile.ends]
    left = [each for each in ended if each.left_behind]
    slowest = max(others, key=_a_page)
    longest = max(office, key=lambda each: each.answered)
    yield _value("files", len(ended), "files")
    yield _value("files that ended otherwise than they may", len(wrong), "files", 0)
    yield _value("refused files that left something", len(left), "files", 0)
    yield _value(f"worst a page ({slowest.hostile.what})", _a_page(slowest), "s", PAGE_SECONDS)
    yield _value(f"worst Office file ({longest.hostile.what})", longest.answered, "s")


def _a_page(ended: Ended) -> float:
    return ended.read / max(1, ended.pages)


def _value(name: str, value: float, unit: str, most: float | None = None) -> Figure:
    target = None if most is None else Target("<=", most, "value")
    return Figure(benchmark=NAME, name=name, value=value, unit=unit, rounds=1, target=target)

"""The reader beside pdf.js: the same pack of 500 pages in the same Chromium, in the same rounds."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from playwright.sync_api import Browser

from tests.benchmarks.figures import Figure, Peer, Target, interleaved
from tests.benchmarks.reader import visits
from tests.benchmarks.reader.contestants import Contestant, contestants

NAME = "reader"
TITLE = "500 pages on a tablet of 800x1280 @2 with a slow processor, beside pdf.js's viewer"
ROUNDS = 3
T = TypeVar("T")
Found = Mapping[str, Sequence[T]]


def measure() -> list[Figure]:
    """Measure both; without a way to pdf.js, ours alone."""
    with contestants() as readers:
        with visits.chromium() as browser:
            found = [*_lines(browser, readers), *_reading(browser, readers)]
            found += [*_weighed(browser, readers), *_alone(browser, readers[0])]
        return [*found, *_memory(readers)]


def _both(
    readers: Sequence[Contestant], look: Callable[[Contestant], T], rounds: int = ROUNDS
) -> Found[T]:
    return interleaved({each.name: partial(look, each) for each in readers}, rounds)


def _figure(
    name: str, unit: str, found: Found[float], limit: float | None, *, ratio: bool = False
) -> Figure:
    ours, *peers = found
    return Figure(
        benchmark=NAME,
        name=name,
        value=statistics.median(found[ours]),
        unit=unit,
        rounds=len(found[ours]),
        peer=Peer(peers[0], statistics.median(found[peers[0]])) if peers else None,
        target=Target("<=", limit, "ratio" if ratio else "value") if limit is not None else None,
    )


def _of(found: Found[Mapping[str, float]], key: str) -> Found[float]:
    return {name: [each[key] for each in rounds] for name, rounds in found.items()}


def _lines(browser: Browser, readers: Sequence[Contestant]) -> Iterator[Figure]:
    for line in (visits.FAST_3G, visits.SLOW_3G):
        found = _both(readers, lambda who, line=line: visits.first_page(browser, who, line))
        yield _figure(f"first page, {line.name}", "s", found, line.target_s)


def _reading(browser: Browser, readers: Sequence[Contestant]) -> Iterator[Figure]:
    found = _both(readers, lambda who: visits.reading(browser, who))
    yield _figure("next page p95", "ms", _of(found, "next"), 100)
    yield _figure("next page p95 beside pdf.js", "ms", _of(found, "next"), 0.5, ratio=True)
    yield _figure("blank frames at 3,000 px/s", "%", _of(found, "blank"), 0)
    yield _figure("frames later than 34 ms", "%", _of(found, "late"), None)


def _weighed(browser: Browser, readers: Sequence[Contestant]) -> Iterator[Figure]:
    found = _both(readers, lambda who: visits.weight(browser, who), 1)
    yield _figure("scripts and styles over the line", "KB", found, 45)


def _alone(browser: Browser, ours: Contestant) -> Iterator[Figure]:
    ink = _both([ours], lambda who: visits.wet_ink(browser, who))
    yield _figure("pen to wet ink p95, script", "ms", ink, 2)
    away = _both([ours], lambda who: visits.off_line(browser, who))
    yield _figure("first page off line", "s", _of(away, "first"), 0.7)
    yield _figure("anything readable after a jump off line, p95", "ms", _of(away, "jump"), 100)
    yield _figure("500 pages on the device", "MiB", _of(away, "kept"), 50)


def _memory(readers: Sequence[Contestant]) -> Iterator[Figure]:
    found = _both(readers, visits.memory, 1)
    yield _figure("the page's process after 100 pages, low-end mode", "MiB", found, 300)

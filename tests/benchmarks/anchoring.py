"""Anchoring: what stood on a paragraph of one version, carried to the right one of the next.

Only what is sure counts as carried, as in life. Beside it stand two plain ways: equal texts by
their hash, and difflib.
"""

import difflib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from documents.matching import Match, Passage, Rung, match, split_marker
from documents.paragraphs import assemble
from documents.pdf import Paper, pymupdf
from tests.benchmarks.figures import Figure, Peer, Target, interleaved, median_of
from tests.benchmarks.papers import DEMONSTRATION, real_papers
from tests.benchmarks.paragraphs import LEAST_LETTERS, _convert, _sample

NAME = "anchoring"
TITLE = "what was said, carried to the next version of a paper"
SEEDS = 10
TIMED = 3
PAGES = {100: 0.997, 500: 0.997}
REAL_RIGHT = 0.99
WRONG = 0.002
SECONDS = 1.0
FEWEST_PARAGRAPHS = 20
"""A shorter paper says nothing of shares."""
FEWEST_ARTICLES = 4
"""Some are moved; a paper that is all one has nowhere to move them."""

Way = Callable[[Sequence[Passage], Sequence[Passage]], list[Match]]


def measure() -> list[Figure]:
    """Measure generated packs, then edits of real texts, then the time."""
    made = _made_packs()
    figures: list[Figure] = []
    for pages, right in PAGES.items():
        packs = [made.Pack(pages, seed) for seed in range(SEEDS)]
        name = f"{pages} pages, {SEEDS} packs"
        figures += _shares(name, packs, made.numbered, right)
    texts = [text for text in _real_texts() if _has_parts(made.Pack.of(text, 0))]
    packs = [made.Pack.of(text, seed) for text in texts for seed in range(SEEDS)]
    name = f"{len(texts)} real texts, {SEEDS} edits of each"
    figures += _shares(name, packs, made.as_printed, REAL_RIGHT)
    return [*figures, _speed(made)]


def carried(old: Sequence[Passage], new: Sequence[Passage]) -> list[Match]:
    """Return the matches by which things are carried: the sure ones."""
    return [each if each.sure else _nowhere(each.old) for each in match(old, new)]


def by_hash(old: Sequence[Passage], new: Sequence[Passage]) -> list[Match]:
    """Return where the same text stands, the first of them."""
    places: dict[str, int] = {}
    for index, passage in enumerate(new):
        places.setdefault(_said(passage), index)
    found = ((index, places.get(_said(passage))) for index, passage in enumerate(old))
    return [_found(index, there) for index, there in found]


def by_difflib(old: Sequence[Passage], new: Sequence[Passage]) -> list[Match]:
    """Return what difflib keeps, and what it replaces one for one."""
    ours, theirs = [_said(each) for each in old], [_said(each) for each in new]
    places: dict[int, int] = {}
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, ours, theirs, False).get_opcodes():
        if tag == "equal" or (tag == "replace" and i_end - i == j_end - j):
            places.update(zip(range(i, i_end), range(j, j_end), strict=True))
    return [_found(index, places.get(index)) for index in range(len(old))]


def _shares(name: str, packs: Sequence[Any], number: Any, target: float) -> list[Figure]:
    pairs = [(number(pack.articles), number(pack.next_version())) for pack in packs]
    ways: dict[str, Way] = {"ours": carried, "content hash": by_hash, "difflib": by_difflib}
    found = {way: _tally(pairs, how) for way, how in ways.items()}
    right, wrong = found["ours"]
    figures = [
        _figure(f"{name}: right", right, Peer(way, found[way][0]), Target(">=", target, "value"))
        for way in ("content hash", "difflib")
    ]
    return [
        *figures,
        _figure(
            f"{name}: in a wrong place",
            wrong,
            Peer("difflib", found["difflib"][1]),
            Target("<=", WRONG, "value"),
        ),
    ]


def _figure(name: str, value: float, peer: Peer, target: Target) -> Figure:
    return Figure(
        benchmark=NAME, name=name, value=value, unit="share", rounds=1, peer=peer, target=target
    )


def _tally(pairs: Sequence[Any], how: Way) -> tuple[float, float]:
    """Return which share came to the right place, and which to a wrong one."""
    right = wrong = total = 0
    for (old_units, old), (new_units, new) in pairs:
        tally, _ = _made_packs().judged(how(old, new), old_units, new_units)
        right, wrong, total = right + tally.right, wrong + tally.wrong, total + tally.total
    return right / total, wrong / total


def _speed(made: Any) -> Figure:
    pack = made.Pack(500, 0)
    (_, old), (_, new) = made.numbered(pack.articles), made.numbered(pack.next_version())
    found = interleaved(
        {
            "ours": lambda: _seconds(lambda: carried(old, new)),
            "difflib": lambda: _seconds(lambda: by_difflib(old, new)),
        },
        TIMED,
    )
    ours, peer = (median_of(found[name], lambda seconds: seconds) for name in ("ours", "difflib"))
    return Figure(
        benchmark=NAME,
        name=f"500 pages ({len(old)} paragraphs): CPU",
        value=ours,
        unit="s",
        rounds=TIMED,
        peer=Peer("difflib", peer),
        target=Target("<=", SECONDS, "value"),
    )


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _real_texts() -> Iterator[list[Passage]]:
    """Yield the paragraphs of the demonstration, of real papers, and of Word files."""
    yield from _texts_in(DEMONSTRATION)
    folder, converter = real_papers(), shutil.which("soffice")
    if folder:
        yield from _texts_in(folder)
    if folder and converter and (folder / "word").is_dir():
        with tempfile.TemporaryDirectory(prefix="phien-bench-") as made:
            _convert(converter, Path(made), "pdf", _sample(folder / "word"))
            yield from _texts_in(Path(made))


def _texts_in(folder: Path) -> Iterator[list[Passage]]:
    for path in sorted(folder.glob("*.pdf")):
        if _lettered(path):
            paper = Paper(path)
            pages = range(1, paper.count_pages() + 1)
            found = assemble([paper.page(number).content() for number in pages])
            paper.close()
            if len(found) >= FEWEST_PARAGRAPHS:
                yield [Passage(each.kind, each.text, each.address) for each in found]


def _lettered(path: Path) -> bool:
    with pymupdf.open(path) as document:
        return all(
            len(page.get_text()) >= LEAST_LETTERS
            for page in document.pages(0, min(2, document.page_count))
        )


def _has_parts(pack: Any) -> bool:
    return len(pack.articles) >= FEWEST_ARTICLES


def _said(passage: Passage) -> str:
    _, said = split_marker(passage.kind, passage.text)
    return " ".join(said.lower().split())


def _found(index: int, there: int | None) -> Match:
    return _nowhere(index) if there is None else Match(index, there, Rung.SAME, 100.0)


def _nowhere(index: int) -> Match:
    return Match(index, None, Rung.NOT_PLACED, 0.0)


def _made_packs() -> Any:
    """Return what makes the packs of the tests."""
    return import_module("tests.documents.made_packs")

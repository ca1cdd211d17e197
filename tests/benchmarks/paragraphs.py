"""Paragraphs: processor time beside MuPDF's blocks; how many of Word's own are found."""

import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from documents.paragraphs import assemble
from documents.pdf import Paper, pymupdf
from tests.benchmarks.figures import Figure, Peer, Target, interleaved, median_of
from tests.benchmarks.papers import Pack, packs, real_papers

NAME = "paragraphs"
TITLE = "paragraphs of pages, and of Word files against Word's own"
ROUNDS = 3
SAMPLE = 12
LEGACY = "tcvn3-"
CONVERSION_SECONDS = 90
MOST_PAGES = 60
LEAST_LETTERS = 200
"""A page that says less is a scan: nothing is cut into paragraphs there."""


@dataclass(frozen=True)
class Found:
    """What was found of what was meant."""

    text: int
    rows: int
    made: int


@dataclass(frozen=True)
class Truth:
    """One Word file: what MuPDF and we found, and what it means."""

    ours: Found
    blocks: Found
    text: int
    rows: int


def measure() -> list[Figure]:
    """Measure the time on every pack, and the finds where there are Word files."""
    figures = [_speed(pack) for pack in packs()]
    folder, converter = real_papers(), shutil.which("soffice")
    if folder and converter and (folder / "word").is_dir():
        figures += _finds(_sample(folder / "word"), converter)
    return figures


def _speed(pack: Pack) -> Figure:
    files = [(path, pages) for path in pack.files if (pages := _lettered(path))]
    count = sum(len(pages) for _, pages in files)
    found = interleaved(
        {
            "ours": lambda: _cpu(lambda: _assembled(files)),
            "blocks": lambda: _cpu(lambda: _blocks(files)),
        },
        ROUNDS,
    )
    ours, blocks = (median_of(found[name], lambda ms: ms / count) for name in ("ours", "blocks"))
    return Figure(
        benchmark=NAME,
        name=f"{pack.name} ({count} pages): CPU a page",
        value=ours,
        unit="ms",
        rounds=ROUNDS,
        peer=Peer("MuPDF blocks", blocks),
    )


def _lettered(path: Path) -> list[int]:
    """Return the first pages, from 1, that are more than pictures."""
    with pymupdf.open(path) as document:
        return [
            page.number + 1
            for page in document.pages(0, min(MOST_PAGES, document.page_count))
            if len(page.get_text()) >= LEAST_LETTERS
        ]


def _cpu(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _assembled(files: list[tuple[Path, list[int]]]) -> None:
    for path, pages in files:
        paper = Paper(path)
        assemble([paper.page(number).content() for number in pages])
        paper.close()


def _blocks(files: list[tuple[Path, list[int]]]) -> None:
    for path, pages in files:
        with pymupdf.open(path) as document:
            for number in pages:
                document[number - 1].get_text("blocks")


def _sample(folder: Path) -> list[Path]:
    files = [path for path in sorted(folder.glob("*.doc")) if not path.stem.startswith(LEGACY)]
    return files[:: max(1, len(files) // SAMPLE)][:SAMPLE]


def _finds(files: list[Path], converter: str) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="phien-bench-") as folder:
        for form in ("pdf", "docx"):
            _convert(converter, Path(folder), form, files)
        truths = [_truth(Path(folder, path.stem)) for path in files]
    return list(_shares(truths))


def _convert(converter: str, folder: Path, form: str, files: list[Path]) -> None:
    command = [converter, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", form, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=CONVERSION_SECONDS)


def _truth(stem: Path) -> Truth:
    pdf, docx = stem.with_suffix(".pdf"), stem.with_suffix(".docx")
    words = _word_files()
    ours = words.found_in(pdf)
    meant = words.units_of(docx, ours)
    blocks = _blocks_in(pdf)
    return Truth(
        ours=_matched(ours, meant),
        blocks=_matched(blocks, words.units_of(docx, blocks)),
        text=sum(kind == "text" for kind, _ in meant),
        rows=sum(kind == "row" for kind, _ in meant),
    )


def _word_files() -> Any:
    """Return what the tests read Word files with; it is imported only where there are some."""
    return import_module("tests.documents.test_paragraphs_of_word_files")


def _blocks_in(path: Path) -> Counter[str]:
    with pymupdf.open(path) as document:
        texts = [block[4] for page in document for block in page.get_text("blocks")]
    return Counter(filter(None, map(_word_files().normal, texts)))


def _matched(found: Counter[str], meant: list[tuple[str, str]]) -> Found:
    made, matched = found.total(), Counter[str]()
    left = found.copy()
    for kind, text in meant:
        if left[text] > 0:
            left[text] -= 1
            matched[kind] += 1
    return Found(matched["text"], matched["row"], made)


def _shares(truths: list[Truth]) -> Iterator[Figure]:
    units = sum(truth.text + truth.rows for truth in truths)
    rows = sum(truth.rows for truth in truths)

    def share(name: str, of: Callable[[list[Found]], float], target: float) -> Figure:
        return Figure(
            benchmark=NAME,
            name=f"{len(truths)} Word files: {name}",
            value=of([truth.ours for truth in truths]),
            unit="share",
            rounds=1,
            peer=Peer("MuPDF blocks", of([truth.blocks for truth in truths])),
            target=Target(">=", target, "value"),
        )

    yield share("recall", lambda all_: sum(f.text + f.rows for f in all_) / units, 0.96)
    yield share(
        "precision",
        lambda all_: sum(f.text + f.rows for f in all_) / sum(f.made for f in all_),
        0.95,
    )
    if rows:
        yield share("table rows", lambda all_: sum(f.rows for f in all_) / rows, 0.90)

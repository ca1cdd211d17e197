"""Scans read: how many characters are wrong against the Word file of the same text, and the CPU.

Needs PAPERS_DIR with pairs of a scan and a Word file. Both texts are brought to NFC, white space
and rows of dots to one sign each, and aligned as a whole. What one of them alone has for 25
characters or more (letterhead, receivers, a title worded otherwise) is no error of reading.
"""

import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from documents.derived import Derived
from documents.making import PageMaking
from documents.paragraphs import Kind, PageContent, assemble
from documents.pdf import Paper
from documents.recognition.background import BELIEVED
from documents.recognition.tesseract import LANGUAGE, PROGRAM, recognise, recogniser
from documents.recognition.work import judge, keep, straighten
from tests.benchmarks.figures import Figure, Peer, Target
from tests.benchmarks.papers import real_papers, sampled

NAME = "recognition"
TITLE = "the text of scanned pages"
SCAN = "-scan.pdf"
MOST_PAGES = 8
"""Of each pair, spread over it; ALL_PAGES=1 reads every one."""
PLAIN_DENSITY = 300
FOREIGN = 25
BRIDGE = 4
LIKE = 92.0
"""How like a Word paragraph a unit must be to be that one: letters read wrong are counted above."""
CONVERSION_SECONDS = 120
DOTS = re.compile(r"[.…]{2,}|…")


@dataclass(frozen=True)
class Read:
    """One page read: its text, its content where there is one, and the CPU it took."""

    text: str
    content: PageContent | None
    seconds: float


@dataclass(frozen=True)
class Count:
    """Characters of the true text that were aligned, and how many were wrong."""

    wrong: int
    aligned: int


def measure() -> list[Figure]:
    """Measure both ways on a sample of every pair there is."""
    folder, program = real_papers(), recogniser()
    if folder is None or program is None or shutil.which("soffice") is None:
        return []
    pairs = sorted(path for path in folder.glob(f"*{SCAN}") if _word_file(path).exists())
    found = [_measured(path) for path in pairs]
    return list(_figures(found)) if found else []


@dataclass(frozen=True)
class Measured:
    """One pair: what was counted, how long each page took and which units were found."""

    ours: Count
    plain: Count
    seconds: list[float]
    plain_seconds: list[float]
    units: int
    exact: int


def _measured(scan: Path) -> Measured:
    with tempfile.TemporaryDirectory(prefix="phien-bench-") as folder:
        truth = _truth(_word_file(scan), Path(folder))
        paper = Paper(scan)
        count = paper.count_pages()
        pages = sampled(count, count if "ALL_PAGES" in os.environ else MOST_PAGES)
        ours = [_ours(paper, page, Path(folder)) for page in pages]
        plain = [_plain(paper, page, Path(folder)) for page in pages]
        paper.close()
    texts, units = _assembled([read.content for read in ours if read.content])
    lines = [line for line in map(normal, truth.splitlines()) if line]
    exact = sum(_found(unit, lines) for unit in units)
    whole = normal(truth)
    return Measured(
        wrong_in(normal(texts), whole),
        wrong_in(normal("\n".join(read.text for read in plain)), whole),
        [read.seconds for read in ours],
        [read.seconds for read in plain],
        len(units),
        exact,
    )


def normal(text: str) -> str:
    """Return a text as it is compared."""
    composed = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace(" | ", " "))
    return " ".join(DOTS.sub("…", composed).split())


def wrong_in(read: str, truth: str) -> Count:
    """Count the wrong characters in what both texts have."""
    wrong = aligned = 0
    for tag, here, there, edits in _stretches(truth, read):
        if tag == "equal":
            aligned += here
        elif edits < FOREIGN or abs(here - there) < FOREIGN:
            wrong += edits
            aligned += here
    return Count(wrong, aligned)


def _stretches(truth: str, read: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield equal and unequal stretches: their lengths in both texts, and the edits between.

    A few equal letters by chance do not end what is unequal.
    """
    here = there = edits = 0
    for op in Levenshtein.opcodes(truth, read):
        length, other = op.src_end - op.src_start, op.dest_end - op.dest_start
        if op.tag == "equal" and (not edits or length > BRIDGE):
            if edits:
                yield "other", here, there, edits
            here = there = edits = 0
            yield "equal", length, other, 0
            continue
        here, there = here + length, there + other
        edits += 0 if op.tag == "equal" else max(length, other)
    if edits:
        yield "other", here, there, edits


def _ours(paper: Paper, page: int, folder: Path) -> Read:
    scratch = Path(tempfile.mkdtemp(dir=folder))
    derived = Derived(scratch / "derived", "bench")
    began = _used()
    making = PageMaking(paper, page, derived)
    told = straighten(making, None, scratch)
    found = [_recognised(told, scratch)]
    if found[0][0] < BELIEVED:
        told = straighten(making, (told["turn"] + 180) % 360, scratch)
        found.append(_recognised(told, scratch))
    keep(making, max(found)[1], scratch)
    seconds = _used() - began
    return Read("", PageMaking(paper, page, derived).recognised, seconds)


def _recognised(told: dict[str, object], scratch: Path) -> tuple[float, int]:
    program = recogniser()
    assert program is not None
    recognise(program, scratch, int(str(told["density"])), spread=bool(told["spread"]), private=())
    turn = int(str(told["turn"]))
    return float(judge(turn, scratch)["sure"]), turn


def _plain(paper: Paper, page: int, folder: Path) -> Read:
    """Read a page as anybody would: drawn finely in grey, given to Tesseract, its text taken."""
    from PIL import Image

    began = _used()
    open_page = paper.page(page)
    raster = open_page.raster(round(open_page.width / 72 * PLAIN_DENSITY), colour=False)
    picture, written = folder / "plain.png", folder / "plain"
    Image.fromarray(raster).save(picture, compress_level=1)
    command = [PROGRAM, str(picture), str(written), "-l", LANGUAGE, "--dpi", str(PLAIN_DENSITY)]
    one_thread = os.environ | {"OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, env=one_thread, check=True, capture_output=True)
    seconds = _used() - began
    return Read(written.with_suffix(".txt").read_text(), None, seconds)


def _assembled(contents: Sequence[PageContent]) -> tuple[str, list[str]]:
    found = [each for each in assemble(contents) if each.kind is not Kind.PAGE]
    return "\n".join(each.text for each in found), [each.text for each in found]


def _found(unit: str, lines: Sequence[str]) -> bool:
    """Say whether a unit is a Word paragraph, or each cell of a row one."""
    return all(
        process.extractOne(normal(cell), lines, scorer=fuzz.ratio, score_cutoff=LIKE)
        for cell in unit.split(" | ")
    )


def _truth(word: Path, folder: Path) -> str:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=CONVERSION_SECONDS)
    return (folder / word.name).with_suffix(".txt").read_text()


def _word_file(scan: Path) -> Path:
    return scan.with_name(scan.name.removesuffix(SCAN) + ".doc")


def _used() -> float:
    """Return the CPU seconds of this process and of all that it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _figures(found: Sequence[Measured]) -> Iterator[Figure]:
    pages = sum(len(each.seconds) for each in found)
    label = f"{len(found)} pairs, {pages} pages"
    yield _figure(
        f"{label}: characters wrong",
        _share([each.ours for each in found]),
        "%",
        Peer("plain Tesseract, 300 dpi", _share([each.plain for each in found])),
        Target("<=", 1.5, "value"),
    )
    yield _figure(
        f"{label}: CPU a page",
        sum(sum(each.seconds) for each in found) / pages,
        "s",
        Peer("plain Tesseract, 300 dpi", sum(sum(each.plain_seconds) for each in found) / pages),
        Target("<=", 2.2, "value"),
    )
    units = sum(each.units for each in found)
    yield _figure(
        f"{label}: {units} units, each a Word paragraph but for letters read wrong",
        sum(each.exact for each in found) / units,
        "share",
        None,
        None,
    )


def _share(counts: Sequence[Count]) -> float:
    return 100 * sum(each.wrong for each in counts) / sum(each.aligned for each in counts)


def _figure(name: str, value: float, unit: str, peer: Peer | None, target: Target | None) -> Figure:
    return Figure(
        benchmark=NAME, name=name, value=value, unit=unit, rounds=1, peer=peer, target=target
    )

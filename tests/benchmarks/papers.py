"""The papers that are measured: the demonstration's, and real ones where PAPERS_DIR says."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents.pdf import pymupdf

DEMONSTRATION = Path(__file__).parents[2] / "deploy" / "demonstration" / "papers"
LONG_TEXT = DEMONSTRATION / "bao-cao-kinh-te-xa-hoi.pdf"
SHORT_TEXT = DEMONSTRATION / "bao-cao-tham-tra.pdf"
SCAN = DEMONSTRATION / "quyet-dinh-scan.pdf"
ALIKE = ("-v2",)
"""Papers that only repeat another one."""


@dataclass(frozen=True)
class Pack:
    """Papers of one origin."""

    name: str
    files: tuple[Path, ...]


def packs() -> Iterator[Pack]:
    """Yield the demonstration's papers, and the real ones if there are any."""
    yield Pack("demonstration", _files(DEMONSTRATION))
    real = real_papers()
    if real and (files := _files(real)):
        yield Pack("real", files)


def real_papers() -> Path | None:
    """Return the folder of real papers, if one is named."""
    folder = os.environ.get("PAPERS_DIR")
    return Path(folder) if folder else None


def repeated(path: Path, pages: int) -> bytes:
    """Return a paper of so many pages, the given one's over and over."""
    made = pymupdf.open()
    with pymupdf.open(path) as source:
        while made.page_count < pages:
            last = min(source.page_count, pages - made.page_count) - 1
            made.insert_pdf(source, to_page=last)
    content: bytes = made.tobytes(garbage=3, deflate=True)
    return content


def sampled(count: int, most: int) -> list[int]:
    """Return at most so many page numbers, from 1, spread over a paper."""
    step = max(1, -(-count // most))
    return list(range(1, count + 1, step))


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.glob("*.pdf")) if not path.stem.endswith(ALIKE))

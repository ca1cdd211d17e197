"""Pictures: processor time and bytes of a page as ours, as MuPDF's raster, as MuPDF's PNG.

The small rendition stands beside the lossy WebP that anybody would make of the page.
"""

import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from PIL import Image

from documents.derived import SMALL_WIDTH
from documents.pdf import Paper, pymupdf
from documents.rendering import JPEG, picture_of, small_picture_of
from tests.benchmarks.figures import Figure, Peer, Target, interleaved, median_of
from tests.benchmarks.papers import Pack, packs, sampled

NAME = "pictures"
TITLE = "one page as a picture, warm document, CPU ms and bytes"
WIDTHS = (1654, 1240)
ROUNDS = 3
PAGES_A_PAPER = 2
JPEG_QUALITY = 50
WEBP_QUALITY = 75
DEPTH = 24
"""Where a PNG says how many bits a pixel has."""
COLOURS = 8
"""Bits of a pixel where the page has colour."""


@dataclass(frozen=True)
class Drawn:
    """A picture and the processor time it took."""

    ms: float
    size: int


@dataclass(frozen=True)
class Page:
    """Medians of one page: ours and its peers'."""

    kind: str
    ours: Drawn
    raw: Drawn
    png: Drawn
    jpeg: int
    small: Drawn | None
    webp: Drawn | None


def measure() -> list[Figure]:
    """Measure the demonstration's papers, then the real ones."""
    return [figure for pack in packs() for width in WIDTHS for figure in _figures_of(pack, width)]


def _figures_of(pack: Pack, width: int) -> Iterator[Figure]:
    kinds: defaultdict[str, list[Page]] = defaultdict(list)
    for path in pack.files:
        for page in _pages_of(path, width):
            kinds[page.kind].append(page)
    for kind, pages in sorted(kinds.items(), reverse=True):
        label = f"{pack.name}, {kind} ({len(pages)} pages), {width} px"
        yield from _figures(label, pages, text=kind == "text", fine=width == max(WIDTHS))


def _figures(label: str, pages: list[Page], *, text: bool, fine: bool) -> Iterator[Figure]:
    """Yield medians over pages; the targets are for pages of text, the first for the fine ones."""

    def ms(peer: str, theirs: Callable[[Page], Drawn], target: Target) -> Figure:
        return Figure(
            benchmark=NAME,
            name=f"{label}: CPU",
            value=median(page.ours.ms for page in pages),
            unit="ms",
            rounds=ROUNDS,
            peer=Peer(peer, median(theirs(page).ms for page in pages)),
            target=target if text and fine else None,
        )

    def size(peer: str, theirs: Callable[[Page], int], target: Target) -> Figure:
        return Figure(
            benchmark=NAME,
            name=f"{label}: size",
            value=median(page.ours.size for page in pages) / 1024,
            unit="KiB",
            rounds=ROUNDS,
            peer=Peer(peer, median(theirs(page) for page in pages) / 1024),
            target=target if text and fine else None,
        )

    yield ms("MuPDF grey raster", lambda page: page.raw, Target("<=", 3))
    yield ms("MuPDF RGB PNG", lambda page: page.png, Target("<=", 1 / 8))
    yield size("MuPDF RGB PNG", lambda page: page.png.size, Target("<=", 1 / 4))
    yield size("grey JPEG 50", lambda page: page.jpeg, Target("<=", 1 / 3))
    yield from _small_figures(label, pages, text=text)


def _small_figures(label: str, pages: list[Page], *, text: bool) -> Iterator[Figure]:
    """Yield means over pages of the small rendition, where the width has one."""
    both = [(page.small, page.webp) for page in pages if page.small and page.webp]
    if not both:
        return
    size = mean(small.size for small, _ in both) / 1024
    peer = Peer("lossy WebP 75", mean(webp.size for _, webp in both) / 1024)
    for target in (Target("<=", 60, "value"), Target("<=", 0.35)):
        yield Figure(
            benchmark=NAME,
            name=f"{label}: small rendition, mean size",
            value=size,
            unit="KiB",
            rounds=1,
            peer=peer,
            target=target if text else None,
        )
    yield Figure(
        benchmark=NAME,
        name=f"{label}: small rendition, CPU in the background",
        value=median(small.ms for small, _ in both),
        unit="ms",
        rounds=1,
        peer=Peer("lossy WebP 75", median(webp.ms for _, webp in both)),
    )


def _pages_of(path: Path, width: int) -> Iterator[Page]:
    ours, theirs = Paper(path), pymupdf.open(path)
    try:
        for number in sampled(theirs.page_count, PAGES_A_PAPER):
            yield _measured(ours, theirs, number, width)
    finally:
        ours.close()
        theirs.close()


def _measured(ours: Paper, theirs: Any, number: int, width: int) -> Page:
    picture_of(ours.page(number), width)
    found = interleaved(
        {
            "ours": lambda: _drawn(lambda: picture_of(ours.page(number), width)[1]),
            "raw": lambda: _drawn(lambda: _pixmap(theirs, number, width, pymupdf.csGRAY).samples),
            "png": lambda: _drawn(
                lambda: _pixmap(theirs, number, width, pymupdf.csRGB).tobytes("png")
            ),
        },
        ROUNDS,
    )
    middle = {
        name: Drawn(median_of(drawn, lambda each: each.ms), drawn[0].size)
        for name, drawn in found.items()
    }
    media_type, picture = picture_of(ours.page(number), width)
    small = webp = None
    if width == SMALL_WIDTH:
        small = _drawn(lambda: small_picture_of(ours.page(number), width))
        webp = _drawn(lambda: _webp(theirs, number, width))
    return Page(
        _kind(media_type, picture),
        **middle,
        jpeg=_jpeg(theirs, number, width),
        small=small,
        webp=webp,
    )


def _drawn(draw: Callable[[], bytes]) -> Drawn:
    began = time.process_time()
    picture = draw()
    return Drawn((time.process_time() - began) * 1000, len(picture))


def _pixmap(document: Any, number: int, width: int, colours: Any) -> Any:
    page = document[number - 1]
    scale = width / page.rect.width
    return page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=colours, alpha=False)


def _jpeg(document: Any, number: int, width: int) -> int:
    grey = _pixmap(document, number, width, pymupdf.csGRAY)
    written = io.BytesIO()
    picture = Image.frombytes("L", (grey.width, grey.height), grey.samples)
    picture.save(written, "JPEG", quality=JPEG_QUALITY)
    return len(written.getvalue())


def _webp(document: Any, number: int, width: int) -> bytes:
    drawn = _pixmap(document, number, width, pymupdf.csRGB)
    written = io.BytesIO()
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    picture.save(written, "WEBP", quality=WEBP_QUALITY)
    return written.getvalue()


def _kind(media_type: str, picture: bytes) -> str:
    """Say what sort of page ours took it for."""
    if media_type == JPEG:
        return "photograph or scan"
    if picture[DEPTH] == COLOURS:
        return "seal or colour"
    return "text" if picture[DEPTH] == 2 else "black and white scan"

"""The number of a page put in its margin, where nothing is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from documents.copies.flattening import draw_over, own_names
from documents.copies.geometry import Box, Displayed
from documents.copies.lettering import BOLD, REGULAR, RESOURCE, face

Raster = NDArray[np.uint8]

WHITE = 238
"""Grey from which on paper counts as empty: scans are never quite white."""
NUMBER_SIZE, WORDS_SIZE = 10.0, 7.5
MARGIN, AIR = 15.0, 2.5
GROUND = "/PhienGround"
USUAL_WIDTH = 595.0
"""A page of this many points bears stamps of the usual size."""
LEAST, MOST = 0.6, 4.0
BETWEEN = 4.0


@dataclass(frozen=True)
class Stamp:
    """What is put on a page: its number, and words beside it."""

    number: str
    words: str


class Book(Protocol):
    """A file at work, and the letters that were embedded in it."""

    @property
    def file(self) -> Any:
        """The file."""
        ...

    @property
    def fonts(self) -> dict[str, Any]:
        """The fonts by weight."""
        ...

    @property
    def ground(self) -> Any:
        """What makes the ground of a stamp pale."""
        ...


def put(
    book: Book, page: Any, shown: Displayed, stamp: Stamp, picture: Raster | None, *, right: bool
) -> None:
    """Put a stamp on a page, at its right or left edge; `picture` is the page in grey, small."""
    scale = min(MOST, max(LEAST, min(shown.width, shown.height) / USUAL_WIDTH))
    number, words = face(BOLD).fitted(stamp.number), face(REGULAR).fitted(stamp.words)
    across = face(REGULAR).width(words, WORDS_SIZE) + face(BOLD).width(number, NUMBER_SIZE)
    width, height = (across + (BETWEEN if words else 0)) * scale, NUMBER_SIZE * scale
    x, y = _place(shown, (width, height), picture, scale, right=right)
    names = own_names(book.file, page, "/Font")
    for weight in (REGULAR, BOLD):
        names[RESOURCE[weight]] = book.fonts[weight]
    states = own_names(book.file, page, "/ExtGState")
    states[GROUND] = book.ground
    draw_over(book.file, page, _steps(shown, (x, y), scale, words, number))


def _steps(
    shown: Displayed, at: tuple[float, float], scale: float, words: str, number: str
) -> bytes:
    """Write the words on a pale ground: what may be printed there can still be read."""
    after = face(REGULAR).width(words, WORDS_SIZE) + (BETWEEN if words else 0)
    end = after + face(BOLD).width(number, NUMBER_SIZE)
    texts = [(0.0, words, REGULAR, WORDS_SIZE), (after, number, BOLD, NUMBER_SIZE)]
    said = " ".join(
        f"{RESOURCE[weight]} {size} Tf 1 0 0 1 {x:.2f} 0 Tm {face(weight).codes(text)} Tj"
        for x, text, weight, size in texts
        if text
    )
    matrix = " ".join(f"{each:.6f}" for each in shown.matrix)
    return (
        f"q {matrix} cm {scale:.4f} 0 0 {scale:.4f} {at[0]:.2f} {at[1]:.2f} cm "
        f"q {GROUND} gs 1 g {-AIR} {-AIR} {end + 2 * AIR:.2f} {NUMBER_SIZE + AIR:.2f} re f Q "
        f"BT 0.25 0.29 0.38 rg {said} ET Q"
    ).encode()


def _place(
    shown: Displayed,
    size: tuple[float, float],
    picture: Raster | None,
    scale: float,
    *,
    right: bool,
) -> tuple[float, float]:
    """Return where the stamp's words begin: the first free margin, or else the emptiest."""
    places = list(_places(shown, size, scale, right=right))
    if picture is None or picture.size == 0:
        return places[0]
    emptiness = []
    for x, y in places:
        air = AIR * scale
        box = (x - air, y - air, x + size[0] + air, y + size[1])
        emptiness.append(_darkest(picture, shown, box))
        if emptiness[-1] >= WHITE:
            return x, y
    return places[int(np.argmax(emptiness))]


def _places(
    shown: Displayed, size: tuple[float, float], scale: float, *, right: bool
) -> Iterator[tuple[float, float]]:
    """Yield the margins: the outer edge before the inner one, the foot before the head."""
    margin = MARGIN * scale
    outer, inner = shown.width - margin - size[0], margin
    if not right:
        outer, inner = inner, outer
    foot, head = margin, shown.height - margin - size[1]
    for x in (outer, inner):
        yield from ((x, foot), (x, head), (x, foot / 3), (x, shown.height - size[1] - margin / 3))


def _darkest(picture: Raster, shown: Displayed, box: Box) -> int:
    """Return the darkest grey within a box, counted from the lower left corner in points."""
    rows, columns = picture.shape
    x0, y0, x1, y1 = box
    left = max(0, int(x0 / shown.width * columns))
    end = min(columns, int(np.ceil(x1 / shown.width * columns)))
    top = max(0, int((1 - y1 / shown.height) * rows))
    foot = min(rows, int(np.ceil((1 - y0 / shown.height) * rows)))
    window = picture[top : max(foot, top + 1), left : max(end, left + 1)]
    return int(window.min()) if window.size else 255

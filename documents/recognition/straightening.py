"""Which way a scanned page is up, by how much it leans, and the page turned upright.

Lines of text make the rows of an upright page full and empty by turns; the angle at which they
do so most is the page's own. Letters stand on a sharp baseline with more of them above it than
below, Vietnamese ones with their marks above all, so a page that is upside down shows it too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Raster = NDArray[np.uint8]
Ink = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Kind = TypeVar("Kind", bound=np.generic)

FINEST = 0.05
"""Degrees; a smaller lean is left as it is."""
MOST_LEAN = 12.0
COARSE, FINE = 0.5, 0.05
BELIEVED_SIDEWAYS = 1.3
"""How much clearer the lines must stand sideways before the page is turned."""
SURELY_BELOW = 1.6
"""How much more ink below the lines than above them there must be to turn a page about: tables
have lines in no row."""
LEAST_INK = 200
MOST_INK = 25_000
"""Points of ink that are looked at: more tell nothing new."""
WHITE = 255


@dataclass(frozen=True)
class Lean:
    """The angle at which lines stand clearest, in degrees clockwise, and how clear they are."""

    degrees: float
    clearness: float


def ink_of(raster: Raster) -> Ink:
    """Return what is dark enough to be ink."""
    return raster <= threshold_of(raster)


def threshold_of(raster: Raster) -> int:
    """Return the grey that parts ink and paper best: both are most alike among themselves."""
    counts = np.bincount(raster.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (sums / below - (sums[-1] - sums) / above) ** 2 * below * above
    return int(np.argmax(np.nan_to_num(apart)))


def halved(raster: Raster) -> Raster:
    """Return a raster of half the width and height; the darkest of four pixels stands for them."""
    even = raster[: raster.shape[0] // 2 * 2, : raster.shape[1] // 2 * 2]
    rows = np.minimum(even[0::2], even[1::2])
    return np.minimum(rows[:, 0::2], rows[:, 1::2])


def turn_of(ink: Ink) -> int:
    """Return by how many degrees clockwise a page has to be turned to be upright, most likely."""
    upright, sideways = (
        _lean(ink, _range(MOST_LEAN, COARSE)),
        _lean(ink.T, _range(MOST_LEAN, COARSE)),
    )
    if sideways.clearness > BELIEVED_SIDEWAYS * upright.clearness:
        return 270 if _upside_down(turned(ink, 90), -sideways.degrees) else 90
    return 180 if _upside_down(ink, upright.degrees) else 0


def lean_of(ink: Ink) -> float:
    """Return by how many degrees the lines of an upright page fall towards the right."""
    coarse = _lean(ink, _range(MOST_LEAN, COARSE))
    fine = _lean(ink, coarse.degrees + _range(COARSE, FINE))
    return fine.degrees if abs(fine.degrees) >= FINEST else 0.0


def turned(raster: NDArray[Kind], degrees: int) -> NDArray[Kind]:
    """Return a raster turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(raster, -(degrees // 90) % 4))


def levelled(raster: Raster, lean: float) -> Raster:
    """Return a raster whose lines are level; it grows so that no corner is lost."""
    if not lean:
        return raster
    picture = Image.fromarray(raster)
    return np.asarray(
        picture.rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE), np.uint8
    )


def _range(most: float, step: float) -> Numbers:
    count = round(most / step)
    return np.arange(-count, count + 1, dtype=np.float64) * step


def _lean(ink: Ink, angles: Sequence[float] | Numbers) -> Lean:
    rows, columns = np.nonzero(ink)
    if len(rows) < LEAST_INK:
        return Lean(0.0, 0.0)
    step = max(1, len(rows) // MOST_INK)
    y, x = rows[::step].astype(np.float64), columns[::step].astype(np.float64)
    found = [_clearness(y, x, angle) for angle in angles]
    best = int(np.argmax(found))
    return Lean(float(angles[best]), found[best])


def _clearness(y: Numbers, x: Numbers, angle: float) -> float:
    profile = _profile(y, x, angle)
    return float(np.square(np.diff(profile)).sum() / len(y))


def _profile(y: Numbers, x: Numbers, angle: float) -> Numbers:
    """Return how much ink each row holds once the page is levelled."""
    levelled_y = y - x * math.tan(math.radians(angle))
    return np.bincount((levelled_y - levelled_y.min()).astype(np.intp)).astype(np.float64)


def _upside_down(ink: Ink, lean: float) -> bool:
    """Say whether more ink hangs below the lines' bodies than stands above them."""
    rows, columns = np.nonzero(ink)
    if len(rows) < LEAST_INK:
        return False
    profile = _profile(rows.astype(np.float64), columns.astype(np.float64), lean)
    above, below = _beside_bodies(profile)
    return below > SURELY_BELOW * above


def _beside_bodies(profile: Numbers) -> tuple[float, float]:
    """Return the ink above and below the bodies of all lines: the rows that hold most."""
    above = below = 0.0
    written = profile > 0.08 * np.percentile(profile[profile > 0], 95)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], written.astype(np.int8), [0]))))
    for start, end in zip(edges[0::2], edges[1::2], strict=True):
        line = profile[start:end]
        if end - start < 6:
            continue
        body = np.flatnonzero(line > 0.5 * line.max())
        above += float(line[: body[0]].sum())
        below += float(line[body[-1] + 1 :].sum())
    return above, below

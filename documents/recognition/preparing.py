"""A scanned page made ready for the recogniser: drawn, turned, levelled, cleaned, spread out."""

from pathlib import Path

import numpy as np
from PIL import Image

from documents.paragraphs.model import Horizontal, PageContent, Stance, Vertical
from documents.paragraphs.rules import tables_of
from documents.pdf import PaperPage
from documents.recognition.cleaning import without_colour, without_shade
from documents.recognition.ruling import Run, rules_in
from documents.recognition.sheet import Sheet
from documents.recognition.spreading import spread_out
from documents.recognition.straightening import (
    Raster,
    halved,
    ink_of,
    lean_of,
    levelled,
    turn_of,
    turned,
)
from documents.rendering import has_colour

DENSITY = 200
"""Dots an inch at which a page is drawn."""
LONGEST_SIDE = 4000
ZOOM = 0.7
"""Of that, what the recogniser sees: letters of the usual size are then as high as it knows them,
and smaller ones lose nothing yet."""
HALF = 2


def prepare(page: PaperPage, printed: PageContent, turn: int | None, picture: Path) -> Sheet:
    """Write what the recogniser sees of a page, and return what is known of it."""
    raster, scale = _drawn(page)
    small = ink_of(halved(raster))
    if turn is None:
        turn = turn_of(small)
    lean = lean_of(turned(small, turn))
    level = levelled(turned(without_shade(raster), turn), lean)
    rules = rules_in(ink_of(halved(level)))
    across = [_horizontal(run, scale) for run in rules.across]
    down = [_vertical(run, scale) for run in rules.down]
    spread = spread_out(level, tables_of(across, down), scale)
    _write_grey(spread.raster, picture)
    return Sheet(
        number=page.number,
        stance=Stance(turn, round(lean, 3), round(page.width, 2), round(page.height, 2)),
        width=round(level.shape[1] / scale, 2),
        height=round(level.shape[0] / scale, 2),
        scale=scale,
        zoom=ZOOM,
        pieces=tuple(spread.pieces),
        horizontals=tuple(across),
        verticals=tuple(down),
        stamped=tuple(span[:4] for span in printed.spans if span.text.strip()),
        image_coverage=printed.image_coverage,
    )


def _drawn(page: PaperPage) -> tuple[Raster, float]:
    """Return the page in grey, and its pixels for each point."""
    longest = max(page.width, page.height)
    scale = min(DENSITY / 72, LONGEST_SIDE / longest)
    coloured = page.may_have_colour and has_colour(page.probe)
    raster = page.raster(max(1, round(page.width * scale)), colour=coloured)
    grey = without_colour(raster) if coloured else np.asarray(raster)
    return grey, grey.shape[1] / page.width


def _horizontal(run: Run, scale: float) -> Horizontal:
    return Horizontal(
        round(run.start * HALF / scale, 2),
        round(run.end * HALF / scale, 2),
        round((run.first + run.last + 1) * HALF / 2 / scale, 2),
    )


def _vertical(run: Run, scale: float) -> Vertical:
    return Vertical(*_horizontal(run, scale))


def _write_grey(raster: Raster, place: Path) -> None:
    size = round(raster.shape[1] * ZOOM), round(raster.shape[0] * ZOOM)
    picture = Image.fromarray(raster).resize(size, Image.Resampling.BILINEAR)
    with place.open("wb") as file:
        picture.save(file, "PPM")

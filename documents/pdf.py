"""PDF files: the only place that knows PyMuPDF, and it runs in worker processes only.

Places are told on the displayed page: the crop box after the file's own rotation.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf as _pymupdf
from numpy.typing import NDArray
from PIL import Image

from documents.paragraphs.legacy_encodings import decoder_of
from documents.paragraphs.model import PageContent
from documents.paragraphs.reading import TEXT_FLAGS, page_content
from foundation.errors import Invalid, NotFound

pymupdf: Any = _pymupdf  # it says that it has types, and has none

Raster = NDArray[np.uint8]

MOST_PIXELS = 16_000_000
MOST_PAGES = 10_000
PROBE = 160
STRIP_SHARE = 0.02
"""The least part of a page that a picture takes to matter: scans may come in strips."""
LEAST_COLOUR = 0.02
"""How far from grey a colour is that counts as one, of 1."""
LONGEST_SIDE = 20_000.0
MOST_DRAWN = 8 * 1024 * 1024
"""Bytes of drawing beyond which a page is a map or a plan: its lines are no table's."""

PAGES_TO_TELL = 20
"""Enough to tell in which encoding a paper was typed."""

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


@dataclass(frozen=True)
class Picture:
    """A picture that stands on a page: its box in points and how finely it is drawn."""

    box: tuple[float, float, float, float]
    bilevel: bool
    density: float
    """Its own pixels for each point."""

    @property
    def area(self) -> float:
        """Return the room it takes, in square points."""
        x0, y0, x1, y1 = self.box
        return max(0.0, x1 - x0) * max(0.0, y1 - y0)


class Paper:
    """An open PDF."""

    def __init__(self, path: Path) -> None:
        self._last: PaperPage | None = None
        try:
            self._document = pymupdf.open(str(path), filetype="pdf")
        except (RuntimeError, ValueError) as failure:
            raise Invalid("paper.damaged") from failure
        if not self._document.is_pdf:
            raise Invalid("paper.not_a_paper")
        if self._document.needs_pass:
            raise Invalid("paper.encrypted")

    def count_pages(self) -> int:
        """Return how many pages there are; refuses none and too many."""
        count: int = self._document.page_count
        if count > MOST_PAGES:
            raise Invalid("paper.too_many_pages", most=MOST_PAGES)
        if count < 1:
            mended = self._document.is_repaired  # what was cut off lost its pages with its end
            raise Invalid("paper.damaged" if mended else "paper.no_pages")
        return count

    def sizes(self, first: int, last: int) -> list[tuple[float, float]]:
        """Return width and height of each page from `first` to `last`, both counted from 1."""
        return [self._size(number) for number in range(first, last + 1)]

    def page(self, number: int) -> "PaperPage":
        """Return the page of this number, from 1."""
        if not 1 <= number <= self._document.page_count:
            raise NotFound("page.unknown", page=number)
        if self._last is not None and self._last.holds_pictures and self._last.pictured:
            pymupdf.TOOLS.store_shrink(100)  # it would keep some hundred megabytes of pictures
        if self._document.is_repaired and self._lost(number):
            raise Invalid("page.unreadable", page=number)
        self._drop_group(number)
        self._last = PaperPage(number, self._document[number - 1])
        return self._last

    def in_old_encoding(self) -> bool:
        """Say whether the text of its first pages was typed before Unicode."""
        first = range(min(self._document.page_count, PAGES_TO_TELL))
        return decoder_of("".join(self._document[page].get_text() for page in first)) is not None

    def close(self) -> None:
        """Let the file go."""
        self._document.close()

    def _size(self, number: int) -> tuple[float, float]:
        rectangle = self._document[number - 1].rect
        width, height = round(rectangle.width, 2), round(rectangle.height, 2)
        if not (1 <= width <= LONGEST_SIDE and 1 <= height <= LONGEST_SIDE):
            raise Invalid("paper.page_too_large", page=number)
        return width, height

    def _lost(self, number: int) -> bool:
        """Say whether what the page shows went with the part of the file that is missing."""
        page = self._document.page_xref(number - 1)
        if not self._known([page]):
            return True
        kind, told = self._document.xref_get_key(page, "Contents")
        if kind == "xref" and not self._streams(told):
            found = _numbers(told)
            told = self._document.xref_object(found[0]) if found and self._known(found) else ""
        return kind != "null" and not self._streams(told)

    def _streams(self, told: str) -> bool:
        """Say whether every object that is told of is there and holds a stream."""
        found = _numbers(told)
        return bool(found) and self._known(found) and all(map(self._document.xref_is_stream, found))

    def _known(self, numbers: Sequence[int]) -> bool:
        return all(0 < number < self._document.xref_length() for number in numbers)

    def _drop_group(self, number: int) -> None:
        """Forget the page's transparency group, which Word writes: it triples the time."""
        xref = self._document.page_xref(number - 1)
        if self._document.xref_get_key(xref, "Group")[0] != "null":
            self._document.xref_set_key(xref, "Group", "null")


class _Pixels:
    """The library's own memory for an array, kept alive by it: a copy would take a millisecond."""

    def __init__(self, drawn: Any, shape: tuple[int, ...]) -> None:
        self._drawn = drawn
        self.__array_interface__ = {
            "version": 3,
            "shape": shape,
            "typestr": "|u1",
            "data": (drawn.samples_ptr, True),
        }


class PaperPage:
    """One page of an open PDF."""

    def __init__(self, number: int, page: Any) -> None:
        self.number = number
        self._page = page
        self.width: float = page.rect.width
        self.height: float = page.rect.height
        self._seen: Raster | None = None

    def raster(self, width: int, *, colour: bool) -> Raster:
        """Return the page's pixels, rows first; smaller than asked where they would be too many."""
        scale = width / self.width
        pixels = self.width * self.height * scale * scale
        if pixels > MOST_PIXELS:
            scale *= (MOST_PIXELS / pixels) ** 0.5
        drawn = self._drawing.get_pixmap(
            matrix=pymupdf.Matrix(scale, scale),
            colorspace=pymupdf.csRGB if colour else pymupdf.csGRAY,
            alpha=False,
        )
        shape = (drawn.height, drawn.width, 3) if colour else (drawn.height, drawn.width)
        raster = np.asarray(_Pixels(drawn, shape))
        if colour and self.holds_pictures and drawn.width > 2 * PROBE:
            self._seen = raster
        return raster

    @cached_property
    def probe(self) -> Raster:
        """Return the page in colour and very small: a thumbnail, and a look at what it holds.

        A scan is not unpacked for it once more.
        """
        if self._seen is None:
            return self.raster(PROBE, colour=True)
        height = max(1, round(PROBE * self.height / self.width))
        shrunk = Image.fromarray(self._seen).resize(
            (PROBE, height), Image.Resampling.BOX, reducing_gap=1.0
        )
        return np.asarray(shrunk)

    @cached_property
    def pictures(self) -> Sequence[Picture]:
        """Return the pictures on the page, in places before the page's rotation."""
        return [_picture(told) for told in self._told_pictures() if told["width"]]

    @property
    def may_have_colour(self) -> bool:
        """Say whether anything is drawn in colour, pictures unseen; nothing is drawn for it."""
        told = pymupdf.mupdf.ll_fz_new_test_device_outparams()
        new_device = pymupdf.mupdf.ll_fz_new_test_device_outparams_fn
        device = pymupdf.mupdf.FzDevice(new_device(LEAST_COLOUR, 0, None, told))
        pymupdf.mupdf.fz_run_display_list(
            self._drawing.this,
            device,
            pymupdf.mupdf.FzMatrix(),
            pymupdf.mupdf.FzRect(pymupdf.mupdf.FzRect.Fixed_INFINITE),
            pymupdf.mupdf.FzCookie(),
        )
        pymupdf.mupdf.fz_close_device(device)
        return bool(told.is_color)

    @cached_property
    def holds_pictures(self) -> bool:
        """Say quickly whether there are any, but for very small ones among the letters."""
        return bool(self._page.get_images())

    @property
    def pictured(self) -> bool:
        """Say whether a picture of some size stands on the page."""
        room = self.width * self.height
        return any(picture.area >= STRIP_SHARE * room for picture in self.pictures)

    @property
    def lettered(self) -> bool:
        """Say whether the page has letters of its own, seen or hidden behind a scan."""
        return bool(self._page.get_fonts())

    def content(self) -> PageContent:
        """Return what the page holds, for paragraphs and words."""
        page = self._page
        return page_content(
            self.number - 1,
            self.width,
            self.height,
            page.get_text("dict", flags=TEXT_FLAGS),
            lambda: page.get_text("rawdict", flags=TEXT_FLAGS),
            self._drawings(),
            [picture.box for picture in self.pictures],
            rotation=tuple(page.rotation_matrix),
        )

    @cached_property
    def _drawing(self) -> Any:
        return self._page.get_displaylist()

    def _told_pictures(self) -> list[dict[str, Any]]:
        """Return what is known of the pictures, from the page's list of what is drawn if it can."""
        told: list[dict[str, Any]]
        if self._page.rotation:
            told = self._page.get_image_info()
            return told
        text = pymupdf.TextPage(self._drawing.get_textpage(flags=pymupdf.TEXT_PRESERVE_IMAGES))
        text.parent = None  # it is asked for, and is not needed for what we ask
        told = text.extractIMGINFO()
        return told

    def _drawings(self) -> list[dict[str, Any]]:
        if len(self._page.read_contents()) > MOST_DRAWN:
            return []
        drawings: list[dict[str, Any]] = self._page.get_cdrawings()
        return drawings


def _numbers(told: str) -> list[int]:
    """Return the numbers of the objects that are referred to."""
    return [int(number) for number in re.findall(r"(\d+)\s+\d+\s+R", told)]


def _picture(told: dict[str, Any]) -> Picture:
    x0, y0, x1, y1 = told["bbox"]
    room = max(1.0, (x1 - x0) * (y1 - y0))
    density = (told["width"] * told["height"] / room) ** 0.5
    return Picture((x0, y0, x1, y1), told["bpc"] == 1, density)

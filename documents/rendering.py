"""One page as a picture of one width, in the fewest bytes that read well.

Text is drawn in four greys at two bits a pixel, or in three where the pixels are so small that
nobody sees a fourth; in 64 colours where a seal or a signature is. Photographs and scans in grey
or colour go as JPEG, black and white ones at one bit. All of that is quick to make; the small
rendition, made when there is time, shows the same in fewer bytes as WebP.
"""

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from isal import isal_zlib
from PIL import Image

from documents.pdf import PROBE, STRIP_SHARE, PaperPage, Picture, Raster

COLOURED = 28
"""The least distance between two channels of a pixel that is not grey."""
COLOUR_SHARE = 3e-4
PHOTOGRAPH_SHARE = 0.25
"""How much of a page its pictures cover before they matter more than its text."""
LOSSLESS, JPEG = "image/png", "image/jpeg"
LOSSY_QUALITY = 50
WEBP_METHOD = 4
WEBP_EFFORT = 90
MOST_BETWEEN = 0.01
"""The share of pixels between black and white that a black and white scan may have."""
DEFLATE_LEVEL = 2

BAND = 64
"""Rows at work together: a whole page does not fit the caches."""
GREYSCALE, PALETTE = 0, 3
FINE = 1654
"""From this width on a page has so many pixels that three greys are as good as four."""
_FOUR_STEPS = (42, 127, 212)
"""A value above so many of these is that many steps from black."""
_FOUR_GREYS = (64, 127, 200)
"""The same for letters: what is nearly black or white becomes so, which saves a fortieth."""
_THREE_STEPS = (72, 184)
_THREE_GREYS = bytes(value for value in (0, 128, 255) for _ in "rgb")
_JOIN = np.uint32(1 << 30 | 1 << 20 | 1 << 10 | 1)
"""Times four pixels of two bits in four bytes, this brings all of them into the highest byte."""
_COLOURS = bytes(
    value * 85 for colour in range(64) for value in (colour >> 4, colour >> 2 & 3, colour & 3)
)


def picture_of(page: PaperPage, width: int) -> tuple[str, bytes]:
    """Return the media type and the bytes of the page's picture, quickly."""
    scans = _scans(page)
    width = _width(page, scans, width)
    if not all(scan.bilevel for scan in scans):
        return JPEG, _jpeg(_photograph(page, width))
    coloured = page.may_have_colour and has_colour(page.probe)
    if width == PROBE:
        return LOSSLESS, _thumbnail(page.probe, coloured)
    if coloured:
        return LOSSLESS, _in_64_colours(page.raster(width, colour=True))
    return LOSSLESS, _in_grey(page.raster(width, colour=False), scanned=bool(scans))


def small_picture_of(page: PaperPage, width: int) -> bytes:
    """Return the page's picture as WebP, as small as it gets: lossless but for photographs."""
    scans = _scans(page)
    if all(scan.bilevel for scan in scans):
        return lossless(picture_of(page, width)[1])
    return _webp(_photograph(page, _width(page, scans, width)), quality=LOSSY_QUALITY)


def lossless(picture: bytes) -> bytes:
    """Return the very same picture in fewer bytes, as WebP."""
    with Image.open(io.BytesIO(picture)) as opened:
        return _webp(np.asarray(opened.convert("RGB")), lossless=True, quality=WEBP_EFFORT)


def has_colour(raster: Raster) -> bool:
    """Say whether more than stray pixels are not grey."""
    red, green, blue = (raster[:, :, channel] for channel in range(3))
    highest = np.maximum(np.maximum(red, green), blue)
    lowest = np.minimum(np.minimum(red, green), blue)
    return float((highest - lowest > COLOURED).mean()) > COLOUR_SHARE


def _scans(page: PaperPage) -> list[Picture]:
    """Return the pictures that matter, strips and layers, of a page that pictures fill."""
    if not page.holds_pictures:
        return []
    room = page.width * page.height
    if sum(picture.area for picture in page.pictures) < PHOTOGRAPH_SHARE * room:
        return []
    return [picture for picture in page.pictures if picture.area >= STRIP_SHARE * room]


def _width(page: PaperPage, scans: list[Picture], width: int) -> int:
    """Return the width to draw at: a scan is not blown up beyond its own pixels."""
    if not scans or page.lettered:
        return width
    finest = max(scan.density for scan in scans)
    return min(width, max(PROBE, round(finest * page.width)))


def _photograph(page: PaperPage, width: int) -> Raster:
    """Return the page in colour, or in one channel if it is all grey."""
    raster = page.probe if width == PROBE else page.raster(width, colour=True)
    return raster if has_colour(page.probe) else raster[:, :, 1]


def _thumbnail(probe: Raster, coloured: bool) -> bytes:
    if coloured:
        return _in_64_colours(probe)
    return _png(probe.shape, 4, GREYSCALE, _in_halves(probe[:, :, 1]))


def _in_grey(raster: Raster, *, scanned: bool) -> bytes:
    if scanned and float(((raster > 40) & (raster < 215)).mean()) < MOST_BETWEEN:
        return _png(raster.shape, 1, GREYSCALE, _rows(np.packbits(raster > 127, axis=1)))
    if raster.shape[1] >= FINE:
        rows = _in_quarters(raster, _THREE_STEPS)
        return _png(raster.shape, 2, PALETTE, rows, _chunk(b"PLTE", _THREE_GREYS))
    return _png(raster.shape, 2, GREYSCALE, _in_quarters(raster, _FOUR_GREYS))


def _in_quarters(raster: Raster, steps: Sequence[int]) -> Raster:
    """Return rows of four pixels a byte; comparing is several times faster than looking up."""
    height, width = raster.shape
    room = -(-width // 4)
    rows = np.zeros((height, 1 + room), np.uint8)
    values = np.zeros((BAND, 4 * room), np.uint8)
    above = np.empty((BAND, width), np.bool_)
    joined = np.empty((BAND, room), "<u4")
    for top in range(0, height, BAND):
        band = raster[top : top + BAND]
        many = len(band)
        seen = values[:many, :width]
        np.greater(band, steps[0], out=seen.view(np.bool_))
        for step in steps[1:]:
            np.greater(band, step, out=above[:many])
            np.add(seen, above[:many].view(np.uint8), out=seen)
        np.multiply(values[:many].view("<u4"), _JOIN, out=joined[:many])
        rows[top : top + many, 1:] = joined[:many].view(np.uint8)[:, 3::4]
    return rows


def _in_halves(raster: Raster) -> Raster:
    """Return rows of two pixels a byte, in sixteen greys."""
    over = raster.shape[1] % 2
    greys = np.pad(raster, ((0, 0), (0, over))) >> 4
    return _rows((greys[:, 0::2] << 4 | greys[:, 1::2]).astype(np.uint8))


def _in_64_colours(raster: Raster) -> bytes:
    height, width, _ = raster.shape
    rows = np.zeros((height, 1 + width), np.uint8)
    for top in range(0, height, BAND):
        steps = _in_four_steps(raster[top : top + BAND])
        red, green, blue = (steps[:, :, channel] for channel in range(3))
        rows[top : top + BAND, 1:] = red << 4 | green << 2 | blue
    return _png(raster.shape, 8, PALETTE, rows, _chunk(b"PLTE", _COLOURS))


def _in_four_steps(raster: Raster) -> Raster:
    """Return 0 to 3 for each value."""
    steps = np.zeros(raster.shape, np.uint8)
    for step in _FOUR_STEPS:
        steps += (raster > step).view(np.uint8)
    return steps


def _jpeg(raster: Raster) -> bytes:
    written = io.BytesIO()
    Image.fromarray(raster).save(written, "JPEG", quality=LOSSY_QUALITY)
    return written.getvalue()


def _webp(raster: Raster, **how: int) -> bytes:
    written = io.BytesIO()
    Image.fromarray(raster).save(written, "WEBP", method=WEBP_METHOD, **how)
    return written.getvalue()


def _rows(packed: Raster) -> Raster:
    """Return rows as a PNG has them: behind a zero, which says that they are not filtered."""
    rows = np.zeros((packed.shape[0], 1 + packed.shape[1]), np.uint8)
    rows[:, 1:] = packed
    return rows


def _png(
    shape: tuple[int, ...], bits: int, colour_type: int, rows: Raster, palette: bytes = b""
) -> bytes:
    header = struct.pack(">IIBBBBB", shape[1], shape[0], bits, colour_type, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            palette,
            _chunk(b"IDAT", isal_zlib.compress(rows.data, DEFLATE_LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

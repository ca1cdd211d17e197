"""One page as a picture of one width, in the fewest bytes that read well.

Text is drawn in four greys at two bits a pixel, or in 64 colours where a seal or a signature
is; photographs and scans in grey or colour go as lossy WebP, black and white ones at one bit.
"""

import io
import struct
import zlib

import numpy as np
from isal import isal_zlib
from PIL import Image

from documents.pdf import PROBE, STRIP_SHARE, PaperPage, Picture, Raster

COLOURED = 28
"""The least distance between two channels of a pixel that is not grey."""
COLOUR_SHARE = 3e-4
PHOTOGRAPH_SHARE = 0.25
"""How much of a page its pictures cover before they matter more than its text."""
WEBP_QUALITY = 50
WEBP_METHOD = 2
MOST_BETWEEN = 0.01
"""The share of pixels between black and white that a black and white scan may have."""
DEFLATE_LEVEL = 2

BAND = 64
GREYSCALE, PALETTE = 0, 3
_FOUR_STEPS = (42, 127, 212)
"""A grey above so many of these is that many steps from black."""
_JOIN = np.uint32(1 << 30 | 1 << 20 | 1 << 10 | 1)
"""Times four pixels of two bits in four bytes, this brings all of them into the highest byte."""
_COLOURS = bytes(
    value * 85 for colour in range(64) for value in (colour >> 4, colour >> 2 & 3, colour & 3)
)


def picture_of(page: PaperPage, width: int) -> tuple[str, bytes]:
    """Return the media type and the bytes of the page's picture."""
    coloured = has_colour(page.probe)
    scans = _scans(page)
    if scans and not page.lettered:
        finest = max(scan.density for scan in scans)
        width = min(width, max(PROBE, round(finest * page.width)))
    if not all(scan.bilevel for scan in scans):
        return "image/webp", _webp(page.raster(width, colour=coloured))
    if width == PROBE:
        return "image/png", _thumbnail(page.probe, coloured)
    if coloured:
        return "image/png", _in_64_colours(page.raster(width, colour=True))
    return "image/png", _in_grey(page.raster(width, colour=False), scanned=bool(scans))


def has_colour(raster: Raster) -> bool:
    """Say whether more than stray pixels are not grey."""
    red, green, blue = (raster[:, :, channel] for channel in range(3))
    highest = np.maximum(np.maximum(red, green), blue)
    lowest = np.minimum(np.minimum(red, green), blue)
    return float((highest - lowest > COLOURED).mean()) > COLOUR_SHARE


def _scans(page: PaperPage) -> list[Picture]:
    """Return the pictures that matter, strips and layers, of a page that pictures fill."""
    room = page.width * page.height
    if sum(picture.area for picture in page.pictures) < PHOTOGRAPH_SHARE * room:
        return []
    return [picture for picture in page.pictures if picture.area >= STRIP_SHARE * room]


def _thumbnail(probe: Raster, coloured: bool) -> bytes:
    if coloured:
        return _in_64_colours(probe)
    return _png(probe.shape, 4, GREYSCALE, _in_halves(probe[:, :, 1]))


def _in_grey(raster: Raster, *, scanned: bool) -> bytes:
    if scanned and float(((raster > 40) & (raster < 215)).mean()) < MOST_BETWEEN:
        return _png(raster.shape, 1, GREYSCALE, np.packbits(raster > 127, axis=1))
    return _png(raster.shape, 2, GREYSCALE, _in_quarters(raster))


def _in_four_steps(raster: Raster) -> Raster:
    """Return 0 to 3 for each value; comparing is several times faster than looking up."""
    steps = np.zeros(raster.shape, np.uint8)
    for step in _FOUR_STEPS:
        steps += (raster > step).view(np.uint8)
    return steps


def _in_quarters(raster: Raster) -> Raster:
    """Return four pixels a byte, made band by band: a whole page does not fit the caches."""
    height, width = raster.shape
    packed = np.empty((height, -(-width // 4)), np.uint8)
    for top in range(0, height, BAND):
        band = raster[top : top + BAND]
        even = np.pad(band, ((0, 0), (0, -width % 4)))
        packed[top : top + BAND] = _in_four_steps(even).view("<u4") * _JOIN >> np.uint32(24)
    return packed


def _in_halves(raster: Raster) -> Raster:
    """Return two pixels a byte, in sixteen greys."""
    over = raster.shape[1] % 2
    greys = np.pad(raster, ((0, 0), (0, over))) >> 4
    return (greys[:, 0::2] << 4 | greys[:, 1::2]).astype(np.uint8)


def _in_64_colours(raster: Raster) -> bytes:
    steps = _in_four_steps(raster)
    colours = (steps[:, :, 0] << 4 | steps[:, :, 1] << 2 | steps[:, :, 2]).astype(np.uint8)
    return _png(raster.shape, 8, PALETTE, colours, _chunk(b"PLTE", _COLOURS))


def _webp(raster: Raster) -> bytes:
    written = io.BytesIO()
    Image.fromarray(raster).save(written, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return written.getvalue()


def _png(
    shape: tuple[int, ...], bits: int, colour_type: int, rows: Raster, palette: bytes = b""
) -> bytes:
    filtered = np.zeros((shape[0], rows.shape[1] + 1), np.uint8)  # a leading 0: not filtered
    filtered[:, 1:] = rows
    header = struct.pack(">IIBBBBB", shape[1], shape[0], bits, colour_type, 0, 0, 0)
    body = isal_zlib.compress(filtered.data, DEFLATE_LEVEL)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            palette,
            _chunk(b"IDAT", body),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

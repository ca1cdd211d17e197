"""Pictures as papers: photographs and scans become a PDF, one picture a page.

Runs in worker processes only. A photograph goes in as it is, byte for byte, unless it has more
pixels than a page can use; what is turned by its camera is turned on the page. The page has the
picture's shape and fits into A4.
"""

import io
import math
import struct
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image, TiffImagePlugin

from foundation.errors import Invalid

FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",), "tif": ("TIFF",)}
SHORT, LONG = 595.28, 841.89
"""A4, in points."""
NEARLY_A4 = 0.03
MOST_PIXELS = 16_000_000
"""Of one page; a picture that has more is made smaller."""
MOST_OPENED = 100_000_000
MOST_PHOTOGRAPHED = 220_000_000
"""A JPEG can be made smaller while it is read."""
MOST_PAGES = 300
NARROWEST = 16
"""In pixels: no page of a paper."""
QUALITY = 85
LOSSLESS = 4_000_000
"""Pixels up to which what is no photograph is kept as it is."""
TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""How a camera held the picture, to where its unit square goes on the page."""
LYING = (5, 6, 7, 8)
Image.MAX_IMAGE_PIXELS = MOST_PHOTOGRAPHED
PLAIN = ("1", "L", "RGB")


@dataclass(frozen=True)
class Inked:
    """The pixels of one page as a PDF holds them."""

    width: int
    height: int
    turn: int
    entries: bytes
    content: bytes

    @property
    def size(self) -> tuple[float, float]:
        """Return the page's width and height in points."""
        wide, high = (self.height, self.width) if self.turn in LYING else (self.width, self.height)
        return _fitted(wide, high)


def count_pictures(path: Path, kind: str) -> int:
    """Return how many pages the file will have."""
    with _opened(path, kind) as image:
        return _frames(image, kind)


def bind(path: Path, kind: str, place: Path) -> None:
    """Make a PDF of the pictures in a file."""
    with _opened(path, kind) as image, place.open("wb") as made:
        count = _frames(image, kind)
        book = _Book(made, count)
        for number in range(count):
            with _damage():
                image.seek(number)
            book.add(_inked(image, path, kind))
        book.close()


def _opened(path: Path, kind: str) -> Image.Image:
    with _damage():
        return Image.open(path, formats=FORMATS[kind])


def _frames(image: Image.Image, kind: str) -> int:
    if kind != "tif":
        return 1
    with _damage():
        count = int(getattr(image, "n_frames", 1))
    if count > MOST_PAGES:
        raise Invalid("paper.too_many_pictures", most=MOST_PAGES)
    return count


def _inked(image: Image.Image, path: Path, kind: str) -> Inked:
    photographed = kind == "jpg"
    pixels = image.width * image.height
    if min(image.size) < NARROWEST:
        raise Invalid("paper.picture_too_small", least=NARROWEST)
    if pixels > (MOST_PHOTOGRAPHED if photographed else MOST_OPENED):
        raise Invalid("paper.picture_too_large", most=MOST_OPENED // 1_000_000)
    if photographed and pixels > MOST_PIXELS:
        image.draft(None, _within(image.width, image.height))
    with _damage():
        image.load()
    turn = _turn(image)  # a TIFF turns itself while it is loaded
    if photographed and pixels <= MOST_PIXELS and image.mode in ("L", "RGB"):
        return _as_it_is(image, turn, path.read_bytes())
    return _drawn(_plain(image), turn, photographed)


def _turn(image: Image.Image) -> int:
    try:
        turn = int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # what a camera says of itself may be anything
        return 1
    return turn if turn in TURNS else 1


def _as_it_is(image: Image.Image, turn: int, content: bytes) -> Inked:
    space = b"/DeviceGray" if image.mode == "L" else b"/DeviceRGB"
    entries = b"/Filter /DCTDecode /BitsPerComponent 8 /ColorSpace " + space
    return Inked(image.width, image.height, turn, entries, content)


def _plain(image: Image.Image) -> Image.Image:
    """Return it in black and white, grey or colour, upon white paper, no larger than a page."""
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        lettered = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, lettered).convert("RGB")
    elif image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in PLAIN:
        image = image.convert("RGB")
    if image.mode != "1" and image.width * image.height > MOST_PIXELS:
        image.thumbnail(_within(image.width, image.height), Image.Resampling.BOX)
    return image


def _drawn(image: Image.Image, turn: int, photographed: bool) -> Inked:
    width, height = image.size
    if image.mode == "1":
        entries = (
            b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /BlackIs1 true /Columns %d /Rows %d >>"
            b" /BitsPerComponent 1 /ColorSpace /DeviceGray" % (width, height)
        )
        return Inked(width, height, turn, entries, _faxed(image))
    written = io.BytesIO()
    if not photographed and width * height <= LOSSLESS:
        colours = 3 if image.mode == "RGB" else 1
        image.save(written, "PNG")
        entries = (
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %d /Columns %d >>"
            b" /BitsPerComponent 8 /ColorSpace /%b"
            % (colours, width, b"DeviceRGB" if colours == 3 else b"DeviceGray")
        )
        return Inked(width, height, turn, entries, _squeezed(written.getvalue()))
    image.save(written, "JPEG", quality=QUALITY)
    return _as_it_is(image, turn, written.getvalue())


def _faxed(image: Image.Image) -> bytes:
    """Return black and white pixels as a fax machine squeezes them."""
    written = io.BytesIO()
    rows = max(1, math.ceil(image.width / 8) * image.height)
    image.save(written, "TIFF", compression="group4", strip_size=rows)
    written.seek(0)
    with Image.open(written) as told:
        tags = told.tag_v2  # type: ignore[attr-defined]
        (start,) = tags[TiffImagePlugin.STRIPOFFSETS]
        (length,) = tags[TiffImagePlugin.STRIPBYTECOUNTS]
    return written.getvalue()[start : start + length]


def _squeezed(png: bytes) -> bytes:
    """Return the squeezed pixels of a PNG that we wrote ourselves."""
    pieces, place = [], 8
    while place < len(png):
        length, name = struct.unpack_from(">I4s", png, place)
        if name == b"IDAT":
            pieces.append(png[place + 8 : place + 8 + length])
        place += 12 + length
    return b"".join(pieces)


def _within(width: int, height: int) -> tuple[int, int]:
    share = min(1.0, math.sqrt(MOST_PIXELS / (width * height)))
    return max(1, int(width * share)), max(1, int(height * share))


def _fitted(width: int, height: int) -> tuple[float, float]:
    """Return the size of a page of this shape within A4; A4 itself where it is nearly so."""
    across, down = (SHORT, LONG) if width <= height else (LONG, SHORT)
    scale = min(across / width, down / height)
    size = width * scale, height * scale
    if size[0] > (1 - NEARLY_A4) * across and size[1] > (1 - NEARLY_A4) * down:
        return across, down
    return max(1.0, size[0]), max(1.0, size[1])


class _damage:  # noqa: N801 - it reads as a statement
    """Turn whatever goes wrong while a picture is decoded into one refusal."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, fault: object, _trace: object) -> None:
        if kind is None or issubclass(kind, Invalid) or not issubclass(kind, Exception):
            return
        if issubclass(kind, (Image.DecompressionBombError, MemoryError)):
            raise Invalid("paper.picture_too_large", most=MOST_OPENED // 1_000_000)
        raise Invalid("paper.damaged")


class _Book:
    """A PDF that is written picture by picture."""

    def __init__(self, file: io.BufferedWriter, count: int) -> None:
        self._file = file
        self._places: dict[int, int] = {}
        self._next = 3
        pages = [3 + 3 * number for number in range(count)]
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._put(1, b"<< /Type /Catalog /Pages 2 0 R >>")
        kids = b" ".join(b"%d 0 R" % page for page in pages)
        self._put(2, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (count, kids))

    def add(self, inked: Inked) -> None:
        """Write one page."""
        width, height = inked.size
        a, b, c, d, e, f = TURNS[inked.turn]
        drawing = b"q %.2f %.2f %.2f %.2f %.2f %.2f cm /P Do Q" % (
            *(a * width, b * height, c * width, d * height),
            *(e * width, f * height),
        )
        page, content, picture = self._next, self._next + 1, self._next + 2
        self._next += 3
        self._put(
            page,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R"
            b" /Resources << /XObject << /P %d 0 R >> >> >>" % (width, height, content, picture),
        )
        self._put(content, _stream(b"", drawing))
        told = b"/Type /XObject /Subtype /Image /Width %d /Height %d %b"
        entries = told % (inked.width, inked.height, inked.entries)
        self._put(picture, _stream(entries, inked.content))

    def close(self) -> None:
        """Write where everything stands."""
        start = self._file.tell()
        self._file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._places) + 1))
        for _, place in sorted(self._places.items()):
            self._file.write(b"%010d 00000 n \n" % place)
        told = (len(self._places) + 1, start)
        self._file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % told)

    def _put(self, number: int, content: bytes) -> None:
        self._places[number] = self._file.tell()
        self._file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(content), content)

"""Pictures that bomb, go round or lie."""

import io
import random
import struct
import zlib

from PIL import Image

from tests.documents.made_hostile_pdfs import squeezed

MIB = 1024 * 1024


def chunk(name: bytes, content: bytes) -> bytes:
    told = name + content
    return struct.pack(">I", len(content)) + told + struct.pack(">I", zlib.crc32(told))


def png(width: int, height: int, pixels: bytes | None = None) -> bytes:
    if pixels is None:
        pixels = squeezed(bytes(MIB), (width + 1) * height // MIB + 1)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((400, 600), 60).save(written, "JPEG")
    return written.getvalue()


def jpeg_of(side: int) -> bytes:
    made = bytearray(jpeg())
    frame = made.index(b"\xff\xc0")
    struct.pack_into(">HH", made, frame + 5, side, side)
    return bytes(made)


def odd_exif() -> bytes:
    made = jpeg()
    noise = b"Exif\0\0" + random.Random(11).randbytes(3000)
    return made[:2] + b"\xff\xe1" + struct.pack(">H", len(noise) + 2) + noise + made[2:]


def tiff(width: int, height: int, next_place: int) -> bytes:
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1)]
    tags += [(273, 4, 8), (277, 3, 1), (278, 4, height), (279, 4, 100)]
    body = struct.pack("<H", len(tags))
    for tag, kind, value in tags:
        body += struct.pack("<HHII", tag, kind, 1, value)
    return b"II*\0" + struct.pack("<I", 8) + body + struct.pack("<I", next_place) + bytes(200)


def tiff_round() -> bytes:
    return tiff(50, 50, 8)


def tiff_giant() -> bytes:
    return tiff(200_000, 200_000, 0)


def tiff_pages(count: int = 2000) -> bytes:
    """Return a TIFF of very many pages, each of a few pixels."""
    tags = [(256, 4, 20), (257, 4, 20), (258, 3, 8), (259, 3, 1), (262, 3, 1)]
    tags += [(273, 4, 8), (277, 3, 1), (278, 4, 20), (279, 4, 400)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    page, first = 2 + len(entries) + 4, 408
    places = [first + page * number for number in range(1, count)] + [0]
    pages = b"".join(
        struct.pack("<H", len(tags)) + entries + struct.pack("<I", place) for place in places
    )
    return b"II*\0" + struct.pack("<I", first) + bytes(400) + pages

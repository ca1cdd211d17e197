"""Photographs and scans made for the tests."""

import io
from typing import Any

import pymupdf
from PIL import Image

from tests.documents.made_papers import text_paper

ORIENTATION = 0x0112


def drawn(width: int = 900) -> Image.Image:
    """Return a page of text as a picture; every corner is another, so that turning it shows."""
    pixels = pymupdf.open("pdf", text_paper(1))[0].get_pixmap(dpi=round(width / 595 * 72))
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    across, down = image.width // 3, image.height // 3
    image.paste("red", (2 * across, 0, image.width, down))
    image.paste("black", (0, 2 * down, across, image.height))
    return image


def written(image: Image.Image, form: str, **how: Any) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def photograph(turn: int = 1, width: int = 900) -> bytes:
    """Return a JPEG as a phone makes it: held some way, and saying so."""
    told = Image.Exif()
    told[ORIENTATION] = turn
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[turn]
    image = drawn(width)
    held = image if back is None else image.transpose(Image.Transpose(back))
    return written(held, "JPEG", quality=90, exif=told)


def scanned_pages(count: int, mode: str = "1") -> bytes:
    """Return a TIFF of several pages as a scanner makes it."""
    pages = [drawn(800).convert(mode) for _ in range(count)]
    how = {"compression": "group4"} if mode == "1" else {"compression": "tiff_lzw"}
    return written(pages[0], "TIFF", save_all=True, append_images=pages[1:], **how)

"""Makes a paper look printed, stamped, signed and scanned: pictures, without any text."""

import math
from collections.abc import Iterator
from io import BytesIO

import numpy
import pymupdf
from official_form import FONTS
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DOTS = 150
SEED = 47
RED = (196, 30, 44)
INK = (28, 48, 140)
STAR = "★"
STAMP_SIZE = 230
SKEWS = [0.55, -0.4, 0.3]


def scanned(paper: bytes, signer: str, stamp_lines: tuple[str, str]) -> bytes:
    """Return the paper as a scan: the last page is stamped and signed."""
    random = numpy.random.default_rng(SEED)
    with pymupdf.open(stream=paper, filetype="pdf") as document:
        pages = [picture_of(page) for page in document]
        spot = document[-1].search_for(signer)[-1]
    middle = int((spot.x0 + spot.x1) / 2 * DOTS / 72), int(spot.y0 * DOTS / 72) - 84
    sign(pages[-1], middle)
    press(pages[-1], stamp(*stamp_lines), (middle[0] - 105, middle[1]))
    return bound(
        [worn(page, SKEWS[number % len(SKEWS)], random) for number, page in enumerate(pages)]
    )


def picture_of(page: pymupdf.Page) -> Image.Image:
    """Draw a page in the colours of a laser printer on white paper."""
    picture = page.get_pixmap(dpi=DOTS)
    return Image.frombytes("RGB", (picture.width, picture.height), picture.samples)


def stamp(around: str, inside: str) -> Image.Image:
    """Draw the round red stamp: two rings, letters around, a star and a name in the middle."""
    scale, size = 3, STAMP_SIZE * 3
    picture = Image.new("RGBA", (size, size), (*RED, 0))
    pen = ImageDraw.Draw(picture)
    for inset, width in ((4, 9), (22, 4), (150, 5)):
        pen.ellipse((inset, inset, size - inset, size - inset), outline=(*RED, 235), width=width)
    write_around(picture, around)
    draw_star(pen, size / 2, size / 2 - 82, 62)
    font = ImageFont.truetype(str(FONTS / "Tinos-Bold.ttf"), 18 * scale)
    for row, line in enumerate(inside.split("|")):
        pen.text((size / 2, size / 2 + 18 + row * 58), line, (*RED, 235), font, "mm")
    return picture.resize((STAMP_SIZE, STAMP_SIZE), Image.Resampling.LANCZOS).rotate(
        7, Image.Resampling.BICUBIC
    )


def write_around(picture: Image.Image, text: str) -> None:
    """Write letters along the upper part of the ring."""
    size, radius = picture.width, picture.width / 2 - 86
    font = ImageFont.truetype(str(FONTS / "Tinos-Bold.ttf"), 52)
    for letter, angle in letters_on_arc(text):
        tile = Image.new("RGBA", (160, 160), (*RED, 0))
        if letter == STAR:
            draw_star(ImageDraw.Draw(tile), 80, 80, 26)
        else:
            ImageDraw.Draw(tile).text((80, 80), letter, (*RED, 235), font, "mm")
        x, y = size / 2 + radius * math.sin(angle), size / 2 - radius * math.cos(angle)
        turned = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        picture.alpha_composite(turned, (max(0, int(x - 80)), max(0, int(y - 80))))


def letters_on_arc(text: str) -> Iterator[tuple[str, float]]:
    """Spread letters evenly around the ring, beginning at the lower left."""
    step = 2 * math.pi / (len(text) + 2)
    for place, letter in enumerate(text):
        yield letter, (place - (len(text) - 1) / 2) * step


def draw_star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    """Draw a five-pointed star."""
    turns = [
        (index * math.pi / 5, radius if index % 2 == 0 else radius * 0.4) for index in range(10)
    ]
    pen.polygon(
        [(x + r * math.sin(angle), y - r * math.cos(angle)) for angle, r in turns], fill=(*RED, 235)
    )


def sign(page: Image.Image, middle: tuple[int, int]) -> None:
    """Scribble a signature with a blue pen."""
    points = []
    for step in range(220):
        t = step / 219
        x = -95 + 190 * t + 26 * math.sin(17 * t) + 10 * math.sin(43 * t)
        y = 34 * math.sin(21 * t + 0.6) * (1 - 0.55 * t) + 17 * math.cos(9 * t) - 12 * t
        points.append((middle[0] + x, middle[1] + y))
    pen = ImageDraw.Draw(page)
    pen.line(points, INK, 3, "curve")
    pen.line(
        [
            (middle[0] - 60, middle[1] + 30),
            (middle[0] + 20, middle[1] + 22),
            (middle[0] + 118, middle[1] - 2),
        ],
        INK,
        3,
        "curve",
    )


def press(page: Image.Image, mark: Image.Image, middle: tuple[int, int]) -> None:
    """Press the stamp over the page, so that the print below shows through."""
    corner = middle[0] - mark.width // 2, middle[1] - mark.height // 2
    below = page.crop((*corner, corner[0] + mark.width, corner[1] + mark.height))
    inked = Image.new("RGB", mark.size, "white")
    inked.paste(mark, mask=mark.getchannel("A"))
    pressed = numpy.asarray(below, float) * numpy.asarray(inked, float) / 255
    page.paste(Image.fromarray(pressed.astype(numpy.uint8)), corner)


def worn(page: Image.Image, skew: float, random: numpy.random.Generator) -> Image.Image:
    """Turn the page a little, soften it, and add the shade and dust of a scanner."""
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white").filter(
        ImageFilter.GaussianBlur(0.55)
    )
    values = numpy.asarray(turned, float)
    shade = 250 - 9 * numpy.linspace(0, 1, turned.width)[None, :, None] ** 3
    grain = random.normal(0, 2.2, values.shape[:2])[:, :, None]
    dusty = numpy.where(
        random.random(values.shape[:2])[:, :, None] > 0.99996, 120, values * shade / 255 + grain
    )
    return Image.fromarray(numpy.clip(dusty, 0, 255).astype(numpy.uint8))


def bound(pages: list[Image.Image]) -> bytes:
    """Bind pictures into a PDF."""
    rl_config.invariant = 1
    target = BytesIO()
    canvas = Canvas(target, A4)
    canvas.setTitle("Bản quét")
    for page in pages:
        canvas.drawImage(ImageReader(as_jpeg(page)), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def as_jpeg(page: Image.Image) -> BytesIO:
    """Compress a page as office scanners do."""
    target = BytesIO()
    page.save(target, "JPEG", quality=48, optimize=True)
    target.seek(0)
    return target

"""Scans made for the tests: official text drawn, then turned, slanted and stamped as scans are."""

import io
import math

import pymupdf
from PIL import Image, ImageDraw, ImageFilter

from tests.documents.made_papers import FONT, saved

DOTS = 200
HEAD = ("Điều {number}. Trách nhiệm thi hành",)
BODY = (
    "1. Ủy ban nhân dân các xã có trách nhiệm tổ chức thực hiện nghị quyết",
    "này và báo cáo kết quả với Hội đồng nhân dân tỉnh trước ngày 15 tháng 12.",
    "2. Sở Tài chính phối hợp với các cơ quan có liên quan kiểm tra việc sử",
    "dụng kinh phí, kịp thời đề xuất những nội dung cần điều chỉnh.",
    "3. Nghị quyết có hiệu lực từ ngày ký ban hành.",
)
SENTENCE = "3. Nghị quyết có hiệu lực từ ngày ký ban hành."
CELLS = (
    ("STT", "Nhiệm vụ", "Cơ quan chủ trì"),
    ("11", "Xây dựng chương trình hỗ trợ hợp tác xã", "Sở Nội vụ"),
    ("12", "Hoàn thành báo cáo kiểm kê đất đai", "Sở Tài chính"),
    ("13", "Sửa đổi quy định về thu hồi đất và bồi thường", "Sở Tư pháp"),
)


def scanned_text(
    pages: int = 1, *, turn: int = 0, lean: float = 0.0, stamped: bool = False
) -> bytes:
    """Return pages of text as a scanner gives them; they lie `turn` degrees anticlockwise."""
    return bound(
        [worn(page_of_text(number), turn, lean, stamped) for number in range(1, pages + 1)]
    )


def scanned_table() -> bytes:
    """Return a page with a ruled table, scanned."""
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    edges = (60, 110, 400, 540)
    for row in range(len(CELLS) + 1):
        page.draw_line((edges[0], 100 + 30 * row), (edges[-1], 100 + 30 * row), width=0.8)
    for x in edges:
        page.draw_line((x, 100), (x, 100 + 30 * len(CELLS)), width=0.8)
    for row, cells in enumerate(CELLS):
        for x, text in zip(edges, cells, strict=False):
            write(page, x + 6, 120 + 30 * row, text, 11)
    return bound([worn(document, 0, 0.0, stamped=False)])


def page_of_text(number: int) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    for row, line in enumerate((HEAD[0].format(number=number), *BODY)):
        write(page, 90, 110 + 24 * row, line, 12)
    return document


def write(page: pymupdf.Page, x: float, y: float, text: str, size: float) -> None:
    page.insert_text((x, y), text, fontsize=size, fontname="drawn", fontfile=FONT)


def worn(document: pymupdf.Document, turn: int, lean: float, stamped: bool) -> Image.Image:
    drawn = document[0].get_pixmap(dpi=DOTS)
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    if stamped:
        stamp(picture)
    slanted = picture.rotate(-lean, Image.Resampling.BICUBIC, fillcolor="white")
    return slanted.rotate(turn, expand=True).filter(ImageFilter.GaussianBlur(0.6))


def stamp(picture: Image.Image) -> None:
    """Press a red ring with a star over the text."""
    pen = ImageDraw.Draw(picture, "RGBA")
    x, y, radius = 700, 420, 180
    for inset in (0, 14, 60):
        box = (x - radius + inset, y - radius + inset, x + radius - inset, y + radius - inset)
        pen.ellipse(box, outline=(205, 30, 40, 170), width=8)
    points = [
        (x + 70 * math.sin(angle), y - 70 * math.cos(angle))
        for angle in (step * 4 * math.pi / 5 for step in range(5))
    ]
    pen.polygon(points, outline=(205, 30, 40, 170), width=6)


def bound(pictures: list[Image.Image]) -> bytes:
    document = pymupdf.open()
    for picture in pictures:
        written = io.BytesIO()
        picture.save(written, "JPEG", quality=80)
        size = picture.width * 72 / DOTS, picture.height * 72 / DOTS
        page = document.new_page(width=size[0], height=size[1])
        page.insert_image(page.rect, stream=written.getvalue())
    return saved(document)

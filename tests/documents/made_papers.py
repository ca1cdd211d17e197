"""Small papers made for the tests, good and hostile."""

import io
import zlib
from pathlib import Path

import pymupdf

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def text_paper(pages: int = 3) -> bytes:
    document = pymupdf.open()
    for number in range(1, pages + 1):
        page = document.new_page(width=595, height=842)
        page.insert_text((72, 100), f"Article {number}. The council meets", fontsize=14)
        page.insert_text((72, 140), f"1. Paper number {number} is read by all members.")
        page.insert_text((72, 160), f"2. Paper number {number} is then put to the vote.")
    return saved(document)


def sealed_paper() -> bytes:
    document = pymupdf.open("pdf", text_paper(1))
    document[0].draw_circle((300, 500), 60, color=(0.9, 0.1, 0.1), width=4)
    return saved(document)


def scan(mode: str = "L", width: int = 1654, paper: bytes | None = None) -> bytes:
    """Return a paper of one page that is a picture of text."""
    from PIL import Image, ImageFilter

    drawn = pymupdf.open("pdf", paper or text_paper(1))[0].get_pixmap(dpi=round(width / 595 * 72))
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    written = io.BytesIO()
    if mode == "1":
        picture.convert("1", dither=Image.Dither.NONE).save(written, "PNG")
    else:
        picture.filter(ImageFilter.GaussianBlur(2)).convert(mode).save(written, "JPEG")
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_image(page.rect, stream=written.getvalue())
    return saved(document)


def turned_paper(rotation: int) -> bytes:
    """Return one page with an offset crop box, turned, whose only word stands off the middle."""
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    page.insert_text((250, 300), "HERE", fontsize=40, rotate=rotation)
    page.set_cropbox(pymupdf.Rect(100, 150, 500, 700))
    page.set_rotation(rotation)
    return saved(document)


def encrypted_paper() -> bytes:
    document = pymupdf.open("pdf", text_paper(1))
    return document.tobytes(
        encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner"
    )


def saved(document: pymupdf.Document) -> bytes:
    return document.tobytes(garbage=3, deflate=True, no_new_id=True)


def assembled(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects, of which the first is the catalog."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def one_page(content: bytes, resources: bytes = b"", box: bytes = b"0 0 595 842") -> list[bytes]:
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R /Resources << %b >> >>"
        % (box, resources),
        content,
    ]


def nested_forms(depth: int = 14, calls: int = 10) -> bytes:
    """Return a page that draws a form that draws ten forms that draw ten forms each."""
    objects = one_page(stream(b"/F0 Do"), b"/XObject << /F0 5 0 R >>")
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    for level in range(depth):
        inner = b"/Resources << /XObject << /F%d %d 0 R >> >>" % (level + 1, level + 6)
        objects.append(stream(b"/F%d Do " % (level + 1) * calls, form + inner))
    objects.append(stream(b"0 0 9 9 re f", form))
    return assembled(objects)


def flate_bomb(megabytes: int = 1000) -> bytes:
    """Return a page whose drawing unpacks, twice, to gigabytes of strokes."""
    squeezer = zlib.compressobj(1)
    line = b"0 0 m 595 842 l S\n" * 60_000
    pieces = [squeezer.compress(line) for _ in range(megabytes)]
    packed = zlib.compress(b"".join(pieces) + squeezer.flush(), 9)
    return assembled(one_page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]")))


def giant_page() -> bytes:
    return assembled(one_page(stream(b"0 0 m 9 9 l S"), box=b"0 0 1000000 1000000"))


def many_pages(count: int = 20_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * count,
        ]
    )


def no_pages() -> bytes:
    return assembled(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    )


def file_of(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path

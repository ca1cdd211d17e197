"""PDF files that bomb, loop or lie."""

import random
import zlib

import pymupdf

from tests.documents.made_papers import assembled, one_page, saved, stream, text_paper

MIB = 1024 * 1024


def one_drawing(drawing: bytes, resources: bytes = b"") -> bytes:
    packed = zlib.compress(drawing, 6)
    return assembled(one_page(stream(packed, b"/Filter /FlateDecode"), resources))


def owner_only() -> bytes:
    document = pymupdf.open("pdf", text_paper(1))
    return document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner")


def acting() -> bytes:
    document = pymupdf.open("pdf", text_paper(1))
    document.embfile_add("evil.exe", b"MZ" + bytes(100))
    catalog = document.pdf_catalog()
    document.xref_set_key(catalog, "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>")
    document.xref_set_key(catalog, "AA", "<</WC<</S/Launch/F(/bin/sh)>>>>")
    return saved(document)


def counted(count: int) -> bytes:
    objects = one_page(stream(b"0 0 9 9 re f"))
    objects[1] = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count
    return assembled(objects)


def nested_arrays(depth: int) -> bytes:
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * depth + b"]" * depth])


def nested_dictionaries(depth: int) -> bytes:
    objects = one_page(stream(b"0 0 9 9 re f"))
    objects[2] = objects[2][:-2] + b"/A <<" * depth + b">>" * depth + b">>"
    return assembled(objects)


def with_length(length: int) -> bytes:
    return assembled(one_page(b"<< /Length %d >>\nstream\n0 0 9 9 re f\nendstream" % length))


def image(width: int, height: int, name: bytes, content: bytes, entries: bytes = b"") -> bytes:
    told = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8" % (
        width,
        height,
    )
    more = b" /ColorSpace /DeviceGray /Filter /%b %b" % (name, entries)
    drawn = one_page(stream(b"595 0 0 842 0 0 cm /P Do"), b"/XObject << /P 5 0 R >>")
    return assembled([*drawn, stream(content, told + more)])


def tree_in_itself() -> bytes:
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 20 /Parent 2 0 R >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", kids])


def own_parent() -> bytes:
    objects = one_page(stream(b"0 0 9 9 re f"))
    objects[2] = b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>"
    return assembled(objects)


def form_in_itself() -> bytes:
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
        b" /Resources << /XObject << /F 5 0 R >> >>"
    )
    drawn = one_page(stream(b"/F Do"), b"/XObject << /F 5 0 R >>")
    return assembled([*drawn, stream(b"/F Do " * 50, form)])


def xref_before_itself() -> bytes:
    good = assembled(one_page(stream(b"0 0 9 9 re f")))
    start = good.rindex(b"xref\n0")
    return good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def letter_in_itself() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0]"
        b" /FirstChar 65 /LastChar 65 /Widths [1000] /Encoding << /Differences [65 /A] >>"
        b" /CharProcs << /A 6 0 R >> /Resources << /Font << /F 5 0 R >> >> >>"
    )
    drawn = one_page(stream(b"BT /F 20 Tf (AAAA) Tj ET"), b"/Font << /F 5 0 R >>")
    return assembled([*drawn, font, stream(b"1000 0 d0 BT /F 900 Tf (AAAAAAAA) Tj ET")])


def font_of_itself() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /DescendantFonts [5 0 R]"
        b" /ToUnicode 6 0 R >>"
    )
    drawn = one_page(stream(b"BT /F 20 Tf (AAAA) Tj ET"), b"/Font << /F 5 0 R >>")
    cmap = stream(b"/A usecmap begincmap endcmap", b"/Type /CMap /CMapName /A /UseCMap 6 0 R")
    return assembled([*drawn, font, cmap])


def mask_of_itself() -> bytes:
    state = b"<< /Type /ExtGState /SMask << /S /Luminosity /G 6 0 R >> >>"
    form = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency >>"
        b" /Resources << /ExtGState << /G 5 0 R >> >>"
    )
    drawn = one_page(stream(b"/G gs 0 0 595 842 re f"), b"/ExtGState << /G 5 0 R >>")
    return assembled([*drawn, state, stream(b"/G gs 0 0 595 842 re f", form)])


def outline_round() -> bytes:
    objects = one_page(stream(b"0 0 9 9 re f"))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>"
    outline = b"<< /Type /Outlines /First 5 0 R /Last 5 0 R /Next 5 0 R /Title (A) /Count 1 >>"
    return assembled([*objects, outline])


def own_length() -> bytes:
    return b"<< /Length 4 0 R >>\nstream\n0 0 9 9 re f\nendstream"


def boxed(box: bytes) -> bytes:
    return assembled(one_page(stream(b"0 0 m 9 9 l S"), box=box))


def paged(entries: bytes) -> bytes:
    objects = one_page(stream(b"0 0 m 9 9 l S"))
    objects[2] = objects[2][:-2] + entries + b" >>"
    return assembled(objects)


def cropped(box: bytes) -> bytes:
    return paged(b"/CropBox [%b]" % box)


def turned(degrees: bytes) -> bytes:
    return paged(b"/Rotate %b" % degrees)


def united(unit: bytes) -> bytes:
    return paged(b"/UserUnit %b" % unit)


def squeezed(piece: bytes, times: int) -> bytes:
    """Return a zlib stream of a piece over and over, made as fast as it is small."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = squeezer.compress(piece) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + once * times + b"\x03\x00" + b"\0\0\0\1"


def flate(megabytes: int, *, twice: bool = False) -> bytes:
    packed = squeezed(b"0 0 m 595 842 l S\n" * 60_000, megabytes)
    if twice:
        packed = zlib.compress(packed, 9)
        return assembled(one_page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]")))
    return assembled(one_page(stream(packed, b"/Filter /FlateDecode")))


def strokes() -> bytes:
    chance = random.Random(1)
    lines = b"".join(
        b"%d %d m %d %d l S\n" % tuple(chance.randrange(800) for _ in range(4)) for _ in range(1000)
    )
    packed = zlib.compress(lines * 11_000, 1)
    return assembled(one_page(stream(packed, b"/Filter /FlateDecode")))


def fills() -> bytes:
    packed = squeezed(b"0 0 595 842 re f .5 g\n" * 10_000, 100)
    return assembled(one_page(stream(packed, b"/Filter /FlateDecode")))


def tiling() -> bytes:
    pattern = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 300 300]"
        b" /XStep 0.01 /YStep 0.01 /Resources << >>"
    )
    drawing = b"/Pattern cs /T scn 0 0 595 842 re f"
    drawn = one_page(stream(drawing), b"/Pattern << /T 5 0 R >>")
    return assembled([*drawn, stream(b"0 0 300 300 re f 1 0 0 rg 0 0 200 200 re f", pattern)])


def shading() -> bytes:
    function = stream(
        b"{ " + b"sin cos 1 add dup mul 0.5 exp " * 20_000 + b"}",
        b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]",
    )
    shading = (
        b"<< /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1 0 1] /Matrix [595 0 0 842 0 0]"
        b" /Function 6 0 R >>"
    )
    drawn = one_page(stream(b"/S sh " * 100), b"/Shading << /S 5 0 R >>")
    return assembled([*drawn, shading, function])


def letters() -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    packed = squeezed(b"BT /F 8 Tf 9 9 Td (" + b"abcdefghij " * 900 + b") Tj ET\n", 10_000)
    drawn = one_page(stream(packed, b"/Filter /FlateDecode"), b"/Font << /F 5 0 R >>")
    return assembled([*drawn, font])


def giant_picture(side: int) -> bytes:
    return image(side, side, b"FlateDecode", squeezed(bytes(MIB), side * side // MIB + 1))


def many_pictures() -> bytes:
    names = b" ".join(b"/P%d 5 0 R" % number for number in range(1000))
    drawing = b"".join(b"q 595 0 0 842 0 0 cm /P%d Do Q " % number for number in range(1000))
    entries = (
        b"/Type /XObject /Subtype /Image /Width 4000 /Height 4000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Filter /FlateDecode"
    )
    packed = squeezed(bytes(MIB), 16)
    drawn = one_page(stream(drawing), b"/XObject << %b >>" % names)
    return assembled([*drawn, stream(packed, entries)])


def mined() -> bytes:
    """Return ten pages of which every other one never ends."""
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 15))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%b] /Count 10 >>" % kids,
            stream(b"0 0 m 99 99 l S"),
            stream(squeezed(b"0 0 m 595 842 l S\n" * 60_000, 2000), b"/Filter /FlateDecode"),
            *[page % (3 + number % 2) for number in range(10)],
        ]
    )

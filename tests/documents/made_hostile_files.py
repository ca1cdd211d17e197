"""Bombs, loops, lies and broken files, made when they are needed; nothing of them is kept.

Each tells under which name it arrives, and how it may end: refused with one of some codes, or
taken as a paper. What ends neither way within its deadline is a fault of the house.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.documents import made_hostile_office as office
from tests.documents import made_hostile_pdfs as pdfs
from tests.documents import made_hostile_pictures as pictures
from tests.documents.made_papers import (
    assembled,
    encrypted_paper,
    giant_page,
    many_pages,
    nested_forms,
    no_pages,
    one_page,
    scan,
    sealed_paper,
    text_paper,
)

READABLE = "readable"
"""It became a paper that can be read, if need be with pages marked as unreadable."""
UNREADABLE = "paper.unreadable"
"""It became a paper of which no page can be read, and says so."""
DAMAGED = "paper.damaged"
ANY_PDF = frozenset({READABLE, UNREADABLE, DAMAGED})


@dataclass(frozen=True)
class Hostile:
    """One file: its name, what makes it, and how it may end."""

    what: str
    make: Callable[[], bytes] = field(repr=False)
    ends: frozenset[str]
    name: str = "paper.pdf"
    quick: bool = True
    """Whether it costs next to nothing when all is well."""


def hostile_files() -> Iterator[Hostile]:
    """Yield every file but the fuzzed ones."""
    yield from _what_it_is()
    yield from _broken()
    yield from _loops()
    yield from _shapes()
    yield from _drawn()
    yield from _zipped()
    yield from _office()
    yield from _pictures()
    yield from _named()


def fuzzed(count: int, seed: int = 3) -> Iterator[Hostile]:
    """Yield real papers with bytes flipped, always the same ones."""
    chance = random.Random(seed)
    sources = (text_paper(2), sealed_paper(), scan("L", 800))
    for number in range(count):
        content = bytearray(chance.choice(sources))
        for _ in range(chance.choice((1, 3, 10, 40, 200))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        made = bytes(content)
        ends = ANY_PDF | {"paper.not_a_paper", "paper.no_pages", "paper.page_too_large"}
        ends |= {"paper.encrypted", "paper.too_many_pages"}
        yield Hostile(f"fuzzed {number}", lambda made=made: made, ends)


def _pdf(what: str, make: Callable[[], bytes], *ends: str, quick: bool = True) -> Hostile:
    return Hostile(what, make, frozenset(ends) or ANY_PDF, quick=quick)


def _word(what: str, document: bytes, ends: frozenset[str], *, quick: bool = False) -> Hostile:
    return Hostile(what, lambda: office.word(document), ends, "a.docx", quick)


def _what_it_is() -> Iterator[Hostile]:
    not_a_paper = "paper.not_a_paper"
    good = text_paper(1)
    yield _pdf("nothing", lambda: b"", "paper.empty")
    yield _pdf("one byte", lambda: b"%", not_a_paper)
    yield _pdf("a page of the web", lambda: b"<!doctype html><p>No PDF" * 50, not_a_paper)
    yield _pdf("only the first line of a PDF", lambda: b"%PDF-1.7\n", DAMAGED)
    yield _pdf("900 bytes before the PDF", lambda: b"x" * 900 + good, READABLE)
    yield _pdf("2000 bytes before the PDF", lambda: b"x" * 2000 + good, not_a_paper)
    yield _pdf("a GIF that is a PDF", lambda: b"GIF89a" + bytes(90) + good, READABLE)
    yield _pdf("a PDF that is a ZIP", lambda: good + office.zip_of({"a.txt": b"x"}), READABLE)
    yield Hostile("a PDF named .docx", lambda: good, frozenset({READABLE}), "paper.docx")
    yield Hostile("a ZIP named .pdf", lambda: office.zip_of({"a": b"x"}), frozenset({not_a_paper}))
    yield Hostile("a program", lambda: b"MZ" + bytes(500), frozenset({not_a_paper}), "paper.exe")
    yield _pdf("locked with a password", encrypted_paper, "paper.encrypted")
    yield _pdf("locked for its owner only", pdfs.owner_only, READABLE)
    yield _pdf("a PDF that runs, launches and carries files", pdfs.acting, READABLE)


def _broken() -> Iterator[Hostile]:
    good = text_paper(4)
    for tenth in range(1, 10):
        yield _pdf(f"cut off at {tenth} tenths", lambda t=tenth: good[: len(good) * t // 10])
    yield _pdf("a table of places that lies", lambda: good.replace(b"00000 n", b"99999 n"))
    yield _pdf("a start that lies", lambda: good.replace(b"startxref\n", b"startxref\n9"))
    yield _pdf("a billion pages, it says", lambda: pdfs.counted(1_000_000_000))
    yield _pdf("minus one page, it says", lambda: pdfs.counted(-1), *ANY_PDF, "paper.no_pages")
    yield _pdf("no pages", no_pages, "paper.no_pages")
    yield _pdf("arrays in arrays", lambda: pdfs.nested_arrays(200_000), *ANY_PDF, "paper.no_pages")
    yield _pdf("dictionaries in dictionaries", lambda: pdfs.nested_dictionaries(100_000))
    yield _pdf("a stream longer than its file", lambda: pdfs.with_length(10**12))
    yield _pdf("a stream of negative length", lambda: pdfs.with_length(-5))
    for name in (b"JPXDecode", b"JBIG2Decode", b"DCTDecode", b"CCITTFaxDecode", b"LZWDecode"):
        made = random.Random(name).randbytes(20_000)
        yield _pdf(f"noise as {name.decode()}", lambda n=name, m=made: pdfs.image(2000, 2000, n, m))


def _loops() -> Iterator[Hostile]:
    yield _pdf("a page tree in itself", pdfs.tree_in_itself, *ANY_PDF, "paper.no_pages")
    yield _pdf("a page that is its own parent", pdfs.own_parent, *ANY_PDF)
    yield _pdf("a form that draws itself", pdfs.form_in_itself)
    yield _pdf("forms in forms in forms", nested_forms, quick=False)
    yield _pdf("a table of places before itself", pdfs.xref_before_itself)
    yield _pdf("a letter that draws itself", pdfs.letter_in_itself)
    yield _pdf("a font made of itself", pdfs.font_of_itself)
    yield _pdf("a mask behind itself", pdfs.mask_of_itself)
    yield _pdf("contents in contents", lambda: assembled(one_page(b"[4 0 R 4 0 R]")))
    yield _pdf("an outline that goes round", pdfs.outline_round, READABLE)
    yield _pdf("a length that asks for itself", lambda: assembled(one_page(pdfs.own_length())))


def _shapes() -> Iterator[Hostile]:
    too_large = "paper.page_too_large"
    yield _pdf("100,000 pages", lambda: many_pages(100_000), "paper.too_many_pages")
    yield _pdf("a page of a million points", giant_page, too_large)
    for box in (b"0 0 0 0", b"595 842 0 0", b"0 0 -595 -842", b"0 0 nan nan", b"0 0 1e30 1e30"):
        told = box.decode()
        yield _pdf(f"a page of {told}", lambda b=box: pdfs.boxed(b), *ANY_PDF, too_large)
    yield _pdf(
        "a page of 99…9", lambda: pdfs.boxed(b"0 0 " + b"9" * 400 + b" 9"), *ANY_PDF, too_large
    )
    yield _pdf("a hair of a page", lambda: pdfs.boxed(b"0 0 0.001 842"), *ANY_PDF, too_large)
    yield _pdf("a very long page", lambda: pdfs.boxed(b"0 0 1 19999"))
    yield _pdf(
        "a crop outside the page", lambda: pdfs.cropped(b"900 900 1000 1000"), *ANY_PDF, too_large
    )
    yield _pdf("turned by 45 degrees", lambda: pdfs.turned(b"45"))
    yield _pdf("units of 75000 inches", lambda: pdfs.united(b"75000"), *ANY_PDF, too_large)


def _drawn() -> Iterator[Hostile]:
    yield _pdf("2 GB of drawing in a small file", lambda: pdfs.flate(2000), quick=False)
    yield _pdf("4 GB of drawing, squeezed twice", lambda: pdfs.flate(4000, twice=True), quick=False)
    yield _pdf("eleven million strokes", pdfs.strokes, quick=False)
    yield _pdf("a million whole-page fills", pdfs.fills, quick=False)
    yield _pdf("a tiling of tiny steps", pdfs.tiling, quick=False)
    yield _pdf("a shading that computes for ever", pdfs.shading, quick=False)
    yield _pdf("100 million letters", pdfs.letters, quick=False)
    yield _pdf("a picture of 60000 by 60000", lambda: pdfs.giant_picture(60_000), quick=False)
    yield _pdf("a picture of 100000 by 100000", lambda: pdfs.giant_picture(100_000), quick=False)
    yield _pdf("a thousand pictures on a page", pdfs.many_pictures, quick=False)
    yield _pdf("a million saved states", lambda: pdfs.one_drawing(b"q " * 1_000_000))
    yield _pdf(
        "a path that never ends",
        lambda: pdfs.one_drawing(b"0 0 m " + b"9 9 l 0 0 l " * 400_000 + b"f"),
        quick=False,
    )
    yield _pdf(
        "dashes thinner than hair", lambda: pdfs.one_drawing(b"[0.0001] 0 d 0 0 m 595 842 l S")
    )
    yield _pdf("clips upon clips", lambda: pdfs.one_drawing(b"0 0 595 842 re W n " * 100_000))
    yield _pdf("bombs on five pages of ten", pdfs.mined, READABLE, quick=False)


def _zipped() -> Iterator[Hostile]:
    too_large = frozenset({"paper.unpacks_too_large"})
    not_a_paper = frozenset({"paper.not_a_paper"})
    broken = frozenset({DAMAGED, "paper.conversion_failed", "paper.unpacks_too_large"})
    yield Hostile(
        "a ZIP bomb as .docx", lambda: office.bomb("word/document.xml"), too_large, "a.docx"
    )
    yield Hostile(
        "a ZIP bomb as .xlsx", lambda: office.bomb("xl/workbook.xml"), too_large, "a.xlsx"
    )
    yield Hostile(
        "a bomb of pictures", lambda: office.bomb("word/media/1.bmp", 1200), too_large, "a.docx"
    )
    yield Hostile("ZIPs in ZIPs", office.zips_in_zips, not_a_paper, "a.docx")
    yield Hostile("a ZIP that overlaps itself", office.overlapping, broken, "a.docx")
    yield Hostile("a ZIP that lies about sizes", office.lying_zip, broken, "a.docx")
    yield Hostile(
        "twenty thousand parts", office.many_parts, broken | {READABLE}, "a.docx", quick=False
    )
    yield Hostile(
        "only a Word's first part",
        lambda: office.zip_of({"word/document.xml": b""}),
        broken,
        "a.docx",
    )


def _office() -> Iterator[Hostile]:
    failed = frozenset({DAMAGED, "paper.conversion_failed", "paper.conversion_too_long"})
    either = failed | ANY_PDF | {"paper.too_many_pages", "paper.no_pages", "paper.not_a_paper"}
    slow = {"quick": False}
    yield Hostile("entities a billion times", lambda: office.word(office.LAUGHS), failed, "a.docx")
    yield Hostile(
        "an entity that is a file", lambda: office.word(office.FILE_ENTITY), failed, "a.docx"
    )
    yield Hostile(
        "tables in tables in Word",
        lambda: office.word(office.nested_tables(3000)),
        either,
        "a.docx",
        **slow,
    )
    yield Hostile(
        "a table of 60,000 rows",
        lambda: office.word(office.long_table(60_000)),
        either,
        "a.docx",
        **slow,
    )
    yield Hostile(
        "Word that wants pictures from outside", office.word_from_the_net, either, "a.docx", **slow
    )
    yield Hostile("Word with macros", office.word_with_macros, either, "a.docm", **slow)
    yield Hostile("Word with paths that climb", office.word_that_climbs, either, "a.docx", **slow)
    yield Hostile("a sheet with a cell at its far end", office.far_cell, either, "a.xlsx", **slow)
    yield Hostile(
        "RTF of nested groups", lambda: b"{\\rtf1 " + b"{" * 500_000, either, "a.rtf", **slow
    )
    yield Hostile("RTF of endless tables", office.rtf_tables, either, "a.rtf", **slow)
    yield Hostile("RTF that carries gigabytes, it says", office.rtf_binary, either, "a.rtf", **slow)
    yield Hostile("Word 97 of noise", office.noisy_doc, either, "a.doc", **slow)
    yield Hostile("OpenDocument of noise", office.noisy_odt, either, "a.odt", **slow)


def _pictures() -> Iterator[Hostile]:
    too_large = frozenset({"paper.picture_too_large"})
    damaged = frozenset({DAMAGED})
    bad = too_large | damaged
    yield Hostile(
        "a PNG of 60000 by 60000", lambda: pictures.png(60_000, 60_000), too_large, "a.png"
    )
    yield Hostile(
        "a PNG with nothing in it", lambda: pictures.png(2000, 2000, b""), damaged, "a.png"
    )
    too_small = frozenset({"paper.picture_too_small"})
    yield Hostile("a PNG of one pixel", lambda: pictures.png(1, 1), too_small, "a.png")
    yield Hostile("a JPEG of 65500 by 65500", lambda: pictures.jpeg_of(65_500), bad, "a.jpg")
    yield Hostile("half a JPEG", lambda: pictures.jpeg()[:-4000], damaged, "a.jpg")
    yield Hostile(
        "a JPEG with noise about itself", pictures.odd_exif, frozenset({READABLE}), "a.jpg"
    )
    yield Hostile("the first bytes of a JPEG", lambda: b"\xff\xd8\xff\xe0", damaged, "a.jpg")
    yield Hostile(
        "a TIFF whose pages go round",
        pictures.tiff_round,
        bad | {"paper.too_many_pictures"},
        "a.tif",
    )
    yield Hostile(
        "a TIFF of 2000 pages", pictures.tiff_pages, frozenset({"paper.too_many_pictures"}), "a.tif"
    )
    yield Hostile("a TIFF of gigabytes", pictures.tiff_giant, bad, "a.tif")
    heic = b"\0\0\0\x18ftypheic" + bytes(400)
    yield Hostile(
        "an iPhone's own picture", lambda: heic, frozenset({"paper.picture_heic"}), "a.heic"
    )
    yield Hostile(
        "a JPEG that is a PDF",
        lambda: pictures.jpeg() + text_paper(1),
        frozenset({READABLE}),
        "a.jpg",
    )


def _named() -> Iterator[Hostile]:
    names = (
        "../../../../etc/passwd.pdf",
        "C:\\Windows\\..\\con.pdf",
        "x" * 5000 + ".pdf",
        "a\nb\rc.pdf",
        "tài liệu\u202efdp.exe.pdf",
        "<script>alert(1)</script>.pdf",
        "%2e%2e%2f%00.pdf",
        "....pdf",
    )
    for number, name in enumerate(names):
        good = text_paper(1) + b"%% %d" % number
        yield Hostile(f"named {name[:24]!r}", lambda g=good: g, frozenset({READABLE}), name)

import contextlib
import io
import shutil
import zipfile

import pytest

from documents import office
from documents.inspection import examine, take_in
from documents.pdf import Paper
from documents.received import shown_name
from foundation.errors import Invalid, Refusal, Unavailable
from tests.documents.made_papers import (
    assembled,
    encrypted_paper,
    file_of,
    giant_page,
    many_pages,
    no_pages,
    one_page,
    text_paper,
    turned_paper,
)

LARGEST = 64 * 1024 * 1024
HTML = b"<!doctype html><title>A page of the web</title>" * 50


def zipped(*names):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return written.getvalue()


def refusal_of(workers, vault, content, name="paper.pdf"):
    staged = vault.stage(io.BytesIO(content), LARGEST)
    with pytest.raises(Refusal) as refused:
        examine(workers, vault, staged, name)
    assert list((vault.root / "staged").iterdir()) == []
    assert not (vault.root / "papers").exists()
    return refused.value.code, refused.value.parameters


def test_a_pdf_is_accepted_with_the_size_of_each_page(workers, vault):
    staged = vault.stage(io.BytesIO(text_paper(3)), LARGEST)
    examined = examine(workers, vault, staged, "Tờ trình.PDF")
    assert (examined.readable, examined.media_type) == (None, "application/pdf")
    assert examined.pages == [(595, 842)] * 3
    assert staged.path.exists()


def test_sizes_are_those_of_the_page_as_it_is_shown(workers, vault):
    staged = vault.stage(io.BytesIO(turned_paper(90)), LARGEST)
    assert examine(workers, vault, staged, "a.pdf").pages == [(550, 400)]


def test_what_is_taken_in_is_kept_and_described(workers, vault):
    content = text_paper(2)
    kept = take_in(workers, vault, io.BytesIO(content), "C:\\papers\\a\tb.pdf", LARGEST)
    assert kept.sha256 == kept.readable_sha256
    assert vault.path_of(kept.sha256).read_bytes() == content
    assert (kept.file_name, kept.size, len(kept.pages)) == ("ab.pdf", len(content), 2)
    assert list((vault.root / "staged").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (HTML, "paper.pdf", "paper.not_a_paper"),
        (b"plain words", "paper.docx", "paper.not_a_paper"),
        (zipped("a.txt"), "paper.zip", "paper.not_a_paper"),
        (zipped("word/document.xml"), "paper.xlsx", "paper.not_a_paper"),
        (zipped("word/document.xml")[:-10], "paper.docx", "paper.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "paper.doc", "paper.not_a_paper"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "paper.pdf", "paper.damaged"),
        (no_pages(), "paper.pdf", "paper.no_pages"),
        (giant_page(), "paper.pdf", "paper.page_too_large"),
    ],
)
def test_what_is_no_good_paper_is_refused_by_name(workers, vault, content, name, code):
    assert refusal_of(workers, vault, content, name)[0] == code


def test_a_locked_paper_is_refused(workers, vault):
    assert refusal_of(workers, vault, encrypted_paper())[0] == "paper.encrypted"


def test_a_locked_office_paper_is_refused(workers, vault):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert refusal_of(workers, vault, content, "a.docx")[0] == "paper.encrypted"


def test_a_paper_of_too_many_pages_is_refused(workers, vault):
    code, parameters = refusal_of(workers, vault, many_pages())
    assert (code, parameters) == ("paper.too_many_pages", {"most": 10_000})


def test_a_paper_of_very_many_pages_is_accepted(workers, vault):
    staged = vault.stage(io.BytesIO(many_pages(9000)), LARGEST)
    assert len(examine(workers, vault, staged, "a.pdf").pages) == 9000


def test_a_truncated_paper_is_mended_or_refused(workers, vault):
    content = text_paper(4)
    staged = vault.stage(io.BytesIO(content[: len(content) // 2]), LARGEST)
    try:
        assert examine(workers, vault, staged, "a.pdf").pages
    except Refusal as refused:
        assert refused.code == "paper.damaged"  # noqa: PT017


@pytest.mark.parametrize("tenths", [2, 4, 6, 8])
def test_what_a_truncated_paper_lost_is_marked_page_by_page(tmp_path, tenths):
    content = text_paper(4)
    paper = Paper(file_of(tmp_path, "cut.pdf", content[: len(content) * tenths // 10]))
    read = 0
    for number in range(1, paper.count_pages() + 1):
        with contextlib.suppress(Invalid):
            assert paper.page(number).content().spans  # never a page that is silently blank
            read += 1
    assert read == tenths // 2 - 1


def test_a_page_that_is_blank_by_intention_is_no_lost_one(tmp_path):
    content = assembled(one_page(b"null"))
    paper = Paper(file_of(tmp_path, "blank.pdf", content.replace(b"startxref", b"startxxxx")))
    assert paper.count_pages() == 1


@pytest.mark.parametrize("kind", [b"heic", b"mif1", b"avif"])
def test_pictures_of_an_iphone_are_refused_with_a_way_out(workers, vault, kind):
    code, _ = refusal_of(workers, vault, b"\0\0\0\x18ftyp" + kind + bytes(90), "a.heic")
    assert code == "paper.picture_heic"


def test_without_a_converter_office_papers_are_refused_as_such(workers, vault, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    staged = vault.stage(io.BytesIO(zipped("word/document.xml")), LARGEST)
    with pytest.raises(Unavailable, match=r"paper\.office_needs_converter"):
        examine(workers, vault, staged, "a.docx")
    assert list((vault.root / "staged").iterdir()) == []


def test_a_converter_without_its_part_for_sheets_reads_texts_only(tmp_path, monkeypatch):
    converter = tmp_path / "soffice"
    converter.touch()
    monkeypatch.setattr(shutil, "which", lambda name: str(converter))
    assert office.reads("xlsx")  # an installation of another make: nothing can be seen from it
    (tmp_path / office.PART_OF_TEXTS).touch()
    assert [office.reads(kind) for kind in ("docx", "rtf", "xls", "pptx")] == [
        True, True, False, False,
    ]  # fmt: skip
    (tmp_path / "libsclo.so").touch()
    assert office.reads("xlsx")


def test_a_sheet_that_the_converter_cannot_read_is_refused_as_such(workers, vault, monkeypatch):
    monkeypatch.setattr(office, "reads", lambda kind: kind != "xlsx")
    code, _ = refusal_of(workers, vault, zipped("xl/workbook.xml"), "a.xlsx")
    assert code == "paper.office_needs_part"


def test_a_converter_that_makes_nothing_is_told(workers, vault, monkeypatch):
    monkeypatch.setattr(office, "CONVERTER", "false")
    code, _ = refusal_of(workers, vault, zipped("word/document.xml"), "a.docx")
    assert code == "paper.conversion_failed"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Tờ trình số 5.pdf", "Tờ trình số 5.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.docx", "b.docx"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_file_name_is_shown_without_folders_and_tricks(given, shown):
    assert shown_name(given) == shown

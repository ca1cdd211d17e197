import io
import os
import shutil
import socket
import struct
import time
from pathlib import Path

import docx
import openpyxl
import pytest

from documents import fonts, office
from documents.fonts import configuration, vietnamese_fonts_found
from documents.inspection import take_in
from documents.jobs import Jobs
from documents.pdf import Paper
from documents.tools import tools
from foundation.errors import Invalid
from tests.documents.made_hostile_office import word_from_outside
from tests.documents.made_pictures import drawn, written

LARGEST = 64 * 1024 * 1024
TITLE = "BỘ VĂN HOÁ, THỂ THAO VÀ DU LỊCH"

needs_converter = pytest.mark.skipif(
    shutil.which(office.CONVERTER) is None, reason="soffice is not installed"
)


def word_paper():
    document = docx.Document()
    document.add_heading(TITLE, 1)
    document.styles["Normal"].font.name = "Times New Roman"
    document.add_paragraph("Điều 1. Ưu tiên đặc biệt những người được hưởng.")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def sheet_paper():
    book = openpyxl.Workbook()
    for row in range(1, 6):
        book.active.append([row, f"Hạng mục {row}", row * 1000])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@needs_converter
def test_a_word_paper_becomes_a_pdf_with_every_vietnamese_letter(workers, vault):
    content = word_paper()
    kept = take_in(workers, vault, io.BytesIO(content), "Tờ trình.docx", LARGEST)
    assert kept.media_type == office.MEDIA_TYPES["docx"]
    assert kept.sha256 != kept.readable_sha256
    assert vault.path_of(kept.sha256).read_bytes() == content
    page = Paper(vault.path_of(kept.readable_sha256)).page(1)
    text = " ".join(span.text for span in page.content().spans)
    assert TITLE in text
    assert "Ưu tiên đặc biệt những người được hưởng" in text
    assert list((vault.root / "staged").iterdir()) == []


@needs_converter
@pytest.mark.skipif(not vietnamese_fonts_found(), reason="fonts-croscore is not installed")
def test_times_new_roman_is_drawn_with_a_font_of_its_widths(workers, vault):
    kept = take_in(workers, vault, io.BytesIO(word_paper()), "a.docx", LARGEST)
    assert b"Tinos" in vault.path_of(kept.readable_sha256).read_bytes()


@needs_converter
def test_a_sheet_becomes_a_pdf(workers, vault):
    kept = take_in(workers, vault, io.BytesIO(sheet_paper()), "a.xlsx", LARGEST)
    assert len(kept.pages) >= 1


@needs_converter
def test_rich_text_becomes_a_pdf(workers, vault):
    kept = take_in(workers, vault, io.BytesIO(b"{\\rtf1 A paper.}"), "a.rtf", LARGEST)
    assert kept.media_type == "application/rtf"


def test_a_converter_that_hangs_is_ended_with_all_its_children(
    workers, vault, tmp_path, monkeypatch
):
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\nsleep 61.07 & sleep 61.07\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "CONVERTER", str(hanging))
    monkeypatch.setattr(office, "SECONDS", 1.0)
    paper = tmp_path / "paper"
    paper.write_bytes(b"{\\rtf1 A paper.}")
    began = time.monotonic()
    with pytest.raises(Invalid, match=r"paper\.conversion_too_long"):
        office.convert(vault, Jobs(workers), paper, "rtf", old_font=False)
    assert time.monotonic() - began < 20
    assert list((vault.root / "staged").iterdir()) == []
    assert not _sleeping("61.07")


@needs_converter
def test_a_wide_sheet_keeps_its_columns_together_and_all_its_rows(workers, vault):
    kept = take_in(workers, vault, io.BytesIO(wide_sheet(120, 30)), "a.xlsx", LARGEST)
    paper = Paper(vault.path_of(kept.readable_sha256))
    pages = [words_on(paper, number) for number in range(1, len(kept.pages) + 1)]
    for row in range(1, 121):
        (page,) = [words for words in pages if f"r{row}c1" in words]
        assert {f"r{row}c{column}" for column in range(1, 31)} <= page
    assert kept.pages[0][0] > kept.pages[0][1]


@needs_converter
def test_a_narrow_sheet_stays_upright_and_is_not_blown_up(workers, vault):
    kept = take_in(workers, vault, io.BytesIO(wide_sheet(3, 2)), "a.xlsx", LARGEST)
    assert kept.pages[0][0] < kept.pages[0][1]
    spans = Paper(vault.path_of(kept.readable_sha256)).page(1).content().spans
    assert all(span.size < 12 for span in spans)


@needs_converter
@pytest.mark.parametrize("kind", ["docx", "rtf"])
@pytest.mark.parametrize(
    ("font", "typed"),
    [
        (".VnTime", "®iÒu 5. Uû ban nh©n d©n x· tr×nh Héi ®ång nh©n d©n"),
        ("VNI-Times", "ñieàu 5. Uûy ban nhaân daân xaõ trình Hoäi ñoàng nhaân daân"),
    ],
)
def test_old_encodings_come_out_in_unicode(workers, vault, kind, font, typed):
    content = old_word_paper(font, typed) if kind == "docx" else old_rich_text(font, typed)
    kept = take_in(workers, vault, io.BytesIO(content), f"a.{kind}", LARGEST)
    text = text_of_page(Paper(vault.path_of(kept.readable_sha256)))
    assert "điều 5. " in text
    assert "ban nhân dân xã trình Hội đồng nhân dân" in text
    assert vault.path_of(kept.sha256).read_bytes() == content


@needs_converter
def test_capital_fonts_and_marks_in_the_next_run_are_understood(workers, vault):
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("quyÕt ®Þnh").font.name = ".VnTimeH"
    second = document.add_paragraph()
    for piece in ("Hoa", "ø bình, töï do"):
        second.add_run(piece).font.name = "VNI-Times"
    document.add_paragraph("Văn bản này có sẵn chữ Unicode, xin giữ nguyên như vậy.")
    kept = take_in(workers, vault, io.BytesIO(saved(document)), "a.docx", LARGEST)
    text = text_of_page(Paper(vault.path_of(kept.readable_sha256)))
    assert "QUYẾT ĐỊNH" in text
    assert "Hoà bình, tự do" in text
    assert "Văn bản này có sẵn chữ Unicode, xin giữ nguyên như vậy." in text


@needs_converter
def test_an_old_encoding_without_its_font_is_told_by_its_letters(workers, vault):
    content = old_rich_text("Times New Roman", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. " * 8)
    kept = take_in(workers, vault, io.BytesIO(content), "a.rtf", LARGEST)
    text = text_of_page(Paper(vault.path_of(kept.readable_sha256)))
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam." in text


@needs_converter
@pytest.mark.skipif("PAPERS_DIR" not in os.environ, reason="PAPERS_DIR names no real papers")
def test_real_papers_in_tcvn3_come_out_in_unicode(workers, vault):
    for path in sorted(Path(os.environ["PAPERS_DIR"], "word").glob("tcvn3-*.doc")):
        with path.open("rb") as file:
            kept = take_in(workers, vault, file, path.name, LARGEST)
        text = text_of_page(Paper(vault.path_of(kept.readable_sha256)))
        assert "VĂN PHÒNG QUỐC HỘI" in text
        assert "®" not in text


@needs_converter
def test_what_lies_outside_a_word_file_is_not_fetched(workers, vault):
    with socket.create_server(("127.0.0.1", 0)) as outside:
        outside.settimeout(0.1)
        address = f"http://127.0.0.1:{outside.getsockname()[1]}"
        content = word_from_outside(f"{address}/a.png", f"{address}/a.dotm")
        kept = take_in(workers, vault, io.BytesIO(content), "a.docx", LARGEST)
        with pytest.raises(TimeoutError):
            outside.accept()
    page = Paper(vault.path_of(kept.readable_sha256)).page(1)
    assert "root:" not in " ".join(span.text for span in page.content().spans)


@needs_converter
def test_a_picture_that_lies_on_the_server_is_not_shown(workers, vault, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(written(drawn(400), "PNG"))
    content = word_from_outside(secret.as_uri(), secret.as_uri())
    kept = take_in(workers, vault, io.BytesIO(content), "a.docx", LARGEST)
    assert not Paper(vault.path_of(kept.readable_sha256)).page(1).pictures
    rich = b'{\\rtf1 {\\field{\\*\\fldinst INCLUDEPICTURE "%b"}{\\fldrslt x}} A paper.}'
    rich %= str(secret).encode()
    kept = take_in(workers, vault, io.BytesIO(rich), "a.rtf", LARGEST)
    assert not Paper(vault.path_of(kept.readable_sha256)).page(1).pictures


def wide_sheet(rows, columns):
    book = openpyxl.Workbook()
    for row in range(1, rows + 1):
        book.active.append([f"r{row}c{column}" for column in range(1, columns + 1)])
    return saved(book)


def old_word_paper(font, text):
    document = docx.Document()
    document.add_paragraph().add_run(text).font.name = font
    return saved(document)


def old_rich_text(font, text):
    typed = "".join(
        letter if letter.isascii() else f"\\'{letter.encode('latin-1').hex()}" for letter in text
    )
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 {font};}}}}\\f0 {typed}}}".encode()


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def words_on(paper, number):
    return {word for span in paper.page(number).content().spans for word in span.text.split()}


def text_of_page(paper):
    return " ".join("".join(span.text for span in paper.page(1).content().spans).split())


def _sleeping(seconds):
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command.read_bytes() == f"sleep\0{seconds}\0".encode():
                return True
        except OSError:
            continue
    return False


@pytest.mark.skipif(not vietnamese_fonts_found(), reason="fonts-croscore is not installed")
def test_the_converter_sees_no_font_that_lacks_letters(tmp_path):
    told = configuration(tmp_path)
    assert "<family>Times New Roman</family><prefer><family>Tinos</family>" in told
    assert "/liberation<" not in told


def test_a_font_that_lacks_letters_is_known_by_its_own_table(tmp_path, monkeypatch):
    torn = fonts.Family(tmp_path, "Torn.ttf", {"serif": "Torn"})
    (tmp_path / "Torn.ttf").write_bytes(font_with(range(32, 256)))
    assert (torn.found, torn.whole) == (True, False)
    monkeypatch.setattr(fonts, "FAMILIES", (torn,))
    assert (fonts.vietnamese_fonts_found(), fonts.incomplete_fonts_found()) == (False, True)
    assert f"<rejectfont><glob>{tmp_path}/*" in configuration(tmp_path)
    assert "tool.only_torn_fonts" in {tool.code for tool in tools()}


def test_a_font_with_every_letter_is_taken(tmp_path, monkeypatch):
    whole = fonts.Family(tmp_path, "Whole.ttf", {"serif": "Whole"})
    (tmp_path / "Whole.ttf").write_bytes(font_with([*range(32, 592), *range(0x1EA0, 0x1EFA)]))
    monkeypatch.setattr(fonts, "FAMILIES", (whole,))
    assert (fonts.vietnamese_fonts_found(), fonts.incomplete_fonts_found()) == (True, False)
    assert "<prefer><family>Whole</family>" in configuration(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0\0\1", b"noise" * 50])
def test_what_is_no_font_has_no_letters(tmp_path, content):
    (tmp_path / "a.ttf").write_bytes(content)
    assert not fonts.has_vietnamese(tmp_path / "a.ttf")


def font_with(codes):
    """An OpenType file that is nothing but its table of letters."""
    ends = [*codes, 0xFFFF]
    count = len(ends)
    segments = struct.pack(f">{count}HH{count}H", *ends, 0, *ends)
    table = struct.pack(">HHHHIHHHHHHH", 0, 1, 3, 1, 12, 4, 0, 0, 2 * count, 0, 0, 0) + segments
    return struct.pack(">IHHHH4sIII", 0x10000, 1, 0, 0, 0, b"cmap", 0, 28, len(table)) + table


def test_the_doctor_is_told_of_every_tool():
    found = {tool.name: tool for tool in tools()}
    assert set(found) == {
        "soffice",
        "libreoffice-calc",
        "libreoffice-impress",
        "fonts-croscore",
        "tesseract-ocr",
        "tesseract-ocr-vie",
        "espeak-ng",
    }
    assert all(tool.code.startswith("tool.") for tool in found.values())
    assert found["soffice"].found is (shutil.which("soffice") is not None)

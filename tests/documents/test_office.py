import io
import shutil
import time

import docx
import openpyxl
import pytest

from documents import office
from documents.fonts import configuration, vietnamese_fonts_found
from documents.inspection import take_in
from documents.pdf import Paper
from documents.tools import tools
from foundation.errors import Invalid

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


def test_a_converter_that_hangs_is_ended_with_all_its_children(vault, tmp_path, monkeypatch):
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\nsleep 61.07 & sleep 61.07\n")
    hanging.chmod(0o755)
    monkeypatch.setattr(office, "CONVERTER", str(hanging))
    monkeypatch.setattr(office, "SECONDS", 1)
    paper = tmp_path / "paper"
    paper.write_bytes(b"{\\rtf1 A paper.}")
    began = time.monotonic()
    with pytest.raises(Invalid, match=r"paper\.conversion_failed"):
        office.convert(vault, paper, "rtf")
    assert time.monotonic() - began < 20
    assert list((vault.root / "staged").iterdir()) == []
    assert not _sleeping("61.07")


def _sleeping(seconds):
    from pathlib import Path

    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command.read_bytes() == f"sleep\0{seconds}\0".encode():
                return True
        except OSError:
            continue
    return False


def test_the_converter_sees_no_font_that_lacks_letters(tmp_path):
    written = configuration(tmp_path)
    assert "<family>Times New Roman</family><prefer><family>Tinos</family>" in written
    if vietnamese_fonts_found():
        assert "/liberation<" not in written


def test_the_doctor_is_told_of_every_tool():
    found = {tool.name: tool for tool in tools()}
    assert set(found) == {
        "soffice",
        "fonts-croscore",
        "tesseract-ocr",
        "tesseract-ocr-vie",
        "espeak-ng",
    }
    assert all(tool.code.startswith("tool.") for tool in found.values())
    assert found["soffice"].found is (shutil.which("soffice") is not None)

"""Paragraphs of Word files printed to PDF, against the paragraphs that Word itself keeps.

A paragraph with forced line breaks may be found whole or line by line: a list of
receivers is often typed as one paragraph, and each receiver can be cited alone.
"""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from documents.paragraphs import TEXT_FLAGS, assemble, page_content

pymupdf = pytest.importorskip("pymupdf")
docx = pytest.importorskip("docx", reason="python-docx reads what Word meant")

FILES = ["10209628", "10209603", "14222618", "14222536", "tcvn3-45000002"]
LEAST_RECALL, LEAST_PRECISION = 0.96, 0.95
LEAST_ROWS = 0.9
CONVERSION_SECONDS = 150
HIDDEN = {"none", "nil"}

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The same Word files as PDF and as docx."""
    papers, soffice = os.environ.get("PAPERS_DIR"), shutil.which("soffice")
    if not papers:
        pytest.skip("PAPERS_DIR names no folder of real papers")
    if soffice is None:
        pytest.skip("no soffice to turn Word files into PDF")
    folder = tmp_path_factory.mktemp("word")
    files = [str(Path(papers, "word", f"{name}.doc")) for name in FILES]
    for form in ("pdf", "docx"):
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", form, "--outdir", str(folder), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=CONVERSION_SECONDS)
    return folder


def normal(text):
    return "".join(character for character in text.lower() if character.isalnum())


def found_in(path):
    with pymupdf.open(path) as document:
        contents = [
            page_content(
                page.number,
                page.rect.width,
                page.rect.height,
                page.get_text("dict", flags=TEXT_FLAGS),
                lambda page=page: page.get_text("rawdict", flags=TEXT_FLAGS),
                page.get_cdrawings(),
                [image["bbox"] for image in page.get_image_info()],
            )
            for page in document
        ]
        return Counter(filter(None, (normal(item.text) for item in assemble(contents))))


def typed_text(paragraph):
    breaks = {f"{W}br": "\n", f"{W}tab": " "}
    return "".join(
        element.text or "" if element.tag == f"{W}t" else breaks.get(element.tag, "")
        for element in paragraph.iter()
    )


def ruled(table):
    cells = list(table.iter(f"{W}tc"))
    visible = [
        cell
        for cell in cells
        if sum(edge.get(f"{W}val") not in HIDDEN for edge in cell.iterfind(f".//{W}tcBorders/*"))
        >= 2
    ]
    return len(visible) >= len(cells) / 2


def typed_in(body):
    """Yield each paragraph and each row of a ruled table, as ("text" or "row", what it says)."""
    for element in body:
        if element.tag == f"{W}p":
            yield "text", typed_text(element)
        elif element.tag == f"{W}tbl" and ruled(element):
            for row in element.iterfind(f"{W}tr"):
                yield "row", " ".join(typed_text(item) for item in row.iter(f"{W}p"))
        elif element.tag == f"{W}tbl":
            for cell in element.iter(f"{W}tc"):
                yield from typed_in(cell)


def units_of(path, found):
    """Return what a file means, forced lines taken one by one where they were found so."""
    units = []
    for kind, text in typed_in(docx.Document(path).element.body):
        whole = [text] if found[normal(text)] else text.split("\n") if kind == "text" else [text]
        units += [(kind, normal(part)) for part in whole if normal(part)]
    return units


def test_word_files_keep_their_paragraphs_and_their_rows(converted):
    matched, meant, made = Counter(), Counter(), 0
    for name in FILES[:-1]:
        found = found_in(converted / f"{name}.pdf")
        made += found.total()
        for kind, text in units_of(converted / f"{name}.docx", found):
            meant[kind] += 1
            if found[text]:
                found[text] -= 1
                matched[kind] += 1
    assert matched.total() / meant.total() >= LEAST_RECALL
    assert matched.total() / made >= LEAST_PRECISION
    assert matched["row"] / meant["row"] >= LEAST_ROWS


def test_a_word_file_in_tcvn3_reads_in_unicode(converted):
    found = found_in(converted / f"{FILES[-1]}.pdf")
    assert any("dânchủcộnghoà" in text for text in found)

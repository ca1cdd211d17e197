"""Paragraphs of real papers: decrees, a handbook and scans, in PAPERS_DIR."""

import json
import os
from pathlib import Path

import pytest

from documents.paragraphs import TEXT_FLAGS, Kind, PageContent, assemble, page_content, words_of

pymupdf = pytest.importorskip("pymupdf")

SCANS = ["thong-bao-79-scan", "scan-22-pages", "scan-70-pages-watermark-text"]
DIGITAL = ["nghi-dinh-335-2025", "nghi-dinh-47-2020", "so-tay-2026"]


@pytest.fixture(scope="module")
def papers():
    folder = os.environ.get("PAPERS_DIR")
    if not folder:
        pytest.skip("PAPERS_DIR names no folder of real papers")
    return Path(folder)


def contents_of(path):
    with pymupdf.open(path) as document:
        return [content_of(page) for page in document]


def content_of(page):
    return page_content(
        page.number,
        page.rect.width,
        page.rect.height,
        page.get_text("dict", flags=TEXT_FLAGS),
        lambda: page.get_text("rawdict", flags=TEXT_FLAGS),
        page.get_cdrawings(),
        [image["bbox"] for image in page.get_image_info()],
        tuple(page.rotation_matrix),
    )


def letters(text):
    return [character for character in text if character.isalnum()]


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_gives_one_paragraph_a_page(papers, name):
    contents = contents_of(papers / f"{name}.pdf")
    paragraphs = assemble(contents)
    assert [paragraph.kind for paragraph in paragraphs] == [Kind.PAGE] * len(contents)
    assert [paragraph.boxes[0].page for paragraph in paragraphs] == list(range(len(contents)))


@pytest.mark.parametrize("name", DIGITAL)
def test_pages_come_back_from_json_as_they_were(papers, name):
    for content in contents_of(papers / f"{name}.pdf"):
        assert PageContent.from_json(json.loads(json.dumps(content.to_json()))) == content


@pytest.mark.parametrize("name", DIGITAL)
def test_hardly_a_letter_of_a_page_is_lost(papers, name):
    contents = contents_of(papers / f"{name}.pdf")
    read = sum(len(letters(paragraph.text)) for paragraph in assemble(contents))
    written = sum(len(letters(line[4])) for content in contents for line in words_of(content))
    assert read >= 0.985 * written


@pytest.mark.parametrize("name", DIGITAL)
def test_boxes_stay_on_their_pages(papers, name):
    contents = contents_of(papers / f"{name}.pdf")
    for paragraph in assemble(contents):
        assert paragraph.boxes
        for box in paragraph.boxes:
            assert 0 <= box.x0 < box.x1 <= 10_000
            assert 0 <= box.y0 < box.y1 <= 10_000
            assert box.page < len(contents)


@pytest.mark.parametrize(("name", "articles"), [("nghi-dinh-47-2020", 57)])
def test_every_article_of_a_decree_is_found_in_order(papers, name, articles):
    paragraphs = assemble(contents_of(papers / f"{name}.pdf"))
    found = [paragraph.address for paragraph in paragraphs if paragraph.kind is Kind.ARTICLE]
    assert found == [f"Điều {number}" for number in range(1, articles + 1)]


def test_a_point_of_a_decree_can_be_cited(papers):
    paragraphs = assemble(contents_of(papers / "nghi-dinh-47-2020.pdf"))
    (point,) = [item for item in paragraphs if item.address == "Điều 5 khoản 6 điểm a"]
    assert point.kind is Kind.POINT
    assert point.text.startswith("a) Tổ chức, cá nhân được quyền khai thác dữ liệu")


def test_the_contents_of_a_decree_begin_with_its_chapters(papers):
    paragraphs = assemble(contents_of(papers / "nghi-dinh-335-2025.pdf"))
    chapters = [item.text for item in paragraphs if item.level == 1]
    assert chapters[:2] == ["Chương I", "QUY ĐỊNH CHUNG"]

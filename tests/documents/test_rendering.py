import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from documents import paragraphs
from documents.pdf import MOST_PIXELS, Paper
from documents.rendering import picture_of, small_picture_of
from tests.documents.made_papers import (
    file_of,
    giant_page,
    scan,
    sealed_paper,
    text_paper,
    turned_paper,
)


def page_of(folder, content, number=1):
    return Paper(file_of(folder, "paper", content)).page(number)


def picture(page, width):
    media_type, content = picture_of(page, width)
    opened = Image.open(io.BytesIO(content))
    opened.load()
    return media_type, opened, content


def test_text_is_drawn_in_four_greys_at_two_bits(tmp_path):
    media_type, drawn, content = picture(page_of(tmp_path, text_paper(1)), 1240)
    assert (media_type, drawn.size) == ("image/png", (1240, 1755))
    assert (content[24], content[25]) == (2, 0)
    assert set(np.unique(np.asarray(drawn.convert("L")))) == {0, 85, 170, 255}


def test_the_four_greys_are_near_to_those_of_the_page(tmp_path):
    page = page_of(tmp_path, text_paper(1))
    ours = np.asarray(picture(page, 1237)[1].convert("L")).astype(int)
    theirs = page.raster(1237, colour=False).astype(int)
    assert ours.shape == theirs.shape
    assert np.abs(ours - theirs).max() <= 64
    assert np.abs(ours - theirs).mean() < 1


def test_a_seal_keeps_its_colour(tmp_path):
    media_type, drawn, content = picture(page_of(tmp_path, sealed_paper()), 800)
    assert (media_type, content[25]) == ("image/png", 3)
    red, green, blue = np.asarray(drawn.convert("RGB")).reshape(-1, 3).T.astype(int)
    assert ((red - green > 100) & (red - blue > 100)).sum() > 500


def test_three_greys_are_enough_where_pixels_are_small(tmp_path):
    page = page_of(tmp_path, text_paper(1))
    media_type, drawn, content = picture(page, 1654)
    assert (media_type, drawn.size, content[24]) == ("image/png", (1654, 2341), 2)
    ours = np.asarray(drawn.convert("L")).astype(int)
    theirs = page.raster(1654, colour=False).astype(int)
    assert set(np.unique(ours)) == {0, 128, 255}
    assert np.abs(ours - theirs).max() <= 72
    assert len(content) < len(picture(page, 1653)[2])


def test_a_scan_in_grey_goes_as_jpeg(tmp_path):
    media_type, drawn, _ = picture(page_of(tmp_path, scan("L")), 1240)
    assert (media_type, drawn.size, drawn.mode) == ("image/jpeg", (1240, 1755), "L")


def test_a_photograph_keeps_its_colour(tmp_path):
    sealed = scan("RGB", paper=sealed_paper())
    media_type, drawn, _ = picture(page_of(tmp_path, sealed), 1240)
    assert (media_type, drawn.mode) == ("image/jpeg", "RGB")


def test_a_thumbnail_is_the_same_whether_or_not_the_page_was_drawn_before(tmp_path):
    content = scan("RGB")
    alone = np.asarray(picture(page_of(tmp_path, content), 160)[1].convert("L")).astype(int)
    page = page_of(tmp_path, content)
    picture(page, 1240)
    after = np.asarray(picture(page, 160)[1].convert("L")).astype(int)
    assert abs(alone.shape[0] - after.shape[0]) <= 1
    height = min(len(alone), len(after))
    assert np.abs(alone[:height] - after[:height]).mean() < 6


@pytest.mark.parametrize("made", [text_paper(1), sealed_paper(), scan("1", 1240)])
def test_the_small_rendition_shows_the_very_same_pixels(made, tmp_path):
    page = page_of(tmp_path, made)
    _, fast, content = picture(page, 1240)
    small = small_picture_of(page, 1240)
    assert len(small) < 0.8 * len(content)
    drawn = Image.open(io.BytesIO(small))
    assert drawn.format == "WEBP"
    assert np.array_equal(np.asarray(drawn.convert("RGB")), np.asarray(fast.convert("RGB")))


def test_the_small_rendition_of_a_photograph_looks_like_it(tmp_path):
    page = page_of(tmp_path, scan("RGB", paper=sealed_paper()))
    fast = picture(page, 1240)[1]
    small = Image.open(io.BytesIO(small_picture_of(page, 1240)))
    assert small.size == fast.size
    theirs = np.asarray(fast.convert("L")).astype(int)
    assert np.abs(np.asarray(small.convert("L")) - theirs).mean() < 6


def test_a_black_and_white_scan_at_its_own_size_takes_one_bit_a_pixel(tmp_path):
    media_type, drawn, content = picture(page_of(tmp_path, scan("1", 1240)), 1240)
    assert (media_type, content[24]) == ("image/png", 1)
    assert drawn.width == 1240


def test_a_scan_is_not_blown_up_beyond_its_own_pixels(tmp_path):
    assert picture(page_of(tmp_path, scan("L", 1000)), 2480)[1].width == pytest.approx(1000, abs=2)


def test_a_thumbnail_has_sixteen_greys_and_is_small(tmp_path):
    _, drawn, content = picture(page_of(tmp_path, text_paper(1)), 160)
    assert drawn.width == 160
    assert content[24] == 4
    assert len(content) < 8000


def test_a_giant_page_is_drawn_within_the_limit(tmp_path):
    page = page_of(tmp_path, giant_page())
    height, width = page.raster(2480, colour=False).shape
    assert height * width <= MOST_PIXELS * 1.01
    tall = page_of(tmp_path, giant_page().replace(b"1000000 1000000", b"0000100 0019000"))
    height, width = tall.raster(2480, colour=False).shape
    assert height * width <= MOST_PIXELS * 1.01


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_stand_where_the_picture_shows_them(tmp_path, rotation):
    """The page is turned and its crop box stands off the corner."""
    page = page_of(tmp_path, turned_paper(rotation))
    assert (page.width, page.height) == ((400, 550) if rotation % 180 == 0 else (550, 400))
    [[x0, y0, x1, y1, text, places]] = paragraphs.words_of(page.content())
    assert text == "HERE"
    drawn = page.raster(1000, colour=False)
    height, width = drawn.shape
    rows, columns = np.nonzero(drawn < 128)
    ink = (columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height)
    assert x0 / 1e4 == pytest.approx(ink[0], abs=0.02)
    assert x1 / 1e4 == pytest.approx(ink[2], abs=0.02)
    assert y0 / 1e4 - 0.01 <= ink[1] < ink[3] <= y1 / 1e4 + 0.01
    assert y1 - y0 < 2000
    assert places[0] == [x0, x1]


def test_pages_of_word_lose_their_transparency_group_and_look_the_same(tmp_path):
    import pymupdf

    document = pymupdf.open("pdf", text_paper(1))
    xref = document.page_xref(0)
    document.xref_set_key(xref, "Group", "<< /Type /Group /S /Transparency /CS /DeviceRGB >>")
    with_group = page_of(tmp_path, document.tobytes()).raster(800, colour=False)
    without = page_of(tmp_path, text_paper(1)).raster(800, colour=False)
    assert np.abs(with_group.astype(int) - without).max() <= 2


def real_papers():
    folder = os.environ.get("PAPERS_DIR")
    return sorted(Path(folder).glob("*.pdf")) if folder else []


@pytest.mark.skipif(not real_papers(), reason="PAPERS_DIR names no folder with papers")
def test_real_papers_take_few_bytes():
    for path in real_papers():
        page = Paper(path).page(1)
        content = picture(page, 1240)[2]
        assert len(content) < 400_000, path.name

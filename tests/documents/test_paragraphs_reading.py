"""What the PDF library tells of a page, turned to the page as displayed."""

import pytest

from documents.paragraphs import TEXT_FLAGS, page_content, words_of

pymupdf = pytest.importorskip("pymupdf")

UPRIGHT = {"dir": (1.0, 0.0)}


def text_dict(*spans, direction=(1.0, 0.0)):
    lines = [{"dir": direction, "spans": list(spans)}]
    return {"blocks": [{"type": 0, "lines": lines}, {"type": 1}]}


def run(text, font="Times", x0=100.0, flags=0):
    box = (x0, 90.0, x0 + 50, 104.0)
    origin = (x0, 100.0)
    return {"text": text, "bbox": box, "origin": origin, "size": 14, "flags": flags, "font": font}


def content_of(text, drawings=(), images=()):
    return page_content(0, 595, 842, text, lambda: pytest.fail("not needed"), drawings, images)


def test_bold_and_italic_are_known_by_flag_or_by_font():
    text = text_dict(run("a", "Times-Bold"), run("b", "Times", 200, flags=2), run("c", "X", 300))
    styles = [(span.bold, span.italic) for span in content_of(text).spans]
    assert styles == [(True, False), (False, True), (False, False)]


def test_slanting_text_is_a_watermark():
    assert content_of(text_dict(run("BẢN DỰ THẢO"), direction=(0.7, -0.7))).spans == ()


def test_a_capital_tcvn3_font_gives_capitals():
    assert content_of(text_dict(run("Céng hoµ", ".VnTimeH"))).spans[0].text == "CỘNG HOÀ"


def test_thin_boxes_are_rules_and_outlined_boxes_are_four():
    drawings = [
        {"items": [("re", (50, 100, 300, 100.5), 1)], "color": None},
        {"items": [("l", (50, 100), (50, 200))], "color": (0, 0, 0)},
        {"items": [("re", (50, 300, 300, 400), 1)], "color": (0, 0, 0)},
        {"items": [("re", (50, 500, 300, 600), 1)], "color": None},
    ]
    content = content_of(text_dict(), drawings)
    assert len(content.horizontals) == 3
    assert len(content.verticals) == 3


def test_pictures_in_layers_are_counted_once():
    half = (0, 0, 595, 421)
    assert content_of(text_dict(), images=[half, half]).image_coverage == 0.5


def test_pictures_in_strips_cover_together():
    strips = [(0, y, 595, y + 84.2) for y in (84.2 * index for index in range(8))]
    assert content_of(text_dict(), images=strips).image_coverage == pytest.approx(0.8)


def test_a_picture_beyond_the_page_counts_as_far_as_it_shows():
    assert content_of(text_dict(), images=[(-900, -900, 900, 1900)]).image_coverage == 1.0


def ink(page):
    """Return the box of all that is dark, in points of the page as displayed."""
    pixmap = page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
    dark = [index for index, value in enumerate(pixmap.samples) if value < 128]
    columns = [index % pixmap.stride for index in dark]
    rows = [index // pixmap.stride for index in dark]
    return min(columns), min(rows), max(columns) + 1, max(rows) + 1


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_places_are_those_of_the_displayed_page(degrees):
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    point = pymupdf.Point(200, 300)
    page.insert_text(point, "MEETING", fontsize=20, rotate=degrees)
    page.set_cropbox(pymupdf.Rect(50, 80, 550, 700))
    page.set_rotation(degrees)
    content = page_content(
        0,
        page.rect.width,
        page.rect.height,
        page.get_text("dict", flags=TEXT_FLAGS),
        lambda: page.get_text("rawdict", flags=TEXT_FLAGS),
        page.get_cdrawings(),
        [image["bbox"] for image in page.get_image_info()],
        tuple(page.rotation_matrix),
    )
    (span,) = content.spans
    x0, y0, x1, y1 = ink(page)
    assert span.text == "MEETING"
    assert (span.x0, span.x1) == (pytest.approx(x0, abs=2.5), pytest.approx(x1, abs=2.5))
    assert span.baseline == pytest.approx(y1, abs=2.5)
    assert span.y0 <= y0
    assert words_of(content)[0][4] == "MEETING"

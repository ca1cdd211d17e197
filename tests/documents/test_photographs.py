"""Pictures as papers: a phone's photograph, a scanner's pages."""

import io

import numpy as np
import pytest
from PIL import Image, ImageChops

from documents.inspection import take_in
from documents.pdf import Paper
from documents.photographs import MOST_PIXELS
from documents.vault import Vault
from documents.workers import Workers
from foundation.errors import Invalid
from tests.documents.made_pictures import drawn, photograph, scanned_pages, written

LARGEST = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    """One vault for all of these: no picture meets another."""
    return Vault(tmp_path_factory.mktemp("vault"))


@pytest.fixture(scope="module")
def workers(vault):
    workers = Workers(1, vault.root)
    yield workers
    workers.close()


@pytest.fixture
def bound(workers, vault):
    """Take a picture in; returns what is known of it and the PDF made of it."""

    def take(content, name="Công văn.jpg"):
        kept = take_in(workers, vault, io.BytesIO(content), name, LARGEST)
        assert vault.path_of(kept.sha256).read_bytes() == content
        assert list((vault.root / "staged").iterdir()) == []
        return kept, Paper(vault.path_of(kept.readable_sha256))

    return take


def shown(paper, number=1, width=400):
    return Image.fromarray(paper.page(number).raster(width, colour=True))


def far_apart(one, other):
    """How different two pictures look, from 0 to 255."""
    return float(np.mean(ImageChops.difference(one, other.resize(one.size))))


def test_a_photograph_becomes_a_page_of_its_shape_within_a4(bound):
    kept, paper = bound(photograph())
    assert (kept.media_type, len(kept.pages)) == ("image/jpeg", 1)
    assert kept.pages == [(595.28, 841.89)]
    assert paper.page(1).content().scanned


def test_a_photograph_goes_in_byte_for_byte(bound, vault):
    content = photograph()
    kept, _ = bound(content)
    assert content in vault.path_of(kept.readable_sha256).read_bytes()


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_is_shown_as_it_was_held(bound, turn):
    _, paper = bound(photograph(turn))
    upright = drawn(400)
    assert far_apart(shown(paper), upright) < 8
    assert far_apart(shown(paper), upright.rotate(180)) > 20


def test_a_wide_picture_lies(bound):
    kept, paper = bound(written(Image.new("RGB", (1600, 900), "white"), "PNG"), "a.png")
    width, height = kept.pages[0]
    assert (width, round(width / height, 2)) == (841.89, 1.78)
    assert paper.page(1).content().scanned


def test_every_page_of_a_scan_becomes_a_page(bound):
    kept, paper = bound(scanned_pages(3), "scan.tif")
    assert (kept.media_type, len(kept.pages)) == ("image/tiff", 3)
    assert all(paper.page(number).content().scanned for number in (1, 2, 3))
    assert paper.page(3).pictures[0].bilevel
    assert far_apart(shown(paper, 3), drawn(400)) < 25


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK", "P", "RGBA", "I;16"])
def test_pictures_of_every_kind_look_as_they_did(bound, mode):
    image = drawn(600)
    if mode == "I;16":
        grey = np.asarray(image.convert("L"), np.uint16) * 257
        content = written(Image.fromarray(grey), "TIFF")
    else:
        form = "TIFF" if mode == "CMYK" else "PNG"
        content = written(image.convert(mode), form)
    _, paper = bound(content, "a.tif" if content[:2] == b"II" else "a.png")
    meant = drawn(400).convert("L").convert("RGB") if mode in ("L", "I;16") else drawn(400)
    assert far_apart(shown(paper), meant) < 8


def test_what_one_sees_through_is_white(bound):
    _, paper = bound(written(Image.new("RGBA", (400, 600), (0, 0, 0, 0)), "PNG"), "a.png")
    assert np.asarray(shown(paper)).min() > 250


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_picture_of_many_pixels_is_made_smaller(bound, form, name):
    image = Image.new("RGB", (6000, 8000), "white")
    image.paste(drawn(3000), (1500, 1000))
    _, paper = bound(written(image, form), name)
    (told,) = paper.page(1)._page.get_image_info()
    assert told["width"] * told["height"] <= MOST_PIXELS
    assert far_apart(shown(paper), image.resize((400, 533))) < 8


def test_a_picture_of_a_few_pixels_is_refused_as_too_small(workers, vault):
    dot = written(Image.new("RGB", (2, 900)), "png")
    with pytest.raises(Invalid, match=r"paper\.picture_too_small"):
        take_in(workers, vault, io.BytesIO(dot), "a.png", LARGEST)


@pytest.mark.parametrize("cut", [10, 300, 4000])
def test_a_picture_that_lost_its_end_is_refused(workers, vault, cut):
    with pytest.raises(Invalid, match=r"paper\.damaged"):
        take_in(workers, vault, io.BytesIO(photograph()[:-cut]), "a.jpg", LARGEST)
    assert list((vault.root / "staged").iterdir()) == []

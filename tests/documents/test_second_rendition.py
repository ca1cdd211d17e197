"""The small rendition: made when nobody waits, after a restart too, and again when it was lost."""

import io
import os
import shutil
import signal
import time

import numpy as np
import pytest
from PIL import Image

from documents import jobs as jobs_module
from documents.derived import Derived
from documents.jobs import Jobs
from documents.making import PageMaking
from documents.workers import Workers
from foundation.errors import Invalid
from tests.documents.made_papers import file_of, nested_forms, scan, text_paper


def read_through(arrivals, version):
    arrivals.start(version.id)
    arrivals.wait()


def small_of(arrivals, sha256, pages):
    arrivals.wait_for_small(20)
    return [arrivals.picture_at_hand(sha256, page, 1240)[1] for page in range(1, pages + 1)]


def pixels(path):
    with Image.open(path) as drawn:
        return np.asarray(drawn.convert("RGB"))


def test_every_page_gets_a_small_picture_soon_after_its_paper_is_ready(arrived, arrivals_with):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(4))
    read_through(arrivals, paper)
    sha256 = paper.readable_sha256
    assert small_of(arrivals, sha256, 4) == ["image/webp"] * 4
    path, media_type = arrivals.picture(sha256, 2, 1240)
    assert media_type == "image/webp"
    quick = path.with_suffix(".png")
    assert path.stat().st_size < quick.stat().st_size
    assert np.array_equal(pixels(path), pixels(quick))
    assert arrivals.picture(sha256, 2, 160)[1] == "image/png"


def test_a_scan_gets_a_small_picture_too(arrived, arrivals_with):
    arrivals = arrivals_with(None)
    paper = arrived(scan("L"))
    read_through(arrivals, paper)
    assert small_of(arrivals, paper.readable_sha256, 1) == ["image/webp"]


def test_what_is_missing_is_made_after_a_restart(arrived, arrivals_with, monkeypatch):
    monkeypatch.setattr(Jobs, "small", refuse)
    before = arrivals_with(None)
    paper = arrived(text_paper(3))
    read_through(before, paper)
    assert small_of(before, paper.readable_sha256, 3) == ["image/png"] * 3
    before.close()
    monkeypatch.undo()
    after = arrivals_with(None)
    after.resume()
    assert small_of(after, paper.readable_sha256, 3) == ["image/webp"] * 3


def refuse(*_, **__):
    raise Invalid("page.unreadable", page=1)


def test_the_house_closes_while_small_pictures_are_made(arrived, arrivals_with, monkeypatch):
    made, real = [], Jobs.small

    def counted(jobs, path, derived, number, **how):
        made.append(number)
        real(jobs, path, derived, number, **how)

    monkeypatch.setattr(Jobs, "small", counted)
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(30))
    read_through(arrivals, paper)
    while not made:
        time.sleep(0.005)
    began = time.monotonic()
    arrivals.close()
    assert time.monotonic() - began < 5
    assert len(made) < 30
    stopped_at = len(made)
    time.sleep(0.2)
    assert len(made) == stopped_at


def test_small_pictures_come_back_when_all_that_was_made_is_deleted(arrived, arrivals_with, vault):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(2))
    read_through(arrivals, paper)
    arrivals.wait_for_small(20)
    shutil.rmtree(vault.root / "derived")
    path, _ = arrivals.picture(paper.readable_sha256, 1, 1240)
    assert path.exists()
    assert small_of(arrivals, paper.readable_sha256, 1) == ["image/webp"]


def test_a_small_picture_that_is_asked_for_is_made_at_once(arrived, arrivals_with):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(2))
    path, media_type = arrivals.small_picture(paper.readable_sha256, 2, 1240)
    assert media_type == "image/webp"
    assert Image.open(io.BytesIO(path.read_bytes())).width == 1240
    with pytest.raises(Invalid, match=r"picture\.width"):
        arrivals.small_picture(paper.readable_sha256, 2, 800)


def test_a_page_that_has_no_small_picture_keeps_the_other_and_stops_nothing(
    arrived, arrivals_with, monkeypatch
):
    asked, real = [], Jobs.small

    def half(jobs, path, derived, number, **how):
        asked.append(number)
        if number == 1:
            refuse()
        real(jobs, path, derived, number, **how)

    monkeypatch.setattr(Jobs, "small", half)
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(2))
    read_through(arrivals, paper)
    assert small_of(arrivals, paper.readable_sha256, 2) == ["image/png", "image/webp"]
    for _ in range(3):
        assert arrivals.picture(paper.readable_sha256, 1, 1240)[1] == "image/png"
    arrivals.wait_for_small(20)
    assert asked == [1, 2]


def test_a_worker_killed_at_a_small_picture_costs_none(arrived, arrivals_with, workers):
    arrivals = arrivals_with(None)
    paper = arrived(text_paper(12))
    read_through(arrivals, paper)
    for process in workers.processes():
        os.kill(process, signal.SIGKILL)
    assert small_of(arrivals, paper.readable_sha256, 12) == ["image/webp"] * 12


def test_a_hostile_page_is_given_up_at_its_deadline(vault, monkeypatch):
    monkeypatch.setattr(jobs_module, "PAGE_SECONDS", 1.0)
    workers = Workers(1, vault.root)
    path = file_of(vault.root, "hostile", nested_forms())
    with pytest.raises(Invalid, match=r"page\.unreadable"):
        Jobs(workers).small(path, Derived(vault.root / "derived" / "hostile", "test"), 1)
    workers.close()


def test_it_is_made_from_the_picture_that_is_there_without_opening_the_paper(tmp_path, jobs_on):
    path, derived = jobs_on(text_paper(1))
    making = PageMaking(paper=None, number=1, derived=derived)
    making.small()
    assert derived.picture(1, 1240)[1] == "image/webp"
    assert derived.pages_without_small() == []
    assert path.exists()


@pytest.fixture
def jobs_on(vault, workers):
    def make(content):
        path = file_of(vault.root, "paper", content)
        derived = Derived(vault.root / "derived" / "paper", "test")
        Jobs(workers).page(path, derived, 1)
        assert derived.pages_without_small() == [1]
        return path, derived

    return make

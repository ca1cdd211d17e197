"""Bombs, loops and lies, uploaded by a secretary to the real program.

Here are those that cost little; `make bench` runs all of them (tests/benchmarks/hostile.py).
"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.documents.hostile_house import Clock, hostile_house
from tests.documents.made_hostile_files import READABLE, fuzzed, hostile_files
from tests.documents.made_hostile_pdfs import flate
from tests.documents.made_papers import text_paper
from web.refusals import SENTENCES

QUICK = [hostile for hostile in hostile_files() if hostile.quick] + list(fuzzed(20))
PAGE_SECONDS = 10
SLOW_PINGS = 0.02
"""The share of answers that may take longer than half a second while tests run side by side."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The program, with an empty table; every test below meets the same process."""
    with hostile_house(tmp_path_factory.mktemp("hostile") / "data") as opened:
        yield opened


@pytest.fixture(scope="module")
def clock(house):
    """Another tablet that asks something small all the while."""
    ticking = Clock(house.port)
    yield ticking
    ticking.stop()


@pytest.mark.parametrize("hostile", QUICK, ids=[hostile.what for hostile in QUICK])
def test_a_hostile_file_ends_in_time_with_a_sentence_or_as_a_paper(house, clock, hostile):
    ended = house.meets(hostile)
    assert ended.end in hostile.ends
    assert ended.read < PAGE_SECONDS * max(2, 2 * ended.pages)
    assert house.alive
    if ended.end != READABLE:
        assert ended.end in SENTENCES
        assert "Xin" in ended.sentence  # what to do now
        assert "%" not in ended.sentence
    assert ended.left_behind == ()


def test_two_bombs_at_once_hold_nobody_up(house, clock):
    bombs = [flate(2000 + number) for number in range(2)]
    with ThreadPoolExecutor() as at_once:
        secretaries = [house.another_secretary() for _ in bombs]
        answers = [
            at_once.submit(secretary.upload, bomb, "paper.pdf")
            for secretary, bomb in zip(secretaries, bombs, strict=True)
        ]
        papers = [answer.result().json()["id"] for answer in answers]
        began = time.monotonic()
        neighbour = house.another_secretary()
        laid = neighbour.upload(text_paper(1), "good.pdf").json()["id"]
        assert neighbour.read(laid, 60)["version"]["state"] == "ready"
        assert time.monotonic() - began < 3 * PAGE_SECONDS
        for secretary, paper in zip(secretaries, papers, strict=True):
            assert secretary.read(paper, 60)["version"]["problem"]
    assert house.alive


def test_meanwhile_everybody_else_was_answered(house):
    clock = Clock(house.port)
    house.meets(next(hostile for hostile in hostile_files() if "squeezed twice" in hostile.what))
    told = clock.stop()
    assert told["faults"] == 0
    assert told["count"] > 20
    assert told["over"] <= SLOW_PINGS * told["count"]

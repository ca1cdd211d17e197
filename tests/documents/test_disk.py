"""The room that pictures take: bounded, and what was read longest ago goes first."""

import os
import time

import pytest

from documents.derived import PICTURES
from documents.disk import Uses
from documents.room import LATELY, tidy
from foundation.aside import Aside
from tests.documents.made_papers import text_paper

KILO = 1024


def made(vault, letter, hours_ago, pictures=PICTURES):
    """Lay down what was made of a paper, 12 KB of which 10 are pictures."""
    folder = vault.derived(letter * 64)
    for name, size in ((f"{pictures}/1-1240.png", 10), ("words-x/1.json", 1), ("paragraphs", 1)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size * KILO)
    used = time.time() - hours_ago * 3600
    os.utime(folder, (used, used))
    return folder


def pictured(folder):
    return (folder / PICTURES).exists()


def test_nothing_goes_while_there_is_room(vault):
    folder = made(vault, "a", 100)
    assert tidy(vault.derived_root, 12 * KILO) == 0
    assert pictured(folder)


def test_what_was_read_longest_ago_goes_first_and_no_more_than_needed(vault):
    old, older, newer = made(vault, "a", 50), made(vault, "b", 90), made(vault, "c", 5)
    assert tidy(vault.derived_root, 35 * KILO) == 10 * KILO
    assert (pictured(old), pictured(older), pictured(newer)) == (True, False, True)


def test_only_what_comes_back_by_itself_is_taken(vault):
    folder = made(vault, "a", 100)
    paper = vault.path_of("a" * 64)
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF" * KILO)
    tidy(vault.derived_root, 0)
    assert sorted(path.name for path in folder.iterdir()) == ["paragraphs", "words-x"]
    assert paper.exists()


def test_a_paper_that_is_being_read_keeps_its_pictures(vault):
    read, unread = made(vault, "a", 100), made(vault, "b", 99)
    Uses(vault).note("a" * 64)
    assert tidy(vault.derived_root, 0) == 10 * KILO
    assert (pictured(read), pictured(unread)) == (True, False)
    assert LATELY > 600


def test_pictures_of_an_older_way_of_drawing_are_cleared(vault):
    folder = made(vault, "a", 1, pictures="pictures-0")
    tidy(vault.derived_root, 100 * KILO)
    assert not (folder / "pictures-0").exists()
    assert (folder / "words-x").exists()


def test_where_nothing_was_made_there_is_nothing_to_do(vault):
    assert tidy(vault.derived_root, 0) == 0


@pytest.mark.parametrize("most", [1, 10**9])
def test_the_room_is_kept_in_the_background_and_pages_come_back(
    most, database, writer, vault, workers, arrived
):
    from documents.arrivals import Arrivals

    first = Arrivals(writer.perform, Aside(database).read, workers, vault)
    paper = arrived(text_paper(2))
    first.start(paper.id)
    first.wait()
    first.close()
    folder = vault.derived(paper.readable_sha256)
    long_ago = time.time() - 2 * LATELY
    os.utime(folder, (long_ago, long_ago))
    arrivals = Arrivals(writer.perform, Aside(database).read, workers, vault, most_derived=most)
    arrivals.resume()
    until = time.monotonic() + 10
    while pictured(folder) and time.monotonic() < until and most == 1:
        time.sleep(0.02)
    assert pictured(folder) is (most > 1)
    assert arrivals.picture(paper.readable_sha256, 2, 1240)[0].exists()
    arrivals.close()


def test_papers_and_what_is_made_of_them_are_counted_apart(vault, arrived):
    made(vault, "a", 1)
    paper = arrived(text_paper(1))
    used = vault.used()
    assert used.papers == paper.size
    assert used.derived == 12 * KILO
    assert vault.used_bytes() == used.papers + used.derived

"""The power is cut while acts are written: what was acknowledged is there when it comes back."""

import random

import pytest

from tests.chaos.power_cut.calls import calls, can_trace
from tests.chaos.power_cut.disk import Change, File, Folder
from tests.chaos.power_cut.replay import JOURNALS, replay

traced = pytest.mark.skipif(not can_trace(), reason="strace is missing, or may not trace here")


@traced
@pytest.mark.parametrize("journal", JOURNALS)
def test_nothing_acknowledged_is_missing_after_a_cut_at_any_of_many_moments(journal):
    found = replay(journal, points=150, acts=40)
    assert found.wrong == []
    assert found.points == 150
    assert (found.acknowledged, found.papers > 5) == (160, True)


@traced
def test_a_house_that_flushes_nothing_is_found_out():
    assert replay("WAL", points=5, acts=3, forgetful=True).wrong


def test_bytes_are_sure_once_their_file_was_flushed():
    file = File()
    file.unsure = [Change(1, 0, b"first"), Change(3, 5, b" second")]
    file.flush(before=2)
    assert (file.after_a_cut(None), file.length) == (b"first", 12)


def test_a_name_is_sure_once_its_folder_was_flushed(tmp_path):
    folder, file = Folder(), File(bytearray(b"words"))
    folder.name(1, "old", file)
    folder.flush(before=2)
    folder.name(3, "new", file)
    folder.name(3, "old", None)
    folder.write(tmp_path / "nothing", None, None)
    folder.write(tmp_path / "all", None, 4)
    assert (tmp_path / "nothing" / "old").read_bytes() == b"words"
    assert [path.name for path in (tmp_path / "all").iterdir()] == ["new"]


def test_what_is_not_sure_arrives_sector_by_sector():
    torn = Change(1, 100, bytes(2000)).torn(random.Random(1))
    assert {(change.offset % 512, len(change.data)) for change in torn} <= {
        (100, 412),
        (0, 512),
        (0, 52),
    }


def test_calls_are_read_in_the_order_in_which_they_ended():
    lines = [
        r'7 write(3, "\x61\x62", 2 <unfinished ...>',
        r'8 openat(AT_FDCWD, "\x2f\x78", O_RDONLY) = 4',
        r"7 <... write resumed>)              = 2",
        r"7 unlink(0x1) = -1 ENOENT (No such file or directory)",
        r"7 +++ exited with 0 +++",
    ]
    opened, written = calls(lines)
    assert (opened.name, opened.text(1), opened.result) == ("openat", "/x", 4)
    assert (written.data(1), written.began, written.ended) == (b"ab", 0, 2)

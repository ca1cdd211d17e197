"""Frames and allowances: what goes over a wire, and how much of it a while."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from realtime.allowances import Allowance, People
from realtime.frames import ENDED, Spoken, unmasked
from realtime.written_for import all_known, print_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 70_000])
def test_a_plain_frame_tells_its_size_in_the_fewest_bytes(size):
    frame = Spoken("a" * size).for_line(deflates=False)
    head = 2 if size < 126 else 4 if size < 65_536 else 10
    assert frame[0] == 0x81
    assert len(frame) == head + size
    assert int.from_bytes(frame[2:head], "big") == (size if head > 2 else 0)


def test_a_deflated_frame_stands_for_itself():
    said = "Điều 1. Phạm vi điều chỉnh. " * 50
    frame = Spoken(said).for_line(deflates=True)
    assert frame[0] == 0xC1
    assert len(frame) < len(said.encode()) / 3
    assert frame[1] == len(frame) - 2
    payload = zlib.decompressobj(-zlib.MAX_WBITS).decompress(frame[2:] + ENDED)
    assert payload.decode() == said


def test_both_forms_are_made_once_and_what_is_short_has_but_one():
    long, short = Spoken("a" * 2000), Spoken("a" * 512)
    assert long.for_line(deflates=True) is long.for_line(deflates=True)
    assert long.for_line(deflates=False) is long.for_line(deflates=False)
    assert short.for_line(deflates=True) is short.for_line(deflates=False)


@pytest.mark.parametrize("offset", range(5))
@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 1000])
def test_the_mask_is_taken_off_wherever_a_piece_begins(size, offset):
    data, mask = bytes(n * 7 % 256 for n in range(size)), b"\x01\x80\xff\x00"
    bare = bytes(byte ^ mask[(offset + at) % 4] for at, byte in enumerate(data))
    assert unmasked(data, mask, offset) == bare


def test_who_keeps_to_the_allowance_owes_nothing():
    now = [0.0]
    allowance = Allowance(messages=10, size=1000, clock=lambda: now[0])
    for _ in range(100):
        assert allowance.take(1, 100) == 0
        now[0] += 0.1


def test_a_burst_is_free_and_what_goes_beyond_is_owed_as_time():
    allowance = Allowance(messages=10, size=1000, clock=lambda: 0.0)
    assert [allowance.take(1, 1) for _ in range(40)] == [0] * 40
    assert allowance.take(1, 1) == pytest.approx(0.1)
    assert allowance.take(0, 10_000) > 5


def test_one_person_has_one_allowance_while_a_socket_is_open():
    people = People()
    first = people.of(1)
    assert people.of(1) is first
    assert people.of(2) is not first
    seen = id(first.take(1000, 0)), first.take(1, 0) > 0
    del first
    assert seen[1]
    assert people.of(1).take(1, 0) == 0  # nobody is there any more to owe anything


def test_the_quick_ways_were_written_for_these_libraries():
    asked = "from realtime.written_for import *; print(all_known(known_under('eventlet')))"
    command = [sys.executable, "-W", "ignore", "-c", asked]  # the loop is for a process of its own
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "True", ran.stderr


def test_a_library_that_is_not_as_known_is_named(caplog):
    changed = dict.fromkeys(["engineio.socket:Socket", "engineio.socket:Gone"], "another")
    assert not all_known(changed)
    assert "engineio.socket:Socket, engineio.socket:Gone" in caplog.text
    assert print_of("no.such.library:Thing") == ""

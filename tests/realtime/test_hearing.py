"""Hearing: whatever comes over the wire is a message, or ends the line with its status."""

import io
import struct

import pytest

from realtime.hearing import BINARY, CLOSE, PING, TEXT, Ended, Message, Wrong, frame_from

MOST = 70_000


def sent(payload, first=0x81, mask=b"\x01\x80\xff\x00", masked=0x80):
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, masked | size)
    elif size < 65_536:
        head = struct.pack("!BBH", first, masked | 126, size)
    else:
        head = struct.pack("!BBQ", first, masked | 127, size)
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def heard(data):
    return frame_from(io.BytesIO(data).read, MOST)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, MOST])
def test_a_frame_of_any_size_is_read_whole(size):
    frame = heard(sent(b"x" * size))
    assert (frame.opcode, frame.final, frame.payload) == (TEXT, True, b"x" * size)


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_frame_that_breaks_off_ends_the_line(cut):
    with pytest.raises(Ended):
        heard(sent(b"Xin ch")[:-cut])


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(Wrong) as refused:
        heard(sent(b"x" * (MOST + 1))[:10])
    assert refused.value.status == 1009


@pytest.mark.parametrize(
    "wrong",
    [
        sent(b"x", masked=0),
        sent(b"x", first=0xC1),
        sent(b"x", first=0x83),
        sent(b"x", first=PING),
        sent(b"x" * 126, first=0x80 | PING),
        sent(b"x" * 126, first=0x80 | CLOSE),
    ],
)
def test_what_is_against_the_protocol_ends_the_line(wrong):
    with pytest.raises(Wrong) as refused:
        heard(wrong)
    assert refused.value.status == 1002


def together(*frames):
    message = Message(MOST)
    whole = [message.take(heard(frame)) for frame in frames]
    assert whole == [False] * (len(frames) - 1) + [True]
    return message.whole()


def test_a_message_is_put_together_of_its_pieces_even_within_a_letter():
    said = "Điều 1".encode()
    assert together(sent(said[:1], first=0x01), sent(said[1:], first=0x80)) == "Điều 1"
    assert together(sent(b"\x00\xff", first=0x80 | BINARY)) == b"\x00\xff"


@pytest.mark.parametrize(
    ("frames", "status"),
    [
        ([sent(b"x", first=0x80)], 1002),
        ([sent(b"x", first=0x01), sent(b"x", first=0x81)], 1002),
        ([sent(b"x" * MOST, first=0x01), sent(b"x", first=0x80)], 1009),
        ([sent(b"\xff")], 1007),
    ],
)
def test_pieces_that_make_no_message_end_the_line(frames, status):
    with pytest.raises(Wrong) as refused:
        together(*frames)
    assert refused.value.status == status

"""Words said aloud: by whom, how long, kept within bounds, and what is refused."""

import shutil
import stat
import threading
import time
from pathlib import Path

import pytest

from documents import speaking
from documents.speaking import LONGEST, Voice, programs
from documents.vault import Vault
from foundation.errors import Invalid, Unavailable

WORDS = "Điều năm. Ủy ban nhân dân xã trình Hội đồng nhân dân."
speaking_here = pytest.mark.skipif(programs() is None, reason="espeak-ng and lame")


@pytest.fixture
def voice(vault: Vault) -> Voice:
    return Voice(vault)


def kept(vault: Vault) -> list[Path]:
    return sorted((vault.derived_root / "speech").glob("??/*.mp3"))


def acting_as(folder: Path, monkeypatch, speaker: str, packer: str = "exit 1") -> None:
    """Put programs of our own in the place of those that speak and pack."""
    for name, script in (("espeak-ng", speaker), ("lame", packer)):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(stat.S_IRWXU)
    ways = {"espeak-ng": str(folder / "espeak-ng"), "lame": str(folder / "lame")}
    monkeypatch.setattr(speaking.shutil, "which", ways.get)


@speaking_here
def test_words_are_said_as_mp3_and_kept_by_what_they_are(voice, vault, monkeypatch):
    said = voice.say(WORDS)
    assert said[:3] == b"ID3" or said[0] == 0xFF
    assert 4_000 < len(said) < 60_000
    assert kept(vault)[0].read_bytes() == said
    monkeypatch.setattr(speaking.shutil, "which", lambda name: None)
    assert voice.say(f"  {WORDS}\n") == said, "what was said once needs no program"
    assert list((vault.root / "staged").iterdir()) == []


@speaking_here
def test_words_are_words_and_never_orders_to_the_programs(voice, tmp_path):
    for words in (
        "--help",
        "-w /tmp/x $(touch x) `id` ; rm a",
        "<speak>một</speak>",
        "@/etc/passwd",
    ):
        assert len(voice.say(words)) > 1000


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "speech.nothing"),
        (" … \x00 ", "speech.nothing"),
        ("ba " * LONGEST, "speech.too_long"),
    ],
)
def test_nothing_and_too_much_are_refused(voice, vault, words, code):
    with pytest.raises(Invalid) as refused:
        voice.say(words)
    assert refused.value.code == code
    assert kept(vault) == []


def test_without_the_programs_it_says_what_to_install(voice, monkeypatch):
    monkeypatch.setattr(speaking.shutil, "which", lambda name: None)
    with pytest.raises(Unavailable) as refused:
        voice.say(WORDS)
    assert refused.value.code == "speech.not_installed"


def test_a_voice_that_hangs_or_fails_is_given_up(voice, vault, tmp_path, monkeypatch):
    monkeypatch.setattr(speaking, "SECONDS", 0.5)
    for speaker in ("sleep 60", "exit 3", "echo x >said.wav"):
        acting_as(tmp_path, monkeypatch, speaker)
        began = time.monotonic()
        with pytest.raises(Unavailable) as refused:
            voice.say(WORDS)
        assert refused.value.code == "speech.not_made"
        assert time.monotonic() - began < 10
    assert kept(vault) == []
    assert list((vault.root / "staged").iterdir()) == []


def test_what_many_ask_for_at_once_is_made_once(voice, vault, tmp_path, monkeypatch):
    acting_as(tmp_path, monkeypatch, "sleep 0.3; echo x >said.wav", "cp said.wav said.mp3")
    made = []
    monkeypatch.setattr(speaking, "run_confined", lambda *a: made.append(a) or _run_confined(*a))
    told: list[bytes] = []
    asking = [threading.Thread(target=lambda: told.append(voice.say(WORDS))) for _ in range(5)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert told == [b"x\n"] * 5
    assert len(made) == 2, "one program that speaks, one that packs"


def test_what_was_wanted_longest_ago_makes_room(vault, tmp_path, monkeypatch):
    acting_as(tmp_path, monkeypatch, "echo >said.wav", "head -c 4000 /dev/zero >said.mp3")
    monkeypatch.setattr(speaking, "BETWEEN_LOOKS", 1)
    voice = Voice(vault, room=10_000)
    for number in range(4):
        voice.say(f"một {number}")
        time.sleep(0.02)
    sizes = [path.stat().st_size for path in kept(vault)]
    assert sizes
    assert sum(sizes) <= 10_000
    shutil.rmtree(vault.derived_root / "speech")
    assert len(voice.say("một 0")) == 4000, "what was taken away is made again"


_run_confined = speaking.run_confined

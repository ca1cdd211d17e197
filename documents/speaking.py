"""Words said aloud: espeak-ng speaks Vietnamese, lame packs it so that every tablet plays it.

Both are programs that are not ours and run confined. What was said is kept under the hash of its
words, within a room of its own, and comes back when it is asked for again.
"""

import hashlib
import os
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from documents.alone import Alone
from documents.confined import Limits, TooLong, run_confined
from documents.confinement import MIB, most_memory
from documents.jail import room_for
from documents.vault import Vault
from foundation.arriving import carried
from foundation.errors import Invalid, Unavailable

SPEAKER, PACKER = "espeak-ng", "lame"
MANNER = "vi-1"
"""The voice and how it is packed; raise the number when either changes."""
LONGEST = 600
"""Letters said at once: well over half a minute."""
SECONDS, WORK_SECONDS, NICENESS = 20.0, 10, 5
LARGEST = 128 * MIB
"""What the programs may write; the sound library of the speaker asks for 64 MiB it never fills."""
AT_ONCE = 2
LONGEST_WAIT = 20.0
ROOM = 256 * MIB
ROOM_LEFT = 0.8
BETWEEN_LOOKS = 40
"""How many are kept before the room is looked at again."""
FORMAT = ("--quiet", "-m", "m", "-b", "32", "--resample", "22.05")


@dataclass(frozen=True)
class Programs:
    """What speaks and what packs, where this machine has both."""

    speaker: Path
    packer: Path


def programs() -> Programs | None:
    """Return the programs, if both are installed."""
    speaker, packer = shutil.which(SPEAKER), shutil.which(PACKER)
    return Programs(Path(speaker), Path(packer)) if speaker and packer else None


class Voice:
    """Says words, each once however many ask; a few at once, the others wait their turn."""

    def __init__(self, vault: Vault, room: int = ROOM) -> None:
        self._vault = vault
        self._folder = vault.derived_root / "speech"
        self._room = room
        self._alone = Alone()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._kept = 0

    def say(self, words: str) -> bytes:
        """Return words said aloud as MP3; refuses what is too long, and where nothing can speak."""
        words = " ".join(carried(words).split())
        if not any(letter.isalnum() for letter in words):
            raise Invalid("speech.nothing")
        if len(words) > LONGEST:
            raise Invalid("speech.too_long", most=LONGEST)
        name = hashlib.sha256(f"{MANNER}\n{words}".encode()).hexdigest()
        place = self._folder / name[:2] / f"{name}.mp3"
        while (said := self._vault.aside(lambda: _read(place))) is None:
            with self._alone.at(place) as first:
                if first:
                    self._make(words, place)
        return said

    def _make(self, words: str, place: Path) -> None:
        found = programs()
        if found is None:
            raise Unavailable("speech.not_installed")
        if not self._turns.acquire(timeout=LONGEST_WAIT):
            raise Unavailable("speech.busy")
        try:
            with self._vault.scratch_folder() as folder:
                made = _spoken(found, self._vault, folder, words)
                self._vault.aside(lambda: self._keep(made, place))
        finally:
            self._turns.release()

    def _keep(self, made: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        made.replace(place)
        if self._kept % BETWEEN_LOOKS == 0:
            _tidy(self._folder, self._room)
        self._kept += 1


def _spoken(found: Programs, vault: Vault, folder: Path, words: str) -> Path:
    """Return the words as a file in the folder: first as the speaker makes it, then packed."""
    (folder / "words.txt").write_text(words + "\n")
    private = (vault.root, vault.root.parent)
    limits = Limits(most_memory(), LARGEST, WORK_SECONDS, NICENESS)
    made = folder / "said.mp3"
    for program, options in (
        (found.speaker, ("-v", "vi", "-b", "1", "-f", "words.txt", "-w", "said.wav")),
        (found.packer, (*FORMAT, "said.wav", "said.mp3")),
    ):
        room = room_for(folder, program, private)
        told = {"HOME": str(room.folder), "TMPDIR": str(room.folder)}
        try:
            ended = run_confined([str(program), *options], room, folder, told, limits, SECONDS)
        except TooLong:
            raise Unavailable("speech.not_made") from None
        if ended != 0:
            raise Unavailable("speech.not_made")
    if not made.is_file() or made.stat().st_size == 0:
        raise Unavailable("speech.not_made")
    return made


def _read(place: Path) -> bytes | None:
    """Return what is kept, and note that it was wanted; it may be taken away at any time."""
    with suppress(OSError):
        said = place.read_bytes()
        os.utime(place)
        return said
    return None


def _tidy(folder: Path, most: int) -> None:
    """Take away what was wanted longest ago, until the rest has room."""
    found = []
    for path in folder.glob("??/*.mp3"):
        with suppress(OSError):
            stat = path.stat()
            found.append((stat.st_mtime, stat.st_size, path))
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        if total <= most * ROOM_LEFT:
            break
        path.unlink(missing_ok=True)
        total -= size

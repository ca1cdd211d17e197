"""How much room what is made of papers takes, and what goes first when it is too much.

Only pictures and copies are taken away, since they come back when somebody asks for them, and none
of a paper that was read lately. It is done by a worker: there may be very many files.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from documents.derived import PICTURES

LATELY = 2 * 3600.0
"""Seconds for which a paper counts as being read."""
ROOM_TO_MAKE = 0.9
"""The share of the room that is still taken after something had to go."""


@dataclass(frozen=True)
class Made:
    """What is made of one paper: its room and when it was last read."""

    folder: Path
    size: int
    used: float


def tidy(root: Path, most: int) -> int:
    """Take away pictures of papers used longest ago until the rest fits; returns what was freed."""
    found = sorted(_made(root), key=lambda made: made.used)
    total, freed = sum(made.size for made in found), 0
    if total <= most:
        return 0
    for made in found:
        if total - freed <= most * ROOM_TO_MAKE or time.time() - made.used < LATELY:
            break
        freed += _without_pictures(made.folder)
    return freed


def size_of(folder: Path) -> int:
    """Return how many bytes the files under a folder have."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += Path(place, name).lstat().st_size
    return total


def _made(root: Path) -> Iterator[Made]:
    for folder in root.glob("??/*"):
        with suppress(FileNotFoundError):
            used = folder.stat().st_mtime
            for stale in _pictures(folder):
                if stale.name != PICTURES:  # of an older way of drawing
                    shutil.rmtree(stale, ignore_errors=True)
            yield Made(folder, size_of(folder), used)


def _without_pictures(folder: Path) -> int:
    freed = 0
    for pictures in _pictures(folder):
        freed += size_of(pictures)
        shutil.rmtree(pictures, ignore_errors=True)
    for copy in (*folder.glob("copy-*.pdf"), *folder.glob("volume-*.pdf")):
        with suppress(FileNotFoundError):
            freed += copy.lstat().st_size
            copy.unlink()
    return freed


def _pictures(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PICTURES.partition('-')[0]}-*"))

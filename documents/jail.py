"""A room without doors and windows for the Office converter.

It sees no network, no other process and no file of the server's: only programs, fonts, and the
folder with its one paper. Where the machine does not allow that, it is at least given no
network, if that much is allowed.
"""

import contextlib
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PLACE = Path("/mnt/paper")
"""Where the folder is seen in the room."""
ALONE = ("-n", "-m", "-p", "-f", "--mount-proc", "--kill-child")
WAYS = (("unshare", *ALONE), ("unshare", "-r", *ALONE))
WAYS_WITHOUT_NETWORK = (("unshare", "-n"), ("unshare", "-r", "-n"))
ENTER = """set -e
cd "$1"
mount -t tmpfs -o size=64k,mode=755 none /mnt
mkdir /mnt/paper
mount -c --bind . /mnt/paper
shift
while [ "$1" != -- ]; do mount -t tmpfs -o size=64k none "$1"; shift; done
shift
cd /mnt/paper
exec "$@"
"""
HOUSE = Path(__file__).resolve().parent.parent
PRIVATE = (HOUSE, Path("/home"), Path("/root"), Path("/srv"), Path("/tmp"), Path("/var/tmp"))  # noqa: S108


@dataclass(frozen=True)
class Room:
    """How to start a program in the room, and where it finds its folder."""

    command: tuple[str, ...]
    folder: Path


def room_for(folder: Path, program: Path, private: Sequence[Path]) -> Room:
    """Return a room in which a program sees a folder and nothing that is private."""
    way = _way()
    if way is None:
        return Room(_way_without_network(), folder)
    hidden = _outermost([*PRIVATE, *private], program.resolve())
    return Room((*way, "/bin/sh", "-c", ENTER, "sh", str(folder), *hidden, "--"), PLACE)


def _outermost(folders: Sequence[Path], program: Path) -> list[str]:
    """Return the folders that are there, none within another, none that holds the program."""
    kept: list[Path] = []
    for folder in sorted({folder.resolve() for folder in folders}):
        hidden_already = any(folder.is_relative_to(other) for other in (*kept, PLACE.parent))
        if folder.is_dir() and not hidden_already and not program.is_relative_to(folder):
            kept.append(folder)
    return [str(folder) for folder in kept]


@lru_cache
def _way() -> tuple[str, ...] | None:
    entered = ("/bin/sh", "-c", ENTER, "sh", "/", "/home", "--", "true")
    return next((way for way in WAYS if _works((*way, *entered))), None)


@lru_cache
def _way_without_network() -> tuple[str, ...]:
    return next((way for way in WAYS_WITHOUT_NETWORK if _works((*way, "true"))), ())


def _works(command: Sequence[str]) -> bool:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        tried = subprocess.run(command, capture_output=True, timeout=10, check=False)
        return tried.returncode == 0
    return False

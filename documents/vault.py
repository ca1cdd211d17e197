"""The vault: the bytes of papers under names we give them, and the folder of what is made of them.

A file arrives in `staged/`, is hashed on the way, and is renamed to `papers/ab/<sha256>` once it
was found good; from then on it never changes. Nothing that a person typed reaches a path.
"""

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from foundation.errors import Invalid
from foundation.lasting import flush, make_folder
from foundation.writer import OffLoop, stay

T = TypeVar("T")

CHUNK = 256 * 1024
MIB = 1024 * 1024
STAGED_LIFE = 3600.0
"""Seconds after which a staged file is a leftover even though its process lives."""
SHA256 = re.compile(r"[0-9a-f]{64}")
_STARTED = time.time()


class Stream(Protocol):
    """Anything that is read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end."""
        ...


@dataclass(frozen=True)
class Staged:
    """A file that has arrived and is not yet kept."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class Used:
    """The room that is taken, in bytes."""

    papers: int
    derived: int
    """What comes back when it is deleted."""


class Vault:
    """Keeps papers by what they are; `off_loop` takes slow disk calls off an event loop."""

    def __init__(self, root: Path, off_loop: OffLoop = stay) -> None:
        self.root = root.resolve()
        self._off_loop = off_loop
        self._staging = self.root / "staged"
        self._lasting: set[Path] = set()
        make_folder(self.root)
        self._staging.mkdir(exist_ok=True)
        self._sweep()

    def aside(self, work: Callable[[], T]) -> T:
        """Return what `work` makes of files, off the event loop; it may wait for nothing else."""
        made: T = self._off_loop(work)
        return made

    def stage(self, stream: Stream, largest: int) -> Staged:
        """Write what arrives to a file of its own, or refuse it; a refused one leaves nothing."""
        path = self.scratch()
        try:
            return self._receive(stream, path, largest)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def scratch(self) -> Path:
        """Return a new path among the staged files; a leftover there is swept at a later start."""
        return self._staging / f"{os.getpid()}-{secrets.token_hex(8)}"

    @contextmanager
    def scratch_folder(self) -> Iterator[Path]:
        """Yield a new folder among the staged files; with all that is in it, it goes at the end."""
        folder = self.scratch()
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, staged: Staged) -> str:
        """Move a staged file to its place for good and return its name."""
        place = self.path_of(staged.sha256)
        self._make_folder(place.parent)
        if place.exists():  # perhaps for a moment only, and its name is not sure yet
            self.discard(staged)
        else:
            self._off_loop(lambda: flush(staged.path))
            staged.path.rename(place)
        self._off_loop(lambda: flush(place.parent))
        return staged.sha256

    def discard(self, staged: Staged) -> None:
        """Take a staged file away."""
        staged.path.unlink(missing_ok=True)

    def path_of(self, sha256: str) -> Path:
        """Return where the paper of this hash is kept, or would be."""
        return self.root / "papers" / _checked(sha256)[:2] / sha256

    @property
    def derived_root(self) -> Path:
        """Return the folder of everything that is made of papers."""
        return self.root / "derived"

    def derived(self, sha256: str) -> Path:
        """Return the folder of what is made of the paper; it may vanish at any time."""
        return self.derived_root / _checked(sha256)[:2] / sha256

    def used(self) -> Used:
        """Return how much room papers take, and what is made of them."""
        derived = _size_under(self.derived_root)
        return Used(_size_under(self.root) - derived, derived)

    def used_bytes(self) -> int:
        """Return how much room papers and what is made of them take together."""
        used = self.used()
        return used.papers + used.derived

    def _receive(self, stream: Stream, path: Path, largest: int) -> Staged:
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:
            path.chmod(0o600)
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > largest:
                    raise Invalid("paper.too_large", most_mib=largest // MIB)
                digest.update(chunk)
                file.write(chunk)
                time.sleep(0)  # a spooled upload never waits, and others wait for the loop
        if size == 0:
            raise Invalid("paper.empty")
        return Staged(path, digest.hexdigest(), size)

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._lasting:
            for each in (folder.parent, folder):
                self._off_loop(partial(make_folder, each))
            self._lasting.add(folder)

    def _sweep(self) -> None:
        for path in self._staging.iterdir():
            if not _leftover(path):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _checked(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise Invalid("paper.name")
    return sha256


def _size_under(root: Path) -> int:
    total = 0
    for folder, _, names in os.walk(root):
        total += sum(_size(Path(folder, name)) for name in names)
        time.sleep(0)  # there may be many folders, and others wait for the loop
    return total


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0


def _leftover(path: Path) -> bool:
    """Say whether nobody can be at work on a staged file any more."""
    try:
        changed = path.lstat().st_mtime
    except FileNotFoundError:
        return False
    owner = path.name.partition("-")[0]
    if not owner.isdigit() or time.time() - changed > STAGED_LIFE:
        return True
    if int(owner) == os.getpid():  # in a container the number is often the same after a restart
        return changed < _STARTED
    return not _alive(int(owner))


def _alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""Hot files: what everybody asks for at once is looked for, and read from the disk, once.

A copy is used only while nothing was added to its folder, taken away or replaced; so a folder may
be emptied, or a better file may come, at any time.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path

from foundation.writer import OffLoop

MIB = 1024 * 1024
MOST_BYTES = 64 * MIB
SETTLED_NS = 2_000_000_000
"""A folder changed so lately may change once more within one tick of the file system's clock."""
Found = tuple[Path, str]
Dress = Callable[[bytes], tuple[bytes, str]]


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it goes out: its name, when it was written, its type, its bytes, how encoded."""

    name: str
    written: int
    """In nanoseconds, as the file system says."""
    media_type: str
    bytes: bytes
    encoding: str
    folder: Path
    folder_changed: int


def as_it_is(content: bytes) -> tuple[bytes, str]:
    """Dress a file in nothing."""
    return content, ""


class HotFiles:
    """Keeps the files read last, so many bytes of them."""

    def __init__(self, off_loop: OffLoop, most_bytes: int = MOST_BYTES) -> None:
        self._off_loop = off_loop
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Hashable, Content] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def read(
        self, key: Hashable, find: Callable[[], Found | None], dress: Dress = as_it_is
    ) -> Content | None:
        """Return the file that `find` finds now, dressed for its way; None where there is none."""
        kept, began = self._kept.get(key), time.time_ns()
        content: Content | None
        try:
            if kept and kept.folder.stat().st_mtime_ns == kept.folder_changed:
                return kept
            found = find()
            content = found and self._off_loop(lambda: _read(*found, dress))
        except FileNotFoundError:
            content = None
        with self._lock:
            self._forget(key)
            if content and began - content.folder_changed > SETTLED_NS:
                self._keep(key, content)
        return content

    def _forget(self, key: Hashable) -> None:
        if old := self._kept.pop(key, None):
            self._size -= len(old.bytes)

    def _keep(self, key: Hashable, content: Content) -> None:
        self._kept[key] = content
        self._size += len(content.bytes)
        while self._size > self._most_bytes:
            self._size -= len(self._kept.popitem(last=False)[1].bytes)


def _read(path: Path, media_type: str, dress: Dress) -> Content:
    with path.open("rb") as file:
        written = os.fstat(file.fileno()).st_mtime_ns
        content, encoding = dress(file.read())
    changed = path.parent.stat().st_mtime_ns
    return Content(path.name, written, media_type, content, encoding, path.parent, changed)

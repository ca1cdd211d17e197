"""The disk: when each paper was last read, and that pictures keep within their room.

`documents/room.py` says what goes; it works in a worker, in the background.
"""

import logging
import os
import threading
import time
from contextlib import suppress

from documents.jobs import Jobs
from documents.vault import Vault
from foundation.errors import Refusal

BETWEEN_NOTES = 600.0
"""Seconds between two notes that a paper is in use."""
BETWEEN_LOOKS = 600.0
LONGEST_WITHOUT_LOOK = 3600.0

log = logging.getLogger(__name__)


class Uses:
    """Notes on the disk when a paper was last read, now and then."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._noted: dict[str, float] = {}

    def note(self, sha256: str) -> None:
        """Note that somebody reads this paper."""
        now = time.monotonic()
        if now - self._noted.get(sha256, -BETWEEN_NOTES) >= BETWEEN_NOTES:
            self._noted[sha256] = now
            with suppress(OSError):  # nothing is made of it yet
                os.utime(self._vault.derived(sha256))


class Disk:
    """Keeps what is made of papers within `most` bytes, in the background."""

    def __init__(self, jobs: Jobs, vault: Vault, most: int) -> None:
        self._jobs = jobs
        self._folder = vault.derived_root
        self._most = most
        self._looked = -BETWEEN_LOOKS
        self._ended = False
        self._changed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look now, and from time to time."""
        if self._thread is None and not self._ended:
            self._thread = threading.Thread(target=self._run, name="disk", daemon=True)
            self._thread.start()

    def grown(self) -> None:
        """Look again soon: a paper has been read."""
        if time.monotonic() - self._looked >= BETWEEN_LOOKS:
            self._changed.set()

    def close(self) -> None:
        """Look no more."""
        self._ended = True
        self._changed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended:
            self._changed.clear()
            self._look()
            self._changed.wait(LONGEST_WITHOUT_LOOK)

    def _look(self) -> None:
        self._looked = time.monotonic()
        try:
            freed = self._jobs.tidy(self._folder, self._most)
            if freed:
                log.info("%d bytes of pictures were taken away", freed)
        except Refusal as refusal:
            log.warning("the room of pictures was not looked at: %s", refusal.code)

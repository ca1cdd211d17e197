"""Work in the background: one thread takes subjects one after the other, each once.

A subject that is wanted again while it waits is taken once; one that is wanted while it is at work
is taken once more. The thread ends when nothing is left; what is left at a stop is for whoever
wants it at the next start.
"""

import logging
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from foundation.errors import Refusal

Subject = TypeVar("Subject", bound=Hashable)

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The house is closing; the rest is done after the next start."""


class Background(Generic[Subject]):
    """A thread for one kind of work, there while something is wanted."""

    def __init__(self, name: str, work: Callable[[Subject], object]) -> None:
        self._name = name
        self._work = work
        self._wanted: dict[Subject, None] = {}
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    @property
    def stopping(self) -> bool:
        """Whether nothing more is begun."""
        return self._stopping.is_set()

    def want(self, subjects: Iterable[Subject]) -> None:
        """Take these, behind those that wait; returns at once."""
        with self._lock:
            self._wanted.update(dict.fromkeys(subjects))
            if self._wanted and self._thread is None and not self.stopping:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def rest(self, seconds: float = 0.0) -> None:
        """Let others have their turn; raises Stopped where nothing more is to be begun."""
        if self._stopping.wait(seconds):
            raise Stopped
        time.sleep(0)  # on the loop the line above gives nobody a turn when it waits for nothing

    def wait(self, seconds: float | None = None) -> None:
        """Wait until nothing is left."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def stop(self) -> None:
        """Begin nothing more; what is at work comes to the next place where it may stop."""
        self._stopping.set()

    def close(self) -> None:
        """Stop, and wait for what is at work."""
        self.stop()
        self.wait()

    def _run(self) -> None:
        while (subject := self._next()) is not None:
            try:
                self._work(subject)
            except Stopped:
                log.info("%s: %s is left for the next start", self._name, subject)
            except Refusal as refusal:
                if not self.stopping:  # what it needs may have been closed before us
                    log.warning("%s: %s waits: %s", self._name, subject, refusal.code)
            except Exception:
                log.exception("%s: %s was not done", self._name, subject)

    def _next(self) -> Subject | None:
        with self._lock:
            subject = None if self.stopping else next(iter(self._wanted), None)
            if subject is None:
                self._thread = None
            else:
                del self._wanted[subject]
        return subject

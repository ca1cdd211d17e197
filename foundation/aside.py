"""Reading aside: an embedded database is read in a real thread, and the event loop goes on.

SQLite's calls, and the objects made of what they return, hold whoever runs them for milliseconds.
A few readings at once are enough, since they share one interpreter; the others wait their turn, so
that a thread is always left for the writer.
"""

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from foundation.database import Database
from foundation.writer import OffLoop, stay

T = TypeVar("T")
AT_ONCE = 2


class Read(Protocol):
    """Has something read; it may not wait for anything but the database."""

    def __call__(self, work: Callable[[Session], T], /) -> T:
        """Return what `work` finds in a consistent view of the database, or raise its refusal."""
        ...


class Aside:
    """Answers readings, a few at once; they may not wait for anything but the database."""

    def __init__(
        self, database: Database, off_loop: OffLoop = stay, at_once: int = AT_ONCE
    ) -> None:
        self._database = database
        self._off_loop = off_loop
        self._turns = threading.BoundedSemaphore(at_once)

    def read(self, work: Callable[[Session], T]) -> T:
        """Return what `work` finds in a consistent view of the database, or raise its refusal."""
        if not self._database.embedded:  # its driver waits without holding the loop
            with self._database.session() as session:
                return work(session)
        context = copy_context()  # who asks, and in which language
        answer: T
        with self._turns:
            answer = self._off_loop(lambda: context.run(self._found, work))
        return answer

    def _found(self, work: Callable[[Session], T]) -> T:
        with self._database.aside() as session:
            return work(session)

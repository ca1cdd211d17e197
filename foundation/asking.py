"""The few connections over which a process asks single questions; all its questions share them.

A question that kept connections of its own would starve those that come after it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Dialect, Engine
from sqlalchemy.pool import PoolProxiedConnection


@dataclass(frozen=True)
class Asked:
    """A connection, and the names of the questions that PostgreSQL has planned on it."""

    connection: PoolProxiedConnection
    prepared: set[str] = field(default_factory=set)


class Asking:
    """Lends a connection to one question at a time."""

    def __init__(self, engine: Engine, most: int) -> None:
        """`most`: how many are open at once; whoever comes when all are lent waits."""
        self._engine = engine
        self._turns = threading.Semaphore(most)
        self._idle: list[Asked] = []

    @property
    def dialect(self) -> Dialect:
        """Return how the database wants to be spoken to."""
        return self._engine.dialect

    @contextmanager
    def lent(self) -> Iterator[Asked]:
        """Yield a connection; one on which anything fails is closed, since it may be a dead one."""
        with self._turns:
            asked = self._idle.pop() if self._idle else Asked(self._engine.raw_connection())
            try:
                yield asked
            except BaseException:
                asked.connection.invalidate()
                raise
            self._idle.append(asked)

    def dispose(self) -> None:
        """Close those that nobody has."""
        while self._idle:
            self._idle.pop().connection.close()
        self._engine.dispose()

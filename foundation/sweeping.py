"""Sweeping: the interpreter's search through all objects for what nobody uses any more.

With a hall of tablets connected it stops the process for a tenth of a second, and the smaller one
among what is not so old for a fortieth. So both are made when nothing goes on; what is young, where
most of it is found, is searched as always.
"""

import gc
from collections.abc import Callable

from foundation.regularly import keep_doing

YOUNG = (3_000, 1_000_000, 1_000_000)
"""The thresholds of Python's generations: by itself only the first one is ever reached."""
EVERY_SECONDS = 15.0
MOST_TURNS = 240
"""After an hour without a quiet moment it is made all the same."""


def keep_swept(done: Callable[[], object]) -> None:
    """Sweep whenever `done`, what has been done so far, stands still; for as long as we serve."""
    gc.collect()
    gc.freeze()  # what is loaded by now stays, and is not looked at again
    gc.set_threshold(*YOUNG)
    keep_doing("sweeping", EVERY_SECONDS, Sweeper(done).look)


class Sweeper:
    """Sweeps when nothing was done since it looked last."""

    def __init__(self, done: Callable[[], object]) -> None:
        self._done = done
        self._before = done()
        self._turns = 0

    def look(self) -> None:
        """Sweep, if it is quiet or has not been for long."""
        now = self._done()
        self._turns += 1
        if now == self._before or self._turns >= MOST_TURNS:
            gc.collect()
            self._turns = 0
        self._before = now

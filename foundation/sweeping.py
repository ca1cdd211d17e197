"""Sweeping: the interpreter's search through all objects for what nobody uses any more.

With a hall of tablets connected it stops the process for a tenth of a second, and the smaller one
among what is not so old for a fortieth. So both are made when nothing goes on; what is young, where
most of it is found, is searched as always.
"""

import gc
import threading
import time
from collections.abc import Callable

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
    threading.Thread(target=_run, args=(done,), name="sweeping", daemon=True).start()


def _run(done: Callable[[], object]) -> None:
    before, turns = done(), 0
    while True:
        time.sleep(EVERY_SECONDS)
        now, turns = done(), turns + 1
        if now == before or turns >= MOST_TURNS:
            gc.collect()
            turns = 0
        before = now

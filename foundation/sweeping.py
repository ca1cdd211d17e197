"""Sweeping: the interpreter's search through all objects for what nobody uses any more.

With a hall of tablets connected it stops the process for a tenth of a second. So it is made when
nothing goes on; what is young is searched as always.
"""

import gc
import threading
import time
from collections.abc import Callable

YOUNG = (3_000, 4, 1_000_000)
"""The thresholds of Python's generations: by itself the last one is never reached, and the one
before it never has so much to look through that tablets would wait for it."""
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

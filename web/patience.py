"""Patience: whoever types wrong codes again and again waits a little longer each time.

A whole hall comes from one address, so an address waits seconds only, and late; a tablet that says
which it is waits for itself. What really bounds guessing is counted in the house
(`meetings/entering/guessing.py`); this keeps one who guesses from closing it for all.
"""

import time
from collections import defaultdict
from collections.abc import Callable

FORGOTTEN_AFTER = 60.0
MOST_KNOWN = 10_000
ON_A_TABLET, AT_AN_ADDRESS = (3, 30), (10, 10)
"""So many wrong ones a minute for free, and the longest wait in seconds after that.

From one address that is fewer a minute than what closes the keypad for the whole house.
"""


class Patience:
    """Counts what was wrong of late, by who typed it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: defaultdict[str, list[float]] = defaultdict(list)

    def wait(self, who: str, free: int, longest: float) -> int:
        """Return for how many seconds somebody has to wait, after so many wrong ones for free."""
        wrong = self._of_late(who)
        if len(wrong) < free:
            return 0
        pause = min(longest, 2.0 ** (len(wrong) - free + 1))
        return max(0, round(wrong[-1] + pause - self._clock()))

    def count(self, who: str) -> None:
        """Count that somebody was wrong."""
        if len(self._wrong) > MOST_KNOWN:
            self._wrong.clear()
        self._wrong[who] = [*self._of_late(who), self._clock()]

    def forget(self, who: str) -> None:
        """Forget what somebody did wrong: now it was right."""
        self._wrong.pop(who, None)

    def _of_late(self, who: str) -> list[float]:
        since = self._clock() - FORGOTTEN_AFTER
        return [at for at in self._wrong.get(who, ()) if at > since]

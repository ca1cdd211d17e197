"""Patience: whoever types what is wrong again and again has to wait.

A login whose password is wrong too often waits for minutes (`web/sign_in.py`); whoever types wrong
codes waits a little longer each time.

A whole hall comes from one address, so an address waits seconds only, and late; a tablet that says
which it is waits for itself. What really bounds guessing is counted in the house
(`meetings/entering/guessing.py`); this keeps one who guesses from closing it for all.
"""

import time
from collections.abc import Callable

MINUTE = 60.0
MOST_KNOWN = 10_000
ON_A_TABLET, AT_AN_ADDRESS = (3, 30), (10, 10)
"""So many wrong ones a minute for free, and the longest wait in seconds after that.

From one address that is fewer a minute than what closes the keypad for the whole house.
"""


class Patience:
    """Counts what was wrong of late, by who did it; it is forgotten after so many seconds."""

    def __init__(
        self, forgotten_after: float = MINUTE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._forgotten_after = forgotten_after
        self._clock = clock
        self._wrong: dict[str, list[float]] = {}

    def failures(self, who: str) -> int:
        """Return how often somebody was wrong of late."""
        return len(self._of_late(who))

    def wait(self, who: str, free: int, longest: float) -> int:
        """Return for how many seconds somebody has to wait, after so many wrong ones for free."""
        wrong = self._of_late(who)
        if len(wrong) < free:
            return 0
        pause = min(longest, 2.0 ** (len(wrong) - free + 1))
        return max(0, round(wrong[-1] + pause - self._clock()))

    def count(self, who: str) -> None:
        """Count that somebody was wrong."""
        wrong = [*self._of_late(who), self._clock()]
        self._wrong.pop(who, None)  # whoever was wrong last stands last
        self._wrong[who] = wrong
        if len(self._wrong) > MOST_KNOWN:
            del self._wrong[next(iter(self._wrong))]

    def forget(self, who: str) -> None:
        """Forget what somebody did wrong: now it was right."""
        self._wrong.pop(who, None)

    def _of_late(self, who: str) -> list[float]:
        since = self._clock() - self._forgotten_after
        return [at for at in self._wrong.get(who, ()) if at > since]

"""Figures of the live side: counted where it happens, for whoever looks after the house."""

from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

BEAT_SECONDS = 0.005
BEATS = int(60 / BEAT_SECONDS)
"""What is remembered of the loop's beat: at the most a minute."""


class Figures:
    """What this process has done since it started; only `sockets` and the stall are of now."""

    def __init__(self) -> None:
        self.sockets = 0
        self.frames = 0
        self.deliveries = 0
        self.batches = 0
        self.repaired = 0
        self.cut = 0
        self.throttled = 0
        self._late: deque[float] = deque(maxlen=BEATS)

    def beat(self, pause: Callable[[float], object]) -> None:
        """Note for ever how much later than asked the loop comes round."""
        while True:
            due = monotonic() + BEAT_SECONDS
            pause(BEAT_SECONDS)
            self._late.append(max(0.0, monotonic() - due))

    def stall(self, share: float = 0.99) -> float:
        """Return how many seconds late the beat was, over the last minute, in all but the worst."""
        beats = sorted(self._late)
        return beats[int(len(beats) * share)] if beats else 0.0

    def as_data(self) -> dict[str, Any]:
        """Return them as they are now."""
        return {
            "sockets": self.sockets,
            "frames": self.frames,
            "deliveries": self.deliveries,
            "batches": self.batches,
            "repaired": self.repaired,
            "cut": self.cut,
            "throttled": self.throttled,
            "stall_ms": round(self.stall() * 1000, 2),
        }

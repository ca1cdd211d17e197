"""Allowances: how much one socket, and one person on all sockets, may say in a while.

Who says more is not refused but read more slowly; the kernel then holds that sender alone.
What only passes is dropped beyond its pace: late, it would be worth nothing.
"""

from collections.abc import Callable, Hashable
from time import monotonic
from weakref import WeakValueDictionary

BURST = 4
"""How many seconds' worth may come at once."""
KIB = 1024


class Allowance:
    """Messages and bytes a second; what is taken beyond them is owed as time."""

    def __init__(
        self, messages: float, size: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self._clock = clock
        self._rates = (messages, size)
        self._left = [messages * BURST, size * BURST]
        self._at = clock()

    def take(self, messages: int, size: int) -> float:
        """Take what was read; returns how many seconds to wait before reading on."""
        now, owed = self._clock(), 0.0
        for which, (rate, taken) in enumerate(zip(self._rates, (messages, size), strict=True)):
            left = min(rate * BURST, self._left[which] + (now - self._at) * rate) - taken
            self._left[which], owed = left, max(owed, -left / rate)
        self._at = now
        return owed


class Pace:
    """So many a second of each who says something; what is more is dropped."""

    MOST_KNOWN = 4000

    def __init__(self, a_second: float, clock: Callable[[], float] = monotonic) -> None:
        self._rate = a_second
        self._clock = clock
        self._known: dict[Hashable, tuple[float, float]] = {}

    def allows(self, *who: Hashable) -> bool:
        """Take one from each of these, if all of them have one left."""
        now = self._clock()
        left = {each: self._left(each, now) for each in who}
        allowed = all(each >= 1 for each in left.values())
        if len(self._known) > self.MOST_KNOWN:
            self._forget(now)
        self._known |= {each: (has - allowed, now) for each, has in left.items()}
        return allowed

    def _left(self, who: Hashable, now: float) -> float:
        left, at = self._known.get(who, (self._rate, now))
        return min(self._rate, left + (now - at) * self._rate)

    def _forget(self, now: float) -> None:
        """Forget who has said nothing for so long that all is left to them."""
        self._known = {who: each for who, each in self._known.items() if now - each[1] < 1}


def of_socket() -> Allowance:
    """Return what one socket may say."""
    return Allowance(messages=50, size=256 * KIB)


class People:
    """One allowance a person, as long as one of their sockets is open."""

    def __init__(self) -> None:
        self._known: WeakValueDictionary[int, Allowance] = WeakValueDictionary()

    def of(self, person_id: int) -> Allowance:
        """Return what one person may say on all their sockets together."""
        found = self._known.get(person_id)
        if found is None:
            found = self._known[person_id] = Allowance(messages=200, size=1024 * KIB)
        return found

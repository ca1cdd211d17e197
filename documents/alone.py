"""One maker for one thing: whoever asks for what is being made waits for it."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Alone:
    """Lets one make what many ask for."""

    def __init__(self) -> None:
        self._making: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()

    @contextmanager
    def at(self, key: Hashable) -> Iterator[bool]:
        """Say whether we are the one who makes this; whoever is not has waited for it."""
        with self._lock:
            under_way = self._making.get(key)
            if under_way is None:
                done = self._making[key] = threading.Event()
        if under_way is not None:
            under_way.wait()
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._making[key]
            done.set()

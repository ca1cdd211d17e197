"""Every kind of fact that the code knows, by its name on the wire."""

from collections.abc import Iterator

import meetings.commands  # noqa: F401 - brings every operation, and with it every event
from foundation.events import Event


def _kinds(kind: type[Event] = Event) -> Iterator[type[Event]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("meetings") and "name" in vars(each):
            yield each
        yield from _kinds(each)


KINDS: dict[str, type[Event]] = {each.name: each for each in _kinds()}

"""Events: what has happened, told inside a transaction, announced once it has committed.

A listener that fails is logged; it undoes nothing and stops no other listener.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy.orm import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact of plain data that names who may hear it."""

    name: ClassVar[str]
    """On the wire: `noun.participle`."""
    told_in: ClassVar[tuple[str, ...]]
    """The kinds of streams it may be told in: what `noun:id` begins with."""

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams it is recorded in: the narrowest that need it."""
        raise NotImplementedError

    @property
    def subject(self) -> str | None:
        """The thing it is about, as `noun:id`, where its audience may change later."""
        return None

    def body(self) -> dict[str, Any]:
        """Return what goes over the wire."""
        raise NotImplementedError


@dataclass(frozen=True)
class Fact:
    """An event as it was recorded: the n-th of its stream."""

    stream: str
    number: int
    name: str
    body: dict[str, Any]

    def on_the_wire(self) -> dict[str, Any]:
        """Return the shape tablets read."""
        return {"stream": self.stream, "number": self.number, "name": self.name, "body": self.body}


Listener = Callable[[Sequence[Fact]], None]
_listeners: list[Listener] = []


def tell(session: Session, event: Event) -> None:
    """Note `event`; it is recorded and announced when the session's transaction commits."""
    told(session).append(event)


def told(session: Session) -> list[Event]:
    """Return what was told so far in this session's transaction."""
    events: list[Event] = session.info.setdefault("told", [])
    return events


def listen(listener: Listener) -> Callable[[], None]:
    """Call `listener` with the facts of each commit, in order; returns how to stop."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def announce(facts: Sequence[Fact]) -> None:
    """Hand committed facts to every listener."""
    if not facts:
        return
    for listener in list(_listeners):
        try:
            listener(facts)
        except Exception:
            log.exception("a listener failed")

"""Callers: who is behind each socket, settled when it connects.

A sign-in that ends closes its sockets, and every command asks again within its transaction, so
nothing has to be looked up for each message.
"""

from foundation.errors import NotSignedIn
from meetings.commands import Actor


class Callers:
    """The actors by the ids of their sockets."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}

    def arrive(self, sid: str, actor: Actor | None, meant: object) -> Actor | None:
        """Return who connects, or None; a page that means another person is nobody's."""
        if actor is None or meant not in (None, actor.person_id):
            return None
        self._actors[sid] = actor
        return actor

    def leave(self, sid: str) -> None:
        """Forget a socket that has gone."""
        self._actors.pop(sid, None)

    def of(self, sid: str) -> Actor:
        """Return who is behind a socket; raises NotSignedIn."""
        actor = self._actors.get(sid)
        if actor is None:
            raise NotSignedIn("sign_in.ended")
        return actor

"""Confinement: a session that acts or reads for a shared tablet opens one meeting and no other.

Who is let in by a code from the secretary's screen is bound to one seat. Every row of a meeting is
reached through a seat, and whatever looks for a seat asks here first.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

_ONLY = "only_meeting"


@contextmanager
def confined(session: Session, meeting_id: int | None) -> Iterator[Session]:
    """Open one meeting alone to what is done here; None opens all in which the person sits."""
    before = session.info.get(_ONLY)
    session.info[_ONLY] = meeting_id
    try:
        yield session
    finally:
        session.info[_ONLY] = before


def only_meeting(session: Session) -> int | None:
    """Return the one meeting that is open to what is done now, where it is only one."""
    found: int | None = session.info.get(_ONLY)
    return found


def opens(session: Session, meeting_id: int) -> bool:
    """Say whether a meeting may be reached by what is done now."""
    return only_meeting(session) in (None, meeting_id)

"""Ending: sign-ins of shared tablets whose time is over end by themselves, and their sockets."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from foundation.aside import Read
from foundation.clock import seconds
from foundation.regularly import keep_doing
from foundation.writer import Perform
from meetings.people.models import SignIn
from meetings.people.operations import end_what_is_over

EVERY_SECONDS = 60.0


def keep_ended(read: Read, perform: Perform) -> None:
    """End what is over, now and then, for as long as the process serves."""

    def look() -> None:
        if read(_something_is_over):
            perform(end_what_is_over)

    keep_doing("ending", EVERY_SECONDS, look)


def _something_is_over(session: Session) -> bool:
    over = exists().where(SignIn.until <= seconds(), SignIn.ended.is_(None))
    return bool(session.scalar(select(over)))

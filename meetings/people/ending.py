"""Ending: sign-ins of shared tablets whose time is over end by themselves, and their sockets."""

import logging
import threading
import time

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from foundation.aside import Read
from foundation.clock import seconds
from foundation.writer import Perform
from meetings.people.models import SignIn
from meetings.people.operations import end_what_is_over

EVERY_SECONDS = 60.0
log = logging.getLogger(__name__)


def keep_ended(read: Read, perform: Perform) -> None:
    """End what is over, now and then, for as long as the process serves."""
    threading.Thread(target=_run, args=(read, perform), name="ending", daemon=True).start()


def _run(read: Read, perform: Perform) -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        try:
            if read(_something_is_over):
                perform(end_what_is_over)
        except Exception:
            log.exception("what is over was not ended")


def _something_is_over(session: Session) -> bool:
    over = exists().where(SignIn.until <= seconds(), SignIn.ended.is_(None))
    return bool(session.scalar(select(over)))

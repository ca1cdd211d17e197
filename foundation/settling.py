"""Settling: what the journal of an embedded database holds is brought into its file aside.

By itself SQLite does it within the commit that fills the journal, and whoever wrote that waits.
"""

import logging
import threading
import time

from foundation.database import Database
from foundation.writer import OffLoop

EVERY_SECONDS = 2.0
log = logging.getLogger(__name__)


def keep_settled(database: Database, off_loop: OffLoop) -> None:
    """Settle the database now and then for as long as the process serves."""
    if database.embedded:
        threading.Thread(
            target=_run, args=(database, off_loop), name="settling", daemon=True
        ).start()


def _run(database: Database, off_loop: OffLoop) -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        try:
            off_loop(database.settle)
        except Exception:
            log.exception("the journal was not settled")

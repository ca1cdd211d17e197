"""Settling: what the journal of an embedded database holds is brought into its file aside.

By itself SQLite does it within the commit that fills the journal, and whoever wrote that waits.
"""

from functools import partial

from foundation.database import Database
from foundation.regularly import keep_doing
from foundation.writer import OffLoop

EVERY_SECONDS = 2.0


def keep_settled(database: Database, off_loop: OffLoop) -> None:
    """Settle the database now and then for as long as the process serves."""
    if database.embedded:
        keep_doing("settling", EVERY_SECONDS, partial(off_loop, database.settle))

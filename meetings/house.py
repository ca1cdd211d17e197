"""The house both doors stand in: settings, database, writer, and the papers' workers."""

from dataclasses import dataclass

from documents.arrivals import Arrivals
from documents.vault import Vault
from documents.workers import Workers
from foundation.database import Database
from foundation.settings import Settings
from foundation.writer import OffLoop, Writer


@dataclass(frozen=True)
class House:
    """What one process has, made once."""

    settings: Settings
    database: Database
    writer: Writer
    vault: Vault
    workers: Workers
    arrivals: Arrivals
    off_loop: OffLoop
    """The way off the event loop, for work that holds its thread."""

    def close(self) -> None:
        """Stop in the order in which the parts lean on each other."""
        self.arrivals.close()
        self.workers.close()
        self.writer.close()
        self.database.dispose()

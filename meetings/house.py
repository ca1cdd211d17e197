"""The house both doors stand in: settings, database, writer, and the papers' workers."""

from dataclasses import dataclass

from documents.arrivals import Arrivals
from documents.copies.keeping import Copies
from documents.speaking import Voice
from documents.vault import Vault
from documents.workers import Workers
from foundation.aside import Aside
from foundation.database import Database
from foundation.gauges import Gauges
from foundation.settings import Settings
from foundation.writer import OffLoop, Writer
from meetings.carrying import Carrier
from meetings.presence import Presence


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
    reads: Aside
    """Where both doors read the database."""
    searches: Aside
    """Apart from the others, which a slow search does not keep waiting."""
    carrier: Carrier
    copies: Copies
    voice: Voice
    presence: Presence
    gauges: Gauges

    def close(self) -> None:
        """Stop in the order in which the parts lean on each other."""
        self.carrier.close()
        self.arrivals.close()
        self.workers.close()
        self.writer.close()
        self.database.dispose()

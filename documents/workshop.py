"""What everything that reads papers works with: the workers, the files, the database, the ear."""

from dataclasses import dataclass

from documents.jobs import Jobs
from documents.progress import OnProgress
from documents.shelf import Shelf
from documents.vault import Vault
from foundation.aside import Read
from foundation.writer import Perform


@dataclass(frozen=True)
class Workshop:
    """One for the process; whoever works in it opens no paper itself."""

    perform: Perform
    read: Read
    jobs: Jobs
    vault: Vault
    shelf: Shelf
    tell: OnProgress

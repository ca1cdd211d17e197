"""What an index is, whichever database keeps it."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from documents.search.query import Query

TABLE = "paragraph_search"
"""The index; what its database makes beside it begins with the same name."""
HEADINGS_COUNT = 4.0
"""How much more a heading counts than a paragraph that says the same."""
LONGEST_SEARCH = 2.0
"""Seconds after which a search is given up."""


class Indexed(Protocol):
    """A paragraph, as far as the index goes."""

    @property
    def id(self) -> int:
        """Its id."""
        ...

    @property
    def version_id(self) -> int:
        """Where it stands."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def level(self) -> int | None:
        """How high a heading it is; None for what is none."""
        ...


Ranked = tuple[int, list[int]]
"""How many paragraphs there are, and the ids of those that were asked for, best first."""


class Engine(Protocol):
    """How one kind of database keeps the index."""

    def create(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        ...

    def add(self, session: Session, paragraphs: Sequence[Indexed]) -> None:
        """Enter paragraphs that are not there."""
        ...

    def find(
        self, session: Session, version_ids: Sequence[int], query: Query, limit: int, offset: int
    ) -> Ranked:
        """Return the paragraphs of these versions that a query finds."""
        ...

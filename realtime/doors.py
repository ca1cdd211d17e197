"""The doors: who was sent away, or seated otherwise, is acted on before anything later is told.

What changes who may hear is told in one stream more, that of the doors, which no tablet hears.
Each process follows it in order. What another process told there was committed before whatever
is found committed afterwards; so a look at that stream's head before each sending is enough.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import bindparam, func, literal_column, select

from foundation.database import Database
from foundation.events import Fact
from foundation.point_query import PointQuery
from foundation.record import Stream
from meetings.events import DOORS

log = logging.getLogger(__name__)
OnFact = Callable[[Fact], None]
Between = Callable[[str, int, int], Iterator[Fact]]
"""Reads the facts of a stream after a number, up to another one."""
HEAD = select(
    func.coalesce(
        select(Stream.head).where(Stream.name == bindparam("stream")).scalar_subquery(),
        literal_column("0"),
    )
)


class Doors:
    """Acts on the facts of the doors, each once and in their order."""

    def __init__(self, database: Database, effects: Mapping[str, OnFact], between: Between) -> None:
        self._query = PointQuery(database, "head", HEAD, ("stream",))
        self._effects = effects
        self._between = between
        self.alone = database.embedded
        """Whether no other process serves: what this one told itself is then all there is."""
        self.number = 0
        """Up to which fact it has acted."""

    def begin(self) -> None:
        """Start from the present: before anybody is let in."""
        self.number = self._head()

    def look(self, own: Sequence[Fact] = ()) -> None:
        """Act on all there is, where another process told some of it than this one its `own`."""
        head = self._head()
        new = sum(fact.number > self.number for fact in own)
        if head > self.number + new:
            self.act(list(self._between(DOORS, self.number, head)))

    def take(self, facts: Sequence[Fact]) -> None:
        """Act on facts that this process told, and on what is missing before them."""
        last = facts[-1].number
        if last > self.number + len(facts):
            facts = list(self._between(DOORS, self.number, last))
        self.act(facts)

    def act(self, facts: Sequence[Fact]) -> None:
        """Act on facts, but for those that were acted on before."""
        for fact in facts:
            if fact.number <= self.number:
                continue
            self.number = fact.number
            try:
                self._effects[fact.name](fact)
            except Exception:
                log.exception("the doors were not moved: %s", fact.name)

    def _head(self) -> int:
        for (head,) in self._query.ask(DOORS):
            return int(head)
        raise LookupError("the head of the doors was not told")

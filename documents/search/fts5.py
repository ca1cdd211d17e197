"""The index in SQLite: an FTS5 table of two texts for each paragraph, exact and folded.

The words come ready, so the table's own tokenizer only cuts at blanks.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from documents.search.engine import HEADINGS_COUNT, LONGEST_SEARCH, TABLE, Indexed, Ranked
from documents.search.query import Query, Term
from documents.search.words import words_in
from foundation.errors import Unavailable

STEPS = 20_000
"""Of the database's machine, between two looks at the clock."""
CREATE = f"""
create virtual table if not exists {TABLE} using fts5(
    exact, folded, heading_exact, heading_folded,
    tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3 4'
)
"""
EXACT, FOLDED = "{exact heading_exact}", "{folded heading_folded}"
"""Where a word is looked for; a heading stands in columns of its own and so counts for more."""
ADD = text(
    f"insert into {TABLE} (rowid, exact, folded, heading_exact, heading_folded)"  # noqa: S608
    " values (:id, :exact, :folded, :heading_exact, :heading_folded)"
)
FIND = text(
    f"""
    select {TABLE}.rowid from {TABLE} cross join paragraph p on p.id = {TABLE}.rowid
    where {TABLE} match :wanted and p.version_id in :versions
    order by bm25({TABLE}, 1.0, 1.0, :headings, :headings), {TABLE}.rowid
    """  # noqa: S608 - our own name
).bindparams(bindparam("versions", expanding=True))
"""All of them, since they have to be counted. CROSS: what matches is looked at, not the papers."""


class Fts5:
    """SQLite's own full-text search."""

    def create(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        connection.execute(text(CREATE))

    def add(self, session: Session, paragraphs: Sequence[Indexed]) -> None:
        """Enter paragraphs that are not there."""
        if rows := [_row(each) for each in paragraphs]:
            session.execute(ADD, rows)

    def find(
        self, session: Session, version_ids: Sequence[int], query: Query, limit: int, offset: int
    ) -> Ranked:
        """Return the paragraphs of these versions that a query finds."""
        asked = {
            "wanted": expression(query),
            "versions": list(version_ids),
            "headings": HEADINGS_COUNT,
        }
        with _bounded(session):
            ids = session.scalars(FIND, asked).all()
        return len(ids), list(ids[offset : offset + limit])


def expression(query: Query) -> str:
    """Return the query in FTS5's language; every word in it is letters and digits in quotes."""
    wanted = " AND ".join(_clause(term) for term in query.terms)
    if (together := query.together) is None:
        return wanted
    return f"({wanted}) OR ({_clause(together)})"  # finds no more, and counts for more


def _clause(term: Term) -> str:
    """Return one term.

    A phrase only some of whose words have accents is looked for without them, and those words
    for themselves: FTS5 knows no phrase across two columns.
    """
    accented = term.accented
    if len(accented) == len(term.words):
        return f"{EXACT} : {_phrase([word.exact for word in term.words], term.beginning)}"
    folded = f"{FOLDED} : {_phrase([word.folded for word in term.words], term.beginning)}"
    if not accented:
        return folded
    goes_on = term.beginning and term.words[-1].accented
    last = len(accented) - 1
    each = [
        f"{EXACT} : {_phrase([word.exact], goes_on and number == last)}"
        for number, word in enumerate(accented)
    ]
    return f"({' AND '.join([folded, *each])})"


def _phrase(words: list[str], beginning: bool) -> str:
    return f'"{" ".join(words)}"{" *" if beginning else ""}'


def _row(paragraph: Indexed) -> dict[str, Any]:
    words = list(words_in(paragraph.text))
    exact, folded = " ".join(w.exact for w in words), " ".join(w.folded for w in words)
    plain = paragraph.level is None
    return {
        "id": paragraph.id,
        "exact": exact if plain else "",
        "folded": folded if plain else "",
        "heading_exact": "" if plain else exact,
        "heading_folded": "" if plain else folded,
    }


@contextmanager
def _bounded(session: Session) -> Iterator[None]:
    """Give a search up that takes too long."""
    connection: Any = session.connection().connection.driver_connection
    until = time.monotonic() + LONGEST_SEARCH
    connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    except OperationalError as fault:
        if time.monotonic() > until:
            raise Unavailable("search.too_long") from fault
        raise
    finally:
        connection.set_progress_handler(None, 0)

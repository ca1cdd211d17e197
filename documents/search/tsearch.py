"""The index in PostgreSQL: a tsvector a paragraph, in which both forms of a word share a place.

It is written out word by word rather than parsed, so that words are what `words.py` says.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from documents.search.engine import HEADINGS_COUNT, LONGEST_SEARCH, TABLE, Indexed, Ranked
from documents.search.query import Query, Term, Wanted
from documents.search.words import words_in
from foundation.errors import Unavailable

MOST_PLACES = 16_000
"""A tsvector counts places no further; no honest paragraph is as long."""
CREATE = (
    f"create table if not exists {TABLE} (paragraph_id integer primary key"
    " references paragraph (id) on delete cascade, version_id integer not null,"
    " words tsvector not null)",
    f"create index if not exists ix_{TABLE}_version_id on {TABLE} (version_id)",
    f"create index if not exists ix_{TABLE}_words on {TABLE} using gin (words)",
)
ADD = text(
    f"insert into {TABLE} (paragraph_id, version_id, words)"  # noqa: S608 - our own name
    " values (:id, :version, cast(:words as tsvector))"
)
FIND = text(
    f"""
    select paragraph_id as id, count(*) over () as total
    from {TABLE} where version_id = any(:versions) and words @@ cast(:wanted as tsquery)
    order by ts_rank_cd(cast(:weights as real[]), words, cast(:wanted as tsquery), 1) desc,
        paragraph_id
    limit :limit offset :offset
    """  # noqa: S608 - our own name
)
WEIGHTS = [1.0 / HEADINGS_COUNT, 1.0 / HEADINGS_COUNT, 1.0 / HEADINGS_COUNT, 1.0]
"""Of words that are marked D to A: those of headings are marked A."""
CANCELLED = "57014"


class Tsearch:
    """PostgreSQL's own full-text search."""

    def create(self, connection: Connection) -> None:
        """Make the index where it is missing."""
        for step in CREATE:
            connection.execute(text(step))

    def add(self, session: Session, paragraphs: Sequence[Indexed]) -> None:
        """Enter paragraphs that are not there."""
        if rows := [_row(each) for each in paragraphs]:
            session.execute(ADD, rows)

    def find(
        self, session: Session, version_ids: Sequence[int], query: Query, limit: int, offset: int
    ) -> Ranked:
        """Return the paragraphs of these versions that a query finds."""
        asked = {
            "versions": list(version_ids),
            "wanted": expression(query),
            "weights": WEIGHTS,
            "limit": limit,
            "offset": offset,
        }
        with _bounded(session):
            rows = session.execute(FIND, asked).all()
        return (rows[0].total if rows else 0), [row.id for row in rows]


def expression(query: Query) -> str:
    """Return the query as a tsquery; every word in it is letters and digits in quotes."""
    return " & ".join(_clause(term) for term in query.terms)


def _clause(term: Term) -> str:
    words = [_lexeme(word) for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.beginning else ''})"


def _lexeme(word: Wanted) -> str:
    return f"'{word.exact if word.accented else word.folded}'"


def _row(paragraph: Indexed) -> dict[str, Any]:
    places: defaultdict[str, list[str]] = defaultdict(list)
    mark = "" if paragraph.level is None else "A"
    for place, word in zip(range(1, MOST_PLACES), words_in(paragraph.text), strict=False):
        for form in {word.exact, word.folded}:
            places[form].append(f"{place}{mark}")
    words = " ".join(f"'{form}':{','.join(at)}" for form, at in places.items())
    return {"id": paragraph.id, "version": paragraph.version_id, "words": words}


@contextmanager
def _bounded(session: Session) -> Iterator[None]:
    """Give a search up that takes too long."""
    session.execute(text(f"set local statement_timeout = {int(LONGEST_SEARCH * 1000)}"))
    try:
        yield
    except OperationalError as fault:
        if getattr(fault.orig, "pgcode", None) == CANCELLED:
            raise Unavailable("search.too_long") from fault
        raise
    session.execute(text("set local statement_timeout = default"))

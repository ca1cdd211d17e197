"""Search by the API: words found in the papers of a meeting, with where they stand on the page."""

import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import orjson
from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from documents.models import Paragraph
from documents.search.hits import Line, boxes, snippet
from documents.search.query import Query
from foundation.errors import Invalid
from meetings.permissions import Right
from meetings.searching import Asked, Lying, Searched, search_meeting, search_version
from web.door import Api, actor, answered, house, number, within

USUAL, MOST = 20, 50
"""Hits in one answer."""
FARTHEST = 10_000
LARGEST_WORDS = 512 * 1024
"""Bytes of a page's words; a page with more is no page to be read word by word."""
api = Api("searching")


@api.plain(
    "GET",
    "/meetings/<int:meeting>/search",
    Right.READ_PAPER,
    gives="Hits",
    query=("q", "paper", "limit", "offset"),
)
def in_meeting(meeting: int) -> ResponseReturnValue:
    """Find words in the latest version of every paper of a meeting, or of one of them."""
    person_id, paper, asked = actor().person_id, number("paper"), _asked()
    return _answer(lambda session: search_meeting(session, person_id, meeting, paper, asked))


@api.plain(
    "GET",
    "/versions/<int:version>/search",
    Right.READ_PAPER,
    gives="Hits",
    query=("q", "limit", "offset"),
)
def in_version(version: int) -> ResponseReturnValue:
    """Find words in one version of a paper."""
    person_id, asked = actor().person_id, _asked()
    return _answer(lambda session: search_version(session, person_id, version, asked))


def _asked() -> Asked:
    return Asked(
        text=request.args.get("q", ""),
        limit=_at_most("limit", USUAL, 1, MOST),
        offset=_at_most("offset", 0, 0, FARTHEST),
    )


def _at_most(name: str, usual: int, least: int, most: int) -> int:
    given = number(name)
    if given is not None and not least <= given <= most:
        raise Invalid("field.number", field=name, least=least, most=most)
    return usual if given is None else given


def _answer(search: Callable[[Session], Searched]) -> Response:
    searched = house().searches.read(within(search))
    found = searched.found
    answer = {
        "total": found.total,
        "loosened": found.loosened,
        "unread": searched.unread,
        "hits": [
            _hit_as_data(each, searched.papers[each.version_id], found.query)
            for each in _considerately(found.paragraphs)
        ],
    }
    response = answered(answer)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _hit_as_data(paragraph: Paragraph, lying: Lying, query: Query) -> dict[str, Any]:
    where = boxes(paragraph.boxes, query, _words_of(lying.version.readable_sha256))
    page = where[0][0] if where else paragraph.first_page
    return {
        "paper": lying.paper.id,
        "title": lying.paper.title,
        "version": paragraph.version_id,
        "page": page,
        "pack_page": lying.pack_page(page),
        "paragraph": paragraph.id,
        "number": (paragraph.ordinal or 0) + 1,
        "address": paragraph.address,
        "kind": str(paragraph.kind),
        "snippet": snippet(paragraph.text, query),
        "boxes": where,
        "from_scan": paragraph.from_scan,
    }


def _words_of(sha256: str) -> Callable[[int], list[Line] | None]:
    """Return how to get the words of a page that have been made: a search waits for no worker."""
    arrivals = house().arrivals

    @cache
    def words_of(page: int) -> list[Line] | None:
        path = arrivals.words_at_hand(sha256, page)
        try:
            if path is None or path.stat().st_size > LARGEST_WORDS:
                return None
            lines: list[Line] = orjson.loads(path.read_bytes())
        except (OSError, orjson.JSONDecodeError):  # the folder may be emptied at any time
            return None
        return lines

    return words_of


def _considerately(paragraphs: tuple[Paragraph, ...]) -> Iterator[Paragraph]:
    """Yield each paragraph, and in between let the loop serve the others."""
    for paragraph in paragraphs:
        yield paragraph
        time.sleep(0)

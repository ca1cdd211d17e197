"""The places of comments in later versions: followed by their paragraphs, or given by hand.

Replies stand where the comment stands that they reply to.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session, object_session

from documents.matches import BY_HAND, Standing, Trails, made_at
from documents.models import Paragraph, Version
from foundation.clock import now
from foundation.errors import NotFound
from meetings.opinions.models import Comment, CommentPlace


def give_places(trails: Trails, comments: Sequence[Comment]) -> set[int]:
    """Give comments their places in later versions; returns the versions where any is news."""
    trails.know(each.paragraph_id for each in comments)
    return {version for each in comments for version in _places_given(trails, each)}


def place_late(session: Session, document_id: int, comment: Comment) -> None:
    """Give a comment that was just made on an older version its places in those that followed."""
    give_places(Trails(session, document_id), [comment])
    session.flush()


def place_by_hand(comment: Comment, paragraph: Paragraph, person_id: int) -> CommentPlace:
    """Put a comment where somebody says."""
    place = _place_in(comment, paragraph.version_id)
    place.paragraph_id, place.rung, place.score = paragraph.id, BY_HAND, 100.0
    place.placed_by_id, place.at = person_id, now()
    place.paragraph = paragraph
    return place


def place_of(comment: Comment, version_id: int) -> CommentPlace | None:
    """Return where a comment, or the one it replies to, stands in another version."""
    return next((each for each in comment.root.places if each.version_id == version_id), None)


def paragraph_on(session: Session, version: Version, paragraph_id: int) -> dict[str, Any]:
    """Return where a paragraph of any version of a document stands on this one.

    Nothing of it is stored: words that are still being written on it are on a tablet alone. The
    page is where to read it: here, or where it is gone from here, in its own version.
    """
    paragraph, home = _with_its_version(session, version.document_id, paragraph_id)
    standing = _standing_on(session, version, paragraph)
    found_id = standing.paragraph_id if standing else None
    found = None if found_id is None else session.get(Paragraph, found_id)
    return {
        "paragraph": found.id if found else None,
        "known": standing is not None,
        "version": home.number,
        "page": (found or paragraph).first_page,
    }


def _with_its_version(
    session: Session, document_id: int, paragraph_id: int
) -> tuple[Paragraph, Version]:
    paragraph = session.get(Paragraph, paragraph_id)
    home = session.get(Version, paragraph.version_id) if paragraph else None
    if paragraph is None or home is None or home.document_id != document_id:
        raise NotFound("paragraph.unknown")
    return paragraph, home


def _standing_on(session: Session, version: Version, paragraph: Paragraph) -> Standing | None:
    """Return where it stands on a version; None while nobody has looked for it there."""
    made = made_at(paragraph.version_id, paragraph.id)
    if paragraph.version_id == version.id and paragraph.ordinal is not None:
        return made
    later = Trails(session, version.document_id).standings(made)
    return next((each for each in later if each.version_id == version.id), None)


def _places_given(trails: Trails, comment: Comment) -> set[int]:
    by_hand = {
        each.version_id: Standing(each.version_id, each.paragraph_id, BY_HAND, each.score)
        for each in comment.places
        if each.placed_by_id is not None
    }
    made = made_at(comment.version_id, comment.paragraph_id)
    return {
        standing.version_id
        for standing in trails.standings(made, by_hand)
        if _given(comment, standing)
    }


def _given(comment: Comment, standing: Standing) -> bool:
    """Say whether it is news that a comment stands there."""
    place = _place_in(comment, standing.version_id)
    if (place.paragraph_id, place.rung, place.score) == (
        standing.paragraph_id,
        standing.rung,
        standing.score,
    ):
        return False
    place.paragraph_id, place.rung, place.score = (
        standing.paragraph_id,
        standing.rung,
        standing.score,
    )
    if standing.rung != BY_HAND:
        place.placed_by_id = None
    place.at = now()
    _forget_paragraph(place)
    return True


def _forget_paragraph(place: CommentPlace) -> None:
    """Let the paragraph be read anew when it is asked for."""
    session = object_session(place)
    if session is not None and inspect(place).persistent:
        session.expire(place, ["paragraph"])


def _place_in(comment: Comment, version_id: int) -> CommentPlace:
    known = next((each for each in comment.places if each.version_id == version_id), None)
    if known is None:
        known = CommentPlace(comment_id=comment.id, version_id=version_id)
        comment.places.append(known)
    return known

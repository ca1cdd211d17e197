"""Comments in the shape of the Web Annotation model, as screens and programs read them."""

from typing import Any

from meetings.opinions.models import Answer, Comment, CommentPlace
from meetings.people.presenting import creator_as_data


def comment_as_data(comment: Comment) -> dict[str, Any]:
    """Return a comment; a withdrawn one without its words."""
    return {
        "id": comment.id,
        "type": "Annotation",
        "motivation": "replying" if comment.parent_id else "commenting",
        "meeting": comment.meeting_id,
        "paper": comment.paper_id,
        "version": comment.version_id,
        "version_number": comment.version_number,
        "paragraph": comment.paragraph_id,
        "parent": comment.parent_id,
        "creator": creator_as_data(comment.creator),
        "created": comment.created.isoformat(),
        "modified": comment.modified.isoformat(),
        "revision": comment.revision,
        "visibility": comment.visibility.value,
        "text": "" if comment.withdrawn else comment.text,
        "html": "" if comment.withdrawn else comment.html,
        "withdrawn": comment.withdrawn is not None,
        "target": {
            "page": comment.page,
            "number": comment.paragraph_number,
            "address": comment.address,
            "quote": comment.quote,
            "region": comment.region,
        },
        "places": {
            str(place.version_id): place_as_data(place)
            for place in sorted(comment.root.places, key=lambda place: place.version_id)
        },
        "answer": answer_as_data(comment.answer) if comment.answer else None,
        "operation_id": comment.operation_id,
    }


def place_as_data(place: CommentPlace) -> dict[str, Any]:
    """Return where a comment stands in another version, or that it found no place there."""
    stands = place.paragraph
    return {
        "paragraph": place.paragraph_id,
        "page": stands.first_page if stands else None,
        "number": (stands.ordinal or 0) + 1 if stands else None,
        "address": stands.address if stands else None,
        "rung": place.rung,
        "score": place.score,
    }


def answer_as_data(answer: Answer) -> dict[str, Any]:
    """Return an answer."""
    return {
        "outcome": answer.outcome.value,
        "reason": answer.reason,
        "html": answer.html,
        "by": creator_as_data(answer.by),
        "at": answer.at.isoformat(),
    }

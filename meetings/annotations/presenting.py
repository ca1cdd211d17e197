"""Annotations in the shape of the Web Annotation model, as screens and programs read them."""

from typing import Any

from meetings.annotations.models import Annotation
from meetings.people.presenting import creator_as_data, unit_as_data

QUOTE = "TextQuoteSelector"
LONGEST_LISTED = 2000


def listed_mark_as_data(annotation: Annotation, version_id: int, number: int) -> dict[str, Any]:
    """Return what a list of many marks says of one that is looked for in this version.

    A stroke comes without its points. Where the mark has no place in that version it is told where
    it was made, in the version of this number, and `placed` is false.
    """
    carried = next((each for each in annotation.places if each.version_id == version_id), None)
    here = carried.target if carried else annotation.target
    placed = here is not None and (carried is not None or annotation.version_id == version_id)
    target = here if here is not None and placed else annotation.target
    quote = next((each for each in target["selectors"] if each["type"] == QUOTE), None)
    page, x, y, *_ = target["boxes"][0] if target["boxes"] else (target["page"], 0, 0)
    return {
        "id": annotation.id,
        "paper": annotation.paper_id,
        "version": annotation.version_id,
        "version_number": number,
        "operation_id": annotation.operation_id,
        "revision": annotation.revision,
        "motivation": annotation.motivation.value,
        "drawn": annotation.ink is not None,
        "color": annotation.colour.value,
        "visibility": annotation.visibility.value,
        "people": _people(annotation),
        "unit": unit_as_data(annotation.unit),
        "note": annotation.note,
        "quote": quote["exact"][:LONGEST_LISTED] if quote else "",
        "placed": placed,
        "page": page,
        "x": x,
        "y": y,
    }


def annotation_as_data(annotation: Annotation) -> dict[str, Any]:
    """Return a mark; its note is plain text."""
    return {
        "id": annotation.id,
        "type": "Annotation",
        "motivation": annotation.motivation.value,
        "meeting": annotation.meeting_id,
        "paper": annotation.paper_id,
        "version": annotation.version_id,
        "creator": creator_as_data(annotation.creator),
        "created": annotation.created.isoformat(),
        "modified": annotation.modified.isoformat(),
        "revision": annotation.revision,
        "visibility": annotation.visibility.value,
        "people": _people(annotation),
        "unit": unit_as_data(annotation.unit),
        "color": annotation.colour.value,
        "note": annotation.note,
        "target": annotation.target,
        "ink": annotation.ink,
        "places": {
            str(place.version_id): {
                "target": place.target,
                "rung": place.rung,
                "score": place.score,
            }
            for place in sorted(annotation.places, key=lambda place: place.version_id)
        },
        "operation_id": annotation.operation_id,
    }


def _people(annotation: Annotation) -> list[dict[str, Any]]:
    return [{"person": each.person_id, "name": each.person.name} for each in annotation.hearers]

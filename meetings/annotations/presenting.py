"""Annotations in the shape of the Web Annotation model, as screens and programs read them."""

from typing import Any

from meetings.annotations.models import Annotation
from meetings.people.presenting import creator_as_data, unit_as_data


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
        "people": [
            {"person": each.person_id, "name": each.person.name} for each in annotation.hearers
        ],
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

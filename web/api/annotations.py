"""Annotations and reading places by the API."""

from typing import Any

from sqlalchemy.orm import Session

from documents.queries import numbered_version
from meetings.agendas.queries import paper_of
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import annotations_on
from meetings.catching_up import heads_for
from meetings.permissions import Right
from web.door import Api, number

api = Api("annotations")


@api.reads(
    "/papers/<int:paper>/annotations", Right.READ_PAPER, gives="Annotations", query=("version",)
)
def annotations(session: Session, person_id: int, paper: int) -> dict[str, Any]:
    """List one's own marks on a paper, and those that were shared."""
    found, seat, _ = paper_of(session, person_id, paper)
    asked = number("version")
    version = None if asked is None else numbered_version(session, found.document_id, asked).id
    return {
        "annotations": [
            annotation_as_data(each) for each in annotations_on(session, seat, found.id, version)
        ],
        "heads": heads_for(session, seat),
    }


api.carries_out("POST", "/annotations", "annotation.create", "Annotation", "NewAnnotation", 201)
api.carries_out(
    "PATCH", "/annotations/<int:annotation>", "annotation.change", "Annotation", "ChangedAnnotation"
)
api.carries_out("PUT", "/papers/<int:paper>/place", "place.keep", "Place", "NewPlace")

api.carries_out("DELETE", "/annotations/<int:annotation>", "annotation.remove", "Removed")

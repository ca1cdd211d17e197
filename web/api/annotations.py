"""Annotations and reading places by the API."""

from collections import defaultdict
from typing import Any

from sqlalchemy.orm import Session

from documents.queries import numbered_version, versions_of_documents
from meetings.agendas.queries import pack_of, paper_of, seat_of
from meetings.annotations.models import Annotation
from meetings.annotations.presenting import annotation_as_data, listed_mark_as_data
from meetings.annotations.queries import annotations_on, own_annotations
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


@api.reads("/meetings/<int:meeting>/marks", Right.READ, gives="OwnMarks")
def own_marks(session: Session, person_id: int, meeting: int) -> dict[str, Any]:
    """List all of one's own marks in a meeting, paper by paper, as they stand in its pack."""
    seat, _ = seat_of(session, person_id, meeting)
    on: defaultdict[int, list[Annotation]] = defaultdict(list)
    for annotation in own_annotations(session, seat):
        on[annotation.paper_id].append(annotation)
    pack = pack_of(session, meeting)
    versions = versions_of_documents(session, [packed.paper.document_id for packed in pack])
    numbers = {each.id: each.number for several in versions.values() for each in several}
    return {
        "papers": [
            {
                "paper": packed.paper.id,
                "title": packed.paper.title,
                "marks": [
                    listed_mark_as_data(each, packed.version.id, numbers[each.version_id])
                    for each in on[packed.paper.id]
                ],
            }
            for packed in pack
        ],
        "heads": heads_for(session, seat),
    }


api.carries_out("POST", "/annotations", "annotation.create", "Annotation", "NewAnnotation", 201)
api.carries_out(
    "PATCH", "/annotations/<int:annotation>", "annotation.change", "Annotation", "ChangedAnnotation"
)
api.carries_out("PUT", "/papers/<int:paper>/place", "place.keep", "Place", "NewPlace")

api.carries_out("DELETE", "/annotations/<int:annotation>", "annotation.remove", "Removed")

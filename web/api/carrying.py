"""Carrying by the API: what found no place in a version, placed by hand; going back to one."""

from typing import Any

from sqlalchemy.orm import Session

from documents.queries import numbered_version
from meetings.agendas.queries import paper_holding, paper_of
from meetings.annotations.presenting import annotation_as_data
from meetings.annotations.queries import unplaced_annotations
from meetings.catching_up import heads_for
from meetings.opinions.places import paragraph_on
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import unplaced_comments
from meetings.permissions import Right
from web.door import Api, number

api = Api("carrying")


@api.reads("/papers/<int:paper>/unplaced", Right.READ_PAPER, gives="Unplaced", query=("version",))
def unplaced(session: Session, person_id: int, paper: int) -> dict[str, Any]:
    """List what found no place in a version: one's own, and for the desk all comments it sees."""
    found, seat, _ = paper_of(session, person_id, paper)
    version = numbered_version(session, found.document_id, number("version"))
    return {
        "version": {"id": version.id, "number": version.number},
        "comments": [
            comment_as_data(each) for each in unplaced_comments(session, seat, found.id, version.id)
        ],
        "annotations": [
            annotation_as_data(each)
            for each in unplaced_annotations(session, person_id, found.id, version.id)
        ],
        "heads": heads_for(session, seat),
    }


@api.reads(
    "/versions/<int:version>/standing/<int:paragraph>",
    Right.READ_PAPER,
    gives="ParagraphStanding",
)
def standing(session: Session, person_id: int, version: int, paragraph: int) -> dict[str, Any]:
    """Tell where a paragraph of another version of the document stands in this one."""
    _, asked = paper_holding(session, person_id, version)
    return paragraph_on(session, asked, paragraph)


api.carries_out("PUT", "/comments/<int:comment>/place", "comment.place", "Comment", "CommentPlace")
api.carries_out(
    "PUT", "/annotations/<int:annotation>/place", "annotation.place", "Annotation", "MarkPlace"
)
api.carries_out("POST", "/papers/<int:paper>/restoration", "paper.restore", "Paper", "Restoration")

"""Opinions by the API: given, replied to, gathered, answered, taken away as files."""

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from documents.queries import numbered_version
from foundation.errors import Invalid
from meetings.agendas.presenting import me_as_data, meeting_as_data
from meetings.agendas.queries import pack_of, paper_of, seat_of
from meetings.catching_up import heads_for
from meetings.opinions.gathering import contributors, gathered
from meetings.opinions.models import Outcome
from meetings.opinions.presenting import comment_as_data
from meetings.opinions.queries import Filter, comment_of, comments_on, opinions_gathered
from meetings.permissions import Case, Right, require
from web.api.exporting import as_docx, as_xlsx
from web.door import Api, actor, aside, number, reading

api = Api("opinions")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("paper", "unit", "person", "answered", "outcome")


@api.reads("/papers/<int:paper>/comments", Right.READ_PAPER, gives="Comments", query=("version",))
def comments(session: Session, person_id: int, paper: int) -> dict[str, Any]:
    """List the comments on a paper that one may see, each followed by its replies."""
    found, seat, _ = paper_of(session, person_id, paper)
    asked = number("version")
    version = None if asked is None else numbered_version(session, found.document_id, asked).id
    return {
        "comments": [
            comment_as_data(each) for each in comments_on(session, seat, found.id, version)
        ],
        "heads": heads_for(session, seat),
    }


@api.reads("/comments/<int:comment>", Right.READ_COMMENT, gives="Comment")
def comment(session: Session, person_id: int, comment: int) -> dict[str, Any]:
    """Get one comment."""
    return comment_as_data(comment_of(session, person_id, comment)[0])


api.carries_out("POST", "/comments", "comment.create", "Comment", "NewComment", 201)
api.carries_out(
    "POST", "/comments/<int:comment>/replies", "comment.reply", "Comment", "NewReply", 201
)
api.carries_out("PATCH", "/comments/<int:comment>", "comment.change", "Comment", "ChangedComment")
api.carries_out("POST", "/comments/<int:comment>/withdrawal", "comment.withdraw", "Comment")
api.carries_out("PUT", "/comments/<int:comment>/answer", "comment.answer", "Comment", "NewAnswer")


@api.reads("/meetings/<int:meeting>/opinions", Right.GATHER, gives="Opinions", query=FILTERS)
def opinions(session: Session, person_id: int, meeting: int) -> dict[str, Any]:
    """Gather the opinions of a meeting, paper by paper and paragraph by paragraph."""
    seat, found = seat_of(session, person_id, meeting)
    threads = opinions_gathered(session, person_id, meeting, _wanted())
    return {
        "meeting": meeting_as_data(found),
        "me": me_as_data(seat, found),
        "papers": gathered(session, pack_of(session, meeting), threads),
        "contributors": contributors(session, meeting),
        "heads": heads_for(session, seat),
    }


@api.plain("GET", "/meetings/<int:meeting>/opinions.docx", Right.EXPORT, query=FILTERS, media=DOCX)
def docx(meeting: int) -> ResponseReturnValue:
    """Download the gathered opinions as a Word file."""
    return _download(meeting, "docx", DOCX, as_docx)


@api.plain("GET", "/meetings/<int:meeting>/opinions.xlsx", Right.EXPORT, query=FILTERS, media=XLSX)
def xlsx(meeting: int) -> ResponseReturnValue:
    """Download the gathered opinions as an Excel file."""
    return _download(meeting, "xlsx", XLSX, as_xlsx)


def _download(meeting_id: int, ending: str, media: str, write: Any) -> Response:
    person_id = actor().person_id

    def read(session: Session) -> Any:
        seat, meeting = seat_of(session, person_id, meeting_id)
        require(seat, Right.EXPORT, Case(meeting))
        threads = opinions_gathered(session, person_id, meeting_id, _wanted())
        papers = gathered(session, pack_of(session, meeting_id), threads)
        return meeting_as_data(meeting), papers

    found = reading(read)
    response = Response(aside(lambda: write(*found)), mimetype=media)
    name = f"tong-hop-y-kien-{meeting_id}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _wanted() -> Filter:
    answered = request.args.get("answered")
    outcome = request.args.get("outcome")
    if answered not in (None, "", "yes", "no"):
        raise Invalid("field.choice", field="answered", choices="yes, no")
    if outcome and outcome not in list(Outcome):
        raise Invalid("field.choice", field="outcome", choices=", ".join(Outcome))
    return Filter(
        paper_id=number("paper"),
        unit_id=number("unit"),
        person_id=number("person"),
        answered=None if not answered else answered == "yes",
        outcome=Outcome(outcome) if outcome else None,
    )
